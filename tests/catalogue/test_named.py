"""The catalogue of named queries: complete, portable, safe to bind, and right on Kameoka's data."""

import csv
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

from kameoka_graph.catalogue.named import (
    TOPICS,
    NamedQuery,
    Parameter,
    catalogue,
    named_query,
    read_query,
    term_of,
)
from kameoka_graph.formats import RESULTS_JSON
from kameoka_graph.read.document import Kind, Plan
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.read.source import read_source
from kameoka_graph.release.assembly import Assembly, Inputs, assemble
from kameoka_graph.release.folder import Release, write_release
from kameoka_graph.say import Say
from kameoka_graph.state.folding import fold
from kameoka_graph.state.iris import Iris, read_base
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Rows, Text
from kameoka_graph.store.embedded import Embedded
from tests.catalogue.expected_answers import (
    ANSWERS,
    FEDERATED,
    as_csv,
    column,
    expected,
    is_expected,
)

COMPETENCY_QUESTIONS: Final = range(1, 39)
PLAN: Final = "id/262064/plan/machizukuri-kyodo-3"
E_STAT: Final = "http://data.e-stat.go.jp/lod/sparql/alldata/query"
QUERIES: Final = catalogue()
LOCAL: Final = [query for query in QUERIES if query.name != FEDERATED]
PARAMETERS: Final = [(query, one) for query in QUERIES for one in query.parameters]

by_name = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
local_by_name = pytest.mark.parametrize("query", LOCAL, ids=lambda query: query.name)
by_parameter = pytest.mark.parametrize(
    ("query", "parameter"),
    PARAMETERS,
    ids=[f"{query.name}-{one.name}" for query, one in PARAMETERS],
)


def ask(store: Embedded, iris: Iris, name: str, **values: str) -> Rows:
    """Give the answer of a named query with values as a person writes them."""
    return store.select(named_query(name).written(iris, values))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """Give the rows of a CSV file."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the catalogue itself


def test_every_competency_question_is_asked_once() -> None:
    """Numbers 1 to 38 of the competency questions, and those after, occur exactly once each."""
    assert [query.number for query in QUERIES] == list(range(1, len(QUERIES) + 1))
    assert len(QUERIES) > len(COMPETENCY_QUESTIONS)


@by_name
def test_a_query_is_titled_and_asked_in_both_languages(query: NamedQuery) -> None:
    """Each query has a topic, a title, a question and labels, Japanese and English in their places."""
    assert query.topic in TOPICS
    for say in (query.title, query.question, *(one.label for one in query.parameters)):
        assert re.search("[ぁ-んァ-ヶ一-鿿]", say.ja)
        assert re.search("[A-Za-z]", say.en)
        assert say.en.isascii() or "“" in say.en


def test_titles_are_distinct() -> None:
    """No two queries are called the same in either language."""
    for titles in ([q.title.ja for q in QUERIES], [q.title.en for q in QUERIES]):
        assert len(set(titles)) == len(titles)


@by_name
def test_a_query_is_portable(query: NamedQuery, iris: Iris) -> None:
    """Each query is SPARQL 1.1 by another engine's parser, with its columns and its order written out."""
    assert prepareQuery(query.written(iris)).algebra.name == "SelectQuery"
    assert not re.search(r"SELECT (DISTINCT )?\*", query.text)
    assert "ORDER BY" in query.text


@by_parameter
def test_a_parameter_has_one_block(query: NamedQuery, parameter: Parameter) -> None:
    """Each parameter has exactly one VALUES block, with one default."""
    blocks = re.findall(rf"VALUES \?{parameter.name}\b \{{ ([^}}]*) \}}", query.text)
    assert len(blocks) == len(re.findall(rf"VALUES \?{parameter.name}\b", query.text)) == 1
    assert len(blocks[0].split()) == 1
    assert query.default(parameter.name) == blocks[0].strip('<>"')


