"""The vocabulary, the rules and what goes with them to their profile: what belongs together.

A profile in the sense of PROF names the standards that it builds on, and for each of its resources
what it is for. https://www.w3.org/TR/dx-prof/
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROF, RDF, RDFS, SKOS, XSD

from kameoka_graph.formats import HTML, JSONLD, TURTLE, Format
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import DATASET

PROFILE: Final = "ns/profile"
"""Path of the profile."""
ALIGNMENTS: Final = "ns/mp-align"
"""Path of the alignments of the vocabulary."""
_TITLE: Final = Say("自治体計画データの利用規定（プロファイル）", "Municipal plan data profile")
_DESCRIPTION: Final = Say(
    "市町村の計画を公開するときに、どの語彙を用い、何を守り、どう確かめるかをまとめたもの。"
    "語彙、分類の語、検証の規則、対応表、JSON-LD コンテキスト、説明、例からなる。",
    "Which vocabulary to use, which rules to keep and how to check them when the plan of a "
    "municipality is published: vocabulary, concepts, shapes, alignments, JSON-LD context, "
    "documentation and examples.",
)
_ROLE: Final = f"{PROF}role/"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_JSON_LD: Final = "https://www.w3.org/TR/json-ld11/"
_OWL: Final = "https://www.w3.org/TR/owl2-overview/"
_SHACL: Final = "https://www.w3.org/TR/shacl/"
_SKOS: Final = "https://www.w3.org/TR/skos-reference/"
_FOUNDATIONS: Final = (
    "https://www.w3.org/TR/annotation-vocab/",
    "https://www.w3.org/TR/owl-time/",
    "https://www.w3.org/TR/prov-o/",
    _SKOS,
    "https://www.w3.org/TR/vocab-org/",
)
"""The standards that the vocabulary refines."""
STANDARDS: Final = {
    "https://www.w3.org/TR/annotation-vocab/": "Web Annotation Vocabulary",
    "https://www.w3.org/TR/owl-time/": "Time Ontology in OWL",
    "https://www.w3.org/TR/prov-o/": "PROV-O: The PROV Ontology",
    _SKOS: "SKOS Simple Knowledge Organization System Reference",
    "https://www.w3.org/TR/vocab-org/": "The Organization Ontology",
    _JSON_LD: "JSON-LD 1.1",
    _OWL: "OWL 2 Web Ontology Language",
    _SHACL: "Shapes Constraint Language (SHACL)",
}
"""The standards that are named, with their titles."""
_COPIED: Final = (
    DCTERMS.creator,
    DCTERMS.license,
    DCTERMS.created,
    DCTERMS.issued,
    DCTERMS.modified,
    OWL.versionInfo,
)
"""What the profile has in common with the vocabulary: they are published as one."""


@dataclass(frozen=True, slots=True)
class _Resource:
    """One resource of the profile."""

    name: str
    """Fragment of its IRI."""
    title: Say
    """What it is."""
    roles: tuple[str, ...]
    """What it is for, as names of PROF's roles."""
    artifact: URIRef
    """Where it is."""
    form: Format
    """What it is written in."""
    conforms_to: str = ""
    """The standard that it keeps to."""


def state_profile(
    graphs: Mapping[URIRef, Graph], context: str, plans: Iterable[URIRef], iris: Iris
) -> Graph:
    """State the profile with one resource for each document that there is.

    `graphs` has the vocabulary, the concepts and the shapes; `context` is the address of the
    JSON-LD context; `plans` are the plans that serve as examples.
    """
    graph = Graph()
    vocabulary, schemes, shapes = (
        graphs[iris.graph(name)] for name in ("ontology", "voc", "shapes")
    )
    profile = iris.at(PROFILE)
    graph.add((profile, RDF.type, PROF.Profile))
    graph.add((profile, RDF.type, DCTERMS.Standard))
    _say(graph, profile, DCTERMS.title, _TITLE)
    _say(graph, profile, DCTERMS.description, _DESCRIPTION)
    graph.add((profile, PROF.hasToken, Literal("municipal-plan", datatype=XSD.token)))
    for predicate in _COPIED:
        for value in vocabulary.objects(iris.at("ns/mp"), predicate):
            graph.add((profile, predicate, value))
    for standard, title in STANDARDS.items():
        graph.add((URIRef(standard), RDF.type, DCTERMS.Standard))
        graph.add((URIRef(standard), RDFS.label, Literal(title, lang="en")))
    for standard in _FOUNDATIONS:
        graph.add((profile, PROF.isProfileOf, URIRef(standard)))
    for resource in (
        *_words(schemes, iris),
        *_rules(shapes, iris),
        *_guidance(context, plans, iris),
    ):
        _state(graph, profile, resource)
    return graph


