"""Dates, numbers and readings as readers of a language expect them, with the exact value beside."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from kameoka_graph.say import Language
from kameoka_graph.store.answer import Text

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
LOCALES: Final = {Language.JA: "ja", Language.EN: "en_GB"}
"""Whose habits are followed."""
WHOLE_NUMBERS: Final = frozenset(
    f"{XSD}{name}" for name in ("integer", "nonNegativeInteger", "positiveInteger", "long", "int")
)
WITH_DAYS: Final = frozenset({f"{XSD}date", f"{XSD}dateTime"})
SHORT: Final = 12
"""Characters of a name up to which one reading fits above it without wrapping."""
KANA_PER_CHARACTER: Final = 2
"""Kana that fit above a character of a name."""
DAYS: Final = 1024
"""Dates whose words are remembered: pages say the same few again and again."""

_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(T.*)?")
_DIGITS: Final = re.compile(r"-?\d{1,30}")
_JAPANESE: Final = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff][\u3000-\u30ff\u3400-\u9fff\uff00-\uffef0-9 ]*"
    "[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]|[\u3040-\u30ff\u3400-\u9fff]"
)
"""A run of Japanese, with what stands between."""


def mixed(text: str, language: Language) -> Markup:
    """Show a text that may name something in Japanese: on a page of another language it says so.

    Language of parts: WCAG 2.1, success criterion 3.1.2.
    """
    if language is Language.JA:
        return Markup("{}").format(text)
    parts, end = [Markup()], 0
    for run in _JAPANESE.finditer(text):
        parts += [Markup("{}").format(text[end : run.start()])]
        parts += [Markup('<span lang="ja">{}</span>').format(run[0])]
        end = run.end()
    return Markup().join([*parts, Markup("{}").format(text[end:])])


@lru_cache(maxsize=DAYS)
def day(text: str, language: Language) -> Markup:
    """Show a date: 2026-11-22 as 2026年11月22日 or 22 November 2026; other text stays as it is."""
    found = _DAY.fullmatch(text)
    try:
        shown = None if found is None else date.fromisoformat(found[1])
    except ValueError:  # no day of the calendar
        shown = None
    if shown is None:
        return Markup("{}").format(text)
    words = format_date(shown, "long", locale=LOCALES[language])
    return Markup('<time datetime="{}">{}</time>').format(text, words)


def literal(term: Text, language: Language) -> Markup:
    """Show the value of a literal: dates and whole numbers as people write them, the rest as is."""
    if term.datatype in WITH_DAYS:
        return day(term.value, language)
    if term.datatype in WHOLE_NUMBERS and _DIGITS.fullmatch(term.value):
        shown = format_decimal(int(term.value), locale=LOCALES[language])
        return Markup('<data value="{}">{}</data>').format(term.value, shown)
    return Markup("{}").format(term.value)


def ruby(label: str, reading: str) -> Markup | None:
    """Set the reading of a whole name above it; None where the two would not wrap on a telephone.

    Over the whole and not over each part, so that the name stays one run of text: to be found on
    the page, copied, and read aloud.
    """
    if len(label) > SHORT or len(reading) > SHORT * KANA_PER_CHARACTER:
        return None
    return Markup("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>").format(label, reading)
