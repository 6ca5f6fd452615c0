"""What a release offers: the places of its plans are those that the links have verified."""

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, SKOS

from kameoka_graph.state.iris import Iris
from kameoka_graph.state.offer import Place, places_of
from kameoka_graph.state.terms import SSSOM


def test_places_are_those_of_the_links(iris: Iris) -> None:
    """Only matches with GeoNames are places; other links are not."""
    links, city = Graph(), iris.municipality("262064")
    kameoka, other = URIRef("https://sws.geonames.org/1860635/"), URIRef("https://x.test/1")
    links.add((city, SKOS.closeMatch, kameoka))
    links.add((city, SKOS.closeMatch, other))
    links.add((iris.at("id/262064/org/a"), SKOS.closeMatch, URIRef("https://sws.geonames.org/2/")))
    link = iris.at("links/x#link-1")
    links.add((link, OWL.annotatedTarget, kameoka))
    links.add((link, SSSOM.object_label, Literal("Kameoka")))
    assert places_of(links, [city]) == (Place(str(kameoka), "Kameoka"),)
    assert places_of(Graph(), [city]) == ()
