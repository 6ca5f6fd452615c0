"""A workbook gives its cells as texts; formulas, bombs and other formats are refused by name."""

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from kameoka_graph.read import workbook
from kameoka_graph.read.grid import MAX_ROWS, TableRefusedError
from kameoka_graph.read.workbook import Workbook, read_workbook

SHEET: Final = "活動"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def made(fill: Callable[[Any, Any], None]) -> bytes:
    """Make a workbook with one sheet that `fill` writes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append(["ID", "原文"])
    fill(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> Workbook:
    """Read the sheet of activities."""
    return read_workbook("a.xlsx", data, lambda name: name == SHEET)


def refused(data: bytes) -> str:
    """Give what is told of a workbook that is refused, in Japanese."""
    with pytest.raises(TableRefusedError) as error:
        read(data)
    assert error.value.say.en
    return error.value.say.ja


def changed(data: bytes, change: dict[str, bytes]) -> bytes:
    """Put other files into the archive of a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_cells_are_plain_texts() -> None:
    """Numbers, days and truths are written plainly; texts stay as they are."""
    values = [2023, 0.9, 0.1 + 0.2, datetime.date(2026, 11, 22), True, " 2-3 ", "a\nb", "＝1"]

    def fill(_book: Any, sheet: Any) -> None:
        sheet.append(values)

    (grid,) = read(made(fill)).grids
    assert grid.rows[1].cells == (
        "2023",
        "0.9",
        "0.3",
        "2026-11-22",
        "TRUE",
        " 2-3 ",
        "a\nb",
        "＝1",
    )


def test_sheets_that_are_not_wanted_are_named() -> None:
    """Sheets that are not asked for are named and not looked at, formulas in them included."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.append(["1", "x"])
        book.create_sheet("計算").append(["=1+1"])

    found = read(made(fill))
    assert found.others == ("計算",)
    assert len(found.grids) == 1


def test_formulas_are_refused_with_their_cell() -> None:
    """A formula is refused with its cell and its text, since its value may be an old one."""
    told = refused(made(lambda _, sheet: sheet.append(["1", "=A2&B1"])))
    assert "B2" in told
    assert "=A2&B1" in told


def test_error_values_are_refused_with_their_cell() -> None:
    """An error value is refused with its cell."""

    def fill(_book: Any, sheet: Any) -> None:
        sheet["B2"] = "#N/A"
        sheet["B2"].data_type = "e"

    assert "B2" in refused(made(fill))


def test_merged_cells_are_refused_with_their_range() -> None:
    """Merged cells are refused with their range: it is not known which row they speak of."""
    assert "A2:A3" in refused(made(lambda _, sheet: sheet.merge_cells("A2:A3")))


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    """What is hidden is read as well, and told."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.append(["1", "x"])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("ほか")
        sheet.sheet_state = "hidden"

    (grid,) = read(made(fill)).grids
    assert grid.rows[1].cells == ("1", "x")
    told = " ".join(note.ja for note in grid.notes)
    assert all(word in told for word in ("非表示のシート", "1 行", "列（B）"))


def test_other_formats_are_refused_by_name() -> None:
    """Old, locked and OpenDocument files, other archives, texts and damage are told apart."""
    ods = io.BytesIO()
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    good = made(lambda _, sheet: sheet.append(["1", "x"]))
    assert ".xls" in refused(OLE + bytes(600))
    assert "パスワード" in refused(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert ".ods" in refused(ods.getvalue())
    assert "zip" in refused(other.getvalue())
    assert ".xlsx" in refused(b"ID,x\n")
    assert "壊れ" in refused(good[: len(good) // 2])
    assert "壊れ" in refused(changed(good, {"xl/workbook.xml": b"<broken"}))


def test_archives_that_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that unpacks to more than the limit is refused while it is counted."""
    good = made(lambda _, sheet: sheet.append(["1", "x"]))
    assert "大きすぎ" in refused(changed(good, {"xl/media/x.bin": bytes(workbook.MAX_PART + 1)}))
    monkeypatch.setattr(workbook, "MAX_ENTRIES", 2)
    assert "zip" in refused(good)


def test_entity_bombs_are_refused() -> None:
    """XML that declares a document type is refused, whichever part and encoding it stands in."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    good = made(lambda _, sheet: sheet.append(["1", "x"]))
    for codec in ("utf-8", "utf-16"):
        assert "DOCTYPE" in refused(changed(good, {"xl/sharedStrings.xml": bomb.encode(codec)}))


def test_sheets_with_too_many_cells_or_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet with a cell far down, and a workbook with too many cells, are refused."""

    def far(_book: Any, sheet: Any) -> None:
        sheet.cell(MAX_ROWS + 1, 1, "x")

    assert "大きすぎ" in refused(made(far))
    monkeypatch.setattr(workbook, "MAX_CELLS", 3)
    assert "大きすぎ" in refused(made(lambda _, sheet: sheet.append(["1", "x"])))


def test_macros_and_links_are_passed_over_and_told() -> None:
    """Macros and links to the outside are neither run nor followed, and it is told."""
    good = made(lambda _, sheet: sheet.append(["1", "x"]))
    more = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    found = read(changed(good, more))
    told = " ".join(note.ja for note in found.notes)
    assert "マクロ" in told
    assert "外部" in told
    assert found.grids[0].rows[1].cells == ("1", "x")
