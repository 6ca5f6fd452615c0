"""A release to a Flask application: routes, negotiation and headers; `documents` gives bodies."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from kameoka_graph.ask.cache import AnswerCache
from kameoka_graph.ask.workers import Answer, Question, Workers
from kameoka_graph.formats import GRAPHS, HTML, RESULTS_JSON, TEXT, TURTLE, Format, by_name
from kameoka_graph.read.era import NoSuchYearError, fiscal_year
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language, Say, ToldError
from kameoka_graph.show import endpoint, graph_store
from kameoka_graph.show.documents import Body, Documents
from kameoka_graph.show.fault import (
    PROBLEM,
    Fault,
    broken,
    not_acceptable,
    not_found,
    unknown_format,
)
from kameoka_graph.show.negotiation import acceptable, language_for
from kameoka_graph.show.query_fault import query_fault
from kameoka_graph.show.query_page import results_table
from kameoka_graph.show.render import Site
from kameoka_graph.state.contents_graph import DESCRIPTION
from kameoka_graph.store.answer import StoreUnreachableError
from kameoka_graph.store.syntax import digest

log = logging.getLogger(__name__)

MAX_BODY: Final = 1_000_000
"""Bytes of a request body that are read; a query is far shorter."""
STATIC_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "js": "text/javascript; charset=utf-8",
}
"""Content types of static files by extension."""
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


@dataclass(frozen=True)
class Serving:
    """A release, open and ready to answer."""

    release: Release
    """The release."""
    site: Site
    """What its pages show of it."""
    documents: Documents
    """Its documents."""
    workers: Workers
    """The processes that answer public queries on it."""


def create_app(serving: Callable[[], Serving]) -> Flask:
    """Make the application; `serving` gives the release to answer from, at each request."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    app.url_map.merge_slashes = False
    web = _Web(serving)
    for rule in ("id", "voc", "ns", "shapes", "graph", "links", "queries"):
        app.add_url_rule(f"/{rule}/<path:name>", rule, web.thing, defaults={"space": rule})
    app.add_url_rule("/", "home", web.home)
    app.add_url_rule("/source/<name>", "source", web.source)
    app.add_url_rule("/fy/<code>", "fiscal_year", web.fiscal_year)
    app.add_url_rule("/page/<path:path>", "page", web.page)
    app.add_url_rule("/chain/<path:path>", "chain", web.chain)
    app.add_url_rule("/data/<path:path>", "data", web.data)
    app.add_url_rule(
        "/sparql",
        "sparql",
        web.sparql,
        methods=["GET", "POST", "OPTIONS"],
        provide_automatic_options=False,
    )
    app.add_url_rule("/rdf-graph-store", "graph_store", web.graph_store)
    app.add_url_rule("/.well-known/void", "well_known_void", web.void)
    app.add_url_rule("/void.<suffix>", "void", web.void)
    app.add_url_rule("/download/<file>", "download", web.download)
    app.add_url_rule("/static/<path:file>", "static", web.static)
    app.add_url_rule("/health/live", "live", web.live)
    app.add_url_rule("/health/ready", "ready", web.ready)
    app.after_request(_with_headers)
    app.register_error_handler(Exception, web.failed)
    app.wsgi_app = _Below(app.wsgi_app, serving)  # type: ignore[method-assign]  # Flask's own way to wrap an application
    return app


class _Below:
    """Takes requests with the path of the base, as well as those where a proxy has removed it."""

    def __init__(
        self, wsgi: Callable[..., Iterable[bytes]], serving: Callable[[], Serving]
    ) -> None:
        self._wsgi = wsgi
        self._serving = serving

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        prefix = self._serving().site.addresses.prefix
        if f"{environ['PATH_INFO']}/".startswith(f"{prefix}/"):
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix) or "/"
        return self._wsgi(environ, start_response)


