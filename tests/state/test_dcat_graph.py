"""The catalogue: every mandatory entry of DCAT-AP, nothing that is not known, and nothing unnamed."""

import datetime
from dataclasses import replace

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD

from kameoka_graph.read.manifest import Contact, PublicationManifest
from kameoka_graph.say import Language, Say
from kameoka_graph.state.dcat_graph import (
    AUTHORITY,
    CATALOG,
    FILE_TYPES,
    GRAPH_SERVICE,
    IANA,
    SPARQL_SERVICE,
    state_catalog,
)
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.offer import Issue, Offer, Offered, Place
from kameoka_graph.state.terms import DCAT_3, SPDX, VCARD

LICENSE = URIRef("https://creativecommons.org/licenses/by/4.0/")
SOURCE = "source-371fd4250226.txt"


def offer(name: str, dataset: str, media_type: str) -> Offer:
    """Give a file of five bytes."""
    return Offer(name, dataset, media_type, 5, "a" * 64, Say("題", "title"), Say("説明", "text"))


ISSUE = Issue(
    code="262064",
    plan="machizukuri-kyodo-3",
    document="371fd4250226",
    title="第3次亀岡市まちづくり協働推進実施計画",
    document_title="進捗表",
    printed_period="令和2年度～6年度",
    first_day=datetime.date(2020, 4, 1),
    last_day=datetime.date(2025, 3, 31),
    rights=Say("確認できていません。", "Not known."),
)
OFFERED = Offered(
    publication=PublicationManifest(
        version="1.2.3",
        date=None,
        title=Say("題", "title"),
        description=Say("説明", "description"),
        license=str(LICENSE),
        creator="kameoka-graph",
        keywords={Language.JA: ("市",), Language.EN: ("city",)},
    ),
    date=datetime.date(2026, 11, 22),
    publisher=Say("プロジェクト", "project"),
    creator=Say("プロジェクト", "project"),
    offers=(
        offer("dataset.nq", "all", "application/n-quads"),
        replace(
            offer("dataset.nq.gz", "all", "application/n-quads"), compression="application/gzip"
        ),
        replace(
            offer("activities.csv", "plan", "text/csv"),
            described_by="activities.csv-metadata.json",
            conforms_to=("https://www.rfc-editor.org/rfc/rfc4180",),
        ),
        offer("activities.csv-metadata.json", "plan", "application/csvm+json"),
        offer("elements.jsonl", "plan", "application/x-ndjson"),
        replace(offer(SOURCE, ISSUE.dataset, "text/plain"), is_source=True),
    ),
    issues=(ISSUE,),
    places=(Place("https://sws.geonames.org/1860635/", "Kameoka"),),
)


@pytest.fixture(scope="module")
def graph(iris: Iris) -> Graph:
    """Give a catalogue of six files."""
    return state_catalog(OFFERED, iris)


def dataset(iris: Iris, name: str) -> URIRef:
    """Give the IRI of a data set."""
    return iris.at(f"id/dataset/{name}")


def distribution(iris: Iris, name: str, file: str) -> URIRef:
    """Give the IRI of a distribution."""
    return iris.at(f"id/dataset/{name}/distribution/{file.replace('.', '-')}")


def languages(graph: Graph, node: URIRef, predicate: URIRef) -> set[str | None]:
    """Give the languages of the texts of a property."""
    return {text.language for text in graph.objects(node, predicate) if isinstance(text, Literal)}


def test_every_node_has_an_iri(graph: Graph) -> None:
    """The catalogue can be loaded beside the dump: no blank node of it can meet one of the data."""
    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


@pytest.mark.parametrize(
    "predicate",
    [DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.language],
)
def test_the_catalogue_says_what_is_mandatory_or_recommended(
    graph: Graph, iris: Iris, predicate: URIRef
) -> None:
    """Title, description, publisher, licence and language of the catalogue are stated."""
    assert (iris.at(CATALOG), predicate, None) in graph


def test_the_catalogue_lists_data_sets_series_and_services(graph: Graph, iris: Iris) -> None:
    """What has files is a data set; a part without a file is not listed."""
    catalog = iris.at(CATALOG)
    assert set(graph.objects(catalog, DCAT.dataset)) == {
        dataset(iris, name) for name in ("all", "plan", ISSUE.dataset)
    }
    assert set(graph.objects(catalog, DCAT_3.resource)) == {dataset(iris, ISSUE.series)}
    services = {iris.at(SPARQL_SERVICE), iris.at(GRAPH_SERVICE)}
    assert set(graph.objects(catalog, DCAT.service)) == services


