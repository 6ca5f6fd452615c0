"""Responses are given again while there is room, to the same request, and of the same release."""

from dataclasses import replace

import pytest

from kameoka_graph.show.kept import OVERHEAD, SHARE, KeptResponses
from kameoka_graph.show.message import Request, Response

ONE = 1000 + OVERHEAD
"""Bytes of what `request` and `RESPONSE` take."""
RESPONSE = Response(
    200,
    (("ETag", '"t"'), ("Vary", "Accept, Accept-Language"), ("Cache-Control", "no-cache")),
    b"x" * 998,
)
QUERY = Request("POST", "/sparql", "", {"content-type": "a/b"}, b"ASK {}")


def request(number: int = 1) -> Request:
    """Give a request."""
    return Request("GET", "/", str(number))


def kept(most: int = 1 << 20) -> KeptResponses:
    """Give a cache of the release r."""
    cache = KeptResponses(most)
    assert cache.get("r", request()) is None
    return cache


def with_headers(*headers: tuple[str, str]) -> Response:
    """Give a response with a header."""
    return Response(200, headers, b"")


def test_a_response_is_given_again() -> None:
    """The same request on the same release gets the same response, by HEAD as well."""
    cache = kept()
    cache.keep("r", request(), RESPONSE)
    assert cache.get("r", request()) is RESPONSE
    assert cache.get("r", replace(request(), method="HEAD")) is RESPONSE


@pytest.mark.parametrize(
    "change",
    [
        {"path": "/x"},
        {"query": "2"},
        {"method": "POST"},
        {"headers": {"accept": "text/html"}},
        {"headers": {"accept-language": "en"}},
        {"headers": {"accept": ""}},
    ],
    ids=str,
)
def test_another_request_is_another_one(change: dict[str, object]) -> None:
    """Another address, method, format or language has no response yet."""
    cache = kept()
    cache.keep("r", request(), RESPONSE)
    assert cache.get("r", replace(request(), **change)) is None  # type: ignore[arg-type]  # cases are data


@pytest.mark.parametrize(
    "change",
    [{"body": b"ASK { }"}, {"headers": {"content-type": "a/c"}}, {"query": "format=csv"}],
    ids=str,
)
def test_another_body_is_another_one(change: dict[str, object]) -> None:
    """A query that was posted is known by its body and by what that is said to be."""
    cache = kept()
    cache.keep("r", QUERY, RESPONSE)
    assert cache.get("r", QUERY) is RESPONSE
    assert cache.get("r", replace(QUERY, **change)) is None  # type: ignore[arg-type]  # cases are data


def test_another_release_empties_it() -> None:
    """What was kept of a release is forgotten when another one is asked for, and does not return."""
    cache = kept()
    cache.keep("r", request(), RESPONSE)
    assert cache.get("s", request()) is None
    assert cache.size() == 0
    assert cache.get("r", request()) is None
    cache.keep("s", request(), RESPONSE)
    assert cache.get("r", request()) is None


@pytest.mark.parametrize(
    "response",
    [
        Response(404, RESPONSE.headers, b""),
        with_headers(),
        with_headers(("ETag", 'W/"t"')),
        with_headers(("ETag", '"t"'), ("Cache-Control", "No-Store")),
        with_headers(("ETag", '"t"'), ("Vary", "Accept, Origin")),
        with_headers(("ETag", '"t"'), ("Vary", "*")),
    ],
    ids=["fault", "untagged", "weakly tagged", "not to be stored", "by origin", "by anything"],
)
def test_what_may_not_be_kept_is_not(response: Response) -> None:
    """Faults, what has no strong tag, what forbids it, and what varies by more are not kept."""
    cache = kept()
    cache.keep("r", request(), response)
    assert cache.get("r", request()) is None


def test_the_one_not_asked_for_longest_goes() -> None:
    """No more bytes are kept than allowed, and what was asked for lately stays."""
    cache = kept(SHARE * ONE)
    for number in range(SHARE):
        cache.keep("r", request(number), RESPONSE)
    assert cache.size() == SHARE * ONE
    assert cache.get("r", request(0)) is RESPONSE
    cache.keep("r", request(9), RESPONSE)
    assert cache.size() == SHARE * ONE
    assert [n for n in range(SHARE) if cache.get("r", request(n)) is None] == [1]


def test_a_response_kept_twice_counts_once() -> None:
    """Two that were made at the same time leave one."""
    cache = kept()
    cache.keep("r", request(), RESPONSE)
    cache.keep("r", request(), RESPONSE)
    assert cache.size() == ONE


@pytest.mark.parametrize("most", [0, ONE, SHARE * ONE - 1])
def test_what_is_too_long_is_not_kept(most: int) -> None:
    """A response that would push out most others is not kept, and 0 keeps nothing."""
    cache = kept(most)
    cache.keep("r", request(), RESPONSE)
    assert cache.size() == 0
