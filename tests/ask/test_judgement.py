"""Judgements are the same whether they are asked for or taken from what is said of the statements."""

from collections.abc import Mapping

import pytest

from kameoka_graph.ask.description import describe
from kameoka_graph.ask.judgement import Judgement, judgements, judgements_in
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Quad, Text
from kameoka_graph.store.embedded import Embedded

STATEMENT = Iri("https://plans.test/id/1/plan/a-1/statement/0001")
CURATED = "https://plans.test/ns/mp#CuratedStatement"
SAID: Mapping[str, Iri | Text] = {
    "rdf:type": Iri(CURATED),
    "owl:annotatedSource": Iri("https://plans.test/id/1/plan/a-1"),
    "owl:annotatedProperty": Iri("http://www.w3.org/2004/02/skos/core#prefLabel"),
    "owl:annotatedTarget": Text("けいかく", "ja-hrkt"),
    "rdfs:comment": Text("読み", "ja"),
    "sssom:confidence": Text("0.9"),
    "prov:wasAttributedTo": Iri("https://plans.test/id/agent/a"),
    "dcterms:created": Text("2026-11-22"),
}


def quads(said: Mapping[str, Iri | Text]) -> list[Quad]:
    """Say something of the statement, in two graphs."""
    return [
        (STATEMENT, Iri(PREFIXES[prefix] + name), value, Iri(graph))
        for one, value in said.items()
        for prefix, _, name in [one.partition(":")]
        for graph in ("https://plans.test/graph/a", "https://plans.test/graph/b")
    ]


def test_they_are_the_same_for_every_thing(store: Embedded, iris: Iris) -> None:
    """For each thing of the release that is judged, both ways give the same judgements in the same order."""
    rows = store.select(
        "SELECT DISTINCT ?thing { ?s a <ns/mp#CuratedStatement> ; ?p ?thing VALUES ?p {"
        " <http://www.w3.org/2002/07/owl#annotatedSource>"
        " <http://www.w3.org/2002/07/owl#annotatedTarget> } FILTER(isIRI(?thing)) }"
    ).rows
    things = [Iri(thing) for (thing,) in rows if isinstance(thing, Iri)]
    assert len(things) > 100
    curated = str(iris.mp(Own.CURATED_STATEMENT))
    for thing in things:
        found = describe(store, thing)
        assert found is not None
        assert judgements_in(found.told, curated) == judgements(store, [thing]), thing


def test_a_judgement_is_given_once() -> None:
    """What two graphs say is one judgement."""
    (found,) = judgements_in(quads(SAID), CURATED)
    assert isinstance(found, Judgement)
    assert (found.statement, found.reason, found.date) == (STATEMENT, "読み", "2026-11-22")
    assert found.triple[2] == SAID["owl:annotatedTarget"]


@pytest.mark.parametrize("lacking", SAID)
def test_what_lacks_something_is_no_judgement(lacking: str) -> None:
    """A statement of another class, or without a part, judges nothing."""
    said = {one: value for one, value in SAID.items() if one != lacking}
    assert judgements_in(quads(said), CURATED) == ()
