"""A description to the view of a thing: path, parts, quotations, links out and in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.judgement import Judgement, Note, judgements, judgements_in, notes
from kameoka_graph.ask.labels import ASKED, Labels, names_of
from kameoka_graph.ask.naming import PREF_LABEL, READING, Name, Names
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.series_view import SeriesView, view_series
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import LANG_STRING, Blank, Iri, Quad, Store, Term, Text, plain

TYPE: Final = f"{PREFIXES['rdf']}type"
IS_PART_OF: Final = f"{PREFIXES['dcterms']}isPartOf"
HAS_PART: Final = f"{PREFIXES['dcterms']}hasPart"
FIRST: Final = f"{PREFIXES['rdf']}first"
REST: Final = f"{PREFIXES['rdf']}rest"
HAS_TARGET: Final = f"{PREFIXES['oa']}hasTarget"
QUOTED_FROM: Final = f"{PREFIXES['prov']}wasQuotedFrom"
WHOLE_TEXT: Final = f"{PREFIXES['prov']}value"

_SHOWN_APART: Final = frozenset({IS_PART_OF, HAS_PART, QUOTED_FROM, WHOLE_TEXT})
"""Properties that the page shows in its own way: path, parts, quotations."""
_TECHNICAL: Final = frozenset(
    {
        TYPE,
        *(f"{PREFIXES['rdfs']}{name}" for name in ("label", "isDefinedBy", "seeAlso")),
        *(f"{PREFIXES['skos']}{name}" for name in ("prefLabel", "altLabel", "notation")),
        *(f"{PREFIXES['dcterms']}{name}" for name in ("identifier", "title")),
        *(
            f"{PREFIXES['prov']}{name}"
            for name in ("wasDerivedFrom", "hadPrimarySource", "wasGeneratedBy")
        ),
        f"{PREFIXES['schema']}position",
    }
)
_TECHNICAL_OWN: Final = (Own.SOURCE_TEXT, Own.MARKER, Own.LEVEL_NAME, Own.FISCAL_YEAR)
"""Properties, of other vocabularies and of ours, that repeat as data what a page says above."""
_POINTING_APART: Final = frozenset(
    {
        IS_PART_OF,
        HAS_PART,
        f"{PREFIXES['owl']}annotatedSource",
        f"{PREFIXES['owl']}annotatedTarget",
        HAS_TARGET,
    }
)
"""Properties of things that point here, shown in their own way: parts, judgements, notes."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, with who says so."""

    term: Term
    """The value itself."""
    name: Name | None
    """What it is called, if it is a thing."""
    knowledge: tuple[str, ...]
    """Kinds of knowledge of the graphs that say so, e.g. stated."""
    graphs: tuple[Iri, ...]
    """The graphs that say so."""
    because: tuple[Judgement, ...] = ()
    """The judgements that it rests on, if it was judged."""
    inner: tuple["Property", ...] = ()
    """What is said of it, if it has no name of its own: a list, a path of a shape."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values."""

    name: Name
    """The property."""
    values: tuple[Value, ...]
    """Its values, by name."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The things of one class (and one fiscal year) directly under a thing."""

    kind: Name | None
    """Their class, if it is one of the kinds of elements."""
    year: Name | None
    """Their fiscal year, for entries of a year."""
    things: tuple[Name, ...]
    """The things, in printed order."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a thing is quoted from."""

    document: Iri
    """The source document."""
    title: str
    """Its title."""
    start: int
    """First code point, from 0."""
    end: int
    """One past the last code point."""
    exact: str
    """The exact wording."""
    before: str
    """Text before it."""
    after: str
    """Text after it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a thing's name is read."""

    text: Text
    """The reading in kana."""
    because: tuple[Judgement, ...]
    """Who says so, if it was judged."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The triple that a statement is about."""

    source: Name
    """Its subject."""
    relation: Name
    """Its property."""
    target: Value
    """Its value."""


@dataclass(frozen=True, slots=True)
class Section:
    """A thing that is named by a fragment of the page's thing."""

    name: Name
    """The thing."""
    anchor: str
    """Its fragment."""
    properties: tuple[Property, ...]
    """What is said of it."""


