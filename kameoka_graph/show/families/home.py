"""The front page: what this is, and each plan with its table, or the list of many plans."""

from collections.abc import Iterable
from typing import Final

from kameoka_graph.ask.plan_list import list_plans
from kameoka_graph.ask.plan_view import view_plans
from kameoka_graph.formats import GRAPHS, HTML
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.family import Family, Outcome, SeeOther, Wanted

IN_FULL: Final = 3
"""Plans up to which the front page shows each of them in full."""


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    if wanted.form is not HTML:  # for a program: the description of the whole data set
        dataset = edition.iris.at("id/dataset/all")
        return SeeOther(edition.site.addresses.data(dataset, wanted.form))
    asked = wanted.parameters.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0  # noqa: PLR2004 - digits of a page
    listed = list_plans(edition.store, wanted.language, edition.iris, page)
    if listed is None:
        return None
    few = listed.total <= IN_FULL
    plans = view_plans(edition.store, wanted.language, edition.iris) if few else ()
    further = {"page": asked} if page > 1 else None
    return edition.html(
        wanted.reader, "home.html", "", parameters=further, plans=plans, listed=listed
    )


def _every(_: Edition) -> Iterable[str]:
    return ("",)


HOME = Family("", (HTML, *GRAPHS), _write, _every, ("page",))
