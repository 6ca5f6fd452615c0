"""The things around a plan (funds, schemes, centres, events, organisations) with their entries."""

from collections.abc import Iterator, Sequence
from typing import Final

from kameoka_graph.ask.entities_view import EntitiesView, EntityView, Involvement, view_entities
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.say import Language, Say
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.plan_page import PlanPage
from kameoka_graph.show.family import Wanted
from kameoka_graph.show.sheet import Cell, Column

_COLUMNS: Final = (
    Column("名称", Say("名称", "Name")),
    Column("よみ", Say("名称のよみ", "Reading of the name")),
    Column("別名", Say("ほかの呼び名", "Other names")),
    Column("年度", Say("記載のある年度", "Fiscal year of the entry")),
    Column("西暦", Say("年度が始まる西暦の年", "Western year in which the fiscal year starts")),
    Column("行動計画", Say("記載のある行動計画", "Action plan that the entry stands under")),
    Column("文言", Say("原典のままの文言", "Exact wording of the source")),
    Column(
        "経由",
        Say("系列や一部を通じて関わる場合、その名称", "Series or part it is involved through"),
    ),
    Column("確度", Say("関わるとみる判断の確度（0〜1）", "Confidence of the involvement, 0 to 1")),
    Column("理由", Say("関わるとみる理由", "Why it was judged so")),
    Column("IRI", Say("識別子", "IRI of the thing")),
    Column("記載のIRI", Say("記載の識別子", "IRI of the entry")),
)


def _view(edition: Edition, plan: PlanView, wanted: Wanted) -> EntitiesView:
    return view_entities(edition.store, plan, wanted.language, edition.iris)


def _rows(view: EntitiesView) -> Iterator[Sequence[Cell]]:
    for entity in view.entities:
        for one in entity.involvements or (None,):
            yield (*_named(entity), *_listed(one), entity.name.iri, one.entry.iri if one else None)


def _named(entity: EntityView) -> Sequence[Cell]:
    japanese = (one.text.value for one in entity.names if one.text.language == Language.JA.value)
    others = (name for name in japanese if name != entity.name.label)
    return entity.name.label, entity.name.reading, ";".join(others)


def _listed(one: Involvement | None) -> Sequence[Cell]:
    if one is None:
        return (None,) * 7
    why = one.judgement
    return (
        one.year.label,
        one.year.iri.rpartition("/")[2],
        f"{one.whole.number}{one.whole.label}",
        one.text,
        ";".join(name.label for name in one.through),
        str(why.confidence) if why else None,
        why.reason if why else None,
    )


ENTITIES = PlanPage("entities/", "entities.html", _view, _COLUMNS, _rows).family
