"""The shapes state the 35 rules in full, and each rule finds its faults and nothing else.

A fixture is named after its profile and rule. It is judged by pySHACL with the core rules and its
own profile, so a file of the core profile shows what holds for a plan of any layout.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyshacl
import pytest
from rdflib import BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, XSD
from rdflib.term import Node

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "shapes"
BASE = "https://plans.test/"
MP = Namespace(f"{BASE}ns/mp#")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
CORE = "core"
PROFILES = (CORE, "progress-table", "curation", "publication", "catalogue")
PREFIXES = "prefixes"

NUMBERS = {
    CORE: {1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17, 18, 19},
    "progress-table": {3, 4, 21, 22, 23, 30},
    "curation": {13, 14, 15, 24, 25, 27, 28, 29, 31, 32},
    "publication": {26},
    "catalogue": {20, 33, 34, 35},
}
"""The profile that each rule belongs to."""
SEVERITIES = (
    dict.fromkeys(range(1, 21), SH.Violation)
    | dict.fromkeys(range(21, 28), SH.Warning)
    | dict.fromkeys(range(28, 33), SH.Info)
    | dict.fromkeys(range(33, 36), SH.Violation)
)
"""The severity of each rule."""

TARGETS = (SH.targetClass, SH.targetSubjectsOf)
"""How our rules say what they are about."""

PASSING = sorted((FIXTURES / "pass").glob("*.trig"))
FAILING = sorted((FIXTURES / "fail").glob("*.trig"))

pytestmark = [
    # rdflib's own TriG parser and queries use what rdflib deprecates
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning"),
]


class Found(NamedTuple):
    """One result of a validation."""

    shape: Node | None
    """The shape that carries what was not met."""
    constraint: Node | None
    """The constraint in SPARQL, if it was one."""
    severity: Node | None
    """How grave it is."""
    messages: frozenset[str]
    """What it says; pySHACL takes the language off the messages of constraints in SPARQL."""


@cache
def shapes(*names: str) -> Graph:
    """Read shape files, with their IRIs and namespaces resolved against the base of the tests."""
    graph = Graph()
    for name in names:
        graph.parse(ROOT / "shapes" / f"{name}.ttl", format="turtle", publicID=BASE)
    for declaration, namespace in list(graph.subject_objects(SH.namespace)):
        resolved = str(namespace) if "://" in str(namespace) else BASE + str(namespace)
        graph.set((declaration, SH.namespace, Literal(resolved, datatype=XSD.anyURI)))
    return graph


ALL = shapes(PREFIXES, *PROFILES)


def rules() -> list[URIRef]:
    """Give the shapes that have a number."""
    return sorted(node for node in ALL.subjects(DCTERMS.identifier) if isinstance(node, URIRef))


def number_of(rule: Node) -> int:
    """Give the number of a rule."""
    return int(str(ALL.value(rule, DCTERMS.identifier)))


def local_name(iri: Node) -> str:
    """Give what an IRI is called within its file."""
    return str(iri).partition("#")[2]


def clauses(rule: Node) -> set[Node]:
    """Give the property shapes and constraints in SPARQL that a rule consists of."""
    return {*ALL.objects(rule, SH.property), *ALL.objects(rule, SH.sparql)}


def profile_of(fixture: Path) -> str:
    """Give the profile that a fixture is named after."""
    return next(name for name in PROFILES if fixture.stem.startswith(f"{name}-"))


def rule_of(fixture: Path) -> URIRef:
    """Give the rule that a fixture is named after."""
    name = re.sub(r"-\d+$", "", fixture.stem.removeprefix(f"{profile_of(fixture)}-"))
    (rule,) = (rule for rule in rules() if local_name(rule) == name)
    return rule


@cache
def judged(fixture: Path) -> tuple[Found, ...]:
    """Judge a fixture by its rule alone, and give what was found."""
    data = Dataset(default_union=True)
    data.parse(fixture, format="trig", publicID=BASE)
    return validate(data, alone(rule_of(fixture), profile_of(fixture)))


@cache
def alone(rule: URIRef, profile: str) -> Graph:
    """Give the core rules and those of a profile, with no targets but those of `rule`."""
    graph = Graph() + shapes(*dict.fromkeys((PREFIXES, CORE, profile)))
    for target in TARGETS:
        for other in set(graph.subjects(target)) - {rule}:
            graph.remove((other, target, None))
    return graph


def validate(data: Dataset, graph: Graph) -> tuple[Found, ...]:
    """Let pySHACL judge `data`."""
    _, report, _ = pyshacl.validate(data, shacl_graph=graph)
    assert isinstance(report, Graph)
    return tuple(
        Found(
            report.value(result, SH.sourceShape),
            report.value(result, SH.sourceConstraint),
            report.value(result, SH.resultSeverity),
            frozenset(map(str, report.objects(result, SH.resultMessage))),
        )
        for result in report.objects(None, SH.result)
    )


def languages(graph: Graph, node: Node, predicate: URIRef) -> list[str | None]:
    """Give the languages in which `node` has a text for `predicate`."""
    texts = [text for text in graph.objects(node, predicate) if isinstance(text, Literal)]
    assert all(text.strip() for text in texts)
    return sorted((text.language for text in texts), key=str)


def test_there_are_35_rules_each_in_its_profile() -> None:
    """The numbers 1 to 35 are each given to one rule, in the file of whoever must obey it."""
    assert sorted(map(number_of, rules())) == list(range(1, 36))
    for profile, numbers in NUMBERS.items():
        own = [rule for rule in rules() if str(rule).startswith(f"{BASE}shapes/{profile}#")]
        assert set(map(number_of, own)) == numbers
        assert {ALL.value(rule, RDFS.isDefinedBy) for rule in own} == {
            URIRef(f"{BASE}shapes/{profile}")
        }


@pytest.mark.parametrize("rule", rules(), ids=local_name)
def test_a_rule_explains_itself_in_both_languages(rule: URIRef) -> None:
    """A rule has a name, a reason, a message and a remedy, each in Japanese and English."""
    assert (rule, RDF.type, SH.NodeShape) in ALL
    for predicate in (RDFS.label, RDFS.comment, SH.message, MP.remedy):
        assert languages(ALL, rule, predicate) == ["en", "ja"], predicate


@pytest.mark.parametrize("rule", rules(), ids=local_name)
def test_a_rule_has_the_severity_of_its_number(rule: URIRef) -> None:
    """A rule and each property shape of it carry the severity that the model gives the rule."""
    severity = SEVERITIES[number_of(rule)]
    for shape in (rule, *ALL.objects(rule, SH.property)):
        assert list(ALL.objects(shape, SH.severity)) == [severity], shape


@pytest.mark.parametrize("rule", rules(), ids=local_name)
def test_a_rule_has_targets_and_clauses_with_iris(rule: URIRef) -> None:
    """A rule says what it is about, and each clause of it can be cited."""
    assert any((rule, target, None) in ALL for target in TARGETS)
    assert clauses(rule)
    for clause in clauses(rule):
        assert isinstance(clause, URIRef), clause
        assert (clause, RDFS.isDefinedBy, None) in ALL, clause


def test_each_shape_and_constraint_has_both_messages() -> None:
    """Whatever may end up in a report says what is wrong in Japanese and English."""
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    nodes = {node for kind in kinds for node in ALL.subjects(RDF.type, kind)}
    carried = {*ALL.objects(None, SH.property), *ALL.objects(None, SH.sparql), *rules()}
    assert carried <= nodes
    for node in nodes:
        assert languages(ALL, node, SH.message) == ["en", "ja"], node


def test_parts_of_rules_are_never_milder_than_a_violation() -> None:
    """A part used by a rule cannot be waved through by a processor that allows warnings."""
    parts = set(ALL.subjects(RDF.type, SH.NodeShape)) - set(rules())
    assert parts
    for part in parts:
        assert list(ALL.objects(part, SH.severity)) == [SH.Violation], part
        assert languages(ALL, part, RDFS.label) == ["en", "ja"], part


def test_every_reference_within_the_shapes_is_met() -> None:
    """No rule names a part, a clause or prefixes that no file describes."""
    predicates = (SH.property, SH.sparql, SH.node, SH["not"], SH.qualifiedValueShape, SH.prefixes)
    named = {node for predicate in predicates for node in ALL.objects(None, predicate)}
    for node in named:
        assert (node, RDF.type, None) in ALL, node


@pytest.mark.parametrize("name", [PREFIXES, *PROFILES])
def test_a_file_describes_itself(name: str) -> None:
    """Each file has titles, descriptions, licence, creator, dates and version, and our IRIs are relative."""
    graph, header = shapes(name), URIRef(f"{BASE}shapes/{name}")
    assert (header, RDF.type, OWL.Ontology) in graph
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages(graph, header, predicate) == ["en", "ja"]
    assert list(graph.objects(header, DCTERMS.license)) == [LICENCE]
    assert list(graph.objects(header, OWL.versionInfo)) == [Literal("0.1.0")]
    for predicate in (DCTERMS.creator, DCTERMS.created, DCTERMS.issued, DCTERMS.modified):
        assert len(list(graph.objects(header, predicate))) == 1
    assert BASE not in (ROOT / "shapes" / f"{name}.ttl").read_text(encoding="utf-8")


def test_blank_nodes_are_lists_and_paths_only() -> None:
    """Everything else in the shapes can be cited."""
    lists = set(ALL.subjects(RDF.first))
    paths = set(ALL.objects(None, SH.path))
    assert {node for node in ALL.subjects() if isinstance(node, BNode)} <= lists | paths


def test_each_fixture_says_in_its_first_line_what_it_shows() -> None:
    """A fixture opens with what is right or wrong in it, and writes our IRIs relative."""
    for kind, files in (("Right", PASSING), ("Wrong", FAILING)):
        for path in files:
            text = path.read_text(encoding="utf-8")
            assert text.startswith(f"# {kind}: "), path
            assert BASE not in text, path


def test_no_fixture_is_lost() -> None:
    """There are as many fixtures as were written."""
    assert (len(PASSING), len(FAILING)) == (44, 138)


@pytest.mark.parametrize("rule", rules(), ids=local_name)
def test_a_rule_has_data_that_passes_and_data_that_fails(rule: URIRef) -> None:
    """A rule without a passing or a failing file is not known to work."""
    assert rule in map(rule_of, PASSING)
    assert rule in map(rule_of, FAILING)


@pytest.mark.parametrize("fixture", PASSING, ids=lambda path: path.stem)
def test_data_that_is_right_passes(fixture: Path) -> None:
    """The rule finds nothing where nothing is wrong."""
    assert judged(fixture) == ()


@pytest.mark.parametrize("fixture", FAILING, ids=lambda path: path.stem)
def test_data_that_is_wrong_fails_by_its_rule(fixture: Path) -> None:
    """The rule, or a clause of it, finds the fault, and reports it in full."""
    rule = rule_of(fixture)
    found = judged(fixture)
    assert found
    for one in found:
        assert one.shape in {rule, *ALL.objects(rule, SH.property)}
        assert one.severity == SEVERITIES[number_of(rule)]
        teller = one.constraint or one.shape
        assert {str(text) for text in ALL.objects(teller, SH.message)} <= one.messages


@pytest.mark.parametrize("rule", rules(), ids=local_name)
def test_each_clause_of_a_rule_finds_a_fault(rule: URIRef) -> None:
    """No property shape and no constraint of a rule is without a file that only it explains."""
    found = [one for path in FAILING if rule_of(path) == rule for one in judged(path)]
    assert clauses(rule) <= {one.shape for one in found} | {one.constraint for one in found}


ANOTHER_LAYOUT = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mp: <ns/mp#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
GRAPH <graph/ontology> {{ {ontology} }}
GRAPH <graph/source/0123456789ab> {{
  <id/082074/plan/jisshi-5> a mp:Plan ; rdfs:label "第5次結城市総合計画実施計画"@ja .
  {elements}
}}
GRAPH <graph/meta> {{
  <id/082074/plan/jisshi-5> dcterms:publisher <id/082074> .
  <source/0123456789ab> mp:characterCount 1000 .
}}
"""


