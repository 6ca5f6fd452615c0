"""The source graph holds what the document states and nothing else, each statement traceable to its place."""

from collections import Counter
from dataclasses import replace

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, XSD

from kameoka_graph.read.document import Kind, Plan, Span
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.numbering import Numbering
from kameoka_graph.state.source_graph import state_source
from kameoka_graph.state.span import CONTEXT
from kameoka_graph.state.terms import OA, SCHEMA, Term

PLAN_IRI = URIRef("https://plans.test/id/262064/plan/machizukuri-kyodo-3")


@pytest.fixture(scope="module")
def graph(plan: Plan, numbering: Numbering, iris: Iris) -> Graph:
    """Give the source graph of the real plan."""
    return state_source(plan, PLAN_IRI, numbering, iris)


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (Kind.THEME, 3),
        (Kind.PILLAR, 5),
        (Kind.MEASURE, 13),
        (Kind.ACTION_PLAN, 3),
        (Kind.AIM, 7),
        (Kind.CONCRETE_ACTION, 14),
        (Kind.ACTIVITY, 48),
    ],
)
def test_each_kind_is_stated_as_often_as_it_is_printed(
    graph: Graph, iris: Iris, kind: Kind, count: int
) -> None:
    """The graph has the counts that the model names."""
    assert len(set(graph.subjects(RDF.type, iris.kind(kind)))) == count


def test_entries_per_action_plan_and_year_are_the_18_numbers(graph: Graph, iris: Iris) -> None:
    """A query over the graph gives the 18 cells of the table."""
    cells = Counter(
        (
            str(graph.value(entry, DCTERMS.isPartOf))[-1],
            str(graph.value(entry, iris.mp(Term.FISCAL_YEAR)))[-4:],
        )
        for entry in graph.subjects(RDF.type, iris.kind(Kind.ACTIVITY))
    )
    numbers = {"1": (2, 3, 3, 5, 5, 5), "2": (1, 1, 1, 3, 1, 1), "3": (2, 3, 3, 3, 3, 3)}
    assert cells == {
        (row, str(2020 + n)): count
        for row, counts in numbers.items()
        for n, count in enumerate(counts)
    }


def test_years_reported_outside_the_period_are_2025_alone(graph: Graph, iris: Iris) -> None:
    """The document reports six years, the plan covers five, and 2025 is the difference."""
    reported = set(graph.objects(None, iris.mp(Term.REPORTS_FISCAL_YEAR)))
    covered = set(graph.objects(PLAN_IRI, iris.mp(Term.COVERS_FISCAL_YEAR)))
    assert (len(reported), len(covered)) == (6, 5)
    assert reported - covered == {iris.fiscal_year(2025)}


def test_every_literal_is_from_the_document(graph: Graph, plan: Plan) -> None:
    """Each literal is a substring of the document, a printed mark, a position, an offset or the length."""
    text = plan.source.text
    literals = {value for value in graph.objects() if isinstance(value, Literal)}
    words = {value for value in literals if value.datatype != XSD.integer}
    assert [str(word) for word in words if str(word) not in text] == []
    assert {word.language for word in words} == {"ja", None}
    assert {word.datatype for word in words} == {None}
    allowed = {n for piece in plan.pieces() for n in (piece.span.start, piece.span.end)}
    allowed |= {element.position for element, _ in plan.walk()} | {len(text)}
    assert {int(n) for n in literals - words} <= allowed


def test_spans_slice_back_to_their_quotation(graph: Graph, plan: Plan) -> None:
    """Each span's position selector cuts out what its quotation selector quotes, with its context."""
    text = plan.source.text
    spans = set(graph.subjects(RDF.type, OA.SpecificResource))
    assert len(spans) == 106
    for span in spans:
        selectors = set(graph.objects(span, OA.hasSelector))
        (position,) = (s for s in selectors if (s, RDF.type, OA.TextPositionSelector) in graph)
        (quote,) = selectors - {position}
        start, end = (int(str(graph.value(position, path))) for path in (OA.start, OA.end))
        assert str(span).endswith(f"#char={start},{end}")
        assert str(graph.value(quote, OA.exact)) == text[start:end]
        assert str(graph.value(quote, OA.prefix)) == text[max(0, start - CONTEXT) : start]
        assert str(graph.value(quote, OA.suffix)) == text[end : end + CONTEXT]


