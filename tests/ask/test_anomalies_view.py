"""All anomalies are shown with their exact quotations, and what is open is told."""

import pytest

from kameoka_graph.ask.anomalies_view import AnomaliesView, view_anomalies
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import IRIS, Tiny, plan_of, store_of


def anomalies_of(store: Embedded, iris: Iris, language: Language) -> AnomaliesView:
    """View the anomalies of the one plan of a store."""
    (stated,) = plans_stated(store)
    plan = view_plan(store, stated, language, iris)
    assert plan is not None
    return view_anomalies(store, plan, language, iris)


@pytest.fixture(scope="module")
def view(store: Embedded, iris: Iris) -> AnomaliesView:
    """Give the anomalies of the real plan, in Japanese."""
    return anomalies_of(store, iris, Language.JA)


def test_every_anomaly_is_there(view: AnomaliesView) -> None:
    """A1 to A30 are there, in ten types, at 141 places."""
    codes = {one.code for kind in view.types for one in kind.anomalies}
    assert codes == {f"A{number}" for number in range(1, 31)}
    assert (view.anomalies, view.places, len(view.types)) == (30, 141, 10)


def test_types_stand_by_their_first_number(view: AnomaliesView) -> None:
    """The type of A1 stands first, and within each type the numbers rise."""
    first = [int(kind.anomalies[0].code[1:]) for kind in view.types]
    assert first == sorted(first)
    for kind in view.types:
        numbers = [int(one.code[1:]) for one in kind.anomalies]
        assert numbers == sorted(numbers)
        assert kind.name.iri.endswith(f"/voc/anomaly/{kind.code}")


def test_each_quotation_is_the_text_at_its_place(view: AnomaliesView, text: str) -> None:
    """What is quoted stands in the source at exactly that range."""
    places = [place for kind in view.types for one in kind.anomalies for place in one.places]
    for place in places:
        assert text[place.start : place.end] == place.quote
    for kind in view.types:
        for one in kind.anomalies:
            assert sum(len(found) for _, found in one.quotes) == len(one.places)


def test_candidates_stand_by_confidence(view: AnomaliesView) -> None:
    """For the likely misprint both candidates are told, the likelier first."""
    (misprint,) = (one for kind in view.types for one in kind.anomalies if one.code == "A4")
    assert [one.text for one in misprint.candidates] == ["財政基盤", "財源基盤"]
    assert [place.quote for place in misprint.places] == ["財線基盤"]
    assert len(misprint.by) == 1
    assert misprint.by[0][0] in view.curators


def test_english_explains_the_same_places(store: Embedded, iris: Iris, view: AnomaliesView) -> None:
    """In English the explanations are others, the quotations the same."""
    english = anomalies_of(store, iris, Language.EN)
    for ours, theirs in zip(view.types, english.types, strict=True):
        for one, other in zip(ours.anomalies, theirs.anomalies, strict=True):
            assert [place.note for place in one.places] == [place.note for place in other.places]
            assert one.text != other.text


def test_doubts_are_below_an_even_chance(view: AnomaliesView) -> None:
    """Both judgements of 0.4 are told, the least sure first."""
    assert [str(one.judgement.confidence) for one in view.doubts] == ["0.4", "0.4"]
    assert all(one.value is not None for one in view.doubts)


def test_what_nothing_contributes_to_is_told(view: AnomaliesView, store: Embedded) -> None:
    """Pillars and measures without a contribution are listed as printed, with how many there are below."""
    open_pillars = [one for one in view.unlinked if str(one.element.kind) == "Pillar"]
    assert [(one.element.name.position, one.below) for one in open_pillars] == [(5, 2)]
    rows = store.select(
        "SELECT DISTINCT ?o { ?s <https://plans.test/ns/mp#contributesTo> ?o }"
    ).rows
    linked = {str(row[0]) for row in rows}
    assert linked.isdisjoint(one.element.name.iri for one in view.unlinked)
    assert len(view.unlinked) == 10
    assert view.idle == ()


def test_entries_that_serve_nothing_are_told(view: AnomaliesView) -> None:
    """Entries that nobody linked to an aim or a concrete action are listed."""
    assert len(view.loose) == 19


def test_what_was_left_out_is_told_with_the_reason(view: AnomaliesView) -> None:
    """What is not published about the plan and its municipality is there, each with why."""
    assert len(view.left_out) == 25
    assert all(one.claim and one.why for one in view.left_out)


def test_a_plan_without_notes_has_its_open_questions() -> None:
    """Where nobody looked, there are no anomalies, and all is unlinked."""
    tiny = Tiny(cells=[(1, 2020, "甲", "")])
    view = view_anomalies(store_of(tiny), plan_of(tiny), Language.JA, IRIS)
    assert (view.types, view.doubts, view.left_out, view.places) == ((), (), (), 0)
    assert [name.label for name in view.idle] == ["行動1"]
    assert [name.label for name in view.loose] == ["甲"]
