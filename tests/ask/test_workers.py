"""Public queries are answered within limits; what one of them does costs no other anything."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from select import select

import pytest

from kameoka_graph.ask.frames import Receiver
from kameoka_graph.ask.limits import MIB, Limits
from kameoka_graph.ask.pool import Worker
from kameoka_graph.ask.question import Answer, Question
from kameoka_graph.ask.workers import (
    BadQueryError,
    Begun,
    ClientGoneError,
    NoFormatError,
    OutOfMemoryError,
    OverloadedError,
    QueryFailedError,
    RefusedQueryError,
    TimedOutError,
    TooLargeError,
    WorkerDiedError,
    Workers,
)
from kameoka_graph.formats import CSV, NTRIPLES, RESULTS_JSON, TURTLE
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.release.folder import Release, write_release
from kameoka_graph.say import ToldError
from kameoka_graph.store.answer import StoreUnreachableError
from kameoka_graph.store.embedded import Embedded
from tests.ask.conftest import SMALL, Ask

Start = Callable[[Limits], Workers]

LOOKUP = "SELECT ?p ?o { <id/262064> ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A cross product that takes ages and no memory."""
PATHS = "SELECT (COUNT(*) AS ?n) { ?a (!<x:>|^!<x:>)* ?b . ?b (!<x:>|^!<x:>)* ?c }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
LONG_ANSWER = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
BOMB = "SELECT (STRLEN(?s40) AS ?n) {{ BIND('0123456789abcdef' AS ?s0) {} }}".format(
    " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(40))
)
ATTACKS = [ENDLESS, PATHS, SORT, LONG_ANSWER, BOMB]


def question(query: str) -> Question:
    """Put a query in the usual formats."""
    return Question(query, (RESULTS_JSON, TURTLE))


def rows(answer: Answer) -> list[dict[str, dict[str, str]]]:
    """Give the rows of an answer in JSON."""
    found: list[dict[str, dict[str, str]]] = json.loads(answer.body)["results"]["bindings"]
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


# --- answers


def test_answers_are_those_of_the_store(ask: Ask, store: Embedded) -> None:
    """A worker answers as the store does in process."""
    for query in (f"{LOOKUP} ORDER BY ?p ?o", "ASK { ?s ?p ?o }", "ASK { <x:> ?p ?o }"):
        answer = ask(query)

        assert (answer.form, answer.body) == store.answer(query, [RESULTS_JSON])
        assert not answer.truncated
    construct = ask("CONSTRUCT WHERE { <id/262064> ?p ?o }")
    assert construct.form is TURTLE
    assert b"@prefix" in construct.body


def test_several_default_graphs_are_merged(workers: Workers, store: Embedded) -> None:
    """A triple in two graphs counts once where both are asked for."""
    graphs = [str(row["g"]) for row in store.select("SELECT DISTINCT ?g { GRAPH ?g {} }").records()]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    asked = Question(count, (CSV,), tuple(graphs))

    whole = workers.ask(Question(count, (CSV,)), "merge")

    assert len(graphs) > 3
    assert workers.ask(asked, "merge").body == whole.body


def test_rows_are_cut_at_the_operators_limit(start: Start) -> None:
    """With a limit of rows an answer is cut, and says so."""
    workers = start(replace(SMALL, rows=3))

    cut = workers.ask(question("SELECT * { ?s ?p ?o }"), "rows")
    whole = workers.ask(question("SELECT * { ?s ?p ?o } LIMIT 3"), "rows")

    assert (len(rows(cut)), cut.truncated) == (3, True)
    assert (len(rows(whole)), whole.truncated) == (3, False)
    assert workers.counts().truncated == 1


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * { ?s ?p }", BadQueryError),
        ("SELECT * { SERVICE <http://127.0.0.1/> {} }", RefusedQueryError),
        ("INSERT DATA {}", RefusedQueryError),
        ("ASK { ?s ?p '\ud800' }", RefusedQueryError),
        (" " * 300_000, RefusedQueryError),
        ("{" * 5000, RefusedQueryError),
        (LONG_ANSWER, TooLargeError),
        (ENDLESS, TimedOutError),
        (BOMB, OutOfMemoryError),
    ],
)
def test_what_stops_a_query_is_told_and_the_next_is_answered(
    ask: Ask, query: str, error: type[ToldError]
) -> None:
    """Each fault is an error that speaks; it costs the one query."""
    with pytest.raises(error) as caught:
        ask(query)

    assert caught.value.say.ja
    assert caught.value.say.en
    assert rows(ask(LOOKUP))


