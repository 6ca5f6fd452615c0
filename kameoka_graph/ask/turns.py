"""Clients that want one of a few places to the order in which they get them, client by client."""

import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

LOOK: Final = 0.05
"""Seconds between two looks at whether a client has left."""

CLIENTS: Final = 10_000
"""Clients whose debts are kept before those that have faded are forgotten."""

Watch = Callable[[], None]
"""Called now and then while waiting; it raises where waiting has lost its sense."""


class NoPlaceError(Exception):
    """No place is free, or none has become free in time."""


class Places:
    """A bounded number of places for what runs or waits, and a bound for each client."""

    def __init__(self, most: int, share: int) -> None:
        """Offer `most` places, `share` of them to one client."""
        self._most = most
        self._share = share
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def one(self, client: str) -> Iterator[None]:
        """Hold a place; raises `NoPlaceError` at once where there is none."""
        self.take(client)
        try:
            yield
        finally:
            self.give_back(client)

    def take(self, client: str) -> None:
        """Take a place; raises `NoPlaceError` at once where there is none."""
        with self._lock:
            if self._taken.total() >= self._most or self._taken[client] >= self._share:
                raise NoPlaceError
            self._taken[client] += 1

    def give_back(self, client: str) -> None:
        """Give a place back."""
        with self._lock:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]

    def taken(self) -> int:
        """Give how many are taken."""
        with self._lock:
            return self._taken.total()


class Lane:
    """Slots to run in; who waits gets one in turn, client by client."""

    def __init__(self, slots: int, share: int) -> None:
        """Offer `slots`, at most `share` of them to one client."""
        self._free = slots
        self._share = share
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[threading.Event]] = OrderedDict()
        self._lock = threading.Lock()
        self._open = True

    def try_take(self, client: str) -> bool:
        """Take a slot if one is free and the client's share allows it.

        A free slot is one that nobody who waits may take: those who may are given theirs at once.
        """
        with self._lock:
            if not self._free or self._running[client] >= self._share:
                return False
            self._start(client)
            return True

    def take(self, client: str, patience: float, watch: Watch | None = None) -> None:
        """Wait for a slot; raises `NoPlaceError` when patience ends, or what `watch` raises."""
        if self.try_take(client):
            return
        turn = threading.Event()
        with self._lock:
            self._waiting.setdefault(client, deque()).append(turn)
            self._grant()
        try:
            self._wait(turn, time.monotonic() + patience, watch)
        except BaseException:
            self._step_back(client, turn)
            raise

    def give_back(self, client: str) -> None:
        """Give a slot back."""
        with self._lock:
            self._free += 1
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]
            self._grant()

    def running(self) -> int:
        """Give how many slots are taken."""
        with self._lock:
            return self._running.total()

    def waiting(self) -> int:
        """Give how many wait."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def close(self) -> None:
        """Turn away all who wait."""
        with self._lock:
            self._open = False
            for turns in self._waiting.values():
                for turn in turns:
                    turn.set()

    def _wait(self, turn: threading.Event, until: float, watch: Watch | None) -> None:
        while True:
            left = until - time.monotonic()
            if turn.wait(max(0.0, left if watch is None else min(LOOK, left))):
                break
            if left <= 0:
                raise NoPlaceError
            if watch is not None:
                watch()
        if not self._open:
            raise NoPlaceError

    def _step_back(self, client: str, turn: threading.Event) -> None:
        """Leave the queue; a slot that was granted meanwhile is given back."""
        with self._lock:
            turns = self._waiting.get(client)
            if turns is not None and turn in turns:
                turns.remove(turn)
                if not turns:
                    del self._waiting[client]
                return
        self.give_back(client)

    def _start(self, client: str) -> None:
        self._free -= 1
        self._running[client] += 1

    def _grant(self) -> None:
        """Give free slots to those who wait; who gets one goes to the end of the row of clients."""
        for client in list(self._waiting):
            if self._free and self._running[client] < self._share:
                turns = self._waiting.pop(client)
                turns.popleft().set()
                self._start(client)
                if turns:
                    self._waiting[client] = turns


class Debts:
    """How much more than a quick query's time each client has lately used; it fades."""

    def __init__(self, bearable: float, fading: float, most: float) -> None:
        """Bear `bearable` seconds; `fading` seconds are forgiven each second, and `most` kept."""
        self._bearable = bearable
        self._fading = fading
        self._most = most
        self._debts: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def add(self, client: str, seconds: float) -> None:
        """Put down what a client has used; no more than nothing is not put down."""
        if seconds <= 0:
            return
        now = time.monotonic()
        with self._lock:
            debt = min(self._most, self._now(client, now) + seconds)
            self._debts[client] = (debt, now)
            if len(self._debts) > CLIENTS:
                self._forget(now)

    def is_heavy(self, client: str) -> bool:
        """Tell whether a client has used more than is borne."""
        if client not in self._debts:
            return False
        with self._lock:
            return self._now(client, time.monotonic()) > self._bearable

    def known(self) -> int:
        """Give how many clients are remembered."""
        with self._lock:
            return len(self._debts)

    def _now(self, client: str, now: float) -> float:
        debt, since = self._debts.get(client, (0.0, now))
        return max(0.0, debt - (now - since) * self._fading)

    def _forget(self, now: float) -> None:
        self._debts = {one: kept for one, kept in self._debts.items() if self._now(one, now) > 0}
