"""The contract of addresses: exact Vary and Content-Location, languages that links carry, no detours to nothing, links for programs."""

import json
import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kameoka_graph.ask.description import INCOMING_LIMIT
from kameoka_graph.formats import GRAPHS, LINKSET
from kameoka_graph.release.folder import Release
from kameoka_graph.show.web import create_app
from kameoka_graph.store.embedded import Embedded
from tests.show.page import Page
from tests.show.stage import Pool, parsed, serve

PLAN = "262064/plan/machizukuri-kyodo-3"
ENTRY = f"{PLAN}/action-plan/1/fy/2023/activity/5"
HTML = {"Accept": "text/html", "Accept-Language": "ja"}
CARRYING = (
    "",
    f"page/{ENTRY}",
    f"chain/{PLAN}",
    "page/ns/mp",
    "page/source/371fd4250226",
    "sparql",
    "search?q=x",
    "about",
    "about/citation",
    "downloads",
    "year/2023",
    f"map/{PLAN}",
    "page/nothing",
    "sparql?query=SELECT&format=html",
)
"""Pages of many kinds."""
WITHOUT_LANGUAGE = re.compile(
    r"/(?:static|data|download|rdf-graph-store|source|id|voc/[^?]*|ns/[^?]*)\b|/[^?]*\.(?:xml|csv|json|ttl|jsonld|nt|nq|rdf|trig)\b"
)
"""Addresses that are the same in every language."""


def vary(response: TestResponse) -> set[str]:
    """Give what an answer varies by."""
    return {name.strip() for name in response.headers.get("Vary", "").split(",") if name.strip()}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", {"Accept", "Accept-Language"}),
        ("/?lang=en", {"Accept"}),
        ("/?format=html", {"Accept-Language"}),
        ("/?format=html&lang=en", set()),
        ("/?lang=xx", {"Accept", "Accept-Language"}),
        (f"/page/{ENTRY}", {"Accept-Language"}),
        (f"/page/{ENTRY}?lang=ja", set()),
        (f"/data/{ENTRY}", {"Accept"}),
        (f"/data/{ENTRY}?format=ttl", set()),
        (f"/data/{ENTRY}.ttl", set()),
        (f"/id/{ENTRY}", {"Accept"}),
        (f"/id/{ENTRY}?format=ttl", set()),
        (f"/id/{ENTRY}.ttl", set()),
        ("/about", {"Accept-Language"}),
        ("/about/citation", {"Accept", "Accept-Language"}),
        ("/about/citation.bib", {"Accept-Language"}),
        ("/sparql", {"Accept"}),
        ("/sparql?format=html", {"Accept-Language"}),
        ("/sparql?format=html&lang=en", set()),
        ("/robots.txt", set()),
        ("/sitemap.xml", set()),
        ("/nothing", {"Accept", "Accept-Language"}),
        ("/nothing?lang=en", {"Accept"}),
    ],
)
def test_vary_names_what_chose_and_nothing_else(
    client: FlaskClient, address: str, expected: set[str]
) -> None:
    """Vary has Accept and Accept-Language exactly where the address leaves the choice to them."""
    assert vary(client.get(address)) == expected


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json", "*/*"])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/page/{ENTRY}",
        f"/data/{ENTRY}",
        "/about/citation",
        "/search?q=x&page=1",
        "/catalog",
        "/sparql",
    ],
)
def test_what_was_negotiated_has_an_address_of_its_own(
    client: FlaskClient, address: str, language: str, accept: str
) -> None:
    """Content-Location names exactly this body: it answers the same bytes whatever is accepted."""
    headers = {"Accept": accept, "Accept-Language": language}
    response = client.get(address, headers=headers)
    if response.status_code != 200:
        assert response.status_code in {303, 406}
        return
    location = response.headers["Content-Location"]
    other = {"Accept": "*/*", "Accept-Language": "en" if language == "ja" else "ja"}
    again = client.get(location, headers=other)
    assert again.status_code == 200
    assert vary(again) == set()
    if response.mimetype == "text/html":  # only the links of the page carry the language now
        assert again.headers["Content-Language"] == response.headers["Content-Language"]
        assert Page.read(again.text).text == Page.read(response.text).text
    else:
        assert again.data == response.data


@pytest.mark.parametrize("path", CARRYING)
def test_links_keep_the_language_that_was_chosen(client: FlaskClient, path: str) -> None:
    """On a page whose address names a language every link to a page of the site names it as well, and every form sends it."""
    joint = "&" if "?" in path else "?"
    response = client.get(f"/{path}{joint}lang=en", headers=HTML)
    page = Page.read(response.text)
    assert page.language == "en"
    pairs = list(zip(page.elements, page.attributes, strict=True))
    links = [found["href"] for name, found in pairs if name == "a" and "href" in found]
    own = [link for link in links if link.startswith("/")]
    assert len(own) > 10
    lost = [link for link in own if "lang=" not in link and not WITHOUT_LANGUAGE.match(link)]
    assert lost == []
    forms = [at for at, (name, _) in enumerate(pairs) if name == "form"]
    for at in forms:
        fields = [found for name, found in pairs[at : at + 40] if name == "input"]
        assert any(one.get("name") == "lang" and one.get("value") == "en" for one in fields)


