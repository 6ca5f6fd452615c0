"""This endpoint beside Oxigraph's server and rdflib-endpoint: same data, queries, client and run.

Run it from a checkout: `python3 benchmarks/endpoint.py [--quick]`. Each endpoint is asked alone,
idle and then under attack; only this machine is reached. Latencies are in milliseconds, memory is
the peak of the whole process tree, pages that processes share counted once.
"""

import argparse
import contextlib
import http.client
import itertools
import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import environment  # noqa: E402 - found only once the checkout is on the path

HOST: Final = "127.0.0.1"
OURS, OXIGRAPH, RDFLIB = "kameoka_graph", "oxigraph", "rdflib-endpoint"
REPEATED: Final = f"{OURS}, repeated"
"""Ours again, each query sent with the same text: the peers have no memory of answers."""
PEERS: Final = ROOT / ".venv" / "benchmark-peers"
PATIENCE: Final = 60.0
"""Seconds that an endpoint may take to start."""
TIMEOUT: Final = 10.0
"""Seconds that a client waits for an answer before it gives up and connects anew."""
CLIENTS: Final = 2
ATTACKERS: Final = 8
SAMPLED: Final = 0.25
"""Seconds between two looks at the memory."""
ACCEPT: Final = "application/sparql-results+json, application/n-triples;q=0.9"
ATTACKS: Final = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (<x:x>|!<x:x>)* ?b }",
    "SELECT * { ?a ?b ?c . ?d ?b ?f } ORDER BY ?c ?f ?a",
)
"""A cross product, an explosion of paths, and a sort of far more than memory holds."""
AIMS: Final = """\
aims: uncached >= 0.2 of oxigraph's throughput on lookups, >= 0.8 on the 10,000-row SELECT;
      repeated >= 0.35; >= 4 times rdflib-endpoint on each;
      under attack every lookup succeeds, p95 within 3 times its idle value"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure."""

    idle: float
    """Seconds for each query."""
    attack: float
    """Seconds of attack."""


@dataclass(slots=True)
class Measured:
    """What clients saw."""

    seconds: float = 0.0
    """How long they asked."""
    latencies: list[float] = field(default_factory=list)
    """Seconds of each answer that succeeded."""
    failures: int = 0
    """Answers that did not succeed, or did not come."""

    @property
    def throughput(self) -> float:
        """Give the answers that succeeded, per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Case:
    """What one client is to do."""

    port: int
    path: str
    queries: tuple[str, ...]
    seconds: float
    unique: bool
    """Whether no two queries may have the same text."""
    source: str = HOST
    """The address that the client comes from; attackers have one each."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One that is measured."""

    name: str
    command: tuple[str, ...]
    """How to start it; `{port}` stands for its port."""
    path: str
    """Where it takes queries."""


# --- numbers


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the smallest value that so many percent of the values do not exceed; nan for none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]


def ratio(ours: float, theirs: float) -> float:
    """Give how many times theirs ours is; nan where there is nothing to compare with."""
    return ours / theirs if theirs > 0 else float("nan")


def merged(parts: Sequence[Measured]) -> Measured:
    """Give what several clients saw together in the same time."""
    return Measured(
        max((part.seconds for part in parts), default=0.0),
        [latency for part in parts for latency in part.latencies],
        sum(part.failures for part in parts),
    )


def cells(measured: Measured) -> list[str]:
    """Give throughput, the three percentiles in milliseconds, and failures, as they are printed."""
    percentiles = [percentile(measured.latencies, percent) * 1000 for percent in (50, 95, 99)]
    return [
        f"{measured.throughput:.1f}",
        *(f"{one:.1f}" for one in percentiles),
        str(measured.failures),
    ]


def size_of(body: bytes | None) -> int:
    """Give the rows or triples of an answer; -1 where there was none."""
    if body is None:
        return -1
    if body.lstrip().startswith(b"{"):
        return len(json.loads(body)["results"]["bindings"])
    return len({line for line in body.splitlines() if line.strip()})


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give rows as text, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (header, *rows)
    )
    return "\n".join(lines) + "\n"


