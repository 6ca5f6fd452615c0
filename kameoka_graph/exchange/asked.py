"""A store to the answers that the tables are filled from."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from kameoka_graph.store.answer import Store, Term

Record = Mapping[str, Term]
"""One row of an answer by column, unbound columns left out."""
Asked = Mapping[str, tuple[Record, ...]]
"""The answers by the name of the query, e.g. elements."""

QUERIES: Final = (
    "candidates",
    "curators",
    "elements",
    "entities",
    "entity-pages",
    "fiscal-years",
    "links",
    "municipalities",
    "names",
    "notes",
    "plan-documents",
    "plan-years",
    "plans",
    "publication",
    "quoted-texts",
    "rights",
    "series",
    "statements",
)
"""The queries that the tables are filled from."""


def ask(store: Store) -> Asked:
    """Ask everything that the tables hold; raises `StoreUnreachableError`."""
    return {name: tuple(store.select(_text(name)).records()) for name in QUERIES}


@cache
def _text(name: str) -> str:
    folder = files("kameoka_graph.exchange") / "queries"
    return (folder / f"tables-{name}.rq").read_text(encoding="utf-8")
