"""Requests that the workers answer, to responses: the SPARQL endpoint and the graph store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from kameoka_graph.ask.guard import is_steady
from kameoka_graph.ask.service import describe_service, limits_told
from kameoka_graph.ask.workers import Answer, Question
from kameoka_graph.formats import GRAPHS, HTML, RESULTS_JSON, TURTLE, Format
from kameoka_graph.say import ToldError
from kameoka_graph.show import endpoint, graph_store
from kameoka_graph.show.answering import (
    HEADERS,
    body_response,
    fault_response,
    http_fault,
    passing,
    wanted_format,
    wanted_reader,
)
from kameoka_graph.show.edition import Body, Reader
from kameoka_graph.show.fault import Fault, not_acceptable, not_found
from kameoka_graph.show.message import Request, Response, Values, values_in
from kameoka_graph.show.query_fault import query_fault
from kameoka_graph.show.query_page import results_table
from kameoka_graph.show.serving import Serving
from kameoka_graph.state.dcat_graph import GRAPH_SERVICE

Gone = Callable[[], bool]
"""Tells whether the client has left."""
Respond = Callable[[Answer], Response]
"""Makes the response of an answer."""

ALLOWED: Final = "GET, HEAD, POST, OPTIONS"
"""The methods of the endpoint."""
READ_ONLY: Final = "GET, HEAD, OPTIONS"
"""The methods of the graph store."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question for the workers, and what becomes of its answer."""

    question: Question
    """The question."""
    respond: Respond
    """Makes the response."""
    is_page: bool = False
    """Whether that is a page, which takes a while to write."""


def sparql(now: Serving, request: Request) -> Inquiry | Response:
    """Read a query; without one answer by the query page or, for programs, the description."""
    if request.method == "OPTIONS":
        return _options(ALLOWED)
    if not (request.is_safe or request.method == "POST"):
        return _not_allowed(now, request, ALLOWED)
    asked = _asked(request)
    return _about(now, request) if asked is None else _inquiry(now, request, asked)


def graphs(now: Serving, request: Request) -> Inquiry | Response:
    """Read which whole graph is wanted: `?graph=` names it, `?default` is the merge of all."""
    if request.method == "OPTIONS":
        return _options(READ_ONLY)
    if not request.is_safe:
        return _not_allowed(now, request, READ_ONLY)
    endpoint.must_be_utf8(request.query.encode())
    if _asks_what_it_is(request):
        page = now.site.addresses.page(now.site.addresses.iris.at(GRAPH_SERVICE))
        headers = {"Location": page, "Vary": "Accept", **HEADERS}
        return Response(HTTPStatus.SEE_OTHER, tuple(headers.items()))
    graph = graph_store.read_graph(request.values(), now.site.addresses.iris.root)
    chosen = wanted_format(request, GRAPHS)
    if isinstance(chosen, Fault):
        return fault_response(now, request, chosen)
    if graph is not None and not now.documents.edition.has_graph(graph):
        return fault_response(now, request, not_found(request.path))
    return Inquiry(graph_store.contents(graph, (chosen,)), partial(_as_is, now))


def _asks_what_it_is(request: Request) -> bool:
    """Tell whether a person has followed the address of the graph store itself."""
    names_none = not (request.has("graph") or request.has("default"))
    return names_none and wanted_format(request, (*GRAPHS, HTML)) is HTML


Read = Callable[[Serving, Request], Inquiry | Response]
"""Reads a request; raises `BadRequestError` for what the protocol does not allow."""
ROUTES: Final[Mapping[str, Read]] = {"/sparql": sparql, "/rdf-graph-store": graphs}
"""What reads the requests, by path below that of the base."""


def read_inquiry(read: Read, now: Serving, request: Request) -> Inquiry | Response:
    """Read a request; what the protocol does not allow becomes a response as well."""
    try:
        return read(now, request)
    except endpoint.BadRequestError as error:
        return fault_response(now, request, endpoint.fault_of(error))
    except (ToldError, ValueError) as error:
        return fault_response(now, request, query_fault(error))


def settle(now: Serving, request: Request, ask: Callable[[], Answer], respond: Respond) -> Response:
    """Ask, and make of the answer or of what stopped it the response."""
    try:
        return respond(ask())
    except (ToldError, ValueError) as error:
        return fault_response(now, request, query_fault(error))


