"""Every named query over HTTP, from the running server: the expected answer, or a refusal."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest

from kameoka_graph.catalogue.named import NamedQuery, catalogue, named_query
from kameoka_graph.formats import RESULTS_JSON
from kameoka_graph.release.folder import open_release
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.remote import read_results
from tests.catalogue.expected_answers import FEDERATED, as_csv, expected

LOCAL: Final = [query for query in catalogue() if query.name != FEDERATED]


_DIRECT: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Opens addresses of this machine, whatever proxy the environment names."""


class Served:
    """A running server."""

    def __init__(self, address: str, iris: Iris) -> None:
        """Know its address and the IRIs of its release."""
        self.address = address
        self.iris = iris

    def ask(self, query: str) -> bytes:
        """Give the answer to a query; raises `HTTPError` where it is refused."""
        request = urllib.request.Request(  # noqa: S310 - the address is this machine's own
            f"{self.address}sparql",
            data=urllib.parse.urlencode({"query": query}).encode(),
            headers={"Accept": RESULTS_JSON.media_type},
        )
        with _DIRECT.open(request, timeout=60) as response:
            body: bytes = response.read()
        return body


def wait_for(port: int, server: subprocess.Popen[str]) -> None:
    """Wait until the server listens; it says where before its worker does."""
    for _ in range(600):
        assert server.poll() is None
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server does not listen")


@pytest.fixture(scope="module")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start the program as a person would, on a free port, and end it."""
    releases = tmp_path_factory.mktemp("served") / "releases"
    command = [sys.executable, "-m", "kameoka_graph", "serve", "--build", "--port", "0"]
    command += ["--lang", "en", "--data", str(root / "data"), "--releases", str(releases)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            told = next((line for line in server.stdout if "Serving at" in line), "")
            found = re.search(r"http://127\.0\.0\.1:[0-9]+/", told)
            assert found is not None, told
            wait_for(urllib.parse.urlsplit(found[0]).port or 0, server)
            yield Served(found[0], open_release(releases).iris)
        finally:
            server.terminate()


@pytest.mark.parametrize("query", LOCAL, ids=lambda query: query.name)
def test_a_query_gives_its_expected_answer_over_http(query: NamedQuery, served: Served) -> None:
    """Each named query gives its expected answer from the endpoint of the running server."""
    rows = read_results(served.ask(query.written(served.iris)))
    assert as_csv(rows, served.iris) == expected(query.name)


def test_the_federated_query_is_refused_over_http(served: Served) -> None:
    """The public endpoint asks no other endpoint: it refuses the query as the client's error."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        served.ask(named_query(FEDERATED).written(served.iris))
    with refused.value as answer:
        assert HTTPStatus.BAD_REQUEST <= answer.code < HTTPStatus.INTERNAL_SERVER_ERROR
        assert b"SERVICE" in answer.read()
