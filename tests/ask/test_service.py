"""The service description tells what the endpoint is, what it answers in, and which graphs it holds."""

from collections import Counter

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, VOID

from kameoka_graph.ask.service import FORMATS, SD, describe_service
from kameoka_graph.formats import ALL, CSV, GRAPHS, RESULTS, TSV, TURTLE
from kameoka_graph.release.folder import DUMP, Release
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import read_nquads, write_quads


@pytest.fixture(scope="module")
def described(store: Embedded, iris: Iris) -> Graph:
    """Give the description, written and read again."""
    turtle = write_quads(describe_service(store, iris), TURTLE, iris.prefixes)
    return Graph().parse(data=turtle, format="turtle")


def test_it_describes_the_endpoint(described: Graph, iris: Iris) -> None:
    """The endpoint is a service at its own address that takes SPARQL 1.1 queries."""
    service = iris.at("sparql")
    assert set(described.subjects(RDF.type, URIRef(f"{SD}Service"))) == {service}
    assert set(described.objects(service, URIRef(f"{SD}endpoint"))) == {service}
    assert set(described.objects(service, URIRef(f"{SD}supportedLanguage"))) == {
        URIRef(f"{SD}SPARQL11Query")
    }


def test_it_offers_no_update(described: Graph) -> None:
    """Nothing in it says that data could be changed."""
    assert "Update" not in described.serialize()


def test_every_graph_has_its_size(described: Graph, release: Release) -> None:
    """The named graphs and their sizes are those of the release."""
    expected = Counter(str(quad[3]) for quad in read_nquads((release.folder / DUMP).read_bytes()))
    found = {}
    for node in described.objects(None, URIRef(f"{SD}namedGraph")):
        name, graph = (
            described.value(node, URIRef(f"{SD}name")),
            described.value(node, URIRef(f"{SD}graph")),
        )
        size = described.value(graph, VOID.triples)
        assert (graph, RDF.type, URIRef(f"{SD}Graph")) in described
        assert size is not None
        found[str(name)] = int(str(size))
    assert found == expected


def test_every_node_has_an_iri_of_its_own(described: Graph, iris: Iris) -> None:
    """Nothing in the description is a blank node, and all of it stands below the endpoint."""
    assert all(str(subject).startswith(iris.at("sparql")) for subject in described.subjects())


def test_its_formats_are_those_of_the_table(described: Graph, iris: Iris) -> None:
    """As many formats are named as the endpoint answers in, by names that the W3C registered."""
    assert len(FORMATS) == len({*RESULTS, *GRAPHS})
    assert {CSV, TSV, TURTLE} < set(ALL)
    formats = set(described.objects(iris.at("sparql"), URIRef(f"{SD}resultFormat")))
    assert formats == {URIRef(f"http://www.w3.org/ns/formats/{name}") for name in FORMATS}
