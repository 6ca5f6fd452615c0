"""Any SPARQL endpoint answers like the embedded engine; what it does wrong is told, never guessed."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDFS

from kameoka_graph.formats import (
    CSV,
    GRAPHS,
    JSONLD,
    NTRIPLES,
    RESULTS,
    RESULTS_JSON,
    TURTLE,
    Format,
)
from kameoka_graph.store.answer import (
    LANG_STRING,
    BadQueryError,
    Blank,
    Iri,
    StoreUnreachableError,
    Text,
)
from kameoka_graph.store.canonical import canonical_nquads
from kameoka_graph.store.embedded import Embedded, NoFormatError
from kameoka_graph.store.remote import Remote, read_results

BASE = "http://x.jp/"
A, B, P = (URIRef(f"{BASE}{name}") for name in "abp")
DATA = canonical_nquads(
    {
        URIRef(f"{BASE}g"): Graph()
        .add((A, P, B))
        .add((A, P, BNode("n")))
        .add((A, RDFS.label, Literal("亀岡", lang="ja-hrkt")))
        .add((A, RDFS.label, Literal(3)))
    }
)


@dataclass
class Endpoint:
    """A SPARQL endpoint on this machine, and what it was asked."""

    address: str
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    answers: list[tuple[int, str, bytes]] = field(default_factory=list)
    """Answers to give instead of the engine's, the next one first."""


def _engine_answer(store: Embedded, query: str, accept: str) -> tuple[int, str, bytes]:
    """Answer as an endpoint does: 400 for a bad query, 406 where no format fits."""
    wanted = [part.partition(";")[0].strip() for part in accept.split(",")]
    formats = [form for name in wanted for form in (*GRAPHS, *RESULTS) if form.media_type == name]
    try:
        form, body = store.answer(query, formats)
    except BadQueryError as error:
        return 400, "text/plain", error.detail.encode()
    except NoFormatError:
        return 406, "text/plain", b"not acceptable"
    return 200, form.content_type, body


