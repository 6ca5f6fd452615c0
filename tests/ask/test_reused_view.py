"""The list of terms of other vocabularies is shown by vocabulary, with our names for them."""

from kameoka_graph.ask.description import Description, describe
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.reused_view import ReusedView, view_reused
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Quad, plain
from kameoka_graph.store.embedded import Embedded


def view(store: Embedded, iris: Iris, language: Language) -> ReusedView:
    """View the list as its page does."""
    thing = Iri(iris.at("ns/reused"))
    found = describe(store, thing)
    assert found is not None
    rows = store.select(view_query("labelled-terms", thing=[thing])).records()
    beside: tuple[Quad, ...] = tuple(
        (row["subject"], Iri(plain(row["predicate"])), row["object"], Iri(plain(row["graph"])))
        for row in rows
    )
    return view_reused(store, Description(thing, found.outgoing, (), False, beside), language, iris)


def test_terms_stand_under_their_vocabulary(store: Embedded, iris: Iris) -> None:
    """A term is listed under the prefix and the namespace of its vocabulary."""
    vocabularies = {one.prefix: one for one in view(store, iris, Language.JA).vocabularies}
    found = vocabularies["prof"]
    assert found.namespace == "http://www.w3.org/ns/dx/prof/"
    assert "hasResource" in {one.local for one in found.terms}
    assert all(one.iri == found.namespace + one.local for one in found.terms)


def test_own_terms_are_not_listed(store: Embedded, iris: Iris) -> None:
    """The list has terms of others only: fiscal years, which share its graph, are left out."""
    shown = view(store, iris, Language.JA)
    assert not [term for one in shown.vocabularies for term in one.terms if iris.is_own(term.iri)]


def test_labels_are_in_both_languages(store: Embedded, iris: Iris) -> None:
    """Every term has our name for it in both languages, the reader's first."""
    for one in view(store, iris, Language.EN).vocabularies:
        for term in one.terms:
            assert [text.language for text in term.labels] == ["en", "ja"]
