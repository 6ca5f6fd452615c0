"""What the running server makes of the headers by which clients choose: a table of cases.

RFC 9110, sections 8.7, 12 and 13; the Accept headers of clients are what these programs send.
"""

import http.client
import json
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import pytest

from kameoka_graph.release.folder import Release
from tests.served import PATIENCE, Server

PLAN: Final = "262064/plan/machizukuri-kyodo-3"
ITEM: Final = f"{PLAN}/action-plan/1"
SOURCE: Final = "source/371fd4250226"
SELECT: Final = urlencode({"query": "SELECT ?s { ?s a ?c } ORDER BY ?s LIMIT 2"})
CONSTRUCT: Final = urlencode({"query": "CONSTRUCT { ?s a ?c } { ?s a ?c } ORDER BY ?s LIMIT 2"})
ASK: Final = urlencode({"query": "ASK { ?s ?p ?o }"})
NAMES: Final = {
    "{plan}": PLAN,
    "{item}": ITEM,
    "{source}": SOURCE,
    "{select}": SELECT,
    "{construct}": CONSTRUCT,
    "{ask}": ASK,
    "{word}": urlencode({"q": "研修"}),
}
"""What stands for a long piece of an address in the table."""

CLIENTS: Final[Mapping[str, str | None]] = {
    "none": None,
    "empty": "",
    "curl": "*/*",
    "Chrome": (
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
        "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
    ),
    "Firefox": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Safari": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "fetch": "*/*",
    "pandas": None,
    "rdflib": "application/rdf+xml, */*;q=0.1",
    "rdflib-turtle": "text/turtle, application/x-turtle, */*;q=0.1",
    "rdflib-trig": "application/trig, */*;q=0.1",
    "rdflib-json": "application/ld+json, application/json;q=0.9, */*;q=0.1",
    "Jena": (
        "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,"
        "application/rdf+xml;q=0.7,*/*;q=0.3"
    ),
    "Jena-rows": (
        "application/sparql-results+json,application/sparql-results+xml;q=0.9,"
        "text/tab-separated-values;q=0.7,text/csv;q=0.5,application/json;q=0.2,"
        "application/xml;q=0.2,*/*;q=0.1"
    ),
    "Comunica": (
        "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
        "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,"
        "text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,text/xml;q=0.3,"
        "text/html;q=0.2,application/xhtml+xml;q=0.18"
    ),
    "Comunica-rows": ("application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7"),
    "SPARQLWrapper-json": (
        "application/sparql-results+json,application/json,text/javascript,application/javascript"
    ),
    "SPARQLWrapper-xml": "application/sparql-results+xml",
    "SPARQLWrapper-turtle": "application/turtle,text/turtle",
    "SPARQLWrapper-n3": (
        "application/turtle,text/turtle,text/rdf+n3,application/n-triples,application/n3,text/n3"
    ),
    "rapper": (
        "application/rdf+xml, text/rdf;q=0.6, application/n-triples, text/plain;q=0.1, "
        "text/turtle, application/x-turtle, application/turtle, text/n3;q=0.3, "
        "application/xml;q=0.3, text/html;q=0.6, application/xhtml+xml;q=0.8, */*;q=0.1"
    ),
    "long": ",".join([*(f"application/x-{n};q=0.{n % 9 + 1}" for n in range(300)), "text/turtle"]),
    "unknown": "image/png, video/*",
}
"""Accept headers by the client that sends them; another word in the table is the header itself."""