def test_a_format_that_cannot_be_is_told_with_those_that_can(workers: Workers) -> None:
    """Rows have no triples: the formats that can carry them are told."""
    with pytest.raises(NoFormatError) as caught:
        workers.ask(Question("SELECT * {}", (NTRIPLES,)), "formats")

    assert RESULTS_JSON in caught.value.possible


CHAINS = {
    "brackets": "ASK { FILTER(" + "(" * 60 + "1" + ")" * 60 + ") }",
    "calls": "ASK { FILTER(" + "str(" * 60 + "1" + ")" * 60 + ") }",
    "groups": "ASK " + "{" * 60 + "}" * 60,
    "exists": "ASK " + "{ FILTER EXISTS " * 60 + "{}" + "}" * 60,
    "not": "ASK { FILTER(" + "!" * 9900 + "true) }",
    "or": "ASK { FILTER(" + "||".join(["true"] * 4900) + ") }",
    "sum": "ASK { FILTER(" + "+".join(["1"] * 4900) + ") }",
    "union": "ASK {" + "UNION".join(["{}"] * 3300) + "}",
    "path": "ASK { ?s " + "|".join(["<p>"] * 4900) + " ?o }",
    "filter": "ASK { ?s ?p ?o " + "FILTER(?o) " * 2400 + "}",
    "bind": "ASK { " + " ".join(f"BIND(1 AS ?v{n})" for n in range(1600)) + "}",
    "minus": "ASK { ?s ?p ?o " + "MINUS {?s ?q ?o} " * 1600 + "}",
    "optional": "ASK { ?s ?p ?o " + "OPTIONAL {?s ?q ?o} " * 1600 + "}",
    "triples": "ASK { " + "?s ?p ?o ." * 2400 + "}",
    "list": "ASK { ?s ?p (" + "1 " * 9900 + ") }",
    "describe": "DESCRIBE " + "<x:> " * 9900,
    "values": "ASK { VALUES ?x {" + "1 " * 100_000 + "} }",
}


@pytest.mark.parametrize("chain", CHAINS)
def test_no_query_within_the_limits_overflows_the_stack(ask: Ask, chain: str) -> None:
    """What the guard lets through may take too much time or memory, but overflows no stack."""
    try:
        ask(CHAINS[chain])
    except (TimedOutError, OutOfMemoryError) as error:
        assert error.say.en  # noqa: PT017 - either outcome is right


# --- questions that are begun


def begin(workers: Workers, query: str, client: str) -> Begun:
    """Put a question at once; spare workers are given the time to be born."""
    found: list[Begun] = []

    def try_to() -> bool:
        begun = workers.begin(question(query), client)
        found.extend([begun] if begun else [])
        return begun is not None

    until(try_to)
    return found[0]


def looked_at(begun: Begun) -> Begun:
    """Wait until an answer is there, or none will come."""
    until(lambda: bool(select([begun], [], [], 0)[0]) and begun.look())
    return begun


def test_a_begun_question_is_answered_without_waiting(start: Start) -> None:
    """What was begun becomes readable, ends at once, and gives back all that it held."""
    workers = start(SMALL)
    begun = looked_at(begin(workers, LOOKUP, "begun"))
    assert begun.ends_at_once(1 << 20)
    assert not begun.ends_at_once(10)
    assert rows(begun.end()) == rows(workers.ask(question(LOOKUP), "begun"))
    counts = workers.counts()
    assert (counts.asked, counts.answered, counts.held, counts.quick) == (2, 2, 0, 0)
    workers.close()


