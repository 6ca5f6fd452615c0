"""Pages of the things around plans: what every thing's page has, and the entries they are in."""

from dataclasses import dataclass, fields
from functools import partial
from typing import Final

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.entities_view import CLASSES, InvolvedIn, view_involvements
from kameoka_graph.ask.thing import ThingView, view_thing
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.thing_page import ThingPage
from kameoka_graph.state.iris import Iris


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundView(ThingView):
    """What the page of a thing around a plan shows."""

    involved: InvolvedIn
    """The entries that it, or a part of it, is involved in."""


def _view(edition: Edition, description: Description, language: Language) -> AroundView:
    store, iris = edition.store, edition.iris
    view = view_thing(store, description, language, iris)
    shown = {field.name: getattr(view, field.name) for field in fields(view)}
    involved = view_involvements(store, description.thing, language, iris)
    return AroundView(**shown, involved=involved)


def _same(name: str, _: Iris) -> str:
    return name


AROUND_PAGES: Final = tuple(
    ThingPage(partial(_same, name), "around.html", _view) for name in CLASSES
)
"""The classes of things around plans."""
