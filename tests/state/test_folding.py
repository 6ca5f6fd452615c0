"""Folding evens out spellings, keeps words apart, and knows where each character comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.state.folding import fold, fold_in_place

SAME = [
    ("ＮＡＷＡＳＨＩＲＯ", "nawashiro"),
    ("ﾌｫｰﾗﾑ", "フォーラム"),
    ("か\u3099", "が"),
    ("ｶﾞｲﾄﾞ", "がいど"),
    ("人々", "人人"),
    ("取り組み", "取組"),
    ("取組み", "取組"),
    ("掘り起し", "掘り起こし"),
    ("掘起こし", "掘り起こし"),
    ("繋がり", "つながり"),
    ("繫がり", "つながり"),
    ("寄附", "寄付"),
    ("亀岡 NAWASHIRO 基金", "亀岡NAWASHIRO基金"),
    ("亀岡\u3000NAWASHIRO\u00a0基金", "亀岡NAWASHIRO基金"),
    ("情報の収集・発信", "情報の収集発信"),
    ("（霧芸×市民活動）", "霧芸市民活動"),
    ("Kyōdō", "kyodo"),
    ("marché", "MARCHE\u0301"),
    ("２０２３", "2023"),
    ("①", "1"),
    ("街づくり", "まちづくり"),
    ("障がい", "障害"),
    ("３ヶ所", "三箇所".replace("三", "3")),
    ("受け入れ", "受入れ"),
]
APART = [
    ("参加", "参画"),
    ("創設", "創出"),
    ("は", "ば"),
    ("財線", "財政"),
    ("フォーラム", "フォラム"),
    ("検討", "研修"),
]
TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "市民取り組み掘起こしし繋附寄々ーヶｶﾞﾊﾟ\u3099\u0301\u0323éÅﬁ①㍻가가각\u0f71\u200f 　・(A"
        ),
    ),
    max_size=30,
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_the_same_words_are_equal(one: str, other: str) -> None:
    """Two spellings of the same words fold to the same form."""
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one: str, other: str) -> None:
    """Words of different meaning fold to different forms."""
    assert fold(one) != fold(other)


@given(TEXTS)
def test_both_ways_of_folding_give_the_same(text: str) -> None:
    """Folding with places gives the same form as folding without."""
    folded = fold_in_place(text)
    assert folded.text == fold(text)
    assert len(folded.places) == len(folded.text)


@given(TEXTS, st.data())
def test_a_place_holds_what_comes_from_it(text: str, data: st.DataObject) -> None:
    """The range that some characters come from folds to a text in which they stand."""
    folded = fold_in_place(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.place(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])


@given(TEXTS)
def test_places_stand_in_order(text: str) -> None:
    """Places never go backwards."""
    places = fold_in_place(text).places
    assert list(places) == sorted(places)


def test_a_spelling_comes_from_all_of_it() -> None:
    """取組 in a text that prints 取り組み comes from the whole word."""
    folded = fold_in_place("新たな取り組みへ")
    start = folded.text.index("取組")
    assert folded.place(start, start + 2) == (3, 7)
    assert folded.place(start, start + 1) == (3, 7)


def test_punctuation_inside_a_match_belongs_to_it() -> None:
    """The range of 亀岡nawashiro has the space that is printed in it."""
    folded = fold_in_place("『亀岡 NAWASHIRO 基金』")
    assert folded.place(0, len(folded.text)) == (1, 16)
