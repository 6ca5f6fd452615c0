"""The record about all graphs: who publishes what, from which file, under which licence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, VOID, XSD

from kameoka_graph.read.document import Plan
from kameoka_graph.read.manifest import DocumentManifest, PublicationManifest, TableOrigin
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import DCAT_3, SPDX

DATASET: Final = "id/dataset/all"
"""Path of the data set that holds every graph."""
DUMPS: Final = (
    "dataset.nq",
    "dataset.nq.gz",
    "dataset.trig",
    "dataset.ttl",
    "dataset.jsonld",
)
"""The files of the whole data set; their sizes and digests stand in the catalogue only."""


@dataclass(frozen=True, slots=True)
class GraphRecord:
    """What the record says of one named graph."""

    name: URIRef
    """The graph's IRI."""
    title: Say
    """What it holds."""
    knowledge: str
    """Code of the scheme `knowledge`: stated, curated, context, …"""
    derived_from: URIRef | None = None
    """The document or page that it rests on."""


def record_publication(manifest: PublicationManifest, iris: Iris) -> Graph:
    """Record the whole data set: title, licence, creator, version, dumps and endpoint.

    What is said of each file stands in the catalogue (`dcat_graph`), which is made once the files
    are there; a dump cannot hold its own digest.
    """
    graph = Graph()
    dataset = iris.at(DATASET)
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, RDF.type, VOID.Dataset))
    _say(graph, dataset, DCTERMS.title, manifest.title)
    _say(graph, dataset, DCTERMS.description, manifest.description)
    graph.add((dataset, DCTERMS.license, URIRef(manifest.license)))
    graph.add((dataset, DCTERMS.creator, iris.agent(manifest.creator)))
    graph.add((dataset, DCTERMS.publisher, iris.agent(manifest.published_by)))
    if manifest.date is not None:
        graph.add((dataset, DCTERMS.issued, Literal(manifest.date, datatype=XSD.date)))
    graph.add((dataset, DCAT_3.version, Literal(manifest.version)))
    graph.add((dataset, VOID.sparqlEndpoint, iris.at("sparql")))
    graph.add((dataset, VOID.uriSpace, Literal(iris.root)))
    for file in DUMPS:
        graph.add((dataset, VOID.dataDump, iris.at(f"download/{file}")))
    return graph


def record_document(
    plan: Plan, manifest: DocumentManifest, plan_iri: URIRef, publisher: URIRef, iris: Iris
) -> Graph:
    """Record what is known of a document beside its text, and who publishes the plan."""
    graph = Graph()
    document = iris.source(plan.source.short)
    checksum = URIRef(f"{document}#sha256")
    graph.add((plan_iri, DCTERMS.publisher, publisher))
    _say(graph, document, DCTERMS.rights, manifest.rights)
    graph.add((document, DCTERMS.format, Literal("text/plain; charset=utf-8")))
    graph.add((document, DCAT.byteSize, Literal(plan.source.size, datatype=XSD.nonNegativeInteger)))
    graph.add((document, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(plan.source.sha256, datatype=XSD.hexBinary)))
    if manifest.table is not None:
        _record_table(graph, document, manifest.table)
    return graph


def _record_table(graph: Graph, document: URIRef, table: TableOrigin) -> None:
    """Record the table that a document was written from: name, digest and day."""
    origin, checksum = URIRef(f"{document}#table"), URIRef(f"{document}#table-sha256")
    graph.add((document, PROV.wasDerivedFrom, origin))
    graph.add((origin, RDF.type, PROV.Entity))
    graph.add((origin, RDFS.label, Literal(table.file)))
    graph.add((origin, DCTERMS.date, Literal(table.date, datatype=XSD.date)))
    graph.add((origin, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(table.sha256, datatype=XSD.hexBinary)))


def record_graphs(
    records: Iterable[GraphRecord], graphs: Mapping[URIRef, Graph], iris: Iris
) -> Graph:
    """Record each named graph: title, kind of knowledge, what it rests on, size in triples."""
    graph = Graph()
    for one in records:
        graph.add((iris.at(DATASET), VOID.subset, one.name))
        graph.add((one.name, RDF.type, VOID.Dataset))
        graph.add((one.name, RDF.type, PROV.Entity))
        _say(graph, one.name, RDFS.label, one.title)
        graph.add((one.name, DCTERMS.type, iris.concept("knowledge", one.knowledge)))
        if one.derived_from is not None:
            graph.add((one.name, PROV.wasDerivedFrom, one.derived_from))
        if one.name in graphs:
            graph.add(
                (one.name, VOID.triples, Literal(len(graphs[one.name]), datatype=XSD.integer))
            )
    return graph


def record_itself(record: Graph, name: URIRef) -> None:
    """Record the size of the record itself, this triple included; it must be the last one."""
    record.add((name, VOID.triples, Literal(len(record) + 1, datatype=XSD.integer)))


def _say(graph: Graph, subject: URIRef, predicate: URIRef, say: Say) -> None:
    graph.add((subject, predicate, Literal(say.ja, lang="ja")))
    graph.add((subject, predicate, Literal(say.en, lang="en")))