TABLE: Final = """
path                        | Accept                          | lang      | status | type          | in | vary            | leads to or is
/                           | none                            | -         | 200    | html          | ja | Accept+Language | /?format=html&lang=ja
/                           | empty                           | -         | 200    | html          | ja | Accept+Language | /?format=html&lang=ja
/                           | curl                            | -         | 200    | html          | ja | Accept+Language | /?format=html&lang=ja
/                           | Chrome                          | en-US,en  | 200    | html          | en | Accept+Language | /?format=html&lang=en
/                           | Comunica                        | -         | 303    |               |    | Accept          | /data/dataset/all.nq
/                           | Jena                            | -         | 303    |               |    | Accept          | /data/dataset/all.ttl
/?lang=en                   | Firefox                         | ja        | 200    | html          | en | Accept          | /?format=html&lang=en
/?lang=en                   | Firefox                         | -         | 200    | html          | en | Accept          | /?format=html&lang=en
/?lang=fr                   | Firefox                         | -         | 200    | html          | ja | Accept+Language | /?format=html&lang=ja
/?format=jsonld             | Firefox                         | -         | 303    |               |    |                 | /data/dataset/all.jsonld
/?format=html&lang=en       | Jena                            | ja        | 200    | html          | en |                 |
/id/{item}                  | none                            | -         | 303    |               |    | Accept          | /page/{item}
/id/{item}                  | curl                            | -         | 303    |               |    | Accept          | /page/{item}
/id/{item}                  | Chrome                          | en        | 303    |               |    | Accept          | /page/{item}
/id/{item}                  | Firefox                         | -         | 303    |               |    | Accept          | /page/{item}
/id/{item}                  | rdflib                          | -         | 303    |               |    | Accept          | /data/{item}.rdf
/id/{item}                  | rdflib-turtle                   | -         | 303    |               |    | Accept          | /data/{item}.ttl
/id/{item}                  | rdflib-trig                     | -         | 303    |               |    | Accept          | /data/{item}.trig
/id/{item}                  | rdflib-json                     | -         | 303    |               |    | Accept          | /data/{item}.jsonld
/id/{item}                  | Jena                            | -         | 303    |               |    | Accept          | /data/{item}.ttl
/id/{item}                  | Comunica                        | -         | 303    |               |    | Accept          | /data/{item}.nq
/id/{item}                  | rapper                          | -         | 303    |               |    | Accept          | /data/{item}.ttl
/id/{item}                  | long                            | -         | 303    |               |    | Accept          | /data/{item}.ttl
/id/{item}                  | application/linkset+json        | -         | 303    |               |    | Accept          | /data/{item}.linkset
/id/{item}                  | unknown                         | -         | 406    | problem       |    | Accept+Language |
/id/{item}?lang=en          | Firefox                         | ja        | 303    |               |    | Accept          | /page/{item}?lang=en
/id/{item}?format=nt        | Firefox                         | -         | 303    |               |    |                 | /data/{item}.nt
/id/{item}.ttl              | Firefox                         | -         | 303    |               |    |                 | /data/{item}.ttl
/id/{item}.html             | Jena                            | -         | 303    |               |    |                 | /page/{item}
/ns/mp                      | rdflib-turtle                   | -         | 303    |               |    | Accept          | /data/ns/mp.ttl
/ns/mp                      | Safari                          | -         | 303    |               |    | Accept          | /page/ns/mp
/page/{item}                | none                            | -         | 200    | html          | ja | Language        | /page/{item}?lang=ja
/page/{item}                | Chrome                          | en        | 200    | html          | en | Language        | /page/{item}?lang=en
/page/{item}                | Chrome                          | fr,de     | 200    | html          | ja | Language        | /page/{item}?lang=ja
/page/{item}                | Chrome                          | fr,en;q=0.5,ja;q=0.4 | 200 | html  | en | Language        | /page/{item}?lang=en
/page/{item}                | Chrome                          | en;q=0,ja | 200    | html          | ja | Language        | /page/{item}?lang=ja
/page/{item}                | Chrome                          | *         | 200    | html          | ja | Language        | /page/{item}?lang=ja
/page/{item}                | Chrome                          | en-GB     | 200    | html          | en | Language        | /page/{item}?lang=en
/page/{item}                | Chrome                          | ja-JP-u-ca-japanese,en;q=0.1 | 200 | html | ja | Language | /page/{item}?lang=ja
/page/{item}                | Jena                            | -         | 200    | html          | ja | Language        | /page/{item}?lang=ja
/page/{item}?lang=en        | Chrome                          | ja        | 200    | html          | en |                 |
/page/{item}?lang=ja        | Chrome                          | en        | 200    | html          | ja |                 |
/page/{item}?format=ttl     | Chrome                          | -         | 303    |               |    |                 | /data/{item}.ttl
/data/{item}                | none                            | -         | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | empty                           | -         | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | curl                            | -         | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | text/*                          | -         | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | application/*                   | -         | 200    | jsonld        |    | Accept          | /data/{item}.jsonld
/data/{item}                | rdflib                          | -         | 200    | rdfxml        |    | Accept          | /data/{item}.rdf
/data/{item}                | Comunica                        | -         | 200    | nquads        |    | Accept          | /data/{item}.nq
/data/{item}                | Firefox                         | -         | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | TEXT/TURTLE                     | -         | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | text/turtle;charset=utf-8       | -         | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted" | - | 200 | jsonld | | Accept | /data/{item}.jsonld
/data/{item}                | text/turtle;q=0.3, application/trig;q=0.31 | - | 200 | trig       |    | Accept          | /data/{item}.trig
/data/{item}                | text/turtle;q=0, */*            | -         | 200    | jsonld        |    | Accept          | /data/{item}.jsonld
/data/{item}                | */*;q=0.1, application/*;q=0.2, application/n-triples;q=0.3 | - | 200 | ntriples | | Accept | /data/{item}.nt
/data/{item}                | application/n-triples, text/turtle | -      | 200    | turtle        |    | Accept          | /data/{item}.ttl
/data/{item}                | text/turtle;q=hot, application/n-quads;q=0.1 | - | 200 | nquads    |    | Accept          | /data/{item}.nq
/data/{item}                | text/html                       | -         | 406    | html          | ja | Accept+Language |
/data/{item}                | text/html;q=0.5, text/plain     | en        | 406    | text          |    | Accept+Language |
/data/{item}                | */*;q=0                         | -         | 406    | problem       |    | Accept+Language |
/data/{item}                | unknown                         | -         | 406    | problem       |    | Accept+Language |
/data/{item}?format=rdf     | Chrome                          | -         | 200    | rdfxml        |    |                 | /data/{item}.rdf
/data/{item}?format=docx    | curl                            | -         | 400    | problem       |    | Accept+Language |
/data/{item}.ttl            | Chrome                          | en        | 200    | turtle        |    |                 | /data/{item}.ttl
/data/{item}.jsonld         | unknown                         | -         | 200    | jsonld        |    |                 | /data/{item}.jsonld
/data/{item}.nt             | pandas                          | -         | 200    | ntriples      |    |                 | /data/{item}.nt
/data/{item}.trig           | curl                            | -         | 200    | trig          |    |                 | /data/{item}.trig
/data/{item}.linkset        | curl                            | -         | 200    | linkset       |    |                 | /data/{item}.linkset
/{source}                   | text/plain                      | -         | 200    | text          | ja | Accept          | /{source}?format=txt
/{source}                   | Chrome                          | -         | 303    |               |    | Accept          | /page/{source}
/{source}                   | Jena                            | -         | 303    |               |    | Accept          | /data/{source}.ttl
/{source}?format=txt        | Chrome                          | en        | 200    | text          | ja |                 |
/matrix/{plan}              | Chrome                          | en        | 200    | html          | en | Accept+Language | /matrix/{plan}?format=html&lang=en
/matrix/{plan}              | text/csv                        | -         | 200    | csv           |    | Accept          | /matrix/{plan}.csv
/matrix/{plan}              | application/json                | -         | 200    | json          |    | Accept          | /matrix/{plan}.json
/matrix/{plan}.csv          | pandas                          | -         | 200    | csv           |    |                 | /matrix/{plan}.csv
/timeline/{plan}            | text/csv;q=0.9, text/html;q=0.8 | -         | 200    | csv           |    | Accept          | /timeline/{plan}.csv
/timeline/{plan}.csv        | Chrome                          | en        | 200    | csv           |    |                 | /timeline/{plan}.csv
/catalog                    | Chrome                          | -         | 200    | html          | ja | Accept+Language | /catalog?format=html&lang=ja
/catalog                    | rdflib                          | -         | 200    | rdfxml        |    | Accept          | /catalog.rdf
/catalog.ttl                | curl                            | -         | 200    | turtle        |    |                 | /catalog.ttl
/voc                        | Jena                            | -         | 200    | turtle        |    | Accept          | /voc.ttl
/void                       | curl                            | -         | 200    | turtle        |    | Accept          | /void.ttl
/.well-known/void           | Chrome                          | -         | 303    |               |    | Accept          | /page/dataset/all/void
/.well-known/void           | Jena                            | -         | 200    | turtle        |    | Accept          | /void.ttl
/search?{word}              | Chrome                          | en        | 200    | html          | en | Accept+Language | /search?{word}&format=html&lang=en
/search?{word}              | application/json                | -         | 200    | json          | ja | Accept+Language | /search?{word}&format=json&lang=ja
/search?{word}&format=csv   | pandas                          | -         | 200    | csv           | ja | Language        | /search?{word}&format=csv&lang=ja
/year/2023                  | Chrome                          | -         | 200    | html          | ja | Language        | /year/2023?lang=ja
/year/2023                  | unknown                         | -         | 406    | problem       |    | Accept+Language |
/fy/R5                      | Chrome                          | -         | 303    |               |    |                 | /id/fiscal-year/2023
/sitemap.xml                | unknown                         | -         | 200    | xml           |    |                 |
/robots.txt                 | unknown                         | -         | 200    | text          |    |                 |
/favicon.ico                | unknown                         | -         | 200    | svg           |    |                 |
/download/activities.csv    | unknown                         | -         | 200    | csv           |    |                 |
/download/dataset.nq.gz     | curl                            | -         | 200    | gzip          |    |                 |
/sparql                     | Chrome                          | en        | 200    | html          | en | Accept+Language | /sparql?format=html&lang=en
/sparql                     | Jena                            | -         | 200    | turtle        |    | Accept          | /sparql?format=ttl
/sparql?{select}            | none                            | -         | 200    | rows-json     |    | Accept          |
/sparql?{select}            | curl                            | -         | 200    | rows-json     |    | Accept          |
/sparql?{select}            | Jena-rows                       | -         | 200    | rows-json     |    | Accept          |
/sparql?{select}            | Comunica-rows                   | -         | 200    | rows-json     |    | Accept          |
/sparql?{select}            | SPARQLWrapper-json              | -         | 200    | rows-json     |    | Accept          |
/sparql?{select}            | SPARQLWrapper-xml               | -         | 200    | rows-xml      |    | Accept          |
/sparql?{select}            | application/xml                 | -         | 200    | rows-xml      |    | Accept          |
/sparql?{select}            | text/csv                        | -         | 200    | csv           |    | Accept          |
/sparql?{select}            | text/tab-separated-values       | -         | 200    | tsv           |    | Accept          |
/sparql?{select}            | Chrome                          | -         | 200    | html          | ja | Accept+Language |
/sparql?{select}&format=csv | Chrome                          | -         | 200    | csv           |    | Accept          |
/sparql?{select}            | text/turtle                     | -         | 406    | problem       |    | Accept+Language |
/sparql?{select}            | unknown                         | -         | 406    | problem       |    | Accept+Language |
/sparql?{construct}         | none                            | -         | 200    | turtle        |    | Accept          |
/sparql?{construct}         | Jena                            | -         | 200    | turtle        |    | Accept          |
/sparql?{construct}         | Comunica                        | -         | 200    | nquads        |    | Accept          |
/sparql?{construct}         | SPARQLWrapper-turtle            | -         | 200    | turtle        |    | Accept          |
/sparql?{construct}         | SPARQLWrapper-n3                | -         | 200    | turtle        |    | Accept          |
/sparql?{construct}         | rdflib                          | -         | 200    | rdfxml        |    | Accept          |
/sparql?{construct}         | text/csv                        | -         | 406    | problem       |    | Accept+Language |
/sparql?{ask}               | Jena-rows                       | -         | 200    | rows-json     |    | Accept          |
/sparql?{ask}               | SPARQLWrapper-xml               | -         | 200    | rows-xml      |    | Accept          |
/rdf-graph-store?default    | Jena                            | -         | 200    | turtle        |    | Accept          |
/rdf-graph-store?default    | Comunica                        | -         | 200    | nquads        |    | Accept          |
/rdf-graph-store            | Chrome                          | -         | 303    |               |    | Accept          | /page/service/graph-store
/rdf-graph-store            | Jena                            | -         | 400    | problem       |    | Accept+Language |
/page/nothing               | Chrome                          | en        | 404    | html          | en | Accept+Language |
/page/nothing?lang=ja       | Chrome                          | en        | 404    | html          | ja | Accept          |
/id/nothing                 | curl                            | -         | 404    | problem       |    | Accept+Language |
/id/nothing                 | text/plain                      | en        | 406    | text          |    | Accept+Language |
/year/                      | Chrome                          | -         | 308    |               |    |                 | /year
"""
"""One case a line; `leads to or is` is Location of a redirect and else Content-Location."""
CASES: Final = 131