def record_conformance(iris: Iris) -> Graph:
    """Record that the whole data set keeps to the profile: with a violation no release is made."""
    graph = Graph()
    graph.add((iris.at(DATASET), DCTERMS.conformsTo, iris.at(PROFILE)))
    return graph


def _words(schemes: Graph, iris: Iris) -> Iterator[_Resource]:
    yield _Resource(
        "vocabulary",
        Say("語彙（クラスとプロパティ）", "vocabulary: classes and properties"),
        ("vocabulary",),
        _data("ns/mp", iris),
        TURTLE,
        _OWL,
    )
    for scheme in sorted(schemes.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        title = _title(schemes, scheme)
        yield _Resource(
            f"concepts-{_last(scheme)}",
            Say(f"分類の語：{title.ja}", f"concepts: {title.en}"),
            ("vocabulary",),
            _data(f"voc/{_last(scheme)}", iris),
            TURTLE,
            _SKOS,
        )
    yield _Resource(
        "alignments",
        Say("他の語彙との対応", "alignments to other vocabularies"),
        ("mapping",),
        _data(ALIGNMENTS, iris),
        TURTLE,
    )


def _rules(shapes: Graph, iris: Iris) -> Iterator[_Resource]:
    """Yield a resource for each file of rules; a list of prefixes alone is none."""
    for rules in sorted(set(shapes.subjects(RDF.type, OWL.Ontology)), key=str):
        if (None, RDFS.isDefinedBy, rules) in shapes:
            yield _Resource(
                f"shapes-{_last(rules)}",
                _title(shapes, rules),
                ("constraints", "validation"),
                _data(f"shapes/{_last(rules)}", iris),
                TURTLE,
                _SHACL,
            )


def _guidance(context: str, plans: Iterable[URIRef], iris: Iris) -> Iterator[_Resource]:
    yield _Resource(
        "context",
        Say("JSON-LD コンテキスト", "JSON-LD context"),
        ("schema",),
        URIRef(context),
        JSONLD,
        _JSON_LD,
    )
    yield _Resource(
        "documentation",
        Say("語彙の説明", "documentation of the vocabulary"),
        ("guidance", "specification"),
        iris.at("page/ns/mp"),
        HTML,
    )
    for number, plan in enumerate(sorted(plans), start=1):
        yield _Resource(
            f"example-{number}",
            Say("例となる計画のデータ", "data of a plan, as an example"),
            ("example",),
            _data(iris.document_path(plan), iris),
            TURTLE,
        )


def _state(graph: Graph, profile: URIRef, resource: _Resource) -> None:
    descriptor = URIRef(f"{profile}#{resource.name}")
    graph.add((profile, PROF.hasResource, descriptor))
    graph.add((descriptor, RDF.type, PROF.ResourceDescriptor))
    _say(graph, descriptor, RDFS.label, resource.title)
    for role in resource.roles:
        graph.add((descriptor, PROF.hasRole, URIRef(_ROLE + role)))
    graph.add((descriptor, PROF.hasArtifact, resource.artifact))
    graph.add((descriptor, DCTERMS.format, URIRef(_MEDIA_TYPES + resource.form.media_type)))
    if resource.conforms_to:
        graph.add((descriptor, DCTERMS.conformsTo, URIRef(resource.conforms_to)))


def _data(path: str, iris: Iris) -> URIRef:
    """Give the address of the Turtle of the document at a path."""
    return iris.at(f"data/{path}.{TURTLE.name}")


def _title(graph: Graph, thing: object) -> Say:
    titles = {
        value.language: str(value)
        for subject, value in graph.subject_objects(DCTERMS.title)
        if subject == thing and isinstance(value, Literal)
    }
    return Say(titles["ja"], titles["en"])


def _last(thing: object) -> str:
    return str(thing).rpartition("/")[2]


def _say(graph: Graph, subject: URIRef, predicate: URIRef, say: Say) -> None:
    graph.add((subject, predicate, Literal(say.ja, lang="ja")))
    graph.add((subject, predicate, Literal(say.en, lang="en")))
