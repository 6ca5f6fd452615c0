"""The record about the graphs: the publication, the document, and each graph with its size."""

import datetime
from dataclasses import replace

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, VOID, XSD

from kameoka_graph.read.manifest import PublicationManifest
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import (
    DATASET,
    DUMPS,
    GraphRecord,
    record_document,
    record_graphs,
    record_itself,
    record_publication,
)
from kameoka_graph.state.terms import SPDX


@pytest.fixture(scope="module")
def manifest() -> PublicationManifest:
    """Give a publication with a date."""
    return PublicationManifest(
        version="1.2.3",
        date=datetime.date(2026, 11, 22),
        title=Say("題", "title"),
        description=Say("説明", "description"),
        license="https://creativecommons.org/licenses/by/4.0/",
        creator="kameoka-graph",
    )


def test_the_publication_is_recorded(manifest: PublicationManifest, iris: Iris) -> None:
    """Title, description, licence, creator, version, date and endpoint are those of the manifest."""
    graph, dataset = record_publication(manifest, iris), iris.at(DATASET)
    assert set(graph.objects(dataset, RDF.type)) == {DCAT.Dataset, VOID.Dataset}
    assert set(graph.objects(dataset, DCTERMS.title)) == {
        Literal("題", lang="ja"),
        Literal("title", lang="en"),
    }
    assert graph.value(dataset, DCTERMS.license) == URIRef(manifest.license)
    assert graph.value(dataset, DCTERMS.creator) == iris.agent("kameoka-graph")
    assert graph.value(dataset, URIRef(f"{DCAT}version")) == Literal("1.2.3")
    assert graph.value(dataset, DCTERMS.issued) == Literal("2026-11-22", datatype=XSD.date)
    assert graph.value(dataset, VOID.sparqlEndpoint) == iris.at("sparql")


def test_each_dump_is_told_by_its_address(manifest: PublicationManifest, iris: Iris) -> None:
    """The record names each file of the whole data set, and leaves sizes to the catalogue."""
    graph = record_publication(manifest, iris)
    dumps = set(graph.objects(iris.at(DATASET), VOID.dataDump))
    assert dumps == {iris.at(f"download/{file}") for file in DUMPS}
    assert (None, DCAT.distribution, None) not in graph
    assert (None, DCAT.byteSize, None) not in graph


def test_an_undated_publication_has_no_date(manifest: PublicationManifest, iris: Iris) -> None:
    """Where the date is left to the build, the record states none."""
    graph = record_publication(replace(manifest, date=None), iris)
    assert graph.value(iris.at(DATASET), DCTERMS.issued) is None


def test_another_publisher_is_recorded(manifest: PublicationManifest, iris: Iris) -> None:
    """Who publishes is the creator, unless the manifest names another agent."""
    dataset = iris.at(DATASET)
    assert record_publication(manifest, iris).value(dataset, DCTERMS.publisher) == iris.agent(
        "kameoka-graph"
    )
    other = record_publication(replace(manifest, publisher="kameoka-shi"), iris)
    assert other.value(dataset, DCTERMS.publisher) == iris.agent("kameoka-shi")
    assert other.value(dataset, DCTERMS.creator) == iris.agent("kameoka-graph")


def test_the_document_is_recorded_with_its_digest(plan_folder: PlanFolder, iris: Iris) -> None:
    """Digest, length in bytes and rights of the document stand in the record, with the plan's publisher."""
    plan_iri, city = iris.plan("262064", "x-1"), iris.municipality("262064")
    document = iris.source("371fd4250226")
    graph = record_document(
        plan_folder.plan, plan_folder.manifest.documents[0], plan_iri, city, iris
    )
    checksum = graph.value(document, SPDX.checksum)
    assert checksum is not None
    assert str(graph.value(checksum, SPDX.checksumValue)) == plan_folder.plan.source.sha256
    assert str(graph.value(document, DCAT.byteSize)) == "5893"
    assert graph.value(plan_iri, DCTERMS.publisher) == city
    assert len(set(graph.objects(document, DCTERMS.rights))) == 2
    assert graph.value(document, DCTERMS.license) is None


def test_each_graph_is_recorded_with_its_size(iris: Iris) -> None:
    """A graph has a title, a kind of knowledge, what it rests on, and its number of triples."""
    name, page = iris.graph("a"), URIRef("https://www.city.kameoka.kyoto.jp/")
    graphs = {name: Graph().add((page, RDFS.label, Literal("x")))}
    record = record_graphs([GraphRecord(name, Say("甲", "A"), "context", page)], graphs, iris)
    assert (iris.at(DATASET), VOID.subset, name) in record
    assert record.value(name, VOID.triples) == Literal(1)
    assert record.value(name, PROV.wasDerivedFrom) == page
    assert record.value(name, DCTERMS.type) == iris.concept("knowledge", "context")
    assert set(record.objects(name, RDFS.label)) == {
        Literal("甲", lang="ja"),
        Literal("A", lang="en"),
    }


def test_a_graph_that_rests_on_nothing_says_nothing_of_it(iris: Iris) -> None:
    """Without a document and without a size, neither is recorded."""
    name = iris.graph("b")
    record = record_graphs([GraphRecord(name, Say("乙", "B"), "record")], {}, iris)
    assert record.value(name, PROV.wasDerivedFrom) is None
    assert record.value(name, VOID.triples) is None


def test_the_record_counts_itself(iris: Iris) -> None:
    """The record's own size is the one it has once that size stands in it."""
    record = Graph().add((iris.at("a"), RDFS.label, Literal("x")))
    record_itself(record, iris.graph("meta"))
    assert record.value(iris.graph("meta"), VOID.triples) == Literal(len(record)) == Literal(2)
