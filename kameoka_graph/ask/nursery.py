"""A release's store to worker processes that share its memory, each born in a millisecond.

`python -m kameoka_graph.ask.nursery` reads orders on its standard input, which is a socket: one
line of JSON each, answered by one line before the next is sent. It evaluates nothing itself. When
the other end is gone it ends, and its workers with it.
"""

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kameoka_graph.ask import walls
from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.worker import live
from kameoka_graph.say import ToldError
from kameoka_graph.store.embedded import Embedded

LONGEST: Final = 1 << 16
"""Bytes of the longest order."""

Order = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a release's data are, and how its IRIs are made."""

    dumps: Sequence[str]
    """The dump and the catalogue, for a store in memory."""
    store: str | None
    """The folder of the store on disk, if it has one."""
    base: str
    """What relative IRIs are resolved against."""
    prefixes: dict[str, str]
    """Prefixes to write answers with."""

    def opener(self) -> Callable[[], Embedded]:
        """Give what opens the store in a worker; one in memory is loaded now and shared by all.

        A store on disk has threads, which a fork does not carry over; each worker opens its own.
        """
        if self.store is not None:
            folder = Path(self.store)
            return lambda: Embedded.on_disk(folder, self.base, self.prefixes)
        nquads = b"".join(Path(dump).read_bytes() for dump in self.dumps)
        loaded = Embedded.in_memory(nquads, self.base, self.prefixes)
        return lambda: loaded


class Nursery:
    """Takes orders for workers."""

    def __init__(self, control: socket.socket, place: Place, limits: Limits) -> None:
        """Open the store; orders come on `control`."""
        self._control = control
        self._files = place.store is not None
        self._open = place.opener()
        self._limits = limits
        self._children: set[int] = set()
        self._dying: set[int] = set()
        gc.freeze()

    def serve(self) -> None:
        """Obey until the other end is gone."""
        while (received := receive_order(self._control)) is not None:
            order, connection = received
            if order["do"] == "bear" and connection is not None:
                send_order(self._control, {"pid": self._bear(connection, order["network"])})
            elif order["do"] == "end":
                self._end(int(order["pid"]))
                send_order(self._control, {})
            elif order["do"] == "fate":
                send_order(self._control, {"status": self._fate(int(order["pid"]))})
            else:
                send_order(self._control, {})
            self._reap()
        for child in tuple(self._children):
            self._end(child)

    def _bear(self, connection: int, network: bool) -> int:
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            self._grow_up(parent, connection, network)
        os.close(connection)
        self._children.add(child)
        return child

    def _grow_up(self, parent: int, connection: int, network: bool) -> None:
        try:
            walls.die_with_parent(parent)
            self._control.detach()
            _be_silent()
            with socket.socket(fileno=connection) as opened:
                live(opened, self._open, self._limits, files=self._files, network=network)
        finally:
            os._exit(0)

    def _end(self, child: int) -> None:
        """Kill a worker, and do not wait: with the lowest priority it may take long to go."""
        if child in self._children:
            self._children.remove(child)
            self._dying.add(child)
            os.kill(child, signal.SIGKILL)

    def _fate(self, child: int) -> int | None:
        """Give how a worker ended that is about to, as `subprocess` tells it; None: not yet."""
        if child not in self._children:
            return 0
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended:
            return None
        self._children.remove(child)
        return os.waitstatus_to_exitcode(status)

    def _reap(self) -> None:
        self._dying = {child for child in self._dying if os.waitpid(child, os.WNOHANG)[0] == 0}


def _be_silent() -> None:
    """Send what the engine says when it dies to nobody, and read nothing: descriptor 0 is taken."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def receive_order(control: socket.socket) -> tuple[Order, int | None] | None:
    """Receive an order or the answer to one, with the descriptor sent along; None at the end."""
    line, passed = b"", list[int]()
    while not line.endswith(b"\n"):
        data, descriptors, _, _ = socket.recv_fds(control, LONGEST, 1)
        passed += descriptors
        if not data:
            return None
        line += data
    return json.loads(line), next(iter(passed), None)


def send_order(control: socket.socket, order: Order, passed: socket.socket | None = None) -> None:
    """Send an order or the answer to one, and with it a socket to hand over."""
    line = json.dumps(order).encode() + b"\n"
    sent = 0 if passed is None else socket.send_fds(control, [line], [passed.fileno()])
    control.sendall(line[sent:])


def main() -> None:
    """Open the store that the first order tells, say so or why not, and obey."""
    with socket.socket(fileno=sys.stdin.fileno()) as control:
        received = receive_order(control)
        if received is None:
            return
        order = received[0]
        try:
            limits = Limits(**{**order["limits"], "endpoints": tuple(order["limits"]["endpoints"])})
            nursery = Nursery(control, Place(**order["place"]), limits)
        except ToldError as error:
            send_order(control, {"ja": error.say.ja, "en": error.say.en})
            return
        except OSError as error:
            send_order(control, {"ja": str(error), "en": str(error)})
            return
        send_order(control, {"ready": True})
        nursery.serve()


if __name__ == "__main__":
    main()
