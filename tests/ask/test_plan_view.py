"""The view of a plan is the table that its document prints: every entry in its cell, in order, with the years of the period."""

import pytest

from kameoka_graph.ask.plan_view import PlanView, view_plans
from kameoka_graph.read.document import Kind, Plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import RDFS, Tiny, plan_of


@pytest.fixture(scope="module")
def view(store: Embedded, iris: Iris) -> PlanView:
    """Give the one plan, in Japanese."""
    (found,) = view_plans(store, Language.JA, iris)
    return found


def test_the_table_is_the_printed_one(view: PlanView, plan: Plan) -> None:
    """Each of the 18 cells holds the entries that the source prints there, in its order."""
    printed = [
        [
            [part.text.text for part in one.parts if part.fiscal_year == column.fiscal_year]
            for column in plan.columns
        ]
        for one in plan.elements
        if one.kind is Kind.ACTION_PLAN
    ]
    assert [[[name.label for name in cell] for cell in row.cells] for row in view.rows] == printed
    assert sum(len(row) for row in printed) == 18


def test_the_entries_are_counted(view: PlanView) -> None:
    """The table has 48 entries."""
    assert view.entries == 48


def test_the_years_are_the_columns(view: PlanView, plan: Plan) -> None:
    """The columns are the printed years in order; the one after the period is marked."""
    assert [year.year for year in view.years] == [column.fiscal_year for column in plan.columns]
    assert [year.year for year in view.years if not year.covered] == [2025]


@pytest.mark.parametrize(("kind", "name"), [(Kind.THEME, "themes"), (Kind.PILLAR, "pillars")])
def test_elements_stand_as_printed(view: PlanView, plan: Plan, kind: Kind, name: str) -> None:
    """Themes and pillars stand in printed order with their printed wording."""
    found = [(one.name.label, one.kind) for one in getattr(view, name)]
    assert found == [(one.text.text, kind) for one in plan.elements if one.kind is kind]


def test_measures_stand_under_their_pillars(view: PlanView, plan: Plan) -> None:
    """Each pillar has its own measures, in printed order."""
    printed = [
        [part.text.text for part in one.parts] for one in plan.elements if one.kind is Kind.PILLAR
    ]
    assert [[part.name.label for part in pillar.parts] for pillar in view.pillars] == printed
    assert {part.kind for pillar in view.pillars for part in pillar.parts} == {Kind.MEASURE}


def test_aims_and_actions_stand_under_their_action_plans(view: PlanView, plan: Plan) -> None:
    """Each action plan has its aims and concrete actions among its parts, and no entry of a year."""
    for row, one in zip(
        view.rows, [one for one in plan.elements if one.kind is Kind.ACTION_PLAN], strict=True
    ):
        for kind in (Kind.AIM, Kind.CONCRETE_ACTION):
            printed = [part.text.text for part in one.parts if part.kind is kind]
            assert [
                part.name.label for part in row.action_plan.parts if part.kind is kind
            ] == printed
        assert Kind.ACTIVITY not in {part.kind for part in row.action_plan.parts}


def test_the_plan_tells_where_it_comes_from(view: PlanView, plan: Plan, iris: Iris) -> None:
    """The plan has its printed title and period, its municipality and its document."""
    assert view.name.label == plan.title.text
    assert view.period == plan.period.text
    assert view.publisher.iri == str(iris.municipality("262064"))
    assert view.document.iri == str(iris.source(plan.source.short))


def test_english_names_change_nothing_else(store: Embedded, iris: Iris, view: PlanView) -> None:
    """In English the same things stand in the same places."""
    (english,) = view_plans(store, Language.EN, iris)
    cells = [
        [[name.iri for name in cell] for row in one.rows for cell in row.cells]
        for one in (view, english)
    ]
    assert cells[0] == cells[1]
    assert english.publisher.language == "en"


def test_a_year_without_entries_is_an_empty_cell(store: Embedded, iris: Iris) -> None:
    """A year of the period for which the document has no column still has a cell in every row."""
    plan = "<https://x.test/id/1/plan/p>"
    part, of, mp = (
        "<http://purl.org/dc/terms/isPartOf>",
        "<https://x.test/graph/source/x>",
        "https://x.test/ns/mp#",
    )
    row = "<https://x.test/id/1/plan/p/action-plan/1>"
    lines = [
        f"{plan} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{mp}Plan>",
        f'{plan} <http://www.w3.org/2000/01/rdf-schema#label> "計画"@ja',
        f'{plan} <{mp}printedPeriod> "令和2年度～3年度"',
        f"{plan} <http://www.w3.org/ns/prov#hadPrimarySource> <https://x.test/source/x>",
        f"{plan} <http://purl.org/dc/terms/publisher> <https://x.test/id/1>",
        f"{plan} <{mp}coversFiscalYear> <https://x.test/id/fiscal-year/2020>",
        f"{plan} <{mp}coversFiscalYear> <https://x.test/id/fiscal-year/2021>",
        f"{row} {part} {plan}",
        f"{row} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{mp}ActionPlan>",
        f'{row} <http://schema.org/position> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'{row} <{mp}sourceText> "行動"',
    ]
    small = Iris("https://x.test")
    engine = Embedded.in_memory(
        "".join(f"{line} {of} .\n" for line in lines).encode(), small.root, small.prefixes
    )
    (found,) = view_plans(engine, Language.JA, small)
    assert [(year.year, year.covered) for year in found.years] == [(2020, True), (2021, True)]
    assert [row.cells for row in found.rows] == [((), ())]
    assert found.entries == 0


def test_a_second_label_makes_no_second_entry() -> None:
    """An element that two pages name is one element."""
    tiny = Tiny(cells=[(1, 2020, "甲", "")])
    entry = f"{tiny.plan}/action-plan/1/fy/2020/activity/1"
    tiny.lines.append(f'<{entry}> <{RDFS}label> "乙"@ja <https://plans.test/graph/x> .')
    assert plan_of(tiny).entries == 1


def test_a_year_tells_whether_the_table_has_a_column_for_it() -> None:
    """A year of the period may have no column, and a column may be for a year outside the period."""
    found = plan_of(Tiny(covered=(2020, 2021), printed=(2020, 2022)))
    told = [(year.year, year.covered, year.printed) for year in found.years]
    assert told == [(2020, True, True), (2021, True, False), (2022, False, True)]


def test_a_store_without_plans_has_no_views(iris: Iris) -> None:
    """Where no source states a plan there is none to view."""
    assert view_plans(Embedded.in_memory(b"", iris.root, iris.prefixes), Language.JA, iris) == ()
