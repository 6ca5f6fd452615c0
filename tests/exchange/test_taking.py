"""Tables are known by name and header; what is not as it should be is told or refused."""

import pytest

from kameoka_graph.exchange.definition import ACTIVITIES, TABLES
from kameoka_graph.exchange.taking import CHANGED, NEEDED, Intake, is_table, take
from kameoka_graph.read.grid import Grid, GridRow, TableRefusedError
from kameoka_graph.release.folder import Release
from tests.exchange.tables_in import intake_of, rows_of

HEADER = ("ID", "行動計画ID", "年度", "原文")
ROW = ("", "action-plan/1", "令和8年度", "新しい活動")


def grid(*rows: tuple[str, ...], sheet: str = "活動") -> Grid:
    """Make the sheet of activities."""
    return Grid("a.xlsx", sheet, tuple(GridRow(n, row) for n, row in enumerate(rows, 1)))


def taken(*rows: tuple[str, ...]) -> Intake:
    """Take in one sheet."""
    return take([grid(*rows)])


def refused(*rows: tuple[str, ...], sheet: str = "活動") -> str:
    """Give what is told of a table that is refused."""
    with pytest.raises(TableRefusedError) as error:
        take([grid(*rows, sheet=sheet)])
    assert error.value.say.en
    return error.value.say.ja


def notes(intake: Intake) -> str:
    """Give everything that is noted."""
    return "\n".join(note.ja for note in intake.notes)


def test_what_is_given_out_is_taken_in(release: Release) -> None:
    """The tables of a release are taken in cell for cell, with nothing to tell."""
    folder = release.folder / "files"
    intake = intake_of(folder)
    assert set(intake.tables) == {table.name for table in TABLES}
    assert not intake.notes
    assert not intake.wrong
    for name, rows in rows_of(folder).items():
        assert [dict(row.cells) for row in intake.rows(name)] == rows


def test_columns_that_people_change_and_need_are_columns() -> None:
    """Each column that is changed or needed is one of its table."""
    for table in TABLES:
        assert CHANGED[table.name] <= set(table.names)
        assert set(NEEDED[table.name]) <= set(table.names)


def test_tables_are_known_by_any_of_their_names() -> None:
    """A sheet or file may be called by its Japanese title or its name."""
    assert is_table("活動")
    assert is_table("activities")
    assert not is_table("説明")


def test_a_file_of_another_name_is_known_by_its_header() -> None:
    """A file with every column of a table is that table, whatever its name."""
    assert set(take([grid(ACTIVITIES.header, sheet="写し")]).tables) == {"activities"}
    assert "どの表か" in refused(HEADER, sheet="写し")


def test_columns_may_stand_in_any_order() -> None:
    """Columns are read by their headers, line breaks in them left out, and the order is told."""
    intake = taken(
        ("原\n文", "ID", "年度", "行動計画ID"), ("新しい活動", "", "令和8年度", "action-plan/1")
    )
    assert intake.rows("activities")[0].get("text") == "新しい活動"
    assert "順" in notes(intake)


def test_other_columns_are_left_out_and_told() -> None:
    """A column that the table does not have is left out, and it is told."""
    intake = taken((*HEADER, "担当メモ"), (*ROW, "x"))
    assert "担当メモ" in notes(intake)
    assert not intake.wrong


def test_renamed_columns_are_refused_with_what_they_seem_to_be() -> None:
    """A header that is like a missing one is refused, and that one is named."""
    told = refused((*HEADER[:3], "原文の文言"), ROW)
    assert "原文の文言" in told
    assert "「原文」" in told


def test_columns_that_are_needed_must_be_there() -> None:
    """A missing column without which a table says nothing is refused; any other is told."""
    assert "行動計画ID" in refused(("ID", "年度", "原文"), ("", "令和8年度", "x"))
    assert "名称_英字" in notes(taken(HEADER, ROW))


def test_columns_that_stand_twice_are_refused() -> None:
    """The same header twice is refused."""
    assert "2つ" in refused((*HEADER, "原文"), (*ROW, "x"))


def test_tables_that_come_twice_are_refused() -> None:
    """The same table twice is refused."""
    with pytest.raises(TableRefusedError):
        take([grid(HEADER, ROW), grid(HEADER, ROW)])


def test_garbled_headers_are_told_as_such() -> None:
    """A header in UTF-8 that was read as another encoding is told to be garbled."""
    latin = tuple(text.encode().decode("latin-1") for text in HEADER)
    assert "文字化け" in refused(latin, sheet="写し")
    assert "文字化け" in refused(latin)


def test_ids_must_not_stand_twice() -> None:
    """A second row of one ID is refused with the number of the first."""
    row = ("262064/plan/a-1/action-plan/1/fy/2023/activity/1", *ROW[1:])
    (error,) = taken(HEADER, row, row).wrong
    assert (error.row, error.column) == (3, "ID")
    assert "2行目" in error.say.ja


def test_examples_are_left_out() -> None:
    """A row whose ID begins with the word for example is left out, whatever it holds."""
    intake = taken(HEADER, ("例1", "action-plan/1", "いつか", "見本"), ROW)
    assert len(intake.rows("activities")) == 1
    assert not intake.wrong
    assert "記入例" in notes(intake)


def test_cells_that_mean_nothing_are_told_with_their_place() -> None:
    """A cell that is none of its column's is told with sheet, row, column and value."""
    header = (*HEADER, "年度_西暦")
    (error,) = taken(header, (*ROW, "来年")).wrong
    assert (error.file, error.row, error.column, error.value) == (
        "a.xlsx 活動",
        2,
        "年度_西暦",
        "来年",
    )


def test_what_was_read_otherwise_is_told_with_its_rows() -> None:
    """A year that was written by era in the Western column is read, and told with its row."""
    intake = taken((*HEADER, "年度_西暦"), (*ROW, "令和８年度"))
    assert intake.rows("activities")[0].get("year") == "2026"
    assert "2行目" in notes(intake)
