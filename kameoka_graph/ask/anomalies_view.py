"""A plan to what is remarkable in its source, and what is open: undecided, doubtful, left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kameoka_graph.ask.contributions import Contribution, contributions
from kameoka_graph.ask.judgement import Candidate, Judgement, candidates, judgement_of
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name, Names
from kameoka_graph.ask.plan_view import Element, PlanView
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, Term, Text, plain

DOUBTFUL: Final = Text("0.5", datatype="http://www.w3.org/2001/XMLSchema#decimal")
"""Judgements less sure than this are listed as doubtful."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the source that a note is about."""

    note: Iri
    """The note."""
    quote: str
    """The exact wording there."""
    start: int
    """First code point, from 0."""
    end: int
    """One past the last code point."""
    things: tuple[Name, ...]
    """The elements there; none where the note is about the document only."""
    candidates: tuple[Candidate, ...]
    """What may be meant, the likelier first."""
    confidence: Decimal
    """How sure the note itself is."""
    curator: Iri
    """Who wrote it."""
    date: str
    """When."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something remarkable in the source, at one place or at several."""

    code: str
    """Its number in the list, e.g. A4."""
    weight: Name
    """How gravely one may misread it."""
    text: str
    """What is there, and what is not known."""
    how: str
    """How it was found."""
    places: tuple[Place, ...]
    """Where, in the order of the source."""

    @property
    def confidence(self) -> Decimal:
        """How sure the least sure of its notes is."""
        return min(place.confidence for place in self.places)

    @property
    def quotes(self) -> tuple[tuple[str, tuple[Place, ...]], ...]:
        """The wordings at its places, each with the places that have it."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.quote, []).append(place)
        return tuple((quote, tuple(places)) for quote, places in found.items())

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What may be meant, at any of the places, the likelier first."""
        found = dict.fromkeys(one for place in self.places for one in place.candidates)
        return tuple(sorted(found, key=lambda one: (-one.confidence, one.text)))

    @property
    def by(self) -> tuple[tuple[Iri, str], ...]:
        """Who wrote the notes, and when."""
        return tuple(dict.fromkeys((place.curator, place.date) for place in self.places))


