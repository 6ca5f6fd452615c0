"""What the engine says of a query that is no SPARQL, to a short sentence with the place.

The engine tells where it gave up, and every token that any of its rules would have taken there,
classes of characters included. What of that helps is kept: the place, what stands there, the marks
that could stand there, and what it says in words.
"""

import re
from typing import Final

from kameoka_graph.say import Say, excerpt

MARKS: Final = 8
"""So many marks are told at most: more of them are no help."""
SHOWN: Final = 16
"""Characters that are shown of what stands at the place."""
_PLACED: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_MARK: Final = re.compile(r'"((?:[^"\\]|\\.)+)"')
_NO_MARK: Final = re.compile(r"\w|\\")
_SENTENCE: Final = re.compile(r"(?:^|, )([A-Z][a-z]*(?: [\w'-]+){2,})(?=, |$)")
_AT_THE_END: Final = Say(
    "終わりまで読みましたが、どこかが足りないか、余分です",
    "read to the end, but something is missing or too much",
)
"""The engine names the farthest place that it got to, which may be far behind the mistake."""
_WORD_END: Final = re.compile(r"\w+$")
_IN_JAPANESE: Final = {
    "The SELECT contains a variable that is unbound": (
        "GROUP BY にない変数を、集計せずに SELECT に書いています"
    ),
    "Duplicated variable name in SELECT": "SELECT に同じ名前の変数が二度あります",
    "BIND is overriding an existing variable": "BIND の変数は、前にもう使われています",
    "Prefix not found": "接頭辞が宣言されていません",
}
"""What the engine says in words, as far as it is known."""


def complaint(said: str, query: str) -> Say:
    """Say shortly what is wrong with a query; what has no place is told as the engine does."""
    placed = _PLACED.fullmatch(said)
    if placed is None:
        return Say(said, said)
    line, column = int(placed[1]), int(placed[2])
    column, there = _at(query, line, column)
    reason = _SENTENCE.search(placed[3])
    where = Say(f"{line} 行 {column} 文字目", f"line {line}, column {column}")
    if reason is not None:
        told = _IN_JAPANESE.get(reason[1], reason[1])
        return Say(f"{where.ja}: {told}", f"{where.en}: {reason[1]}")
    what = Say(f"「{there}」を読めません", f"cannot read “{there}”") if there else _AT_THE_END
    marks = _marks(placed[3])
    possible = Say(f"（ここに書けるのは {marks} など）", f" (such as {marks} may stand here)")
    more = possible if marks else Say("", "")
    return Say(f"{where.ja}: {what.ja}{more.ja}", f"{where.en}: {what.en}{more.en}")


def _at(query: str, line: int, column: int) -> tuple[int, str]:
    """Give the start of the word at a place, and it with the rest of its line.

    That is the next line that has something; nothing is given at the end of the query.
    """
    lines = query.split("\n")
    if line > len(lines):
        return column, ""
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    word = _WORD_END.search(before)
    start = word.start() if word and after.strip() else len(before)
    rest = "\n".join([before[start:] + after, *lines[line:]])
    return start + 1, excerpt(rest.strip().partition("\n")[0].rstrip(), SHOWN)


def _marks(expected: str) -> str:
    """Give the marks of which one could stand at the place; none where there are too many."""
    marks = [mark for mark in _MARK.findall(expected) if not _NO_MARK.search(mark)]
    return " ".join(marks) if len(marks) <= MARKS else ""
