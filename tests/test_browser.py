"""A few journeys in a real browser, and every kind of page at its narrowest, in light and dark."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote, urlencode, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.served import Server

ROOT: Final = Path(__file__).resolve().parent.parent
ARTIFACTS: Final = ROOT / ".artifacts"
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW: Final = ViewportSize(width=320, height=640)
WIDE: Final = ViewportSize(width=1280, height=900)
BARRIERS: Final = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
"""Rules of axe-core: WCAG 2.2 AA, and what is good practice."""
CONTRAST: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""Rules whose outcome depends on colours."""
CLASSES: Final = """
SELECT ?class (MIN(STR(?thing)) AS ?one) WHERE {
  ?thing a ?class
  FILTER(STRSTARTS(STR(?thing), "%s") && !CONTAINS(STR(?thing), "#"))
} GROUP BY ?class ORDER BY ?class"""
"""One thing of each class, each of which has a page of its own."""
ROWS: Final = "SELECT * { ?s ?p ?o } LIMIT 30"
RDF: Final = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 30"
PLAN: Final = "262064/plan/machizukuri-kyodo-3"
FIXED: Final = {
    "home": "",
    "home in English": "?lang=en",
    "ontology": "page/ns/mp",
    "shapes": "page/shapes/core",
    "query form": "sparql",
    "query form in English": "sparql?lang=en",
    "rows": f"sparql?{urlencode({'query': ROWS, 'format': 'html'})}",
    "rdf": f"sparql?{urlencode({'query': RDF, 'format': 'html'})}",
    "bad query": f"sparql?{urlencode({'query': 'SELECT', 'format': 'html'})}",
    "missing page": "page/nothing/here",
    "missing word": quote("基金"),
    "about": "about",
    "citation": "about/citation",
    "accessibility": "about/accessibility",
    "search form": "search",
    "hits": f"search?{urlencode({'q': '市民'})}",
    "downloads": "downloads",
    "catalogue": "catalog",
    "matrix": f"matrix/{PLAN}",
    "timeline": f"timeline/{PLAN}",
    "changes": f"changes/{PLAN}",
    "map": f"map/{PLAN}",
    "entities": f"entities/{PLAN}",
    "anomalies": f"anomalies/{PLAN}",
    "chain": f"chain/{PLAN}",
    "years": "year",
    "year": "year/2023",
    "concept schemes": "voc",
    "graph": "page/graph/meta",
}
"""Pages that are about no thing of a class, by name."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed"
    ),
]


class Watched:
    """A page, and what it did that it should not have done."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        """Open an empty page, and listen to it."""
        self.page: Page = context.new_page()
        self.host = urlsplit(server.address).netloc
        self.address = server.address
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self._note(message.type == "error", message.text))
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on(
            "request",
            lambda request: self._note(urlsplit(request.url).netloc != self.host, request.url),
        )

    def _note(self, wrong: bool, what: str) -> None:
        if wrong:
            self.wrong.append(what)

    def go(self, path: str) -> None:
        """Go to a page, and wait until it is there in full."""
        self.page.goto(self.address + path, wait_until="load")

    def keep(self, name: str) -> None:
        """Keep a picture of the page."""
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{quote(name, safe=' ')}.png", full_page=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server of the real data."""
    folder = tmp_path_factory.mktemp("browsed")
    with Server("--build", "--data", ROOT / "data", cwd=folder) as server:
        yield server


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Give a browser that speaks to nobody of its own accord."""
    assert CHROMIUM is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)
        yield browser
        browser.close()


@pytest.fixture
def watched(browser: Browser, server: Server) -> Iterator[Watched]:
    """Give a page of a Japanese reader; it must end without errors and without foreign requests."""
    context = browser.new_context(locale="ja-JP", viewport=WIDE)
    watched = Watched(context, server)
    yield watched
    context.close()
    assert watched.wrong == []


@pytest.fixture(scope="module")
def kinds(server: Server) -> Mapping[str, str]:
    """Give the path of one page of every kind."""
    answer = server.query(CLASSES % server.address, "application/sparql-results+json")
    rows = json.loads(answer.text)["results"]["bindings"]
    found = dict(FIXED)
    for row in rows:
        name = row["class"]["value"].rpartition("/")[2].replace("#", "-")
        path = row["one"]["value"].removeprefix(server.address)
        found.setdefault(f"a {name}", f"page/{path.removeprefix('id/')}")
    assert len(found) > len(FIXED) + 20
    return found


def test_from_the_plan_to_the_fiscal_year(watched: Watched) -> None:
    """From the home page one comes to an action plan, an entry with its path and quotation, and its year."""
    page = watched.page
    watched.go("")
    expect(page.locator("table.matrix tbody td li")).to_have_count(48)
    watched.keep("home")
    page.locator("table.matrix tbody th a").first.click()
    expect(page.locator("h1")).to_contain_text("これからの市民活動と協働を担う人づくり")
    watched.keep("action plan")
    page.get_by_role("link", name="新規採用職員研修の実施").first.click()
    expect(page.locator("h1")).to_contain_text("新規採用職員研修の実施")
    trail = page.locator("nav.trail li")
    texts = [text.strip() for text in trail.all_inner_texts()]
    assert "まちづくり協働推進実施計画" in texts[0]
    assert "これからの市民活動と協働を担う人づくり" in texts[1]
    assert texts[-2].startswith("令和2年度")
    assert texts[-1].endswith("新規採用職員研修の実施")
    expect(page.locator("blockquote mark").first).to_have_text("新規採用職員研修の実施")
    watched.keep("entry")
    trail.nth(len(texts) - 2).get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("令和2年度")
    watched.keep("fiscal year")


def test_quotation_leads_to_its_place_in_the_source(watched: Watched) -> None:
    """From a quotation one comes to the same words, marked, in the whole text of the source."""
    page = watched.page
    watched.go("page/262064/plan/machizukuri-kyodo-3/action-plan/1/fy/2020/activity/2")
    page.locator(".quotation p a").first.click()
    target = page.locator(".source a:target")
    expect(target).to_have_text("新規採用職員研修の実施")
    expect(target).to_be_in_viewport()
    watched.keep("source")


def test_language_can_be_switched(watched: Watched) -> None:
    """One click shows the same page in English, another brings Japanese back."""
    page = watched.page
    watched.go("page/262064/plan/machizukuri-kyodo-3/action-plan/1")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Query (SPARQL)")).to_be_visible()
    assert "/page/262064/plan/machizukuri-kyodo-3/action-plan/1" in page.url
    watched.keep("action plan in English")
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_query_form_shows_a_table(watched: Watched) -> None:
    """The form comes with a query, which it runs and shows as a table of 18 rows."""
    page = watched.page
    watched.go("sparql")
    page.get_by_role("button", name="問い合わせる").click()
    expect(page.locator("table.results tbody tr")).to_have_count(18)
    expect(page.locator("#query")).to_have_value(page.locator("#query").input_value())
    watched.keep("query result")


def test_pages_work_without_scripts(browser: Browser, server: Server) -> None:
    """Where scripts are off, the home page, an entry and the query form do the same."""
    context = browser.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address)
    assert page.locator("table.matrix tbody td li").count() == 48
    page.goto(f"{server.address}sparql")
    page.get_by_role("button", name="問い合わせる").click()
    assert page.locator("table.results tbody tr").count() == 18
    context.close()


def test_every_stop_of_the_keyboard_can_be_seen(watched: Watched) -> None:
    """Whatever the Tab key comes to has a visible outline, and nothing holds it."""
    page = watched.page
    watched.go("page/262064/plan/machizukuri-kyodo-3/action-plan/1/fy/2020/activity/2")
    stops = page.locator("a[href], button, input:not([type=hidden]), [tabindex='0']").count()
    seen = set()
    for _ in range(stops):
        page.keyboard.press("Tab")
        width, style, place = page.evaluate(
            """() => {
              const one = document.activeElement, look = getComputedStyle(one);
              const all = [...document.querySelectorAll('*')];
              return [parseFloat(look.outlineWidth), look.outlineStyle, all.indexOf(one)];
            }"""
        )
        assert width >= 2
        assert style != "none"
        seen.add(place)
    assert len(seen) == stops


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, server: Server) -> None:
    """Where less motion is wanted, nothing scrolls smoothly, fades or slides."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.address)
    moving = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('*')].filter(one => {
          const look = getComputedStyle(one);
          return look.scrollBehavior === 'smooth' || look.animationName !== 'none'
            || parseFloat(look.transitionDuration) > 0;
        }).length"""
    )
    context.close()
    assert moving == 0


def test_a_page_prints_without_what_only_leads_on(browser: Browser, server: Server) -> None:
    """On paper the navigation, the search and the links to data are left out, the content stays."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    page.goto(
        f"{server.address}page/262064/plan/machizukuri-kyodo-3/action-plan/1/fy/2020/activity/2"
    )
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("blockquote mark").first).to_be_visible()
    for left_out in ("nav.main", ".languages", ".seek", ".formats"):
        expect(page.locator(left_out).first).to_be_hidden()
    context.close()


