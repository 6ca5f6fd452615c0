"""The things around a plan are shown with all their names, what pages say of them, and their entries."""

import pytest

from kameoka_graph.ask.entities_view import (
    EntitiesView,
    EntityView,
    Group,
    view_entities,
    view_involvements,
)
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import IRIS, MP, Tiny, plan_of, store_of

HERE = "https://plans.test/id/262064"


@pytest.fixture(scope="module")
def view(store: Embedded, iris: Iris) -> EntitiesView:
    """Give the things around the real plan, in Japanese."""
    (stated,) = plans_stated(store)
    plan = view_plan(store, stated, Language.JA, iris)
    assert plan is not None
    return view_entities(store, plan, Language.JA, iris)


def thing(view: EntitiesView, path: str) -> EntityView:
    """Give one of the things."""
    (found,) = (one for one in view.entities if one.name.iri == f"{HERE}/{path}")
    return found


def test_a_fund_has_all_its_entries_under_any_name(view: EntitiesView) -> None:
    """The fund is in twelve entries, two of each year, all of which call it N基金."""
    fund = thing(view, "fund/kameoka-nawashiro")
    assert [one.year.iri[-4:] for one in fund.involvements] == [
        str(year) for year in range(2020, 2026) for _ in range(2)
    ]
    assert all("N基金" in one.text for one in fund.involvements)
    assert all(one.judgement is not None for one in fund.involvements)


def test_names_tell_where_they_come_from(view: EntitiesView) -> None:
    """The official name is from pages, the short one from a curator, with the reason."""
    names = {one.text.value: one for one in thing(view, "fund/kameoka-nawashiro").names}
    official, short = names["亀岡NAWASHIRO基金"], names["N基金"]
    assert {told.knowledge for told in official.told} == {"context"}
    assert all(told.page and told.title for told in official.told)
    assert [told.knowledge for told in short.told] == ["curated"]
    assert [one.reason for one in short.because] != []


def test_names_in_the_printed_wording_are_found(view: EntitiesView) -> None:
    """One aim and two concrete actions print the fund's name in full."""
    mentions = thing(view, "fund/kameoka-nawashiro").mentions
    assert len(mentions) == 3
    assert all("NAWASHIRO" in name.label for name in mentions)


def test_facts_tell_their_page(view: EntitiesView) -> None:
    """Every fact was taken from a page, which is named."""
    facts = [fact for one in view.entities for fact in one.facts]
    assert len(facts) > 20
    told = [who for fact in facts for who in fact.told]
    assert {who.knowledge for who in told} == {"context"}
    assert set(told) <= set(view.pages)


def test_things_with_entries_stand_first(view: EntitiesView) -> None:
    """Seven things are in entries; the rest follow."""
    has = [bool(one.involvements) for one in view.entities]
    assert has == sorted(has, reverse=True)
    assert sum(has) == 7


def test_every_thing_is_in_one_group(view: EntitiesView) -> None:
    """Funds, events, organisations, places and others make up all."""
    assert sum(len(view.of(group)) for group in Group) == len(view.entities)
    assert thing(view, "facility/shimin-katsudo-suishin-center").group is Group.ORGANISATION
    assert thing(view, "event/kameoka-kiri-no-geijutsusai").group is Group.EVENT


def test_the_plans_themselves_are_not_things_around_it(view: EntitiesView) -> None:
    """Earlier plans are no funds or events of this one."""
    assert not any("/plan/" in one.name.iri for one in view.entities)


def test_a_thing_tells_its_own_entries(store: Embedded, iris: Iris, view: EntitiesView) -> None:
    """Seen from the fund's own page its entries are the same."""
    fund = thing(view, "fund/kameoka-nawashiro")
    found = view_involvements(store, fund.name.iri, Language.JA, iris)
    assert found.involvements == fund.involvements
    assert view_involvements(store, Iri(HERE), Language.JA, iris).involvements == ()


CONTEXT = "https://plans.test/graph/context/page"
LINES = [
    f"<{CONTEXT}> <http://purl.org/dc/terms/type> <https://plans.test/voc/knowledge/context> <https://plans.test/graph/meta> .",
    f"<https://plans.test/id/999999/fund/f> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/FundingScheme> <{CONTEXT}> .",
    f"<https://plans.test/id/999999/scheme/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/FundingScheme> <{CONTEXT}> .",
    f"<https://plans.test/id/999999/scheme/s> <http://purl.org/dc/terms/isPartOf> <https://plans.test/id/999999/fund/f> <{CONTEXT}> .",
]


def test_a_fund_is_in_the_entries_of_its_schemes() -> None:
    """An entry that involves a part of a thing, or whose series does, is told with what it goes through."""
    tiny = Tiny(cells=[(1, 2020, "甲", "x"), (1, 2021, "乙", "")], lines=[*LINES])
    entry = f"{tiny.plan}/action-plan/1/fy/2021/activity/2"
    for who in (f"{tiny.plan}/series/x", entry):
        tiny.lines.append(
            f"<{who}> <{MP}involves> <https://plans.test/id/999999/scheme/s> <https://plans.test/graph/curated/x> ."
        )
    store = store_of(tiny)
    view = view_entities(store, plan_of(tiny), Language.JA, IRIS)
    fund, scheme = (
        next(one for one in view.entities if one.name.iri.endswith(path))
        for path in ("/fund/f", "/scheme/s")
    )
    assert [[name.label for name in one.through] for one in scheme.involvements] == [["x"], []]
    assert [[name.label for name in one.through] for one in fund.involvements] == [
        ["x", "s"],
        ["s"],
    ]
    assert [one.judgement for one in fund.involvements] == [None, None]
    assert (
        view_involvements(store, fund.name.iri, Language.JA, IRIS).involvements == fund.involvements
    )


def test_a_name_that_is_no_text_is_no_name() -> None:
    """What is given as a name but is a thing is not shown among the names."""
    name = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    fund = "<https://plans.test/id/999999/fund/f>"
    tiny = Tiny(lines=[*LINES, f"{fund} {name} <https://plans.test/id/1> <{CONTEXT}> ."])
    view = view_entities(store_of(tiny), plan_of(tiny), Language.JA, IRIS)
    assert [one.names for one in view.entities] == [(), ()]


def test_a_plan_with_nothing_around_it_has_no_things() -> None:
    """Where nothing is recorded, nothing is shown."""
    tiny = Tiny(cells=[(1, 2020, "甲", "")])
    assert view_entities(store_of(tiny), plan_of(tiny), Language.JA, IRIS).entities == ()
