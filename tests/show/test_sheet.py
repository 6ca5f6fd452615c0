"""A sheet is CSV as spreadsheets read it."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.show.sheet import write_sheet


def test_a_sheet_begins_with_the_mark_of_utf8() -> None:
    """Spreadsheets take Japanese for what it is because of the mark at the start; lines end with CRLF."""
    assert (
        write_sheet(["年度"], [["令和2年度"]]) == b"\xef\xbb\xbf" + "年度\r\n令和2年度\r\n".encode()
    )


def test_numbers_and_empty_cells_are_written_plainly() -> None:
    """A number is its digits; a cell without a value is empty."""
    assert write_sheet(["a", "b"], [[2020, None]]).endswith(b"2020,\r\n")


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\0")), min_size=2, max_size=2
        ),
        max_size=5,
    )
)
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    """Commas, quotes and line breaks in cells are read back as they were."""
    text = write_sheet(["a", "b"], rows).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text, newline=""))) == [["a", "b"], *rows]
