"""Changes of judgements that came in by tables to changes of the rows that hold them.

A judgement stands in a table of its own, with its reason, and is shown in the tables of elements as
well. It may be changed in either; where both were changed and differ, both are refused. A value
that is entered where it is only shown has no reason of its own: it is recorded under the curator
who is named for it, with the row that it was entered in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.exchange.differences import Difference, paragraphs, values
from kameoka_graph.exchange.kana import hiragana
from kameoka_graph.exchange.ledger import SHEET_OF, SINGLE, Entry, Ledger
from kameoka_graph.exchange.taking import TakenRow
from kameoka_graph.read.sheet import (
    ACTIVITY_KINDS,
    ANOMALIES,
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
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say

_BASIS: Final = ("reason", "confidence", "curator", "date")
_VALUES: Final = ("value", "value_code", "value_ja", "value_kana", "value_en")
_THINGS: Final = ("contributes_to", "involves", "follows_up", "series")
_LABELS: Final = {"altLabel": Relation.ALT_LABEL, "hiddenLabel": Relation.HIDDEN_LABEL}
_SHEETS: Final = {
    "contributesTo": CONTRIBUTIONS,
    "inSeries": SERIES,
    "involves": INVOLVEMENTS,
    "followsUp": FOLLOW_UPS,
    "type": ACTIVITY_KINDS,
    "status": STATUSES,
}
_OF_VALUE: Final = {
    "value_kana": READINGS,
    "value_en": ENGLISH_LABELS,
    "value_ja": CORRECTED_LABELS,
}
_NOTE: Final = {
    "anomaly": "anomaly",
    "thing": "thing",
    "type_code": "type",
    "severity_code": "severity",
    "motivation": "motivation",
    "quote": "quote",
    "start": "start",
    "end": "end",
    "note": "note_ja",
    "note_en": "note_en",
    "candidates": "candidates",
}
"""The column of `anomalies.csv` by the column of the table that is given out."""
PLACED: Final = frozenset({"quote", "start", "end"})
"""Columns of a note that a person changes to place it anew."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Under whose name values are recorded that have no reason of their own."""

    curator: str
    """An agent of `agents.csv`; empty where nobody was named."""
    confidence: str
    """How sure, from 0 to 1."""
    date: str
    """The day."""


@dataclass(frozen=True, slots=True)
class Names:
    """How things are referred to and called."""

    reference: Callable[[str], str]
    """The reference that curated tables write, by ID."""
    wording: Callable[[str], str | None]
    """The wording or name of what a reference leads to; None where it leads nowhere."""


