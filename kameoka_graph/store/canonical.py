"""Named graphs to the canonical dump of their dataset."""

from collections.abc import Mapping

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef


def canonical_nquads(graphs: Mapping[URIRef, Graph]) -> bytes:
    """Write named graphs as RDFC-1.0 canonical N-Quads, sorted by code point (https://www.w3.org/TR/rdf-canon/)."""
    dataset = ox.Dataset(
        ox.Quad(_resource(s), _iri(p), _node(o), ox.NamedNode(name))
        for name, graph in graphs.items()
        for s, p, o in graph
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))


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
