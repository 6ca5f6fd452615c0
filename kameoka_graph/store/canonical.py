"""Named graphs to the canonical dump of their dataset."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef


def canonical_nquads(graphs: Mapping[URIRef, Graph]) -> bytes:
    """Write named graphs as RDFC-1.0 canonical N-Quads, sorted by code point (https://www.w3.org/TR/rdf-canon/).

    Labels of blank nodes depend on the quads that have any, so only those are canonicalised.
    """
    plain: list[ox.Quad] = []
    blank: list[ox.Quad] = []
    for quad in quads_of(graphs):
        has_blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
        (blank if has_blank else plain).append(quad)
    dataset = ox.Dataset(blank)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = [ox.serialize(one, format=ox.RdfFormat.N_QUADS) or b"" for one in (plain, dataset)]
    return b"".join(sorted(b"".join(written).splitlines(keepends=True)))


def quads_of(graphs: Mapping[URIRef, Graph]) -> Iterator[ox.Quad]:
    """Give named graphs as the engine's quads."""
    for name, graph in graphs.items():
        graph_name = ox.NamedNode(name)
        for s, p, o in graph:
            yield ox.Quad(_resource(s), _iri(p), _node(o), graph_name)


def _resource(node: object) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(f"b{node}") if isinstance(node, BNode) else _iri(node)


def _iri(node: object) -> ox.NamedNode:
    if not isinstance(node, URIRef):
        raise TypeError(node)
    return ox.NamedNode(str(node))


def _node(node: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(node, Literal):
        return _resource(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return (
        ox.Literal(str(node))
        if node.datatype is None
        else ox.Literal(str(node), datatype=ox.NamedNode(node.datatype))
    )
