"""Rows that came in to a plan as it is to be: which elements stand where, in which order.

A row with a known ID is that element, whatever its wording; a row without one is new. New rows
stand where their position says, else after the row of the same parent above them. A parent is
named by its ID, by the end of it (`action-plan/1`), or by its wording; where nothing is named, it
is the nearest one above, as people write outlines.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kameoka_graph.exchange.progress_text import Wanted, WantedColumn
from kameoka_graph.exchange.taking import Intake, TakenRow
from kameoka_graph.read.document import Element, Kind, Plan
from kameoka_graph.read.era import NoSuchYearError, era_names, fiscal_year
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say

KIND_NAMES: Final = {
    "テーマ": Kind.THEME,
    "取り組み（柱）": Kind.PILLAR,
    "取り組み": Kind.PILLAR,
    "施策": Kind.MEASURE,
    "行動計画": Kind.ACTION_PLAN,
    "ねらい": Kind.AIM,
    "具体的な行動": Kind.CONCRETE_ACTION,
}
"""What the kinds are called in tables."""
WHOLE: Final = {
    Kind.MEASURE: Kind.PILLAR,
    Kind.AIM: Kind.ACTION_PLAN,
    Kind.CONCRETE_ACTION: Kind.ACTION_PLAN,
    Kind.ACTIVITY: Kind.ACTION_PLAN,
}
"""The kind that a kind stands under; the others stand at the top."""
SEGMENTS_NAMED: Final = {Kind.PILLAR: "pillar", Kind.ACTION_PLAN: "action-plan"}
"""The first part of the ID of what others stand under."""
_ORDER: Final = tuple(Kind)
_A_YEAR: Final = Say("令和8年度 の形の年度が必要です。", "expected a year such as 令和8年度.")
_SHORT: Final = re.compile(r"[a-z-]+/[0-9]+")
_HEADING: Final = re.compile(r"(?:令和|平成|昭和)(?:元|[1-9][0-9]?)年度")
_CELL: Final = re.compile(r"[\t\n\r]|^[\s\u3000]|[\s\u3000]$")
_ELEMENTS, _ENTRIES = "plan-elements", "activities"


@dataclass(slots=True, eq=False)
class Node:
    """An element in the making."""

    kind: Kind
    """What it is."""
    text: str
    """Its wording."""
    key: str
    """The ID of its row; empty for a new one without."""
    known: Element | None = None
    """The element as it is now."""
    row: TakenRow | None = None
    """Its row; None where its table did not come in."""
    year: int | None = None
    """The fiscal year of an entry."""
    position: int | None = None
    """The position that its row gives."""
    parts: list["Node"] = field(default_factory=list)
    """What stands under it."""

    def frozen(self) -> Wanted:
        """Give it as a value, its parts in the order of the text."""
        parts = tuple(part.frozen() for part in self.parts)
        return Wanted(self.kind, self.text, self.known, self.year, parts)

    def walk(self) -> Iterator["Node"]:
        """Give it and everything under it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class WantedPlan:
    """A plan as it is to be."""

    nodes: tuple[Node, ...]
    """The elements at the top, in the order of the text."""
    columns: tuple[WantedColumn, ...]
    """The year columns."""
    removed: tuple[str, ...]
    """IDs of elements that have no row any more."""
    moved: tuple[str, ...]
    """IDs of elements that stand at another place among those that stay."""
    recognised: Mapping[tuple[str, int], str]
    """IDs of elements that rows without an ID stand for, by file and number of the row."""
    wrong: tuple[CellError, ...]
    """What cannot be taken."""

    def walk(self) -> Iterator[Node]:
        """Give every element in the order of the text."""
        for node in self.nodes:
            yield from node.walk()


def want(
    intake: Intake, prefix: str, plan: Plan | None, paths: Mapping[str, Element]
) -> WantedPlan:
    """Give the plan that the rows want.

    `prefix` is the plan's ID, `plan` the plan as it is now (None for a new one), and `paths` its
    elements by their path, e.g. action-plan/1. Rows of other plans must have been left out.
    """
    return _Wanting(intake, prefix, plan, paths).whole()


