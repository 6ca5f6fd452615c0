"""How things of one class are shown: a template, what it shows, and what their data has beside."""

from collections.abc import Callable
from dataclasses import dataclass

from kameoka_graph.ask.description import Description
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Edition
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri


def _any(_: Iris, __: Iri) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ThingPage:
    """How things of one class are shown."""

    of: Callable[[Iris], str]
    """Gives the class."""
    template: str
    """The template of their pages."""
    view: Callable[[Edition, Description, Language], object]
    """Gives what the template shows as `view`."""
    only: Callable[[Iris, Iri], bool] = _any
    """Tells which things of the class; the others are shown by what comes later."""
    more: str = ""
    """The view query, with the parameter `thing`, for what their pages and data have beside."""
