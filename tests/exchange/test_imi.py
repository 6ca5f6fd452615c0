"""What is told in the words of IMI keeps to its core vocabulary, and claims nothing more."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import rdflib

from kameoka_graph.exchange.facts import everything
from kameoka_graph.exchange.imi import NAMESPACE, write_imi
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Text
from kameoka_graph.store.embedded import Embedded
from tests.exchange.small_plan import own, said, small_plan

Node = Mapping[str, Any]

CLASSES = {
    "法人型": "業務組織型",
    "業務組織型": "組織型",
    "組織型": "実体型",
    "実体型": "事物型",
    "施設型": "地物型",
    "地物型": "場所型",
    "場所型": "事物型",
    "イベント型": "事物型",
    "活動型": "事物型",
    "文書型": "事物型",
    "名称型": "事物型",
    "住所型": "事物型",
    "座標型": "事物型",
    "ID体系型": "事物型",
    "事物型": "概念型",
    "ID型": "概念型",
    "参照型": "概念型",
    "日付型": "概念型",
    "日時型": "概念型",
    "組織関連型": "概念型",
    "期間型": "期間スケジュール型",
    "イベントスケジュール型": "期間スケジュール型",
    "期間スケジュール型": "概念型",
}
"""The classes that are used, and those above each, in version 2.4.1 of the core vocabulary."""
PROPERTIES = {
    "概念型": {"種別", "メタデータ"},
    "事物型": {"ID", "表記", "参照", "説明"},
    "組織型": {"名称", "通称", "関連組織", "地物", "設立日"},
    "場所型": {"名称", "通称", "住所", "地理座標"},
    "イベント型": {"名称", "関連組織", "開催場所", "期間", "関連イベント"},
    "活動型": {"名称", "期間"},
    "文書型": {"表題", "記録形式", "権利管理"},
    "名称型": {"カナ表記"},
    "座標型": {"緯度", "経度"},
    "ID体系型": {"名称"},
    "ID型": {"体系", "識別値"},
    "参照型": {"参照先"},
    "日付型": {"標準型日付", "年", "月", "日", "表記"},
    "日時型": {"年", "月", "日", "表記"},
    "組織関連型": {"役割", "組織"},
    "期間型": {"開始日時", "終了日時", "説明"},
    "イベントスケジュール型": {"開始日", "終了日"},
}
"""The properties that are used, by the class that has them there."""
RANGES = {
    "ID": "ID型",
    "体系": "ID体系型",
    "名称": "名称型",
    "参照": "参照型",
    "メタデータ": "文書型",
    "権利管理": "文書型",
    "関連組織": "組織関連型",
    "組織": "組織型",
    "地物": "地物型",
    "開催場所": "地物型",
    "関連イベント": "イベント型",
    "期間": "期間スケジュール型",
    "開始日時": "日時型",
    "終了日時": "日時型",
    "開始日": "日付型",
    "終了日": "日付型",
    "設立日": "日付型",
    "住所": "住所型",
    "地理座標": "座標型",
}
"""The class of the values of each property that has things for values."""
ONCE = {
    "設立日",
    "カナ表記",
    "識別値",
    "開始日時",
    "終了日時",
    "開始日",
    "終了日",
    "住所",
    "地理座標",
}
"""Properties that a thing has once at most."""


@pytest.fixture(scope="module")
def nodes(store: Embedded, iris: Iris) -> Sequence[Node]:
    """Give the nodes of the file."""
    graph: Sequence[Node] = json.loads(write_imi(everything(store, iris)).content)["@graph"]
    return graph


def classes_of(kind: str) -> Iterator[str]:
    """Yield a class and those above it."""
    yield kind
    while kind in CLASSES:
        kind = CLASSES[kind]
        yield kind


def walk(node: object) -> Iterator[Node]:
    """Yield every object inside a value."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def test_vocabulary(nodes: Sequence[Node]) -> None:
    """Every class, property and kind of value is one that the core vocabulary has there."""
    checked = 0
    for node in (one for top in nodes for one in walk(top)):
        above = list(classes_of(node["@type"]))
        assert above[-1] == "概念型"
        known = set().union(*(PROPERTIES.get(kind, set()) for kind in above))
        for key, value in node.items():
            if key.startswith("@"):
                continue
            assert key in known, (node["@type"], key)
            assert key not in ONCE or not isinstance(value, list)
            for one in value if isinstance(value, list) else [value]:
                assert isinstance(one, dict) == (key in RANGES)
                assert not isinstance(one, dict) or RANGES[key] in classes_of(one["@type"])
                checked += 1
    assert checked > 1000


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_as_rdf(store: Embedded, iris: Iris) -> None:
    """As RDF, every property and class of the file is of the core vocabulary."""
    content = write_imi(everything(store, iris)).content
    graph = rdflib.Graph().parse(data=content, format="json-ld")
    terms = {str(p) for p in graph.predicates() if p != rdflib.RDF.type}
    terms |= {str(kind) for kind in graph.objects(None, rdflib.RDF.type)}
    assert len(graph) > 2000
    assert {term for term in terms if not term.startswith(NAMESPACE)} == set()