def test_keyboard_comes_to_the_content_first(watched: Watched) -> None:
    """The first stop of the Tab key leads past the header to the content."""
    watched.go("")
    watched.page.keyboard.press("Tab")
    focused = watched.page.locator(":focus")
    expect(focused).to_have_attribute("href", "#main")
    expect(focused).to_be_in_viewport()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_is_wider_than_a_small_telephone(
    language: str, watched: Watched, kinds: Mapping[str, str]
) -> None:
    """At 320 pixels no page has to be scrolled sideways (WCAG 1.4.10)."""
    page = watched.page
    page.set_viewport_size(NARROW)
    too_wide = {}
    for name, path in kinds.items():
        watched.go(
            f"{path}{'&' if '?' in path else '?'}lang={language}" if "lang=" not in path else path
        )
        width, room = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        if width > room:
            too_wide[name] = width
        if language == "ja" and (name in FIXED or name in too_wide):
            watched.keep(f"narrow {name}")
    watched.wrong = [
        one for one in watched.wrong if "the server responded with a status of 4" not in one
    ]
    assert too_wide == {}


@pytest.mark.parametrize(
    ("scheme", "rules"), [("light", BARRIERS), ("dark", CONTRAST)], ids=["light", "dark"]
)
def test_no_page_has_a_barrier(
    scheme: Literal["light", "dark"],
    rules: Mapping[str, object],
    browser: Browser,
    server: Server,
    kinds: Mapping[str, str],
) -> None:
    """axe-core finds no barrier on any kind of page, and in the dark no lack of contrast either."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(locale="ja-JP", viewport=WIDE, color_scheme=scheme)
    watched = Watched(context, server)
    barriers = {}
    for name, path in kinds.items():
        watched.go(path)
        watched.page.evaluate(f"{axe}; undefined")
        found = watched.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
        )
        assert found["passes"]
        for one in found["violations"]:
            barriers[f"{name}: {one['id']}"] = [node["html"][:200] for node in one["nodes"][:3]]
    watched.keep(f"last page in {scheme}")
    context.close()
    assert barriers == {}
