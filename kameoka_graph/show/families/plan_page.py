"""Pages about one plan, each with its content as a table to take along."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.formats import CSV, HTML
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.families.plans import plan_at, plan_paths
from kameoka_graph.show.family import Family, Outcome, Wanted
from kameoka_graph.show.render import Reader
from kameoka_graph.show.sheet import Cell, Column, write_sheet


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One kind of page about a plan."""

    start: str
    """How the paths start, e.g. `timeline/`."""
    template: str
    """The template."""
    view: Callable[[Edition, PlanView, Wanted], Any]
    """Gives what the template shows as `view`."""
    columns: tuple[Column, ...]
    """The columns of its table."""
    rows: Callable[[Any], Iterable[Sequence[Cell]]]
    """Gives the rows of its table, from what is shown in Japanese: it is the same for all."""
    parameters: tuple[str, ...] = ()
    """Parameters that the page depends on; the table does not."""
    drawn: Callable[[Any], object] | None = None
    """Gives what the template draws as `picture`."""

    @property
    def family(self) -> Family:
        """The family of these pages."""
        return Family(self.start, (HTML, CSV), partial(_write, self), plan_paths, self.parameters)


_JAPANESE: Final = Reader(Language.JA)


def _write(page: PlanPage, edition: Edition, wanted: Wanted) -> Outcome:
    if wanted.form is CSV:
        wanted = replace(wanted, reader=_JAPANESE, parameters={})
    plan = plan_at(edition, wanted.rest, wanted.language)
    if plan is None:
        return None
    view = page.view(edition, plan, wanted)
    if wanted.form is CSV:
        names = [column.name for column in page.columns]
        path = f"{page.start}{wanted.rest}.csv"
        return Body(CSV, write_sheet(names, page.rows(view)), None, plan.name.iri, path)
    shown: Mapping[str, object] = {"view": view, "columns": page.columns, "start": page.start}
    if page.drawn is not None:
        shown = {**shown, "picture": page.drawn(view)}
    return edition.html(
        wanted.reader,
        page.template,
        f"{page.start}{wanted.rest}",
        plan.name.iri,
        wanted.parameters,
        **shown,
    )
