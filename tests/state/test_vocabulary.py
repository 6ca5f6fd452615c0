"""Turtle files with relative IRIs are read below any base, and broken ones are refused by name."""

from pathlib import Path

import pytest
from rdflib import Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import SH, XSD

from kameoka_graph.state.iris import Iris, read_base
from kameoka_graph.state.vocabulary import VocabularyError, load_vocabulary


def test_relative_iris_stand_below_the_base(tmp_path: Path, iris: Iris) -> None:
    """A relative IRI is resolved against the base, an absolute one stays."""
    path = tmp_path / "a.ttl"
    path.write_text("<voc/a> <http://x.jp/p> <ns/mp#B> .", encoding="utf-8")
    assert list(load_vocabulary([path], iris)) == [
        (iris.at("voc/a"), URIRef("http://x.jp/p"), iris.at("ns/mp#B"))
    ]


def test_relative_namespaces_stand_below_the_base(tmp_path: Path, iris: Iris) -> None:
    """A namespace that SHACL wants as a literal is resolved as well; other literals stay."""
    path = tmp_path / "a.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
        '<a> sh:namespace "ns/mp#"^^xsd:anyURI, "http://x.jp/"^^xsd:anyURI, "ns/mp#" .',
        encoding="utf-8",
    )
    assert set(load_vocabulary([path], iris).objects(iris.at("a"), SH.namespace)) == {
        Literal("https://plans.test/ns/mp#", datatype=XSD.anyURI),
        Literal("http://x.jp/", datatype=XSD.anyURI),
        Literal("ns/mp#"),
    }


def test_several_files_make_one_graph(root: Path, iris: Iris) -> None:
    """The shapes of all files are loaded into one graph, in whatever order they are given."""
    files = sorted((root / "shapes").glob("*.ttl"))
    assert len(files) >= 4
    assert isomorphic(load_vocabulary(files, iris), load_vocabulary(reversed(files), iris))


def test_only_our_own_iris_change_with_the_base(root: Path) -> None:
    """The ontology below two bases differs in the base alone."""
    files = [root / "ontology/mp.ttl", root / "ontology/voc.ttl"]
    one, other = (read_base(base) for base in ("https://plans.test", "http://127.0.0.1:8000/x"))
    lines = [
        sorted(" ".join(term.n3() for term in triple).replace(iris.root, "") for triple in graph)
        for iris, graph in ((iris, load_vocabulary(files, iris)) for iris in (one, other))
    ]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 500


@pytest.mark.parametrize("text", ["<a> <b", "<a> nope:b <c> .", '<a> <b> "\\q" .'])
def test_broken_turtle_is_refused_by_file(tmp_path: Path, iris: Iris, text: str) -> None:
    """A file that is no Turtle is refused with its name and the parser's own words."""
    path = tmp_path / "broken.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary([path], iris)
    assert str(path) in caught.value.say.ja
    assert "cannot be read as Turtle" in caught.value.say.en
