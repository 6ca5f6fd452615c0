"""The named queries and the prefixes to the graph of queries, as editors of SPARQL read them.

Each query is a `sh:SPARQLExecutable` (https://www.w3.org/TR/shacl/#sparql-constraints-prefixes),
with its question as `rdfs:comment` and its text absolute, so that it runs wherever it is pasted.
"""

from collections.abc import Iterable
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, XSD

from kameoka_graph.catalogue.named import TOPICS, NamedQuery
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import GraphRecord
from kameoka_graph.state.terms import SCHEMA

PREFIX_LIST: Final = "queries/prefixes"
"""Path of the list of prefixes."""
_LIST_TITLE: Final = Say("問い合わせに使える接頭辞", "Prefixes for queries")


def queries_record(iris: Iris) -> GraphRecord:
    """Give what the record says of the graph of queries."""
    title = Say("名前のある問い合わせ", "the named queries")
    return GraphRecord(iris.graph("queries"), title, "vocabulary")


def state_queries(queries: Iterable[NamedQuery], iris: Iris) -> Graph:
    """State each named query, and every prefix with its namespace."""
    graph = Graph()
    prefixes = _state_prefixes(graph, iris)
    for query in queries:
        iri = iris.at(f"queries/{query.name}")
        graph.add((iri, RDF.type, SH.SPARQLExecutable))
        graph.add((iri, RDF.type, SH.SPARQLSelectExecutable))
        _say(graph, iri, RDFS.label, query.title)
        _say(graph, iri, RDFS.comment, query.question)
        _say(graph, iri, SCHEMA.keywords, TOPICS[query.topic])
        graph.add((iri, SCHEMA.position, Literal(query.number)))
        graph.add((iri, SCHEMA.target, iris.at("sparql")))
        graph.add((iri, SH.prefixes, prefixes))
        graph.add((iri, SH["select"], Literal(query.written(iris))))
    return graph


def _state_prefixes(graph: Graph, iris: Iris) -> URIRef:
    """State every prefix that the data is written with, and give the list of them."""
    listed = iris.at(PREFIX_LIST)
    graph.add((listed, RDF.type, OWL.Ontology))
    _say(graph, listed, DCTERMS.title, _LIST_TITLE)
    for name, space in iris.prefixes.items():
        declaration = URIRef(f"{listed}#{name}")
        graph.add((listed, SH.declare, declaration))
        graph.add((declaration, SH["prefix"], Literal(name)))
        graph.add((declaration, SH.namespace, Literal(space, datatype=XSD.anyURI)))
    return listed


def _say(graph: Graph, subject: URIRef, predicate: URIRef, say: Say) -> None:
    graph.add((subject, predicate, Literal(say.ja, lang="ja")))
    graph.add((subject, predicate, Literal(say.en, lang="en")))
