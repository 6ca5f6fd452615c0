"""What other publications say stands in one graph for each page, with its address and date."""

from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS, VOID, XSD

from kameoka_graph.read.context import Context, Fact, ValueKind, read_context
from kameoka_graph.read.table import Row
from kameoka_graph.release.assembly import Assembly, Inputs
from kameoka_graph.state.context_graph import (
    prefixes,
    record_page,
    state_page,
    term_named,
    terms_under,
    years_named,
)
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import OA, SCHEMA, Term


@pytest.fixture(scope="module")
def context(inputs: Inputs) -> Context:
    """Give the real context."""
    return read_context(inputs.data / "context")


@pytest.fixture(scope="module")
def meta(assembly: Assembly) -> Graph:
    """Give the record."""
    return assembly.graphs[assembly.iris.graph("meta")]


def context_of(folder: Path, page: str) -> Context:
    """Give a context of one page."""
    header = "page,url,title,page_date,retrieved,note"
    (folder / "pages.csv").write_text(f"{header}\n{page}\n", encoding="utf-8")
    return read_context(folder)


def test_one_graph_for_each_page(assembly: Assembly, context: Context, meta: Graph) -> None:
    """Each page has its graph, recorded as context that rests on the page's address."""
    iris = assembly.iris
    graphs = {name for name in assembly.graphs if "/graph/context/" in name}
    assert graphs == {iris.graph(f"context/{page.name}") for page in context.pages}
    for page in context.pages:
        name = iris.graph(f"context/{page.name}")
        assert meta.value(name, PROV.wasDerivedFrom, any=False) == URIRef(page.url)
        assert meta.value(name, DCTERMS.type, any=False) == iris.concept("knowledge", "context")
        assert int(str(meta.value(name, VOID.triples))) == len(assembly.graphs[name]) > 0


def test_a_page_has_its_title_and_date(meta: Graph) -> None:
    """The page's own title and the date printed on it are recorded, no date of reading invented."""
    page = URIRef("https://www.city.kameoka.kyoto.jp/soshiki/11/2207.html")
    assert (page, RDF.type, FOAF.Document) in meta
    assert meta.value(page, DCTERMS.date) == Literal("2022-01-01", datatype=XSD.date)
    assert meta.value(page, DCTERMS.title) == Literal(
        "第3次亀岡市まちづくり協働推進実施計画を策定しました", lang="ja"
    )
    assert not [s for s in meta.subjects(DCTERMS.created) if "/graph/context/" in str(s)]


def test_a_day_of_reading_is_recorded_if_given(tmp_path: Path, iris: Iris) -> None:
    """A day on which a page was read belongs to the graph made of it."""
    context = context_of(tmp_path, "p,https://a.jp/,題,,2026-11-01,")
    record = record_page(context.pages[0], iris)
    day = Literal("2026-11-01", datatype=XSD.date)
    assert (iris.graph("context/p"), DCTERMS.created, day) in record


def test_a_thing_is_named_where_its_name_comes_from(assembly: Assembly) -> None:
    """The department is typed and named in the graph of the page that names it, and only there."""
    iris = assembly.iris
    department = iris.at("id/262064/org/shiminryoku-suishin-ka")
    holders = [
        name
        for name, graph in assembly.graphs.items()
        if (department, RDF.type, ORG.OrganizationalUnit) in graph
    ]
    assert holders == [iris.graph("context/kameoka-2207")]
    assert (department, RDFS.label, Literal("市民力推進課", lang="ja")) in assembly.graphs[
        holders[0]
    ]


def test_plans_before_have_their_years(assembly: Assembly) -> None:
    """The first two plans cover 2010 to 2014 and 2015 to 2019, years that the calendar has."""
    iris = assembly.iris
    graph, calendar = (assembly.graphs[iris.graph(n)] for n in ("context/kameoka-2207", "voc"))
    for edition, first in ((1, 2010), (2, 2015)):
        plan = iris.plan("262064", f"machizukuri-kyodo-{edition}")
        years = {iris.fiscal_year(year) for year in range(first, first + 5)}
        assert set(graph.objects(plan, iris.mp(Term.COVERS_FISCAL_YEAR))) == years
        assert all((year, SCHEMA.startDate, None) in calendar for year in years)


def test_years_named_by_facts(context: Context) -> None:
    """Facts name the years of the earlier plans and the year that the fund's page tells of."""
    assert years_named(context) == frozenset(range(2010, 2020)) | {2023}