@by_parameter
def test_a_default_is_what_the_parameter_says(
    query: NamedQuery, parameter: Parameter, iris: Iris, store: Embedded
) -> None:
    """A thing is one of its class in the data, a number a number, folded text folded."""
    default = query.default(parameter.name)
    if parameter.kind == "thing":
        prefix, _, name = parameter.of.rpartition(":")
        of = iris.absolute(PREFIXES[prefix or "mp"]) + name
        text = f"SELECT ?a WHERE {{ VALUES ?a {{ <{iris.root}{default}> }} ?a a <{of}> }}"
        assert len(store.select(text).rows) == 1
    elif parameter.kind == "folded":
        assert default == fold(default) != ""
    else:
        assert parameter.kind in {"text", "number"}
    term = term_of(parameter, default, iris)
    written = query.written(iris, {parameter.name: default})
    if parameter.kind != "number":
        assert written == query.written(iris)
    assert isinstance(term, Iri if parameter.kind == "thing" else Text)


def test_a_head_that_lacks_something_is_refused() -> None:
    """A file without one of the lines, or with a line of another form, is refused."""
    text = "#| number: 1\n#| topic: years\n#| title.ja: あ\n#| title.en: a\nSELECT ?a {}"
    with pytest.raises(ValueError, match=re.escape("question.ja")):
        read_query("one", text)
    with pytest.raises(ValueError, match="one"):
        read_query("one", f"#|number: 1\n{text}")
    with pytest.raises(KeyError):
        named_query("no-such-query")


# --- expected answers


def test_every_query_has_an_expected_answer() -> None:
    """There is one file for each query of the catalogue, and none beside."""
    assert sorted(path.name for path in ANSWERS.iterdir()) == sorted(
        f"{query.name}.csv" for query in QUERIES
    )


@local_by_name
def test_a_query_gives_its_expected_answer(query: NamedQuery, store: Embedded, iris: Iris) -> None:
    """Each query gives its expected answer on the released data, as it stands in its file."""
    assert is_expected(query.name, store.select(query.text), iris)


@local_by_name
def test_a_written_query_needs_no_base(query: NamedQuery, release: Release, iris: Iris) -> None:
    """What is shown to people gives the same answer where another base, or none, is in force."""
    written = query.written(iris)
    without_strings = re.sub(r'"[^"\n]*"', "", written)
    assert all(":" in iri for iri in re.findall(r"<([^<>\s]*)>", without_strings))
    elsewhere = _elsewhere(release)
    assert as_csv(elsewhere.select(written), iris) == expected(query.name)


_STORES: Final[dict[str, Embedded]] = {}


def _elsewhere(release: Release) -> Embedded:
    """Give the same store with another base, made once."""
    if "elsewhere" not in _STORES:
        nquads = b"".join(dump.read_bytes() for dump in release.dumps)
        _STORES["elsewhere"] = Embedded.in_memory(nquads, "http://elsewhere.invalid/", {})
    return _STORES["elsewhere"]


