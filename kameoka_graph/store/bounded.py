"""A query, the graphs it sees and bounds to the bytes of its answer, or an error past a bound.

The engine lists a triple once per default graph that holds it. Where a query has several, their
merge is stored apart, each triple once, so that counts are right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kameoka_graph.formats import GRAPHS, JSONLD, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from kameoka_graph.say import Say, ToldError
from kameoka_graph.store.answer import BadQueryError
from kameoka_graph.store.embedded import RESULT_FORMATS, Embedded, bad_query, first_possible
from kameoka_graph.store.syntax import RDF_FORMATS

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PREFIXED: Final = (TURTLE, TRIG, RDFXML, JSONLD)
"""Formats that shorten IRIs."""
Dataset = dict[str, Sequence[ox.NamedNode | ox.DefaultGraph]]
"""Arguments that tell the engine which graphs a query sees."""
UNSORTED: Final = 4
"""How many times the longest answer the triples of an answer may take before they are sorted."""
LABELS: Final = (
    ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
)
"""What things are called by."""
MERGES: Final = 4
"""Merges that are kept."""
KEPT_MERGE: Final = 50_000
"""Triples of the largest merge that is kept."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer may be."""

    body: int
    """Its longest length in bytes."""
    rows: int | None = None
    """Its most rows or triples; one with more is cut. None: any number."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The graphs that a query sees."""

    default_graphs: tuple[str, ...]
    """IRIs of the graphs whose merge is the default graph."""
    named_graphs: tuple[str, ...]
    """IRIs of the graphs that GRAPH can name."""


@dataclass(frozen=True, slots=True)
class Written:
    """An answer, whole unless it is cut at the number of rows."""

    form: Format
    """Its format."""
    body: bytes
    """Its bytes."""
    truncated: bool
    """Whether there are more rows than these."""


class TooLargeError(ToldError, ValueError):
    """An answer that is longer than the bound."""

    def __init__(self, most: int) -> None:
        """Keep the longest length in bytes."""
        super().__init__(
            Say(
                f"答えが {most} バイトを超えます。LIMIT を付けるか、条件を絞ってください。",
                f"The answer is longer than {most} bytes; add a LIMIT or ask for less.",
            )
        )
        self.most = most


class QueryFailedError(ToldError, RuntimeError):
    """A query that the engine began and could not finish."""

    def __init__(self, detail: str) -> None:
        """Keep what the engine says of it."""
        super().__init__(
            Say(f"評価できませんでした: {detail}", f"The query could not be evaluated: {detail}")
        )
        self.detail = detail


