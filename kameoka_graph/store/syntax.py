"""Quads to bytes in every RDF syntax, always from sorted quads, and bytes back to quads."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from kameoka_graph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Carries, Format
from kameoka_graph.store.answer import Blank, Iri, Quad, Term, Text

RDF_FORMATS: Final = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSONLD: ox.RdfFormat.JSON_LD,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
    TRIG: ox.RdfFormat.TRIG,
    NQUADS: ox.RdfFormat.N_QUADS,
}
"""The engine's own names of the formats."""


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def write_quads(quads: Iterable[Quad], form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write quads in `form`; a format for triples gets their triples, each once."""
    if form.carries is Carries.TRIPLES:
        quads = {(s, p, o, None) for s, p, o, _ in quads}
    ordered = sorted(quads, key=_order)
    engine = RDF_FORMATS[form]
    used = _used(prefixes, ordered) if form in _PREFIXED else None
    return ox.serialize(map(_quad, ordered), format=engine, prefixes=used) or b""


def rewrite(
    nquads: bytes, form: Format, prefixes: Mapping[str, str], *, graph: str | None = None
) -> bytes:
    """Write sorted N-Quads in another format; with `graph` only the quads of that graph.

    Each quad must be of a named graph. Lines are chosen and ordered as bytes, and the engine's
    quads go straight from its reader to its writer: a whole data set is too much to make values of.
    """
    lines = nquads.splitlines(keepends=True)
    if graph is not None:
        ending = f" <{graph}> .\n".encode()
        lines = [line for line in lines if line.endswith(ending)]
    if form.carries is Carries.TRIPLES:
        quads = ox.parse(b"".join(merged(lines)), format=ox.RdfFormat.N_TRIPLES)
    else:
        lines.sort(key=_graph_of)
        quads = ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    used = {
        name: space for name, space in sorted(prefixes.items()) if f"<{space}".encode() in nquads
    }
    return (
        ox.serialize(quads, format=RDF_FORMATS[form], prefixes=used if form in _PREFIXED else None)
        or b""
    )


def merged(lines: Iterable[bytes]) -> Iterable[bytes]:
    """Give lines of N-Quads, all of named graphs, as N-Triples: each triple once."""
    return dict.fromkeys(
        line[: line.rindex(b" <")] + b" .\n" for line in lines if not line.isspace()
    )


def _graph_of(line: bytes) -> bytes:
    return line[line.rindex(b" <") :]


def read_nquads(nquads: bytes, *, graph: str | None = None) -> list[Quad]:
    """Read N-Quads; with `graph` only the quads of that graph."""
    return [
        plain_quad(quad)
        for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
        if graph is None
        or (isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value == graph)
    ]


def plain_quad(quad: ox.Quad) -> Quad:
    """Give the engine's quad as plain values."""
    graph = quad.graph_name
    return (
        plain_term(quad.subject),
        Iri(quad.predicate.value),
        plain_term(quad.object),
        Iri(graph.value) if isinstance(graph, ox.NamedNode) else None,
    )


def plain_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """Give the engine's term as a plain value; RDF 1.1 has no triple terms, so none are here."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return Text(term.value, term.language or "", term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    raise TypeError(term)


_PREFIXED: Final = (TURTLE, TRIG, RDFXML, JSONLD)


def _used(prefixes: Mapping[str, str], quads: Iterable[Quad]) -> dict[str, str]:
    """Keep the prefixes that the quads need, so that a small file starts with a small head."""
    seen = {iri for quad in quads for term in quad for iri in _namespaces(term)}
    return {
        name: space
        for name, space in sorted(prefixes.items())
        if any(iri.startswith(space) for iri in seen)
    }


def _namespaces(term: Term | None) -> tuple[str, ...]:
    if isinstance(term, Iri):
        return (term,)
    return (term.datatype,) if isinstance(term, Text) else ()


def _order(quad: Quad) -> tuple[str, ...]:
    return tuple(_key(term) for term in (quad[3], quad[0], quad[1], quad[2]))


def _key(term: Term | None) -> str:
    if term is None:
        return ""
    return (
        "\0".join((type(term).__name__, *term))
        if isinstance(term, Text)
        else f"{type(term).__name__}\0{term}"
    )


def _quad(quad: Quad) -> ox.Quad:
    subject, predicate, value, graph = quad
    assert not isinstance(subject, Text)  # noqa: S101 - tells mypy what RDF guarantees
    resource = ox.BlankNode(subject) if isinstance(subject, Blank) else ox.NamedNode(subject)
    return ox.Quad(
        resource,
        ox.NamedNode(predicate),
        engine_term(value),
        None if graph is None else ox.NamedNode(graph),
    )


def engine_term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Give a plain value as the engine's term."""
    if isinstance(term, Iri):
        return ox.NamedNode(term)
    if isinstance(term, Blank):
        return ox.BlankNode(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
