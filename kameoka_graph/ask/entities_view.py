"""The things around a plan (funds, schemes, centres, events, organisations) to their entries.

What pages tell of them is context, what entries they are in is a curator's judgement; that a name
stands in the wording of an element is what the source shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kameoka_graph.ask.judgement import Judgement, judgement_of, judgements
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.map_view import elements_of
from kameoka_graph.ask.naming import LABEL, POSITION, PREF_LABEL, READING, TITLE, Name, Names
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.reading_order import reading_order
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Blank, Iri, Store, Term, Text, plain

TYPE: Final = f"{PREFIXES['rdf']}type"
PART_OF: Final = f"{PREFIXES['dcterms']}isPartOf"
ALT_LABEL: Final = f"{PREFIXES['skos']}altLabel"
HIDDEN_LABEL: Final = f"{PREFIXES['skos']}hiddenLabel"
_NAMING: Final = {
    LABEL: 0,
    PREF_LABEL: 1,
    TITLE: 2,
    ALT_LABEL: 3,
    HIDDEN_LABEL: 4,
}
"""Properties that name a thing, in the order in which names are shown."""
_APART: Final = frozenset({*_NAMING, TYPE, POSITION})
"""Properties that are no facts to list: names and classes."""


class Group(StrEnum):
    """What things around a plan are grouped as."""

    FUND = "fund"
    EVENT = "event"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


_GROUPS: Final = (
    (f"{PREFIXES['schema']}FundingScheme", Group.FUND),
    (f"{PREFIXES['schema']}EventSeries", Group.EVENT),
    (f"{PREFIXES['schema']}Event", Group.EVENT),
    (f"{PREFIXES['org']}OrganizationalUnit", Group.ORGANISATION),
    (f"{PREFIXES['org']}Organization", Group.ORGANISATION),
    (f"{PREFIXES['org']}Site", Group.PLACE),
    (f"{PREFIXES['schema']}CafeOrCoffeeShop", Group.PLACE),
)
"""Classes with the group of their things; the first that a thing has decides."""
CLASSES: Final = tuple(name for name, _ in _GROUPS)
"""The classes of things around plans."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who says something."""

    graph: Iri
    """The graph that says so."""
    knowledge: str
    """The kind of knowledge of it, e.g. context."""
    page: Iri | None
    """The page that it was taken from, for context."""
    title: str
    """Title of the page."""
    date: str
    """The date printed on the page, if one is known."""


@dataclass(frozen=True, slots=True)
class OtherName:
    """One of the names of a thing, with where it comes from."""

    text: Text
    """The name with its language."""
    told: tuple[Told, ...]
    """Who calls it so."""
    because: tuple[Judgement, ...]
    """The judgements behind it, if it was judged."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is said of a thing."""

    property: Name
    """What about it."""
    value: Term
    """The value."""
    name: Name | None
    """What the value is called, if it is a thing."""
    told: tuple[Told, ...]
    """Who says so."""


@dataclass(frozen=True, slots=True)
class Involvement:
    """An entry that involves a thing, in a curator's view."""

    entry: Name
    """The entry."""
    text: str
    """Its wording, exactly as printed."""
    year: Name
    """Its fiscal year."""
    whole: Name
    """Its action plan."""
    plan: Iri
    """Its plan."""
    through: tuple[Name, ...]
    """What it involves the thing through: its series, a part of the thing; none if directly."""
    judgement: Judgement | None
    """The judgement that this rests on; None where no statement of it is found."""


@dataclass(frozen=True, slots=True)
class EntityView:
    """A thing around a plan."""

    name: Name
    """The thing."""
    group: Group
    """What it is grouped as."""
    classes: tuple[Name, ...]
    """Its classes."""
    names: tuple[OtherName, ...]
    """All its names, the official ones first."""
    facts: tuple[Fact, ...]
    """What pages say of it."""
    involvements: tuple[Involvement, ...]
    """The entries that involve it, by year."""
    mentions: tuple[Name, ...]
    """Elements, other than entries, with one of its names in their printed wording."""


@dataclass(frozen=True, slots=True)
class EntitiesView:
    """The things around one plan."""

    plan: PlanView
    """The plan."""
    entities: tuple[EntityView, ...]
    """The things: those with entries first, then by name."""
    curators: Mapping[Iri, Name]
    """Names of those who judged."""

    @property
    def pages(self) -> tuple[Told, ...]:
        """The pages that names and facts were taken from, in the order in which they are shown."""
        told: dict[Told, None] = {}
        for thing in (one for group in Group for one in self.of(group)):
            told |= dict.fromkeys(one for name in thing.names for one in name.told)
            told |= dict.fromkeys(one for fact in thing.facts for one in fact.told)
        return tuple(one for one in told if one.page is not None)

    def of(self, group: Group) -> tuple[EntityView, ...]:
        """Give the things of one group."""
        return tuple(one for one in self.entities if one.group == group)


