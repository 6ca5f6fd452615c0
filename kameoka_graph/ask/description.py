"""A thing to its description: the quads that its page shows and its data files hold.

Outgoing, incoming (bounded), the things named by fragments of it, the containment above it, and the
names of everything linked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from kameoka_graph.ask.labels import ASKED, Labels
from kameoka_graph.ask.query import quads_of, view_quads, view_query
from kameoka_graph.store.answer import Blank, Iri, Quad, Store, plain

INCOMING_LIMIT: Final = 1000
"""Incoming statements that a description holds at most; the others stand on further pages."""
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
    """Whether more points at it than is given up to this page."""
    around: tuple[Quad, ...]
    """Containment above it, what was judged and noted of it, and names of all things linked."""
    told: tuple[Quad, ...] = ()
    """Of `around`, what is said of the curated statements and notes that speak of the thing."""
    page: int = 1
    """Which thousand of incoming statements it holds; what is said of it is on every page."""

    @property
    def is_whole(self) -> bool:
        """Whether it holds everything that points at the thing."""
        return self.page == 1 and not self.cut

    def may_have(self, predicate: str) -> bool:
        """Tell whether the thing is, or may be, in a statement with a property, on either side."""
        if not self.is_whole:
            return True
        return any(quad[1] == predicate for quad in chain(self.outgoing, self.incoming))

    @property
    def quads(self) -> frozenset[Quad]:
        """Everything, each quad once; the whole text of a document is left to the document."""
        return frozenset(
            quad
            for quad in (*self.outgoing, *self.incoming, *self.around)
            if quad[1] != _WHOLE_TEXT
        )


def describe(store: Store, thing: str, page: int = 1, labels: Labels = ASKED) -> Description | None:
    """Describe the thing with the IRI `thing`; gives None where no graph speaks of it.

    `page` is from 1; there is none after the last incoming statement.
    """
    iri = Iri(thing)
    if ":" not in thing:  # no scheme: a query would resolve it against the base
        return None
    try:
        incoming = _incoming(store, iri, page)
    except ValueError:  # what an address holds may be no IRI: then no graph speaks of it
        return None
    shown = incoming[:INCOMING_LIMIT]
    behind = {s for s, p, _, _ in shown if p in _SPEAKING and isinstance(s, Iri)}
    outgoing, told = _said(store, iri, behind)
    if not incoming and (page > 1 or not outgoing):
        return None
    wholes = view_quads(store, "wholes", thing=[iri])
    linked = _linked((*outgoing, *shown, *wholes, *told)) - {iri}
    around = (*wholes, *told, *labels.of(store, linked))
    return Description(iri, outgoing, shown, len(incoming) > INCOMING_LIMIT, around, told, page)


def said_of(store: Store, things: Iterable[Iri]) -> tuple[Quad, ...]:
    """Give what is said of things, and of the lists and paths that they hold.

    Those have no names to be asked by, and their labels hold within one answer only; so where there
    are any, everything is asked once more with them. Few things hold some.
    """
    wanted = sorted(things)
    quads = view_quads(store, "outgoing", subject=wanted)
    if any(isinstance(value, Blank) for _, _, value, _ in quads):
        quads = view_quads(store, "outgoing-with-blanks", subject=wanted, holder=wanted)
    return quads


def _incoming(store: Store, thing: Iri, page: int) -> tuple[Quad, ...]:
    """Give a page of what points at a thing, and one more if there is another page."""
    query = view_query("incoming", object=[thing])
    skipped = (page - 1) * INCOMING_LIMIT
    return quads_of(store.select(f"{query.rstrip()} OFFSET {skipped}" if skipped else query))


def _said(store: Store, thing: Iri, behind: set[Iri]) -> tuple[tuple[Quad, ...], tuple[Quad, ...]]:
    """Give what is said of a thing and its fragments, and what is said of those `behind` it.

    Its fragments are those that point at it and those that hang on it.
    """
    rows = store.select(view_query("fragments", thing=[thing])).records()
    wanted = {thing, *(Iri(plain(row["fragment"])) for row in rows)}
    quads = said_of(store, wanted | behind)  # both at once: a question costs more than its answer
    outgoing = tuple(quad for quad in quads if quad[0] not in behind)
    known = wanted
    while wanted := {iri for iri in _linked(outgoing) if iri.startswith(f"{thing}#")} - known:
        outgoing += said_of(store, wanted)
        known |= wanted
    return outgoing, tuple(quad for quad in quads if quad[0] in behind)


def _linked(quads: Iterable[Quad]) -> set[Iri]:
    return {term for quad in quads for term in quad if isinstance(term, Iri)}
