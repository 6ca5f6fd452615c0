"""The whole site, walked from its front page: every link leads somewhere, every page is well formed, every thing has its page."""

import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import html5rdf  # type: ignore[import-untyped]  # it ships no types
import pytest
from flask.testing import FlaskClient

from kameoka_graph.formats import GRAPHS
from kameoka_graph.release.folder import Release
from kameoka_graph.show.web import create_app
from kameoka_graph.store.embedded import Embedded
from tests.show.page import Page
from tests.show.stage import Pool, Remembering, serve

VALIDATOR = Path(__file__).parents[2] / ".venv" / "npm" / "node_modules" / ".bin" / "html-validate"
RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {"aria-label-misuse": ["error", {"allowAnyNamable": True}]},
}
"""What the HTML standard asks for, and accessible names where WAI-ARIA allows them."""
BAD = '<!doctype html><html lang="ja"><head><title>x</title></head><body><p><div></div></p><a href="x" href="y">q</a></body></html>'
SERVED = frozenset({"/sparql", "/catalog"})
"""What the data speaks of that is a document itself, beside files and pages."""
GRAPH_STORE = "/rdf-graph-store"
FILES = ("/data/", "/download/", "/static/")
"""Where what is linked is no page."""
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
DATA = frozenset({"bdi", "title", "textarea", "script"})
"""Elements whose text is data: names in whatever language they have, titles that cannot mark one, queries, JSON-LD."""


def _kind(path: str) -> str:
    """Give what pages of one kind have in common: how their addresses start, and how deep they are."""
    return f"{path.count('/')} {path.split('/')[1:3]} "


@dataclass
class Walk:
    """What was found on a walk along the links of the site."""

    client: FlaskClient
    """Who walks."""
    pages: dict[str, Page] = field(default_factory=dict)
    """Every page by its address."""
    languages: dict[str, str] = field(default_factory=dict)
    """Content-Language of every page."""
    strict: dict[str, str] = field(default_factory=dict)
    """The text of one page of each kind."""
    files: set[str] = field(default_factory=set)
    """Addresses of files that were linked."""
    broken: list[tuple[str, int]] = field(default_factory=list)
    """Addresses that do not answer 200, with what they answer."""
    anchors: set[tuple[str, str]] = field(default_factory=set)
    """Every page and fragment that was linked."""
    leads: dict[str, str] = field(default_factory=dict)
    """Where addresses that redirect lead to."""
    _kinds: set[str] = field(default_factory=set)

    def take(self, start: str) -> None:
        """Walk from an address along all links."""
        waiting = [start]
        while waiting:
            address = waiting.pop()
            if address not in self.pages and address not in self.leads and self._is_due(address):
                waiting += self._visit(address)

    def _is_due(self, address: str) -> bool:
        """Tell whether to visit: every page once, its other language and its files for one of each kind."""
        path, _, query = address.partition("?")
        kind = _kind(path) + path.rpartition(".")[2] * path.startswith("/data/") + query
        if path == GRAPH_STORE:
            self.files.add(address)
            return False
        if path.startswith(FILES):
            self.files.add(path)
        elif path.startswith("/search"):  # conditions can be combined in thousands of ways
            kind = " ".join((path, *(pair.partition("=")[0] for pair in query.split("&"))))
        elif not query.startswith("lang="):
            return True
        known = kind in self._kinds
        self._kinds.add(kind)
        return not known

    def _visit(self, address: str) -> list[str]:
        response = self.client.get(
            address, headers={"Accept": "text/html", "Accept-Language": "ja"}
        )
        if response.status_code == 303:
            self.leads[address] = response.headers["Location"]
            return [response.headers["Location"]]
        if response.status_code != 200:
            self.broken.append((address, response.status_code))
        if response.mimetype != "text/html":
            self.leads[address] = ""
            return []
        page = self.pages[address] = Page.read(response.text)
        self.languages[address] = response.headers["Content-Language"]
        self.strict.setdefault(_kind(address), response.text)
        return [link for link in map(self._followed(address), page.links) if link]

    def _followed(self, at: str) -> "Follow":
        return Follow(at, self.anchors)


@dataclass
class Follow:
    """Takes a link on a page to the address to visit."""

    at: str
    """The page's address."""
    anchors: set[tuple[str, str]]
    """Where links to fragments are noted."""

    def __call__(self, link: str) -> str:
        """Give the address without its fragment; nothing for another site."""
        address, mark, fragment = link.partition("#")
        address = address or self.at
        if mark and address.startswith("/"):
            self.anchors.add((address, fragment))
        return "" if address.startswith(("http://", "https://", "urn:")) else address


@pytest.fixture(scope="module")
def walk(release: Release, store: Embedded) -> Walk:
    """Walk the site once."""
    remembering = Remembering(store)
    serving = serve(release, remembering, Pool(store))
    found = Walk(create_app(lambda: serving).test_client())
    found.take("/")
    return found


@pytest.fixture(scope="module")
def things(store: Embedded) -> list[str]:
    """Give the path of every own thing that something is said of, without fragments."""
    rows = store.select("SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) }").rows
    own = {
        str(row[0]).partition("#")[0]
        for row in rows
        if str(row[0]).startswith("https://plans.test/")
    }
    return sorted(iri.removeprefix("https://plans.test") for iri in own)


def test_every_link_leads_somewhere(walk: Walk) -> None:
    """Every link to this site on every page is answered, at once or by leading on."""
    assert walk.broken == []
    assert len(walk.pages) > 150


