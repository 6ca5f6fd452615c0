"""The dump of a release to the things that can be found, in the order in which they are shown.

The order is that of groups (plans, what surrounds them, series, elements, years, documents,
concepts, terms), and within a plan that of the print.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kameoka_graph.read.document import Kind
from kameoka_graph.search.entry import NAMES, Entry, Why, Wording
from kameoka_graph.state.folding import fold
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES, Term
from kameoka_graph.store.answer import Iri, Quad, Text, plain
from kameoka_graph.store.answer import Term as Value
from kameoka_graph.store.syntax import read_nquads

TYPE: Final = f"{PREFIXES['rdf']}type"
LABEL: Final = f"{PREFIXES['rdfs']}label"
PREF_LABEL: Final = f"{PREFIXES['skos']}prefLabel"
NOTATION: Final = f"{PREFIXES['skos']}notation"
WORDINGS: Final = {
    LABEL: Why.NAME,
    PREF_LABEL: Why.NAME,
    f"{PREFIXES['dcterms']}title": Why.NAME,
    f"{PREFIXES['skos']}altLabel": Why.ALTERNATIVE,
    f"{PREFIXES['skos']}hiddenLabel": Why.ALTERNATIVE,
    NOTATION: Why.CODE,
    f"{PREFIXES['dcterms']}identifier": Why.CODE,
    f"{PREFIXES['skos']}definition": Why.DEFINITION,
}
"""What the values of properties are to their subjects."""
READING: Final = "ja-hrkt"
"""Language tag of readings in kana."""
IS_PART_OF: Final = f"{PREFIXES['dcterms']}isPartOf"
DERIVED_FROM: Final = f"{PREFIXES['prov']}wasDerivedFrom"
IN_SCHEME: Final = f"{PREFIXES['skos']}inScheme"
POSITION: Final = f"{PREFIXES['schema']}position"
SPACES: Final = ("id/", "source/", "voc/", "ns/")
"""Where IRIs start below the base of things that can be found."""
NOT_FOUND: Final = (
    "mp:CuratedStatement",
    "dcat:",
    "oa:",
    "owl:Ontology",
    "prov:Agent",
    "prov:Organization",
    "prov:SoftwareAgent",
    "sh:",
    "spdx:",
    "time:",
    "void:",
)
"""Classes, or starts of them, of things that describe the data and not what it is about."""
FIRST: Final = tuple(f"mp:{kind.value}" for kind in Kind)
"""Classes of elements in the order in which they stand under one thing."""
TYPES: Final = (
    "mp:Plan",
    "org:FormalOrganization",
    "schema:FundingScheme",
    "schema:EventSeries",
    "schema:Event",
    "mp:ActivitySeries",
    *FIRST,
    "mp:PlanElement",
    "mp:FiscalYear",
    "mp:SourceDocument",
    "skos:ConceptScheme",
    "skos:Concept",
)
"""Classes by which a thing of several classes is listed: the first that it has."""
PROPERTY: Final = "rdf:Property"
"""The class that all properties of the vocabulary are listed by."""
GROUPS: Final = (
    ("mp:Plan",),
    (),
    ("mp:ActivitySeries",),
    (*FIRST, "mp:PlanElement"),
    ("mp:FiscalYear",),
    ("mp:SourceDocument",),
    ("skos:ConceptScheme", "skos:Concept"),
    ("owl:", "rdf:", "rdfs:"),
)
"""The order of classes; a class that is nowhere here is of the second group."""

_PREDICATE: Final = re.compile(rb"^<[^>]*> <([^>]*)> ")
_DIGITS: Final = re.compile(r"(\d+)")


@dataclass(slots=True)
class _Thing:
    """What the dump says of one thing."""

    types: set[str] = field(default_factory=set)
    wordings: list[tuple[str, Text]] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    whole: str = ""
    series: str = ""
    position: int = 0


def gather(nquads: bytes, iris: Iris) -> list[Entry]:
    """Gather the things that can be found from the canonical N-Quads of a release.

    Of what was derived by rule (`graph/inferred`) only codes are taken: nothing else of it is a
    wording of its own.
    """
    things = _things(_quads(nquads, iris), iris)
    _add_years(things)
    found = {iri: one for iri, one in things.items() if _is_found(iri, one, iris)}
    keys = _Order(things)
    return [_entry(iri, found[iri], keys) for iri in sorted(found, key=keys)]


def _quads(nquads: bytes, iris: Iris) -> list[Quad]:
    """Read the quads that say something for the index; the others are not even parsed."""
    own = {IS_PART_OF, DERIVED_FROM, IN_SCHEME, POSITION, TYPE, *WORDINGS}
    own |= {str(iris.mp(one)) for one in (Term.SOURCE_TEXT, Term.FISCAL_YEAR, Term.IN_SERIES)}
    wanted = {one.encode() for one in own}
    derived = f"<{iris.graph('inferred')}> .".encode()
    code = NOTATION.encode()
    start = f"<{iris.root}".encode()
    lines = [
        line
        for line in nquads.splitlines()
        if line.startswith(start)
        and (found := _PREDICATE.match(line)) is not None
        and found[1] in wanted
        and (found[1] == code or not line.endswith(derived))
    ]
    return read_nquads(b"\n".join([*lines, b""]))


def _things(quads: Iterable[Quad], iris: Iris) -> dict[str, _Thing]:
    things: dict[str, _Thing] = defaultdict(_Thing)
    prefixes = iris.prefixes
    text, year, series = (
        str(iris.mp(one)) for one in (Term.SOURCE_TEXT, Term.FISCAL_YEAR, Term.IN_SERIES)
    )
    for subject, predicate, value, _ in quads:
        thing = things[str(subject)]
        if predicate in WORDINGS or predicate == text:
            thing.wordings += [(predicate, value)] if isinstance(value, Text) else []
        elif predicate == POSITION:
            thing.position = int(plain(value))
        elif predicate == TYPE:
            thing.types.add(shortened(plain(value), prefixes))
        elif predicate == year:
            thing.years |= _year(value)
        elif predicate == series:
            thing.series = plain(value)
        else:
            thing.whole = plain(value) if predicate == IS_PART_OF else thing.whole or plain(value)
    return dict(things)


def _add_years(things: Mapping[str, _Thing]) -> None:
    """Give a fiscal year itself, and a series the years of its entries."""
    for iri, thing in things.items():
        if "mp:FiscalYear" in thing.types:
            thing.years |= _year(Iri(iri))
        if thing.series in things:
            things[thing.series].years |= thing.years


def _year(value: Value) -> set[int]:
    code = plain(value).rpartition("/")[2]
    return {int(code)} if code.isdecimal() else set()


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """Shorten the IRI of a class by a prefix; give it as it is where no prefix fits."""
    for prefix, space in prefixes.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


def _is_found(iri: str, thing: _Thing, iris: Iris) -> bool:
    if not thing.wordings or not iri.removeprefix(iris.root).startswith(SPACES):
        return False
    return bool(thing.types) and not any(one.startswith(NOT_FOUND) for one in thing.types)


def _type(thing: _Thing) -> str:
    """Give the class that a thing is listed by; properties are one kind, whatever their values."""
    if any(one.startswith("owl:") and one.endswith("Property") for one in thing.types):
        return PROPERTY
    return next((one for one in TYPES if one in thing.types), min(thing.types))


class _Order:
    """The place of each thing in the order, as a key to sort by."""

    def __init__(self, things: Mapping[str, _Thing]) -> None:
        self._things = things

    def __call__(self, iri: str) -> tuple[object, ...]:
        kind = _type(self._things[iri])
        group = next(
            (at for at, starts in enumerate(GROUPS) if starts and kind.startswith(starts)), 1
        )
        return (group, [self._step(one) for one in (*self.path(iri), iri)])

    def path(self, iri: str) -> list[str]:
        """Give what a thing is part of, the outermost first."""
        path: list[str] = []
        at = self._things[iri].whole
        while at in self._things and at not in path and at != iri:
            path.insert(0, at)
            at = self._things[at].whole
        return path

    def _step(self, iri: str) -> tuple[object, ...]:
        """Give the order among what stands under one thing: class, year, print, IRI."""
        thing = self._things[iri]
        at = next((at for at, kind in enumerate(FIRST) if kind in thing.types), len(FIRST))
        years = sorted(thing.years) if at < len(FIRST) else []
        natural = [int(part) if part.isdecimal() else part for part in _DIGITS.split(iri)]
        return (at, years, thing.position, natural)


def _entry(iri: str, thing: _Thing, order: _Order) -> Entry:
    return Entry(
        iri,
        _type(thing),
        tuple(_wordings(thing)),
        tuple(sorted(thing.years)),
        tuple(order.path(iri)),
    )


def _wordings(thing: _Thing) -> Iterator[Wording]:
    """Give the texts of a thing, the best reason first; one that only repeats another once."""
    has_label = any(
        predicate == LABEL and text.language == "ja" for predicate, text in thing.wordings
    )
    ranks = list(Why)
    found = sorted(
        {
            Wording(_why(*one, has_label=has_label), one[1].language, one[1].value)
            for one in thing.wordings
        },
        key=lambda one: (ranks.index(one.why), one.language != "ja", one.language, one.text),
    )
    seen: set[str] = set()
    for one in found:
        if one.text not in seen and (one.why in NAMES or fold(one.text) not in seen):
            yield one
        seen |= {one.text, fold(one.text)}


def _why(predicate: str, text: Text, *, has_label: bool) -> Why:
    """Tell what a text is to its thing; beside a printed label, a Japanese name is a mended one."""
    if text.language == READING:
        return Why.READING
    if predicate == PREF_LABEL and text.language == "ja" and has_label:
        return Why.PREFERRED
    return WORDINGS.get(predicate, Why.QUOTATION)