def _handler(store: Embedded, endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
            endpoint.asked.append(form)
            endpoint.accepted.append(self.headers["Accept"])
            status, content_type, body = (
                endpoint.answers.pop(0)
                if endpoint.answers
                else _engine_answer(store, form["query"][0], self.headers["Accept"])
            )
            self.send_response(status)
            if content_type:
                self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body) + (100 if status == 299 else 0)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    return Handler


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """Give an endpoint that answers from the embedded engine."""
    found = Endpoint("")
    store = Embedded.in_memory(DATA, BASE, {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(store, found))
    found.address = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def remote(endpoint: Endpoint) -> Remote:
    """Give the store behind that endpoint."""
    return Remote(endpoint.address, timeout=5)


def test_rows_come_as_from_the_embedded_engine(remote: Remote) -> None:
    """IRIs, blank nodes, languages, datatypes and gaps come as plain values."""
    query = f"SELECT ?none ?o {{ <{A}> ?p ?o }}"
    rows = remote.select(query)
    assert rows.variables == ("none", "o")
    terms = {row[1] for row in rows.rows}
    assert {row[0] for row in rows.rows} == {None}
    assert {type(term) for term in terms} == {Iri, Blank, Text}
    assert {term for term in terms if isinstance(term, Text)} == {
        Text("亀岡", "ja-hrkt", LANG_STRING),
        Text("3", "", "http://www.w3.org/2001/XMLSchema#integer"),
    }
    embedded = Embedded.in_memory(DATA, BASE, {})
    assert sorted(map(repr, rows.rows)) == sorted(map(repr, embedded.select(query).rows))


@pytest.mark.parametrize(("query", "value"), [("ASK {}", "true"), ("ASK { <a:b> ?p ?o }", "false")])
def test_an_ask_is_one_row(remote: Remote, query: str, value: str) -> None:
    """A boolean comes as one row of one column."""
    rows = remote.select(query)
    assert rows.variables == ("ask",)
    assert rows.rows == ((Text(value, "", "http://www.w3.org/2001/XMLSchema#boolean"),),)


def test_triples_come_as_plain_values(remote: Remote) -> None:
    """A CONSTRUCT gives triples."""
    assert remote.construct(f"CONSTRUCT {{ <{A}> <{P}> <{B}> }} WHERE {{}}") == (
        (Iri(A), Iri(P), Iri(B)),
    )


@pytest.mark.parametrize("form", [TURTLE, JSONLD, NTRIPLES], ids=["ttl", "jsonld", "nt"])
def test_a_graph_comes_in_the_format_wanted(remote: Remote, form: Format) -> None:
    """Of the formats wanted the first is preferred, and told by its Content-Type."""
    taken, body = remote.answer(
        f"CONSTRUCT {{ <{A}> <{P}> ?o }} WHERE {{ <{A}> <{P}> ?o }}", [form, *GRAPHS]
    )
    assert taken == form
    assert b"x.jp" in body


def test_formats_are_asked_for_by_the_accept_header_alone(
    remote: Remote, endpoint: Endpoint
) -> None:
    """The request carries the query and an ordered Accept header, and no private parameter for the format."""
    remote.answer("SELECT * { ?s ?p ?o }", [CSV, RESULTS_JSON])
    assert endpoint.asked == [{"query": ["SELECT * { ?s ?p ?o }"]}]
    assert endpoint.accepted == ["text/csv;q=1, application/sparql-results+json;q=0.95"]


def test_relative_iris_stand_below_the_base_given(endpoint: Endpoint) -> None:
    """With a base, a query may name our own things without it."""
    rows = Remote(endpoint.address, base=BASE).select("SELECT ?o { <a> <p> ?o FILTER isIRI(?o) }")
    assert rows.rows == ((Iri(B),),)


def test_a_bad_query_is_refused_with_the_endpoints_words(remote: Remote) -> None:
    """A query that the endpoint refuses raises as a bad query, with what the endpoint says."""
    with pytest.raises(BadQueryError, match="line 1, column"):
        remote.select("SELECT * { ?s }")


@pytest.mark.parametrize("query", ["INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL", "CLEAR ALL"])
def test_an_update_is_never_sent(remote: Remote, endpoint: Endpoint, query: str) -> None:
    """An update is refused here, before anything leaves this process."""
    with pytest.raises(BadQueryError, match="update"):
        remote.answer(query, [RESULTS_JSON])
    assert endpoint.asked == []


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        ((500, "text/plain", b"broken"), "EndPointInternalError"),
        ((404, "text/plain", b""), "EndPointNotFound"),
        ((401, "text/plain", b""), "Unauthorized"),
        ((503, "text/plain", b""), "503"),
        ((406, "text/plain", b""), "406"),
        ((200, "text/html", b"<html>"), "Content-Type: text/html"),
        ((200, "", b"{}"), "Content-Type: "),
        ((200, "application/sparql-results+json", b"<html>"), "JSONDecodeError"),
        ((200, "application/sparql-results+json", b"[]"), "TypeError"),
        ((200, "application/sparql-results+json", b'{"head": {}}'), "KeyError"),
        ((299, "application/sparql-results+json", b"{"), "IncompleteRead"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value[0]),
)
def test_an_answer_that_cannot_be_used_is_told(
    remote: Remote, endpoint: Endpoint, answer: tuple[int, str, bytes], detail: str
) -> None:
    """A failing endpoint, another format and a broken answer are told with the address and the reason."""
    endpoint.answers.append(answer)
    with pytest.raises(StoreUnreachableError) as caught:
        remote.select("SELECT * { ?s ?p ?o }")
    assert endpoint.address in caught.value.say.ja
    assert endpoint.address in caught.value.say.en
    cause = caught.value.__cause__
    assert detail in f"{type(cause).__name__} {caught.value.say.en}"


def test_an_endpoint_that_is_not_there_is_told() -> None:
    """Where nothing listens, the address and the system's reason are told."""
    address = "http://127.0.0.1:9/sparql"
    with pytest.raises(StoreUnreachableError, match="Connection refused") as caught:
        Remote(address, timeout=5).select("SELECT * { ?s ?p ?o }")
    assert address in caught.value.say.ja


def test_an_endpoint_that_does_not_answer_is_told() -> None:
    """An endpoint that stays silent is given up after the time to wait."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        with pytest.raises(StoreUnreachableError, match="timed out"):
            Remote(address, timeout=1).select("SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("binding", "term"),
    [
        ({"type": "uri", "value": "http://x.jp/a"}, Iri("http://x.jp/a")),
        ({"type": "bnode", "value": "b0"}, Blank("b0")),
        ({"type": "literal", "value": "x"}, Text("x")),
        ({"type": "literal", "value": "x", "xml:lang": "JA"}, Text("x", "ja", LANG_STRING)),
        ({"type": "typed-literal", "value": "1", "datatype": "t:t"}, Text("1", "", "t:t")),
    ],
    ids=["iri", "blank", "text", "language", "typed"],
)
def test_terms_are_read_from_json(binding: dict[str, str], term: Iri | Blank | Text) -> None:
    """Each kind of term of the JSON results is read, those of older endpoints as well."""
    document = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": binding}]}}
    assert read_results(json.dumps(document).encode()).rows == ((term,),)


def test_no_test_can_reach_another_machine() -> None:
    """A connection or a look-up that would leave this machine raises, and no layer takes it for an answer."""
    with socket.socket() as leaving, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        leaving.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match=r"plans\.test"):
        Remote("http://plans.test/sparql", timeout=1).select("ASK {}")
