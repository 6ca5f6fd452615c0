"""An answer to what a terminal shows: a table aligned by display width, CSV, TSV or JSON.

RDF is shown as Turtle, or as JSON-LD where JSON is asked for.
"""

from collections.abc import Sequence
from typing import Final

from kameoka_graph.cli.terminal import tame, width
from kameoka_graph.formats import CSV, JSONLD, RESULTS_JSON, TSV, TURTLE, Format
from kameoka_graph.store.answer import Store, Term, Text
from kameoka_graph.store.remote import read_results

WANTED: Final[dict[str, tuple[Format, ...]]] = {
    "table": (RESULTS_JSON, TURTLE),
    "csv": (CSV, TURTLE),
    "tsv": (TSV, TURTLE),
    "json": (RESULTS_JSON, JSONLD),
}
"""What to ask of a store for each format of the command line: for rows, and for RDF."""


def show(store: Store, query: str, form: str) -> str:
    """Ask a store and give the answer as text."""
    came, body = store.answer(query, WANTED[form])
    if form != "table" or came is not RESULTS_JSON:
        return body.decode("utf-8")
    rows = read_results(body)
    return table(rows.variables, [[_shown(term) for term in row] for row in rows.rows])


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align columns by the width that a terminal gives each character."""
    widths = [max(map(width, column)) for column in zip(header, *rows, strict=True)]
    lines = [header, ["─" * size for size in widths], *rows]
    return "".join(f"{_line(line, widths)}\n" for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _shown(term: Term | None) -> str:
    if term is None:
        return ""
    return tame(term.value if isinstance(term, Text) else str(term))
