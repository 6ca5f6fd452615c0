"""The routes that hand queries to the workers: the SPARQL endpoint and the graph store."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from kameoka_graph.ask.cache import AnswerCache
from kameoka_graph.ask.service import describe_service, limits_told
from kameoka_graph.ask.workers import Answer, Question
from kameoka_graph.formats import GRAPHS, HTML, RESULTS_JSON, TURTLE, Format
from kameoka_graph.say import ToldError
from kameoka_graph.show import endpoint, graph_store
from kameoka_graph.show.edition import Body, Reader
from kameoka_graph.show.fault import Fault, not_acceptable, not_found
from kameoka_graph.show.http_answer import (
    MAX_BODY,
    answer_body,
    answer_fault,
    wanted_format,
    wanted_reader,
)
from kameoka_graph.show.query_fault import query_fault
from kameoka_graph.show.query_page import results_table
from kameoka_graph.show.serving import Serving


class QueryRoutes:
    """The routes that hand queries to the workers."""

    def __init__(self, serving: Callable[[], Serving]) -> None:
        """Answer from the release that `serving` gives at each request."""
        self._serving = serving
        self._cache = AnswerCache(serving().workers.limits.cache)

    def sparql(self) -> BaseResponse:
        """Answer a query; without one the query page or, for programs, the service description."""
        if request.method == "OPTIONS":
            return _options()
        try:
            asked = self._asked()
            return self._query_page() if asked is None else self._answer_query(asked)
        except endpoint.BadRequestError as error:
            return answer_fault(self._serving(), endpoint.fault_of(error))
        except (ToldError, ValueError) as error:
            return answer_fault(self._serving(), query_fault(error))

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
        chosen = wanted_format((*GRAPHS, HTML))
        if isinstance(chosen, Fault):
            return answer_fault(now, chosen)
        if chosen is HTML:
            body = _query_page(now, wanted_reader(), query="", result=None)
            return answer_body(now, body, vary=("Accept", "Accept-Language"))
        return answer_body(now, _service_description(now, chosen), vary=("Accept",))

    def _answer_query(self, asked: endpoint.Asked) -> BaseResponse:
        now = self._serving()
        if not asked.formats:
            return answer_fault(now, not_acceptable(endpoint.ANSWERS))
        for_people = asked.formats[0] is HTML
        formats = (RESULTS_JSON, TURTLE) if for_people else asked.formats
        question = Question(asked.query, formats, asked.default_graphs, asked.named_graphs)
        answer = self._evaluate(now, question)
        if not for_people:
            return self._answer_as_is(now, answer)
        result = results_table(answer.form, answer.body, truncated=answer.truncated)
        body = _query_page(now, wanted_reader(), query=asked.query, result=result)
        return answer_body(now, body, vary=("Accept", "Accept-Language"))

    def _evaluate(self, now: Serving, question: Question) -> Answer:
        """Give the answer that was given before, else have the question answered."""
        kept = self._cache.get(now.release.name, question)
        if kept is not None:
            return kept
        answer = now.workers.ask(question, request.remote_addr or "")
        self._cache.keep(now.release.name, question, answer)
        return answer

    def _answer_as_is(self, now: Serving, answer: Answer) -> BaseResponse:
        response = answer_body(now, Body(answer.form, answer.body), vary=("Accept",))
        if answer.truncated:
            response.headers["X-Result-Truncated"] = "true"
        return response

    def graph_store(self) -> BaseResponse:
        """Answer a whole graph: `?graph=` names it, `?default` is the merge of all."""
        now = self._serving()
        try:
            endpoint.must_be_utf8(request.query_string)
            graph = graph_store.read_graph(request.args.getlist, now.site.addresses.iris.root)
            chosen = wanted_format(GRAPHS)
            if isinstance(chosen, Fault):
                return answer_fault(now, chosen)
            if graph is not None and not now.documents.edition.has_graph(graph):
                return answer_fault(now, not_found(request.path))
            answer = self._evaluate(now, graph_store.contents(graph, (chosen,)))
        except endpoint.BadRequestError as error:
            return answer_fault(self._serving(), endpoint.fault_of(error))
        except ToldError as error:
            return answer_fault(self._serving(), query_fault(error))
        return self._answer_as_is(now, answer)


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
