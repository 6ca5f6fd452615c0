"""The tables hold what the graph holds: every row, every value, in order, and nothing else."""

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from kameoka_graph.exchange.definition import TABLES, table_named
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.exchange.kana import hiragana
from kameoka_graph.exchange.rows import ENTITY_KINDS, SeparatorInValueError
from kameoka_graph.exchange.table import (
    KNOWLEDGE_NAMES,
    NO,
    SEPARATOR,
    YES,
    Column,
    Datatype,
    Filled,
    Knowledge,
)
from kameoka_graph.exchange.tables import WORKBOOK, write_tables
from kameoka_graph.release.folder import Release
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Text, plain
from kameoka_graph.store.embedded import Embedded
from tests.conftest import PLAN_FOLDER, ROOT
from tests.exchange.doctored import Doctored

NAMES: Final = (
    "plans",
    "plan-elements",
    "activities",
    "series",
    "entities",
    "statements",
    "anomalies",
    "links",
)
PLAN: Final = "262064/plan/machizukuri-kyodo-3"
FUND: Final = "262064/fund/kameoka-nawashiro"
COLUMNS: Final = 153
ALT_LABEL: Final = Iri("http://www.w3.org/2004/02/skos/core#altLabel")


def rows_of(filled: Filled) -> Iterator[dict[str, str]]:
    """Give the rows by column name."""
    for row in filled.rows:
        yield dict(zip(filled.table.names, row, strict=True))


def judgements() -> int:
    """Count the rows of the curated tables that are judgements."""
    folder = PLAN_FOLDER / "curated"
    return sum(_rows(path) for path in folder.glob("*.csv") if path.name != "anomalies.csv")


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for _ in csv.DictReader(lines))


# --- how the tables are laid out


def test_tables_are_eight_of_known_names() -> None:
    """There are eight tables, and each is found by its name."""
    assert tuple(table.name for table in TABLES) == NAMES
    assert all(table_named(name).name == name for name in NAMES)


def test_columns_have_names_of_their_own() -> None:
    """In each table every column has a name, a Japanese and an English title of its own."""
    assert sum(len(table.columns) for table in TABLES) == COLUMNS
    for table in TABLES:
        count = len(table.columns)
        assert len(set(table.names)) == len(set(table.header)) == count
        assert len({column.title.en for column in table.columns}) == count
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in table.names)


def test_columns_are_explained_in_both_languages() -> None:
    """Every column tells in Japanese and English what stands in it, as a sentence."""
    for table in TABLES:
        for column in table.columns:
            assert column.description.ja.endswith(("。", "）"))
            assert column.description.en.endswith(".")


def test_headers_begin_as_the_municipal_standard_set_does() -> None:
    """Every header begins with the code, the ID and the municipality, and ends with the IRI."""
    for table in TABLES:
        assert table.header[:3] == ("全国地方公共団体コード", "ID", "地方公共団体名")
        assert table.header[-1] == "URI"


def test_kinds_of_knowledge_are_those_of_the_vocabulary(store: Embedded) -> None:
    """The kinds of knowledge are concepts of the vocabulary, under the same names."""
    said = store.select(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        "SELECT ?concept ?name { ?concept skos:inScheme <voc/knowledge> ; skos:prefLabel ?name }"
    )
    names = {
        (plain(row["concept"]).rpartition("/")[2], row["name"].language, plain(row["name"]))
        for row in said.records()
        if isinstance(row["name"], Text)
    }
    for kind in Knowledge:
        assert (kind.value, "ja", KNOWLEDGE_NAMES[kind].ja) in names


def test_columns_named_alike_in_documents(root: Path) -> None:
    """The names of entities' kinds and of the kinds of knowledge are those of docs/names.md."""
    names = (root / "docs" / "names.md").read_text(encoding="utf-8")
    for name in (*ENTITY_KINDS.values(), *(say.ja for say in KNOWLEDGE_NAMES.values())):
        assert f"| {name} |" in names


# --- which rows there are


