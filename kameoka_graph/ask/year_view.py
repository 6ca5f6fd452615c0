"""A fiscal year to what the plans list in it, and what is new or gone against the year before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kameoka_graph.ask.changes_view import ChangesView, YearCourse
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, plain


@dataclass(frozen=True, slots=True)
class PlanYear:
    """What one plan lists in the year."""

    changes: ChangesView
    """The plan with all its years."""
    year: YearCourse
    """This year of it."""


@dataclass(frozen=True, slots=True)
class YearView:
    """A fiscal year."""

    name: Name
    """The fiscal year."""
    year: int
    """The Western year it starts in."""
    start: date | None
    """Its first day, if the data has it."""
    end: date | None
    """Its last day."""
    plans: tuple[PlanYear, ...]
    """The plans that have a column for it."""
    years: tuple[Name, ...]
    """Every fiscal year that one of the plans looked at has a column for, in order."""


@dataclass(frozen=True, slots=True)
class YearPlans:
    """A fiscal year with the plans that have a column for it."""

    name: Name
    """The fiscal year."""
    plans: tuple[Name, ...]
    """The plans, by IRI."""


def plans_by_year(store: Store) -> Mapping[int, tuple[Iri, ...]]:
    """Give the plans whose tables have a column for each year, by the Western year, in order."""
    found: dict[int, list[Iri]] = {}
    for row in store.select(view_query("columns")).records():
        year = int(plain(row["year"]).rpartition("/")[2])
        found.setdefault(year, []).append(Iri(plain(row["plan"])))
    return {year: tuple(plans) for year, plans in sorted(found.items())}


def view_years(store: Store, language: Language, iris: Iris) -> tuple[YearPlans, ...]:
    """View every fiscal year that the table of a plan has a column for."""
    found = plans_by_year(store)
    things = {Iri(iris.fiscal_year(year)) for year in found}
    things |= {plan for plans in found.values() for plan in plans}
    names = names_of(store, things, language, str(iris.mp(Own.MARKER)))
    return tuple(
        YearPlans(names[Iri(iris.fiscal_year(year))], tuple(names[plan] for plan in plans))
        for year, plans in found.items()
    )


def view_year(
    store: Store, year: int, plans: Iterable[ChangesView], language: Language, iris: Iris
) -> YearView | None:
    """View a year of some plans; None where none of them has a column for it."""
    every = tuple(plans)
    found = ((plan, plan.of(year)) for plan in every)
    listed = tuple(PlanYear(plan, course) for plan, course in found if course is not None)
    if not listed:
        return None
    thing = Iri(iris.fiscal_year(year))
    days = next(store.select(view_query("intervals", year=[thing])).records(), None)
    names = names_of(store, [thing], language, str(iris.mp(Own.MARKER)))
    columns = {one.year.year: one.year.name for plan in every for one in plan.years}
    return YearView(
        names[thing],
        year,
        date.fromisoformat(plain(days["start"])[:10]) if days else None,
        date.fromisoformat(plain(days["end"])[:10]) if days else None,
        listed,
        tuple(name for _, name in sorted(columns.items())),
    )
