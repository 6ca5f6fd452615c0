"""What can be found: a thing with its texts, its class, its years and its place in the order."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What a text is to its thing, and so why the thing is found by it; the best reason first."""

    NAME = "name"
    PREFERRED = "preferred"
    READING = "reading"
    ALTERNATIVE = "alternative"
    CODE = "code"
    QUOTATION = "quotation"
    DEFINITION = "definition"


NAMES = (Why.NAME, Why.PREFERRED)
"""What a thing is called by; a hit by it comes before a hit by another text."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a thing, as it is in the data."""

    why: Why
    """What it is to the thing."""
    language: str
    """Its language tag, e.g. ja or ja-hrkt; empty where it has none."""
    text: str
    """The text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found."""

    thing: str
    """Its IRI."""
    type: str
    """Its class, shortened by a prefix, e.g. mp:Activity."""
    wordings: tuple[Wording, ...]
    """Its texts, names first."""
    years: tuple[int, ...] = ()
    """The fiscal years it belongs to, as Western years."""
    path: tuple[str, ...] = ()
    """IRIs of the things it is part of, the outermost first."""
