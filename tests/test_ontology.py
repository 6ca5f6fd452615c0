"""The vocabulary, its concepts and its alignments are complete, bilingual and true to the source."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlparse

import pyoxigraph
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, TIME, VANN, XSD
from rdflib.term import BNode, Node

ROOT = Path(__file__).parent.parent
BASE = "https://plans.test/"
FILES = ("mp.ttl", "voc.ttl", "mp-align.ttl")
SOURCE = (ROOT / "data/plans/262064-machizukuri-kyodo-3/source.txt").read_bytes().decode()
NAMES = (ROOT / "docs/names.md").read_text(encoding="utf-8")

MP = Namespace(f"{BASE}ns/mp#")
SCHEMA = Namespace("http://schema.org/")
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
ONTOLOGY = URIRef(f"{BASE}ns/mp")
ALIGNMENT = URIRef(f"{BASE}ns/mp-align")
SCHEMES = tuple(
    URIRef(f"{BASE}voc/{s}")
    for s in ("status", "activity-kind", "anomaly", "severity", "knowledge")
)
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
CREATOR = URIRef(f"{BASE}id/agent/kameoka-graph")

PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BORROWED_CLASSES = {
    DCTERMS.BibliographicResource,
    PROV.Collection,
    PROV.Entity,
    PROV.Plan,
    SKOS.Concept,
    TIME.ProperInterval,
}
BORROWED_PROPERTIES = {DCTERMS.relation, DCTERMS.temporal, PROV.value, PROV.wasInfluencedBy}
ALIGNED_TO = {
    "http://data.e-stat.go.jp/lod/terms/time#FiscalYear",
    "http://imi.go.jp/ns/core/rdf#文書型",
    "http://imi.go.jp/ns/core/rdf#期間型",
    "http://imi.go.jp/ns/core/rdf#活動型",
    "http://purl.org/net/p-plan#MultiStep",
    "http://purl.org/net/p-plan#Plan",
    "http://purl.org/net/p-plan#Step",
    "http://schema.org/Action",
    "http://schema.org/CreativeWork",
    "http://schema.org/DefinedTerm",
    "http://schema.org/EventSeries",
    "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
    "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
}


def load(name: str) -> Graph:
    """Read one of the files with our own IRIs resolved against the base of the tests."""
    return Graph().parse(ROOT / "ontology" / name, format="turtle", publicID=BASE)


VOCABULARY, CONCEPTS, ALIGNMENTS = (load(name) for name in FILES)


def iris(nodes: Iterable[Node]) -> set[URIRef]:
    """Keep the IRIs of `nodes`."""
    return {node for node in nodes if isinstance(node, URIRef)}


CLASSES = sorted(iris(VOCABULARY.subjects(RDF.type, OWL.Class)))
PROPERTIES = sorted(p for kind in PROPERTY_TYPES for p in iris(VOCABULARY.subjects(RDF.type, kind)))
TERMS = [*CLASSES, *PROPERTIES]
CONCEPT_IRIS = sorted(iris(CONCEPTS.subjects(RDF.type, SKOS.Concept)))


def literals(graph: Graph, subject: Node, predicate: URIRef) -> list[Literal]:
    """Give the literals that `subject` has for `predicate`."""
    return [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]


def languages(graph: Graph, subject: Node, predicate: URIRef) -> Counter[str | None]:
    """Count the values of `predicate` in each language, refusing empty and untrimmed ones."""
    values = literals(graph, subject, predicate)
    assert all(value and str(value) == str(value).strip() for value in values), values
    return Counter(value.language for value in values)


def quotations(text: str) -> list[str]:
    """Give what stands in corner brackets."""
    return re.findall(r"「([^「」]+)」", text)


def local(term: URIRef) -> str:
    """Give the name by which a term or concept is shown in a test report."""
    return term.removeprefix(BASE)


BOTH = Counter({"ja": 1, "en": 1})


def cells(line: str) -> list[str]:
    """Give the cells of one row of a Markdown table."""
    return [cell.strip() for cell in line.strip("|").split("|")]


ROWS = [cells(line) for line in NAMES.splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("name", FILES)
def test_parsers_agree(name: str) -> None:
    """Both parsers, rdflib and pyoxigraph, read the same triples."""
    path = ROOT / "ontology" / name
    quads = pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE, base_iri=BASE)
    triples = (quad.triple for quad in quads)
    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert written is not None
    assert set(Graph().parse(data=written, format="nt")) == set(load(name))


@pytest.mark.parametrize("name", FILES)
def test_no_blank_nodes(name: str) -> None:
    """Every node of the files has an IRI, so that it can be cited."""
    assert not [node for triple in load(name) for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize("name", FILES)
def test_one_schema_namespace(name: str) -> None:
    """The files write schema.org with http, never with https."""
    assert "https://schema.org" not in (ROOT / "ontology" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_prefixes_sorted_and_used(name: str) -> None:
    """Each file declares its prefixes in alphabetical order and uses every one."""
    text = (ROOT / "ontology" / name).read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix ([\w-]+):", text, flags=re.MULTILINE)
    body = text.rsplit("@prefix", 1)[1].split("\n", 1)[1]
    assert prefixes == sorted(prefixes)
    assert [p for p in prefixes if not re.search(rf"(?<![\w-]){p}:\w", body)] == []


@pytest.mark.parametrize("name", FILES)
def test_languages(name: str) -> None:
    """Every text that a person reads exists in Japanese and in English, equally often."""
    told: dict[tuple[Node, Node], Counter[str]] = {}
    for subject, predicate, value in load(name):
        if isinstance(value, Literal) and value.language in {"ja", "en"}:
            told.setdefault((subject, predicate), Counter())[value.language] += 1
    assert told
    assert {key: count for key, count in told.items() if count["ja"] != count["en"]} == {}


@pytest.mark.parametrize("header", [ONTOLOGY, ALIGNMENT, *SCHEMES], ids=local)
def test_header_complete(header: URIRef) -> None:
    """Each ontology and each scheme has title, description, licence, creator, dates, version and history."""
    graph = VOCABULARY + CONCEPTS + ALIGNMENTS
    assert languages(graph, header, DCTERMS.title) == BOTH
    assert languages(graph, header, DCTERMS.description) == BOTH
    assert graph.value(header, DCTERMS.license, any=False) == LICENCE
    assert graph.value(header, DCTERMS.creator, any=False) == CREATOR
    for when in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified):
        assert graph.value(header, when, any=False) is not None
    version = str(graph.value(header, OWL.versionInfo, any=False))
    assert version == "0.1.0"
    assert languages(graph, header, SKOS.historyNote) == BOTH
    assert all(note.startswith(version) for note in literals(graph, header, SKOS.historyNote))


@pytest.mark.parametrize("header", [ONTOLOGY, ALIGNMENT, *SCHEMES], ids=local)
def test_dates_in_order(header: URIRef) -> None:
    """What is published is made no later than it is issued and changed."""
    graph = VOCABULARY + CONCEPTS + ALIGNMENTS
    created, issued, modified = (
        str(graph.value(header, when, any=False))
        for when in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)
    )
    assert created <= issued <= modified


@pytest.mark.parametrize("scheme", SCHEMES, ids=local)
def test_scheme_namespace(scheme: URIRef) -> None:
    """Each scheme names what the IRIs of its concepts begin with, and they do."""
    namespace = CONCEPTS.value(scheme, VANN.preferredNamespaceUri, any=False)
    assert f"{BASE}{namespace}" == f"{scheme}/"
    concepts = iris(CONCEPTS.subjects(SKOS.inScheme, scheme))
    assert concepts
    assert all(concept.startswith(f"{scheme}/") for concept in concepts)


@pytest.mark.parametrize("header", [ONTOLOGY, ALIGNMENT], ids=local)
def test_version_iri(header: URIRef) -> None:
    """The version IRI of an ontology is its IRI with the version after it."""
    graph = VOCABULARY + ALIGNMENTS
    version = graph.value(header, OWL.versionInfo, any=False)
    assert (header, RDF.type, OWL.Ontology) in graph
    assert graph.value(header, OWL.versionIRI, any=False) == URIRef(f"{header}/{version}")


def test_preferred_prefix() -> None:
    """The ontology names its prefix, and its namespace relative to the base like every own IRI."""
    prefix = VOCABULARY.value(ONTOLOGY, VANN.preferredNamespacePrefix, any=False)
    namespace = VOCABULARY.value(ONTOLOGY, VANN.preferredNamespaceUri, any=False)
    assert str(prefix) == "mp"
    assert f"{BASE}{namespace}" == str(MP)


def test_counts() -> None:
    """The vocabulary has 13 classes and 14 properties and defines nothing else."""
    assert (len(CLASSES), len(PROPERTIES)) == (13, 14)
    assert len(set(TERMS)) == 27
    assert iris(VOCABULARY.subjects()) == {ONTOLOGY, *TERMS}
    assert all(term.startswith(MP) for term in TERMS)


def test_own_terms_defined() -> None:
    """Every own term that the files mention is defined."""
    mentioned = {
        node
        for graph in (VOCABULARY, CONCEPTS, ALIGNMENTS)
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and node.startswith(MP)
    }
    assert mentioned == set(TERMS)


def test_terms_of_the_rules_defined() -> None:
    """Every own term that the rules mention, in their SPARQL as well, is defined."""
    files = sorted((ROOT / "shapes").glob("*.ttl"))
    named = {
        name for path in files for name in re.findall(r"\bmp:([A-Za-z]+)", path.read_text("utf-8"))
    }
    assert len(files) == 6
    assert named
    assert named <= {term.removeprefix(MP) for term in TERMS}


def test_deprecated_terms_have_a_successor() -> None:
    """A term that is no longer to be used says what to use instead, and that is not deprecated."""
    true = Literal("true", datatype=XSD.boolean)
    old = iris(VOCABULARY.subjects(OWL.deprecated, true))
    for term in old:
        successors = iris(VOCABULARY.objects(term, DCTERMS.isReplacedBy))
        assert successors
        assert successors <= set(TERMS) - old


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_term_complete(term: URIRef) -> None:
    """Each term has a label, a definition and an example in both languages, a status and a home."""
    for predicate in (RDFS.label, SKOS.definition, SKOS.example):
        assert languages(VOCABULARY, term, predicate) == BOTH
    assert VOCABULARY.value(term, RDFS.isDefinedBy, any=False) == ONTOLOGY
    assert str(VOCABULARY.value(term, STATUS, any=False)) in {"stable", "testing"}


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_spelling_of_terms(term: URIRef) -> None:
    """Classes begin with a capital in name and label, properties with a small letter."""
    name = term.removeprefix(MP)
    label = next(v for v in literals(VOCABULARY, term, RDFS.label) if v.language == "en")
    assert name[0].isupper() == label[0].isupper() == (term in CLASSES)


def test_superclasses() -> None:
    """Every class stands under ours or a reused one, and the reused ones are just those decided on."""
    above = {c: iris(VOCABULARY.objects(c, RDFS.subClassOf)) for c in CLASSES}
    assert all(above.values())
    assert set().union(*above.values()) - set(CLASSES) == BORROWED_CLASSES


def test_superproperties() -> None:
    """The reused superproperties are just those decided on."""
    above = iris(VOCABULARY.objects(None, RDFS.subPropertyOf))
    assert above == BORROWED_PROPERTIES


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_domain_and_range(term: URIRef) -> None:
    """Each property says from what to what it leads, once, or lists several with schema.org."""
    for one, several in (
        (RDFS.domain, SCHEMA.domainIncludes),
        (RDFS.range, SCHEMA.rangeIncludes),
    ):
        single = len(list(VOCABULARY.objects(term, one)))
        listed = len(list(VOCABULARY.objects(term, several)))
        assert (single == 1 and listed == 0) or (single == 0 and listed > 1)


def test_entry_is_no_occurrence() -> None:
    """An activity entry is declared never to be an activity that took place."""
    assert (MP.Activity, OWL.disjointWith, PROV.Activity) in VOCABULARY
    assert PROV.Activity not in set(VOCABULARY.transitive_objects(MP.Activity, RDFS.subClassOf))


def test_other_vocabularies_untouched() -> None:
    """The vocabulary infers nothing about the terms of others: it declares no inverse of them."""
    assert not list(VOCABULARY.subject_objects(OWL.inverseOf))
    assert not list(VOCABULARY.subject_objects(OWL.equivalentClass))
    assert not list(VOCABULARY.subject_objects(OWL.imports))


@pytest.mark.parametrize("term", [*TERMS, *CONCEPT_IRIS], ids=local)
def test_quotations(term: URIRef) -> None:
    """What an example puts in corner brackets stands in the source, the same in both languages."""
    texts = {
        str(v.language): quotations(v) for v in literals(VOCABULARY + CONCEPTS, term, SKOS.example)
    }
    if term in TERMS:
        assert texts["ja"]
    for found in texts.values():
        assert [quotation for quotation in found if quotation not in SOURCE] == []
    assert Counter(texts.get("ja", [])) == Counter(texts.get("en", []))


def test_character_count_example() -> None:
    """The example of the character count is the length of the source in code points."""
    examples = literals(VOCABULARY, MP.characterCount, SKOS.example)
    assert len(SOURCE) == 2142
    assert all("2142" in example for example in examples)


def test_concept_counts() -> None:
    """The schemes have 7, 12, 10, 3 and 7 concepts, and all of them are top concepts."""
    tops = [iris(CONCEPTS.objects(scheme, SKOS.hasTopConcept)) for scheme in SCHEMES]
    assert [len(top) for top in tops] == [7, 12, 10, 3, 7]
    assert set().union(*tops) == set(CONCEPT_IRIS)
    assert iris(CONCEPTS.subjects()) == {*SCHEMES, *CONCEPT_IRIS}


@pytest.mark.parametrize("concept", CONCEPT_IRIS, ids=local)
def test_concept_complete(concept: URIRef) -> None:
    """Each concept has labels, a hiragana reading, definitions, its code, its scheme and a home."""
    scheme, code = concept.rsplit("/", 1)
    labels = literals(CONCEPTS, concept, SKOS.prefLabel)
    reading = [str(label) for label in labels if label.language == "ja-hrkt"]
    assert languages(CONCEPTS, concept, SKOS.prefLabel) == BOTH + Counter({"ja-hrkt": 1})
    assert re.fullmatch(r"[ぁ-ゖー・]+", reading[0])
    assert languages(CONCEPTS, concept, SKOS.definition) == BOTH
    assert CONCEPTS.value(concept, SKOS.notation, any=False) == Literal(code)
    for predicate in (SKOS.inScheme, SKOS.topConceptOf, RDFS.isDefinedBy):
        assert CONCEPTS.value(concept, predicate, any=False) == URIRef(scheme)
    assert (URIRef(scheme), SKOS.hasTopConcept, concept) in CONCEPTS


@pytest.mark.parametrize("scheme", SCHEMES, ids=local)
def test_labels_differ(scheme: URIRef) -> None:
    """No two concepts of a scheme share a label in a language."""
    concepts = CONCEPTS.subjects(SKOS.inScheme, scheme)
    labels = [
        label for concept in concepts for label in literals(CONCEPTS, concept, SKOS.prefLabel)
    ]
    assert [label for label, count in Counter(labels).items() if count > 1] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_anomaly_types_cover(language: str) -> None:
    """The notes of the anomaly types name each of the anomalies A1 to A30 exactly once."""
    named = [
        number
        for concept in iris(CONCEPTS.subjects(SKOS.inScheme, URIRef(f"{BASE}voc/anomaly")))
        for note in literals(CONCEPTS, concept, SKOS.note)
        if note.language == language
        for number in re.findall(r"A(\d+)", note)
    ]
    assert sorted(map(int, named)) == list(range(1, 31))


def test_alignments_lead_outward() -> None:
    """Alignments lead from our classes to just the terms decided on, and import nothing."""
    relations = {RDFS.seeAlso, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch}
    rows = [row for row in ALIGNMENTS if row[0] != ALIGNMENT and row[1] != SKOS.note]
    assert {subject for subject, _, _ in rows} <= set(CLASSES)
    assert {predicate for _, predicate, _ in rows} == relations
    assert {str(target) for _, _, target in rows} == ALIGNED_TO
    assert not list(ALIGNMENTS.subject_objects(OWL.imports))


def test_alignments_stand_apart() -> None:
    """The vocabulary and its concepts mention nothing that they are aligned to, EventSeries aside."""
    mentioned = {str(node) for graph in (VOCABULARY, CONCEPTS) for row in graph for node in row}
    assert mentioned & ALIGNED_TO == {str(SCHEMA.EventSeries)}


def test_iris_are_absolute() -> None:
    """No IRI is left relative once the base is known."""
    nodes = iris(
        node for graph in (VOCABULARY, CONCEPTS, ALIGNMENTS) for row in graph for node in row
    )
    assert [node for node in nodes if urlparse(node).scheme not in {"http", "https", "urn"}] == []


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_names_page_terms(term: URIRef) -> None:
    """The page of names has one row for each term, with the labels that the vocabulary gives it."""
    labels = {v.language: str(v) for v in literals(VOCABULARY, term, RDFS.label)}
    rows = [row for row in ROWS if f"`mp:{term.removeprefix(MP)}`" in row]
    assert len(rows) == 1
    assert rows[0][0] == labels["ja"]
    assert rows[0][2] == labels["en"].lower()


@pytest.mark.parametrize("scheme", SCHEMES, ids=local)
def test_names_page_concepts(scheme: URIRef) -> None:
    """The page of names lists the concepts of each scheme with the labels that they have."""
    heading = f": `{local(scheme)}`\n"
    section = NAMES.split(heading, 1)[1].split("\n#", 1)[0]
    listed = {tuple(cells(line)) for line in section.splitlines() if line.endswith("` |")}
    expected = set()
    for concept in CONCEPTS.subjects(SKOS.inScheme, scheme):
        label = {v.language: str(v) for v in literals(CONCEPTS, concept, SKOS.prefLabel)}
        code = CONCEPTS.value(concept, SKOS.notation, any=False)
        expected.add((label["ja"], label["ja-hrkt"], label["en"], f"`{code}`"))
    assert listed == expected


def test_names_page_tables() -> None:
    """Every table of the page of names is rectangular, and every reading is in hiragana."""
    tables = re.findall(r"(?:^\|.*\n)+", NAMES, flags=re.MULTILINE)
    assert len(tables) == 10
    for table in tables:
        heading, rule, *rows = [cells(line) for line in table.splitlines()]
        assert heading[:3] == ["日本語", "よみ", "English"]
        assert {len(row) for row in (rule, *rows)} == {len(heading)}
        assert [row[1] for row in rows if not re.fullmatch(r"[ぁ-ゖー・、（）]+", row[1])] == []
