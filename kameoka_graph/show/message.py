"""HTTP messages as values that know no server and no framework: requests in, responses out.

https://www.rfc-editor.org/rfc/rfc9110
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from werkzeug.http import is_entity_header, parse_etags
from werkzeug.sansio.http import is_resource_modified

Headers = tuple[tuple[str, str], ...]
"""Fields of a header, each with its value, in the order in which they are sent."""
Values = Callable[[str], Sequence[str]]
"""Gives all values of a parameter."""

_SAFE: Final = frozenset({"GET", "HEAD"})
_STAY: Final = ("expires", "content-location")
"""Headers of a body that a 304 has as well (RFC 9110, section 15.4.5)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent, whole."""

    method: str
    """E.g. GET."""
    path: str
    """Its path with percent-encoding resolved, e.g. /sparql."""
    query: str = ""
    """What follows the question mark, as it was sent."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Header fields by their names in lower case; of one that came twice, both with a comma."""
    body: bytes = b""
    """The body."""
    client: str = ""
    """The network address of the client."""

    @property
    def is_safe(self) -> bool:
        """Whether it is a GET or a HEAD."""
        return self.method in _SAFE

    def with_body(self, body: bytes) -> "Request":
        """Give the same with a body."""
        return Request(self.method, self.path, self.query, self.headers, body, self.client)

    def values(self) -> Values:
        """Give all values of each parameter of the query."""
        return values_in(self.query)

    def first(self, name: str) -> str | None:
        """Give the first value of a parameter of the query; None where there is none."""
        return next(iter(self.values()(name)), None)

    def has(self, name: str) -> bool:
        """Tell whether the query has a parameter."""
        return bool(self.values()(name))


@dataclass(frozen=True, slots=True)
class Response:
    """What a client is sent, whole."""

    status: int
    """E.g. 200."""
    headers: Headers
    """Its header; its length is told by the server."""
    body: bytes = b""
    """The body; the server leaves it out where the request was a HEAD."""

    def header(self, name: str) -> str | None:
        """Give the value of a header field, named in any case; None where there is none."""
        wanted = name.lower()
        return next((value for one, value in self.headers if one.lower() == wanted), None)

    def having(self, headers: Mapping[str, str]) -> "Response":
        """Give the same with header fields in place of those of the same name."""
        replaced = {name.lower() for name in headers}
        left = tuple(one for one in self.headers if one[0].lower() not in replaced)
        return Response(self.status, (*left, *headers.items()), self.body)


def values_in(encoded: str) -> Values:
    """Give all values of each parameter of a query or a form (`a=1&b=2`)."""
    read: dict[str, list[str]] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        read.setdefault(name, []).append(value)
    return lambda name: read.get(name, [])


def conditional(request: Request, response: Response) -> Response:
    """Give 304 for what the client has already, 412 for what it does not want, else the response.

    RFC 9110, section 13.2; a condition counts for a GET or HEAD that is answered by 200.
    """
    tag = response.header("ETag")
    if response.status != HTTPStatus.OK or tag is None or not request.is_safe:
        return response
    headers = request.headers
    if is_resource_modified(
        http_if_modified_since=headers.get("if-modified-since"),
        http_if_none_match=headers.get("if-none-match"),
        http_if_match=headers.get("if-match"),
        etag=tag,
        last_modified=response.header("Last-Modified"),
    ):
        return response
    left = tuple(
        one for one in response.headers if one[0].lower() in _STAY or not is_entity_header(one[0])
    )
    unwanted = bool(parse_etags(headers.get("if-match")))
    return Response(HTTPStatus.PRECONDITION_FAILED if unwanted else HTTPStatus.NOT_MODIFIED, left)
