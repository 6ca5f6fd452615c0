"""Quads to the name of a thing in a language, by one fixed order of fallback."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.say import Language
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Blank, Iri, Quad, Term, Text

LABEL: Final = f"{PREFIXES['rdfs']}label"
PREF_LABEL: Final = f"{PREFIXES['skos']}prefLabel"
TITLE: Final = f"{PREFIXES['dcterms']}title"
POSITION: Final = f"{PREFIXES['schema']}position"
READING: Final = "ja-hrkt"
"""Language tag of readings in kana, as e-Stat writes it."""

BULLET: Final = "・"
"""The printed mark of every entry of a table."""

_ORDER: Final = {
    Language.JA: (
        (LABEL, "ja"),
        (PREF_LABEL, "ja"),
        (TITLE, "ja"),
        (LABEL, ""),
        (LABEL, "en"),
        (PREF_LABEL, "en"),
        (TITLE, "en"),
    ),
    Language.EN: (
        (PREF_LABEL, "en"),
        (LABEL, "en"),
        (TITLE, "en"),
        (LABEL, ""),
        (LABEL, "ja"),
        (PREF_LABEL, "ja"),
        (TITLE, "ja"),
    ),
}
"""What a thing is called by: in Japanese the wording as printed, in English the curated label."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called on a page."""

    iri: Iri
    """The thing."""
    label: str
    """Its label, or what its IRI ends in."""
    language: str
    """Language tag of the label; empty where it has none."""
    mark: str = ""
    """Its printed number, e.g. （3）."""
    position: int = 0
    """Its printed order."""
    reading: str = ""
    """Its reading in kana, if one is known."""
    year: str = ""
    """The Western year of its fiscal year, if it belongs to one: it tells equal wordings apart."""

    @property
    def number(self) -> str:
        """The printed mark where it tells things apart; a bullet tells nothing."""
        return "" if self.mark == BULLET else self.mark


class Names:
    """The names of all things that some quads speak of."""

    def __init__(self, quads: Iterable[Quad], language: Language, marker: str) -> None:
        """Gather the names; `marker` is the IRI of the property that gives printed marks."""
        self._texts: Mapping[Term, dict[tuple[str, str], str]] = defaultdict(dict)
        self._language = language
        self._marker = marker
        self._years: dict[Term, str] = {}
        in_year = marker.removesuffix(Own.MARKER) + Own.FISCAL_YEAR
        for subject, predicate, value, _ in quads:
            if isinstance(value, Text):
                texts, key = self._texts[subject], (predicate, value.language)
                if key not in texts or value.value < texts[key]:  # whatever order they come in
                    texts[key] = value.value
            elif predicate == in_year:
                year = value.rpartition("/")[2]
                self._years[subject] = max(year, self._years.get(subject, year))

    def __getitem__(self, thing: Iri | Blank) -> Name:
        """Give the name of a thing, for want of a label what its IRI ends in."""
        texts = self._texts.get(thing, {})
        found = next((key for key in _ORDER[self._language] if key in texts), None)
        label, tag = (ending(thing), "") if found is None else (texts[found], found[1])
        return Name(
            Iri(thing),
            label,
            tag,
            texts.get((self._marker, ""), ""),
            int(texts.get((POSITION, ""), "0")),
            texts.get((PREF_LABEL, READING), ""),
            self._years.get(thing, ""),
        )


def ending(iri: str) -> str:
    """Give an IRI's short form (mp:Plan, dcterms:title) or its last part, for want of a label."""
    for prefix, space in PREFIXES.items():
        if ":" in space and iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2] or iri
