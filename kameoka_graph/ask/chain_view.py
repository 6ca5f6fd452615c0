"""A plan to its chain, from themes down to entries by year, each step stated or judged."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kameoka_graph.ask.contributions import contributions
from kameoka_graph.ask.judgement import Judgement
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name, Names
from kameoka_graph.ask.plan_view import PlanView, TableRow
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, plain


@dataclass(frozen=True, slots=True)
class Step:
    """One step down the chain, to a thing and what follows from it."""

    name: Name
    """The thing that the step leads to."""
    judgement: Judgement | None
    """The judgement that the step rests on; None where the source states it."""
    steps: tuple["Step", ...]
    """The steps further down, those stated first."""
    row: TableRow | None
    """The table row of an action plan, with its entries by year."""


@dataclass(frozen=True, slots=True)
class ChainView:
    """The chains of one plan."""

    plan: PlanView
    """The plan."""
    themes: tuple[Step, ...]
    """A chain from each theme."""
    unlinked: tuple[Step, ...]
    """Pillars and action plans that nobody linked to anything above them."""
    curators: Mapping[Iri, Name]
    """Names of those who judged."""


def view_chain(store: Store, plan: PlanView, language: Language, iris: Iris) -> ChainView:
    """View the chains of a plan."""
    contributes = str(iris.mp(Own.CONTRIBUTES_TO))
    rows = list(store.select(view_query("chain", plan=[plan.name.iri])).records())
    things = {Iri(plain(row[end])) for row in rows for end in ("lower", "upper")}
    names = names_of(store, things, language, str(iris.mp(Own.MARKER)))
    why = {(one.lower, one.upper): one.judgement for one in contributions(store, plan, iris)}
    down: dict[str, list[tuple[Iri, Judgement | None]]] = defaultdict(list)
    entries = {entry.iri for row in plan.rows for cell in row.cells for entry in cell}
    for row in rows:
        lower, upper = Iri(plain(row["lower"])), Iri(plain(row["upper"]))
        if lower not in entries:
            judged = plain(row["relation"]) == contributes
            down[upper].append((lower, why.get((lower, upper)) if judged else None))
    walker = _Walker(names, down, {row.action_plan.name.iri: row for row in plan.rows})
    themes = tuple(walker.step(theme.name.iri, None, frozenset()) for theme in plan.themes)
    tops = [
        *(pillar.name.iri for pillar in plan.pillars),
        *(row.action_plan.name.iri for row in plan.rows),
    ]
    unlinked = tuple(
        walker.step(iri, None, frozenset()) for iri in tops if iri not in walker.reached
    )
    curators = {one.curator for one in why.values() if one is not None}
    curator_names = names_of(store, curators, language, str(iris.mp(Own.MARKER)))
    return ChainView(plan, themes, unlinked, {iri: curator_names[iri] for iri in curators})


class _Walker:
    """Walks down from a thing, and remembers what it reached."""

    def __init__(
        self,
        names: Names,
        down: Mapping[str, list[tuple[Iri, Judgement | None]]],
        rows: Mapping[Iri, TableRow],
    ) -> None:
        self._names = names
        self._down = down
        self._rows = rows
        self.reached: set[Iri] = set()

    def step(self, thing: Iri, judgement: Judgement | None, above: frozenset[Iri]) -> Step:
        """Give the step to a thing with all below it; a thing never stands below itself."""
        self.reached.add(thing)
        within = above | {thing}
        below = sorted(
            (one for one in self._down.get(thing, ()) if one[0] not in within),
            key=lambda one: (one[1] is not None, -(one[1].confidence if one[1] else 0), one[0]),
        )
        steps = tuple(self.step(lower, why, within) for lower, why in below)
        return Step(self._names[thing], judgement, steps, self._rows.get(thing))
