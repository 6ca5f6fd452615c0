"""Tables as they stand in files to rows of the tables that are given out, cell by cell.

The order of columns and rows of a file is free. A column that is not known is left out and told; a
known one that seems to be renamed is refused with what it seems to be, so that no cell is lost.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kameoka_graph.exchange.cell_value import NoSuchValueError, meant
from kameoka_graph.exchange.definition import TABLES
from kameoka_graph.exchange.table import KEY, Column, Table
from kameoka_graph.read.grid import Grid, GridRow, TableRefusedError, column_letters
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say

EXAMPLE: Final = "例"
"""What the ID of a row begins with that only shows how to fill the table in."""
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "plans": ("id",),
    "plan-elements": ("id", "text"),
    "activities": ("id", "action_plan", "text"),
    "series": ("id", "name"),
    "entities": ("id",),
    "statements": ("id", "subject", "property", "reason", "confidence", "curator", "date"),
    "anomalies": ("id", "quote", "start", "end"),
    "links": ("id",),
}
"""Names of the columns without which a table says nothing; one of the others may be missing."""
_NAMES: Final = ("name_kana", "name_en")
CHANGED: Final[Mapping[str, frozenset[str]]] = {
    "plans": frozenset(_NAMES),
    "plan-elements": frozenset({"text", "position", "name", *_NAMES, "contributes_to"}),
    "activities": frozenset(
        {"text", "position", "name", *_NAMES, "kinds", "kind_codes", "status", "status_code"}
        | {"series", "involves", "follows_up", "contributes_to"}
    ),
    "series": frozenset({"name", *_NAMES, "entries"}),
    "entities": frozenset({*_NAMES, "aliases"}),
    "statements": frozenset(
        {"subject", "value", "value_code", "value_ja", "value_kana", "value_en", "quoted_texts"}
        | {"reason", "confidence", "curator", "date"}
    ),
    "anomalies": frozenset(
        {"anomaly", "thing", "type_code", "motivation", "severity_code", "quote", "start", "end"}
        | {"note", "note_en", "candidates", "reason", "confidence", "curator", "date"}
    ),
    "links": frozenset(),
}
"""Names of the columns that people change, by table."""
_ALIKE: Final = 0.55
_SHOWN: Final = 3


_BELOW_NOTHING: Final = Say(
    "この表の列ではない所の値は読みません", "cells outside of this table's columns are not read"
)


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One row of a table that came in."""

    file: str
    """The file, with the name of the sheet where there is one, for messages."""
    number: int
    """As a spreadsheet counts."""
    cells: Mapping[str, str]
    """Cells by the name of their column, as the tables write them."""

    def get(self, column: str) -> str:
        """Give a cell, or nothing where the file has no such column."""
        return self.cells.get(column, "")

    def wrong(self, column: str, say: Say, value: str | None = None) -> CellError:
        """Give the refusal of a cell; `column` is the header, or empty for the whole row."""
        shown = value if value is not None else self._titled(column)
        return CellError(self.file, self.number, column, shown, say)

    def _titled(self, title: str) -> str:
        names = (column.name for table in TABLES for column in table.columns)
        titles = (column.title.ja for table in TABLES for column in table.columns)
        found = (name for name, one in zip(names, titles, strict=True) if one == title)
        return next((self.cells[name] for name in found if self.cells.get(name)), "")


