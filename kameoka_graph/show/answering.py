"""Documents and faults to responses: negotiation, validators and headers, without a framework."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from kameoka_graph.formats import GRAPHS, HTML, TEXT, Format, by_name
from kameoka_graph.say import Language, Say
from kameoka_graph.show.edition import Body, Reader
from kameoka_graph.show.fault import PROBLEM, Fault, not_acceptable, unknown_format
from kameoka_graph.show.message import Request, Response
from kameoka_graph.show.negotiation import acceptable, language_for
from kameoka_graph.show.serving import Serving
from kameoka_graph.show.signposts import Signpost, header, of_data, of_page, of_text
from kameoka_graph.store.syntax import digest

LONGEST: Final = 2000
"""Characters of an address that the page of a fault links in another language."""
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
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer: open to every site's scripts; nothing of another site is loaded here."""

_TITLES: Final = {
    HTTPStatus.METHOD_NOT_ALLOWED: Say("そのメソッドは使えません", "Method not allowed"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Say("要求が大きすぎます", "Request too large"),
    HTTPStatus.REQUEST_TIMEOUT: Say("要求が届ききりません", "Request timed out"),
}
_DETAILS: Final = {
    HTTPStatus.METHOD_NOT_ALLOWED: Say(
        "このアドレスで使えるメソッドは Allow ヘッダーにあります。データは読み取り専用です。",
        "The methods for this address are in the Allow header. The data is read-only.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Say(
        f"要求の本文は {MAX_BODY:,} バイトまでです。",
        f"The body of a request may have at most {MAX_BODY:,} bytes.",
    ),
    HTTPStatus.REQUEST_TIMEOUT: Say(
        "要求の本文が、決められた時間のうちに届ききりませんでした。もう一度送ってください。",
        "The body of the request did not arrive whole in the time allowed; send it again.",
    ),
}
_OTHER_TITLE: Final = Say("要求が正しくありません", "Bad request")
_OTHER_DETAIL: Final = Say("この要求には答えられません。", "This request cannot be answered.")


def body_response(now: Serving, body: Body, vary: Sequence[str]) -> Response:
    """Give the response with a body that varies by some headers of the request."""
    more: dict[str, str] = {}
    if vary:
        more["Vary"] = ", ".join(vary)
    if body.language is not None:
        more["Content-Language"] = body.language.value
    links = _links(now, body)
    if links:
        more["Link"] = links
    return fixed_response(now, body.content, body.form.content_type, more)


def fixed_response(
    now: Serving, content: bytes, content_type: str, more: Mapping[str, str] | None = None
) -> Response:
    """Give the response with bytes that are fixed for a release, and so have validators."""
    headers = {
        "Content-Type": content_type,
        "ETag": f'"{digest(content)[:20]}"',
        "Last-Modified": now.last_modified,
        "Cache-Control": "no-cache",
        **(more or {}),
    }
    return Response(HTTPStatus.OK, (*headers.items(), *HEADERS.items()), content)


def passing(response: Response) -> Response:
    """Give a response that may be another one next time: nobody may keep it."""
    left = tuple(one for one in response.headers if one[0] not in {"ETag", "Last-Modified"})
    kept_by_nobody = {"Cache-Control": "no-store"}
    return Response(response.status, left, response.body).having(kept_by_nobody)


def fault_response(now: Serving, request: Request, fault: Fault) -> Response:
    """Give the response for a fault: a page, problem details (RFC 9457) or text."""
    accept = request.headers.get("accept")
    accepted = acceptable(accept, (PROBLEM, HTML, TEXT))
    reader = wanted_reader(request)
    vary = "Accept" if reader.keeps else "Accept, Accept-Language"
    more = {**fault.headers, "Vary": vary}
    if accept in {None, "*/*"} or not accepted or accepted[0] is PROBLEM:
        return _plain(fault.status, PROBLEM.media_type, more, fault.problem())
    if accepted[0] is TEXT:
        return _plain(fault.status, TEXT.content_type, more, fault.text(reader.language))
    path, parameters = _asked(now, request)
    body = now.documents.edition.html(
        reader, "fault.html", path, parameters=parameters, fault=fault
    )
    more["Content-Language"] = reader.language.value
    return _plain(fault.status, HTML.content_type, more, body.content)


def http_fault(status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Fault:
    """Give the fault of a status that says all by itself."""
    title, detail = _TITLES.get(status, _OTHER_TITLE), _DETAILS.get(status, _OTHER_DETAIL)
    return Fault(status, title, detail, headers=dict(headers or {}))


def wanted_format(request: Request, offered: Sequence[Format]) -> Format | Fault:
    """Give the format to answer in: that of `?format=`, else the one that Accept wants most."""
    name = request.first("format")
    if name is not None:
        return by_name(name, tuple(offered)) or unknown_format(name[:40], tuple(offered))
    accepted = acceptable(request.headers.get("accept"), offered)
    return accepted[0] if accepted else not_acceptable(tuple(offered))


def wanted_reader(request: Request) -> Reader:
    """Give for whom to write: in the language of `?lang=`, else that of Accept-Language."""
    chosen = request.first("lang")
    language = language_for(request.headers.get("accept-language"), chosen)
    return Reader(language, chosen in set(Language))


def _asked(now: Serving, request: Request) -> tuple[str, dict[str, str]]:
    """Give the path and the parameters that were asked for; of very long ones the front page."""
    if len(request.path) + len(request.query) > LONGEST:
        return "", {}
    path = request.path.removeprefix(f"{now.site.addresses.prefix}/").removeprefix("/")
    return path, dict(parse_qsl(request.query))


def _plain(status: int, content_type: str, more: Mapping[str, str], content: bytes) -> Response:
    headers = {"Content-Type": content_type, **more}
    return Response(status, (*headers.items(), *HEADERS.items()), content)


def _links(now: Serving, body: Body) -> str:
    """Give the Link header: the thing itself, its other formats, and signposts."""
    if not body.thing:
        return ""
    addresses, told = now.site.addresses, now.documents.edition.publication
    around = {HTML: of_page(addresses, body.thing, told), TEXT: of_text(addresses, body.thing)}
    others = [
        Signpost("alternate", addresses.data(body.thing, form), form.media_type)
        for form in GRAPHS
        if form is not body.form
    ]
    if body.form is not HTML:
        page = addresses.plain.page(body.thing)
        others.append(Signpost("alternate", page, HTML.media_type))
    about = Signpost("about", body.thing)
    own = around.get(body.form) or of_data(addresses, body.thing, told)
    return header((about, *own, *others))
