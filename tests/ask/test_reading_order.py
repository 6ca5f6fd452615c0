"""Readings sort in the order of the fifty sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.ask.reading_order import reading_order


@pytest.mark.parametrize(
    "readings",
    [
        ["あお", "かき", "がき", "かさ", "さる"],
        ["きゃく", "きやく", "ぎゃく", "きよう"],
        ["せんた", "センター", "せんたい"],
        ["はは", "ばば", "ぱぱ", "はひ"],
        ["かめおか", "カメオカ", "かめかめ"],
        ["しえんせいかつ", "しえんせいどか", "しえんせいど・かつよう"],
    ],
    ids=["voicing", "small letters", "long vowel", "half voicing", "script", "punctuation"],
)
def test_readings_sort_as_in_a_dictionary(readings: list[str]) -> None:
    """Plain sounds decide first, then voicing, small letters and script; punctuation counts for nothing."""
    turned = readings[::-1]
    turned.sort(key=reading_order)
    assert turned == readings


def test_a_long_vowel_stands_for_the_vowel_before_it() -> None:
    """センター sorts as せんたあ, ルール as るうる, and a mark without a vowel before it stays."""
    assert reading_order("センター")[0] == "せんたあ"
    assert reading_order("ルール")[0] == "るうる"
    assert reading_order("キャー")[0] == "きやあ"
    assert reading_order("ーん")[0] == "ーん"


@given(st.text(max_size=40))
def test_any_text_has_a_place(reading: str) -> None:
    """Whatever stands for a reading can be sorted, and always at the same place."""
    assert reading_order(reading) == reading_order(reading)
    assert all(isinstance(part, str) for part in reading_order(reading))
