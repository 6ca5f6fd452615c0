"""A vocabulary to the drawing of its classes and properties: boxes and lines of an SVG.

Three columns: the classes as a tree, the properties, and what their values are. Only places and
words are worked out here; colours are the style sheet's, so the drawing follows light and dark.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final

from kameoka_graph.ask.naming import Name, ending
from kameoka_graph.ask.vocabulary_view import VocabularyTerm, VocabularyView
from kameoka_graph.store.answer import Iri

ROW: Final = 50
"""From one box to the next one below, in units of the drawing."""
HEIGHT: Final = 40
"""Height of a box."""
INDENT: Final = 22
"""How far a class stands to the right of the one above it."""
MARGIN: Final = 8
"""Room around everything."""
COLUMNS: Final = ((MARGIN, 250), (370, 220), (710, 240))
"""Left side and width of the columns: classes, properties, values."""
WIDTH: Final = COLUMNS[2][0] + COLUMNS[2][1] + MARGIN
"""Width of the drawing."""


@dataclass(frozen=True, slots=True)
class Box:
    """A class, a property or a kind of value."""

    name: Name
    """What it is called."""
    code: str
    """Its short form, e.g. mp:Plan."""
    kind: str
    """`class`, `property` or `value`."""
    x: int
    """Its left side."""
    y: int
    """Its top."""
    width: int
    """Its width."""
    height: int = HEIGHT
    """Its height."""

    @property
    def middle(self) -> int:
        """Half-way down."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two boxes."""

    kind: str
    """`above` for a class and a special case of it, `domain` or `range`."""
    path: str
    """How it runs, as SVG writes it."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing."""

    boxes: tuple[Box, ...]
    """Its boxes."""
    lines: tuple[Line, ...]
    """Its lines."""
    width: int
    """Its width."""
    height: int
    """Its height."""


def draw(view: VocabularyView) -> Diagram:
    """Draw the classes and properties of a vocabulary."""
    classes = _classes(view)
    rows = {iri: number for number, iri in enumerate(classes)}
    properties = sorted(view.properties, key=lambda one: (_mean(rows, one.domains), one.name.iri))
    middle = {
        one.name.iri: _box(one.name, "property", 1, number) for number, one in enumerate(properties)
    }
    right = _values(properties)
    classes |= _foreign(properties, classes)
    lines = (
        *_tree(view, classes),
        *(line for one in properties for line in _both(one, classes, middle, right)),
    )
    tallest = max(len(classes), len(middle), len(right))
    return Diagram(
        (*classes.values(), *middle.values(), *right.values()),
        lines,
        WIDTH,
        tallest * ROW + 2 * MARGIN,
    )


def _classes(view: VocabularyView) -> dict[Iri, Box]:
    """Place the classes, each below the first of ours that it is a special case of."""
    own = {one.name.iri: one for one in view.classes}
    boxes: dict[Iri, Box] = {}

    def place(term: VocabularyTerm, depth: int) -> None:
        if term.name.iri not in boxes:
            boxes[term.name.iri] = _box(term.name, "class", 0, len(boxes), depth)
            for below in term.narrower:
                if below.iri in own:
                    place(own[below.iri], depth + 1)

    for term in view.classes:
        if not any(above.iri in own for above in term.wider):
            place(term, 0)
    return boxes


def _foreign(properties: Iterable[VocabularyTerm], classes: Mapping[Iri, Box]) -> dict[Iri, Box]:
    """Place the classes of others that properties of ours are of, below our own."""
    names = {one.iri: one for term in properties for one in term.domains if one.iri not in classes}
    return {
        iri: _box(name, "value", 0, number)
        for number, (iri, name) in enumerate(names.items(), start=len(classes))
    }


def _values(properties: Sequence[VocabularyTerm]) -> dict[Iri, Box]:
    """Place the kinds of values so that most stand near the properties that lead to them."""
    names = {one.iri: one for term in properties for one in term.ranges}
    rows: Mapping[str, list[int]] = defaultdict(list)
    for number, term in enumerate(properties):
        for one in term.ranges:
            rows[one.iri].append(number)
    in_order = sorted(names, key=lambda iri: (mean(rows[iri]), iri))
    return {iri: _box(names[iri], "value", 2, number) for number, iri in enumerate(in_order)}


def _box(name: Name, kind: str, column: int, row: int, depth: int = 0) -> Box:
    left, width = COLUMNS[column]
    inset = depth * INDENT
    return Box(name, _code(name.iri), kind, left + inset, MARGIN + row * ROW, width - inset)


def _code(iri: str) -> str:
    short = ending(iri)
    return short if ":" in short else f"mp:{short}"


def _mean(rows: Mapping[Iri, int], names: Iterable[Name]) -> float:
    found = [rows[one.iri] for one in names if one.iri in rows]
    return mean(found) if found else len(rows)


def _tree(view: VocabularyView, classes: Mapping[Iri, Box]) -> Iterator[Line]:
    for term in view.classes:
        for above in term.wider:
            if above.iri in classes:
                one, other = classes[above.iri], classes[term.name.iri]
                x = one.x + INDENT // 2
                yield Line("above", f"M{x} {one.y + one.height}V{other.middle}H{other.x}")


def _both(
    term: VocabularyTerm,
    classes: Mapping[Iri, Box],
    middle: Mapping[Iri, Box],
    right: Mapping[Iri, Box],
) -> Iterator[Line]:
    here = middle[term.name.iri]
    for name in term.domains:
        if name.iri in classes:
            yield Line("domain", _curve(classes[name.iri], here))
    for name in term.ranges:
        yield Line("range", _curve(here, right[name.iri]))


def _curve(one: Box, other: Box) -> str:
    start, end = one.x + one.width, other.x
    half = (start + end) // 2
    return f"M{start} {one.middle}C{half} {one.middle} {half} {other.middle} {end} {other.middle}"
