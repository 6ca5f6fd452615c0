"""The server as people start it: built, checked, asked by HTTP, and ended."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kameoka_graph.release.folder import current
from tests.served import PATIENCE, Server, descendants, eventually, start_of

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "kameoka_graph" / "catalogue" / "queries"
PER_CELL = (QUERIES / "entries-per-action-plan-and-year.rq").read_text(encoding="utf-8")
OUTSIDE = (QUERIES / "years-outside-the-plan-period.rq").read_text(encoding="utf-8")
CELLS = [[2, 3, 3, 5, 5, 5], [1, 1, 1, 3, 1, 1], [2, 3, 3, 3, 3, 3]]
"""Entries of each action plan in each fiscal year, as counted in the source by hand."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


class Matrix(HTMLParser):
    """Reads the table of action plans and years: the entries in each cell."""

    def __init__(self) -> None:
        """Start before the page."""
        super().__init__()
        self.rows: list[list[list[str]]] = []
        self._within = False
        self._cell: list[str] | None = None
        self._entry = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a row, a cell or an entry begins."""
        if tag == "table":
            self._within = "matrix" in (dict(attrs).get("class") or "").split()
        if self._within and tag == "tr":
            self.rows.append([])
        if self._within and tag == "td":
            self._cell = []
            self.rows[-1].append(self._cell)
        if self._cell is not None and tag == "li":
            self._cell.append("")
            self._entry = True

    def handle_endtag(self, tag: str) -> None:
        """Note where one ends."""
        if tag == "li":
            self._entry = False
        if tag == "td":
            self._cell = None
        if tag == "table":
            self._within = False

    def handle_data(self, data: str) -> None:
        """Take the text of an entry."""
        if self._cell is not None and self._entry:
            self._cell[-1] += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that holds a copy of the data, where the server is started."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """Give a server that has built its release itself."""
    with Server("--build", cwd=folder) as server:
        yield server


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run another command beside the server."""
    return subprocess.run(
        [sys.executable, "-m", "kameoka_graph", *words],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        timeout=PATIENCE,
    )


def test_it_tells_what_it_made_and_where_it_serves(server: Server, folder: Path) -> None:
    """Standard output has the release that was made, then the address."""
    made, address = server.printed
    assert current(folder / "releases") in made
    assert address == f"{server.address} で公開しています（Ctrl+C で終わります）。\n"


def test_home_page_shows_every_entry_in_its_cell(server: Server) -> None:
    """The home page shows the 48 entries in their 18 cells, as many in each as in the source."""
    reply = server.get()
    assert reply.status == 200
    matrix = Matrix()
    matrix.feed(reply.text)
    rows = [row for row in matrix.rows if row]
    assert [[len(cell) for cell in row] for row in rows] == CELLS
    entries = [entry.strip() for row in rows for cell in row for entry in cell]
    assert len(entries) == 48
    assert len(set(entries)) == 23


@pytest.mark.parametrize("post", [False, True])
def test_endpoint_counts_entries_per_cell(post: bool, server: Server) -> None:
    """The endpoint gives the 18 numbers of entries per action plan and fiscal year."""
    reply = server.query(PER_CELL, "text/csv", post=post)
    assert reply.status == 200
    header, *rows = csv.reader(io.StringIO(reply.text))
    at = header.index("entries")
    assert [int(row[at]) for row in rows] == [number for row in CELLS for number in row]


def test_endpoint_knows_the_year_outside_the_period(server: Server) -> None:
    """The years reported outside the plan's period are 2025 alone."""
    reply = server.query(OUTSIDE, "application/sparql-results+json")
    rows = json.loads(reply.text)["results"]["bindings"]
    assert len(rows) == 1
    values = [value["value"] for value in rows[0].values()]
    assert any(re.search(r"\b2025$", value) for value in values)


def test_every_iri_resolves_here(server: Server) -> None:
    """IRIs of the release stand below the server's own address, and lead to pages."""
    reply = server.query("SELECT ?s { ?s a <ns/mp#Activity> } ORDER BY ?s LIMIT 1", "text/csv")
    iri = reply.text.splitlines()[1]
    assert iri.startswith(server.address)
    page = server.get(iri.removeprefix(server.address))
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_source_text_is_served_byte_for_byte(server: Server) -> None:
    """The text of the source is served as it stands in the data."""
    source = next((ROOT / "data").glob("plans/*/source.txt"))
    document = server.query(
        "SELECT ?s { ?s a <ns/mp#SourceDocument> }", "text/csv"
    ).text.splitlines()[1]
    reply = server.get(f"{document.removeprefix(server.address)}?format=txt")
    assert reply.text == source.read_bytes().decode("utf-8")


# --- asked by the command


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_command_asks_an_endpoint(form: str, server: Server, folder: Path) -> None:
    """`query --endpoint` gives what `query` gives of the same release, in each format."""
    words = ["query", PER_CELL, "--format", form]
    near = command(folder, *words)
    far = command(folder, *words, "--endpoint", f"{server.address}sparql")
    assert (far.returncode, near.returncode) == (0, 0)
    if form == "json":
        assert json.loads(far.stdout) == json.loads(near.stdout)
    else:
        assert far.stdout.split() == near.stdout.split()