@dataclass(frozen=True, slots=True)
class InvolvedIn:
    """The entries that one thing is involved in, for the thing's own page."""

    involvements: tuple[Involvement, ...]
    """The entries, by year."""
    curators: Mapping[Iri, Name]
    """Names of those who judged."""


Said = Mapping[Iri, Sequence[Mapping[str, Term]]]
"""Rows of entity, predicate, object and graph, by entity."""


def view_entities(store: Store, plan: PlanView, language: Language, iris: Iris) -> EntitiesView:
    """View the things around a plan."""
    said = _said(store, plan.name.iri)
    rows = list(_involving(store, said))
    judged = judgements(store, said) if said else ()
    names = names_of(store, _things(said, rows, judged), language, str(iris.mp(Own.MARKER)))
    builder = _Builder(said, judged, names, _tellers(store, said, iris))
    involved = _involvements(rows, said, names, iris)
    texts = tuple((one.name, plan.texts[one.name.iri]) for one in elements_of(plan))
    entities = tuple(
        builder.entity(
            entity,
            tuple(one for one in involved[entity] if one.plan == plan.name.iri),
            texts,
        )
        for entity in said
    )
    curators = {one.curator for one in judged}
    return EntitiesView(
        plan,
        tuple(sorted(entities, key=_order)),
        {iri: names[iri] for iri in curators},
    )


def view_involvements(store: Store, thing: Iri, language: Language, iris: Iris) -> InvolvedIn:
    """View the entries that one thing, or a part of it, is involved in."""
    parts = [
        Iri(plain(row["part"]))
        for row in store.select(view_query("parts-around", entity=[thing])).records()
    ]
    said = {thing: (), **{part: ({"predicate": Iri(PART_OF), "object": thing},) for part in parts}}
    rows = list(_involving(store, said))
    things = {Iri(plain(row[key])) for row in rows for key in ("entry", "year", "whole", "who")}
    curators = {Iri(plain(row["curator"])) for row in rows if "curator" in row}
    names = names_of(store, things | curators | {*said}, language, str(iris.mp(Own.MARKER)))
    found = _involvements(rows, said, names, iris)[thing]
    return InvolvedIn(found, {iri: names[iri] for iri in curators})


def _said(store: Store, plan: Iri) -> Said:
    around = store.select(view_query("entities", plan=[plan])).records()
    entities = [row["entity"] for row in around]
    rows = store.select(view_query("said", entity=entities)).records() if entities else ()
    said: Mapping[Iri, list[Mapping[str, Term]]] = defaultdict(list)
    for row in rows:
        said[Iri(plain(row["entity"]))].append(row)
    return said


def _involving(store: Store, said: Said) -> Iterable[Mapping[str, Term]]:
    return store.select(view_query("involving", entity=sorted(said))).records() if said else ()


def _things(
    said: Said, rows: Iterable[Mapping[str, Term]], judged: Iterable[Judgement]
) -> set[Iri]:
    things = set(said) | {one.curator for one in judged}
    for found in said.values():
        for row in found:
            things.add(Iri(plain(row["predicate"])))
            if isinstance(row["object"], Iri):
                things.add(row["object"])
    return things | {
        Iri(plain(row[key])) for row in rows for key in ("entry", "year", "whole", "who")
    }


def _tellers(store: Store, said: Said, iris: Iris) -> Mapping[Iri, Told]:
    graphs = sorted({Iri(plain(row["graph"])) for rows in said.values() for row in rows})
    found = store.select(view_query("page-graphs", graph=graphs)).records() if graphs else ()
    pages = {plain(row["graph"]): row for row in reversed(list(found))}
    return {graph: _told(graph, pages.get(graph, {}), iris.knowledge(graph)) for graph in graphs}


def _told(graph: Iri, row: Mapping[str, Term], knowledge: str) -> Told:
    if knowledge != "context" or "page" not in row:
        return Told(graph, knowledge, None, "", "")
    page = Iri(plain(row["page"]))
    title = plain(row["title"]) if "title" in row else page
    return Told(graph, knowledge, page, title, plain(row["date"]) if "date" in row else "")


def _involvements(
    rows: Iterable[Mapping[str, Term]], said: Said, names: Names, iris: Iris
) -> Mapping[Iri, tuple[Involvement, ...]]:
    """Give the entries of each thing: of itself, then of its parts, each entry once."""
    direct: Mapping[Iri, list[Involvement]] = defaultdict(list)
    relation = Iri(iris.mp(Own.INVOLVES))
    for row in rows:
        direct[Iri(plain(row["entity"]))].append(_involvement(row, relation, names))
    found: dict[Iri, tuple[Involvement, ...]] = {}
    for entity in said:
        parts = [part for part, about in said.items() if _is_part(about, entity)]
        every = [*direct[entity]]
        every += [_through(one, names[part]) for part in parts for one in direct[part]]
        once = {one.entry.iri: one for one in reversed(every)}
        found[entity] = tuple(sorted(once.values(), key=lambda one: (one.year.iri, one.entry.iri)))
    return found


