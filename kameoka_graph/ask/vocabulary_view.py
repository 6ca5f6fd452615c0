"""The ontology to the view of its documentation: every term with what is said and known of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import LABEL, TITLE, Name, Names
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.statements import Statements
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, Term, Text, plain

EXAMPLES: Final = 3
"""Examples from the data that a term is shown with."""

_TYPE: Final = f"{PREFIXES['rdf']}type"
_SUB_CLASS: Final = f"{PREFIXES['rdfs']}subClassOf"
_SUB_PROPERTY: Final = f"{PREFIXES['rdfs']}subPropertyOf"
_COMMENT: Final = f"{PREFIXES['rdfs']}comment"
_DISJOINT: Final = f"{PREFIXES['owl']}disjointWith"
_DEPRECATED: Final = f"{PREFIXES['owl']}deprecated"
_REPLACED: Final = f"{PREFIXES['dcterms']}isReplacedBy"
_STATUS: Final = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
_CLASS: Final = f"{PREFIXES['owl']}Class"
_PROPERTIES: Final = {
    f"{PREFIXES['owl']}ObjectProperty": "object",
    f"{PREFIXES['owl']}DatatypeProperty": "datatype",
    f"{PREFIXES['owl']}AnnotationProperty": "annotation",
}
"""The kinds of properties by their class."""
_DOMAINS: Final = (f"{PREFIXES['rdfs']}domain", f"{PREFIXES['schema']}domainIncludes")
_RANGES: Final = (f"{PREFIXES['rdfs']}range", f"{PREFIXES['schema']}rangeIncludes")
_RELATIONS: Final = tuple(
    f"{PREFIXES['skos']}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")
)
_NOTE: Final = f"{PREFIXES['skos']}note"
_SEE_ALSO: Final = f"{PREFIXES['rdfs']}seeAlso"


@dataclass(frozen=True, slots=True)
class Header:
    """What an ontology, a scheme or a file of rules says of itself."""

    name: Name
    """The ontology."""
    titles: tuple[Text, ...]
    """Its titles in other languages."""
    descriptions: tuple[Text, ...]
    """What it is for, in the reader's language first."""
    version: str
    """Its version."""
    version_iri: Iri | None
    """The IRI of this version, if it has one."""
    created: str
    """When it was made, e.g. 2026-11-22; empty where this is not said, as all the rest."""
    issued: str
    """When it was published."""
    modified: str
    """When it was last changed."""
    creators: tuple[Name, ...]
    """Who made it."""
    license: Iri | None
    """Its licence."""
    prefix: str
    """The prefix that it asks for."""
    namespace: str
    """What the IRIs of its terms begin with."""
    history: tuple[Text, ...]
    """What changed in each version, in the reader's language first."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a term corresponds to one of another vocabulary."""

    relation: Name
    """E.g. skos:closeMatch."""
    target: Iri
    """The other term."""


@dataclass(frozen=True, slots=True)
class Example:
    """A thing of a class, or a statement with a property, in the release."""

    thing: Name
    """The thing."""
    value: Name | Text | None
    """The value, of a statement."""
    knowledge: str
    """The kind of knowledge of the graph that says so, e.g. stated."""


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A class or a property."""

    name: Name
    """The term."""
    anchor: str
    """Its local name, e.g. Plan."""
    kind: str
    """`class`, `object`, `datatype` or `annotation`."""
    labels: tuple[Text, ...]
    """Its labels, in the reader's language first, as all texts here."""
    definitions: tuple[Text, ...]
    """What it means."""
    comments: tuple[Text, ...]
    """What is to be known beside."""
    told: tuple[Text, ...]
    """Examples in words."""
    status: str
    """How firm it is: stable or testing."""
    deprecated: bool
    """Whether it is no longer to be used."""
    replaced_by: tuple[Name, ...]
    """What is to be used instead."""
    wider: tuple[Name, ...]
    """Classes or properties that it is a special case of."""
    narrower: tuple[Name, ...]
    """Special cases of it."""
    disjoint: tuple[Name, ...]
    """Classes that nothing shares with it."""
    domains: tuple[Name, ...]
    """What the property is of."""
    ranges: tuple[Name, ...]
    """What its values are."""
    domain_of: tuple[Name, ...]
    """Properties of the class."""
    range_of: tuple[Name, ...]
    """Properties whose values are of the class."""
    uses: int
    """How many things of the release are of the class, or how often it has the property."""
    examples: tuple[Example, ...]
    """A few of them."""
    rules: tuple[Name, ...]
    """Rules that are about it, by number."""
    alignments: tuple[Alignment, ...]
    """How it corresponds to terms of other vocabularies."""


