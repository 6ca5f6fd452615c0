"""The context names every term of the data, and says of each what the vocabulary says."""

import json
from collections.abc import Mapping

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD, URIRef
from rdflib.compare import isomorphic

from kameoka_graph.exchange import context as module
from kameoka_graph.exchange.context import address, context, write_context
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term
from kameoka_graph.store.answer import Iri, Text, plain
from kameoka_graph.store.embedded import Embedded

ENTRY = "id/262064/plan/machizukuri-kyodo-3/action-plan/2/fy/2023/activity/3"
KNOWLEDGE = ("source", "curated", "context", "links", "inferred")
"""Graphs that hold what is known of plans and what is around them."""

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def terms(iris: Iris) -> Mapping[str, object]:
    """Give the context."""
    return context(iris)


def expanded(terms: Mapping[str, object], name: str) -> str:
    """Give the IRI that a name of the context stands for, or nothing."""
    defined = terms[name]
    iri = defined.get("@id", "") if isinstance(defined, dict) else str(defined or "")
    prefix, _, local = iri.partition(":")
    return f"{terms[prefix]}{local}" if prefix in terms and local else iri


def test_file(iris: Iris, terms: Mapping[str, object]) -> None:
    """The file is the document that the address leads to: `@context` and nothing else."""
    assert json.loads(write_context(iris).content) == {"@context": terms}
    assert address(iris) == f"{iris.root}ns/context.jsonld"


def test_own_address(store: Embedded, iris: Iris) -> None:
    """The address of the context is no thing's, with or without its suffix."""
    for path in ("ns/context.jsonld", "ns/context"):
        assert not store.select(f"SELECT ?p {{ <{iris.at(path)}> ?p ?o }}").rows


def test_no_name_twice(terms: Mapping[str, object]) -> None:
    """No two terms share a name."""
    named = [
        *module._PREFIXES,
        *(term.value for term in Term),
        *(
            name.partition(":")[2]
            for name in (
                *module._THINGS,
                *module._PLAIN,
                *module._LINKS,
                *module._LANGUAGES,
                *module._TYPED,
            )
        ),
        *module._RENAMED,
    ]
    assert len(named) == len(set(named)) == len(terms) - 1
    assert terms["@version"] == 1.1


def test_own_terms(assembly: Assembly, iris: Iris, terms: Mapping[str, object]) -> None:
    """Each property of ours has the kind of value that the vocabulary gives it."""
    ontology = assembly.graphs[iris.graph("ontology")]
    for term in Term:
        iri, defined = iris.mp(term), terms[term.value]
        assert expanded(terms, term.value) == str(iri)
        shape = defined if isinstance(defined, dict) else {}
        is_link = (iri, RDF.type, OWL.ObjectProperty) in ontology
        assert (shape.get("@type") == "@id") == is_link
        ranges = set(ontology.objects(iri, RDFS.range))
        assert (shape.get("@type") == "xsd:integer") == (XSD.integer in ranges)
        has_language = bool({"@language", "@container"} & shape.keys())
        assert has_language == (RDF.langString in ranges)


def test_every_term(store: Embedded, iris: Iris, terms: Mapping[str, object]) -> None:
    """Every property and class of the graphs of knowledge has a name."""
    named = {expanded(terms, name) for name in terms if name != "@version"}
    used: set[str] = set()
    for name in KNOWLEDGE:
        rows = store.select(
            "SELECT DISTINCT ?term { GRAPH ?g { ?s ?p ?o } "
            f"FILTER(STRSTARTS(STR(?g), '{iris.graph(name)}')) "
            f"BIND(IF(?p = <{RDF.type}>, ?o, ?p) AS ?term) }}"
        ).rows
        used |= {plain(row[0]) for row in rows if row[0] is not None}
    assert len(used) > 90
    assert used - named == set()


def test_sample(store: Embedded, iris: Iris, terms: Mapping[str, object]) -> None:
    """A compact sample of an entry expands to exactly what the store says of it."""
    sample = {
        "@context": terms,
        "iri": str(iris.at(ENTRY)),
        "type": ["Activity", "PlanElement", "Entity"],
        "fiscalYear": str(iris.at("id/fiscal-year/2023")),
        "mark": "・",
        "text": "市民活動推進フォーラム",
        "label": {"ja": "市民活動推進フォーラム"},
        "isPartOf": str(iris.at(ENTRY.partition("/fy/")[0])),
        "position": 3,
        "place": str(iris.at("source/371fd4250226#char=1579,1590")),
        "hiddenLabel": ["しみんかつどうすいしんふぉーらむ", "市民活動推進ふぉーらむ"],
        "prefLabel": {"en": "Civic Activities Promotion Forum"},
        "curated": {
            "reading": "しみんかつどうすいしんふぉーらむ",
            "kinds": [str(iris.at("voc/activity-kind/hold"))],
            "inSeries": str(
                iris.at("id/262064/plan/machizukuri-kyodo-3/series/shimin-katsudo-suishin-forum")
            ),
        },
    }
    read = rdflib.Graph().parse(data=json.dumps(sample), format="json-ld")
    stored = rdflib.Graph()
    for _, prop, value in store.construct(f"CONSTRUCT WHERE {{ <{iris.at(ENTRY)}> ?p ?o }}"):
        stored.add((iris.at(ENTRY), URIRef(prop), _term(value)))
    assert isomorphic(read, stored)


def _term(value: object) -> rdflib.term.Node:
    if isinstance(value, Text):
        kind = None if value.language else URIRef(value.datatype)
        if kind == XSD.string:
            kind = None
        return rdflib.Literal(value.value, lang=value.language or None, datatype=kind)
    assert isinstance(value, Iri)
    return URIRef(value)
