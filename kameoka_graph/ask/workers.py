"""Public queries of many clients to answers, within limits: nobody's query can stop another's.

A query starts in the quick lane. If it is not done in a moment it goes on in the slow lane, with
the lowest priority that the system has; where that lane is full, it is ended and starts anew in its
turn. A client whose queries have lately been slow starts in the slow lane. At its deadline a
query's worker is killed: no query can refuse to end, and what it held is given back.
"""

import json
import math
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kameoka_graph.ask.frames import FrameError, Header
from kameoka_graph.ask.guard import RefusedQueryError, refuse_too_long
from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.nursery import Place
from kameoka_graph.ask.pool import Pool, Worker
from kameoka_graph.ask.question import (
    Answer,
    ClientGoneError,
    OutOfMemoryError,
    OverloadedError,
    Question,
    TimedOutError,
    WorkerDiedError,
)
from kameoka_graph.ask.turns import Debts, Lane, NoPlaceError, Places, Watch
from kameoka_graph.ask.worker import FORMATS
from kameoka_graph.release.folder import MANIFEST, STORE, Release
from kameoka_graph.say import Say, ToldError
from kameoka_graph.store.answer import BadQueryError
from kameoka_graph.store.bounded import QueryFailedError, TooLargeError
from kameoka_graph.store.embedded import NoFormatError

__all__ = [
    "Answer",
    "BadQueryError",
    "Begun",
    "ClientGoneError",
    "Counts",
    "NoFormatError",
    "OutOfMemoryError",
    "OverloadedError",
    "QueryFailedError",
    "Question",
    "RefusedQueryError",
    "TimedOutError",
    "TooLargeError",
    "WorkerDiedError",
    "Workers",
]

BRIEF: Final = 0.02
"""Seconds of processor time of each query that do not count as debt."""
BEARABLE: Final = 0.3
"""Seconds of debt from which on a client starts in the slow lane."""
FADING: Final = 0.1
"""Seconds of debt that are forgiven each second."""
MOST_DEBT: Final = 1.5
"""Seconds of debt that no client exceeds."""
TIRED: Final = 0.05
"""Seconds of processor time after which a worker is replaced, to give back its memory."""

STALLS: Final = 10
"""How many times longer a query may be in the quick lane when its worker gets no processor."""

SHORT: Final = 16_384
"""Characters of the longest query that is put to a worker without the risk of waiting."""
_WAITING: Final = frozenset({"memory", "network"})
"""Replies after which something has to be waited for."""

Reply = tuple[Header, bytes]


@dataclass(frozen=True, slots=True)
class Counts:
    """What has happened since the start, and what is happening."""

    asked: int
    """Questions."""
    answered: int
    """Questions that were answered."""
    truncated: int
    """Answers among them that were cut."""
    stopped: dict[str, int]
    """Questions that were not answered, by the name of the error."""
    slowed: int
    """Queries that went on, or started anew, in the slow lane."""
    born: int
    """Worker processes that were started."""
    held: int
    """Questions that run or wait now."""
    quick: int
    """Queries that run in the quick lane now."""
    slow: int
    """Queries that run in the slow lane now."""


