"""A concept scheme is shown concept by concept: its meaning, its place, its use in the release."""

import pytest

from kameoka_graph.ask.description import Description, describe
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.scheme_view import ConceptView, SchemeView, view_scheme, view_schemes
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Quad, plain
from kameoka_graph.store.embedded import Embedded

SKOS = "http://www.w3.org/2004/02/skos/core#"
COUNTS = {"activity-kind": 12, "anomaly": 10, "knowledge": 7, "severity": 3, "status": 7}


def described(store: Embedded, iris: Iris, name: str, *more: Quad) -> Description:
    """Describe a scheme with its concepts, as its page does."""
    found = describe(store, iris.at(f"voc/{name}"))
    assert found is not None
    rows = store.select(view_query("concepts", thing=[found.thing])).records()
    beside: list[Quad] = [
        (row["subject"], Iri(plain(row["predicate"])), row["object"], Iri(plain(row["graph"])))
        for row in rows
    ]
    return Description(found.thing, found.outgoing, found.incoming, False, (*beside, *more))


def view(store: Embedded, iris: Iris, name: str, *more: Quad) -> SchemeView:
    """View a scheme in Japanese."""
    return view_scheme(store, described(store, iris, name, *more), Language.JA, iris)


def concept(shown: SchemeView, code: str) -> ConceptView:
    """Find a concept."""
    (found,) = (one for one in shown.concepts if one.anchor == code)
    return found


@pytest.mark.parametrize("name", COUNTS)
def test_every_concept_is_shown(store: Embedded, iris: Iris, name: str) -> None:
    """A scheme shows all its concepts, with definitions in both languages and their codes."""
    shown = view(store, iris, name)
    assert len(shown.concepts) == COUNTS[name]
    for one in shown.concepts:
        assert [text.language for text in one.definitions] == ["ja", "en"]
        assert one.notation == one.anchor


def test_uses_are_those_of_the_release(store: Embedded, iris: Iris) -> None:
    """A kind is used as often as entries have it; the records of the judgements do not count."""
    shown = concept(view(store, iris, "activity-kind"), "train")
    query = f"SELECT DISTINCT ?s WHERE {{ ?s <http://purl.org/dc/terms/type> <{shown.name.iri}> }}"
    things = {plain(row["s"]) for row in store.select(query).records()}
    assert shown.things == len(things)
    assert {one.iri for one in shown.examples} <= things
    assert [use.knowledge for use in shown.uses] == [("curated",)]


def test_a_concept_that_nothing_has_says_so(store: Embedded, iris: Iris) -> None:
    """Where nothing of the release has a concept it has no use and no example."""
    shown = concept(view(store, iris, "status"), "cancelled")
    assert (shown.uses, shown.examples, shown.things) == ((), (), 0)


def test_narrower_concepts_follow_the_broader(store: Embedded, iris: Iris) -> None:
    """A concept stands behind the one that is broader, and each knows the other."""
    graph = Iri(iris.graph("voc"))
    above, below = (Iri(iris.concept("status", code)) for code in ("unstated", "cancelled"))
    shown = view(store, iris, "status", (below, Iri(f"{SKOS}broader"), above, graph))
    order = [one.anchor for one in shown.concepts]
    assert order.index("cancelled") == order.index("unstated") + 1
    assert [one.iri for one in concept(shown, "cancelled").broader] == [above]
    assert [one.iri for one in concept(shown, "unstated").narrower] == [below]


def test_a_circle_of_broader_concepts_ends(store: Embedded, iris: Iris) -> None:
    """Concepts that are each broader than the other are shown, each once."""
    graph = Iri(iris.graph("voc"))
    one, other = (Iri(iris.concept("severity", code)) for code in ("high", "low"))
    circle: list[Quad] = [
        (one, Iri(f"{SKOS}broader"), other, graph),
        (other, Iri(f"{SKOS}broader"), one, graph),
    ]
    anchors = [found.anchor for found in view(store, iris, "severity", *circle).concepts]
    assert sorted(anchors) == ["high", "low", "medium"]


@pytest.mark.parametrize("language", list(Language))
def test_the_list_has_every_scheme(store: Embedded, iris: Iris, language: Language) -> None:
    """All schemes are listed with title, description and number of concepts."""
    entries = view_schemes(store, language, iris)
    assert {one.header.name.iri.rpartition("/")[2]: one.concepts for one in entries} == COUNTS
    assert {one.header.name.language for one in entries} == {language.value}
    assert all(one.header.descriptions[0].language == language for one in entries)


def test_the_header_is_complete(store: Embedded, iris: Iris) -> None:
    """A scheme says version, dates, creator, licence and namespace."""
    header = view(store, iris, "status").header
    assert (header.version, header.namespace) == ("0.1.0", str(iris.at("voc/status/")))
    assert header.created
    assert header.creators
    assert header.license
    assert len(header.history) == 2
