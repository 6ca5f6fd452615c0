"""What is typed becomes words; nothing of it is syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.search.words import (
    MAX_CHARACTERS,
    MAX_WORDS,
    Word,
    is_one_word,
    latin_words,
    read_words,
    read_year,
)
from kameoka_graph.state.folding import fold

TYPED = [
    ("基金", ["基金"]),
    ("市民　活動", ["市民", "活動"]),
    ("市民、活動/団体，企業", ["市民", "活動", "団体", "企業"]),
    ("市民 市民 ｼﾐﾝ しみん", ["市民", "しみん"]),
    ("「市民活動」", ["市民活動"]),
    ("令和5年度の研修", ["令和5年度", "研修"]),
    ("2023年度研修", ["2023年度", "研修"]),
    ("情報の収集・発信", ["情報の収集発信"]),
    ('"市民" AND NOT (活動*)', ["市民", "and", "not", "活動"]),
    ("title:市民^2", ["title市民2"]),
    ("\u202e市民\u200f\x00活動\x07", ["市民活動"]),
    ("<b>市民</b>", ["b市民", "b"]),
    ("", []),
    ("  \u3000 ", []),
    ('"*():\\^~!', []),
    ("・、。", []),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_typed_text_is_cut_in_words(typed: str, expected: list[str]) -> None:
    """What is typed is cut at spaces, commas and slashes, and each part is folded."""
    assert [word.text for word in read_words(typed).words] == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("R5", 2023),
        ("r5", 2023),
        ("Ｒ５年度", 2023),
        ("令和5年度", 2023),
        ("令和元年度", 2019),
        ("２０２３", 2023),
        ("2023年度", 2023),
        ("平成30年度", 2018),
        ("5", None),
        ("12345", None),
        ("市民", None),
        ("R0", None),
        ("", None),
    ],
)
def test_a_year_is_known_however_it_is_written(text: str, year: int | None) -> None:
    """A word that names a fiscal year is known as that year, in either calendar."""
    assert read_year(text) == year


def test_a_word_of_a_year_is_still_a_word() -> None:
    """R5 is looked for as a year and as a text: entries print it in their wording."""
    assert read_words("R5").words == (Word("r5", 2023),)


def test_too_much_is_cut_and_said_to_be() -> None:
    """Of a long text its first 200 characters are read, of many words the first twelve."""
    many = read_words(" ".join(chr(0x4E00 + at) for at in range(60)))
    assert len(many.words) == MAX_WORDS
    assert many.cut
    long = read_words("あ" * 1_000_000)
    assert long.cut
    assert len(long.words[0].text) == MAX_CHARACTERS
    assert not read_words("市民 活動").cut


@given(st.text(max_size=400))
def test_any_text_can_be_read(typed: str) -> None:
    """Any text gives a bounded number of folded words, none of them empty."""
    read = read_words(typed)
    assert len(read.words) <= MAX_WORDS
    assert all(word.text for word in read.words)
    assert len(set(read.words)) == len(read.words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Follow-up for NPO等", ["follow", "up", "followup", "for", "npo"]),
        ("第3次ＷＳ2022", ["3", "ws2022"]),
        ("the city’s Kyōdō", ["the", "city", "s", "citys", "kyodo"]),
        ("市民活動", []),
    ],
)
def test_latin_words_of_a_text(text: str, expected: list[str]) -> None:
    """A text gives its words of Latin letters and digits, in parts and joined."""
    assert latin_words(text) == expected


def test_one_latin_word() -> None:
    """A text is one Latin word where only signs inside a word stand in it."""
    assert is_one_word("Follow-up")
    assert not is_one_word("follow up")
    assert not is_one_word("市民")


def test_words_of_letters_and_digits_are_latin() -> None:
    """Only a word of Latin letters and digits alone is found by how it begins."""
    assert Word(fold("NAWASHIRO2")).is_latin
    assert not Word(fold("N基金")).is_latin
