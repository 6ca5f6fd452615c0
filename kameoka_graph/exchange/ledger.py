"""The curated tables of one plan, open for changes: rows by number, and the files they make.

A row that nobody touched is written as it was read. Numbers go on after the highest that was ever
given, those set aside among them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kameoka_graph.read.curation import Curation
from kameoka_graph.read.sheet import (
    ACTIVITY_KINDS,
    ANOMALIES,
    ANOMALY_COLUMNS,
    COMMON,
    CONTRIBUTIONS,
    CORRECTED_LABELS,
    ENGLISH_LABELS,
    FOLLOW_UPS,
    INVOLVEMENTS,
    READINGS,
    SERIES,
    SHEETS,
    STATUSES,
    Relation,
    Sheet,
)
from kameoka_graph.read.table import write_table

SHEET_OF: Final[Mapping[str, Sheet]] = {
    "name": CORRECTED_LABELS,
    "aliases": CORRECTED_LABELS,
    "name_kana": READINGS,
    "name_en": ENGLISH_LABELS,
    "contributes_to": CONTRIBUTIONS,
    "series": SERIES,
    "involves": INVOLVEMENTS,
    "follows_up": FOLLOW_UPS,
    "kind_codes": ACTIVITY_KINDS,
    "status_code": STATUSES,
}
"""The curated table that holds what a column shows."""
SINGLE: Final = frozenset({"name", "name_kana", "name_en", "series", "status_code"})
"""The columns that hold one value."""
COLUMNS: Final = {
    **{sheet.file: (*sheet.columns, *COMMON) for sheet in SHEETS},
    ANOMALIES: ANOMALY_COLUMNS,
}
"""Header of each file."""
SET_ASIDE: Final = "set-aside.csv"
"""The file of a plan's folder with rows that a person has to look at again."""
SET_ASIDE_COLUMNS: Final = ("id", "file", "why", "row")
"""Its header: number, table, reason, and the row as `column=value`, one a line."""


@dataclass(slots=True)
class Entry:
    """One row."""

    file: str
    """Its table, e.g. readings.csv."""
    cells: dict[str, str]
    """Its cells by column."""
    told: str = ""
    """Where it was changed by a table that came in, for messages."""

    @property
    def id(self) -> str:
        """Its number."""
        return self.cells["id"]


@dataclass(slots=True)
class Ledger:
    """All rows about one plan."""

    entries: dict[str, Entry]
    """By number."""
    highest: int
    """The highest number ever given."""
    touched: set[str] = field(default_factory=set)
    """The files that are not as they were."""

    def sheet(self, sheet: Sheet) -> Iterator[Entry]:
        """Give the rows of one table."""
        return (one for one in self.entries.values() if one.file == sheet.file)

    def find(self, column: str, subject: str) -> tuple[Entry, ...]:
        """Give the rows about a thing that a column shows."""
        sheet = SHEET_OF[column]
        return tuple(
            one
            for one in self.sheet(sheet)
            if one.cells[sheet.subject] == subject and _shown(column, one)
        )

    def change(self, number: str, told: str, cells: Mapping[str, str]) -> None:
        """Change cells of a row."""
        entry = self.entries[number]
        if any(entry.cells[name] != value for name, value in cells.items()):
            entry.cells.update(cells)
            entry.told = told
            self.touched.add(entry.file)

    def delete(self, number: str) -> Entry:
        """Take a row out, and give it."""
        entry = self.entries.pop(number)
        self.touched.add(entry.file)
        return entry

    def add(self, file: str, told: str, cells: Mapping[str, str]) -> Entry:
        """Add a row with the next number."""
        self.highest += 1
        empty = dict.fromkeys(COLUMNS[file], "")
        entry = Entry(file, {**empty, **cells, "id": f"{self.highest:04}"}, told)
        self.entries[entry.id] = entry
        self.touched.add(file)
        return entry

    def files(self) -> dict[str, str]:
        """Give the text of each file that is not as it was."""
        return {file: self._text(file) for file in sorted(self.touched)}

    def _text(self, file: str) -> str:
        columns = COLUMNS[file]
        rows = sorted(
            (one for one in self.entries.values() if one.file == file), key=lambda e: e.id
        )
        return write_table(columns, [[one.cells[name] for name in columns] for one in rows])


def open_ledger(curation: Curation, given: tuple[int, ...] = ()) -> Ledger:
    """Open the tables of a plan; `given` are numbers that other files of the plan hold."""
    rows = [one.row for one in curation.judgements] + [one.row for one in curation.notes]
    entries = {row["id"]: Entry(Path(row.file).name, dict(row.cells)) for row in rows}
    return Ledger(entries, max((*map(int, entries), *given), default=0))


def empty_ledger() -> Ledger:
    """Open the tables of a plan that has none."""
    return Ledger({}, 0)


def _shown(column: str, entry: Entry) -> bool:
    wanted = {"name": Relation.PREF_LABEL, "aliases": Relation.ALT_LABEL}.get(column)
    return wanted is None or entry.cells["property"] == wanted.value


def set_aside_text(rows: Mapping[str, tuple[Entry, str]], before: Callable[[], str]) -> str:
    """Give the text of the file of rows set aside, with more rows: each with the reason."""
    made = [
        (number, entry.file, why, "\n".join(f"{k}={v}" for k, v in entry.cells.items()))
        for number, (entry, why) in sorted(rows.items())
    ]
    text = write_table(SET_ASIDE_COLUMNS, made)
    held = before()
    return held + text.partition("\n")[2] if held else text
