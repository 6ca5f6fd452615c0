"""The list of terms of other vocabularies to the view of its page: as our pages call them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.naming import LABEL
from kameoka_graph.ask.statements import Statements
from kameoka_graph.ask.vocabulary_view import Header, view_header
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Store, Text


@dataclass(frozen=True, slots=True)
class ReusedTerm:
    """A term of another vocabulary."""

    iri: Iri
    """The term."""
    local: str
    """Its name within its vocabulary."""
    labels: tuple[Text, ...]
    """What our pages call it, in the reader's language first."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """The terms of one vocabulary."""

    prefix: str
    """Its prefix; empty where we have none."""
    namespace: str
    """What their IRIs begin with."""
    terms: tuple[ReusedTerm, ...]
    """The terms, by IRI."""


@dataclass(frozen=True, slots=True)
class ReusedView:
    """The terms of other vocabularies that the data uses."""

    header: Header
    """What the list says of itself."""
    vocabularies: tuple[Borrowed, ...]
    """The vocabularies, by prefix."""


def view_reused(
    store: Store, description: Description, language: Language, iris: Iris
) -> ReusedView:
    """View the described list; `description` must have the labels of the terms."""
    said = Statements((*description.outgoing, *description.around))
    terms = {
        one
        for one, predicate, _, graph in description.around
        if predicate == LABEL
        and isinstance(one, Iri)
        and not iris.is_own(one)
        and graph == iris.graph("voc")
    }
    spaces: Mapping[str, list[Iri]] = defaultdict(list)
    for term in sorted(terms):
        spaces[_space(term)].append(term)
    prefixes = {space: prefix for prefix, space in PREFIXES.items() if ":" in space}
    return ReusedView(
        view_header(store, said, description.thing, language, iris),
        tuple(
            sorted(
                (
                    Borrowed(
                        prefixes.get(space, ""),
                        space,
                        tuple(
                            ReusedTerm(
                                one, one.removeprefix(space), said.texts(one, LABEL, language)
                            )
                            for one in found
                        ),
                    )
                    for space, found in spaces.items()
                ),
                key=lambda one: (one.prefix or "~", one.namespace),
            )
        ),
    )


def _space(term: str) -> str:
    """Give the namespace of a term: up to its last # or /."""
    return term[: max(term.rfind("#"), term.rfind("/")) + 1]
