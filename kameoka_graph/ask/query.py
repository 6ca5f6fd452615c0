"""A query of the pages by name, and terms for its parameters, to its text."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from kameoka_graph.catalogue.binding import bind
from kameoka_graph.store.answer import Term


def view_query(name: str, **parameters: Iterable[Term]) -> str:
    """Give the query of `queries/views/<name>.rq` with its parameters bound.

    Raises KeyError for a parameter that the query does not have.
    """
    return bind(_view_text(name), **parameters)


@cache
def _view_text(name: str) -> str:
    return (files("kameoka_graph.ask") / "queries" / "views" / f"{name}.rq").read_text(
        encoding="utf-8"
    )
