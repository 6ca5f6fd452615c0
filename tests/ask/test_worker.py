"""A worker answers within bounds from the graphs that are asked for, and cannot leave its process."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.ask import frames
from kameoka_graph.ask.limits import MIB, Limits
from kameoka_graph.ask.worker import answer
from kameoka_graph.formats import (
    CSV,
    GRAPHS,
    NTRIPLES,
    RESULTS,
    RESULTS_JSON,
    RESULTS_XML,
    TSV,
    TURTLE,
    Format,
)
from kameoka_graph.release.folder import DUMP, Release
from kameoka_graph.store.answer import Iri, Text, written
from kameoka_graph.store.bounded import Bounded, Bounds
from kameoka_graph.store.embedded import Embedded, write_on_disk

BASE = "http://x.test/"
NQUADS = b"".join(
    f"<{BASE}{s}> <{BASE}p> {o} <{BASE}{g}> .\n".encode()
    for g, s, o in [
        ("a", "s", '"1"'),
        ("a", "s", '"2"'),
        ("b", "s", '"2"'),
        ("b", "t", '"3"'),
        ("c", "u", '"4"'),
    ]
)
"""Three graphs of five triples, of which one is in two of them."""
COUNT = "SELECT (COUNT(*) AS ?n)"
LIMITS = Limits()

SPELLINGS = ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "localhost", "[::ffff:127.0.0.1]"]
"""This machine, in ways that a list of forbidden addresses forgets."""


def store(nquads: bytes = NQUADS, *, body: int = MIB, rows: int | None = None) -> Bounded:
    """Give a store of `nquads` with bounds."""
    return Bounded(Embedded.in_memory(nquads, BASE, {"x": BASE}), Bounds(body, rows))


def asked(
    query: str,
    *formats: Format,
    default: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    bounded: Bounded | None = None,
    limits: Limits = LIMITS,
) -> tuple[frames.Header, bytes]:
    """Ask as the serving process does."""
    header = {
        "formats": [form.name for form in formats or (RESULTS_JSON, TURTLE)],
        "default": [f"{BASE}{name}" for name in default],
        "named": [f"{BASE}{name}" for name in named],
    }
    return answer(header, query.encode(), bounded or store(), limits, network=False)


def count(query: str, **graphs: tuple[str, ...]) -> int:
    """Give the number that a query counts."""
    header, body = asked(query, **graphs)  # type: ignore[arg-type]  # a mapping of options
    assert header["is"] == "answer", header
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


# --- which graphs


@pytest.mark.parametrize(
    ("default", "named", "triples", "in_graphs"),
    [
        ((), (), 4, 5),
        (("a",), (), 2, 0),
        (("a", "b"), (), 3, 0),
        (("a", "b", "a"), (), 3, 0),
        (("a", "b", "c"), ("c",), 4, 1),
        (("a", "b"), ("a", "b", "a"), 3, 4),
        ((), ("b",), 0, 2),
        ((), ("b", "b"), 0, 2),
        (("unknown",), (), 0, 0),
        (("a", "unknown"), ("unknown",), 2, 0),
    ],
)
def test_a_query_sees_the_graphs_asked_for_each_triple_once(
    default: tuple[str, ...], named: tuple[str, ...], triples: int, in_graphs: int
) -> None:
    """The protocol's graphs and FROM clauses give the same data set: a merge, without duplicates."""
    clauses = " ".join(
        [*(f"FROM <{name}>" for name in default), *(f"FROM NAMED x:{name}" for name in named)]
    )
    prefix = f"PREFIX x: <{BASE}>"
    plain, in_any = "{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"

    assert count(f"{COUNT} {plain}", default=default, named=named) == triples
    assert count(f"{COUNT} {in_any}", default=default, named=named) == in_graphs
    assert count(f"{prefix} {COUNT} {clauses} {plain}") == triples
    assert count(f"{prefix} {COUNT} {clauses} {in_any}") == in_graphs


def test_the_graphs_of_the_protocol_override_those_of_the_query() -> None:
    """Where the request names graphs, FROM and FROM NAMED are ignored (SPARQL 1.1 Protocol §2.1.4)."""
    query = f"{COUNT} FROM <a> FROM <b> FROM NAMED <b>"

    assert count(f"{query} {{ ?s ?p ?o }}", default=("c",)) == 1
    assert count(f"{query} {{ GRAPH ?g {{ ?s ?p ?o }} }}", default=("c",)) == 0
    assert count(f"{query} {{ GRAPH ?g {{ ?s ?p ?o }} }}", named=("a", "c")) == 3


