"""Rows of the context that name pages, things or terms that do not exist are told."""

from pathlib import Path

import pytest

from kameoka_graph.check.context import check_context
from kameoka_graph.read.context import COLUMNS, read_context
from kameoka_graph.read.table import CellError
from kameoka_graph.state.iris import Iris

PAGE = "p,https://a.jp/,題,,,"
CITY = "262064,org:FormalOrganization,亀岡市,p"
FACT = "p,262064,skos:prefLabel,亀岡市,text,ja"


def check(folder: Path, iris: Iris, **tables: list[str]) -> tuple[CellError, ...]:
    """Check tables, each given by its name with its rows, in a world of one plan."""
    rows = {"pages": [PAGE], "entities": [CITY], "facts": [FACT]} | tables
    for name, some in rows.items():
        file = f"{name.replace('_', '-')}.csv"
        lines = [",".join(COLUMNS[file]), *some]
        (folder / file).write_text("\n".join(lines), encoding="utf-8")
    context = read_context(folder)
    assert context.wrong == ()
    return check_context(context, {"262064/plan/machizukuri-kyodo-3"}, iris)


def test_right_rows_are_not_told(tmp_path: Path, iris: Iris) -> None:
    """Facts about entities, plans and fiscal years are right."""
    facts = [
        FACT,
        "p,262064/plan/machizukuri-kyodo-3,dcterms:publisher,262064,thing,",
        "p,262064/plan/machizukuri-kyodo-3,mp:coversFiscalYear,fiscal-year/2030,thing,",
    ]
    assert check(tmp_path, iris, facts=facts) == ()


@pytest.mark.parametrize(
    ("table", "row", "column", "ja", "en"),
    [
        ("entities", CITY.replace(",p", ",q"), "page", "pages.csv にありません", "it has p"),
        ("entities", CITY.replace("Formal", "Form"), "type", "org:Site", "use one of org:"),
        ("entities", CITY.replace("FormalOrganization", "hasSite"), "type", "org:Site", "org:Site"),
        ("facts", FACT.replace("p,", "q,", 1), "page", "あるのは p です", "no such page"),
        ("facts", FACT.replace("262064", "262099"), "subject", "entities.csv に足して", "neither"),
        ("facts", FACT.replace("prefLabel", "label"), "property", "skos:altLabel", "skos:altLabel"),
        ("facts", FACT.replace("skos:prefLabel", "org:Site"), "property", "org:hasSite", "org:"),
        ("facts", FACT.replace("skos:", "rdfs:"), "property", "dcterms:、foaf:", "starts with one"),
        (
            "facts",
            FACT.replace("skos:prefLabel", "mp:inSeries"),
            "property",
            "mp:coversFisc",
            "mp:",
        ),
        ("facts", "p,262064,org:hasSite,262064/x,thing,", "value", "entities.csv に", "neither"),
        ("left_out", "262065,法人番号 / number,1,理由,why", "thing", "entities.csv に", "neither"),
    ],
)
def test_what_does_not_exist_is_told(
    tmp_path: Path, iris: Iris, table: str, row: str, column: str, ja: str, en: str
) -> None:
    """A page, thing, class or property that does not exist is told with those there are."""
    errors = check(tmp_path, iris, **{table: [row]})
    told = [error for error in errors if error.column == column]
    assert len(told) == 1
    assert ja in told[0].say.ja
    assert en in told[0].say.en


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("pages", PAGE, "page"),
        ("entities", CITY, "entity"),
        ("facts", FACT, "value"),
        ("left_out", "262064,法人番号 / number,1,理由,why", "claim"),
    ],
)
def test_a_repetition_is_told(
    tmp_path: Path, iris: Iris, table: str, row: str, column: str
) -> None:
    """A row that says again what another says is told with the other's number."""
    (error,) = check(tmp_path, iris, **{table: [row, row]})
    assert (error.row, error.column) == (3, column)
    assert "2行目と同じ" in error.say.ja
