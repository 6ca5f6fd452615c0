"""The workbook holds the cells of the tables, texts as texts, and opens in other programs."""

import datetime
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from python_calamine import CalamineWorkbook

from kameoka_graph.exchange.definition import ANOMALIES, TABLES
from kameoka_graph.exchange.file import File
from kameoka_graph.exchange.table import YES, Column, Datatype, Filled
from kameoka_graph.exchange.tables import WORKBOOK
from kameoka_graph.exchange.workbook import (
    EXPLANATION,
    FILLS,
    LONGEST,
    About,
    CellTooLongError,
    write_workbook,
)
from kameoka_graph.say import Say

OFFICE: Final = shutil.which("soffice")
PATIENCE: Final = 180
ABOUT: Final = About(Say("試し", "A trial"))
EVERY_CELL: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""How LibreOffice is asked for every sheet as CSV in UTF-8, cells as they are shown."""


def sheets(content: bytes) -> dict[str, list[tuple[str, ...]]]:
    """Read every sheet of a workbook (of Excel or LibreOffice) as texts."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: [
            tuple(map(shown, row))
            for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for name in book.sheet_names
    }


def shown(value: object) -> str:
    """Give a value of a cell as CSV writes it."""
    if isinstance(value, float):
        return f"{value:.10g}"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def cells(filled: Filled) -> list[tuple[str, ...]]:
    """Give header and rows of a table."""
    return [filled.table.header, *filled.rows]


def parts(content: bytes) -> dict[str, str]:
    """Give the XML inside a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@pytest.fixture(scope="module")
def workbook(files: Mapping[str, File]) -> bytes:
    """Give the workbook of the real tables."""
    return files[WORKBOOK].content


def one_cell(text: str, **others: str) -> Filled:
    """Give a table of notes with a single row, in which nothing stands but what is given."""
    given = {"note": text, **others}
    return Filled(ANOMALIES, (tuple(given.get(name, "") for name in ANOMALIES.names),))


# --- cells


def test_sheets_hold_the_tables(workbook: bytes, tables: Mapping[str, Filled]) -> None:
    """After the explanation there is a sheet for each table, and each cell is that of the CSV."""
    found = sheets(workbook)
    assert list(found) == [EXPLANATION, *(table.title.ja for table in TABLES)]
    for filled in tables.values():
        assert found[filled.table.title.ja] == cells(filled)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://a.test")',
        "+1",
        "-1",
        "@SUM(A1)",
        "{=1}",
        "2-3",
        "1/2",
        "007",
        "1E5",
        "https://plans.test/",
        "mailto:a@b.test",
        " 空白 ",
        "一\n二",
        "_x0041_",
        "<b>&amp;",
        "𠮷野家",
    ],
)
def test_every_text_stays_a_text(text: str) -> None:
    """What looks like a formula, a date, a number or an address is read back as it was written."""
    content = write_workbook([one_cell(text)], ABOUT)
    assert sheets(content)["原典の気づき"][1][ANOMALIES.at("note")] == text
    assert not [name for name, part in parts(content).items() if "<f>" in part]


def test_numbers_and_days_are_no_texts(workbook: bytes) -> None:
    """Years, places, confidences and days are numbers and days, so that they sort."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    for table in TABLES:
        rows = book.get_sheet_by_name(table.title.ja).to_python()[1:]
        for at, column in enumerate(table.columns):
            kinds = {type(row[at]) for row in rows if row[at] != ""}
            assert kinds <= {expected(column)}, column.name


def expected(column: Column) -> type:
    """Give the type that a reader gives the cells of a column."""
    if column.datatype in {Datatype.INTEGER, Datatype.DECIMAL}:
        return float
    return datetime.date if column.datatype is Datatype.DATE else str


def test_text_that_no_cell_can_hold_is_refused() -> None:
    """A text of 32,768 characters is refused, told in both languages; one less is written."""
    content = write_workbook([one_cell("あ" * LONGEST)], ABOUT)
    assert len(sheets(content)["原典の気づき"][1][ANOMALIES.at("note")]) == LONGEST
    with pytest.raises(CellTooLongError) as error:
        write_workbook([one_cell("あ" * (LONGEST + 1))], ABOUT)
    assert "「説明」の1行目" in error.value.say.ja
    assert "“Note”" in error.value.say.en


# --- what helps people


def test_columns_are_explained_by_notes(workbook: bytes) -> None:
    """Every header has a note in both languages that names its kind of knowledge."""
    notes = "".join(part for name, part in parts(workbook).items() if "/comments" in name)
    assert notes.count("<comment ") == sum(len(table.columns) for table in TABLES) == 153
    assert "【記載】原文の文言。一字も改めていません。（必須）" in notes
    assert "Text as printed [stated]: The wording of the source, unchanged. (required)" in notes


def test_headers_stay_and_filter(workbook: bytes) -> None:
    """In each sheet of a table the header stays in view and filters its rows."""
    xml = parts(workbook)
    for number, table in enumerate(TABLES, 2):
        sheet = xml[f"xl/worksheets/sheet{number}.xml"]
        assert 'state="frozen"' in sheet
        assert '<autoFilter ref="A1:' in sheet, table.name