def _is_part(about: Iterable[Mapping[str, Term]], whole: Iri) -> bool:
    return any(row["predicate"] == PART_OF and row["object"] == whole for row in about)


def _involvement(row: Mapping[str, Term], relation: Iri, names: Names) -> Involvement:
    who, entry = Iri(plain(row["who"])), Iri(plain(row["entry"]))
    return Involvement(
        names[entry],
        plain(row["text"]),
        names[Iri(plain(row["year"]))],
        names[Iri(plain(row["whole"]))],
        Iri(plain(row["plan"])),
        () if who == entry else (names[who],),
        judgement_of(row, (who, relation, row["entity"])) if "statement" in row else None,
    )


def _through(one: Involvement, part: Name) -> Involvement:
    return Involvement(
        one.entry, one.text, one.year, one.whole, one.plan, (*one.through, part), one.judgement
    )


class _Builder:
    """What is said of things, ordered for pages."""

    def __init__(
        self,
        said: Said,
        judged: Iterable[Judgement],
        names: Names,
        tellers: Mapping[Iri, Told],
    ) -> None:
        self._said = said
        self._names = names
        self._tellers = tellers
        self._judged: Mapping[tuple[Term, Term, Term], list[Judgement]] = defaultdict(list)
        for one in judged:
            self._judged[one.triple].append(one)

    def entity(
        self,
        entity: Iri,
        involvements: tuple[Involvement, ...],
        texts: Iterable[tuple[Name, str]],
    ) -> EntityView:
        """View one thing."""
        classes = [row["object"] for row in self._said[entity] if row["predicate"] == TYPE]
        known = list(dict.fromkeys(one for one in classes if isinstance(one, Iri)))
        called = self._called(entity)
        spellings = {one.text.value for one in called if one.text.language == Language.JA.value}
        return EntityView(
            self._names[entity],
            next((group for of, group in _GROUPS if of in known), Group.OTHER),
            tuple(self._names[one] for one in known),
            called,
            self._facts(entity),
            involvements,
            tuple(name for name, text in texts if any(one in text for one in spellings)),
        )

    def _called(self, entity: Iri) -> tuple[OtherName, ...]:
        texts: dict[Text, tuple[int, list[Told], list[Judgement]]] = {}
        for (predicate, value), tellers in self._grouped(entity, _NAMING).items():
            if isinstance(value, Text):
                _, told, why = texts.setdefault(value, (_NAMING[predicate], [], []))
                told += (one for one in tellers if one not in told)
                why += self._judged[entity, predicate, value]
        ordered = sorted(texts.items(), key=lambda one: (_rank(one[0]), one[1][0], one[0].value))
        return tuple(
            OtherName(text, tuple(tellers), tuple(why)) for text, (_, tellers, why) in ordered
        )

    def _facts(self, entity: Iri) -> tuple[Fact, ...]:
        predicates = {Iri(plain(row["predicate"])) for row in self._said[entity]} - _APART
        facts = (
            Fact(
                self._names[predicate],
                value,
                None if isinstance(value, Text) else self._named(value),
                tellers,
            )
            for (predicate, value), tellers in self._grouped(entity, predicates).items()
        )
        return tuple(
            sorted(facts, key=lambda one: (one.property.label, one.property.iri, str(one.value)))
        )

    def _named(self, value: Iri | Blank) -> Name:
        name = self._names[value]
        whole = value.startswith(("http://", "https://")) and value.endswith(name.label)
        return Name(name.iri, value, "") if whole and not name.language else name

    def _grouped(
        self, entity: Iri, predicates: Iterable[str]
    ) -> Mapping[tuple[Iri, Term], tuple[Told, ...]]:
        wanted = set(predicates)
        told: Mapping[tuple[Iri, Term], list[Told]] = defaultdict(list)
        for row in self._said[entity]:
            predicate = Iri(plain(row["predicate"]))
            if predicate in wanted:
                told[predicate, row["object"]].append(self._tellers[Iri(plain(row["graph"]))])
        return {key: tuple(tellers) for key, tellers in told.items()}


def _rank(text: Text) -> int:
    """Put Japanese names first, then readings, then names in other languages."""
    return 0 if text.language == Language.JA.value else 1 if text.language == READING else 2


def _order(one: EntityView) -> tuple[object, ...]:
    return not one.involvements, reading_order(one.name.reading or one.name.label), one.name.iri
