"""Questions on a connection to answers, one at a time, within walls: the life of a worker process.

Evaluation runs in a thread of its own, because a thread's stack can be made large: the engine calls
itself for each level and each link of a query.
"""

import threading
from collections.abc import Callable
from socket import socket
from typing import Final

from kameoka_graph.ask import frames, walls
from kameoka_graph.ask.frames import Header
from kameoka_graph.ask.guard import Examined, examine
from kameoka_graph.ask.limits import MIB, Limits
from kameoka_graph.formats import ALL
from kameoka_graph.say import ToldError
from kameoka_graph.store.answer import BadQueryError
from kameoka_graph.store.bounded import Bounded, Bounds, QueryFailedError, Scope, TooLargeError
from kameoka_graph.store.embedded import Embedded, NoFormatError

STACK: Final = 256 * MIB
"""Bytes of address space for the stack of the evaluation; what is not used costs nothing."""
DETAIL: Final = 2000
"""Characters that are told of what the engine says."""
FORMATS: Final = {form.name: form for form in ALL}
"""Formats by their names in messages."""


def live(
    connection: socket,
    open_store: Callable[[], Embedded],
    limits: Limits,
    *,
    files: bool,
    network: bool,
) -> None:
    """Answer questions until the other end is gone.

    `files` says that the store reads files as it goes; `network` leaves the network open. The first
    message says in which thread questions are answered, or why none can be.
    """
    try:
        store = open_store()
        walls.volunteer_first()
        walls.cap_memory(STACK + limits.memory)
        if network:
            walls.enclose_but_for_network()
        else:
            walls.enclose(files=files)
    except OSError as error:
        frames.send(connection, {"failed": str(error)})
        return
    bounded = Bounded(store, Bounds(limits.body, limits.rows))
    threading.stack_size(STACK)
    arguments = (connection, bounded, limits, network)
    thread = threading.Thread(target=_answer_all, args=arguments, daemon=True)
    thread.start()
    thread.join()


def _answer_all(connection: socket, store: Bounded, limits: Limits, network: bool) -> None:
    frames.send(connection, {"thread": threading.get_native_id()})
    while True:
        try:
            question, query = frames.Receiver(connection, limits.query_length * 4).receive()
        except frames.FrameError:
            return
        frames.send(connection, *answer(question, query, store, limits, network=network))


def answer(
    question: Header, query: bytes, store: Bounded, limits: Limits, *, network: bool
) -> tuple[Header, bytes]:
    """Answer one question; what stops it becomes an answer as well."""
    try:
        examined = examine(query.decode("utf-8", "surrogatepass"), limits)
        if examined.endpoints and not network:
            return {"is": "network"}, b""
        formats = [FORMATS[name] for name in question["formats"]]
        written = store.answer(
            examined.text,
            formats,
            _scope(question, examined, store),
            names=examined.form == "DESCRIBE",
        )
    except (ToldError, MemoryError) as error:
        return _stopped(error), b""
    return {"is": "answer", "form": written.form.name, "truncated": written.truncated}, written.body


def _stopped(error: ToldError | MemoryError) -> Header:
    match error:
        case MemoryError():
            return {"is": "memory"}
        case BadQueryError():
            return {"is": "bad", "detail": error.detail[:DETAIL], "ja": error.ja[:DETAIL]}
        case QueryFailedError():
            return {"is": "failed", "detail": error.detail[:DETAIL]}
        case NoFormatError():
            return {"is": "format", "possible": [form.name for form in error.possible]}
        case TooLargeError():
            return {"is": "large"}
        case _:
            return {"is": "refused", "ja": error.say.ja, "en": error.say.en}


def _scope(question: Header, examined: Examined, store: Bounded) -> Scope | None:
    """Give the graphs that the protocol names, else those that the query names, else all (None)."""
    if question["default"] or question["named"]:
        return Scope(tuple(question["default"]), tuple(question["named"]))
    if examined.default_graphs or examined.named_graphs:
        return Scope(
            store.resolve(examined.prologue, examined.default_graphs),
            store.resolve(examined.prologue, examined.named_graphs),
        )
    return None