@pytest.mark.parametrize("name", ["all", "plan", ISSUE.dataset])
def test_a_data_set_is_whole(graph: Graph, iris: Iris, name: str) -> None:
    """A data set has title and description in both languages, publisher, dates, version and theme."""
    node = dataset(iris, name)
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages(graph, node, predicate) == {"ja", "en"}
    assert graph.value(node, DCTERMS.publisher) == iris.agent("kameoka-graph")
    assert graph.value(node, DCTERMS.issued) == Literal("2026-11-22", datatype=XSD.date)
    assert graph.value(node, DCTERMS.modified) == Literal("2026-11-22", datatype=XSD.date)
    assert graph.value(node, DCAT_3.version) == Literal("1.2.3")
    assert graph.value(node, DCAT.theme) == URIRef(f"{AUTHORITY}data-theme/GOVE")
    assert graph.value(node, DCTERMS.identifier) == Literal(str(node))
    assert set(graph.objects(node, DCAT.keyword)) == {
        Literal("市", lang="ja"),
        Literal("city", lang="en"),
    }


def test_how_often_it_is_issued_is_unknown(graph: Graph, iris: Iris) -> None:
    """Nobody has stated a frequency, and none is made up."""
    unknown = URIRef(f"{AUTHORITY}frequency/UNKNOWN")
    assert set(graph.objects(None, DCTERMS.accrualPeriodicity)) == {unknown}
    assert (dataset(iris, ISSUE.series), DCTERMS.accrualPeriodicity, unknown) in graph


def test_the_period_is_that_of_the_plan(graph: Graph, iris: Iris) -> None:
    """The period has the printed words, the first and the last day."""
    period = graph.value(dataset(iris, ISSUE.dataset), DCTERMS.temporal)
    assert (period, RDF.type, DCTERMS.PeriodOfTime) in graph
    assert graph.value(period, RDFS.label) == Literal("令和2年度～6年度", lang="ja")
    assert graph.value(period, DCAT.startDate) == Literal("2020-04-01", datatype=XSD.date)
    assert graph.value(period, DCAT.endDate) == Literal("2025-03-31", datatype=XSD.date)


def test_the_place_is_a_verified_one(graph: Graph, iris: Iris) -> None:
    """Data sets of the plan name the place that the links have; others name none."""
    place = URIRef("https://sws.geonames.org/1860635/")
    assert (dataset(iris, "plan"), DCTERMS.spatial, place) in graph
    assert (place, RDF.type, DCTERMS.Location) in graph
    assert set(graph.objects(None, DCTERMS.spatial)) == {place}


def test_an_issue_is_in_its_series_and_derived_from_its_document(graph: Graph, iris: Iris) -> None:
    """The series says of its issues only the ones that are known, and no first or last one."""
    node, series = dataset(iris, ISSUE.dataset), dataset(iris, ISSUE.series)
    assert (node, DCAT_3.inSeries, series) in graph
    assert (series, RDF.type, DCAT_3.DatasetSeries) in graph
    assert (series, RDF.type, DCAT.Dataset) not in graph
    assert list(graph.subjects(DCAT_3.inSeries, series)) == [node]
    said = {str(predicate) for predicate in graph.predicates(series)}
    assert not said & {f"{DCAT}first", f"{DCAT}last"}


def test_a_file_has_its_size_checksum_and_types(graph: Graph, iris: Iris) -> None:
    """Size, SHA-256, media type, file type and licence are those of the file."""
    node = distribution(iris, "all", "dataset.nq")
    address = iris.at("download/dataset.nq")
    assert graph.value(node, DCAT.accessURL) == address == graph.value(node, DCAT.downloadURL)
    assert graph.value(node, DCAT.byteSize) == Literal("5", datatype=XSD.nonNegativeInteger)
    checksum = graph.value(node, SPDX.checksum)
    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert graph.value(checksum, SPDX.checksumValue) == Literal("a" * 64, datatype=XSD.hexBinary)
    assert graph.value(node, DCAT.mediaType) == URIRef(f"{IANA}application/n-quads")
    assert graph.value(node, DCTERMS["format"]) == URIRef(f"{AUTHORITY}file-type/RDF_N_QUADS")
    assert graph.value(node, DCTERMS.license) == LICENSE
    assert graph.value(node, DCAT.compressFormat) is None


def test_a_compressed_file_says_how(graph: Graph, iris: Iris) -> None:
    """The media type is that of what is inside."""
    node = distribution(iris, "all", "dataset.nq.gz")
    assert graph.value(node, DCAT.mediaType) == URIRef(f"{IANA}application/n-quads")
    assert graph.value(node, DCAT.compressFormat) == URIRef(f"{IANA}application/gzip")


def test_a_type_that_is_not_registered_has_no_iri(graph: Graph, iris: Iris) -> None:
    """No IRI is made up for a media type that IANA does not list."""
    node = distribution(iris, "plan", "elements.jsonl")
    assert "application/x-ndjson" not in FILE_TYPES
    assert graph.value(node, DCAT.mediaType) is None
    assert graph.value(node, DCAT.byteSize) is not None


