"""The map of a plan: what stands within what, and what contributes to what."""

from collections.abc import Iterator, Sequence
from typing import Final

from kameoka_graph.ask.map_view import MapView, elements_of, view_map
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.say import Say
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.plan_page import PlanPage
from kameoka_graph.show.family import Wanted
from kameoka_graph.show.picture import draw_map
from kameoka_graph.show.sheet import Cell, Column

_COLUMNS: Final = (
    Column("要素", Say("寄与する要素の文言", "Wording of the element that contributes")),
    Column("寄与先", Say("寄与先の要素の文言", "Wording of the element that it contributes to")),
    Column("確度", Say("判断の確度（0〜1）", "Confidence of the judgement, 0 to 1")),
    Column("理由", Say("判断の理由", "Why it was judged so")),
    Column("判断した者", Say("判断した者の識別子", "IRI of who judged")),
    Column("日付", Say("判断の日", "Day of the judgement")),
    Column("要素のIRI", Say("寄与する要素の識別子", "IRI of the element that contributes")),
    Column("寄与先のIRI", Say("寄与先の要素の識別子", "IRI of the element contributed to")),
    Column("判断のIRI", Say("判断の記録の識別子", "IRI of the statement")),
)


def _view(edition: Edition, plan: PlanView, wanted: Wanted) -> MapView:
    return view_map(edition.store, plan, wanted.language, edition.iris)


def _rows(view: MapView) -> Iterator[Sequence[Cell]]:
    entries = [entry for row in view.plan.rows for cell in row.cells for entry in cell]
    for name in (*(one.name for one in elements_of(view.plan)), *entries):
        for one in view.contributions.get(name.iri, ()):
            why = one.judgement
            yield (
                view.plan.texts[one.lower],
                view.plan.texts[one.upper],
                str(why.confidence) if why else None,
                why.reason if why else None,
                why.curator if why else None,
                why.date if why else None,
                one.lower,
                one.upper,
                why.statement if why else None,
            )


MAP = PlanPage("map/", "map.html", _view, _COLUMNS, _rows, drawn=draw_map).family
