"""Clients that people use, told nothing but the address of a running server: right answers."""

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from xml.dom.minidom import Document

import pandas
import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper import RDF as ANY_RDF

import environment
from kameoka_graph.release.folder import open_release
from tests.served import PATIENCE, Server

ROOT: Final = Path(__file__).resolve().parent.parent
COMUNICA: Final = ROOT / ".venv" / "npm" / "node_modules" / ".bin" / "comunica-sparql"
NODE: Final = shutil.which("node")
ENTRIES: Final = 48
"""Activity entries of the plan, as counted in the source by hand."""
PER_CELL: Final = [2, 3, 3, 5, 5, 5, 1, 1, 1, 3, 1, 1, 2, 3, 3, 3, 3, 3]
"""Entries of each action plan in each fiscal year, as counted in the source by hand."""
PREFIXES: Final = """
PREFIX mp: <ns/mp#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
CELLS: Final = f"""{PREFIXES}
SELECT ?actionPlan ?year (COUNT(?entry) AS ?entries) WHERE {{
  ?entry a mp:Activity ; dcterms:isPartOf ?actionPlan ; mp:fiscalYear ?year .
}} GROUP BY ?actionPlan ?year ORDER BY ?actionPlan ?year
"""
"""A join, grouped."""
WAYS: Final = ((GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY))

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that holds a copy of the data, where the server is started."""
    folder = tmp_path_factory.mktemp("clients")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """Give a server that has built its release itself."""
    with Server("--build", cwd=folder) as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(server: Server) -> str:
    """Give the address of the endpoint: all that a client is told."""
    return f"{server.address}sparql"


@pytest.fixture(scope="module")
def graphs(server: Server, folder: Path) -> dict[str, Graph]:
    """Give the named graphs that are served, read by another engine than the one that serves."""
    assert server.process.poll() is None
    graphs: dict[str, Graph] = {}
    release = open_release(folder / "releases").folder
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, by its own parser
        for dump in (release / "dataset.nq", release / "catalog.nq"):
            for subject, predicate, value, name in Dataset().parse(dump, format="nquads").quads():
                graphs.setdefault(str(name), Graph()).add((subject, predicate, value))
    return graphs


@pytest.fixture(scope="module")
def merged(graphs: dict[str, Graph]) -> Graph:
    """Give all that is served as one graph."""
    merged = Graph()
    for graph in graphs.values():
        merged += graph
    return merged


def written_out(query: str, server: Server) -> str:
    """Give a query with our own IRIs in full, for clients that parse it and know no base."""
    return query.replace("<ns/", f"<{server.address}ns/")


# --- SPARQLWrapper


def wrapped(
    endpoint: str, query: str, form: str, way: tuple[str, str], *, conneg: bool
) -> tuple[str, Any]:
    """Ask by SPARQLWrapper; give the content type of the answer, and what it makes of it."""
    client = SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setMethod(way[0])
    client.setRequestMethod(way[1])
    client.setReturnFormat(form)
    client.setOnlyConneg(conneg)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that it accepts any format of RDF
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, for its own old class
        answer = client.query()
        return answer.info()["content-type"].partition(";")[0], answer.convert()


def rows_of(made: Any) -> list[int]:
    """Give the last column of what SPARQLWrapper makes of an answer."""
    if isinstance(made, dict):
        return [int(row["entries"]["value"]) for row in made["results"]["bindings"]]
    if isinstance(made, Document):
        cells = made.getElementsByTagName("binding")
        literals = [
            cell.getElementsByTagName("literal")[0].firstChild
            for cell in cells
            if cell.getAttribute("name") == "entries"
        ]
        return [int(str(literal.nodeValue)) for literal in literals if literal is not None]
    _, *lines = made.decode().splitlines()
    return [int(line.replace("\t", ",").rpartition(",")[2]) for line in lines]


def graph_of(made: Any) -> Graph:
    """Give the graph in what SPARQLWrapper makes of an answer: a graph, or Turtle not yet read."""
    graph = Graph()
    if isinstance(made, bytes):
        return graph.parse(data=made, format="turtle")
    for triple in made:
        graph.add(triple)
    return graph


