"""The questions that the tables are filled from are plain SPARQL 1.1, and each is asked."""

import warnings
from importlib.resources import files
from typing import Final

import pytest
from rdflib import Dataset

from kameoka_graph.exchange.asked import QUERIES, Asked, ask
from kameoka_graph.release.folder import Release
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import plain
from kameoka_graph.store.embedded import Embedded

FOLDER: Final = files("kameoka_graph.exchange") / "queries"


@pytest.fixture(scope="module")
def answers(release: Release, iris: Iris) -> Asked:
    """Give what our engine answers over the dump of the release."""
    content = (release.folder / "dataset.nq").read_bytes()
    return ask(Embedded.in_memory(content, iris.root, {}))


@pytest.fixture(scope="module")
def dataset(release: Release) -> Dataset:
    """Give the graphs of the release in another engine, their union as the default graph."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, by its own parser
        return Dataset(default_union=True).parse(release.folder / "dataset.nq", format="nquads")


def test_every_question_in_the_folder_is_asked() -> None:
    """Each file of a question for the tables is asked, eighteen in all."""
    found = {file.name for file in FOLDER.iterdir() if file.name.startswith("tables-")}
    assert found == {f"tables-{name}.rq" for name in QUERIES}
    assert len(QUERIES) == 18


@pytest.mark.parametrize("name", QUERIES)
def test_another_engine_answers_the_same(
    name: str, answers: Asked, dataset: Dataset, iris: Iris
) -> None:
    """Another engine than that of the store gives the same rows, in whatever order."""
    query = (FOLDER / f"tables-{name}.rq").read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, by its own engine
        found = dataset.query(f"BASE <{iris.root}>\n{query}")
        theirs = [
            {str(key): str(value) for key, value in row.items() if value is not None}
            for row in found.bindings
        ]
    ours = [{key: plain(value) for key, value in row.items()} for row in answers[name]]
    assert len(ours) == len(theirs)
    assert sorted(map(sorted, map(dict.items, ours))) == sorted(
        map(sorted, map(dict.items, theirs))
    )
