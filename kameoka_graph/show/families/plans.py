"""The plans that a release has pages about, found by the paths of their documents."""

from collections.abc import Iterable

from kameoka_graph.ask.plan_view import PlanView, plans_stated, view_plan
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Edition
from kameoka_graph.store.answer import Iri


def plan_at(edition: Edition, path: str, language: Language) -> PlanView | None:
    """View the plan whose document is at `path`; None where there is no such plan."""
    return view_plan(edition.store, Iri(edition.iris.thing_at(path)), language, edition.iris)


def plan_paths(edition: Edition) -> Iterable[str]:
    """Give the path of the document of every plan."""
    return tuple(edition.iris.document_path(plan) for plan in plans_stated(edition.store))
