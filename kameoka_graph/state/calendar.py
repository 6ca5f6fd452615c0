"""Fiscal years to RDF: 1 April to 31 March (地方自治法 第208条), with their era names."""

import datetime
from collections.abc import Iterable

from rdflib import Graph, Literal
from rdflib.namespace import RDF, RDFS, SKOS, XSD

from kameoka_graph.read.era import era_codes, era_names
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SCHEMA, TIME, Term


def state_calendar(years: Iterable[int], iris: Iris) -> Graph:
    """State each fiscal year of `years` (Western years in which they start)."""
    graph = Graph()
    known = frozenset(years)
    for year in known:
        _state_year(graph, year, iris)
        if year + 1 in known:
            graph.add((iris.fiscal_year(year), TIME.intervalMeets, iris.fiscal_year(year + 1)))
    return graph


def _state_year(graph: Graph, year: int, iris: Iris) -> None:
    iri = iris.fiscal_year(year)
    graph.add((iri, RDF.type, iris.mp(Term.FISCAL_YEAR_CLASS)))
    name, *other_names = era_names(year)
    graph.add((iri, RDFS.label, Literal(name, lang="ja")))
    graph.add((iri, RDFS.label, Literal(f"FY{year}", lang="en")))
    for other in (f"{year}年度", *other_names):
        graph.add((iri, SKOS.altLabel, Literal(other, lang="ja")))
    for code in era_codes(year):
        graph.add((iri, SKOS.notation, Literal(code)))
    ends = (
        (TIME.hasBeginning, SCHEMA.startDate, datetime.date(year, 4, 1), "beginning"),
        (TIME.hasEnd, SCHEMA.endDate, datetime.date(year + 1, 3, 31), "end"),
    )
    for has_end, on_date, date, fragment in ends:
        instant = iris.at(f"id/fiscal-year/{year}#{fragment}")
        day = Literal(date, datatype=XSD.date)
        graph.add((iri, on_date, day))
        graph.add((iri, has_end, instant))
        graph.add((instant, RDF.type, TIME.Instant))
        graph.add((instant, TIME.inXSDDate, day))
