"""The timeline tells of each undertaking its first and last year, its gaps, and how its wording changed."""

import pytest

from kameoka_graph.ask.entries import Entries, view_entries
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.ask.reading_order import reading_order
from kameoka_graph.ask.timeline_view import Order, Undertaking, undertakings, view_timeline
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import Tiny, entries_of


@pytest.fixture(scope="module")
def real(store: Embedded, iris: Iris) -> Entries:
    """Give the entries of the real plan."""
    (stated,) = plans_stated(store)
    view = view_plan(store, stated, Language.JA, iris)
    assert view is not None
    return view_entries(store, view, Language.JA, iris)


def named(found: Entries, name: str) -> Undertaking:
    """Give the undertaking of a name."""
    (one,) = (one for one in undertakings(found) if one.name.label == name)
    return one


def test_every_entry_is_in_one_undertaking(real: Entries) -> None:
    """The 20 series of the real plan hold each of the 48 entries once."""
    every = undertakings(real)
    held = [entry.name.iri for one in every for entry in one.entries]
    assert len(every) == 20
    assert sorted(held) == sorted(entry.name.iri for entry in real.entries)
    assert all(one.in_series and one.judgements for one in every)


def test_a_gap_is_a_column_without_an_entry(real: Entries) -> None:
    """The fair is listed in 2022 and again from 2024, in other words: 2023 is its gap."""
    fair = named(real, "まちづくり活動博覧会")
    assert (fair.first.year, fair.last.year) == (2022, 2025)
    assert [year.year for year in fair.gaps] == [2023]
    assert [year.year for year in fair.outside] == [2025]
    assert [one.text for one in fair.wordings] == [
        "まちづくり活動博覧会2022の開催",
        "まちづくり活動博覧会の実施",
    ]
    assert fair.wordings[0].changes == ()
    gone = "".join(one.text for one in fair.wordings[1].changes if one.kind == "gone")
    assert gone == "2022開催"


def test_an_undertaking_tells_its_action_plans(real: Entries) -> None:
    """The forum stands under two action plans, twice in one year."""
    forum = named(real, "市民活動推進フォーラム")
    assert [name.position for name in forum.action_plans] == [1, 2]
    assert [len(cell) for cell in forum.cells] == [0, 0, 1, 2, 0, 0]


@pytest.mark.parametrize("order", Order)
def test_every_order_shows_the_same_undertakings(real: Entries, order: Order) -> None:
    """However they are sorted, all are there once."""
    shown = [one.name.iri for one in view_timeline(real, order).undertakings]
    assert sorted(shown) == sorted(one.name.iri for one in undertakings(real))


def test_they_sort_by_reading(real: Entries) -> None:
    """By reading they stand in the order of the fifty sounds."""
    shown = view_timeline(real, Order.READING).undertakings
    assert [one.name.reading for one in shown] == sorted(
        (one.name.reading for one in shown), key=reading_order
    )
    assert shown[0].name.label == "共感者集めプログラム"


def test_they_sort_by_first_year(real: Entries) -> None:
    """By first year the earlier stand first, those of one year by reading."""
    shown = view_timeline(real, Order.FIRST).undertakings
    keys = [(one.first.year, reading_order(one.name.reading)) for one in shown]
    assert keys == sorted(keys)


def test_only_those_that_start_in_a_year_are_shown(real: Entries) -> None:
    """Chosen by first year, only these are shown; a year that is no column chooses nothing."""
    view = view_timeline(real, Order.PRINTED, 2023)
    assert {one.first.year for one in view.undertakings} == {2023}
    assert len(view.undertakings) == {year.year: count for year, count in view.starts}[2023]
    assert view_timeline(real, Order.PRINTED, 1999).starting is None
    assert sum(count for _, count in view.starts) == 20


def test_without_series_the_wording_decides() -> None:
    """Entries that nobody judged stand together where action plan and wording are the same."""
    found = entries_of(
        Tiny(
            action_plans=2,
            cells=[
                (1, 2020, "甲", ""),
                (1, 2021, "甲", ""),
                (2, 2021, "甲", ""),
                (1, 2021, "乙", ""),
            ],
        )
    )
    every = undertakings(found)
    assert [(one.name.label, len(one.entries)) for one in every] == [
        ("甲", 2),
        ("乙", 1),
        ("甲", 1),
    ]
    assert not any(one.in_series or one.judgements for one in every)


def test_a_year_without_a_column_is_no_gap() -> None:
    """What the table has no column for cannot be missing from it."""
    tiny = Tiny(printed=(2020, 2022), cells=[(1, 2020, "甲", ""), (1, 2022, "甲", "")])
    (one,) = undertakings(entries_of(tiny))
    assert one.gaps == ()


def test_a_wording_that_comes_back_is_told_again() -> None:
    """A, then B, then A again are three wordings."""
    cells = [(1, 2020, "甲", "s"), (1, 2021, "乙", "s"), (1, 2022, "甲", "s")]
    (one,) = undertakings(entries_of(Tiny(cells=cells)))
    assert [wording.text for wording in one.wordings] == ["甲", "乙", "甲"]


def test_an_entry_in_two_series_is_in_both() -> None:
    """Both undertakings hold it, each under its own name."""
    tiny = Tiny(cells=[(1, 2020, "甲", "s")])
    entry = f"{tiny.plan}/action-plan/1/fy/2020/activity/1"
    tiny.lines.append(
        f"<{entry}> <https://plans.test/ns/mp#inSeries> <{tiny.plan}/series/t> <https://plans.test/graph/x> ."
    )
    every = undertakings(entries_of(tiny))
    assert [one.name.iri.rpartition("/")[2] for one in every] == ["s", "t"]
    assert [len(one.entries) for one in every] == [1, 1]


def test_a_plan_without_entries_has_no_undertakings() -> None:
    """An empty table has an empty timeline, with its columns."""
    view = view_timeline(entries_of(Tiny()))
    assert view.undertakings == ()
    assert [count for _, count in view.starts] == [0, 0, 0]