@pytest.fixture(scope="module")
def moved(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> tuple[Embedded, Iris]:
    """Give the store of the same data below another base, in which nothing has its old hash."""
    other = read_base("http://127.0.0.1:8123/other")
    made = assemble(Inputs(inputs.data, inputs.ontology, inputs.shapes, other))
    release = write_release(made, tmp_path_factory.mktemp("moved") / "releases")
    return release.open(), other


@local_by_name
def test_an_answer_depends_neither_on_the_base_nor_on_the_order_of_the_store(
    query: NamedQuery, moved: tuple[Embedded, Iris]
) -> None:
    """Each query orders its rows fully: below another base it gives the same rows in the same order."""
    store, other = moved
    assert as_csv(store.select(query.written(other)), other) == expected(query.name)


# --- the answers that people know


def test_entries_per_action_plan_and_year_are_the_eighteen_known_numbers(
    store: Embedded, iris: Iris
) -> None:
    """The table has 18 cells: 2,3,3,5,5,5 and 1,1,1,3,1,1 and 2,3,3,3,3,3 entries, 48 in all."""
    numbers = [
        int(n) for n in column(ask(store, iris, "entries-per-action-plan-and-year"), "entries")
    ]
    assert numbers == [2, 3, 3, 5, 5, 5, 1, 1, 1, 3, 1, 1, 2, 3, 3, 3, 3, 3]
    assert sum(numbers) == 48


def test_2025_is_the_only_year_outside_the_period(store: Embedded, iris: Iris) -> None:
    """The table has one column that the period of the plan does not cover: 2025."""
    found = ask(store, iris, "years-outside-the-plan-period")
    assert column(found, "fiscalYearEnglish") == ["FY2025"]
    assert column(found, "period") == ["令和2年度～6年度"]


def test_nothing_is_new_in_2025(store: Embedded, iris: Iris) -> None:
    """Every entry of 2025 stands under the same action plan in 2024; four of 2024 are new."""
    name = "entries-absent-from-the-year-before"
    assert ask(store, iris, name).rows == ()
    assert column(ask(store, iris, name, year="id/fiscal-year/2024"), "text") == [
        "まちづくり活動博覧会の実施",
        "市民活動体験の実施",
        "市が実施するイベントでの市民活動のPR",
        "R5センター検討会を受けた取組の実施",
    ]


def test_the_forum_stands_under_two_action_plans_in_2023(store: Embedded, iris: Iris) -> None:
    """One entry occurs twice in a year: the forum, under action plans 1 and 2 in 2023."""
    found = ask(store, iris, "entries-in-two-action-plans")
    assert column(found, "text") == ["市民活動推進フォーラム"]
    assert column(found, "fiscalYearEnglish") == ["FY2023"]
    assert (column(found, "number"), column(found, "otherNumber")) == (["1"], ["2"])


def test_the_fair_has_a_gap_in_2023(store: Embedded, iris: Iris) -> None:
    """One series has a year without an entry between others: the fair, in 2023."""
    found = ask(store, iris, "series-with-gaps")
    assert column(found, "name") == ["まちづくり活動博覧会"]
    assert column(found, "fiscalYear") == ["令和5年度"]


def test_two_entries_are_listed_every_year(store: Embedded, iris: Iris) -> None:
    """Training for new staff and the gathering of sympathisers are listed in all six years."""
    assert column(ask(store, iris, "entries-listed-every-year"), "text") == [
        "新規採用職員研修の実施",
        "共感者集めプログラムの実施（N基金）",
    ]


@pytest.mark.parametrize("pillar", range(1, 6))
def test_no_contribution_is_stated_by_the_source(store: Embedded, iris: Iris, pillar: int) -> None:
    """Asked of what the source states alone, nothing contributes to any pillar."""
    name = "contributions-that-a-source-states"
    assert ask(store, iris, name, pillar=f"{PLAN}/pillar/{pillar}").rows == ()


@pytest.mark.parametrize("term", ["contributesTo", "inSeries", "involves", "followsUp"])
def test_no_source_graph_interprets(assembly: Assembly, iris: Iris, term: str) -> None:
    """No triple of a curated property stands in a source graph, though the curated graph has some."""
    prefix = f"{iris.root}graph/"
    holding = {
        str(name).removeprefix(prefix).partition("/")[0]
        for name, graph in assembly.graphs.items()
        if any(graph.triples((None, iris.at(f"ns/mp#{term}"), None)))
    }
    assert holding == {"curated"}


def test_every_interpretation_has_its_statement(store: Embedded, iris: Iris) -> None:
    """No judgement lacks the record of its reason, and none stands in a source graph."""
    assert ask(store, iris, "interpretation-without-a-statement").rows == ()
    assert ask(store, iris, "interpretation-in-a-source-graph").rows == ()


@pytest.mark.parametrize(
    ("graph", "name", "caught"),
    [
        ("source/371fd4250226", "interpretation-in-a-source-graph", True),
        ("source/371fd4250226", "interpretation-without-a-statement", True),
        ("curated/262064-machizukuri-kyodo-3", "interpretation-without-a-statement", True),
        ("curated/262064-machizukuri-kyodo-3", "interpretation-in-a-source-graph", False),
    ],
)
def test_a_planted_interpretation_is_found(
    assembly: Assembly, iris: Iris, graph: str, name: str, *, caught: bool
) -> None:
    """A judgement put into a graph without its record is found by the queries that look for it."""
    planted = (
        f"<{iris.root}{PLAN}/pillar/1> <{iris.root}ns/mp#contributesTo> "
        f"<{iris.root}{PLAN}/theme/3> <{iris.root}graph/{graph}> .\n"
    )
    store = Embedded.in_memory(assembly.nquads + planted.encode(), iris.root, iris.prefixes)
    assert len(ask(store, iris, name).rows) == int(caught)


def test_all_thirty_anomalies_are_found_with_their_exact_quotations(
    store: Embedded, iris: Iris, plan: Plan
) -> None:
    """One query gives A1 to A30, and each quotation stands in the source at its offsets."""
    found = ask(store, iris, "anomalies")
    assert set(column(found, "anomaly")) == {f"A{n}" for n in range(1, 31)}
    places = zip(column(found, "start"), column(found, "end"), column(found, "quote"), strict=True)
    assert all(plan.source.text[int(start) : int(end)] == quote for start, end, quote in places)


def test_one_path_leads_from_the_themes_to_all_years(store: Embedded, iris: Iris) -> None:
    """Along contribution and containment, the themes reach 23, 31 and 25 entries, and all 48 together."""
    name = "chain-from-a-theme-to-years"
    reached = [
        column(ask(store, iris, name, theme=f"{PLAN}/theme/{n}"), "entry") for n in (1, 2, 3)
    ]
    assert [len(entries) for entries in reached] == [23, 31, 25]
    assert len(set().union(*reached)) == 48


@pytest.mark.parametrize("theme", [1, 2, 3])
def test_each_step_of_the_chain_says_who_says_so(store: Embedded, iris: Iris, theme: int) -> None:
    """A step is stated and has no curator, or judged and has a reason, a confidence and a curator."""
    found = ask(store, iris, "chain-step-by-step", theme=f"{PLAN}/theme/{theme}")
    reached = ask(store, iris, "chain-from-a-theme-to-years", theme=f"{PLAN}/theme/{theme}")
    for step in found.records():
        judged = str(step["graph"]).startswith(f"{iris.root}graph/curated/")
        assert judged == (step["relation"] == Text("寄与先", "ja", step["relation"].datatype))  # type: ignore[union-attr]  # the column holds literals
        assert all((key in step) == judged for key in ("reason", "confidence", "curator", "date"))
    years = [step for step in found.records() if "fiscal-year" in str(step["to"])]
    assert {str(step["from"]) for step in years} == set(column(reached, "entry"))


# --- other values


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("フォーラム", "ﾌｫｰﾗﾑ", "ふぉーらむ", "フォー ラム"), 4),
        (("掘り起こし", "掘り起し", "掘起こし"), 4),
        (("取り組み", "取組", "取組み"), 3),
        (("NAWASHIRO", "ｎａｗａｓｈｉｒｏ", "なわしろ"), 3),
        (("財政基盤", "財線基盤"), 1),
        (("どこにもない語",), 0),
    ],
)
def test_a_word_is_found_in_every_spelling(
    store: Embedded, iris: Iris, words: tuple[str, ...], count: int
) -> None:
    """Spellings of a word, its reading and a correction find the same elements."""
    found = [
        column(ask(store, iris, "elements-containing-a-word", word=w), "element") for w in words
    ]
    assert len(found[0]) == count
    assert all(elements == found[0] for elements in found)