def test_every_element_is_quoted_from_its_place(
    graph: Graph, plan: Plan, numbering: Numbering, iris: Iris
) -> None:
    """Wording, label and quotation of each element are the same characters."""
    for element, parent in plan.walk():
        iri = iris.below(PLAN_IRI, numbering[element])
        whole = PLAN_IRI if parent is None else iris.below(PLAN_IRI, numbering[parent])
        wording = Literal(element.text.text, lang="ja")
        assert graph.value(iri, iris.mp(Term.SOURCE_TEXT)) == wording
        assert graph.value(iri, RDFS.label) == wording
        assert graph.value(iri, PROV.wasQuotedFrom) == iris.span(
            plan.source.short, element.text.span
        )
        assert graph.value(iri, DCTERMS.isPartOf) == whole
        assert graph.value(iri, SCHEMA.position) == Literal(element.position)


def test_the_entry_of_the_model_is_stated_as_it_says(graph: Graph, iris: Iris) -> None:
    """The third entry of action plan 2 in fiscal 2023 has the properties that the model prints."""
    entry = URIRef(f"{PLAN_IRI}/action-plan/2/fy/2023/activity/3")
    assert set(graph.predicate_objects(entry)) == {
        (RDF.type, iris.kind(Kind.ACTIVITY)),
        (DCTERMS.isPartOf, URIRef(f"{PLAN_IRI}/action-plan/2")),
        (iris.mp(Term.FISCAL_YEAR), iris.fiscal_year(2023)),
        (SCHEMA.position, Literal(3)),
        (iris.mp(Term.MARKER), Literal("・")),
        (iris.mp(Term.SOURCE_TEXT), Literal("市民活動推進フォーラム", lang="ja")),
        (RDFS.label, Literal("市民活動推進フォーラム", lang="ja")),
        (PROV.wasQuotedFrom, iris.span("371fd4250226", Span(1579, 1590))),
    }


def test_an_element_without_a_mark_has_none(plan: Plan, numbering: Numbering, iris: Iris) -> None:
    """Where no mark is printed, none is stated."""
    unmarked = replace(plan, elements=(replace(plan.elements[0], mark=None),))
    graph = state_source(unmarked, PLAN_IRI, numbering, iris)
    assert set(graph.objects(None, iris.mp(Term.MARKER))) == set()


def test_the_document_carries_its_whole_text(graph: Graph, plan: Plan, iris: Iris) -> None:
    """The document is stated with its title, its length in characters and its text."""
    document = iris.source("371fd4250226")
    assert graph.value(document, PROV.value) == Literal(plan.source.text, lang="ja")
    assert graph.value(document, iris.mp(Term.CHARACTER_COUNT)) == Literal(2142)
    assert graph.value(document, RDFS.label) == Literal(
        "第3次亀岡市まちづくり協働推進実施計画 行動計画（アクションプラン）進捗表", lang="ja"
    )


def test_nothing_is_interpreted(graph: Graph, iris: Iris) -> None:
    """No interpretation, status, publisher or checksum stands in the source graph."""
    interpreting = {
        iris.mp(term)
        for term in (Term.CONTRIBUTES_TO, Term.IN_SERIES, Term.INVOLVES, Term.FOLLOWS_UP)
    }
    used = set(graph.predicates())
    assert used & (interpreting | {DCTERMS.publisher, DCTERMS.type}) == set()
    assert len(used) == 22


def test_every_node_can_be_cited(graph: Graph, iris: Iris) -> None:
    """There are no blank nodes, and every subject stands below the base."""
    assert not any(isinstance(node, BNode) for node in graph.all_nodes())
    assert all(iris.is_own(str(subject)) for subject in graph.subjects())


def test_the_graph_has_its_size(graph: Graph) -> None:
    """The source graph of the real plan has 1,932 triples."""
    assert len(graph) == 1932


def test_stating_twice_gives_the_same(
    graph: Graph, plan: Plan, numbering: Numbering, iris: Iris
) -> None:
    """The same plan gives the same graph."""
    assert isomorphic(graph, state_source(plan, PLAN_IRI, numbering, iris))
