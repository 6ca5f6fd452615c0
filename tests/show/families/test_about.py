"""The pages about the site say what the marks mean, how to cite, and what is not known."""

import json

import pytest
from flask.testing import FlaskClient

from kameoka_graph.release.folder import Release
from tests.show.page import Page

PAGES = ("about", "about/accessibility", "about/citation")


def read(client: FlaskClient, path: str, language: str = "ja") -> Page:
    """Read a page."""
    return Page.read(client.get(f"/{path}?lang={language}", headers={"Accept": "text/html"}).text)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_where_nobody_is_named_the_page_says_so(
    client: FlaskClient, path: str, language: str
) -> None:
    """Where the manifest names nobody to ask, no address is made up."""
    page = read(client, path, language)
    assert ("書かれていません" if language == "ja" else "names nobody to ask") in page.text
    assert not any(link.startswith("mailto:") for link in page.links)


def test_the_marks_are_explained(client: FlaskClient) -> None:
    """The page about the site explains what the source states, what is judged, what other pages say."""
    text = read(client, "about").text
    for word in ("出典の記載", "解釈による判断", "他のページの記載"):
        assert word in text


def test_no_conformance_is_claimed(client: FlaskClient) -> None:
    """The statement on accessibility names the aim, what is not tested, and its date."""
    text = read(client, "about/accessibility").text
    assert "JIS X 8341-3:2016" in text
    assert "「準拠」とは言いません" in text
    assert "2026年11月22日" in text


def test_the_data_set_can_be_cited(client: FlaskClient, release: Release) -> None:
    """The page and its files name the data set by its IRI, with the version and the release."""
    page = read(client, "about/citation")
    assert "https://plans.test/id/dataset/all" in page.text
    assert release.name in page.text
    assert client.get("/about/citation.bib").text.startswith("@misc{")
    assert client.get("/about/citation?format=ris").text.startswith("TY  - DATA")
    (item,) = json.loads(client.get("/about/citation.csl?lang=en").data)
    assert item["title"] == "Kameoka civic collaboration plan as linked open data"