def nested(kinds: list[str]) -> str:
    """Write a plan without years in which each element lies under the one before it."""
    plan = "id/082074/plan/jisshi-5"
    parents = [plan, *(f"{plan}/element/{i}" for i in range(len(kinds)))]
    elements = "".join(
        f"""<{plan}/element/{i}> a mp:{kind} ; dcterms:isPartOf <{parents[i]}> ;
          schema:position 1 ; mp:sourceText "協働"@ja ; prov:wasQuotedFrom <source/0123456789ab#{i}> .
        <source/0123456789ab#{i}> a oa:SpecificResource ; oa:hasSource <source/0123456789ab> ;
          oa:hasSelector <source/0123456789ab#p{i}> , <source/0123456789ab#q{i}> .
        <source/0123456789ab#p{i}> a oa:TextPositionSelector ; oa:start {i} ; oa:end {i + 2} .
        <source/0123456789ab#q{i}> a oa:TextQuoteSelector ; oa:exact "協働" .
        """
        for i, kind in enumerate(kinds)
    )
    ontology = " ".join(f"mp:{kind} rdfs:subClassOf mp:PlanElement ." for kind in sorted({*kinds}))
    return ANOTHER_LAYOUT.format(ontology=ontology, elements=elements)


def test_core_rules_hold_for_six_levels_without_years() -> None:
    """A plan of six levels in an order of its own, with no period and no year, obeys the core."""
    kinds = ["Theme", "Pillar", "Measure", "ActionPlan", "Measure", "ConcreteAction", "Activity"]
    data = Dataset(default_union=True)
    data.parse(data=nested(kinds), format="trig", publicID=BASE)
    assert validate(data, shapes(PREFIXES, CORE)) == ()
    assert validate(data, shapes(PREFIXES, CORE, "progress-table")) != ()
