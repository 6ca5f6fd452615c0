"""What people judged of a plan to its curated graph: each relation with the record of its reason.

A row becomes its triple and an `mp:CuratedStatement` about that triple; a row of `anomalies.csv`
becomes a note on the element and on the exact place in the source.
"""

from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

from kameoka_graph.read.agents import AgentKind, Agents
from kameoka_graph.read.curation import Basis, Curation, Judgement, Note
from kameoka_graph.read.document import Source
from kameoka_graph.read.sheet import LABELS, SERIES, Relation
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.reference import References
from kameoka_graph.state.span import state_span
from kameoka_graph.state.terms import ADMS, OA, SEMAPV, SSSOM, Term

SCHEMES: Final = {Relation.KIND: "activity-kind", Relation.STATUS: "status"}
"""The scheme that the codes of a relation belong to."""
_TERMS: Final = {
    Relation.CONTRIBUTES_TO: Term.CONTRIBUTES_TO,
    Relation.IN_SERIES: Term.IN_SERIES,
    Relation.INVOLVES: Term.INVOLVES,
    Relation.FOLLOWS_UP: Term.FOLLOWS_UP,
}
_PROPERTIES: Final = {
    Relation.KIND: DCTERMS.type,
    Relation.STATUS: ADMS.status,
    Relation.PREF_LABEL: SKOS.prefLabel,
    Relation.ALT_LABEL: SKOS.altLabel,
    Relation.HIDDEN_LABEL: SKOS.hiddenLabel,
}
_JUSTIFICATIONS: Final = {
    AgentKind.ORGANISATION: SEMAPV.ManualMappingCuration,
    AgentKind.SOFTWARE: SEMAPV.UnspecifiedMatching,
}
"""How a relation was arrived at: people judged, or a program compared in a way not laid down."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rows about one plan rest on."""

    plan: URIRef
    """The plan."""
    source: Source
    """Its document."""
    stated: Graph
    """What the document states; a place that is quoted there is not described again."""
    things: References
    """What the rows refer to."""
    agents: Agents
    """Who judged."""


def state_curation(curation: Curation, ground: Ground, iris: Iris) -> Graph:
    """State the rows about one plan, which must have been found right."""
    statement = _Statement(ground, iris)
    for row in curation.of(SERIES):
        statement.series(row)
    for row in curation.judgements:
        statement.judgement(row)
    for note in curation.notes:
        statement.note(note)
    return statement.graph


class _Statement:
    """One curated graph in the making."""

    def __init__(self, ground: Ground, iris: Iris) -> None:
        self.graph = Graph()
        self.plan = ground.plan
        self.source = ground.source
        self.stated = ground.stated
        self.things = ground.things
        self.kinds = {one.name: one.kind for one in ground.agents.agents}
        self.iris = iris

    def series(self, row: Judgement) -> None:
        """Name the series that an entry belongs to, and say which plan it is drawn from."""
        series = self.things[row.value].iri
        self.graph.add((series, RDF.type, self.iris.mp(Term.ACTIVITY_SERIES)))
        self.graph.add((series, SKOS.prefLabel, Literal(row.value_text, lang="ja")))
        self.graph.add((series, PROV.wasDerivedFrom, self.plan))

    def judgement(self, row: Judgement) -> None:
        """State a relation and the record of it."""
        subject, predicate = self.things[row.subject].iri, self._property(row.relation)
        value = self._value(row)
        iri = self.iris.below(self.plan, f"statement/{row.id}")
        self.graph.add((subject, predicate, value))
        self.graph.add((iri, RDF.type, self.iris.mp(Term.CURATED_STATEMENT)))
        self.graph.add((iri, OWL.annotatedSource, subject))
        self.graph.add((iri, OWL.annotatedProperty, predicate))
        self.graph.add((iri, OWL.annotatedTarget, value))
        justification = _JUSTIFICATIONS[self.kinds[row.basis.curator]]
        self.graph.add((iri, SSSOM.mapping_justification, justification))
        self._basis(iri, row.basis)
        self._quoted(iri, row)

    def note(self, note: Note) -> None:
        """State a note on a place of the source, with what may be meant there."""
        iri = self.iris.below(self.plan, f"note/{note.id}")
        document = self.iris.source(self.source.short)
        self.graph.add((iri, RDF.type, OA.Annotation))
        self.graph.add((iri, RDFS.label, Literal(f"{note.anomaly} {note.quote}", lang="ja")))
        self.graph.add((iri, SKOS.notation, Literal(note.anomaly)))
        self.graph.add((iri, DCTERMS.type, self.iris.concept("anomaly", note.type)))
        self.graph.add((iri, DCTERMS.type, self.iris.concept("severity", note.severity)))
        self.graph.add((iri, OA.motivatedBy, OA[note.motivation]))
        target = self.things[note.thing].iri if note.thing else document
        self.graph.add((iri, OA.hasTarget, target))
        self.graph.add((iri, OA.hasTarget, self._span(note)))
        self._say(iri, DCTERMS.description, note.say)
        self._basis(iri, note.basis)
        self._candidates(iri, note)

    def _property(self, relation: Relation) -> URIRef:
        term = _TERMS.get(relation)
        return _PROPERTIES[relation] if term is None else self.iris.mp(term)

    def _value(self, row: Judgement) -> URIRef | Literal:
        if row.relation in LABELS:
            return Literal(row.value, lang=row.sheet.language)
        if row.relation in SCHEMES:
            return self.iris.concept(SCHEMES[row.relation], row.value)
        return self.things[row.value].iri

    def _basis(self, iri: URIRef, basis: Basis) -> None:
        self.graph.add((iri, RDFS.comment, Literal(basis.reason, lang="ja")))
        self.graph.add((iri, SSSOM.confidence, Literal(basis.confidence)))
        self.graph.add((iri, PROV.wasAttributedTo, self.iris.agent(basis.curator)))
        self.graph.add((iri, DCTERMS.created, Literal(basis.date, datatype=XSD.date)))

    def _quoted(self, iri: URIRef, row: Judgement) -> None:
        """Keep the wordings that were judged; the name of a series is no wording of its own."""
        wordings = {row.text} if row.sheet is SERIES else {row.text, row.value_text} - {""}
        for wording in wordings:
            self.graph.add((iri, self.iris.mp(Term.QUOTED_TEXT), Literal(wording, lang="ja")))

    def _span(self, note: Note) -> URIRef:
        span = self.iris.span(self.source.short, note.span)
        if (span, RDF.type, OA.SpecificResource) not in self.stated:
            state_span(self.graph, self.source, note.span, self.iris)
        return span

    def _candidates(self, iri: URIRef, note: Note) -> None:
        for number, candidate in enumerate(note.candidates, 1):
            body = URIRef(f"{iri}#candidate-{number}")
            self.graph.add((iri, OA.hasBody, body))
            self.graph.add((body, RDF.type, OA.TextualBody))
            self.graph.add((body, RDF.value, Literal(candidate.text, lang="ja")))
            self.graph.add((body, SSSOM.confidence, Literal(candidate.confidence)))

    def _say(self, iri: URIRef, predicate: URIRef, say: Say) -> None:
        self.graph.add((iri, predicate, Literal(say.ja, lang="ja")))
        self.graph.add((iri, predicate, Literal(say.en, lang="en")))
