"""A plan to what contributes to what in it: each a curator's judgement, never the source's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kameoka_graph.ask.judgement import Judgement, judgement_of
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.ask.query import view_query
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, plain


@dataclass(frozen=True, slots=True)
class Contribution:
    """That one element of a plan contributes to another."""

    lower: Iri
    """What contributes."""
    upper: Iri
    """What it contributes to."""
    judgement: Judgement | None
    """The judgement that this rests on; None where no statement of it is found."""


def contributions(store: Store, plan: PlanView, iris: Iris) -> tuple[Contribution, ...]:
    """Give the contributions between elements of a plan, the surest to each element first."""
    relation = Iri(iris.mp(Own.CONTRIBUTES_TO))
    found: dict[tuple[Iri, Iri], Contribution] = {}
    for row in store.select(view_query("contributions", plan=[plan.name.iri])).records():
        lower, upper = Iri(plain(row["lower"])), Iri(plain(row["upper"]))
        why = judgement_of(row, (lower, relation, upper)) if "statement" in row else None
        found.setdefault((lower, upper), Contribution(lower, upper, why))
    return tuple(found.values())


def by_lower(found: Iterable[Contribution]) -> Mapping[Iri, tuple[Contribution, ...]]:
    """Give the contributions of each element, the surest first."""
    grouped: Mapping[Iri, list[Contribution]] = defaultdict(list)
    for one in found:
        grouped[one.lower].append(one)
    return {lower: tuple(sorted(ones, key=_surest_first)) for lower, ones in grouped.items()}


def _surest_first(one: Contribution) -> tuple[object, ...]:
    return (0 if one.judgement is None else -one.judgement.confidence, one.upper)