def answer(read: Read, now: Serving, request: Request, gone: Gone | None = None) -> Response:
    """Answer a request, however long that takes."""
    inquiry = read_inquiry(read, now, request)
    if isinstance(inquiry, Response):
        return inquiry
    ask = partial(now.workers.ask, inquiry.question, request.client, gone)
    return settle(now, request, ask, inquiry.respond)


def _asked(request: Request) -> endpoint.Asked | None:
    accept, headers = request.headers.get("accept"), request.headers
    endpoint.must_be_utf8(request.query.encode())
    values = request.values()
    if request.method == "POST":
        endpoint.must_be_plain(headers.get("content-encoding", ""))
        content_type = headers.get("content-type", "")
        return endpoint.read_post(content_type, request.body, values, _form(request.body), accept)
    if not (values("query") or values("update")):
        return None
    return endpoint.read_get(values, accept)


def _form(body: bytes) -> Values:
    """Give the values of a form, which is read once it is known to be one."""
    read: list[Values] = []

    def values(name: str) -> list[str]:
        if not read:
            read.append(values_in(body.decode("utf-8", "replace")))
        return list(read[0](name))

    return values


def _about(now: Serving, request: Request) -> Response:
    """Give the query page or, for programs, the service description."""
    chosen = wanted_format(request, (*GRAPHS, HTML))
    if isinstance(chosen, Fault):
        return fault_response(now, request, chosen)
    reader = wanted_reader(request)
    by_format = () if request.has("format") else ("Accept",)
    exactly = {"format": chosen.name}
    if chosen is HTML:
        page = _query_page(now, reader, query="", result=None)
        vary = by_format if reader.keeps else (*by_format, "Accept-Language")
        exactly["lang"] = reader.language.value
        response = body_response(now, page, vary=vary)
    else:
        response = body_response(now, _service_description(now, chosen), vary=by_format)
    address = now.site.addresses.file(f"sparql?{urlencode(exactly)}")
    return response.having({"Content-Location": address})


def _inquiry(now: Serving, request: Request, asked: endpoint.Asked) -> Inquiry | Response:
    if not asked.formats:
        return fault_response(now, request, not_acceptable(endpoint.ANSWERS))
    for_people = asked.formats[0] is HTML
    formats = (RESULTS_JSON, TURTLE) if for_people else asked.formats
    question = Question(asked.query, formats, asked.default_graphs, asked.named_graphs)
    write = partial(_for_people, now, request, asked.query) if for_people else partial(_as_is, now)
    if is_steady(asked.query):
        return Inquiry(question, write, for_people)
    return Inquiry(question, lambda answer: passing(write(answer)), for_people)


def _for_people(now: Serving, request: Request, query: str, answer: Answer) -> Response:
    result = results_table(answer.form, answer.body, truncated=answer.truncated)
    page = _query_page(now, wanted_reader(request), query=query, result=result)
    return body_response(now, page, vary=("Accept", "Accept-Language"))


def _as_is(now: Serving, answer: Answer) -> Response:
    response = body_response(now, Body(answer.form, answer.body), vary=("Accept",))
    return response.having({"X-Result-Truncated": "true"}) if answer.truncated else response


def _options(allowed: str) -> Response:
    """Tell a browser that asks first what scripts of other sites may send."""
    headers = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return Response(HTTPStatus.NO_CONTENT, (*headers.items(), *HEADERS.items()))


def _not_allowed(now: Serving, request: Request, allowed: str) -> Response:
    fault = http_fault(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": allowed})
    return fault_response(now, request, fault)


def _query_page(now: Serving, reader: Reader, query: str, result: object) -> Body:
    """Give the page with the form for queries, which says their limits."""
    language = reader.language
    told = [
        (what.to(language), f"{value:,.12g}", unit.to(language))
        for _, what, value, unit in limits_told(now.workers.limits)
    ]
    return now.documents.edition.html(
        reader,
        "sparql.html",
        "sparql",
        parameters={"query": query} if query else None,
        limits=told,
        query=query,
        result=result,
    )


def _service_description(now: Serving, form: Format) -> Body:
    """Give the SPARQL 1.1 Service Description of the endpoint."""
    edition, limits = now.documents.edition, now.workers.limits
    return edition.once(
        "service",
        form,
        lambda: edition.rdf(form, describe_service(edition.store, edition.iris, limits)),
    )
