"""A store to the list of its plans, for a front page that cannot show them all in full."""

from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, plain

SIZE: Final = 100
"""Plans on one page."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list."""

    name: Name
    """The plan."""
    publisher: Name
    """The municipality that publishes it."""
    period: str
    """Its period as printed, e.g. 令和2年度～6年度."""


@dataclass(frozen=True, slots=True)
class PlanList:
    """A page of the list of plans."""

    lines: tuple[PlanLine, ...]
    """Its plans, by their IRIs: that is, by the codes of the municipalities."""
    total: int
    """How many plans there are on all pages."""
    page: int
    """Which page it is, from 1."""
    pages: int
    """How many there are."""


def list_plans(store: Store, language: Language, iris: Iris, page: int) -> PlanList | None:
    """List the plans of a page; None where there is no such page."""
    rows = list(store.select(view_query("plans")).records())
    pages = max(1, -(-len(rows) // SIZE))
    if not 1 <= page <= pages:
        return None
    shown = rows[(page - 1) * SIZE : page * SIZE]
    things = {Iri(plain(row[key])) for row in shown for key in ("plan", "publisher")}
    names = names_of(store, things, language, str(iris.mp(Own.MARKER)))
    lines = tuple(
        PlanLine(
            names[Iri(plain(row["plan"]))],
            names[Iri(plain(row["publisher"]))],
            plain(row["period"]),
        )
        for row in shown
    )
    return PlanList(lines, len(rows), page, pages)
