"""The search is a form and an ordered list, JSON and CSV, and whatever is typed stays text."""

import csv
import io
import json
import re
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from tests.show.page import Page

HTML = {"Accept": "text/html", "Accept-Language": "ja"}


def get(client: FlaskClient, typed: str, more: str = "", path: str = "/search") -> str:
    """Give the answer to a search."""
    answer = client.get(f"{path}?q={quote(typed, errors='surrogatepass')}{more}", headers=HTML)
    assert answer.status_code == 200
    return answer.text


def marks(html: str) -> list[str]:
    """Give what is marked."""
    return re.findall("<mark>(.*?)</mark>", html)


def test_hits_are_an_ordered_list_with_marks(client: FlaskClient) -> None:
    """The heading tells the number of hits, and the places that match are marked."""
    html = get(client, "しんきさいよう")
    assert "「しんきさいよう」の検索結果 7 件" in Page.read(html).text
    assert marks(html) == ["しんきさいよう"] * 7
    assert html.count('<li>\n<p class="title">') == 7


def test_a_page_of_hits_is_well_formed(client: FlaskClient) -> None:
    """The pages of the form, of hits, of nothing found and of signs are well formed, in both languages."""
    for typed in ("", "市民", "議会", "！！", "a" * 500):
        for language in ("ja", "en"):
            page = Page.read(get(client, typed, f"&lang={language}"))
            assert page.faults == []
            assert page.language == language
            assert len(page.ids) == len(set(page.ids))


def test_english_pages_have_no_untranslated_words(client: FlaskClient) -> None:
    """On an English page Japanese stands only where it is marked as such, or is data."""
    japanese = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
    for address in (
        "/search?",
        "/search?q=%E5%B8%82%E6%B0%91&",
        "/search?q=%EF%BC%81&",
        "/search?q=zz&",
    ):
        page = Page.read(client.get(f"{address}lang=en", headers=HTML).text)
        left = [
            run.text
            for run in page.runs
            if japanese.search(run.text)
            and run.language != "ja"
            and not {"bdi", "title"} & set(run.within)
        ]
        assert left == []


def test_the_form_stands_alone_with_examples(client: FlaskClient) -> None:
    """Without words there are a form with labels, examples, and every class and year to choose."""
    html = client.get("/search", headers=HTML).text
    assert 'role="search"' in html
    assert '<label for="q">' in html
    assert "探し方の例" in html
    assert "type=mp%3AActivity" in html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{7*7}}",
        "%(total)s",
        "&lt;",
        "'",
    ],
)
def test_what_is_typed_stays_text(client: FlaskClient, typed: str) -> None:
    """Markup that is typed is shown as text and never becomes an element."""
    page, harmless = (Page.read(get(client, one)) for one in (typed, "議会"))
    assert page.faults == []
    for name in ("script", "img", "b"):
        assert page.elements.count(name) == harmless.elements.count(name)
    assert typed in [found.get("value") for found in page.attributes]


@pytest.mark.parametrize(
    "typed", ["\x00", "\u202e市民", "市" * 5000, "\\", "*", "AND", ":", "(", '"']
)
def test_odd_text_is_answered(client: FlaskClient, typed: str) -> None:
    """Control characters, marks of direction, very long texts and signs are answered as any text."""
    get(client, typed)


def test_a_name_without_utf8_is_answered(client: FlaskClient) -> None:
    """Bytes that are no UTF-8 are looked for as what they can be read as."""
    assert client.get("/search?q=%ff%fe", headers=HTML).status_code == 200


def test_filters_and_pages_are_kept_in_links(client: FlaskClient) -> None:
    """Links to other pages and choices keep the words, the other conditions and the language."""
    html = get(client, "市民", "&type=mp:Activity&lang=en")
    found = [one for one in Page.read(html).links if one.startswith("/search?")]
    assert "/search?q=%E5%B8%82%E6%B0%91&type=mp%3AActivity&year=2023&lang=en" in found
    assert "/search?q=%E5%B8%82%E6%B0%91&lang=en" in found
    assert 'rel="next"' in get(client, "市民")
    assert 'rel="prev"' in get(client, "市民", "&page=2")