def test_entries_of_any_action_plan_and_year_are_those_of_the_source(
    store: Embedded, iris: Iris, plan: Plan
) -> None:
    """For each of the 18 cells, the query gives the entries that stand in it, in printed order."""
    plans = [element for element in plan.elements if element.kind is Kind.ACTION_PLAN]
    for number, element in enumerate(plans, 1):
        for year in range(2020, 2026):
            found = ask(
                store,
                iris,
                "entries-of-an-action-plan-in-a-year",
                actionPlan=f"/{PLAN}/action-plan/{number}",
                year=f"id/fiscal-year/{year}",
            )
            printed = [one.text.text for one in element.parts if one.fiscal_year == year]
            assert column(found, "text") == printed != []


def test_each_element_is_found_at_its_own_range(store: Embedded, iris: Iris, plan: Plan) -> None:
    """The range of an element gives this element alone; the space between two gives none."""
    name = "elements-at-a-range"
    for element, _ in plan.walk():
        span = element.text.span
        found = ask(store, iris, name, **{"from": str(span.start), "to": str(span.end)})
        assert column(found, "quote") == [element.text.text]
    assert ask(store, iris, name, **{"from": "1562", "to": "1564"}).rows == ()


@pytest.mark.parametrize(
    ("limit", "number"), [("0.5", 0.5), ("0.55", 0.55), ("０．６", 0.6), ("1", 1.0), ("0", 0.0)]
)
def test_statements_below_a_confidence_are_those_of_the_tables(
    store: Embedded, iris: Iris, plan_folder: PlanFolder, limit: str, number: float
) -> None:
    """Below any limit, the query gives the rows of the tables whose confidence is lower."""
    curated = plan_folder.path / "curated"
    rows = [
        row
        for path in curated.glob("*.csv")
        if path.name != "anomalies.csv"
        for row in table(curated, path.name)
    ]
    below = {row["id"] for row in rows if float(row["confidence"]) < number}
    found = column(ask(store, iris, "statements-below-a-confidence", limit=limit), "statement")
    assert {iri.rpartition("/")[2] for iri in found} == below