def test_rows_are_as_many_as_the_data(tables: Mapping[str, Filled]) -> None:
    """The plan's 93 elements are 45 rows and 48 entries, and each judgement and note is a row."""
    counts = {name: len(filled.rows) for name, filled in tables.items()}
    assert tuple(counts) == NAMES
    assert counts == {
        "plans": 3,
        "plan-elements": 3 + 5 + 13 + 3 + 7 + 14,
        "activities": 48,
        "series": 20,
        "entities": 22,
        "statements": judgements(),
        "anomalies": _rows(PLAN_FOLDER / "curated" / "anomalies.csv"),
        "links": 1,
    }


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("テーマ", 3),
        ("取り組み（柱）", 5),
        ("施策", 13),
        ("行動計画", 3),
        ("ねらい", 7),
        ("具体的な行動", 14),
    ],
)
def test_elements_per_kind(tables: Mapping[str, Filled], kind: str, count: int) -> None:
    """The elements of each kind are as many as the source prints."""
    assert tables["plan-elements"].column("kind").count(kind) == count


def test_entries_per_year(tables: Mapping[str, Filled]) -> None:
    """The entries of each fiscal year are as many as the source prints."""
    years = tables["activities"].column("year")
    counts = {year: years.count(year) for year in sorted(set(years))}
    assert counts == {"2020": 5, "2021": 7, "2022": 7, "2023": 11, "2024": 9, "2025": 9}


@pytest.mark.parametrize("name", ["plan-elements", "activities"])
def test_elements_stand_in_printed_order(tables: Mapping[str, Filled], name: str) -> None:
    """Elements and entries stand in the order in which the source prints them."""
    starts = [int(start) for start in tables[name].column("start")]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", ["plans", "entities", "statements", "anomalies", "links"])
def test_other_rows_stand_in_the_order_of_ids(tables: Mapping[str, Filled], name: str) -> None:
    """The rows of the other tables stand in the order of their IDs."""
    ids = tables[name].column("id")
    assert list(ids) == sorted(ids)


