"""What stopped a query to the answer that says so, with a status that looks like no result."""

from http import HTTPStatus
from typing import Final

from kameoka_graph.ask.guard import RefusedQueryError
from kameoka_graph.ask.workers import (
    ClientGoneError,
    OverloadedError,
    TimedOutError,
    WorkerDiedError,
)
from kameoka_graph.say import Say, ToldError
from kameoka_graph.show.fault import Fault, not_acceptable
from kameoka_graph.store.answer import BadQueryError
from kameoka_graph.store.bounded import QueryFailedError, TooLargeError
from kameoka_graph.store.embedded import NoFormatError

_FAULTS: Final[tuple[tuple[type[ToldError], HTTPStatus, Say], ...]] = (
    (BadQueryError, HTTPStatus.BAD_REQUEST, Say("SPARQL の誤り", "Malformed query")),
    (RefusedQueryError, HTTPStatus.BAD_REQUEST, Say("受け付けない問い合わせ", "Refused query")),
    (TimedOutError, HTTPStatus.GATEWAY_TIMEOUT, Say("時間切れ", "Timed out")),
    (
        TooLargeError,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Say("結果が大きすぎます", "Result too large"),
    ),
    (OverloadedError, HTTPStatus.SERVICE_UNAVAILABLE, Say("混み合っています", "Overloaded")),
    (
        ClientGoneError,
        HTTPStatus.REQUEST_TIMEOUT,
        Say("相手がいなくなりました", "The client has left"),
    ),
    (
        WorkerDiedError,
        HTTPStatus.SERVICE_UNAVAILABLE,
        Say("評価が途中で止まりました", "The evaluation broke off"),
    ),
    (
        QueryFailedError,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Say("評価できませんでした", "Not evaluated"),
    ),
)
"""Status and title by what happened."""


def query_fault(error: Exception) -> Fault:
    """Give the answer for what stopped a query; raises an error that is none of these again."""
    if isinstance(error, NoFormatError):
        return not_acceptable(error.possible)
    for kind, status, title in _FAULTS:
        if isinstance(error, kind):
            headers = (
                {"Retry-After": str(error.retry_after)}
                if isinstance(error, OverloadedError)
                else {}
            )
            return Fault(status, title, error.say, headers=headers)
    raise error