def test_command_asks_an_endpoint_for_rdf(server: Server, folder: Path) -> None:
    """`query --endpoint` gives RDF as Turtle, the same graph as the release's own."""
    words = ["query", "CONSTRUCT { ?s a ?o } { ?s a ?o . ?s a <http://www.w3.org/ns/org#Role> }"]
    words[1] = words[1].replace("http://www.w3.org/ns/org#Role", f"{server.address}ns/mp#Pillar")
    near = command(folder, *words)
    far = command(folder, *words, "--endpoint", f"{server.address}sparql")
    graphs = [Graph().parse(data=done.stdout, format="turtle") for done in (near, far)]
    assert len(graphs[0]) >= 5
    assert isomorphic(*graphs)


@pytest.mark.parametrize("query", ["SELECT * {", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"])
def test_command_tells_what_an_endpoint_refuses(query: str, server: Server, folder: Path) -> None:
    """A query that the endpoint refuses ends with 2 and a sentence, without a traceback."""
    done = command(folder, "query", query, "--endpoint", f"{server.address}sparql")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


# --- started and ended


@pytest.mark.parametrize(
    ("language", "told"), [("ja", "待ち受けできません"), ("en", "Cannot listen on 127.0.0.1:")]
)
def test_taken_port(language: str, told: str, server: Server, folder: Path) -> None:
    """A port that is taken is told at once, with status 2, and what serves there goes on."""
    done = command(folder, "serve", "--port", str(server.port), "--lang", language)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert str(server.port) in done.stderr
    assert "--port" in done.stderr
    assert server.get("health/live").text == "ok\n"


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_signals_end_it_cleanly(wanted: signal.Signals, server: Server, folder: Path) -> None:
    """It ends when it is told to, with status 0 or by the signal, and every process it started ends."""
    assert server.process.poll() is None
    with Server(cwd=folder) as other:
        assert other.query("ASK {}", "application/json").status == 200
        started = other.descendants()
        assert len(started) > 1
        other.process.send_signal(wanted)
        status = other.process.wait(PATIENCE)
        assert status in {0, 130, -wanted}
        assert eventually(lambda: not any(start_of(one) == at for one, at in started.items()))
        assert "Traceback" not in other.errors.read_text(encoding="utf-8")


def test_ctrl_c_for_the_whole_group(server: Server, folder: Path) -> None:
    """Ctrl+C, which reaches every process of the terminal, ends them all without a traceback."""
    assert server.process.poll() is None
    with Server(cwd=folder) as other:
        assert other.query("ASK {}", "application/json").status == 200
        started = other.descendants()
        os.killpg(other.process.pid, signal.SIGINT)
        other.process.wait(PATIENCE)
        assert eventually(lambda: not any(start_of(one) == at for one, at in started.items()))
        assert "Traceback" not in other.errors.read_text(encoding="utf-8")


# --- releases exchanged, another store


def test_new_release_is_served_without_a_restart(
    tmp_path: Path, server: Server, folder: Path
) -> None:
    """While it serves, a new release is made and served, and the one before again after `rollback`."""
    shutil.copytree(folder, tmp_path / "x", ignore=shutil.ignore_patterns("errors-*"))
    mine = tmp_path / "x"
    base = f"--base={server.address}"
    with Server(cwd=mine) as other:
        first = current(mine / "releases")
        assert first in other.get().text
        manifest = mine / "data" / "publication.toml"
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace('version = "0', 'version = "9'), encoding="utf-8")
        assert command(mine, "build", base).returncode == 0
        second = current(mine / "releases")
        assert second != first
        assert eventually(lambda: second in other.get().text)
        assert eventually(lambda: other.query("ASK {}", "application/json").status == 200)
        assert command(mine, "rollback", first).returncode == 0
        assert eventually(lambda: first in other.get().text)
        assert "Traceback" not in other.errors.read_text(encoding="utf-8")


def test_pages_can_come_from_another_endpoint(server: Server, folder: Path) -> None:
    """With `--store`, pages are made of what the endpoint answers: the same pages."""
    with (
        Server(cwd=folder) as store,
        Server("--store", f"{store.address}sparql", cwd=folder) as far,
    ):
        entry = "page/262064/plan/machizukuri-kyodo-3/action-plan/1/fy/2020/activity/1"
        for path in ("", entry):
            assert far.get(path).status == 200
            assert far.get(path).text == server.get(path).text
        assert far.get("health/ready").status == 200
        store.process.terminate()
        store.process.wait(PATIENCE)
        assert eventually(lambda: far.get(entry).status >= 500)
        assert far.get("health/live").status == 200


def test_nothing_is_left_when_the_watcher_is_killed(server: Server, folder: Path) -> None:
    """When the first process is killed without notice, the others end by themselves."""
    assert server.process.poll() is None
    with Server(cwd=folder) as other:
        started = other.descendants()
        other.process.kill()
        other.process.wait(PATIENCE)
        assert eventually(lambda: not any(start_of(one) == at for one, at in started.items()))


def test_signal_at_the_start(server: Server, folder: Path) -> None:
    """A signal that comes while the server is still starting ends it, and nothing is left."""
    words = [sys.executable, "-m", "kameoka_graph", "serve", "--port", "0"]
    assert server.process.poll() is None
    for delay in (0.3, 0.5, 0.7, 0.9):
        with subprocess.Popen(
            words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(delay)
            started = descendants(process.pid)
            process.terminate()
            process.wait(PATIENCE)
            assert eventually(lambda: not any(start_of(one) == at for one, at in started.items()))  # noqa: B023 - asked at once
