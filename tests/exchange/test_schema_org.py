"""What is told in the words of schema.org is in them, is in the data, and claims nothing more."""

import json
from collections.abc import Iterator, Mapping, Sequence

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import SDO

from kameoka_graph.ask.description import describe
from kameoka_graph.exchange.facts import Facts, everything, known_of
from kameoka_graph.exchange.schema_org import (
    Node,
    for_html,
    of_known,
    of_thing,
    write_schema_org,
)
from kameoka_graph.formats import Format
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Rows, Text, Triple
from kameoka_graph.store.embedded import Embedded
from tests.exchange.small_plan import PLAN, own, said, small_plan

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

KAMEOKA = "id/262064/plan/machizukuri-kyodo-3"
ENTRY = f"{KAMEOKA}/action-plan/2/fy/2023/activity/3"
PAGE = "https://plans.test/page/x"
TERMS = frozenset(
    [
        "Action",
        "BreadcrumbList",
        "CafeOrCoffeeShop",
        "CreativeWork",
        "DataDownload",
        "Dataset",
        "DefinedTerm",
        "DefinedTermSet",
        "DigitalDocument",
        "Event",
        "EventSeries",
        "FundingScheme",
        "GovernmentOrganization",
        "ItemList",
        "ListItem",
        "Organization",
        "Place",
        "PropertyValue",
        "WebPage",
        "about",
        "abstract",
        "additionalType",
        "address",
        "alternateName",
        "breadcrumb",
        "contentUrl",
        "contributor",
        "copyrightNotice",
        "creator",
        "dateModified",
        "datePublished",
        "description",
        "distribution",
        "encodingFormat",
        "endDate",
        "foundingDate",
        "funder",
        "hasPart",
        "identifier",
        "inDefinedTermSet",
        "inLanguage",
        "isBasedOn",
        "isPartOf",
        "item",
        "itemListElement",
        "itemListOrder",
        "latitude",
        "license",
        "location",
        "longitude",
        "mainEntity",
        "maintainer",
        "name",
        "numberOfItems",
        "organizer",
        "parentOrganization",
        "position",
        "propertyID",
        "publisher",
        "startDate",
        "subjectOf",
        "superEvent",
        "temporalCoverage",
        "termCode",
        "url",
        "value",
        "version",
    ]
)
"""Every term that is used; each was looked up in the vocabulary, with the types it belongs to."""


@pytest.fixture(scope="module")
def facts(store: Embedded, iris: Iris) -> Facts:
    """Give the facts of the real release."""
    return everything(store, iris)


@pytest.fixture(scope="module")
def document(facts: Facts) -> Mapping[str, object]:
    """Give the file of everything, parsed."""
    parsed: Mapping[str, object] = json.loads(write_schema_org(facts).content)
    return parsed


@pytest.fixture(scope="module")
def nodes(document: Mapping[str, object], iris: Iris) -> Mapping[str, Node]:
    """Give the nodes of the file by the path of their IRI."""
    graph = document["@graph"]
    assert isinstance(graph, list)
    return {node["@id"].removeprefix(iris.root): node for node in graph}


def page_of(store: Embedded, iris: Iris, path: str, language: Language = Language.JA) -> list[Node]:
    """Give the nodes that are embedded in the page of a thing."""
    graph = of_thing(store, iris, str(iris.at(path)), PAGE, language)["@graph"]
    assert isinstance(graph, list)
    return graph


