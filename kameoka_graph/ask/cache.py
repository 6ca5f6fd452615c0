"""Answers that were given, to be given again: an answer to a query is fixed for a release.

What is kept is bounded in bytes; what was not asked for longest goes first. Identical queries that
come at the same time are each evaluated: one that waited for another would hold a thread of the
server without a place in the queue, which is there to bound just that.
"""

import re
import threading
from collections import OrderedDict
from typing import Final

from kameoka_graph.ask.question import Answer, Question

OVERHEAD: Final = 1024
"""Bytes that an entry takes beside its answer and its query."""
SHARE: Final = 4
"""An answer longer than this part of the cache is not kept."""
_UNSTEADY: Final = re.compile(
    r"(?<![a-z_])(?:rand|now|(?:str)?uuid)(?![a-z_])|service|\\u", re.IGNORECASE
)
"""What may make an answer another one each time, or hide a word that does (an escape)."""

Key = tuple[str, Question]
"""The name of a release, and a question with its graphs and formats."""


class AnswerCache:
    """Keeps answers; any number of threads may use it."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` bytes; 0 keeps nothing."""
        self._most = most
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, release: str, question: Question) -> Answer | None:
        """Give the answer that was given to a question on a release, if it is still here."""
        key = (release, question)
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def keep(self, release: str, question: Question, answer: Answer) -> None:
        """Keep an answer, unless it is too long or may be another one next time."""
        key = (release, question)
        size = _size(question, answer)
        if size * SHARE > self._most or _UNSTEADY.search(question.query):
            return
        with self._lock:
            old = self._answers.pop(key, None)
            if old is not None:
                self._bytes -= _size(question, old)
            self._answers[key] = answer
            self._bytes += size
            while self._bytes > self._most:
                (_, asked), gone = self._answers.popitem(last=False)
                self._bytes -= _size(asked, gone)

    def size(self) -> int:
        """Give the bytes that are kept now."""
        with self._lock:
            return self._bytes


def _size(question: Question, answer: Answer) -> int:
    graphs = sum(map(len, (*question.default_graphs, *question.named_graphs)))
    return len(answer.body) + 4 * (len(question.query) + graphs) + OVERHEAD
