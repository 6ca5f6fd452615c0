"""A concept scheme to the view of its page: its concepts, their meaning, and their use."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.description import Description, said_of
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import PREF_LABEL, READING, Name
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.statements import Statements
from kameoka_graph.ask.vocabulary_view import Header, view_header
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, Text, plain

_SKOS: Final = PREFIXES["skos"]
_IN_SCHEME: Final = f"{_SKOS}inScheme"


@dataclass(frozen=True, slots=True)
class Use:
    """How often a concept is the value of a property."""

    property: Name
    """E.g. dcterms:type."""
    things: int
    """How many things have it so."""
    knowledge: tuple[str, ...]
    """Kinds of knowledge of the graphs that say so, e.g. curated."""


@dataclass(frozen=True, slots=True)
class ConceptView:
    """A concept."""

    name: Name
    """The concept."""
    anchor: str
    """Its code, which is its fragment on the page of its scheme."""
    notation: str
    """Its notation."""
    labels: tuple[Text, ...]
    """Its labels in other languages; its reading is in its name."""
    definitions: tuple[Text, ...]
    """What it means, in the reader's language first, as all texts here."""
    scope_notes: tuple[Text, ...]
    """How it is to be used."""
    notes: tuple[Text, ...]
    """What is to be known beside."""
    told: tuple[Text, ...]
    """Examples in words."""
    broader: tuple[Name, ...]
    """Wider concepts of the scheme."""
    narrower: tuple[Name, ...]
    """Narrower ones."""
    uses: tuple[Use, ...]
    """Where the release uses it."""
    examples: tuple[Name, ...]
    """A few things that have it."""

    @property
    def things(self) -> int:
        """How many times things of the release have it."""
        return sum(use.things for use in self.uses)


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A concept scheme."""

    header: Header
    """What it says of itself."""
    concepts: tuple[ConceptView, ...]
    """Its concepts: those at the top first, each followed by those below it."""


@dataclass(frozen=True, slots=True)
class SchemeEntry:
    """A scheme in the list of all."""

    header: Header
    """What it says of itself."""
    concepts: int
    """How many concepts it has."""


def view_scheme(
    store: Store, description: Description, language: Language, iris: Iris
) -> SchemeView:
    """View a described scheme; `description` must have what is said of its concepts."""
    thing = description.thing
    said = Statements((*description.outgoing, *description.around, *description.incoming))
    concepts = said.pointing(thing, _IN_SCHEME)
    uses, examples = _uses(store, thing, iris), {one: _examples(store, one) for one in concepts}
    wanted = {*concepts, *(Iri(one) for found in uses.values() for one in found)}
    wanted |= {one for found in examples.values() for one in found}
    names = names_of(store, wanted, language, str(iris.mp(Own.MARKER)))

    def named(things: Iterable[Iri]) -> tuple[Name, ...]:
        return tuple(names[one] for one in things)

    def view(concept: Iri) -> ConceptView:
        labels = said.texts(concept, PREF_LABEL, language)
        return ConceptView(
            name=names[concept],
            anchor=concept.rpartition("/")[2],
            notation=said.text(concept, f"{_SKOS}notation"),
            labels=tuple(one for one in labels if one.language not in {language, READING}),
            definitions=said.texts(concept, f"{_SKOS}definition", language),
            scope_notes=said.texts(concept, f"{_SKOS}scopeNote", language),
            notes=said.texts(concept, f"{_SKOS}note", language),
            told=said.texts(concept, f"{_SKOS}example", language),
            broader=named(said.things(concept, f"{_SKOS}broader")),
            narrower=named(said.pointing(concept, f"{_SKOS}broader")),
            uses=tuple(
                Use(names[Iri(one)], sum(kinds.values()), tuple(sorted(kinds)))
                for one, kinds in uses.get(concept, {}).items()
            ),
            examples=named(examples[concept]),
        )

    header = view_header(store, said, thing, language, iris)
    return SchemeView(header, tuple(view(one) for one in _in_order(said, concepts)))


def view_schemes(store: Store, language: Language, iris: Iris) -> tuple[SchemeEntry, ...]:
    """View all schemes, by IRI."""
    rows = store.select(view_query("schemes")).records()
    counts = {Iri(plain(row["scheme"])): int(plain(row["concepts"])) for row in rows}
    if not counts:
        return ()
    statements = Statements(said_of(store, counts))
    return tuple(
        SchemeEntry(view_header(store, statements, scheme, language, iris), count)
        for scheme, count in counts.items()
    )


def _in_order(said: Statements, concepts: Iterable[Iri]) -> tuple[Iri, ...]:
    """Put each concept behind the one that is broader than it; each comes once."""
    placed: dict[Iri, None] = {}
    known = set(concepts)

    def place(concept: Iri) -> None:
        if concept not in placed:
            placed[concept] = None
            for below in said.pointing(concept, f"{_SKOS}broader"):
                place(below)

    tops = [one for one in sorted(known) if not set(said.things(one, f"{_SKOS}broader")) & known]
    for concept in (*tops, *sorted(known)):
        place(concept)
    return tuple(placed)


def _uses(store: Store, scheme: Iri, iris: Iris) -> Mapping[str, dict[str, Counter[str]]]:
    """Count for each concept, by property and kind of knowledge, what has it as a value."""
    found: Mapping[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in store.select(view_query("concept-uses", thing=[scheme])).records():
        kind = iris.knowledge(plain(row["graph"]))
        found[plain(row["concept"])][plain(row["predicate"])][kind] += int(plain(row["uses"]))
    return found


def _examples(store: Store, concept: Iri) -> tuple[Iri, ...]:
    rows = store.select(view_query("concept-examples", concept=[concept])).records()
    return tuple(Iri(plain(row["thing"])) for row in rows)