def queries_about(entry: str) -> dict[str, str]:
    """Give the queries to measure by their names; `entry` is the IRI of an activity entry."""
    base = entry.partition("/id/")[0]
    prefixes = f"PREFIX mp: <{base}/ns/mp#>\nPREFIX dcterms: <http://purl.org/dc/terms/>\n"
    return {
        "lookup": f"SELECT ?p ?o {{ <{entry}> ?p ?o }}",
        "group by": f"{prefixes}SELECT ?a ?y (COUNT(?e) AS ?n) {{ ?e a mp:Activity ; "
        "dcterms:isPartOf ?a ; mp:fiscalYear ?y } GROUP BY ?a ?y ORDER BY ?a ?y",
        "join": f"{prefixes}SELECT ?e ?text ?label ?m {{ ?e a mp:Activity ; mp:sourceText ?text ; "
        "dcterms:isPartOf ?a ; mp:fiscalYear ?y . ?a dcterms:isPartOf ?m . "
        "?y <http://www.w3.org/2000/01/rdf-schema#label> ?label }",
        "10,000 rows": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000",
        "construct": f"{prefixes}CONSTRUCT {{ ?e ?p ?o }} {{ ?e a mp:Activity ; ?p ?o }}",
    }


def entry_in(dump: Path) -> str:
    """Give the IRI of an activity entry in a release."""
    form = re.compile(r"<([^>]+)> <[^>]+#type> <[^>]+/ns/mp#Activity> ")
    with dump.open(encoding="utf-8") as lines:
        found = next(filter(None, map(form.match, lines)))
    return found[1]


# --- clients


class Client:
    """One connection, kept alive, and opened anew when it breaks."""

    def __init__(self, case: Case) -> None:
        """Know what to ask."""
        self._case = case
        self._connection: http.client.HTTPConnection | None = None
        self._number = itertools.count()

    def ask(self, query: str) -> bytes | None:
        """Give the body of the answer; None where there is none or it is a fault."""
        if self._case.unique:
            query = f"{query}\n# {os.getpid()}-{next(self._number)}"
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                HOST, self._case.port, timeout=TIMEOUT, source_address=(self._case.source, 0)
            )
        headers = {"Content-Type": "application/sparql-query", "Accept": ACCEPT}
        try:
            self._connection.request("POST", self._case.path, query.encode(), headers)
            answer = self._connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        return body if answer.status == http.HTTPStatus.OK else None

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def work(case: Case, start: Any, results: Any) -> None:
    """Ask one question after the other until time is up; a client's process."""
    client = Client(case)
    measured = Measured()
    start.wait()
    began = time.perf_counter()
    for query in itertools.cycle(case.queries):
        asked = time.perf_counter()
        if asked - began >= case.seconds:
            break
        if client.ask(query) is None:
            measured.failures += 1
        else:
            measured.latencies.append(time.perf_counter() - asked)
    measured.seconds = time.perf_counter() - began
    client.close()
    results.put(measured)


def together(cases: Sequence[Case]) -> list[Measured]:
    """Let clients ask at once, each in a process of its own; gives what each saw, in no order."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(len(cases))
    results = context.Queue()
    processes = [
        context.Process(target=work, args=(case, start, results), daemon=True) for case in cases
    ]
    for process in processes:
        process.start()
    try:
        longest = max(case.seconds for case in cases) + 2 * TIMEOUT
        return [results.get(timeout=longest) for _ in cases]
    finally:
        for process in processes:
            process.kill()
            process.join()


# --- endpoints


class Memory(threading.Thread):
    """Looks at the memory of a process tree now and then."""

    def __init__(self, process: int) -> None:
        """Look at a process and all below it."""
        super().__init__(daemon=True)
        self._process = process
        self._over = threading.Event()
        self.peak = 0

    def run(self) -> None:
        """Keep the greatest sum seen."""
        while not self._over.wait(SAMPLED):
            self.peak = max(self.peak, sum(map(resident, tree(self._process))))

    def stop(self) -> int:
        """Give the peak in bytes."""
        self._over.set()
        self.join()
        return self.peak


def tree(process: int) -> list[int]:
    """Give a process and all those below it."""
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, children.read_text(encoding="ascii").split())
    return found


def resident(process: int) -> int:
    """Give the bytes of memory that are a process's own part; 0 where it is gone."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


