"""The whole site, walked by its links over HTTP as a browser or a search engine walks it.

The server is a process of its own; two languages are walked, Japanese being the one of addresses
that name none. Each file of data is asked for in one format, which takes turns: that it exists in
all of them, with the same content, is what the tests of the documents say.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote
from zlib import crc32

import pytest

from kameoka_graph.ask.limits import Limits
from kameoka_graph.formats import GRAPHS, LINKSET
from kameoka_graph.release.folder import Release
from kameoka_graph.show.documents import Documents
from kameoka_graph.store.embedded import Embedded
from tests.conftest import BASE
from tests.crawl import Answer, Crawl, Link, Page, parameters, same
from tests.served import Server
from tests.show.stage import Pool, serve

FORMATS: Final = tuple(form.name for form in (*GRAPHS, LINKSET))
"""Formats of the files of data, which take turns."""
BY_NAME: Final = {"robots.txt", "sitemap.xml"}
"""Files for programs, which look for them under these names."""
OTHER: Final = "lang=en"
"""The parameter of the language that is not the first."""


def follows(answer: Answer, link: Link) -> bool:
    """Tell whether a link is followed.

    Not where a page that answers a question leads to further questions, of which there is no end.
    """
    if parameters(answer.address) and (link.element == "form" or "nofollow" in link.rel):
        return False
    stem, _, name = link.address.rpartition(".")
    if link.address.startswith("/data/") and name in FORMATS:
        return FORMATS[crc32(stem.encode()) % len(FORMATS)] == name
    return True


@pytest.fixture(scope="module")
def server(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the release of the real data in a process of its own."""
    folder = tmp_path_factory.mktemp("crawled")
    with Server("--releases", release.folder.parent, cwd=folder) as server:
        yield server
        assert "Traceback" not in server.errors.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def crawl(server: Server) -> Crawl:
    """Walk the site from its front page on."""
    crawl = Crawl(server.port, BASE, follows)
    crawl.walk(["/"])
    return crawl


@pytest.fixture(scope="module")
def documents(release: Release, store: Embedded) -> Documents:
    """Give all documents there are."""
    return serve(release, store, Pool(store, limits=Limits())).documents


@pytest.fixture(scope="module")
def pages(crawl: Crawl) -> tuple[tuple[Answer, Page], ...]:
    """Give the pages that are there, which are about a thousand in each language."""
    found = tuple((answer, page) for answer, page in crawl.pages() if answer.status == 200)
    others = sum(OTHER in answer.address for answer, _ in found)
    assert others > 1000
    assert others == len(found) - others
    return found


def links(pages: Iterable[tuple[Answer, Page]]) -> Iterator[tuple[Answer, Link]]:
    """Give each link of each page."""
    return ((answer, link) for answer, page in pages for link in page.links)


def place(documents: Documents, address: str) -> tuple[str, str] | None:
    """Give the family and the rest of the document that an address leads to."""
    found = documents.place(unquoted(address))
    return (found.family.start, found.rest) if found is not None else None


def unquoted(address: str) -> str:
    """Give the path of an address as families know it."""
    return unquote(address.partition("?")[0].removeprefix("/"))


def test_every_link_works(
    crawl: Crawl, documents: Documents, pages: tuple[tuple[Answer, Page], ...]
) -> None:
    """Every address that a page leads to is there, in one step or after redirects."""
    known = {place(documents, f"/{path}") for path in documents.paths()}
    broken: dict[str, str] = {}
    count = 0
    for answer, link in links(pages):
        count += 1
        if not follows(answer, link):
            works = bool(parameters(answer.address)) or place(documents, link.address) in known
        elif link.element == "text":
            continue
        else:
            works = crawl.at(link.address).status == 200
        if not works:
            status = crawl.at(link.address).status
            broken.setdefault(link.address, f"{status} from {answer.address} ({link.element})")
    assert count > 100_000
    assert broken == {}


def test_every_own_iri_on_a_page_dereferences(
    crawl: Crawl, pages: tuple[tuple[Answer, Page], ...]
) -> None:
    """Every own IRI that is written out on a page, linked or not, leads to a document about it."""
    written: dict[str, str] = {}
    for answer, link in links(pages):
        if link.element == "text" and follows(answer, link):
            written.setdefault(link.address, answer.address)
    assert len(written) > 1000
    broken = {
        address: f"{crawl.at(address).status} from {source}"
        for address, source in written.items()
        if crawl.at(address).status != 200
    }
    assert broken == {}


def test_every_fragment_is_in_its_page(
    crawl: Crawl, pages: tuple[tuple[Answer, Page], ...]
) -> None:
    """Every link to a place in a page leads to an element that the page has."""
    ids = {answer.address: frozenset(page.ids) for answer, page in pages}
    checked = 0
    missing: dict[str, str] = {}
    for answer, link in links(pages):
        target = crawl.at(link.address)
        if link.fragment and target.page is not None:
            checked += 1
            if link.fragment not in ids.get(target.address, frozenset()):
                missing.setdefault(f"{link.address}#{link.fragment}", answer.address)
    assert checked > 10_000
    assert missing == {}


