"""Answers are given again while there is room, and only where they are the same each time."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kameoka_graph.ask.cache import OVERHEAD, SHARE, AnswerCache
from kameoka_graph.ask.question import Answer, Question
from kameoka_graph.formats import CSV, RESULTS_JSON

ANSWER = Answer(RESULTS_JSON, b"x" * 1000, truncated=False)
ONE = len(ANSWER.body) + 4 * len("SELECT 1") + OVERHEAD


def question(number: int = 1) -> Question:
    """Give a question."""
    return Question(f"SELECT {number}", (RESULTS_JSON,))


def test_an_answer_is_given_again() -> None:
    """The same question on the same release gets the same answer."""
    cache = AnswerCache(1 << 20)
    assert cache.get("r", question()) is None
    cache.keep("r", question(), ANSWER)
    assert cache.get("r", question()) is ANSWER


@pytest.mark.parametrize(
    ("release", "asked"),
    [
        ("s", question()),
        ("r", question(2)),
        ("r", Question("SELECT 1", (CSV,))),
        ("r", Question("SELECT 1", (RESULTS_JSON,), ("https://plans.test/graph/voc",))),
        ("r", Question("SELECT 1", (RESULTS_JSON,), (), ("https://plans.test/graph/voc",))),
    ],
    ids=["release", "query", "format", "default", "named"],
)
def test_another_question_is_another_one(release: str, asked: Question) -> None:
    """Another release, query, format or graph has no answer yet."""
    cache = AnswerCache(1 << 20)
    cache.keep("r", question(), ANSWER)
    assert cache.get(release, asked) is None


def test_the_one_not_asked_for_longest_goes() -> None:
    """No more bytes are kept than allowed, and what was asked for lately stays."""
    cache = AnswerCache(SHARE * ONE)
    for number in range(SHARE):
        cache.keep("r", question(number), ANSWER)
    assert cache.size() == SHARE * ONE
    assert cache.get("r", question(0)) is ANSWER
    cache.keep("r", question(9), ANSWER)
    assert cache.size() == SHARE * ONE
    assert [n for n in range(SHARE) if cache.get("r", question(n)) is None] == [1]


def test_an_answer_kept_twice_counts_once() -> None:
    """Two who asked at the same time leave one answer."""
    cache = AnswerCache(1 << 20)
    cache.keep("r", question(), ANSWER)
    cache.keep("r", question(), ANSWER)
    assert cache.size() == ONE


@pytest.mark.parametrize("most", [0, ONE, SHARE * ONE - 1])
def test_what_is_too_long_is_not_kept(most: int) -> None:
    """An answer that would push out most others is not kept, and 0 keeps nothing."""
    cache = AnswerCache(most)
    cache.keep("r", question(), ANSWER)
    assert cache.size() == 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (RAND() AS ?x) {}",
        "SELECT (now() AS ?x) {}",
        "SELECT (1+StrUUID() AS ?x) {}",
        "SELECT (\\u0052AND() AS ?x) {}",
        "SELECT * { SERVICE <https://other.test/> { ?s ?p ?o } }",
    ],
)
def test_what_may_be_another_answer_each_time_is_not_kept(query: str) -> None:
    """Chance, the clock, other endpoints and words that are hidden by escapes keep nothing."""
    cache = AnswerCache(1 << 20)
    cache.keep("r", Question(query, (RESULTS_JSON,)), ANSWER)
    assert cache.size() == 0


def test_ordinary_words_are_kept() -> None:
    """A word that only contains one of those is an ordinary one."""
    cache = AnswerCache(1 << 20)
    cache.keep("r", Question("SELECT ?brand { ?x foaf:knows ?brand }", (CSV,)), ANSWER)
    assert cache.size() > 0


def test_many_threads_leave_it_whole() -> None:
    """However many threads use it at once, its bytes are those of what it holds."""
    cache = AnswerCache(10 * ONE)

    def use(number: int) -> None:
        cache.keep("r", question(number % 10), ANSWER)
        assert cache.get("other", question(number % 10)) is None

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(2000)))
    held = [n for n in range(10) if cache.get("r", question(n)) is not None]
    assert cache.size() == ONE * len(held) == ONE * 10
