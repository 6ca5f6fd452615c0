"""The catalogue in the words of schema.org: what search engines for data ask for, and no more."""

import pytest

from kameoka_graph.ask.catalogue_view import view_catalogue
from kameoka_graph.ask.data_catalog import data_catalog
from kameoka_graph.exchange.schema_org import for_html
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris

PAGE = "https://plans.test/catalog"


@pytest.fixture(scope="module")
def described(release: Release, iris: Iris) -> dict[str, object]:
    """Give the real catalogue in Japanese."""
    view = view_catalogue(release.catalog(), iris, Language.JA)
    return dict(data_catalog(view, PAGE, Language.JA))


def test_the_catalogue_is_a_data_catalog(described: dict[str, object]) -> None:
    """It has a type, a name, an address, a publisher and a licence."""
    assert described["@type"] == "DataCatalog"
    assert described["url"] == PAGE
    assert described["publisher"] == {
        "@type": "Organization",
        "name": "kameoka_graph プロジェクト",
    }
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_each_data_set_has_what_search_engines_need(described: dict[str, object]) -> None:
    """Name and description, and for each file its address, type and size."""
    datasets = described["dataset"]
    assert isinstance(datasets, list)
    assert len(datasets) == 7
    for one in datasets:
        assert one["name"]
        assert len(one["description"]) > 20
        assert one["isAccessibleForFree"] is True
        assert one["distribution"]
        for file in one["distribution"]:
            assert file["contentUrl"].startswith("https://plans.test/download/")
            assert file["contentSize"].endswith(" B")
            assert len(file["sha256"]) == 64


def test_period_and_place_are_those_of_the_plan(described: dict[str, object]) -> None:
    """Data sets of the plan have its period and its place; the vocabulary has neither."""
    datasets = described["dataset"]
    assert isinstance(datasets, list)
    assert datasets[0]["temporalCoverage"] == "2020-04-01/2025-03-31"
    assert datasets[0]["spatialCoverage"][0]["name"] == "Kameoka"
    assert not {"temporalCoverage", "spatialCoverage"} & datasets[5].keys()


def test_nothing_empty_is_said(described: dict[str, object]) -> None:
    """What is not known has no entry; the source text has no licence."""
    datasets = described["dataset"]
    assert isinstance(datasets, list)
    for one in datasets:
        assert all(value not in ("", [], None) for value in one.values())
        for file in one["distribution"]:
            assert all(value not in ("", None) for value in file.values())
            assert file["name"] != "原典のテキスト" or "license" not in file


def test_it_can_stand_in_a_page(described: dict[str, object]) -> None:
    """Nothing in it can end the element that it stands in."""
    assert "<" not in for_html(described)