def test_a_description_of_a_table_is_a_document_and_no_distribution(
    graph: Graph, iris: Iris
) -> None:
    """A harvester gets the table once; its description is the page about it."""
    page = iris.at("download/activities.csv-metadata.json")
    assert (distribution(iris, "plan", "activities.csv"), FOAF.page, page) in graph
    assert (page, RDF.type, FOAF.Document) in graph
    assert graph.value(page, DCAT.byteSize) == Literal("5", datatype=XSD.nonNegativeInteger)
    unwanted = distribution(iris, "plan", "activities.csv-metadata.json")
    assert (unwanted, None, None) not in graph


def test_the_source_text_has_no_licence(graph: Graph, iris: Iris) -> None:
    """Of the source it is said what is known of its terms, and no licence is claimed."""
    node = distribution(iris, ISSUE.dataset, SOURCE)
    assert graph.value(node, DCTERMS.license) is None
    rights = graph.value(node, DCTERMS.rights)
    assert (rights, RDF.type, DCTERMS.RightsStatement) in graph
    assert Literal("確認できていません。", lang="ja") in set(graph.objects(rights, RDFS.label))


@pytest.mark.parametrize("path", [SPARQL_SERVICE, GRAPH_SERVICE])
def test_a_service_says_where_it_is_and_what_it_serves(graph: Graph, iris: Iris, path: str) -> None:
    """A service has its endpoint, its description, the data set that it serves, and its standards."""
    node = iris.at(path)
    assert (node, RDF.type, DCAT.DataService) in graph
    assert graph.value(node, DCAT.endpointURL) in {iris.at("sparql"), iris.at("rdf-graph-store")}
    assert graph.value(node, DCAT.endpointDescription) == iris.at("sparql")
    assert graph.value(node, DCAT.servesDataset) == dataset(iris, "all")
    assert (node, DCTERMS.conformsTo, None) in graph


def test_the_publisher_is_named_and_is_not_the_city(graph: Graph, iris: Iris) -> None:
    """Only agents of the publication are publishers, each with its name in both languages."""
    publishers = set(graph.objects(None, DCTERMS.publisher))
    assert publishers == {iris.agent("kameoka-graph")}
    for publisher in publishers:
        assert isinstance(publisher, URIRef)
        assert (publisher, RDF.type, FOAF.Agent) in graph
        assert languages(graph, publisher, FOAF.name) == {"ja", "en"}


def test_another_publisher_has_its_own_name(iris: Iris) -> None:
    """Where the operator names another publisher, it publishes and the creator stays."""
    named = replace(
        OFFERED,
        publication=replace(OFFERED.publication, publisher="kameoka-shi"),
        publisher=Say("亀岡市", "Kameoka City"),
    )
    graph = state_catalog(named, iris)
    assert set(graph.objects(None, DCTERMS.publisher)) == {iris.agent("kameoka-shi")}
    assert set(graph.objects(None, DCTERMS.creator)) == {iris.agent("kameoka-graph")}
    names = set(graph.objects(iris.agent("kameoka-shi"), FOAF.name))
    assert Literal("亀岡市", lang="ja") in names


def test_without_a_contact_nobody_is_named(graph: Graph) -> None:
    """A contact that nobody has stated is not there."""
    assert (None, DCAT.contactPoint, None) not in graph
    assert (None, RDF.type, VCARD.Kind) not in graph


def test_a_contact_that_is_stated_is_of_every_data_set_and_service(iris: Iris) -> None:
    """Name, mail and page of the contact are those of the manifest."""
    contact = Contact(Say("協働課", "Division"), "data@city.test", "https://city.test/ask")
    publication = replace(OFFERED.publication, contact=contact)
    graph = state_catalog(replace(OFFERED, publication=publication), iris)
    (node,) = set(graph.objects(None, DCAT.contactPoint))
    assert (node, RDF.type, VCARD.Kind) in graph
    assert graph.value(node, VCARD.hasEmail) == URIRef("mailto:data@city.test")
    assert graph.value(node, VCARD.hasURL) == URIRef("https://city.test/ask")
    for kind in (DCAT.Dataset, DCAT.DataService, DCAT_3.DatasetSeries):
        for one in graph.subjects(RDF.type, kind):
            assert (one, DCAT.contactPoint, node) in graph


def test_the_graph_says_why_it_stands_apart(graph: Graph, iris: Iris) -> None:
    """That no dump and no count includes the catalogue is told in the data."""
    comments = " ".join(map(str, graph.objects(iris.graph("catalog"), RDFS.comment)))
    assert "dataset.*" in comments
    assert "VoID" in comments
    assert iris.knowledge(str(iris.graph("catalog"))) == "record"
