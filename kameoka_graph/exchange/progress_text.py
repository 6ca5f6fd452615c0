"""The text of a progress table, written: the reverse of `read/progress_table.py`.

What stays as it was is copied byte for byte; what is new is written with the marks, spaces and
breaks that stand around its like. Whoever writes must read the result again by the parser.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kameoka_graph.read.document import Element, Kind, Plan, Span
from kameoka_graph.read.progress_table import CIRCLED, TEXT_COLUMNS
from kameoka_graph.say import Say, ToldError

LEVELS: Final = {
    Kind.THEME: "テーマ",
    Kind.PILLAR: "取り組み",
    Kind.MEASURE: "施策",
    Kind.ACTION_PLAN: "行動計画",
    Kind.AIM: "ねらい",
    Kind.CONCRETE_ACTION: "具体的な行動",
}
"""What the levels are called in a text that is written from nothing."""
DOCUMENT_TITLE: Final = "進捗表"
"""What such a document is called after the title of its plan."""
_GAPS: Final = {
    Kind.THEME: "",
    Kind.PILLAR: "\n",
    Kind.MEASURE: "\n - ",
    Kind.ACTION_PLAN: "\n",
    Kind.AIM: " ",
    Kind.CONCRETE_ACTION: " ",
    Kind.ACTIVITY: " ",
}
"""What stands between two of a kind."""
_SPACED: Final = (Kind.PILLAR, Kind.ACTION_PLAN)
"""Kinds with a space between mark and wording."""


class TooManyMarksError(ToldError, ValueError):
    """More elements than there are circled numbers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An element as it is to be."""

    kind: Kind
    """What it is."""
    text: str
    """Its wording."""
    known: Element | None = None
    """The element as it is now; None for a new one."""
    year: int | None = None
    """The fiscal year of an entry."""
    parts: tuple["Wanted", ...] = ()
    """What stands under it, in order."""

    def of(self, kind: Kind, year: int | None = None) -> tuple["Wanted", ...]:
        """Give its parts of one kind and, for entries, of one year."""
        return tuple(one for one in self.parts if one.kind is kind and one.year == year)

    def walk(self) -> Iterator["Wanted"]:
        """Give it and everything under it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class WantedColumn:
    """A year column as it is to be."""

    year: int
    """The fiscal year."""
    heading: str
    """E.g. 令和8年度."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text, and which of its runs were copied."""

    text: str
    """The whole text."""
    copies: tuple[tuple[Span, int], ...] = ()
    """Runs of the old text with where each begins in the new one."""

    def moved(self, span: Span) -> Span | None:
        """Give where a run of the old text stands now; None where it was not copied whole."""
        for copied, start in self.copies:
            if copied.start <= span.start and span.end <= copied.end:
                shift = start - copied.start
                return Span(span.start + shift, span.end + shift)
        return None


def rewrite(plan: Plan, elements: Sequence[Wanted], columns: Sequence[WantedColumn]) -> Written:
    """Write a plan's text with its elements and year columns as they are to be.

    `elements` are those at the top: themes, pillars, action plans. Raises `TooManyMarksError`.
    """
    return _Rewriting(plan).whole(elements, columns)


def compose(
    title: str, period: str, elements: Sequence[Wanted], columns: Sequence[WantedColumn]
) -> str:
    """Write the text of a plan from nothing; raises `TooManyMarksError`."""
    fresh = _Rewriting(None)
    levels = LEVELS
    fresh.add(f"{title} {DOCUMENT_TITLE}〔計画期間：{period}〕\n\n【{levels[Kind.THEME]}】")
    fresh.run(_of(elements, Kind.THEME), ())
    fresh.add(f"\n{levels[Kind.PILLAR]}と{levels[Kind.MEASURE]}\n\n")
    fresh.pillars(_of(elements, Kind.PILLAR), ())
    fresh.add(f"\n\n{levels[Kind.ACTION_PLAN]}・{levels[Kind.AIM]}\t{levels[Kind.CONCRETE_ACTION]}")
    for column in columns:
        fresh.add(f"\t{column.heading}")
    fresh.add("\n")
    fresh.rows(_of(elements, Kind.ACTION_PLAN), (), columns)
    fresh.add("\n")
    return fresh.written().text


def _of(elements: Sequence[Wanted], kind: Kind) -> tuple[Wanted, ...]:
    return tuple(one for one in elements if one.kind is kind)


def _end(element: Element) -> int:
    """Give where an element ends with everything under it."""
    return max(element.text.span.end, *(_end(part) for part in element.parts), 0)