class _Wanting:
    """A plan in the making."""

    def __init__(
        self, intake: Intake, prefix: str, plan: Plan | None, paths: Mapping[str, Element]
    ) -> None:
        self.intake = intake
        self.prefix = prefix
        self.plan = plan
        self.known = {f"{prefix}/{path}": element for path, element in paths.items()}
        self.wrong: list[CellError] = []
        self.removed: list[str] = []
        self.tops: list[Node] = []
        self.by_name: dict[tuple[Kind, str], Node] = {}
        self.recognised: dict[tuple[str, int], str] = {}

    def whole(self) -> WantedPlan:
        nodes = [*self._nodes(_ELEMENTS), *self._nodes(_ENTRIES)]
        for node in nodes:
            self._name(node)
        self._number(nodes)
        self._place(nodes)
        moved = [*self._ordered(self.tops)]
        for node in nodes:
            moved += self._ordered(node.parts)
        return WantedPlan(
            tuple(self.tops),
            self._columns(nodes),
            tuple(self.removed),
            tuple(moved),
            self.recognised,
            tuple(self.wrong),
        )

    def refuse(self, row: TakenRow | None, column: str, wrong: Say, value: str = "") -> None:
        if row is None:
            self.wrong.append(CellError(self.prefix, 0, column, value, wrong))
        else:
            self.wrong.append(row.wrong(column, wrong, value))

    # --- rows to nodes

    def _nodes(self, table: str) -> list[Node]:
        entries = table == _ENTRIES
        mine = {
            key: element
            for key, element in self.known.items()
            if (element.kind is Kind.ACTIVITY) is entries
        }
        if table not in self.intake.tables:
            return [self._kept(key, element) for key, element in mine.items()]
        nodes = [node for row in self.intake.rows(table) if (node := self._node(row, entries))]
        there = {node.key for node in nodes}
        self.removed += [key for key in mine if key not in there]
        return nodes

    def _kept(self, key: str, element: Element) -> Node:
        year, text = element.fiscal_year, element.text.text
        return Node(element.kind, text, key, element, None, year, element.position)

    def _node(self, row: TakenRow, entries: bool) -> Node | None:
        key = self.full(row.get("id"))
        known = self.known.get(key)
        if known is None and not self._is_new(row, key):
            return None
        kind = known.kind if known else Kind.ACTIVITY if entries else self._kind(row)
        year = known.fiscal_year if known else self._year(row) if entries else None
        if kind is None or (entries and year is None):
            return None
        text = row.get("text")
        if not text or _CELL.search(text):
            self.refuse(
                row,
                "原文",
                Say(
                    "文言が必要です。前後の空白、改行、タブは入れられません。",
                    "a wording is needed, without blanks around it, line breaks or tabs.",
                ),
                text,
            )
            return None
        given = row.get("position")
        position = int(given) if given else known.position if known else None
        return Node(kind, text, key, known, row, year, position)

    def full(self, key: str) -> str:
        """Give an ID in full; people may leave out the plan's."""
        if not key or key.startswith(f"{self.prefix}/"):
            return key
        return f"{self.prefix}/{key}"

    def _is_new(self, row: TakenRow, key: str) -> bool:
        """Refuse an ID that no element has, unless it is one that the plan is to get."""
        if not key or self.plan is None or not (row.get("start") or row.get("uri")):
            return True
        self.refuse(
            row,
            "ID",
            Say(
                "この ID の要素は、今の計画にありません。新しい行なら、ID を空にしてください。",
                "the plan has no element of this ID; leave the ID of a new row empty.",
            ),
            row.get("id"),
        )
        return False

    def _kind(self, row: TakenRow) -> Kind | None:
        english, japanese = row.get("kind_en"), row.get("kind")
        kinds = {kind.value: kind for kind in Kind if kind is not Kind.ACTIVITY}
        found = kinds.get(english) or KIND_NAMES.get(unicodedata.normalize("NFKC", japanese))
        found = found or KIND_NAMES.get(japanese)
        if found is None:
            self.refuse(
                row,
                "種別",
                Say(
                    f"新しい行には種別が必要です（{'、'.join(KIND_NAMES)}）。",
                    f"a new row needs its kind ({', '.join(kinds)}).",
                ),
                japanese or english,
            )
        return found

    def _year(self, row: TakenRow) -> int | None:
        printed, western = row.get("fiscal_year"), row.get("year")
        try:
            named = fiscal_year(printed) if printed else None
        except NoSuchYearError:
            named = None
            if not western:
                self.refuse(row, "年度", _A_YEAR, printed)
                return None
        year = int(western) if western else named
        if year is None:
            self.refuse(row, "年度_西暦", Say("年度が必要です。", "a fiscal year is needed."))
        elif named is not None and named != year:
            self.refuse(
                row,
                "年度",
                Say(
                    f"「年度_西暦」の {year} と違う年度です。",
                    f"another year than {year} in “年度_西暦”.",
                ),
                printed,
            )
            return None
        return year

    # --- nodes to their places

    def _name(self, node: Node) -> None:
        names = [node.key, node.key.removeprefix(f"{self.prefix}/"), node.text]
        for name in names:
            if name:
                self.by_name.setdefault((node.kind, name), node)

    def _number(self, nodes: Iterable[Node]) -> None:
        """Let rows name what they stand under by the number that it has, or will get."""
        listed = tuple(nodes)
        if any(node.key for node in listed):
            return
        for kind, segment in SEGMENTS_NAMED.items():
            group = [node for node in listed if node.kind is kind]
            for at, node in enumerate(_in_order(group), 1):
                self.by_name[kind, f"{segment}/{at}"] = node
                self.by_name[kind, f"{self.prefix}/{segment}/{at}"] = node

    def _place(self, nodes: Sequence[Node]) -> None:
        """Put every node below what it stands under, what stands at the top first."""
        for node in nodes:
            if node.kind not in WHOLE:
                self._recognise(node, "")
                self.tops.append(node)
        last: dict[Kind, Node] = {}
        for node in nodes:
            last[node.kind] = node
            whole = self._whole(node, last) if node.kind in WHOLE else None
            if whole is not None:
                self._recognise(node, whole.key)
                whole.parts.append(node)

    def _recognise(self, node: Node, whole: str) -> None:
        """Take a row without an ID for the element of its place and wording that has no row."""
        if node.known is not None or node.row is None or node.row.get("id"):
            return
        for key in self.removed:
            element = self.known[key]
            if (element.kind, element.text.text, element.fiscal_year) == (
                node.kind,
                node.text,
                node.year,
            ) and self._above(key, node.kind) == whole:
                node.known, node.key = element, key
                self.removed.remove(key)
                self.recognised[node.row.file, node.row.number] = key
                self._name(node)
                return

    def _above(self, key: str, kind: Kind) -> str:
        """Give the ID of what an element stands under; nothing at the top."""
        if kind not in WHOLE:
            return ""
        return key.rpartition("/fy/")[0] or "/".join(key.split("/")[:-2])

    def _whole(self, node: Node, last: Mapping[Kind, Node]) -> Node | None:
        kind = WHOLE[node.kind]
        if node.known is not None:
            found = self.by_name.get((kind, self._above(node.key, node.kind)))
            if found is None:
                self.refuse(
                    node.row,
                    "",
                    Say(
                        "この行の上位の要素に行がありません。上位も残すか、この行も消してください。",
                        "what it stands under has no row any more; keep that, or delete this too.",
                    ),
                    node.text,
                )
            return found
        return self._named(node, kind, last)

    def _named(self, node: Node, kind: Kind, last: Mapping[Kind, Node]) -> Node | None:
        column, title = (
            ("action_plan", "行動計画ID") if node.kind is Kind.ACTIVITY else ("parent", "上位ID")
        )
        given = node.row.get(column) if node.row else ""
        above = last.get(kind) if node.kind is not Kind.ACTIVITY else None
        found = self.by_name.get((kind, given)) if given else above
        if found is None:
            rows = "、".join(
                sorted(name for one, name in self.by_name if one is kind and _SHORT.fullmatch(name))
            )
            self.refuse(
                node.row,
                title,
                Say(
                    f"上位の要素（{rows}）の ID が必要です。",
                    f"the ID of what it stands under is needed ({rows.replace('、', ', ')}).",
                ),
                given,
            )
        return found

    def _ordered(self, nodes: list[Node]) -> list[str]:
        """Put what stands in one place in order; give the IDs of what has moved."""
        moved: list[str] = []
        groups: dict[tuple[int, int], list[Node]] = {}
        for node in nodes:
            groups.setdefault((_ORDER.index(node.kind), node.year or 0), []).append(node)
        nodes.clear()
        for _, group in sorted(groups.items()):
            ordered = _in_order(group)
            nodes += ordered
            before = [node.known.position for node in ordered if node.known]
            moved += [
                node.key
                for node, place in zip([n for n in ordered if n.known], sorted(before), strict=True)
                if node.known and node.known.position != place
            ]
        return moved

    # --- years

    def _columns(self, nodes: Sequence[Node]) -> tuple[WantedColumn, ...]:
        found: dict[int, str] = {}
        for column in () if self.plan is None else self.plan.columns:
            found[column.fiscal_year] = column.heading.text
        for node in nodes:
            if node.year is not None:
                found.setdefault(node.year, _heading(node))
        return tuple(WantedColumn(year, found[year]) for year in sorted(found))


def _heading(node: Node) -> str:
    """Give the heading of a new year column: as the row has it, else by today's era."""
    printed = unicodedata.normalize("NFKC", node.row.get("fiscal_year")) if node.row else ""
    return printed if _HEADING.fullmatch(printed) else era_names(node.year or 0)[0]


def _in_order(group: Sequence[Node]) -> list[Node]:
    """Order what stands in one place: by position; what has none stands after the row above it."""
    placed = sorted(
        (node for node in group if node.position is not None),
        key=lambda node: (node.position or 0, node.known is not None),
    )
    last: Node | None = None
    for node in group:
        if node.position is None:
            placed.insert(len(placed) if last is None else placed.index(last) + 1, node)
        last = node
    return placed
