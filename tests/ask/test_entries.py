"""The entries of a plan are those of its table, each with the series it was put in."""

from kameoka_graph.ask.entries import judgements_behind, view_entries
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.read.document import Kind, Plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import Tiny, entries_of, store_of


def test_every_entry_stands_in_its_cell_with_its_exact_wording(
    store: Embedded, iris: Iris, plan: Plan
) -> None:
    """Action plan by action plan, year by year, the wording is the printed one, in English too."""
    printed = [
        part.text.text
        for one in plan.elements
        if one.kind is Kind.ACTION_PLAN
        for column in plan.columns
        for part in one.parts
        if part.fiscal_year == column.fiscal_year
    ]
    (stated,) = plans_stated(store)
    for language in Language:
        view = view_plan(store, stated, language, iris)
        assert view is not None
        found = view_entries(store, view, language, iris)
        assert [entry.text for entry in found.entries] == printed
    assert len(printed) == 48


def test_each_membership_has_its_judgement(store: Embedded, iris: Iris) -> None:
    """Every entry of the real plan is in one series, for a reason that somebody gave."""
    (stated,) = plans_stated(store)
    view = view_plan(store, stated, Language.JA, iris)
    assert view is not None
    found = view_entries(store, view, Language.JA, iris)
    for entry in found.entries:
        (membership,) = entry.memberships
        assert membership.judgement is not None
        assert membership.judgement.curator in found.curators
        assert judgements_behind([entry], membership.series.iri) == (membership.judgement,)


def test_a_plan_that_nobody_judged_has_entries_without_series() -> None:
    """Without judgements the entries are there, in no series."""
    found = entries_of(Tiny(cells=[(1, 2020, "甲", ""), (1, 2021, "乙", "")]))
    assert [(entry.text, entry.memberships) for entry in found.entries] == [("甲", ()), ("乙", ())]
    assert found.curators == {}


def test_a_membership_without_a_statement_is_told_without_a_judgement() -> None:
    """A series that no statement speaks of is shown, with nobody behind it."""
    (entry,) = entries_of(Tiny(cells=[(1, 2020, "甲", "s")])).entries
    assert [one.judgement for one in entry.memberships] == [None]
    assert judgements_behind([entry], entry.memberships[0].series.iri) == ()


def test_plans_are_told_apart() -> None:
    """Each of two plans in one store has its own entries only."""
    one = Tiny(code="111111", cells=[(1, 2020, "甲", "")])
    two = Tiny(code="222222", cells=[(1, 2020, "乙", "")])
    store = store_of(one, two)
    assert plans_stated(store) == (one.plan, two.plan)
    for tiny, wording in ((one, "甲"), (two, "乙")):
        view = view_plan(store, tiny.plan, Language.JA, Iris("https://plans.test"))
        assert view is not None
        found = view_entries(store, view, Language.JA, Iris("https://plans.test"))
        assert [entry.text for entry in found.entries] == [wording]
    assert view_plan(store, one.plan + "x", Language.JA, Iris("https://plans.test")) is None  # type: ignore[arg-type]  # an IRI with more behind it
