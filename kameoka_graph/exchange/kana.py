"""A reading from one kana to the other, sign by sign, so that nothing is lost on the way back."""

from typing import Final

_SHIFT: Final = ord("ァ") - ord("ぁ")
_HIRAGANA: Final = (*range(ord("ぁ"), ord("ゖ") + 1), ord("ゝ"), ord("ゞ"))
_TO_KATAKANA: Final = {code: code + _SHIFT for code in _HIRAGANA}
_TO_HIRAGANA: Final = {code + _SHIFT: code for code in _HIRAGANA}


def katakana(reading: str) -> str:
    """Give a reading in hiragana in katakana; every other sign stays as it is."""
    return reading.translate(_TO_KATAKANA)


def hiragana(reading: str) -> str:
    """Give a reading in katakana in hiragana: the reverse of `katakana` on what holds no katakana.

    The long-vowel mark ー stays, and so does ヷ, which has no hiragana.
    """
    return reading.translate(_TO_HIRAGANA)