def walk(value: object) -> Iterator[Mapping[str, object]]:
    """Yield every object inside a value."""
    if isinstance(value, Mapping):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value
    if isinstance(inner, Sequence) and not isinstance(inner, str):
        for one in inner:
            yield from walk(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from walk(one)


def terms_of(value: object) -> set[str]:
    """Give every key and type inside a value."""
    found: set[str] = set()
    for node in walk(value):
        found |= {key for key in node if not key.startswith("@")}
        types = node.get("@type", [])
        found |= set(types) if isinstance(types, list) else {str(types)}
    return found


def test_terms(store: Embedded, facts: Facts, document: Mapping[str, object]) -> None:
    """Every type and property that is written anywhere exists in schema.org."""
    used = terms_of(document["@graph"])
    things = [*facts.values, facts.iris.at("id/dataset/all")]
    assert len(things) > 190
    for thing in things:
        for language in Language:
            used |= terms_of(of_thing(store, facts.iris, str(thing), PAGE, language)["@graph"])
    assert used - TERMS == set()
    assert {term for term in TERMS if term not in SDO.__annotations__} == set()


def test_nodes(nodes: Mapping[str, Node]) -> None:
    """Everything that has a type in schema.org is in the file, once."""
    own_class = [str(node.get("additionalType", "")).rpartition("#")[2] for node in nodes.values()]
    counts = {name: own_class.count(name) for name in sorted(set(own_class)) if name}
    assert counts == {
        "ActionPlan": 3,
        "Activity": 48,
        "ActivitySeries": 20,
        "Aim": 7,
        "ConcreteAction": 14,
        "Measure": 13,
        "Pillar": 5,
        "Plan": 3,
        "SourceDocument": 1,
        "Theme": 3,
    }


def test_no_claim(store: Embedded, iris: Iris, nodes: Mapping[str, Node]) -> None:
    """No entry is an action, and the action that it is about has a name and nothing else."""
    entries = [node for node in nodes.values() if "fy/" in str(node["@id"])]
    assert len(entries) == 48
    for entry in [*entries, page_of(store, iris, ENTRY)[0]]:
        assert entry["@type"] == "CreativeWork"
        about = entry["about"]
        assert isinstance(about, dict)
        assert set(about) == {"@type", "name"}
        assert about["@type"] == "Action"


def test_no_status(document: Mapping[str, object]) -> None:
    """Nowhere is there a status or a time of an action."""
    assert terms_of(document).isdisjoint({"actionStatus", "startTime", "endTime", "result"})


def test_entry(nodes: Mapping[str, Node], iris: Iris) -> None:
    """An entry has its wording, its place, and the fiscal year that it is listed for."""
    entry = nodes[ENTRY]
    assert entry["name"] == {"@language": "ja", "@value": "市民活動推進フォーラム"}
    assert entry["isPartOf"] == {"@id": str(iris.at(f"{KAMEOKA}/action-plan/2"))}
    assert (entry["position"], entry["temporalCoverage"]) == (3, "2023-04-01/2024-03-31")


def test_plan(nodes: Mapping[str, Node], iris: Iris) -> None:
    """A plan has its period, its publisher, its guideline and its parts in order."""
    plan = nodes[KAMEOKA]
    assert plan["temporalCoverage"] == "2020-04-01/2025-03-31"
    assert plan["publisher"] == {"@id": str(iris.at("id/262064"))}
    assert plan["isBasedOn"] == {"@id": str(iris.at("id/262064/guideline/machizukuri-kyodo"))}
    parts = plan["hasPart"]
    assert isinstance(parts, list)
    assert len(parts) == 11


def test_measure(nodes: Mapping[str, Node], iris: Iris) -> None:
    """A measure is a term of its plan, with its number, under its pillar."""
    measure = nodes[f"{KAMEOKA}/pillar/2/measure/3"]
    assert measure["@type"] == ["DefinedTerm", "CreativeWork"]
    assert measure["termCode"] == "2-3"
    assert measure["inDefinedTermSet"] == str(iris.at(KAMEOKA))
    assert measure["isPartOf"] == {"@id": str(iris.at(f"{KAMEOKA}/pillar/2"))}


def test_action_plan(store: Embedded, iris: Iris) -> None:
    """The abstract of an action plan is its aims as printed, in order."""
    assert page_of(store, iris, f"{KAMEOKA}/action-plan/1")[0]["abstract"] == (
        "新たな市民活動の担い手の発掘\n市職員による市民活動と協働の意義の再考"
    )


def test_series(store: Embedded, iris: Iris) -> None:
    """A series is a list of its entries by year, which says that it is a judgement."""
    path = f"{KAMEOKA}/series/shimin-katsudo-suishin-forum"
    series = page_of(store, iris, path)[0]
    assert (series["@type"], series["numberOfItems"]) == ("ItemList", 3)
    assert "判断" in str(series["description"])
    items = series["itemListElement"]
    assert isinstance(items, list)
    assert [item["item"]["@id"].removeprefix(str(iris.at(KAMEOKA))) for item in items] == [
        "/action-plan/2/fy/2022/activity/1",
        "/action-plan/1/fy/2023/activity/5",
        "/action-plan/2/fy/2023/activity/3",
    ]


def test_city(nodes: Mapping[str, Node]) -> None:
    """The city is a government organisation with the code of local governments."""
    city = nodes["id/262064"]
    assert city["@type"] == "GovernmentOrganization"
    assert city["identifier"] == [
        {"@type": "PropertyValue", "propertyID": "全国地方公共団体コード", "value": "262064"}
    ]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("org/shiminryoku-suishin-ka", "GovernmentOrganization"),
        ("org/machizukuri-kyodo-suishin-iinkai", "Organization"),
        ("fund/kameoka-nawashiro", "FundingScheme"),
        ("facility/shiyakusho", "Place"),
        ("facility/kiri-cafe", "CafeOrCoffeeShop"),
        ("event/kiri-marche", "EventSeries"),
        ("event/kameoka-kiri-marche-2", "Event"),
        ("guideline/machizukuri-kyodo", "CreativeWork"),
    ],
)
def test_types(
    store: Embedded, iris: Iris, nodes: Mapping[str, Node], path: str, kind: str
) -> None:
    """Organisations, funds, places and events have their type, in the file and in the page."""
    assert nodes[f"id/262064/{path}"]["@type"] == kind
    assert page_of(store, iris, f"id/262064/{path}")[0]["@type"] == kind


