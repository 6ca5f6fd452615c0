"""What is new, gone and unchanged in a plan from each fiscal year to the next."""

from collections.abc import Iterator, Sequence
from typing import Final

from kameoka_graph.ask.changes_view import ChangesView, Course, EntryCourse, view_changes
from kameoka_graph.ask.entries import Entry, view_entries
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.say import Language, Say
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.plan_page import PlanPage
from kameoka_graph.show.family import Wanted
from kameoka_graph.show.sheet import Cell, Column

COURSES: Final = {
    Course.KEPT: Say("文言が同じ", "same wording"),
    Course.REWORDED: Say("文言が変わった", "reworded"),
    Course.ELSEWHERE: Say("前の年度は別の行動計画", "was under another action plan"),
    Course.BACK: Say("前の年度になく、再び載った", "listed again"),
    Course.NEW: Say("新しく載った", "new"),
    Course.GONE: Say("載らなくなった", "gone"),
}
"""What becomes of entries, in words."""
FIRST: Final = Say("比べる年度がない", "no year to compare with")
"""What is told of entries of a year that has no year before it in the table."""

_COLUMNS: Final = (
    Column("年度", Say("表の年度", "Fiscal year of the table")),
    Column("西暦", Say("年度が始まる西暦の年", "Western year in which the fiscal year starts")),
    Column("行動計画", Say("行動計画", "Action plan")),
    Column(
        "前の年度と比べて",
        Say("前の年度からどうなったか", "What became of it since the year before"),
        tuple((said.ja, said) for said in (*COURSES.values(), FIRST)),
    ),
    Column(
        "文言",
        Say(
            "原典のままの文言（載らなくなったものは前の年度の）",
            "Exact wording of the source (of the year before, for what is gone)",
        ),
    ),
    Column("比べた文言", Say("比べた記載の文言", "Wording of the entry compared with")),
    Column("比べた年度", Say("比べた記載の年度（西暦）", "Year of the entry compared with")),
    Column("記載のIRI", Say("記載の識別子", "IRI of the entry")),
    Column("比べた記載のIRI", Say("比べた記載の識別子", "IRI of the entry compared with")),
)


def _view(edition: Edition, plan: PlanView, wanted: Wanted) -> ChangesView:
    return view_changes(view_entries(edition.store, plan, wanted.language, edition.iris))


def _rows(view: ChangesView) -> Iterator[Sequence[Cell]]:
    for year in view.years:
        for cell in year.cells:
            for one in (*cell.entries, *cell.gone):
                other = _compared(one)
                told = FIRST if year.before is None else COURSES[one.course]
                yield (
                    year.year.name.label,
                    year.year.year,
                    f"{cell.action_plan.number}{cell.action_plan.label}",
                    told.to(Language.JA),
                    one.entry.text,
                    other.text if other else None,
                    other.year.year if other else None,
                    one.entry.name.iri,
                    other.name.iri if other else None,
                )


def _compared(one: EntryCourse) -> Entry | None:
    """Give the entry that tells the course: the nearest before, or the next after one is gone."""
    if not one.others:
        return None
    return one.others[0] if one.course is Course.GONE else one.others[-1]


CHANGES = PlanPage("changes/", "changes.html", _view, _COLUMNS, _rows).family