def test_no_document_is_an_orphan(crawl: Crawl, documents: Documents) -> None:
    """Every document of the site is come by from the front page by links."""
    reached = {
        place(documents, address)
        for address, answer in crawl.answers.items()
        if answer.status == 200
    }
    paths = sorted(documents.paths())
    linked = [path for path in paths if path not in BY_NAME]
    orphans = [path for path in linked if place(documents, f"/{path}") not in reached]
    assert len(paths) > 1900
    assert orphans == []


def test_every_address_of_the_sitemap_is_a_page(crawl: Crawl, server: Server) -> None:
    """Every page that search engines are told of is there under just that address, and is linked."""
    text = server.get("sitemap.xml", "*/*").text
    told = re.findall(r"<loc>([^<]+)</loc>", text)
    paths = [same(address.removeprefix(BASE).replace("&amp;", "&")) for address in told]
    assert len(paths) > 900
    assert len(set(paths)) == len(paths)
    wrong = [
        path
        for path in paths
        if (found := crawl.answers.get(path)) is None or found.status != 200 or found.page is None
    ]
    assert wrong == []


def test_every_page_says_what_it_is(pages: tuple[tuple[Answer, Page], ...]) -> None:
    """Every page has a title, one main heading, its landmarks, and no identifier twice."""
    wrong: dict[str, str] = {}
    for answer, page in pages:
        told = {
            "title": page.titles == 1 and bool(page.title.strip()),
            "h1": len(page.headings) == 1 and bool(page.headings[0].strip()),
            "landmarks": page.landmarks.count("main") == 1 and "nav" in page.landmarks,
            "ids": len(set(page.ids)) == len(page.ids),
        }
        for name, is_right in told.items():
            if not is_right:
                wrong[f"{answer.address} {name}"] = f"{page.title} {page.headings}"
    assert wrong == {}


def test_every_page_is_in_the_language_that_was_asked_for(
    pages: tuple[tuple[Answer, Page], ...],
) -> None:
    """Every page says the language of its address, in the header and in the text alike."""
    wrong = {
        answer.address: (answer.language, page.language)
        for answer, page in pages
        if {answer.language, page.language} != {"en" if OTHER in answer.address else "ja"}
    }
    assert wrong == {}


def test_every_page_has_one_canonical_address(
    crawl: Crawl, pages: tuple[tuple[Answer, Page], ...]
) -> None:
    """Every page names one address to be cited by, which is a page and names itself."""
    wrong: dict[str, list[str]] = {}
    for answer, page in pages:
        named = [same(link.address) for link in page.links if "canonical" in link.rel]
        itself = named[:1] if _is_result(answer.address) else [_said(answer.address)]
        target = crawl.at(named[0]) if named else answer
        if named != itself or target.status != 200 or target.page is None:
            wrong[answer.address] = named
    assert wrong == {}


def _said(address: str) -> str:
    """Give an address without the parameters that are left empty."""
    path, _, query = address.partition("?")
    kept = [one for one in query.split("&") if not one.endswith("=")]
    return "?".join(filter(None, (path, "&".join(kept))))


def _is_result(address: str) -> bool:
    """Tell whether a page is the answer to a query, which nobody cites."""
    return address.startswith("/sparql?")


def test_every_alternate_is_what_it_promises(
    crawl: Crawl, pages: tuple[tuple[Answer, Page], ...]
) -> None:
    """Every other form of a page is in the language and of the type that its link promises."""
    wrong: dict[str, str] = {}
    checked = 0
    for answer, link in links(pages):
        if "alternate" not in link.rel or not follows(answer, link):
            continue
        checked += 1
        other = crawl.at(link.address)
        language = link.language if link.language != "x-default" else "ja"
        if (link.type and link.type != other.media_type) or (
            language and language != other.language
        ):
            wrong[link.address] = f"{other.media_type} {other.language} from {answer.address}"
    assert checked > 10_000
    assert wrong == {}


def test_a_chosen_language_is_kept(crawl: Crawl, pages: tuple[tuple[Answer, Page], ...]) -> None:
    """From a page in a chosen language every link leads to pages in it, but for the switch."""
    lost: dict[str, str] = {}
    for answer, link in links(pages):
        if OTHER not in answer.address or link.element not in {"a", "form"} or link.language:
            continue
        target: Mapping[str, Answer] = crawl.answers
        found = target.get(same(link.address))
        if found is not None and found.page is not None and OTHER not in found.address:
            lost.setdefault(link.address, answer.address)
    assert lost == {}
