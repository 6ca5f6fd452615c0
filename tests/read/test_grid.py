"""CSV as people's programs save it is read as it is meant, and what cannot be is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.read import grid
from kameoka_graph.read.grid import Grid, TableRefusedError, column_letters, read_csv_grid

TEXT = "ID,原文\r\n1,市民活動～フォーラム\r\n"
ROWS = (("ID", "原文"), ("1", "市民活動～フォーラム"))


def cells(found: Grid) -> tuple[tuple[str, ...], ...]:
    """Give the texts of every row."""
    return tuple(row.cells for row in found.rows)


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("cp932", "Shift_JIS"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encodings_of_spreadsheets_are_read(codec: str, told: str) -> None:
    """UTF-8 with and without a mark, Shift_JIS and UTF-16 give the same cells; others are told."""
    found = read_csv_grid("a.csv", TEXT.encode(codec))
    assert cells(found) == ROWS
    assert [told in note.ja for note in found.notes] == ([True] if told else [])


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_are_read_and_told(delimiter: str) -> None:
    """Cells parted by tabs or semicolons are read, and it is told."""
    found = read_csv_grid("a.csv", TEXT.replace(",", delimiter).encode())
    assert cells(found) == ROWS
    assert len(found.notes) == 1


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    """Empty rows are left out, and the others keep their numbers."""
    found = read_csv_grid("a.csv", b"a,b\n,\n\n1,2\n")
    assert [row.number for row in found.rows] == [1, 4]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'a,b\n"1,2\n', "引用符"),
        (b"a,b\n1,\xff\xff\xff\n", "Shift_JIS"),
        (b"a,b\n1,x\x00y\n", "UTF-8"),
        ("a,b\n1,x\ufffdy\n".encode(), "U+FFFD"),
        (b"a,b\n1,x\x07y\n", "U+0007"),
    ],
)
def test_broken_files_are_refused(data: bytes, told: str) -> None:
    """Broken quoting, unknown encodings, lost and control characters are refused by name."""
    with pytest.raises(TableRefusedError) as error:
        read_csv_grid("a.csv", data)
    assert told in error.value.say.ja
    assert "a.csv" in error.value.say.en


def test_large_tables_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with more rows, columns, characters or bytes than the limits is refused."""
    many = b"a\n" * (grid.MAX_ROWS + 1)
    wide = b"," * (grid.MAX_COLUMNS + 1) + b"x\n"
    long = b"x" * (grid.MAX_CELL + 1)
    for data in (many, wide, long):
        with pytest.raises(TableRefusedError):
            read_csv_grid("a.csv", data)
    monkeypatch.setattr(grid, "MAX_BYTES", 3)
    with pytest.raises(TableRefusedError):
        read_csv_grid("a.csv", b"a,b\n")


@pytest.mark.parametrize(("at", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_letters(at: int, letters: str) -> None:
    """Columns are named as spreadsheets name them."""
    assert column_letters(at) == letters


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever the bytes, there is a grid or a refusal."""
    try:
        found = read_csv_grid("a.csv", data)
    except TableRefusedError:
        return
    assert all(any(row.cells) for row in found.rows)
