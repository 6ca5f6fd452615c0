"""CSV as RFC 4180 and the municipal standard set ask for it, with every cell as it is."""

import csv
import io
from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.exchange.csv_file import formula_like, write_csv
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.exchange.table import Column, Filled, Knowledge, Table
from kameoka_graph.say import Say

TWO: Final = Table(
    "two",
    Say("二", "Two"),
    Say("二列の表。", "A table of two columns."),
    Part.WHOLE,
    "id/{+id}",
    tuple(
        Column(name, Say(name, name), Say(f"{name}。", f"{name}."), Knowledge.RECORD)
        for name in ("id", "text")
    ),
)
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"]))


def written(*rows: tuple[str, str]) -> bytes:
    """Write a table of two columns."""
    return write_csv(Filled(TWO, rows))


def read(content: bytes) -> list[tuple[str, ...]]:
    """Read CSV with the standard library."""
    text = content.decode("utf-8-sig")
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]


@given(st.lists(st.tuples(TEXTS, TEXTS)))
def test_any_text_comes_back(rows: list[tuple[str, str]]) -> None:
    """Whatever stands in a cell, quotes, commas and line breaks too, is read back as it was."""
    assert read(written(*rows)) == [("id", "text"), *rows]


def test_begins_with_the_mark_and_ends_lines_as_asked() -> None:
    """The file begins with a byte order mark and ends each line in CR LF."""
    assert written(("1", "亀岡")) == "\ufeffid,text\r\n1,亀岡\r\n".encode()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a,b", '"a,b"'),
        ('「"」', '"「""」"'),
        ("一\n二", '"一\n二"'),
        ("一\r二", '"一\r二"'),
        ("、", "、"),
        (" 空白 ", " 空白 "),
        ("", ""),
    ],
)
def test_quotes_where_needed(cell: str, expected: str) -> None:
    """A cell is quoted where RFC 4180 needs it, quotes doubled, and nowhere else."""
    assert written(("1", cell)) == f"\ufeffid,text\r\n1,{expected}\r\n".encode()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_is_counted_and_left(cell: str) -> None:
    """A cell that begins like a formula is counted, and written as it is."""
    assert formula_like(Filled(TWO, (("1", cell), ("2", "亀岡")))) == 1
    assert read(written(("1", cell)))[1] == ("1", cell)


def test_no_cell_of_the_data_looks_like_a_formula(tables: Mapping[str, Filled]) -> None:
    """None of the cells of the real tables begins like a formula."""
    assert [formula_like(filled) for filled in tables.values()] == [0] * 8


def test_files_hold_the_rows(files: Mapping[str, File], tables: Mapping[str, Filled]) -> None:
    """Every file of CSV holds the header and the rows of its table."""
    for filled in tables.values():
        content = files[filled.table.file].content
        assert read(content) == [filled.table.header, *filled.rows]
