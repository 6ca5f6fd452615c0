"""The front page: each plan with its table of years and action plans."""

from collections.abc import Iterable

from kameoka_graph.ask.plan_view import view_plans
from kameoka_graph.formats import GRAPHS, HTML
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.family import Family, Outcome, SeeOther, Wanted


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    if wanted.form is not HTML:  # for a program: the description of the whole data set
        dataset = edition.iris.at("id/dataset/all")
        return SeeOther(edition.site.addresses.data(dataset, wanted.form))
    plans = view_plans(edition.store, wanted.language, edition.iris)
    return edition.html(wanted.reader, "home.html", "", plans=plans)


def _every(_: Edition) -> Iterable[str]:
    return ("",)


HOME = Family("", (HTML, *GRAPHS), _write, _every)
