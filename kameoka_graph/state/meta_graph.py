"""The record about all graphs: who publishes what, from which file, under which licence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, VOID, XSD

from kameoka_graph.formats import JSONLD, NQUADS, TURTLE, Format
from kameoka_graph.read.document import Plan
from kameoka_graph.read.manifest import DocumentManifest, PublicationManifest
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SPDX

DATASET: Final = "id/dataset/all"
"""Path of the data set that holds every graph."""
DUMPS: Final = (("dataset.nq", NQUADS), ("dataset.ttl", TURTLE), ("dataset.jsonld", JSONLD))
"""The files of the whole data set in a release."""
DCAT_VERSION: Final = URIRef(f"{DCAT}version")
"""DCAT 3 term that rdflib's closed namespace lacks."""


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
    """Record the whole data set: title, licence, creator, version, dumps and endpoint."""
    graph = Graph()
    dataset = iris.at(DATASET)
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, RDF.type, VOID.Dataset))
    _say(graph, dataset, DCTERMS.title, manifest.title)
    _say(graph, dataset, DCTERMS.description, manifest.description)
    graph.add((dataset, DCTERMS.license, URIRef(manifest.license)))
    graph.add((dataset, DCTERMS.creator, iris.agent(manifest.creator)))
    graph.add((dataset, DCTERMS.publisher, iris.agent(manifest.creator)))
    graph.add((dataset, DCTERMS.issued, Literal(manifest.date, datatype=XSD.date)))
    graph.add((dataset, DCAT_VERSION, Literal(manifest.version)))
    graph.add((dataset, VOID.sparqlEndpoint, iris.at("sparql")))
    graph.add((dataset, VOID.uriSpace, Literal(iris.root)))
    for file, form in DUMPS:
        _distribution(graph, dataset, file, form, iris)
    return graph


def _distribution(graph: Graph, dataset: URIRef, file: str, form: Format, iris: Iris) -> None:
    distribution = URIRef(f"{dataset}/distribution/{form.name}")
    address = iris.at(f"download/{file}")
    graph.add((dataset, DCAT.distribution, distribution))
    graph.add((dataset, VOID.dataDump, address))
    graph.add((distribution, RDF.type, DCAT.Distribution))
    _say(
        graph,
        distribution,
        DCTERMS.title,
        Say(f"全データ（{form.title}）", f"all data ({form.title})"),
    )
    graph.add((distribution, DCAT.downloadURL, address))
    graph.add((distribution, DCAT.accessURL, address))
    graph.add(
        (
            distribution,
            DCAT.mediaType,
            URIRef(f"https://www.iana.org/assignments/media-types/{form.media_type}"),
        )
    )


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
    return graph


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
