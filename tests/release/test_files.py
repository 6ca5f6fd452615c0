"""The files of a release: the same data in several forms, parts of it, and what others write."""

import gzip
import hashlib
from dataclasses import replace

import pyoxigraph as ox
import pytest
from rdflib import Graph

from kameoka_graph.exchange.file import File, Part
from kameoka_graph.release import files as release_files
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.release.files import DuplicateFileError, dumps, exchange_files
from kameoka_graph.state.meta_graph import DUMPS
from kameoka_graph.store.syntax import merged


@pytest.fixture(scope="module")
def whole(assembly: Assembly) -> dict[str, File]:
    """Give the dumps of the real data by name."""
    return {file.name: file for file in dumps(assembly)}


@pytest.fixture(scope="module")
def others(assembly: Assembly) -> dict[str, File]:
    """Give the other files of the real data by name."""
    return {file.name: file for file in exchange_files(assembly)}


def test_the_dumps_are_those_that_the_record_names(whole: dict[str, File]) -> None:
    """Each file that VoID names is written, and is of the whole."""
    assert tuple(whole) == DUMPS
    assert {file.part for file in whole.values()} == {Part.WHOLE}


def test_the_compressed_dump_is_the_dump(whole: dict[str, File], assembly: Assembly) -> None:
    """Uncompressed, it is the canonical dump byte for byte."""
    packed = whole["dataset.nq.gz"].content
    assert gzip.decompress(packed) == assembly.nquads == whole["dataset.nq"].content
    assert len(packed) * 4 < len(assembly.nquads)


def test_the_compressed_dump_names_no_time_and_no_system(whole: dict[str, File]) -> None:
    """Its head (RFC 1952) has time 0, no name, and an unknown system."""
    head = whole["dataset.nq.gz"].content[:10]
    assert head[:4] == b"\x1f\x8b\x08\x00"
    assert head[4:8] == bytes(4)
    assert head[9] == 255


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (Part.PLAN, "stated"),
        (Part.CURATED, "curated"),
        (Part.CONTEXT, "context"),
        (Part.LINKS, "link"),
        (Part.VOCABULARY, "vocabulary"),
    ],
)
def test_a_part_is_the_merge_of_its_graphs(
    others: dict[str, File], assembly: Assembly, part: Part, kind: str
) -> None:
    """The Turtle of a part has the triples of the graphs of its kind of knowledge, and no others."""
    file = others[f"dataset-{part}.ttl"]
    assert file.part is part
    graphs = [
        graph for name, graph in assembly.graphs.items() if assembly.iris.knowledge(name) == kind
    ]
    assert graphs
    expected = {triple for graph in graphs for triple in graph}
    assert len(Graph().parse(data=file.content, format="turtle")) == len(expected)


def test_each_part_has_a_file(others: dict[str, File]) -> None:
    """Nothing of the catalogue would be without a file."""
    assert {file.part for file in others.values()} == set(Part)


def test_each_file_is_told_in_both_languages(
    whole: dict[str, File], others: dict[str, File]
) -> None:
    """Title and description are there, names are plain, and descriptions name a file there is."""
    for file in (*whole.values(), *others.values()):
        assert all((file.title.ja, file.title.en, file.description.ja, file.description.en))
        assert "/" not in file.name
        assert not file.described_by or file.described_by in others


def test_names_are_not_used_twice(assembly: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two writers that take the same name are a mistake that stops the release."""
    empty = replace(assembly, nquads=b"", graphs={})

    def twice(*_: object) -> tuple[File, ...]:
        return (release_files.dumps(empty)[0],)

    monkeypatch.setattr(release_files, "write_tables", lambda *_: ())
    monkeypatch.setattr(release_files, "write_standards", twice)
    with pytest.raises(DuplicateFileError):
        exchange_files(empty)


def test_files_do_not_depend_on_the_order_of_the_graphs(
    assembly: Assembly, whole: dict[str, File]
) -> None:
    """From the same quads the same bytes are written again."""
    again = {file.name: file.content for file in dumps(assembly)}
    digests = {name: hashlib.sha256(file.content).hexdigest() for name, file in whole.items()}
    assert digests == {name: hashlib.sha256(data).hexdigest() for name, data in again.items()}
    turtle = ox.parse(whole["dataset.ttl"].content, format=ox.RdfFormat.TURTLE)
    assert len(list(turtle)) == len(list(merged(assembly.nquads.splitlines(keepends=True))))
