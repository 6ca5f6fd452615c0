"""The expected answers of the named queries: one CSV file each, own IRIs relative to the base."""

import csv
import io
import os
from pathlib import Path
from typing import Final

from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Rows, Term, Text

ANSWERS: Final = Path(__file__).resolve().parent / "answers"
"""The folder of the files."""
REWRITE: Final = "REWRITE_ANSWERS"
"""The environment variable that, set to 1, makes a test of an answer write its file anew."""
FEDERATED: Final = "area-at-e-stat"
"""The named query that asks another endpoint."""


def as_csv(rows: Rows, iris: Iris) -> str:
    """Write an answer as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.variables)
    writer.writerows([_cell(term, iris) for term in row] for row in rows.rows)
    return text.getvalue()


def expected(name: str) -> str:
    """Give the expected answer of a named query."""
    return (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


def column(rows: Rows, name: str) -> list[str]:
    """Give one column of an answer as texts, empty where a cell is unbound."""
    at = rows.variables.index(name)
    return ["" if row[at] is None else _text(row[at]) for row in rows.rows]


def is_expected(name: str, rows: Rows, iris: Iris) -> bool:
    """Tell whether an answer is the expected one; writes it anew where that was asked for."""
    answer = as_csv(rows, iris)
    if os.environ.get(REWRITE) == "1":
        (ANSWERS / f"{name}.csv").write_text(answer, encoding="utf-8")
    return answer == expected(name)


def _cell(term: Term | None, iris: Iris) -> str:
    return _text(term).replace(iris.root, "")


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, Text) else str(term)
