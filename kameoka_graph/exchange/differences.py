"""Rows that came in, held against those that the data give now: what differs, and if it may.

Each column is of one of three sorts: what people change, what follows from other cells (a change of
it is left out, and told), and what is changed elsewhere (a change of it is refused).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kameoka_graph.exchange.table import KEY, PARAGRAPHS, Column, Datatype, Filled, Table
from kameoka_graph.exchange.taking import CHANGED, Intake, Taken, TakenRow
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say

FOLLOWING: Final = frozenset(
    {"municipality_name", "kind", "mark", "notation", "start_date", "end_date", "start", "end"}
    | {"machine_drafts", "uri", "first_year", "last_year", "size", "machine", "curator_name"}
    | {"subject_name", "relation", "value_name", "type", "severity", "descriptions", "pages"}
    | {"justification"}
)
"""Names of columns whose cells follow from others, wherever they are not among `CHANGED`."""
_ELSEWHERE: Final = {
    "plans": Say("plan.toml か source.txt", "plan.toml or source.txt"),
    "entities": Say("data/context の表", "the tables of data/context"),
    "links": Say("data/links の表", "the table of data/links"),
}
"""Where a table is changed whose rows follow from other files."""
_DOCUMENT: Final = "document"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not as the data give it now."""

    table: Table
    """The table."""
    column: Column
    """The column."""
    row: TakenRow
    """The row that came in."""
    id: str
    """Its ID."""
    before: str
    """What the data say."""
    after: str
    """What the row says."""

    def error(self, wrong: Say) -> CellError:
        """Give the refusal of this cell."""
        return self.row.wrong(self.column.title.ja, wrong, self.after)


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs in the tables that came in."""

    changed: tuple[Difference, ...]
    """Cells of rows that are there, in columns that people change."""
    added: Mapping[str, tuple[TakenRow, ...]]
    """Rows without an ID that the data know, by table."""
    removed: Mapping[str, tuple[str, ...]]
    """IDs without a row, by table."""
    notes: tuple[Say, ...]
    """Changes that are left out."""
    wrong: tuple[CellError, ...]
    """Changes that are refused."""


def cells_by_id(filled: Filled) -> dict[str, dict[str, str]]:
    """Give the rows of a table by ID and column name."""
    at, names = filled.table.at(KEY), filled.table.names
    return {row[at]: dict(zip(names, row, strict=True)) for row in filled.rows}


def same(column: Column, one: str, other: str) -> bool:
    """Tell whether two cells of a column say the same."""
    if one == other or not (one and other):
        return one == other
    if column.separator:
        return sorted(one.split(column.separator)) == sorted(other.split(column.separator))
    if column.datatype is Datatype.DECIMAL:
        return Decimal(one) == Decimal(other)
    return False


def differences(intake: Intake, now: Mapping[str, Filled]) -> Differences:
    """Hold every row against the tables as they are `now`, by name."""
    finding = _Finding()
    for name, taken in intake.tables.items():
        finding.table(taken, cells_by_id(now[name]))
    return Differences(
        tuple(finding.changed),
        finding.added,
        finding.removed,
        tuple(finding.notes()),
        tuple(finding.wrong),
    )


class _Finding:
    """Differences being found."""

    def __init__(self) -> None:
        self.changed: list[Difference] = []
        self.added: dict[str, tuple[TakenRow, ...]] = {}
        self.removed: dict[str, tuple[str, ...]] = {}
        self.wrong: list[CellError] = []
        self.passed: dict[tuple[str, str, str], list[int]] = {}

    def table(self, taken: Taken, now: Mapping[str, Mapping[str, str]]) -> None:
        name = taken.table.name
        new = []
        for row in taken.rows:
            before = now.get(row.get(KEY))
            if before is None:
                new.append(row)
            else:
                self._row(taken, row, before)
        there = {row.get(KEY) for row in taken.rows}
        self.added[name] = tuple(new)
        self.removed[name] = tuple(key for key in now if key not in there)

    def _row(self, taken: Taken, row: TakenRow, before: Mapping[str, str]) -> None:
        table = taken.table
        for column in table.columns:
            if column.name not in taken.columns or column.name == KEY:
                continue
            was, is_now = before[column.name], row.get(column.name)
            if not same(column, was, is_now):
                self._cell(Difference(table, column, row, before[KEY], was, is_now))

    def _cell(self, one: Difference) -> None:
        name = one.column.name
        if name in CHANGED[one.table.name]:
            self.changed.append(one)
        elif name in FOLLOWING:
            key = (one.row.file, one.column.title.ja, one.column.title.en)
            self.passed.setdefault(key, []).append(one.row.number)
        elif name == _DOCUMENT:
            self.wrong.append(one.error(_OLDER))
        else:
            self.wrong.append(one.error(_fixed(one)))

    def notes(self) -> Iterator[Say]:
        for (file, ja, en), numbers in self.passed.items():
            rows = ", ".join(map(str, numbers[:3])) + ("…" if numbers[3:] else "")
            yield Say(
                f"{file} {rows}行目「{ja}」: ほかの列から決まる列なので、変更は取り込みません"
                f"（{len(numbers)} セル）。",
                f"{file}, row(s) {rows}, “{en}”: this follows from other columns; the change is "
                f"left out ({len(numbers)} cell(s)).",
            )


_OLDER: Final = Say(
    "今の原典とは別の版の文書から作られた表です。今の公開データから表を取り直し、変更を書き直してください。",
    "this table was made from another edition of the document than the data hold now; take the "
    "tables of the present release and enter the changes there.",
)


def _fixed(one: Difference) -> Say:
    where = _ELSEWHERE.get(one.table.name)
    was = one.before or "（空）"
    if where is None:
        return Say(
            f"今は「{was}」で、この列は行ごとに決まっていて変えられません。別の所へ移すなら、この行を"
            "消し、ID のない新しい行を足してください。",
            f"it is “{one.before}” now, and this column cannot change for a row; to move it, "
            "delete the row and add a new one without an ID.",
        )
    return Say(
        f"今は「{was}」で、この列は表からは変えられません。{where.ja}を直してください。",
        f"it is “{one.before}” now and is not changed by tables; mend {where.en}.",
    )


def values(cell: str, column: Column | None = None) -> tuple[str, ...]:
    """Give the values of a cell that holds several."""
    separator = (column.separator if column else "") or ";"
    return tuple(value for value in cell.split(separator) if value)


def paragraphs(cell: str) -> tuple[str, ...]:
    """Give the texts of a cell that stand on lines of their own."""
    return tuple(line for line in cell.split(PARAGRAPHS) if line)
