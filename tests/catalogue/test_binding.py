"""What is bound into a query stays a term."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kameoka_graph.catalogue.binding import bind
from kameoka_graph.store.answer import Iri, Text
from kameoka_graph.store.embedded import Embedded

ONE = "SELECT ?a WHERE { VALUES ?a { 1 2 } }"
TWO = "SELECT ?a ?b WHERE { VALUES ?a { 1 } VALUES ?b { 2 } }"


@pytest.fixture(scope="module")
def empty() -> Embedded:
    """Give a store that holds nothing."""
    return Embedded.in_memory(b"", "https://plans.test/", {})


def test_binding_replaces_the_default(empty: Embedded) -> None:
    """The terms given take the place of the default, and nothing else changes."""
    bound = bind(TWO, b=[Text("x"), Iri("https://plans.test/id/262064")])
    rows = empty.select(bound).rows
    assert {row[1] for row in rows} == {Text("x"), Iri("https://plans.test/id/262064")}
    assert {row[0] for row in rows} == {Text("1", "", "http://www.w3.org/2001/XMLSchema#integer")}


def test_no_terms_give_no_rows(empty: Embedded) -> None:
    """A parameter that is bound to nothing leaves nothing."""
    assert empty.select(bind(ONE, a=[])).rows == ()


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", ONE + ONE], ids=["none", "two"])
def test_a_parameter_must_be_there_once(query: str) -> None:
    """A parameter that the query lacks, or has in two places, is an error of the program."""
    with pytest.raises(KeyError, match="a"):
        bind(query, a=[Text("x")])


@pytest.mark.parametrize("iri", ["a b", "<>", 'x"', "{", "a\\u0020b", "\n"])
def test_what_is_no_iri_is_not_bound(iri: str) -> None:
    """An IRI with characters that IRIs cannot have never reaches a query."""
    with pytest.raises(ValueError, match=r".*"):
        bind(ONE, a=[Iri(iri)])


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
@example("} ?s ?p ?o VALUES ?b { 3", '\\1 \\g<0> """ \' \r\n\\')
@example("VALUES ?b { 3 }", "VALUES ?a { 3 }")
def test_what_a_person_wrote_stays_one_text(one: str, other: str) -> None:
    """Any text bound into a query comes out of it unchanged, and alone."""
    store = Embedded.in_memory(b"", "https://plans.test/", {})
    assert store.select(bind(TWO, a=[Text(one)], b=[Text(other)])).rows == (
        (Text(one), Text(other)),
    )
