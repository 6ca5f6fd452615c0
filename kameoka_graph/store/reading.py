"""A file of RDF in any syntax to named graphs."""

from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef

from kameoka_graph.formats import GRAPHS
from kameoka_graph.say import Say, ToldError
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.syntax import RDF_FORMATS


class RdfRefusedError(ToldError, ValueError):
    """A file that is missing, whose extension names no syntax of RDF, or that breaks its syntax."""


def read_graphs(path: Path, iris: Iris) -> dict[URIRef, Graph]:
    """Read a file in the syntax of its extension, relative IRIs below the base.

    Gives its named graphs; triples of no graph go to one named after the file. Raises
    `RdfRefusedError`.
    """
    form = next((one for one in GRAPHS if one.name == path.suffix.removeprefix(".")), None)
    if form is None:
        names = ", ".join(f".{one.name}" for one in GRAPHS)
        raise RdfRefusedError(
            Say(
                f"{path}: RDF の拡張子ではありません。{names} のどれかで保存してください。",
                f"{path}: not an extension of RDF; save it as one of {names}.",
            )
        )
    graphs: dict[URIRef, Graph] = {}
    try:
        quads = ox.parse(path=str(path), format=RDF_FORMATS[form], base_iri=iris.root)
        for quad in quads:
            named = isinstance(quad.graph_name, ox.NamedNode)
            name = URIRef(quad.graph_name.value) if named else iris.graph(f"file/{path.stem}")
            triple = (_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object))
            graphs.setdefault(name, Graph()).add(triple)
    except (OSError, SyntaxError, ValueError) as error:
        raise RdfRefusedError(
            Say(
                f"{path}: RDF として読めません（{error}）。",
                f"{path}: cannot be read as RDF ({error}).",
            )
        ) from error
    return graphs


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    """Give the engine's term as rdflib's, its lexical form untouched."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(term)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
    return Literal(term.value, datatype=None if plain else URIRef(datatype), normalize=False)
