"""CSV files that people edit in spreadsheets: read with their rows and lines, written so that they read back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.read.source import SourceRefusedError
from kameoka_graph.read.table import CellError, Row, read_table, write_table
from kameoka_graph.say import Say

COLUMNS = ("name", "value")
CELL = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8
)


def read(folder: Path, data: bytes) -> tuple[Row, ...]:
    """Read a table of two columns with these bytes."""
    path = folder / "table.csv"
    path.write_bytes(data)
    return read_table(path, COLUMNS)


def test_rows_know_their_line_and_their_number(tmp_path: Path) -> None:
    """A row counts as a spreadsheet does, and knows the line on which it ends."""
    rows = read(tmp_path, 'name,value\n"a\nb",1\n\n亀岡,2\n'.encode())
    assert [(row.number, row.line, row["name"], row["value"]) for row in rows] == [
        (2, 3, "a\nb", "1"),
        (4, 5, "亀岡", "2"),
    ]


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfname,value\r\na,1\r\n", b"name,value\na,1", b'"name","value"\n"a","1"\n,\n'],
    ids=["spreadsheet", "no-final-newline", "quoted-and-blank"],
)
def test_what_spreadsheets_write_is_accepted(tmp_path: Path, data: bytes) -> None:
    """A byte order mark, CRLF, quotes and rows of empty cells are no obstacle."""
    assert [dict(row.cells) for row in read(tmp_path, data)] == [{"name": "a", "value": "1"}]


@pytest.mark.parametrize(
    ("data", "row", "ja", "en"),
    [
        (b"", 1, "足りない列: name、value", "missing: name, value; extra: none"),
        (b"name\n", 1, "足りない列: value、余分な列: なし", "missing: value; extra: none"),
        (b"name,value,x\n", 1, "足りない列: なし、余分な列: x", "missing: none; extra: x"),
        (b"value,name\n", 1, "見出しは name,value です", "it must be name,value"),
        (b"name,value\na\n", 2, "1 列あります", "1 cells; expected 2"),
        (b"name,value\na,b,c\n", 2, "3 列あります", "3 cells; expected 2"),
        (b'name,value\na,"b\n', 2, "CSV として読めません", "cannot be read as CSV"),
        (b'name,value\na,"b"c\n', 2, "CSV として読めません", "cannot be read as CSV"),
    ],
    ids=["empty", "missing", "extra", "order", "narrow", "wide", "open-quote", "after-quote"],
)
def test_another_shape_is_refused_with_its_row(
    tmp_path: Path, data: bytes, row: int, ja: str, en: str
) -> None:
    """A missing or extra column, a row of another width and broken quotes are refused, with the row."""
    with pytest.raises(CellError) as caught:
        read(tmp_path, data)
    assert caught.value.row == row
    assert f"{row}行目" in caught.value.say.ja
    assert f"row {row}" in caught.value.say.en
    assert ja in caught.value.say.ja
    assert en in caught.value.say.en


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    """A table saved as Shift_JIS is refused by that name."""
    with pytest.raises(SourceRefusedError, match="Shift_JIS"):
        read(tmp_path, "name,value\nかめおか,1\n".encode("cp932"))


@pytest.mark.parametrize(
    ("row", "column", "value", "ja", "en"),
    [
        (
            3,
            "path",
            "x :y",
            "t.csv: 3行目 path列「x :y」: 違う",
            "t.csv: row 3, column path “x :y”: wrong",
        ),
        (3, "", "", "t.csv: 3行目: 違う", "t.csv: row 3: wrong"),
        (0, "code", "9", "t.csv code列「9」: 違う", "t.csv, column code “9”: wrong"),
        (0, "", "", "t.csv: 違う", "t.csv: wrong"),
    ],
    ids=["all", "row", "column", "file"],
)
def test_the_message_names_what_is_known_of_the_cell(
    row: int, column: str, value: str, ja: str, en: str
) -> None:
    """File, row, column and value are named where they are known."""
    error = CellError("t.csv", row, column, value, Say("違う", "wrong"))
    assert error.say == Say(ja, en)
    assert (error.file, error.row, error.column, error.value) == ("t.csv", row, column, value)


@given(st.lists(st.tuples(CELL, CELL)))
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Any cells, quotes and line feeds among them, are read back as they were written."""
    written = write_table(COLUMNS, rows).encode()
    found = read(tmp_path_factory.getbasetemp(), written)
    assert [(row["name"], row["value"]) for row in found] == [row for row in rows if any(row)]
