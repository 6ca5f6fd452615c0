"""A request to `/sparql` to its question: the SPARQL 1.1 Protocol without HTTP's machinery.

https://www.w3.org/TR/sparql11-protocol/
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from werkzeug.http import parse_options_header

from kameoka_graph.formats import (
    GRAPHS,
    HTML,
    JSONLD,
    RDFXML,
    RESULTS,
    RESULTS_JSON,
    RESULTS_XML,
    Format,
    by_name,
)
from kameoka_graph.say import Say, ToldError, excerpt
from kameoka_graph.show.fault import Fault
from kameoka_graph.show.message import Values
from kameoka_graph.show.negotiation import acceptable

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
ANSWERS: Final = (*RESULTS, *GRAPHS, HTML)
"""Formats that a query can be answered in; which of them depends on its form."""
_LIKE: Final = {RESULTS_XML: (RDFXML,), RESULTS_JSON: (JSONLD,)}
"""What the name of a format of rows asks for where the answer is a graph."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as a client sent it."""

    query: str
    """Its text."""
    formats: tuple[Format, ...]
    """The formats that the client takes, the most wanted first."""
    default_graphs: tuple[str, ...]
    """`default-graph-uri`; with `named_graphs` they are the dataset, both empty: all of it."""
    named_graphs: tuple[str, ...]
    """`named-graph-uri`."""


class BadRequestError(ToldError, ValueError):
    """A request that the protocol does not allow."""

    def __init__(
        self,
        say: Say,
        status: HTTPStatus = HTTPStatus.BAD_REQUEST,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Tell what is wrong; `status` is the one to answer with, `headers` belong to it."""
        super().__init__(say)
        self.status = status
        self.headers = dict(headers or {})


def read_get(values: Values, accept: str | None) -> Asked:
    """Read a query sent by GET (section 2.1.1)."""
    return _asked(values, accept)


def read_post(
    content_type: str, body: bytes, url_values: Values, form_values: Values, accept: str | None
) -> Asked:
    """Read a query sent by POST as a form (2.1.2) or directly (2.1.3)."""
    media_type, parameters = parse_options_header(content_type)
    media_type = media_type.strip().lower()
    if media_type == FORM:
        must_be_utf8(body)
        return _asked(form_values, accept)
    if media_type != DIRECT:
        raise BadRequestError(
            Say(
                f"Content-Type が「{excerpt(content_type)}」です。"
                f"{FORM} か {DIRECT} で送ってください。",
                f"Content-Type is “{excerpt(content_type)}”; send {FORM} or {DIRECT}.",
            ),
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        )
    charset = excerpt(parameters.get("charset", "utf-8"))
    if charset.lower() not in {"utf-8", "utf8"}:
        raise BadRequestError(
            Say(
                f"文字コード {charset} は受け付けません。UTF-8 で送ってください。",
                f"charset {charset} is not accepted; send UTF-8.",
            ),
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        )
    return _asked(url_values, accept, _utf8(body))


def must_be_utf8(encoded: bytes) -> None:
    """Refuse percent-encoded parameters whose bytes are not UTF-8; they would reach us changed."""
    _utf8(unquote_to_bytes(encoded))


def must_be_plain(encoding: str) -> None:
    """Refuse a body that is packed (Content-Encoding): none is unpacked here."""
    if encoding.strip().lower() not in {"", "identity"}:
        raise BadRequestError(
            Say(
                f"Content-Encoding が「{excerpt(encoding)}」です。圧縮せずに送ってください。",
                f"Content-Encoding is “{excerpt(encoding)}”; send the body as it is.",
            ),
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            {"Accept-Encoding": "identity"},  # RFC 9110, section 12.5.3
        )


def wanted_formats(
    values: Values, accept: str | None, offered: Sequence[Format] = ANSWERS
) -> tuple[Format, ...]:
    """Give the formats wanted: that of `format=` or `output=`, else those of the Accept header."""
    named = [name for name in (*values("format"), *values("output")) if name.strip()]
    if not named:
        return acceptable(accept, offered)
    wanted = [_called(name, offered) for name in named]
    common = tuple(one for one in wanted[0] if all(one in others for others in wanted))
    if not common:
        names = ", ".join(one.name for one in offered)
        raise BadRequestError(
            Say(
                f"format={excerpt(named[0])} という形式はありません。"
                f"{names} のどれかを指定してください。",
                f"There is no format={excerpt(named[0])}; there are {names}.",
            )
        )
    return common


def _called(name: str, offered: Sequence[Format]) -> tuple[Format, ...]:
    """Give the formats of a name: `xml` and `json` are for rows and graphs, a range what it covers.

    SPARQLWrapper sends a name and the Accept header's ranges, both in each of the parameters.
    """
    if "/" in name:
        return acceptable(name, offered)
    form = by_name(name, tuple(offered))
    return (
        () if form is None else tuple(one for one in (form, *_LIKE.get(form, ())) if one in offered)
    )


def _asked(values: Values, accept: str | None, query: str | None = None) -> Asked:
    if values("update"):
        raise BadRequestError(
            Say(
                "このエンドポイントは読み取り専用です。更新（update）は受け付けません。",
                "This endpoint is read-only: it takes no update.",
            ),
            HTTPStatus.FORBIDDEN,
        )
    return Asked(
        _only(values, "query") if query is None else query,
        wanted_formats(values, accept),
        tuple(values("default-graph-uri")),
        tuple(values("named-graph-uri")),
    )


def _only(values: Values, name: str) -> str:
    found = values(name)
    if len(found) != 1:
        raise BadRequestError(
            Say(
                f"パラメーター {name} が {len(found)} 個あります。ちょうど1個が必要です。",
                f"There are {len(found)} parameters {name}; exactly one is needed.",
            )
        )
    return found[0]


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequestError(
            Say(
                f"問い合わせが UTF-8 ではありません（{error.start} バイト目）。",
                f"The query is not UTF-8 (at byte {error.start}).",
            )
        ) from None


def fault_of(error: BadRequestError) -> Fault:
    """Give the answer to a request that the protocol does not allow."""
    title = Say("要求が正しくありません", "Bad request")
    return Fault(error.status, title, error.say, headers=error.headers)
