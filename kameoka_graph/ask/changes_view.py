"""A plan to what changes from each year to the next: by the wording, and by the undertaking.

By the wording is what the source shows: an entry is kept where the same action plan has the same
wording in the year before. By the undertaking rests on series, which curators made; there an entry
may go on in other words, or stand under another action plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kameoka_graph.ask.entries import Entries, Entry
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.plan_view import PlanView, Year
from kameoka_graph.ask.series_view import Change, compare
from kameoka_graph.ask.timeline_view import undertakings
from kameoka_graph.store.answer import Iri


class Course(StrEnum):
    """What becomes of an entry from one year to the next."""

    KEPT = "kept"
    """The same wording under the same action plan in the year before."""
    REWORDED = "reworded"
    """The same undertaking under the same action plan, in other words."""
    ELSEWHERE = "elsewhere"
    """The same wording or undertaking, but under another action plan."""
    BACK = "back"
    """Not listed in the year before, but in an earlier one."""
    NEW = "new"
    """Listed for the first time."""
    GONE = "gone"
    """Listed in the year before, and no longer."""


@dataclass(frozen=True, slots=True)
class EntryCourse:
    """What became of one entry."""

    course: Course
    """What became of it."""
    entry: Entry
    """The entry: of this year, or for what is gone of the year before."""
    others: tuple[Entry, ...]
    """Entries of other years that tell so: those before it, or for what is gone those after."""
    changes: tuple[Change, ...]
    """Its wording compared with the one before, where it was reworded."""


@dataclass(frozen=True, slots=True)
class CellCourse:
    """What became of the entries of one action plan."""

    action_plan: Name
    """The action plan."""
    entries: tuple[EntryCourse, ...]
    """The entries of this year, in printed order."""
    gone: tuple[EntryCourse, ...]
    """The entries of the year before that are gone, in printed order."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many were kept, are new and are gone."""

    kept: int
    """In both years."""
    new: int
    """In this year only."""
    gone: int
    """In the year before only."""


@dataclass(frozen=True, slots=True)
class YearCourse:
    """What one year lists, against the year before it."""

    year: Year
    """The year."""
    before: Year | None
    """The year before; None where the table has no column for it."""
    after: Year | None
    """The next column; None for the last."""
    cells: tuple[CellCourse, ...]
    """Its entries by action plan."""
    by_wording: Count
    """Counted by the wording within each action plan, as the source shows."""
    by_undertaking: Count
    """Counted by undertakings of the whole plan, as curators judged."""

    @property
    def entries(self) -> int:
        """How many entries the year has."""
        return sum(len(cell.entries) for cell in self.cells)

    def of(self, *courses: Course) -> tuple[EntryCourse, ...]:
        """Give the entries, and what is gone, of some courses."""
        return tuple(
            one
            for cell in self.cells
            for one in (*cell.entries, *cell.gone)
            if one.course in courses
        )


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changes from year to year in one plan."""

    plan: PlanView
    """The plan."""
    years: tuple[YearCourse, ...]
    """Each column of its table."""
    curators: Mapping[Iri, Name]
    """Names of those who judged."""

    def of(self, year: int) -> YearCourse | None:
        """Give one year; None where the table has no column for it."""
        return next((one for one in self.years if one.year.year == year), None)


def view_changes(found: Entries) -> ChangesView:
    """View what changes from year to year."""
    columns = [year for year in found.plan.years if year.printed]
    comparison = _Comparison(found)
    years = (
        comparison.year(
            year,
            columns[at - 1] if at and columns[at - 1].year == year.year - 1 else None,
            columns[at + 1] if at + 1 < len(columns) else None,
        )
        for at, year in enumerate(columns)
    )
    return ChangesView(found.plan, tuple(years), found.curators)


class _Comparison:
    """Compares the years of one plan."""

    def __init__(self, found: Entries) -> None:
        self._rows = tuple(row.action_plan.name for row in found.plan.rows)
        self._undertakings = undertakings(found)
        self._cells: Mapping[tuple[Iri, int], list[Entry]] = defaultdict(list)
        self._alike: Mapping[str, list[Entry]] = defaultdict(list)
        self._with: Mapping[Iri, list[Entry]] = defaultdict(list)
        for entry in found.entries:
            self._cells[entry.action_plan.iri, entry.year.year].append(entry)
            self._alike[entry.text].append(entry)
        for one in self._undertakings:
            for entry in one.entries:
                self._with[entry.name.iri] += one.entries

    def year(self, year: Year, before: Year | None, after: Year | None) -> YearCourse:
        """Compare one year with the year before."""
        cells = tuple(self._cell(row, year, before) for row in self._rows)
        both = [
            (before is not None and one.listed(before), one.listed(year))
            for one in self._undertakings
        ]
        return YearCourse(
            year,
            before,
            after,
            cells,
            self._by_wording(year, before),
            Count(both.count((True, True)), both.count((False, True)), both.count((True, False))),
        )

    def _by_wording(self, year: Year, before: Year | None) -> Count:
        kept = new = gone = 0
        for row in self._rows:
            now = [entry.text for entry in self._cells[row.iri, year.year]]
            old = [entry.text for entry in self._cells[row.iri, before.year]] if before else []
            kept += sum(text in old for text in now)
            new += sum(text not in old for text in now)
            gone += sum(text not in now for text in old)
        return Count(kept, new, gone)

    def _cell(self, action_plan: Name, year: Year, before: Year | None) -> CellCourse:
        now = self._cells[action_plan.iri, year.year]
        old = [] if before is None else self._cells[action_plan.iri, before.year]
        entries = tuple(self._course(entry, before, old) for entry in now)
        going_on = {one.name.iri for course in entries for one in course.others}
        return CellCourse(
            action_plan,
            entries,
            tuple(
                EntryCourse(Course.GONE, entry, self._related(entry, later=True), ())
                for entry in old
                if entry.name.iri not in going_on
            ),
        )

    def _course(self, entry: Entry, before: Year | None, old: list[Entry]) -> EntryCourse:
        """Tell the course of an entry, given the same cell of the year before."""
        same = tuple(one for one in old if one.text == entry.text)
        if same:
            return EntryCourse(Course.KEPT, entry, same, ())
        earlier = self._related(entry, later=False)
        of_cell = tuple(one for one in earlier if one in old)
        if of_cell:
            changes = compare(of_cell[-1].text, entry.text)
            return EntryCourse(Course.REWORDED, entry, of_cell, changes)
        elsewhere = tuple(one for one in earlier if one.year == before)
        if elsewhere:
            return EntryCourse(
                Course.ELSEWHERE, entry, elsewhere, compare(elsewhere[-1].text, entry.text)
            )
        if earlier:
            return EntryCourse(
                Course.BACK, entry, earlier[-1:], compare(earlier[-1].text, entry.text)
            )
        return EntryCourse(Course.NEW, entry, (), ())

    def _related(self, entry: Entry, *, later: bool) -> tuple[Entry, ...]:
        """Give entries of the same undertakings or wording in earlier or later years, by year."""
        related = (*self._with[entry.name.iri], *self._alike[entry.text])
        at = entry.year.year
        if later:
            return _by_year(one for one in related if one.year.year > at)
        return _by_year(one for one in related if one.year.year < at)


def _by_year(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found = {entry.name.iri: entry for entry in entries}
    return tuple(sorted(found.values(), key=lambda one: (one.year.year, one.name.iri)))
