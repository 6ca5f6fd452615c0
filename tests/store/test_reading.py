"""Reading files of RDF."""

from pathlib import Path

import pytest

from kameoka_graph.state.iris import Iris
from kameoka_graph.store.reading import RdfRefusedError, read_graphs


def test_a_file_of_rdf_gives_its_named_graphs(tmp_path: Path, iris: Iris) -> None:
    """Triples keep the graph that the file gives them; others go to a graph named after the file."""
    path = tmp_path / "mine.trig"
    path.write_text("<a> <b> <c> . GRAPH <graph/x> { <d> <e> <f> }", encoding="utf-8")
    graphs = read_graphs(path, iris)
    assert graphs.keys() == {iris.graph("file/mine"), iris.graph("x")}
    assert list(graphs[iris.graph("x")]) == [(iris.at("d"), iris.at("e"), iris.at("f"))]
    assert list(graphs[iris.graph("file/mine")]) == [(iris.at("a"), iris.at("b"), iris.at("c"))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("none.ttl", None),
        ("a.ttl", "<a> <b"),
        ("a.nq", "<a> <b> <c>"),
        ("a.jsonld", "{"),
        ("a.rdf", "<rdf"),
        ("a.zip", "PK"),
    ],
)
def test_a_file_that_is_no_rdf_is_refused(
    tmp_path: Path, iris: Iris, name: str, text: str | None
) -> None:
    """A missing file, and one that breaks the syntax of its extension, are refused by name."""
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RdfRefusedError) as caught:
        read_graphs(path, iris)
    assert str(path) in caught.value.say.ja
    assert "RDF" in caught.value.say.en
