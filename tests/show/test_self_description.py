"""What the data is made of is told alike at the endpoint, at the well-known address and in the store."""

import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.namespace import VOID

from kameoka_graph.formats import GRAPHS, TURTLE, Format
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.meta_graph import DATASET
from tests.show.stage import parsed

WELL_KNOWN = "/.well-known/void"


def graph(client: FlaskClient, address: str) -> Graph:
    """Read what an address answers in Turtle."""
    response = client.get(address, headers={"Accept": TURTLE.media_type})
    assert response.status_code == 200
    return Graph().parse(data=response.data, format="turtle")


def test_three_places_say_the_same(client: FlaskClient, assembly: Assembly) -> None:
    """What the endpoint and the well-known address say of the data set is what the record says of it."""
    dataset = assembly.iris.at(DATASET)
    record = set(assembly.graphs[assembly.iris.graph("meta")].predicate_objects(dataset))
    assert set(graph(client, WELL_KNOWN).predicate_objects(dataset)) == record
    assert set(graph(client, "/sparql").predicate_objects(dataset)) == record
    assert {p for p, _ in record} > {VOID.classPartition, VOID.propertyPartition, VOID.triples}


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_the_well_known_description_is_negotiated(client: FlaskClient, form: Format) -> None:
    """Every format of RDF can be had there, with the address of that very file."""
    response = client.get(WELL_KNOWN, headers={"Accept": form.media_type})
    assert (response.status_code, response.content_type) == (200, form.content_type)
    assert response.headers["Vary"] == "Accept"
    assert response.headers["Content-Location"] == f"/void.{form.name}"
    assert parsed(response.data, form)
    file = client.get(f"/void.{form.name}", headers={"Accept": "image/png"})
    assert (file.status_code, file.data) == (200, response.data)


def test_what_there_is_not_is_told(client: FlaskClient) -> None:
    """A format that is none of RDF's is 406 where it is negotiated, and 404 as a file."""
    assert client.get(WELL_KNOWN, headers={"Accept": "image/png"}).status_code == 406
    assert [client.get(f"/void.{end}").status_code for end in ("exe", "csv", "turtle")] == [404] * 3


def test_a_base_with_a_path_keeps_it(below: FlaskClient) -> None:
    """Below a base with a path the description stands under it, and says so."""
    response = below.get(WELL_KNOWN)
    assert (response.status_code, response.headers["Content-Location"]) == (200, "/lod/void.ttl")


@pytest.mark.parametrize(("language", "said"), [("ja", "10 秒"), ("en", "10 seconds")])
def test_people_read_the_limits(client: FlaskClient, language: str, said: str) -> None:
    """The query page says the limits with their units, and leads to the description."""
    page = client.get(f"/sparql?lang={language}", headers={"Accept": "text/html"}).text
    assert said in page
    assert "33,554,432" in page
    assert "/page/dataset/all/void" in page
    led = client.get(WELL_KNOWN, headers={"Accept": "text/html"})
    assert (led.status_code, led.headers["Location"]) == (303, "/page/dataset/all/void")
