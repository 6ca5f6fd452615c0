"""A thing to its description: the quads that its page shows and its data files hold.

Outgoing, incoming (bounded), the things named by fragments of it, the containment above it, and the
names of everything linked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.query import view_query
from kameoka_graph.store.answer import Iri, Quad, Store, Term, plain

INCOMING_LIMIT: Final = 1000
"""Incoming statements that a description holds at most; more are told, not shown."""
_SPEAKING: Final = frozenset(
    {
        "http://www.w3.org/2002/07/owl#annotatedSource",
        "http://www.w3.org/2002/07/owl#annotatedTarget",
        "http://www.w3.org/ns/oa#hasTarget",
    }
)
"""Properties by which curated statements and notes speak of a thing."""
_WHOLE_TEXT: Final = "http://www.w3.org/ns/prov#value"


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of one thing."""

    thing: Iri
    """The thing."""
    outgoing: tuple[Quad, ...]
    """What is said of it, and of the things whose IRIs are fragments of it."""
    incoming: tuple[Quad, ...]
    """What points at it."""
    cut: bool
    """Whether more points at it than is given."""
    around: tuple[Quad, ...]
    """Containment above it, what was judged and noted of it, and names of all things linked."""

    @property
    def quads(self) -> frozenset[Quad]:
        """Everything, each quad once; the whole text of a document is left to the document."""
        return frozenset(
            quad
            for quad in (*self.outgoing, *self.incoming, *self.around)
            if quad[1] != _WHOLE_TEXT
        )


def describe(store: Store, thing: str) -> Description | None:
    """Describe the thing with the IRI `thing`; gives None where no graph speaks of it."""
    iri = Iri(thing)
    try:
        outgoing = _described(store, iri)
    except ValueError:  # what an address holds may be no IRI: then no graph speaks of it
        return None
    incoming = _quads(store, "incoming", object=[iri])
    if not incoming and not outgoing:
        return None
    wholes = _quads(store, "wholes", thing=[iri])
    shown = incoming[:INCOMING_LIMIT]
    behind = {s for s, p, _, _ in shown if p in _SPEAKING and isinstance(s, Iri)}
    told = _outgoing(store, sorted(behind)) if behind else ()
    linked = sorted(_linked((*outgoing, *shown, *wholes, *told)) - {iri})
    labels = _quads(store, "labels", subject=linked) if linked else ()
    return Description(
        iri, outgoing, shown, len(incoming) > INCOMING_LIMIT, (*wholes, *told, *labels)
    )


def _described(store: Store, thing: Iri) -> tuple[Quad, ...]:
    """Give what is said of a thing and of its fragments: those that point at it or hang on it."""
    rows = store.select(view_query("fragments", thing=[thing])).records()
    found: tuple[Quad, ...] = ()
    wanted, known = {thing, *(Iri(plain(row["fragment"])) for row in rows)}, set[Iri]()
    while wanted:
        found += _outgoing(store, sorted(wanted))
        known |= wanted
        wanted = {iri for iri in _linked(found) if iri.startswith(f"{thing}#")} - known
    return found


def _outgoing(store: Store, subjects: Iterable[Iri]) -> tuple[Quad, ...]:
    return _quads(store, "outgoing", subject=subjects, holder=subjects)


def _quads(store: Store, query: str, **parameters: Iterable[Term]) -> tuple[Quad, ...]:
    records = store.select(view_query(query, **parameters)).records()
    return tuple(
        _quad(row["subject"], row["predicate"], row["object"], row["graph"]) for row in records
    )


def _quad(subject: Term, predicate: Term, value: Term, graph: Term) -> Quad:
    if not isinstance(predicate, Iri) or not isinstance(graph, Iri):
        raise TypeError(predicate)
    return (subject, predicate, value, graph)


def _linked(quads: Iterable[Quad]) -> set[Iri]:
    return {term for quad in quads for term in quad if isinstance(term, Iri)}