def test_counts(nodes: Sequence[Node]) -> None:
    """Organisations, facilities, events, the document and the 48 activities are there."""
    kinds = [node["@type"] for node in nodes]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "イベント型": 5,
        "文書型": 1,
        "施設型": 3,
        "法人型": 1,
        "活動型": 48,
        "組織型": 7,
    }


def test_city(nodes: Sequence[Node], iris: Iris) -> None:
    """The city has its code, its name and the reading of it in katakana."""
    city = next(node for node in nodes if node.get("@id") == str(iris.at("id/262064")))
    assert city["ID"]["識別値"] == "262064"
    assert city["名称"][0] == {"@type": "名称型", "表記": "亀岡市", "カナ表記": "カメオカシ"}


def test_no_claim(nodes: Sequence[Node], iris: Iris) -> None:
    """An activity is not the entry: it leads to it, and says that nothing is said to be done."""
    for node in nodes:
        if node["@type"] == "活動型":
            assert "@id" not in node
            assert node["参照"]["参照先"].startswith(str(iris.at("id/262064/plan/")))
            assert "実施されたことを述べるものではない" in node["説明"]


def test_period(nodes: Sequence[Node]) -> None:
    """A fiscal year has its first and last day, and no hours."""
    period = [node["期間"] for node in nodes if node["@type"] == "活動型"][-1]
    assert period["説明"] == "令和7年度"
    assert [period["開始日時"][unit] for unit in "年月日"] == [2025, 4, 1]
    assert [period["終了日時"][unit] for unit in "年月日"] == [2026, 3, 31]
    assert "標準型日時" not in period["開始日時"]


def test_machine_made(nodes: Sequence[Node]) -> None:
    """A reading or an English name that software drafted says so."""
    noted = [
        one["メタデータ"]["説明"] for node in nodes for one in walk(node) if "メタデータ" in one
    ]
    assert len(noted) > 100
    assert {note.partition("は、")[2] for note in noted} == {"機械による下書き、人による確認前。"}


@pytest.mark.parametrize(
    ("founded", "date"),
    [
        ("1955", {"@type": "日付型", "年": 1955, "表記": "1955"}),
        ("2018-08", {"@type": "日付型", "年": 2018, "月": 8, "表記": "2018-08"}),
        ("2018-08-01", {"@type": "日付型", "標準型日付": "2018-08-01"}),
        ("不明", {"@type": "日付型", "表記": "不明"}),
    ],
)
def test_dates(iris: Iris, founded: str, date: Node) -> None:
    """A date is written as exactly as it is known."""
    more = said(
        iris,
        "id/262064/org/x",
        ("rdf:type", own(iris, "x")),
        ("rdf:type", _iri(iris, "org:Organization")),
        ("schema:foundingDate", Text(founded)),
    )
    content = write_imi(everything(small_plan(iris, "", more, elements=False), iris)).content
    assert json.loads(content)["@graph"][0]["設立日"] == date


def _iri(iris: Iris, name: str) -> Any:
    prefix, _, local = name.partition(":")
    return type(own(iris, ""))(iris.prefixes[prefix] + local)


@pytest.mark.parametrize("text", ["</script>", '"}', "\x01\n", "=1"])
def test_hostile(iris: Iris, text: str) -> None:
    """Markup, quotes and control characters in a wording come back as they were."""
    content = write_imi(everything(small_plan(iris, text), iris)).content
    (activity,) = json.loads(content)["@graph"]
    assert activity["名称"]["表記"] == text
