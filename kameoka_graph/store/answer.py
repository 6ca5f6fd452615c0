"""What a store answers, as plain values that know no engine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, NamedTuple, Protocol

from kameoka_graph.formats import Format
from kameoka_graph.say import Say, ToldError

XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_LABEL: Final = re.compile(r"[A-Za-z0-9_]+")
_FORBIDDEN_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


class Iri(str):
    """An IRI."""

    __slots__ = ()


class Blank(str):
    """A blank node, by its label in this answer."""

    __slots__ = ()


class Text(NamedTuple):
    """A literal."""

    value: str
    """Its lexical form."""
    language: str = ""
    """Its language tag, or empty."""
    datatype: str = XSD_STRING
    """The IRI of its datatype."""


Term = Iri | Blank | Text
Triple = tuple[Term, Iri, Term]
Quad = tuple[Term, Iri, Term, Iri | None]
"""Subject, predicate, object, and the graph (None: the default graph)."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT."""

    variables: tuple[str, ...]
    """Column names, in the order of the query."""
    rows: tuple[tuple[Term | None, ...], ...]
    """Rows; None where a variable is unbound."""

    def records(self) -> Iterator[Mapping[str, Term]]:
        """Yield each row by column name, unbound variables left out."""
        for row in self.rows:
            yield {
                name: term
                for name, term in zip(self.variables, row, strict=True)
                if term is not None
            }

    def columns(self, *names: str) -> Iterator[tuple[Term | None, ...]]:
        """Yield of each row the columns of these names, two or more, in their order.

        None where a variable is unbound; raises ValueError for a column that there is not.
        """
        return map(itemgetter(*map(self.variables.index, names)), self.rows)


class BadQueryError(ToldError, ValueError):
    """A query that is no SPARQL; `detail` is what is wrong with it."""

    def __init__(self, detail: str, ja: str = "") -> None:
        """Tell what is wrong in the words of `detail`; `ja` are the Japanese ones, if there are."""
        super().__init__(
            Say(
                f"SPARQL として正しくありません: {ja or detail}",
                f"This is not valid SPARQL: {detail}",
            )
        )
        self.detail = detail
        self.ja = ja


class StoreUnreachableError(ToldError, OSError):
    """A store that cannot be opened or does not answer."""


class Store(Protocol):
    """What the rest of the program asks of a store."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT; raises `BadQueryError` or `StoreUnreachableError`."""

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE."""

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Answer any query in the first of `formats` that can carry it; gives format and body."""


def written(term: Term) -> str:
    """Write a term as SPARQL and N-Triples do; ValueError for what no syntax can carry."""
    if isinstance(term, Text):
        quoted = '"' + "".join(_ESCAPES.get(char, char) for char in term.value) + '"'
        if term.language:
            return f"{quoted}@{_refused_unless(_LANGUAGE, term.language)}"
        return quoted if term.datatype == XSD_STRING else f"{quoted}^^{written(Iri(term.datatype))}"
    if isinstance(term, Blank):
        return f"_:{_refused_unless(_LABEL, term)}"
    if _FORBIDDEN_IN_IRI.search(term):
        raise ValueError(term)
    return f"<{term}>"


def _refused_unless(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text):
        raise ValueError(text)
    return text


def plain(term: Term) -> str:
    """Give the text of a term: its lexical form, its IRI, or its label."""
    return term.value if isinstance(term, Text) else str(term)
