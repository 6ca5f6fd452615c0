"""Requests and responses as values: parameters, headers and conditions."""

import pytest

from kameoka_graph.show.message import Request, Response, conditional, values_in

WHOLE = Response(
    200,
    (
        ("Content-Type", "text/csv"),
        ("Content-Location", "/x.csv"),
        ("Vary", "Accept"),
        ("ETag", '"tag"'),
        ("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT"),
    ),
    b"a\r\n",
)


def test_values_of_a_parameter_keep_their_order() -> None:
    """Every value of a parameter is given, empty ones too, and none of a parameter there is not."""
    values = values_in("a=1&b=&a=%E4%BA%80+%2B&c")
    assert [list(values(name)) for name in "abcd"] == [["1", "亀 +"], [""], [""], []]


def test_the_first_value_counts_where_one_is_wanted() -> None:
    """A request gives the first value of a parameter, and whether it has one."""
    request = Request("GET", "/", "lang=en&lang=ja&format")
    assert (request.first("lang"), request.first("x")) == ("en", None)
    assert (request.has("format"), request.has("x")) == (True, False)


def test_headers_are_found_and_replaced_in_any_case() -> None:
    """A header field is one, however its name is written."""
    changed = WHOLE.having({"VARY": "Accept-Language"})
    assert (WHOLE.header("content-type"), WHOLE.header("x")) == ("text/csv", None)
    assert [value for name, value in changed.headers if name.lower() == "vary"] == [
        "Accept-Language"
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"if-none-match": '"tag"'}, 304),
        ({"if-none-match": 'W/"tag"'}, 304),
        ({"if-none-match": '"other", "tag"'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"other"'}, 200),
        ({"if-none-match": "no tag"}, 200),
        ({"if-modified-since": "Sun, 22 Nov 2026 00:00:00 GMT"}, 304),
        ({"if-modified-since": "Sat, 21 Nov 2026 23:59:59 GMT"}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        (
            {"if-none-match": '"x"', "if-modified-since": "Sun, 22 Nov 2026 00:00:00 GMT"},
            200,
        ),
        ({"if-match": '"tag"'}, 200),
        ({"if-match": '"other"'}, 412),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_conditions(method: str, headers: dict[str, str], status: int) -> None:
    """A condition is judged by the strong tag, else by the date; what is not sent has no body."""
    answer = conditional(Request(method, "/", "", headers), WHOLE)
    assert answer.status == status
    if status == 200:
        assert answer is WHOLE
    else:
        assert answer.body == b""
        assert answer.header("ETag") == '"tag"'
        assert answer.header("Vary") == "Accept"
        assert answer.header("Content-Location") == "/x.csv"
        assert answer.header("Content-Type") is None


@pytest.mark.parametrize(
    ("method", "response"),
    [
        ("POST", WHOLE),
        ("GET", Response(404, WHOLE.headers)),
        ("GET", Response(200, (("Content-Type", "text/csv"),))),
    ],
    ids=["of a POST", "of a fault", "without a tag"],
)
def test_what_has_no_condition(method: str, response: Response) -> None:
    """Only a GET that is answered by something with a tag has a condition."""
    request = Request(method, "/", "", {"if-none-match": "*"})
    assert conditional(request, response) is response
