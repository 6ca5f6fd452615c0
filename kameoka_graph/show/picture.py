"""Views to the places of what is drawn of them: lines of text, boxes, marks and curves.

Sizes are in the user units of SVG, at the size of the text (13) about one pixel. Templates write
the drawing; here is only where things stand, so that it can be tested without one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kameoka_graph.ask.contributions import Contribution
from kameoka_graph.ask.entries import Entry
from kameoka_graph.ask.map_view import Listing, MapView
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.plan_view import Element, Year
from kameoka_graph.ask.timeline_view import TimelineView, Undertaking
from kameoka_graph.read.document import Kind
from kameoka_graph.store.answer import Iri

EM: Final = 13
"""Height of the text; a full-width character is as wide."""
LINE: Final = 18
"""From one line of text to the next."""
_NARROW: Final = 0.58
"""Width of a character that is not full-width, in ems."""
_TOKENS: Final = re.compile("[!-~\u00a1-\u024f\u2010-\u201f]+|\\s|.", re.DOTALL)
_NOT_FIRST: Final = frozenset(
    "、。，．・：；？！）」』】〕］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}"
)
"""Characters that do not begin a line (the common part of 行頭禁則)."""
_NOT_LAST: Final = "（「『【〔［｛〈《"
"""Characters that do not end a line (行末禁則)."""


def width_of(text: str) -> float:
    """Estimate the width of a text, in ems."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return wide + (len(text) - wide) * _NARROW


def wrap(text: str, width: float) -> tuple[str, ...]:
    """Break a text into lines of about `width` ems.

    Lines break between Japanese characters and at spaces. They do not begin with 、 and the like,
    which may stand beyond the width, as may a word of Latin letters that is longer than a line.
    """
    lines = [""]
    for token in _TOKENS.findall(text):
        fits = width_of(lines[-1] + token) <= width or token in _NOT_FIRST
        if fits or not lines[-1]:
            lines[-1] += token
        else:
            kept = lines[-1].rstrip(_NOT_LAST)
            lines[-1:] = [kept, lines[-1][len(kept) :] + token]
    stripped = (line.strip() for line in lines)
    return tuple(line for line in stripped if line) or ("",)


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry in the drawing of a timeline."""

    x: int
    """Across."""
    y: int
    """Down."""
    entry: Entry
    """The entry."""
    changed: bool
    """Whether its wording differs from the one before."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line between two listings of one undertaking."""

    start: int
    """Where it begins, across."""
    end: int
    """Where it ends, across."""
    gap: bool
    """Whether it passes years without an entry."""


@dataclass(frozen=True, slots=True)
class Track:
    """An undertaking in the drawing of a timeline."""

    undertaking: Undertaking
    """The undertaking."""
    top: int
    """Where its row begins, down."""
    height: int
    """How high its row is."""
    lines: tuple[str, ...]
    """Its name in lines."""
    stretches: tuple[Stretch, ...]
    """The lines between its listings."""
    marks: tuple[Mark, ...]
    """Its entries."""

    @property
    def middle(self) -> int:
        """The middle of its row, down."""
        return self.top + self.height // 2


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """The drawing of a timeline."""

    width: int
    """Width of all."""
    height: int
    """Height of all."""
    head: int
    """Height of the row of years."""
    label: int
    """Width of the column of names."""
    column: int
    """Width of a year."""
    years: tuple[tuple[int, Year], ...]
    """The middle of each year, across."""
    tracks: tuple[Track, ...]
    """The undertakings."""


_LABEL: Final = 320
_YEAR: Final = 104
_HEAD: Final = 60
_RIGHT: Final = 28
"""Room for what is longer than a year is wide, beside the last."""


def draw_timeline(view: TimelineView) -> TimelinePicture:
    """Place the undertakings of a timeline below each other, and the years beside each other."""
    middles = {
        year.year: _LABEL + _YEAR * at + _YEAR // 2 for at, year in enumerate(view.plan.years)
    }
    tracks: list[Track] = []
    top = _HEAD
    for one in view.undertakings:
        lines = wrap(one.name.label, (_LABEL - 24) / EM)
        most = max(len(cell) for cell in one.cells)
        height = max(len(lines) * LINE, most * 22) + 16
        tracks.append(_track(one, top, height, lines, middles))
        top += height
    return TimelinePicture(
        _LABEL + _YEAR * len(middles) + _RIGHT,
        top + 8,
        _HEAD,
        _LABEL,
        _YEAR,
        tuple((middles[year.year], year) for year in view.plan.years),
        tuple(tracks),
    )