class _Web:
    """The routes."""

    def __init__(self, serving: Callable[[], Serving]) -> None:
        self._serving = serving
        self._cache = AnswerCache(serving().workers.limits.cache)

    def home(self) -> BaseResponse:
        """Answer `/`: the home page, or for a program the description of the whole data set."""
        now = self._serving()
        chosen = _wanted((HTML, *GRAPHS))
        if isinstance(chosen, Fault):
            return self._fault(chosen)
        if chosen is HTML:
            return self._answer(
                now, now.documents.home(_language()), vary=("Accept", "Accept-Language")
            )
        dataset = now.site.addresses.iris.at("id/dataset/all")
        return _see_other(now.site.addresses.data(dataset, chosen))

    def thing(self, space: str, name: str) -> BaseResponse:
        """Answer the IRI of a thing by leading to its page or its data (303)."""
        return self._lead(f"{space}/{name}")

    def source(self, name: str) -> BaseResponse:
        """Answer the IRI of a source document: its bytes as text, or lead to its page or data."""
        now, path = self._serving(), f"source/{name}"
        stem, suffix = now.documents.split_suffix(path)
        if (suffix or _wanted(now.documents.offered(stem))) is not TEXT:
            return self._lead(path)
        body = now.documents.source(stem)
        return (
            self._fault(not_found(request.path))
            if body is None
            else self._answer(now, body, vary=("Accept",))
        )

    def _lead(self, path: str) -> BaseResponse:
        now = self._serving()
        stem, suffix = now.documents.split_suffix(path)
        chosen = suffix or _wanted(now.documents.offered(path))
        if isinstance(chosen, Fault):
            return self._fault(chosen)
        thing = str(now.site.addresses.iris.at(stem))
        addresses = now.site.addresses
        language = _chosen_language()
        page = (
            addresses.page(thing)
            if language is None
            else addresses.in_language(addresses.page(thing), language)
        )
        return _see_other(page if chosen is HTML else addresses.data(thing, chosen))

    def fiscal_year(self, code: str) -> BaseResponse:
        """Lead from a year as people write it (R5, 令和5年度, 2023) to the fiscal year."""
        now = self._serving()
        try:
            year = fiscal_year(code)
        except NoSuchYearError:
            return self._fault(not_found(request.path))
        return _see_other(now.site.addresses.thing(str(now.site.addresses.iris.fiscal_year(year))))

    def page(self, path: str) -> BaseResponse:
        """Answer the page of a thing."""
        now = self._serving()
        if "format" in request.args:
            chosen = _wanted((HTML, *GRAPHS))
            if isinstance(chosen, Fault):
                return self._fault(chosen)
            if chosen is not HTML:
                return _see_other(
                    now.site.addresses.data(str(now.site.addresses.iris.thing_at(path)), chosen)
                )
        body = now.documents.page(path.removesuffix(".html"), _language())
        if body is None:
            return self._fault(not_found(request.path))
        return self._answer(now, body, vary=("Accept-Language",))

    def chain(self, path: str) -> BaseResponse:
        """Answer the page that walks a plan from its themes to its entries."""
        now = self._serving()
        body = now.documents.chain(path, _language())
        if body is None:
            return self._fault(not_found(request.path))
        return self._answer(now, body, vary=("Accept-Language",))

    def data(self, path: str) -> BaseResponse:
        """Answer the RDF of a thing: in the format of the suffix, or else negotiated."""
        now = self._serving()
        stem, suffix = now.documents.split_suffix(path)
        chosen = suffix if suffix in GRAPHS else _wanted(GRAPHS)
        if isinstance(chosen, Fault):
            return self._fault(chosen)
        body = now.documents.data(stem if suffix in GRAPHS else path, chosen or TURTLE)
        if body is None:
            return self._fault(not_found(request.path))
        response = self._answer(now, body, vary=() if suffix in GRAPHS else ("Accept",))
        response.headers["Content-Location"] = now.site.addresses.data(body.thing, body.form)
        return response

    def sparql(self) -> BaseResponse:
        """Answer a query; without one the query page or, for programs, the service description."""
        if request.method == "OPTIONS":
            return _options()
        try:
            asked = self._asked()
            return self._query_page() if asked is None else self._answer_query(asked)
        except endpoint.BadRequestError as error:
            return self._fault(endpoint.fault_of(error))
        except (ToldError, ValueError) as error:
            return self._fault(query_fault(error))

    def _asked(self) -> endpoint.Asked | None:
        accept = request.headers.get("Accept")
        endpoint.must_be_utf8(request.query_string)
        if request.method == "POST":
            body = request.get_data()
            if len(body) >= MAX_BODY:  # one of untold length is cut there without a word
                raise RequestEntityTooLarge
            content_type = request.headers.get("Content-Type", "")
            return endpoint.read_post(
                content_type, body, request.args.getlist, request.form.getlist, accept
            )
        if not request.args.keys() & {"query", "update"}:
            return None
        return endpoint.read_get(request.args.getlist, accept)

    def _query_page(self) -> BaseResponse:
        now = self._serving()
        chosen = _wanted((*GRAPHS, HTML))
        if isinstance(chosen, Fault):
            return self._fault(chosen)
        if chosen is HTML:
            limits = now.workers.limits
            body = now.documents.query_page(_language(), limits, query="", result=None)
            return self._answer(now, body, vary=("Accept", "Accept-Language"))
        description = now.documents.service_description(chosen, now.workers.limits)
        return self._answer(now, description, vary=("Accept",))

    def _answer_query(self, asked: endpoint.Asked) -> BaseResponse:
        now = self._serving()
        if not asked.formats:
            return self._fault(not_acceptable(endpoint.ANSWERS))
        for_people = asked.formats[0] is HTML
        formats = (RESULTS_JSON, TURTLE) if for_people else asked.formats
        question = Question(asked.query, formats, asked.default_graphs, asked.named_graphs)
        answer = self._evaluate(now, question)
        if not for_people:
            return self._answer_as_is(now, answer)
        result = results_table(answer.form, answer.body, truncated=answer.truncated)
        limits = now.workers.limits
        body = now.documents.query_page(_language(), limits, query=asked.query, result=result)
        return self._answer(now, body, vary=("Accept", "Accept-Language"))

    def _evaluate(self, now: Serving, question: Question) -> Answer:
        """Give the answer that was given before, else have the question answered."""
        kept = self._cache.get(now.release.name, question)
        if kept is not None:
            return kept
        answer = now.workers.ask(question, request.remote_addr or "")
        self._cache.keep(now.release.name, question, answer)
        return answer

    def _answer_as_is(self, now: Serving, answer: Answer) -> BaseResponse:
        response = self._answer(now, Body(answer.form, answer.body), vary=("Accept",))
        if answer.truncated:
            response.headers["X-Result-Truncated"] = "true"
        return response

    def graph_store(self) -> BaseResponse:
        """Answer a whole graph: `?graph=` names it, `?default` is the merge of all."""
        now = self._serving()
        try:
            endpoint.must_be_utf8(request.query_string)
            graph = graph_store.read_graph(request.args.getlist, now.site.addresses.iris.root)
            chosen = _wanted(GRAPHS)
            if isinstance(chosen, Fault):
                return self._fault(chosen)
            if graph is not None and not now.documents.has_graph(graph):
                return self._fault(not_found(request.path))
            answer = self._evaluate(now, graph_store.contents(graph, (chosen,)))
        except endpoint.BadRequestError as error:
            return self._fault(endpoint.fault_of(error))
        except ToldError as error:
            return self._fault(query_fault(error))
        return self._answer_as_is(now, answer)

    def void(self, suffix: str | None = None) -> BaseResponse:
        """Answer the description of the whole data set: as the suffix says, or negotiated."""
        now = self._serving()
        chosen = _wanted((*GRAPHS, HTML)) if suffix is None else _by_suffix(suffix)
        if isinstance(chosen, Fault):
            return self._fault(chosen)
        if chosen is HTML:
            return _see_other(now.site.addresses.page(now.site.addresses.iris.at(DESCRIPTION)))
        body = now.documents.data_description(chosen)
        response = self._answer(now, body, vary=("Accept",) if suffix is None else ())
        response.headers["Content-Location"] = now.site.addresses.at(f"void.{chosen.name}")
        return response

    def download(self, file: str) -> BaseResponse:
        """Answer a file of the release."""
        now = self._serving()
        listed = now.release.manifest["files"]
        if not isinstance(listed, dict) or file not in {*listed, "manifest.json"}:
            return self._fault(not_found(request.path))
        content = (now.release.folder / file).read_bytes()
        form = by_name(file.rpartition(".")[2], (TEXT, *GRAPHS))
        response = self._conditional(
            now, content, form.content_type if form else "application/json"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return response

    def static(self, file: str) -> BaseResponse:
        """Answer a static file of the package."""
        source = files("kameoka_graph.show") / "static"
        name = next((one.name for one in source.iterdir() if one.name == file), None)
        if name is None:
            return self._fault(not_found(request.path))
        content = (source / name).read_bytes()
        response = self._conditional(
            self._serving(), content, STATIC_TYPES[name.rpartition(".")[2]]
        )
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
        )
        return response

    def live(self) -> BaseResponse:
        """Say that the process answers."""
        return Response("ok\n", content_type="text/plain; charset=utf-8")

    def ready(self) -> BaseResponse:
        """Say whether the store and the workers answer."""
        now = self._serving()
        if _is_ready(now):
            return Response("ready\n", content_type="text/plain; charset=utf-8")
        return Response(
            "not ready\n", HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8"
        )

    def failed(self, error: Exception) -> BaseResponse:
        """Answer what no route has answered: HTTP's faults, and our errors, which are logged."""
        if isinstance(error, HTTPException):
            if error.code in {HTTPStatus.NOT_FOUND.value, None}:
                return self._fault(not_found(request.path))
            return self._fault(_http_fault(error))
        log.error("request failed: %s %s", request.method, request.path, exc_info=error)
        return self._fault(broken())

    def _fault(self, fault: Fault) -> BaseResponse:
        accepted = acceptable(request.headers.get("Accept"), (PROBLEM, HTML, TEXT))
        language = _language()
        if request.headers.get("Accept", "*/*") == "*/*" or not accepted or accepted[0] is PROBLEM:
            response = Response(fault.problem(), fault.status, content_type=PROBLEM.media_type)
        elif accepted[0] is TEXT:
            response = Response(fault.text(language), fault.status, content_type=TEXT.content_type)
        else:
            body = self._serving().documents.static_page("fault.html", "", language, fault=fault)
            response = Response(body.content, fault.status, content_type=HTML.content_type)
            response.headers["Content-Language"] = language.value
        response.headers.update(fault.headers)
        response.headers["Vary"] = "Accept, Accept-Language"
        return response

    def _answer(self, now: Serving, body: Body, vary: Sequence[str]) -> BaseResponse:
        response = self._conditional(now, body.content, body.form.content_type)
        if vary:
            response.headers["Vary"] = ", ".join(vary)
        if body.language is not None:
            response.headers["Content-Language"] = body.language.value
        if body.thing:
            response.headers["Link"] = _links(now, body)
        return response

    def _conditional(self, now: Serving, content: bytes, content_type: str) -> BaseResponse:
        response = Response(content, content_type=content_type)
        response.set_etag(digest(content)[:20])
        response.last_modified = datetime.fromisoformat(now.site.date).replace(tzinfo=UTC)
        response.headers["Cache-Control"] = "no-cache"
        return response.make_conditional(request)


