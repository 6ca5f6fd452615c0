"""The dump of a release gives what can be found, in order, with its wording untouched."""

from collections import Counter

import pytest

from kameoka_graph.release.assembly import Assembly
from kameoka_graph.search.entry import Entry, Why, Wording
from kameoka_graph.search.gathering import gather, shortened
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import plain
from kameoka_graph.store.embedded import Embedded


@pytest.fixture(scope="module")
def entries(assembly: Assembly, iris: Iris) -> list[Entry]:
    """Give the entries of the real data."""
    return gather(assembly.nquads, iris)


@pytest.fixture(scope="module")
def by_thing(entries: list[Entry], iris: Iris) -> dict[str, Entry]:
    """Give the entries by what their IRIs end in."""
    return {entry.thing.removeprefix(iris.root): entry for entry in entries}


def test_every_element_can_be_found(entries: list[Entry]) -> None:
    """The 93 elements of the plan and its 20 series are entries, by their kinds."""
    kinds = Counter(entry.type for entry in entries)
    assert {kind: kinds[f"mp:{kind}"] for kind in ("Theme", "Pillar", "Measure", "ActionPlan")} == {
        "Theme": 3,
        "Pillar": 5,
        "Measure": 13,
        "ActionPlan": 3,
    }
    assert (kinds["mp:Aim"], kinds["mp:ConcreteAction"], kinds["mp:Activity"]) == (7, 14, 48)
    assert kinds["mp:ActivitySeries"] == 20


def test_what_surrounds_the_plan_can_be_found(by_thing: dict[str, Entry]) -> None:
    """The municipality, the fund, a fiscal year, a concept and a term of the vocabulary are entries."""
    assert by_thing["id/262064"].wordings[0].text == "亀岡市"
    assert by_thing["id/262064/fund/kameoka-nawashiro"].type == "schema:FundingScheme"
    assert by_thing["id/fiscal-year/2023"].years == (2023,)
    assert by_thing["voc/status/unstated"].type == "skos:Concept"
    assert by_thing["ns/mp#followsUp"].type == "rdf:Property"


def test_records_cannot_be_found(entries: list[Entry], iris: Iris) -> None:
    """Statements, notes, datasets, shapes and curators are no entries: they describe the data."""
    paths = [entry.thing.removeprefix(iris.root) for entry in entries]
    assert not [path for path in paths if "/statement/" in path or "/note/" in path]
    assert not [path for path in paths if path.startswith(("graph/", "shapes/", "id/agent/"))]
    assert not [path for path in paths if path.startswith("id/dataset/")]


def test_a_wording_is_as_it_is_in_the_data(
    entries: list[Entry], store: Embedded, iris: Iris
) -> None:
    """Every wording is a literal of its thing, character by character."""
    rows = store.select("SELECT ?s ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }").rows
    said = {(str(subject), plain(value)) for subject, value in rows if subject and value}
    assert [e.thing for e in entries for w in e.wordings if (e.thing, w.text) not in said] == []


def test_a_printed_name_comes_before_a_mended_one(by_thing: dict[str, Entry]) -> None:
    """An aim whose label was mended is called by its printed wording first; both are known."""
    aim = by_thing["id/262064/plan/machizukuri-kyodo-3/action-plan/3/aim/1"]
    japanese = [one for one in aim.wordings if one.language == "ja"]
    assert japanese == [
        Wording(Why.NAME, "ja", "団体の財線基盤の強化と亀岡 NAWASHIRO 基金の活用"),
        Wording(Why.PREFERRED, "ja", "団体の財政基盤の強化と亀岡NAWASHIRO基金の活用"),
    ]


def test_short_names_readings_and_codes_are_known(by_thing: dict[str, Entry]) -> None:
    """A fund has its short name, an element its reading, a measure its code."""
    fund = by_thing["id/262064/fund/kameoka-nawashiro"]
    assert Wording(Why.ALTERNATIVE, "ja", "N基金") in fund.wordings
    measure = by_thing["id/262064/plan/machizukuri-kyodo-3/pillar/2/measure/3"]
    assert Wording(Why.CODE, "", "2-3") in measure.wordings
    assert Why.READING in {one.why for one in measure.wordings}


def test_an_entry_has_its_year_and_its_path(by_thing: dict[str, Entry], iris: Iris) -> None:
    """An entry of the table has its fiscal year, and the path from its plan; a series all its years."""
    plan = "id/262064/plan/machizukuri-kyodo-3"
    entry = by_thing[f"{plan}/action-plan/2/fy/2023/activity/3"]
    assert entry.years == (2023,)
    assert [one.removeprefix(iris.root) for one in entry.path] == [plan, f"{plan}/action-plan/2"]
    assert by_thing[f"{plan}/series/shimin-katsudo-suishin-forum"].years == (2022, 2023)


def test_the_order_is_that_of_the_plan(entries: list[Entry], iris: Iris) -> None:
    """Plans come first, then what surrounds them, series, and elements as they are printed."""
    groups = [entry.type for entry in entries]
    assert groups[:3] == ["mp:Plan"] * 3
    assert groups.index("schema:FundingScheme") < groups.index("mp:ActivitySeries")
    assert groups.index("mp:ActivitySeries") < groups.index("mp:Theme")
    assert groups.index("mp:Activity") < groups.index("mp:FiscalYear") < groups.index("owl:Class")
    elements = [
        entry.thing.partition("/plan/machizukuri-kyodo-3/")[2]
        for entry in entries
        if "/action-plan/" in entry.thing
    ]
    assert elements[0] == "action-plan/1"
    assert elements[1:3] == ["action-plan/1/aim/1", "action-plan/1/aim/2"]
    assert elements[8:10] == [
        "action-plan/1/fy/2020/activity/1",
        "action-plan/1/fy/2020/activity/2",
    ]
    assert elements[-1] == "action-plan/3/fy/2025/activity/3"


def test_the_order_of_lines_does_not_matter(assembly: Assembly, iris: Iris) -> None:
    """A dump whose lines are turned round gives the same entries in the same order."""
    turned = b"\n".join(reversed(assembly.nquads.splitlines())) + b"\n"
    assert gather(turned, iris) == gather(assembly.nquads, iris)


def test_a_plan_that_is_part_of_itself_is_no_loop(iris: Iris) -> None:
    """Things that are part of each other are entries all the same."""
    a, b = (f"<{iris.at(f'id/262064/plan/x-1/element/{n}')}>" for n in "ab")
    part, label = (
        "<http://purl.org/dc/terms/isPartOf>",
        "<http://www.w3.org/2000/01/rdf-schema#label>",
    )
    kind = (
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{iris.absolute('ns/mp#PlanElement')}>"
    )
    graph = f"<{iris.graph('source/x')}>"
    lines = [
        f"{one} {rest} {graph} ."
        for one, other in ((a, b), (b, a))
        for rest in (f"{part} {other}", f'{label} "名"@ja', kind)
    ]
    assert len(gather("\n".join([*lines, ""]).encode(), iris)) == 2


def test_a_class_without_a_prefix_is_left_whole(iris: Iris) -> None:
    """A class is shortened by a known prefix, else it is named by its IRI."""
    assert shortened("http://schema.org/Event", iris.prefixes) == "schema:Event"
    assert shortened("http://other.test/A", iris.prefixes) == "http://other.test/A"
