"""Every published syntax carries the same graph, and the canonical dump is the same for the same data."""

import hashlib
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDFS, XSD
from rdflib.term import Node

from kameoka_graph.formats import (
    GRAPHS,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    TRIG,
    TURTLE,
    Carries,
    Format,
)
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.store.answer import LANG_STRING, Blank, Iri, Quad, Text
from kameoka_graph.store.canonical import canonical_nquads
from kameoka_graph.store.syntax import (
    RDF_FORMATS,
    digest,
    plain_term,
    read_nquads,
    rewrite,
    write_quads,
)

A, B, P = (URIRef(f"http://x.jp/{name}") for name in "abp")
NAME = URIRef("http://x.jp/g")
RDFLIB_NAMES = {
    TURTLE: "turtle",
    JSONLD: "json-ld",
    NTRIPLES: "nt",
    RDFXML: "xml",
    TRIG: "trig",
    NQUADS: "nquads",
}
TRIPLES = [form for form in GRAPHS if form.carries is Carries.TRIPLES]
QUADS = [form for form in GRAPHS if form.carries is Carries.QUADS]


def triples_of(graphs: Iterator[Graph]) -> Graph:
    """Give all triples of several graphs in one."""
    merged = Graph()
    for graph in graphs:
        for triple in graph:
            merged.add(triple)
    return merged


def test_every_format_for_graphs_can_be_written() -> None:
    """The engine has a name for each format for RDF, and no other."""
    assert RDF_FORMATS.keys() == set(GRAPHS) == RDFLIB_NAMES.keys()


@pytest.mark.parametrize("form", TRIPLES, ids=lambda form: form.name)
def test_formats_for_triples_carry_the_whole_graph(assembly: Assembly, form: Format) -> None:
    """The data set in each format for triples, read by another library, is the merge of its graphs."""
    written = rewrite(assembly.nquads, form, assembly.iris.prefixes)
    read = Graph().parse(data=written, format=RDFLIB_NAMES[form])
    merged = triples_of(iter(assembly.graphs.values()))
    assert len(merged) > 4000
    assert _same(read, merged)


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:rdflib")
@pytest.mark.parametrize("form", QUADS, ids=lambda form: form.name)
def test_formats_for_quads_carry_every_named_graph(assembly: Assembly, form: Format) -> None:
    """The data set in each format for quads, read by another library, has the same named graphs."""
    written = rewrite(assembly.nquads, form, assembly.iris.prefixes)
    read = Dataset()
    read.parse(data=written, format=RDFLIB_NAMES[form])
    found = {graph.identifier: graph for graph in read.graphs() if len(graph)}
    assert found.keys() == assembly.graphs.keys()
    for name, graph in assembly.graphs.items():
        assert _same(found[name], graph), name


def _same(one: Graph, other: Graph) -> bool:
    """Tell whether two graphs are isomorphic; only what has blank nodes needs the slow comparison."""
    ground, blank = _parted(one)
    other_ground, other_blank = _parted(other)
    return ground == other_ground and isomorphic(blank, other_blank)


def _parted(graph: Graph) -> tuple[set[tuple[Node, Node, Node]], Graph]:
    """Give the triples without blank nodes, and those with them."""
    ground, blank = set(), Graph()
    for triple in _plainer(graph):
        if any(isinstance(node, BNode) for node in triple):
            blank.add(triple)
        else:
            ground.add(triple)
    return ground, blank


