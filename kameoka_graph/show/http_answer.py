"""Documents and faults to answers of Flask: what `answering` gives, for the request at hand."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from flask import Response as FlaskResponse
from flask import redirect, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from kameoka_graph.formats import Format
from kameoka_graph.show import answering
from kameoka_graph.show.answering import HEADERS, MAX_BODY
from kameoka_graph.show.edition import Body, Reader
from kameoka_graph.show.fault import Fault
from kameoka_graph.show.message import Request, Response
from kameoka_graph.show.message import conditional as conditionally
from kameoka_graph.show.query_routes import Read, answer
from kameoka_graph.show.serving import Serving

PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What other sites' scripts may send to an address that is only read."""


def answer_body(now: Serving, body: Body, vary: Sequence[str]) -> BaseResponse:
    """Answer with a body that varies by some headers of the request."""
    return _answer(_head(), answering.body_response(now, body, vary))


def conditional(now: Serving, content: bytes, content_type: str) -> BaseResponse:
    """Answer with bytes that are fixed for a release: validators, and 304 where they are known."""
    return _answer(_head(), answering.fixed_response(now, content, content_type))


def answer_fault(now: Serving, fault: Fault) -> BaseResponse:
    """Answer with a fault: as a page, as problem details (RFC 9457) or as text."""
    return _answer(_head(), answering.fault_response(now, _head(), fault))


def answer_query(read: Read, serving: Callable[[], Serving]) -> Callable[[], BaseResponse]:
    """Give the view that answers the queries that `read` reads."""

    def view() -> BaseResponse:
        body = request.get_data()
        if len(body) >= MAX_BODY:  # one of untold length is cut there without a word
            raise RequestEntityTooLarge
        whole = _head(body)
        return _answer(whole, answer(read, serving(), whole))

    return view


def http_fault(error: HTTPException) -> Fault:
    """Give the fault for one of Werkzeug's."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR.value)
    allowed = {name: value for name, value in error.get_headers() if name == "Allow"}
    return answering.http_fault(status, allowed)


def wanted_format(offered: Sequence[Format]) -> Format | Fault:
    """Give the format to answer in: that of `?format=`, else the one that Accept wants most."""
    return answering.wanted_format(_head(), offered)


def wanted_reader() -> Reader:
    """Give for whom to write: in the language of `?lang=`, else that of Accept-Language."""
    return answering.wanted_reader(_head())


def see_other(location: str, vary: Sequence[str]) -> BaseResponse:
    """Lead to another address (303), chosen by some headers of the request."""
    response = redirect(location, HTTPStatus.SEE_OTHER)
    if vary:
        response.headers["Vary"] = ", ".join(vary)
    response.autocorrect_location_header = False
    return response


def with_headers(response: BaseResponse) -> BaseResponse:
    """Add the headers of every answer."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":  # a script of another site asks what it may send
        for name, value in PREFLIGHT.items():
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


def _head(body: bytes = b"") -> Request:
    """Give the request at hand, with a body that was read."""
    return Request(
        request.method,
        request.path,
        request.query_string.decode("latin-1"),
        {name.lower(): value for name, value in request.headers},
        body,
        request.remote_addr or "",
    )


def _answer(to: Request, response: Response) -> BaseResponse:
    """Give a response as one of Flask's, or what a condition of the request makes of it."""
    told = conditionally(to, response)
    return FlaskResponse(told.body, told.status, list(told.headers))
