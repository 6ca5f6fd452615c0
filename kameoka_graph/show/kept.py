"""Responses that were given, to be given again: a private cache (RFC 9111) of one release.

What is kept is fixed for the release: it has a strong validator and nobody forbids to keep it. It
is bounded in bytes; what was not asked for longest goes first. A response is given again only to
the same request: its method, address, body, and all that a response here may vary by.
"""

from collections import OrderedDict
from http import HTTPStatus
from typing import Final

from kameoka_graph.show.message import Request, Response

OVERHEAD: Final = 2048
"""Bytes that an entry takes beside its body and its request."""
SHARE: Final = 4
"""A response longer than this part of the cache is not kept."""
CHOOSING: Final = ("accept", "accept-language")
"""The headers of a request by which a response may be chosen (those of `Vary`)."""
_SENT: Final = ("content-type", "content-encoding")
"""The headers that say what a body is."""

Key = tuple[str, ...]


class KeptResponses:
    """Keeps responses; one thread may use it."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` bytes; 0 keeps nothing."""
        self._most = most
        self._release = ""
        self._kept: OrderedDict[tuple[Key, bytes], tuple[Response, int]] = OrderedDict()
        self._bytes = 0

    def get(self, release: str, request: Request) -> Response | None:
        """Give the response that was given to a request on a release, if it is still here."""
        if release != self._release:
            self._begin(release)
        key = _key(request)
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, release: str, request: Request, response: Response) -> None:
        """Keep a response if that may be done, and if the release is still the one asked for."""
        size = _size(request, response)
        if release != self._release or size * SHARE > self._most or not _may_be_kept(response):
            return
        key = _key(request)
        _, before = self._kept.pop(key, (None, 0))
        self._kept[key] = (response, size)
        self._bytes += size - before
        while self._bytes > self._most:
            _, (_, gone) = self._kept.popitem(last=False)
            self._bytes -= gone

    def size(self) -> int:
        """Give the bytes that are kept now."""
        return self._bytes

    def _begin(self, release: str) -> None:
        """Forget what was kept of another release."""
        self._release = release
        self._kept.clear()
        self._bytes = 0


def _key(request: Request) -> tuple[Key, bytes]:
    """Give what must be the same; HEAD is answered like GET, and a GET has no body that counts."""
    headers = request.headers
    if request.is_safe:
        chosen = [headers.get(name, "\n") for name in CHOOSING]
        return ("GET", request.path, request.query, *chosen), b""
    chosen = [headers.get(name, "\n") for name in (*CHOOSING, *_SENT)]
    return (request.method, request.path, request.query, *chosen), request.body


def _may_be_kept(response: Response) -> bool:
    tag = response.header("ETag")
    if response.status != HTTPStatus.OK or tag is None or tag.startswith("W/"):
        return False
    varies = {name.strip().lower() for name in (response.header("Vary") or "").split(",")}
    forbidden = "no-store" in (response.header("Cache-Control") or "").lower()
    return varies <= {"", *CHOOSING} and not forbidden


def _size(request: Request, response: Response) -> int:
    asked = len(request.path) + len(request.query) + len(request.body)
    return len(response.body) + asked + sum(map(len, request.headers.values())) + OVERHEAD
