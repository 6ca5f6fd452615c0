"""A reading in kana to its place in the order of the fifty sounds (五十音順).

As in JIS X 4061: the plain sounds decide first, so that か and が stand together; then voicing
(か before が), then small letters (っ before つ), and then the script. A long vowel mark stands for
the vowel before it (センター as せんたあ). Punctuation counts for nothing.
"""

import unicodedata
from typing import Final

_SMALL: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_VOWELS: Final = {
    kana: vowel
    for vowel, row in {
        "あ": "あかさたなはまやらわ",
        "い": "いきしちにひみりゐ",
        "う": "うくすつぬふむゆる",
        "え": "えけせてねへめれゑ",
        "お": "おこそとのほもよろを",
    }.items()
    for kana in row
}
_LONG: Final = "ー"

Place = tuple[str, str, str, str]
"""What readings are sorted by: plain sounds, then voicing, then small letters, then script."""


def reading_order(reading: str) -> Place:
    """Give the place of a reading in the order of the fifty sounds, to sort by."""
    normal = unicodedata.normalize("NFKC", reading)
    hiragana = _lengthened(normal.translate(_TO_HIRAGANA))
    voiced = unicodedata.normalize("NFD", hiragana.translate(_SMALL))
    return _plain(hiragana), voiced, hiragana, normal


def _lengthened(hiragana: str) -> str:
    """Write each long vowel mark as the vowel it lengthens."""
    letters: list[str] = []
    for letter in hiragana:
        before = _plain(letters[-1]) if letters else ""
        letters.append(_VOWELS.get(before, letter) if letter == _LONG else letter)
    return "".join(letters)


def _plain(hiragana: str) -> str:
    """Leave out voicing marks and punctuation, and write small letters large."""
    letters = unicodedata.normalize("NFD", hiragana)
    return "".join(one for one in letters if one.isalnum()).translate(_SMALL).casefold()
