"""A release to a Flask application: routes to documents, files and queries."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kameoka_graph.formats import ALL, HTML, TEXT
from kameoka_graph.read.era import NoSuchYearError, fiscal_year
from kameoka_graph.show.answering import MAX_BODY
from kameoka_graph.show.documents import Place
from kameoka_graph.show.edition import Body
from kameoka_graph.show.family import Outcome, SeeOther
from kameoka_graph.show.fault import Fault, broken, not_found
from kameoka_graph.show.http_answer import (
    answer_body,
    answer_fault,
    answer_query,
    conditional,
    http_fault,
    see_other,
    wanted_format,
    wanted_reader,
    with_headers,
)
from kameoka_graph.show.missing import missing
from kameoka_graph.show.query_routes import graphs, sparql
from kameoka_graph.show.serving import Serving
from kameoka_graph.store.answer import StoreUnreachableError

log = logging.getLogger(__name__)

STATIC_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "js": "text/javascript; charset=utf-8",
}
"""Content types of static files by extension."""

PERMANENTLY: Final = HTTPStatus.PERMANENT_REDIRECT
CONTENT_TYPES: Final = {form.media_type: form.content_type for form in ALL}
"""Content types by media type: what is text says its encoding."""


def create_app(serving: Callable[[], Serving]) -> Flask:
    """Make the application; `serving` gives the release to answer from, at each request."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    app.url_map.merge_slashes = False
    web = _Web(serving)
    app.add_url_rule("/fy/<code>", "fiscal_year", web.fiscal_year)
    app.add_url_rule(
        "/sparql",
        "sparql",
        answer_query(sparql, serving),
        methods=["GET", "POST", "OPTIONS"],
        provide_automatic_options=False,
    )
    app.add_url_rule("/rdf-graph-store", "graph_store", answer_query(graphs, serving))
    app.add_url_rule("/download/<file>", "download", web.download)
    app.add_url_rule("/static/<path:file>", "static", web.static)
    app.add_url_rule("/favicon.ico", "icon", web.static, defaults={"file": "favicon.svg"})
    app.add_url_rule("/health/live", "live", web.live)
    app.add_url_rule("/health/ready", "ready", web.ready)
    app.add_url_rule("/", "home", web.document, defaults={"path": ""})
    app.add_url_rule("/<path:path>", "document", web.document)
    app.after_request(with_headers)
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
    """The routes to documents and files."""

    def __init__(self, serving: Callable[[], Serving]) -> None:
        self._serving = serving

    def document(self, path: str) -> BaseResponse:
        """Answer a document of the site: in the format of its suffix, or else negotiated."""
        now = self._serving()
        place = now.documents.place(path)
        if place is None:
            return self._nothing(now, path)
        family = place.family
        chosen = place.form or (
            wanted_format(family.formats)
            if family.by_accept or "format" in request.args
            else family.formats[0]
        )
        if isinstance(chosen, Fault):
            return answer_fault(now, chosen)
        outcome = now.documents.write(place, chosen, wanted_reader(), _parameters(place))
        return self._answer(now, place, path, outcome)

    def _answer(self, now: Serving, place: Place, path: str, outcome: Outcome) -> BaseResponse:
        match outcome:
            case Body():
                response = answer_body(now, outcome, _vary(place, outcome))
                location = _content_location(place, path, outcome)
                if location:
                    response.headers["Content-Location"] = now.site.addresses.file(location)
                return response
            case SeeOther():
                return see_other(outcome.address, ("Accept",) if _by_accept(place) else ())
            case Fault():
                return answer_fault(now, outcome)
            case None:
                return self._nothing(now, path)

    def _nothing(self, now: Serving, path: str) -> BaseResponse:
        """Say that there is nothing at a path; one with a slash too many leads to the right one."""
        bare = path.rstrip("/")
        if bare != path and not bare.startswith("/") and now.documents.place(bare) is not None:
            address = now.site.addresses.file(quote(bare))
            query = request.query_string.decode("ascii", "ignore")
            return redirect(f"{address}?{query}" if query else address, PERMANENTLY)
        fault = missing(now.documents.edition, path, wanted_reader().language)
        return answer_fault(now, fault)

    def fiscal_year(self, code: str) -> BaseResponse:
        """Lead from a year as people write it (R5, 令和5年度, 2023) to the fiscal year."""
        now = self._serving()
        try:
            year = fiscal_year(code)
        except NoSuchYearError:
            return answer_fault(now, not_found(request.path))
        addresses = now.site.addresses
        address = addresses.thing(str(addresses.iris.fiscal_year(year)))
        kept = {name: request.args[name] for name in ("format", "lang") if name in request.args}
        return see_other(f"{address}?{urlencode(kept)}" if kept else address, ())

    def download(self, file: str) -> BaseResponse:
        """Answer a file of the release."""
        now = self._serving()
        found = now.release.offered(file)
        if found is None:
            return answer_fault(now, not_found(request.path))
        path, media_type = found
        content_type = CONTENT_TYPES.get(media_type, media_type)
        response = conditional(now, path.read_bytes(), content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return response

    def static(self, file: str) -> BaseResponse:
        """Answer a static file of the package."""
        now = self._serving()
        source = files("kameoka_graph.show") / "static"
        name = next((one.name for one in source.iterdir() if one.name == file), None)
        if name is None:
            return answer_fault(now, not_found(request.path))
        content = (source / name).read_bytes()
        response = conditional(now, content, STATIC_TYPES[name.rpartition(".")[2]])
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
        )
        return response

    def live(self) -> BaseResponse:
        """Say that the process answers."""
        return Response("ok\n", content_type="text/plain; charset=utf-8")

    def ready(self) -> BaseResponse:
        """Say whether the store and the workers answer."""
        if _is_ready(self._serving()):
            return Response("ready\n", content_type="text/plain; charset=utf-8")
        return Response(
            "not ready\n", HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8"
        )

    def failed(self, error: Exception) -> BaseResponse:
        """Answer what no route has answered: HTTP's faults, and our errors, which are logged."""
        now = self._serving()
        if isinstance(error, HTTPException):
            if error.code in {HTTPStatus.NOT_FOUND.value, None}:
                return answer_fault(now, not_found(request.path))
            return answer_fault(now, http_fault(error))
        log.error("request failed: %s %s", request.method, request.path, exc_info=error)
        return answer_fault(now, broken())


