"""What people judged of a thing: statements behind curated values, notes on the source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kameoka_graph.ask.naming import Names
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.store.answer import Iri, Store, Term, Text, plain


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
    return tuple(
        Judgement(
            Iri(plain(row["statement"])),
            (row["source"], row["property"], row["target"]),
            plain(row["reason"]),
            Decimal(plain(row["confidence"])),
            Iri(plain(row["curator"])),
            plain(row["date"])[:10],
        )
        for row in rows
    )


def notes(store: Store, thing: Iri, language: Language) -> tuple[Note, ...]:
    """Give the notes on a thing, in the order of their codes and places."""
    rows = [
        row
        for row in store.select(view_query("notes", thing=[thing])).records()
        if isinstance(row["text"], Text) and row["text"].language == language.value
    ]
    likely = _candidates(store, {Iri(plain(row["note"])) for row in rows})
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


def _candidates(store: Store, of: set[Iri]) -> Mapping[str, list[Candidate]]:
    found: Mapping[str, list[Candidate]] = defaultdict(list)
    if of:
        for row in store.select(view_query("candidates", note=sorted(of))).records():
            candidate = Candidate(plain(row["text"]), Decimal(plain(row["confidence"])))
            found[plain(row["note"])].append(candidate)
    return found


def names_of(store: Store, things: Iterable[Iri], language: Language, marker: str) -> Names:
    """Look up what things are called."""
    wanted = sorted(set(things))
    if not wanted:
        return Names((), language, marker)
    rows = store.select(view_query("labels", subject=wanted)).records()
    quads = (
        (row["subject"], Iri(plain(row["predicate"])), row["object"], Iri(plain(row["graph"])))
        for row in rows
    )
    return Names(quads, language, marker)
