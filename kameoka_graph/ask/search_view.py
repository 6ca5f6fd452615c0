"""What is looked for, and an index and a store, to the hits as people see them.

The index finds; the store is asked only what classes, years and wholes are called.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name, Names
from kameoka_graph.say import Language
from kameoka_graph.search.engine import DEEPEST, Found, Index, Sought
from kameoka_graph.search.entry import NAMES, Entry, Why, Wording
from kameoka_graph.search.marking import Piece, mark, matches
from kameoka_graph.search.words import Word, Words, read_words
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store

SIZE: Final = 20
"""Hits on a page."""
LARGEST: Final = 100
"""Hits on the largest page."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for."""

    typed: str = ""
    """What they typed."""
    type: str = ""
    """The class wanted, e.g. mp:Activity."""
    year: int | None = None
    """The fiscal year wanted."""
    page: int = 1
    """The page wanted, from 1."""
    size: int = SIZE
    """Hits on a page, at most `LARGEST`."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A text of a hit that words are found in."""

    why: Why
    """What the text is to the thing."""
    language: str
    """Its language tag."""
    pieces: tuple[Piece, ...]
    """The text, exactly as it is in the data, the places that match marked."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found."""

    thing: Iri
    """The thing."""
    title: Reason
    """What it is called."""
    type: Name
    """Its class."""
    code: str
    """Its class as filters write it, e.g. mp:Activity."""
    years: tuple[Name, ...]
    """Its fiscal years."""
    path: tuple[Name, ...]
    """What it is part of, the outermost first."""
    reasons: tuple[Reason, ...]
    """Other texts in which those words are found that are not in the title."""
    by_year: bool
    """Whether it is found by its fiscal year."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    code: str
    """The value, e.g. mp:Activity or 2023."""
    name: Name
    """What it is called."""
    count: int
    """Hits that it would leave."""
    chosen: bool
    """Whether it is wanted."""


@dataclass(frozen=True, slots=True)
class SearchView:
    """What was found, as a page shows it."""

    question: Question
    """What was looked for."""
    words: Words
    """The words of it."""
    asked: bool
    """Whether anything was looked for; if not there are no hits, only the filters."""
    total: int
    """How many hits there are."""
    pages: int
    """How many pages of them can be had."""
    deep: bool
    """Whether there are more hits than can be paged through."""
    hits: tuple[Hit, ...]
    """The hits of this page."""
    types: tuple[Choice, ...]
    """The classes of hits, the most frequent first."""
    years: tuple[Choice, ...]
    """The fiscal years of hits, the earliest first."""

    @property
    def wordless(self) -> bool:
        """Whether something was typed that has no words, such as signs alone."""
        return bool(self.question.typed.strip()) and not self.words.words

    @property
    def first(self) -> int:
        """The number of the first hit of this page, from 1."""
        return (self.question.page - 1) * self.question.size + 1


def search(
    index: Index, store: Store, question: Question, language: Language, iris: Iris
) -> SearchView:
    """Search for what somebody looks for; at most 12 words of its first 200 characters."""
    words = read_words(question.typed)
    asked = bool(words.words or question.type or question.year is not None)
    skipped = (question.page - 1) * question.size
    found = index.find(
        Sought(words, question.type, question.year, skipped, question.size)
        if asked
        else Sought(Words(()), size=1)
    )
    entries = found.entries if asked and skipped < DEEPEST else ()
    names = _names(store, entries, found, language, iris)
    viewer = _Viewer(words.words, names, language, iris)
    reachable = min(found.total, DEEPEST) if asked else 0
    return SearchView(
        question=question,
        words=words,
        asked=asked,
        total=found.total if asked else 0,
        pages=-(-reachable // question.size),
        deep=asked and found.total > DEEPEST,
        hits=tuple(viewer.hit(entry) for entry in entries),
        types=tuple(
            Choice(code, names[_type(code, iris)], count, code == question.type)
            for code, count in found.types.items()
        ),
        years=tuple(
            Choice(str(year), names[Iri(iris.fiscal_year(year))], count, year == question.year)
            for year, count in sorted(found.years.items())
        ),
    )


def _type(code: str, iris: Iris) -> Iri:
    """Give the IRI of a class from what filters write."""
    prefix, colon, name = code.partition(":")
    return (
        Iri(iris.absolute(PREFIXES[prefix]) + name) if colon and prefix in PREFIXES else Iri(code)
    )


def _names(
    store: Store, entries: Iterable[Entry], found: Found, language: Language, iris: Iris
) -> Names:
    things = {_type(code, iris) for code in found.types}
    things |= {Iri(iris.fiscal_year(year)) for year in found.years}
    for entry in entries:
        things |= {Iri(one) for one in entry.path}
        things |= {Iri(iris.fiscal_year(year)) for year in entry.years}
        things.add(_type(entry.type, iris))
    return names_of(store, things, language, str(iris.mp(Own.MARKER)))


class _Viewer:
    """Entries to hits."""

    def __init__(
        self, words: tuple[Word, ...], names: Names, language: Language, iris: Iris
    ) -> None:
        self._words = words
        self._names = names
        self._language = language
        self._iris = iris

    def hit(self, entry: Entry) -> Hit:
        title = _title(entry, self._language)
        unexplained = [word for word in self._words if not matches(title.text, word)]
        in_year = [word for word in unexplained if word.year in entry.years]
        return Hit(
            thing=Iri(entry.thing),
            title=self._reason(title),
            type=self._names[_type(entry.type, self._iris)],
            code=entry.type,
            years=tuple(self._names[Iri(self._iris.fiscal_year(year))] for year in entry.years),
            path=tuple(self._names[Iri(one)] for one in entry.path),
            reasons=tuple(
                self._reasons(entry, title, [one for one in unexplained if one not in in_year])
            ),
            by_year=bool(in_year),
        )

    def _reason(self, wording: Wording) -> Reason:
        return Reason(wording.why, wording.language, mark(wording.text, self._words))

    def _reasons(self, entry: Entry, title: Wording, words: list[Word]) -> Iterator[Reason]:
        """Give texts until each word that the title does not have is found in one."""
        for wording in entry.wordings:
            found = [word for word in words if matches(wording.text, word)]
            if found and wording is not title:
                yield self._reason(wording)
                words = [word for word in words if word not in found]


_TITLES: Final[Mapping[Language, tuple[str, ...]]] = {
    Language.JA: ("ja", "", "en"),
    Language.EN: ("en", "", "ja"),
}


def _title(entry: Entry, language: Language) -> Wording:
    """Give what a thing is called in a language; in Japanese that is the wording as printed."""
    names = [one for one in entry.wordings if one.why in NAMES]
    for tag in _TITLES[language]:
        for one in names:
            if one.language == tag:
                return one
    return entry.wordings[0]
