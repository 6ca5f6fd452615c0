"""A release to worker processes: hired, shelved for the next question, or dismissed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import Final

from kameoka_graph.ask import frames
from kameoka_graph.ask.frames import FrameError, Header, Receiver
from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.nursery import Order, Place, receive_order, send_order
from kameoka_graph.ask.turns import LOOK, Watch
from kameoka_graph.say import Say
from kameoka_graph.store.answer import StoreUnreachableError

PATIENCE: Final = 300.0
"""Seconds to wait for a store to be opened."""
OBEDIENCE: Final = 30.0
"""Seconds to wait for an order to be obeyed."""
SPARE: Final = 2
"""Workers that wait on the shelf at least, so that nobody waits for one to be born."""
FAREWELL: Final = 0.02
"""Seconds between two looks at whether a worker is gone."""
FAREWELLS: Final = 100
"""How often to look."""
PACKAGES: Final = str(Path(__file__).resolve().parents[2])
"""Where this package is, so that a new process finds it as well."""


class WorkerFailedError(StoreUnreachableError):
    """A worker that cannot evaluate queries, for want of its store or of its walls."""

    def __init__(self, detail: str) -> None:
        """Keep what it says of it."""
        super().__init__(
            Say(
                f"問い合わせを評価するプロセスを始められません: {detail}",
                f"A process that evaluates queries cannot be started: {detail}",
            )
        )
        self.detail = detail


class Worker:
    """One worker process, seen from the serving process."""

    def __init__(self, connection: socket.socket, pid: int, *, slow: bool, network: bool) -> None:
        """Wait until the process answers; raises `FrameError` where it does not."""
        self.pid = pid
        self.slow = False
        self.network = network
        self._connection = connection
        connection.settimeout(OBEDIENCE)
        greeting, _ = Receiver(connection, 0).receive()
        if "failed" in greeting:
            raise WorkerFailedError(greeting["failed"])
        self._thread = int(greeting["thread"])
        if slow:
            self.slow_down()

    def ask(self, question: Header, query: bytes, longest: int) -> None:
        """Put a question; its answer has at most `longest` bytes."""
        self._connection.settimeout(OBEDIENCE)
        frames.send(self._connection, question, query)
        self._receiver = Receiver(self._connection, longest)
        self._before = _processor_time(self.pid)
        self._asked = time.monotonic()
        self._worked: float | None = None

    def fileno(self) -> int:
        """Give the descriptor that becomes readable when some of the answer is there."""
        return self._connection.fileno()

    def reply_now(self) -> tuple[Header, bytes] | None:
        """Give the answer if it is there, without waiting; `FrameError` if none comes."""
        self._connection.settimeout(0)
        try:
            reply = self._receiver.receive()
        except BlockingIOError:
            return None
        self._worked = self.worked()  # from now on it does nothing
        return reply

    def reply(self, until: float, watch: Watch | None) -> tuple[Header, bytes] | None:
        """Wait for the answer until a time; None if it is not there, `FrameError` if none comes."""
        while (left := until - time.monotonic()) > 0:
            self._connection.settimeout(left if watch is None else min(left, LOOK))
            try:
                reply = self._receiver.receive()
            except TimeoutError:
                if watch is not None:
                    watch()
            else:
                self._worked = self.worked()  # from now on it does nothing
                return reply
        return None

    def worked(self) -> float:
        """Give the seconds of processor time that the last question has taken so far.

        Where that cannot be told, give the seconds since it was put.
        """
        if self._worked is not None:
            return self._worked
        now = _processor_time(self.pid)
        if now is None or self._before is None:
            return time.monotonic() - self._asked
        return now - self._before

    def slow_down(self) -> None:
        """Give it only the processor time that nobody else wants; there is no way back."""
        self.slow = True
        with contextlib.suppress(OSError):
            if sys.platform == "linux":
                os.sched_setscheduler(self._thread, os.SCHED_IDLE, os.sched_param(0))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Pool:
    """The worker processes of a release."""

    def __init__(self, place: Place, limits: Limits) -> None:
        """Open the store; raises `StoreUnreachableError` where that fails."""
        self._place = place
        self._limits = limits
        self._lock = threading.Lock()
        self._orders = threading.Lock()
        self._shelves: dict[bool, list[Worker]] = {False: [], True: []}
        self._hired: set[int] = set()
        self._unwanted: deque[Worker] = deque()
        self._closed = False
        self.born = 0
        self._process, self._control = self._start()
        self._lacking = threading.Semaphore(0)
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        try:
            for worker in [self.hire() for _ in range(max(SPARE, limits.quick_workers))]:
                self.shelve(worker)
        except BaseException:
            self.close()
            raise
        self._keeper.start()

    def hire(self, *, slow: bool = False, network: bool = False) -> Worker:
        """Give a worker that has nothing to do; `StoreUnreachableError` if none can be had."""
        with self._lock:
            worker = self._shelves[slow].pop() if self._shelves[slow] and not network else None
        if worker is None:
            worker = self._bear_surely(slow=slow, network=network)
        return self._hire(worker)

    def hire_idle(self) -> Worker | None:
        """Give a worker of the quick lane that waits on the shelf; None where none does."""
        with self._lock:
            worker = self._shelves[False].pop() if self._shelves[False] else None
        return None if worker is None else self._hire(worker)

    def _hire(self, worker: Worker) -> Worker:
        with self._lock:
            self._hired.add(worker.pid)
            lacking = len(self._shelves[False]) < SPARE
        if lacking:
            self._lacking.release()
        return worker

    def shelve(self, worker: Worker) -> None:
        """Take back a worker that has answered; one that is not wanted is ended by and by."""
        most = self._limits.slow_workers if worker.slow else max(SPARE, self._limits.quick_workers)
        with self._lock:
            self._hired.discard(worker.pid)
            shelf = self._shelves[worker.slow]
            if self._closed:
                worker.close()
            elif not worker.network and len(shelf) < most:
                shelf.append(worker)
            else:
                self._unwanted.append(worker)
                self._lacking.release()

    def dismiss(self, worker: Worker) -> None:
        """End a worker, whatever it does."""
        self._let_go(worker)
        with contextlib.suppress(OSError):
            self._order({"do": "end", "pid": worker.pid})

    def bury(self, worker: Worker) -> int:
        """Give how a worker ended that has ended itself; it may take a moment to be gone."""
        self._let_go(worker)
        for _ in range(FAREWELLS):
            try:
                status = self._order({"do": "fate", "pid": worker.pid})["status"]
            except OSError:
                break
            if status is not None:
                return int(status)
            time.sleep(FAREWELL)
        self.dismiss(worker)
        return -signal.SIGKILL

    def alive(self) -> bool:
        """Tell whether workers can be had; where their parent is gone, start it anew."""
        control = self._control
        try:
            self._order({"do": "nothing"})
        except OSError:
            try:
                self._restart(control)
            except OSError:
                return False
        return not self._closed

    def hired(self) -> list[int]:
        """Give the processes that are at work."""
        with self._lock:
            return sorted(self._hired)

    def idle(self) -> list[int]:
        """Give the processes that wait for work, and the one that bears them."""
        with self._lock:
            shelved = [worker.pid for shelf in self._shelves.values() for worker in shelf]
        return [self._process.pid, *sorted(shelved)]

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
        self._clear()
        self._lacking.release()
        if self._keeper.is_alive():
            self._keeper.join(OBEDIENCE)
        with self._orders:
            self._stop()

    def _clear(self) -> None:
        with self._lock:
            shelved = [worker for shelf in self._shelves.values() for worker in shelf]
            for shelf in self._shelves.values():
                shelf.clear()
            shelved += self._unwanted
            self._unwanted.clear()
        for worker in shelved:
            worker.close()

    def _let_go(self, worker: Worker) -> None:
        worker.close()
        with self._lock:
            self._hired.discard(worker.pid)

    def _keep(self) -> None:
        """Keep spare workers on the shelf, so that nobody waits for one to be born or to end."""
        while self._lacking.acquire() and not self._closed:
            with self._lock:
                unwanted = self._unwanted.popleft() if self._unwanted else None
                wanted = len(self._shelves[False]) < SPARE
            if unwanted is not None:
                self.dismiss(unwanted)
            if wanted:
                with contextlib.suppress(OSError):
                    self.shelve(self._bear(slow=False, network=False))

    def _bear_surely(self, *, slow: bool, network: bool) -> Worker:
        """Bear a worker, by a new parent if the old one is gone."""
        control = self._control
        try:
            return self._bear(slow=slow, network=network)
        except StoreUnreachableError:
            raise
        except OSError:
            self._restart(control)
            return self._bear(slow=slow, network=network)

    def _bear(self, *, slow: bool, network: bool) -> Worker:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                born = self._order({"do": "bear", "network": network}, theirs)
            worker = Worker(ours, int(born["pid"]), slow=slow, network=network)
        except BaseException:
            ours.close()
            raise
        self.born += 1
        return worker

    def _order(self, order: Order, passed: socket.socket | None = None) -> Order:
        with self._orders:
            if self._closed:
                raise FrameError
            send_order(self._control, order, passed)
            return _answer(self._control)

    def _restart(self, control: socket.socket) -> None:
        """Start anew where orders on `control` fail, unless another thread has done so."""
        with self._orders:
            if self._closed:
                raise FrameError
            if self._control is control:
                self._clear()
                self._process.kill()
                self._stop()
                self._process, self._control = self._start()

    def _stop(self) -> None:
        self._control.close()
        try:
            self._process.wait(OBEDIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        paths = os.pathsep.join((PACKAGES, os.environ.get("PYTHONPATH", ""))).rstrip(os.pathsep)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "kameoka_graph.ask.nursery"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
                start_new_session=True,
            )
        ours.settimeout(PATIENCE)
        try:
            send_order(ours, {"place": asdict(self._place), "limits": asdict(self._limits)})
            answer = _answer(ours)
        except OSError as error:
            answer = {"ja": str(error), "en": str(error)}
        if "ready" not in answer:
            ours.close()
            process.kill()
            process.wait()
            raise StoreUnreachableError(Say(str(answer["ja"]), str(answer["en"])))
        ours.settimeout(OBEDIENCE)
        return process, ours


def _processor_time(pid: int) -> float | None:
    """Give the processor time of a process, by the number that Linux has for its clock."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return time.clock_gettime((~pid << 3) | 2)
    return None


def _answer(control: socket.socket) -> Order:
    received = receive_order(control)
    if received is None:
        raise FrameError
    return received[0]
