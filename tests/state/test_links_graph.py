"""Links to the outside stand in one graph, each with the record of who confirmed it and how."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, SKOS, XSD

from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.links_graph import state_links
from kameoka_graph.state.terms import SEMAPV, SSSOM

GEONAMES = URIRef("https://sws.geonames.org/1860635/")


@pytest.fixture(scope="module")
def graph(assembly: Assembly) -> Graph:
    """Give the links graph."""
    return assembly.graphs[assembly.iris.graph("links")]


def test_the_city_is_close_to_a_place(graph: Graph, iris: Iris) -> None:
    """The one confirmed link is stated as a close match."""
    assert (iris.municipality("262064"), SKOS.closeMatch, GEONAMES) in graph


def test_nothing_is_said_to_be_the_same(assembly: Assembly) -> None:
    """No graph states identity with anything."""
    for graph in assembly.graphs.values():
        assert not list(graph.subject_objects(OWL.sameAs))


def test_each_link_has_its_record(graph: Graph, iris: Iris) -> None:
    """A link is recorded as SSSOM writes it in RDF: an axiom with justification and confidence."""
    (record,) = graph.subjects(RDF.type, OWL.Axiom)
    expected = {
        OWL.annotatedSource: iris.municipality("262064"),
        OWL.annotatedProperty: SKOS.closeMatch,
        OWL.annotatedTarget: GEONAMES,
        SSSOM.mapping_justification: SEMAPV.ManualMappingCuration,
        SSSOM.confidence: Literal("0.9", datatype=XSD.decimal),
        SSSOM.subject_label: Literal("亀岡市"),
        SSSOM.object_label: Literal("Kameoka"),
        PROV.wasAttributedTo: iris.agent("proposal"),
        DCTERMS.created: Literal("2026-11-22", datatype=XSD.date),
    }
    assert {term: graph.value(record, term, any=False) for term in expected} == expected


def test_a_record_is_cited_by_what_it_links(graph: Graph, iris: Iris) -> None:
    """A record's IRI stands below its set and hangs on what it links, not on the row."""
    (record,) = graph.subjects(RDF.type, OWL.Axiom)
    links = iris.at("links/kameoka")
    assert str(record) == f"{links}#link-be096196676f"
    assert (links, RDF.type, SSSOM.MappingSet) in graph
    assert (links, SSSOM.mappings, record) in graph


def test_no_links_make_an_empty_graph(iris: Iris) -> None:
    """Without files there is nothing to state."""
    assert len(state_links((), iris)) == 0
