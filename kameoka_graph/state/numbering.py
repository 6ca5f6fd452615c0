"""A plan and its registry to the path of each element.

Numbers once given stay; new ones go on after the highest.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kameoka_graph.read.document import Element, Kind, Plan, Span
from kameoka_graph.read.registry import Entry
from kameoka_graph.state.iris import SEGMENTS


@dataclass(frozen=True, slots=True)
class Numbering:
    """The path of each element of a plan below the plan's IRI."""

    paths: Mapping[Span, str]
    """By the span of the element's wording, e.g. action-plan/2/fy/2023/activity/3."""
    added: tuple[Entry, ...]
    """Elements that the registry does not know yet, with the numbers they get."""

    def __getitem__(self, element: Element) -> str:
        """Give the path of `element`."""
        return self.paths[element.text.span]


@dataclass(slots=True)
class _Numbers:
    """The numbers given so far, in one scope or another."""

    free: dict[tuple[Kind, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    highest: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def know(self, entry: Entry) -> None:
        scope, _, number = entry.path.rpartition("/")
        self.free[entry.kind, scope, entry.text].append(entry.path)
        self.highest[scope] = max(self.highest[scope], int(number))

    def take(self, kind: Kind, scope: str, text: str) -> tuple[str, bool]:
        """Give the path of the first unused entry with this text, or a new one; and whether new."""
        known = self.free[kind, scope, text]
        if known:
            return known.pop(0), False
        self.highest[scope] += 1
        return f"{scope}/{self.highest[scope]}", True


def number(plan: Plan, registry: tuple[Entry, ...]) -> Numbering:
    """Give each element its path, matched on (class, parent, fiscal year, wording)."""
    numbers = _Numbers()
    for entry in registry:
        numbers.know(entry)
    paths: dict[Span, str] = {}
    added: list[Entry] = []
    for element, parent in plan.walk():
        scope = _scope(element, "" if parent is None else f"{paths[parent.text.span]}/")
        path, is_new = numbers.take(element.kind, scope, element.text.text)
        paths[element.text.span] = path
        if is_new:
            added.append(
                Entry(path, element.kind, element.fiscal_year, element.text.text, plan.source.short)
            )
    return Numbering(paths, tuple(added))


def _scope(element: Element, parent: str) -> str:
    year = "" if element.fiscal_year is None else f"fy/{element.fiscal_year}/"
    return f"{parent}{year}{SEGMENTS[element.kind]}"