@dataclass(frozen=True, slots=True)
class VocabularyView:
    """An ontology and its terms."""

    header: Header
    """What it says of itself."""
    classes: tuple[VocabularyTerm, ...]
    """Its classes, in the order of their local names."""
    properties: tuple[VocabularyTerm, ...]
    """Its properties, likewise."""

    @property
    def terms(self) -> tuple[VocabularyTerm, ...]:
        """All its terms."""
        return (*self.classes, *self.properties)


@dataclass(frozen=True, slots=True)
class AlignedTerm:
    """A term with all that it is aligned to."""

    name: Name
    """The term."""
    alignments: tuple[Alignment, ...]
    """What it corresponds to."""
    see_also: tuple[Iri, ...]
    """What to see beside: standards without terms in RDF."""
    notes: tuple[Text, ...]
    """How it corresponds to them, in the reader's language first."""


@dataclass(frozen=True, slots=True)
class AlignmentsView:
    """A set of alignments."""

    header: Header
    """What it says of itself."""
    terms: tuple[AlignedTerm, ...]
    """The terms, by IRI."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """An example before it has names."""

    thing: Term
    value: Term | None
    knowledge: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the terms beside what the ontology says."""

    uses: Mapping[str, int]
    examples: Mapping[str, tuple[_Shown, ...]]
    rules: Mapping[str, tuple[Iri, ...]]
    names: Names


def view_vocabulary(
    store: Store, description: Description, language: Language, iris: Iris
) -> VocabularyView:
    """View a described ontology with its terms, their use in the release and their rules."""
    said = [quad for quad in description.outgoing if quad[3] and _stated(quad[3], iris)]
    statements = Statements(said)
    classes = _own(statements.pointing(Iri(_CLASS), _TYPE), description.thing)
    properties = {
        term: kind
        for of, kind in _PROPERTIES.items()
        for term in _own(statements.pointing(Iri(of), _TYPE), description.thing)
    }
    known = _known(store, statements, (classes, sorted(properties)), language, iris)
    return VocabularyView(
        view_header(store, statements, description.thing, language, iris),
        tuple(_term(statements, term, "class", known, language) for term in classes),
        tuple(
            _term(statements, term, properties[term], known, language)
            for term in sorted(properties)
        ),
    )


def view_header(
    store: Store, statements: Statements, thing: Iri, language: Language, iris: Iris
) -> Header:
    """View what an ontology, a scheme or a file of rules says of itself."""

    def text(prefix: str, name: str) -> str:
        return statements.text(thing, PREFIXES[prefix] + name)

    def one(prefix: str, name: str) -> Iri | None:
        return next(iter(statements.things(thing, PREFIXES[prefix] + name)), None)

    creators = statements.things(thing, f"{PREFIXES['dcterms']}creator")
    names = names_of(store, {thing, *creators}, language, str(iris.mp(Own.MARKER)))
    titles = statements.texts(thing, TITLE, language)
    return Header(
        name=names[thing],
        titles=tuple(one for one in titles if one.value != names[thing].label),
        descriptions=statements.texts(thing, f"{PREFIXES['dcterms']}description", language),
        version=text("owl", "versionInfo"),
        version_iri=one("owl", "versionIRI"),
        created=text("dcterms", "created"),
        issued=text("dcterms", "issued"),
        modified=text("dcterms", "modified"),
        creators=tuple(names[creator] for creator in creators),
        license=one("dcterms", "license"),
        prefix=text("vann", "preferredNamespacePrefix"),
        namespace=text("vann", "preferredNamespaceUri"),
        history=statements.texts(thing, f"{PREFIXES['skos']}historyNote", language),
    )


def view_alignments(
    store: Store, description: Description, language: Language, iris: Iris
) -> AlignmentsView:
    """View a described set of alignments."""
    statements = Statements((*description.outgoing, *description.around))
    terms = {
        term
        for relation in (*_RELATIONS, _SEE_ALSO)
        for subject, predicate, _, graph in description.around
        for term in [subject]
        if predicate == relation and isinstance(term, Iri) and graph == iris.graph("alignments")
    } - {description.thing}
    wanted = {*terms, *map(Iri, _RELATIONS)}
    names = names_of(store, wanted, language, str(iris.mp(Own.MARKER)))
    return AlignmentsView(
        view_header(store, statements, description.thing, language, iris),
        tuple(
            AlignedTerm(
                names[term],
                _alignments(statements, term, names),
                statements.things(term, _SEE_ALSO),
                statements.texts(term, _NOTE, language),
            )
            for term in sorted(terms)
        ),
    )


def _stated(graph: Iri, iris: Iris) -> bool:
    return iris.knowledge(graph) == "vocabulary"


