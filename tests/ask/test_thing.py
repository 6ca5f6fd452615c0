"""The view of a thing is its description, put in order: path, parts, quotations, what it says, what points at it, and who says so."""

import pytest

from kameoka_graph.ask.description import Description, describe
from kameoka_graph.ask.thing import TYPE, Property, ThingView, view_thing
from kameoka_graph.read.document import Kind, Plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Blank, Iri, Text
from kameoka_graph.store.embedded import Embedded

PLAN = "id/262064/plan/machizukuri-kyodo-3"
ENTRY = f"{PLAN}/action-plan/1/fy/2023/activity/5"
PART = "http://purl.org/dc/terms/isPartOf"
XSD = "http://www.w3.org/2001/XMLSchema#"


def described(store: Embedded, iris: Iris, path: str) -> Description:
    """Describe the thing at a path."""
    found = describe(store, str(iris.at(path)))
    assert found is not None
    return found


def view(store: Embedded, iris: Iris, path: str, language: Language = Language.JA) -> ThingView:
    """View the thing at a path."""
    return view_thing(store, described(store, iris, path), language, iris)


def values(properties: tuple[Property, ...], iri: str) -> list[str]:
    """Give the values of a property."""
    return [
        str(v.term) if isinstance(v.term, Iri) else v.term[0]
        for p in properties
        if p.name.iri == iri
        for v in p.values
    ]


def test_an_entry_shows_its_path(store: Embedded, iris: Iris) -> None:
    """An entry stands under its plan, its action plan and its year."""
    found = view(store, iris, ENTRY)
    assert [name.iri for name in found.trail] == [
        str(iris.at(PLAN)),
        str(iris.at(f"{PLAN}/action-plan/1")),
    ]
    assert found.year is not None
    assert found.year.iri == str(iris.fiscal_year(2023))
    assert found.name.label == "市民活動推進フォーラム"


def test_an_entry_is_quoted_in_its_context(store: Embedded, iris: Iris, text: str) -> None:
    """The quotation is the exact wording at its place, between the text before it and after it."""
    found = view(store, iris, ENTRY)
    (quotation,) = found.quotations
    start, end = quotation.start, quotation.end
    assert quotation.exact == text[start:end] == found.name.label
    assert quotation.before == text[start - 60 : start]
    assert quotation.after == text[end : end + 60]


def test_a_quotation_at_the_start_has_nothing_before_it(
    store: Embedded, iris: Iris, text: str
) -> None:
    """The plan's title opens the source; what follows it is cut at sixty characters."""
    quotations = view(store, iris, PLAN).quotations
    assert quotations[0].before == text[max(quotations[0].start - 60, 0) : quotations[0].start]
    assert all(len(one.after) <= 60 for one in quotations)


def test_a_plan_shows_its_parts_in_printed_order(store: Embedded, iris: Iris, plan: Plan) -> None:
    """Parts are grouped by class in the order of the classes, and stand as printed within."""
    groups = {group.kind.iri: group.things for group in view(store, iris, PLAN).parts if group.kind}
    expected = [kind for kind in Kind if any(one.kind is kind for one in plan.elements)]
    assert list(groups)[: len(expected)] == [str(iris.kind(kind)) for kind in expected]
    for kind in expected:
        printed = [one.text.text for one in plan.elements if one.kind is kind]
        assert [name.label for name in groups[Iri(iris.kind(kind))]] == printed


def test_an_action_plan_groups_its_entries_by_year(store: Embedded, iris: Iris, plan: Plan) -> None:
    """The entries of each year form a group of their own, the years in order."""
    groups = [group for group in view(store, iris, f"{PLAN}/action-plan/2").parts if group.year]
    first = [one for one in plan.elements if one.kind is Kind.ACTION_PLAN][1]
    years = sorted({part.fiscal_year for part in first.parts if part.fiscal_year})
    assert [group.year.iri for group in groups if group.year] == [
        str(iris.fiscal_year(year)) for year in years
    ]
    for year, group in zip(years, groups, strict=True):
        assert [name.label for name in group.things] == [
            part.text.text for part in first.parts if part.fiscal_year == year
        ]


def test_the_stated_class_is_shown_without_the_wider_ones(store: Embedded, iris: Iris) -> None:
    """An entry is an activity; that it is also an element follows by rule and is not its class on the page."""
    found = view(store, iris, ENTRY, Language.EN)
    assert [name.iri for name in found.classes] == [str(iris.kind(Kind.ACTIVITY))]
    assert len(values(found.outgoing, TYPE)) > 1


