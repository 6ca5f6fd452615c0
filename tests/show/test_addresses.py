"""Addresses are paths that work on any host, below the path of the base; IRIs stay canonical."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.formats import GRAPHS, JSONLD, TURTLE, Format
from kameoka_graph.say import Language
from kameoka_graph.show.addresses import THINGS, Addresses
from kameoka_graph.state.iris import Iris

PLAIN = Addresses(Iris("https://plans.test"))
BELOW = Addresses(Iris("https://data.city.test/lod"))


@pytest.mark.parametrize(("at", "prefix"), [(PLAIN, ""), (BELOW, "/lod")], ids=["plain", "below"])
def test_every_address_starts_with_the_path_of_the_base(at: Addresses, prefix: str) -> None:
    """Pages, data, things and files stand below the path of the base."""
    iri = f"{at.iris.root}id/262064"
    assert at.prefix == prefix
    assert at.at("") == f"{prefix}/"
    assert at.at("sparql") == f"{prefix}/sparql"
    assert at.page(iri) == f"{prefix}/page/262064"
    assert at.data(iri, TURTLE) == f"{prefix}/data/262064.ttl"
    assert at.thing(iri) == f"{prefix}/id/262064"
    assert at.source_text(f"{at.iris.root}source/0") == f"{prefix}/source/0?format=txt"


@pytest.mark.parametrize(
    ("iri", "page", "data"),
    [
        ("id/262064", "/page/262064", "/data/262064.jsonld"),
        ("ns/mp#Plan", "/page/ns/mp#Plan", "/data/ns/mp.jsonld"),
        ("source/0#char=1,5", "/page/source/0#char=1,5", "/data/source/0.jsonld"),
        ("graph/meta", "/page/graph/meta", "/data/graph/meta.jsonld"),
        ("id/a b?c", "/page/a%20b%3Fc", "/data/a%20b%3Fc.jsonld"),
        ("id/亀岡", "/page/%E4%BA%80%E5%B2%A1", "/data/%E4%BA%80%E5%B2%A1.jsonld"),
    ],
)
def test_a_thing_has_a_page_and_data(iri: str, page: str, data: str) -> None:
    """The page keeps the fragment, the data file is that of the whole document, and both are quoted."""
    assert PLAIN.page(f"https://plans.test/{iri}") == page
    assert PLAIN.data(f"https://plans.test/{iri}", JSONLD) == data


@pytest.mark.parametrize(
    "iri",
    [
        "https://www.city.kameoka.kyoto.jp/",
        "http://purl.org/dc/terms/title",
        "https://plans.test.example/id/1",
    ],
)
def test_a_thing_of_another_site_is_its_own_address(iri: str) -> None:
    """What stands elsewhere is linked where it stands."""
    assert PLAIN.page(iri) == iri
    assert BELOW.page(iri) == iri


@pytest.mark.parametrize("path", ["sparql", "download/dataset.nq", ""])
def test_a_file_is_its_own_page(path: str) -> None:
    """A file or a service below the base has no page: its address is it."""
    assert PLAIN.page(f"https://plans.test/{path}") == f"/{path}"
    assert BELOW.page(f"https://data.city.test/lod/{path}") == f"/lod/{path}"


def test_the_language_is_part_of_the_address() -> None:
    """A page in a chosen language has an address of its own."""
    assert PLAIN.in_language("/page/262064", Language.EN) == "/page/262064?lang=en"


def test_the_canonical_address_is_absolute() -> None:
    """A path becomes an address below the base, the base's own path once."""
    assert PLAIN.absolute("/page/262064") == "https://plans.test/page/262064"
    assert BELOW.absolute("/lod/page/262064") == "https://data.city.test/lod/page/262064"


@given(st.sampled_from([PLAIN, BELOW]), st.sampled_from(THINGS), st.text(), st.sampled_from(GRAPHS))
def test_any_thing_has_addresses_without_surprises(
    at: Addresses, space: str, name: str, form: Format
) -> None:
    """Whatever a thing is called, its addresses are paths without query, host or line break."""
    iri = f"{at.iris.root}{space}{name.replace('#', '').encode('utf-8', 'replace').decode()}"
    for address in (at.page(iri), at.data(iri, form)):
        parts = urlsplit(address)
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert address.startswith(f"{at.prefix}/")
        assert address.isascii()
        assert not set(address) & set(' \r\n\t"<>')