def test_a_pillar_is_contributed_to_as_the_table_says(
    store: Embedded, iris: Iris, plan_folder: PlanFolder
) -> None:
    """For each pillar, the query gives the rows from an action plan to it or to its measures."""
    rows = table(plan_folder.path / "curated", "contributions.csv")
    for pillar in range(1, 6):
        found = ask(store, iris, "contributions-to-a-pillar", pillar=f"{PLAN}/pillar/{pillar}")
        given = [
            (row["id"], row["confidence"], row["reason"])
            for row in rows
            if re.fullmatch(r"action-plan/\d", row["element"])
            and f"{row['contributes_to']}/".startswith(f"pillar/{pillar}/")
        ]
        numbers = [iri.rpartition("/")[2] for iri in column(found, "statement")]
        rest = (column(found, "confidence"), column(found, "reason"))
        assert Counter(zip(numbers, *rest, strict=True)) == Counter(given)


def test_what_came_after_a_day_is_counted(store: Embedded, iris: Iris) -> None:
    """Nothing was judged after the day of the tables."""
    assert ask(store, iris, "who-curated-what-and-when", since="2026-11-23").rows == ()


def test_a_plan_is_found_by_any_year_of_its_period(store: Embedded, iris: Iris) -> None:
    """Each of the three plans covers its five years, and no plan covers 2025."""
    for year in range(2010, 2026):
        found = ask(store, iris, "plans-covering-a-year", year=f"id/fiscal-year/{year}")
        edition = (year - 2005) // 5
        plans = [f"{iris.root}id/262064/plan/machizukuri-kyodo-{edition}"] if year < 2025 else []
        assert column(found, "plan") == plans


# --- hostile values

HOSTILE: Final = [
    '"',
    "'",
    "}",
    '" } UNION { ?s ?p ?o } #',
    "VALUES ?year { <x> }",
    "\\",
    "\\u0022 } #",
    '\\" }',
    "\n",
    "\r\n",
    "\t",
    "<",
    "> } #",
    "a> <b",
    "id/x> } ?s ?p ?o #",
    "1 } #",
    "1e999999",
    "nan",
    "$0",
    "\\g<0>",
    "",
]
"""Values that would break out of a text that is only pasted together."""


def _is_one_term(query: NamedQuery, parameter: Parameter, value: str, iris: Iris) -> bool:
    """Tell whether a value became one term of its VALUES block, or was refused."""
    start, _, end = query.written(iris).partition(f"VALUES ?{parameter.name} {{ ")
    rest = end.partition(" }")[2]
    try:
        written = query.written(iris, {parameter.name: value})
    except ValueError:
        return parameter.kind in {"thing", "concept", "number"}
    frame = f"{start}VALUES ?{parameter.name} {{ "
    term = written.removeprefix(frame).removesuffix(f" }}{rest}")
    found = _EMPTY.select(f"SELECT ?term WHERE {{ VALUES ?term {{ {term} }} }}")
    assert f"{frame}{term} }}{rest}" == written
    return found.rows == ((term_of(parameter, value, iris),),)


_EMPTY: Final = Embedded.in_memory(b"", "http://elsewhere.invalid/", {})


@by_parameter
@pytest.mark.parametrize("value", HOSTILE)
def test_a_known_attack_stays_one_term(
    query: NamedQuery, parameter: Parameter, value: str, iris: Iris
) -> None:
    """Quotes, braces, comments and escapes become part of one term, or are refused."""
    assert _is_one_term(query, parameter, value, iris)


