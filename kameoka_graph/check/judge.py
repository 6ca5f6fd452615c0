"""Named graphs and shapes to a report: SHACL Core by pySHACL, rules in SPARQL on the store.

A rule in SPARQL runs once over everything, a set at a time, not once per focus node.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyshacl
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from kameoka_graph.check.report import Finding, Place, Report, ordered
from kameoka_graph.check.shapes import Shapes, SparqlRule
from kameoka_graph.read.source import line_and_column
from kameoka_graph.say import Say
from kameoka_graph.store.answer import Iri, Store, Term, Text, written

PLACES: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?thing ?start ?quote ?title ?text WHERE {
  VALUES ?thing { %s }
  ?thing prov:wasQuotedFrom ?span .
  ?span oa:hasSource ?document ; oa:hasSelector ?position , ?quotation .
  ?position oa:start ?start .
  ?quotation oa:exact ?quote .
  ?document rdfs:label ?title ; prov:value ?text .
} ORDER BY ?thing DESC(?start)"""
"""The places from which things are quoted; of several, the first one in the document comes last."""


def judge(data: Iterable[Graph], shapes: Shapes, store: Store) -> Report:
    """Check `data` against `shapes`; `store` holds the same triples in their named graphs."""
    findings = [*_core_findings(_merge(data), shapes)]
    for rule in shapes.sparql:
        findings += _sparql_findings(rule, store)
    return ordered(_placed(findings, store), len(shapes.rules))


def _merge(graphs: Iterable[Graph]) -> Graph:
    merged = Graph()
    for graph in graphs:
        for triple in graph:
            merged.add(triple)
    return merged


def _core_findings(data: Graph, shapes: Shapes) -> Iterator[Finding]:
    """Let pySHACL judge the constraints of SHACL Core, each focus node on its own."""
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes.core, inference="none", inplace=True)
    if not isinstance(results, Graph):
        raise TypeError(results)
    for result in results.subjects(RDF.type, SH.ValidationResult):
        shape = str(results.value(result, SH.sourceShape))
        if shape not in shapes.rule_of:
            continue
        path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
        messages = {
            getattr(m, "language", None): str(m) for m in results.objects(result, SH.resultMessage)
        }
        yield Finding(
            rule=shapes.rule_of[shape],
            shape=shape,
            focus=str(results.value(result, SH.focusNode)),
            message=Say(messages["ja"], messages["en"]),
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value is None else str(value),
        )


def _sparql_findings(rule: SparqlRule, store: Store) -> Iterator[Finding]:
    """Run the rule once over everything; keep the rows whose `?this` is one of its focus nodes."""
    rows = list(store.select(rule.select).records())
    if not rows:
        return
    focus_nodes = {record["this"] for record in store.select(rule.targets).records()}
    for row in rows:
        if row.get("this") in focus_nodes:
            texts = {name: _text(term) for name, term in row.items()}
            yield Finding(
                rule=rule.rule,
                shape=rule.shape,
                focus=texts["this"],
                message=rule.tell(texts),
                path=texts.get("path"),
                value=texts.get("value"),
            )


def _text(term: Term) -> str:
    return term.value if isinstance(term, Text) else str(term)


def _placed(findings: Iterable[Finding], store: Store) -> Iterator[Finding]:
    """Give each finding the place from which its thing is quoted."""
    found = list(findings)
    places = _places({finding.focus for finding in found}, store)
    for one in found:
        yield Finding(
            one.rule, one.shape, one.focus, one.message, one.path, one.value, places.get(one.focus)
        )


def _places(things: set[str], store: Store) -> Mapping[str, Place]:
    iris = " ".join(written(Iri(thing)) for thing in sorted(things) if ":" in thing)
    places = {}
    for row in store.select(PLACES % iris).records() if iris else ():
        line, column = line_and_column(_text(row["text"]), int(_text(row["start"])))
        places[_text(row["thing"])] = Place(_text(row["title"]), line, column, _text(row["quote"]))
    return places