def _plainer(graph: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Give the triples with language tags in lower case, as the engine writes them."""
    for s, p, o in graph:
        tag = o.language if isinstance(o, Literal) else None
        yield s, p, Literal(str(o), lang=tag.lower()) if tag else o


def test_one_graph_can_be_written_alone(assembly: Assembly) -> None:
    """With the name of a graph, only that graph's triples are written."""
    name = assembly.iris.graph("source/371fd4250226")
    written = rewrite(assembly.nquads, NTRIPLES, {}, graph=str(name))
    assert written.count(b"\n") == len(assembly.graphs[name]) == 1932
    assert len(read_nquads(assembly.nquads, graph=str(name))) == 1932


def test_a_triple_in_two_graphs_is_written_once_as_a_triple() -> None:
    """A format without graphs gets each triple once."""
    quads: list[Quad] = [
        (Iri(A), Iri(P), Iri(B), Iri("http://x.jp/g")),
        (Iri(A), Iri(P), Iri(B), None),
    ]
    assert write_quads(quads, NTRIPLES, {}).count(b"\n") == 1
    assert write_quads(quads, NQUADS, {}).count(b"\n") == 2


def test_only_the_prefixes_in_use_are_declared() -> None:
    """A small file starts with a small head; a datatype counts as a use."""
    prefixes = {"x": "http://x.jp/", "y": "http://y.jp/", "xsd": str(XSD)}
    quads: list[Quad] = [(Iri(A), Iri(P), Text("1", "", str(XSD.integer)), None)]
    head = write_quads(quads, TURTLE, prefixes).decode()
    assert "@prefix x:" in head
    assert "@prefix xsd:" in head
    assert "@prefix y:" not in head
    assert b"prefix" not in write_quads(quads, NTRIPLES, prefixes)


def test_blank_nodes_and_languages_survive() -> None:
    """Blank nodes stay blank, and texts keep language and datatype."""
    quads: list[Quad] = [
        (Blank("n"), Iri(P), Text("あ", "ja", LANG_STRING), None),
        (Blank("n"), Iri(P), Blank("m"), None),
        (Blank("n"), Iri(P), Text("1", "", str(XSD.integer)), None),
        (Blank("n"), Iri(P), Text("x"), None),
    ]
    for form in GRAPHS:
        read = read_nquads(rewrite(write_quads(quads, NQUADS, {}), NQUADS, {}))
        assert {type(quad[2]) for quad in read} == {Text, Blank}
        assert write_quads(quads, form, {})
    assert {quad[2] for quad in read if isinstance(quad[2], Text)} == {
        quads[0][2],
        quads[2][2],
        quads[3][2],
    }


def test_the_canonical_dump_is_sorted_and_whole(assembly: Assembly) -> None:
    """The dump has each quad on a line of its own, in order, and ends with a line end."""
    lines = assembly.nquads.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert len(lines) == sum(len(graph) for graph in assembly.graphs.values())
    assert lines[-1].endswith(b"\n")


def test_the_canonical_dump_does_not_depend_on_labels_of_blank_nodes() -> None:
    """Two graphs that differ only in the labels of their blank nodes have the same canonical dump."""

    def graph(first: str, second: str) -> Graph:
        one, two = BNode(first), BNode(second)
        return Graph().add((one, P, two)).add((two, P, one)).add((one, RDFS.label, Literal("x")))

    dumps = {
        canonical_nquads({NAME: graph(*labels)}) for labels in (("a", "b"), ("b", "a"), ("x", "y"))
    }
    assert len(dumps) == 1
    assert b"_:c14n0" in dumps.pop()


def test_the_canonical_dump_does_not_depend_on_order(assembly: Assembly) -> None:
    """Graphs and triples in any order give the same dump."""
    names = sorted(assembly.graphs, reverse=True)
    shuffled = {name: Graph() for name in names}
    for name in names:
        for triple in sorted(assembly.graphs[name], reverse=True):
            shuffled[name].add(triple)
    assert canonical_nquads(shuffled) == assembly.nquads


def test_a_graph_through_the_engine_is_the_same_graph(assembly: Assembly) -> None:
    """Graph to dump to graph gives an isomorphic graph."""
    name = assembly.iris.graph("shapes")
    graph = assembly.graphs[name]
    back = Graph().parse(data=rewrite(assembly.nquads, NTRIPLES, {}, graph=str(name)), format="nt")
    assert _same(back, graph)


@given(
    st.lists(st.tuples(st.sampled_from([A, B]), st.text("あa\"\\\n\t&<>'", max_size=6)), max_size=8)
)
def test_any_texts_are_the_same_in_every_syntax(pairs: list[tuple[URIRef, str]]) -> None:
    """Any texts, quotes and line ends among them, are the same triples in each format."""
    graph = Graph()
    for subject, text in pairs:
        graph.add((subject, RDFS.label, Literal(text, lang="ja")))
    nquads = canonical_nquads({NAME: graph})
    for form in TRIPLES:
        written = rewrite(nquads, form, {"rdfs": str(RDFS)})
        assert isomorphic(Graph().parse(data=written, format=RDFLIB_NAMES[form]), graph), form


def test_a_digest_is_that_of_the_bytes() -> None:
    """A digest is the SHA-256 in hexadecimal."""
    assert digest(b"plan") == hashlib.sha256(b"plan").hexdigest()


def test_a_subject_or_predicate_that_is_no_resource_is_refused() -> None:
    """A literal where only an IRI can stand is refused."""
    bad = Graph()
    bad.add((Literal("x"), P, A))
    with pytest.raises(TypeError):
        canonical_nquads({NAME: bad})


def test_a_triple_term_is_refused() -> None:
    """A term of RDF 1.2 has no plain value."""
    triple = ox.Triple(ox.NamedNode(A), ox.NamedNode(P), ox.NamedNode(B))
    with pytest.raises(TypeError):
        plain_term(triple)