@contextlib.contextmanager
def running(endpoint: Endpoint, probe: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Start an endpoint and wait until it answers; gives port and process, and ends it all."""
    port = free_port()
    words = [word.replace("{port}", str(port)) for word in endpoint.command]
    with (folder / f"{endpoint.name}.log").open("wb") as log:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
        )
    try:
        client = Client(Case(port, endpoint.path, (), 0, unique=True))
        end = time.monotonic() + PATIENCE
        while not client.ask(probe):
            if process.poll() is not None or time.monotonic() > end:
                told = (folder / f"{endpoint.name}.log").read_text(encoding="utf-8")
                raise RuntimeError(endpoint.name, told[-2000:])
            time.sleep(0.1)
        client.close()
        yield port, process.pid
    finally:
        for one in reversed(tree(process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """Give a port that is free at this moment."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def endpoints(folder: Path, dump: Path) -> list[Endpoint]:
    """Give the three endpoints, each with the same data."""
    here, there = str(environment.python_of(PEERS).parent), str(folder / "oxigraph")
    subprocess.check_call(
        [f"{here}/oxigraph", "load", "--location", there, "--file", str(dump)],
        stderr=subprocess.DEVNULL,
    )
    ours = (sys.executable, "-m", "kameoka_graph", "serve", "--releases", "releases")
    bind = ("--bind", f"{HOST}:{{port}}", "--union-default-graph")
    return [
        Endpoint(OURS, (*ours, "--port", "{port}"), "/sparql"),
        Endpoint(
            OXIGRAPH, (f"{here}/oxigraph", "serve-read-only", "--location", there, *bind), "/query"
        ),
        Endpoint(
            RDFLIB,
            (f"{here}/rdflib-endpoint", "serve", "--host", HOST, "--port", "{port}", str(dump)),
            "/",
        ),
    ]


# --- the run


@dataclass(slots=True)
class Findings:
    """What was measured of one endpoint."""

    idle: dict[str, Measured] = field(default_factory=dict)
    """By query, nothing else asked."""
    sizes: dict[str, int] = field(default_factory=dict)
    """By query, the rows or triples of the answer."""
    alone: Measured = field(default_factory=Measured)
    """Lookups of one client, nothing else asked."""
    attacked: Measured = field(default_factory=Measured)
    """The same under attack."""
    peaks: tuple[int, int] = (0, 0)
    """Bytes of memory, idle and under attack."""


def measure_idle(
    where: tuple[int, str], queries: Mapping[str, str], seconds: float, *, unique: bool
) -> dict[str, Measured]:
    """Measure each query, some clients asking at once."""
    return {
        name: merged(together([Case(*where, (query,), seconds, unique)] * CLIENTS))
        for name, query in queries.items()
    }


def measure_attacked(where: tuple[int, str], lookup: str, seconds: float) -> Measured:
    """Measure one client's lookups while others, from addresses of their own, attack."""
    asking = Case(*where, (lookup,), seconds, unique=True)
    attackers = [
        Case(
            *where,
            ATTACKS[at % len(ATTACKS) :] + ATTACKS[: at % len(ATTACKS)],
            seconds,
            unique=True,
            source=f"127.0.0.{at + 2}",
        )
        for at in range(ATTACKERS)
    ]
    context = multiprocessing.get_context("spawn")
    start, results, ignored = context.Barrier(ATTACKERS + 1), context.Queue(), context.Queue()
    processes = [context.Process(target=work, args=(asking, start, results), daemon=True)]
    processes += [
        context.Process(target=work, args=(case, start, ignored), daemon=True) for case in attackers
    ]
    for process in processes:
        process.start()
    try:
        found: Measured = results.get(timeout=PATIENCE + seconds)
        return found
    finally:
        for process in processes:
            process.kill()
            process.join()


def measure(
    endpoint: Endpoint, queries: Mapping[str, str], plan: Plan, folder: Path
) -> tuple[Findings, dict[str, Measured]]:
    """Measure an endpoint; gives what was found, and for ours also of repeated queries."""
    found, repeated = Findings(), {}
    with running(endpoint, queries["lookup"], folder) as (port, process):
        where = (port, endpoint.path)
        client = Client(Case(*where, (), 0, unique=True))
        found.sizes = {name: size_of(client.ask(query)) for name, query in queries.items()}
        client.close()
        memory = Memory(process)
        memory.start()
        found.idle = measure_idle(where, queries, plan.idle, unique=True)
        if endpoint.name == OURS:
            repeated = measure_idle(where, queries, plan.idle, unique=False)
        (found.alone,) = together([Case(*where, (queries["lookup"],), plan.idle, unique=True)])
        idle = memory.stop()
        memory = Memory(process)
        memory.start()
        found.attacked = measure_attacked(where, queries["lookup"], plan.attack)
        found.peaks = idle, memory.stop()
    return found, repeated


def report(findings: Mapping[str, Findings], repeated: Mapping[str, Measured]) -> str:
    """Give the tables."""
    measured = {name: found.idle for name, found in findings.items()}
    measured = {OURS: measured[OURS], REPEATED: dict(repeated), **measured}
    header = ["query", "endpoint", "rows", "per s", "p50 ms", "p95 ms", "p99 ms", "failed"]
    header += [f"x {OXIGRAPH}", f"x {RDFLIB}"]
    rows = [
        [
            query,
            name,
            size(findings, name, query),
            *cells(of[query]),
            *ratios(of[query], query, findings),
        ]
        for query in repeated
        for name, of in measured.items()
    ]
    attack = [
        [name, *cells(found.attacked), *beside_idle(found), *map(megabytes, found.peaks)]
        for name, found in findings.items()
    ]
    attack_header = ["under attack", "per s", "p50 ms", "p95 ms", "p99 ms", "failed", "idle p95 ms"]
    attack_header += ["p95 / idle", "peak MB idle", "peak MB attacked"]
    return f"{table(header, rows)}\n{table(attack_header, attack)}\n{AIMS}\n"


def size(findings: Mapping[str, Findings], name: str, query: str) -> str:
    """Give the rows of an answer; a peer lists a triple once for each graph that holds it."""
    return str(findings[OURS if name == REPEATED else name].sizes.get(query, -1))


def ratios(measured: Measured, query: str, findings: Mapping[str, Findings]) -> list[str]:
    """Give the throughput as a ratio to each peer's."""
    return [
        f"{ratio(measured.throughput, findings[peer].idle[query].throughput):.2f}"
        for peer in (OXIGRAPH, RDFLIB)
    ]


def beside_idle(found: Findings) -> list[str]:
    """Give the idle p95 of lookups in milliseconds, and how many times that it is under attack."""
    idle, attacked = (percentile(one.latencies, 95) for one in (found.alone, found.attacked))
    return [f"{idle * 1000:.1f}", f"{ratio(attacked, idle):.2f}"]


def megabytes(size: int) -> str:
    """Give a number of bytes in megabytes."""
    return f"{size / 1e6:.0f}"


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--quick", action="store_true", help="take less than a minute, and be rough"
    )
    parser.add_argument("--seconds", type=float, help="seconds for each query (3; quick: 0.5)")
    parser.add_argument("--attack", type=float, help="seconds of attack (20; quick: 5)")
    return parser.parse_args(words)