class Workers:
    """Evaluates public queries on one release; any number of threads may ask."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Start the workers; raises `StoreUnreachableError` where the store cannot be opened."""
        self.limits = limits
        self._pool = Pool(_place(folder), limits)
        self._places = Places(limits.queue, limits.share)
        self._quick = Lane(limits.quick_workers, limits.quick_workers)
        self._slow = Lane(limits.slow_workers, max(1, limits.slow_workers - 1))
        self._debts = Debts(BEARABLE, FADING, MOST_DEBT)
        self._closed = threading.Event()
        self._counted: Counter[str] = Counter()
        self._counting = threading.Lock()

    def ask(
        self, question: Question, client: str, gone: Callable[[], bool] | None = None
    ) -> Answer:
        """Answer a question; `gone` tells whether the client has left.

        Raises:
            RefusedQueryError: It is not evaluated, for what stands in it.
            BadQueryError: It is no SPARQL.
            NoFormatError: No format asked for can carry its answer.
            TooLargeError: Its answer is too long.
            TimedOutError: It was not done at the deadline.
            WorkerDiedError: Its worker ended; `OutOfMemoryError` where that was for want of memory.
            QueryFailedError: The engine gave up.
            OverloadedError: There is no place for it now.
            ClientGoneError: `gone` said so.
        """
        self._count("asked")
        with self._minding():
            refuse_too_long(question.query, self.limits)
            with self._places.one(client):
                return self._told(self._answer(_Job(question, client, _watch(gone))))

    def begin(self, question: Question, client: str) -> "Begun | None":
        """Put a question to a worker, if that can be at once; what is given must be ended.

        It never waits, so that an event loop may call it. Where it gives None, `ask` is the way.
        """
        if len(question.query) > SHORT or self._debts.is_heavy(client):
            return None
        job = _Job(question, client, None)
        try:
            self._places.take(client)
        except NoPlaceError:
            return None
        if self._quick.try_take(client):
            worker = self._put_at_once(job)
            if worker is not None:
                self._count("asked")
                return Begun(self, job, worker)
            self._quick.give_back(client)
        self._places.give_back(client)
        return None

    def end(self, begun: "Begun", gone: Callable[[], bool] | None = None) -> Answer:
        """Answer a question that was begun; `gone` and what is raised are as for `ask`."""
        job = replace(begun.job, watch=_watch(gone))
        with self._minding():
            try:
                return self._told(self._go_on(begun.worker, job, begun.started, begun.reply))
            finally:
                self._places.give_back(job.client)

    def alive(self) -> bool:
        """Tell whether questions can be answered."""
        return self._pool.alive()

    def busy(self) -> list[int]:
        """Give the processes that evaluate queries now."""
        return self._pool.hired()

    def idle(self) -> list[int]:
        """Give the processes that wait for queries, and the one that bears them, first."""
        return self._pool.idle()

    def counts(self) -> Counts:
        """Give what has happened so far."""
        with self._counting:
            counted = dict(self._counted)
        return Counts(
            asked=counted.pop("asked", 0),
            answered=counted.pop("answered", 0),
            truncated=counted.pop("truncated", 0),
            slowed=counted.pop("slowed", 0),
            stopped=counted,
            born=self._pool.born,
            held=self._places.taken(),
            quick=self._quick.running(),
            slow=self._slow.running(),
        )

    def close(self) -> None:
        """End all workers; who still waits is told to come again."""
        self._closed.set()
        self._quick.close()
        self._slow.close()
        self._pool.close()

    def _answer(self, job: "_Job") -> Answer:
        if self._debts.is_heavy(job.client):
            return self._slowly(job)
        self._quick.take(job.client, self.limits.patience, job.watch)
        try:
            worker = self._begin(job)
        except BaseException:
            self._quick.give_back(job.client)
            raise
        return self._go_on(worker, job, time.monotonic())

    def _go_on(
        self, worker: Worker, job: "_Job", started: float, reply: Reply | None = None
    ) -> Answer:
        """Wait in a slot of the quick lane, which is given back, and go on in the slow lane."""
        try:
            reply = reply or self._reply_quickly(worker, job, started)
        finally:
            self._debts.add(job.client, worker.worked() - BRIEF)
            self._quick.give_back(job.client)
        if reply is not None:
            return self._settle(worker, job, reply)
        self._count("slowed")
        if self._slow.try_take(job.client):
            worker.slow_down()
            return self._finish(worker, job, started)
        self._pool.dismiss(worker)
        return self._slowly(job)

    def _slowly(self, job: "_Job", *, network: bool = False) -> Answer:
        """Answer in the slow lane, from the start."""
        self._slow.take(job.client, self.limits.patience, job.watch)
        try:
            worker = self._begin(job, slow=True, network=network)
        except BaseException:
            self._slow.give_back(job.client)
            raise
        return self._finish(worker, job, time.monotonic())

    def _finish(self, worker: Worker, job: "_Job", started: float) -> Answer:
        """Wait for the answer in a slot of the slow lane, which is given back."""
        try:
            reply = self._reply(worker, job, started + self.limits.deadline)
        finally:
            self._debts.add(job.client, worker.worked() - BRIEF)
            self._slow.give_back(job.client)
        if reply is None:
            self._pool.dismiss(worker)
            raise TimedOutError(self.limits.deadline)
        return self._settle(worker, job, reply)

    def _begin(self, job: "_Job", *, slow: bool = False, network: bool = False) -> Worker:
        """Hire a worker and put the question to it; one that has died while idle is passed over."""
        for _ in range(self.limits.quick_workers + self.limits.slow_workers):
            try:
                worker = self._pool.hire(slow=slow, network=network)
            except OSError as error:
                if self._closed.is_set():
                    raise OverloadedError(1) from error
                raise WorkerDiedError(0) from error
            try:
                worker.ask(job.header(), job.query(), self.limits.body)
            except OSError:
                self._pool.bury(worker)
            else:
                return worker
        raise WorkerDiedError(0)

    def _put_at_once(self, job: "_Job") -> Worker | None:
        """Put the question to an idle worker; None where none is, or the one has died."""
        worker = self._pool.hire_idle()
        if worker is None:
            return None
        try:
            worker.ask(job.header(), job.query(), self.limits.body)
        except OSError:
            threading.Thread(target=self._pool.bury, args=(worker,), daemon=True).start()
            return None
        return worker

    def _reply_quickly(self, worker: Worker, job: "_Job", started: float) -> Reply | None:
        """Wait as the quick lane allows; longer if the worker has got no processor meanwhile."""
        quick = self.limits.quick
        for rounds in range(1, STALLS + 1):
            reply = self._reply(worker, job, started + rounds * quick)
            if reply is not None or worker.worked() > quick / 2:
                return reply
        return None

    def _reply(self, worker: Worker, job: "_Job", until: float) -> Reply | None:
        """Wait for the answer; a worker that dies or is not needed any more is dismissed."""
        try:
            return worker.reply(until, job.watch)
        except FrameError:
            raise self._died(worker) from None
        except BaseException:
            self._pool.dismiss(worker)
            raise

    def _died(self, worker: Worker) -> ToldError:
        status = self._pool.bury(worker)
        if self._closed.is_set():
            return OverloadedError(1)
        if status == -signal.SIGABRT:
            return OutOfMemoryError(status, self.limits.memory)
        return WorkerDiedError(status)

    def _settle(self, worker: Worker, job: "_Job", reply: Reply) -> Answer:
        """Take the worker back and make of its reply the answer or the error."""
        header, body = reply
        if header["is"] == "memory" or worker.worked() > TIRED:
            self._pool.dismiss(worker)
        else:
            self._pool.shelve(worker)
        match header["is"]:
            case "answer":
                return Answer(FORMATS[header["form"]], body, header["truncated"])
            case "network":
                return self._slowly(job, network=True)
            case "memory":
                raise OutOfMemoryError(0, self.limits.memory)
            case "large":
                raise TooLargeError(self.limits.body)
            case _:
                raise _error(header)

    def _overloaded(self) -> OverloadedError:
        full = self._slow.running() >= max(1, self.limits.slow_workers - 1)
        return OverloadedError(math.ceil(self.limits.deadline) if full else 1)

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Count what stops a question, and tell when to come again where there is no place."""
        try:
            yield
        except NoPlaceError:
            self._count("OverloadedError")
            raise self._overloaded() from None
        except ToldError as error:
            self._count(type(error).__name__)
            raise

    def _told(self, answer: Answer) -> Answer:
        self._count("answered")
        if answer.truncated:
            self._count("truncated")
        return answer

    def _count(self, what: str) -> None:
        with self._counting:
            self._counted[what] += 1


@dataclass(frozen=True, slots=True)
class _Job:
    """A question with who asks it."""

    question: Question
    client: str
    watch: Watch | None

    def header(self) -> Header:
        """Give what a worker is told beside the query."""
        asked = self.question
        return {
            "formats": [form.name for form in asked.formats],
            "default": asked.default_graphs,
            "named": asked.named_graphs,
        }

    def query(self) -> bytes:
        """Give the query as bytes; what is no character is left for the guard to find."""
        return self.question.query.encode("utf-8", "surrogatepass")


class Begun:
    """A question that a worker of the quick lane has been put."""

    def __init__(self, workers: Workers, job: _Job, worker: Worker) -> None:
        """Remember who asks, who answers and when that began."""
        self._workers = workers
        self.job = job
        self.worker = worker
        self.started = time.monotonic()
        self.reply: Reply | None = None
        """What the worker has answered."""

    def fileno(self) -> int:
        """Give the descriptor that becomes readable when there is something to look at."""
        return self.worker.fileno()

    def look(self) -> bool:
        """Tell, without waiting, whether the answer is there or none will come."""
        try:
            self.reply = self.reply or self.worker.reply_now()
        except FrameError:
            return True
        return self.reply is not None

    def ends_at_once(self, longest: int) -> bool:
        """Tell whether `end` need not wait, and gives at most `longest` bytes."""
        if self.reply is None or self.reply[0]["is"] in _WAITING:
            return False
        return len(self.reply[1]) <= longest and self.worker.worked() <= TIRED

    def end(self, gone: Callable[[], bool] | None = None) -> Answer:
        """Give the answer, as `Workers.ask` does."""
        return self._workers.end(self, gone)


def _error(header: Header) -> ToldError:
    match header["is"]:
        case "bad":
            return BadQueryError(header["detail"], header["ja"])
        case "format":
            return NoFormatError([FORMATS[name] for name in header["possible"]])
        case "refused":
            return RefusedQueryError(Say(header["ja"], header["en"]))
        case _:
            return QueryFailedError(str(header["detail"]))


def _watch(gone: Callable[[], bool] | None) -> Watch | None:
    if gone is None:
        return None

    def look() -> None:
        if gone():
            raise ClientGoneError

    return look


def _place(folder: Path) -> Place:
    release = Release(folder, json.loads((folder / MANIFEST).read_bytes()))
    store = folder / STORE
    return Place(
        [str(dump) for dump in release.dumps],
        str(store) if store.is_dir() else None,
        release.iris.root,
        release.iris.prefixes,
    )