class Judging:
    """A ledger being changed by what came in."""

    def __init__(self, ledger: Ledger, names: Names, basis: Basis) -> None:
        """Start with nothing wrong."""
        self.ledger = ledger
        self.names = names
        self.basis = basis
        self.wrong: list[CellError] = []
        self.placed: set[str] = set()
        self.looked: set[str] = set()
        self.cleared: list[Entry] = []

    # --- the table of judgements

    def statement(self, changed: Iterable[Difference]) -> None:
        """Change a judgement whose row has these changed cells."""
        for one in changed:
            number = one.id.rpartition("/")[2]
            entry = self.ledger.entries.get(number)
            if entry is None:
                self.wrong.append(one.error(_CONFLICT))
                continue
            cells = self._statement_cells(one, entry)
            if cells:
                self.ledger.change(number, _told(one.row), cells)

    def _statement_cells(self, one: Difference, entry: Entry) -> dict[str, str]:
        sheet, name = _sheet_named(entry.file), one.column.name
        if name in _BASIS:
            return {name: _basis_cell(name, one.after)}
        if name == "subject":
            subject = self.names.reference(one.after)
            return {sheet.subject: subject, "text": self._text(one, subject)}
        if name == "quoted_texts":
            return self._confirmed(one, entry, sheet)
        if not one.after:  # the value moved to another column, which says what it is now
            return {}
        value = self._value(name, one.after)
        cells = {sheet.value: value}
        if sheet.value_text:
            cells[sheet.value_text] = self._text(one, value)
        return cells

    def _value(self, column: str, cell: str) -> str:
        if column == "value":
            return self.names.reference(cell)
        return cell.rpartition("/")[2] if column == "value_code" else cell

    def _text(self, one: Difference, reference: str) -> str:
        wording = self.names.wording(reference)
        if wording is None:
            self.wrong.append(one.error(_NOTHING))
        return wording or ""

    def _confirmed(self, one: Difference, entry: Entry, sheet: Sheet) -> dict[str, str]:
        """Take that the judgement was looked at again: the wordings are those of now."""
        wordings = {"text": self.names.wording(entry.cells[sheet.subject])}
        if sheet is CONTRIBUTIONS:
            wordings[sheet.value_text] = self.names.wording(entry.cells[sheet.value])
        given = set(paragraphs(one.after))
        if given != {wording for wording in wordings.values() if wording}:
            self.wrong.append(one.error(_OTHER_WORDING))
            return {}
        return {name: wording or "" for name, wording in wordings.items()}

    def new_statement(self, row: TakenRow) -> None:
        """Add a judgement."""
        sheet, column = _sheet_of(row)
        if sheet is None:
            self.wrong.append(row.wrong("関係IRI", _NO_RELATION, row.get("property")))
            return
        subject = self.names.reference(row.get("subject"))
        value = self._value(column, row.get(column))
        cells = {
            sheet.subject: subject,
            sheet.value: value,
            "text": self.names.wording(subject) or "",
            **{name: _basis_cell(name, row.get(name)) for name in _BASIS},
        }
        if sheet.value_text:
            cells[sheet.value_text] = self.names.wording(value) or ""
        if sheet is CORRECTED_LABELS:
            label = _LABELS.get(_local(row.get("property")), Relation.PREF_LABEL)
            cells |= {"property": label.value, "lang": sheet.language}
        for name, title in (("subject", "主語ID"), ("value", "値ID")):
            if row.get(name) and self.names.wording(self.names.reference(row.get(name))) is None:
                self.wrong.append(row.wrong(title, _NOTHING, row.get(name)))
        self.ledger.add(sheet.file, _told(row), cells)

    # --- what the tables of elements show

    def shown(
        self, row: TakenRow, column: str, title: str, before: Iterable[str], after: Iterable[str]
    ) -> None:
        """Change what is said of a row's thing in one column, as the tables store it."""
        subject = self.names.reference(row.get("id"))
        self.about(row, column, title, subject, (set(before), list(after)))

    def about(
        self,
        row: TakenRow,
        column: str,
        title: str,
        subject: str,
        change: tuple[set[str], list[str]],
    ) -> None:
        """Change what is said of a thing in one column: from the first values to the others."""
        before, after = change
        held = {one.cells[SHEET_OF[column].value]: one for one in self.ledger.find(column, subject)}
        if set(held) == set(after):
            return
        if set(held) != before:
            self.wrong.append(row.wrong(title, _CONFLICT, "；".join(after)))
            return
        if not self.basis.curator:
            self.wrong.append(row.wrong(title, _NOBODY, "；".join(after)))
            return
        gone = [held[value] for value in held if value not in after]
        new = [value for value in after if value not in held]
        if column in SINGLE and gone and new:
            self.ledger.change(
                gone[0].id, _told(row), self._cells(row, column, title, subject, new[0])
            )
            return
        for entry in gone:
            self.ledger.delete(entry.id)
        if not new:
            self.cleared += gone
        for value in new:
            cells = self._cells(row, column, title, subject, value)
            self.ledger.add(SHEET_OF[column].file, _told(row), cells)

    def _cells(
        self, row: TakenRow, column: str, title: str, subject: str, value: str
    ) -> dict[str, str]:
        sheet = SHEET_OF[column]
        if column in _THINGS and self.names.wording(value) is None:
            self.wrong.append(row.wrong(title, _NOTHING, value))
        cells = {
            sheet.subject: subject,
            "text": self.names.wording(subject) or "",
            sheet.value: value,
            "reason": f"{_told(row)}「{title}」の記入による。",
            "confidence": self.basis.confidence,
            "curator": self.basis.curator,
            "date": self.basis.date,
        }
        if sheet.value_text:
            cells[sheet.value_text] = self.names.wording(value) or ""
        if sheet is CORRECTED_LABELS:
            alias = column == "aliases"
            relation = Relation.ALT_LABEL if alias else Relation.PREF_LABEL
            cells |= {"property": relation.value, "lang": sheet.language}
        return cells

    def rename_series(self, row: TakenRow, series: str, label: str) -> None:
        """Call a series by another name in every row of it."""
        for entry in tuple(self.ledger.sheet(SERIES)):
            if entry.cells["series"] == series:
                self.ledger.change(entry.id, _told(row), {"series_label": label})

    # --- notes

    def note(self, changed: Iterable[Difference]) -> None:
        """Change a note whose row has these changed cells."""
        for one in changed:
            number, name = one.id.rpartition("/")[2], one.column.name
            self.looked.add(number)
            if number in self.ledger.entries:
                self.ledger.change(number, _told(one.row), self._note_cell(name, one.after))
            if name in PLACED:
                self.placed.add(number)

    def new_note(self, row: TakenRow) -> None:
        """Add a note."""
        cells = {name: _basis_cell(name, row.get(name)) for name in _BASIS}
        for name in _NOTE:
            cells |= self._note_cell(name, row.get(name))
        self.placed.add(self.ledger.add(ANOMALIES, _told(row), cells).id)

    def _note_cell(self, name: str, cell: str) -> dict[str, str]:
        if name in _BASIS:
            return {name: _basis_cell(name, cell)}
        if name == "thing":
            return {"thing": self.names.reference(cell) if cell else ""}
        return {_NOTE[name]: "|".join(values(cell)) if name == "candidates" else cell}


