"""A store to what is said of things, for the files that other standards define.

Asked for at once for everything, or for one thing and its neighbours; the functions that write a
thing are the same for both.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from kameoka_graph.catalogue.binding import bind
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Quad, Store, Term, Text, plain

TYPE: Final = f"{PREFIXES['rdf']}type"
LABEL: Final = f"{PREFIXES['rdfs']}label"
PREF_LABEL: Final = f"{PREFIXES['skos']}prefLabel"
ALT_LABEL: Final = f"{PREFIXES['skos']}altLabel"
TITLE: Final = f"{PREFIXES['dcterms']}title"
DESCRIPTION: Final = f"{PREFIXES['dcterms']}description"
IS_PART_OF: Final = f"{PREFIXES['dcterms']}isPartOf"
HAS_PART: Final = f"{PREFIXES['dcterms']}hasPart"
UNIT_OF: Final = f"{PREFIXES['org']}unitOf"
POSITION: Final = f"{PREFIXES['schema']}position"
START: Final = f"{PREFIXES['schema']}startDate"
END: Final = f"{PREFIXES['schema']}endDate"
READING: Final = "ja-hrkt"
"""Language tag of readings in kana."""
MACHINE: Final = "機械による下書き、人による確認前"
"""What is told of a value that software drafted and nobody has checked."""
LOCAL_GOVERNMENT_CODE: Final = "全国地方公共団体コード"
"""What kind of identifier a municipality has."""

_NAMES: Final = {
    Language.JA: ((LABEL, "ja"), (PREF_LABEL, "ja"), (TITLE, "ja")),
    Language.EN: ((PREF_LABEL, "en"), (LABEL, "en"), (TITLE, "en")),
}
"""What a thing is called by: in Japanese the wording as printed, in English the curated label."""
_DIGITS: Final = re.compile(r"(\d+)")

Triple = tuple[Term, str, Term]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement behind a value."""

    confidence: Decimal
    """How sure, from 0 to 1."""
    curator: str
    """Who judged, in Japanese."""
    software: bool
    """Whether software drafted it, and no person has checked it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of things."""

    iris: Iris
    """The base, and what stands below it."""
    values: Mapping[Term, Mapping[str, tuple[Term, ...]]]
    """By thing and property, in a fixed order."""
    judged: Mapping[Triple, tuple[Judged, ...]] = field(default_factory=dict)
    """The judgements behind a value; without an entry where a source or a page says it."""
    pages: Mapping[Triple, Iri] = field(default_factory=dict)
    """The page that says something of a plan."""

    def all(self, thing: Term, prop: str) -> tuple[Term, ...]:
        """Give every value of a property."""
        return self.values.get(thing, {}).get(prop, ())

    def own(self, thing: Term, term: Own) -> tuple[Term, ...]:
        """Give every value of a property of our vocabulary."""
        return self.all(thing, str(self.iris.mp(term)))

    def links(self, thing: Term, prop: str) -> tuple[Iri, ...]:
        """Give the values of a property that are things, those that are numbered in order."""
        found = (value for value in self.all(thing, prop) if isinstance(value, Iri))
        return tuple(sorted(found, key=in_order))

    def texts(self, thing: Term, prop: str, *languages: str) -> tuple[str, ...]:
        """Give the values of a property that are texts in one of the languages, or in any."""
        return tuple(
            value.value
            for value in self.all(thing, prop)
            if isinstance(value, Text) and (not languages or value.language in languages)
        )

    def text(self, thing: Term, prop: str, *languages: str) -> str:
        """Give the first such text, or nothing."""
        return next(iter(self.texts(thing, prop, *languages)), "")

    def is_a(self, thing: Term, kind: str) -> bool:
        """Tell whether a thing is of a class."""
        return kind in self.all(thing, TYPE)

    def is_element(self, thing: Term, kind: Kind) -> bool:
        """Tell whether a thing is a plan element of a kind."""
        return self.is_a(thing, str(self.iris.kind(kind)))

    def of_class(self, kind: str) -> tuple[Iri, ...]:
        """Give every thing of a class, those that are numbered in order."""
        found = (thing for thing in self.values if isinstance(thing, Iri))
        return tuple(sorted((one for one in found if self.is_a(one, kind)), key=in_order))

    def own_things(self) -> tuple[Iri, ...]:
        """Give every thing with an IRI of ours, those that are numbered in order."""
        found = (thing for thing in self.values if isinstance(thing, Iri))
        return tuple(sorted((one for one in found if self.iris.is_own(one)), key=in_order))

    def name(self, thing: Term, language: Language) -> Text | None:
        """Give what a thing is called in a language, or for want of that in the other."""
        for one in (language, *(other for other in Language if other is not language)):
            for prop, tag in _NAMES[one]:
                for value in self.texts(thing, prop, tag):
                    return Text(value, tag)
        return None

    def names(self, thing: Term) -> tuple[Text, ...]:
        """Give everything that a thing is called: labels, readings and other names."""
        props = (LABEL, PREF_LABEL, TITLE, ALT_LABEL)
        found = (value for prop in props for value in self.all(thing, prop))
        return tuple(dict.fromkeys(value for value in found if isinstance(value, Text)))

    def trail(self, thing: Iri) -> tuple[Iri, ...]:
        """Give what a thing is part of, the outermost first, ending with the thing itself."""
        found = [thing]
        while wholes := [
            one
            for prop in (IS_PART_OF, UNIT_OF)
            for one in self.links(found[0], prop)
            if one not in found
        ]:
            found.insert(0, wholes[0])
        return tuple(found)

    def machine_made(self, thing: Term, prop: str, value: Term) -> bool:
        """Tell whether only software has said a value, and no person has checked it."""
        found = self.judged.get((thing, prop, value), ())
        return bool(found) and all(one.software for one in found)

    def bounds(self, years: Iterable[Term]) -> tuple[str, str] | None:
        """Give the first day of the first and the last day of the last of some fiscal years."""
        starts = sorted(day for year in years for day in self.texts(year, START))
        ends = sorted(day for year in years for day in self.texts(year, END))
        return (starts[0], ends[-1]) if starts and ends else None


