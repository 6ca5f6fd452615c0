"""A plan as frozen values, in which every character of the source belongs to exactly one piece."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a level of a plan is taken to be; the value is the name of its class."""

    THEME = "Theme"
    PILLAR = "Pillar"
    MEASURE = "Measure"
    ACTION_PLAN = "ActionPlan"
    AIM = "Aim"
    CONCRETE_ACTION = "ConcreteAction"
    ACTIVITY = "Activity"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of Unicode code points in the raw file: a slice of a Python `str`, end exclusive."""

    start: int
    """E.g. 1579."""
    end: int
    """E.g. 1590."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of the source with the role it plays there."""

    span: Span
    """Where the characters stand."""
    text: str
    """The characters, never normalised, e.g. 市民活動推進フォーラム."""
    role: str
    """`text`, `mark`, or the name of a piece of layout such as `line-break`."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, with the digest of its bytes."""

    name: str
    """The file as the person named it, for messages."""
    text: str
    """The whole text, decoded and otherwise untouched."""
    sha256: str
    """Digest of the bytes, 64 hexadecimal digits."""
    size: int
    """Length in bytes."""

    @property
    def short(self) -> str:
        """The first twelve digits of the digest, which name the document in IRIs."""
        return self.sha256[:12]


@dataclass(frozen=True, slots=True)
class Element:
    """Something that the plan states with its own wording, and what stands under it."""

    kind: Kind
    """The interpretation of its level."""
    position: int
    """Printed order, from 1, among its siblings of the same kind (and the same fiscal year)."""
    text: Piece
    """The wording, e.g. 企業との連携手法の検討."""
    mark: Piece | None = None
    """The printed number or bullet, e.g. （3）."""
    level_name: str | None = None
    """The name of the level as printed, e.g. 施策."""
    fiscal_year: int | None = None
    """The year of the column, e.g. 2023, for an entry of a year."""
    parts: tuple["Element", ...] = ()
    """The elements directly under this one, in printed order."""


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A fiscal-year column of the table."""

    fiscal_year: int
    """E.g. 2025."""
    heading: Piece
    """E.g. 令和7年度."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan document, read."""

    source: Source
    """The text it was read from."""
    title: Piece
    """The plan's name, e.g. 第3次亀岡市まちづくり協働推進実施計画."""
    document_title: Piece
    """What the document calls itself after that, e.g. 行動計画（アクションプラン）進捗表."""
    period: Piece
    """The period as printed, e.g. 令和2年度～6年度."""
    covers: tuple[int, ...]
    """The fiscal years of the period: 2020 … 2024."""
    columns: tuple[YearColumn, ...]
    """The year columns in printed order."""
    elements: tuple[Element, ...]
    """The elements that stand under no other one, in printed order."""
    headings: tuple[Piece, ...] = field(default=())
    """Printed headings of the parts of the document that are no elements."""
    layout: tuple[Piece, ...] = field(default=())
    """All other characters: line breaks, tabs, spaces, brackets, cell labels."""

    def walk(self) -> Iterator[tuple[Element, Element | None]]:
        """Yield each element with its parent (None at the top), in printed order."""
        for element in self.elements:
            yield from _walk(element, None)

    def pieces(self) -> tuple[Piece, ...]:
        """Give all pieces in the order in which they stand in the source."""
        own = [self.title, self.document_title, self.period, *self.headings, *self.layout]
        own += [column.heading for column in self.columns]
        for element, _ in self.walk():
            own += [element.text] if element.mark is None else [element.mark, element.text]
        return tuple(sorted(own, key=lambda piece: piece.span))

    def rebuild(self) -> str:
        """Put the source together again from the pieces alone."""
        return "".join(piece.text for piece in self.pieces())


def _walk(element: Element, parent: Element | None) -> Iterator[tuple[Element, Element | None]]:
    yield element, parent
    for part in element.parts:
        yield from _walk(part, element)