def test_the_type_comes_first(store: Embedded, iris: Iris) -> None:
    """What a thing is comes before what is said of it, which is in the order of the property names."""
    found = view(store, iris, ENTRY).outgoing
    assert found[0].name.iri == TYPE
    assert [one.name.label for one in found[1:]] == sorted(one.name.label for one in found[1:])


def test_who_says_so_is_told(store: Embedded, iris: Iris) -> None:
    """Each value names the kind of knowledge of its graphs; what is stated is not also told to be derived."""
    found = {v.knowledge for p in view(store, iris, ENTRY).outgoing for v in p.values}
    assert {("stated",), ("curated",), ("derived",)} <= found
    assert not any("derived" in one and len(one) > 1 for one in found)


def test_a_curated_value_tells_why(store: Embedded, iris: Iris) -> None:
    """A value that rests on a judgement carries it, and the page has a name for who judged."""
    found = view(store, iris, ENTRY)
    because = [one for p in found.outgoing for v in p.values for one in v.because]
    assert because
    assert {one.curator for one in because} <= set(found.curators)


def test_both_languages_show_the_same(store: Embedded, iris: Iris) -> None:
    """The language changes names, not what is said."""
    ja, en = (view(store, iris, ENTRY, language) for language in Language)
    triples = [{(p.name.iri, v.term) for p in one.outgoing for v in p.values} for one in (ja, en)]
    assert triples[0] == triples[1]
    assert [name.iri for name in ja.trail] == [name.iri for name in en.trail]


def test_other_names_leave_out_the_one_shown(store: Embedded, iris: Iris) -> None:
    """Labels in other languages and readings are listed once each, without the heading's own."""
    found = view(store, iris, "voc/status/unstated")
    assert found.name.label not in {text.value for text in found.other_names}
    assert len(set(found.other_names)) == len(found.other_names)
    assert "en" in {text.language for text in found.other_names}


@pytest.mark.parametrize(
    "path",
    [
        ENTRY,
        PLAN,
        "id/262064",
        "id/fiscal-year/2023",
        "ns/mp",
        "shapes/core",
        "voc/status",
        "graph/meta",
    ],
)
def test_the_page_shows_all_of_the_description(store: Embedded, iris: Iris, path: str) -> None:
    """What is said of the thing is in its properties, its path, its parts or its quotations; nothing is passed over."""
    found, about = view(store, iris, path), described(store, iris, path)
    shown = {(p.name.iri, v.term, g) for p in found.outgoing for v in p.values for g in v.graphs}
    apart = {
        PART,
        "http://purl.org/dc/terms/hasPart",
        "http://www.w3.org/ns/prov#wasQuotedFrom",
        "http://www.w3.org/ns/prov#value",
    }
    said = {(p, o, g) for s, p, o, g in about.outgoing if s == about.thing}
    assert {one for one in said if one[0] not in apart} == shown
    parts = {name.iri for group in found.parts for name in group.things}
    assert parts == {s for s, p, _, _ in about.incoming if p == PART}


def test_fragments_are_sections(store: Embedded, iris: Iris) -> None:
    """Each term of the vocabulary has its own section on the vocabulary's page, by its fragment."""
    found = view(store, iris, "ns/mp", Language.EN)
    anchors = [section.anchor for section in found.sections]
    assert anchors == sorted(anchors)
    assert {"Plan", "Activity", "fiscalYear"} <= set(anchors)
    assert all(section.properties for section in found.sections)


def test_lists_keep_their_order(store: Embedded, iris: Iris) -> None:
    """A list is shown by its members, in order; a path by its steps; neither by the label of a blank node."""
    sections = view(store, iris, "shapes/core").sections
    blank = [
        v for s in sections for p in s.properties for v in p.values if isinstance(v.term, Blank)
    ]
    assert blank
    assert all(value.inner and value.name is None for value in blank)
    japanese = next(s for s in sections if s.anchor == "japanese")
    assert [
        v.term for p in japanese.properties for v in p.values for q in v.inner for v in q.values
    ] == [Text("ja")]