def test_page(store: Embedded, iris: Iris) -> None:
    """A page has its address and language, and the way to its thing from the plan."""
    page = page_of(store, iris, ENTRY)[1]
    assert (page["@type"], page["@id"], page["url"]) == ("WebPage", PAGE, PAGE)
    assert (page["inLanguage"], page["mainEntity"]) == ("ja", {"@id": str(iris.at(ENTRY))})
    breadcrumb = page["breadcrumb"]
    assert isinstance(breadcrumb, dict)
    assert [(item["position"], item["item"]["@id"]) for item in breadcrumb["itemListElement"]] == [
        (1, str(iris.at(KAMEOKA))),
        (2, str(iris.at(f"{KAMEOKA}/action-plan/2"))),
        (3, str(iris.at(ENTRY))),
    ]


def test_languages(store: Embedded, iris: Iris) -> None:
    """An English page has the English name, with the printed one beside it."""
    thing, page = page_of(store, iris, f"{KAMEOKA}/pillar/2/measure/3", Language.EN)
    assert thing["name"] == page["name"] == "Examining methods of cooperation with companies"
    others = thing["alternateName"]
    assert isinstance(others, list)
    assert "企業との連携手法の検討" in others


def test_no_type(store: Embedded, iris: Iris) -> None:
    """The page of a thing without a type in schema.org is about it, and says no more of it."""
    (page,) = page_of(store, iris, "id/fiscal-year/2023")
    year = {"@id": str(iris.at("id/fiscal-year/2023")), "name": "令和5年度"}
    assert page["about"] == year
    assert "mainEntity" not in page


def test_unknown(store: Embedded, iris: Iris) -> None:
    """The page of a thing that no graph speaks of names the thing alone."""
    (page,) = page_of(store, iris, "id/nothing")
    assert page["about"] == {"@id": str(iris.at("id/nothing"))}


