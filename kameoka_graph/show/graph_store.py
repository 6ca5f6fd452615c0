"""A request to `/rdf-graph-store` to the question for a graph: the Graph Store Protocol, to read.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urljoin

from kameoka_graph.ask.question import Question
from kameoka_graph.formats import Format
from kameoka_graph.say import Say
from kameoka_graph.show.endpoint import BadRequestError
from kameoka_graph.show.message import Values

CONTENTS: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
"""The query for all that a graph holds."""


def read_graph(values: Values, root: str) -> str | None:
    """Give the IRI of the graph that is asked for, None for the default graph (section 4.2).

    A relative IRI is resolved against `root`. Raises `BadRequestError` unless exactly one is named.
    """
    named, default = values("graph"), values("default")
    if len(named) + len(default) != 1 or any(default):
        raise BadRequestError(
            Say(
                "graph=（グラフの IRI）か default（値なし）の、どちらか1つだけを付けてください。",
                "Give exactly one of graph= (the IRI of a graph) and default (without a value).",
            )
        )
    return _absolute(named[0], root) if named else None


def contents(graph: str | None, formats: Sequence[Format]) -> Question:
    """Give the question for all that a graph holds, the default graph where `graph` is None."""
    return Question(CONTENTS, tuple(formats), () if graph is None else (graph,))


def _absolute(iri: str, root: str) -> str:
    try:
        return urljoin(root, iri)
    except ValueError:  # no address between the brackets: then it names no graph either
        return iri
