"""A year shows what the plans that have a column for it list."""

from datetime import date

from kameoka_graph.ask.changes_view import ChangesView, view_changes
from kameoka_graph.ask.entries import view_entries
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.ask.year_view import plans_by_year, view_year, view_years
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import IRIS, Tiny, entries_of, store_of


def changes_of(store: Embedded, iris: Iris) -> list[ChangesView]:
    """Give the changes of every plan of a store."""
    plans = (view_plan(store, plan, Language.JA, iris) for plan in plans_stated(store))
    return [view_changes(view_entries(store, plan, Language.JA, iris)) for plan in plans if plan]


def test_a_year_runs_from_april_to_march(store: Embedded, iris: Iris) -> None:
    """The days of a fiscal year come from the data."""
    view = view_year(store, 2023, changes_of(store, iris), Language.JA, iris)
    assert view is not None
    assert (view.start, view.end) == (date(2023, 4, 1), date(2024, 3, 31))
    assert view.name.label == "令和5年度"


def test_a_year_has_the_plans_with_a_column_for_it(store: Embedded, iris: Iris) -> None:
    """The plan of Kameoka has eleven entries in 2023, and its years are there to choose from."""
    view = view_year(store, 2023, changes_of(store, iris), Language.JA, iris)
    assert view is not None
    assert [one.year.entries for one in view.plans] == [11]
    assert [name.label for name in view.years] == [f"令和{year}年度" for year in range(2, 8)]


def test_a_year_without_a_column_is_none(store: Embedded, iris: Iris) -> None:
    """A year of an earlier plan's period, of which there is no table, has no view."""
    assert view_year(store, 2015, changes_of(store, iris), Language.JA, iris) is None


def test_days_that_are_not_known_are_not_made_up() -> None:
    """Where the data has no first and last day, none is shown."""
    tiny = Tiny(cells=[(1, 2020, "甲", "")])
    view = view_year(store_of(tiny), 2020, [view_changes(entries_of(tiny))], Language.JA, IRIS)
    assert view is not None
    assert (view.start, view.end) == (None, None)


def test_years_are_listed_with_their_plans() -> None:
    """Each year has the plans whose tables have a column for it, and no others."""
    one, two = Tiny(code="111111", printed=(2020, 2021)), Tiny(code="222222", printed=(2021, 2022))
    store = store_of(one, two)
    assert plans_by_year(store) == {
        2020: (one.plan,),
        2021: (one.plan, two.plan),
        2022: (two.plan,),
    }
    listed = view_years(store, Language.JA, IRIS)
    assert [len(year.plans) for year in listed] == [1, 2, 1]
    assert [plan.label for plan in listed[1].plans] == ["計画111111", "計画222222"]


def test_a_store_without_plans_has_no_years() -> None:
    """Where nothing is stated, no year is listed."""
    assert view_years(store_of(), Language.JA, IRIS) == ()
