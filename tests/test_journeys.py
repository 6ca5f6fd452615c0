"""What people come for, done in a real browser: by clicking and typing, or by keyboard alone.

Pictures of every step are kept in `build/screenshots/`, a folder for each journey.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from kameoka_graph.release.folder import Release
from tests.browser import CHROMIUM, SCREENSHOTS, Visitor, started
from tests.conftest import BASE
from tests.served import Server

PLAN: Final = "262064/plan/machizukuri-kyodo-3"
TRAINING: Final = f"page/{PLAN}/action-plan/1/fy/2020/activity/2"
"""新規採用職員研修の実施, an entry of FY2020."""
WORDING: Final = "新規採用職員研修の実施"
FAIR: Final = f"page/{PLAN}/series/machizukuri-katsudo-hakurankai"
"""まちづくり活動博覧会, a series whose wording changes."""
LOCALES: Final = {"ja": "ja-JP", "en": "en-GB"}
READERS: Final = [("ja", 1280), ("ja", 320), ("en", 1280)]
"""Languages, and widths of the window in CSS pixels."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed"
    ),
]
Visit = Callable[[str, int, str], Visitor]
"""Gives a visitor with a language, a width, and the name of the journey."""


@pytest.fixture(scope="module")
def server(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the release of the real data in a process of its own."""
    folder = tmp_path_factory.mktemp("visited")
    with Server("--releases", release.folder.parent, cwd=folder) as server:
        yield server
        assert "Traceback" not in server.errors.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser, and forget earlier pictures."""
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def looked() -> set[str]:
    """Remember which pages were looked at for barriers."""
    return set()


@pytest.fixture
def visit(browser: Browser, server: Server, looked: set[str]) -> Iterator[Visit]:
    """Let visitors come; none of them may have met anything wrong when the journey is over."""
    come: list[Visitor] = []

    def visit(language: str, width: int, journey: str) -> Visitor:
        context = browser.new_context(
            locale=LOCALES[language], viewport=ViewportSize(width=width, height=800)
        )
        name = f"{journey}-{language}-{width}"
        come.append(Visitor(context, server.address, name, looked))
        return come[-1]

    yield visit
    for one in come:
        one.page.context.close()
    assert [one.wrong for one in come] == [[]] * len(come)


each_reader: Final = pytest.mark.parametrize(
    ("language", "width"), READERS, ids=[f"{one}-{width}" for one, width in READERS]
)
"""Makes a journey in each language and width."""


@each_reader
def test_an_activity_is_found_by_a_word(language: str, width: int, visit: Visit) -> None:
    """From the home page, typing a word leads over the hits to the page of an activity."""
    visitor = visit(language, width, "find")
    visitor.go()
    visitor.arrive("home", language)
    box = visitor.page.get_by_role("main").get_by_role("searchbox")
    box.fill("研修" if language == "ja" else "training")
    box.locator("xpath=ancestor::form").get_by_role("button").click()
    expect(visitor.page.locator("ol.hits > li").first).to_be_visible()
    visitor.arrive("hits", language)
    visitor.follow(TRAINING, "ol.hits")
    expect(visitor.page.locator("blockquote mark").first).to_have_text(WORDING)
    visitor.arrive("activity", language)


@each_reader
def test_a_theme_leads_to_an_activity(language: str, width: int, visit: Visit) -> None:
    """From the home page one follows the chain from a theme over a pillar to an activity."""
    visitor = visit(language, width, "follow")
    visitor.go()
    visitor.follow(f"chain/{PLAN}", "nav.views")
    visitor.arrive("chain", language)
    visitor.follow(f"page/{PLAN}/theme/1")
    visitor.arrive("theme", language)
    visitor.page.go_back()
    visitor.follow(f"page/{PLAN}/pillar/1")
    visitor.arrive("pillar", language)
    visitor.follow(f"page/{PLAN}/action-plan/1")
    visitor.arrive("action plan", language)
    visitor.follow(TRAINING)
    expect(visitor.page.locator("blockquote mark").first).to_have_text(WORDING)
    visitor.arrive("activity", language)


@each_reader
def test_one_year_is_read(language: str, width: int, visit: Visit) -> None:
    """From the home page one reads a fiscal year, looks at an entry of it, and comes back."""
    visitor = visit(language, width, "year")
    heading = {"ja": "令和5年度", "en": "2023"}[language]
    visitor.go()
    visitor.follow("year", "header")
    visitor.arrive("years", language)
    visitor.follow("year/2023")
    visitor.arrive("year", language, heading)
    visitor.follow(f"page/{PLAN}/action-plan/1/fy/2023/activity/1")
    visitor.arrive("entry", language)
    visitor.page.go_back()
    expect(visitor.page.locator("h1")).to_contain_text(heading)


@each_reader
def test_the_years_of_a_series_are_compared(language: str, width: int, visit: Visit) -> None:
    """From the timeline one comes to a series, which marks what its wording lost and gained."""
    visitor = visit(language, width, "compare")
    visitor.go()
    visitor.follow(f"timeline/{PLAN}", "nav.views")
    visitor.arrive("timeline", language)
    visitor.follow(FAIR)
    for change in ("ins", "del"):
        expect(visitor.page.locator(f"table {change}").first).to_be_visible()
    visitor.arrive("series", language)


@each_reader
def test_what_is_on_screen_is_had_as_data(
    language: str, width: int, visit: Visit, tmp_path: Path
) -> None:
    """A page gives its data as Turtle and JSON-LD, a table as CSV, and so does a query."""
    visitor = visit(language, width, "data")
    page = visitor.page
    iri = f"{BASE}/id/{TRAINING.removeprefix('page/')}"
    visitor.go(TRAINING)
    with page.expect_response("**/*.ttl") as turtle:
        page.locator("nav.formats a[type='text/turtle']").click()
    assert WORDING in turtle.value.text()
    page.go_back()
    with page.expect_response("**/*.jsonld") as json_ld:
        page.locator("nav.formats a[type='application/ld+json']").click()
    assert iri in json.dumps(json_ld.value.json(), ensure_ascii=False)
    visitor.go(f"matrix/{PLAN}")
    visitor.arrive("table", language)
    assert WORDING in _downloaded(visitor, tmp_path, "main a[href$='.csv']")
    visitor.follow("sparql", "header")
    visitor.arrive("query", language)
    page.locator("main form").get_by_role("button").click()
    expect(page.locator("table.results tbody tr")).to_have_count(18)
    visitor.arrive("rows", language)
    page.locator("#format").select_option("csv")
    table = _downloaded(visitor, tmp_path, "main form button[type=submit]")
    assert table.splitlines()[0] == "actionPlan,year,entries"
    assert len(table.splitlines()) == 19


def _downloaded(visitor: Visitor, folder: Path, selector: str) -> str:
    """Click on what gives a file, and read the file."""
    with visitor.page.expect_download() as told:
        visitor.page.locator(selector).filter(visible=True).first.click()
    path = folder / told.value.suggested_filename
    told.value.save_as(path)
    return path.read_text(encoding="utf-8-sig")


def test_an_activity_is_found_by_keyboard_alone(visit: Visit) -> None:
    """With Tab, letters and Enter alone one finds an activity, and sees all the way where one is."""
    visitor = visit("ja", 1280, "keyboard")
    keyboard = visitor.page.keyboard
    visitor.go()
    keyboard.press("Tab")
    expect(visitor.page.locator(":focus")).to_have_attribute("href", "#main")
    keyboard.press("Enter")
    visitor.tab_to(visitor.page.get_by_role("main").get_by_role("searchbox"))
    visitor.keep("search box")
    keyboard.type("研修")
    keyboard.press("Enter")
    visitor.page.wait_for_url("**/search?*")
    visitor.tab_to(visitor.link(TRAINING, "ol.hits"))
    visitor.keep("hit")
    keyboard.press("Enter")
    visitor.page.wait_for_url(f"**/{TRAINING}")
    visitor.arrive("activity", "ja", WORDING)
