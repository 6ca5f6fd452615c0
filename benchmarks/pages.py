"""Pages of things: in process, over HTTP, and their weight; with `--trifid` beside Trifid.

Run it from a checkout: `python3 benchmarks/pages.py [--seconds 3] [--trifid]`. Times in process are
those of the whole application from request to response, without a socket. Cold means that nothing
of the page was written before, warm that it was. `--trifid` takes some 500 MB from npm the first
time. Only this machine is reached.
"""

import argparse
import asyncio
import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import environment  # noqa: E402 - found only once the checkout is on the path
from benchmarks.endpoint import (  # noqa: E402 - the same
    HOST,
    OURS,
    Endpoint,
    percentile,
    ratio,
    running,
    table,
)

TRIFID: Final = "trifid"
TRIFID_PACKAGES: Final = "requirements/benchmark-npm.json"
CLIENTS: Final = 2
LONGEST: Final = 60_000
"""Bytes that a page of an element or entry should not exceed, pictures and style apart."""
ACCEPT: Final = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
AIMS: Final = f"""\
aims: in process p50 cold <= 3 ms, warm <= 0.5 ms; warm over HTTP >= 3,000 pages/s;
      a page <= {LONGEST // 1000} kB
"""
PROBE: Final = "ASK { ?s ?p ?o }"


@dataclass(slots=True)
class Answered:
    """A connection that remembers its response."""

    status: int = 0
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Remember a response."""
        self.status, self.headers, self.body = status, headers, body

    async def client_disconnect(self) -> None:
        """Stay until the end."""
        await asyncio.Event().wait()


def scope_of(path: str) -> Any:
    """Give a GET request for a page, as the server hands it over."""
    headers = {"host": "127.0.0.1:8000", "accept": ACCEPT, "accept-language": "ja"}
    return SimpleNamespace(
        proto="http",
        method="GET",
        path=path,
        query_string="",
        client="127.0.0.1:1",
        scheme="http",
        headers=headers,
    )


async def timed(front: Any, paths: Sequence[str]) -> tuple[list[float], list[int]]:
    """Ask for each page once; gives the seconds and the bytes of each."""
    seconds, sizes = [], []
    for path in paths:
        answered, scope = Answered(), scope_of(path)
        began = time.perf_counter()
        await front.__rsgi__(scope, answered)
        seconds.append(time.perf_counter() - began)
        if answered.status != HTTPStatus.OK:
            raise RuntimeError(path, answered.status)
        sizes.append(len(answered.body))
    return seconds, sizes


def in_process(releases: Path, paths: Sequence[str]) -> tuple[list[float], list[float], list[int]]:
    """Measure cold and warm pages of things without a socket; gives also their bytes."""
    from kameoka_graph.ask.limits import Limits
    from kameoka_graph.show.front import Front, Reception
    from kameoka_graph.show.shelf import Shelf
    from kameoka_graph.show.web import create_app

    shelf = Shelf(releases, Limits())
    front = Front(shelf.last, create_app(shelf), Reception())
    try:
        asyncio.run(timed(front, paths[:1]))  # templates are compiled once
        cold, sizes = asyncio.run(timed(front, paths[1:]))
        warm, _ = asyncio.run(timed(front, paths[1:]))
    finally:
        shelf.close()
    return cold, warm, sizes


# --- over HTTP


def ask(port: int, paths: Sequence[str], seconds: float, start: Any, results: Any) -> None:
    """Ask for one page after the other over one connection; a client's process.

    It reads as little of an answer as it can, so that the server is measured and not the client.
    """
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: {ACCEPT}\r\n"
        "Accept-Language: ja\r\n\r\n".encode()
        for path in paths
    ]
    latencies: list[float] = []
    with socket.create_connection((HOST, port), timeout=30) as connection:
        start.wait()
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            for request in requests:
                asked = time.perf_counter()
                connection.sendall(request)
                read_response(connection)
                latencies.append(time.perf_counter() - asked)
        spent = time.perf_counter() - began
    results.put((spent, latencies))


def read_response(connection: socket.socket) -> None:
    """Read one response that tells its length; raises RuntimeError for one that is not 200."""
    data = connection.recv(1 << 18)
    while b"\r\n\r\n" not in data:
        data += connection.recv(1 << 18)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if not head.startswith(b"HTTP/1.1 200") or length is None:
        raise RuntimeError(head.decode("latin-1"))
    left = int(length[1]) - len(body)
    while left > 0:
        left -= len(connection.recv(1 << 18))


def over_http(port: int, paths: Sequence[str], seconds: float) -> tuple[float, list[float]]:
    """Let clients ask at once; gives pages per second and the seconds of each."""
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(CLIENTS), context.Queue()
    words = (port, paths, seconds, start, results)
    clients = [context.Process(target=ask, args=words, daemon=True) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    found = [results.get(timeout=60 + 2 * seconds) for _ in clients]
    for client in clients:
        client.join()
    latencies = [one for _, part in found for one in part]
    return len(latencies) / max(spent for spent, _ in found), latencies


def one_by_one(port: int, paths: Sequence[str]) -> list[float]:
    """Ask for each page once over HTTP; gives the seconds of those that are answered."""
    connection = HTTPConnection(HOST, port, timeout=60)
    seconds = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept": ACCEPT, "Accept-Language": "ja"})
        response = connection.getresponse()
        response.read()
        if response.status == HTTPStatus.OK:
            seconds.append(time.perf_counter() - began)
    connection.close()
    return seconds


# --- the peer


def trifid(dump: Path, base: str) -> Endpoint:
    """Give Trifid with the same data, installed if it is not there yet."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise SystemExit("Trifid needs node and npm")  # noqa: TRY003, EM101 - a script's last word
    place = ROOT / ".venv" / "benchmark-npm"
    environment.once(
        place,
        ROOT / TRIFID_PACKAGES,
        lambda: environment.fetch(npm, place, TRIFID_PACKAGES),
    )
    os.environ["DATASET_BASE_URL"] = f"{base}/"
    os.environ["FETCH_HANDLER_FILE"] = str(dump)
    os.environ["FETCH_HANDLER_FILE_TYPE"] = "application/n-triples"
    instance = place / "node_modules" / "trifid" / "instances" / "docker-fetch" / "config.yaml"
    server = place / "node_modules" / "trifid" / "server.js"
    return Endpoint(
        TRIFID, (node, str(server), "--config", str(instance), "--port", "{port}"), "/query"
    )


