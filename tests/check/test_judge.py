"""Judging: the real plan's findings with their places, and agreement with an independent processor."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, RDF, RDFS, SH
from rdflib.term import Node

from kameoka_graph.check.judge import judge
from kameoka_graph.check.report import Place, Report, Severity
from kameoka_graph.check.shapes import Shapes, take_apart
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris, read_base
from kameoka_graph.state.terms import Term
from kameoka_graph.state.vocabulary import load_vocabulary
from kameoka_graph.store.canonical import canonical_nquads
from kameoka_graph.store.embedded import Embedded

ROOT = Path(__file__).resolve().parents[2]
IRIS = read_base("https://plans.test")
ALL = load_vocabulary(sorted((ROOT / "shapes").glob("*.ttl")), IRIS)
SHAPES = take_apart(ALL, IRIS)
IN_SPARQL = {rule.rule.iri for rule in SHAPES.sparql}


def rule_of(fixture: Path) -> str:
    """Give the IRI of the rule that a fixture is named after."""
    profiles = "core|progress-table|curation|publication|catalogue"
    named = re.fullmatch(rf"({profiles})-(.+?)(-\d+)?", fixture.stem)
    assert named is not None
    return f"{IRIS.root}shapes/{named[1]}#{named[2]}"


FIXTURES = [
    path for path in sorted((ROOT / "tests/shapes").glob("*/*.trig")) if rule_of(path) in IN_SPARQL
]


@cache
def shapes_of(rule: str) -> Graph:
    """Give what a shapes graph needs to hold for one rule: all that its node leads to."""
    part, left = Graph(), [URIRef(rule)]
    seen: set[Node] = set()
    while left:
        node = left.pop()
        if node not in seen:
            seen.add(node)
            for triple in ALL.triples((node, None, None)):
                part.add(triple)
                left.append(triple[2])  # type: ignore[arg-type]  # its values are literals
    return part


def store_of(graphs: dict[URIRef, Graph]) -> Embedded:
    """Give a store of named graphs."""
    return Embedded.in_memory(canonical_nquads(graphs), IRIS.root, IRIS.prefixes)


def judged(graphs: dict[str, Graph], *rules: str) -> Report:
    """Judge named graphs by some rules, each named by profile and rule."""
    iris = {f"{IRIS.root}shapes/{rule}" for rule in rules}
    core = Graph()
    for iri in iris:
        core += shapes_of(iri)
    core.remove((None, SH.sparql, None))
    sparql = tuple(rule for rule in SHAPES.sparql if rule.rule.iri in iris)
    shapes = replace(SHAPES, core=core, sparql=sparql)
    named = {IRIS.graph(name): graph for name, graph in graphs.items()}
    return judge(named.values(), shapes, store_of(named))


# --- agreement with pySHACL


def test_no_fixture_with_a_rule_in_sparql_is_lost() -> None:
    """There are as many rules in SPARQL, and fixtures for them, as were written."""
    assert (len(IN_SPARQL), len(SHAPES.sparql)) == (19, 29)
    assert len(FIXTURES) == 91
    assert {rule_of(path) for path in FIXTURES} == IN_SPARQL


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_rules_in_sparql_find_what_pyshacl_finds(fixture: Path) -> None:
    """A rule run once over everything finds the same things as one run for each focus node."""
    rule = rule_of(fixture)
    data = Dataset(default_union=True)
    data.parse(fixture, format="trig", publicID=IRIS.root)
    _, report, _ = pyshacl.validate(
        data, shacl_graph=shapes_of(rule), use_shapes=[URIRef(rule)], inplace=True
    )
    assert isinstance(report, Graph)
    theirs = {
        (str(report.value(one, SH.sourceShape)), str(report.value(one, SH.focusNode)))
        for one in report.subjects(SH.sourceConstraint)
    }
    quads = ox.parse(path=str(fixture), format=ox.RdfFormat.TRIG, base_iri=IRIS.root)
    nquads = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    own = tuple(one for one in SHAPES.sparql if one.rule.iri == rule)
    store = Embedded.in_memory(nquads, IRIS.root, IRIS.prefixes)
    ours = judge([], replace(SHAPES, core=Graph(), sparql=own), store)
    assert {(finding.shape, finding.focus) for finding in ours.findings} == theirs


# --- the real plan


def test_the_real_plan_violates_nothing(assembly: Assembly) -> None:
    """The real plan can be released."""
    assert assembly.report.holds
    assert assembly.report.count(Severity.VIOLATION) == 0


def test_the_real_plan_reports_one_year_outside_its_period(assembly: Assembly) -> None:
    """The column for 2025 is the one warning about the period, and it names the year."""
    (finding,) = (one for one in assembly.report.findings if one.rule.number == 21)
    assert finding.value is not None
    assert finding.value.endswith("fiscal-year/2025")
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (4, 1)


def test_the_real_plan_lists_one_entry_under_two_action_plans(assembly: Assembly) -> None:
    """The forum of fiscal 2023 is the one entry that stands in two rows, quoted with its place."""
    (finding,) = (one for one in assembly.report.findings if one.rule.number == 22)
    assert finding.focus.endswith("/action-plan/1/fy/2023/activity/5")
    assert finding.place == Place(
        "第3次亀岡市まちづくり協働推進実施計画 行動計画（アクションプラン）進捗表",
        31,
        397,
        "市民活動推進フォーラム",
    )


def test_the_real_plan_repeats_its_last_year(assembly: Assembly) -> None:
    """All three rows repeat in R7 what they listed in R6."""
    assert Counter(one.rule.number for one in assembly.report.findings)[30] == 3


# --- one fault at a time


def element(iri: URIRef, text: str) -> Graph:
    """State an element without parent and place."""
    graph = Graph().add((iri, RDF.type, IRIS.mp(Term.PLAN_ELEMENT)))
    return graph.add((iri, IRIS.mp(Term.SOURCE_TEXT), Literal(text, lang="ja")))


def test_a_finding_of_shacl_core_has_rule_path_and_both_messages() -> None:
    """A thing that breaks a core constraint is found with its rule, its path and both messages."""
    theme = IRIS.at("id/262064/plan/x-1/theme/1")
    report = judged({"source/0123456789ab": element(theme, "文")}, "core#one-plan")
    assert not report.holds
    finding = report.findings[0]
    assert finding.rule.number == 2
    assert finding.focus == str(theme)
    assert finding.path == str(DCTERMS.isPartOf)
    assert finding.message.ja
    assert finding.message.en
    assert finding.place is None


def test_a_finding_in_sparql_has_the_values_of_its_row() -> None:
    """A municipality whose check digit is wrong is found with the wrong code."""
    city = IRIS.municipality("262065")
    graph = Graph().add((city, RDF.type, ORG.FormalOrganization))
    graph.add((city, DCTERMS.identifier, Literal("262065")))
    graph.add((URIRef("https://plans.test/p"), DCTERMS.publisher, city))
    report = judged({"meta": graph}, "core#municipality-code")
    assert {(one.rule.number, one.focus, one.value) for one in report.findings} == {
        (17, str(city), "262065")
    }


def test_a_thing_that_is_no_focus_node_is_not_judged() -> None:
    """A row of a rule whose thing is not among the rule's targets is no finding."""
    rule = next(rule for rule in SHAPES.sparql if rule.rule.number == 17)
    everything = replace(rule, select="SELECT ?this WHERE { ?this ?p ?o }")
    nothing = replace(rule, select="SELECT ?that WHERE { ?that ?p ?o }")
    shapes = replace(SHAPES, core=Graph(), sparql=(everything, nothing))
    thing = IRIS.at("x")
    graphs = {IRIS.graph("meta"): Graph().add((thing, RDFS.label, Literal("x")))}
    assert judge(graphs.values(), shapes, store_of(graphs)).findings == ()


