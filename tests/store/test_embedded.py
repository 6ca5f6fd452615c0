"""The embedded engine answers in plain values, counts a triple once, and refuses what is no query."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDFS

from kameoka_graph.formats import (
    ALL,
    CSV,
    GRAPHS,
    HTML,
    JSONLD,
    NTRIPLES,
    RESULTS,
    RESULTS_JSON,
    TURTLE,
    Format,
)
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.store.answer import BadQueryError, Blank, Iri, StoreUnreachableError, Text
from kameoka_graph.store.canonical import canonical_nquads
from kameoka_graph.store.embedded import (
    RESULT_FORMATS,
    Embedded,
    NoFormatError,
    write_on_disk,
)

BASE = "http://x.jp/"
A, B, P = (URIRef(f"{BASE}{name}") for name in "abp")
TWICE = canonical_nquads(
    {
        URIRef(f"{BASE}g{n}"): Graph().add((A, P, B)).add((A, RDFS.label, URIRef(f"{BASE}{n}")))
        for n in (1, 2)
    }
)
"""Two graphs of two triples, of which one is in both."""

Make = Callable[[bytes], Embedded]


@pytest.fixture(params=["memory", "disk"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Give a maker of stores, in memory and on disk."""

    def in_memory(nquads: bytes) -> Embedded:
        return Embedded.in_memory(nquads, BASE, {"x": BASE})

    def on_disk(nquads: bytes) -> Embedded:
        write_on_disk(nquads, tmp_path / "store")
        return Embedded.on_disk(tmp_path / "store", BASE, {"x": BASE})

    return in_memory if request.param == "memory" else on_disk


def count(store: Embedded, pattern: str) -> int:
    """Give the number that a query counts."""
    ((found,),) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows
    assert isinstance(found, Text)
    return int(found.value)


def test_a_triple_in_two_graphs_counts_once(make: Make) -> None:
    """The default graph has each triple once, while each named graph has its own."""
    store = make(TWICE)
    assert count(store, "?s ?p ?o") == 3
    assert count(store, "GRAPH ?g { ?s ?p ?o }") == 4
    assert count(store, "<a> <p> ?o") == 1


def test_a_blank_node_is_the_same_in_its_graph_and_in_the_merge(make: Make) -> None:
    """A list in a named graph can be followed from the default graph, for its nodes are the same."""
    node = BNode("n")
    nquads = canonical_nquads({URIRef(f"{BASE}g"): Graph().add((A, P, node)).add((node, P, B))})
    assert count(make(nquads), "<a> <p> ?node . GRAPH ?g { ?node <p> <b> }") == 1


def test_relative_iris_of_a_query_stand_below_the_base(make: Make) -> None:
    """A query may name our own things without their base."""
    assert make(TWICE).select("SELECT ?o { <a> <p> ?o }").rows == ((Iri(B),),)


def test_rows_keep_columns_and_gaps(make: Make) -> None:
    """Columns come in the order of the query, and an unbound variable is None."""
    rows = make(TWICE).select(
        'SELECT ?y ?x ("t"@ja AS ?z) { BIND (<a> AS ?x) OPTIONAL { <q> <p> ?y } }'
    )
    assert rows.variables == ("y", "x", "z")
    assert rows.rows[0][:2] == (None, Iri(A))
    assert isinstance(rows.rows[0][2], Text)
    assert rows.rows[0][2].language == "ja"


def test_triples_are_constructed_once(make: Make) -> None:
    """A CONSTRUCT that makes the same triple twice gives it once; blank nodes come as such."""
    store = make(TWICE)
    query = "CONSTRUCT { <a> <p> <b> } WHERE { GRAPH ?g { <a> <p> <b> } }"
    assert store.construct(query) == ((Iri(A), Iri(P), Iri(B)),)
    ((subject, _, _),) = store.construct("CONSTRUCT { [] <p> <b> } WHERE {}")
    assert isinstance(subject, Blank)


@pytest.mark.parametrize("query", ["ASK {}", "SELECT ?s { ?s ?p ?o }", "DESCRIBE <a>"])
@pytest.mark.parametrize("formats", [RESULTS, GRAPHS], ids=["rows", "graphs"])
def test_any_query_is_answered_in_the_first_format_that_can(
    make: Make, query: str, formats: tuple[Format, ...]
) -> None:
    """Of the formats wanted, the first that can carry the answer is taken; else those that can are told."""
    carries_graphs = query.startswith("DESCRIBE")
    if carries_graphs == (formats is GRAPHS):
        for form in formats:
            taken, body = make(TWICE).answer(query, [HTML, form, *formats])
            assert taken == form
            assert body
            return
    with pytest.raises(NoFormatError) as caught:
        make(TWICE).answer(query, formats)
    assert set(caught.value.possible) == set(GRAPHS if carries_graphs else RESULTS)