@dataclass(frozen=True, slots=True)
class ThingView:
    """Everything that the page of a thing shows."""

    name: Name
    """The thing."""
    other_names: tuple[Text, ...]
    """Its labels in other languages and its readings."""
    classes: tuple[Name, ...]
    """Its classes as stated, not the wider ones that follow."""
    trail: tuple[Name, ...]
    """The things it is part of, the outermost first."""
    year: Name | None
    """Its fiscal year, if it has one."""
    parts: tuple[Parts, ...]
    """What stands directly under it."""
    quotations: tuple[Quotation, ...]
    """Where it is quoted from."""
    outgoing: tuple[Property, ...]
    """What is said of it: all of `facts` and `technical`."""
    facts: tuple[Property, ...]
    """What is said of it beyond what the page shows in a way of its own."""
    technical: tuple[Property, ...]
    """Names, classes, order and the like, as the data has them."""
    incoming: tuple[Property, ...]
    """What points at it."""
    sections: tuple[Section, ...]
    """The things named by its fragments."""
    cut: bool
    """Whether more points at it than is shown up to this page."""
    page: int
    """Which page of what points at it this is, from 1."""
    notes: tuple[Note, ...]
    """What is remarkable about it in the source."""
    series: tuple[SeriesView, ...]
    """The series that it is, or that it belongs to, over the years."""
    curators: Mapping[Iri, Name]
    """Names of those who judged or wrote notes."""
    reading: Reading | None
    """The reading of its name, if one is known."""
    naming: Reading | None
    """The name that the page is headed with and who gave it, where that was judged."""
    judged: Judged | None
    """What it judges, if it is a statement."""
    plan: Iri | None
    """The plan that it is, or is part of."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of knowledge that its facts are of."""
        return frozenset(
            kind for one in self.facts for value in one.values for kind in value.knowledge
        )


def view_thing(
    store: Store,
    description: Description,
    language: Language,
    iris: Iris,
    labels: Labels = ASKED,
) -> ThingView:
    """Make the view of a described thing in a language; the store is asked for what it lacks."""
    thing = description.thing
    judged = _judged(store, description, iris)
    remarkable = notes(store, thing, language) if description.may_have(HAS_TARGET) else ()
    has_parts = any(predicate == IS_PART_OF for _, predicate, _, _ in description.incoming)
    classes = map(Iri, map(iris.kind, Kind)) if has_parts else ()
    kinds = names_of(store, classes, language, str(iris.mp(Own.MARKER)), labels)
    builder = _Builder(description, language, iris, judged, kinds)
    curators = {one.curator for one in judged} | {one.curator for one in remarkable}
    names = names_of(store, curators, language, builder.marker, labels)
    has_series = description.may_have(str(iris.mp(Own.IN_SERIES)))
    outgoing = builder.properties(thing, _SHOWN_APART)
    technical = _TECHNICAL | {str(iris.mp(term)) for term in _TECHNICAL_OWN}
    return ThingView(
        name=builder.names[thing],
        other_names=builder.other_names(),
        classes=builder.classes(),
        trail=builder.trail(),
        year=builder.year_of(thing),
        parts=builder.parts(),
        quotations=_quotations(store, thing) if description.may_have(QUOTED_FROM) else (),
        outgoing=outgoing,
        facts=tuple(one for one in outgoing if one.name.iri not in technical),
        technical=tuple(one for one in outgoing if one.name.iri in technical),
        incoming=builder.pointing(),
        sections=builder.sections(),
        cut=description.cut,
        page=description.page,
        notes=remarkable,
        series=view_series(store, thing, language, iris, labels) if has_series else (),
        curators={iri: names[iri] for iri in curators},
        reading=builder.reading(),
        naming=builder.naming(),
        judged=builder.judged_triple(),
        plan=builder.plan(),
    )


def _judged(store: Store, description: Description, iris: Iris) -> tuple[Judgement, ...]:
    """Give the judgements that speak of the thing; a whole description has them already."""
    if description.is_whole:
        return judgements_in(description.told, str(iris.mp(Own.CURATED_STATEMENT)))
    return judgements(store, [description.thing])