def _track(
    one: Undertaking, top: int, height: int, lines: tuple[str, ...], at: Mapping[int, int]
) -> Track:
    listed = list(dict.fromkeys(entry.year.year for entry in one.entries))
    passed = {year.year for year in one.gaps}
    stretches = tuple(
        Stretch(at[a], at[b], any(a < year < b for year in passed)) for a, b in pairwise(listed)
    )
    changed = {wording.entries[0].name.iri for wording in one.wordings[1:]}
    marks = tuple(
        Mark(
            at[entry.year.year],
            top + height // 2 + (2 * place - len(cell) + 1) * 11,
            entry,
            entry.name.iri in changed,
        )
        for cell in one.cells
        for place, entry in enumerate(cell)
    )
    return Track(one, top, height, lines, stretches, marks)


@dataclass(frozen=True, slots=True)
class Box:
    """An element in the drawing of a map."""

    name: Name
    """The element."""
    kind: str
    """Its kind, e.g. Pillar; Activity for a listing."""
    x: int
    """Its left edge."""
    y: int
    """Its upper edge."""
    width: int
    """How wide it is."""
    height: int
    """How high it is, all that stands within it included."""
    lines: tuple[str, ...]
    """Its name in lines."""
    listing: Listing | None = None
    """The entries, for a listing."""

    @property
    def anchor(self) -> int:
        """Where curves meet it, down: the middle of its name."""
        return self.y + 8 + len(self.lines) * LINE // 2


@dataclass(frozen=True, slots=True)
class Label:
    """What the boxes below it are."""

    kind: str
    """Their kind, e.g. Aim."""
    x: int
    """Where it begins, across."""
    y: int
    """Its baseline, down."""


