"""Text to what a terminal may show: its width in cells, and control characters made harmless."""

import unicodedata
from typing import Final

NO_WIDTH: Final = {"Mn", "Me", "Cf"}
"""Categories of characters that take no cell of their own: marks and invisible signs."""
HARMFUL: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of characters by which a text could move the cursor or disguise itself."""


def width(text: str) -> int:
    """Give the number of terminal cells that a text takes; full-width characters take two."""
    return sum(_cells(char) for char in text)


def tame(text: str, *, keep: str = "") -> str:
    """Give a text that a terminal only shows: blank space as a space, other controls as U+FFFD."""
    return "".join(char if char in keep else _tamed(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.category(char) in NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _tamed(char: str) -> str:
    if unicodedata.category(char) not in HARMFUL:
        return char
    return " " if char.isspace() else "\ufffd"
