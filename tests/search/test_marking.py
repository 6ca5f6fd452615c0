"""What matches is marked in the text as it is in the data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.search.marking import mark, matches
from kameoka_graph.search.words import read_words
from kameoka_graph.state.folding import fold

CHARACTERS = st.sampled_from("市民取り組み掘起こし繋附寄々ーカかガｶﾞＡa9 　・()éß①-_")
TEXTS = st.text(CHARACTERS, max_size=25)
WORDS = st.text(CHARACTERS, min_size=1, max_size=4)

MARKED = [
    ("新規採用職員研修の実施", "研修", ["研修"]),
    ("亀岡 NAWASHIRO 基金の周知", "亀岡nawashiro基金", ["亀岡 NAWASHIRO 基金"]),
    ("取り組みと取組", "取組み", ["取り組み", "取組"]),
    ("課題掘り起しのための", "掘起こし", ["掘り起し"]),
    ("マッチング等繋がり創出", "つながり", ["繋がり"]),
    ("市民活動への寄附行動", "寄付", ["寄附"]),
    ("ﾌｫｰﾗﾑの開催", "フォーラム", ["ﾌｫｰﾗﾑ"]),
    ("情報の収集・発信", "収集発信", ["収集・発信"]),
    ("市民活動", "市民 民活", ["市民活"]),
    ("市民活動", "活動 市民", ["市民活動"]),
    ("Starting an art fair", "art", ["art"]),
    ("Follow-up", "up", ["up"]),
    ("Follow-up", "followup", ["Follow-up"]),
    ("follow up", "followup", []),
    ("多様な市民参画", "参加", []),
    ("<script>alert(1)</script>", "script", ["script", "script"]),
]


@pytest.mark.parametrize(("text", "typed", "expected"), MARKED)
def test_places_that_match_are_marked(text: str, typed: str, expected: list[str]) -> None:
    """The places that match are marked with what is printed there."""
    pieces = mark(text, read_words(typed).words)
    assert [piece.text for piece in pieces if piece.marked] == expected


@given(TEXTS, WORDS)
def test_nothing_of_the_text_is_changed(text: str, typed: str) -> None:
    """The pieces, joined, are the text."""
    assert "".join(piece.text for piece in mark(text, read_words(typed).words)) == text


@given(TEXTS, WORDS)
def test_each_marked_place_has_the_word(text: str, typed: str) -> None:
    """Each place that is marked for one word folds to a text that has this word."""
    words = read_words(typed).words[:1]
    for piece in mark(text, words):
        assert not piece.marked or words[0].text in fold(piece.text)


@given(TEXTS, WORDS)
def test_a_place_is_marked_where_the_word_stands(text: str, typed: str) -> None:
    """A place is marked exactly where a word that is not Latin stands in the folded text."""
    for word in read_words(typed).words:
        if not word.is_latin:
            assert matches(text, word) == (word.text in fold(text))
