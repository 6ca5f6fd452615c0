"""Answers on a terminal: aligned by width, whatever the terms hold."""

import json

import pytest

from kameoka_graph.cli.results import show, table
from kameoka_graph.cli.terminal import width
from kameoka_graph.store.embedded import Embedded

BASE = "https://plans.test/"
ROW = '<https://plans.test/a> <https://plans.test/p> "{}" <https://plans.test/g> .\n'


def store_of(value: str) -> Embedded:
    """Give a store with one literal, written as in N-Quads."""
    return Embedded.in_memory(ROW.format(value).encode(), BASE, {})


def test_columns_are_aligned_by_width() -> None:
    """A column is as wide as its widest cell, full-width characters counted twice."""
    assert table(["n", "名前"], [["1", "亀岡市"], ["10", "か\u3099"]]).splitlines() == [
        "n   名前",
        "──  ──────",
        "1   亀岡市",
        "10  か\u3099",
    ]


def test_second_column_starts_at_one_cell() -> None:
    """Whatever stands in the first column, the second starts at the same cell in each line."""
    first = ["a", "行動計画", "か\u3099き", "葛\U000e0100城市", "ｶﾒｵｶ"]
    lines = table(["x", "y"], [[cell, "|"] for cell in first]).splitlines()[2:]
    assert {width(line.partition("|")[0]) for line in lines} == {10}


@pytest.mark.parametrize("rows", [[], [[""]]])
def test_empty_answers_have_their_header(rows: list[list[str]]) -> None:
    """No row, or an unbound value, still shows the names of the columns."""
    assert table(["year"], rows).splitlines()[:2] == ["year", "────"]


def test_hostile_text_moves_no_cursor() -> None:
    """Control characters of a literal reach the table as a space or U+FFFD."""
    shown = show(store_of("\\u001b[2J\\u202Ex\\ny"), "SELECT ?o { ?s ?p ?o }", "table")
    assert shown.splitlines()[2] == "\ufffd[2J\ufffdx y"


def test_full_width_space_is_kept() -> None:
    """A full-width space of the plan stays one."""
    assert "令和5　年度" in show(store_of("令和5　年度"), "SELECT ?o { ?s ?p ?o }", "table")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "o\r\n協働\r\n"),
        ("tsv", '?o\n"協働"\n'),
        ("table", "o\n────\n協働\n"),
    ],
)
def test_rows_in_each_format(form: str, expected: str) -> None:
    """Rows come as a table, CSV or TSV."""
    assert show(store_of("協働"), "SELECT ?o { ?s ?p ?o }", form) == expected


def test_rows_as_json() -> None:
    """Rows come as SPARQL 1.1 Query Results JSON."""
    answer = json.loads(show(store_of("協働"), "SELECT ?o { ?s ?p ?o }", "json"))
    assert answer["results"]["bindings"] == [{"o": {"type": "literal", "value": "協働"}}]


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_ask_is_answered_in_each_format(form: str) -> None:
    """A yes or no can be had in each format."""
    assert "true" in show(store_of("x"), "ASK { ?s ?p ?o }", form)


@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
def test_rdf_is_shown_as_turtle(form: str) -> None:
    """RDF, which fits no table, is shown as Turtle."""
    shown = show(store_of("x"), "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", form)
    assert shown == '<https://plans.test/a> <https://plans.test/p> "x" .\n'


def test_rdf_is_json_ld_where_json_is_asked_for() -> None:
    """RDF is JSON-LD where JSON is asked for."""
    shown = show(store_of("x"), "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "json")
    assert json.loads(shown)[0]["@id"] == "https://plans.test/a"


def test_unbound_value_is_an_empty_cell() -> None:
    """A variable without a value leaves its cell empty."""
    query = "SELECT ?o ?none { ?s ?p ?o OPTIONAL { ?o ?p ?none } }"
    assert show(store_of("x"), query, "table") == "o  none\n─  ────\nx\n"


def test_no_variables_no_columns() -> None:
    """An answer of one row without variables is a table without columns."""
    assert show(store_of("x"), "SELECT * {}", "table") == "\n\n\n"
