"""A thing is called by one fixed order of labels, in either language, whatever the order of the quads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.ask.naming import LABEL, POSITION, PREF_LABEL, READING, TITLE, Names, ending
from kameoka_graph.say import Language
from kameoka_graph.store.answer import Blank, Iri, Quad, Text

THING = Iri("https://plans.test/id/262064/plan/p/pillar/2")
MARKER = "https://plans.test/ns/mp#marker"
GRAPH = Iri("https://plans.test/graph/meta")


def quads(*texts: tuple[str, str, str]) -> list[Quad]:
    """Give quads of the thing from properties, languages and values."""
    return [(THING, Iri(p), Text(value, language), GRAPH) for p, language, value in texts]


ALL = quads(
    (LABEL, "ja", "printed"),
    (LABEL, "en", "label"),
    (LABEL, "", "plain"),
    (PREF_LABEL, "ja", "preferred-ja"),
    (PREF_LABEL, "en", "preferred-en"),
    (PREF_LABEL, READING, "よみ"),
    (TITLE, "ja", "title-ja"),
    (TITLE, "en", "title-en"),
    (MARKER, "", "（3）"),
    (POSITION, "", "7"),
)
ORDER = {
    Language.JA: [
        "printed",
        "preferred-ja",
        "title-ja",
        "plain",
        "label",
        "preferred-en",
        "title-en",
    ],
    Language.EN: [
        "preferred-en",
        "label",
        "title-en",
        "plain",
        "printed",
        "preferred-ja",
        "title-ja",
    ],
}


@pytest.mark.parametrize("language", Language)
def test_labels_are_taken_in_a_fixed_order(language: Language) -> None:
    """The first label of the order that is there names the thing; with all gone, its IRI does."""
    left = list(ALL)
    for expected in ORDER[language]:
        assert Names(left, language, MARKER)[THING].label == expected
        left = [
            quad for quad in left if not (isinstance(quad[2], Text) and quad[2].value == expected)
        ]
    assert Names(left, language, MARKER)[THING].label == "2"


def test_a_name_tells_its_language_mark_order_and_reading() -> None:
    """A name carries what a page shows beside the label."""
    name = Names(ALL, Language.JA, MARKER)[THING]
    assert (name.iri, name.language, name.mark, name.number) == (THING, "ja", "（3）", "（3）")
    assert (name.position, name.reading) == (7, "よみ")


def test_a_bullet_is_no_number() -> None:
    """The mark that all entries share is kept as data but tells nothing apart."""
    name = Names(quads((MARKER, "", "・")), Language.JA, MARKER)[THING]
    assert (name.mark, name.number) == ("・", "")


def test_a_thing_without_quads_has_a_bare_name() -> None:
    """For want of a label the end of the IRI is the name, in no language."""
    name = Names((), Language.EN, MARKER)[THING]
    assert (name.label, name.language, name.mark, name.position, name.reading) == (
        "2",
        "",
        "",
        0,
        "",
    )
    assert Names((), Language.EN, MARKER)[Blank("b0")].label == "b0"


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("http://purl.org/dc/terms/title", "dcterms:title"),
        ("http://www.w3.org/2004/02/skos/core#Concept", "skos:Concept"),
        ("https://plans.test/id/262064", "262064"),
        ("https://plans.test/id/262064/", "262064"),
        ("https://plans.test/ns/mp#Plan", "Plan"),
        ("https://www.city.kameoka.kyoto.jp/", "www.city.kameoka.kyoto.jp"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("/", "/"),
    ],
)
def test_an_iri_is_shortened(iri: str, short: str) -> None:
    """A known namespace becomes its prefix; of another IRI the last part is kept."""
    assert ending(iri) == short


def test_values_that_are_no_texts_name_nothing() -> None:
    """A label that is an IRI is not taken for text."""
    assert Names([(THING, Iri(LABEL), GRAPH, GRAPH)], Language.JA, MARKER)[THING].label == "2"


@given(st.permutations([*ALL, *quads((LABEL, "ja", "another"))]), st.sampled_from(Language))
def test_the_order_of_quads_does_not_matter(shuffled: list[Quad], language: Language) -> None:
    """Of two labels in one language always the same one is taken."""
    assert (
        Names(shuffled, language, MARKER)[THING]
        == Names(sorted(shuffled, key=str), language, MARKER)[THING]
    )
