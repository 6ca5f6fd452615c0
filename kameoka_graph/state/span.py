"""A range of a document to RDF: the range, with its position and its exact text as selectors."""

from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD

from kameoka_graph.read.document import Source, Span
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import OA

CONTEXT: Final = 10
"""Characters of the text before and after a quotation that its selector carries."""


def state_span(graph: Graph, source: Source, span: Span, iris: Iris) -> URIRef:
    """State in `graph` a range of `source` with both selectors, and give its IRI."""
    short, text = source.short, source.text
    iri, position, quote = (mint(short, span) for mint in (iris.span, iris.position, iris.quote))
    before = text[max(0, span.start - CONTEXT) : span.start]
    graph.add((iri, RDF.type, OA.SpecificResource))
    graph.add((iri, OA.hasSource, iris.source(short)))
    graph.add((iri, OA.hasSelector, position))
    graph.add((iri, OA.hasSelector, quote))
    graph.add((position, RDF.type, OA.TextPositionSelector))
    graph.add((position, OA.start, Literal(span.start, datatype=XSD.integer)))
    graph.add((position, OA.end, Literal(span.end, datatype=XSD.integer)))
    graph.add((quote, RDF.type, OA.TextQuoteSelector))
    graph.add((quote, OA.exact, Literal(text[span.start : span.end])))
    graph.add((quote, OA.prefix, Literal(before)))
    graph.add((quote, OA.suffix, Literal(text[span.end : span.end + CONTEXT])))
    return iri
