"""Things to the quads that name them: of what pages of every kind name, asked for only once.

More than half of what a page names are properties, classes, concepts, years, graphs and agents, and
the same ones on every page. They are as many as the vocabulary and the graphs have, however long
the plans are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kameoka_graph.ask.naming import Names
from kameoka_graph.ask.query import view_quads, view_query
from kameoka_graph.say import Language
from kameoka_graph.store.answer import Iri, Quad, Store, Term


@dataclass(frozen=True, slots=True)
class Labels:
    """The names, marks, orders, years and stated classes of things of a store."""

    kept: Mapping[Iri, tuple[Quad, ...]] = field(default_factory=dict)
    """What the store has of some things, none included; it is not asked again for them."""

    def of(self, store: Store, things: Iterable[Iri]) -> tuple[Quad, ...]:
        """Give the quads that name things, each thing once; the store is asked for the others."""
        wanted = sorted(set(things))
        kept = tuple(quad for thing in wanted for quad in self.kept.get(thing, ()))
        others = [thing for thing in wanted if thing not in self.kept]
        return (*kept, *view_quads(store, "labels", subject=others)) if others else kept


ASKED: Final = Labels()
"""Labels of which none are kept."""


def read_labels(store: Store) -> Labels:
    """Ask for the labels of what pages of every kind name: two queries."""
    rows = store.select(view_query("everywhere")).rows
    things = [thing for (thing,) in rows if isinstance(thing, Iri)]
    found: dict[Term, list[Quad]] = defaultdict(list)
    for quad in ASKED.of(store, things):
        found[quad[0]].append(quad)
    return Labels({thing: tuple(found[thing]) for thing in things})


def names_of(
    store: Store,
    things: Iterable[Iri],
    language: Language,
    marker: str,
    labels: Labels = ASKED,
) -> Names:
    """Look up what things are called; `marker` is the property that gives printed marks."""
    return Names(labels.of(store, things), language, marker)
