"""Sentences in Japanese and English: what the program tells a person in the language chosen."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that every sentence of the program exists in."""

    JA = "ja"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence in both languages; neither may be empty."""

    ja: str
    """E.g. 「年度の列がありません」."""
    en: str
    """E.g. "there is no fiscal-year column"."""

    def to(self, language: Language) -> str:
        """Give the sentence in `language`."""
        return self.ja if language is Language.JA else self.en


class ToldError(Exception):
    """An error that speaks to the person: what was read, where, what was expected, what to do.

    `say` is the whole sentence in both languages. `str()` gives the Japanese, then the English.
    """

    def __init__(self, say: Say) -> None:
        """Keep the sentence in both languages."""
        super().__init__(say.ja, say.en)
        self.say = say

    def __str__(self) -> str:
        """Give the sentence in Japanese, then in English."""
        return f"{self.say.ja} / {self.say.en}"


def excerpt(text: str, length: int = 24) -> str:
    """Give at most `length` characters of `text` on one line, control characters made visible."""
    shown = "".join(_visible(char) for char in text[:length])
    return shown + ("…" if len(text) > length else "")


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    return {"\n": "⏎", "\t": "⇥", "\r": "␍"}.get(char, f"U+{ord(char):04X}")
