"""A plan to its undertakings over the years: first and last listing, gaps, and changes of wording.

An undertaking is a series, in a curator's view; an entry that nobody put in a series stands with
those of the same wording under the same action plan, which the source itself shows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kameoka_graph.ask.entries import Entries, Entry, judgements_behind
from kameoka_graph.ask.judgement import Judgement
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.plan_view import PlanView, Year
from kameoka_graph.ask.reading_order import reading_order
from kameoka_graph.ask.series_view import Change, compare
from kameoka_graph.store.answer import Iri


class Order(StrEnum):
    """What undertakings are sorted by."""

    PRINTED = "printed"
    FIRST = "first"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that an undertaking has in one or more years."""

    text: str
    """The wording, exactly as printed."""
    entries: tuple[Entry, ...]
    """The entries with it, by year."""
    changes: tuple[Change, ...]
    """It compared with the wording before it; empty for the first."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Entries that are taken for one undertaking."""

    name: Name
    """The series, or the first entry where there is none."""
    judgements: tuple[Judgement, ...]
    """Why they were put together; none where the source's own wording does."""
    in_series: bool
    """Whether they are a series, in a curator's view."""
    cells: tuple[tuple[Entry, ...], ...]
    """The entries of each year of the plan, in the order of the columns."""
    wordings: tuple[Wording, ...]
    """The wordings in the order of the years; one that comes back later is there again."""
    first: Year
    """The first year with an entry."""
    last: Year
    """The last year with an entry."""
    gaps: tuple[Year, ...]
    """Columns between the first and the last without an entry."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All its entries, by year."""
        return tuple(entry for cell in self.cells for entry in cell)

    @property
    def outside(self) -> tuple[Year, ...]:
        """Years outside the plan's period that have an entry."""
        years = dict.fromkeys(entry.year for entry in self.entries)
        return tuple(year for year in years if not year.covered)

    @property
    def action_plans(self) -> tuple[Name, ...]:
        """The action plans that its entries stand under, in printed order."""
        found = {entry.action_plan.iri: entry.action_plan for entry in self.entries}
        return tuple(sorted(found.values(), key=lambda name: name.position))

    def listed(self, year: Year) -> bool:
        """Tell whether a year has an entry of it."""
        return any(entry.year == year for entry in self.entries)


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The undertakings of a plan over the years."""

    plan: PlanView
    """The plan."""
    undertakings: tuple[Undertaking, ...]
    """The undertakings that are shown, in the order wanted."""
    order: Order
    """What they are sorted by."""
    starting: Year | None
    """The year that those shown start in, if only those of one year are shown."""
    starts: tuple[tuple[Year, int], ...]
    """Each column with how many undertakings start in it."""
    curators: Mapping[Iri, Name]
    """Names of those who judged."""


def view_timeline(
    found: Entries, order: Order = Order.PRINTED, starting: int | None = None
) -> TimelineView:
    """View the undertakings of a plan, those that start in the year `starting` if it is given."""
    every = undertakings(found)
    start = next((year for year in found.plan.years if year.year == starting), None)
    shown = (one for one in every if start is None or one.first == start)
    return TimelineView(
        found.plan,
        tuple(sorted(shown, key=_KEYS[order])),
        order,
        start,
        tuple((year, sum(one.first == year for one in every)) for year in found.plan.years),
        found.curators,
    )


def undertakings(found: Entries) -> tuple[Undertaking, ...]:
    """Give the undertakings of a plan, in the order of their first entries in the table.

    An entry that was put in two series is in both.
    """
    groups: Mapping[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in found.entries:
        for key in _keys(entry):
            groups[key].append(entry)
    return tuple(_undertaking(found.plan.years, entries, key) for key, entries in groups.items())


def _keys(entry: Entry) -> Iterable[tuple[str, ...]]:
    if entry.memberships:
        return tuple((one.series.iri,) for one in entry.memberships)
    return ((entry.action_plan.iri, entry.text),)


def _undertaking(
    years: tuple[Year, ...], entries: list[Entry], key: tuple[str, ...]
) -> Undertaking:
    cells = tuple(tuple(entry for entry in entries if entry.year == year) for year in years)
    listed = [year for year, cell in zip(years, cells, strict=True) if cell]
    series = next((one.series for one in entries[0].memberships if one.series.iri == key[0]), None)
    return Undertaking(
        series or entries[0].name,
        judgements_behind(entries, series.iri) if series else (),
        series is not None,
        cells,
        _wordings(entry for cell in cells for entry in cell),
        listed[0],
        listed[-1],
        tuple(
            year
            for year in years
            if year.printed and listed[0].year < year.year < listed[-1].year and year not in listed
        ),
    )


def _wordings(entries: Iterable[Entry]) -> tuple[Wording, ...]:
    runs: list[list[Entry]] = []
    for entry in entries:
        if runs and runs[-1][0].text == entry.text:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    before = [None, *(run[0].text for run in runs)]
    return tuple(
        Wording(run[0].text, tuple(run), () if old is None else compare(old, run[0].text))
        for run, old in zip(runs, before, strict=False)
    )


def _by_reading(one: Undertaking) -> tuple[object, ...]:
    """Sort by the reading; what has none stands last, by its name."""
    return not one.name.reading, reading_order(one.name.reading), one.name.label, one.name.iri


def _by_first(one: Undertaking) -> tuple[object, ...]:
    return one.first.year, *_by_reading(one)


_KEYS: Final[Mapping[Order, Callable[[Undertaking], tuple[object, ...]]]] = {
    Order.PRINTED: lambda _: (),
    Order.FIRST: _by_first,
    Order.READING: _by_reading,
}
