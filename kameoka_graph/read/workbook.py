"""A workbook (XLSX) to its sheets as rows of texts; nothing in it is run, fetched or worked out.

The archive is looked through before anything of it is opened: what a workbook that people fill in
never has is refused by name. A formula is refused with its cell, since the value that stands
beside it may be an old one. What is hidden is read as well, and told.
"""

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl  # type: ignore[import-untyped]  # it ships no types

from kameoka_graph.read.grid import (
    MAX_COLUMNS,
    MAX_ROWS,
    Grid,
    GridRow,
    TableRefusedError,
    column_letters,
    refuse_broken,
    refuse_large,
    too_many_rows,
)
from kameoka_graph.say import Say, excerpt

MAX_ENTRIES: Final = 1_000
"""The most files that the archive of a workbook may hold."""
MAX_PART: Final = 60_000_000
"""The most bytes that one of them may unpack to."""
MAX_WHOLE: Final = 120_000_000
"""The most bytes that all of them may unpack to."""
MAX_CELLS: Final = 1_000_000
"""The most cells that a workbook may hold."""

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MACROS: Final = "vbaProject.bin"
_EXTERNAL: Final = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
_CELL: Final = re.compile(rb"<(?:[A-Za-z0-9]+:)?c[\s/>]")
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CHUNK: Final = 1 << 16
_FAULTS: Final = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    OSError,
    EOFError,
    NotImplementedError,
    RecursionError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a broken workbook raises."""
_NUMERIC_DIGITS: Final = 15
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook that were asked for."""

    grids: tuple[Grid, ...]
    """Those sheets, in their order, without those that are empty."""
    others: tuple[str, ...]
    """The names of the other sheets, which were not looked at."""
    notes: tuple[Say, ...]
    """What in the workbook was passed over, in sentences."""