@given(st.sampled_from(PARAMETERS), st.text() | st.text("\"'{}<>\\\n\r# ?u0.", max_size=12))
@example((QUERIES[0], QUERIES[0].parameters[0]), "\\")
def test_any_value_stays_one_term(one: tuple[NamedQuery, Parameter], value: str) -> None:
    """Whatever a person types becomes one term, or is refused before any engine sees it."""
    assert _is_one_term(*one, value, read_base("https://plans.test"))


def test_values_do_not_meet_each_other(iris: Iris) -> None:
    """A value that looks like the block of another parameter leaves that one alone."""
    query = read_query(
        "two",
        "#| number: 1\n#| topic: years\n#| title.ja: あ\n#| title.en: a\n#| question.ja: あ\n"
        "#| question.en: a\n#| parameter: a | text | あ | a\n#| parameter: b | text | い | b\n"
        'SELECT ?a ?b WHERE { VALUES ?a { "1" } VALUES ?b { "2" } } ORDER BY ?a',
    )
    hostile = 'VALUES ?b { "3" } \\1 }'
    rows = _EMPTY.select(query.written(iris, {"a": hostile, "b": "4"})).rows
    assert rows == ((Text(hostile), Text("4")),)


def test_a_value_for_no_parameter_is_refused(iris: Iris) -> None:
    """A name that the query does not have as a parameter is refused."""
    with pytest.raises(KeyError):
        named_query("anomalies").written(iris, {"plan": PLAN})


def test_a_thing_is_named_below_the_base_or_in_full(iris: Iris) -> None:
    """A value for a thing is a path below the base, or a whole IRI, of this base or another."""
    parameter = named_query("all-entries").parameters[0]
    for value in (PLAN, f"/{PLAN}", f"{iris.root}{PLAN}"):
        assert term_of(parameter, value, iris) == Iri(f"{iris.root}{PLAN}")
    local = read_base("http://[::1]:8000/a")
    assert term_of(parameter, f"{local.root}{PLAN}", local) == Iri(f"{local.root}{PLAN}")
    assert term_of(parameter, "urn:a", iris) == Iri("urn:a")


def test_a_concept_is_named_by_its_code_or_its_iri(iris: Iris) -> None:
    """A value for a concept is a code of its scheme, or a whole IRI."""
    parameter = Parameter("kind", "concept", "activity-kind", Say("種類", "kind"))
    assert term_of(parameter, "train", iris) == Iri(f"{iris.root}voc/activity-kind/train")
    assert term_of(parameter, "http://example.com/a", iris) == Iri("http://example.com/a")


# --- another endpoint

SAC: Final = "http://data.e-stat.go.jp/lod/sac/"
E_STAT_TRIPLES: Final = f"""
<{SAC}C26206> <http://www.w3.org/2002/07/owl#sameAs> <{SAC}C26206-19700401> <urn:e-stat> .
<{SAC}C26206-19700401> <http://www.w3.org/2000/01/rdf-schema#label> "亀岡市"@ja <urn:e-stat> .
<{SAC}C26206-19700401> <http://www.w3.org/2000/01/rdf-schema#label> "Kameoka-shi"@en <urn:e-stat> .
<{SAC}C26206-19700401> <http://purl.org/dc/terms/issued> "1970-04-01" <urn:e-stat> .
<{SAC}C26206-19700401> <http://www.w3.org/ns/org#resultedFrom> <urn:change> <urn:e-stat> .
<urn:change> <http://www.w3.org/ns/org#originalOrganization> <{SAC}C00000-19500101> <urn:e-stat> .
<urn:change> <http://purl.org/dc/terms/date> "1970-04-01" <urn:e-stat> .
<urn:change> <http://purl.org/dc/terms/description> "試験のための変更"@ja <urn:e-stat> .
<{SAC}C00000-19500101> <http://www.w3.org/2000/01/rdf-schema#label> "試験町"@ja <urn:e-stat> .
<{SAC}C18207> <http://www.w3.org/2002/07/owl#sameAs> <{SAC}C18207-19700401> <urn:e-stat> .
<{SAC}C18207-19700401> <http://www.w3.org/2000/01/rdf-schema#label> "鯖江市"@ja <urn:e-stat> .
<{SAC}C18207-19700401> <http://purl.org/dc/terms/issued> "1970-04-01" <urn:e-stat> .
"""
"""What stands in for e-Stat; the change and the area before it are made up."""


