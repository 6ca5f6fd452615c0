"""What is wrong with a query is told shortly: where, what stands there, and what could."""

import pyoxigraph as ox
import pytest

from kameoka_graph.say import Say
from kameoka_graph.store.complaint import complaint


def told(query: str) -> Say:
    """Give what is told of a query that the engine refuses."""
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(query)
    return complaint(str(caught.value), query)


END = ("終わりまで読みましたが", "read to the end")


@pytest.mark.parametrize(
    ("query", "line", "column", "shown"),
    [
        ("SELECT * {\n ?s ?p ?o .\n ?s ?p ; }", 3, 10, "}"),
        ("SELECT ?x WHER { ?s ?p ?o }", 1, 16, "{ ?s ?p ?o }"),
        ("PREFIX x <http://a> SELECT * {}", 1, 10, "<http://a> SELEC…"),
        ("# 亀岡\nSELECT ?亀 WHER { ?s ?p ?o }", 2, 16, "{ ?s ?p ?o }"),
        ("SELECT * {} }", 1, 14, ""),
        ("SELECT <b>", 1, 11, ""),
        ("", 1, 1, ""),
    ],
)
def test_the_place_and_what_stands_there_are_told(
    query: str, line: int, column: int, shown: str
) -> None:
    """Line and column count characters from 1; what stands there is shown, or that nothing does."""
    say = told(query)
    ja, en = (f"「{shown}」を読めません", f"cannot read “{shown}”") if shown else END
    assert say.ja.startswith(f"{line} 行 {column} 文字目: {ja}")
    assert say.en.startswith(f"line {line}, column {column}: {en}")


def test_marks_that_could_stand_there_are_told() -> None:
    """Where a mark is missing the possible ones are listed."""
    say = told("SELECT * WHERE { ?s ?p ?o")
    assert "など" in say.ja
    assert " } " in f"{say.en} ".replace(" may", " ")


@pytest.mark.parametrize(
    ("query", "ja", "en"),
    [
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "GROUP BY にない変数", "unbound"),
        ("SELECT (1 AS ?a) (2 AS ?a) {}", "二度", "Duplicated"),
    ],
)
def test_reasons_in_words_are_kept(query: str, ja: str, en: str) -> None:
    """Where the engine gives a reason in words, that is what is told."""
    say = told(query)
    assert ja in say.ja
    assert en in say.en


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?s ?p ?o",
        "SELECT ?x { ?s ?p ?o } GROUP BY ?s",
        "SELECT (SUM(?x) { }",
        "ASK { ?s ?p 'abc }",
        "",
        "\n\n{",
        "x" * 1000,
        "SELECT * { ?s ?p 1x }\r\n",
    ],
)
def test_it_is_short_and_names_no_class_of_characters(query: str) -> None:
    """No list of all tokens is told, and nothing in the words of the engine's grammar."""
    say = told(query)
    for sentence in (say.ja, say.en):
        assert len(sentence) < 140
        assert "\\u{" not in sentence
        assert "[_]" not in sentence
        assert "\n" not in sentence


def test_what_has_no_place_is_told_as_it_is() -> None:
    """What the engine says without a place is not cut."""
    said = "The custom function <http://f> is not supported"
    assert complaint(said, "ASK {}") == Say(said, said)