def test_kinds_of_knowledge_have_colours_of_their_own() -> None:
    """No two kinds of knowledge share a colour."""
    assert len(set(FILLS.values())) == len(FILLS) == 6


def test_machine_drafts_are_in_italics(workbook: bytes, tables: Mapping[str, Filled]) -> None:
    """Exactly the cells that a row names as machine drafts are in italics."""
    xml = parts(workbook)
    styles = xml["xl/styles.xml"]
    fonts = re.findall(r"<font>.*?</font>", styles)
    used = re.findall(r'<xf [^>]*fontId="(\d+)"', styles.partition("<cellXfs")[2])
    italic = {at for at, font in enumerate(used) if "<i/>" in fonts[int(font)]}
    number = [table.name for table in TABLES].index("activities") + 2
    sheet = xml[f"xl/worksheets/sheet{number}.xml"]
    found = sum(f's="{at}"' in cell for at in italic for cell in re.findall("<c [^>]*>", sheet))
    drafts = tables["activities"].column("machine_drafts")
    assert found == sum(len(cell.split(";")) for cell in drafts if cell)


def test_first_sheet_explains_every_sheet_and_column(workbook: bytes) -> None:
    """The first sheet names every table with its size and every column with its meaning."""
    rows = sheets(workbook)[EXPLANATION]
    for table in TABLES:
        assert [row for row in rows if row[0] == table.title.ja and row[3] == table.description.en]
    names = {table.title.ja for table in TABLES}
    explained = [row for row in rows if row[0] in names and row[4]]
    assert len(explained) == len(TABLES) + 153


def test_first_sheet_tells_the_terms(workbook: bytes) -> None:
    """The first sheet tells our licence, and that the terms of the source are not known."""
    said = "\n".join("\t".join(row) for row in sheets(workbook)[EXPLANATION])
    assert "https://creativecommons.org/licenses/by/4.0/" in said
    assert "原典の利用条件は、原典に記載がなく、確認できていません。" in said
    assert "The terms of use of the source text are not stated" in said


def test_first_sheet_leaves_out_what_is_not_known() -> None:
    """Where date, licence and sources are not known, nothing is said of them."""
    rows = sheets(write_workbook([one_cell("一")], ABOUT))[EXPLANATION]
    assert {"公開日", "出典", "利用条件"}.isdisjoint(row[0] for row in rows)
    assert rows[0][0] == "試し"


def test_sure_and_unsure_are_bounded(workbook: bytes) -> None:
    """A spreadsheet program refuses a confidence outside 0 to 1, and another word than はい."""
    number = [table.name for table in TABLES].index("statements") + 2
    sheet = parts(workbook)[f"xl/worksheets/sheet{number}.xml"]
    assert 'type="decimal"' in sheet
    assert f'"{YES},' in sheet.replace("&quot;", '"')


# --- bytes


def test_bytes_depend_on_the_tables_alone(tables: Mapping[str, Filled]) -> None:
    """Written twice, the bytes are the same; the dates inside are that of the publication."""
    about = About(Say("試し", "A trial"), date="2026-11-22")
    first, second = (write_workbook(tuple(tables.values()), about) for _ in range(2))
    assert first == second
    assert "2026-11-22T00:00:00Z" in parts(first)["docProps/core.xml"]
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}


def test_unknown_date_is_not_today() -> None:
    """Without a date of publication, the workbook is dated 1980, not today."""
    core = parts(write_workbook([one_cell("一")], ABOUT))["docProps/core.xml"]
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", core)) == {"1980-01-01"}


# --- another program


def converted(workbook: bytes, form: str, folder: Path) -> list[Path]:
    """Let LibreOffice open the workbook and save it in another form."""
    assert OFFICE is not None
    (folder / WORKBOOK).write_bytes(workbook)
    made = folder / "made"
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(made),
            str(folder / WORKBOOK),
        ],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    return sorted(made.iterdir())


needs_office = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice Calc")


@needs_office
def test_libreoffice_gives_the_same_cells_as_csv(
    workbook: bytes, tables: Mapping[str, Filled], files: Mapping[str, File], tmp_path: Path
) -> None:
    """Saved by LibreOffice as CSV, every sheet is our CSV file but for the byte order mark."""
    found = {path.stem: path for path in converted(workbook, EVERY_CELL, tmp_path)}
    assert len(found) == len(TABLES) + 1
    for filled in tables.values():
        made = found[f"tables-{filled.table.title.ja}"].read_text(encoding="utf-8")
        ours = files[filled.table.file].content.decode("utf-8-sig")
        assert made == ours.replace("\r\n", "\n")


@needs_office
def test_libreoffice_keeps_the_cells_in_its_own_form(
    workbook: bytes, tables: Mapping[str, Filled], tmp_path: Path
) -> None:
    """Saved by LibreOffice as ODS, every cell is read back as it was."""
    (made,) = converted(workbook, "ods", tmp_path)
    found = sheets(made.read_bytes())
    for filled in tables.values():
        assert found[filled.table.title.ja] == cells(filled)