@pytest.mark.parametrize("path", CARRYING)
def test_the_other_language_is_the_same_page(client: FlaskClient, path: str) -> None:
    """The link to the other language leads to the same address, also from a page that says what is wrong."""
    page = Page.read(client.get(f"/{path}", headers=HTML).text)
    link = next(
        found["href"]
        for name, found in zip(page.elements, page.attributes, strict=True)
        if name == "a" and found.get("hreflang") == "en"
    )
    bare, _, query = path.partition("?")
    assert link.partition("?")[0] == f"/{bare}"
    assert link.endswith("lang=en")
    for pair in query.split("&"):
        assert pair in link


def test_a_year_leads_on_in_the_language_and_the_format(client: FlaskClient) -> None:
    """The short address of a year keeps the language and the format on its way."""
    assert client.get("/fy/R5?lang=en").headers["Location"] == "/id/fiscal-year/2023?lang=en"
    assert (
        client.get("/id/fiscal-year/2023?lang=en", headers=HTML)
        .headers["Location"]
        .endswith("/page/fiscal-year/2023?lang=en")
    )
    assert client.get("/fy/2023?format=ttl").headers["Location"].endswith("?format=ttl")


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "*/*"])
@pytest.mark.parametrize(
    "address", ["/id/nothing", "/voc/nothing/x", "/ns/mq", "/graph/nothing", "/source/000000000000"]
)
def test_an_unknown_thing_is_404_at_once(client: FlaskClient, address: str, accept: str) -> None:
    """An IRI of which nothing is known answers 404 itself, and leads nowhere."""
    assert client.get(address, headers={"Accept": accept}).status_code == 404


def test_a_slash_too_many_leads_to_the_address_without(client: FlaskClient) -> None:
    """An address with a slash at its end leads to the one without, for good, and keeps its query."""
    response = client.get(f"/page/{PLAN}/?lang=en")
    assert (response.status_code, response.headers["Location"]) == (308, f"/page/{PLAN}?lang=en")
    assert client.get("/about/").headers["Location"] == "/about"


@pytest.mark.parametrize(
    "path", ["//evil.test/", "/%2Fevil.test/", "///", "/page//", "//", "/\\evil.test/"]
)
def test_no_address_leads_to_another_site(client: FlaskClient, path: str) -> None:
    """No slash, doubled or encoded, makes an address lead away from the site."""
    response = client.get(path)
    location = response.headers.get("Location", "/")
    assert not location.startswith(("//", "http:", "https:", "/\\"))


@pytest.mark.parametrize(
    "twin",
    [
        f"/page/{PLAN}".replace("plan", "%70lan"),
        f"/page/{quote(PLAN, safe='')}",
        f"/page/{quote(PLAN, safe='').lower()}",
        f"/page/{PLAN}".replace("-", "%2D"),
        f"/page/{PLAN}".replace("-", "%2d"),
    ],
)
def test_twins_by_encoding_have_one_canonical_address(client: FlaskClient, twin: str) -> None:
    """However an address is encoded, it is the same page, and names the same canonical address."""
    page = Page.read(client.get(twin, headers=HTML).text)
    canonical = [
        found["href"]
        for name, found in zip(page.elements, page.attributes, strict=True)
        if name == "link" and found.get("rel") == "canonical"
    ]
    assert canonical == [f"https://plans.test/page/{PLAN}"]
    location = client.get(twin, headers=HTML).headers["Content-Location"]
    assert location == f"/page/{PLAN}?lang=ja"


@pytest.mark.parametrize(
    "path", ["/id/亀岡", "/page/亀岡/計画", "/id/e\u0301", "/fy/令和五年", "/id/%E4%BA"]
)
def test_japanese_in_an_address_is_taken_as_it_is(client: FlaskClient, path: str) -> None:
    """Japanese, combining marks and half a character in an address are answered, and headers stay ASCII."""
    response = client.get(path, headers=HTML)
    assert response.status_code in {303, 404}
    for value in response.headers.values():
        assert str(value).isascii()


def test_signposts_stand_in_header_and_page(client: FlaskClient) -> None:
    """The page of a thing has its signposts in the Link header and in its head alike."""
    response = client.get(f"/page/{ENTRY}", headers=HTML)
    header = response.headers["Link"]
    page = Page.read(response.text)
    links = {
        (found["rel"], found["href"])
        for name, found in zip(page.elements, page.attributes, strict=True)
        if name == "link" and "href" in found
    }
    for rel, address in (
        ("cite-as", f"https://plans.test/id/{ENTRY}"),
        ("describedby", f"/data/{ENTRY}.ttl"),
        ("type", "https://schema.org/AboutPage"),
        ("license", "https://creativecommons.org/licenses/by/4.0/"),
        ("collection", "/id/dataset/all"),
        ("linkset", f"/data/{ENTRY}.linkset"),
    ):
        assert f'<{address}>; rel="{rel}"' in header
        assert (rel, address) in links
    assert len(header) < 5000


