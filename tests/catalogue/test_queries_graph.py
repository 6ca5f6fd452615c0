"""The graph of queries has every named query as an editor reads it, and every prefix."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import BNode

from kameoka_graph.catalogue.named import TOPICS, catalogue
from kameoka_graph.catalogue.queries_graph import queries_record, state_queries
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SCHEMA
from kameoka_graph.store.embedded import Embedded


@pytest.fixture(scope="module")
def stated(iris: Iris) -> Graph:
    """Give the graph."""
    return state_queries(catalogue(), iris)


def test_it_is_a_graph_of_the_release(assembly: Assembly, stated: Graph, iris: Iris) -> None:
    """The release has the graph, and its record says so."""
    record = queries_record(iris)
    assert record.name == iris.graph("queries")
    assert iris.knowledge(str(record.name)) == record.knowledge
    assert set(assembly.graphs[record.name]) == set(stated)


def test_every_named_query_is_an_executable(stated: Graph, iris: Iris) -> None:
    """Each has its title, question and topic in both languages, its place and its endpoint."""
    found = set(stated.subjects(RDF.type, SH.SPARQLExecutable))
    assert found == set(stated.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert found == {iris.at(f"queries/{query.name}") for query in catalogue()}
    for query in catalogue():
        iri = iris.at(f"queries/{query.name}")
        said = ((RDFS.label, query.title), (RDFS.comment, query.question))
        for predicate, say in (*said, (SCHEMA.keywords, TOPICS[query.topic])):
            assert set(stated.objects(iri, predicate)) == {
                Literal(say.ja, lang="ja"),
                Literal(say.en, lang="en"),
            }
        assert stated.value(iri, SCHEMA.target) == iris.at("sparql")
        assert stated.value(iri, SH["select"]) == Literal(query.written(iris))
        assert stated.value(iri, SCHEMA.position) == Literal(query.number)


def test_every_prefix_is_declared(stated: Graph, iris: Iris) -> None:
    """Each prefix has its namespace, absolute, and belongs to the list that the queries use."""
    (listed,) = set(stated.objects(None, SH.prefixes))
    found = {
        str(stated.value(one, SH["prefix"])): stated.value(one, SH.namespace)
        for one in stated.objects(listed, SH.declare)
    }
    assert found == {
        name: Literal(space, datatype=XSD.anyURI) for name, space in iris.prefixes.items()
    }
    assert not [s for s in stated.subjects() if isinstance(s, BNode)]


def test_editors_find_the_examples(store: Embedded, iris: Iris) -> None:
    """The query by which the SIB editor looks for examples gives each question with its text."""
    rows = store.select(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?query ?select WHERE {
          ?query a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?select . }"""
    )
    assert {URIRef(str(row["query"])) for row in rows.records()} == {
        iris.at(f"queries/{query.name}") for query in catalogue()
    }