def _is_ready(now: Serving) -> bool:
    try:
        return now.documents.answers() and now.workers.alive()
    except StoreUnreachableError:
        return False


def _http_fault(error: HTTPException) -> Fault:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR.value)
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return Fault(
        status,
        _HTTP_TITLES.get(status, _OTHER_TITLE),
        _HTTP_DETAILS.get(status, _OTHER_DETAIL),
        headers=headers,
    )


def _wanted(offered: Sequence[Format]) -> Format | Fault:
    """Give the format to answer in: that of `?format=`, else the one that Accept wants most."""
    name = request.args.get("format")
    if name is not None:
        return by_name(name, tuple(offered)) or unknown_format(name[:40], tuple(offered))
    accepted = acceptable(request.headers.get("Accept"), offered)
    return accepted[0] if accepted else not_acceptable(tuple(offered))


def _by_suffix(suffix: str) -> Format | Fault:
    """Give the format of RDF with this file extension."""
    form = by_name(suffix, GRAPHS)
    return not_found(request.path) if form is None or form.name != suffix else form


def _language() -> Language:
    return language_for(request.headers.get("Accept-Language"), request.args.get("lang"))


def _chosen_language() -> Language | None:
    chosen = request.args.get("lang")
    return Language(chosen) if chosen in set(Language) else None


def _see_other(location: str) -> BaseResponse:
    response = redirect(location, HTTPStatus.SEE_OTHER)
    response.headers["Vary"] = "Accept"
    response.autocorrect_location_header = False
    return response


def _options() -> BaseResponse:
    response = Response(status=HTTPStatus.NO_CONTENT)
    response.headers.update(
        {
            "Allow": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        }
    )
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


def _with_headers(response: BaseResponse) -> BaseResponse:
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
