"""The queries of the pages run as they stand."""

from importlib.resources import files

import pytest

from kameoka_graph.ask.query import view_query
from kameoka_graph.store.embedded import Embedded

VIEWS = sorted(
    one.name.removesuffix(".rq")
    for one in (files("kameoka_graph.ask") / "queries" / "views").iterdir()
)


def test_there_are_queries_for_the_views() -> None:
    """The folder of view queries was found, and it holds what the views ask."""
    assert len(VIEWS) >= 12
    assert {"incoming", "outgoing", "labels", "plans", "elements"} <= set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_query_runs_as_it_stands(store: Embedded, name: str) -> None:
    """A query's file is valid SPARQL with its defaults, and names the columns that it gives."""
    assert all(variable.islower() for variable in store.select(view_query(name)).variables)
