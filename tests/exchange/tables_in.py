"""Tables as a person would hand them in: those of a release, with cells changed."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kameoka_graph.exchange.definition import TABLES, table_named
from kameoka_graph.exchange.taking import Intake, take
from kameoka_graph.read.grid import Grid, read_csv_grid

PLAN = "262064/plan/machizukuri-kyodo-3"
Rows = list[dict[str, str]]
Edit = Callable[[dict[str, Rows]], None]


def rows_of(folder: Path) -> dict[str, Rows]:
    """Give the rows of every table in a folder of CSV files, by table and column name."""
    found: dict[str, Rows] = {}
    for table in TABLES:
        text = (folder / table.file).read_bytes().decode("utf-8-sig")
        cells = list(csv.reader(io.StringIO(text, newline="")))[1:]
        found[table.name] = [dict(zip(table.names, row, strict=True)) for row in cells]
    return found


def csv_of(name: str, rows: Rows) -> bytes:
    """Write rows as a person's program does."""
    table = table_named(name)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.header)
    writer.writerows([[row.get(column, "") for column in table.names] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def grids_of(tables: Mapping[str, Rows]) -> list[Grid]:
    """Give tables as they are read."""
    return [read_csv_grid(f"{name}.csv", csv_of(name, rows)) for name, rows in tables.items()]


def intake_of(folder: Path, edit: Edit = lambda rows: None, only: Sequence[str] = ()) -> Intake:
    """Take in the tables of a folder after an edit; `only` some of them where named."""
    tables = rows_of(folder)
    edit(tables)
    return take(grids_of({name: tables[name] for name in only or tables}))


def row(rows: Rows, key: str) -> dict[str, str]:
    """Give the row with an ID; that of the plan may be left out."""
    return next(one for one in rows if one["id"] in {key, f"{PLAN}/{key}"})
