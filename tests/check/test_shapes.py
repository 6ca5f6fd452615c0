"""A shapes graph is taken apart into rules, core constraints and queries that run once over everything."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH

from kameoka_graph.check.report import Severity
from kameoka_graph.check.shapes import Shapes, both, take_apart
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term

SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix mp: <https://plans.test/ns/mp#> .
@prefix : <https://plans.test/shapes/x#> .
:rule a sh:NodeShape ; dcterms:identifier "7" ; rdfs:label "名"@ja , "name"@en ;
  mp:remedy "直す"@ja , "mend it"@en ; sh:message "悪い"@ja , "bad"@en ; sh:severity sh:Warning ;
  %s ; sh:property :part ; sh:sparql :query , :other .
:part sh:path rdfs:label ; sh:minCount 1 ; sh:property :inner .
:inner sh:path rdfs:comment ; sh:minCount 1 .
:query sh:prefixes :prefixes ; sh:message "{?value} は悪い"@ja , "{$value} is bad"@en ;
  sh:select "SELECT $this ?value { $this rdfs:label ?value }" .
:other sh:select "SELECT $this { $this a ?any }" .
:prefixes sh:declare [ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] ,
  [ sh:prefix "mp" ; sh:namespace "https://plans.test/ns/mp#"^^xsd:anyURI ] .
"""
NAME = "https://plans.test/shapes/x#"


def graph_of(target: str = "sh:targetClass mp:Plan") -> Graph:
    """Give a shapes graph of one rule with this target."""
    return Graph().parse(data=SHAPE % target, format="turtle")


@pytest.fixture
def shapes(iris: Iris) -> Shapes:
    """Give that graph, taken apart."""
    return take_apart(graph_of(), iris)


def test_a_rule_is_taken_with_all_it_says(shapes: Shapes) -> None:
    """A rule has its number, name, severity and remedy."""
    (rule,) = shapes.rules
    assert (rule.iri, rule.number, rule.severity) == (f"{NAME}rule", 7, Severity.WARNING)
    assert (rule.title, rule.remedy) == (Say("名", "name"), Say("直す", "mend it"))


def test_property_shapes_belong_to_their_rule(shapes: Shapes) -> None:
    """A finding of a property shape, however deep, is a finding of the rule."""
    assert shapes.rule_of.keys() == {f"{NAME}rule", f"{NAME}part", f"{NAME}inner"}


def test_core_constraints_are_free_of_sparql(shapes: Shapes) -> None:
    """What the processor gets has no constraint in SPARQL, but all else."""
    assert set(shapes.core.objects(None, SH.sparql)) == set()
    assert (URIRef(f"{NAME}rule"), SH.property, URIRef(f"{NAME}part")) in shapes.core


def test_a_query_gets_its_prefixes_and_its_variable(shapes: Shapes) -> None:
    """A constraint becomes a query with its prefixes, about `?this`."""
    selects = {rule.select for rule in shapes.sparql}
    assert selects == {
        "PREFIX mp: <https://plans.test/ns/mp#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "SELECT ?this ?value { ?this rdfs:label ?value }",
        "SELECT ?this { ?this a ?any }",
    }


def test_a_constraint_without_a_message_tells_that_of_its_shape(shapes: Shapes) -> None:
    """The message is the constraint's own, or else that of the shape."""
    assert {rule.message for rule in shapes.sparql} == {
        Say("{?value} は悪い", "{$value} is bad"),
        Say("悪い", "bad"),
    }


def test_a_message_is_told_with_the_values_of_its_row(shapes: Shapes) -> None:
    """Both ways to write a variable are filled in, and an unknown one stays."""
    (rule,) = (rule for rule in shapes.sparql if "value" in rule.message.ja)
    assert rule.tell({"value": "2025"}) == Say("2025 は悪い", "2025 is bad")
    assert rule.tell({}) == Say("{?value} は悪い", "{$value} is bad")


@pytest.mark.parametrize(
    ("target", "pattern"),
    [
        ("sh:targetClass mp:Plan", "a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>*"),
        ("sh:targetNode mp:x", "VALUES ?this { <https://plans.test/ns/mp#x> }"),
        ("sh:targetSubjectsOf mp:x", "{ ?this <https://plans.test/ns/mp#x> ?any }"),
        ("sh:targetObjectsOf mp:x", "{ ?any <https://plans.test/ns/mp#x> ?this }"),
        ("sh:targetNode mp:x ; sh:targetClass mp:Plan", " UNION "),
    ],
)
def test_each_kind_of_target_becomes_a_query(iris: Iris, target: str, pattern: str) -> None:
    """The focus nodes of each kind of target of SHACL are queried for."""
    (rule, _) = take_apart(graph_of(target), iris).sparql
    assert pattern in rule.targets


def test_a_rule_in_sparql_without_a_target_is_refused(iris: Iris) -> None:
    """A constraint in SPARQL that would judge nothing is a mistake in the shapes."""
    with pytest.raises(ValueError, match="rule"):
        take_apart(graph_of('rdfs:comment "x"'), iris)


@pytest.mark.parametrize("predicate", [RDFS.label, SH.message], ids=["label", "message"])
def test_a_rule_in_one_language_is_refused(iris: Iris, predicate: URIRef) -> None:
    """A name or message that lacks a language is a mistake in the shapes."""
    graph = graph_of()
    graph.remove((None, predicate, Literal("name", lang="en")))
    graph.remove((None, predicate, Literal("bad", lang="en")))
    with pytest.raises(ValueError, match="rule"):
        take_apart(graph, iris)


def test_a_severity_is_a_violation_unless_said_otherwise(iris: Iris) -> None:
    """As in SHACL, a rule without a severity is a violation."""
    graph = graph_of()
    graph.remove((None, SH.severity, None))
    assert take_apart(graph, iris).rules[0].severity is Severity.VIOLATION


def test_shapes_without_a_number_are_no_rules(iris: Iris) -> None:
    """Parts that rules use, and other things with an identifier, are no rules."""
    graph = graph_of()
    graph.add((URIRef(f"{NAME}thing"), DCTERMS.identifier, Literal("9")))
    graph.add((URIRef(f"{NAME}unnumbered"), RDF.type, SH.NodeShape))
    assert len(take_apart(graph, iris).rules) == 1


def test_a_property_shape_without_an_iri_belongs_to_no_rule(iris: Iris) -> None:
    """A blank property shape cannot be named as the rule's, and is passed over."""
    graph = graph_of().parse(
        data=f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <{NAME}rule> sh:property [ sh:path <{NAME}p> ; sh:minCount 1 ] .""",
        format="turtle",
    )
    assert len(take_apart(graph, iris).rule_of) == 3


def test_both_languages_are_given(iris: Iris) -> None:
    """A value in both languages is one sentence; other languages and things are passed over."""
    graph, node = Graph(), iris.at("x")
    for value in (Literal("甲", lang="ja"), Literal("A", lang="en"), Literal("A", lang="fr"), node):
        graph.add((node, iris.mp(Term.REMEDY), value))
    assert both(graph, node, iris.mp(Term.REMEDY)) == Say("甲", "A")
