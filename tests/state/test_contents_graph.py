"""The description in VoID tells of the data what counting it tells, and every node of it has an IRI."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, VOID, XSD
from rdflib.term import BNode, Node

from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.contents_graph import DESCRIPTION, describe_contents
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import DATASET
from kameoka_graph.state.terms import VOID_EXT, Term


@pytest.fixture(scope="module")
def merged(assembly: Assembly) -> Graph:
    """Give the merge of all graphs but the record and the report."""
    left_out = {assembly.iris.graph("meta"), assembly.iris.graph("report")}
    found = Graph()
    for name, graph in assembly.graphs.items():
        if name not in left_out:
            found += graph
    return found


@pytest.fixture(scope="module")
def described(assembly: Assembly) -> Graph:
    """Give the description."""
    return describe_contents(assembly.graphs, assembly.iris)


def count(described: Graph, node: Node, of: URIRef) -> int:
    """Give the one count that is stated."""
    (value,) = described.objects(node, of)
    assert isinstance(value, Literal)
    assert value.datatype == XSD.integer
    return int(value)


def test_the_whole_is_counted(described: Graph, merged: Graph, iris: Iris) -> None:
    """Triples, classes, properties, subjects, objects and own things are those of the merge."""
    dataset = iris.at(DATASET)
    own = {s for s in merged.subjects() if isinstance(s, URIRef) and s.startswith(iris.root)}
    assert {
        of: count(described, dataset, of)
        for of in (VOID.triples, VOID.classes, VOID.properties, VOID.distinctSubjects)
    } == {
        VOID.triples: len(merged),
        VOID.classes: len(set(merged.objects(None, RDF.type))),
        VOID.properties: len(set(merged.predicates())),
        VOID.distinctSubjects: len(set(merged.subjects())),
    }
    assert count(described, dataset, VOID.distinctObjects) == len(set(merged.objects()))
    assert count(described, dataset, VOID.entities) == len(own)


def test_what_is_counted_is_said(described: Graph, iris: Iris) -> None:
    """The data set and its description say in both languages which graphs the counts leave out."""
    for node in (iris.at(DATASET), iris.at(DESCRIPTION)):
        comments = [str(comment) for comment in described.objects(node, RDFS.comment)]
        assert len(comments) == 2
        assert all("graph/meta" in said and "graph/report" in said for said in comments)


def test_every_class_is_a_part(described: Graph, merged: Graph, iris: Iris) -> None:
    """Each class has one part, with as many things and triples as there are."""
    parts = set(described.objects(iris.at(DATASET), VOID.classPartition))
    classes = {described.value(part, VOID["class"], any=False): part for part in parts}
    assert set(classes) == set(merged.objects(None, RDF.type))
    for name, part in classes.items():
        things = set(merged.subjects(RDF.type, name))
        assert count(described, part, VOID.entities) == len(things)
        about = sum(len(list(merged.predicate_objects(thing))) for thing in things)
        assert count(described, part, VOID.triples) == about


def test_every_property_is_a_part(described: Graph, merged: Graph, iris: Iris) -> None:
    """Each property has one part, with its triples and its different subjects and values."""
    parts = set(described.objects(iris.at(DATASET), VOID.propertyPartition))
    properties = {described.value(part, VOID.property, any=False): part for part in parts}
    assert set(properties) == set(merged.predicates())
    for name, part in properties.items():
        used = list(merged.subject_objects(name))
        assert count(described, part, VOID.triples) == len(used)
        assert count(described, part, VOID.distinctSubjects) == len({s for s, _ in used})
        assert count(described, part, VOID.distinctObjects) == len({o for _, o in used})


def test_a_class_is_taken_apart(described: Graph, merged: Graph, iris: Iris) -> None:
    """For the entries of a year: each property, and the classes and datatypes of its values."""
    activity = iris.mp(Term.ACTIVITY)
    (part,) = [
        one
        for one in described.objects(iris.at(DATASET), VOID.classPartition)
        if described.value(one, VOID["class"]) == activity
    ]
    things = set(merged.subjects(RDF.type, activity))
    parts = {
        described.value(one, VOID.property): one
        for one in described.objects(part, VOID.propertyPartition)
    }
    assert set(parts) == {p for thing in things for p in merged.predicates(thing)}
    year = parts[iris.mp(Term.FISCAL_YEAR)]
    targets = {
        described.value(one, VOID["class"]): count(described, one, VOID.triples)
        for one in described.objects(year, VOID.classPartition)
    }
    assert targets[iris.mp(Term.FISCAL_YEAR_CLASS)] == len(things) == 48
    text = parts[iris.mp(Term.SOURCE_TEXT)]
    (datatype,) = described.objects(text, VOID_EXT.datatypePartition)
    assert described.value(datatype, VOID_EXT.datatype) == RDF.langString
    assert count(described, datatype, VOID.triples) == 48


def test_links_are_counted_by_property_and_site(
    described: Graph, assembly: Assembly, iris: Iris
) -> None:
    """The link sets have all links to the outside, each with the site that it leads to."""
    links = assembly.graphs[iris.graph("links")]
    sets = set(described.subjects(RDF.type, VOID.Linkset))
    assert sum(count(described, one, VOID.triples) for one in sets) == len(
        set(links.subjects(RDF.type, OWL.Axiom))
    )
    for one in sets:
        assert described.value(one, VOID.subjectsTarget) == iris.at(DATASET)
        target = described.value(one, VOID.objectsTarget, any=False)
        space = str(described.value(target, VOID.uriSpace, any=False))
        predicate = described.value(one, VOID.linkPredicate, any=False)
        assert [o for o in links.objects(None, predicate) if str(o).startswith(space)]


def test_examples_and_vocabularies_are_there(described: Graph, merged: Graph, iris: Iris) -> None:
    """Each example is a thing of the data, and our own vocabulary is named by its IRI."""
    examples = set(described.objects(iris.at(DATASET), VOID.exampleResource))
    assert len(examples) == 4
    assert examples <= set(merged.subjects())
    assert iris.at("ns/mp") in set(described.objects(iris.at(DATASET), VOID.vocabulary))


def test_every_node_can_be_cited(described: Graph, iris: Iris) -> None:
    """No node is blank, and each stands below the data set."""
    nodes = {node for triple in described for node in triple}
    assert not [node for node in nodes if isinstance(node, BNode)]
    assert all(str(s).startswith(iris.at(DATASET)) for s in described.subjects())


def test_a_term_of_an_unknown_vocabulary_has_a_short_name(iris: Iris) -> None:
    """A class that no prefix shortens is named by digits of its digest, the same each time."""
    graph = Graph()
    graph.add((iris.at("id/x"), RDF.type, URIRef("https://other.test/Thing")))
    described = describe_contents({iris.graph("voc"): graph}, iris)
    (part,) = described.objects(iris.at(DATASET), VOID.classPartition)
    assert str(part) == f"{iris.at(DESCRIPTION)}/class/2f6e395b57fd"