def everything(store: Store, iris: Iris) -> Facts:
    """Ask for what is said of all things that other standards have a place for."""
    return Facts(
        iris,
        _gathered(store, query_text("standards-things")),
        _judgements(store),
        {
            (row["subject"], plain(row["predicate"]), row["object"]): Iri(plain(row["page"]))
            for row in store.select(query_text("standards-pages")).records()
        },
    )


def neighbourhood(store: Store, iris: Iris, thing: str) -> Facts:
    """Ask for what is said of one thing, and the names of what is around it: one query.

    Raises ValueError for what is no IRI.
    """
    terms = dict.fromkeys(("thing", "linking", "part", "whole"), (Iri(thing),))
    return Facts(iris, _gathered(store, bind(query_text("standards-thing"), **terms)))


def known_of(iris: Iris, quads: Iterable[Quad]) -> Facts:
    """Take what quads say; whoever says so does not count here."""
    return Facts(iris, _by_thing(quad[:3] for quad in quads))


@cache
def query_text(name: str) -> str:
    """Give the text of the query `queries/<name>.rq`."""
    return (files("kameoka_graph.exchange") / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def in_order(iri: str) -> tuple[tuple[str, int], ...]:
    """Give what IRIs are sorted by, so that numbers in them count as numbers."""
    parts = _DIGITS.split(iri)
    return tuple(zip(parts[::2], [*map(int, parts[1::2]), 0], strict=True))


def _gathered(store: Store, query: str) -> Mapping[Term, Mapping[str, tuple[Term, ...]]]:
    return _by_thing(store.select(query).rows)


def _by_thing(
    rows: Iterable[tuple[Term | None, ...]],
) -> Mapping[Term, Mapping[str, tuple[Term, ...]]]:
    found: dict[Term, dict[str, list[Term]]] = {}
    for subject, predicate, value in rows:
        if subject is not None and isinstance(predicate, Iri) and value is not None:
            found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return {
        thing: {
            prop: tuple(values if len(values) == 1 else sorted(set(values), key=_key))
            for prop, values in props.items()
        }
        for thing, props in found.items()
    }


def _key(term: Term) -> tuple[str, ...]:
    return ("Text", *term) if isinstance(term, Text) else (type(term).__name__, str(term))


def _judgements(store: Store) -> Mapping[Triple, tuple[Judged, ...]]:
    elsewhere = set(store.select(query_text("standards-elsewhere")).rows)
    found: dict[Triple, list[Judged]] = defaultdict(list)
    for row in store.select(query_text("standards-judgements")).records():
        triple = row["source"], row["property"], row["target"]
        if triple not in elsewhere:
            found[triple[0], plain(triple[1]), triple[2]].append(_judged(row))
    return {
        triple: tuple(sorted(judged, key=lambda one: (-one.confidence, one.curator)))
        for triple, judged in found.items()
    }


def _judged(row: Mapping[str, Term]) -> Judged:
    curator = plain(row["curator"]) if "curator" in row else ""
    return Judged(Decimal(plain(row["confidence"])), curator, "software" in row)