def test_facts_agree_on_the_municipality(assembly: Assembly) -> None:
    """Whoever speaks of the city gives it one code, one name and one reading."""
    city = assembly.iris.municipality("262064")
    said = [(p, o) for graph in assembly.graphs.values() for p, o in graph.predicate_objects(city)]
    codes = {o for p, o in said if p == DCTERMS.identifier}
    assert codes == {Literal("262064")}
    labels = {o for p, o in said if p in {RDFS.label, SKOS.prefLabel}}
    assert labels == {
        Literal("亀岡市", lang="ja"),
        Literal("かめおかし", lang="ja-hrkt"),
        Literal("Kameoka City", lang="en"),
    }


@pytest.mark.parametrize(
    ("kind", "value", "language", "expected"),
    [
        (ValueKind.IRI, "https://a.jp/", "", URIRef("https://a.jp/")),
        (ValueKind.THING, "fiscal-year/2010", "", URIRef("https://plans.test/id/fiscal-year/2010")),
        (ValueKind.TEXT, "亀岡市", "ja", Literal("亀岡市", lang="ja")),
        (ValueKind.TEXT, "262064", "", Literal("262064")),
        (ValueKind.DATE, "2012-03-17", "", Literal("2012-03-17", datatype=XSD.date)),
        (ValueKind.MONTH, "2008-03", "", Literal("2008-03", datatype=XSD.gYearMonth)),
        (ValueKind.YEAR, "1955", "", Literal("1955", datatype=XSD.gYear)),
        (ValueKind.NUMBER, "35.010", "", Literal("35.010", datatype=XSD.decimal)),
        (ValueKind.INTEGER, "3", "", Literal("3", datatype=XSD.integer)),
    ],
    ids=lambda value: str(value) if isinstance(value, ValueKind) else None,
)
def test_each_kind_of_value_has_its_term(
    tmp_path: Path,
    iris: Iris,
    kind: ValueKind,
    value: str,
    language: str,
    expected: URIRef | Literal,
) -> None:
    """A value becomes the term that its kind says, written as the table writes it."""
    page = context_of(tmp_path, "p,https://a.jp/,題,,,")
    fact = Fact(Row("f", 2, 2, {}), "p", "262064", "skos:note", value, kind, language)
    context = Context(page.pages, (), (fact,), (), (), frozenset(), frozenset(), frozenset())
    graph = state_page(page.pages[0], context, iris)
    (found,) = graph.objects(iris.municipality("262064"), SKOS.note)
    assert (found, str(found)) == (expected, str(expected))


def test_a_term_that_does_not_exist_is_never_stated(tmp_path: Path, iris: Iris) -> None:
    """Rows that were not checked first cannot bring in a term that its vocabulary lacks."""
    page = context_of(tmp_path, "p,https://a.jp/,題,,,")
    fact = Fact(Row("f", 2, 2, {}), "p", "262064", "skos:nosuch", "x", ValueKind.TEXT, "")
    context = Context(page.pages, (), (fact,), (), (), frozenset(), frozenset(), frozenset())
    with pytest.raises(LookupError, match="skos:nosuch"):
        state_page(page.pages[0], context, iris)


def test_what_was_left_out_is_listed_and_not_said(assembly: Assembly, meta: Graph) -> None:
    """The 25 things left out form one list with reasons; their values are texts and nothing more."""
    everything = assembly.iris.at("graph/meta#left-out")
    members = set(meta.objects(everything, PROV.hadMember))
    assert len(members) == 25
    for one in members:
        assert (one, RDF.type, OA.Annotation) in meta
        for predicate in (RDFS.label, DCTERMS.description):
            texts = [v for v in meta.objects(one, predicate) if isinstance(v, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "ja"]
    objects = {o for graph in assembly.graphs.values() for o in graph.objects()}
    assert Literal("http://data.e-stat.go.jp/lod/sac/C26206") in objects
    assert URIRef("http://data.e-stat.go.jp/lod/sac/C26206") not in objects


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("dcterms:issued", True),
        ("schema:slogan", True),
        ("mp:coversFiscalYear", True),
        ("org:hasSite", True),
        ("dcterms:isued", False),
        ("schema:nosuch", False),
        ("mp:contributesTo", False),
        ("owl:sameAs", False),
        ("issued", False),
        ("foaf:_NS", False),
    ],
)
def test_only_terms_that_exist_are_named(iris: Iris, name: str, *, found: bool) -> None:
    """A term is found if its vocabulary has it; misspelt, foreign and interpretive ones are not."""
    assert (term_named(name, iris) is not None) is found


def test_terms_are_listed_by_prefix() -> None:
    """The terms of a prefix can be told to an editor; an unknown prefix has none."""
    assert "org:hasSite" in terms_under("org")
    assert "schema:slogan" in terms_under("schema")
    assert terms_under("owl") == ()
    assert all(terms_under(prefix) for prefix in prefixes())
