"""Things to whether there is anything about them: known, withdrawn, or neither."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Final

from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, plain

DEEPEST: Final = 12
"""Steps above a thing that are looked at, the nearest first: no own thing is deeper."""


class Standing(Enum):
    """How a release stands to a thing that somebody asks for."""

    KNOWN = "known"
    """It says something of it."""
    WITHDRAWN = "withdrawn"
    """It says that it was there once."""
    UNKNOWN = "unknown"
    """It says nothing."""


def standing(store: Store, thing: str) -> Standing:
    """Tell whether a thing is known, was withdrawn, or neither; what is no IRI is unknown."""
    return _standings(store, [thing]).get(Iri(thing), Standing.UNKNOWN)


def successors(store: Store, thing: str, language: Language, iris: Iris) -> tuple[Name, ...]:
    """Give what is said to be in the place of a thing now."""
    rows = store.select(view_query("successors", thing=[Iri(thing)])).records()
    return called(store, [Iri(plain(row["successor"])) for row in rows], language, iris)


def above(store: Store, thing: str, language: Language, iris: Iris) -> tuple[Name, ...]:
    """Give the known things whose IRIs the thing's IRI goes on from, the nearest first."""
    steps = [thing[:at] for at in range(len(iris.root), len(thing)) if thing[at] == "/"]
    known = _standings(store, steps[-DEEPEST:]) if steps else {}
    nearest = [Iri(one) for one in reversed(steps) if known.get(Iri(one)) is Standing.KNOWN]
    return called(store, nearest, language, iris)


def called(store: Store, things: Sequence[Iri], language: Language, iris: Iris) -> tuple[Name, ...]:
    """Give the names of things, in their order."""
    names = names_of(store, things, language, str(iris.mp(Own.MARKER)))
    return tuple(names[thing] for thing in things)


def _standings(store: Store, things: Iterable[str]) -> Mapping[Iri, Standing]:
    try:
        rows = list(store.select(view_query("known", thing=map(Iri, things))).records())
    except ValueError:  # what an address holds may be no IRI: then there is nothing about it
        return {}
    return {
        Iri(plain(row["thing"])): (
            Standing.WITHDRAWN if plain(row["withdrawn"]) == "true" else Standing.KNOWN
        )
        for row in rows
    }