@pytest.mark.parametrize(
    ("query", "error", "at_once"),
    [
        ("SELECT * { ?s ?p }", BadQueryError, True),
        ("SELECT * { SERVICE <http://127.0.0.1/> {} }", RefusedQueryError, True),
        (LONG_ANSWER, TooLargeError, False),
        (BOMB, OutOfMemoryError, False),
        (ENDLESS, TimedOutError, False),
    ],
)
def test_what_stops_a_begun_question_is_told_at_its_end(
    start: Start, query: str, error: type[ToldError], at_once: bool
) -> None:
    """However a begun question ends, its error is that of one that was asked."""
    workers = start(SMALL)
    begun = begin(workers, query, "begun")
    if at_once:
        assert looked_at(begun).ends_at_once(0)
    with pytest.raises(error):
        begun.end()
    assert (workers.counts().held, workers.counts().quick, workers.counts().slow) == (0, 0, 0)
    assert workers.counts().stopped == {error.__name__: 1}
    workers.close()


def test_a_begun_question_whose_worker_dies_is_lost(start: Start) -> None:
    """A worker that dies is looked at like one that has answered; the end tells of it."""
    workers = start(SMALL)
    begun = begin(workers, ENDLESS, "begun")
    os.kill(begun.worker.pid, signal.SIGKILL)
    assert not looked_at(begun).ends_at_once(1 << 20)
    with pytest.raises(WorkerDiedError):
        begun.end()
    assert workers.counts().held == 0
    workers.close()


def test_a_begun_question_can_be_given_up(start: Start) -> None:
    """Ended for a client that has left, it frees its worker."""
    workers = start(replace(SMALL, deadline=60.0))
    with pytest.raises(ClientGoneError):
        begin(workers, ENDLESS, "begun").end(lambda: True)
    assert (workers.counts().held, workers.busy()) == (0, [])
    workers.close()


def test_what_would_have_to_wait_is_not_begun(start: Start) -> None:
    """A long query, a client without a place, and one more than the lane has are not begun."""
    workers = start(replace(SMALL, quick_workers=1, share=2))
    assert workers.begin(question(LOOKUP + " " * 20_000), "a") is None
    begun = begin(workers, LOOKUP, "a")
    assert workers.begin(question(LOOKUP), "b") is None
    begun.end()
    assert rows(begin(workers, LOOKUP, "b").end())
    assert workers.counts().held == 0
    workers.close()


