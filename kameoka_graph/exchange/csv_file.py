"""A filled table to a CSV file: RFC 4180, UTF-8 with a byte order mark, lines ending in CR LF.

The mark is what makes spreadsheet programs read Japanese; the standard set of municipalities asks
for it. A cell is written as it is in the data. One that begins like a formula is no exception:
CSV cannot say what is a text, and a sign put before it would change the wording. Such cells are
counted (`formula_like`) so that the file can be described with a warning; the workbook marks every
text as a text.
"""

import csv
import io
from typing import Final

from kameoka_graph.exchange.table import Filled

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet program may take for a formula."""
ENCODING: Final = "utf-8-sig"
"""UTF-8 with a byte order mark."""


def write_csv(filled: Filled) -> bytes:
    """Write a table: its header, then its rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(filled.table.header)
    writer.writerows(filled.rows)
    return text.getvalue().encode(ENCODING)


def formula_like(filled: Filled) -> int:
    """Count the cells that a spreadsheet program may take for formulas."""
    return sum(cell.startswith(FORMULA_SIGNS) for row in filled.rows for cell in row)
