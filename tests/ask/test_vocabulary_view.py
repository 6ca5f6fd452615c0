"""The documentation of the ontology shows every term with what is said, ruled and known of it."""

import pytest

from kameoka_graph.ask.description import Description, describe
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.vocabulary_view import (
    EXAMPLES,
    VocabularyTerm,
    VocabularyView,
    view_alignments,
    view_vocabulary,
)
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term
from kameoka_graph.store.answer import Iri, Quad, Text, plain
from kameoka_graph.store.embedded import Embedded


@pytest.fixture(scope="module")
def described(store: Embedded, iris: Iris) -> Description:
    """Give the description of the ontology."""
    found = describe(store, iris.at("ns/mp"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def view(store: Embedded, described: Description, iris: Iris) -> VocabularyView:
    """Give the view in Japanese."""
    return view_vocabulary(store, described, Language.JA, iris)


def term(view: VocabularyView, name: Term) -> VocabularyTerm:
    """Find a term."""
    (found,) = (one for one in view.terms if one.anchor == name)
    return found


def test_every_term_is_there(view: VocabularyView) -> None:
    """The 13 classes and 14 properties that the program can write are all documented."""
    assert {one.anchor for one in view.terms} == set(Term)
    assert (len(view.classes), len(view.properties)) == (13, 14)


@pytest.mark.parametrize("language", list(Language))
def test_texts_are_in_both_languages(
    store: Embedded, described: Description, iris: Iris, language: Language
) -> None:
    """Each term has label, definition and example in both languages, the reader's first."""
    for one in view_vocabulary(store, described, language, iris).terms:
        for texts in (one.labels, one.definitions, one.told):
            assert [text.language for text in texts] == [
                language,
                *(other for other in Language if other != language),
            ]


def test_the_header_says_who_and_when(view: VocabularyView, iris: Iris) -> None:
    """Version, its IRI, dates, creator, licence, prefix, namespace and history are shown."""
    header = view.header
    assert header.version == "0.1.0"
    assert header.version_iri == iris.at("ns/mp/0.1.0")
    assert {header.created, header.issued, header.modified} == {"2026-11-22"}
    assert [one.iri for one in header.creators] == [iris.agent("kameoka-graph")]
    assert header.license == "https://creativecommons.org/licenses/by/4.0/"
    assert (header.prefix, header.namespace) == ("mp", str(iris.at("ns/mp#")))
    assert len(header.history) == 2


def test_a_class_knows_its_place(view: VocabularyView, iris: Iris) -> None:
    """A class has what is above and below it, and the properties that lead from and to it."""
    element = term(view, Term.PLAN_ELEMENT)
    assert str(iris.mp(Term.ACTIVITY)) in {one.iri for one in element.narrower}
    assert str(iris.mp(Term.SOURCE_TEXT)) in {one.iri for one in element.domain_of}
    assert str(iris.mp(Term.CONTRIBUTES_TO)) in {one.iri for one in element.range_of}
    above = {one.iri for one in term(view, Term.ACTIVITY).wider}
    assert above == {str(iris.mp(Term.PLAN_ELEMENT))}


def test_a_property_with_several_domains_has_them_all(view: VocabularyView, iris: Iris) -> None:
    """Domains that are listed with schema.org count as well."""
    domains = {one.iri for one in term(view, Term.FOLLOWS_UP).domains}
    assert domains == {str(iris.mp(one)) for one in (Term.ACTIVITY, Term.ACTIVITY_SERIES)}


def test_uses_are_those_of_the_release(view: VocabularyView) -> None:
    """The counts are of the data: 48 entries, each with its fiscal year."""
    assert term(view, Term.ACTIVITY).uses == 48
    assert term(view, Term.FISCAL_YEAR).uses == 48
    assert term(view, Term.PILLAR).uses == 5


def test_examples_are_real_and_few(view: VocabularyView, store: Embedded) -> None:
    """Every example is a statement of the release; a term that is used has one."""
    for one in view.terms:
        assert len(one.examples) == min(EXAMPLES, len(one.examples))
        assert bool(one.examples) == bool(one.uses)
        things = [example.thing.iri for example in one.examples]
        assert len(set(things)) == len(things)
        assert (one.kind == "class") == all(example.value is None for example in one.examples)
    named = term(view, Term.FISCAL_YEAR).examples[0].thing.iri
    years = view_query("property-examples", term=[Iri(term(view, Term.FISCAL_YEAR).name.iri)])
    assert named in {plain(row["thing"]) for row in store.select(years).records()}


@pytest.mark.parametrize(
    ("name", "knowledge"),
    [
        (Term.SOURCE_TEXT, "stated"),
        (Term.CONTRIBUTES_TO, "curated"),
        (Term.REMEDY, "vocabulary"),
        (Term.PLAN_ELEMENT, "derived"),
    ],
)
def test_an_example_says_who_says_so(view: VocabularyView, name: Term, knowledge: str) -> None:
    """What the source states and what was judged can be told apart in the examples."""
    assert {one.knowledge for one in term(view, name).examples} == {knowledge}


def test_rules_are_those_that_speak_of_a_term(view: VocabularyView, iris: Iris) -> None:
    """A rule is listed whether it names the term as target, path or class, or in SPARQL."""
    assert str(iris.at("shapes/core#fiscal-year")) in {
        one.iri for one in term(view, Term.FISCAL_YEAR).rules
    }
    assert str(iris.at("shapes/progress-table#blank-cell")) in {
        one.iri for one in term(view, Term.COVERS_FISCAL_YEAR).rules
    }
    of_theme = {one.iri for one in term(view, Term.THEME).rules}
    assert str(iris.at("shapes/core#one-plan")) in of_theme


def test_alignments_are_told(view: VocabularyView) -> None:
    """A term shows what it corresponds to in other vocabularies."""
    targets = {one.target for one in term(view, Term.ACTIVITY).alignments}
    assert "http://purl.org/net/p-plan#Step" in targets


def test_a_term_no_longer_used_says_so(store: Embedded, described: Description, iris: Iris) -> None:
    """A deprecated term is marked, and tells what to use instead."""
    graph, old = iris.graph("ontology"), Iri(iris.mp(Term.MARKER))
    new = Iri(iris.mp(Term.LEVEL_NAME))
    true = Text("true", "", "http://www.w3.org/2001/XMLSchema#boolean")
    said: tuple[Quad, ...] = (
        (old, Iri("http://www.w3.org/2002/07/owl#deprecated"), true, Iri(graph)),
        (old, Iri("http://purl.org/dc/terms/isReplacedBy"), new, Iri(graph)),
    )
    changed = Description(
        described.thing, (*described.outgoing, *said), described.incoming, False, described.around
    )
    found = term(view_vocabulary(store, changed, Language.EN, iris), Term.MARKER)
    assert found.deprecated
    assert [one.iri for one in found.replaced_by] == [new]


def test_what_follows_by_rule_is_not_documented(view: VocabularyView) -> None:
    """Superclasses are those that the ontology states."""
    assert {one.label for one in term(view, Term.THEME).wider} == {"計画要素", "分類の語"}


def test_alignments_have_a_view_of_their_own(store: Embedded, iris: Iris) -> None:
    """The document of alignments lists every aligned term with its relations and notes."""
    thing = Iri(iris.at("ns/mp-align"))
    found = describe(store, thing)
    assert found is not None
    rows = store.select(view_query("alignments", thing=[thing])).records()
    beside: tuple[Quad, ...] = tuple(
        (row["subject"], Iri(plain(row["predicate"])), row["object"], Iri(plain(row["graph"])))
        for row in rows
    )
    whole = Description(thing, found.outgoing, (), False, (*found.around, *beside))
    shown = view_alignments(store, whole, Language.EN, iris)
    assert len(shown.terms) == 11
    theme = next(one for one in shown.terms if one.name.iri == iris.mp(Term.THEME))
    assert [one.target for one in theme.alignments] == ["http://schema.org/DefinedTerm"]
    assert theme.see_also
    assert theme.notes[0].language == "en"