@pytest.mark.parametrize("conneg", [False, True], ids=["parameters", "Accept only"])
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        (JSON, "application/sparql-results+json"),
        (XML, "application/sparql-results+xml"),
        (CSV, "text/csv"),
        (TSV, "text/tab-separated-values"),
    ],
)
def test_sparqlwrapper_selects(
    form: str, content_type: str, way: tuple[str, str], conneg: bool, endpoint: str
) -> None:
    """SPARQLWrapper gets the 18 numbers in every format of rows, sent in every way it has."""
    found, made = wrapped(endpoint, CELLS, form, way, conneg=conneg)
    assert found == content_type
    assert rows_of(made) == PER_CELL


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_asks(form: str, way: tuple[str, str], endpoint: str) -> None:
    """SPARQLWrapper gets yes and no in both formats that have a yes and a no."""
    for query, expected in (("a mp:Activity", True), ("a mp:Nothing", False)):
        text = f"{PREFIXES} ASK {{ ?s {query} }}"
        _, made = wrapped(endpoint, text, form, way, conneg=False)
        if isinstance(made, dict):
            assert made["boolean"] is expected
        else:
            assert (
                made.getElementsByTagName("boolean")[0].firstChild.nodeValue
                == str(expected).lower()
            )


@pytest.mark.parametrize("conneg", [False, True], ids=["parameters", "Accept only"])
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        (TURTLE, "text/turtle"),
        (N3, None),
        (XML, "application/rdf+xml"),
        (ANY_RDF, None),
        (RDFXML, "application/rdf+xml"),
        (JSONLD, "application/ld+json"),
    ],
)
def test_sparqlwrapper_constructs(
    form: str,
    content_type: str | None,
    way: tuple[str, str],
    conneg: bool,
    endpoint: str,
    merged: Graph,
    server: Server,
) -> None:
    """SPARQLWrapper gets the same graph in every format of RDF, sent in every way it has."""
    query = f"{PREFIXES} CONSTRUCT {{ ?e dcterms:isPartOf ?a }} {{ ?e a mp:Activity ; dcterms:isPartOf ?a }}"
    found, made = wrapped(endpoint, query, form, way, conneg=conneg)
    assert found == content_type or content_type is None
    expected = merged.query(written_out(query, server)).graph
    assert expected is not None
    assert len(expected) == ENTRIES
    assert isomorphic(graph_of(made), expected)


@pytest.mark.parametrize("form", [TURTLE, N3, XML, ANY_RDF, RDFXML, JSONLD])
def test_sparqlwrapper_describes(form: str, endpoint: str) -> None:
    """SPARQLWrapper gets the description of the plan in every format of RDF, always the same."""
    query = f"{PREFIXES} DESCRIBE ?plan {{ ?plan a mp:Plan }}"
    graph = graph_of(wrapped(endpoint, query, form, WAYS[0], conneg=False)[1])
    turtle = graph_of(wrapped(endpoint, query, TURTLE, WAYS[1], conneg=True)[1])
    assert len(graph) > 10
    assert isomorphic(graph, turtle)


