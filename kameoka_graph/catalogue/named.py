"""The catalogue of named queries: each `.rq` file under `queries/` with its titles and question.

A file starts with lines `#| key: value`; what follows is SPARQL that runs as it stands:

    #| number: 6
    #| topic: years
    #| title.ja: 行動計画の、ある年度の活動
    #| title.en: What an action plan lists in one year
    #| question.ja: ある行動計画について、ある年度に何が記載されているか。
    #| question.en: What was listed for an action plan in a fiscal year?
    #| parameter: year | thing FiscalYear | 年度 | fiscal year

A parameter is the name of a `VALUES` block, its kind (`thing` and a class, `concept` and a scheme,
`text`, `folded`, `number`) and its label. A class without a prefix is one of `mp:`. What a person
gives for `folded` is brought into the form of `state.folding` before it is bound.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kameoka_graph.say import Say
from kameoka_graph.state.folding import fold
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Term, Text
from kameoka_graph.store.answer import written as syntax_of

XSD_DECIMAL: Final = "http://www.w3.org/2001/XMLSchema#decimal"
TOPICS: Final = {
    "structure": Say("計画の構造", "structure of the plan"),
    "years": Say("年度", "fiscal years"),
    "entities": Say("組織・基金・催し", "organisations, funds and events"),
    "interpretation": Say("対応づけと判断", "interpretation"),
    "provenance": Say("出典と根拠", "provenance"),
    "municipalities": Say("自治体のあいだ", "between municipalities"),
    "publication": Say("公開と品質", "publication and quality"),
}
"""The topics of the catalogue, in order."""

_LINE: Final = re.compile(r"#\| ([a-z.]+): (.*)")
_BLOCK: Final = re.compile(r"(?<=VALUES \?)(\w+) \{ ([^}]*) \}")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_IRI: Final = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:[\w./,=~-]|%[0-9A-Fa-f]{2})*(?:\#[\w./,=~-]*)?"
)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TOKEN: Final = re.compile(
    r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<([^<>"{}|^`\\\s]*)>|\#[^\n]*"""
)
"""A string, an IRI or a comment: what looks like an IRI within the others is none."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a person may choose in a named query."""

    name: str
    """Name of the variable, e.g. year."""
    kind: str
    """thing, concept, text, folded or number."""
    of: str
    """The class of a thing or the scheme of a concept; empty otherwise."""
    label: Say
    """What it is called on a form."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the catalogue."""

    name: str
    """Name of its file, e.g. entries-of-a-year."""
    number: int
    """Its place in the catalogue."""
    topic: str
    """A key of `TOPICS`."""
    title: Say
    """Its title."""
    question: Say
    """The question that it answers, in plain words."""
    parameters: tuple[Parameter, ...]
    """What may be chosen."""
    text: str
    """Its SPARQL, with own IRIs relative and the defaults in its VALUES blocks."""

    def written(self, iris: Iris, values: Mapping[str, str] | None = None) -> str:
        """Give the SPARQL with `values` (as a person writes them) bound and every IRI absolute.

        So it runs anywhere. Nothing that a person wrote becomes part of the text but as one term.
        Raises KeyError for a parameter that the query does not have, ValueError for a value that
        cannot be bound.
        """
        by_name = {parameter.name: parameter for parameter in self.parameters}
        terms = {
            name: syntax_of(term_of(by_name[name], value, iris))
            for name, value in (values or {}).items()
        }

        def bound(block: re.Match[str]) -> str:
            return f"{block[1]} {{ {terms.get(block[1], block[2])} }}"

        return _BLOCK.sub(bound, _TOKEN.sub(lambda token: _absolute(token, iris), self.text))

    def default(self, name: str) -> str:
        """Give the default of a parameter as a person would write it; KeyError if there is none."""
        return {block[1]: block[2].strip('<>"') for block in _BLOCK.finditer(self.text)}[name]


def term_of(parameter: Parameter, value: str, iris: Iris) -> Term:
    """Give the term that a person's value for a parameter stands for.

    Things may be named below the base. Raises ValueError for what is no IRI or no number where one
    is due.
    """
    if parameter.kind == "thing":
        return _iri(value, iris)
    if parameter.kind == "concept":
        return _iri(value if ":" in value else f"voc/{parameter.of}/{value}", iris)
    if parameter.kind == "number":
        return Text(_plain_number(value), datatype=XSD_DECIMAL)
    return Text(fold(value) if parameter.kind == "folded" else value)


def _iri(value: str, iris: Iris) -> Iri:
    """Give an IRI that every engine takes: without what only few IRIs contain."""
    short = value.removeprefix(iris.root).lstrip("/")
    if not _IRI.fullmatch(short):
        raise ValueError(value)
    return Iri(iris.absolute(short))


def _plain_number(value: str) -> str:
    """Give a decimal number as SPARQL writes it; full-width digits are a number too."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if not _NUMBER.fullmatch(plain):
        raise ValueError(value)
    return plain


def _absolute(token: re.Match[str], iris: Iris) -> str:
    iri = token[1]
    return token[0] if iri is None or _SCHEME.match(iri) else f"<{iris.root}{iri}>"


@cache
def catalogue() -> tuple[NamedQuery, ...]:
    """Give all named queries, by number."""
    folder = files("kameoka_graph.catalogue") / "queries"
    found = [
        read_query(one.name.removesuffix(".rq"), one.read_text("utf-8"))
        for one in folder.iterdir()
        if one.name.endswith(".rq")
    ]
    return tuple(sorted(found, key=lambda query: query.number))


def named_query(name: str) -> NamedQuery:
    """Give the named query `name`; raises KeyError where there is none."""
    return {query.name: query for query in catalogue()}[name]


def read_query(name: str, text: str) -> NamedQuery:
    """Read the text of a `.rq` file.

    Raises ValueError where a line of its head is missing or has another form.
    """
    head = [line for line in text.splitlines() if line.startswith("#|")]
    entries = [(found[1], found[2]) for found in map(_LINE.fullmatch, head) if found is not None]
    if len(entries) != len(head):
        raise ValueError(name)
    keys = dict(entries)
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#|")).strip() + "\n"
    try:
        return NamedQuery(
            name,
            int(keys["number"]),
            keys["topic"],
            Say(keys["title.ja"], keys["title.en"]),
            Say(keys["question.ja"], keys["question.en"]),
            tuple(_parameter(value) for key, value in entries if key == "parameter"),
            body,
        )
    except KeyError as missing:
        raise ValueError(name, missing) from missing


def _parameter(line: str) -> Parameter:
    name, kind, ja, en = (part.strip() for part in line.split("|"))
    what, _, of = kind.partition(" ")
    return Parameter(name, what, of, Say(ja, en))
