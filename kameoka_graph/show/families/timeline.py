"""The undertakings of a plan over the fiscal years."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kameoka_graph.ask.entries import view_entries
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.ask.timeline_view import Order, TimelineView, Wording, view_timeline
from kameoka_graph.say import Say
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.plan_page import PlanPage
from kameoka_graph.show.family import Wanted
from kameoka_graph.show.picture import draw_timeline
from kameoka_graph.show.sheet import Cell, Column

_WITHIN: Final = "内"
_OUTSIDE: Final = "外"
_FIRST: Final = "最初"
_SAME: Final = "同じ"
_CHANGED: Final = "変わった"
_COLUMNS: Final = (
    Column("取組", Say("系列の名称。系列がなければ文言", "Name of the series, else the wording")),
    Column("取組のよみ", Say("系列のよみ", "Reading of the series")),
    Column("年度", Say("表の年度", "Fiscal year of the table")),
    Column("西暦", Say("年度が始まる西暦の年", "Western year in which the fiscal year starts")),
    Column(
        "計画期間",
        Say("年度が計画期間に入るか", "Whether the plan's period covers the year"),
        ((_WITHIN, Say("入る", "it does")), (_OUTSIDE, Say("入らない", "it does not"))),
    ),
    Column("行動計画", Say("記載のある行動計画", "Action plan that the entry stands under")),
    Column("文言", Say("原典のままの文言", "Exact wording of the source")),
    Column(
        "文言の変化",
        Say("前の記載と比べて", "Against the entry before"),
        (
            (_FIRST, Say("最初の記載", "the first entry")),
            (_SAME, Say("文言が同じ", "the same wording")),
            (_CHANGED, Say("文言が変わった", "other wording")),
        ),
    ),
    Column("初めての年度", Say("取組が初めて載る年度（西暦）", "First year of the undertaking")),
    Column("最後の年度", Say("取組が最後に載る年度（西暦）", "Last year of the undertaking")),
    Column(
        "間の空いた年度",
        Say("初めと最後の間で載らない年度（西暦）", "Years between them without an entry"),
    ),
    Column("確度", Say("系列とみなす判断の確度（0〜1）", "Confidence of the series, 0 to 1")),
    Column("理由", Say("系列とみなす理由", "Why it is taken to be that series")),
    Column("系列のIRI", Say("系列の識別子", "IRI of the series")),
    Column("記載のIRI", Say("記載の識別子", "IRI of the entry")),
)
_YEAR: Final = re.compile(r"[0-9]{4}")


def _view(edition: Edition, plan: PlanView, wanted: Wanted) -> TimelineView:
    entries = view_entries(edition.store, plan, wanted.language, edition.iris)
    order, first = wanted.parameters.get("order", ""), wanted.parameters.get("first", "")
    return view_timeline(
        entries,
        Order(order) if order in set(Order) else Order.PRINTED,
        int(first) if _YEAR.fullmatch(first) else None,
    )


def _rows(view: TimelineView) -> Iterator[Sequence[Cell]]:
    for one in view.undertakings:
        of = {entry.name.iri: wording for wording in one.wordings for entry in wording.entries}
        why = one.judgements[0] if one.judgements else None
        for entry in one.entries:
            yield (
                one.name.label,
                one.name.reading if one.in_series else "",
                entry.year.name.label,
                entry.year.year,
                _WITHIN if entry.year.covered else _OUTSIDE,
                f"{entry.action_plan.number}{entry.action_plan.label}",
                entry.text,
                _change(of[entry.name.iri], one.wordings[0], entry.name.iri),
                one.first.year,
                one.last.year,
                ";".join(str(year.year) for year in one.gaps),
                str(why.confidence) if why else None,
                why.reason if why else None,
                one.name.iri if one.in_series else None,
                entry.name.iri,
            )


def _change(wording: Wording, first: Wording, entry: str) -> str:
    if wording.entries[0].name.iri != entry:
        return _SAME
    return _FIRST if wording is first else _CHANGED


TIMELINE = PlanPage(
    "timeline/",
    "timeline.html",
    _view,
    _COLUMNS,
    _rows,
    ("order", "first"),
    draw_timeline,
).family