def test_sparqlwrapper_without_any_setting(endpoint: str) -> None:
    """SPARQLWrapper with nothing set but the query gets a graph, as it does elsewhere."""
    client = SPARQLWrapper(endpoint)
    client.setQuery(f"{PREFIXES} CONSTRUCT {{ ?p a mp:Pillar }} {{ ?p a mp:Pillar }}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert len(graph_of(client.queryAndConvert())) == 5


# --- rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_queries(method: str, endpoint: str, server: Server, merged: Graph) -> None:
    """The store of rdflib gets rows, a yes and a graph, by each of its methods."""
    graph = Graph(SPARQLStore(endpoint, method=method))
    assert [int(str(row[2])) for row in graph.query(CELLS) if not isinstance(row, bool)] == PER_CELL
    assert graph.query(f"{PREFIXES} ASK {{ ?s a mp:Activity }}").askAnswer is True
    text = written_out(f"{PREFIXES} CONSTRUCT WHERE {{ ?s a mp:Pillar ; ?p ?o }}", server)
    made, expected = graph.query(text).graph, merged.query(text).graph
    assert made is not None
    assert expected is not None
    assert isomorphic(made, expected)


def test_rdflib_finds_triples(endpoint: str, server: Server, merged: Graph) -> None:
    """The store of rdflib finds triples by pattern, and counts all of them."""
    graph = Graph(SPARQLStore(endpoint))
    kind = URIRef(f"{server.address}ns/mp#Activity")
    found = set(graph.triples((None, RDF.type, kind)))
    assert len(found) == ENTRIES
    assert found == set(merged.triples((None, RDF.type, kind)))
    assert len(graph) == len(merged)


def test_rdflib_finds_triples_in_a_named_graph(endpoint: str, graphs: dict[str, Graph]) -> None:
    """The store of rdflib, given the name of a graph, finds what that graph has and nothing else."""
    assert len(graphs) > 5
    for name, expected in graphs.items():
        graph = Graph(SPARQLStore(endpoint), identifier=URIRef(name))
        assert len(graph) == len(expected)
        named = [triple for triple in sorted(expected) if isinstance(triple[0], URIRef)]
        for subject, predicate, _ in named[:3]:  # it cannot ask for a blank node
            pattern = (subject, predicate, None)
            assert set(graph.triples(pattern)) == set(expected.triples(pattern))


# --- pandas


@pytest.mark.parametrize("separator", [",", "\t"], ids=["CSV", "TSV"])
def test_pandas_reads_the_address_of_a_query(separator: str, endpoint: str) -> None:
    """`read_csv` of a query's address is a table with the 18 numbers as integers."""
    form = "csv" if separator == "," else "tsv"
    address = f"{endpoint}?{urlencode({'query': CELLS, 'format': form})}"
    table = pandas.read_csv(address, sep=separator)
    assert [name.lstrip("?") for name in table.columns] == ["actionPlan", "year", "entries"]
    assert table.iloc[:, 2].tolist() == PER_CELL


def test_pandas_reads_japanese(endpoint: str) -> None:
    """`read_csv` gets Japanese text and cells with commas, quotes and line ends as they are."""
    text = '協働、\\"引用\\", 改行\\nあり'
    query = f'SELECT ("{text}" AS ?text) {{}}'
    table = pandas.read_csv(f"{endpoint}?{urlencode({'query': query, 'format': 'csv'})}")
    assert [value.replace("\r\n", "\n") for value in table["text"]] == ['協働、"引用", 改行\nあり']


# --- Comunica


def comunica(endpoint: str, query: str, *options: str) -> str:
    """Ask by Comunica, which is told the address alone and finds out what is there."""
    if NODE is None:
        pytest.skip("there is no Node.js on this machine, and Comunica runs on it")
    if not COMUNICA.exists():
        pytest.skip("Comunica is not in .venv/npm: `python3 tests` puts it there where npm is")
    proxies = {"http_proxy", "https_proxy", "all_proxy"}
    done = subprocess.run(
        [NODE, str(COMUNICA), endpoint, query, *options],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if name.lower() not in proxies},
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def bindings(endpoint: str, query: str) -> tuple[list[dict[str, Any]], int]:
    """Give the rows that Comunica gets, and how many requests it took."""
    answer = json.loads(comunica(endpoint, query, "-t", "application/sparql-results+json"))
    return answer["results"]["bindings"], int(answer["metadata"]["httpRequests"])


def test_comunica_counts_every_triple(endpoint: str, merged: Graph) -> None:
    """Comunica finds out that there is an endpoint, and counts all triples in two requests."""
    (row,), requests = bindings(endpoint, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(row["n"]["value"]) == len(merged)
    assert requests <= 2


def test_comunica_joins(endpoint: str, server: Server) -> None:
    """Comunica gets the 18 numbers of a join, and lets the endpoint do it."""
    rows, requests = bindings(endpoint, written_out(CELLS, server))
    assert [int(row["entries"]["value"]) for row in rows] == PER_CELL
    assert requests <= 2


def test_comunica_constructs(endpoint: str, server: Server, merged: Graph) -> None:
    """Comunica gets the graph that another engine makes of the release."""
    query = written_out(f"{PREFIXES} CONSTRUCT WHERE {{ ?s a mp:Pillar ; ?p ?o }}", server)
    made = Graph().parse(data=comunica(endpoint, query, "-t", "application/n-triples"), format="nt")
    expected = merged.query(query).graph
    assert expected is not None
    assert isomorphic(made, expected)


def test_comunica_asks(endpoint: str, server: Server) -> None:
    """Comunica gets a yes."""
    query = written_out(f"{PREFIXES} ASK {{ ?s a mp:Activity }}", server)
    assert comunica(endpoint, query).strip() == "true"


def test_without_npm_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Where there is no npm, setting up says what is skipped, in both languages, and goes on."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    environment.node_packages("requirements/npm.json", tmp_path)
    assert "npm がない" in (told := capsys.readouterr().err)
    assert "There is no npm" in told
    assert list(tmp_path.iterdir()) == []