def stored(
    column: str, cell: str, reference: Callable[[str], str], codes: Mapping[str, str]
) -> tuple[str, ...]:
    """Give the values of a cell of the tables of elements as the curated tables store them.

    `codes` are the codes of kinds and statuses by their Japanese names.
    """
    listed = values(cell) if column not in {"name", "name_kana", "name_en"} else (cell,)
    if column == "name_kana":
        return tuple(hiragana(value) for value in listed if value)
    if column in {*_THINGS, "entries"}:
        return tuple(map(reference, listed))
    if column in {"kinds", "status"}:
        return tuple(codes.get(value, value) for value in listed)
    return tuple(value for value in listed if value)


def _basis_cell(name: str, cell: str) -> str:
    return cell.removeprefix("agent/") if name == "curator" else cell


def _told(row: TakenRow) -> str:
    """Give where a value was entered; the folders of the person's machine are left out."""
    name = row.file.replace("\\", "/").rpartition("/")[2]
    return f"{name} の{row.number}行目"


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2].rpartition(":")[2]


def _sheet_named(file: str) -> Sheet:
    return next(sheet for sheet in SHEETS if sheet.file == file)


def _sheet_of(row: TakenRow) -> tuple[Sheet | None, str]:
    """Find the curated table for a judgement, and the column that holds its value."""
    column = next((name for name in _VALUES if row.get(name)), "")
    local = _local(row.get("property"))
    if local == "prefLabel":
        return _OF_VALUE.get(column), column
    if local in _LABELS:
        return (CORRECTED_LABELS if column == "value_ja" else None), column
    wanted = "value_code" if local in {"type", "status"} else "value"
    return (_SHEETS.get(local) if column == wanted else None), column


def untouched(judging: Judging) -> Iterator[Entry]:
    """Give the notes that nobody placed anew."""
    for entry in judging.ledger.entries.values():
        if entry.file == ANOMALIES and entry.id not in judging.placed:
            yield entry


_CONFLICT: Final = Say(
    "同じ判断が「判断」の表などでも別の値に変えられています。どちらかにそろえてください。",
    "the same judgement was changed to something else in another table; make the two agree.",
)
_NOBODY: Final = Say(
    "判断の列です。だれの判断として記録するかを --curator で指定してください（agents.csv の名前）。"
    "理由と確度も書くなら「判断」の表に書きます。",
    "this is a judgement; say with --curator (a name of agents.csv) whose it is recorded as. To "
    "give a reason and a confidence, use the table of judgements.",
)
_NOTHING: Final = Say(
    "この ID のものはありません。ID を確かめてください。",
    "there is nothing of this ID; check it.",
)
_OTHER_WORDING: Final = Say(
    "今の原文と違います。判断を見直したときは、今の原文をそのまま写してください。",
    "these are not the wordings of now; having looked at the judgement again, copy them exactly.",
)
_NO_RELATION: Final = Say(
    "この関係と値の組み合わせはありません。ほかの行の「関係IRI」と、値の列の使い方に合わせてください。",
    "there is no such relation with a value in that column; follow the other rows.",
)
