"""A public query to what the engine may be given of it, or a refusal that says what stands where.

The engine's parser reads letter by letter and splits what no tokeniser would: it takes
`SERVICEex:a` for `SERVICE ex:a`. It also calls itself for each level of nesting and each link of a
chain until its stack ends, and the process with it. So a query is refused unless each of its words
is one of the language and each prefix is declared; what could still be read in two ways is refused
as well, and comments do not reach the engine at all.

Measured with pyoxigraph 0.5.13 on a stack of 8 MiB, by doubling: what ends the process is more than
512 nested calls or IFs, 2,048 nested groups, 4,096 nested brackets; a chain of more than 2,048
BINDs or resources of DESCRIBE, 4,096 sums or UNIONs, 8,192 `||`, `!`, FILTERs or path alternatives.
A worker's stack is 32 times as large: the default limits are at most a fourth of what it bears.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.tokens import (
    Kind,
    QueryText,
    RefusedQueryError,
    Token,
    refusal,
    resolve_escapes,
    tokens,
)
from kameoka_graph.say import Say, excerpt

__all__ = ["Examined", "RefusedQueryError", "examine", "is_steady", "refuse_too_long"]

PROLOGUE: Final = frozenset({"BASE", "PREFIX", "VERSION"})
"""Words that stand before the form of a query."""
UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
)
"""Words that an update starts with."""
_WORDS: Final = """
    SELECT CONSTRUCT DESCRIBE ASK WHERE FROM NAMED DISTINCT REDUCED AS GROUP BY HAVING ORDER ASC
    DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH SERVICE SILENT BIND MINUS UNION FILTER LATERAL
    EXISTS NOT IN A TRUE FALSE STR LANG LANGMATCHES LANGDIR DATATYPE BOUND IRI URI BNODE RAND
    ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS
    STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5
    SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRLANGDIR STRDT SAMETERM SAMEVALUE ISIRI
    ISURI ISBLANK ISLITERAL ISNUMERIC HASLANG HASLANGDIR REGEX SUBSTR REPLACE ISTRIPLE TRIPLE
    SUBJECT PREDICATE OBJECT ADJUST COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR
"""
WORDS: Final = PROLOGUE | frozenset(_WORDS.split())
"""The words of a query, upper case: SPARQL 1.1 and 1.2, and what the engine adds."""
_FREE: Final = frozenset({Kind.IRI, Kind.STRING, Kind.NAME, Kind.NUMBER, Kind.LANGUAGE, Kind.WORD})
"""What the data of VALUES consists of, besides rows in brackets: it costs no depth."""
_SPLITS: Final = {"SERVICE": "{", "SILENT": "{", "FILTER": "(", "BY": "(", "HAVING": "("}
"""Words that a prefix may seem to end in, by what follows the name if the word is meant."""
_BRACKETS: Final = frozenset(_SPLITS.values())
_BEFORE_GRAPHS: Final = frozenset({"GRAPH", "FROM", "NAMED"})
"""Words after which a name can only be that of a graph."""
_UNSTEADY: Final = re.compile(
    r"(?<![a-z_])(?:rand|now|(?:str)?uuid)(?![a-z_])|service|\\u", re.IGNORECASE
)
"""What may make an answer another one each time, or hide a word that does (an escape)."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A query that may be evaluated."""

    text: str
    """What the engine is given: escapes resolved, comments blanked."""
    prologue: str
    """What of it stands before the form of the query."""
    form: str
    """The word that says what it is, e.g. DESCRIBE; empty where there is none."""
    default_graphs: tuple[str, ...]
    """The graphs of its FROM clauses, as written: `<iri>` or `prefix:name`."""
    named_graphs: tuple[str, ...]
    """The graphs of its FROM NAMED clauses, as written."""
    endpoints: tuple[str, ...]
    """The addresses that SERVICE names; all of them are allowed ones."""


def examine(query: str, limits: Limits) -> Examined:
    """Examine a query before any parser sees it; raises `RefusedQueryError`."""
    refuse_too_long(query, limits)
    text = resolve_escapes(query)
    _refuse_surrogates(text)
    read, blanked = _read(text, limits)
    form = _form(text, read)
    _refuse_unclear(text, read, _declared(read[:form]))
    endpoints = tuple(_endpoints(text, read, limits))
    default, named = _graphs(read)
    end, word = (read[form].start, read[form].word) if form < len(read) else (len(text.text), "")
    return Examined(blanked, blanked[:end], word, default, named, endpoints)


def is_steady(query: str) -> bool:
    """Tell whether a query has the same answer each time on the same release.

    What chance, the clock or another endpoint may change is not steady, nor what could hide that.
    """
    return _UNSTEADY.search(query) is None


def refuse_too_long(query: str, limits: Limits) -> None:
    """Refuse a query by its length alone, before anything is done with it."""
    most = limits.query_length
    if len(query) > most:
        raise RefusedQueryError(
            Say(
                f"この問い合わせは長すぎます: {len(query)} 字（{most} 字まで）。",
                f"This query is too long: {len(query)} characters (at most {most}).",
            )
        )


def _refuse_surrogates(text: QueryText) -> None:
    try:
        text.text.encode()
    except UnicodeEncodeError as error:
        what = Say("文字でない符号があります", "there is a code that is no character")
        raise refusal(text, error.start, what) from None


def _read(text: QueryText, limits: Limits) -> tuple[list[Token], str]:
    """Give the tokens, and the text without its comments, while watching depth and number."""
    read: list[Token] = []
    comments: list[Token] = []
    data = _Data()
    depth = counted = 0
    for token in tokens(text):
        if token.kind is Kind.COMMENT:
            comments.append(token)
            continue
        read.append(token)
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        counted += not data.holds(token)
        if depth > limits.nesting:
            raise refusal(text, token.start, _too_deep(limits))
        if counted > limits.tokens:
            raise refusal(text, token.start, _too_many(limits))
    return read, _blank(text.text, comments)


