"""IRIs are minted in one place, below any base; a base that others cannot resolve is refused for publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from kameoka_graph.read.document import Kind, Span
from kameoka_graph.state.iris import (
    KNOWLEDGE,
    SEGMENTS,
    BadBaseError,
    Iris,
    read_base,
    refuse_unpublishable,
)
from kameoka_graph.state.terms import Term

PLAN = "https://plans.test/id/262064/plan/machizukuri-kyodo-3"
LABEL = st.from_regex(r"[a-z0-9](?:[a-z0-9\-]{0,6}[a-z0-9])?", fullmatch=True)
BASES = st.builds(
    lambda scheme, labels, port, path: f"{scheme}://{'.'.join(labels)}{port}{path}",
    st.sampled_from(["http", "https"]),
    st.lists(LABEL, min_size=1, max_size=4),
    st.one_of(st.just(""), st.integers(1, 65535).map(lambda port: f":{port}")),
    st.lists(LABEL, max_size=3).map(lambda parts: "".join(f"/{part}" for part in parts)),
)


def test_every_pattern_is_the_documented_one(iris: Iris) -> None:
    """Each kind of thing has the IRI that docs/design.md gives its pattern for."""
    plan = iris.plan("262064", "machizukuri-kyodo-3")
    short, span = "371fd4250226", Span(1579, 1590)
    minted = {
        iris.municipality("262064"): "id/262064",
        plan: "id/262064/plan/machizukuri-kyodo-3",
        iris.below(
            plan, "pillar/2/measure/3"
        ): "id/262064/plan/machizukuri-kyodo-3/pillar/2/measure/3",
        iris.fiscal_year(2020): "id/fiscal-year/2020",
        iris.agent("curator"): "id/agent/curator",
        iris.source(short): f"source/{short}",
        iris.span(short, span): f"source/{short}#char=1579,1590",
        iris.position(short, span): f"source/{short}#position=1579,1590",
        iris.quote(short, span): f"source/{short}#quote=1579,1590",
        iris.graph(f"source/{short}"): f"graph/source/{short}",
        iris.concept("status", "unstated"): "voc/status/unstated",
        iris.mp(Term.SOURCE_TEXT): "ns/mp#sourceText",
        iris.kind(Kind.AIM): "ns/mp#Aim",
    }
    assert {str(iri) for iri in minted} == {
        f"https://plans.test/{path}" for path in minted.values()
    }


def test_every_kind_has_its_own_segment() -> None:
    """Each kind of element has a path segment of its own."""
    assert SEGMENTS.keys() == set(Kind)
    assert len(set(SEGMENTS.values())) == len(SEGMENTS)


@pytest.mark.parametrize("prefix", ["mp", "dcterms"])
def test_prefixes_are_absolute(iris: Iris, prefix: str) -> None:
    """Prefixes are given in full, ours below the base."""
    spaces = {"mp": "https://plans.test/ns/mp#", "dcterms": "http://purl.org/dc/terms/"}
    assert iris.prefixes[prefix] == spaces[prefix]


@given(BASES)
def test_one_set_of_relative_files_serves_every_base(base: str) -> None:
    """A relative IRI in a Turtle file and the IRI minted in code are the same, whatever the base."""
    iris = read_base(base)
    graph = Graph().parse(data="<voc/status/unstated> a <ns/mp#Plan> .", publicID=iris.root)
    assert set(graph.subjects()) == {iris.concept("status", "unstated")}
    assert set(graph.objects()) == {iris.mp(Term.PLAN)}
    assert read_base(base + "/") == iris


@given(BASES, st.sampled_from(["id/262064", "voc/status/planned", "ns/mp#Plan", "graph/meta"]))
def test_documents_lead_back_to_their_things(base: str, path: str) -> None:
    """The path of the document about a thing leads back to the thing, whatever the base."""
    iris = read_base(base)
    thing = iris.at(path)
    assert iris.is_own(thing)
    assert not iris.document_path(thing).startswith("id/")
    assert iris.thing_at(iris.document_path(thing)) == thing


def test_other_things_are_not_ours(iris: Iris) -> None:
    """An IRI elsewhere, or one that only starts alike, does not stand below the base."""
    assert not iris.is_own("https://plans.test.example/id/262064")
    assert not iris.is_own("http://plans.test/id/262064")


def test_every_named_graph_holds_one_kind_of_knowledge(iris: Iris) -> None:
    """The kind of knowledge follows from the first name in a graph's path."""
    assert iris.knowledge("https://plans.test/graph/source/371fd4250226") == "stated"
    assert iris.knowledge("https://plans.test/graph/meta") == "record"
    assert {iris.knowledge(iris.graph(name)) for name in KNOWLEDGE} == set(KNOWLEDGE.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plans.test",
        "ftp://plans.test",
        "http://",
        "https://plans.test?x=1",
        "https://plans.test#x",
        "https://plans.test//a",
        "https://plans.test/a/../b",
        "https://plans.test/.",
        "https://亀岡.test",
        "https://plans.test/計画",
        "https://user@plans.test",
        "https://plans.test:port",
        "https://plans.test:99999",
        "https://plans.test:0",
        "https://[",
        "https://[::g]",
        "https://[:::::::::]",
        "https://-plans.test",
        "https://plans.test.",
        "https://plans.test/a b",
        "https://plans.test/<x>",
    ],
)
def test_what_is_no_base_is_refused(text: str) -> None:
    """An address that IRIs cannot be made from is refused in both languages."""
    with pytest.raises(BadBaseError) as caught:
        read_base(text)
    assert text in caught.value.say.ja
    assert text in caught.value.say.en


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
        "http://localhost:8000",
        "http://server",
        "http://10.0.0.1",
        "http://192.168.1.1/plans",
        "https://plans.test",
        "https://data.example.jp.example",
        "https://example.com",
        "https://www.example.org/data",
        "https://plans.invalid",
        "https://plans.local",
        "https://plans.internal",
        "http://127.1",
        "http://a.b.1",
    ],
)
def test_a_private_base_is_not_published(text: str) -> None:
    """A loopback, private or example address serves at home, but not for publication."""
    iris = read_base(text)
    with pytest.raises(BadBaseError) as caught:
        refuse_unpublishable(iris)
    assert "--base" in caught.value.say.ja
    assert iris.base in caught.value.say.en


@pytest.mark.parametrize(
    "text",
    [
        "https://data.city.kameoka.kyoto.jp",
        "https://example.jp.net/plans",
        "http://8.8.8.8",
        "https://[2001:4860:4860::8888]:8443/data",
        "https://w3id.org/kameoka",
    ],
)
def test_a_public_base_is_published(text: str) -> None:
    """An address that others can resolve is fit for publication."""
    refuse_unpublishable(read_base(text))


def test_absolute_iris_stay(iris: Iris) -> None:
    """Only what has no scheme is taken below the base."""
    assert iris.absolute("ns/mp#Plan") == "https://plans.test/ns/mp#Plan"
    assert iris.absolute("urn:x:y") == "urn:x:y"
    assert URIRef(iris.absolute("")) == URIRef("https://plans.test/")