class Bounded:
    """An embedded store for queries that must stay within bounds."""

    def __init__(self, store: Embedded, bounds: Bounds) -> None:
        """Stand before `store`."""
        self._store = store
        self._bounds = bounds
        self._merges: dict[Scope, ox.Store] = {}

    def resolve(self, prologue: str, graphs: Sequence[str]) -> tuple[str, ...]:
        """Give the IRIs of graphs that are written as `<iri>` or `prefix:name` below `prologue`."""
        if not graphs:
            return ()
        columns = " ".join(f"({graph} AS ?g{place})" for place, graph in enumerate(graphs))
        found = self._ask(self._store.engine, f"{prologue} SELECT {columns} {{}}", {})
        row = next(iter(found)) if isinstance(found, ox.QuerySolutions) else ()
        return tuple(term.value for term in row if isinstance(term, ox.NamedNode))

    def answer(
        self,
        query: str,
        formats: Sequence[Format],
        scope: Scope | None = None,
        *,
        names: bool = False,
    ) -> Written:
        """Answer any query in the first of `formats` that can carry it.

        With `names`, triples come with the labels of what they link to: so is a DESCRIBE answered.
        Raises `BadQueryError`, `NoFormatError`, `TooLargeError` or `QueryFailedError`.
        """
        engine, dataset = self._scoped(scope)
        found = self._ask(engine, query, dataset)
        try:
            if isinstance(found, ox.QueryTriples):
                form = first_possible(formats, GRAPHS)
                triples = _named(found, engine, dataset) if names else found
                return self._write_triples(triples, form)
            form = first_possible(formats, tuple(RESULT_FORMATS))
            if isinstance(found, ox.QuerySolutions) and self._bounds.rows is not None:
                return self._write_rows(found, form, self._bounds.rows)
            output = _Capped(self._bounds.body)
            found.serialize(output, format=RESULT_FORMATS[form])
            return Written(form, output.getvalue(), truncated=False)
        except (OSError, RuntimeError) as error:
            raise QueryFailedError(str(error)) from None

    def _ask(
        self, engine: ox.Store, query: str, dataset: Dataset
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        try:
            return engine.query(query, base_iri=self._store.base, **dataset)  # type: ignore[arg-type]  # a mapping of options
        except (SyntaxError, RuntimeError) as error:  # a RuntimeError: a function that there is not
            raise bad_query(error, query) from None
        except (OSError, ValueError) as error:
            raise QueryFailedError(str(error)) from None

    def _scoped(self, scope: Scope | None) -> tuple[ox.Store, Dataset]:
        """Give the store that a query is put to, and which of its graphs the query sees."""
        if scope is None:
            return self._store.engine, {}
        default = tuple(sorted(set(scope.default_graphs)))
        named = tuple(sorted(set(scope.named_graphs)))
        if len(default) > 1:
            merged = self._merge(Scope(default, named))
            return merged, {"default_graph": [ox.DefaultGraph()], "named_graphs": _nodes(named)}
        return self._store.engine, {
            "default_graph": _nodes(default),
            "named_graphs": _nodes(named),
        }

    def _merge(self, scope: Scope) -> ox.Store:
        """Give a store of the graphs of `scope`, with the merge as its default graph."""
        kept = self._merges.pop(scope, None)
        if kept is None:
            kept = ox.Store()
            for graph in _nodes(scope.default_graphs):
                quads = self._store.engine.quads_for_pattern(None, None, None, graph)
                kept.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
            for graph in _nodes(scope.named_graphs):
                kept.extend(self._store.engine.quads_for_pattern(None, None, None, graph))
        if len(kept) <= KEPT_MERGE:
            self._merges[scope] = kept
            while len(self._merges) > MERGES:
                self._merges.pop(next(iter(self._merges)))
        return kept

    def _write_rows(self, found: ox.QuerySolutions, form: Format, most: int) -> Written:
        """Write at most `most` rows: the engine would write all, so its lines are counted."""
        lines = _Lines(most + 1)
        try:
            found.serialize(lines, format=ox.QueryResultsFormat.TSV)
            truncated = False
        except _EnoughError:
            truncated = True
        cut = ox.parse_query_results(lines.getvalue(), format=ox.QueryResultsFormat.TSV)
        output = _Capped(self._bounds.body)
        cut.serialize(output, format=RESULT_FORMATS[form])
        return Written(form, output.getvalue(), truncated)

    def _write_triples(self, found: Iterable[ox.Triple], form: Format) -> Written:
        """Write triples in their order, each once."""
        unsorted = _Capped(self._bounds.body * UNSORTED, self._bounds.body)
        ox.serialize(found, unsorted, ox.RdfFormat.N_TRIPLES)
        lines = sorted(set(unsorted.getvalue().splitlines(keepends=True)))
        cut = b"".join(lines[: self._bounds.rows])
        output = _Capped(self._bounds.body)
        if form is NTRIPLES:
            output.write(cut)
        else:
            ox.serialize(
                ox.parse(cut, format=ox.RdfFormat.N_TRIPLES),
                output,
                RDF_FORMATS[form],
                prefixes=self._used(cut) if form in PREFIXED else None,
            )
        truncated = self._bounds.rows is not None and len(lines) > self._bounds.rows
        return Written(form, output.getvalue(), truncated)

    def _used(self, triples: bytes) -> dict[str, str]:
        prefixes = sorted(self._store.prefixes.items())
        return {name: space for name, space in prefixes if f"<{space}".encode() in triples}


def _named(found: Iterable[ox.Triple], engine: ox.Store, dataset: Dataset) -> Iterator[ox.Triple]:
    """Give triples, and the labels that the graphs asked have for what they link to."""
    graphs = dataset.get("default_graph", [ox.DefaultGraph()])
    seen = set()
    for triple in found:
        yield triple
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode) and term not in seen:
                seen.add(term)
                for graph, label in product(graphs, LABELS):
                    for quad in engine.quads_for_pattern(term, label, None, graph):
                        yield quad.triple


class _EnoughError(Exception):
    """As many lines as are wanted are written."""


class _Capped(BytesIO):
    """A file that raises `TooLargeError` before it grows too long."""

    def __init__(self, most: int, told: int | None = None) -> None:
        super().__init__()
        self._most = most
        self._told = told or most

    def write(self, data: "ReadableBuffer", /) -> int:
        """Take in the next bytes."""
        written = super().write(data)
        if self.tell() > self._most:
            raise TooLargeError(self._told)
        return written


class _Lines(BytesIO):
    """A file that raises `_EnoughError` once it has a line more than `most`."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most
        self._full = False

    def write(self, data: "ReadableBuffer", /) -> int:
        """Take in the next bytes, those after the last line wanted left out.

        The engine writes once more after an error.
        """
        if self._full:
            raise _EnoughError
        data = bytes(data)
        lines = data.count(b"\n")
        if lines > self._left:
            self._full = True
            super().write(_first_lines(data, self._left))
            raise _EnoughError
        self._left -= lines
        return super().write(data)


def _first_lines(data: bytes, most: int) -> bytes:
    return b"".join(data.splitlines(keepends=True)[:most])


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise BadQueryError(str(error)) from None
