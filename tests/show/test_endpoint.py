"""A request to the endpoint becomes a question as the SPARQL 1.1 Protocol says, or a fault that tells what is wrong."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

import pytest

from kameoka_graph.formats import (
    CSV,
    GRAPHS,
    HTML,
    JSONLD,
    RDFXML,
    RESULTS_JSON,
    RESULTS_XML,
    TSV,
    TURTLE,
    Format,
)
from kameoka_graph.show.endpoint import (
    ANSWERS,
    DIRECT,
    FORM,
    Asked,
    BadRequestError,
    fault_of,
    must_be_plain,
    must_be_utf8,
    read_get,
    read_post,
    wanted_formats,
)
from kameoka_graph.show.message import Values

ASK = "ASK {}"


def values(given: Mapping[str, list[str]]) -> Values:
    """Give the values of parameters."""
    return lambda name: given.get(name, [])


NONE = values({})


def test_get_reads_the_parameters() -> None:
    """The query, the format and the dataset of a GET are its parameters."""
    given = {"query": [ASK], "default-graph-uri": ["a", "b"], "named-graph-uri": ["c"]}
    assert read_get(values(given), "text/csv") == Asked(ASK, (CSV,), ("a", "b"), ("c",))


def test_without_a_dataset_there_is_none() -> None:
    """Without parameters for it the dataset is the whole."""
    asked = read_get(values({"query": [ASK]}), None)
    assert (asked.default_graphs, asked.named_graphs) == ((), ())
    assert asked.formats == ANSWERS


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_post_reads_a_form(content_type: str) -> None:
    """A form is read from its own parameters, not from the address."""
    asked = read_post(
        content_type,
        b"query=ASK+%7B%7D",
        NONE,
        values({"query": [ASK], "named-graph-uri": ["c"]}),
        None,
    )
    assert (asked.query, asked.named_graphs) == (ASK, ("c",))


@pytest.mark.parametrize(
    "content_type",
    [
        DIRECT,
        f"{DIRECT};charset=utf-8",
        f'{DIRECT}; charset="UTF-8"',
        f"{DIRECT}; x=y; charset=utf8",
    ],
)
def test_post_reads_a_query_directly(content_type: str) -> None:
    """A query that is the body is read as UTF-8, its dataset from the address."""
    asked = read_post(
        content_type,
        "ASK { ?亀 ?p ?o }".encode(),
        values({"default-graph-uri": ["a"]}),
        NONE,
        "text/csv",
    )
    assert asked == Asked("ASK { ?亀 ?p ?o }", (CSV,), ("a",), ())


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/sparql-update",
        "multipart/form-data; boundary=x",
        f"{DIRECT}; charset=shift_jis",
        f"{DIRECT}x",
    ],
)
def test_other_bodies_are_not_taken(content_type: str) -> None:
    """A body of another type or encoding is refused with 415, in both languages."""
    with pytest.raises(BadRequestError) as caught:
        read_post(content_type, b"", NONE, NONE, None)
    assert caught.value.status is HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    assert content_type.partition("charset=")[2] in caught.value.say.en


@pytest.mark.parametrize("given", [{}, {"query": [ASK, ASK]}], ids=["none", "two"])
def test_exactly_one_query_is_needed(given: Mapping[str, list[str]]) -> None:
    """No query, or two, is a bad request."""
    ways: tuple[Callable[[], Asked], ...] = (
        lambda: read_get(values(given), None),
        lambda: read_post(FORM, b"", NONE, values(given), None),
    )
    for read in ways:
        with pytest.raises(BadRequestError, match="query") as caught:
            read()
        assert caught.value.status is HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "given",
    [{"update": ["CLEAR ALL"]}, {"update": ["CLEAR ALL"], "query": [ASK]}],
    ids=["alone", "beside"],
)
def test_updates_are_refused(given: Mapping[str, list[str]]) -> None:
    """An update is refused wherever it is put, with or without a query."""
    ways: tuple[Callable[[], Asked], ...] = (
        lambda: read_get(values(given), None),
        lambda: read_post(FORM, b"", NONE, values(given), None),
        lambda: read_post(DIRECT, b"ASK {}", values({"update": ["CLEAR ALL"]}), NONE, None),
    )
    for read in ways:
        with pytest.raises(BadRequestError, match="update") as caught:
            read()
        assert caught.value.status is HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (DIRECT, "亀岡".encode("shift_jis")),
        (DIRECT, b"ASK {\xff}"),
        (FORM, b"query=ASK+%7B%22%FF%22%7D"),
        (FORM, b"query=\xff"),
    ],
)
def test_what_is_not_utf8_is_refused(content_type: str, body: bytes) -> None:
    """Bytes that are not UTF-8, written or percent-encoded, are refused rather than changed."""
    with pytest.raises(BadRequestError, match="UTF-8") as caught:
        read_post(content_type, body, NONE, values({"query": [ASK]}), None)
    assert caught.value.status is HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("encoding", ["gzip", "br", "x-gzip", "identity, gzip", "亀"])
def test_a_packed_body_is_refused(encoding: str) -> None:
    """Content-Encoding is told back with the one encoding that is taken."""
    with pytest.raises(BadRequestError) as caught:
        must_be_plain(encoding)
    fault = fault_of(caught.value)
    assert (fault.status, fault.headers) == (415, {"Accept-Encoding": "identity"})


@pytest.mark.parametrize("encoding", ["", "identity", " Identity "])
def test_a_plain_body_passes(encoding: str) -> None:
    """No encoding, or the one that changes nothing, is let through."""
    must_be_plain(encoding)


def test_what_is_utf8_passes() -> None:
    """Percent-encoded UTF-8 is let through."""
    must_be_utf8(b"query=%E4%BA%80+%20&lang=ja")


@pytest.mark.parametrize(
    ("given", "accept", "formats"),
    [
        ({}, "text/turtle, text/csv;q=0.5", (TURTLE, CSV)),
        ({"format": ["csv"]}, "text/turtle", (CSV,)),
        ({"output": ["json"]}, None, (RESULTS_JSON, JSONLD)),
        ({"format": [""]}, "text/csv", (CSV,)),
        ({"format": ["tsv", "text/tab-separated-values"]}, None, (TSV,)),
        ({"format": ["xml"]}, None, (RESULTS_XML, RDFXML)),
        ({"format": ["application/sparql-results+xml"]}, None, (RESULTS_XML,)),
        ({"format": ["JSON-LD"]}, None, (JSONLD,)),
        ({"format": ["html"], "output": ["html"]}, None, (HTML,)),
        ({}, "image/png", ()),
    ],
)
def test_a_named_format_wins_over_the_header(
    given: Mapping[str, list[str]], accept: str | None, formats: tuple[Format, ...]
) -> None:
    """`format=` or `output=` decides, else the Accept header does."""
    assert wanted_formats(values(given), accept) == formats


@pytest.mark.parametrize(
    "given",
    [
        {"format": ["exe"]},
        {"format": ["csv"], "output": ["json"]},
        {"format": ["csv", "tsv"]},
    ],
)
def test_an_unknown_or_double_format_is_told(given: Mapping[str, list[str]]) -> None:
    """A format that is not there, or two that contradict each other, is a bad request that lists those there are."""
    with pytest.raises(BadRequestError, match="jsonld"):
        wanted_formats(values(given), None)


def test_only_what_is_offered_can_be_named() -> None:
    """A format for rows cannot be asked for where only graphs are offered."""
    assert wanted_formats(values({"format": ["ttl"]}), None, GRAPHS) == (TURTLE,)
    with pytest.raises(BadRequestError):
        wanted_formats(values({"format": ["csv"]}), None, GRAPHS)


def test_a_bad_request_becomes_a_fault() -> None:
    """The fault has the error's status and its own words."""
    with pytest.raises(BadRequestError) as caught:
        read_get(NONE, None)
    fault = fault_of(caught.value)
    assert (fault.status, fault.detail) == (caught.value.status, caught.value.say)
