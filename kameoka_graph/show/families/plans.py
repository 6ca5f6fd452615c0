"""The plans that a release has pages about, found by the paths of their documents."""

from collections.abc import Iterable

from kameoka_graph.ask.plan_view import PlanView, view_plans
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Edition


def plan_at(edition: Edition, path: str, language: Language) -> PlanView | None:
    """View the plan whose document is at `path`; None where there is no such plan."""
    plan = str(edition.iris.thing_at(path))
    plans = view_plans(edition.store, language, edition.iris)
    return next((one for one in plans if one.name.iri == plan), None)


def plan_paths(edition: Edition) -> Iterable[str]:
    """Give the path of the document of every plan."""
    plans = view_plans(edition.store, Language.JA, edition.iris)
    return tuple(edition.iris.document_path(one.name.iri) for one in plans)
