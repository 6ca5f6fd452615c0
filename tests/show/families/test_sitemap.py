"""The site map has every page with its languages; robots are told where it is."""

from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from kameoka_graph.formats import HTML
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Body, Edition, Reader
from kameoka_graph.show.families.sitemap import sitemaps
from kameoka_graph.show.family import PAGE_ONLY, Family, Outcome, Wanted
from kameoka_graph.show.serving import Serving

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def no_page(_edition: Edition, _wanted: Wanted) -> Outcome:
    """Write nothing."""
    return None


@pytest.fixture
def edition(serving: Serving) -> Edition:
    """Give the release as it is shown."""
    return Edition(serving.release, serving.documents.edition.store, serving.site)


def written(edition: Edition, family: Family, rest: str = "") -> ET.Element | None:
    """Write a document of a family, and read it."""
    body = family.write(edition, Wanted(rest, family.formats[0], Reader(Language.JA)))
    return ET.fromstring(body.content) if isinstance(body, Body) else None  # noqa: S314 - our own


def test_every_page_is_listed_and_answers(client: FlaskClient) -> None:
    """Each address of the site map is a page that is there, with its date and both languages."""
    response = client.get("/sitemap.xml")
    assert response.content_type == "application/xml"
    urls = ET.fromstring(response.data).findall(f"{SPACE}url")  # noqa: S314 - our own
    assert len(urls) > 150
    addresses = [url.findtext(f"{SPACE}loc", "") for url in urls]
    assert len(set(addresses)) == len(addresses)
    assert "https://plans.test/" in addresses
    assert "https://plans.test/page/262064" in addresses
    for url in urls:
        assert url.findtext(f"{SPACE}lastmod") == "2026-11-22"
        languages = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
        assert set(languages) == {"ja", "en"}
    for address in addresses[::17]:
        found = client.get(
            address.removeprefix("https://plans.test"), headers={"Accept": "text/html"}
        )
        assert (found.status_code, found.mimetype) == (200, HTML.media_type)


def test_too_many_pages_stand_in_parts(edition: Edition) -> None:
    """More pages than one file may list are listed in parts, which an index names."""
    many = Family("many/", PAGE_ONLY, no_page, lambda _: map(str, range(25)))
    whole, parts, _ = sitemaps((many,), largest=10)
    index = written(edition, whole)
    assert index is not None
    named = [one.findtext(f"{SPACE}loc") for one in index.findall(f"{SPACE}sitemap")]
    assert named == [f"https://plans.test/sitemap/{number}.xml" for number in (1, 2, 3)]
    found = [written(edition, parts, str(number)) for number in (1, 2, 3)]
    assert [len(one) for one in found if one is not None] == [10, 10, 5]
    assert [written(edition, parts, rest) for rest in ("0", "4", "x", "-1", "٣")] == [None] * 5


def test_there_are_no_parts_of_what_is_in_one_file(client: FlaskClient) -> None:
    """Where one file has all pages there are no parts."""
    assert client.get("/sitemap/1.xml").status_code == 404


def test_robots_are_kept_from_results_only(client: FlaskClient, below: FlaskClient) -> None:
    """Crawlers may take everything but the results of queries, and learn where the site map is."""
    text = client.get("/robots.txt").text
    assert text.splitlines()[:3] == ["User-agent: *", "Disallow: /sparql?", "Disallow: /search?"]
    assert "Sitemap: https://plans.test/sitemap.xml" in text
    assert "Disallow: /lod/sparql?" in below.get("/lod/robots.txt").text
