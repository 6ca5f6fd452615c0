"""What pages show of the catalogue: data sets in order, files with their facts, and what is unknown."""

from dataclasses import replace

import pytest

from kameoka_graph.ask.catalogue_view import CatalogueView, view_catalogue
from kameoka_graph.exchange.definition import TABLES
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Quad, Text


@pytest.fixture(scope="module", params=list(Language), ids=str)
def view(request: pytest.FixtureRequest, release: Release, iris: Iris) -> CatalogueView:
    """Give the view of the real catalogue in each language."""
    return view_catalogue(release.catalog(), iris, request.param)


@pytest.fixture(scope="module")
def english(release: Release, iris: Iris) -> CatalogueView:
    """Give the view of the real catalogue in English."""
    return view_catalogue(release.catalog(), iris, Language.EN)


def test_data_sets_come_in_the_order_of_the_catalogue(view: CatalogueView) -> None:
    """The whole, its parts, then the issues of tables."""
    assert [one.anchor for one in view.datasets] == [
        "all",
        "plan",
        "curated",
        "context",
        "links",
        "vocabulary",
        "262064-machizukuri-kyodo-3-371fd4250226",
    ]
    assert [one.anchor for one in view.series] == ["262064-machizukuri-kyodo-3"]
    assert len(view.services) == 2


def test_texts_are_in_the_language_of_the_reader(release: Release, iris: Iris) -> None:
    """Title, publisher and keywords differ by language; what has one language is the same."""
    ja, en = (view_catalogue(release.catalog(), iris, language) for language in Language)
    assert ja.title.endswith("（目録）")
    assert en.title.endswith("(catalogue)")
    assert ja.publisher == "kameoka_graph プロジェクト"
    assert en.publisher == "kameoka_graph project"
    assert "亀岡市" in ja.datasets[0].keywords
    assert "Kameoka" in en.datasets[0].keywords
    assert ja.datasets[0].period == en.datasets[0].period


def test_a_contact_that_is_not_stated_is_none(view: CatalogueView) -> None:
    """Nobody is named to be asked."""
    assert view.contact is None


def test_a_contact_that_is_stated_is_shown(release: Release, iris: Iris) -> None:
    """Name, mail without its scheme, and page are given."""
    node, vcard = Iri(f"{iris.at('id/catalog')}#contact"), "http://www.w3.org/2006/vcard/ns#"
    stated: list[Quad] = [
        (node, Iri(f"{vcard}fn"), Text("協働課", "ja"), None),
        (node, Iri(f"{vcard}hasEmail"), Iri("mailto:data@city.test"), None),
        (node, Iri(f"{vcard}hasURL"), Iri("https://city.test/ask"), None),
    ]
    contact = view_catalogue([*release.catalog(), *stated], iris, Language.JA).contact
    assert contact is not None
    assert (contact.name, contact.email) == ("協働課", "data@city.test")
    assert contact.url == "https://city.test/ask"


def test_each_file_has_its_facts(view: CatalogueView, release: Release) -> None:
    """Name, size, checksum and terms are there for every file, and are those of the release."""
    files = [file for one in view.datasets for file in one.files if file.name]
    assert len(files) == len({file.name for file in files}) > 20
    for file in files:
        found = release.offered(file.name)
        assert found is not None
        assert file.size == found[0].stat().st_size
        assert len(file.sha256) == 64
        assert file.title
        assert file.description
        assert file.license or file.rights


def test_every_table_explains_its_columns(view: CatalogueView) -> None:
    """Each CSV file is found with its definition, and with the file that describes it."""
    tables = {
        file.table.name: file
        for one in view.datasets
        for file in one.files
        if file.table is not None
    }
    assert tables.keys() == {table.name for table in TABLES}
    for name, file in tables.items():
        assert file.described_by is not None
        assert file.described_by.name == f"{name}.csv-metadata.json"
        assert file.described_by.size


def test_tables_come_first(english: CatalogueView) -> None:
    """Of the whole, the workbook comes first; of the plan, the tables; access to services is last."""
    whole, plan = english.datasets[0], english.datasets[1]
    assert whole.files[0].name.endswith(".xlsx")
    endings = [file.name.rpartition(".")[2] for file in plan.files]
    assert endings == sorted(endings, key=lambda ending: ending != "csv")
    assert english.datasets[-1].files[-1].name == ""
    assert english.datasets[-1].files[-1].size is None


def test_the_source_text_has_terms_and_no_licence(english: CatalogueView) -> None:
    """Of the text of the source it is told what is known, not a licence."""
    (file,) = [one for one in english.datasets[-1].files if one.name.endswith(".txt")]
    assert file.license == ""
    assert (
        file.rights == "The terms of use of the source text are not stated in it and are not known."
    )


def test_an_empty_catalogue_has_nothing(iris: Iris) -> None:
    """A release that is older than catalogues shows an empty page."""
    view = view_catalogue([], iris, Language.JA)
    assert view == replace(view, title="", datasets=(), series=(), services=(), contact=None)
