"""What pages of every kind name is asked for once, and named as if it were asked for each time."""

from collections.abc import Sequence

import pytest

from kameoka_graph.ask.description import describe
from kameoka_graph.ask.labels import ASKED, Labels, names_of, read_labels
from kameoka_graph.ask.thing import view_thing
from kameoka_graph.formats import Format
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Rows, Store, Triple
from kameoka_graph.store.embedded import Embedded

PLAN = "id/262064/plan/machizukuri-kyodo-3"
THINGS = [
    "id/262064",
    PLAN,
    f"{PLAN}/action-plan/1",
    f"{PLAN}/action-plan/1/fy/2023/activity/5",
    "ns/mp",
    "voc/status",
    "graph/voc",
    "id/agent/machine-draft",
    "shapes/core",
]


class Counting:
    """A store that counts what it is asked."""

    def __init__(self, store: Store) -> None:
        """Stand before a store."""
        self.asked = 0
        self._store = store

    def select(self, query: str) -> Rows:
        """Count, and ask the store."""
        self.asked += 1
        return self._store.select(query)

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Be asked for rows only."""
        raise AssertionError(query)

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Be asked for rows only."""
        raise AssertionError(query)


@pytest.fixture(scope="module")
def labels(store: Embedded) -> Labels:
    """Give what is kept of the real release."""
    return read_labels(store)


def test_terms_concepts_years_graphs_and_agents_are_kept(labels: Labels, iris: Iris) -> None:
    """Of each kind of thing that every page names there is one, with quads; no entry is kept."""
    kept = [
        "http://purl.org/dc/terms/isPartOf",
        iris.mp(Own.PLAN),
        iris.concept("status", "unstated"),
        iris.fiscal_year(2023),
        iris.graph("voc"),
        iris.agent("machine-draft"),
        iris.at(PLAN),
    ]
    assert all(labels.kept[Iri(one)] for one in kept)
    assert not any("/activity/" in one for one in labels.kept)


def test_what_is_kept_is_what_the_store_says(labels: Labels, store: Embedded) -> None:
    """For everything kept the store gives the same quads when it is asked."""
    assert len(labels.kept) > 300
    assert set(labels.of(store, labels.kept)) == set(ASKED.of(store, labels.kept))


def test_the_store_is_not_asked_for_what_is_kept(
    labels: Labels, store: Embedded, iris: Iris
) -> None:
    """Things that are kept cost no query, others one for all of them."""
    counting = Counting(store)
    year, entry = Iri(iris.fiscal_year(2023)), Iri(iris.at(THINGS[3]))
    labels.of(counting, [year])
    assert counting.asked == 0
    found = labels.of(counting, [entry, year, entry])
    assert counting.asked == 1
    assert {quad[0] for quad in found} == {entry, year}


def test_nothing_is_asked_for_nothing(store: Embedded) -> None:
    """Without things there is no query."""
    counting = Counting(store)
    assert ASKED.of(counting, []) == ()
    assert counting.asked == 0


def test_reading_labels_costs_two_queries(store: Embedded) -> None:
    """Which things, and what they are called."""
    counting = Counting(store)
    read_labels(counting)
    assert counting.asked == 2


def test_names_are_the_same(labels: Labels, store: Embedded, iris: Iris) -> None:
    """A name from what is kept is the name that the store gives."""
    things, marker = [Iri(iris.fiscal_year(2023)), Iri(iris.at(PLAN))], str(iris.mp(Own.MARKER))
    for language in Language:
        kept = names_of(store, things, language, marker, labels)
        asked = names_of(store, things, language, marker)
        assert [kept[one] for one in things] == [asked[one] for one in things]


@pytest.mark.parametrize("path", THINGS)
def test_views_are_the_same(labels: Labels, store: Embedded, iris: Iris, path: str) -> None:
    """A description and its view do not depend on what is kept, only on fewer questions."""
    thing = str(iris.at(path))
    kept, asked = describe(store, thing, 1, labels), describe(store, thing)
    assert kept is not None
    assert asked is not None
    assert kept.quads == asked.quads
    for language in Language:
        view = view_thing(store, kept, language, iris, labels)
        assert view == view_thing(store, asked, language, iris)


def test_a_store_that_knows_no_vocabulary_keeps_nothing() -> None:
    """An empty store has labels of nothing, and that is no error."""
    assert read_labels(Embedded.in_memory(b"", "https://plans.test/", {})).kept == {}
