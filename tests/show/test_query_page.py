"""The query page shows rows, a yes or no, or RDF, and says when it is not all."""

from kameoka_graph.formats import RESULTS_JSON, TURTLE
from kameoka_graph.show.query_page import results_table
from kameoka_graph.store.answer import Iri, Text


def test_rows_are_read() -> None:
    """The answer to a SELECT is its rows, with nothing where a variable is unbound."""
    body = b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"uri","value":"http://x/"}}]}}'
    result = results_table(RESULTS_JSON, body, truncated=False)
    assert result.rows is not None
    assert result.rows.variables == ("a", "b")
    assert result.rows.rows == ((Iri("http://x/"), None),)
    assert (result.rdf, result.truncated) == ("", False)


def test_a_yes_is_a_row() -> None:
    """The answer to an ASK is one row with the truth in it."""
    result = results_table(RESULTS_JSON, b'{"head":{},"boolean":true}', truncated=False)
    assert result.rows is not None
    assert result.rows.rows == ((Text("true", "", "http://www.w3.org/2001/XMLSchema#boolean"),),)


def test_rdf_is_shown_as_text() -> None:
    """The answer to a CONSTRUCT is its Turtle; a cut is passed on."""
    result = results_table(TURTLE, '<a> <b> "亀岡" .'.encode(), truncated=True)
    assert result.rows is None
    assert result.rdf == '<a> <b> "亀岡" .'
    assert result.truncated