def _too_deep(limits: Limits) -> Say:
    most = limits.nesting
    return Say(
        f"括弧の入れ子が深すぎます（{most} 段まで）",
        f"brackets nest too deep (at most {most} levels)",
    )


def _too_many(limits: Limits) -> Say:
    most = limits.tokens
    return Say(
        f"語や記号が多すぎます（VALUES のデータを除いて {most} 個まで）",
        f"there are too many words and marks (at most {most}, the data of VALUES apart)",
    )


def _blank(text: str, comments: Sequence[Token]) -> str:
    if not comments:
        return text
    parts: list[str] = []
    end = 0
    for comment in comments:
        parts += (text[end : comment.start], " " * len(comment.text))
        end = comment.start + len(comment.text)
    return "".join((*parts, text[end:]))


class _Data:
    """Where the tokens of a query are data of VALUES."""

    def __init__(self) -> None:
        self._after_values = False
        self._inside = False

    def holds(self, token: Token) -> bool:
        """Take in the next token, and tell whether it is data."""
        if self._inside:
            self._inside = token.text != "}"
            return token.kind in _FREE or token.text in {"(", ")", "^^", "+", "-"}
        if self._after_values:
            self._inside = token.text == "{"
            self._after_values = token.kind is Kind.VARIABLE or token.text in {"(", ")"}
        else:
            self._after_values = token.word == "VALUES"
        return False


def _form(text: QueryText, read: Sequence[Token]) -> int:
    """Give the place of the word that says what the query is; refuses one that changes data."""
    for place, token in enumerate(read):
        if token.word and token.word not in PROLOGUE:
            if token.word in UPDATES:
                raise refusal(text, token.start, _changes_data(token.word))
            return place
    return len(read)


def _changes_data(word: str) -> Say:
    return Say(
        f"{word} はデータを変える命令です。この窓口は読み取り専用です",
        f"{word} changes data, and this endpoint is read-only",
    )


def _declared(prologue: Sequence[Token]) -> frozenset[str]:
    return frozenset(
        name.text[:-1]
        for word, name in pairwise(prologue)
        if word.word == "PREFIX" and name.kind is Kind.NAME and name.text.endswith(":")
    )


def _refuse_unclear(text: QueryText, read: Sequence[Token], declared: frozenset[str]) -> None:
    """Refuse words that are none of the language, and names that a word may be glued to."""
    for place, token in enumerate(read):
        if token.word and token.word not in WORDS:
            shown = excerpt(token.text)
            what = Say(
                f"「{shown}」は SPARQL の語ではありません", f"“{shown}” is no word of SPARQL"
            )
            raise refusal(text, token.start, what)
        if token.kind is Kind.NAME:
            prefix = token.text.partition(":")[0]
            if prefix not in declared:
                raise refusal(text, token.start, _undeclared(prefix))
            follows = read[place + 1].text if place + 1 < len(read) else ""
            before = read[place - 1].word if place else ""
            if (
                follows in _BRACKETS
                and before not in _BEFORE_GRAPHS
                and _seems_a_word(prefix, follows, declared)
            ):
                raise refusal(text, token.start, _ambiguous(token.text))


def _undeclared(prefix: str) -> Say:
    shown = excerpt(prefix)
    return Say(f"接頭辞「{shown}:」が宣言されていません", f"the prefix “{shown}:” is not declared")


def _ambiguous(name: str) -> Say:
    shown = excerpt(name)
    return Say(
        f"「{shown}」は二通りに読めます。語の後に空白を入れるか、接頭辞を変えてください",
        f"“{shown}” can be read in two ways; put a space after the word, or rename the prefix",
    )


def _seems_a_word(prefix: str, follows: str, declared: frozenset[str]) -> bool:
    """Tell whether a name might be a word with another name written right behind it."""
    heads = (
        prefix[: len(prefix) - len(tail)].upper() for tail in declared if prefix.endswith(tail)
    )
    words = tuple(word for word, bracket in _SPLITS.items() if bracket == follows)
    return any(head.endswith(words) for head in heads)


def _endpoints(text: QueryText, read: Sequence[Token], limits: Limits) -> Iterator[str]:
    """Give the addresses that SERVICE names; refuses each that is not allowed."""
    for place, token in enumerate(read):
        if token.word != "SERVICE":
            continue
        named = [one for one in read[place + 1 : place + 3] if one.word != "SILENT"]
        address = named[0].text[1:-1] if named and named[0].kind is Kind.IRI else None
        if address not in limits.endpoints:
            raise refusal(text, token.start, _no_service(limits))
        yield str(address)


def _no_service(limits: Limits) -> Say:
    if not limits.endpoints:
        return Say(
            "SERVICE（ほかのエンドポイントへの問い合わせ）は使えません",
            "SERVICE (asking another endpoint) cannot be used here",
        )
    listed = " ".join(f"<{address}>" for address in limits.endpoints)
    return Say(f"SERVICE に書けるのは {listed} だけです", f"SERVICE can only name one of {listed}")


def _graphs(read: Sequence[Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    default: list[str] = []
    named: list[str] = []
    for place, token in enumerate(read):
        if token.word == "FROM":
            after = read[place + 1 : place + 3]
            is_named = bool(after) and after[0].word == "NAMED"
            graph = after[-1] if is_named else next(iter(after), token)
            if graph.kind in {Kind.IRI, Kind.NAME}:
                (named if is_named else default).append(graph.text)
    return tuple(default), tuple(named)