def triples_of(dump: Path, to: Path) -> Path:
    """Write the triples of a dump of quads; gives the file."""
    graph = re.compile(r" <[^ ]+> \.$")
    with dump.open(encoding="utf-8") as quads, to.open("w", encoding="utf-8") as triples:
        for line in quads:
            triples.write(graph.sub(" .", line))
    return to


# --- the run


def build(folder: Path) -> tuple[Path, Path, str]:
    """Build a release; gives the folder of releases, its dump and its base."""
    releases = folder / "releases"
    words = [sys.executable, "-m", "kameoka_graph", "build", "--releases", str(releases)]
    subprocess.run(
        words, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    (dump,) = releases.glob("*/dataset.nq")
    found = re.search(r"<(https?://[^>]+)/ns/mp#Activity>", dump.read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError(dump)
    return releases, dump, found[1]


def things_in(dump: Path, base: str) -> list[str]:
    """Give the paths of all elements and entries of plans."""
    form = re.compile(
        rf"<{re.escape(base)}(/id/\d+/plan/[^/>]+/[^>#]+)> <[^>]+#type> <[^>]+/ns/mp#"
    )
    found = {one[1] for one in map(form.match, dump.open(encoding="utf-8")) if one}
    return sorted(path for path in found if "/statement/" not in path and "/note/" not in path)


def milliseconds(values: Sequence[float]) -> list[str]:
    """Give the three percentiles in milliseconds."""
    return [f"{percentile(values, percent) * 1000:.2f}" for percent in (50, 95, 99)]


def run() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=3.0, help="seconds over HTTP (3)")
    parser.add_argument("--trifid", action="store_true", help="measure Trifid as well")
    chosen = parser.parse_args()
    environment.ensure("serve", "requirements/serve.txt")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        releases, dump, base = build(folder)
        things = things_in(dump, base)
        pages = [path.replace("/id/", "/page/", 1) for path in things]
        cold, warm, sizes = in_process(releases, pages)
        rows = [
            [f"{OURS}, in process, cold", "", *milliseconds(cold)],
            [f"{OURS}, in process, warm", "", *milliseconds(warm)],
        ]
        command = (sys.executable, "-m", "kameoka_graph", "serve", "--releases", str(releases))
        os.chdir(ROOT)
        with running(Endpoint(OURS, (*command, "--port", "{port}"), "/sparql"), PROBE, folder) as (
            port,
            _,
        ):
            first = one_by_one(port, pages)
            rows.append(
                [f"{OURS}, HTTP, cold", f"{len(first) / sum(first):.0f}", *milliseconds(first)]
            )
            rate, latencies = over_http(port, pages, chosen.seconds)
            rows.append([f"{OURS}, HTTP, warm", f"{rate:.0f}", *milliseconds(latencies)])
        if chosen.trifid:
            peer = trifid(triples_of(dump, folder / "dataset.nt"), base)
            with running(peer, PROBE, folder) as (port, _):
                paths = [urlsplit(path).path for path in things]
                theirs = one_by_one(port, paths)
                if len(theirs) < len(paths):
                    sys.stdout.write(f"{TRIFID}: {len(paths) - len(theirs)} pages not answered\n")
            rows.append(
                [f"{TRIFID}, HTTP", f"{len(theirs) / sum(theirs):.0f}", *milliseconds(theirs)]
            )
            faster = ratio(percentile(theirs, 50), percentile(first, 50))
            rows.append([f"{TRIFID} / {OURS} cold, p50", "", f"{faster:.1f}", "", ""])
    weight = f"{len(pages)} pages; bytes: p50 {percentile(sizes, 50)}, most {max(sizes)}; "
    weight += f"{sum(size > LONGEST for size in sizes)} above {LONGEST}"
    sys.stdout.write(table(["pages of things", "per s", "p50 ms", "p95 ms", "p99 ms"], rows))
    sys.stdout.write(f"\n{weight}\n{AIMS}")


if __name__ == "__main__":
    run()