TYPES: Final = {
    "": "",
    "html": "text/html; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples; charset=utf-8",
    "rdfxml": "application/rdf+xml",
    "trig": "application/trig; charset=utf-8",
    "nquads": "application/n-quads; charset=utf-8",
    "linkset": "application/linkset+json",
    "text": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "rows-json": "application/sparql-results+json",
    "rows-xml": "application/sparql-results+xml",
    "xml": "application/xml",
    "gzip": "application/gzip",
    "svg": "image/svg+xml",
    "problem": "application/problem+json",
}
VARY: Final = {
    "": "",
    "Accept": "Accept",
    "Language": "Accept-Language",
    "Accept+Language": "Accept, Accept-Language",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One request, and what is to come of it."""

    path: str
    accept: str | None
    language: str | None
    status: int
    type: str
    told: str
    vary: str
    location: str
    name: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers by which it chooses."""
        told = {"Accept": self.accept, "Accept-Language": self.language}
        return {name: value for name, value in told.items() if value is not None}


def _case(line: str) -> Case:
    path, accept, language, status, form, told, vary, location = map(str.strip, line.split("|"))
    name = f"{path} {accept} {language}"
    for short, long in NAMES.items():
        path, location = path.replace(short, long), location.replace(short, long)
    return Case(
        path,
        CLIENTS.get(accept, accept),
        None if language == "-" else language,
        int(status),
        TYPES[form],
        told,
        VARY[vary],
        location,
        name,
    )


TABLED: Final = [_case(line) for line in TABLE.strip().splitlines()[1:]]
GIVEN: Final = [case for case in TABLED if case.status == 200]
"""The cases that end in a body."""
REFUSED: Final = [case for case in TABLED if case.status == 406]


def each(cases: list[Case]) -> pytest.MarkDecorator:
    """Test each of some cases."""
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


@dataclass(frozen=True, slots=True)
class Got:
    """What came back, redirects not followed."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def header(self, name: str) -> str:
        """Give the value of a header, or an empty text."""
        return self.headers.get(name, "")

    @property
    def chosen(self) -> dict[str, str]:
        """What the headers say of the choice that was made."""
        names = ("Content-Type", "Content-Language", "Content-Location", "Vary", "ETag", "Link")
        return {name: self.header(name) for name in names}


@pytest.fixture(scope="module")
def connection(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[http.client.HTTPConnection]:
    """Connect to a server of the real data."""
    folder = tmp_path_factory.mktemp("negotiated")
    with Server("--releases", release.folder.parent, cwd=folder) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        with closing(connection):
            yield connection
        assert "Traceback" not in server.errors.read_text(encoding="utf-8")


def ask(
    connection: http.client.HTTPConnection,
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
) -> Got:
    """Send a request with just these headers."""
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    return Got(response.status, response.headers, response.read())


def test_the_table_has_its_cases() -> None:
    """The table holds as many cases as it did, each only once."""
    assert len({case.name for case in TABLED}) == len(TABLED) == CASES


@each(TABLED)
def test_what_comes_is_what_was_chosen(case: Case, connection: http.client.HTTPConnection) -> None:
    """Each request gets the status, form and language of the table, and is told what chose them."""
    got = ask(connection, case.path, case.headers)
    where = got.header("Location") or got.header("Content-Location")
    body_type = "" if got.status in {303, 308} else got.header("Content-Type")
    told = (got.status, body_type, got.header("Content-Language"), got.header("Vary"), where)
    assert told == (case.status, case.type, case.told, case.vary, case.location)


@each(TABLED)
def test_head_tells_what_get_would(case: Case, connection: http.client.HTTPConnection) -> None:
    """HEAD answers each request with the headers of GET, and without a body."""
    got = ask(connection, case.path, case.headers)
    head = ask(connection, case.path, case.headers, "HEAD")
    assert _lasting(head) == _lasting(got)
    assert (head.status, head.body) == (got.status, b"")
    assert got.header("Content-Length") == str(len(got.body))


def _lasting(got: Got) -> set[tuple[str, str]]:
    """Give the headers that are the same at any time; the server may leave out a length of 0."""
    told = {(name.lower(), value) for name, value in got.headers.items()}
    return {one for one in told if one[0] not in {"date", "retry-after"}} - {
        ("content-length", "0")
    }


@each(GIVEN)
def test_what_is_known_is_not_sent_again(
    case: Case, connection: http.client.HTTPConnection
) -> None:
    """Each body has a strong tag, by which it is known: 304, with the headers that caches need."""
    got = ask(connection, case.path, case.headers)
    tag = got.header("ETag")
    assert re.fullmatch(r'"[!#-~]+"', tag)
    known = ask(connection, case.path, {**case.headers, "If-None-Match": f'"other", {tag}'})
    assert (known.status, known.body) == (304, b"")
    for name in ("ETag", "Vary", "Content-Location", "Cache-Control"):
        assert known.header(name) == got.header(name)
    other = ask(connection, case.path, {**case.headers, "If-None-Match": '"other"'})
    assert (other.status, other.body) == (200, got.body)


@each([case for case in GIVEN if case.location])
def test_content_location_is_this_very_body(
    case: Case, connection: http.client.HTTPConnection
) -> None:
    """The address told for a body gives the same bytes, whatever a client accepts."""
    got = ask(connection, case.path, case.headers)
    other = {
        "Accept": "image/png, */*;q=0.1",
        "Accept-Language": "en" if case.told == "ja" else "ja",
    }
    same = ask(connection, case.location, other)
    assert same.header("Content-Type") == got.header("Content-Type")
    assert _told(same.body) == _told(got.body)


def _told(body: bytes) -> bytes:
    """Give a page without its links' language, which they keep where an address names it."""
    return re.sub(
        rb'[?&](amp;)?lang=(ja|en)|<input type="hidden" name="lang" value="..">', b"", body
    )


@each(REFUSED)
def test_what_nobody_can_have_comes_with_the_list(
    case: Case, connection: http.client.HTTPConnection
) -> None:
    """406 names the types that there are, in the form that the client can read."""
    got = ask(connection, case.path, case.headers)
    named = got.body.decode()
    if case.type == TYPES["problem"]:
        named = " ".join(json.loads(named)["available"])
    types = set(re.findall(r"\b(?:text|application)/[a-z0-9+.-]+", named))
    assert len(types & {one.partition(";")[0] for one in TYPES.values()}) >= 1
    assert "ETag" not in got.headers


@each([case for case in GIVEN if re.match(r"/(page|data|source|year/|matrix|timeline)", case.path)])
def test_a_document_about_a_thing_says_so(
    case: Case, connection: http.client.HTTPConnection
) -> None:
    """Each document about a thing links the thing and its other forms in its header."""
    link = ask(connection, case.path, case.headers).header("Link")
    assert 'rel="about"' in link or "rel=about" in link
    assert 'type="text/turtle"' in link or case.type.startswith("text/turtle")


def test_no_two_representations_have_the_same_tag(
    connection: http.client.HTTPConnection,
) -> None:
    """The forms and languages of one document all have tags of their own, which stay the same."""
    asked = [
        *(
            ("/data/" + ITEM + "." + name, "")
            for name in ("ttl", "jsonld", "nt", "rdf", "trig", "nq")
        ),
        *(("/page/" + ITEM, language) for language in ("ja", "en")),
        *(("/page/" + ITEM + "?lang=" + language, "") for language in ("ja", "en")),
    ]
    tags = [
        [
            ask(connection, path, {"Accept-Language": language} if language else {}).header("ETag")
            for path, language in asked
        ]
        for _ in range(2)
    ]
    assert tags[0] == tags[1]
    assert len(set(tags[0])) == len(asked)


def test_a_date_is_weaker_than_a_tag(connection: http.client.HTTPConnection) -> None:
    """A date answers alone; where a tag is given as well, only the tag counts."""
    path = f"/data/{ITEM}.ttl"
    date = ask(connection, path).header("Last-Modified")
    alone = ask(connection, path, {"If-Modified-Since": date})
    both = ask(connection, path, {"If-Modified-Since": date, "If-None-Match": '"other"'})
    assert (alone.status, both.status) == (304, 200)


def test_a_query_is_read_as_it_is_typed(connection: http.client.HTTPConnection) -> None:
    """An address whose query is not percent-encoded, as curl sends it, is the same address."""
    with socket.create_connection((connection.host, connection.port), timeout=PATIENCE) as plain:
        head = "GET /search?q=研修&format=json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        plain.sendall(head.encode())
        with closing(http.client.HTTPResponse(plain)) as response:
            response.begin()
            found = json.loads(response.read())
    assert found["words"] == ["研修"]
    assert found["total"] > 0
