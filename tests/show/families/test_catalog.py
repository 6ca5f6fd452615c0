"""The catalogue and the downloads as they are served: pages, data, harvesting, and each file."""

import csv
import io
import json
import re
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, XSD

from kameoka_graph.exchange.definition import TABLES
from kameoka_graph.formats import GRAPHS, Format
from kameoka_graph.release.folder import OFFERED, Release
from kameoka_graph.say import Language
from kameoka_graph.show.families.catalog import form_name, in_words, license_name
from tests.show.page import Page

HYDRA = "http://www.w3.org/ns/hydra/core#"
RDFLIB_NAMES = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


def graph_at(client: FlaskClient, address: str, form: str = "turtle") -> Graph:
    """Read RDF from the site."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.data, format=form)


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_the_catalogue_is_had_in_every_format(client: FlaskClient, form: Format) -> None:
    """By its suffix and by Accept the same document is given, with its type and its address."""
    by_suffix = client.get(f"/catalog.{form.name}")
    negotiated = client.get("/catalog", headers={"Accept": form.media_type})
    assert by_suffix.status_code == negotiated.status_code == 200
    assert by_suffix.data == negotiated.data
    assert negotiated.content_type == form.content_type
    assert negotiated.headers["Vary"] == "Accept"
    assert negotiated.headers["Content-Location"] == f"/catalog.{form.name}"


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:rdflib")
@pytest.mark.parametrize(("suffix", "name"), RDFLIB_NAMES.items(), ids=str)
def test_another_library_reads_the_catalogue(
    client: FlaskClient, release: Release, suffix: str, name: str
) -> None:
    """Each format has seven data sets with files, and sizes of the datatype that DCAT asks for."""
    graph = graph_at(client, f"/catalog.{suffix}", name)
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == 7
    assert all((one, DCAT.distribution, None) in graph for one in datasets)
    sizes = set(graph.objects(None, DCAT.byteSize))
    datatypes = {size.datatype for size in sizes if isinstance(size, Literal)}
    assert datatypes == {XSD.nonNegativeInteger}
    assert len(list(graph.subjects(DCAT.byteSize))) == len(release.files) - 3


def test_a_harvester_gets_names_addresses_formats_and_sizes(client: FlaskClient) -> None:
    """Read as CKAN reads it, every data set has title, notes and address, every resource what it needs."""
    graph = graph_at(client, "/catalog.ttl")
    resources = 0
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        for needed in (DCTERMS.title, DCTERMS.description, DCAT.landingPage, DCTERMS.publisher):
            assert graph.value(dataset, needed) is not None
        for one in graph.objects(dataset, DCAT.distribution):
            assert graph.value(one, DCAT.accessURL) is not None
            assert graph.value(one, DCTERMS.title) is not None
            resources += 1
    assert resources == 29


def test_the_catalogue_says_what_page_it_is(client: FlaskClient) -> None:
    """The whole catalogue is the first and last page of a paged collection."""
    graph = graph_at(client, "/catalog.ttl")
    (page,) = graph.subjects(RDF.type, URIRef(f"{HYDRA}PagedCollection"))
    assert str(page) == "https://plans.test/catalog.ttl?page=1"
    assert int(str(graph.value(page, URIRef(f"{HYDRA}totalItems")))) == 7
    assert graph.value(page, URIRef(f"{HYDRA}nextPage")) is None


def test_changes_since_a_date_are_harvested(client: FlaskClient) -> None:
    """A date after the release gives no data set, the day of it all of them."""
    after = graph_at(client, "/catalog.ttl?modified_since=2026-11-23")
    assert (None, RDF.type, DCAT.Dataset) not in after
    on_the_day = graph_at(client, "/catalog.ttl?modified_since=2026-11-22")
    assert len(set(on_the_day.subjects(RDF.type, DCAT.Dataset))) == 7


@pytest.mark.parametrize(
    "query", ["modified_since=yesterday", "page=0", "page=2", "page=x", "modified_since=%00"]
)
@pytest.mark.parametrize("path", ["/catalog.ttl", "/catalog"])
def test_what_cannot_be_harvested_is_told(client: FlaskClient, path: str, query: str) -> None:
    """A wrong date and a page that is not there are 400, in words of both languages."""
    answer = client.get(f"{path}?{query}", headers={"Accept": "text/turtle, application/json"})
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert query.partition("=")[0] in problem["detail"]
    assert query.partition("=")[0] in problem["detail_ja"]


def test_words_narrow_the_page_too(client: FlaskClient) -> None:
    """The page shows what matches, and says that it is not all."""
    page = Page.read(client.get("/catalog?q=SSSOM", headers={"Accept": "text/html"}).text)
    assert "条件に合うものだけを示しています" in page.text
    assert {"links", "links-title"} <= set(page.ids)
    assert "vocabulary" not in page.ids
    none = client.get("/catalog?q=ない語ない語", headers={"Accept": "text/html"})
    assert "条件に合うデータセットはありません" in none.text


@pytest.mark.parametrize("path", ["/catalog", "/downloads"])
@pytest.mark.parametrize(("language", "word"), [("ja", "原典"), ("en", "source")])
def test_the_pages_are_for_people_in_both_languages(
    client: FlaskClient, path: str, language: str, word: str
) -> None:
    """A browser gets a well-formed page in its language, with every data set in it."""
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    page = Page.read(answer.text)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language == page.language
    assert page.faults == []
    assert word in page.text
    assert len(page.ids) == len(set(page.ids))
    for name in ("all", "plan", "curated", "context", "links", "vocabulary"):
        assert name in page.ids


def test_a_contact_that_is_not_stated_is_said_to_be_so(client: FlaskClient) -> None:
    """The page tells that no contact is stated, instead of leaving it out."""
    page = Page.read(client.get("/catalog", headers={"Accept": "text/html"}).text)
    assert "問い合わせ先記載がありません" in re.sub(r"\s", "", page.text)


def test_the_page_carries_itself_for_search_engines(client: FlaskClient) -> None:
    """The catalogue in the words of schema.org is data in the page, and runs nothing."""
    answer = client.get("/catalog", headers={"Accept": "text/html", "Accept-Language": "en"})
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    described = json.loads(text)
    assert described["@type"] == "DataCatalog"
    assert len(described["dataset"]) == 7
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_every_file_of_the_release_is_linked(client: FlaskClient, release: Release) -> None:
    """The downloads name each file of the release, with its digest where there is one."""
    page = Page.read(client.get("/downloads").text)
    linked = {link.rpartition("/")[2] for link in page.links if "/download/" in link}
    assert linked == {path.removeprefix(f"{OFFERED}/") for path in release.files} | {
        "manifest.json"
    }
    for path, facts in release.files.items():
        if path.endswith((".csv", ".xlsx", ".nq.gz")):
            assert str(facts["sha256"]) in page.text


def test_every_column_of_every_table_is_explained(client: FlaskClient) -> None:
    """Header, explanation and kind of knowledge of each column stand on the page, in both languages."""
    for language in Language:
        text = Page.read(client.get("/downloads", query_string={"lang": language.value}).text).text
        for table in TABLES:
            for column in table.columns:
                assert column.title.ja in text
                assert column.title.to(language) in text
                assert column.description.to(language) in text


def test_the_examples_are_about_a_table_that_is_there(client: FlaskClient) -> None:
    """The address in the examples gives the table, with the column that they count by."""
    text = client.get("/downloads").text
    for tool in ("Excel", "pandas", "read.csv", "curl"):
        assert tool in text
    (address,) = set(re.findall(r"https://plans\.test(/download/[\w.-]+\.csv)", text))
    answer = client.get(address)
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 48
    assert "年度" in rows[0]


def test_each_file_is_sent_as_what_it_is(client: FlaskClient, release: Release) -> None:
    """A file has its bytes, its type, and its name; text says its encoding."""
    for path, facts in release.files.items():
        name = path.removeprefix(f"{OFFERED}/")
        answer = client.get(f"/download/{name}")
        assert answer.status_code == 200
        assert sha256(answer.data).hexdigest() == facts["sha256"]
        media_type = str(facts["media_type"])
        assert answer.content_type.partition(";")[0] == media_type
        assert ("charset=utf-8" in answer.content_type) == (
            media_type.startswith("text/")
            or media_type in {"application/n-quads", "application/trig"}
        )
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "name",
    [
        "files/activities.csv",
        "files%2Factivities.csv",
        "../current",
        "..%2F..%2Fcurrent",
        "index",
        "store",
        "",
        "files",
        "none.csv",
    ],
)
def test_nothing_else_is_sent(client: FlaskClient, name: str) -> None:
    """Only names of files on offer lead to files."""
    assert client.get(f"/download/{name}").status_code == 404


def test_each_distribution_has_its_page(client: FlaskClient) -> None:
    """The IRIs of data sets, files, services and the catalogue itself lead to pages about them."""
    for path in (
        "id/catalog",
        "id/dataset/plan",
        "id/dataset/plan/distribution/activities-csv",
        "id/service/sparql",
        "id/dataset/262064-machizukuri-kyodo-3",
        "graph/catalog",
    ):
        answer = client.get(f"/{path}", headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, path
        data = client.get(f"/{path}", headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert data.status_code == 200, path


def test_a_release_without_a_catalogue_has_empty_pages(
    client: FlaskClient, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older release is served all the same."""
    monkeypatch.setattr(type(release), "catalog", lambda _: [])
    assert client.get("/downloads").status_code == 200
    assert client.get("/catalog", headers={"Accept": "text/html"}).status_code == 200
    assert client.get("/catalog.ttl?page=1").status_code == 200


@pytest.mark.parametrize(
    ("size", "ja", "en"),
    [
        (0, "0.0 kB（0 バイト）", "0.0 kB (0 bytes)"),
        (816, "0.8 kB（816 バイト）", "0.8 kB (816 bytes)"),
        (9184, "9.2 kB（9,184 バイト）", "9.2 kB (9,184 bytes)"),
        (4854814, "4,855 kB（4,854,814 バイト）", "4,855 kB (4,854,814 bytes)"),
    ],
)
def test_sizes_are_told_in_words(size: int, ja: str, en: str) -> None:
    """A size is told in thousands of bytes and exactly."""
    assert in_words(size, Language.JA) == ja
    assert in_words(size, Language.EN) == en


def test_names_of_formats_and_licences() -> None:
    """What has a short name is called by it; what has none is called by its IRI, or not at all."""
    assert form_name("dataset.nq.gz") == "N-Quads"
    assert form_name("tables.xlsx") == "Excel (XLSX)"
    assert form_name("x.unknown") == ""
    assert license_name("https://creativecommons.org/licenses/by/4.0/") == "CC BY 4.0"
    assert license_name("https://x.test/terms") == "https://x.test/terms"
