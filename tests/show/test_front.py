"""The front reads bodies, gives again what was given, and hands all else to the workers or the site."""

import asyncio
import json
import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any
from urllib.parse import quote

import pytest
from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]  # its public name

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.question import Answer, ClientGoneError, Question, TimedOutError
from kameoka_graph.formats import RESULTS_JSON
from kameoka_graph.release.folder import Release
from kameoka_graph.show.front import AT_ONCE, Front, Reception
from kameoka_graph.show.message import Response
from kameoka_graph.show.proxies import Proxies
from kameoka_graph.show.serving import Serving
from kameoka_graph.show.web import create_app
from kameoka_graph.store.embedded import Embedded
from tests.show.stage import Pool, serve

ASK = "ASK { ?s ?p ?o }"
DIRECT = "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


class Header:
    """The header fields of a request, as the server gives them."""

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        """Keep them."""
        self._fields = list(fields)

    def items(self) -> list[tuple[str, str]]:
        """Give them."""
        return self._fields


@dataclass
class Scope:
    """What the server tells of a request."""

    path: str
    query_string: str = ""
    method: str = "GET"
    headers: Header = field(default_factory=lambda: Header(()))
    proto: str = "http"
    scheme: str = "http"
    client: str = "192.0.2.7:4711"


@dataclass
class Wire:
    """What the server lets be done with a request; remembers the response."""

    pieces: tuple[bytes, ...] = ()
    """The body."""
    stuck: bool = False
    """Whether the body never ends."""
    leaves: bool = False
    """Whether the client leaves."""
    cut: bool = False
    """Whether it leaves in the middle of the body."""
    sent: list[Response] = field(default_factory=list)
    """What was answered."""

    async def __call__(self) -> bytes:
        """Give the whole body."""
        return b"".join([piece async for piece in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the pieces of the body."""
        for piece in self.pieces:
            yield piece
        if self.cut:
            raise ProtocolClosed
        if self.stuck:
            await asyncio.Event().wait()

    async def client_disconnect(self) -> None:
        """Return once the client has left."""
        if not self.leaves:
            await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Remember a response."""
        self.sent.append(Response(status, tuple(headers), body))


class Started:
    """A question that is being answered, as the workers begin it."""

    def __init__(self, answer: Callable[[], Answer], *, ready: bool) -> None:
        """Answer when asked to; `ready` says whether that is soon."""
        self._answer = answer
        self._ready = ready
        self._ours, self._theirs = socket.socketpair()
        if ready:
            self._theirs.send(b"x")
        self.threads: list[str] = []

    def fileno(self) -> int:
        """Give what becomes readable."""
        return self._ours.fileno()

    def look(self) -> bool:
        """Tell whether the answer is there."""
        return self._ready

    def ends_at_once(self, _: int) -> bool:
        """Tell whether nobody has to wait."""
        return self._ready

    def end(self, gone: Callable[[], bool] | None = None) -> Answer:
        """Give the answer, or wait until the client has left."""
        self.threads.append(threading.current_thread().name)
        with self._ours, self._theirs:
            while not self._ready and gone is not None:
                if gone():
                    raise ClientGoneError
            return self._answer()


@dataclass
class Workers(Pool):
    """A pool that begins questions as the workers do."""

    begins: str = ""
    """`soon`, `late`, or nothing where it cannot begin any."""
    started: list[Started] = field(default_factory=list)
    """What it has begun."""

    def begin(self, question: Question, client: str) -> Started | None:
        """Begin a question."""
        if not self.begins:
            return None
        one = Started(lambda: self.ask(question, client), ready=self.begins == "soon")
        self.started.append(one)
        return one


class Site:
    """A front on the real release with a pool of its own."""

    def __init__(self, release: Release, store: Embedded, **settings: Any) -> None:
        """Start it."""
        self.workers = Workers(store, limits=Limits(queue=4))
        self.serving: Serving = serve(release, store, self.workers)
        self.calls = 0
        app = create_app(lambda: self.serving)

        def counted(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            self.calls += 1
            return app.wsgi_app(environ, start)

        self.front = Front(lambda: self.serving, counted, Reception(**settings))

    def send(self, scope: Scope, wire: Wire | None = None) -> Response:
        """Send one request."""
        wire = wire or Wire()
        asyncio.run(self.front.__rsgi__(scope, wire))
        (response,) = wire.sent
        return response

    def get(self, path: str, query: str = "", **headers: str) -> Response:
        """Get a document."""
        fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
        return self.send(Scope(path, query, headers=Header(fields)))

    def post(self, body: bytes, **headers: str) -> Response:
        """Post a query."""
        fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
        fields += [("content-type", DIRECT), ("content-length", str(len(body)))]
        return self.send(Scope("/sparql", method="POST", headers=Header(fields)), Wire((body,)))


@pytest.fixture
def site(release: Release, store: Embedded) -> Site:
    """Give a site."""
    return Site(release, store)


def problem(response: Response) -> dict[str, Any]:
    """Give the problem document of a fault."""
    assert response.header("Content-Type") == "application/problem+json"
    document: dict[str, Any] = json.loads(response.body)
    assert document["status"] == response.status
    assert document["detail_ja"]
    return document


# --- what is kept


def test_a_page_is_written_once(site: Site) -> None:
    """The same page again does not reach the site; another language or format does."""
    first = site.get("/", accept=BROWSER, accept_language="ja")
    assert site.get("/", accept=BROWSER, accept_language="ja") == first
    assert site.calls == 1
    english = site.get("/", accept=BROWSER, accept_language="en")
    assert site.get("/", accept="text/turtle", accept_language="ja").status == 303
    assert (english.status, english.body == first.body, site.calls) == (200, False, 3)


def test_a_condition_is_answered_from_what_is_kept(site: Site) -> None:
    """A first request with a condition fills the cache as well; the second does not reach the site."""
    tag = str(site.get("/page/262064", accept=BROWSER).header("ETag"))
    other = Site(site.serving.release, site.serving.documents.edition.store)  # type: ignore[arg-type]  # a stand-in
    for _ in range(2):
        known = other.get("/page/262064", accept=BROWSER, if_none_match=tag)
        assert (known.status, known.body, known.header("ETag")) == (304, b"", tag)
    assert other.get("/page/262064", accept=BROWSER).status == 200
    assert other.calls == 1


def test_a_head_is_answered_like_a_get(site: Site) -> None:
    """What a HEAD is told is what a GET would get, and is kept for it; the server drops the body."""
    head = site.send(Scope("/static/site.css", method="HEAD"))
    assert head == site.get("/static/site.css")
    assert site.calls == 1


def test_an_answer_is_given_again(site: Site) -> None:
    """The same query again does not reach the workers, by GET and by POST each."""
    for _ in range(3):
        assert site.get("/sparql", f"query={quote(ASK)}").status == 200
        assert site.post(ASK.encode()).status == 200
    assert len(site.workers.asked) == 2


def test_another_release_empties_the_cache(site: Site, store: Embedded) -> None:
    """Once another release is served, nothing of the old one is given."""
    assert site.get("/", accept=BROWSER).status == 200
    assert site.get("/sparql", f"query={quote(ASK)}").status == 200
    old = site.serving.release
    site.serving = serve(
        Release(old.folder.with_name("2027-01-01-aaaaaaaaaaaa"), old.manifest), store, site.workers
    )
    assert site.get("/", accept=BROWSER).status == 200
    assert site.get("/sparql", f"query={quote(ASK)}").status == 200
    assert (site.calls, len(site.workers.asked)) == (2, 2)


def test_what_was_made_while_the_release_changed_is_not_kept(site: Site, store: Embedded) -> None:
    """A response that may be of either release is given, and not given again."""
    old = site.serving
    site.workers.begins = "soon"
    ask = site.workers.ask

    def change(question: Question, client: str, gone: Any = None) -> Answer:
        site.serving = serve(old.release, store, site.workers)
        return ask(question, client, gone)

    site.workers.ask = change  # type: ignore[method-assign,assignment]  # a stand-in
    for _ in range(2):
        assert site.get("/sparql", f"query={quote(ASK)}").status == 200
    assert len(site.workers.asked) == 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (RAND() AS ?x) {}",
        "SELECT (now() AS ?x) {}",
        "SELECT (StrUUID() AS ?x) {}",
    ],
)
@pytest.mark.parametrize("accept", ["application/json", BROWSER], ids=["program", "person"])
def test_what_may_be_another_answer_each_time_is_not_kept(
    query: str, accept: str, site: Site
) -> None:
    """Chance and the clock are asked each time, and nobody else is to keep their answers."""
    for _ in range(2):
        response = site.get("/sparql", f"query={quote(query)}", accept=accept)
        assert (response.status, response.header("Cache-Control")) == (200, "no-store")
        assert response.header("ETag") is None
    assert len(site.workers.asked) == 2


def test_what_went_wrong_is_tried_again(site: Site) -> None:
    """An error is not kept; a cut answer is, and says so each time."""
    site.workers.error = TimedOutError(1.0)
    assert problem(site.get("/sparql", f"query={quote(ASK)}"))["status"] == 504
    site.workers.error, site.workers.truncated = None, True
    for _ in range(2):
        assert site.get("/sparql", f"query={quote(ASK)}").header("X-Result-Truncated") == "true"
    assert len(site.workers.asked) == 2


def test_nothing_is_kept_where_pages_come_from_elsewhere(release: Release, store: Embedded) -> None:
    """A front on another store asks it each time: what that holds may change at any moment."""
    site = Site(release, store, keeps=False)
    for _ in range(2):
        assert site.get("/", accept=BROWSER).status == 200
    assert site.calls == 2


# --- bodies


@pytest.mark.parametrize(
    ("pieces", "told", "status"),
    [
        ((b"ASK", b" {}"), "6", 200),
        ((b"ASK", b" {}"), None, 200),
        ((b"ASK {}",), "7", 400),
        ((b"x" * 60, b"x" * 40), None, 413),
        ((), "100", 413),
        ((), "9" * 5000, 413),
        ((b"x" * 100,), "no number", 413),
    ],
    ids=["told", "chunked", "cut off", "too long", "told too long", "absurd", "no length"],
)
def test_bodies(
    pieces: tuple[bytes, ...], told: str | None, status: int, release: Release, store: Embedded
) -> None:
    """A body is read whole and below its limit; what is refused says so, and closes the connection."""
    site = Site(release, store, body=100)
    length = ("transfer-encoding", "chunked") if told is None else ("content-length", told)
    header = Header([length, ("content-type", DIRECT)])
    response = site.send(Scope("/sparql", method="POST", headers=header), Wire(pieces))
    assert response.status == status
    if status != 200:
        assert problem(response)
        assert response.header("Connection") == "close"
        assert site.workers.asked == []


def test_a_body_that_does_not_come_is_not_waited_for(release: Release, store: Embedded) -> None:
    """After its time a body is given up, wherever it was sent."""
    site = Site(release, store, seconds=0.05)
    header = Header([("content-length", "9"), ("content-type", DIRECT)])
    for path in ("/sparql", "/"):
        late = site.send(Scope(path, method="POST", headers=header), Wire((b"ASK",), stuck=True))
        assert problem(late)["title"] == "Request timed out"
        assert late.status == 408


@pytest.mark.parametrize("told", ["content-length", "transfer-encoding"])
def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_fault_of_ours(
    told: str, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """What the server says of a connection that was closed is not recorded as an error."""
    header = Header([(told, "9"), ("content-type", DIRECT)])
    response = site.send(Scope("/sparql", method="POST", headers=header), Wire((b"A",), cut=True))
    assert response.status == 400
    assert caplog.text == ""


# --- the workers


@pytest.mark.parametrize("begins", ["", "soon", "late"])
def test_however_a_query_begins_it_is_answered(begins: str, site: Site) -> None:
    """A query is answered alike whether the workers begin it at once, and whether that is enough."""
    site.workers.begins = begins
    if begins == "late":
        response = site.send(Scope("/sparql", f"query={quote(ASK)}"), Wire(leaves=True))
        assert problem(response)["title"] == "The client has left"
        assert site.workers.started[0].threads[0].startswith("query")
    else:
        response = site.get("/sparql", f"query={quote(ASK)}")
        assert json.loads(response.body)["boolean"] is True
        assert response.header("Content-Type") == RESULTS_JSON.media_type
        assert [one.threads for one in site.workers.started] == [["MainThread"]] * bool(begins)
    assert AT_ONCE < 1


def test_a_query_that_is_given_up_is_ended(site: Site) -> None:
    """Where the server ends a request that waits for its answer, the worker is let go."""
    site.workers.begins = "late"

    async def give_up() -> None:
        task = asyncio.create_task(
            site.front.__rsgi__(Scope("/sparql", f"query={quote(ASK)}"), Wire())
        )
        await asyncio.sleep(AT_ONCE / 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    site.front.close()
    assert len(site.workers.started[0].threads) == 1


def test_the_client_behind_a_proxy_is_the_one_that_counts(
    release: Release, store: Embedded
) -> None:
    """The workers are told of the client, not of the proxy; headers that come twice are one."""
    site = Site(release, store, proxies=Proxies((ip_network("192.0.2.0/24"),)))
    header = Header([("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "203.0.113.5")])
    assert site.send(Scope("/sparql", f"query={quote(ASK)}", headers=header)).status == 200
    assert site.workers.asked[0][1] == "203.0.113.5"


# --- the site


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/none", 404),
        ("PUT", "/", 405),
        ("POST", "/page/262064", 405),
        ("DELETE", "/sparql", 405),
        ("POST", "/rdf-graph-store", 405),
        ("OPTIONS", "/sparql", 204),
        ("OPTIONS", "/rdf-graph-store", 204),
        ("OPTIONS", "*", 200),
        ("GET", "/%zz\ufffd/亀岡", 404),
        ("BREW", "/", 405),
    ],
)
def test_methods_and_paths(method: str, path: str, status: int, site: Site) -> None:
    """What there is not, and what cannot be done, is told as ever, with every answer's headers."""
    response = site.send(Scope(path, method=method))
    assert response.status == status
    assert response.header("Access-Control-Allow-Origin") == "*"
    if status == 405:
        assert "GET" in str(response.header("Allow"))


def test_our_own_faults_are_told_and_recorded(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """An error of the program is a problem document without its words, which the record has."""
    site.workers.error = KeyError("secret")
    with caplog.at_level(logging.ERROR):
        response = site.get("/sparql", f"query={quote(ASK)}")
    assert problem(response)["status"] == 500
    assert b"secret" not in response.body
    assert "secret" in caplog.text