def test_series_stand_in_the_order_of_first_entries(tables: Mapping[str, Filled]) -> None:
    """Series stand in the order in which their first entries are printed."""
    printed = tables["activities"].column("id")
    places = [
        min(map(printed.index, row["entries"].split(SEPARATOR)))
        for row in rows_of(tables["series"])
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
def test_ids_turn_back_into_iris(tables: Mapping[str, Filled], name: str, iris: Iris) -> None:
    """Each ID is of one row only, and turns back into the IRI in the last column."""
    ids, addresses = tables[name].column("id"), tables[name].column("uri")
    assert len(set(ids)) == len(ids)
    assert [str(iris.thing_at(one)) for one in ids] == list(addresses)


@pytest.mark.parametrize("name", NAMES)
def test_rows_name_their_municipality(tables: Mapping[str, Filled], name: str) -> None:
    """Every row begins with the code and the name of the municipality."""
    assert set(tables[name].column("municipality_code")) == {"262064"}
    assert set(tables[name].column("municipality_name")) == {"亀岡市"}


# --- what stands in the cells


@pytest.mark.parametrize("name", NAMES)
def test_required_cells_are_filled(tables: Mapping[str, Filled], name: str) -> None:
    """No cell of a required column is empty, and no cell has blanks around its text."""
    filled = tables[name]
    for column in filled.table.columns:
        cells = filled.column(column.name)
        assert not column.required or all(cells)
        assert all(cell == cell.strip() for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_references_lead_to_rows(tables: Mapping[str, Filled], name: str) -> None:
    """Every ID in a column that refers to a table is the ID of a row there."""
    for key in tables[name].table.foreign_keys:
        known = set(tables[key.table].column("id"))
        assert set(tables[name].column(key.column)) - {""} <= known


@pytest.fixture(scope="module")
def said(store: Embedded) -> frozenset[str]:
    """Give every IRI and every text of the graph."""
    rows = store.select("SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }").rows
    return frozenset(plain(term) for row in rows for term in row if term is not None)


NOT_SAID: Final = {"machine_drafts", "size", "machine"}
"""Columns about the rows themselves; tests of their own hold them."""


def meant(column: Column, cell: str, iris: Iris) -> Iterator[str]:
    """Give what a value of a cell may be called in the graph."""
    yield cell
    yield str(iris.thing_at(cell)) if re.fullmatch(r"[!-~]+", cell) else cell
    if column.name == "name_kana":
        yield hiragana(cell)
    if column.name.endswith(("_code", "_codes")):
        scheme = {"kind": "activity-kind", "type": "anomaly"}.get(column.name.rpartition("_")[0])
        yield str(iris.at(f"voc/{cell}"))
        yield str(iris.concept(scheme or column.name.rpartition("_")[0], cell))
    if column.name in {"year", "first_year", "last_year"}:
        yield str(iris.fiscal_year(int(cell)))
    if column.name == "kind_en":
        yield str(iris.at(f"ns/mp#{cell}"))
    if column.name == "motivation":
        yield f"http://www.w3.org/ns/oa#{cell}"


@pytest.mark.parametrize("name", NAMES)
def test_every_value_is_in_the_graph(
    tables: Mapping[str, Filled], name: str, said: frozenset[str], iris: Iris
) -> None:
    """Every value of every cell is a text or an IRI of the graph."""
    filled = tables[name]
    for column in filled.table.columns:
        if column.name in NOT_SAID or (name, column.name) in {
            ("entities", "kind"),
            ("entities", "kind_en"),
            ("anomalies", "candidates"),
        }:
            continue
        for cell in filled.column(column.name):
            values = cell.split(column.separator) if column.separator else [cell]
            for value in filter(None, values):
                assert not said.isdisjoint(meant(column, value, iris)), (column.name, value)


def test_candidates_are_in_the_graph(tables: Mapping[str, Filled], said: frozenset[str]) -> None:
    """Each candidate is a text of the graph with its confidence; 財線基盤 has two."""
    candidates = tables["anomalies"].column("candidates")
    for cell in filter(None, candidates):
        for candidate in cell.split(SEPARATOR):
            text, _, confidence = candidate.rpartition("=")
            assert {text, confidence} <= said
    assert "財政基盤=0.7;財源基盤=0.3" in candidates


def test_texts_are_as_printed(tables: Mapping[str, Filled], text: str) -> None:
    """The texts of elements and the quotations of notes are ranges of the source, unchanged."""
    checked = 0
    for name, column in (("plan-elements", "text"), ("activities", "text"), ("anomalies", "quote")):
        for row in rows_of(tables[name]):
            assert row[column] == text[int(row["start"]) : int(row["end"])]
            checked += 1
    assert checked == 45 + 48 + len(tables["anomalies"].rows)


def test_years_are_written_in_both_ways(tables: Mapping[str, Filled]) -> None:
    """A fiscal year stands by era and by Western year, with its first and last day."""
    row = next(row for row in rows_of(tables["activities"]) if row["year"] == "2023")
    assert row["fiscal_year"] == "令和5年度"
    assert (row["start_date"], row["end_date"]) == ("2023-04-01", "2024-03-31")


def test_readings_are_in_katakana(tables: Mapping[str, Filled]) -> None:
    """No reading holds hiragana."""
    readings = [cell for filled in tables.values() for cell in _column(filled, "name_kana")]
    assert len(readings) == 3 + 45 + 48 + 20 + 22
    assert not re.search("[ぁ-ゖ]", "".join(readings))


def _column(filled: Filled, name: str) -> tuple[str, ...]:
    return filled.column(name) if name in filled.table.names else ()


def test_corrections_stand_apart_from_the_text(tables: Mapping[str, Filled]) -> None:
    """A corrected name stands in a column of its own; the printed words stay."""
    row = next(row for row in rows_of(tables["plan-elements"]) if row["name"].startswith("団体の"))
    assert row["text"] == "団体の財線基盤の強化と亀岡 NAWASHIRO 基金の活用"
    assert row["name"] == "団体の財政基盤の強化と亀岡NAWASHIRO基金の活用"


def test_elements_know_what_they_are_part_of(tables: Mapping[str, Filled]) -> None:
    """What is directly under the plan has no parent, and only that: 3 themes, 5 pillars, 3 plans."""
    rows = [row for row in rows_of(tables["plan-elements"]) if not row["parent"]]
    assert [row["kind_en"] for row in rows] == ["Theme"] * 3 + ["Pillar"] * 5 + ["ActionPlan"] * 3


def test_unstated_status_is_an_empty_cell(tables: Mapping[str, Filled]) -> None:
    """Only the nine entries with a judged status have one."""
    cells = [cell for cell in tables["activities"].column("status") if cell]
    assert cells == ["継続とみなす"] * 9


def test_aliases_of_the_fund(tables: Mapping[str, Filled]) -> None:
    """The fund has its short name among its other names."""
    row = next(row for row in rows_of(tables["entities"]) if row["id"] == FUND)
    assert row["kind"] == "基金"
    assert "N基金" in row["aliases"].split(SEPARATOR)


def test_machine_drafts_are_told_in_every_row(
    tables: Mapping[str, Filled], store: Embedded
) -> None:
    """Each row names the columns that software filled: as many as software made statements."""
    drafts = [
        title
        for filled in tables.values()
        for cell in _column(filled, "machine_drafts")
        for title in cell.split(SEPARATOR)
    ]
    found = store.select(
        "PREFIX mp: <ns/mp#> PREFIX owl: <http://www.w3.org/2002/07/owl#>"
        "PREFIX prov: <http://www.w3.org/ns/prov#>"
        "SELECT DISTINCT ?s ?p (LANG(?o) AS ?l) {"
        " ?x a mp:CuratedStatement ; prov:wasAttributedTo/a prov:SoftwareAgent ;"
        " owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o }"
    )
    assert len(drafts) == len(found.rows) > 0


def test_statements_tell_whether_a_machine_made_them(tables: Mapping[str, Filled]) -> None:
    """A statement by the draft's agent says はい, every other one いいえ."""
    rows = list(rows_of(tables["statements"]))
    for row in rows:
        assert row["machine"] == (YES if row["curator"] == "agent/machine-draft" else NO)
    assert {row["machine"] for row in rows} == {YES, NO}


def test_statements_have_one_value_each(tables: Mapping[str, Filled]) -> None:
    """Every statement says exactly one thing: an ID, a code, or a text in one language."""
    for row in rows_of(tables["statements"]):
        values = [row[f"value{ending}"] for ending in ("", "_code", "_ja", "_kana", "_en")]
        assert sum(map(bool, values)) == 1
        assert bool(row["value_name"]) == bool(row["value"] or row["value_code"])


def test_entries_show_what_statements_say(tables: Mapping[str, Filled]) -> None:
    """Series and contributions of entries and elements are those of the statements."""
    for column, relation, count in (("series", "系列", 48), ("contributes_to", "寄与先", 45)):
        stated = {
            (row["subject"], row["value"])
            for row in rows_of(tables["statements"])
            if row["relation"] == relation
        }
        shown = {
            (row["id"], value)
            for name in ("plan-elements", "activities")
            for row in rows_of(tables[name])
            for value in row.get(column, "").split(SEPARATOR)
            if value
        }
        assert shown == stated
        assert len(shown) == count


def test_series_count_their_entries(tables: Mapping[str, Filled]) -> None:
    """The sizes of the series add up to all entries, and each lists as many as it counts."""
    rows = list(rows_of(tables["series"]))
    assert sum(int(row["size"]) for row in rows) == 48
    assert all(len(row["entries"].split(SEPARATOR)) == int(row["size"]) for row in rows)


def test_numbers_and_days_are_written_as_such(tables: Mapping[str, Filled]) -> None:
    """Cells of numbers, days and yes-or-no are of the form that their column promises."""
    forms = {
        Datatype.INTEGER: r"[0-9]+",
        Datatype.DECIMAL: r"[01](\.[0-9]+)?",
        Datatype.DATE: r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        Datatype.BOOLEAN: f"{YES}|{NO}",
    }
    checked = 0
    for filled in tables.values():
        for column in filled.table.columns:
            if column.datatype in forms:
                for cell in filter(None, filled.column(column.name)):
                    assert re.fullmatch(forms[column.datatype], cell)
                    checked += 1
    assert checked > 1000


# --- data that ours is not


def test_alias_with_the_separator_is_refused(store: Embedded, iris: Iris) -> None:
    """A name that holds the sign between values is refused, told in both languages."""
    fund = Iri(str(iris.thing_at(FUND)))
    doctored = Doctored(store, "skos:altLabel", ((fund, ALT_LABEL, Text("一;二", "ja")),))
    with pytest.raises(SeparatorInValueError) as error:
        write_tables(doctored, iris)
    assert "「一;二」" in error.value.say.ja
    assert "“一;二”" in error.value.say.en


def test_formula_like_names_are_told_of(store: Embedded, iris: Iris) -> None:
    """Where a cell begins like a formula, it is left as it is and the description warns."""
    fund = Iri(str(iris.thing_at(FUND)))
    doctored = Doctored(store, "skos:altLabel", ((fund, ALT_LABEL, Text("=1+1", "ja")),))
    files = {file.name: file for file in write_tables(doctored, iris)}
    entities = files["entities.csv"]
    assert ",=1+1;N基金" in entities.content.decode()
    assert "1個あります" in entities.description.ja
    assert "1 cells begin" in entities.description.en
    assert "あります" not in files["activities.csv"].description.ja


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://purl.org/dc/terms/subject", "dcterms:subject"),
        ("https://other.test/property", "https://other.test/property"),
    ],
)
def test_relation_without_a_name_is_shown_by_its_iri(
    store: Embedded, iris: Iris, address: str, shown: str
) -> None:
    """A relation that has no Japanese name is shown with a prefix, or else in full."""
    statement = Iri(str(iris.thing_at(f"{PLAN}/statement/9999")))
    curator = Iri(str(iris.agent("proposal")))
    added = (
        statement,
        Iri(str(iris.thing_at(PLAN))),
        Iri(address),
        None,
        Iri(str(iris.thing_at(FUND))),
        Text("理由", "ja"),
        Text("0.5"),
        curator,
        Text("2026-11-22"),
        Iri("https://w3id.org/semapv/vocab/ManualMappingCuration"),
    )
    doctored = Doctored(store, "?statement a mp:CuratedStatement", (added,))
    files = {file.name: file for file in write_tables(doctored, iris)}
    lines = files["statements.csv"].content.decode().splitlines()
    assert f",{shown},{address},{FUND},,亀岡NAWASHIRO基金," in lines[-1]