def _own(terms: Iterable[Iri], ontology: Iri) -> tuple[Iri, ...]:
    return tuple(sorted(term for term in terms if term.startswith(f"{ontology}#")))


def _term(
    statements: Statements, term: Iri, kind: str, known: _Known, language: Language
) -> VocabularyTerm:
    above = _SUB_CLASS if kind == "class" else _SUB_PROPERTY

    def named(things: Iterable[Iri]) -> tuple[Name, ...]:
        return tuple(known.names[thing] for thing in things)

    def either(predicates: tuple[str, str]) -> tuple[Name, ...]:
        return named(one for which in predicates for one in statements.things(term, which))

    def pointing(predicates: tuple[str, str]) -> tuple[Name, ...]:
        found = {one for which in predicates for one in statements.pointing(term, which)}
        return named(sorted(found))

    return VocabularyTerm(
        name=known.names[term],
        anchor=term.rpartition("#")[2],
        kind=kind,
        labels=statements.texts(term, LABEL, language),
        definitions=statements.texts(term, f"{PREFIXES['skos']}definition", language),
        comments=statements.texts(term, _COMMENT, language),
        told=statements.texts(term, f"{PREFIXES['skos']}example", language),
        status=statements.text(term, _STATUS),
        deprecated=statements.text(term, _DEPRECATED) == "true",
        replaced_by=named(statements.things(term, _REPLACED)),
        wider=named(statements.things(term, above)),
        narrower=named(statements.pointing(term, above)),
        disjoint=named(statements.things(term, _DISJOINT)),
        domains=either(_DOMAINS),
        ranges=either(_RANGES),
        domain_of=pointing(_DOMAINS),
        range_of=pointing(_RANGES),
        uses=known.uses.get(term, 0),
        examples=_examples(known, term),
        rules=named(known.rules.get(term, ())),
        alignments=_alignments(statements, term, known.names),
    )


def _alignments(statements: Statements, term: Iri, names: Names) -> tuple[Alignment, ...]:
    return tuple(
        Alignment(names[Iri(relation)], target)
        for relation in _RELATIONS
        for target in statements.things(term, relation)
    )


def _examples(known: _Known, term: Iri) -> tuple[Example, ...]:
    found: list[Example] = []
    for one in known.examples.get(term, ()):
        value = known.names[one.value] if isinstance(one.value, Iri) else one.value
        if isinstance(one.thing, Iri) and isinstance(value, Name | Text | None):
            found.append(Example(known.names[one.thing], value, one.knowledge))
    return tuple(found)


def _known(
    store: Store,
    statements: Statements,
    terms: tuple[tuple[Iri, ...], list[Iri]],
    language: Language,
    iris: Iris,
) -> _Known:
    classes, properties = terms
    uses = {**_uses(store, "class-uses", classes), **_uses(store, "property-uses", properties)}
    examples: dict[str, tuple[_Shown, ...]] = {
        **{term: tuple(_some(store, "class-examples", term, iris)) for term in classes},
        **{term: tuple(_some(store, "property-examples", term, iris)) for term in properties},
    }
    rules = _rules(store, (*classes, *properties))
    wanted = {Iri(one) for one in _RELATIONS} | {one for found in rules.values() for one in found}
    wanted |= {
        one
        for rows in examples.values()
        for row in rows
        for one in (row.thing, row.value)
        if isinstance(one, Iri)
    }
    for term in (*classes, *properties):
        wanted.add(term)
        for predicate in statements.predicates(term):
            wanted |= set(statements.things(term, predicate))
    return _Known(
        uses, examples, rules, names_of(store, wanted, language, str(iris.mp(Own.MARKER)))
    )


def _uses(store: Store, query: str, terms: Iterable[Iri]) -> dict[str, int]:
    rows = store.select(view_query(query, term=terms)).records()
    return {plain(row["term"]): int(plain(row["uses"])) for row in rows}


def _some(store: Store, query: str, term: Iri, iris: Iris) -> Iterator[_Shown]:
    """Yield a few things with the term and, of a property, its value; each thing once."""
    seen: set[Term] = set()
    for row in store.select(view_query(query, term=[term])).records():
        if row["thing"] not in seen and len(seen) < EXAMPLES:
            seen.add(row["thing"])
            yield _Shown(row["thing"], row.get("value"), iris.knowledge(plain(row["graph"])))


def _rules(store: Store, terms: Iterable[Iri]) -> Mapping[str, tuple[Iri, ...]]:
    found: Mapping[str, list[tuple[int, Iri]]] = defaultdict(list)
    for row in store.select(view_query("term-rules", term=terms)).records():
        found[plain(row["term"])].append((int(plain(row["number"])), Iri(plain(row["rule"]))))
    return {term: tuple(rule for _, rule in sorted(rules)) for term, rules in found.items()}