def _begin(element: Element) -> int:
    return element.text.span.start if element.mark is None else element.mark.span.start


@dataclass(slots=True)
class _Rewriting:
    """A text in the making, in runs that are new or copied."""

    plan: Plan | None
    parts: list[str | Span] = field(default_factory=list)

    def whole(self, elements: Sequence[Wanted], columns: Sequence[WantedColumn]) -> Written:
        plan = self._plan()
        themes, pillars, rows = (
            tuple(one for one in plan.elements if one.kind is kind)
            for kind in (Kind.THEME, Kind.PILLAR, Kind.ACTION_PLAN)
        )
        self.copy(0, _begin(themes[0]))
        self.run(_of(elements, Kind.THEME), themes)
        self.copy(_end(themes[-1]), _begin(pillars[0]))
        self.pillars(_of(elements, Kind.PILLAR), pillars)
        first = plan.columns[0].heading.span.start
        self.copy(_end(pillars[-1]), first - 1)
        self._headings(columns)
        self.copy(plan.columns[-1].heading.span.end, _begin(rows[0]))
        self.rows(_of(elements, Kind.ACTION_PLAN), rows, columns)
        self.copy(self._line_end(_begin(rows[-1])), len(plan.source.text))
        return self.written()

    # --- runs

    def add(self, text: str) -> None:
        """Add something new."""
        self.parts.append(text)

    def copy(self, start: int, end: int) -> None:
        """Add a run of the old text."""
        last = self.parts[-1] if self.parts else ""
        if isinstance(last, Span) and last.end == start:
            self.parts[-1] = Span(last.start, end)
        elif start < end:
            self.parts.append(Span(start, end))

    def written(self) -> Written:
        """Put the runs together."""
        old = "" if self.plan is None else self.plan.source.text
        text, copies = "", []
        for part in self.parts:
            if isinstance(part, Span):
                copies.append((part, len(text)))
            text += part if isinstance(part, str) else old[part.start : part.end]
        return Written(text, tuple(copies))

    def _plan(self) -> Plan:
        if self.plan is None:
            raise TypeError
        return self.plan

    def _line_end(self, at: int) -> int:
        text = self._plan().source.text
        end = text.find("\n", at)
        return len(text) if end < 0 else end

    # --- elements

    def run(self, wanted: Sequence[Wanted], before: Sequence[Element], lead: str = "") -> None:
        """Write elements of one kind that stand in one place, one after another."""
        last: Element | None = None
        for at, one in enumerate(wanted):
            if at:
                self._between(last, one, before)
            elif lead:
                self.add(lead)
            self._item(one, at + 1)
            last = one.known

    def _between(self, last: Element | None, one: Wanted, before: Sequence[Element]) -> None:
        """Write what stands between two elements: what stood there, if they stood so before."""
        known = one.known
        if last is not None and known is not None:
            at = next((n for n, element in enumerate(before) if element is known), 0)
            if at and before[at - 1] is last:
                self.copy(_end(last), _begin(known))
                return
        self.add(_GAPS[one.kind])

    def _item(self, one: Wanted, position: int) -> None:
        """Write mark and wording of one element."""
        known = one.known
        if known is None or known.mark is None:
            level = LEVELS[one.kind] if one.kind is Kind.ACTION_PLAN else ""
            space = " " if one.kind in _SPACED else ""
            self.add(_mark(one.kind, position, self._level() or level) + space + one.text)
            return
        mark = _mark(one.kind, position, known.level_name or "")
        if mark == known.mark.text:
            self.copy(known.mark.span.start, known.mark.span.end)
        else:
            self.add(mark)
        self.copy(known.mark.span.end, known.text.span.start)
        if one.text == known.text.text:
            self.copy(known.text.span.start, known.text.span.end)
        else:
            self.add(one.text)

    def _level(self) -> str:
        """Give what the rows of the table are called."""
        if self.plan is None:
            return ""
        rows = (one for one in self.plan.elements if one.kind is Kind.ACTION_PLAN)
        return next((one.level_name or "" for one in rows), "")

    def pillars(self, wanted: Sequence[Wanted], before: Sequence[Element]) -> None:
        """Write pillars, each with its measures."""
        last: Element | None = None
        for at, one in enumerate(wanted):
            if at:
                self._between(last, one, before)
            self._item(one, at + 1)
            last = one.known
            measures = () if last is None else last.parts
            inner = one.of(Kind.MEASURE)
            if inner and measures and inner[0].known is measures[0]:
                self.copy(_own_end(last), _begin(measures[0]))
                self.run(inner, measures)
            else:
                self.run(inner, measures, _GAPS[Kind.MEASURE])

    # --- the table

    def _headings(self, columns: Sequence[WantedColumn]) -> None:
        plan = self._plan()
        known = {column.fiscal_year: column.heading.span for column in plan.columns}
        for column in columns:
            span = known.get(column.year)
            if span is None:
                self.add(f"\t{column.heading}")
            else:
                before = [one.end for one in known.values() if one.end < span.start]
                self.copy(max(before, default=span.start - 1), span.end)

    def rows(
        self,
        wanted: Sequence[Wanted],
        before: Sequence[Element],
        columns: Sequence[WantedColumn],
    ) -> None:
        """Write the rows of the table."""
        last: Element | None = None
        for at, one in enumerate(wanted):
            known = one.known
            place = next((n for n, row in enumerate(before) if row is known), 0)
            if at and last is not None and place and before[place - 1] is last:
                self.copy(self._line_end(_begin(last)), _begin(before[place]))
            elif at:
                self.add(_GAPS[Kind.ACTION_PLAN])
            self._item(one, at + 1)
            if known is None:
                self._new_row(one, columns)
            else:
                self._row(one, known, columns)
            last = known

    def _new_row(self, row: Wanted, columns: Sequence[WantedColumn]) -> None:
        self.run(row.of(Kind.AIM), (), f" 【{LEVELS[Kind.AIM]}】 ")
        self.run(row.of(Kind.CONCRETE_ACTION), (), f"\t【{LEVELS[Kind.CONCRETE_ACTION]}】 ")
        for column in columns:
            self.add("\t")
            self.run(row.of(Kind.ACTIVITY, column.year), ())

    def _row(self, row: Wanted, known: Element, columns: Sequence[WantedColumn]) -> None:
        aims, actions = (
            tuple(part for part in known.parts if part.kind is kind)
            for kind in (Kind.AIM, Kind.CONCRETE_ACTION)
        )
        self.copy(_own_end(known), _begin(aims[0]))
        self.run(row.of(Kind.AIM), aims)
        self.copy(_end(aims[-1]), _begin(actions[0]))
        self.run(row.of(Kind.CONCRETE_ACTION), actions)
        cells = self._cells(known)
        self.copy(_end(actions[-1]), cells[TEXT_COLUMNS - 1].end)
        years = (column.fiscal_year for column in self._plan().columns)
        known_cells = dict(zip(years, cells[TEXT_COLUMNS:], strict=True))
        for column in columns:
            cell = known_cells.get(column.year)
            if cell is None:
                self.add("\t")
                self.run(row.of(Kind.ACTIVITY, column.year), ())
            else:
                self.copy(cell.start - 1, cell.start)
                self._cell(row.of(Kind.ACTIVITY, column.year), known, column.year, cell)

    def _cell(self, wanted: Sequence[Wanted], row: Element, year: int, cell: Span) -> None:
        entries = tuple(part for part in row.parts if part.fiscal_year == year)
        if not entries and not wanted:
            self.copy(cell.start, cell.end)
        elif not entries:
            self.run(wanted, ())
        elif wanted:
            self.copy(cell.start, _begin(entries[0]))
            self.run(wanted, entries)
            self.copy(_end(entries[-1]), cell.end)

    def _cells(self, row: Element) -> list[Span]:
        text, start = self._plan().source.text, _begin(row)
        end = self._line_end(start)
        spans = []
        for cell in text[start:end].split("\t"):
            spans.append(Span(start, start + len(cell)))
            start += len(cell) + 1
        return spans


def _own_end(element: Element | None) -> int:
    return 0 if element is None else element.text.span.end


def _mark(kind: Kind, position: int, level: str) -> str:
    if kind in {Kind.THEME, Kind.MEASURE}:
        return f"（{position}）"
    if kind is Kind.PILLAR:
        return f"{position}."
    if kind is Kind.ACTION_PLAN:
        return f"【{level}{position}】"
    if kind is Kind.ACTIVITY:
        return "・"
    if position > len(CIRCLED):
        raise TooManyMarksError(
            Say(
                f"{LEVELS[kind]}が {position} 件あります。"
                f"丸数字で書けるのは {len(CIRCLED)} 件までです。",
                f"there are {position} of {LEVELS[kind]}; circled numbers go up to {len(CIRCLED)}.",
            )
        )
    return CIRCLED[position - 1]