@dataclass(frozen=True, slots=True)
class Taken:
    """A table that came in."""

    table: Table
    """Which one it is."""
    columns: frozenset[str]
    """The names of the columns that the file has."""
    rows: tuple[TakenRow, ...]
    """Its rows, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Intake:
    """All tables that came in."""

    tables: Mapping[str, Taken]
    """By the name of the table."""
    notes: tuple[Say, ...]
    """What was read in another way than it stands there, and what was left out."""
    wrong: tuple[CellError, ...]
    """What cannot be taken."""

    def rows(self, name: str) -> tuple[TakenRow, ...]:
        """Give the rows of a table; none where it did not come in."""
        return self.tables[name].rows if name in self.tables else ()


def is_table(name: str) -> bool:
    """Tell whether a sheet or a file (without its ending) has the name of a table."""
    return _table_called(name) is not None


def take(grids: Sequence[Grid]) -> Intake:
    """Take tables; raises `TableRefusedError` where there is none, one twice, or a wrong header."""
    tables: dict[str, Taken] = {}
    notes: list[Say] = [note for grid in grids for note in grid.notes]
    wrong: list[CellError] = []
    for grid in grids:
        table = table_of(grid)
        if table.name in tables:
            raise TableRefusedError(
                Say(
                    f"{grid.place.ja}: 「{table.title.ja}」の表が2つあります。1つにしてください。",
                    f"{grid.place.en}: there are two tables of {table.name}; give one.",
                )
            )
        taking = _Taking(grid, table)
        tables[table.name] = taking.taken()
        notes += taking.notes
        wrong += taking.wrong
    return Intake(tables, tuple(notes), tuple(wrong))


def table_of(grid: Grid) -> Table:
    """Find which table a grid is: by the name of its sheet or file, else by its header."""
    name = grid.sheet or grid.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    found = _table_called(name) or _table_headed(grid)
    if found is None:
        raise _no_table(grid)
    return found


def _table_called(name: str) -> Table | None:
    wanted = name.strip().lower()
    for table in TABLES:
        if wanted in {table.name, table.title.ja, table.title.en.lower()}:
            return table
    return None


def _table_headed(grid: Grid) -> Table | None:
    """Give the table of which all columns stand in the header, for a file of another name."""
    header = set(map(_title, grid.rows[0].cells)) if grid.rows else set()
    return next((table for table in TABLES if header >= set(table.header)), None)


def _no_table(grid: Grid) -> TableRefusedError:
    ja = "、".join(f"{table.title.ja}（{table.file}）" for table in TABLES)
    en = ", ".join(f"{table.title.ja} ({table.file})" for table in TABLES)
    if grid.rows and _garbled(grid.rows[0].cells):
        return _is_garbled(grid)
    return TableRefusedError(
        Say(
            f"{grid.place.ja}: どの表か分かりません。シートの名前かファイルの名前を、{ja} の"
            "どれかにしてください。",
            f"{grid.place.en}: it cannot be told which table this is; name the sheet or file "
            f"as one of {en}.",
        )
    )


def _is_garbled(grid: Grid) -> TableRefusedError:
    return TableRefusedError(
        Say(
            f"{grid.place.ja}: 文字化けしています。文字コードを確かめ、「CSV UTF-8」で"
            "保存し直してください。",
            f"{grid.place.en}: the text is garbled; save it again as “CSV UTF-8” with the "
            "right encoding.",
        )
    )


def _garbled(header: Iterable[str]) -> bool:
    """Tell whether a header is one of ours that was decoded as something else."""
    known = {column.title.ja for table in TABLES for column in table.columns}
    for text in header:
        for codec in ("cp932", "latin-1", "cp1252"):
            try:
                if text.encode(codec).decode("utf-8") in known and text not in known:
                    return True
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    return False


def _title(cell: str) -> str:
    """Give a header without blanks, which programs add when they break it into lines."""
    return "".join(cell.split())


class _Taking:
    """One table being taken."""

    def __init__(self, grid: Grid, table: Table) -> None:
        self.grid = grid
        self.table = table
        self.notes: list[Say] = []
        self.wrong: list[CellError] = []
        self.key_at = 0
        self._counted: dict[tuple[str, Say], list[int]] = {}

    def taken(self) -> Taken:
        """Take it; raises `TableRefusedError` for a header that does not fit."""
        columns = self._columns()
        self.key_at = next(at for at, column in columns.items() if column.name == KEY)
        rows = tuple(self._rows(columns))
        self._refuse_twice(rows)
        for (title, told), numbers in self._counted.items():
            shown = "、".join(map(str, numbers[:_SHOWN])) + ("…" if numbers[_SHOWN:] else "")
            place, count = self.grid.place, len(numbers)
            self.notes.append(
                Say(
                    f"{place.ja} {shown}行目「{title}」: {told.ja}（{count} セル）。",
                    f"{place.en}, row(s) {shown}, “{title}”: {told.en} ({count} cell(s)).",
                )
            )
        return Taken(self.table, frozenset(column.name for column in columns.values()), rows)

    def _columns(self) -> dict[int, Column]:
        """Find which column of the file is which of the table."""
        known = {name: one for one in self.table.columns for name in _called(one)}
        header = self.grid.rows[0] if self.grid.rows else GridRow(1, ())
        found: dict[int, Column] = {}
        extra: list[tuple[int, str]] = []
        for at, cell in enumerate(header.cells):
            column = known.get(_title(cell)) or known.get(cell.strip())
            if column is None:
                extra += [(at, cell)] if cell.strip() else []
            elif column in found.values():
                twice = Say(f"「{cell}」の列が2つあります。", f"“{cell}” stands twice.")
                raise self._header(header, twice)
            else:
                found[at] = column
        missing = [one for one in self.table.columns if one not in found.values()]
        self._refuse_renamed(header, extra, missing)
        self._refuse_missing(header, missing)
        self._note_order(found)
        for at, cell in extra:
            self._note(
                Say(
                    f"{column_letters(at + 1)}列「{cell}」は、この表の列ではないので読みません。",
                    f"column {column_letters(at + 1)} “{cell}” is none of this table; not read.",
                )
            )
        return found

    def _note(self, say: Say) -> None:
        place = self.grid.place
        self.notes.append(Say(f"{place.ja}: {say.ja}", f"{place.en}: {say.en}"))

    def _note_order(self, found: Mapping[int, Column]) -> None:
        order = [self.table.at(found[at].name) for at in sorted(found)]
        if order != sorted(order):
            self._note(
                Say(
                    "列の順が違いますが、見出しで読みました。",
                    "the columns stand in another order; they were read by their headers.",
                )
            )

    def _refuse_renamed(
        self, header: GridRow, extra: Sequence[tuple[int, str]], missing: Sequence[Column]
    ) -> None:
        titles = [name for column in missing for name in (column.title.ja, column.title.en)]
        for at, cell in extra:
            near = difflib.get_close_matches(_title(cell), titles, 1, _ALIKE)
            if near:
                raise self._header(
                    header,
                    Say(
                        f"{column_letters(at + 1)}列の見出し「{cell}」は「{near[0]}」の"
                        "ことでしょうか。見出しを元の名前に戻してください（別の列なら、似ていない名前にしてください）。",
                        f"the header “{cell}” of column {column_letters(at + 1)} may mean "
                        f"“{near[0]}”; give it back its name (or, for another column, one that is "
                        "less alike).",
                    ),
                )

    def _refuse_missing(self, header: GridRow, missing: Sequence[Column]) -> None:
        needed = [one.title for one in missing if one.name in NEEDED[self.table.name]]
        if needed and _garbled(header.cells):
            raise _is_garbled(self.grid)
        if needed:
            raise self._header(
                header,
                Say(
                    f"必要な列がありません: {'、'.join(one.ja for one in needed)}。"
                    "見出しを確かめてください。",
                    f"columns are missing that are needed: {', '.join(one.en for one in needed)}; "
                    "check the header.",
                ),
            )
        left = [one.title for one in missing if one.name in CHANGED[self.table.name]]
        if left:
            self._note(
                Say(
                    f"ない列は、今のままとみなします: {'、'.join(one.ja for one in left)}。",
                    "columns that are not there are taken to be as they are now: "
                    f"{', '.join(one.en for one in left)}.",
                )
            )

    def _header(self, header: GridRow, wrong: Say) -> TableRefusedError:
        place = self.grid.place
        return TableRefusedError(
            Say(
                f"{place.ja} {header.number}行目（見出し）: {wrong.ja}",
                f"{place.en}, row {header.number} (header): {wrong.en}",
            )
        )

    def _rows(self, columns: Mapping[int, Column]) -> Iterator[TakenRow]:
        examples = 0
        for row in self.grid.rows[1:]:
            cells: dict[str, str] = {}
            for at, column in columns.items():
                cells[column.name] = self._cell(row, column, row.cells[at : at + 1])
            if cells.get(KEY, "").startswith(EXAMPLE):
                examples += 1
            elif any(cells.values()):
                yield TakenRow(self._place(), row.number, cells)
            if any(cell for at, cell in enumerate(row.cells) if at not in columns):
                self._count("", _BELOW_NOTHING, row)
        if examples:
            self._note(
                Say(
                    f"ID が「{EXAMPLE}」で始まる記入例の行（{examples} 行）は読みません。",
                    f"{examples} row(s) whose ID begins with “{EXAMPLE}” are examples; not read.",
                )
            )

    def _place(self) -> str:
        return f"{self.grid.file} {self.grid.sheet}" if self.grid.sheet else self.grid.file

    def _cell(self, row: GridRow, column: Column, cell: tuple[str, ...]) -> str:
        text = cell[0] if cell else ""
        if text.startswith(EXAMPLE) and column.name == KEY:
            return text
        try:
            read = meant(column, text)
        except NoSuchValueError as error:
            if not self._is_example(row):
                self.wrong.append(
                    CellError(
                        self._place(),
                        row.number,
                        column.title.ja,
                        text,
                        Say(
                            f"{error.expected.ja}が必要です。",
                            f"expected {error.expected.en}.",
                        ),
                    )
                )
            return ""
        if read.told is not None and not self._is_example(row):
            self._count(column.title.ja, read.told, row)
        return read.text

    def _is_example(self, row: GridRow) -> bool:
        return any(cell.startswith(EXAMPLE) for cell in row.cells[self.key_at : self.key_at + 1])

    def _count(self, title: str, told: Say, row: GridRow) -> None:
        self._counted.setdefault((title, told), []).append(row.number)

    def _refuse_twice(self, rows: Iterable[TakenRow]) -> None:
        seen: dict[str, int] = {}
        for row in rows:
            key = row.get(KEY)
            if key and key in seen:
                first = seen[key]
                self.wrong.append(
                    row.wrong(
                        "ID",
                        Say(
                            f"{first}行目と同じ ID です。新しい行の ID は空にしてください。",
                            f"row {first} has the same ID; leave the ID of a new row empty.",
                        ),
                        key,
                    )
                )
            seen.setdefault(key, row.number)


def _called(column: Column) -> tuple[str, ...]:
    """Give what a header may call a column."""
    titles = (column.title.ja, column.title.en)
    return (*titles, *map(_title, titles), column.name)