class _Builder:
    """The quads of a description, ordered for its page."""

    def __init__(
        self,
        description: Description,
        language: Language,
        iris: Iris,
        judged: Iterable[Judgement],
        kinds: Names,
    ) -> None:
        self.kinds = kinds
        self.judged: dict[tuple[Term, Term, Term], list[Judgement]] = defaultdict(list)
        for one in judged:
            self.judged[one.triple].append(one)
        self.thing = description.thing
        self.description = description
        self.iris = iris
        self.marker = str(iris.mp(Own.MARKER))
        self.fiscal_year = str(iris.mp(Own.FISCAL_YEAR))
        everything = (*description.outgoing, *description.incoming, *description.around)
        self.names = Names(everything, language, self.marker)
        self.types: Mapping[Term, set[Term]] = defaultdict(set)
        for subject, predicate, value, _ in everything:
            if predicate == TYPE:
                self.types[subject].add(value)
        self.said: Mapping[Term, list[Quad]] = defaultdict(list)
        for quad in description.outgoing:
            self.said[quad[0]].append(quad)
        self.years = {
            s: o for s, p, o, _ in everything if p == self.fiscal_year and isinstance(o, Iri)
        }

    def other_names(self) -> tuple[Text, ...]:
        shown = self.names[self.thing].label
        labels = {
            f"{PREFIXES['rdfs']}label",
            f"{PREFIXES['skos']}prefLabel",
            f"{PREFIXES['skos']}altLabel",
        }
        found = {
            o
            for s, p, o, _ in self.description.outgoing
            if s == self.thing and p in labels and isinstance(o, Text)
        }
        return tuple(
            sorted(
                (text for text in found if text.value != shown),
                key=lambda text: (text.language, text.value),
            )
        )

    def reading(self) -> Reading | None:
        """Give the reading of the whole name, with who says so."""
        found = sorted(
            o
            for s, p, o, _ in self.description.outgoing
            if s == self.thing and p == PREF_LABEL and isinstance(o, Text) and o.language == READING
        )
        if not found:
            return None
        triple = (self.thing, Iri(PREF_LABEL), found[0])
        return Reading(found[0], tuple(self.judged.get(triple, ())))

    def naming(self) -> Reading | None:
        """Give the name that is shown, if somebody judged that it is one."""
        name = self.names[self.thing]
        text = Text(name.label, name.language, LANG_STRING)
        because = self.judged.get((self.thing, Iri(PREF_LABEL), text))
        return Reading(text, tuple(because)) if because else None

    def judged_triple(self) -> Judged | None:
        """Give the triple that the thing is a statement about."""
        parts = [
            next(iter(self._values(self.thing, f"{PREFIXES['owl']}annotated{part}")), None)
            for part in ("Source", "Property", "Target")
        ]
        source, relation, target = parts
        if source is None or relation is None or target is None:
            return None
        if source.name is None or relation.name is None:
            return None
        return Judged(source.name, relation.name, target)

    def plan(self) -> Iri | None:
        """Give the plan that the thing is, or is part of, if it has a table to be viewed."""
        plan, period = str(self.iris.mp(Own.PLAN)), str(self.iris.mp(Own.PRINTED_PERIOD))
        within = [name.iri for name in self.trail()]
        if any(s == self.thing and p == period for s, p, _, _ in self.description.outgoing):
            within.insert(0, self.thing)
        return next((iri for iri in within if plan in self.types.get(iri, ())), None)

    def classes(self) -> tuple[Name, ...]:
        stated = {
            o
            for s, p, o, g in self.description.outgoing
            if s == self.thing and p == TYPE and g and self.iris.knowledge(g) != "derived"
        }
        return tuple(
            sorted(
                (self.names[o] for o in stated if isinstance(o, Iri)),
                key=lambda name: (name.label, name.iri),
            )
        )

    def trail(self) -> tuple[Name, ...]:
        whole_of = {
            s: o
            for s, p, o, _ in (*self.description.outgoing, *self.description.around)
            if p == IS_PART_OF and isinstance(o, Iri)
        }
        trail: list[Iri] = []
        at = whole_of.get(self.thing)
        while at is not None and at not in trail:
            trail.insert(0, at)
            at = whole_of.get(at)
        return tuple(self.names[iri] for iri in trail)

    def year_of(self, thing: Term) -> Name | None:
        year = self.years.get(thing)
        return None if year is None else self.names[year]

    def parts(self) -> tuple[Parts, ...]:
        """Group what is part of the thing by class and year, in the order of the print."""
        classes = [str(self.iris.kind(kind)) for kind in Kind]
        groups: dict[tuple[int, str, str], set[Iri]] = defaultdict(set)
        for subject, predicate, _, _ in self.description.incoming:
            if predicate == IS_PART_OF and isinstance(subject, Iri):
                kind = next((c for c in classes if c in self.types[subject]), "")
                groups[
                    classes.index(kind) if kind else len(classes), kind, self.years.get(subject, "")
                ].add(subject)
        return tuple(
            Parts(
                self.kinds[Iri(kind)] if kind else None,
                self.names[Iri(year)] if year else None,
                self._in_order(things),
            )
            for (_, kind, year), things in sorted(groups.items())
        )

    def _in_order(self, things: Iterable[Iri]) -> tuple[Name, ...]:
        return tuple(
            sorted(
                (self.names[thing] for thing in things),
                key=lambda name: (name.position, name.label, name.iri),
            )
        )

    def properties(self, thing: Term, apart: frozenset[str] = frozenset()) -> tuple[Property, ...]:
        quads = [
            ((s, p, o), o, g) for s, p, o, g in self.said.get(thing, ()) if p not in apart and g
        ]
        return self._grouped(quads)

    def pointing(self) -> tuple[Property, ...]:
        quads = [
            ((s, p, o), s, g)
            for s, p, o, g in self.description.incoming
            if p not in _POINTING_APART and g
        ]
        return self._grouped(quads)

    def sections(self) -> tuple[Section, ...]:
        own = f"{self.thing}#"
        inner = {
            s
            for s, _, _, _ in self.description.outgoing
            if isinstance(s, Iri) and s.startswith(own)
        }
        ordered = sorted((self.names[iri] for iri in inner), key=lambda name: name.iri)
        return tuple(
            Section(name, name.iri.removeprefix(own), self.properties(name.iri)) for name in ordered
        )

    def _grouped(
        self, found: Iterable[tuple[tuple[Term, Iri, Term], Term, Iri]]
    ) -> tuple[Property, ...]:
        graphs: Mapping[Iri, dict[Term, set[Iri]]] = defaultdict(lambda: defaultdict(set))
        because: dict[tuple[Iri, Term], list[Judgement]] = defaultdict(list)
        for triple, value, graph in found:
            graphs[triple[1]][value].add(graph)
            because[triple[1], value] = self.judged.get(triple, [])
        properties = (
            Property(
                self.names[predicate],
                tuple(
                    sorted(
                        (self._value(v, g, because[predicate, v]) for v, g in values.items()),
                        key=_value_order,
                    )
                ),
            )
            for predicate, values in graphs.items()
        )
        return tuple(sorted(properties, key=lambda prop: (prop.name.iri != TYPE, prop.name.label)))

    def _value(self, term: Term, graphs: set[Iri], because: list[Judgement]) -> Value:
        name = self.names[term] if isinstance(term, Iri) else None
        inner = self._inner(term) if isinstance(term, Blank) else ()
        kinds = {self.iris.knowledge(graph) for graph in graphs}
        if len(kinds) > 1:
            kinds.discard("derived")
        graphs_in_order = tuple(sorted(graphs))
        return Value(term, name, tuple(sorted(kinds)), graphs_in_order, tuple(because), inner)

    def _inner(self, node: Term) -> tuple[Property, ...]:
        """Give what is said of a node without a name; the members of a list in their order."""
        values: list[Value] = []
        while members := self._values(node, FIRST):
            values += members
            node = next(iter(self._values(node, REST))).term
        return (
            (Property(self.names[Iri(FIRST)], tuple(values)),) if values else self.properties(node)
        )

    def _values(self, node: Term, predicate: str) -> list[Value]:
        return [
            self._value(o, {g}, [])
            for _, p, o, g in self.said.get(node, ())
            if p == predicate and g
        ]


def _value_order(value: Value) -> tuple[str, int, str, str]:
    name = value.name
    return (
        ("", 0, value.term.language, value.term.value)
        if isinstance(value.term, Text)
        else _thing_order(name, value.term)
    )


def _thing_order(name: Name | None, term: Iri | Blank) -> tuple[str, int, str, str]:
    parent = term.rpartition("/")[0] if name is not None and name.position else ""
    return (
        parent,
        0 if name is None else name.position,
        "" if name is None else name.label,
        str(term),
    )


def _quotations(store: Store, thing: Iri) -> tuple[Quotation, ...]:
    rows = store.select(view_query("quotations", thing=[thing])).records()
    return tuple(
        Quotation(
            Iri(str(row["document"])),
            plain(row["title"]),
            int(plain(row["start"])),
            int(plain(row["end"])),
            plain(row["exact"]),
            plain(row["before"]),
            plain(row["after"]),
        )
        for row in rows
    )