def test_the_first_of_several_places_is_told(assembly: Assembly) -> None:
    """A plan that is quoted twice is placed where it is quoted first."""
    plan = IRIS.plan("262064", "machizukuri-kyodo-3")
    source = assembly.graphs[IRIS.graph("source/371fd4250226")]
    assert len(set(source.objects(plan, PROV.wasQuotedFrom))) == 2
    (finding,) = (one for one in assembly.report.findings if one.focus == str(plan))
    assert finding.place is not None
    assert finding.place.quote == "第3次亀岡市まちづくり協働推進実施計画"


def test_a_thing_without_an_iri_has_no_place() -> None:
    """A blank node that breaks a rule is found, and has no place."""
    graph = Graph().parse(data="[] a <https://plans.test/ns/mp#PlanElement> .", format="turtle")
    report = judged({"source/0123456789ab": graph}, "core#one-plan")
    assert [one.place for one in report.findings] == [None] * len(report.findings)
    assert report.findings


def test_findings_of_shapes_without_a_rule_are_passed_over() -> None:
    """A shape that belongs to no rule adds nothing to the report."""
    stray = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <https://plans.test/stray> a sh:NodeShape ; sh:targetSubjectsOf <https://plans.test/p> ;
          sh:nodeKind sh:BlankNode .""",
        format="turtle",
    )
    shapes = Shapes(stray, SHAPES.rules, (), SHAPES.rule_of)
    thing = IRIS.at("x")
    graphs = {IRIS.graph("meta"): Graph().add((thing, IRIS.at("p"), RDFS.Resource))}
    assert judge(graphs.values(), shapes, store_of(graphs)).findings == ()


def test_a_processor_that_gives_no_graph_is_an_error(
    monkeypatch: pytest.MonkeyPatch, iris: Iris
) -> None:
    """A failure inside the processor, which it returns instead of a report, is never taken for a pass."""
    failure = (False, RuntimeError("broken"), "broken")
    monkeypatch.setattr(pyshacl, "validate", lambda *_, **__: failure)
    with pytest.raises(TypeError):
        judge([], replace(SHAPES, sparql=()), store_of({iris.graph("meta"): Graph()}))