@contextmanager
def stand_in(nquads: bytes) -> Iterator[tuple[str, list[str]]]:
    """Serve a store as a SPARQL endpoint on this machine; gives its address and what it is asked."""
    store = Embedded.in_memory(nquads, "http://elsewhere.invalid/", {})
    asked: list[str] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = self.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
            self.answer(parse_qs(body)["query"][0] if form else body)

        def do_GET(self) -> None:
            self.answer(parse_qs(urlsplit(self.path).query)["query"][0])

        def answer(self, query: str) -> None:
            asked.append(query)
            _, found = store.answer(query, [RESULTS_JSON])
            self.send_response(200)
            self.send_header("Content-Type", RESULTS_JSON.media_type)
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, format: str, *arguments: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/lod/sparql/alldata/query", asked
        finally:
            server.shutdown()
            thread.join()


def test_the_federated_query_joins_what_another_endpoint_answers(
    store: Embedded, iris: Iris
) -> None:
    """The area of the city is asked of e-Stat (here its stand-in), and no other area is."""
    query = named_query(FEDERATED)
    assert query.text.count(f"SERVICE <{E_STAT}>") == query.text.count("SERVICE") == 1
    with stand_in(E_STAT_TRIPLES.encode()) as (address, asked):
        found = store.select(query.written(iris).replace(E_STAT, address))
    assert is_expected(FEDERATED, found, iris)
    assert len(asked) == 1
    assert "C26206" in asked[0]


# --- between municipalities

OTHER_TEXT: Final = """第1次試験計画 行動計画（アクションプラン）進捗表〔計画期間：令和4年度～6年度〕

【第1次計画のテーマ】（1）試験のテーマ
協働推進のための取り組みと施策
1. 試験の取り組み
 - （1）試験の施策

行動計画・ねらい\t重点目標・事業概要\t令和4年度\t令和5年度\t令和6年度\t令和7年度\t令和8年度
【行動計画1】 試験の行動計画 【ねらい】 ①試験のねらい\t【具体的な行動】 ①試験の行動\t・職員研修の実施\t・職員研修の実施 ・出前講座の開催\t・出前講座の開催\t・出前講座の開催\t・出前講座の開催
"""
OTHER_KINDS: Final = ("2022/activity/1 train", "2023/activity/1 train", "2023/activity/2 hold")
OTHER_LINKS: Final = """# mapping_set_id: links/other
# mapping_set_title: 試験 / Test
# mapping_set_version: "1"
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   id: id/
#   agent: id/agent/
#   sdg: http://metadata.un.org/sdg/
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
"""
"""The head of a file of links; its table is added by the test."""


@pytest.fixture(scope="module", params=["262072", "282014"], ids=["same-prefecture", "another"])
def other_code(request: pytest.FixtureRequest) -> str:
    """Give the code of another municipality, of Kyoto Prefecture or of another."""
    return str(request.param)


@pytest.fixture(scope="module")
def both(
    other_code: str, inputs: Inputs, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Embedded, Iris]:
    """Give a store with Kameoka's plan and a made-up one of another municipality."""
    folder = tmp_path_factory.mktemp("two")
    shutil.copytree(inputs.data, folder / "data")
    _add_plan(folder / "data", other_code)
    ours = Inputs(folder / "data", inputs.ontology, inputs.shapes, inputs.iris, register=True)
    made = write_release(assemble(ours), folder / "releases")
    assert (folder / "data" / "plans" / f"{other_code}-shiken-1" / "registry.csv").is_file()
    return made.open(), made.iris


