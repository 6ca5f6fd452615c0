"""The table of formats has no two entries that answer to the same name."""

from itertools import chain

import pytest

from kameoka_graph.formats import (
    ALL,
    CSV,
    GRAPHS,
    HTML,
    JSONLD,
    NTRIPLES,
    RDFXML,
    RESULTS,
    RESULTS_JSON,
    TURTLE,
    Carries,
    Format,
    by_name,
)


def test_every_name_belongs_to_one_format() -> None:
    """No name, media type or alias asks for two formats."""
    names = list(chain.from_iterable((f.name, f.media_type, *f.aliases) for f in ALL))
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


def test_graphs_and_rows_have_their_own_formats() -> None:
    """What carries RDF and what carries rows never overlap, and both are in the whole table."""
    assert {f.carries for f in GRAPHS} == {Carries.TRIPLES, Carries.QUADS}
    assert {f.carries for f in RESULTS} == {Carries.ROWS}
    assert {*GRAPHS, *RESULTS} < set(ALL)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ttl", TURTLE),
        (" TURTLE ", TURTLE),
        ("text/turtle", TURTLE),
        ("application/x-turtle", TURTLE),
        ("JSON-LD", JSONLD),
        ("application/json", RESULTS_JSON),
        ("application/xhtml+xml", HTML),
        ("exe", None),
        ("", None),
    ],
)
def test_a_format_is_found_by_name_media_type_or_alias(name: str, form: Format | None) -> None:
    """A format answers to its name, its media type and its aliases in any case."""
    assert by_name(name, ALL) == form


def test_only_offered_formats_are_found() -> None:
    """A format that is not offered is not found."""
    assert by_name("csv", RESULTS) == CSV
    assert by_name("csv", GRAPHS) is None


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        (TURTLE, "text/turtle; charset=utf-8"),
        (NTRIPLES, "application/n-triples; charset=utf-8"),
        (RDFXML, "application/rdf+xml"),
        (JSONLD, "application/ld+json"),
    ],
    ids=["ttl", "nt", "rdf", "jsonld"],
)
def test_the_content_type_names_the_encoding_of_text(form: Format, content_type: str) -> None:
    """Formats that are text carry their charset; those that name their own encoding do not."""
    assert form.content_type == content_type
