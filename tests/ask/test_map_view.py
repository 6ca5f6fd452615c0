"""The map tells what stands within what, and apart from it what contributes to what."""

from kameoka_graph.ask.map_view import MapView, elements_of, view_map
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.read.document import Kind, Plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import IRIS, MP, Tiny, plan_of, store_of


def map_of(store: Embedded, iris: Iris, language: Language = Language.JA) -> MapView:
    """View the map of the one plan of a store."""
    (stated,) = plans_stated(store)
    plan = view_plan(store, stated, language, iris)
    assert plan is not None
    return view_map(store, plan, language, iris)


def test_every_element_is_on_the_map(store: Embedded, iris: Iris, plan: Plan) -> None:
    """Themes, pillars, measures, action plans, aims and actions are there once, with their kinds."""
    view = map_of(store, iris)
    shown = [str(one.kind) for one in elements_of(view.plan)]
    printed = [
        str(kind.kind)
        for one in plan.elements
        for kind in (one, *one.parts)
        if kind.kind is not Kind.ACTIVITY
    ]
    assert sorted(shown) == sorted(printed)
    assert len(shown) == 45


def test_entries_of_the_same_words_are_one_listing(store: Embedded, iris: Iris) -> None:
    """Under each action plan every wording is listed once, with all its years."""
    for language in Language:
        view = map_of(store, iris, language)
        assert [len(ones) for ones in view.listings.values()] == [11, 7, 6]
        entries = [
            name for ones in view.listings.values() for one in ones for _, name in one.entries
        ]
        assert len({name.iri for name in entries}) == len(entries) == 48


def test_contributions_stand_at_what_contributes(store: Embedded, iris: Iris) -> None:
    """Each contribution has both its ends on the map; those of listed-alike entries are one."""
    view = map_of(store, iris)
    heads = {one.name.iri for ones in view.listings.values() for one in ones}
    places = heads | {one.name.iri for one in elements_of(view.plan)}
    for lower, ones in view.contributions.items():
        assert lower in places
        for one in ones:
            assert one.upper in places
            assert one.judgement is not None
            assert one.judgement.curator in view.curators
    assert sum(len(ones) for ones in view.contributions.values()) == 26


def test_a_contribution_to_what_is_not_of_the_plan_is_left_out() -> None:
    """What a judgement reaches beyond the plan for is not on its map."""
    tiny = Tiny(cells=[(1, 2020, "甲", "")])
    tiny.lines.append(
        f"<{tiny.plan}/action-plan/1> <{MP}contributesTo> <https://elsewhere.test/goal> <https://plans.test/graph/x> ."
    )
    view = view_map(store_of(tiny), plan_of(tiny), Language.JA, IRIS)
    assert view.contributions == {}


def test_an_empty_plan_has_an_empty_map() -> None:
    """A plan of which nothing but an action plan is known is shown as that."""
    tiny = Tiny()
    view = view_map(store_of(tiny), plan_of(tiny), Language.JA, IRIS)
    assert [str(one.kind) for one in elements_of(view.plan)] == ["ActionPlan"]
    assert list(view.listings.values()) == [()]
