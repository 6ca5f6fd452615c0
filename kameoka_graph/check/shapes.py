"""A shapes graph to what the two judges need: rules, core constraints, and rules in SPARQL."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH
from rdflib.term import Node

from kameoka_graph.check.report import Rule, Severity
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term

_TARGETS: Final = {
    SH.targetClass: "?this a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{}>",
    SH.targetNode: "VALUES ?this {{ <{}> }}",
    SH.targetSubjectsOf: "?this <{}> ?any",
    SH.targetObjectsOf: "?any <{}> ?this",
}
_NOT_JUDGED: Final = (
    SH.sparql,
    SH.name,
    DCTERMS.identifier,
    RDFS.label,
    RDFS.comment,
    RDFS.isDefinedBy,
)
"""What pySHACL is not given: rules in SPARQL, and words, which it would look through each time."""
_VARIABLE: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class SparqlRule:
    """A constraint in SPARQL, to be run once over the whole data."""

    rule: Rule
    """The rule that it belongs to."""
    shape: str
    """IRI of the shape that carries it."""
    select: str
    """The query, with its prefixes."""
    targets: str
    """A query for the focus nodes, as `?this`."""
    message: Say
    """What is wrong; `{?value}` stands for a column of the row."""

    def tell(self, row: dict[str, str]) -> Say:
        """Give the message with the row's values."""
        return Say(
            *(
                _VARIABLE.sub(lambda name: row.get(name[1], name[0]), text)
                for text in (self.message.ja, self.message.en)
            )
        )


@dataclass(frozen=True, slots=True)
class Shapes:
    """A shapes graph, taken apart."""

    core: Graph
    """The constraints of SHACL Core."""
    rules: tuple[Rule, ...]
    """All rules, by number."""
    sparql: tuple[SparqlRule, ...]
    """The constraints in SPARQL."""
    rule_of: dict[str, Rule]
    """The rule that each shape belongs to, by the shape's IRI."""


def take_apart(graph: Graph, iris: Iris) -> Shapes:
    """Split a shapes graph into what pySHACL judges and what runs on the store."""
    remedy = iris.mp(Term.REMEDY)
    rules = sorted(
        (
            _rule(graph, node, remedy)
            for node in graph.subjects(DCTERMS.identifier)
            if (node, RDF.type, SH.NodeShape) in graph
        ),
        key=lambda rule: rule.number,
    )
    rule_of = {shape: rule for rule in rules for shape in _shapes_of(graph, URIRef(rule.iri))}
    sparql = [
        _sparql_rule(graph, rule_of[str(shape)], shape, constraint)
        for shape, constraint in sorted(graph.subject_objects(SH.sparql))
        if isinstance(shape, URIRef)
    ]
    core = Graph()
    for triple in graph:
        if triple[1] not in {*_NOT_JUDGED, remedy}:
            core.add(triple)
    return Shapes(core, tuple(rules), tuple(sparql), rule_of)


def profile(graph: Graph, name: URIRef) -> Graph:
    """Give the shapes that a profile defines, and all that they refer to."""
    found, waiting = Graph(), list(graph.subjects(RDFS.isDefinedBy, name))
    seen: set[Node] = {name}
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            for triple in graph.triples((node, None, None)):
                found.add(triple)
                waiting.append(triple[2])
    return found


def both(graph: Graph, node: Node, predicate: URIRef) -> Say:
    """Give the Japanese and English value of a property; raises ValueError if one is missing."""
    found = {
        value.language: str(value)
        for value in graph.objects(node, predicate)
        if isinstance(value, Literal)
    }
    if not {"ja", "en"} <= found.keys():
        raise ValueError(node, predicate)
    return Say(found["ja"], found["en"])


def _rule(graph: Graph, node: Node, remedy: URIRef) -> Rule:
    severity = str(graph.value(node, SH.severity, default=SH.Violation))
    return Rule(
        str(node),
        int(str(graph.value(node, DCTERMS.identifier))),
        both(graph, node, RDFS.label),
        Severity(severity.rpartition("#")[2]),
        both(graph, node, remedy),
    )


def _shapes_of(graph: Graph, shape: URIRef) -> Iterable[str]:
    yield str(shape)
    for part in graph.objects(shape, SH.property):
        if isinstance(part, URIRef):
            yield from _shapes_of(graph, part)


def _sparql_rule(graph: Graph, rule: Rule, shape: URIRef, constraint: Node) -> SparqlRule:
    teller = constraint if (constraint, SH.message, None) in graph else shape
    return SparqlRule(
        rule,
        str(shape),
        _prefixes(graph, constraint)
        + str(graph.value(constraint, SH.select)).replace("$this", "?this"),
        _focus_query(graph, shape),
        both(graph, teller, SH.message),
    )


def _prefixes(graph: Graph, constraint: Node) -> str:
    declared = {
        str(graph.value(one, SH.prefix)): str(graph.value(one, SH.namespace))
        for holder in graph.objects(constraint, SH.prefixes)
        for one in graph.objects(holder, SH.declare)
    }
    return "".join(f"PREFIX {name}: <{space}>\n" for name, space in sorted(declared.items()))


def _focus_query(graph: Graph, shape: URIRef) -> str:
    patterns = [
        "{ " + pattern.format(value) + " }"
        for predicate, pattern in _TARGETS.items()
        for value in sorted(map(str, graph.objects(shape, predicate)))
    ]
    if not patterns:
        raise ValueError(shape)
    return f"SELECT DISTINCT ?this WHERE {{ {' UNION '.join(patterns)} }}"
