"""What follows from the other graphs by rule alone: inverses, superclasses, codes, spellings.

It can be dropped and made again.
"""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS

from kameoka_graph.state.folding import fold
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SCHEMA, Term


def derive(graphs: Iterable[Graph], ontology: Graph, iris: Iris) -> Graph:
    """Derive inverses of containment and series, superclasses, codes of pillars and measures."""
    derived = Graph()
    given = list(graphs)
    inverses = ((DCTERMS.isPartOf, DCTERMS.hasPart), (iris.mp(Term.IN_SERIES), PROV.hadMember))
    for graph in given:
        for forward, backward in inverses:
            for subject, whole in graph.subject_objects(forward):
                derived.add((whole, backward, subject))
        for subject, its_class in graph.subject_objects(RDF.type):
            for wider in ontology.transitive_objects(its_class, RDFS.subClassOf):
                stated = wider == its_class or (subject, RDF.type, wider) in graph
                if isinstance(wider, URIRef) and wider != OWL.Thing and not stated:
                    derived.add((subject, RDF.type, wider))
        _codes(derived, graph, iris)
        _spellings(derived, graph, iris)
    return derived


def _spellings(derived: Graph, graph: Graph, iris: Iris) -> None:
    """State the folded form, in which spellings are equal, of each Japanese name of own things."""
    for named in (RDFS.label, SKOS.prefLabel, SKOS.altLabel):
        for subject, name in graph.subject_objects(named):
            japanese = isinstance(name, Literal) and (name.language or "").startswith("ja")
            if japanese and iris.is_own(str(subject)):
                derived.add((subject, SKOS.hiddenLabel, Literal(fold(str(name)))))


def _codes(derived: Graph, graph: Graph, iris: Iris) -> None:
    """State the codes that order pillars (2) and measures (2-3), by which people cite them."""
    for pillar in graph.subjects(RDF.type, iris.mp(Term.PILLAR)):
        upper = graph.value(pillar, SCHEMA.position)
        derived.add((pillar, SKOS.notation, Literal(str(upper))))
        for measure in graph.subjects(DCTERMS.isPartOf, pillar):
            if isinstance(measure, URIRef):
                code = f"{upper}-{graph.value(measure, SCHEMA.position)}"
                derived.add((measure, SKOS.notation, Literal(code)))
