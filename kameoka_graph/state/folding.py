"""A text to the form in which spellings are compared: for searching, never in place of the text.

Width and case (NFKC, casefold), katakana against hiragana, 々, spaces and punctuation are evened
out, and so are the spellings that plans mix (取り組み/取組, 掘り起こし/掘り起し, 繋がり/つながり,
寄附/寄付).
"""

import re
import unicodedata
from typing import Final

_SPELLINGS: Final = (
    ("取り組み", "取組"),
    ("取組み", "取組"),
    ("取り組", "取組"),
    ("掘り起こし", "掘起し"),
    ("掘り起し", "掘起し"),
    ("掘起こし", "掘起し"),
    ("繋", "つな"),
    ("寄附", "寄付"),
    ("共働", "協働"),
)
_KATAKANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_REPEATED: Final = re.compile("(.)々")
_IGNORED: Final = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Give the form of `text` in which two spellings of the same words are equal."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _REPEATED.sub(r"\1\1", plain)
    plain = _IGNORED.sub("", plain)
    for spelling, kept in _SPELLINGS:
        plain = plain.replace(spelling, kept)
    return plain.translate(_KATAKANA)
