"""`registry.csv`: which number an element got in its IRI, for good."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kameoka_graph.read.document import Kind
from kameoka_graph.read.table import CellError, Row, read_table, write_table
from kameoka_graph.say import Say

COLUMNS: Final = ("path", "class", "fiscal_year", "source_text", "first_document")
"""Header of the registry."""

_PATH: Final = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*/[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One element that has, or had, an IRI."""

    path: str
    """IRI below the plan's, e.g. action-plan/2/fy/2023/activity/3."""
    kind: Kind
    """Its class."""
    fiscal_year: int | None
    """The year of an entry, e.g. 2023."""
    text: str
    """Its wording in the document that it was first read in."""
    first_document: str
    """First twelve digits of the SHA-256 of that document."""


def read_registry(path: Path) -> tuple[Entry, ...]:
    """Read the registry of one plan; a missing file is an empty registry.

    Raises `CellError` for a cell of the wrong form and for a path that is listed twice.
    """
    if not path.exists():
        return ()
    entries: dict[str, Entry] = {}
    for row in read_table(path, COLUMNS):
        entry = _entry(row)
        if entry.path in entries:
            raise CellError(
                row.file,
                row.number,
                "path",
                entry.path,
                Say("同じ番号が2回あります。", "this path is listed twice."),
            )
        entries[entry.path] = entry
    return tuple(entries.values())


def write_registry(entries: tuple[Entry, ...]) -> str:
    """Give the text of `registry.csv` for `entries`, in their order."""
    return write_table(
        COLUMNS,
        [
            (
                e.path,
                e.kind.value,
                "" if e.fiscal_year is None else str(e.fiscal_year),
                e.text,
                e.first_document,
            )
            for e in entries
        ],
    )


def _entry(row: Row) -> Entry:
    if not _PATH.fullmatch(row["path"]):
        raise CellError(
            row.file,
            row.number,
            "path",
            row["path"],
            Say(
                "pillar/2/measure/3 の形が必要です。", "expected a path such as pillar/2/measure/3."
            ),
        )
    if row["class"] not in {kind.value for kind in Kind}:
        raise CellError(
            row.file,
            row.number,
            "class",
            row["class"],
            Say(
                "種類の名前が必要です。",
                f"expected one of {', '.join(kind.value for kind in Kind)}.",
            ),
        )
    year = row["fiscal_year"]
    if year and not re.fullmatch(r"[0-9]{4}", year):
        raise CellError(
            row.file,
            row.number,
            "fiscal_year",
            year,
            Say("西暦4桁の年度が必要です。", "expected a fiscal year of four digits."),
        )
    return Entry(
        row["path"],
        Kind(row["class"]),
        int(year) if year else None,
        row["source_text"],
        row["first_document"],
    )