_EVEN: Final = Decimal("0.5")
_SURE: Final = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Curve:
    """A contribution in the drawing of a map."""

    contribution: Contribution
    """The contribution."""
    start: tuple[int, int]
    """At what contributes: across, down."""
    end: tuple[int, int]
    """At what it contributes to."""

    @property
    def sureness(self) -> str:
        """How its line is drawn: `sure`, `likely`, or `doubtful` below an even chance."""
        why = self.contribution.judgement
        if why is None or why.confidence < _EVEN:
            return "doubtful"
        return "sure" if why.confidence >= _SURE else "likely"

    @property
    def path(self) -> str:
        """The curve as SVG writes it."""
        (x1, y1), (x2, y2) = self.start, self.end
        reach = max(abs(x1 - x2) // 2, 24)
        return f"M{x1} {y1}C{x1 - reach} {y1} {x2 + reach} {y2} {x2} {y2}"

    @property
    def label(self) -> tuple[int, int]:
        """Where its confidence stands: beside its end, where curves do not cross."""
        return self.end[0] + 12, self.end[1] - 3


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The drawing of a map."""

    width: int
    """Width of all."""
    height: int
    """Height of all."""
    heads: tuple[int, ...]
    """Where the four columns begin, across."""
    boxes: tuple[Box, ...]
    """The elements, each before what stands within it."""
    labels: tuple[Label, ...]
    """What the parts of action plans are."""
    curves: tuple[Curve, ...]
    """The contributions."""


_MARGIN: Final = 8
_TOP: Final = 40
_BETWEEN: Final = 70
_WIDTHS: Final = (140, 240, 250, 215)
_PORT: Final = 13
_INSET: Final = 10
_NAMED: Final = 20
_COLUMNS: Final = tuple(_MARGIN + sum(_WIDTHS[:at]) + _BETWEEN * at for at in range(len(_WIDTHS)))


def draw_map(view: MapView) -> MapPicture:
    """Place themes, pillars with measures, and action plans with their parts in columns."""
    pillars = list(_nested(view.plan.pillars, _COLUMNS[1], _WIDTHS[1]))
    action_plans = list(_action_plans(view))
    themes = list(_stack(view.plan.themes, _COLUMNS[0], _TOP, _WIDTHS[0]))
    height = max([*map(_bottom, (themes, pillars, action_plans)), _TOP]) + _MARGIN
    boxes = (*_spread(themes, height), *_spread(pillars, height), *action_plans)
    return MapPicture(
        _COLUMNS[-1] + _WIDTHS[-1] + _INSET + _MARGIN,
        height,
        _COLUMNS,
        boxes,
        tuple(_labels(action_plans)),
        tuple(_curves(view.contributions, {box.name.iri: box for box in boxes})),
    )


def _bottom(boxes: Iterable[Box]) -> int:
    return max((box.y + box.height for box in boxes), default=_TOP)


def _box(element: Element, x: int, y: int, width: int) -> Box:
    name = element.name
    lines = wrap(f"{name.number}{name.label}", (width - 28) / EM)
    return Box(name, str(element.kind), x, y, width, len(lines) * LINE + 14, lines)


def _stack(elements: Sequence[Element], x: int, y: int, width: int) -> Iterator[Box]:
    for one in elements:
        box = _box(one, x, y, width)
        yield box
        y += box.height + 8


def _nested(elements: Sequence[Element], x: int, width: int) -> Iterator[Box]:
    """Stack elements, each around what stands directly under it."""
    y = _TOP
    for one in elements:
        box = _box(one, x, y, width)
        within = list(_stack(one.parts, x + _INSET, y + box.height + 4, width - 2 * _INSET))
        height = max(box.height, _bottom(within) - y + _INSET if within else 0)
        yield replace(box, height=height)
        yield from within
        y += height + 16


def _spread(boxes: Sequence[Box], height: int) -> Iterator[Box]:
    """Move stacked boxes apart to fill the height; what stands within one moves with it."""
    outer = [box for box in boxes if box.x == boxes[0].x]
    free = max(height - _MARGIN - _bottom(boxes), 0)
    at = -1
    for box in boxes:
        at += box.x == boxes[0].x
        yield replace(box, y=box.y + free * (2 * at + 1) // (2 * len(outer)))


def _action_plans(view: MapView) -> Iterator[Box]:
    """Stack action plans around their aims and actions on the left, and entries on the right."""
    x, right = _COLUMNS[2], _COLUMNS[3]
    width = right + _WIDTHS[3] + _INSET - x
    y = _TOP
    for row in view.plan.rows:
        one = row.action_plan
        box = _box(one, x, y, width)
        under = y + box.height + _NAMED
        parts = list(_stack(_of(one, Kind.AIM), x + _INSET, under, _WIDTHS[2] - _INSET))
        lower = _bottom(parts) + _NAMED + 4 if parts else under
        parts += _stack(_of(one, Kind.CONCRETE_ACTION), x + _INSET, lower, _WIDTHS[2] - _INSET)
        parts += _listed(view.listings[one.name.iri], right, under)
        height = max(box.height, _bottom(parts) - y + _INSET if parts else 0)
        yield replace(box, height=height)
        yield from parts
        y += height + 20


def _labels(boxes: Iterable[Box]) -> Iterator[Label]:
    """Name each run of boxes of one kind within an action plan, above its first box."""
    before = ""
    for box in boxes:
        if box.kind not in {before, str(Kind.ACTION_PLAN)}:
            yield Label(box.kind, box.x, box.y - 5)
        before = box.kind


def _of(element: Element, kind: Kind) -> Sequence[Element]:
    return [part for part in element.parts if part.kind is kind]


def _listed(listings: Iterable[Listing], x: int, y: int) -> Iterator[Box]:
    for one in listings:
        lines = wrap(one.name.label, (_WIDTHS[3] - 28) / EM)
        height = (len(lines) + 1) * LINE + 14
        yield Box(one.name, str(Kind.ACTIVITY), x, y, _WIDTHS[3], height, lines, one)
        y += height + 8


def _curves(
    found: Mapping[Iri, tuple[Contribution, ...]], boxes: Mapping[Iri, Box]
) -> Iterator[Curve]:
    """Draw each contribution; those that meet at one box end beside each other."""
    known = [
        one for ones in found.values() for one in ones if one.lower in boxes and one.upper in boxes
    ]
    known.sort(key=lambda one: (boxes[one.lower].y, one.lower, boxes[one.upper].y, one.upper))
    ends = Counter(one.upper for one in known)
    starts = Counter(one.lower for one in known)
    ended: Counter[Iri] = Counter()
    started: Counter[Iri] = Counter()
    for one in known:
        lower, upper = boxes[one.lower], boxes[one.upper]
        yield Curve(
            one,
            (lower.x, lower.anchor + _port(started[one.lower], starts[one.lower])),
            (upper.x + upper.width, upper.anchor + _port(ended[one.upper], ends[one.upper])),
        )
        started[one.lower] += 1
        ended[one.upper] += 1


def _port(at: int, among: int) -> int:
    """Give how far from the middle the curve `at` of `among` meets a box."""
    return (2 * at - among + 1) * _PORT // 2
