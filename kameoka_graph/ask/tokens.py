"""The text of a query to its tokens (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).

The engine's parser has no tokeniser of its own: it reads letter by letter. So `<` is taken as the
engine takes it: as an operator after an operand within an expression, else as the start of an IRI.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Final, NamedTuple

from kameoka_graph.say import Say, ToldError, excerpt


class Kind(IntEnum):
    """What a token is."""

    COMMENT = auto()
    IRI = auto()
    STRING = auto()
    NAME = auto()
    """A prefixed name, a prefix with its colon among them."""
    BLANK = auto()
    VARIABLE = auto()
    LANGUAGE = auto()
    NUMBER = auto()
    WORD = auto()
    """A keyword, in any case."""
    OPEN = auto()
    CLOSE = auto()
    MARK = auto()
    """An operator or a punctuation mark."""


class Token(NamedTuple):
    """One token."""

    kind: Kind
    """What it is."""
    text: str
    """How it is written."""
    start: int
    """Where it starts in the text."""
    word: str = ""
    """A keyword in upper case; empty for all other kinds."""


class RefusedQueryError(ToldError, ValueError):
    """A query that is not evaluated, whatever the engine would make of it."""


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query with its codepoint escapes resolved, which comes first (SPARQL 1.1, §19.2)."""

    text: str
    """The query as the grammar sees it."""
    escapes: tuple[tuple[int, int], ...] = ()
    """Where a resolved escape stands in `text`; how much longer it and those before it were."""
    original: str = ""
    """The query as it was sent."""

    def where(self, start: int) -> tuple[int, int]:
        """Give the line and the column, from 1, of a place in `text`, as the person wrote it."""
        before = bisect_left(self.escapes, (start, 0))
        start += self.escapes[before - 1][1] if before else 0
        lines = re.split(r"\r\n|\r|\n", self.original[:start])
        return len(lines), len(lines[-1]) + 1


