"""Contributions are the curators' judgements on what contributes to what, each with its statement."""

from kameoka_graph.ask.contributions import by_lower, contributions
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import IRIS, MP, Tiny, plan_of, store_of


def test_every_contribution_has_its_judgement(store: Embedded, iris: Iris) -> None:
    """All contributions of the real plan are there, each with a reason and a confidence."""
    (stated,) = plans_stated(store)
    plan = view_plan(store, stated, Language.JA, iris)
    assert plan is not None
    found = contributions(store, plan, iris)
    pairs = store.select(f"SELECT ?s ?o {{ ?s <{iris.root}ns/mp#contributesTo> ?o }}")
    assert {(one.lower, one.upper) for one in found} == set(pairs.rows)
    assert all(one.judgement and one.judgement.reason for one in found)
    assert len(found) == 45


def test_the_surest_stands_first(store: Embedded, iris: Iris) -> None:
    """Of one element, what it most surely contributes to is told first."""
    (stated,) = plans_stated(store)
    plan = view_plan(store, stated, Language.JA, iris)
    assert plan is not None
    for ones in by_lower(contributions(store, plan, iris)).values():
        sure = [one.judgement.confidence for one in ones if one.judgement]
        assert sure == sorted(sure, reverse=True)


def test_a_contribution_without_a_statement_is_told_without_a_judgement() -> None:
    """Nobody stands behind a triple that no statement speaks of."""
    tiny = Tiny(action_plans=2)
    tiny.lines.append(
        f"<{tiny.plan}/action-plan/1> <{MP}contributesTo> <{tiny.plan}/action-plan/2> <https://plans.test/graph/x> ."
    )
    (one,) = contributions(store_of(tiny), plan_of(tiny), IRIS)
    assert one.judgement is None
    assert by_lower([one]) == {one.lower: (one,)}


def test_a_plan_that_nobody_judged_has_none() -> None:
    """Without judgements nothing contributes to anything."""
    tiny = Tiny()
    assert contributions(store_of(tiny), plan_of(tiny), IRIS) == ()
