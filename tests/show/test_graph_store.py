"""Each graph can be had whole by its name, and none can be changed."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from kameoka_graph.formats import GRAPHS, NTRIPLES, Format
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.release.folder import Release
from kameoka_graph.show.graph_store import contents, read_graph
from tests.show.stage import parsed

STORE = "/rdf-graph-store"


def triples(client: FlaskClient, address: str) -> int:
    """Count the triples of an answer."""
    response = client.get(address, headers={"Accept": NTRIPLES.media_type})
    assert (response.status_code, response.content_type) == (200, NTRIPLES.content_type)
    return len(response.data.splitlines())


def test_every_graph_can_be_had(client: FlaskClient, assembly: Assembly) -> None:
    """Each named graph is answered with as many triples as it has, by its whole name or below the base."""
    for name, graph in assembly.graphs.items():
        assert triples(client, f"{STORE}?graph={quote(name)}") == len(graph), name
    links = assembly.iris.graph("links")
    assert triples(client, f"{STORE}?graph=graph/links") == len(assembly.graphs[links])


def test_the_default_graph_is_the_merge(client: FlaskClient, release: Release) -> None:
    """What `?default` gives is every triple of every graph once, the catalogue's among them."""
    lines = [line for dump in release.dumps for line in dump.read_bytes().splitlines()]
    merged = {line[: line.rindex(b" <")] for line in lines}
    assert triples(client, f"{STORE}?default") == len(merged)


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_every_format_can_be_had(client: FlaskClient, form: Format) -> None:
    """The graph is negotiated, and HEAD says what GET would."""
    headers = {"Accept": form.media_type}
    response = client.get(f"{STORE}?graph=graph/links", headers=headers)
    assert (response.status_code, response.content_type) == (200, form.content_type)
    assert len(parsed(response.data, form)) == 18
    head = client.head(f"{STORE}?graph=graph/links", headers=headers)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == response.headers["ETag"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (STORE, 400),
        (f"{STORE}?graph=graph/links&default", 400),
        (f"{STORE}?graph=a&graph=b", 400),
        (f"{STORE}?default=yes", 400),
        (f"{STORE}?graph=graph/none", 404),
        (f"{STORE}?graph=https%3A%2F%2F%5B", 404),
        (f"{STORE}?graph=%3C%3E%20", 404),
        (f"{STORE}?graph=%ff", 400),
        (f"{STORE}?graph=graph/links&format=csv", 400),
    ],
)
def test_what_cannot_be_answered_is_told(client: FlaskClient, address: str, status: int) -> None:
    """Neither or both parameters are 400, a graph that there is not is 404."""
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client: FlaskClient, method: str) -> None:
    """What would change a graph is 405, with what is allowed instead."""
    response = client.open(f"{STORE}?default", method=method, data=b"")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_relative_name_is_below_the_base() -> None:
    """A name without a scheme is resolved against the base, and the question asks that graph only."""
    values = {"graph": ["graph/voc"]}
    name = read_graph(lambda key: values.get(key, []), "https://plans.test/lod/")
    assert name == "https://plans.test/lod/graph/voc"
    assert contents(name, GRAPHS).default_graphs == (name,)
    assert contents(None, GRAPHS).default_graphs == ()


def test_a_person_is_led_to_what_it_is(client: FlaskClient) -> None:
    """A browser at the address itself gets the page about the service; a program is told what is missing."""
    response = client.get(STORE, headers={"Accept": "text/html"})
    assert response.status_code == 303
    assert response.headers["Location"] == "/page/service/graph-store"
    assert client.get(STORE, headers={"Accept": "text/turtle"}).status_code == 400
    assert client.get(STORE).status_code == 400