def test_merges_are_kept_and_forgotten_in_turn() -> None:
    """Any number of sets of graphs can be asked for on one store, each with its own answer."""
    bounded = store()
    sets = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c"), ("c", "unknown"), ("a", "unknown")]

    for graphs, expected in [*zip(sets, (3, 3, 3, 4, 1, 2), strict=True)] * 2:
        header, body = asked(f"{COUNT} {{ ?s ?p ?o }}", CSV, default=graphs, bounded=bounded)
        assert (header["is"], body) == ("answer", f"n\r\n{expected}\r\n".encode())


def test_a_graph_that_is_no_iri_is_told() -> None:
    """A graph whose name is no IRI is the fault of who asks."""
    header, _ = asked("ASK {}", default=("a b",))

    assert header["is"] == "bad"


# --- formats and bounds


@pytest.mark.parametrize("form", [*RESULTS, *GRAPHS])
def test_the_first_format_that_can_carry_the_answer_is_taken(form: Format) -> None:
    """Rows and booleans come in formats for rows, triples in formats for RDF."""
    rows = form in RESULTS
    query = "ASK { ?s ?p ?o }" if rows else "CONSTRUCT WHERE { ?s ?p ?o }"
    others = GRAPHS if rows else RESULTS

    header, body = asked(query, *others, form)
    refused, _ = asked(query, *others)

    assert (header["is"], header["form"], bool(body)) == ("answer", form.name, True)
    assert refused["is"] == "format"
    assert form.name in refused["possible"]


@pytest.mark.parametrize("form", RESULTS)
@pytest.mark.parametrize(("rows", "expected"), [(None, 4), (5, 4), (4, 4), (3, 3), (1, 1), (0, 0)])
def test_rows_are_cut_at_the_limit_and_it_is_said(
    form: Format, rows: int | None, expected: int
) -> None:
    """An answer has at most as many rows as the limit, the first ones, and says whether it is cut."""
    query = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o"
    _, whole = asked(f"{query} LIMIT {expected}", form)

    header, body = asked(query, form, bounded=store(rows=rows))

    assert header["truncated"] == (expected < 4)
    assert body == whole


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00")).map(Text),
            st.text("ab\t\n\r\"'\\,<>", max_size=8).map(lambda value: Text(value, "ja")),
            st.builds(
                lambda value, name: Text(value, "", f"http://www.w3.org/2001/XMLSchema#{name}"),
                st.text("01.-+eEtrufalsINF", max_size=6),
                st.sampled_from(["integer", "decimal", "double", "boolean", "date", "token"]),
            ),
            st.just(Iri(f"{BASE}x")),
        ),
        max_size=6,
    )
)
def test_cutting_rows_changes_none_of_them(terms: list[Text | Iri]) -> None:
    """With a limit that is not reached, each format is the same as without a limit."""
    query = f"SELECT ?a ?b {{ VALUES ?a {{ {' '.join(map(written, terms))} UNDEF }} }}"
    for form in (RESULTS_JSON, RESULTS_XML, CSV, TSV):
        without = asked(query, form)

        assert asked(query, form, bounded=store(rows=100)) == without


def test_triples_are_written_in_order_each_once_and_cut() -> None:
    """CONSTRUCT gives a set in a fixed order, cut at the limit, and says so."""
    query = "CONSTRUCT { ?s <p> <o> } WHERE { ?s ?p ?o }"

    header, body = asked(query, NTRIPLES)
    cut, two = asked(query, NTRIPLES, bounded=store(rows=2))

    lines = [f"<{BASE}{name}> <{BASE}p> <{BASE}o> .\n".encode() for name in "stu"]
    assert (header["truncated"], body) == (False, b"".join(lines))
    assert (cut["truncated"], two) == (True, b"".join(lines[:2]))


@pytest.mark.parametrize("form", [*RESULTS, *GRAPHS])
@pytest.mark.parametrize("rows", [None, 100_000])
def test_an_answer_that_is_too_long_is_not_given(form: Format, rows: int | None) -> None:
    """Writing stops at the longest length; nothing of the answer is given."""
    head = "SELECT *" if form in RESULTS else "CONSTRUCT { [] ?b ?c }"
    query = f"{head} {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l BIND(BNODE() AS ?m) }}"

    assert asked(query, form, bounded=store(body=500, rows=rows)) == ({"is": "large"}, b"")


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("SELECT * { ?s ?p }", "bad"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "bad"),
        ("SELECT (<f>(1) AS ?x) {}", "bad"),
        ("SELEC", "refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "refused"),
    ],
)
def test_what_stops_a_query_is_told(query: str, what: str) -> None:
    """Faults come back as messages, not as the end of the worker."""
    assert asked(query)[0]["is"] == what


def test_a_query_for_a_listed_endpoint_needs_a_worker_with_a_network() -> None:
    """A worker within walls hands such a query back."""
    limits = Limits(endpoints=("http://127.0.0.1:9/",))

    assert asked("ASK { SERVICE <http://127.0.0.1:9/> {} }", limits=limits)[0] == {"is": "network"}


