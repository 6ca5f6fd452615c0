"""Dates, numbers and readings are written as readers expect, and their exact values stay beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from kameoka_graph.say import Language
from kameoka_graph.show.typesetting import SHORT, XSD, day, literal, mixed, ruby
from kameoka_graph.store.answer import Text
from tests.show.page import Page


@pytest.mark.parametrize(
    ("text", "japanese", "english"),
    [
        ("2026-11-22", "2026年11月22日", "22 November 2026"),
        ("2023-04-01T09:00:00Z", "2023年4月1日", "1 April 2023"),
    ],
)
def test_a_date_is_written_in_the_language(text: str, japanese: str, english: str) -> None:
    """A date has the order and the words of the language, and its exact value in `datetime`."""
    assert day(text, Language.JA) == f'<time datetime="{text}">{japanese}</time>'
    assert day(text, Language.EN) == f'<time datetime="{text}">{english}</time>'


@pytest.mark.parametrize("text", ["", "2026", "2026-13-01", "2026-02-30", "<b>", "2026-11-22x"])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    """What is no day of the calendar is shown as the text that it is."""
    assert day(text, Language.JA) == Markup("{}").format(text)


@given(st.text(), st.sampled_from(Language))
def test_any_text_is_shown_as_text(text: str, language: Language) -> None:
    """Whatever a date or a number claims to be, no markup comes out of it but our own."""
    for shown in (
        day(text, language),
        literal(Text(text, datatype=f"{XSD}integer"), language),
        literal(Text(text, datatype=f"{XSD}date"), language),
        literal(Text(text), language),
    ):
        assert set(Page.read(str(shown)).elements) <= {"time", "data"}


def test_a_whole_number_is_grouped() -> None:
    """A whole number has its thousands apart, and its exact value in `value`; one that is a text has not."""
    number = Text("2142", datatype=f"{XSD}integer")
    assert literal(number, Language.JA) == '<data value="2142">2,142</data>'
    assert literal(Text("262064"), Language.JA) == "262064"
    assert literal(Text("1e9", datatype=f"{XSD}integer"), Language.JA) == "1e9"


def test_a_reading_stands_above_the_whole_name() -> None:
    """A short name has its reading above it, and stays one run of text."""
    shown = ruby("亀岡市", "かめおかし")
    assert shown == "<ruby>亀岡市<rp>（</rp><rt>かめおかし</rt><rp>）</rp></ruby>"


def test_a_reading_that_would_not_wrap_is_left_out() -> None:
    """A name or a reading that is too long for a telephone gets no ruby."""
    assert ruby("亀" * (SHORT + 1), "かめ") is None
    assert ruby("亀", "か" * 100) is None


def test_a_reading_is_text() -> None:
    """Markup in a name or a reading is shown as characters."""
    shown = ruby("<b>", "<i>")
    assert shown is not None
    assert "<b>" not in shown
    assert "<i>" not in shown


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Tables", "Tables"),
        ("第3次計画 進捗表 (371)", '<span lang="ja">第3次計画 進捗表</span> (371)'),
        ("The text of <計画>", 'The text of &lt;<span lang="ja">計画</span>&gt;'),
        ("", ""),
    ],
)
def test_japanese_within_english_says_so(text: str, english: str) -> None:
    """On an English page a Japanese name within a text is marked as Japanese; nothing is markup."""
    assert mixed(text, Language.EN) == english
    assert "span" not in mixed(text, Language.JA)
