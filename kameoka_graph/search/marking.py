"""A text and the words looked for to the text in pieces, the places that match marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kameoka_graph.search.words import LATIN, Word, is_one_word
from kameoka_graph.state.folding import Folded, fold_in_place

_LATIN: Final = re.compile(f"[{LATIN}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of a text."""

    text: str
    """The characters, exactly as they stand in the text."""
    marked: bool
    """Whether they match."""


def mark(text: str, words: Iterable[Word]) -> tuple[Piece, ...]:
    """Cut a text in pieces, the places that match any of the words marked; joined they are it."""
    return tuple(_pieces(text, _merged(_ranges(text, words))))


def matches(text: str, word: Word) -> bool:
    """Tell whether a word stands in a text, however the two are spelled."""
    return next(_ranges(text, [word]), None) is not None


def _ranges(text: str, words: Iterable[Word]) -> Iterator[tuple[int, int]]:
    """Give the ranges of the text that the words match."""
    folded = fold_in_place(text)
    for word in words:
        at = folded.text.find(word.text)
        while at >= 0:
            start, end = folded.place(at, at + len(word.text))
            if not word.is_latin or (_begins(folded, at) and is_one_word(text[start:end])):
                yield start, end
            at = folded.text.find(word.text, at + 1)


def _begins(folded: Folded, at: int) -> bool:
    """Tell whether a Latin word begins at a character of the folded form."""
    if at == 0 or not _LATIN.fullmatch(folded.text[at - 1]):
        return True
    before, here = folded.places[at - 1], folded.places[at]
    return before[1] < here[0]


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end in ranges:
        if start > done:
            yield Piece(text[done:start], marked=False)
        yield Piece(text[start:end], marked=True)
        done = end
    if done < len(text):
        yield Piece(text[done:], marked=False)