def test_every_linked_graph_is_there(walk: Walk) -> None:
    """Every graph whose contents a page links is answered, in the format that the link names."""
    graphs = [one for one in walk.files if one.startswith(f"{GRAPH_STORE}?graph=")]
    assert len(graphs) > 10
    for address in graphs:
        assert walk.client.get(address).status_code == 200, address


def test_every_linked_place_is_there(walk: Walk) -> None:
    """A link to a place on a page finds it there; a page has the same places in each language."""
    assert len(walk.anchors) > 100
    missing = {
        (address, fragment)
        for address, fragment in walk.anchors
        for page in [walk.pages.get(address) or walk.pages[address.partition("?")[0]]]
        if fragment not in page.ids
    }
    assert missing == set()


def test_every_thing_can_be_reached_from_the_front_page(walk: Walk, things: list[str]) -> None:
    """Whoever follows links from the front page comes by every thing, and every thing's IRI leads to its page."""
    assert len(things) > 150
    for thing in things:
        response = walk.client.get(thing, headers={"Accept": "text/html"})
        assert response.status_code == (
            200 if thing.startswith(("/download/", "/page/")) or thing in SERVED else 303
        ), thing
        if response.status_code == 303:
            assert response.headers["Location"] in walk.pages, thing


def test_every_thing_has_its_data_linked(walk: Walk, things: list[str]) -> None:
    """The page of each thing links its data in every format."""
    for thing in things:
        page = walk.pages.get(f"/page/{thing.removeprefix('/').removeprefix('id/')}")
        if page is not None:
            stem = thing.removeprefix("/").removeprefix("id/")
            assert {f"/data/{stem}.{form.name}" for form in GRAPHS} <= set(page.links), thing


def test_every_page_is_well_formed(walk: Walk) -> None:
    """On every page all elements are closed in order, no id is there twice, and there is one main heading."""
    for address, page in walk.pages.items():
        assert page.faults == [], address
        assert [one for one, count in Counter(page.ids).items() if count > 1] == [], address
        assert page.elements.count("h1") == 1, address
        assert page.elements.count("main") == 1, address
        assert page.heading("title"), address


def test_every_kind_of_page_is_valid_html(walk: Walk) -> None:
    """A strict HTML parser finds no error on one page of each kind, and does find one where there is one."""
    assert len(walk.strict) > 10
    for address, text in walk.strict.items():
        parser = html5rdf.HTMLParser()
        parser.parse(text)
        assert parser.errors == [], address
    parser = html5rdf.HTMLParser()
    parser.parse("<!doctype html><p><table><b></p>")
    assert parser.errors


@pytest.mark.skipif(
    not VALIDATOR.exists(),
    reason="html-validate is not in .venv/npm: `python3 tests` puts it there",
)
def test_every_kind_of_page_passes_a_validator(walk: Walk, tmp_path: Path) -> None:
    """A validator of HTML and of accessibility finds nothing on one page of each kind, and does where there is something."""
    (tmp_path / "rules.json").write_text(json.dumps(RULES))
    for number, text in enumerate([*walk.strict.values(), BAD]):
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
    report = tmp_path / "report.json"
    subprocess.run(
        [VALIDATOR, "--config", "rules.json", "--formatter", f"json={report}", "*.html"],
        cwd=tmp_path,
        check=False,
        stdout=subprocess.DEVNULL,
    )
    found = {
        Path(page["filePath"]).stem: {one["ruleId"] for one in page["messages"]}
        for page in json.loads(report.read_text(encoding="utf-8"))
    }
    assert found == {str(len(walk.strict)): {"close-order", "no-dup-attr"}}


def test_every_page_has_the_language_that_it_says(walk: Walk) -> None:
    """The lang attribute, the header and the address agree."""
    for address, page in walk.pages.items():
        assert (
            page.language == walk.languages[address] == ("en" if "lang=en" in address else "ja")
        ), address
    assert {page.language for page in walk.pages.values()} == {"ja", "en"}


def test_english_pages_have_no_untranslated_words(walk: Walk) -> None:
    """On an English page Japanese stands only where it is marked as such, or is data."""
    english = {address: page for address, page in walk.pages.items() if page.language == "en"}
    assert len(english) > 10
    for address, page in english.items():
        left = [
            run
            for run in page.runs
            if JAPANESE.search(run.text) and run.language != "ja" and not DATA & set(run.within)
        ]
        assert left == [], address


def test_nothing_is_loaded_from_elsewhere(walk: Walk) -> None:
    """No page loads anything from another site, or runs anything that stands in it."""
    for address, page in walk.pages.items():
        for name, found in zip(page.elements, page.attributes, strict=True):
            loaded = found.get(
                "src",
                found["href"]
                if name == "link" and found.get("rel") in {"stylesheet", "icon"}
                else "/",
            )
            assert loaded.startswith("/"), (address, name)
            assert not any(key.startswith("on") or key == "style" for key in found), address
        assert {"style", "iframe"}.isdisjoint(page.elements), address
        scripts = [
            one
            for name, one in zip(page.elements, page.attributes, strict=True)
            if name == "script"
        ]
        assert all(one == {"type": "application/ld+json"} for one in scripts), address


def test_every_field_has_a_label(walk: Walk) -> None:
    """Each field of a form that people fill has a label, and each table a caption or a name."""
    for address, page in walk.pages.items():
        pairs = list(zip(page.elements, page.attributes, strict=True))
        labelled = {found.get("for") for name, found in pairs if name == "label"}
        fields = [
            found
            for name, found in pairs
            if name in {"textarea", "select"} or (name == "input" and found.get("type") != "hidden")
        ]
        assert all(found.get("id") in labelled for found in fields), address
