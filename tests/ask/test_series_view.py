"""A series is shown year by year, gaps included, with what changed in its wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.ask.series_view import Change, compare, view_series
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri
from kameoka_graph.store.embedded import Embedded

SERIES = "https://plans.test/id/262064/plan/machizukuri-kyodo-3/series/shinki-saiyo-kenshu"


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("実施", "実施", ()),
        ("実施", "の実施", (Change("new", "の"), Change("kept", "実施"))),
        ("の実施", "実施", (Change("gone", "の"), Change("kept", "実施"))),
        ("検討", "実施", (Change("gone", "検討"), Change("new", "実施"))),
    ],
    ids=["same", "longer", "shorter", "other"],
)
def test_two_wordings_are_compared(before: str, after: str, changes: tuple[Change, ...]) -> None:
    """What was kept, what is gone and what is new is told, character by character."""
    assert compare(before, after) == changes


@given(st.text("実施の検討A ", max_size=30), st.text("実施の検討A ", max_size=30))
def test_a_comparison_holds_both_wordings(before: str, after: str) -> None:
    """Without what is new the comparison is the wording before, without what is gone the one after."""
    changes = compare(before, after) or (Change("kept", before),)
    assert "".join(one.text for one in changes if one.kind != "new") == before
    assert "".join(one.text for one in changes if one.kind != "gone") == after


def test_a_series_shows_every_year_of_its_span(store: Embedded, iris: Iris) -> None:
    """From the first year to the last each year is there, with its entries or without any."""
    (found,) = view_series(store, Iri(SERIES), Language.JA, iris)
    years = [int(one.year.iri.rpartition("/")[2]) for one in found.years]
    assert years == list(range(years[0], years[-1] + 1))
    assert found.years[0].entries
    assert found.years[-1].entries
    assert found.years[0].entries[0].changes == ()


def test_an_entry_shows_the_series_that_it_belongs_to(store: Embedded, iris: Iris) -> None:
    """Seen from any of its entries a series is the same."""
    (whole,) = view_series(store, Iri(SERIES), Language.EN, iris)
    for year in whole.years:
        for entry in year.entries:
            assert whole in view_series(store, entry.name.iri, Language.EN, iris)


def test_a_thing_outside_any_series_shows_none(store: Embedded, iris: Iris) -> None:
    """What belongs to no series has none to show."""
    assert view_series(store, Iri("https://plans.test/id/262064"), Language.JA, iris) == ()
