"""What other publications say to one context graph for each page, and to the record of pages."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import (
    DCTERMS,
    FOAF,
    ORG,
    PROV,
    RDF,
    RDFS,
    SKOS,
    XSD,
    DefinedNamespace,
    Namespace,
)

from kameoka_graph.read.context import Context, Fact, LeftOut, Page, ValueKind
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import OA, SCHEMA, Term

FISCAL_YEAR: Final = re.compile(r"fiscal-year/([0-9]{4})")
"""How a fact names a fiscal year."""
LEFT_OUT: Final = "graph/meta#left-out"
"""Path of the list of what is not said."""
_LEFT_OUT_TITLE: Final = Say("載せなかったこと", "What was left out")

_SPACES: Final[dict[str, Namespace | type[DefinedNamespace]]] = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "prov": PROV,
    "schema": SCHEMA,
    "skos": SKOS,
}
_OWN: Final = {"mp:Plan": Term.PLAN, "mp:coversFiscalYear": Term.COVERS_FISCAL_YEAR}
_DATATYPES: Final = {
    ValueKind.DATE: XSD.date,
    ValueKind.MONTH: XSD.gYearMonth,
    ValueKind.YEAR: XSD.gYear,
    ValueKind.NUMBER: XSD.decimal,
    ValueKind.INTEGER: XSD.integer,
}


def term_named(name: str, iris: Iris) -> URIRef | None:
    """Give the term that a prefixed name such as dcterms:issued stands for, or None."""
    if name in _OWN:
        return iris.mp(_OWN[name])
    prefix, _, local = name.partition(":")
    space = _SPACES.get(prefix)
    return space[local] if space is not None and local in _names(space) else None


def terms_under(prefix: str) -> tuple[str, ...]:
    """Give the terms that can be written with a prefix; none for a prefix that cannot be used."""
    if prefix == "mp":
        return tuple(_OWN)
    space = _SPACES.get(prefix)
    return () if space is None else tuple(f"{prefix}:{name}" for name in sorted(_names(space)))


def prefixes() -> tuple[str, ...]:
    """Give the prefixes that terms can be written with."""
    return (*_SPACES, "mp")


def state_page(page: Page, context: Context, iris: Iris) -> Graph:
    """State what one page says: the things whose names come from it, and its facts."""
    graph = Graph()
    for entity in context.entities:
        if entity.page == page.name:
            iri = iris.at(f"id/{entity.name}")
            graph.add((iri, RDFS.label, Literal(entity.label, lang="ja")))
            for name in entity.types:
                graph.add((iri, RDF.type, _term(name, iris)))
    for fact in context.facts:
        if fact.page == page.name:
            subject = iris.at(f"id/{fact.subject}")
            graph.add((subject, _term(fact.property, iris), _value(fact, iris)))
    return graph


def record_page(page: Page, iris: Iris) -> Graph:
    """Record a page: its title, the date printed on it, and what to mind about it.

    A day on which it was read belongs to the graph that was made of it.
    """
    graph = Graph()
    address = URIRef(page.url)
    graph.add((address, RDF.type, FOAF.Document))
    graph.add((address, DCTERMS.title, Literal(page.title, lang="ja")))
    if page.date:
        graph.add((address, DCTERMS.date, Literal(page.date, datatype=XSD.date)))
    if page.note:
        graph.add((address, RDFS.comment, Literal(page.note, lang="ja")))
    if page.retrieved:
        name = iris.graph(f"context/{page.name}")
        graph.add((name, DCTERMS.created, Literal(page.retrieved, datatype=XSD.date)))
    return graph


def record_left_out(left_out: Iterable[LeftOut], iris: Iris) -> Graph:
    """Record what is not said, and why: one list of notes, in which a value is only a text."""
    graph = Graph()
    everything = iris.at(LEFT_OUT)
    graph.add((everything, RDF.type, PROV.Collection))
    _say(graph, everything, DCTERMS.title, _LEFT_OUT_TITLE)
    for one in left_out:
        key = "\0".join((one.thing, one.claim.en, one.value))
        iri = iris.at(f"{LEFT_OUT}-{hashlib.sha256(key.encode()).hexdigest()[:12]}")
        graph.add((everything, PROV.hadMember, iri))
        graph.add((iri, RDF.type, OA.Annotation))
        graph.add((iri, OA.motivatedBy, OA.assessing))
        graph.add((iri, OA.hasTarget, iris.at(f"id/{one.thing}")))
        _say(graph, iri, RDFS.label, one.claim)
        _say(graph, iri, DCTERMS.description, one.why)
        if one.value:
            graph.add((iri, RDF.value, Literal(one.value)))
    return graph


def years_named(context: Context) -> frozenset[int]:
    """Give the fiscal years that facts name."""
    found = (FISCAL_YEAR.fullmatch(fact.value) for fact in context.facts if _is_thing(fact))
    return frozenset(int(year[1]) for year in found if year)


def _say(graph: Graph, subject: URIRef, predicate: URIRef, say: Say) -> None:
    graph.add((subject, predicate, Literal(say.ja, lang="ja")))
    graph.add((subject, predicate, Literal(say.en, lang="en")))


def _is_thing(fact: Fact) -> bool:
    return fact.kind is ValueKind.THING


def _names(space: Namespace | type[DefinedNamespace]) -> frozenset[str]:
    """Give the local names of a closed namespace (`dir` gives names, or whole IRIs)."""
    return frozenset(re.split(r"[#/]", str(one))[-1] for one in dir(space))


def _term(name: str, iris: Iris) -> URIRef:
    term = term_named(name, iris)
    if term is None:
        raise LookupError(name)
    return term


def _value(fact: Fact, iris: Iris) -> URIRef | Literal:
    if fact.kind is ValueKind.IRI:
        return URIRef(fact.value)
    if _is_thing(fact):
        return iris.at(f"id/{fact.value}")
    if fact.kind is ValueKind.TEXT:
        return Literal(fact.value, lang=fact.language or None)
    return Literal(fact.value, datatype=_DATATYPES[fact.kind], normalize=False)
