"""What a person typed to the words that are looked for. Nothing that is typed is syntax.

Words stand apart by spaces, commas and slashes. Each is folded (`state.folding`), and one that
names a fiscal year (R5, 令和5年度, 2023年度) is known as such. A word of Latin letters and digits
is looked for where words begin; any other word anywhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from kameoka_graph.read.era import NoSuchYearError, fiscal_year
from kameoka_graph.state.folding import even, fold

MAX_CHARACTERS: Final = 200
"""Characters of what is typed that are read."""
MAX_WORDS: Final = 12
"""Words that are looked for; what follows is left."""

LATIN: Final = "0-9a-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
"""Characters of scripts that put spaces between words, folded: a class of a regular expression."""
JOINING: Final = "'\u2019-"
"""Signs inside a Latin word, which is found with them and without."""
_SIGN: Final = re.compile(f"[{JOINING}]")
_LATIN_RUN: Final = re.compile(f"[{LATIN}]+(?:[{JOINING}][{LATIN}]+)*")
_APART: Final = re.compile(r"[\s,/|\u3001\uff0c\uff0f\uff5c]+")
_LATIN_ONLY: Final = re.compile(f"[{LATIN}]+")
_YEAR_FIRST: Final = re.compile(
    r"((?:令和|平成|昭和|[RHSrhsＲＨＳｒｈｓ])(?:元|[0-9０-９]{1,2})年度|[0-9０-９]{4}年度)の?(?=.)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word that is looked for."""

    text: str
    """Its folded form, never empty."""
    year: int | None = None
    """The fiscal year that it names, as a Western year."""

    @property
    def is_latin(self) -> bool:
        """Whether it is of Latin letters and digits only, so that it begins where words begin."""
        return _LATIN_ONLY.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """The words that are looked for."""

    words: tuple[Word, ...]
    """The words, each once, in the order in which they were typed."""
    cut: bool = False
    """Whether more was typed than is read."""

    @property
    def whole(self) -> str:
        """The words as one, for names that are exactly this."""
        return "".join(word.text for word in self.words)


def read_words(typed: str) -> Words:
    """Read what a person typed; any text can be read, and one of signs alone has no words."""
    chunks = _APART.split(typed[:MAX_CHARACTERS])
    parts = [part for chunk in chunks for part in _YEAR_FIRST.sub(r"\1 ", chunk).split(" ")]
    words = list(dict.fromkeys(_word(part) for part in parts if fold(part)))
    cut = len(typed) > MAX_CHARACTERS or len(words) > MAX_WORDS
    return Words(tuple(words[:MAX_WORDS]), cut)


def read_year(text: str) -> int | None:
    """Give the fiscal year that a text names (2023, R5, 令和5年度), or None."""
    try:
        return fiscal_year(unicodedata.normalize("NFKC", text).strip().upper())
    except NoSuchYearError:
        return None


def _word(part: str) -> Word:
    return Word(fold(part), read_year(part))


def latin_words(text: str) -> list[str]:
    """Give the words of Latin letters and digits of a text, folded, those joined by - also as one.

    "Follow-up for NPO等" gives follow, up, followup, for and npo.
    """
    runs = _LATIN_RUN.findall(even(text))
    return list(
        dict.fromkeys(word for run in runs for word in (*_SIGN.split(run), _SIGN.sub("", run)))
    )


def is_one_word(text: str) -> bool:
    """Tell whether a text is one word of Latin letters and digits, its inner signs aside."""
    return _LATIN_RUN.fullmatch(even(text)) is not None
