"""Municipalities to the context graph of the open table that lists them."""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS

from kameoka_graph.read.municipality import Municipality
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SCHEMA


def state_municipalities(municipalities: Iterable[Municipality], iris: Iris) -> Graph:
    """State name, reading, code and site of each municipality, as the table gives them."""
    graph = Graph()
    for one in municipalities:
        iri = iris.municipality(one.code)
        graph.add((iri, RDF.type, ORG.FormalOrganization))
        graph.add((iri, RDF.type, SCHEMA.GovernmentOrganization))
        graph.add((iri, RDFS.label, Literal(one.name, lang="ja")))
        graph.add((iri, SKOS.prefLabel, Literal(one.reading, lang="ja-hrkt")))
        graph.add((iri, DCTERMS.identifier, Literal(one.code)))
        if one.site:
            graph.add((iri, SCHEMA.url, URIRef(one.site)))
    return graph