# --- the process

UNGUARDED = """
import socket, sys
from dataclasses import replace
from pathlib import Path
import kameoka_graph.ask.worker as worker
from kameoka_graph.ask.guard import Examined
from kameoka_graph.ask.limits import Limits
from kameoka_graph.store.embedded import Embedded

worker.examine = lambda query, limits: Examined(query, "", "", (), (), ())
path, files = Path(sys.argv[1]), sys.argv[2] == "files"
opened = (
    Embedded.on_disk(path, "http://x.test/", {})
    if files
    else Embedded.in_memory(path.read_bytes(), "http://x.test/", {})
)
with socket.socket(fileno=sys.stdin.fileno()) as connection:
    worker.live(connection, lambda: opened, Limits(memory=int(sys.argv[3])), files=files, network=False)
"""
"""A worker process that is all real but for the guard, which lets everything through."""


@contextmanager
def unguarded(
    path: Path, *, files: bool = False, memory: int = 256 * MIB
) -> Iterator[tuple[Callable[[str], frames.Header], "subprocess.Popen[bytes]"]]:
    """Start a worker without a guard; gives how to ask it, and the process."""
    ours, theirs = socket.socketpair()
    arguments = [sys.executable, "-c", UNGUARDED, str(path), "files" if files else "", str(memory)]
    process = subprocess.Popen(arguments, stdin=theirs.fileno(), stderr=subprocess.DEVNULL)
    theirs.close()
    ours.settimeout(60)
    header = {"formats": ["json", "nt"], "default": [], "named": []}

    def ask(query: str) -> frames.Header:
        frames.send(ours, header, query.encode())
        return frames.Receiver(ours, 64 * MIB).receive()[0]

    try:
        assert "thread" in frames.Receiver(ours, 0).receive()[0]
        yield ask, process
    finally:
        ours.close()
        process.kill()
        process.wait()


@pytest.fixture
def visits() -> Iterator[tuple[int, list[Any]]]:
    """Listen on loopback; gives the port and who came."""
    came: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    visitor, address = listener.accept()
                except OSError:
                    return
                came.append(address)
                visitor.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield listener.getsockname()[1], came
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture(params=["memory", "disk"])
def data(request: pytest.FixtureRequest, release: Release, tmp_path: Path) -> tuple[Path, bool]:
    """Give the release's data as a dump for a store in memory, and as a store on disk."""
    if request.param == "memory":
        return release.folder / DUMP, False
    write_on_disk((release.folder / DUMP).read_bytes(), tmp_path / "store")
    return tmp_path / "store", True


def test_a_worker_without_a_guard_reaches_no_network(
    data: tuple[Path, bool], visits: tuple[int, list[Any]]
) -> None:
    """Handed raw SERVICE queries, by any spelling of this machine, a worker connects to nothing."""
    port, came = visits
    path, files = data
    patterns = ["SERVICE {} {{ ?s ?p ?o }}", "FILTER EXISTS {{ SERVICE {} {{ ?s ?p ?o }} }}"]
    with unguarded(path, files=files) as (ask, _):
        for host in SPELLINGS:
            address = f"<http://{host}:{port}/>"
            for pattern in patterns:
                assert ask(f"SELECT * {{ {pattern.format(address)} }}")["is"] in {
                    "failed",
                    "answer",
                }
            silent = ask(f"SELECT * {{ {{ SELECT * {{ SERVICE SILENT {address} {{}} }} }} }}")
            assert silent["is"] == "answer"
        assert ask("SELECT * { ?s ?p ?o } LIMIT 100")["is"] == "answer"

    with socket.create_connection(("127.0.0.1", port)):
        pass
    assert len(came) <= 1


def test_a_worker_answers_all_of_its_data_within_its_walls(data: tuple[Path, bool]) -> None:
    """Walls against files do not stop a store from reading its own."""
    path, files = data
    with unguarded(path, files=files) as (ask, _):
        assert ask(f"{COUNT} {{ ?s ?p ?o . ?o ?q ?x }}")["is"] == "answer"
        assert (
            ask("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")["is"]
            == "answer"
        )


