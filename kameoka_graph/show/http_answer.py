"""Documents and faults to HTTP answers: negotiation, validators and headers."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from flask import Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kameoka_graph.formats import GRAPHS, HTML, TEXT, Format, by_name
from kameoka_graph.say import Language, Say
from kameoka_graph.show.edition import Body, Reader
from kameoka_graph.show.fault import PROBLEM, Fault, not_acceptable, unknown_format
from kameoka_graph.show.negotiation import acceptable, language_for
from kameoka_graph.show.serving import Serving
from kameoka_graph.store.syntax import digest

MAX_BODY: Final = 1_000_000
"""Bytes of a request body that are read; a query is far shorter."""
HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Location, ETag, Link, Retry-After, X-Result-Truncated"
    ),
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer: open to every site's scripts; nothing of another site is loaded here."""


_OTHER_TITLE: Final = Say("要求が正しくありません", "Bad request")
_OTHER_DETAIL: Final = Say("この要求には答えられません。", "This request cannot be answered.")
_HTTP_TITLES: Final = {
    HTTPStatus.METHOD_NOT_ALLOWED: Say("そのメソッドは使えません", "Method not allowed"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Say("要求が大きすぎます", "Request too large"),
}
_HTTP_DETAILS: Final = {
    HTTPStatus.METHOD_NOT_ALLOWED: Say(
        "このアドレスで使えるメソッドは Allow ヘッダーにあります。データは読み取り専用です。",
        "The methods for this address are in the Allow header. The data is read-only.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Say(
        f"要求の本文は {MAX_BODY:,} バイトまでです。",
        f"The body of a request may have at most {MAX_BODY:,} bytes.",
    ),
}


def answer_body(now: Serving, body: Body, vary: Sequence[str]) -> BaseResponse:
    """Answer with a body that varies by some headers of the request."""
    response = conditional(now, body.content, body.form.content_type)
    if vary:
        response.headers["Vary"] = ", ".join(vary)
    if body.language is not None:
        response.headers["Content-Language"] = body.language.value
    if body.thing:
        response.headers["Link"] = _links(now, body)
    return response


def conditional(now: Serving, content: bytes, content_type: str) -> BaseResponse:
    """Answer with bytes that are fixed for a release: validators, and 304 where they are known."""
    response = Response(content, content_type=content_type)
    response.set_etag(digest(content)[:20])
    response.last_modified = datetime.fromisoformat(now.site.date).replace(tzinfo=UTC)
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


def answer_fault(now: Serving, fault: Fault) -> BaseResponse:
    """Answer with a fault: as a page, as problem details (RFC 9457) or as text."""
    accepted = acceptable(request.headers.get("Accept"), (PROBLEM, HTML, TEXT))
    reader = wanted_reader()
    language = reader.language
    if request.headers.get("Accept", "*/*") == "*/*" or not accepted or accepted[0] is PROBLEM:
        response = Response(fault.problem(), fault.status, content_type=PROBLEM.media_type)
    elif accepted[0] is TEXT:
        response = Response(fault.text(language), fault.status, content_type=TEXT.content_type)
    else:
        body = now.documents.edition.html(reader, "fault.html", "", fault=fault)
        response = Response(body.content, fault.status, content_type=HTML.content_type)
        response.headers["Content-Language"] = language.value
    response.headers.update(fault.headers)
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def http_fault(error: HTTPException) -> Fault:
    """Give the fault for one of Werkzeug's."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR.value)
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return Fault(
        status,
        _HTTP_TITLES.get(status, _OTHER_TITLE),
        _HTTP_DETAILS.get(status, _OTHER_DETAIL),
        headers=headers,
    )


def wanted_format(offered: Sequence[Format]) -> Format | Fault:
    """Give the format to answer in: that of `?format=`, else the one that Accept wants most."""
    name = request.args.get("format")
    if name is not None:
        return by_name(name, tuple(offered)) or unknown_format(name[:40], tuple(offered))
    accepted = acceptable(request.headers.get("Accept"), offered)
    return accepted[0] if accepted else not_acceptable(tuple(offered))


def wanted_reader() -> Reader:
    """Give for whom to write: in the language of `?lang=`, else that of Accept-Language."""
    chosen = request.args.get("lang")
    language = language_for(request.headers.get("Accept-Language"), chosen)
    return Reader(language, chosen in set(Language))


def see_other(location: str, vary: Sequence[str]) -> BaseResponse:
    """Lead to another address (303), chosen by some headers of the request."""
    response = redirect(location, HTTPStatus.SEE_OTHER)
    if vary:
        response.headers["Vary"] = ", ".join(vary)
    response.autocorrect_location_header = False
    return response


def _links(now: Serving, body: Body) -> str:
    """Give the Link header: the thing itself, its other formats, and the licence."""
    addresses = now.site.addresses
    links = [f'<{body.thing}>; rel="about"']
    links += [
        f'<{addresses.data(body.thing, form)}>; rel="alternate"; type="{form.media_type}"'
        for form in GRAPHS
        if form is not body.form
    ]
    if body.form is not HTML:
        links.append(f'<{addresses.page(body.thing)}>; rel="alternate"; type="text/html"')
    return ", ".join(links)


def with_headers(response: BaseResponse) -> BaseResponse:
    """Add the headers of every answer."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def static_addresses(prefix: str) -> Callable[[str], str]:
    """Give the function that makes addresses of static files, each with its content's digest."""
    source = files("kameoka_graph.show") / "static"
    versions: Mapping[str, str] = {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()[:12]
        for one in source.iterdir()
        if one.is_file()
    }
    return lambda name: f"{prefix}/static/{name}?v={versions[name]}"
