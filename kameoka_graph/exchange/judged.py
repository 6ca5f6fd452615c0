"""Curated statements to what each thing is judged to be, and which of that a machine drafted."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from kameoka_graph.exchange.asked import Asked
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Term, Text, plain

_TRUE: Final = ("true", "1")
_PROPERTIES: Final = {
    ("skos:prefLabel", "ja"): "name",
    ("skos:prefLabel", "ja-hrkt"): "name_kana",
    ("skos:prefLabel", "en"): "name_en",
    ("skos:altLabel", "ja"): "aliases",
    ("mp:contributesTo", ""): "contributes_to",
    ("mp:inSeries", ""): "series",
    ("mp:involves", ""): "involves",
    ("mp:followsUp", ""): "follows_up",
    ("dcterms:type", ""): "kinds",
    ("adms:status", ""): "status",
}
"""The column that shows what a statement says, by its property and the language of its value."""


def expanded(name: str, iris: Iris) -> str:
    """Give the IRI that a prefixed name such as dcterms:type stands for."""
    prefix, _, local = name.partition(":")
    return f"{iris.prefixes[prefix]}{local}"


class Judged:
    """What things are judged to be, by the columns that show it."""

    def __init__(self, asked: Asked, iris: Iris) -> None:
        """Take the statements of a store."""
        self._values: Mapping[tuple[str, str], list[Term]] = defaultdict(list)
        self._drafted: Mapping[str, set[str]] = defaultdict(set)
        self._members: Mapping[str, list[Iri]] = defaultdict(list)
        self._machines = {
            plain(one["curator"]) for one in asked["curators"] if plain(one["software"]) in _TRUE
        }
        shown = {
            (expanded(name, iris), language): column
            for (name, language), column in _PROPERTIES.items()
        }
        for one in asked["statements"]:
            subject, value = plain(one["subject"]), one["target"]
            language = value.language if isinstance(value, Text) else ""
            column = shown.get((plain(one["property"]), language))
            if column is not None:
                self._values[subject, column].append(value)
                if column == "series":
                    self._members[plain(value)].append(Iri(subject))
                if self.is_machine(one["curator"]):
                    self._drafted[subject].add(column)

    def is_machine(self, curator: Term) -> bool:
        """Tell whether a curator is a piece of software."""
        return plain(curator) in self._machines

    def of(self, thing: str, column: str) -> tuple[str, ...]:
        """Give what a column shows of a thing, sorted."""
        return tuple(sorted({plain(value) for value in self._values.get((thing, column), ())}))

    def one(self, thing: str, column: str) -> str:
        """Give what a column shows of a thing that has at most one such value, else nothing."""
        return next(iter(self.of(thing, column)), "")

    def members(self, series: str) -> tuple[Iri, ...]:
        """Give the entries that are judged to belong to a series."""
        return tuple(self._members.get(series, ()))

    def drafted(self, thing: str) -> frozenset[str]:
        """Give the names of the columns whose values for a thing a machine drafted."""
        return frozenset(self._drafted.get(thing, ()))
