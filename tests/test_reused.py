"""What our pages call the terms of other vocabularies: every one in use, in both languages."""

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, ClosedNamespace
from rdflib.term import BNode, Node

from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import read_base
from kameoka_graph.state.terms import OA, PREFIXES, SCHEMA, SPDX, TIME, VOID_EXT
from kameoka_graph.state.vocabulary import load_vocabulary

ROOT = Path(__file__).parent.parent
IRIS = read_base("https://plans.test")
FILE = ROOT / "ontology/reused.ttl"
TEXT = FILE.read_text(encoding="utf-8")
LABELS = load_vocabulary([FILE], IRIS)
HEADER = IRIS.at("ns/reused")
TERMS = sorted(s for s in set(LABELS.subjects()) - {HEADER} if isinstance(s, URIRef))
SPACES: dict[str, str] = dict(
    re.findall(r"^@prefix ([\w-]+): <(.+)> \.$", TEXT, flags=re.MULTILINE)
)
SECTIONS = re.split(r"\n# -+\n# (.+)\n# -+\n", TEXT)[4::2]


@pytest.fixture(scope="module")
def graphs(assembly: Assembly) -> list[Graph]:
    """Give the named graphs of the released data."""
    return list(assembly.graphs.values())


def labels(term: Node, language: str) -> list[str]:
    """Give the labels of `term` in a language."""
    found = LABELS.objects(term, RDFS.label)
    return [str(v) for v in found if isinstance(v, Literal) and v.language == language]


def unlabelled(terms: set[URIRef]) -> list[str]:
    """Give those of `terms` that are not ours and lack a label in one of the languages."""
    foreign = {term for term in terms if not IRIS.is_own(term)}
    assert foreign
    return sorted(t for t in foreign if not (labels(t, "ja") and labels(t, "en")))


def local(term: str) -> str:
    """Give what a term ends in."""
    return re.split(r"[#/]", term)[-1]


def full(name: str) -> str:
    """Give the IRI of a prefixed name."""
    prefix, _, ending = name.partition(":")
    return SPACES[prefix] + ending


def in_table(name: str, column: str) -> set[URIRef]:
    """Give the terms of others in a column of a table of the context."""
    with (ROOT / "data/context" / name).open(encoding="utf-8", newline="") as file:
        names = {part for row in csv.DictReader(file) for part in row[column].split("|")}
    return {URIRef(full(name)) for name in names if not name.startswith("mp:")}


def test_predicates_labelled(graphs: list[Graph]) -> None:
    """Every predicate of another vocabulary in the released data has both labels."""
    predicates = {p for graph in graphs for p in graph.predicates() if isinstance(p, URIRef)}
    assert unlabelled(predicates) == []


def test_classes_labelled(graphs: list[Graph]) -> None:
    """Every class of another vocabulary that something in the released data belongs to has both labels."""
    classes = {c for graph in graphs for c in graph.objects(None, RDF.type)}
    assert unlabelled({c for c in classes if isinstance(c, URIRef)}) == []


def test_mentioned_terms_labelled(graphs: list[Graph]) -> None:
    """Every term that the released data mentions as a value, or as a datatype, has both labels.

    A whole vocabulary (`void:vocabulary`) is no term.
    """
    values = {value for graph in graphs for value in graph.objects()}
    values |= {v.datatype for v in values if isinstance(v, Literal) and v.datatype is not None}
    spaces = tuple(SPACES.values())
    terms = {v for v in values if isinstance(v, URIRef) and str(v).startswith(spaces)}
    assert unlabelled({term for term in terms if str(term) not in spaces}) == []


@pytest.mark.parametrize("space", [OA, SCHEMA, SPDX, TIME, VOID_EXT], ids=str)
def test_closed_lists_labelled(space: ClosedNamespace) -> None:
    """Every term that the program may write from a closed list has both labels."""
    assert unlabelled({space[name] for name in dir(space)}) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [("facts.csv", "property"), ("entities.csv", "type")],
    ids=["facts", "entities"],
)
def test_context_labelled(table: str, column: str) -> None:
    """Every term of another vocabulary in the tables of the context has both labels."""
    assert unlabelled(in_table(table, column)) == []


def test_links_labelled() -> None:
    """Every relation and every justification in the tables of links has both labels."""
    for path in (ROOT / "data/links").glob("*.sssom.tsv"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
        heading, *rows = (line.split("\t") for line in lines)
        for column in ("predicate_id", "mapping_justification"):
            place = heading.index(column)
            assert unlabelled({URIRef(full(row[place])) for row in rows}) == []


@pytest.mark.parametrize("term", TERMS)
def test_label_in_each_language(term: URIRef) -> None:
    """A term has one label in Japanese and one in English, trimmed, and no IRI or prefixed name."""
    assert not IRIS.is_own(term)
    for language in ("ja", "en"):
        (label,) = labels(term, language)
        assert label
        assert label == label.strip()
        assert label != str(term)
        assert ":" not in label
    assert len(list(LABELS.predicate_objects(term))) == 2


def test_nothing_but_labels() -> None:
    """The file says nothing of the terms of others but what we call them."""
    said = {p for s, p, _ in LABELS if s != HEADER}
    assert said == {RDFS.label}


def test_header() -> None:
    """The list is an ontology with title and description in both languages and its licence."""
    assert (HEADER, RDF.type, OWL.Ontology) in LABELS
    for predicate in (DCTERMS.title, DCTERMS.description):
        found = [v for v in LABELS.objects(HEADER, predicate) if isinstance(v, Literal) and v]
        assert sorted(str(v.language) for v in found) == ["en", "ja"]
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert LABELS.value(HEADER, DCTERMS.license, any=False) == licence


def test_prefixes() -> None:
    """The file writes each prefix with the namespace that the program has for it, and has them all."""
    foreign = {name: space for name, space in PREFIXES.items() if ":" in space}
    assert foreign.items() <= SPACES.items()


def test_no_blank_nodes() -> None:
    """Every node of the file has an IRI, so that it can be cited."""
    assert not [node for triple in LABELS for node in triple if isinstance(node, BNode)]


def test_parsers_agree() -> None:
    """Both parsers, rdflib and pyoxigraph, read the same triples."""
    quads = pyoxigraph.parse(path=FILE, format=pyoxigraph.RdfFormat.TURTLE, base_iri=IRIS.root)
    triples = (quad.triple for quad in quads)
    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert written is not None
    assert set(Graph().parse(data=written, format="nt")) == set(LABELS)


def test_sorted() -> None:
    """Each section holds the terms of one vocabulary by IRI, and sections follow their prefixes."""
    listed = [
        re.findall(r"^([a-z-]+:\w+) rdfs:label", text, flags=re.MULTILINE) for text in SECTIONS
    ]
    prefixes = [sorted({name.partition(":")[0] for name in names}) for names in listed]
    assert prefixes == [[prefix] for prefix in sorted(SPACES)]
    assert list(SPACES) == sorted(SPACES)
    iris = [[full(name) for name in names] for names in listed]
    assert all(one < next_one for names in iris for one, next_one in pairwise(names))
    assert sorted(iri for names in iris for iri in names) == [str(term) for term in TERMS]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_labels_of_properties_differ(language: str) -> None:
    """No two properties have the same label, ours included, so that a page shows each apart."""
    every = LABELS + load_vocabulary([ROOT / "ontology/mp.ttl"], IRIS)
    found = Counter(
        str(label)
        for term, label in every.subject_objects(RDFS.label)
        if local(str(term))[:1].islower()
        and isinstance(label, Literal)
        and label.language == language
    )
    assert [label for label, count in found.items() if count > 1] == []
