"""Connections to responses: what the server hands over goes to the workers or to the site.

An application for the interface RSGI 1 (https://github.com/emmett-framework/granian, docs/spec). On
the event loop a body is read whole, within a length and a time, so that a slow client holds no
thread; a response that was given before is given again; a condition is answered. Only then a thread
is taken, and the one that waits for a query is told when its client has left.
"""

import asyncio
import logging
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Protocol

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]  # its public name
from werkzeug.wrappers import Response as WsgiResponse

from kameoka_graph.ask.workers import Answer, Begun
from kameoka_graph.show.answering import MAX_BODY, fault_response, http_fault
from kameoka_graph.show.fault import broken
from kameoka_graph.show.kept import KeptResponses
from kameoka_graph.show.message import Request, Response, conditional
from kameoka_graph.show.proxies import NOBODY, Proxies
from kameoka_graph.show.query_routes import ROUTES, Gone, answer, read_inquiry, settle
from kameoka_graph.show.serving import Serving

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)

AT_ONCE: Final = 0.05
"""Seconds after which it is worth knowing whether a client that waits is still there."""
CONDITIONS: Final = ("if-none-match", "if-modified-since", "if-match")
"""Headers of conditions, which are answered here: the site gives whole responses."""
LIGHT: Final = 16_384
"""Bytes of a request or an answer that the event loop may take the time for."""
DIGITS: Final = 18
"""Digits of a length; one with more is too long in any case."""
PAGES: Final = 24
"""Threads that write pages."""
SPARE: Final = 8
"""Threads that turn queries away when all places are taken."""


class Scope(Protocol):
    """What the server tells of a request before its body."""

    proto: str
    method: str
    path: str
    query_string: str
    client: str
    scheme: str
    headers: Any


class Connection(Protocol):
    """What the server lets be done with a request."""

    async def __call__(self) -> bytes:
        """Give the body."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the pieces of the body as they arrive."""

    async def client_disconnect(self) -> None:
        """Wait until the client has left."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send a response."""


@dataclass(frozen=True, slots=True)
class Reception:
    """How requests are taken in."""

    body: int = MAX_BODY
    """Bytes that a request's body must stay below."""
    seconds: float = 30.0
    """Seconds in which a body must arrive whole."""
    keeps: bool = True
    """Whether responses may be kept: not where pages are written from another store."""
    proxies: Proxies = NOBODY
    """The machines that are believed when they say for whom they ask."""


class BodyRefusedError(Exception):
    """A body that is not read to its end."""

    def __init__(self, status: HTTPStatus) -> None:
        """Keep the status that says why."""
        super().__init__(status)
        self.status = status


