"""A plan to the map of its elements: what stands within what, and what contributes to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kameoka_graph.ask.contributions import Contribution, by_lower, contributions
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.plan_view import Element, PlanView, TableRow, Year
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries of one action plan with the same wording, over the years."""

    name: Name
    """The first of them."""
    entries: tuple[tuple[Year, Name], ...]
    """Each entry with its year, in order."""


@dataclass(frozen=True, slots=True)
class MapView:
    """The map of one plan."""

    plan: PlanView
    """The plan."""
    listings: Mapping[Iri, tuple[Listing, ...]]
    """The entries of each action plan, by action plan."""
    contributions: Mapping[Iri, tuple[Contribution, ...]]
    """What each element contributes to, by the element; a listing by its first entry."""
    names: Mapping[Iri, Name]
    """Names of the elements."""
    curators: Mapping[Iri, Name]
    """Names of those who judged."""


def view_map(store: Store, plan: PlanView, language: Language, iris: Iris) -> MapView:
    """View the map of a plan."""
    listings = {row.action_plan.name.iri: _listings(plan, row) for row in plan.rows}
    first = {
        name.iri: listing.name.iri
        for ones in listings.values()
        for listing in ones
        for _, name in listing.entries
    }
    found: dict[tuple[Iri, Iri], Contribution] = {}
    for one in contributions(store, plan, iris):
        lower, upper = first.get(one.lower, one.lower), first.get(one.upper, one.upper)
        found.setdefault((lower, upper), Contribution(lower, upper, one.judgement))
    curators = {one.judgement.curator for one in found.values() if one.judgement}
    curator_names = names_of(store, curators, language, str(iris.mp(Own.MARKER)))
    names = {one.name.iri: one.name for one in elements_of(plan)}
    names |= {entry.iri: entry for row in plan.rows for cell in row.cells for entry in cell}
    known = (one for one in found.values() if one.lower in names and one.upper in names)
    return MapView(
        plan, listings, by_lower(known), names, {iri: curator_names[iri] for iri in curators}
    )


def elements_of(plan: PlanView) -> Iterator[Element]:
    """Yield the elements of a plan, entries left out, each before what stands within it."""
    waiting = [*plan.themes, *plan.pillars, *(row.action_plan for row in plan.rows)]
    while waiting:
        one = waiting.pop(0)
        yield one
        waiting[:0] = one.parts


def _listings(plan: PlanView, row: TableRow) -> tuple[Listing, ...]:
    found: dict[str, list[tuple[Year, Name]]] = {}
    for year, cell in zip(plan.years, row.cells, strict=True):
        for name in cell:
            found.setdefault(plan.texts[name.iri], []).append((year, name))
    return tuple(Listing(entries[0][1], tuple(entries)) for entries in found.values())
