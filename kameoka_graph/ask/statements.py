"""Quads to what is said of each thing: its texts, its things, and who points at it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kameoka_graph.say import Language
from kameoka_graph.store.answer import Iri, Quad, Term, Text, plain


class Statements:
    """What some quads say, by subject and predicate; each statement once."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Gather the quads."""
        self._values: Mapping[Term, dict[Iri, set[Term]]] = defaultdict(lambda: defaultdict(set))
        self._pointing: Mapping[Term, dict[Iri, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, value, _ in quads:
            self._values[subject][predicate].add(value)
            self._pointing[value][predicate].add(subject)

    def values(self, subject: Term, predicate: str) -> tuple[Term, ...]:
        """Give the values of a property, in a fixed order."""
        return tuple(sorted(self._values[subject][Iri(predicate)], key=str))

    def things(self, subject: Term, predicate: str) -> tuple[Iri, ...]:
        """Give the values of a property that are things, by IRI."""
        return tuple(one for one in self.values(subject, predicate) if isinstance(one, Iri))

    def texts(self, subject: Term, predicate: str, language: Language) -> tuple[Text, ...]:
        """Give the texts of a property, those in `language` first."""
        found = [one for one in self.values(subject, predicate) if isinstance(one, Text)]
        return tuple(sorted(found, key=lambda one: (one.language != language, one)))

    def text(self, subject: Term, predicate: str) -> str:
        """Give the value of a property that has one, as text; empty where it has none."""
        return next((plain(one) for one in self.values(subject, predicate)), "")

    def pointing(self, value: Term, predicate: str) -> tuple[Iri, ...]:
        """Give the things of which a property has `value`, by IRI."""
        found = self._pointing[value][Iri(predicate)]
        return tuple(sorted(one for one in found if isinstance(one, Iri)))

    def predicates(self, subject: Term) -> tuple[Iri, ...]:
        """Give the properties that a thing has, by IRI."""
        return tuple(sorted(one for one, values in self._values[subject].items() if values))