_ESCAPE: Final = re.compile(r"\\(?:\\|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
"""A codepoint escape, or a backslash that is itself escaped and so starts none."""
_CODEPOINTS: Final = 0x110000

_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START: Final = f"{_BASE}_"
_INNER: Final = rf"{_START}\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX: Final = rf"[{_BASE}](?:[{_INNER}.]*[{_INNER}])?"
_LOCAL: Final = (
    rf"(?:[{_START}:0-9]|{_ESCAPED})(?:(?:[{_INNER}.:]|{_ESCAPED})*(?:[{_INNER}:]|{_ESCAPED}))?"
)
_CHARACTER: Final = r"\\[tbnrf\\\"']"
_PATTERNS: Final = (
    (Kind.COMMENT, r"\#[^\r\n]*"),
    (Kind.VARIABLE, rf"[?$][{_START}0-9][{_START}0-9\u00b7\u0300-\u036f\u203f-\u2040]*"),
    (Kind.IRI, r"<[^<>\"{}|^`\\\x00-\x20]*>"),
    (Kind.NAME, rf"(?:{_PREFIX})?:(?:{_LOCAL})?"),
    (Kind.WORD, r"[A-Za-z][A-Za-z0-9_]*"),
    (Kind.BLANK, rf"_:[{_START}0-9](?:[{_INNER}.]*[{_INNER}])?"),
    (
        Kind.STRING,
        rf"'''(?:'{{0,2}}(?:[^'\\]|{_CHARACTER}))*'''|'(?:[^'\\\n\r]|{_CHARACTER})+'|''(?!')"
        rf'|"""(?:"{{0,2}}(?:[^"\\]|{_CHARACTER}))*"""|"(?:[^"\\\n\r]|{_CHARACTER})+"|""(?!")',
    ),
    (Kind.NUMBER, r"(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"),
    (Kind.LANGUAGE, r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    (Kind.OPEN, r"<<\(?|\{\||[({\[]"),
    (Kind.CLOSE, r"\)>>|>>|\|\}|[)}\]]"),
    (Kind.MARK, r"\^\^|&&|\|\||[!<>]?=|[<>!*/+\-|^?;,.~]"),
)
_BODY: Final = "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _PATTERNS)
_TOKEN: Final = re.compile(rf"[ \t\r\n]*(?:{_BODY})?")
_OPERATOR: Final = re.compile(r"<=?")
_KINDS: Final = {kind.name: kind for kind, _ in _PATTERNS}
_OPERANDS: Final = frozenset(
    {Kind.VARIABLE, Kind.IRI, Kind.NAME, Kind.STRING, Kind.NUMBER, Kind.LANGUAGE, Kind.CLOSE}
)
_CONSTANTS: Final = frozenset({"TRUE", "FALSE"})
_NO_EXPRESSION: Final = frozenset({"VALUES", "A", "UNDEF", *_CONSTANTS})
"""Words after which a round bracket opens no expression."""
_HEADS: Final = frozenset({"SELECT", "BY", "HAVING"})
"""Words after which each round bracket opens an expression, until the next clause."""
_HEADS_END: Final = frozenset({"WHERE", "VALUES", "LIMIT", "OFFSET", "FROM"})


def resolve_escapes(query: str) -> QueryText:
    r"""Resolve `\\uXXXX` and `\\UXXXXXXXX`; raises `RefusedQueryError` for no character."""
    if "\\" not in query:
        return QueryText(query, (), query)
    parts: list[str] = []
    escapes: list[tuple[int, int]] = []
    read = length = 0
    for found in _ESCAPE.finditer(query):
        if found[0] == "\\\\":
            continue
        code = int(found[1] or found[2], 16)
        if code >= _CODEPOINTS or _is_surrogate(code):
            raise refusal(
                QueryText(query, (), query),
                found.start(),
                Say(f"{found[0]} という文字はありません", f"there is no character {found[0]}"),
            )
        parts += (query[read : found.start()], chr(code))
        length += found.start() - read + 1
        read = found.end()
        escapes.append((length - 1, read - length))
    return QueryText("".join((*parts, query[read:])), tuple(escapes), query)


def refusal(text: QueryText, start: int, what: Say) -> RefusedQueryError:
    """Make the error that says what stands at a place of the query, and where that is."""
    line, column = text.where(start)
    return RefusedQueryError(
        Say(
            f"この問い合わせは受け付けません（{line} 行 {column} 文字目）: {what.ja}。",
            f"This query is refused (line {line}, column {column}): {what.en}.",
        )
    )


def tokens(text: QueryText) -> Iterator[Token]:
    """Give the tokens and comments of a query; raises `RefusedQueryError` where it has none."""
    reader = _Context()
    source, position = text.text, 0
    while True:
        found = _TOKEN.match(source, position)
        group = found.lastgroup if found else None
        if found is None or group is None:
            break
        kind, written = _KINDS[group], found[group]
        word = written.upper() if kind is Kind.WORD else ""
        token = Token(kind, written, found.start(group), word)
        if written[0] == "<" and reader.wants_operator():
            operator = _OPERATOR.match(source, token.start)
            token = Token(Kind.MARK, operator[0] if operator else "<", token.start)
        position = token.start + len(token.text)
        reader.pass_over(token)
        yield token
    rest = found.end() if found else position
    if rest < len(source):
        seen = excerpt(source[rest:], 12)
        raise refusal(text, rest, Say(f"「{seen}」を読めません", f"“{seen}” cannot be read"))


class _Context:
    """What the tokens so far say about the next: whether an operand has ended in an expression."""

    def __init__(self) -> None:
        self._levels: list[bool] = []
        self._heads = [False]
        self._last: tuple[Token | None, Token | None] = (None, None)

    def wants_operator(self) -> bool:
        """Tell whether `<` can only be an operator here."""
        last = self._last[1]
        if last is None or not (self._levels and self._levels[-1]):
            return False
        return last.kind in _OPERANDS or last.word in _CONSTANTS

    def pass_over(self, token: Token) -> None:
        """Take in the next token."""
        kind = token.kind
        if kind is Kind.COMMENT:
            return
        if kind is Kind.OPEN:
            self._heads[-1] = self._heads[-1] and token.text == "("
            self._levels.append(token.text == "(" and self._opens_expression())
            self._heads.append(False)
        elif kind is Kind.CLOSE:
            if self._levels:
                self._levels.pop()
                self._heads.pop()
        elif token.word in _HEADS:
            self._heads[-1] = True
        elif token.word in _HEADS_END:
            self._heads[-1] = False
        self._last = (self._last[1], token)

    def _opens_expression(self) -> bool:
        before, last = self._last
        if (self._levels and self._levels[-1]) or self._heads[-1]:
            return True
        if last is None:
            return False
        if last.kind is Kind.WORD:
            return last.word not in _NO_EXPRESSION
        called = last.kind in {Kind.NAME, Kind.IRI}
        return called and before is not None and before.word == "FILTER"


def _is_surrogate(code: int) -> bool:
    return 0xD800 <= code < 0xE000  # noqa: PLR2004 - the range that Unicode keeps free
