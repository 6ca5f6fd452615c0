"""What the tests of tables share: the tables of the real plan, as rows and as files."""

from collections.abc import Mapping

import pytest

from kameoka_graph.exchange.asked import Asked, ask
from kameoka_graph.exchange.file import File
from kameoka_graph.exchange.rows import fill
from kameoka_graph.exchange.table import Filled
from kameoka_graph.exchange.tables import write_tables
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded


@pytest.fixture(scope="session")
def asked(store: Embedded) -> Asked:
    """Give what the store answers for the tables."""
    return ask(store)


@pytest.fixture(scope="session")
def tables(asked: Asked, iris: Iris) -> Mapping[str, Filled]:
    """Give the filled tables by name."""
    return {filled.table.name: filled for filled in fill(asked, iris)}


@pytest.fixture(scope="session")
def files(store: Embedded, iris: Iris) -> Mapping[str, File]:
    """Give the files by name."""
    return {file.name: file for file in write_tables(store, iris)}
