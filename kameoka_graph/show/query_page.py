"""The body of an answer to what the query page shows of it: rows, a yes or no, or RDF as text."""

from dataclasses import dataclass

from kameoka_graph.formats import RESULTS_JSON, Format
from kameoka_graph.store.answer import Rows
from kameoka_graph.store.remote import read_results


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as the query page shows it."""

    rows: Rows | None
    """The rows of a SELECT or ASK."""
    rdf: str
    """The Turtle of a CONSTRUCT or DESCRIBE."""
    truncated: bool
    """Whether the operator's limit cut it."""


def results_table(form: Format, body: bytes, *, truncated: bool) -> Result:
    """Take an answer apart for the page."""
    if form is RESULTS_JSON:
        return Result(read_results(body), "", truncated)
    return Result(None, body.decode("utf-8"), truncated)
