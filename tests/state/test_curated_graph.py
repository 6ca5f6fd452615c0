"""What people judged is stated with its reason, author and confidence, and kept apart from the source."""

from collections import Counter

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from kameoka_graph.check.report import Report
from kameoka_graph.read.document import Plan
from kameoka_graph.release.assembly import Assembly, Inputs, check
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import ADMS, OA, SEMAPV, SSSOM, Term
from kameoka_graph.store.answer import Text
from kameoka_graph.store.embedded import Embedded

INTERPRETIVE = (Term.CONTRIBUTES_TO, Term.IN_SERIES, Term.INVOLVES, Term.FOLLOWS_UP)
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)

NOTES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?note ?anomaly ?start ?end ?exact ?kind WHERE {
  ?note a oa:Annotation ; skos:notation ?anomaly ; oa:hasTarget ?span ; dcterms:type ?kind .
  ?kind skos:inScheme <voc/anomaly> .
  ?span oa:hasSelector ?position , ?quote .
  ?position oa:start ?start ; oa:end ?end .
  ?quote oa:exact ?exact .
}"""


@pytest.fixture(scope="module")
def graph(assembly: Assembly) -> Graph:
    """Give the curated graph of the real plan."""
    return assembly.graphs[assembly.iris.graph("curated/262064-machizukuri-kyodo-3")]


@pytest.fixture(scope="module")
def union(assembly: Assembly) -> Graph:
    """Give all graphs but the derived ones and the rules, merged."""
    merged = Graph()
    for name, graph in assembly.graphs.items():
        if name not in {assembly.iris.graph("inferred"), assembly.iris.graph("shapes")}:
            merged += graph
    return merged


def plan_thing(iris: Iris, path: str) -> URIRef:
    """Give a thing below the real plan."""
    return iris.at(f"id/262064/plan/machizukuri-kyodo-3/{path}")


def unrecorded(graph: Graph, iris: Iris) -> list[tuple[Node, Node, Node]]:
    """Give the triples of a curated graph that no statement, note or naming accounts for."""
    records = set(graph.subjects(RDF.type, iris.mp(Term.CURATED_STATEMENT)))
    records |= set(graph.subjects(RDF.type, OA.Annotation))
    records |= set(graph.subjects(RDF.type, OA.TextualBody))
    told = {
        tuple(
            graph.value(one, part)
            for part in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
        )
        for one in graph.subjects(RDF.type, iris.mp(Term.CURATED_STATEMENT))
    }
    series = set(graph.subjects(RDF.type, iris.mp(Term.ACTIVITY_SERIES)))
    return [
        triple
        for triple in graph
        if triple[0] not in records
        and triple not in told
        and not (triple[0] in series and _names(triple))
        and not str(triple[0]).startswith(iris.at("source/"))
    ]


def _names(triple: tuple[Node, Node, Node]) -> bool:
    value = triple[2]
    japanese = isinstance(value, Literal) and value.language == "ja"
    return triple[1] in {RDF.type, PROV.wasDerivedFrom} or (
        triple[1] == SKOS.prefLabel and japanese
    )


def test_no_interpretation_in_a_source_graph(assembly: Assembly) -> None:
    """No source graph says what contributes, belongs to a series, involves or follows up."""
    sources = [g for name, g in assembly.graphs.items() if "/graph/source/" in name]
    assert len(sources) == 1
    for graph in sources:
        for term in INTERPRETIVE:
            assert not list(graph.subject_objects(assembly.iris.mp(term)))
        for foreign in (ADMS.status, DCTERMS.type, *LABELS):
            assert not list(graph.subject_objects(foreign))


def test_interpretation_stands_in_curated_graphs_only(assembly: Assembly) -> None:
    """The four interpretive relations occur in the curated graph and in no other."""
    for term in INTERPRETIVE:
        holders = {
            name for name, g in assembly.graphs.items() if (None, assembly.iris.mp(term), None) in g
        }
        assert holders == {assembly.iris.graph("curated/262064-machizukuri-kyodo-3")}


def test_every_triple_is_accounted_for(graph: Graph, iris: Iris) -> None:
    """Each relation, kind, status and label of the curated graph has its statement."""
    assert unrecorded(graph, iris) == []


@pytest.mark.parametrize(
    "planted",
    [
        (Term.CONTRIBUTES_TO, "action-plan/1", "pillar/4"),
        (Term.IN_SERIES, "action-plan/1/fy/2020/activity/1", "series/matching-josei"),
        (Term.INVOLVES, "action-plan/1/fy/2020/activity/1", "series/matching-josei"),
        (Term.FOLLOWS_UP, "action-plan/1/fy/2020/activity/1", "series/matching-josei"),
    ],
    ids=lambda planted: planted[0].value,
)
def test_a_planted_relation_is_found(
    assembly: Assembly, inputs: Inputs, planted: tuple[Term, str, str]
) -> None:
    """A relation without a statement is found here, and by the shapes as a violation of rule 14."""
    iris = assembly.iris
    term, subject, value = planted
    triple = (plan_thing(iris, subject), iris.mp(term), plan_thing(iris, value))
    name = iris.graph("curated/262064-machizukuri-kyodo-3")
    bad = Graph() + assembly.graphs[name]
    bad.add(triple)
    assert unrecorded(bad, iris) == [triple]
    report: Report = check(inputs, {**assembly.graphs, name: bad})
    assert [(one.rule.number, one.focus) for one in report.findings if one.rule.number == 14] == [
        (14, str(triple[0]))
    ]
    assert not report.holds


def test_a_relation_planted_in_the_source_is_found(assembly: Assembly, inputs: Inputs) -> None:
    """A relation in a source graph is a violation of rule 13."""
    iris = assembly.iris
    name = next(name for name in assembly.graphs if "/graph/source/" in name)
    bad = Graph() + assembly.graphs[name]
    bad.add(
        (
            plan_thing(iris, "action-plan/1"),
            iris.mp(Term.CONTRIBUTES_TO),
            plan_thing(iris, "pillar/1"),
        )
    )
    report = check(inputs, {**assembly.graphs, name: bad})
    assert 13 in {one.rule.number for one in report.findings}


def test_statements_are_complete(graph: Graph, iris: Iris) -> None:
    """Each statement has one subject, property, target, reason, justification, agent and date."""
    statements = set(graph.subjects(RDF.type, iris.mp(Term.CURATED_STATEMENT)))
    assert len(statements) == 471
    for one in statements:
        for part in (
            OWL.annotatedSource,
            OWL.annotatedProperty,
            OWL.annotatedTarget,
            SSSOM.mapping_justification,
            SSSOM.confidence,
            RDFS.comment,
            PROV.wasAttributedTo,
            DCTERMS.created,
        ):
            assert len(list(graph.objects(one, part))) == 1
        assert list(graph.objects(one, iris.mp(Term.QUOTED_TEXT)))


def test_a_statement_says_what_its_row_says(graph: Graph, iris: Iris) -> None:
    """Statement 0012 carries the cells of row 0012, typed."""
    one = plan_thing(iris, "statement/0012")
    assert set(graph.predicate_objects(one)) == {
        (RDF.type, iris.mp(Term.CURATED_STATEMENT)),
        (OWL.annotatedSource, plan_thing(iris, "pillar/3")),
        (OWL.annotatedProperty, iris.mp(Term.CONTRIBUTES_TO)),
        (OWL.annotatedTarget, plan_thing(iris, "theme/2")),
        (SSSOM.mapping_justification, SEMAPV.ManualMappingCuration),
        (SSSOM.confidence, Literal("0.4", datatype=XSD.decimal)),
        (
            RDFS.comment,
            Literal(
                "主体間の理解とつながりが、テーマ2の協働を当然とするまちづくりの土台になるとみるが、"
                "文言の重なりは小さい。",
                lang="ja",
            ),
        ),
        (PROV.wasAttributedTo, iris.agent("proposal")),
        (DCTERMS.created, Literal("2026-11-22", datatype=XSD.date)),
        (
            iris.mp(Term.QUOTED_TEXT),
            Literal("コミュニティ活動に向けた主体間の理解とつながりの創出", lang="ja"),
        ),
        (
            iris.mp(Term.QUOTED_TEXT),
            Literal("協働を当然のものと受け止めたまちづくりを進める", lang="ja"),
        ),
    }


def test_justification_tells_people_from_programs(graph: Graph, iris: Iris) -> None:
    """What an organisation judged is manual curation; what a program drafted is not."""
    found = Counter(
        (graph.value(one, PROV.wasAttributedTo), graph.value(one, SSSOM.mapping_justification))
        for one in graph.subjects(RDF.type, iris.mp(Term.CURATED_STATEMENT))
    )
    assert set(found) == {
        (iris.agent("proposal"), SEMAPV.ManualMappingCuration),
        (iris.agent("machine-draft"), SEMAPV.UnspecifiedMatching),
    }


def test_twenty_series_hold_all_entries(graph: Graph, iris: Iris) -> None:
    """Twenty series, each with one Japanese name and its plan, hold the 48 entries, each in one."""
    series = set(graph.subjects(RDF.type, iris.mp(Term.ACTIVITY_SERIES)))
    members = list(graph.subject_objects(iris.mp(Term.IN_SERIES)))
    assert len(series) == 20
    assert {one for _, one in members} == series
    assert len({entry for entry, _ in members}) == len(members) == 48
    for one in series:
        names = [v for v in graph.objects(one, SKOS.prefLabel) if isinstance(v, Literal)]
        assert sorted(str(name.language) for name in names) == ["en", "ja", "ja-hrkt"]
        assert list(graph.objects(one, PROV.wasDerivedFrom)) == [
            iris.plan("262064", "machizukuri-kyodo-3")
        ]


def test_members_of_series_are_derived(assembly: Assembly) -> None:
    """The inverse of each membership stands among what is derived."""
    inferred = assembly.graphs[assembly.iris.graph("inferred")]
    assert len(list(inferred.subject_objects(PROV.hadMember))) == 48


def test_kinds_and_statuses_are_concepts(graph: Graph, union: Graph, iris: Iris) -> None:
    """Every entry has a kind of its scheme; nine have a status, which is an assumption."""
    entries = set(graph.subjects(iris.mp(Term.IN_SERIES)))
    kinds = {s: o for s, o in graph.subject_objects(DCTERMS.type) if s in entries}
    assert set(kinds) == entries
    for kind in kinds.values():
        assert (kind, SKOS.inScheme, iris.at("voc/activity-kind")) in union
    statuses = Counter(graph.objects(None, ADMS.status))
    assert statuses == {iris.concept("status", "carried-forward-assumed"): 9}


def test_everything_has_an_english_label_and_a_reading(union: Graph, iris: Iris) -> None:
    """The plan, its 93 elements, 20 series and 24 entities have an English label and a reading."""
    elements = set(union.subjects(iris.mp(Term.SOURCE_TEXT)))
    series = set(union.subjects(RDF.type, iris.mp(Term.ACTIVITY_SERIES)))
    entities = {s for s in union.subjects(RDFS.label) if _is_entity(str(s), iris)}
    assert (len(elements), len(series), len(entities)) == (93, 20, 25)
    for thing in elements | series | entities:
        tags = {
            value.language
            for value in union.objects(thing, SKOS.prefLabel)
            if isinstance(value, Literal)
        }
        assert {"en", "ja-hrkt"} <= tags, thing


def _is_entity(thing: str, iris: Iris) -> bool:
    """Tell a municipality, a plan, and what stands beside plans, from what stands below them."""
    path = thing.removeprefix(iris.at("id/"))
    return path.startswith("262064") and not ("/plan/" in path and path.count("/") > 2)


def test_corrected_labels_leave_the_source(union: Graph, iris: Iris) -> None:
    """A corrected label stands beside the wording of the source, which keeps its misprint."""
    aim = plan_thing(iris, "action-plan/3/aim/1")
    assert "財線基盤" in str(union.value(aim, iris.mp(Term.SOURCE_TEXT)))
    corrected = Literal("団体の財政基盤の強化と亀岡NAWASHIRO基金の活用", lang="ja")
    assert corrected in set(union.objects(aim, SKOS.prefLabel))


def test_thirty_anomalies_each_with_its_quotation(store: Embedded, plan: Plan) -> None:
    """One query finds all 30 anomalies, each with its type and the exact text at its place."""
    rows = list(store.select(NOTES).records())
    found = {one.value for row in rows if isinstance(one := row["anomaly"], Text)}
    assert found == {f"A{n}" for n in range(1, 31)}
    assert len({row["note"] for row in rows}) == len(rows) == 141
    for row in rows:
        start, end, exact = row["start"], row["end"], row["exact"]
        assert isinstance(start, Text)
        assert isinstance(end, Text)
        assert isinstance(exact, Text)
        assert plan.source.text[int(start.value) : int(end.value)] == exact.value


def test_each_note_is_on_its_thing_and_its_place(graph: Graph, union: Graph, iris: Iris) -> None:
    """A note targets one place of the source, and one element, plan or document."""
    for note in graph.subjects(RDF.type, OA.Annotation):
        targets = set(graph.objects(note, OA.hasTarget))
        spans = {one for one in targets if (one, RDF.type, OA.SpecificResource) in union}
        assert (len(spans), len(targets)) == (1, 2)
        (thing,) = targets - spans
        assert (thing, RDFS.label, None) in union


def test_a_note_says_what_its_row_says(graph: Graph, iris: Iris) -> None:
    """Note 0484 carries both candidates with their confidence, its weight and its purpose."""
    note = plan_thing(iris, "note/0484")
    assert graph.value(note, SKOS.notation) == Literal("A4")
    assert graph.value(note, OA.motivatedBy) == OA.editing
    assert set(graph.objects(note, DCTERMS.type)) == {
        iris.concept("anomaly", "misprint"),
        iris.concept("severity", "medium"),
    }
    assert {
        (graph.value(body, RDF.value), graph.value(body, SSSOM.confidence))
        for body in graph.objects(note, OA.hasBody)
    } == {
        (Literal("財政基盤", lang="ja"), Literal("0.7", datatype=XSD.decimal)),
        (Literal("財源基盤", lang="ja"), Literal("0.3", datatype=XSD.decimal)),
    }
    texts = [v for v in graph.objects(note, DCTERMS.description) if isinstance(v, Literal)]
    assert sorted(str(text.language) for text in texts) == ["en", "ja"]


def test_a_place_is_described_once(assembly: Assembly, graph: Graph) -> None:
    """A place that the source graph describes is not described again in the curated graph."""
    source = next(g for name, g in assembly.graphs.items() if "/graph/source/" in name)
    spans = set(graph.subjects(RDF.type, OA.SpecificResource))
    assert spans
    assert not spans & set(source.subjects(RDF.type, OA.SpecificResource))


def test_the_chain_can_be_walked(store: Embedded) -> None:
    """From each theme a path of contributions and containment leads to entries of every year."""
    rows = store.select(
        """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX mp: <ns/mp#>
SELECT ?theme (COUNT(DISTINCT ?entry) AS ?entries) (COUNT(DISTINCT ?year) AS ?years) WHERE {
  ?theme a mp:Theme .
  ?entry (dcterms:isPartOf|mp:contributesTo)+ ?theme ; a mp:Activity ; mp:fiscalYear ?year .
} GROUP BY ?theme"""
    )
    years = [row["years"] for row in rows.records()]
    assert [one.value for one in years if isinstance(one, Text)] == ["6", "6", "6"]


def test_no_violation(assembly: Assembly) -> None:
    """The real data, judgements included, violates no shape."""
    assert assembly.report.holds
