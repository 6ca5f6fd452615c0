"""Negotiation is a table: what a client accepts decides the format and the language, whatever it sends."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kameoka_graph.formats import (
    ALL,
    CSV,
    GRAPHS,
    HTML,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    RESULTS,
    RESULTS_JSON,
    RESULTS_XML,
    TEXT,
    TRIG,
    TSV,
    TURTLE,
    Format,
)
from kameoka_graph.say import Language
from kameoka_graph.show.negotiation import acceptable, language_for

THING = (HTML, *GRAPHS)
QUERY = (*RESULTS, *GRAPHS, HTML)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,image/svg+xml,*/*;q=0.8"
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
SAFARI = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
RDFLIB = "text/turtle, application/rdf+xml;q=0.9, text/n3, application/n-triples;q=0.8, application/trig, application/n-quads, */*;q=0.1"
SPARQLWRAPPER = (
    "application/sparql-results+json,application/json,text/javascript,application/javascript"
)

CASES: list[tuple[str | None, tuple[Format, ...], Format | None]] = [
    # nothing is said, or anything goes: the first offered
    (None, THING, HTML),
    ("", THING, HTML),
    ("   ", THING, HTML),
    ("*/*", THING, HTML),
    ("*/*", QUERY, RESULTS_JSON),
    ("*/*;q=0.1", GRAPHS, TURTLE),
    # one range
    ("text/html", THING, HTML),
    ("application/xhtml+xml", THING, HTML),
    ("text/turtle", THING, TURTLE),
    ("application/x-turtle", THING, TURTLE),
    ("application/ld+json", THING, JSONLD),
    ("application/n-triples", THING, NTRIPLES),
    ("application/rdf+xml", THING, RDFXML),
    ("application/trig", THING, TRIG),
    ("application/n-quads", THING, NQUADS),
    ("text/csv", QUERY, CSV),
    ("text/tab-separated-values", QUERY, TSV),
    ("application/sparql-results+xml", QUERY, RESULTS_XML),
    ("text/plain", (*THING, TEXT), TEXT),
    ("TEXT/Turtle", THING, TURTLE),
    (" text/turtle ", THING, TURTLE),
    # a type with any subtype
    ("text/*", THING, HTML),
    ("text/*", GRAPHS, TURTLE),
    ("application/*", GRAPHS, JSONLD),
    ("application/*", THING, JSONLD),
    ("text/*", RESULTS, CSV),
    # qualities
    ("text/html;q=0.5, text/turtle", THING, TURTLE),
    ("text/turtle;q=0.5, application/ld+json;q=0.9", THING, JSONLD),
    ("text/turtle;q=0.9, */*;q=0.1", THING, TURTLE),
    ("text/turtle, text/html", THING, HTML),
    ("text/turtle;q=1.000, text/html;q=0.999", THING, TURTLE),
    ("text/html;Q=0.2, text/turtle;Q=0.3", THING, TURTLE),
    ("text/turtle ; q=0.1, text/html;q=0.2", THING, HTML),
    # excluded
    ("text/html;q=0, */*", THING, TURTLE),
    ("text/html;q=0.0, application/xhtml+xml;q=0, */*;q=0.1", THING, TURTLE),
    ("*/*;q=0", THING, None),
    ("text/turtle;q=0", THING, None),
    ("text/*;q=0, */*", GRAPHS, JSONLD),
    ("*/*, text/turtle;q=0, application/ld+json;q=0", GRAPHS, NTRIPLES),
    # the most specific range decides
    ("text/*;q=0.1, text/turtle;q=0.9, */*;q=0.5", GRAPHS, TURTLE),
    ("*/*;q=0.9, text/turtle;q=0.1", GRAPHS, JSONLD),
    ("application/*;q=0.2, application/ld+json;q=0.1, text/*;q=0.05", GRAPHS, NTRIPLES),
    # parameters do not narrow a range
    ("text/turtle;charset=utf-8", THING, TURTLE),
    ("text/turtle;charset=utf-8;q=0", THING, None),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', THING, JSONLD),
    (
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted";q=0.4, text/turtle;q=0.3',
        THING,
        JSONLD,
    ),
    ('application/ld+json;profile="a,b;q=0"', THING, JSONLD),
    ("text/html;level=1", THING, HTML),
    # what clients really send
    (FIREFOX, THING, HTML),
    (CHROME, THING, HTML),
    (SAFARI, THING, HTML),
    (FIREFOX, QUERY, HTML),
    (JENA, THING, TURTLE),
    (RDFLIB, THING, TURTLE),
    (SPARQLWRAPPER, QUERY, RESULTS_JSON),
    # broken qualities count as nothing
    ("text/turtle;q=high, text/html;q=0.1", THING, HTML),
    ("text/turtle;q=, text/html;q=0.1", THING, TURTLE),
    ("text/turtle;q=nan, text/html;q=0.1, application/ld+json;q=0.2", THING, JSONLD),
    ("text/turtle;q=inf, text/html;q=0.1", THING, HTML),
    ("text/turtle;q=-1, text/html;q=0.1", THING, HTML),
    ("text/turtle;q=7, text/html;q=1", THING, HTML),
    # broken ranges match nothing
    ("turtle", THING, None),
    ("text turtle", THING, None),
    ("text/", THING, None),
    ("/", THING, None),
    ("*", THING, None),
    ("*/turtle", THING, None),
    (",,,", THING, None),
    (",text/turtle,,", THING, TURTLE),
    (";q=1", THING, None),
    ("text/html text/turtle", THING, None),
    ("\x00\xff", THING, None),
    # nothing that is offered
    ("image/png", THING, None),
    ("application/json", THING, None),
    ("image/*, audio/*;q=0.2", THING, None),
    # long
    (", ".join(f"application/x-{n}" for n in range(3000)) + ", text/turtle;q=0.1", THING, TURTLE),
    ("text/turtle;x=" + "y" * 50_000, THING, TURTLE),
]


def test_there_are_cases_enough() -> None:
    """The table covers the header from every side."""
    assert len(CASES) >= 30


@pytest.mark.parametrize(("header", "offered", "chosen"), CASES)
def test_the_wanted_format_comes_first(
    header: str | None, offered: tuple[Format, ...], chosen: Format | None
) -> None:
    """The format that the header wants most is the first, and there is none where it wants none."""
    assert next(iter(acceptable(header, offered)), None) == chosen


def test_all_that_is_accepted_is_given_in_order() -> None:
    """What can be had is listed by quality, and in the order offered where the quality is the same."""
    header = "application/*;q=0.5, text/turtle;q=0.7, text/html;q=0"
    assert acceptable(header, THING) == (TURTLE, JSONLD, NTRIPLES, RDFXML, TRIG, NQUADS)
    assert acceptable("*/*", QUERY) == QUERY


RANGES = st.builds(
    lambda kind, sub, rest: f"{kind}/{sub}{rest}",
    st.sampled_from(["text", "application", "*", "image", ""]),
    st.sampled_from(["html", "turtle", "ld+json", "*", "rdf+xml", "x", ""]),
    st.sampled_from(
        [
            "",
            ";q=0",
            ";q=0.5",
            ";q=nan",
            ";q=1e400",
            ";charset=utf-8",
            ';x="a,b',
            ";q*=utf-8''1",
            "; q",
        ]
    ),
)


@given(st.one_of(st.none(), st.text(), st.lists(RANGES).map(", ".join)))
@example('text/html;q="')
@example("text/html;q=\u0661")
@example("text/html;charset*0*=x''%zz;q=1")
def test_any_header_gives_some_of_what_is_offered(header: str | None) -> None:
    """Whatever a client sends, the answer is a part of the offer, each format once, and no error."""
    found = acceptable(header, ALL)
    assert len(set(found)) == len(found)
    assert set(found) <= set(ALL)
    assert acceptable(header, ()) == ()


@given(st.permutations(GRAPHS), st.sampled_from([None, "", "*/*"]))
def test_without_a_wish_the_offer_decides(offered: list[Format], header: str | None) -> None:
    """A client that takes anything gets the formats in the order in which they are offered."""
    assert acceptable(header, offered) == tuple(offered)


@pytest.mark.parametrize(
    ("header", "choice", "language"),
    [
        (None, None, Language.JA),
        ("", None, Language.JA),
        ("ja", None, Language.JA),
        ("en", None, Language.EN),
        ("en-GB", None, Language.EN),
        ("EN-us", None, Language.EN),
        ("ja-JP,ja;q=0.9,en;q=0.8", None, Language.JA),
        ("en-US,en;q=0.9,ja;q=0.8", None, Language.EN),
        ("ja;q=0.1, en;q=0.2", None, Language.EN),
        ("fr, de;q=0.9", None, Language.JA),
        ("fr, en;q=0.1", None, Language.EN),
        ("en;q=0", None, Language.JA),
        ("en;q=0, *", None, Language.JA),
        ("ja-JP, en;q=0.1", None, Language.JA),
        ("en-GB, ja;q=0.5", None, Language.EN),
        ("*", None, Language.JA),
        ("en;q=x", None, Language.JA),
        ("😀, en", None, Language.EN),
        ("en", "ja", Language.JA),
        ("ja", "en", Language.EN),
        ("en", "fr", Language.EN),
        ("en", "", Language.EN),
    ],
)
def test_the_language_is_chosen_or_wanted_or_japanese(
    header: str | None, choice: str | None, language: Language
) -> None:
    """An explicit choice wins, then the browser's wish, then the language of the data."""
    assert language_for(header, choice) is language


@given(st.one_of(st.none(), st.text()), st.one_of(st.none(), st.text()))
def test_any_wish_gives_a_language(header: str | None, choice: str | None) -> None:
    """Whatever a client sends, it gets one of the two languages, and the same one each time."""
    assert language_for(header, choice) is language_for(header, choice)
    assert language_for(header, choice) in set(Language)
