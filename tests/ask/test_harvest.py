"""Harvesting: pages of data sets, what has changed since a date, and words; anything else is refused."""

from collections.abc import Sequence

import pytest

from kameoka_graph.ask.harvest import (
    HYDRA,
    PAGE_SIZE,
    BadHarvestError,
    Harvest,
    harvested,
    read_harvest,
)
from kameoka_graph.release.folder import Release
from kameoka_graph.state.dcat_graph import CATALOG
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Quad, plain

ADDRESS = "https://plans.test/catalog.ttl"
LISTED = f"{PREFIXES['dcat']}dataset"
TYPE = f"{PREFIXES['rdf']}type"


@pytest.fixture(scope="module")
def quads(release: Release) -> list[Quad]:
    """Give the catalogue of the release."""
    return release.catalog()


def listed(found: Sequence[Quad]) -> list[str]:
    """Give the data sets that a part of a catalogue lists, by their last names."""
    return sorted(
        plain(o).partition("/id/dataset/")[2]
        for s, p, o, _ in found
        if p == LISTED and plain(s).endswith(CATALOG)
    )


def said(found: Sequence[Quad], name: str) -> list[str]:
    """Give what a part of a catalogue says of its page."""
    return [plain(o) for _, p, o, _ in found if p == f"{HYDRA}{name}"]


EVERYTHING = [
    "262064-machizukuri-kyodo-3/371fd4250226",
    "all",
    "context",
    "curated",
    "links",
    "plan",
    "vocabulary",
]


def test_all_of_a_small_catalogue_is_on_one_page(quads: list[Quad], iris: Iris) -> None:
    """Nothing is left out, and the page says that it is the only one."""
    found = harvested(quads, Harvest(), ADDRESS, iris)
    assert set(quads) <= set(found)
    assert listed(found) == EVERYTHING
    assert said(found, "totalItems") == ["7"]
    assert said(found, "itemsPerPage") == [str(PAGE_SIZE)]
    assert said(found, "firstPage") == said(found, "lastPage") == [f"{ADDRESS}?page=1"]
    assert said(found, "nextPage") == said(found, "next") == []


def test_pages_hold_every_data_set_once(quads: list[Quad], iris: Iris) -> None:
    """Following the next page from the first gives all data sets, none twice."""
    wanted, seen = Harvest(), []
    for number in range(1, 5):
        found = harvested(quads, wanted, ADDRESS, iris, size=2)
        seen += listed(found)
        following = said(found, "nextPage")
        assert following == said(found, "next")
        assert said(found, "previousPage") == (
            [f"{ADDRESS}?page={number - 1}"] if number > 1 else []
        )
        if not following:
            break
        assert following == [f"{ADDRESS}?page={number + 1}"]
        wanted = Harvest(page=number + 1)
    assert number == 4
    assert sorted(seen) == EVERYTHING


def test_a_page_has_what_belongs_to_its_data_sets_only(quads: list[Quad], iris: Iris) -> None:
    """Files, periods and agents of the data sets shown are there; those of others are not."""
    found = harvested(quads, Harvest(words="vocabulary"), ADDRESS, iris)
    subjects = {plain(s) for s, _, _, _ in found}
    base = f"{iris.root}id/dataset/"
    assert f"{base}vocabulary/distribution/dataset-vocabulary-ttl" in subjects
    assert f"{base}vocabulary/distribution/dataset-vocabulary-ttl#sha256" in subjects
    assert str(iris.agent("kameoka-graph")) in subjects
    assert not [one for one in subjects if one.startswith(f"{base}plan")]
    mentioned = {plain(o) for _, _, o, _ in found}
    assert f"{base}plan" not in mentioned


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("SSSOM", ["links"]),
        ("ｓｓｓｏｍ", ["links"]),
        ("解釈による判断", ["curated"]),
        ("進捗表 発行", ["262064-machizukuri-kyodo-3/371fd4250226"]),
        ("亀岡市", EVERYTHING),  # a keyword of each
        ("存在しない語", []),
        ("?*", EVERYTHING),  # nothing that could be compared
    ],
)
def test_words_are_looked_for_however_they_are_written(
    quads: list[Quad], iris: Iris, words: str, names: list[str]
) -> None:
    """All words must be in the title, the description or the keywords; width and case do not count."""
    found = harvested(quads, Harvest(words=words), ADDRESS, iris)
    assert listed(found) == names
    assert said(found, "totalItems") == [str(len(names))]


