"""The embedded engine: a dataset in memory, or on disk above a size, read-only once loaded.

The default graph is the *merge* of the named graphs, each triple once. The engine's own union
option lists a triple once per graph that holds it, so that COUNT over it is wrong; therefore the
merge is stored beside the named graphs.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kameoka_graph.formats import CSV, GRAPHS, RESULTS_JSON, RESULTS_XML, TSV, Format
from kameoka_graph.say import Say, ToldError
from kameoka_graph.store.answer import BadQueryError, Iri, Rows, StoreUnreachableError, Triple
from kameoka_graph.store.complaint import complaint
from kameoka_graph.store.syntax import merged, plain_term, write_quads

RESULT_FORMATS: Final = {
    RESULTS_JSON: ox.QueryResultsFormat.JSON,
    RESULTS_XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    TSV: ox.QueryResultsFormat.TSV,
}
"""The engine's own names of the formats for rows."""


NOT_ROWS: Final = "expected SELECT"
"""What is told of a query of another form where rows are wanted."""
NOT_TRIPLES: Final = "expected CONSTRUCT or DESCRIBE"
"""What is told of a query of another form where triples are wanted."""


class NoFormatError(ToldError, ValueError):
    """No format asked for can carry this kind of answer; `possible` are those that can."""

    def __init__(self, possible: Sequence[Format]) -> None:
        """Keep the formats that can."""
        names = ", ".join(form.media_type for form in possible)
        super().__init__(
            Say(
                f"この種類の答えは、求められた形式では書けません。書けるのは {names} です。",
                f"This kind of answer has none of the formats asked for; it has {names}.",
            )
        )
        self.possible = tuple(possible)


class Embedded:
    """A `Store` inside this process."""

    def __init__(self, engine: ox.Store, base: str, prefixes: dict[str, str]) -> None:
        """Stand before a loaded `engine`; `base` resolves relative IRIs of queries."""
        self._engine = engine
        self._base = base
        self._prefixes = prefixes

    @classmethod
    def in_memory(cls, nquads: bytes, base: str, prefixes: dict[str, str]) -> "Embedded":
        """Load canonical N-Quads into memory, with their merge as the default graph."""
        engine = ox.Store()
        _load(engine, nquads)
        return cls(engine, base, prefixes)

    @classmethod
    def on_disk(cls, folder: Path, base: str, prefixes: dict[str, str]) -> "Embedded":
        """Open a store that `write_on_disk` made, read-only; raises `StoreUnreachableError`."""
        try:
            return cls(ox.Store.read_only(str(folder)), base, prefixes)
        except OSError as error:
            raise StoreUnreachableError(
                Say(
                    f"{folder}: ストアを開けません（{error}）。",
                    f"{folder}: the store cannot be opened ({error}).",
                )
            ) from error

    @property
    def engine(self) -> ox.Store:
        """The engine, for the modules of this layer."""
        return self._engine

    @property
    def base(self) -> str:
        """What relative IRIs of queries are resolved against."""
        return self._base

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefixes to write answers with."""
        return self._prefixes

    def select(self, query: str) -> Rows:
        """Answer a SELECT."""
        found = self._query(query)
        if not isinstance(found, ox.QuerySolutions):
            raise BadQueryError(NOT_ROWS)
        variables = tuple(variable.value for variable in found.variables)
        return Rows(
            variables,
            tuple([tuple([None if t is None else plain_term(t) for t in row]) for row in found]),
        )

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE; each triple once."""
        found = self._query(query)
        if not isinstance(found, ox.QueryTriples):
            raise BadQueryError(NOT_TRIPLES)
        return tuple(
            {
                (plain_term(t.subject), Iri(t.predicate.value), plain_term(t.object)): None
                for t in found
            }
        )

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Answer any query in the first of `formats` that can carry it, else `NoFormatError`."""
        found = self._query(query)
        if isinstance(found, ox.QueryTriples):
            form = first_possible(formats, GRAPHS)
            quads = [
                (plain_term(t.subject), Iri(t.predicate.value), plain_term(t.object), None)
                for t in found
            ]
            return form, write_quads(set(quads), form, self._prefixes)
        form = first_possible(formats, tuple(RESULT_FORMATS))
        return form, found.serialize(format=RESULT_FORMATS[form]) or b""

    def _query(self, query: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        try:
            return self._engine.query(query, base_iri=self._base)
        except SyntaxError as error:
            raise bad_query(error, query) from None


def bad_query(error: SyntaxError | RuntimeError, query: str) -> BadQueryError:
    """Give our error for the engine's word that a query is no SPARQL."""
    say = complaint(str(error), query)
    return BadQueryError(say.en, say.ja)


def write_on_disk(nquads: bytes, folder: Path) -> None:
    """Make a store on disk of canonical N-Quads, with their merge as the default graph."""
    engine = ox.Store(str(folder))
    _load(engine, nquads)
    engine.flush()
    engine.optimize()


def _load(engine: ox.Store, nquads: bytes) -> None:
    """Load the named graphs and their merge, in which a blank node is the same one.

    The engine's own loader gives blank nodes new labels each time, so that the two would not join.
    """
    engine.bulk_extend(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    if any(engine.quads_for_pattern(None, None, None, ox.DefaultGraph())):
        quads = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)  # some name no graph: quad by quad
        engine.bulk_extend(ox.Quad(*quad.triple) for quad in quads)
        return
    triples = b"".join(merged(nquads.splitlines(keepends=True)))
    engine.bulk_extend(ox.parse(triples, format=ox.RdfFormat.N_TRIPLES))


def first_possible(wanted: Sequence[Format], possible: Sequence[Format]) -> Format:
    """Give the first format wanted that is possible; raises `NoFormatError`."""
    for form in wanted:
        if form in possible:
            return form
    raise NoFormatError(possible)
