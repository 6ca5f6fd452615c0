"""A query of the pages by name, and terms for its parameters, to its text, or to its quads."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from kameoka_graph.catalogue.binding import bind
from kameoka_graph.store.answer import Iri, Quad, Rows, Store, Term


def view_query(name: str, **parameters: Iterable[Term]) -> str:
    """Give the query of `queries/views/<name>.rq` with its parameters bound.

    Raises KeyError for a parameter that the query does not have.
    """
    return bind(_view_text(name), **parameters)


def view_quads(store: Store, name: str, **parameters: Iterable[Term]) -> tuple[Quad, ...]:
    """Ask such a query that gives quads; raises TypeError for an answer that has others."""
    return quads_of(store.select(view_query(name, **parameters)))


def quads_of(rows: Rows) -> tuple[Quad, ...]:
    """Take the columns subject, predicate, object and graph for quads; TypeError for others."""
    return tuple(map(_quad, rows.columns("subject", "predicate", "object", "graph")))


def _quad(row: tuple[Term | None, ...]) -> Quad:
    subject, predicate, value, graph = row
    if subject is None or value is None:
        raise TypeError(row)
    if not isinstance(predicate, Iri) or not isinstance(graph, Iri):
        raise TypeError(row)
    return (subject, predicate, value, graph)


@cache
def _view_text(name: str) -> str:
    return (files("kameoka_graph.ask") / "queries" / "views" / f"{name}.rq").read_text(
        encoding="utf-8"
    )
