"""A text to the form in which spellings are compared: for searching, never in place of the text.

Width and case (NFKC, casefold), katakana against hiragana, 々, accents of Latin letters, spaces
and punctuation are evened out, and so are the spellings that plans mix (取り組み/取組,
掘り起こし/掘り起し, 繋がり/つながり, 寄附/寄付). Words of different meaning (参加, 参画) stay
apart. `fold` gives the form, `fold_in_place` also where each of its characters comes from.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SPELLINGS: Final = (
    ("取り組み", "取組"),
    ("取組み", "取組"),
    ("取り組", "取組"),
    ("掘り起こし", "掘起し"),
    ("掘り起し", "掘起し"),
    ("掘起こし", "掘起し"),
    ("繋", "つな"),
    ("繫", "つな"),
    ("寄附", "寄付"),
    ("共働", "協働"),
    ("受け付け", "受付"),
    ("受付け", "受付"),
    ("受け入れ", "受入"),
    ("受入れ", "受入"),
    ("打ち合わせ", "打合せ"),
    ("打ち合せ", "打合せ"),
    ("打合わせ", "打合せ"),
    ("申し込み", "申込"),
    ("申込み", "申込"),
    ("引き続き", "引続き"),
    ("話し合い", "話合い"),
    ("支え合い", "支えあい"),
    ("助け合い", "助けあい"),
    ("呼び掛け", "呼びかけ"),
    ("働き掛け", "働きかけ"),
    ("気付き", "気づき"),
    ("街づくり", "まちづくり"),
    ("町づくり", "まちづくり"),
    ("まち作り", "まちづくり"),
    ("街作り", "まちづくり"),
    ("町作り", "まちづくり"),
    ("子供", "子ども"),
    ("障碍", "障害"),
    ("障がい", "障害"),
    ("箇所", "か所"),
    ("箇月", "か月"),
    ("箇年", "か年"),
    ("ゖ所", "か所"),
    ("ゖ月", "か月"),
    ("ゖ年", "か年"),
)
"""Spellings with what each becomes, in hiragana; the longer ones first."""
_KATAKANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_REPEATED: Final = re.compile("(.)々")
_IGNORED: Final = re.compile(r"[\W_]+")
_ACCENTED: Final = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_ALONE: Final = re.compile("[\u0021-\u007e\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]")
"""Characters that are normal as they are and never join with the one before them."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded form of a text with the places that its characters come from."""

    text: str
    """The same that `fold` gives."""
    places: tuple[tuple[int, int], ...]
    """For each character of it where it comes from: start and end in code points."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Give the range of the text that the characters from `start` to `end` come from."""
        taken = self.places[start:end]
        return min(place[0] for place in taken), max(place[1] for place in taken)


def even(text: str) -> str:
    """Even out width, case and accents only: what stands between words stays."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFD", found[0])[0], plain)


def fold(text: str) -> str:
    """Give the form of `text` in which two spellings of the same words are equal."""
    plain = _REPEATED.sub(r"\1\1", even(text))
    plain = _IGNORED.sub("", plain).translate(_KATAKANA)
    for spelling, kept in _SPELLINGS:
        plain = plain.replace(spelling, kept)
    return plain


def fold_in_place(text: str) -> Folded:
    """Fold `text` as `fold` does, and say where each character of the folded form comes from.

    Characters that came of a unit (a spelling, a letter with its marks) come from all of it.
    """
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _units(text):
        plain = even(text[start:end])
        characters += plain
        places += [(start, end)] * len(plain)
    for found in _REPEATED.finditer("".join(characters)):
        at = found.start()
        characters[at + 1] = characters[at]
        places[at + 1] = (places[at][0], places[at + 1][1])
    kept = [at for at, one in enumerate(characters) if not _IGNORED.fullmatch(one)]
    folded = "".join(characters[at] for at in kept).translate(_KATAKANA)
    places = [places[at] for at in kept]
    for spelling, spelt in _SPELLINGS:
        if spelling in folded:
            folded, places = _respelt(folded, places, spelling, spelt)
    return Folded(folded, tuple(places))


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges that NFKC changes each for itself: a character with what joins it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[start:at], text[at]):
            yield start, at
            start = at


def _joins(before: str, character: str) -> bool:
    """Tell whether a character is a mark on what stands before it, or becomes one with it."""
    if _ALONE.fullmatch(character):
        return False
    plain = unicodedata.normalize("NFKC", character)
    if unicodedata.combining(plain[0]):
        return True
    joined = unicodedata.normalize("NFKC", before + character)
    return joined != unicodedata.normalize("NFKC", before) + plain


def _respelt(
    folded: str, places: list[tuple[int, int]], spelling: str, spelt: str
) -> tuple[str, list[tuple[int, int]]]:
    """Replace a spelling; what replaces it comes from all of it."""
    for found in reversed(list(re.finditer(spelling, folded))):
        start, end = found.span()
        whole = Folded(folded, tuple(places)).place(start, end)
        folded = folded[:start] + spelt + folded[end:]
        places = [*places[:start], *[whole] * len(spelt), *places[end:]]
    return folded, places
