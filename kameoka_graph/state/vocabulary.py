"""Turtle files whose own IRIs are relative (ontology, schemes, shapes) to graphs below a base."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph, Literal
from rdflib.namespace import XSD

from kameoka_graph.say import Say, ToldError
from kameoka_graph.state.iris import Iris


class VocabularyError(ToldError, ValueError):
    """A Turtle file of the ontology or the shapes that cannot be read."""


def load_vocabulary(paths: Iterable[Path], iris: Iris) -> Graph:
    """Load Turtle files into one graph, relative IRIs and `xsd:anyURI` literals below the base.

    SHACL gives namespaces as literals (`sh:namespace`), which a parser does not resolve; so they
    are resolved here.
    Raises `VocabularyError` with the file and the parser's own words.
    """
    graph = Graph()
    for path in paths:
        try:
            graph.parse(path, format="turtle", publicID=iris.root)
        except (SyntaxError, ValueError) as error:
            raise VocabularyError(
                Say(
                    f"{path}: Turtle として読めません（{error}）。",
                    f"{path}: cannot be read as Turtle ({error}).",
                )
            ) from error
    for subject, predicate, value in list(graph):
        if isinstance(value, Literal) and value.datatype == XSD.anyURI and ":" not in value:
            graph.remove((subject, predicate, value))
            graph.add((subject, predicate, Literal(iris.absolute(value), datatype=XSD.anyURI)))
    return graph
