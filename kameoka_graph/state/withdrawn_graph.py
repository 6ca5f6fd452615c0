"""A registry and the numbers in use to the record of elements that are no longer there."""

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDFS

from kameoka_graph.read.registry import Entry
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.numbering import Numbering


def record_withdrawn(
    plan: URIRef, registry: tuple[Entry, ...], numbering: Numbering, iris: Iris
) -> Graph:
    """Record each element whose number was given once and is not used by the plan any more.

    It gets `owl:deprecated` and the wording that it was registered with, and no class: it is no
    element of the plan. What replaces it is a judgement, so nothing is said of that here.
    """
    graph = Graph()
    used = set(numbering.paths.values())
    for entry in registry:
        if entry.path not in used:
            element = iris.below(plan, entry.path)
            graph.add((element, OWL.deprecated, Literal(True)))
            graph.add((element, RDFS.label, Literal(entry.text, lang="ja")))
    return graph