def test_terms_in_one_language_are_not_shown_as_both(store: Embedded, iris: Iris) -> None:
    """A source whose terms of use are told in Japanese alone is left out of the explanation."""
    added = (Iri(f"{iris.root}source/000000000000"), Text("無名の原典", "ja"), Text("不明", "ja"))
    doctored = Doctored(store, "dcterms:rights", (added,))
    workbook = next(file for file in write_tables(doctored, iris) if file.name == WORKBOOK)
    with zipfile.ZipFile(io.BytesIO(workbook.content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "無名の原典" not in texts
    assert "原典の利用条件は" in texts


def test_empty_store_gives_empty_tables(iris: Iris) -> None:
    """A store that holds nothing gives headers without rows, and a workbook."""
    empty = Embedded.in_memory(b"", iris.root, {})
    files = {file.name: file for file in write_tables(empty, iris)}
    assert len(files) == len(NAMES) * 2 + 2
    assert files["plans.csv"].content.count(b"\r\n") == 1
    assert files[WORKBOOK].content.startswith(b"PK")


# --- files


def test_files_are_the_workbook_and_each_table_with_its_description(
    files: Mapping[str, File],
) -> None:
    """There is one workbook, and for each table its CSV and the description that it names."""
    tables = [f"{name}.csv" for name in NAMES]
    expected = [
        WORKBOOK,
        *(one for table in tables for one in (table, f"{table}-metadata.json")),
        "csv-metadata.json",
    ]
    assert list(files) == expected
    assert [files[table].described_by for table in tables] == [
        f"{table}-metadata.json" for table in tables
    ]


def test_files_carry_the_part_they_say(files: Mapping[str, File]) -> None:
    """What the source prints, judgements and links are of their parts; all else is of the whole."""
    parts = {name: files[f"{name}.csv"].part for name in NAMES}
    assert {name for name in NAMES if parts[name] is Part.PLAN} == set(NAMES[:3])
    curated = {name for name in NAMES if parts[name] is Part.CURATED}
    assert curated == {"series", "statements", "anomalies"}
    assert parts["links"] is Part.LINKS
    assert files[WORKBOOK].part is Part.WHOLE


def test_descriptions_tell_how_many_rows(files: Mapping[str, File]) -> None:
    """The description of a CSV file tells how many rows it has."""
    for name in NAMES:
        content = files[f"{name}.csv"].content.decode("utf-8-sig")
        count = sum(1 for _ in csv.reader(io.StringIO(content, newline=""))) - 1
        assert f"{count:,}行" in files[f"{name}.csv"].description.ja
        assert f"Rows: {count:,};" in files[f"{name}.csv"].description.en


WRITE: Final = """
import hashlib, sys
from pathlib import Path
from kameoka_graph.exchange.tables import write_tables
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
path, base = sys.argv[1:]
store = Embedded.in_memory(Path(path).read_bytes(), f"{base}/", {})
for file in write_tables(store, Iris(base)):
    print(file.name, hashlib.sha256(file.content).hexdigest())
"""


def test_files_are_the_same_whatever_the_hash_seed_and_the_time_zone(
    release: Release, iris: Iris
) -> None:
    """Two processes with other hash seeds and time zones write the same bytes."""
    answers = [
        subprocess.run(
            [sys.executable, "-c", WRITE, str(release.folder / "dataset.nq"), iris.base],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert answers[0] == answers[1]
    assert answers[0].count("\n") == len(NAMES) * 2 + 2
