"""A plan to its source graph: only what the document states.

Each literal is a substring of the document, a printed mark, a number or an offset.
"""

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, XSD

from kameoka_graph.read.document import Element, Plan, Span
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.numbering import Numbering
from kameoka_graph.state.span import state_span
from kameoka_graph.state.terms import SCHEMA, Term


def state_source(plan: Plan, plan_iri: URIRef, numbering: Numbering, iris: Iris) -> Graph:
    """State what `plan` states, about `plan_iri` and what stands below it."""
    statement = _SourceStatement(plan, plan_iri, numbering, iris)
    statement.document()
    statement.plan_itself()
    for element, parent in plan.walk():
        statement.element(element, parent)
    return statement.graph


class _SourceStatement:
    """One source graph in the making."""

    def __init__(self, plan: Plan, plan_iri: URIRef, numbering: Numbering, iris: Iris) -> None:
        self.graph = Graph()
        self.plan = plan
        self.plan_iri = plan_iri
        self.numbering = numbering
        self.iris = iris
        self.short = plan.source.short
        self.text = plan.source.text

    def say(self, subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> None:
        self.graph.add((subject, predicate, value))

    def document(self) -> None:
        """State the document: its title, length, whole text and the years it has columns for."""
        document = self.iris.source(self.short)
        title = Span(self.plan.title.span.start, self.plan.document_title.span.end)
        self.say(document, RDF.type, self.iris.mp(Term.SOURCE_DOCUMENT))
        self.say(document, RDFS.label, _japanese(self.text[title.start : title.end]))
        self.say(document, PROV.value, _japanese(self.text))
        self.say(document, self.iris.mp(Term.CHARACTER_COUNT), _number(len(self.text)))
        self.quote(document, title)
        for piece in (*self.plan.headings, *(column.heading for column in self.plan.columns)):
            self.span(piece.span)
        for column in self.plan.columns:
            self.say(
                document,
                self.iris.mp(Term.REPORTS_FISCAL_YEAR),
                self.iris.fiscal_year(column.fiscal_year),
            )

    def plan_itself(self) -> None:
        """State the plan: its name and period as printed, and the years that the period names."""
        self.say(self.plan_iri, RDF.type, self.iris.mp(Term.PLAN))
        self.say(self.plan_iri, RDFS.label, _japanese(self.plan.title.text))
        self.say(self.plan_iri, self.iris.mp(Term.PRINTED_PERIOD), _japanese(self.plan.period.text))
        self.say(self.plan_iri, PROV.hadPrimarySource, self.iris.source(self.short))
        self.quote(self.plan_iri, self.plan.title.span)
        self.quote(self.plan_iri, self.plan.period.span)
        for year in self.plan.covers:
            self.say(
                self.plan_iri, self.iris.mp(Term.COVERS_FISCAL_YEAR), self.iris.fiscal_year(year)
            )

    def element(self, element: Element, parent: Element | None) -> None:
        """State one element: class, wording, mark, level, order, containment, year and place."""
        iri = self.iris.below(self.plan_iri, self.numbering[element])
        whole = (
            self.plan_iri
            if parent is None
            else self.iris.below(self.plan_iri, self.numbering[parent])
        )
        self.say(iri, RDF.type, self.iris.kind(element.kind))
        self.say(iri, DCTERMS.isPartOf, whole)
        self.say(iri, SCHEMA.position, _number(element.position))
        self.say(iri, RDFS.label, _japanese(element.text.text))
        self.say(iri, self.iris.mp(Term.SOURCE_TEXT), _japanese(element.text.text))
        self.quote(iri, element.text.span)
        self._optional(iri, element)

    def _optional(self, iri: URIRef, element: Element) -> None:
        if element.mark is not None:
            self.say(iri, self.iris.mp(Term.MARKER), Literal(element.mark.text))
        if element.level_name is not None:
            self.say(iri, self.iris.mp(Term.LEVEL_NAME), _japanese(element.level_name))
        if element.fiscal_year is not None:
            self.say(
                iri, self.iris.mp(Term.FISCAL_YEAR), self.iris.fiscal_year(element.fiscal_year)
            )

    def quote(self, subject: URIRef, span: Span) -> None:
        """State that `subject` is quoted from `span`."""
        self.say(subject, PROV.wasQuotedFrom, self.span(span))

    def span(self, span: Span) -> URIRef:
        """State a range of the document with both selectors, and give its IRI."""
        return state_span(self.graph, self.plan.source, span, self.iris)


def _japanese(text: str) -> Literal:
    return Literal(text, lang="ja")


def _number(value: int) -> Literal:
    return Literal(value, datatype=XSD.integer)