@pytest.mark.parametrize(
    ("since", "count"), [("2026-11-22", 7), ("2000-01-01", 7), ("2026-11-23", 0)]
)
def test_only_what_changed_since_a_date_is_given(
    quads: list[Quad], iris: Iris, since: str, count: int
) -> None:
    """Data sets that changed on the day are given as well; with none the page is empty, not missing."""
    found = harvested(quads, Harvest(since=since), ADDRESS, iris)
    assert len(listed(found)) == count
    assert said(found, "firstPage") == [f"{ADDRESS}?modified_since={since}&page=1"]


def test_the_parameters_are_kept_from_page_to_page(quads: list[Quad], iris: Iris) -> None:
    """The next page is that of the same request."""
    wanted = Harvest(since="2026-11-22", words="亀岡市 &page=9")
    found = harvested(quads, Harvest(since="2026-11-22", words="亀岡"), ADDRESS, iris, size=2)
    assert said(found, "nextPage") == [
        f"{ADDRESS}?modified_since=2026-11-22&q=%E4%BA%80%E5%B2%A1&page=2"
    ]
    found = harvested(quads, wanted, ADDRESS, iris)
    assert all("%26page%3D9" in address for address in said(found, "firstPage"))


def test_a_page_that_is_not_there_is_told(quads: list[Quad], iris: Iris) -> None:
    """Beyond the last page there is an error with the number of pages."""
    with pytest.raises(BadHarvestError, match="there are 4"):
        harvested(quads, Harvest(page=5), ADDRESS, iris, size=2)


def test_an_empty_catalogue_has_one_empty_page(iris: Iris) -> None:
    """A release without a catalogue gives an empty page."""
    found = harvested([], Harvest(), ADDRESS, iris)
    assert said(found, "totalItems") == ["0"]
    assert {p for _, p, _, _ in found if not p.startswith(HYDRA)} == {TYPE}


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({}, Harvest()),
        ({"page": "2"}, Harvest(page=2)),
        ({"modified_since": "2026-11-22"}, Harvest(since="2026-11-22")),
        ({"modified_since": "2026-11-22T10:00:00+09:00"}, Harvest(since="2026-11-22")),
        ({"modified_since": "2026-11-22T01:02:03Z"}, Harvest(since="2026-11-22")),
        ({"modified_since": ""}, Harvest()),
        ({"q": "  協働  "}, Harvest(words="協働")),
    ],
)
def test_parameters_are_read(parameters: dict[str, str], wanted: Harvest) -> None:
    """Page, date or time, and words are read as harvesters write them."""
    assert read_harvest(parameters) == wanted


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page", "0"),
        ("page", "-1"),
        ("page", "1.5"),
        ("page", "１"),
        ("page", ""),
        ("page", "9" * 40),
        ("page", "<script>"),
        ("modified_since", "yesterday"),
        ("modified_since", "2026-13-01"),
        ("modified_since", "2026-02-30"),
        ("modified_since", "20261122"),
        ("modified_since", "2026-11-22T"),
        ("modified_since", "2026-11-22\x00"),
    ],
)
def test_what_cannot_be_read_is_told_in_both_languages(name: str, text: str) -> None:
    """A wrong page or date is refused by its name, with what was expected."""
    with pytest.raises(BadHarvestError) as caught:
        read_harvest({name: text})
    assert name in caught.value.say.ja
    assert name in caught.value.say.en
    assert "\x00" not in str(caught.value)
