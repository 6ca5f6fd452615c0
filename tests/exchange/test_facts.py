"""Facts are what the store says, in a fixed order, with who judged them."""

import pytest

from kameoka_graph.exchange.facts import PREF_LABEL, Facts, everything, in_order, neighbourhood
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Text
from kameoka_graph.store.embedded import Embedded
from tests.exchange.small_plan import PLAN, own, said, small_plan

KAMEOKA = "id/262064/plan/machizukuri-kyodo-3"


@pytest.fixture(scope="module")
def facts(store: Embedded, iris: Iris) -> Facts:
    """Give the facts of the real release."""
    return everything(store, iris)


def test_kinds(facts: Facts) -> None:
    """Every element of the real plan is there, by its kind."""
    counts = {kind: len(facts.of_class(str(facts.iris.kind(kind)))) for kind in Kind}
    assert counts == {
        Kind.THEME: 3,
        Kind.PILLAR: 5,
        Kind.MEASURE: 13,
        Kind.ACTION_PLAN: 3,
        Kind.AIM: 7,
        Kind.CONCRETE_ACTION: 14,
        Kind.ACTIVITY: 48,
    }


def test_numbers_in_order() -> None:
    """Numbers in IRIs are sorted as numbers."""
    assert sorted(["a/10", "a/9", "a"], key=in_order) == ["a", "a/9", "a/10"]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        (Language.JA, Text("企業との連携手法の検討", "ja")),
        (Language.EN, Text("Examining methods of cooperation with companies", "en")),
    ],
)
def test_name(facts: Facts, language: Language, name: Text) -> None:
    """A thing is called as printed in Japanese, and by its curated label in English."""
    assert facts.name(own(facts.iris, f"{KAMEOKA}/pillar/2/measure/3"), language) == name


def test_name_in_the_other_language(iris: Iris) -> None:
    """A thing without a name in a language is called by that in the other, or by none."""
    facts = everything(small_plan(iris, "原文"), iris)
    assert facts.name(own(iris, PLAN), Language.EN) == Text("原文", "ja")
    assert facts.name(own(iris, "id/nothing"), Language.EN) is None


def test_trail(facts: Facts) -> None:
    """The trail of an element starts with the plan, that of a division with the city."""
    measure = own(facts.iris, f"{KAMEOKA}/pillar/2/measure/3")
    assert facts.trail(measure) == (
        own(facts.iris, KAMEOKA),
        own(facts.iris, f"{KAMEOKA}/pillar/2"),
        measure,
    )
    division = own(facts.iris, "id/262064/org/shiminryoku-suishin-ka")
    assert facts.trail(division)[0] == own(facts.iris, "id/262064")


def test_trail_in_a_circle(iris: Iris) -> None:
    """A trail ends even where wholes go round in a circle."""
    circle = [
        *said(iris, PLAN, ("dcterms:isPartOf", f"{PLAN}/pillar/1")),
        *said(iris, f"{PLAN}/pillar/1", ("dcterms:isPartOf", PLAN)),
    ]
    facts = everything(small_plan(iris, "文", circle), iris)
    assert len(facts.trail(own(iris, f"{PLAN}/pillar/1"))) == 2


def test_machine_made(facts: Facts) -> None:
    """A label by software alone is machine-made; one that another page gives as well is not."""
    measure = own(facts.iris, f"{KAMEOKA}/pillar/2/measure/3")
    english = Text("Examining methods of cooperation with companies", "en")
    labels = facts.all(measure, PREF_LABEL)
    drafted = next(one for one in labels if isinstance(one, Text) and one[:2] == english[:2])
    assert facts.machine_made(measure, PREF_LABEL, drafted)
    city = own(facts.iris, "id/262064")
    readings = [
        one
        for one in facts.all(city, PREF_LABEL)
        if isinstance(one, Text) and one.language == "ja-hrkt"
    ]
    assert [one.value for one in readings] == ["かめおかし"]
    assert not facts.machine_made(city, PREF_LABEL, readings[0])


def test_bounds(facts: Facts) -> None:
    """The bounds of fiscal years are their first and last days; of none there are none."""
    years = [own(facts.iris, f"id/fiscal-year/{year}") for year in (2024, 2020)]
    assert facts.bounds(years) == ("2020-04-01", "2025-03-31")
    assert facts.bounds([]) is None


def test_neighbourhood_is_of_everything(facts: Facts, store: Embedded) -> None:
    """What is said of one thing is the same, asked for alone or with everything."""
    things = [one for one in facts.values if isinstance(one, Iri)]
    assert len(things) > 150
    for thing in things[::7]:
        assert neighbourhood(store, facts.iris, thing).values[thing] == facts.values[thing]


def test_no_iri(store: Embedded, iris: Iris) -> None:
    """What is no IRI is refused before the store is asked."""
    with pytest.raises(ValueError, match="> }"):
        neighbourhood(store, iris, "https://plans.test/> } #")