LIST = """
<https://x.test/id/a> <https://x.test/ns/mp#in> _:one <https://x.test/graph/meta> .
_:one <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "2" <https://x.test/graph/meta> .
_:one <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:two <https://x.test/graph/meta> .
_:two <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1" <https://x.test/graph/meta> .
_:two <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> <https://x.test/graph/meta> .
<https://x.test/id/a> <http://purl.org/dc/terms/isPartOf> <https://x.test/id/b> <https://x.test/graph/meta> .
<https://x.test/id/b> <http://purl.org/dc/terms/isPartOf> <https://x.test/id/a> <https://x.test/graph/meta> .
<https://x.test/id/c> <http://purl.org/dc/terms/isPartOf> <https://x.test/id/a> <https://x.test/graph/inferred> .
<https://x.test/id/a> <https://x.test/ns/mp#fiscalYear> "2020" <https://x.test/graph/meta> .
"""


@pytest.fixture(scope="module")
def odd() -> ThingView:
    """Give the view of a thing with a list, whose containment runs in a circle."""
    iris = Iris("https://x.test")
    store = Embedded.in_memory(LIST.lstrip().encode(), iris.root, iris.prefixes)
    found = describe(store, "https://x.test/id/a")
    assert found is not None
    return view_thing(store, found, Language.EN, iris)


def test_a_list_is_not_sorted(odd: ThingView) -> None:
    """The members of a list stand in the list's order, not in that of their values."""
    (value,) = next(p for p in odd.outgoing if p.name.iri.endswith("#in")).values
    assert [v.term for p in value.inner for v in p.values] == [Text("2"), Text("1")]


def test_a_circle_of_containment_ends(odd: ThingView) -> None:
    """A thing that is part of itself by way of another has a path that ends."""
    assert [name.iri for name in odd.trail] == ["https://x.test/id/a", "https://x.test/id/b"]


def test_parts_of_no_known_class_stand_last(odd: ThingView) -> None:
    """Parts that are no element of a plan form a group without a class, by name."""
    (group,) = odd.parts
    assert group.kind is None
    assert group.year is None
    assert [name.label for name in group.things] == ["b", "c"]


def test_a_year_that_is_no_thing_is_no_year(odd: ThingView) -> None:
    """A fiscal year given as text is shown as a value, not as the thing's year."""
    assert odd.year is None
    assert values(odd.outgoing, "https://x.test/ns/mp#fiscalYear") == ["2020"]


def test_facts_and_technical_are_all_that_is_said(store: Embedded, iris: Iris) -> None:
    """What is said of a thing is divided into what people want and what is there as data; nothing is lost or twice."""
    found = view(store, iris, ENTRY)
    assert set(found.facts).isdisjoint(found.technical)
    assert {*found.facts, *found.technical} == set(found.outgoing)
    assert TYPE in {one.name.iri for one in found.technical}
    assert str(iris.at("ns/mp#inSeries")) in {one.name.iri for one in found.facts}


def test_the_reading_has_its_judgement(store: Embedded, iris: Iris) -> None:
    """The reading of a name comes with who judged it: for an entry, a machine."""
    reading = view(store, iris, ENTRY).reading
    assert reading is not None
    assert reading.text.language == "ja-hrkt"
    assert [one.curator for one in reading.because] == [str(iris.agent("machine-draft"))]


def test_the_plan_is_found_from_within(store: Embedded, iris: Iris) -> None:
    """The plan is that of which an element is part, or the thing itself; a city has none."""
    plan = str(iris.at(PLAN))
    assert view(store, iris, ENTRY).plan == plan
    assert view(store, iris, PLAN).plan == plan
    assert view(store, iris, "id/262064").plan is None


def test_kinds_of_parts_have_names(store: Embedded, iris: Iris) -> None:
    """The classes of what stands under a thing are called by their labels."""
    labels = [group.kind.label for group in view(store, iris, PLAN).parts if group.kind]
    assert "テーマ" in labels
    assert "行動計画" in labels


def test_a_judged_name_says_who_gave_it(store: Embedded, iris: Iris) -> None:
    """The English name at the head of a page comes with who drafted it; the printed Japanese one needs nobody."""
    english = view(store, iris, ENTRY, Language.EN).naming
    assert english is not None
    assert [one.curator for one in english.because] == [str(iris.agent("machine-draft"))]
    assert view(store, iris, ENTRY).naming is None


def test_a_statement_shows_its_triple(store: Embedded, iris: Iris) -> None:
    """The page of a statement has the triple that it is about; other things have none."""
    judged = view(store, iris, f"{PLAN}/statement/0012").judged
    assert judged is not None
    assert judged.source.iri.startswith(str(iris.at(PLAN)))
    assert judged.relation.label == "寄与先"
    assert judged.target.name is not None
    assert view(store, iris, ENTRY).judged is None
