"""Each line is one element: plain JSON to read, JSON-LD to link, stated and judged apart."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import rdflib

from kameoka_graph.exchange import json_lines as module
from kameoka_graph.exchange.context import address, context
from kameoka_graph.exchange.facts import Facts, everything
from kameoka_graph.exchange.json_lines import write_json_lines
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.exchange.small_plan import PLAN, own, said, small_plan

Line = Mapping[str, Any]

KAMEOKA = "id/262064/plan/machizukuri-kyodo-3"


@pytest.fixture(scope="module")
def facts(store: Embedded, iris: Iris) -> Facts:
    """Give the facts of the real release."""
    return everything(store, iris)


@pytest.fixture(scope="module")
def lines(facts: Facts) -> Sequence[Line]:
    """Give the lines of the file, parsed."""
    content = write_json_lines(facts).content.decode()
    assert content.endswith("\n")
    return [json.loads(line) for line in content.splitlines()]


@pytest.fixture(scope="module")
def by_id(lines: Sequence[Line]) -> Mapping[str, Line]:
    """Give the lines by their ID."""
    return {f"id/{line['id']}": line for line in lines}


def test_one_a_line(lines: Sequence[Line], by_id: Mapping[str, Line]) -> None:
    """Each of the 93 elements has one line, and 48 of them are entries."""
    assert len(lines) == len(by_id) == 93
    assert sum(line["kind"] == "Activity" for line in lines) == 48


def test_printed_order(lines: Sequence[Line]) -> None:
    """Lines are in the order in which the document prints the elements."""
    starts = [line["from"] for line in lines]
    assert starts == sorted(starts)


def test_entry(by_id: Mapping[str, Line], iris: Iris) -> None:
    """An entry has its wording, its year, its place in the source and what leads to it."""
    entry = by_id[f"{KAMEOKA}/action-plan/2/fy/2023/activity/3"]
    assert (entry["text"], entry["mark"], entry["position"]) == ("市民活動推進フォーラム", "・", 3)
    assert (entry["year"], entry["yearName"]) == (2023, "令和5年度")
    assert entry["place"] == [f"{entry['document']}#char=1579,1590"]
    assert (entry["from"], entry["to"]) == (1579, 1590)
    assert entry["plan"] == str(iris.at(KAMEOKA))
    assert entry["path"] == [
        "第3次亀岡市まちづくり協働推進実施計画",
        "市民活動と協働を進めていくためのコーディネート機能強化",
    ]


def test_text_is_of_the_source(lines: Sequence[Line], text: str) -> None:
    """The wording of each line is what the source has between `from` and `to`."""
    assert [line["text"] for line in lines] == [text[line["from"] : line["to"]] for line in lines]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_as_rdf(lines: Sequence[Line], assembly: Assembly, iris: Iris) -> None:
    """As JSON-LD, each line says only what the graph says; what is judged, the curated graph."""
    stated = assembly.graphs[iris.graph("source/371fd4250226")]
    curated = assembly.graphs[iris.graph("curated/262064-machizukuri-kyodo-3")]
    derived = assembly.graphs[iris.graph("inferred")]
    terms, statements = context(iris), 0
    for line in lines:
        assert line["@context"] == address(iris)
        judged = {key: line[key] for key in ("iri", "curated")}
        outside = {key: value for key, value in line.items() if key != "curated"}
        said_of_it = list(_triples(outside, terms))
        assert {one for one in said_of_it if one not in stated and one not in derived} == set()
        judged_of_it = list(_triples(judged, terms))
        assert {one for one in judged_of_it if one not in curated} == set()
        statements += len(said_of_it) + len(judged_of_it)
    assert statements > 1000


def test_line_by_its_context(lines: Sequence[Line], iris: Iris) -> None:
    """A line names no key that its context does not know."""
    keys = {key for line in lines for key in (*line, *line["curated"])}
    assert keys - set(context(iris)) == {"@context"}


def _triples(line: Mapping[str, Any], terms: Mapping[str, object]) -> rdflib.Graph:
    document = json.dumps({**line, "@context": terms})
    return rdflib.Graph().parse(data=document, format="json-ld")


def test_machine_made(by_id: Mapping[str, Line]) -> None:
    """What software drafted is named; a series, which a person proposed, is not among it."""
    curated = by_id[f"{KAMEOKA}/action-plan/2/fy/2023/activity/3"]["curated"]
    assert curated["seriesNames"] == ["市民活動推進フォーラム"]
    assert curated["machineMade"] == ["reading", "english", "kinds"]


def test_lists(lines: Sequence[Line]) -> None:
    """A key that may have several values always has a list."""
    several = (
        "kinds",
        "kindNames",
        "series",
        "seriesNames",
        "contributesTo",
        "involves",
        "followsUp",
    )
    found = [line["curated"][key] for line in lines for key in several if key in line["curated"]]
    assert len(found) > 200
    assert {type(value) for value in found} == {list}


def test_keys_are_documented(lines: Sequence[Line]) -> None:
    """Every key that a line has is explained, and every key explained is had by some line."""
    table = [row for row in str(module.__doc__).splitlines() if row.startswith("| `")]
    documented = set(re.findall(r"`(\w+)`", "".join(row.split("|")[1] for row in table)))
    used = {key for line in lines for key in (*line, *line["curated"])}
    assert used - documented == {"@context", "curated", "machineMade"}
    assert documented - used == set()


@pytest.mark.parametrize(
    "text", ["二行の\n文\r\n", '"引用"', "</script>", "\u2028\x00\x1f", "\\n", "=SUM(A1)", "🀄"]
)
def test_hostile(iris: Iris, text: str) -> None:
    """Line ends, quotes and control characters stay inside their line, and come back as they were."""
    content = write_json_lines(everything(small_plan(iris, text), iris)).content
    lines = [json.loads(line) for line in content.decode().split("\n")[:-1]]
    assert len(lines) == 6
    assert {line["text"] for line in lines} == {text}


def test_unknown_level(iris: Iris) -> None:
    """An element whose level nobody has read as a kind has a line without one."""
    path = f"{PLAN}/x/1"
    more = said(iris, path, ("rdf:type", "ns/mp#PlanElement"), ("dcterms:isPartOf", PLAN))
    content = write_json_lines(everything(small_plan(iris, "", more, elements=False), iris)).content
    line = json.loads(content)
    assert line["iri"] == own(iris, path)
    assert "kind" not in line
