"""Municipalities are stated as the open table gives them."""

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS

from kameoka_graph.read.municipality import Municipality
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.municipality_graph import state_municipalities
from kameoka_graph.state.terms import SCHEMA

KAMEOKA = Municipality(
    "262064", "京都府", "亀岡市", "かめおかし", "https://www.city.kameoka.kyoto.jp/"
)


def test_name_reading_code_and_site_are_stated(iris: Iris) -> None:
    """A municipality is a public organisation with name, reading, code and site."""
    graph, city = state_municipalities([KAMEOKA], iris), iris.municipality("262064")
    assert set(graph.predicate_objects(city)) == {
        (RDF.type, ORG.FormalOrganization),
        (RDF.type, SCHEMA.GovernmentOrganization),
        (RDFS.label, Literal("亀岡市", lang="ja")),
        (SKOS.prefLabel, Literal("かめおかし", lang="ja-hrkt")),
        (DCTERMS.identifier, Literal("262064")),
        (SCHEMA.url, URIRef("https://www.city.kameoka.kyoto.jp/")),
    }


def test_a_municipality_without_a_site_has_none(iris: Iris) -> None:
    """An empty cell of the table states nothing."""
    village = Municipality("011002", "北海道", "札幌市", "さっぽろし", "")
    graph = state_municipalities([village], iris)
    assert graph.value(iris.municipality("011002"), SCHEMA.url) is None
    assert len(graph) == 5
