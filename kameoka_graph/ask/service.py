"""A store to the SPARQL 1.1 Service Description of its endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from typing import Final

from kameoka_graph.ask.query import view_query
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Quad, Store, Text

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "JSON-LD",
    "N-Triples",
    "RDF_XML",
    "TriG",
    "N-Quads",
)
"""Formats of answers, by their names at http://www.w3.org/ns/formats/."""


def describe_service(store: Store, iris: Iris) -> tuple[Quad, ...]:
    """Describe the endpoint: language, formats, and named graphs with their sizes."""
    service, dataset, default = (
        Iri(iris.at(f"sparql{part}")) for part in ("", "#dataset", "#default-graph")
    )
    a = Iri(f"{PREFIXES['rdf']}type")
    triples = [
        (service, a, _sd("Service")),
        (service, _sd("endpoint"), service),
        (service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (service, _sd("defaultDataset"), dataset),
        (dataset, a, _sd("Dataset")),
        (dataset, _sd("defaultGraph"), default),
        (default, a, _sd("Graph")),
    ]
    triples += [
        (service, _sd("resultFormat"), Iri(f"http://www.w3.org/ns/formats/{name}"))
        for name in FORMATS
    ]
    quads: list[Quad] = [(s, p, o, None) for s, p, o in triples]
    for row in store.select(view_query("graphs")).records():
        quads += _named_graph(dataset, Iri(str(row["graph"])), row["triples"], iris)
    return tuple(quads)


def _named_graph(dataset: Iri, name: Iri, size: object, iris: Iris) -> list[Quad]:
    node = Iri(iris.at(f"sparql#{iris.document_path(name)}"))
    graph = Iri(f"{node}-graph")
    a = Iri(f"{PREFIXES['rdf']}type")
    return [
        (dataset, _sd("namedGraph"), node, None),
        (node, a, _sd("NamedGraph"), None),
        (node, _sd("name"), name, None),
        (node, _sd("graph"), graph, None),
        (graph, a, _sd("Graph"), None),
        (
            graph,
            Iri(f"{PREFIXES['void']}triples"),
            size if isinstance(size, Text) else Text(str(size)),
            None,
        ),
    ]


def _sd(local: str) -> Iri:
    return Iri(SD + local)
