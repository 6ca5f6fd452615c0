"""What badly made and hostile requests get from the running server: an answer or a clear fault."""

import contextlib
import gzip
import http.client
import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.served import PATIENCE, Reply, Server

ROOT: Final = Path(__file__).resolve().parent.parent
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
JSON: Final = "application/sparql-results+json"
LOOKUP: Final = "SELECT ?label { <ns/mp#Activity> ?p ?label } LIMIT 5"
GENERATED: Final = 1000
"""Queries that are generated."""
SLOW: Final = 20
"""Connections that send one byte at a time."""
TRACES: Final = re.compile(r'Traceback|File "[^"]+", line \d+|panicked at|\.py:\d+')
"""What a body must not tell."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server that has built its release itself."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "data", folder / "data")
    with Server("--build", cwd=folder) as server:
        yield server
        assert "Traceback" not in server.errors.read_text(encoding="utf-8")


def send(
    server: Server,
    body: bytes | None = None,
    content_type: str = "",
    *,
    path: str = "/sparql",
    **headers: str,
) -> Reply:
    """Send a request as it is: POST where there is a body, else GET."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if content_type:
        named["Content-Type"] = content_type
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET" if body is None else "POST", path, body, named)
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read().decode("utf-8"))


def encoded(query: str) -> bytes:
    """Give the bytes of a query, codes that are no characters included."""
    return query.encode("utf-8", "surrogatepass")


def by_get(server: Server, query: str) -> Reply:
    """Send a query in the address."""
    return send(server, path=f"/sparql?query={quote(encoded(query))}", Accept=JSON)


def by_form(server: Server, query: str) -> Reply:
    """Send a query as a form."""
    return send(server, f"query={quote(encoded(query))}".encode(), FORM, Accept="*/*")


def directly(server: Server, query: str) -> Reply:
    """Send a query as the body."""
    return send(server, encoded(query), DIRECT)


def refused(reply: Reply) -> int:
    """Give the status of a fault, which must be a whole problem document and tell no secrets."""
    assert 400 <= reply.status < 600
    assert reply.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(reply.text)
    assert problem["status"] == reply.status
    assert all(problem[name].strip() for name in ("title", "title_ja", "detail", "detail_ja"))
    assert not TRACES.search(reply.text)
    return reply.status


def well_formed(reply: Reply) -> int:
    """Give the status of an answer or a fault, either of which must be whole."""
    if reply.status >= 300:
        return refused(reply)
    kind = reply.headers["Content-Type"].partition(";")[0]
    if kind == JSON:
        found = json.loads(reply.text)
        assert "boolean" in found or "bindings" in found["results"]
    else:
        assert kind == "text/turtle"
    return reply.status


# --- generated queries

