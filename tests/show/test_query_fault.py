"""What stops a query has a status that no client takes for a result, and an internal error stays inside."""

from http import HTTPStatus

import pytest

from kameoka_graph.ask.guard import RefusedQueryError
from kameoka_graph.ask.workers import (
    OutOfMemoryError,
    OverloadedError,
    TimedOutError,
    WorkerDiedError,
)
from kameoka_graph.formats import RESULTS_JSON
from kameoka_graph.say import Say, ToldError
from kameoka_graph.show.query_fault import query_fault
from kameoka_graph.store.answer import BadQueryError, StoreUnreachableError
from kameoka_graph.store.bounded import QueryFailedError, TooLargeError
from kameoka_graph.store.embedded import NoFormatError

SAID = Say("理由", "the reason")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RefusedQueryError(SAID), HTTPStatus.BAD_REQUEST),
        (TimedOutError(10), HTTPStatus.GATEWAY_TIMEOUT),
        (TooLargeError(1000), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (WorkerDiedError(-11), HTTPStatus.SERVICE_UNAVAILABLE),
        (OutOfMemoryError(-6, 1 << 29), HTTPStatus.SERVICE_UNAVAILABLE),
        (QueryFailedError("x"), HTTPStatus.INTERNAL_SERVER_ERROR),
    ],
    ids=["refused", "time", "large", "died", "memory", "failed"],
)
def test_each_reason_has_its_status(error: ToldError, status: HTTPStatus) -> None:
    """The status tells the kind of the reason; the sentence is the reason's own."""
    fault = query_fault(error)
    assert (fault.status, fault.detail, fault.headers) == (status, error.say, {})


def test_who_is_turned_away_learns_when_to_come_again() -> None:
    """An endpoint that is busy answers with 503 and the seconds to wait."""
    fault = query_fault(OverloadedError(7))
    assert (fault.status, fault.headers) == (HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "7"})


def test_a_malformed_query_is_the_clients_mistake() -> None:
    """What is no SPARQL is answered with 400 and with the engine's own words."""
    fault = query_fault(BadQueryError("expected SELECT"))
    assert fault.status is HTTPStatus.BAD_REQUEST
    assert "expected SELECT" in fault.detail.ja


def test_no_format_lists_those_there_are() -> None:
    """A query whose answer no accepted format can carry is answered with 406 and the list."""
    fault = query_fault(NoFormatError([RESULTS_JSON]))
    assert (fault.status, fault.formats) == (HTTPStatus.NOT_ACCEPTABLE, (RESULTS_JSON,))


@pytest.mark.parametrize(
    "error",
    [StoreUnreachableError(SAID), ToldError(SAID), ValueError("/home/x")],
    ids=["store", "told", "value"],
)
def test_what_is_no_fault_of_the_query_is_raised_again(error: Exception) -> None:
    """An error of the program or of its store, which may name its folders, is not told to the public."""
    with pytest.raises(type(error)):
        query_fault(error)