def test_data_set(iris: Iris) -> None:
    """A data set has its licence, version and downloads, by address and media type."""
    media = Iri("https://www.iana.org/assignments/media-types/text/csv")
    quads = [
        *said(
            iris,
            "id/dataset/x",
            ("rdf:type", Iri(f"{iris.prefixes['dcat']}Dataset")),
            ("dcterms:title", Text("データ", "ja")),
            ("dcterms:description", Text("説明", "ja")),
            ("dcterms:license", Iri("https://creativecommons.org/licenses/by/4.0/")),
            ("dcat:version", Text("1")),
            ("dcat:distribution", "id/dataset/x/csv"),
        ),
        *said(
            iris,
            "id/dataset/x/csv",
            ("dcterms:title", Text("表", "ja")),
            ("dcat:downloadURL", "download/x.csv"),
            ("dcat:mediaType", media),
        ),
    ]
    data_set = page_of(small_plan(iris, "文", quads), iris, "id/dataset/x")[0]
    assert data_set == {
        "@id": str(iris.at("id/dataset/x")),
        "@type": "Dataset",
        "name": "データ",
        "description": "説明",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "version": "1",
        "url": str(iris.at("id/dataset/x")),
        "distribution": [
            {
                "@type": "DataDownload",
                "@id": str(iris.at("id/dataset/x/csv")),
                "name": "表",
                "contentUrl": str(iris.at("download/x.csv")),
                "encodingFormat": "text/csv",
            }
        ],
    }


class Counting:
    """A store that counts what it is asked."""

    def __init__(self, store: Embedded) -> None:
        """Stand before a store."""
        self.store = store
        self.asked = 0

    def select(self, query: str) -> Rows:
        """Count, and ask."""
        self.asked += 1
        return self.store.select(query)

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Be asked for rows only."""
        raise AssertionError(query)

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Be asked for rows only."""
        raise AssertionError(query)


def test_one_query(store: Embedded, iris: Iris) -> None:
    """A page costs one query."""
    counting = Counting(store)
    of_thing(counting, iris, str(iris.at(KAMEOKA)), PAGE, Language.JA)
    assert counting.asked == 1


def test_from_what_is_known(store: Embedded, facts: Facts) -> None:
    """What a page has described already tells the same as asking for it, for every thing and in both languages."""
    things = [one for one in facts.values if isinstance(one, Iri) and facts.iris.is_own(one)]
    compared = 0
    for thing in things:
        found = describe(store, thing)
        if found is None:  # nothing points at it from elsewhere, and it is told of on another page
            continue
        compared += 1
        known = known_of(facts.iris, (*found.outgoing, *found.around))
        for language in Language:
            asked = of_thing(store, facts.iris, thing, PAGE, language)
            assert of_known(known, thing, PAGE, language) == asked, thing
    assert compared > 190


def test_contexts(store: Embedded, iris: Iris, document: Mapping[str, object]) -> None:
    """A page has the context that search engines look for; the file holds its own."""
    page = of_thing(store, iris, str(iris.at(KAMEOKA)), PAGE, Language.JA)
    assert page["@context"] == "https://schema.org"
    context = document["@context"]
    assert isinstance(context, dict)
    assert context["@vocab"] == "http://schema.org/"


def test_file_as_rdf(document: Mapping[str, object]) -> None:
    """As RDF, every property and class of the file is of schema.org, in the `http:` form."""
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    used = {str(p) for _, p, _ in graph if p != rdflib.RDF.type}
    used |= {str(kind) for kind in graph.objects(None, rdflib.RDF.type)}
    assert len(graph) > 2000
    assert {iri for iri in used if not iri.startswith("http://schema.org/")} == set()


@given(st.text())
def test_html(text: str) -> None:
    """Whatever a text holds, what is embedded neither ends the script nor changes the text."""
    written = for_html({"name": text})
    assert set("<>&\u2028\u2029").isdisjoint(written)
    assert json.loads(written) == {"name": text}


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", '"}]}', "<!--", "\x00\x1f", "']]>", "\\u003c"]
)
def test_hostile(iris: Iris, text: str) -> None:
    """Markup, quotes and control characters in a wording are told as they are."""
    store = small_plan(iris, text)
    told = for_html(of_thing(store, iris, str(own(iris, PLAN)), PAGE, Language.JA))
    assert "</" not in told
    assert json.loads(told)["@graph"][0]["name"] == text
    written = json.loads(write_schema_org(everything(store, iris)).content)
    assert written["@graph"][0]["name"] == {"@language": "ja", "@value": text}
