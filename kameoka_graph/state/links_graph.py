"""Links to the outside to the links graph: each link, and the record of it in the form of SSSOM."""

import hashlib

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, XSD

from kameoka_graph.read.sssom import MappingRow, MappingSet
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SSSOM


def state_links(sets: tuple[MappingSet, ...], iris: Iris) -> Graph:
    """State every link of `sets`, which must have been found right, with the record of each.

    A record is an `owl:Axiom` with the terms that SSSOM gives its columns.
    """
    graph = Graph()
    for one in sets:
        iri = URIRef(iris.absolute(one.id))
        graph.add((iri, RDF.type, SSSOM.MappingSet))
        ja, _, en = one.title.partition(" / ")
        graph.add((iri, DCTERMS.title, Literal(ja, lang="ja")))
        if en:
            graph.add((iri, DCTERMS.title, Literal(en, lang="en")))
        graph.add((iri, OWL.versionInfo, Literal(one.version)))
        graph.add((iri, DCTERMS.license, URIRef(one.license)))
        for row in one.mappings:
            graph.add((iri, SSSOM.mappings, _state_link(graph, row, iri, iris)))
    return graph


def _state_link(graph: Graph, row: MappingRow, mapping_set: URIRef, iris: Iris) -> URIRef:
    key = "\0".join((row.subject, row.predicate, row.object))
    iri = URIRef(f"{mapping_set}#link-{hashlib.sha256(key.encode()).hexdigest()[:12]}")
    subject, predicate = URIRef(iris.absolute(row.subject)), URIRef(row.predicate)
    target = URIRef(row.object)
    graph.add((subject, predicate, target))
    graph.add((iri, RDF.type, OWL.Axiom))
    graph.add((iri, OWL.annotatedSource, subject))
    graph.add((iri, OWL.annotatedProperty, predicate))
    graph.add((iri, OWL.annotatedTarget, target))
    graph.add((iri, SSSOM.subject_label, Literal(row.subject_label)))
    graph.add((iri, SSSOM.object_label, Literal(row.object_label)))
    graph.add((iri, SSSOM.mapping_justification, URIRef(row.justification)))
    graph.add((iri, SSSOM.confidence, Literal(row.confidence)))
    graph.add((iri, PROV.wasAttributedTo, URIRef(iris.absolute(row.author))))
    graph.add((iri, DCTERMS.created, Literal(row.date, datatype=XSD.date)))
    graph.add((iri, RDFS.comment, Literal(row.comment, lang="ja")))
    return iri
