"""Rows to a CSV file as spreadsheets read it: UTF-8 with its mark, CRLF, quoted where needed.

The mark (BOM) is what makes spreadsheets read Japanese as such; RFC 4180 for the rest.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from kameoka_graph.say import Say

Cell = str | int | None
"""What a cell holds; None for an empty one."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table that a page offers."""

    name: str
    """Its heading."""
    meaning: Say
    """What it holds."""
    values: tuple[tuple[str, Say], ...] = ()
    """What its values mean, where they are words of a few."""


def write_sheet(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table; each row has as many cells as there are columns."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")
