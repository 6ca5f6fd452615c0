"""Quads are asked what they say of a thing, each statement once, in a fixed order."""

import pytest

from kameoka_graph.ask.statements import Statements
from kameoka_graph.say import Language
from kameoka_graph.store.answer import Blank, Iri, Quad, Text

A, B, P, Q = (Iri(f"https://plans.test/{name}") for name in "abpq")
JA, EN = Text("計画", "ja"), Text("plan", "en")
GRAPHS = (Iri("https://plans.test/graph/one"), Iri("https://plans.test/graph/two"))


@pytest.fixture
def said() -> Statements:
    """Give a few statements, one of them made twice."""
    quads: list[Quad] = [(A, P, B, graph) for graph in GRAPHS]
    quads += [(A, P, Blank("x"), None), (A, Q, EN, None), (A, Q, JA, None), (B, P, A, None)]
    return Statements(quads)


def test_a_statement_of_two_graphs_is_one(said: Statements) -> None:
    """What two graphs say is a value only once, and nodes without names are no things."""
    assert said.values(A, P) == (B, Blank("x"))
    assert said.things(A, P) == (B,)


@pytest.mark.parametrize("language", list(Language))
def test_texts_begin_with_the_readers_language(said: Statements, language: Language) -> None:
    """The texts of the reader's language come first, the others after them."""
    found = said.texts(A, Q, language)
    assert set(found) == {JA, EN}
    assert found[0].language == language


def test_what_points_at_a_thing_is_found(said: Statements) -> None:
    """A thing is found by the value that it has."""
    assert said.pointing(B, P) == (A,)


def test_what_is_not_said_is_empty(said: Statements) -> None:
    """A property that a thing does not have has no value, and its text is empty."""
    assert said.values(B, Q) == ()
    assert said.text(B, Q) == ""


def test_only_properties_with_values_are_told(said: Statements) -> None:
    """Asking for a value does not make a property of it."""
    said.values(B, Q)
    assert said.predicates(B) == (P,)
