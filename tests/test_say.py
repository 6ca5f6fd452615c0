"""Sentences exist in both languages, and excerpts show what cannot be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.say import Language, Say, ToldError, excerpt


def test_a_sentence_is_given_in_the_language_chosen() -> None:
    """A sentence gives its Japanese and its English form."""
    say = Say("年度の列がありません", "there is no fiscal-year column")
    assert say.to(Language.JA) == "年度の列がありません"
    assert say.to(Language.EN) == "there is no fiscal-year column"


def test_an_error_carries_its_sentence_and_prints_both_languages() -> None:
    """An error keeps its sentence as a value and prints it in Japanese, then English."""
    error = ToldError(Say("空です", "it is empty"))
    assert error.say == Say("空です", "it is empty")
    assert str(error) == "空です / it is empty"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("亀岡市", "亀岡市"),
        ("a\tb\nc\rd", "a⇥b⏎c␍d"),
        ("\0\x1b\ufeff", "U+0000U+001BU+FEFF"),
        ("あ" * 25, "あ" * 24 + "…"),
        ("あ" * 24, "あ" * 24),
    ],
    ids=["empty", "plain", "layout", "controls", "long", "just-fits"],
)
def test_an_excerpt_shows_controls_and_says_when_it_is_cut(text: str, shown: str) -> None:
    """Control characters become visible, and an ellipsis marks what was cut off."""
    assert excerpt(text) == shown


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_an_excerpt_is_one_printable_line(text: str, length: int) -> None:
    """Whatever the text holds, its excerpt can be printed on one line."""
    assert excerpt(text, length).isprintable()
