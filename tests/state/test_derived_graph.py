"""What follows by rule: inverses, superclasses and codes, and nothing that was stated already."""

import pytest
from rdflib import BNode, Graph, Literal
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS

from kameoka_graph.state.derived_graph import derive
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SCHEMA, Term


@pytest.fixture(scope="module")
def ontology(iris: Iris) -> Graph:
    """Give an ontology in which a measure is an element, and an element an entity."""
    graph = Graph()
    graph.add((iris.mp(Term.MEASURE), RDFS.subClassOf, iris.mp(Term.PLAN_ELEMENT)))
    graph.add((iris.mp(Term.PLAN_ELEMENT), RDFS.subClassOf, PROV.Entity))
    graph.add((PROV.Entity, RDFS.subClassOf, OWL.Thing))
    return graph


def test_containment_is_inverted(ontology: Graph, iris: Iris) -> None:
    """What is part of a whole is had by it."""
    part, whole = iris.at("a"), iris.at("b")
    graph = Graph().add((part, DCTERMS.isPartOf, whole))
    assert list(derive([graph], ontology, iris)) == [(whole, DCTERMS.hasPart, part)]


def test_series_have_their_members(ontology: Graph, iris: Iris) -> None:
    """What is in a series is a member of it."""
    entry, series = iris.at("a"), iris.at("s")
    graph = Graph().add((entry, iris.mp(Term.IN_SERIES), series))
    assert list(derive([graph], ontology, iris)) == [(series, PROV.hadMember, entry)]


def test_wider_classes_follow_to_the_top(ontology: Graph, iris: Iris) -> None:
    """A thing has every wider class of its own, but for owl:Thing."""
    graph = Graph().add((iris.at("a"), RDF.type, iris.mp(Term.MEASURE)))
    assert set(derive([graph], ontology, iris).objects(iris.at("a"), RDF.type)) == {
        iris.mp(Term.PLAN_ELEMENT),
        PROV.Entity,
    }


def test_what_was_stated_is_not_derived(ontology: Graph, iris: Iris) -> None:
    """A class that the graph itself states is not repeated."""
    graph = Graph().add((iris.at("a"), RDF.type, iris.mp(Term.MEASURE)))
    graph.add((iris.at("a"), RDF.type, PROV.Entity))
    assert set(derive([graph], ontology, iris).objects(iris.at("a"), RDF.type)) == {
        iris.mp(Term.PLAN_ELEMENT)
    }


def test_pillars_and_measures_get_the_codes_people_cite(ontology: Graph, iris: Iris) -> None:
    """A pillar's code is its position, a measure's that of its pillar and its own."""
    graph, pillar, measure = Graph(), iris.at("p"), iris.at("m")
    graph.add((pillar, RDF.type, iris.mp(Term.PILLAR)))
    graph.add((pillar, SCHEMA.position, Literal(2)))
    graph.add((measure, DCTERMS.isPartOf, pillar))
    graph.add((measure, SCHEMA.position, Literal(3)))
    graph.add((BNode(), DCTERMS.isPartOf, pillar))
    derived = derive([graph], ontology, iris)
    assert derived.value(pillar, SKOS.notation) == Literal("2")
    assert derived.value(measure, SKOS.notation) == Literal("2-3")
    assert len(set(derived.subjects(SKOS.notation))) == 2


def test_own_japanese_names_get_a_spelling_to_search_by(ontology: Graph, iris: Iris) -> None:
    """A Japanese name of an own thing is folded; English ones and those of other things are not."""
    graph = Graph().add(
        (iris.at("a"), RDFS.label, Literal("亀岡 ＮＡＷＡＳＨＩＲＯ 基金", lang="ja"))
    )
    graph.add((iris.at("b"), RDFS.label, Literal("fund", lang="en")))
    graph.add((PROV.Entity, RDFS.label, Literal("実体", lang="ja")))
    derived = derive([graph], ontology, iris)
    assert set(derived.subjects(SKOS.hiddenLabel)) == {iris.at("a")}
    assert "NAWASHIRO".casefold() in str(derived.value(iris.at("a"), SKOS.hiddenLabel)).casefold()


def test_nothing_follows_from_nothing(ontology: Graph, iris: Iris) -> None:
    """No graphs give no derived triples."""
    assert len(derive([], ontology, iris)) == 0