def test_a_worker_that_has_died_while_idle_begins_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the question cannot be put, nothing is begun or held, and the next worker is taken."""
    workers = start(SMALL)

    def gone(*_: object) -> None:
        raise BrokenPipeError

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "ask", gone)
        assert workers.begin(question(LOOKUP), "c") is None
    assert (workers.counts().held, workers.counts().quick, workers.counts().asked) == (0, 0, 0)
    assert rows(begin(workers, LOOKUP, "c").end())
    workers.close()


# --- workers that end


def running_worker(workers: Workers) -> int:
    """Give the process that evaluates a query now."""
    until(lambda: workers.counts().slow > 0)
    (pid,) = workers.busy()
    return pid


@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_dies_costs_one_query(start: Start, signalled: int) -> None:
    """Kill a worker in the middle of a query: that query fails cleanly, the next succeeds."""
    workers = start(replace(SMALL, deadline=60.0))
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(workers.ask, question(ENDLESS), "victim")
        os.kill(running_worker(workers), signalled)

        with pytest.raises(WorkerDiedError) as caught:
            asked.result(60)

    assert caught.value.status == -signalled
    assert rows(workers.ask(question(LOOKUP), "victim"))
    workers.close()


def test_idle_workers_that_die_cost_nothing_but_one_query_each(start: Start) -> None:
    """After all idle workers were killed, and the process that bears them, queries are answered."""
    workers = start(SMALL)
    for pid in workers.idle():
        os.kill(pid, signal.SIGKILL)
    answered = 0
    for _ in range(SMALL.quick_workers + 2):
        try:
            answered += bool(rows(workers.ask(question(LOOKUP), "after")))
        except WorkerDiedError:
            continue

    assert answered
    assert workers.alive()
    workers.close()


def test_a_client_that_leaves_frees_its_worker(start: Start) -> None:
    """Once the client is gone the query is ended, whether it runs or waits."""
    workers = start(replace(SMALL, deadline=60.0, quick_workers=1, slow_workers=1))
    left = threading.Event()
    with ThreadPoolExecutor(2) as threads:
        asked = [
            threads.submit(workers.ask, question(ENDLESS), client, left.is_set) for client in "ab"
        ]
        until(lambda: workers.counts().slow == 1 and workers.counts().held == 2)
        left.set()
        for one in asked:
            with pytest.raises(ClientGoneError):
                one.result(60)

    assert (workers.counts().held, workers.counts().slow, workers.busy()) == (0, 0, [])
    workers.close()


def test_closing_ends_what_runs_and_what_waits(start: Start, release: Release) -> None:
    """Queries that run or wait when the workers are closed are told to come again; none is left."""
    workers = Workers(release.folder, replace(SMALL, deadline=60.0, slow_workers=1))
    processes = workers.idle()
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(workers.ask, question(ENDLESS), client) for client in "ab"]
        until(lambda: workers.counts().slow == 1 and workers.counts().held == 2)
        workers.close()
        for one in asked:
            with pytest.raises(OverloadedError):
                one.result(60)

    assert not workers.alive()
    with pytest.raises(OverloadedError):
        workers.ask(question(LOOKUP), "late")
    until(lambda: not any(map(is_alive, processes)))


def is_alive(pid: int) -> bool:
    """Tell whether a process is there and has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if sys.platform != "linux":
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2][1] != "Z"
    except OSError:
        return False


# --- places


def test_a_client_has_its_share_of_places_and_no_more(start: Start) -> None:
    """A client with all its places taken is turned away; another one is answered."""
    workers = start(replace(SMALL, deadline=60.0, share=2))
    left = threading.Event()
    with ThreadPoolExecutor(2) as threads:
        asked = [
            threads.submit(workers.ask, question(ENDLESS), "many", left.is_set) for _ in range(2)
        ]
        until(lambda: workers.counts().held == 2)
        with pytest.raises(OverloadedError) as caught:
            workers.ask(question(LOOKUP), "many")
        assert rows(workers.ask(question(LOOKUP), "other"))
        left.set()
        assert all(isinstance(one.exception(60), ClientGoneError) for one in asked)

    assert caught.value.retry_after > 0
    workers.close()


def test_who_waits_too_long_is_told_to_come_again(start: Start) -> None:
    """A query whose turn does not come in time is turned away with a time to come again."""
    workers = start(replace(SMALL, deadline=60.0, patience=0.2, slow_workers=1))
    left = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(workers.ask, question(ENDLESS), "first", left.is_set)
        until(lambda: workers.counts().slow == 1)
        with pytest.raises(OverloadedError) as caught:
            workers.ask(question(ENDLESS), "second")
        left.set()
        assert isinstance(asked.exception(60), ClientGoneError)

    assert caught.value.retry_after >= 1
    workers.close()


