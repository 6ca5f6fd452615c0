"""What people judged of a thing: statements behind curated values, notes on the source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Quad, Store, Term, Text, plain

TYPE: Final = f"{PREFIXES['rdf']}type"
_OF_STATEMENTS: Final = (
    f"{PREFIXES['owl']}annotatedSource",
    f"{PREFIXES['owl']}annotatedProperty",
    f"{PREFIXES['owl']}annotatedTarget",
    f"{PREFIXES['rdfs']}comment",
    f"{PREFIXES['sssom']}confidence",
    f"{PREFIXES['prov']}wasAttributedTo",
    f"{PREFIXES['dcterms']}created",
)
"""What a curated statement says: source, property, target, reason, confidence, curator, date."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a curated triple is held to be so."""

    statement: Iri
    """The curated statement."""
    triple: tuple[Term, Term, Term]
    """What was judged."""
    reason: str
    """Why."""
    confidence: Decimal
    """How sure, from 0 to 1."""
    curator: Iri
    """Who judged."""
    date: str
    """When, e.g. 2026-11-22."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be meant at a place of the source."""

    text: str
    """E.g. 財政基盤."""
    confidence: Decimal
    """How sure, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note on what is remarkable at a place of the source."""

    note: Iri
    """The note."""
    code: str
    """Its number in the list of anomalies, e.g. A4."""
    text: str
    """What is there, and what is not known."""
    document: Iri
    """The source document."""
    start: int
    """First code point of the place, from 0."""
    end: int
    """One past its last code point."""
    quote: str
    """The exact wording there."""
    curator: Iri
    """Who wrote the note."""
    date: str
    """When."""
    candidates: tuple[Candidate, ...]
    """What may be meant, the likelier first."""


def judgements(store: Store, things: Iterable[Iri]) -> tuple[Judgement, ...]:
    """Give the judgements that speak of any of `things`, as subject or as value."""
    rows = store.select(view_query("judgements", thing=things)).records()
    return tuple(judgement_of(row, (row["source"], row["property"], row["target"])) for row in rows)


def judgements_in(quads: Iterable[Quad], curated: str) -> tuple[Judgement, ...]:
    """Take the judgements from all that is said of curated statements, by statement.

    `curated` is the class of those; what is said of other things is passed over.
    """
    said: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, _ in quads:
        if value not in said[subject][predicate]:
            said[subject][predicate].append(value)
    return tuple(
        Judgement(
            Iri(plain(statement)),
            (source, prop, target),
            plain(reason),
            Decimal(plain(confidence)),
            Iri(plain(curator)),
            plain(date)[:10],
        )
        for statement, values in sorted(said.items(), key=lambda one: one[0])
        if curated in values[TYPE]
        for source, prop, target, reason, confidence, curator, date in product(
            *(values[one] for one in _OF_STATEMENTS)
        )
    )


def judgement_of(row: Mapping[str, Term], triple: tuple[Term, Term, Term]) -> Judgement:
    """Take the judgement of a triple from a row that has its statement, reason, and so on."""
    return Judgement(
        Iri(plain(row["statement"])),
        triple,
        plain(row["reason"]),
        Decimal(plain(row["confidence"])),
        Iri(plain(row["curator"])),
        plain(row["date"])[:10],
    )


def notes(store: Store, thing: Iri, language: Language) -> tuple[Note, ...]:
    """Give the notes on a thing, in the order of their codes and places."""
    rows = [
        row
        for row in store.select(view_query("notes", thing=[thing])).records()
        if isinstance(row["text"], Text) and row["text"].language == language.value
    ]
    likely = candidates(store, {Iri(plain(row["note"])) for row in rows})
    found = (_note(row, likely) for row in rows)
    return tuple(sorted(found, key=lambda note: (int(note.code[1:]), note.start, note.note)))


def _note(row: Mapping[str, Term], likely: Mapping[str, list[Candidate]]) -> Note:
    return Note(
        Iri(plain(row["note"])),
        plain(row["code"]),
        plain(row["text"]),
        Iri(plain(row["document"])),
        int(plain(row["start"])),
        int(plain(row["end"])),
        plain(row["quote"]),
        Iri(plain(row["curator"])),
        plain(row["date"])[:10],
        tuple(likely.get(plain(row["note"]), ())),
    )


def candidates(store: Store, of: set[Iri]) -> Mapping[str, list[Candidate]]:
    """Give what may be meant at the places of some notes, by note, the likelier first."""
    found: Mapping[str, list[Candidate]] = defaultdict(list)
    if of:
        for row in store.select(view_query("candidates", note=sorted(of))).records():
            candidate = Candidate(plain(row["text"]), Decimal(plain(row["confidence"])))
            found[plain(row["note"])].append(candidate)
    return found
