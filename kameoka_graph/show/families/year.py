"""Fiscal years: what the plans list in each, and what is new or gone against the year before."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kameoka_graph.ask.changes_view import view_changes
from kameoka_graph.ask.entries import view_entries
from kameoka_graph.ask.plan_view import view_plan
from kameoka_graph.ask.year_view import plans_by_year, view_year, view_years
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.family import PAGE_ONLY, Family, Outcome, Wanted
from kameoka_graph.store.answer import Iri

IN_FULL: Final = 3
"""Of so many plans a year shows what they list; of more it only leads to them one by one."""
_REST: Final = re.compile(r"(?P<year>[0-9]{4})(?:/(?P<plan>.+))?")


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    asked = _REST.fullmatch(wanted.rest)
    if asked is None:
        return None
    year, path = int(asked["year"]), asked["plan"]
    plans = [Iri(edition.iris.thing_at(path))] if path else _plans_of(edition, year)
    if len(plans) > IN_FULL:
        return _write_plans(edition, wanted, year)
    language = wanted.language
    found = (view_plan(edition.store, plan, language, edition.iris) for plan in plans)
    changes = [
        view_changes(view_entries(edition.store, plan, language, edition.iris))
        for plan in found
        if plan is not None
    ]
    view = view_year(edition.store, year, changes, language, edition.iris)
    if view is None:
        return None
    address = f"year/{wanted.rest}"
    thing = view.name.iri
    return edition.html(wanted.reader, "year.html", address, thing, view=view, of_one=bool(path))


def _plans_of(edition: Edition, year: int) -> Sequence[Iri]:
    return plans_by_year(edition.store).get(year, ())


def _write_plans(edition: Edition, wanted: Wanted, year: int) -> Outcome:
    """Lead to the plans of a year that has many."""
    years = view_years(edition.store, wanted.language, edition.iris)
    shown = next(one for one in years if one.name.iri == str(edition.iris.fiscal_year(year)))
    address = f"year/{year}"
    return edition.html(wanted.reader, "year_plans.html", address, shown.name.iri, year=shown)


def _rests(edition: Edition) -> Iterable[str]:
    for year, plans in plans_by_year(edition.store).items():
        yield str(year)
        for plan in plans:
            yield f"{year}/{edition.iris.document_path(plan)}"


def _write_years(edition: Edition, wanted: Wanted) -> Outcome:
    years = view_years(edition.store, wanted.language, edition.iris)
    return edition.html(wanted.reader, "years.html", "year", years=years)


def _one(_: Edition) -> Iterable[str]:
    return ("",)


YEARS = Family("year", PAGE_ONLY, _write_years, _one)
YEAR = Family("year/", PAGE_ONLY, _write, _rests)
