"""A plan to its entries in printed order, each with its exact wording and the series it is in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kameoka_graph.ask.judgement import Judgement, judgement_of
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.plan_view import PlanView, Year
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, Term, plain


@dataclass(frozen=True, slots=True)
class Membership:
    """That an entry was put in a series."""

    series: Name
    """The series."""
    judgement: Judgement | None
    """The judgement that this rests on; None where no statement of it is found."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the table."""

    name: Name
    """The entry."""
    text: str
    """Its wording, exactly as printed."""
    action_plan: Name
    """The action plan that it stands under."""
    year: Year
    """The column that it stands in."""
    memberships: tuple[Membership, ...]
    """The series that it was put in, by IRI; often one, none where nobody judged."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one plan."""

    plan: PlanView
    """The plan."""
    entries: tuple[Entry, ...]
    """Its entries: by action plan, then by year, then as printed."""
    curators: Mapping[Iri, Name]
    """Names of those who put them in series."""


def view_entries(store: Store, plan: PlanView, language: Language, iris: Iris) -> Entries:
    """View the entries of a plan."""
    series: dict[str, dict[Iri, Judgement | None]] = defaultdict(dict)
    for row in store.select(view_query("memberships", plan=[plan.name.iri])).records():
        entry = plain(row["entry"])
        series[entry].setdefault(Iri(plain(row["series"])), _judged(row, iris))
    found = {one for memberships in series.values() for one in memberships.items()}
    curators = {judgement.curator for _, judgement in found if judgement}
    things = {one for one, _ in found} | curators
    names = names_of(store, things, language, str(iris.mp(Own.MARKER)))
    entries = (
        Entry(
            name,
            plan.texts[name.iri],
            row.action_plan.name,
            year,
            tuple(Membership(names[iri], why) for iri, why in series[name.iri].items()),
        )
        for row in plan.rows
        for year, cell in zip(plan.years, row.cells, strict=True)
        for name in cell
    )
    return Entries(plan, tuple(entries), {iri: names[iri] for iri in curators})


def _judged(row: Mapping[str, Term], iris: Iris) -> Judgement | None:
    if "statement" not in row:
        return None
    triple = (row["entry"], Iri(iris.mp(Own.IN_SERIES)), row["series"])
    return judgement_of(row, triple)


def judgements_behind(entries: Iterable[Entry], series: Iri) -> tuple[Judgement, ...]:
    """Give the judgements that put entries in a series, one for each reason and confidence."""
    found: dict[tuple[object, ...], Judgement] = {}
    for entry in entries:
        for membership in entry.memberships:
            why = membership.judgement
            if why is not None and membership.series.iri == series:
                found.setdefault((why.reason, why.confidence, why.curator), why)
    return tuple(found.values())
