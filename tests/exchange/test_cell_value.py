"""A cell means what its column says; texts of the source are never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.exchange.cell_value import NoSuchValueError, meant
from kameoka_graph.exchange.definition import TABLES, table_named
from kameoka_graph.exchange.table import Column, Filled


def column(table: str, name: str) -> Column:
    """Give a column by name."""
    found = table_named(table)
    return found.columns[found.at(name)]


@pytest.mark.parametrize(
    ("table", "name", "cell", "text"),
    [
        ("activities", "year", "２０２６", "2026"),
        ("activities", "year", "令和８年度", "2026"),
        ("activities", "year", "R8", "2026"),
        ("activities", "position", "３", "3"),
        ("activities", "position", "3.0", "3"),
        ("statements", "date", "2026/11/22", "2026-11-22"),
        ("statements", "date", "2026年1月2日", "2026-01-02"),
        ("statements", "date", "46348", "2026-11-22"),
        ("statements", "date", "2026-11-22 00:00:00", "2026-11-22"),
        ("statements", "confidence", "0.9", "0.9"),
        ("statements", "confidence", "0.90", "0.9"),
        ("statements", "confidence", "0.30000000000000004", "0.3"),
        ("statements", "machine", "TRUE", "はい"),
        ("statements", "machine", "いいえ", "いいえ"),
        ("plans", "municipality_code", "11002", "011002"),
        ("activities", "kinds", "開催；研修", "開催;研修"),
        ("activities", "kind_codes", " hold ; train;", "hold;train"),
        ("activities", "series", " series/a ", "series/a"),
        ("statements", "quoted_texts", "甲\r\n乙", "甲\n乙"),
    ],
)
def test_cells_are_read_as_they_are_meant(table: str, name: str, cell: str, text: str) -> None:
    """Full-width digits, eras, serial numbers of days and lists are read as they are meant."""
    assert meant(column(table, name), cell).text == text


@pytest.mark.parametrize(
    ("table", "name", "cell"),
    [
        ("activities", "year", "来年"),
        ("activities", "position", "三"),
        ("statements", "date", "2026-02-30"),
        ("statements", "date", "昨日"),
        ("statements", "confidence", "高い"),
        ("statements", "machine", "たぶん"),
    ],
)
def test_cells_that_mean_nothing_are_refused(table: str, name: str, cell: str) -> None:
    """What is no year, number, day or truth is refused."""
    with pytest.raises(NoSuchValueError) as error:
        meant(column(table, name), cell)
    assert error.value.expected.ja


@given(st.text(max_size=30))
def test_texts_of_the_source_are_never_changed(text: str) -> None:
    """Wordings, reasons and names stay as they are, whatever they hold."""
    for table, name in (("activities", "text"), ("statements", "reason"), ("series", "name")):
        assert meant(column(table, name), text).text == text


def test_cells_that_are_written_out_are_read_back(tables: dict[str, Filled]) -> None:
    """Every cell of every table that is given out is read back as it is, with nothing to tell."""
    count = 0
    for table in TABLES:
        for at, one in enumerate(table.columns):
            for row in tables[table.name].rows:
                read = meant(one, row[at])
                assert (read.text, read.told) == (row[at], None)
                count += 1
    assert count > 10_000