@pytest.mark.parametrize(
    "address",
    [f"/page/{ENTRY}?format=linkset", f"/id/{ENTRY}?format=linkset", f"/data/{ENTRY}.linkset"],
)
def test_a_link_set_can_be_had(client: FlaskClient, address: str) -> None:
    """The link set of a thing is answered, at once or after one step."""
    response = client.get(address, follow_redirects=True)
    assert response.mimetype == LINKSET.media_type
    anchors = [one["anchor"] for one in json.loads(response.data)["linkset"]]
    assert f"https://plans.test/page/{ENTRY}" in anchors


def test_scripts_of_other_sites_may_ask_conditionally(client: FlaskClient) -> None:
    """A preflight is told the methods and the headers of conditions."""
    response = client.options(f"/data/{ENTRY}.ttl")
    assert response.status_code == 200
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]
    assert "GET" in response.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("path", ["", f"page/{ENTRY}", "page/nothing", "about", "sparql"])
def test_pages_are_shut_in(client: FlaskClient, path: str) -> None:
    """No page may be framed, run scripts that stand in it, or use devices."""
    headers = client.get(f"/{path}", headers=HTML).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.fixture(scope="module")
def busy(release: Release) -> FlaskClient:
    """Give a site with a thing at which more points than one page holds."""
    lines = "".join(
        f"<https://plans.test/id/x{n}> <https://plans.test/ns/mp#involves> <https://plans.test/id/hub> <https://plans.test/graph/curated/x> .\n"
        for n in range(INCOMING_LIMIT + 3)
    )
    store = Embedded.in_memory(lines.encode(), "https://plans.test/", release.iris.prefixes)
    serving = serve(release, store, Pool(store))
    return create_app(lambda: serving).test_client()


def test_what_points_at_a_thing_can_be_paged(busy: FlaskClient) -> None:
    """A page that is cut leads to the next, which leads back; the one after the last is not there."""
    first = Page.read(busy.get("/page/hub", headers=HTML).text)
    assert "/page/hub?page=2" in first.links
    second = busy.get("/page/hub?page=2&lang=en", headers=HTML)
    assert "/page/hub?lang=en" in Page.read(second.text).links
    assert "https://plans.test/page/hub?page=2&amp;lang=en" in second.text.replace("&#38;", "&amp;")
    for address in (
        "/page/hub?page=3",
        "/page/hub?page=0",
        "/page/hub?page=x",
        "/data/hub.ttl?page=3",
    ):
        assert busy.get(address).status_code == 404


def test_data_can_be_paged_in_every_format(busy: FlaskClient) -> None:
    """The pages of the data hold the same in every format, all of it together, and lead to each other."""
    wholes = set()
    for form in GRAPHS:
        pages = [busy.get(f"/data/hub.{form.name}?page={page}") for page in (1, 2)]
        assert pages[1].headers["Content-Location"] == f"/data/hub.{form.name}?page=2"
        quads = [parsed(page.data, form) for page in pages]
        said = {
            (str(quad.subject), str(quad.object))
            for one in quads
            for quad in one
            if str(quad.predicate).endswith("#involves>")
        }
        assert len(said) == INCOMING_LIMIT + 3
        wholes.add(frozenset(said))
        turning = {str(quad.predicate).rpartition("#")[2] for one in quads for quad in one}
        assert {"next>", "previous>", "first>"} <= turning
    assert len(wholes) == 1


def test_a_description_that_fits_is_not_paged(client: FlaskClient) -> None:
    """Where everything fits nothing is said of pages."""
    assert b"hydra" not in client.get(f"/data/{ENTRY}.ttl").data


@pytest.mark.parametrize(
    "address",
    [
        "/search.json?q=x",
        "/search.csv?q=基金",
        "/opensearch.xml",
        "/about/citation.bib",
        "/about/citation.csl",
        "/catalog.ttl",
        "/void.ttl",
        "/voc.ttl",
        "/sitemap.xml",
        "/robots.txt",
        f"/matrix/{PLAN}.csv",
        f"/timeline/{PLAN}.csv",
        f"/data/{ENTRY}.jsonld",
    ],
)
def test_what_differs_by_language_says_so(client: FlaskClient, address: str) -> None:
    """A file that is another one for readers of another language varies by it; any other file does not."""
    ja, en = (client.get(address, headers={"Accept-Language": one}) for one in ("ja", "en"))
    assert ja.status_code == en.status_code == 200
    if ja.data != en.data:
        assert "Accept-Language" in vary(ja)
        assert (ja.headers["Content-Language"], en.headers["Content-Language"]) == ("ja", "en")
