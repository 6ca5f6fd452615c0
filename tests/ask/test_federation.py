"""SERVICE reaches the endpoints that the operator lists, within the same limits, and nothing else."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import pytest

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.question import Question
from kameoka_graph.ask.workers import (
    OutOfMemoryError,
    QueryFailedError,
    RefusedQueryError,
    TimedOutError,
    TooLargeError,
    Workers,
)
from kameoka_graph.formats import RESULTS_JSON
from kameoka_graph.say import ToldError
from tests.ask.conftest import SMALL

Start = Callable[[Limits], Workers]

JSON: Final = "application/sparql-results+json"
CITY: Final = {"s": {"type": "uri", "value": "https://other.test/city"}}


class Stand(BaseHTTPRequestHandler):
    """Another endpoint, which answers as its path says."""

    asked: Final[list[str]] = []
    """The paths that were asked for."""

    def do_POST(self) -> None:
        """Answer a query."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.asked.append(self.path)
        path, _, where = self.path.partition("?")
        getattr(self, f"_{path.strip('/')}")(where)

    def do_GET(self) -> None:
        """Answer who was led here."""
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": JSON, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _good(self, _: str) -> None:
        self._answer(results(1))

    def _moved(self, where: str) -> None:
        self._answer(b"", 302, Location=where)

    def _slow(self, _: str) -> None:
        time.sleep(5)
        self._answer(results(1))

    def _long(self, _: str) -> None:
        self._answer(results(40_000))

    def _broken(self, _: str) -> None:
        self._answer(b"{")


def results(rows: int) -> bytes:
    """Give results in JSON."""
    found = {"head": {"vars": ["s"]}, "results": {"bindings": [CITY] * rows}}
    return json.dumps(found).encode()


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    """Give the address of another endpoint, on a port of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Stand) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def ask(start: Start, other: str) -> Callable[[str], list[str]]:
    """Ask an endpoint through the workers; what is listed is every path but `/secret`."""
    paths = ("good", "slow", "long", "broken", f"moved?{other}/secret", f"moved?{other}/good")
    listed = tuple(f"{other}/{path}" for path in paths)
    workers = start(replace(SMALL, endpoints=listed))

    def asked(address: str) -> list[str]:
        query = f"SELECT ?s {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
        answer = workers.ask(Question(query, (RESULTS_JSON,)), "federation")
        rows = json.loads(answer.body)["results"]["bindings"]
        return [row["s"]["value"] for row in rows]

    return asked


@pytest.fixture(autouse=True)
def forget() -> None:
    """Forget what was asked before."""
    Stand.asked.clear()


def test_a_listed_endpoint_is_asked(ask: Callable[[str], list[str]], other: str) -> None:
    """Its rows come back in the answer."""
    assert ask(f"{other}/good") == [CITY["s"]["value"]]
    assert Stand.asked == ["/good"]


@pytest.mark.parametrize("path", ["/secret", "/good/", "/good#x", "/good?", "/GOOD", ""])
def test_no_other_address_is_asked(ask: Callable[[str], list[str]], other: str, path: str) -> None:
    """What is not listed letter by letter is refused before anything leaves."""
    with pytest.raises(RefusedQueryError, match="SERVICE"):
        ask(other + path)
    assert Stand.asked == []


@pytest.mark.parametrize("path", ["secret", "good"])
def test_no_redirect_is_followed(ask: Callable[[str], list[str]], other: str, path: str) -> None:
    """A listed endpoint cannot lead to another address, listed or not."""
    with pytest.raises(QueryFailedError):
        ask(f"{other}/moved?{other}/{path}")
    assert [asked.partition("?")[0] for asked in Stand.asked] == ["/moved"]


@pytest.mark.parametrize(
    ("path", "errors"),
    [
        ("slow", (TimedOutError,)),
        ("long", (TooLargeError, OutOfMemoryError)),
        ("broken", (QueryFailedError,)),
    ],
)
def test_what_another_endpoint_does_costs_the_one_query(
    ask: Callable[[str], list[str]], other: str, path: str, errors: tuple[type[ToldError], ...]
) -> None:
    """One that is slow, too long or broken is told as such, and the next query is answered."""
    assert len(results(40_000)) > SMALL.body
    with pytest.raises(errors):
        ask(f"{other}/{path}")
    assert ask(f"{other}/good") == [CITY["s"]["value"]]
