"""The cells of a row are read into values, and each cell that does not fit is told in both languages."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from kameoka_graph.read.cell import Cells
from kameoka_graph.read.table import Row


def cells(value: str) -> Cells:
    """Give a row of one cell, `cell`, on row 7 of a table."""
    return Cells(Row("table.csv", 9, 7, {"cell": value}))


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda c: c.text("cell"), "亀岡市", "亀岡市"),
        (lambda c: c.maybe("cell"), "", ""),
        (lambda c: c.confidence("cell"), "0.95", Decimal("0.95")),
        (lambda c: c.confidence("cell"), "1", Decimal(1)),
        (lambda c: c.date("cell"), "2024-02-29", datetime.date(2024, 2, 29)),
        (lambda c: c.whole("cell"), "1579", 1579),
        (lambda c: c.number("cell"), "0012", "0012"),
        (lambda c: c.one_of("cell", ("a", "b")), "b", "b"),
    ],
    ids=["text", "empty", "confidence", "certain", "leap-day", "whole", "number", "code"],
)
def test_a_fitting_cell_is_a_value(
    read: Callable[[Cells], object], value: str, expected: object
) -> None:
    """A cell of the right form gives its value, and nothing is wrong."""
    row = cells(value)
    assert read(row) == expected
    assert row.wrong == []


@pytest.mark.parametrize(
    ("read", "value", "ja", "en"),
    [
        (lambda c: c.text("cell"), "", "空です", "it is empty"),
        (lambda c: c.text("cell"), " 亀岡", "前後に空白", "blanks or line breaks around"),
        (lambda c: c.text("cell"), "亀岡\n市", "セルの中に改行", "line break inside"),
        (lambda c: c.maybe("cell"), "亀岡　", "前後に空白", "blanks or line breaks around"),
        (lambda c: c.confidence("cell"), "0", "0 より大きく 1 以下", "above 0 and at most 1"),
        (lambda c: c.confidence("cell"), "1.01", "0 より大きく 1 以下", "above 0 and at most 1"),
        (lambda c: c.confidence("cell"), "８割", "0 より大きく 1 以下", "above 0 and at most 1"),
        (lambda c: c.confidence("cell"), "nan", "0 より大きく 1 以下", "above 0 and at most 1"),
        (lambda c: c.date("cell"), "2026/11/22", "「文字列」", "set the column to Text"),
        (lambda c: c.date("cell"), "2026-02-30", "暦にない", "no such day"),
        (lambda c: c.whole("cell"), "-1", "0以上の整数", "a whole number from 0"),
        (lambda c: c.whole("cell"), "٣", "0以上の整数", "a whole number from 0"),
        (lambda c: c.number("cell"), "12", "4桁の数字", "four digits"),
        (lambda c: c.one_of("cell", ("a", "b")), "c", "使えるのは a、b です", "use one of a, b"),
    ],
    ids=[
        "empty",
        "blank-before",
        "line-break",
        "wide-blank-after",
        "no-confidence",
        "too-sure",
        "words",
        "nan",
        "slashes",
        "no-such-day",
        "negative",
        "other-digits",
        "lost-zeros",
        "unknown-code",
    ],
)
def test_a_wrong_cell_is_told(
    read: Callable[[Cells], object], value: str, ja: str, en: str
) -> None:
    """A cell that does not fit is told with file, row, column, value and how to mend it."""
    row = cells(value)
    read(row)
    (error,) = row.wrong
    assert (error.file, error.row, error.column, error.value) == ("table.csv", 7, "cell", value)
    assert ja in error.say.ja
    assert en in error.say.en
