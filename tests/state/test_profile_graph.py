"""The profile binds vocabulary, concepts, rules, context, documentation and examples."""

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, PROF, RDF, RDFS, SKOS

from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.profile_graph import (
    PROFILE,
    STANDARDS,
    record_conformance,
    state_profile,
)

CONTEXT = "https://plans.test/ns/context.jsonld"
ROLE = f"{PROF}role/"


@pytest.fixture(scope="module")
def graph(assembly: Assembly, iris: Iris) -> Graph:
    """Give the profile of the real data."""
    plan = iris.plan("262064", "machizukuri-kyodo-3")
    return state_profile(assembly.graphs, CONTEXT, [plan], iris)


def artifacts(graph: Graph, role: str) -> set[str]:
    """Give where the resources of a role are."""
    return {
        str(artifact)
        for resource in graph.subjects(PROF.hasRole, URIRef(ROLE + role))
        for artifact in graph.objects(resource, PROF.hasArtifact)
    }


def test_every_file_of_rules_is_bound(graph: Graph, assembly: Assembly, iris: Iris) -> None:
    """Each file that defines shapes is a resource for validation; the prefixes alone are none."""
    shapes = assembly.graphs[iris.graph("shapes")]
    files = set(shapes.objects(None, RDFS.isDefinedBy))
    assert artifacts(graph, "validation") == {
        iris.at(f"data/{iris.document_path(str(one))}.ttl").toPython() for one in files
    }


def test_every_scheme_is_bound(graph: Graph, assembly: Assembly, iris: Iris) -> None:
    """The ontology and each concept scheme are resources that define words."""
    schemes = assembly.graphs[iris.graph("voc")].subjects(RDF.type, SKOS.ConceptScheme)
    expected = {str(iris.at("data/ns/mp.ttl"))}
    expected |= {str(iris.at(f"data/{iris.document_path(str(one))}.ttl")) for one in schemes}
    assert artifacts(graph, "vocabulary") == expected


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("schema", "ns/context.jsonld"),
        ("guidance", "page/ns/mp"),
        ("mapping", "data/ns/mp-align.ttl"),
        ("example", "data/262064/plan/machizukuri-kyodo-3.ttl"),
    ],
)
def test_the_rest_is_bound(graph: Graph, iris: Iris, role: str, path: str) -> None:
    """Context, documentation, alignments and the plan as an example are resources."""
    assert artifacts(graph, role) == {str(iris.at(path))}


def test_what_it_shares_with_the_vocabulary_is_the_same(
    graph: Graph, assembly: Assembly, iris: Iris
) -> None:
    """Version, dates, creator and licence are those of the vocabulary."""
    vocabulary = assembly.graphs[iris.graph("ontology")]
    for predicate in (OWL.versionInfo, DCTERMS.creator, DCTERMS.license, DCTERMS.modified):
        said = set(graph.objects(iris.at(PROFILE), predicate))
        assert said == set(vocabulary.objects(iris.at("ns/mp"), predicate))
        assert said


def test_every_standard_has_its_title(graph: Graph) -> None:
    """What the profile or a resource conforms to is a standard with a title."""
    named = {
        str(one)
        for predicate in (PROF.isProfileOf, DCTERMS.conformsTo)
        for one in graph.objects(None, predicate)
    }
    assert named <= set(STANDARDS)
    assert all((URIRef(one), RDFS.label, None) in graph for one in named)


def test_the_release_has_it(assembly: Assembly, graph: Graph, iris: Iris) -> None:
    """The profile stands in the graph of the ontology, and the record says that the data keeps to it."""
    assert set(graph) <= set(assembly.graphs[iris.graph("ontology")])
    assert set(record_conformance(iris)) <= set(assembly.graphs[iris.graph("meta")])
