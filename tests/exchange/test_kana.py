"""Readings change from one kana to the other and back without loss."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.exchange.kana import hiragana, katakana
from tests.conftest import PLAN_FOLDER

HIRAGANA = "".join(map(chr, range(ord("ぁ"), ord("ゖ") + 1))) + "ゝゞ"


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("かめおかし", "カメオカシ"),
        ("しみんかつどうすいしんふぉーらむ", "シミンカツドウスイシンフォーラム"),
        ("う゛ぁゔゎゖ", "ウ゛ァヴヮヶ"),
        ("（）・、。「」A1", "（）・、。「」A1"),
        ("", ""),
    ],
)
def test_katakana(reading: str, expected: str) -> None:
    """Hiragana becomes katakana; every other sign stays."""
    assert katakana(reading) == expected


@given(st.text(st.sampled_from(HIRAGANA + "ー、。（）・ 1")))
def test_back_to_hiragana(reading: str) -> None:
    """What holds no katakana comes back as it was."""
    assert hiragana(katakana(reading)) == reading


def test_every_reading_of_the_data_comes_back() -> None:
    """Every reading in the curated tables comes back as it was."""
    path = PLAN_FOLDER / "curated" / "readings.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        readings = [row["reading"] for row in csv.DictReader(lines)]
    assert len(readings) == 138
    assert [hiragana(katakana(one)) for one in readings] == readings