_WORDS: Final = r"""
SELECT * CONSTRUCT ASK DESCRIBE WHERE { } ( ) [ ] . ; , ?s ?p $o a true FILTER BIND AS VALUES UNDEF
OPTIONAL UNION MINUS GRAPH EXISTS NOT IN LIMIT OFFSET ORDER BY <ns/mp#Activity> mp:Activity "x"@ja
'y'^^<z> 1e9 -0 ^ / | * + ? ! && || = < > <= ^^ _:b << >> <<( )>> {| |} SERVICE SILENT LOAD INSERT
DATA DROP ALL FROM NAMED BASE \"\"\" \n \u0041 \U00110000 \uD800 # %zz <> " '
"""
WORDS: Final = _WORDS.split()
TERMS: Final = st.sampled_from(
    ["?s", "?o", "mp:Activity", "<ns/mp#Plan>", "dcterms:isPartOf", '"協働"@ja', "2025", "true"]
)
PREDICATES: Final = st.sampled_from(
    ["a", "mp:fiscalYear", "dcterms:isPartOf/dcterms:isPartOf?", "^dcterms:isPartOf", "rdfs:label"]
)
PATTERNS: Final = st.recursive(
    st.builds("?s {} {} .".format, PREDICATES, TERMS),
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("?s a mp:Activity OPTIONAL {{ {} }}".format, inner),
        st.builds("?s a mp:Activity FILTER EXISTS {{ {} }}".format, inner),
        st.builds("{{ SELECT ?s {{ {} }} LIMIT 5 }}".format, inner),
        st.builds("GRAPH ?g {{ {} }}".format, inner),
        st.builds(
            "{{ ?s a mp:Activity BIND(STRLEN(STR(?s)) {} 2 AS ?n) }}".format,
            st.sampled_from("+-*/"),
        ),
    ),
    max_leaves=4,
)
FORMS: Final = st.sampled_from(
    [
        "SELECT * {{ {} }} LIMIT 7",
        "SELECT (COUNT(*) AS ?n) {{ {} }}",
        "ASK {{ {} }}",
        "CONSTRUCT {{ ?s a ?o }} WHERE {{ {} }} LIMIT 3",
        "DESCRIBE ?s {{ {} }} LIMIT 1",
    ]
)
PROLOGUE: Final = (
    "PREFIX mp: <ns/mp#> PREFIX dcterms: <http://purl.org/dc/terms/> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
VALID: Final = st.builds(lambda form, pattern: PROLOGUE + form.format(pattern), FORMS, PATTERNS)
ANYTHING: Final = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
"""Text of any codes, control characters and halves of pairs included."""


def mutated(query: str, start: int, length: int, put: str) -> str:
    """Give a query with a part of it exchanged."""
    at = start % (len(query) + 1)
    return query[:at] + put + query[at + length :]


def nested(around: tuple[str, str], depth: int) -> str:
    """Give a query in which something is nested."""
    before, after = around
    return f"SELECT * {{ FILTER {before * depth}(1){after * depth} }}"


MUTATED: Final = st.builds(
    mutated, VALID, st.integers(0, 500), st.integers(0, 9), ANYTHING | st.sampled_from(WORDS)
)
BROKEN: Final = st.builds(" ".join, st.lists(st.sampled_from(WORDS), max_size=30)) | ANYTHING
DISGUISES: Final = st.sampled_from(
    [
        "SERVICE<http://127.0.0.1:9/>{}",
        "sErViCe/**/<http://127.0.0.1:9/>{}",
        "SERVICE#\n<http://127.0.0.1:9/>{}",
        "S\\u0045RVICE <http://127.0.0.1:9/> {}",
        "\\u0053\\u0045RVICE SILENT <http://127.0.0.1:9/> {}",
        "SERVICE x:y {}",
        "SERVICEx:y{}",
        "SERVICE ?g {}",
        "VALUES ?g { <http://127.0.0.1:9/> } SERVICE ?g {}",
        '"# " SERVICE <http://127.0.0.1:9/> {}',
        "<#> a <'> SERVICE <http://127.0.0.1:9/> {} #'",
        "?s < 1 SERVICE <http://127.0.0.1:9/> {} FILTER(2 > ?s)",
    ]
)
SERVICES: Final = st.builds(
    lambda form, disguise: "PREFIX x: <http://127.0.0.1:9/> " + form.format(disguise),
    FORMS,
    DISGUISES,
)
NESTED: Final = st.builds(
    nested,
    st.sampled_from(
        [
            ("(", ")"),
            ("!(", ")"),
            ("EXISTS{FILTER", "}"),
            ("IF(1,1,", ")"),
            ("-(", ")"),
            ("STR(", ")"),
        ]
    ),
    st.integers(1, 20_000),
)
CHAINS: Final = st.builds(
    lambda link, length: f"SELECT * {{ ?s a mp:Plan FILTER(1{link * length}) }}",
    st.sampled_from(["+1", "||1", "&&1", "=1", "/0", "*1e308", " IN(1)", "-1"]),
    st.integers(1, 30_000),
)
LONG: Final = st.builds(
    lambda before, one, length, after: before + one * length + after,
    st.sampled_from(
        ["ASK { ?s a <", 'ASK { ?s a "', "ASK { ?s a ?", "# ", "ASK { ?s (", "ASK {} VALUES ?x {"]
    ),
    st.sampled_from(
        ["a", "é", "協", "%41", "\\u0041", "\x00", "\x7f", "\u202e", "\U0001f600", "<a>/", " 1"]
    ),
    st.integers(1, 60_000),
    st.sampled_from(["> }", '" }', " }", "", "<b>) ?o }", "}"]),
)
UPDATES: Final = st.sampled_from(
    [
        "LOAD <http://127.0.0.1:9/>",
        "LOAD <file:///etc/hostname>",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "ASK { } ; DROP ALL",
        "ASK FROM <file:///etc/hostname> { ?s ?p ?o }",
        "ASK FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    ]
)
HOSTILE: Final = SERVICES | NESTED | CHAINS | LONG | UPDATES
QUERIES: Final = st.one_of(VALID, MUTATED, BROKEN, HOSTILE)
ADDRESS: Final = 4000
"""Bytes up to which a query is sent in the address; the server's own limit is far above it."""


@settings(
    max_examples=GENERATED,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(query=QUERIES, way=st.sampled_from([by_get, by_form, directly]))
def test_generated_queries(query: str, way: Callable[[Server, str], Reply], server: Server) -> None:
    """Each generated query gets an answer or a fault that is whole; no SERVICE gets an answer."""
    way = by_form if len(quote(encoded(query))) > ADDRESS and way is by_get else way
    well_formed(way(server, query))


@settings(max_examples=50, phases=[Phase.generate])
@given(query=VALID)
def test_generated_valid_queries_are_answered(query: str, server: Server) -> None:
    """What the grammar makes is SPARQL: the queries above are not all refused."""
    assert well_formed(directly(server, query)) == 200


@settings(max_examples=50, phases=[Phase.generate])
@given(query=SERVICES)
def test_no_disguise_of_service_is_answered(query: str, server: Server) -> None:
    """However SERVICE is written, the query is refused as the client's error."""
    assert 400 <= well_formed(directly(server, query)) < 500


# --- bodies and parameters


@pytest.mark.parametrize("way", [by_get, by_form, directly])
@pytest.mark.parametrize("code", [0xD800, 0xDCFF], ids=hex)
def test_halves_of_pairs(code: int, way: Callable[[Server, str], Reply], server: Server) -> None:
    """Codes that are no characters are told to be no UTF-8."""
    reply = way(server, f"ASK {{ ?s ?p '{chr(code)}' }}")
    assert refused(reply) == 400
    assert "UTF-8" in reply.text


@pytest.mark.parametrize(
    "bad", [b"\xff", b"\xc3\x28", b"\xe5\x8d", b"\xf5\x80\x80\x80", b"\xc0\x80"]
)
def test_bytes_that_are_no_utf8(bad: bytes, server: Server) -> None:
    """Bytes that are no UTF-8 are refused in the address, in a form and in a body."""
    query = b"ASK { ?s ?p '" + bad + b"' }"
    for reply in (
        send(server, path=f"/sparql?query={quote(query)}"),
        send(server, b"query=" + quote(query).encode(), FORM),
        send(server, b"query=" + query.replace(b" ", b"+"), FORM),
        send(server, query, DIRECT),
    ):
        assert refused(reply) == 400
        assert "UTF-8" in reply.text


@pytest.mark.parametrize("content_type", [FORM, DIRECT])
def test_a_packed_body(content_type: str, server: Server) -> None:
    """A body packed by gzip, which the protocol does not know, is refused as such."""
    plain = b"ASK {}" if content_type == DIRECT else urlencode({"query": "ASK {}"}).encode()
    reply = send(server, gzip.compress(plain), content_type, Content_Encoding="gzip")
    assert refused(reply) in {400, 415}


def test_two_queries(server: Server) -> None:
    """Two parameters `query` are refused: neither of them is silently left out."""
    two = urlencode([("query", "ASK {}"), ("query", "ASK { ?s ?p ?o }")])
    for reply in (send(server, path=f"/sparql?{two}"), send(server, two.encode(), FORM)):
        assert refused(reply) == 400
        assert "query" in reply.text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings(encoding: str, server: Server) -> None:
    """A query in another encoding is refused, whether its header tells so or not."""
    body = "SELECT * { ?s ?p '協働' }".encode(encoding)
    assert refused(send(server, body, f"{DIRECT}; charset={encoding}")) == 415
    assert refused(send(server, body, DIRECT)) == 400


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/json", "x", "a/b; ;", ";"])
def test_untyped_bodies(content_type: str, server: Server) -> None:
    """A body of no type, or of one that the protocol does not know, is refused as such."""
    assert refused(send(server, b"ASK {}", content_type)) == 415


@pytest.mark.parametrize("content_type", [FORM, DIRECT, "", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("chunked", [False, True], ids=["of known length", "chunked"])
def test_a_long_body(chunked: bool, content_type: str, server: Server) -> None:
    """20 MB are refused with 413, long before they are all sent."""
    piece = b"query=" + b"+" * 99_994
    how = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {200 * len(piece)}"
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {content_type}\r\n{how}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(head.encode())
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                client.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            client.sendall(b"0\r\n\r\n" if chunked else b"")
        answer = http.client.HTTPResponse(client)
        answer.begin()
        reply = Reply(answer.status, answer.headers, answer.read().decode("utf-8"))
    assert refused(reply) in ({413, 415} if content_type not in {FORM, DIRECT} else {413})


# --- slow clients


class Dribble(threading.Thread):
    """A client that sends one byte at a time, until it is told to stop."""

    def __init__(self, port: int, first: bytes, stop: threading.Event) -> None:
        """Connect, and send what comes first at once."""
        super().__init__(daemon=True)
        self._stop_now = stop
        self._client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._client.sendall(first)

    def run(self) -> None:
        """Send the rest byte by byte."""
        with self._client, contextlib.suppress(OSError):
            while not self._stop_now.wait(0.1):
                self._client.sendall(b"+")


@pytest.mark.parametrize(
    "first",
    [
        b"G",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 10000\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 10000\r\n\r\nquery=",
    ],
    ids=["request line", "header", "body", "form"],
)
def test_nobody_waits_for_slow_connections(first: bytes, server: Server) -> None:
    """While 20 connections send a byte now and then, other clients' lookups are all answered."""
    stop = threading.Event()
    slow = [Dribble(server.port, first, stop) for _ in range(SLOW)]
    for one in slow:
        one.start()
    try:
        end = time.monotonic() + 3
        taken = []
        while time.monotonic() < end:
            started = time.monotonic()
            reply = send(server, LOOKUP.encode(), DIRECT, Accept=JSON)
            taken.append(time.monotonic() - started)
            assert (reply.status, bool(json.loads(reply.text)["results"]["bindings"])) == (
                200,
                True,
            )
        assert len(taken) > 10
        assert max(taken) < 2
    finally:
        stop.set()
        for one in slow:
            one.join(PATIENCE)
    assert send(server, b"ASK {}", DIRECT, Accept=JSON).status == 200


# --- the network

LOOPBACK: Final = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::1]",
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "localhost",
    "LOCALHOST.",
    "127。0。0。1",
    "user@127.0.0.1",
]
PLACES: Final = [
    "SELECT * {{ SERVICE {0} {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT {0} {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE {0} {{ ?s ?p ?o }} }} }}",
    "ASK {{ FILTER NOT EXISTS {{ SERVICE SILENT {0} {{ }} }} }}",
    "SELECT * {{ {{ SELECT ?s {{ SERVICE {0} {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ {{ SELECT * {{ {{ SELECT * {{ SERVICE {0} {{}} }} }} }} }} OPTIONAL {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ {{ ?s ?p ?o }} UNION {{ SERVICE {0} {{ ?s ?p ?o }} }} }}",
    "SELECT (EXISTS {{ SERVICE {0} {{}} }} AS ?x) {{}}",
    "SELECT * {{ ?s ?p ?o MINUS {{ SERVICE {0} {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ BIND({0} AS ?g) SERVICE ?g {{ ?s ?p ?o }} }}",
    "BASE {0} SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "PREFIX x: {0} SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
]


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[int, list[str]]]:
    """Give a port on which something listens, at every address of loopback, and what it heard."""
    visits: list[str] = []
    with socket.socket(socket.AF_INET6) as listener:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind(("::", 0))
        listener.listen()
        listener.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    visitor, address = listener.accept()
                    visits.append(str(address))
                    visitor.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listener.getsockname()[1], visits
        finally:
            stop.set()
            thread.join()


def test_the_listener_hears(heard: tuple[int, list[str]]) -> None:
    """The listener does record a visit by either kind of address: silence means that none came."""
    port, visits = heard
    for host in ("127.0.0.1", "::1"):
        socket.create_connection((host, port)).close()
    deadline = time.monotonic() + PATIENCE
    while len(visits) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(visits) == 2
    visits.clear()


@pytest.mark.parametrize("host", LOOPBACK)
def test_no_spelling_of_loopback_is_reached(
    host: str, heard: tuple[int, list[str]], server: Server
) -> None:
    """No query reaches this machine's own services, however it names them and wherever."""
    port, visits = heard
    for place in PLACES:
        reply = directly(server, place.format(f"<http://{host}:{port}/>"))
        assert 400 <= refused(reply) < 500
    assert visits == []


def test_no_graph_is_fetched(heard: tuple[int, list[str]], server: Server) -> None:
    """A graph that is not here is not fetched, by whatever way it is named."""
    port, visits = heard
    there = f"http://127.0.0.1:{port}/x.ttl"
    query = {"query": "SELECT * { ?s ?p ?o }"}
    for name in ("default-graph-uri", "named-graph-uri"):
        reply = send(server, path=f"/sparql?{urlencode(query | {name: there})}", Accept=JSON)
        assert json.loads(reply.text)["results"]["bindings"] == []
    for clause in ("FROM", "FROM NAMED"):
        reply = directly(server, f"SELECT * {clause} <{there}> {{ ?s ?p ?o }}")
        assert json.loads(reply.text)["results"]["bindings"] == []
    assert refused(send(server, urlencode({"update": f"LOAD <{there}>"}).encode(), FORM)) == 403
    assert 400 <= refused(directly(server, f"LOAD <{there}>")) < 500
    assert visits == []
