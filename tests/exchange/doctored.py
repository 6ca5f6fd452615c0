"""A store that answers one question with more than it holds, for data that ours does not have."""

from collections.abc import Sequence
from dataclasses import dataclass

from kameoka_graph.formats import Format
from kameoka_graph.store.answer import Rows, Store, Term, Triple


@dataclass(frozen=True)
class Doctored:
    """Answers as another store does, with rows added where a query holds a mark."""

    store: Store
    """The store that is asked."""
    mark: str
    """What stands in the query that is answered with more."""
    added: tuple[tuple[Term | None, ...], ...]
    """The rows that are added."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT."""
        found = self.store.select(query)
        return Rows(found.variables, found.rows + self.added) if self.mark in query else found

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE."""
        return self.store.construct(query)

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Answer any query."""
        return self.store.answer(query, formats)