@dataclass(frozen=True, slots=True)
class AnomalyType:
    """The anomalies of one type."""

    name: Name
    """The type, a concept of `voc/anomaly`."""
    code: str
    """Its code, e.g. misprint."""
    anomalies: tuple[Anomaly, ...]
    """Its anomalies by number."""

    @property
    def places(self) -> int:
        """How many places they are at."""
        return sum(len(one.places) for one in self.anomalies)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not published, and why."""

    note: Iri
    """The record."""
    thing: Name
    """What it would have been about."""
    claim: str
    """What would have been said."""
    value: str
    """The value, where there was one."""
    why: str
    """Why it was left out."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A judgement that is less sure than an even chance."""

    judgement: Judgement
    """The judgement."""
    subject: Name
    """What was judged."""
    relation: Name
    """In which relation."""
    value: Name | None
    """To what, if that is a thing."""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An element that no action plan, aim or action contributes to."""

    element: Element
    """The element."""
    below: int
    """How many contributions there are to what stands under it."""


@dataclass(frozen=True, slots=True)
class AnomaliesView:
    """What is remarkable and what is open in one plan."""

    plan: PlanView
    """The plan."""
    types: tuple[AnomalyType, ...]
    """The anomalies by type, the type with the first number first."""
    doubts: tuple[Doubt, ...]
    """Judgements below `DOUBTFUL`, the least sure first."""
    unlinked: tuple[Unlinked, ...]
    """Pillars and measures that nothing contributes to, as printed."""
    idle: tuple[Name, ...]
    """Action plans that contribute to nothing."""
    loose: tuple[Name, ...]
    """Entries that were not linked to any aim or concrete action."""
    left_out: tuple[LeftOut, ...]
    """What was left out."""
    curators: Mapping[Iri, Name]
    """Names of those who judged or wrote notes."""

    @property
    def places(self) -> int:
        """How many places the notes are about."""
        return sum(one.places for one in self.types)

    @property
    def anomalies(self) -> int:
        """How many anomalies there are."""
        return len({one.code for kind in self.types for one in kind.anomalies})


def view_anomalies(store: Store, plan: PlanView, language: Language, iris: Iris) -> AnomaliesView:
    """View the anomalies and the open questions of a plan."""
    asked: dict[str, list[Term]] = {"plan": [plan.name.iri], "language": [Text(language.value)]}
    notes = list(store.select(view_query("plan-notes", **asked)).records())
    things = _targets(store, notes)
    doubts = _doubtful(store, plan.name.iri)
    left_out = list(store.select(view_query("left-out", **asked)).records())
    names = names_of(
        store,
        {
            *_iris(notes, "type", "weight", "curator"),
            *(thing for ones in things.values() for thing in ones),
            *_iris(doubts, "source", "property", "target", "curator"),
            *_iris(left_out, "thing"),
        },
        language,
        str(iris.mp(Own.MARKER)),
    )
    likely = candidates(store, {Iri(plain(row["note"])) for row in notes})
    known = contributions(store, plan, iris)
    return AnomaliesView(
        plan,
        _types(notes, things, likely, names),
        tuple(_doubt(row, names) for row in doubts),
        _unlinked(plan, known),
        _idle(plan, known),
        _loose(plan, known),
        tuple(_left_out(row, names) for row in left_out),
        {iri: names[iri] for iri in _iris([*notes, *doubts], "curator")},
    )


def _iris(rows: Iterable[Mapping[str, Term]], *keys: str) -> set[Iri]:
    found = {row[key] for row in rows for key in keys}
    return {term for term in found if isinstance(term, Iri)}


def _doubtful(store: Store, plan: Iri) -> list[Mapping[str, Term]]:
    rows = store.select(view_query("doubtful", plan=[plan], limit=[DOUBTFUL])).records()
    statements = [row["statement"] for row in rows]
    if not statements:
        return []
    return list(store.select(view_query("statements", statement=statements)).records())


def _targets(store: Store, notes: Iterable[Mapping[str, Term]]) -> Mapping[str, list[Iri]]:
    """Give what each note is about beside the places in the document."""
    places = {plain(row["span"]) for row in notes}
    wanted = sorted({Iri(plain(row["note"])) for row in notes})
    found: Mapping[str, list[Iri]] = defaultdict(list)
    if wanted:
        for row in store.select(view_query("note-targets", note=wanted)).records():
            if plain(row["thing"]) not in places:
                found[plain(row["note"])].append(Iri(plain(row["thing"])))
    return found


def _types(
    notes: Iterable[Mapping[str, Term]],
    things: Mapping[str, list[Iri]],
    likely: Mapping[str, list[Candidate]],
    names: Names,
) -> tuple[AnomalyType, ...]:
    grouped: Mapping[Iri, dict[tuple[str, str], list[Mapping[str, Term]]]]
    grouped = defaultdict(lambda: defaultdict(list))
    for row in sorted(notes, key=_note_order):
        key = (plain(row["code"]), plain(row["text"]))
        grouped[Iri(plain(row["type"]))][key].append(row)
    return tuple(
        AnomalyType(
            names[kind],
            kind.rpartition("/")[2],
            tuple(
                Anomaly(
                    code,
                    names[Iri(plain(rows[0]["weight"]))],
                    text,
                    plain(rows[0]["how"]),
                    tuple(_place(row, things, likely, names) for row in rows),
                )
                for (code, text), rows in anomalies.items()
            ),
        )
        for kind, anomalies in grouped.items()
    )


def _note_order(row: Mapping[str, Term]) -> tuple[int, str, int, str]:
    code = plain(row["code"])
    digits = code.lstrip("A")
    number = int(digits) if digits.isdecimal() else 0
    return number, code, int(plain(row["start"])), plain(row["note"])


def _place(
    row: Mapping[str, Term],
    things: Mapping[str, list[Iri]],
    likely: Mapping[str, list[Candidate]],
    names: Names,
) -> Place:
    note = Iri(plain(row["note"]))
    return Place(
        note,
        plain(row["quote"]),
        int(plain(row["start"])),
        int(plain(row["end"])),
        tuple(names[thing] for thing in things.get(note, ())),
        tuple(likely.get(note, ())),
        Decimal(plain(row["confidence"])),
        Iri(plain(row["curator"])),
        plain(row["date"])[:10],
    )


def _doubt(row: Mapping[str, Term], names: Names) -> Doubt:
    target = row["target"]
    return Doubt(
        judgement_of(row, (row["source"], row["property"], target)),
        names[Iri(plain(row["source"]))],
        names[Iri(plain(row["property"]))],
        names[target] if isinstance(target, Iri) else None,
    )


def _left_out(row: Mapping[str, Term], names: Names) -> LeftOut:
    return LeftOut(
        Iri(plain(row["note"])),
        names[Iri(plain(row["thing"]))],
        plain(row["claim"]),
        plain(row["value"]) if "value" in row else "",
        plain(row["why"]),
    )


def _unlinked(plan: PlanView, known: Iterable[Contribution]) -> tuple[Unlinked, ...]:
    counted = Counter(one.upper for one in known)
    elements = (one for pillar in plan.pillars for one in (pillar, *pillar.parts))
    return tuple(
        Unlinked(one, sum(counted[part.name.iri] for part in one.parts))
        for one in elements
        if not counted[one.name.iri]
    )


def _idle(plan: PlanView, known: Iterable[Contribution]) -> tuple[Name, ...]:
    lower = {one.lower for one in known}
    return tuple(
        row.action_plan.name
        for row in plan.rows
        if lower.isdisjoint(
            {row.action_plan.name.iri, *(part.name.iri for part in row.action_plan.parts)}
        )
    )


def _loose(plan: PlanView, known: Iterable[Contribution]) -> tuple[Name, ...]:
    lower = {one.lower for one in known}
    entries = (entry for row in plan.rows for cell in row.cells for entry in cell)
    return tuple(entry for entry in entries if entry.iri not in lower)