class Front:
    """The application that the server runs."""

    def __init__(
        self, serving: Callable[[], Serving], site: "WSGIApplication", reception: Reception
    ) -> None:
        """Answer from the release that `serving` gives, queries by its workers, all else by `site`.

        `serving` is called on the event loop, so it must not wait.
        """
        limits = serving().workers.limits
        self._serving = serving
        self._site = site
        self._reception = reception
        self._kept = KeptResponses(limits.cache if reception.keeps else 0)
        self._queries = ThreadPoolExecutor(limits.queue + SPARE, "query")
        self._pages = ThreadPoolExecutor(PAGES, "page")

    def close(self) -> None:
        """End the threads, once what they do is done."""
        self._queries.shutdown()
        self._pages.shutdown()

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer one request."""
        request = read_head(scope, self._reception.proxies)
        try:
            response = await self._respond(request, scope, connection)
        except Exception:
            log.exception("request failed: %s %s", request.method, request.path)
            response = fault_response(self._serving(), request, broken())
        connection.response_bytes(response.status, list(response.headers), response.body)

    async def _respond(self, request: Request, scope: Scope, connection: Connection) -> Response:
        now = self._serving()
        if has_body(request.headers):
            try:
                body = await read_body(request.headers, connection, self._reception)
            except BodyRefusedError as refused:
                fault = http_fault(refused.status, {"Connection": "close"})
                return fault_response(now, request, fault)
            request = request.with_body(body)
        kept = self._kept.get(now.release.name, request)
        if kept is None:
            kept = await self._make(now, request, scope, connection)
            if self._serving() is now:  # else it may be of another release
                self._kept.keep(now.release.name, request, kept)
        return conditional(request, kept)

    async def _make(
        self, now: Serving, request: Request, scope: Scope, connection: Connection
    ) -> Response:
        """Have a response made, in a thread."""
        read = ROUTES.get(below(now.site.addresses.prefix, request.path))
        if read is None:
            write = partial(ask_site, self._site, request, scope.scheme)
            return await asyncio.get_running_loop().run_in_executor(self._pages, write)
        if not is_light(request):
            return await self._wait(connection, partial(answer, read, now, request))
        inquiry = read_inquiry(read, now, request)
        if isinstance(inquiry, Response):
            return inquiry
        ask: Callable[[Gone], Answer] = partial(now.workers.ask, inquiry.question, request.client)
        begun = now.workers.begin(inquiry.question, request.client)
        if begun is not None:
            await self._look(begun)
            if begun.ends_at_once(LIGHT) and not inquiry.is_page:
                return settle(now, request, begun.end, inquiry.respond)
            ask = begun.end
        return await self._wait(
            connection, lambda gone: settle(now, request, partial(ask, gone), inquiry.respond)
        )

    async def _look(self, begun: Begun) -> None:
        """Wait a moment for the answer to a question that was begun."""
        loop = asyncio.get_running_loop()
        over: asyncio.Future[None] = loop.create_future()

        def end() -> None:
            if not over.done():
                over.set_result(None)

        descriptor = begun.fileno()
        loop.add_reader(descriptor, lambda: end() if begun.look() else None)
        later = loop.call_later(AT_ONCE, end)
        try:
            await over
        except asyncio.CancelledError:
            self._queries.submit(begun.end, lambda: True)
            raise
        finally:
            later.cancel()
            loop.remove_reader(descriptor)

    async def _wait(self, connection: Connection, work: Callable[[Gone], Response]) -> Response:
        """Have a thread answer; where that takes a while, watch whether the client leaves."""
        loop = asyncio.get_running_loop()
        gone = threading.Event()
        working = loop.run_in_executor(self._queries, work, gone.is_set)
        watching: list[asyncio.Task[None]] = []
        later = loop.call_later(
            AT_ONCE, lambda: watching.append(loop.create_task(_watch(connection, gone)))
        )
        try:
            return await working
        finally:
            later.cancel()
            for one in watching:
                one.cancel()


async def _watch(connection: Connection, gone: threading.Event) -> None:
    await connection.client_disconnect()
    gone.set()


def is_light(request: Request) -> bool:
    """Tell whether the event loop may read a request: a short query of a program."""
    asks = request.method == "POST" or "query=" in request.query
    short = len(request.query) + len(request.body) <= LIGHT
    return asks and short and "html" not in request.headers.get("accept", "")


def read_head(scope: Scope, proxies: Proxies) -> Request:
    """Give a request without its body."""
    headers: dict[str, str] = {}
    for name, value in scope.headers.items():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    client = proxies.client(scope.client.rpartition(":")[0].strip("[]"), headers)
    return Request(scope.method, scope.path, scope.query_string, headers, b"", client)


def has_body(headers: Mapping[str, str]) -> bool:
    """Tell whether a body follows (RFC 9112, section 6.3)."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def read_body(
    headers: Mapping[str, str], connection: Connection, reception: Reception
) -> bytes:
    """Read a body whole; raises `BodyRefusedError` for one too long, too slow or cut off."""
    told = _length(headers)
    if told is not None and told >= reception.body:
        raise BodyRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with asyncio.timeout(reception.seconds):
            body = await (connection() if told is not None else _read_below(reception, connection))
    except TimeoutError:
        raise BodyRefusedError(HTTPStatus.REQUEST_TIMEOUT) from None
    except ProtocolClosed:
        raise BodyRefusedError(HTTPStatus.BAD_REQUEST) from None
    if told is not None and len(body) < told:  # the client has left in the middle
        raise BodyRefusedError(HTTPStatus.BAD_REQUEST)
    return body


async def _read_below(reception: Reception, connection: Connection) -> bytes:
    """Read a body of untold length."""
    pieces: list[bytes] = []
    read = 0
    async for piece in connection:
        read += len(piece)
        if read >= reception.body:
            raise BodyRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        pieces.append(piece)
    return b"".join(pieces)


def _length(headers: Mapping[str, str]) -> int | None:
    """Give the length that a body is said to have; no more digits are read than have a meaning."""
    length = headers.get("content-length", "")
    return int(length[:DIGITS]) if length.isdecimal() else None


def below(prefix: str, path: str) -> str:
    """Give a path below the path of the base, which a proxy may have removed already."""
    return (path.removeprefix(prefix) or "/") if f"{path}/".startswith(f"{prefix}/") else path


def ask_site(site: "WSGIApplication", request: Request, scheme: str) -> Response:
    """Ask a WSGI application (PEP 3333); a HEAD is asked as a GET, a condition is kept back."""
    answer = WsgiResponse.from_app(site, environ_of(request, scheme), buffered=True)
    headers = answer.headers
    headers.remove("Content-Length")  # the server tells it
    return Response(answer.status_code, tuple(headers), answer.get_data())


def environ_of(request: Request, scheme: str) -> dict[str, Any]:
    """Give a request as WSGI has it."""
    headers = request.headers
    host, _, port = headers.get("host", "").partition(":")
    return {
        "REQUEST_METHOD": "GET" if request.method == "HEAD" else request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "QUERY_STRING": request.query.encode().decode("latin-1"),
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "REMOTE_ADDR": request.client,
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{
            f"HTTP_{name.upper().replace('-', '_')}": value
            for name, value in headers.items()
            if name not in {"content-type", "content-length", *CONDITIONS}
        },
    }