WALLS = """
import os, socket, sys
from pathlib import Path
from kameoka_graph.ask import walls

walls.enclose(files=sys.argv[1] == "files")
tries = {
    "socket": lambda: socket.socket(),
    "unix": lambda: socket.socketpair(),
    "write": lambda: os.open("forbidden", os.O_WRONLY | os.O_CREAT),
    "append": lambda: os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND),
    "remove": lambda: os.remove(sys.argv[2]),
    "rename": lambda: os.rename(sys.argv[2], "forbidden"),
    "folder": lambda: os.mkdir("forbidden"),
    "run": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(os.getppid(), 0),
    "read": lambda: os.close(os.open(sys.argv[2], os.O_RDONLY)),
}
for name, attempt in tries.items():
    try:
        attempt()
    except OSError:
        print(name)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
@pytest.mark.parametrize("files", ["files", ""])
def test_the_walls_stop_calls_that_leave_the_process(files: str, tmp_path: Path) -> None:
    """No socket, no writing, no other program; reading only where the store needs it."""
    kept = tmp_path / "kept"
    kept.write_text("kept", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", WALLS, files, str(kept)],
        capture_output=True, text=True, cwd=tmp_path, check=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("COV")}
        | {"PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip

    refused = ["socket", "unix", "write", "append", "remove", "rename", "folder", "run", "kill"]
    assert done.stdout.split() == (refused if files else [*refused, "read"])
    assert kept.read_text(encoding="utf-8") == "kept"
    assert list(tmp_path.iterdir()) == [kept]


def test_memory_beyond_the_cap_ends_the_worker_or_the_query(release: Release) -> None:
    """A string that doubles itself is stopped at the cap."""
    doubling = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(40))
    bomb = f"SELECT (STRLEN(?s40) AS ?n) {{ BIND('0123456789abcdef' AS ?s0) {doubling} }}"
    with unguarded(release.folder / DUMP, memory=64 * MIB) as (ask, process):
        try:
            assert ask(bomb)["is"] in {"memory", "failed"}
        except OSError:
            assert process.wait(60) in {-signal.SIGABRT, -signal.SIGSEGV}


def test_a_worker_ends_when_nobody_is_left_to_ask(release: Release) -> None:
    """At the end of its input a worker ends by itself."""
    with unguarded(release.folder / DUMP) as (_, process):
        pass_on = process

    assert pass_on.wait(60) is not None


# --- messages


@given(st.dictionaries(st.text(max_size=5), st.text() | st.integers()), st.binary(max_size=200_000))
def test_messages_arrive_as_they_were_sent(header: frames.Header, body: bytes) -> None:
    """Any object and any bytes come out at the other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(60)
        theirs.settimeout(60)
        thread = threading.Thread(target=frames.send, args=(theirs, header, body))
        thread.start()

        received = frames.Receiver(ours, 200_000).receive()
        thread.join()

    assert received == (header, body)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0\0",
        b"\xff" * 8,
        b"\0\0\0\2\0\0\0\2{}x",
        b"\0\0\0\2\0\0\0\1{}xyz",
        b"\0\0\0\2\0\0\0\0{[",
    ],
)
def test_what_is_no_message_is_an_error(sent: bytes) -> None:
    """A connection that ends early, or lengths that cannot be, raise `FrameError`."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(sent)
        ours.settimeout(60)
        with pytest.raises(frames.FrameError):
            frames.Receiver(ours, 1).receive()


def test_a_thing_is_described_with_its_names_and_those_of_what_it_links_to() -> None:
    """DESCRIBE gives what is said of a thing, blank nodes followed, and labels of what that names."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    quads = f"""<{BASE}s> <{BASE}p> <{BASE}t> <{BASE}a> .
<{BASE}s> <{BASE}q> _:b <{BASE}a> .
_:b <{BASE}p> "inside" <{BASE}a> .
_:b <{BASE}p> <{BASE}u> <{BASE}a> .
<{BASE}t> {label} "t" <{BASE}b> .
<{BASE}t> <{BASE}p> "not this" <{BASE}b> .
<{BASE}u> <http://www.w3.org/2004/02/skos/core#prefLabel> "u"@ja <{BASE}a> .
<{BASE}p> {label} "p" <{BASE}a> .
<{BASE}v> <{BASE}p> <{BASE}s> <{BASE}a> .
""".encode()

    def described(query: str, default: list[str]) -> list[str]:
        question = {"formats": ["nt"], "default": default, "named": []}
        header, body = answer(question, query.encode(), store(quads), LIMITS, network=False)
        assert header["is"] == "answer"
        return sorted(
            line.rpartition(" .")[0].rpartition(" ")[2] for line in body.decode().splitlines()
        )

    query = f"# a comment\nDESCRIBE <{BASE}s>"
    whole = described(query, [])
    assert [o for o in whole if not o.startswith("_:")] == sorted(
        [f"<{BASE}t>", '"inside"', f"<{BASE}u>", '"t"', '"u"@ja', '"p"']
    )
    assert len(whole) == 7
    assert '"t"' not in described(query, [f"{BASE}a"])
    assert '"t"' in described(query, [f"{BASE}a", f"{BASE}b"])
    assert described(
        f"CONSTRUCT {{ <{BASE}s> <{BASE}p> ?o }} WHERE {{ <{BASE}s> <{BASE}p> ?o }}", []
    ) == [f"<{BASE}t>"]