def read_workbook(file: str, data: bytes, wanted: Callable[[str], bool]) -> Workbook:
    """Read the sheets whose names are `wanted`.

    Raises `TableRefusedError` for what is no workbook, is encrypted, is too large, or holds in one
    of these sheets a formula, an error value or merged cells.
    """
    refuse_large(file, len(data))
    notes = _look_through(file, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that only matter to whoever writes
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except _FAULTS as error:
        raise _damaged(file) from error
    found = (_grid(file, sheet) for sheet in book.worksheets if wanted(sheet.title))
    return Workbook(
        tuple(one for one in found if one.rows),
        tuple(name for name in book.sheetnames if not wanted(name)),
        notes,
    )


# --- before it is opened


def _look_through(file: str, data: bytes) -> tuple[Say, ...]:
    """Refuse an archive that no workbook is, and tell what in it will not be looked at."""
    if data.startswith(_OLE):
        raise _old_or_locked(file, data)
    if not data.startswith(_ZIP):
        raise _refused(
            file,
            Say(
                "Excel ブック（.xlsx）ではありません。.xlsx か .csv のファイルを指定してください。",
                "this is no workbook (.xlsx); give a file of .xlsx or .csv.",
            ),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _refuse_bombs(file, archive)
    except TableRefusedError:
        raise
    except _FAULTS as error:
        raise _damaged(file) from error
    return tuple(_passed_over(file, names))


def _old_or_locked(file: str, data: bytes) -> TableRefusedError:
    if _ENCRYPTED in data:
        return _refused(
            file,
            Say(
                "パスワードで保護されています。保護を外して保存し直してください。",
                "it is protected by a password; save it again without one.",
            ),
        )
    return _refused(
        file,
        Say(
            "古い形式のブック（.xls）です。「Excel ブック（.xlsx）」で保存し直してください。",
            "this is a workbook of the old kind (.xls); save it again as .xlsx.",
        ),
    )


def _refuse_bombs(file: str, archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Refuse an archive that unpacks to too much, by counting, and XML that defines entities."""
    entries = archive.infolist()
    names = tuple(entry.filename for entry in entries)
    if len(entries) > MAX_ENTRIES or len(set(names)) < len(names):
        raise _not_a_workbook(file)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _old_or_locked(file, _ENCRYPTED)
    if _CONTENT_TYPES not in names:
        raise _other_archive(file, archive, names)
    whole = cells = 0
    for entry in entries:
        size, found = _counted(file, archive, entry)
        whole, cells = whole + size, cells + found
        if whole > MAX_WHOLE or cells > MAX_CELLS:
            raise _too_much(file)
    return names


def _counted(file: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Unpack one file bit by bit; give its bytes and how many cells stand in it."""
    is_xml = entry.filename.endswith((".xml", ".rels", ".vml"))
    is_sheet = is_xml and entry.filename.startswith("xl/worksheets/")
    size = cells = 0
    before = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > MAX_PART:
                raise _too_much(file)
            seen = before + chunk
            if is_xml and any(mark in seen for mark in _DOCTYPES):
                raise _refused(
                    file,
                    Say(
                        f"{entry.filename} に文書型の宣言（DOCTYPE）があります。ふつうのブックには"
                        "ないものなので読みません。",
                        f"{entry.filename} declares a document type (DOCTYPE), which no workbook "
                        "needs; it is not read.",
                    ),
                )
            if is_sheet:
                cells += len(_CELL.findall(chunk))
            before = chunk[-32:]
    return size, cells


def _passed_over(file: str, names: Iterable[str]) -> Iterator[Say]:
    listed = tuple(names)
    if any(name.endswith(_MACROS) for name in listed):
        yield Say(
            f"{file}: マクロがあります。読まず、実行もしません。",
            f"{file}: there are macros; they are neither read nor run.",
        )
    if any(name.startswith(_EXTERNAL) for name in listed):
        yield Say(
            f"{file}: 外部へのリンクや接続（DDE を含む）があります。たどりません。",
            f"{file}: there are links or connections to the outside (DDE among them); they are "
            "not followed.",
        )


def _other_archive(
    file: str, archive: zipfile.ZipFile, names: tuple[str, ...]
) -> TableRefusedError:
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(_CHUNK):
        return _refused(
            file,
            Say(
                "OpenDocument の表（.ods）です。Excel の形式（.xlsx）で保存し直してください。",
                "this is an OpenDocument spreadsheet (.ods); save it again as .xlsx.",
            ),
        )
    return _not_a_workbook(file)


def _refused(file: str, wrong: Say) -> TableRefusedError:
    return TableRefusedError(Say(f"{file}: {wrong.ja}", f"{file}: {wrong.en}"))


def _not_a_workbook(file: str) -> TableRefusedError:
    return _refused(
        file,
        Say(
            "zip ですが、Excel ブックではありません。.xlsx のファイルを指定してください。",
            "it is a zip archive, but no workbook; give a file of .xlsx.",
        ),
    )


def _too_much(file: str) -> TableRefusedError:
    return _refused(
        file,
        Say(
            f"展開すると大きすぎます（上限は {MAX_WHOLE:,} バイト、{MAX_CELLS:,} セル）。"
            "要らないシートや行を削除してください。",
            f"it unpacks to too much (at most {MAX_WHOLE:,} bytes and {MAX_CELLS:,} cells are "
            "read); delete sheets and rows that are not needed.",
        ),
    )


def _damaged(file: str) -> TableRefusedError:
    return _refused(
        file,
        Say(
            "ブックとして読めません。壊れているようです。"
            "表計算ソフトで開いて保存し直してください。",
            "cannot be read as a workbook, it seems damaged; open it in a spreadsheet program "
            "and save it again.",
        ),
    )


# --- after it is opened


def _grid(file: str, sheet: Any) -> Grid:
    place = Grid(file, sheet.title, ()).place
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        raise too_many_rows(place)
    ranges = sorted(str(one) for one in sheet.merged_cells.ranges)
    if ranges:
        raise TableRefusedError(
            Say(
                f"{place.ja}: 結合されたセル（{'、'.join(ranges[:_SHOWN])}）があります。"
                "どの行の値かを決められないので、結合を解き、すべての行に値を書いてください。",
                f"{place.en}: merged cells ({', '.join(ranges[:_SHOWN])}). It cannot be told which "
                "row the value belongs to; unmerge them and write it in every row.",
            )
        )
    rows = tuple(_rows(place, sheet))
    return Grid(file, sheet.title, rows, tuple(_hidden(place, sheet, rows)))


def _rows(place: Say, sheet: Any) -> Iterator[GridRow]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = tuple(_text(place, cell) for cell in row)
        if any(cells):
            refuse_broken(place, number, cells)
            yield GridRow(number, cells)


def _text(place: Say, cell: Any) -> str:
    """Give the text of a cell: a number or a day written plainly."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        raise _no_value(place, cell)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _plain_number(value)
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time.min else value.isoformat(" ")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def _plain_number(value: float) -> str:
    return str(int(value)) if value.is_integer() else f"{value:.{_NUMERIC_DIGITS}g}"


def _no_value(place: Say, cell: Any) -> TableRefusedError:
    at = f"{column_letters(cell.column)}{cell.row}"
    if cell.data_type == "e":
        return TableRefusedError(
            Say(
                f"{place.ja} セル {at}: エラー値 {cell.value} です。値に直してください。",
                f"{place.en}, cell {at}: the error value {cell.value}; put a value there.",
            )
        )
    shown = excerpt(str(getattr(cell.value, "text", cell.value)))
    return TableRefusedError(
        Say(
            f"{place.ja} セル {at}: 数式「{shown}」です。保存された計算結果は古いことがあるので"
            "読みません。値として貼り付け直してください。",
            f"{place.en}, cell {at}: the formula “{shown}”. Its stored result may be out of date "
            "and is not taken; paste it as a value.",
        )
    )


def _hidden(place: Say, sheet: Any, rows: tuple[GridRow, ...]) -> Iterator[Say]:
    if sheet.sheet_state != "visible":
        yield Say(
            f"{place.ja}: 非表示のシートですが、読みました。",
            f"{place.en}: this sheet is hidden; it was read.",
        )
    filled = {row.number for row in rows}
    dimensions = sheet.row_dimensions
    count = sum(number in filled and dimensions[number].hidden for number in tuple(dimensions))
    if count:
        yield Say(
            f"{place.ja}: 非表示の行（フィルターによるものを含む）が {count} 行ありますが、"
            "読みました。",
            f"{place.en}: {count} row(s) are hidden, by a filter or otherwise; they were read.",
        )
    columns = sorted(name for name, one in sheet.column_dimensions.items() if one.hidden)
    if columns:
        yield Say(
            f"{place.ja}: 非表示の列（{'、'.join(columns)}）がありますが、読みました。",
            f"{place.en}: hidden columns ({', '.join(columns)}); they were read.",
        )