def _is_ready(now: Serving) -> bool:
    try:
        return now.documents.edition.answers() and now.workers.alive()
    except StoreUnreachableError:
        return False


def _parameters(place: Place) -> dict[str, str]:
    """Give the parameters of the request that a family's documents depend on."""
    return {name: request.args[name] for name in place.family.parameters if name in request.args}


def _by_accept(place: Place) -> bool:
    """Tell whether the Accept header chooses the format at a place."""
    family = place.family
    open_to_choice = place.form is None and family.by_accept and len(family.formats) > 1
    return open_to_choice and "format" not in request.args


def _by_language(body: Body) -> bool:
    """Tell whether the Accept-Language header chose the language of a body."""
    is_written = body.form is HTML or (body.language is not None and body.form is not TEXT)
    return is_written and not wanted_reader().keeps


def _vary(place: Place, body: Body) -> tuple[str, ...]:
    """Give the headers of the request that a body was chosen by."""
    by_format = ("Accept",) if _by_accept(place) else ()
    return (*by_format, "Accept-Language") if _by_language(body) else by_format


def _content_location(place: Place, path: str, body: Body) -> str:
    """Give the path of exactly this body, where headers of the request chose it; else nothing."""
    chosen = {"format": body.form.name} if _by_accept(place) and not body.path else {}
    if body.language is not None and (_by_language(body) or (chosen and body.form is HTML)):
        chosen["lang"] = body.language.value
    if not chosen:
        return body.path
    bare, _, query = (body.path or quote(path)).partition("?")
    given = {} if query else _parameters(place)
    if not body.path and place.form is None and "format" in request.args:
        given = {**given, "format": body.form.name}  # what the address named stays named
    return f"{bare}?{'&'.join(filter(None, (query, urlencode({**given, **chosen}))))}"