@pytest.mark.parametrize("form", RESULTS, ids=lambda form: form.name)
def test_rows_and_booleans_are_written_in_every_format_for_rows(form: Format) -> None:
    """Each format for rows carries rows as well as a boolean."""
    store = Embedded.in_memory(TWICE, BASE, {})
    assert b"http://x.jp/b" in store.answer("SELECT ?o { <a> <p> ?o }", [form])[1]
    assert b"true" in store.answer("ASK { <a> <p> <b> }", [form])[1]
    assert b"false" in store.answer("ASK { <b> <p> <a> }", [form])[1]


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_triples_are_written_in_every_format_for_graphs(form: Format) -> None:
    """Each format for RDF carries what a CONSTRUCT makes."""
    store = Embedded.in_memory(TWICE, BASE, {"x": BASE})
    taken, body = store.answer("CONSTRUCT WHERE { <a> <p> ?o }", [form])
    assert taken == form
    assert b"b" in body


def test_answers_of_one_query_are_the_same_in_json_and_as_values() -> None:
    """The body that goes out says what the values say."""
    store = Embedded.in_memory(TWICE, BASE, {})
    query = "SELECT ?o { <a> <p> ?o }"
    document = json.loads(store.answer(query, [RESULTS_JSON])[1])
    assert [row["o"]["value"] for row in document["results"]["bindings"]] == [
        str(value) for row in store.select(query).rows for value in row
    ]


def test_every_format_for_rows_has_an_engine_name() -> None:
    """The engine can write each format for rows."""
    assert RESULT_FORMATS.keys() == set(RESULTS)
    assert {TURTLE, JSONLD, NTRIPLES, CSV} < set(ALL)


@pytest.mark.parametrize(
    "query", ["SELECT", "", "SELECT * { ?s }", "INSERT DATA { <a> <p> <c> }", "DROP ALL", "\0"]
)
def test_what_is_no_query_is_refused(make: Make, query: str) -> None:
    """Broken queries and updates are refused as bad queries, and nothing changes."""
    store = make(TWICE)
    for ask in (store.select, store.construct):
        with pytest.raises(BadQueryError):
            ask(query)
    with pytest.raises(BadQueryError):
        store.answer(query, ALL)
    assert count(store, "?s ?p ?o") == 3


def test_a_query_of_another_form_is_refused() -> None:
    """Rows are not made of triples, nor triples of rows."""
    store = Embedded.in_memory(TWICE, BASE, {})
    with pytest.raises(BadQueryError, match="expected SELECT"):
        store.select("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(BadQueryError, match="expected CONSTRUCT"):
        store.construct("SELECT * { ?s ?p ?o }")


def test_a_store_tells_what_it_answers_with() -> None:
    """The base and the prefixes of a store are those it was given, and its engine holds the merge as well."""
    store = Embedded.in_memory(TWICE, BASE, {"x": BASE})
    assert (store.base, store.prefixes, len(store.engine)) == (BASE, {"x": BASE}, 7)


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    """A store that cannot be opened is told with its folder."""
    with pytest.raises(StoreUnreachableError) as caught:
        Embedded.on_disk(tmp_path / "none", BASE, {})
    assert str(tmp_path / "none") in caught.value.say.ja
    assert "cannot be opened" in caught.value.say.en


def test_a_store_on_disk_can_be_opened_twice(tmp_path: Path) -> None:
    """A store on disk is only read, so that several processes can serve it."""
    write_on_disk(TWICE, tmp_path / "store")
    stores = [Embedded.on_disk(tmp_path / "store", BASE, {}) for _ in range(2)]
    assert [count(store, "?s ?p ?o") for store in stores] == [3, 3]


def test_memory_and_disk_answer_the_same(assembly: Assembly, tmp_path: Path) -> None:
    """The real data give the same answers from memory and from disk."""
    iris = assembly.iris
    write_on_disk(assembly.nquads, tmp_path / "store")
    memory = Embedded.in_memory(assembly.nquads, iris.root, iris.prefixes)
    disk = Embedded.on_disk(tmp_path / "store", iris.root, iris.prefixes)
    for query in (
        "SELECT ?s ?p ?o { ?s ?p ?o }",
        "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    ):
        found = [store.select(query) for store in (memory, disk)]
        assert found[0].variables == found[1].variables
        assert sorted(map(repr, found[0].rows)) == sorted(map(repr, found[1].rows))
        assert found[0].rows
    describe = "DESCRIBE <id/262064>"
    assert memory.answer(describe, [TURTLE]) == disk.answer(describe, [TURTLE])


def test_quads_without_a_graph_are_loaded_beside_others() -> None:
    """Lines that name no graph are in the merge as well, and a triple of two graphs is there once."""
    lines = (
        "<http://x.jp/a> <http://x.jp/p> <http://x.jp/b> .\n"
        '<http://x.jp/a> <http://x.jp/p> "あ <い>"@ja <http://x.jp/g> .\n'
        '<http://x.jp/a> <http://x.jp/p> "あ <い>"@ja <http://x.jp/h> .\n'
    )
    store = Embedded.in_memory(lines.encode(), "http://x.jp/", {})
    assert len(store.select("SELECT ?o { ?s ?p ?o }").rows) == 2
    assert len(store.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }").rows) == 2
