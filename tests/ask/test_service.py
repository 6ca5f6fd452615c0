"""The service description tells what the endpoint is, what it answers in, and which graphs it holds."""

from collections import Counter

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, VOID, XSD

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.service import FORMATS, SD, describe_data, describe_service, limits_told
from kameoka_graph.formats import ALL, CSV, GRAPHS, RESULTS, TSV, TURTLE
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.release.folder import Release
from kameoka_graph.state.contents_graph import DESCRIPTION
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import DATASET
from kameoka_graph.state.terms import SCHEMA
from kameoka_graph.store.answer import Text
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import read_nquads, write_quads


@pytest.fixture(scope="module")
def described(store: Embedded, iris: Iris) -> Graph:
    """Give the description, written and read again."""
    turtle = write_quads(describe_service(store, iris, Limits()), TURTLE, iris.prefixes)
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
    expected = Counter(
        str(quad[3]) for dump in release.dumps for quad in read_nquads(dump.read_bytes())
    )
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
    """Nothing in the description is a blank node, and all of it stands below the base."""
    assert all(str(subject).startswith(iris.root) for subject in described.subjects())


def test_its_formats_are_those_of_the_table(described: Graph, iris: Iris) -> None:
    """As many formats are named as the endpoint answers in, by names that the W3C registered."""
    assert len(FORMATS) == len({*RESULTS, *GRAPHS})
    assert {CSV, TSV, TURTLE} < set(ALL)
    formats = set(described.objects(iris.at("sparql"), URIRef(f"{SD}resultFormat")))
    assert formats == {URIRef(f"http://www.w3.org/ns/formats/{name}") for name in FORMATS}


def test_its_limits_are_those_of_the_operator(described: Graph, iris: Iris) -> None:
    """Each limit that a client meets is told with its value, and a limit that is not set is not."""
    found = {
        str(described.value(node, URIRef(f"{SCHEMA}propertyID"))): described.value(
            node, URIRef(f"{SCHEMA}value")
        )
        for node in described.objects(iris.at("sparql"), URIRef(f"{SCHEMA}additionalProperty"))
    }
    limits = Limits()
    assert found["deadline"] == Literal(limits.deadline, datatype=XSD.decimal)
    assert found["answer"] == Literal(limits.body)
    assert found["query"] == Literal(limits.query_length)
    assert "rows" not in found
    assert [row[2] for row in limits_told(Limits(rows=7)) if row[0] == "rows"] == [7]


def test_federation_is_told_where_it_is_allowed(store: Embedded, iris: Iris) -> None:
    """Only where the operator allows endpoints, the feature is named."""
    feature = f"{SD}BasicFederatedQuery"
    allowed = Limits(endpoints=("https://other.test/sparql",))
    assert feature not in {quad[2] for quad in describe_service(store, iris, Limits())}
    assert feature in {quad[2] for quad in describe_service(store, iris, allowed)}


def test_the_data_is_described_as_the_record_says(
    store: Embedded, assembly: Assembly, iris: Iris
) -> None:
    """All that the record says of the data set, its parts and its graphs is in the description, and nothing else."""
    quads = describe_data(store)
    record = assembly.graphs[iris.graph("meta")]
    dataset = iris.at(DATASET)
    parts = {*record.objects(dataset, VOID.subset), dataset}
    expected = {
        (str(s), str(p), str(o))
        for s, p, o in record
        if s in parts or str(s).startswith(f"{dataset}/")
    }
    found = [(str(s), str(p), o.value if isinstance(o, Text) else str(o)) for s, p, o, _ in quads]
    assert set(found) == expected
    assert len(found) == len(quads) > 3000


def test_the_service_tells_the_data_in_short(described: Graph, store: Embedded, iris: Iris) -> None:
    """What the endpoint says of the data is a part of its full description, which it links to."""
    quads = {(str(s), str(p)) for s, p, _, _ in describe_data(store)}
    about = iris.at(DESCRIPTION)
    said = {(str(s), str(p)) for s, p, _ in described if str(s).startswith(iris.at(DATASET))}
    assert said < quads
    assert (iris.at("sparql"), RDFS.seeAlso, about) in described
    assert len(set(described.objects(None, VOID["class"]))) > 40
    parts = set(described.objects(iris.at(DATASET), VOID.propertyPartition))
    assert set(described.subjects(VOID.property, None)) == parts
