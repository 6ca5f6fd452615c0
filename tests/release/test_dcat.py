"""The catalogue of the real release: it says of each file what the file is, and obeys its shapes."""

import datetime
from dataclasses import replace

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS

from kameoka_graph.check.report import ShapesViolatedError
from kameoka_graph.check.shapes import profile, take_apart
from kameoka_graph.formats import NTRIPLES
from kameoka_graph.release.assembly import Assembly, Inputs, assemble
from kameoka_graph.release.dcat import PROFILE, make_catalog
from kameoka_graph.release.files import dumps, exchange_files
from kameoka_graph.release.folder import CATALOG, OFFERED, Release
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris, read_base
from kameoka_graph.state.terms import SPDX
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import write_quads

XSD = "http://www.w3.org/2001/XMLSchema#"
DAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def catalogue(release: Release) -> Graph:
    """Give the catalogue of the release."""
    written = write_quads(release.catalog(), NTRIPLES, {})
    return Graph().parse(data=written, format="nt")


def test_every_file_on_offer_is_in_the_catalogue(catalogue: Graph, release: Release) -> None:
    """Each file of the release is downloaded from a distribution, or describes one; records are not."""
    addresses = {*catalogue.objects(None, DCAT.downloadURL), *catalogue.objects(None, FOAF.page)}
    start = f"{release.iris.root}download/"
    told = {str(address).removeprefix(start) for address in addresses}
    files = {path.removeprefix(f"{OFFERED}/") for path in release.files}
    assert files - told == {CATALOG, "report.json", "report.ttl"}
    assert told <= files


def test_size_and_checksum_are_those_of_the_file(catalogue: Graph, release: Release) -> None:
    """What the catalogue says of a file is what the manifest says, and what the file is."""
    checked = 0
    for node, size in catalogue.subject_objects(DCAT.byteSize):
        address = catalogue.value(node, DCAT.downloadURL, default=node)
        found = release.offered(str(address).rpartition("/")[2])
        assert found is not None
        assert int(str(size)) == found[0].stat().st_size
        value = catalogue.value(catalogue.value(node, SPDX.checksum), SPDX.checksumValue)
        facts = release.files[str(found[0].relative_to(release.folder))]
        assert str(value) == facts["sha256"]
        assert isinstance(size, Literal)
        assert str(size.datatype) == f"{XSD}nonNegativeInteger"
        checked += 1
    assert checked == len(release.files) - 3


def test_the_catalogue_is_in_the_store_and_in_no_dump(
    release: Release, store: Embedded, assembly: Assembly
) -> None:
    """It is loaded beside the data, under its own name; the dumps and the counts are without it."""
    name = release.iris.graph("catalog")
    rows = store.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").rows
    assert str(rows[0][0][0]) == str(len(release.catalog()))  # type: ignore[index]  # a literal is a tuple
    assert b"graph/catalog>" not in assembly.nquads
    assert name not in assembly.graphs


def test_the_catalogue_is_in_no_digest_of_the_data(release: Release, assembly: Assembly) -> None:
    """The digest of the data set is that of the dump, which a change of the catalogue leaves alone."""
    dataset = release.manifest["dataset"]
    assert isinstance(dataset, dict)
    assert dataset["quads"] == assembly.nquads.count(b"\n")
    assert dataset["sha256"] == release.files["dataset.nq"]["sha256"]


def test_the_city_does_not_publish_the_catalogue(catalogue: Graph, iris: Iris) -> None:
    """Who publishes is the project, as long as the operator names nobody else."""
    assert set(catalogue.objects(None, DCTERMS.publisher)) == {iris.agent("kameoka-graph")}
    assert (iris.municipality("262064"), None, None) not in catalogue


def test_nothing_unverified_is_linked(catalogue: Graph) -> None:
    """The only place is the one of the links."""
    places = set(catalogue.objects(None, DCTERMS.spatial))
    assert places == {URIRef("https://sws.geonames.org/1860635/")}


def test_every_term_has_a_name(catalogue: Graph, assembly: Assembly, iris: Iris) -> None:
    """Each property and class of the catalogue has a label in both languages for its pages."""
    known = assembly.graphs[iris.graph("voc")]
    terms = {*catalogue.predicates(), *catalogue.objects(None, RDF.type)}
    for term in terms:
        labels = {
            text.language for text in known.objects(term, RDFS.label) if isinstance(text, Literal)
        }
        assert labels == {"ja", "en"}, term


def test_the_catalogue_does_not_hold_what_its_own_name_depends_on(
    catalogue: Graph, release: Release
) -> None:
    """The release is named after its manifest, which has the catalogue's digest: no loop."""
    text = catalogue.serialize(format="nt")
    assert release.name not in text
    assert "manifest.json" not in text


def test_a_catalogue_that_lacks_something_is_not_written(assembly: Assembly) -> None:
    """A description in English only breaks rule 20, and no release is made."""
    spoilt = replace(assembly, publication=replace(assembly.publication, license="none at all"))
    with pytest.raises((ShapesViolatedError, ValueError)):
        make_catalog(spoilt, dumps(assembly), DAY)
    with pytest.raises(ShapesViolatedError) as caught:
        make_catalog(assembly, (), DAY)  # a data set without any file
    assert {one.rule.number for one in caught.value.report.findings} == {20}


def test_the_profile_is_whole(assembly: Assembly, iris: Iris) -> None:
    """The rules that the catalogue is judged by are those of its profile, with all that they need."""
    shapes = assembly.graphs[iris.graph("shapes")]
    rules = take_apart(profile(shapes, iris.at(PROFILE)), iris).rules
    assert [rule.number for rule in rules] == [20, 33, 34, 35]


def test_another_base_moves_the_catalogue(assembly: Assembly, inputs: Inputs) -> None:
    """Below another base the catalogue has the same statements, and nothing of the old base."""
    other = assemble(replace(inputs, iris=read_base("https://data.city.test/lod")))
    moved = make_catalog(other, (*dumps(other), *exchange_files(other)), DAY)
    here = make_catalog(assembly, (*dumps(assembly), *exchange_files(assembly)), DAY)
    assert b"https://plans.test" not in moved
    assert moved.count(b"\n") == here.count(b"\n")


def test_an_agent_without_a_label_is_called_by_its_name(assembly: Assembly) -> None:
    """Where the record has no agents, the name in the IRI stands for them."""
    bare = replace(
        assembly, graphs={}, publication=replace(assembly.publication, publisher="city-x")
    )
    text = make_catalog(bare, dumps(assembly), DAY).decode()
    assert '"city-x"@ja' in text
    assert Say("city-x", "city-x").en in text