def test_under_attack_the_lookups_of_another_client_all_succeed(start: Start) -> None:
    """Eight clients with cross products, paths, sorts and bombs do not stop a ninth."""
    workers = start(replace(SMALL, deadline=0.5))
    over = threading.Event()

    def attack(number: int) -> None:
        while not over.is_set():
            try:
                workers.ask(question(ATTACKS[number % len(ATTACKS)]), f"attacker {number}")
            except OverloadedError:
                over.wait(0.05)
            except ToldError:
                continue

    with ThreadPoolExecutor(8) as threads:
        attackers: list[Future[None]] = [threads.submit(attack, number) for number in range(8)]
        until(lambda: workers.counts().slow > 0)
        for _ in range(300):
            assert rows(workers.ask(question(LOOKUP), "visitor"))
        over.set()
        for attacker in attackers:
            attacker.result(60)

    counts = workers.counts()
    assert (counts.held, counts.quick, counts.slow) == (0, 0, 0)
    assert counts.answered >= 300
    assert counts.born > SMALL.quick_workers
    workers.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory is used")
def test_memory_stays_under_the_cap(start: Start) -> None:
    """A query that takes memory is stopped at the cap, and its memory is given back."""
    workers = start(replace(SMALL, deadline=60.0, memory=96 * MIB))
    peak = 0
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(workers.ask, question(SORT), "sorter")
        while not asked.done():
            peak = max([peak, *map(private_memory, workers.busy())])
            time.sleep(0.005)

    assert isinstance(asked.exception(), OutOfMemoryError)
    assert peak < 160 * MIB
    assert rows(workers.ask(question(LOOKUP), "sorter"))
    workers.close()


def private_memory(pid: int) -> int:
    """Give the bytes of memory that a process has to itself."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))


# --- stores and endpoints


def test_a_release_on_disk_is_served_as_well(assembly: Assembly, tmp_path: Path) -> None:
    """Workers on a store on disk answer, and are replaced at their deadline."""
    release = write_release(assembly, tmp_path, memory_limit=0)
    workers = Workers(release.folder, SMALL)
    try:
        assert rows(workers.ask(question(LOOKUP), "disk"))
        with pytest.raises(TimedOutError):
            workers.ask(question(ENDLESS), "disk")
        assert rows(workers.ask(question(LOOKUP), "disk"))
    finally:
        workers.close()


def test_a_release_that_cannot_be_opened_is_told(release: Release, tmp_path: Path) -> None:
    """Workers on a broken release do not start, and say why."""
    (tmp_path / "manifest.json").write_bytes((release.folder / "manifest.json").read_bytes())

    with pytest.raises(StoreUnreachableError):
        Workers(tmp_path, SMALL)
    (tmp_path / "store").mkdir()
    with pytest.raises(StoreUnreachableError):
        Workers(tmp_path, SMALL)


def test_a_listed_endpoint_is_asked_and_no_other(start: Start) -> None:
    """A query for a listed endpoint goes to a worker that may leave, and comes back."""
    address = "http://127.0.0.1:9/"
    workers = start(replace(SMALL, endpoints=(address,)))

    with pytest.raises(QueryFailedError, match="port 9"):
        workers.ask(question(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"), "abroad")
    with pytest.raises(RefusedQueryError):
        workers.ask(question("SELECT * { SERVICE <http://127.0.0.1:10/> {} }"), "abroad")
    workers.close()


def test_a_process_that_cannot_be_enclosed_evaluates_nothing(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the first worker reports that its walls do not stand, the workers do not start."""
    monkeypatch.setattr(Receiver, "receive", lambda _: ({"failed": "no walls"}, b""))

    with pytest.raises(StoreUnreachableError, match="no walls"):
        Workers(release.folder, SMALL)


def test_counts_tell_what_happened(start: Start) -> None:
    """Each question is counted once, by how it ended."""
    workers = start(SMALL)
    for query in (LOOKUP, LOOKUP, "SELECT * { ?s ?p }", ENDLESS):
        try:
            workers.ask(question(query), "counted")
        except ToldError:
            continue

    counts = workers.counts()
    assert (counts.asked, counts.answered) == (4, 2)
    assert counts.stopped == {"BadQueryError": 1, "TimedOutError": 1}
    assert counts.slowed == 1
    workers.close()
