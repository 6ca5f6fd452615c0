"""The descriptions in CSVW are right by two processors, and the RDF made by them is in the graph."""

import json
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS

from kameoka_graph.exchange.csvw import GROUP
from kameoka_graph.exchange.definition import TABLES
from kameoka_graph.exchange.file import File
from kameoka_graph.exchange.table import Datatype, Filled
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import OA, SCHEMA, Term
from tests.exchange.processor import CSVWError, checked, rdf_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what it imports
    from csvw import TableGroup  # type: ignore[import-untyped]  # it ships no types

NAMES: Final = tuple(table.name for table in TABLES)


@pytest.fixture(scope="module")
def merged(assembly: Assembly) -> Graph:
    """Give the graph: every named graph of the release together."""
    merged = Graph()
    for graph in assembly.graphs.values():
        merged += graph
    return merged


@pytest.fixture(scope="module")
def made(files: Mapping[str, File]) -> Mapping[str, Graph]:
    """Give the RDF that the independent processor makes of each table."""
    return {name: rdf_of(files.values(), f"{name}.csv-metadata.json") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_rdf_of_a_table_is_in_the_graph(
    made: Mapping[str, Graph], merged: Graph, name: str
) -> None:
    """Every triple that a processor makes of a table is a triple of the graph."""
    graph = made[name]
    assert len(graph) > 0
    assert not [triple for triple in graph if triple not in merged]


def test_rdf_of_the_tables_says_what_the_source_says_of_elements(
    made: Mapping[str, Graph], assembly: Assembly, iris: Iris
) -> None:
    """All that the source states of its 93 elements comes back, but for two things.

    These are the second name of each text (`rdfs:label`), and that the 11 top elements are part of
    the plan.
    """
    source = next(graph for name, graph in assembly.graphs.items() if "/graph/source/" in str(name))
    elements = set(source.subjects(iris.mp(Term.SOURCE_TEXT)))
    stated = {(s, p, o) for s, p, o in source if s in elements and p != RDFS.label}
    missing = stated - {*made["plan-elements"], *made["activities"]}
    assert len(elements) == 93
    assert {p for _, p, _ in missing} == {DCTERMS.isPartOf}
    assert len(missing) == 3 + 5 + 3


def test_rdf_of_the_tables_says_every_judgement(
    made: Mapping[str, Graph], merged: Graph, iris: Iris
) -> None:
    """Everything about every curated statement comes back from its table."""
    statements = set(merged.subjects(RDF.type, iris.mp(Term.CURATED_STATEMENT)))
    said = {triple for triple in merged if triple[0] in statements} - {
        (one, RDF.type, PROV.Entity) for one in statements
    }
    assert said == set(made["statements"])
    assert len(statements) > 400


def test_rdf_of_the_tables_says_where_texts_stand(made: Mapping[str, Graph], iris: Iris) -> None:
    """The place of each entry comes back: its range with both ends."""
    graph = made["activities"]
    ranges = set(graph.objects(None, PROV.wasQuotedFrom))
    assert len(ranges) == 48
    for one in ranges:
        position = URIRef(str(one).replace("#char=", "#position="))
        start, end = graph.value(position, OA.start), graph.value(position, OA.end)
        assert str(one).endswith(f"#char={start},{end}")
    assert {str(one) for one in graph.objects(None, SCHEMA.startDate)} == {
        f"{year}-04-01" for year in range(2020, 2026)
    }
    assert str(next(iter(ranges))).startswith(f"{iris.base}/source/")


@pytest.mark.parametrize("description", [*(f"{name}.csv-metadata.json" for name in NAMES), GROUP])
def test_tables_are_right_by_their_descriptions(
    files: Mapping[str, File], description: str
) -> None:
    """The whole of what CSVW asks for holds: types, keys, references; without any warning."""
    assert checked(files.values(), description) == []


def spoilt(files: Mapping[str, File], name: str, old: str, new: str) -> list[File]:
    """Give the files with a text in one of them replaced, once."""
    file = files[name]
    content = file.content.decode()
    assert old in content
    changed = replace(file, content=content.replace(old, new, 1).encode())
    return [*(one for one in files.values() if one is not file), changed]


def test_wrong_type_is_found(files: Mapping[str, File]) -> None:
    """A year that is no number is found by the description."""
    wrong = spoilt(files, "activities.csv", ",令和2年度,2020,", ",令和2年度,二千二十,")
    with pytest.raises(CSVWError):
        checked(wrong, "activities.csv-metadata.json")


def test_repeated_key_is_found(files: Mapping[str, File]) -> None:
    """An ID that stands twice is found by the description."""
    wrong = spoilt(
        files, "plan-elements.csv", "machizukuri-kyodo-3/theme/2,", "machizukuri-kyodo-3/theme/1,"
    )
    with pytest.raises(CSVWError):
        checked(wrong, "plan-elements.csv-metadata.json")


def test_reference_to_nothing_is_found(files: Mapping[str, File]) -> None:
    """An entry under an action plan that is not there is found by the description of all."""
    old = "activity/1,亀岡市,262064/plan/machizukuri-kyodo-3,262064/plan/machizukuri-kyodo-3/action-plan/1,"
    wrong = spoilt(files, "activities.csv", old, old.replace("action-plan/1,", "action-plan/9,"))
    with pytest.raises(CSVWError):
        checked(wrong, GROUP)


# --- a second reader


def cell_of(value: Any, datatype: Datatype, separator: str) -> str:
    """Give a value that the reader made as the cell that it was."""
    if separator:
        return separator.join(cell_of(one, datatype, "") for one in value)
    if value is None:
        return ""
    if datatype is Datatype.ADDRESS:
        return str(value.unsplit())
    if datatype is Datatype.DATE:
        return str(value.date().isoformat())
    if datatype is Datatype.BOOLEAN:
        return "はい" if value else "いいえ"
    return str(value)


def test_another_reader_reads_the_same_cells(
    files: Mapping[str, File], tables: Mapping[str, Filled], tmp_path: Path
) -> None:
    """A second library reads the files by their descriptions: the same cells, typed, no warning."""
    for file in files.values():
        (tmp_path / file.name).write_bytes(file.content)
    group = TableGroup.from_file(tmp_path / GROUP)
    read = 0
    for described in group.tables:
        filled = tables[described.local_name.removesuffix(".csv")]
        rows = tuple(
            tuple(
                cell_of(row[column.name], column.datatype, column.separator)
                for column in filled.table.columns
            )
            for row in described.iterdicts(strict=False)
        )
        assert rows == filled.rows
        read += len(rows)
    assert read == sum(len(filled.rows) for filled in tables.values())


# --- what the descriptions say to people


def test_columns_are_told_in_both_languages(files: Mapping[str, File], iris: Iris) -> None:
    """Each column has titles and a description in Japanese and English, and its kind of knowledge."""
    described = 0
    for table in TABLES:
        schema = json.loads(files[table.metadata_file].content)["tableSchema"]
        shown = [column for column in schema["columns"] if not column.get("virtual")]
        for column, expected in zip(shown, table.columns, strict=True):
            assert column["titles"]["ja"] == expected.title.ja
            assert column["titles"]["en"] == expected.title.en
            assert [one["@language"] for one in column["dc:description"]] == ["ja", "en"]
            knowledge = iris.concept("knowledge", expected.knowledge.value)
            assert column["dc:type"] == {"@id": str(knowledge)}
            described += 1
    assert described == 153


def test_columns_without_a_meaning_are_suppressed(files: Mapping[str, File]) -> None:
    """A column makes triples exactly where it has a meaning."""
    for table in TABLES:
        schema = json.loads(files[table.metadata_file].content)["tableSchema"]
        for column, expected in zip(schema["columns"], table.columns, strict=False):
            assert ("suppressOutput" in column) == (expected.meaning is None)
            assert ("propertyUrl" in column) == (expected.meaning is not None)