def plan_of(chosen: argparse.Namespace) -> Plan:
    """Give how long to measure."""
    idle, attack = (0.5, 5.0) if chosen.quick else (3.0, 20.0)
    return Plan(
        idle if chosen.seconds is None else chosen.seconds,
        attack if chosen.attack is None else chosen.attack,
    )


def run(words: Sequence[str], tell: Callable[[str], object]) -> None:
    """Make a release, measure the endpoints one after the other, and print the tables."""
    chosen = arguments(words)
    environment.ensure("serve", "requirements/serve.txt")
    pins = ROOT / "requirements" / "benchmark.txt"
    environment.or_exit(
        lambda: environment.once(PEERS, pins, lambda: environment.make(PEERS, pins))
    )
    findings: dict[str, Findings] = {}
    repeated: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = [sys.executable, "-m", "kameoka_graph", "build", "--data", str(ROOT / "data")]
        subprocess.check_call(build, cwd=folder, stdout=subprocess.DEVNULL)
        dump = next(folder.glob("releases/*/dataset.nq"))
        queries = queries_about(entry_in(dump))
        for endpoint in endpoints(folder, dump):
            found, again = measure(endpoint, queries, plan_of(chosen), folder)
            findings[endpoint.name] = found
            repeated |= again
    tell(report(findings, repeated))


if __name__ == "__main__":
    run(sys.argv[1:], sys.stdout.write)
