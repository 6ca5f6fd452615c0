"""The queries of the pages run as they stand."""

from importlib.resources import files

import pytest

from kameoka_graph.ask.query import quads_of, view_quads, view_query
from kameoka_graph.store.answer import Iri, Rows, Term, Text
from kameoka_graph.store.embedded import Embedded

VIEWS = sorted(
    one.name.removesuffix(".rq")
    for one in (files("kameoka_graph.ask") / "queries" / "views").iterdir()
)


def test_there_are_queries_for_the_views() -> None:
    """The folder of view queries was found, and it holds what the views ask."""
    assert len(VIEWS) >= 12
    assert {"incoming", "outgoing", "labels", "plans", "elements"} <= set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_query_runs_as_it_stands(store: Embedded, name: str) -> None:
    """A query's file is valid SPARQL with its defaults, and names the columns that it gives."""
    assert all(variable.islower() for variable in store.select(view_query(name)).variables)


def test_a_query_gives_quads(store: Embedded) -> None:
    """Quads of a thing are about that thing, each from a named graph."""
    concept = Iri("https://plans.test/voc/status/unstated")
    found = view_quads(store, "outgoing", subject=[concept])
    assert {quad[0] for quad in found} == {concept}
    assert all(isinstance(quad[3], Iri) for quad in found)


@pytest.mark.parametrize(
    "row",
    [
        (None, Iri("x:p"), Text("o"), Iri("x:g")),
        (Iri("x:s"), Text("p"), Text("o"), Iri("x:g")),
        (Iri("x:s"), Iri("x:p"), None, Iri("x:g")),
        (Iri("x:s"), Iri("x:p"), Text("o"), None),
    ],
)
def test_what_is_no_quad_is_refused(row: tuple[Term | None, ...]) -> None:
    """A row that lacks a term, or has a text for a property or graph, is no quad."""
    with pytest.raises(TypeError):
        quads_of(Rows(("subject", "predicate", "object", "graph"), (row,)))
