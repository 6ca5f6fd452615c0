"""Signposts lead from each document about a thing to the others, in a header that stays small."""

import json

import pytest

from kameoka_graph.ask.publication import Publication, read_publication
from kameoka_graph.formats import GRAPHS
from kameoka_graph.show.addresses import Addresses
from kameoka_graph.show.signposts import MOST, Signpost, header, linkset, of_data, of_page, of_text
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded

ENTRY = "https://plans.test/id/262064/plan/machizukuri-kyodo-3/action-plan/1"
DATASET = "https://plans.test/id/dataset/all"
SOURCE = "https://plans.test/source/371fd4250226"


@pytest.fixture(scope="module")
def told(store: Embedded, iris: Iris) -> Publication:
    """Give what holds for the whole publication."""
    return read_publication(store, iris)


@pytest.fixture
def addresses(iris: Iris) -> Addresses:
    """Give the addresses of the site."""
    return Addresses(iris)


def rels(posts: tuple[Signpost, ...]) -> dict[str, list[str]]:
    """Give the addresses by relation."""
    found: dict[str, list[str]] = {}
    for one in posts:
        found.setdefault(one.rel, []).append(one.address)
    return found


def test_a_page_leads_to_all_that_signposting_asks_for(
    addresses: Addresses, told: Publication
) -> None:
    """The page of a thing tells what to cite, its type, licence, data, collection and link set."""
    found = rels(of_page(addresses, ENTRY, told))
    assert found["cite-as"] == [ENTRY]
    assert found["type"] == ["https://schema.org/AboutPage"]
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["collection"] == ["/id/dataset/all"]
    assert len(found["describedby"]) == len(GRAPHS)
    assert found["linkset"][0].endswith(".linkset")
    assert "author" not in found


def test_the_data_set_leads_to_its_files(addresses: Addresses, told: Publication) -> None:
    """The page of the whole data set tells its files with their types, and who made it."""
    posts = of_page(addresses, DATASET, told)
    found = rels(posts)
    assert f"{'https://plans.test'}/download/dataset.ttl" in found["item"]
    assert found["author"] == ["https://plans.test/id/agent/kameoka-graph"]
    assert "https://schema.org/Dataset" in found["type"]
    assert "collection" not in found
    assert Signpost("item", "https://plans.test/download/dataset.ttl", "text/turtle") in posts


def test_no_licence_is_claimed_for_the_source(addresses: Addresses, told: Publication) -> None:
    """The text of a source, whose terms are not known, has no licence; its page leads to it."""
    assert "license" not in rels(of_text(addresses, SOURCE))
    assert rels(of_page(addresses, SOURCE, told))["item"] == ["/source/371fd4250226?format=txt"]


def test_data_leads_back(addresses: Addresses, told: Publication) -> None:
    """A file about a thing tells the page that it describes and what to cite."""
    found = rels(of_data(addresses, ENTRY, told))
    assert found["describes"] == [addresses.page(ENTRY)]
    assert found["cite-as"] == [ENTRY]


def test_a_header_is_bounded() -> None:
    """However many links there are and however long, the header stays below its bound, whole links only."""
    posts = [Signpost("item", f"https://plans.test/{number}/{'x' * 300}") for number in range(100)]
    written = header(posts)
    assert 0 < len(written) <= MOST
    assert written.endswith('rel="item"')


def test_a_link_set_is_whole_and_absolute(addresses: Addresses, told: Publication) -> None:
    """The link set (RFC 9264) has a context for the page and for each file, with full addresses."""
    document = json.loads(linkset(addresses, ENTRY, told))
    contexts = document["linkset"]
    assert len(contexts) == 1 + len(GRAPHS)
    for context in contexts:
        assert context.pop("anchor").startswith("https://plans.test/")
        assert all(target["href"].startswith("http") for one in context.values() for target in one)