@pytest.mark.parametrize("year", ["2023", "R5", "令和5年度", "２０２３年度"])
def test_a_year_may_be_written_in_either_calendar(client: FlaskClient, year: str) -> None:
    """The filter by year takes a year however it is written."""
    assert json.loads(get(client, "", f"&year={quote(year)}", "/search.json"))["year"] == 2023


@pytest.mark.parametrize(
    "wrong", ["year=x", "year=5", "page=0", "page=-1", "page=1.5", "page=x", "size=101", "page=９"]
)
def test_a_condition_that_cannot_be_read_is_told(client: FlaskClient, wrong: str) -> None:
    """A year or a number that cannot be read is refused with what was read and what is expected."""
    answer = client.get(f"/search?q=a&{wrong}", headers=HTML)
    assert answer.status_code == 400
    assert wrong.partition("=")[2] in answer.text
    assert "書いてください" in answer.text


def test_a_page_that_is_not_there_says_so(client: FlaskClient) -> None:
    """A page after the last one is empty and leads to the first."""
    assert "このページに結果はありません" in get(client, "市民", "&page=500")


def test_hits_as_json(client: FlaskClient) -> None:
    """JSON has the hits with their IRIs, texts with the ranges that match, and the counts."""
    found = json.loads(get(client, "亀岡nawashiro", "&size=1", "/search.json"))
    assert (found["total"], found["pages"], found["size"]) == (4, 4, 1)
    (hit,) = found["hits"]
    assert hit["iri"] == "https://plans.test/id/262064/fund/kameoka-nawashiro"
    assert hit["page"] == "https://plans.test/page/262064/fund/kameoka-nawashiro"
    (place,) = hit["marks"]
    assert hit["label"][slice(*place)] == "亀岡NAWASHIRO"
    assert {"code", "label", "language", "iri", "count"} == set(found["types"][0])
    by_reading = json.loads(get(client, "しんきさいよう", "", "/search.json"))["hits"][0]
    assert [one["why"] for one in by_reading["found_by"]] == ["reading"]
    assert by_reading["years"] == [2020, 2021, 2022, 2023, 2024, 2025]


def test_hits_as_csv(client: FlaskClient) -> None:
    """CSV has a row for each hit of the page, its cells as in the data."""
    rows = list(csv.DictReader(io.StringIO(get(client, "しんきさいよう", path="/search.csv"))))
    assert len(rows) == 7
    assert rows[1]["label"] == "新規採用職員研修の実施"
    assert rows[1]["years"] == "2020"
    assert rows[1]["found_by"] == "reading"
    assert rows[1]["path"].endswith("› これからの市民活動と協働を担う人づくり")


def test_the_format_is_negotiated(client: FlaskClient) -> None:
    """Programs get JSON or CSV where they ask for it, people the page."""
    for accept, kind in (
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
    ):
        answer = client.get("/search?q=a", headers={"Accept": accept})
        assert answer.content_type == kind
        assert "Accept" in answer.headers["Vary"]


def test_the_same_search_gives_the_same_bytes(client: FlaskClient) -> None:
    """A search is answered with the same bytes again, so that it can be kept by its ETag."""
    first = client.get("/search?q=a", headers=HTML)
    again = client.get("/search?q=a", headers=HTML | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_browsers_can_add_the_search(client: FlaskClient) -> None:
    """The OpenSearch description has the address of the search, and pages name it."""
    answer = client.get("/opensearch.xml")
    assert answer.content_type == "application/opensearchdescription+xml"
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ET.fromstring(answer.text)  # noqa: S314 - our own bytes
    name = root.findtext(f"{space}ShortName") or ""
    assert 0 < len(name) <= 16
    templates = [url.get("template") for url in root.iter(f"{space}Url")]
    assert templates[0] == "https://plans.test/search?q={searchTerms}&page={startPage?}"
    assert 'href="/opensearch.xml"' in client.get("/search", headers=HTML).text


def test_the_search_stands_below_a_base_with_a_path(below: FlaskClient) -> None:
    """Below a base with a path every address of the search has it."""
    html = get(below, "市民", path="/lod/search")
    assert 'action="/lod/search"' in html
    assert 'href="/lod/search?q=' in html