def _add_plan(data: Path, code: str) -> None:
    folder = data / "plans" / f"{code}-shiken-1"
    (folder / "curated").mkdir(parents=True)
    (folder / "source.txt").write_text(OTHER_TEXT, encoding="utf-8", newline="")
    digest = read_source(folder / "source.txt").sha256
    (folder / "plan.toml").write_text(
        f'[plan]\nmunicipality = "{code}"\nslug = "shiken"\nedition = 1\n\n[[document]]\n'
        f'file = "source.txt"\nlayout = "progress-table"\nsha256 = "{digest}"\n'
        'rights_ja = "試験"\nrights_en = "test"\n',
        encoding="utf-8",
    )
    wordings = {"2022/activity/1": "職員研修の実施", "2023/activity/1": "職員研修の実施"}
    lines = ["id,entry,text,kind,reason,confidence,curator,date"]
    for number, row in enumerate(OTHER_KINDS, 1):
        entry, _, kind = row.partition(" ")
        text = wordings.get(entry, "出前講座の開催")
        path = f"action-plan/1/fy/{entry}"
        lines.append(f"{number:04},{path},{text},{kind},試験。,0.9,proposal,2026-11-22")
    (folder / "curated" / "activity-kinds.csv").write_text(
        "\n".join([*lines, ""]), encoding="utf-8"
    )
    columns = (
        "subject_id subject_label predicate_id object_id object_label mapping_justification "
        "author_id mapping_date confidence comment"
    )
    link = (
        f"id:{code}/plan/shiken-1 第1次試験計画 skos:relatedMatch sdg:17.17 17.17 "
        "semapv:ManualMappingCuration agent:proposal 2026-11-22 0.7 試験。"
    )
    (data / "links" / "other.sssom.tsv").write_text(
        OTHER_LINKS + "\n".join(line.replace(" ", "\t") for line in (columns, link)) + "\n",
        encoding="utf-8",
    )


def test_plans_of_all_municipalities_are_found_by_year(
    both: tuple[Embedded, Iris], other_code: str
) -> None:
    """Of 2023 both plans are found, by code; of 2021 only Kameoka's is."""
    name = "plans-covering-a-year"
    assert column(ask(*both, name), "code") == ["262064", other_code]
    assert column(ask(*both, name), "title")[1] == "第1次試験計画"
    assert column(ask(*both, name, year="id/fiscal-year/2021"), "code") == ["262064"]


def test_the_same_kinds_are_found_within_the_prefecture_only(
    both: tuple[Embedded, Iris], other_code: str
) -> None:
    """Action plan 1 shares holding (1 entry) and training (2) with a plan of its own prefecture."""
    found = ask(*both, "same-kind-in-the-prefecture")
    kinds = list(zip(column(found, "kindEnglish"), column(found, "entries"), strict=True))
    assert kinds == ([("hold", "1"), ("train", "2")] if other_code == "262072" else [])
    assert set(column(found, "code")) <= {"262072"}
    grants = f"{PLAN}/action-plan/3"
    assert ask(*both, "same-kind-in-the-prefecture", actionPlan=grants).rows == ()


def test_lengths_of_periods_are_averaged_over_all_plans(
    both: tuple[Embedded, Iris], other_code: str
) -> None:
    """Three plans of five years and one of three average 4.5; two tables exceed their period."""
    found = ask(*both, "length-of-plan-periods")
    assert column(found, "code") == ["262064"] * 3 + [other_code]
    assert column(found, "years") == ["5", "5", "5", "3"]
    assert set(column(found, "average")) == {"4.5"}
    assert column(found, "yearsOutside") == ["0", "0", "1", "2"]


def test_a_link_to_an_sdg_target_is_found_with_its_confidence(
    both: tuple[Embedded, Iris], other_code: str
) -> None:
    """The plan that was linked to target 17.17 is found under it, and under no other target."""
    name = "plans-linked-to-an-sdg-target"
    found = ask(*both, name)
    assert column(found, "thing") == [f"{both[1].root}id/{other_code}/plan/shiken-1"]
    assert (column(found, "confidence"), column(found, "reason")) == (["0.7"], ["試験。"])
    assert ask(*both, name, code="17.1").rows == ()


def test_questions_about_one_plan_do_not_mix_in_another(
    both: tuple[Embedded, Iris], other_code: str
) -> None:
    """With another plan in the store, those about Kameoka's plan give the same answers as without."""
    store, iris = both
    for query in QUERIES:
        if any(one.of == "Plan" for one in query.parameters):
            assert as_csv(store.select(query.written(iris)), iris) == expected(query.name)
    other = f"id/{other_code}/plan/shiken-1"
    found = ask(store, iris, "entries-per-action-plan-and-year", plan=other)
    assert column(found, "entries") == ["1", "2", "1", "1", "1"]
    assert column(ask(store, iris, "years-outside-the-plan-period"), "fiscalYear")[1:] == [
        "令和7年度",
        "令和8年度",
    ]
