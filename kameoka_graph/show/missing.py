"""An address without a document to the fault that says so, and where to go on from there."""

import re
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from kameoka_graph.ask.known import Standing, above, called, standing, successors
from kameoka_graph.ask.naming import Name
from kameoka_graph.formats import ALL
from kameoka_graph.say import Language, Say, excerpt
from kameoka_graph.search.engine import Sought
from kameoka_graph.search.words import read_words
from kameoka_graph.show.addresses import THINGS
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.fault import Fault, Onward, not_found
from kameoka_graph.state.iris import SEGMENTS, Iris
from kameoka_graph.store.answer import Iri

DOCUMENTS: Final = ("page/", "data/")
"""How paths of documents about things start."""
SIMILAR: Final = 5
"""Things that are named because their names are like what was asked for."""
LONGEST: Final = 400
"""Characters of an address that are looked at; no address of ours is longer."""

_BETWEEN_WORDS: Final = re.compile(r"[/#?&=_.\-]+")
_STEPS: Final = frozenset(
    word
    for step in (
        *THINGS,
        *DOCUMENTS,
        *SEGMENTS.values(),
        "plan",
        "fy",
        "series",
        "statement",
        "note",
    )
    for word in step.strip("/").split("-")
)
"""Words of addresses that name kinds of things, for which nobody searches."""
_SUFFIXES: Final = tuple(f".{form.name}" for form in ALL)


def missing(edition: Edition, path: str, language: Language) -> Fault:
    """Give the fault for a path (without its first slash) at which there is nothing.

    410 with what replaces it for what was withdrawn, else 404 with what stands nearest above it,
    what is called alike, and the words to search for.
    """
    asked = path[:LONGEST]
    thing = thing_asked(edition.iris, asked)
    if standing(edition.store, thing) is Standing.WITHDRAWN:
        return _gone(edition, thing, language)
    fault = not_found(f"/{path}")
    words = " ".join(one for one in _words(asked) if not one.isdigit() and one not in _STEPS)
    onward = Onward(
        above=above(edition.store, thing, language, edition.iris),
        similar=_similar(edition, asked.rpartition("/")[2], language),
        search=f"search?{urlencode({'q': words})}" if words else "search",
        words=words,
    )
    return Fault(fault.status, fault.title, fault.detail, onward=onward)


def thing_asked(iris: Iris, path: str) -> str:
    """Give the IRI of the thing that somebody may have meant by a path."""
    start = next((one for one in DOCUMENTS if path.startswith(one)), "")
    bare = _without_suffix(path.removeprefix(start)).rstrip("/")
    return str(iris.thing_at(bare) if start else iris.at(bare))


def _gone(edition: Edition, thing: str, language: Language) -> Fault:
    shown = excerpt(thing, 200)
    onward = Onward(
        above=above(edition.store, thing, language, edition.iris),
        replaced=successors(edition.store, thing, language, edition.iris),
    )
    return Fault(
        HTTPStatus.GONE,
        Say("なくなりました", "Gone"),
        Say(
            f"{shown} は、前の版の計画にありましたが、いまの計画にはありません。"
            "番号は、ほかのものに使い回されません。",
            f"{shown} was in an earlier version of the plan and is not in the present one. "
            "Its number is not given to anything else.",
        ),
        onward=onward,
    )


def _without_suffix(path: str) -> str:
    return next((path.removesuffix(one) for one in _SUFFIXES if path.endswith(one)), path)


def _words(path: str) -> list[str]:
    return _BETWEEN_WORDS.sub(" ", _without_suffix(path)).split()


def _similar(edition: Edition, words: str, language: Language) -> tuple[Name, ...]:
    """Give things that are called like the last part of an address, if it has words."""
    read = read_words(" ".join(_words(words)))
    if not any(len(word.text) > 1 and not word.text.isdigit() for word in read.words):
        return ()
    found = edition.index.find(Sought(read, size=SIMILAR)).entries
    return called(edition.store, [Iri(one.thing) for one in found], language, edition.iris)
