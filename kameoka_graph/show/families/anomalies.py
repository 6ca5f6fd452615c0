"""What is remarkable in the source of a plan, and what is open."""

from collections.abc import Iterator, Sequence
from typing import Final

from kameoka_graph.ask.anomalies_view import AnomaliesView, view_anomalies
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.say import Say
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.plan_page import PlanPage
from kameoka_graph.show.family import Wanted
from kameoka_graph.show.sheet import Cell, Column

_COLUMNS: Final = (
    Column("番号", Say("気づきの番号", "Number of the anomaly")),
    Column("種類", Say("気づきの種類", "Type of the anomaly")),
    Column("重さ", Say("読み違えの重さ", "How gravely one may misread it")),
    Column("引用", Say("原典のままの文言", "Exact wording of the source")),
    Column(
        "始まり", Say("原典の何文字目から（1から数える）", "First character in the source, from 1")
    ),
    Column("終わり", Say("原典の何文字目まで", "Last character in the source")),
    Column("説明", Say("何があり、何が分からないか", "What is there, and what is not known")),
    Column(
        "候補",
        Say(
            "考えられるものと確度（例: 財政基盤=0.7）",
            "What may be meant, each with its confidence (text=0.7)",
        ),
    ),
    Column("見つけ方", Say("どのように気づいたか", "How it was found")),
    Column("確度", Say("気づきの確度（0〜1）", "Confidence of the note, 0 to 1")),
    Column("記した者", Say("記した者の識別子", "IRI of who wrote the note")),
    Column("日付", Say("記した日", "Day of the note")),
    Column("要素のIRI", Say("その箇所の要素の識別子", "IRIs of the elements there")),
    Column("注記のIRI", Say("注記の識別子", "IRI of the note")),
)


def _view(edition: Edition, plan: PlanView, wanted: Wanted) -> AnomaliesView:
    return view_anomalies(edition.store, plan, wanted.language, edition.iris)


def _rows(view: AnomaliesView) -> Iterator[Sequence[Cell]]:
    for kind in view.types:
        for one in kind.anomalies:
            for place in one.places:
                yield (
                    one.code,
                    kind.name.label,
                    one.weight.label,
                    place.quote,
                    place.start + 1,
                    place.end,
                    one.text,
                    ";".join(f"{likely.text}={likely.confidence}" for likely in place.candidates),
                    one.how,
                    str(place.confidence),
                    place.curator,
                    place.date,
                    ";".join(thing.iri for thing in place.things),
                    place.note,
                )


ANOMALIES = PlanPage("anomalies/", "anomalies.html", _view, _COLUMNS, _rows).family
