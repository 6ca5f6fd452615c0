"""The site over HTTP: what is answered, in which format and language, with which headers; and never a wrong answer that looks right."""

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic
from werkzeug.test import TestResponse

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.workers import OverloadedError, TimedOutError, Workers
from kameoka_graph.formats import (
    CSV,
    GRAPHS,
    HTML,
    RESULTS,
    RESULTS_JSON,
    RESULTS_XML,
    TSV,
    TURTLE,
    Carries,
    Format,
)
from kameoka_graph.read.document import Plan
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language, Say
from kameoka_graph.show.answering import MAX_BODY
from kameoka_graph.show.serving import Serving
from kameoka_graph.show.shelf import Shelf
from kameoka_graph.show.web import create_app
from kameoka_graph.store.answer import Rows, StoreUnreachableError
from kameoka_graph.store.embedded import Embedded
from tests.show.page import Page
from tests.show.stage import Pool, Remembering, parsed, serve

PLAN = "262064/plan/machizukuri-kyodo-3"
ENTRY = f"{PLAN}/action-plan/1/fy/2023/activity/5"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SELECT = "SELECT ?o WHERE { <id/262064> ?p ?o } ORDER BY ?o LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = <id/262064>) }"
ASK = "ASK { ?s ?p ?o }"
DIRECT = "application/sparql-query"
ADDRESSES = [
    "/",
    f"/page/{ENTRY}",
    f"/data/{ENTRY}.ttl",
    f"/id/{ENTRY}",
    "/sparql",
    "/fy/R5",
    "/health/live",
    "/nothing",
    "/static/site.css",
    "/download/manifest.json",
]


def get(
    client: FlaskClient, address: str, accept: str | None = None, **headers: str
) -> TestResponse:
    """Get an address."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(address, headers=given if accept is None else {**given, "Accept": accept})


def vary(response: TestResponse) -> set[str]:
    """Give what an answer varies by."""
    return {name.strip() for name in response.headers.get("Vary", "").split(",") if name.strip()}


# things lead to documents


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [(form.media_type, f"data/{ENTRY}.{form.name}") for form in GRAPHS]
    + [
        ("text/html", f"page/{ENTRY}"),
        ("*/*", f"page/{ENTRY}"),
        (BROWSER["Accept"], f"page/{ENTRY}"),
    ],
)
def test_a_thing_leads_to_what_is_accepted(client: FlaskClient, accept: str, suffix: str) -> None:
    """The IRI of a thing answers 303 to its page or to its data, as the Accept header wants, and says so in Vary."""
    response = get(client, f"/id/{ENTRY}", accept)
    assert (response.status_code, response.headers["Location"]) == (303, f"/{suffix}")
    assert "Accept" in vary(response)


@pytest.mark.parametrize("form", [HTML, *GRAPHS], ids=lambda form: form.name)
def test_a_suffix_or_a_parameter_wins_over_the_header(client: FlaskClient, form: Format) -> None:
    """A suffix and `?format=` lead to their format, whatever is accepted."""
    expected = f"/page/{ENTRY}" if form is HTML else f"/data/{ENTRY}.{form.name}"
    for address in (
        f"/id/{ENTRY}.{form.name}",
        f"/id/{ENTRY}?format={form.name}",
        f"/id/{ENTRY}?{urlencode({'format': form.media_type})}",
    ):
        assert get(client, address, "image/png").headers["Location"] == expected


@pytest.mark.parametrize(
    "path",
    [
        "ns/mp",
        "voc/status",
        "voc/status/unstated",
        "shapes/core",
        "graph/meta",
        "source/371fd4250226",
        "links/kameoka",
        "queries/all-elements",
        "queries/prefixes",
    ],
)
def test_things_of_every_kind_lead_somewhere(client: FlaskClient, path: str) -> None:
    """Vocabulary, concepts, shapes, graphs, sources and links have pages and data as well."""
    assert get(client, f"/{path}", "text/html").headers["Location"] == f"/page/{path}"
    assert get(client, f"/{path}", "text/turtle").headers["Location"] == f"/data/{path}.ttl"
    assert client.get(f"/page/{path}").status_code == 200


def test_a_chosen_language_is_kept_on_the_way(client: FlaskClient) -> None:
    """`?lang=` goes along to the page; data has no language."""
    assert (
        get(client, f"/id/{ENTRY}?lang=en", "text/html").headers["Location"]
        == f"/page/{ENTRY}?lang=en"
    )
    assert get(client, f"/id/{ENTRY}?lang=fr", "text/html").headers["Location"] == f"/page/{ENTRY}"
    assert (
        get(client, f"/id/{ENTRY}?lang=en", "text/turtle").headers["Location"]
        == f"/data/{ENTRY}.ttl"
    )


def test_a_page_can_be_asked_for_its_data(client: FlaskClient) -> None:
    """`?format=` on a page leads to the data of its thing, and to itself for HTML."""
    assert client.get(f"/page/{ENTRY}?format=nt").headers["Location"] == f"/data/{ENTRY}.nt"
    assert client.get(f"/page/{ENTRY}?format=html").status_code == 200
    assert client.get(f"/page/{ENTRY}?format=exe").status_code == 400
    assert client.get(f"/page/{ENTRY}.html").status_code == 200


@pytest.mark.parametrize(
    "address", [f"/id/{ENTRY}", "/", "/source/371fd4250226", "/sparql", f"/data/{ENTRY}"]
)
def test_what_nobody_can_have_is_406_with_the_list(client: FlaskClient, address: str) -> None:
    """Where nothing acceptable is offered, the answer is 406 and lists what there is."""
    response = get(client, address, "image/png")
    assert response.status_code == 406
    assert "text/turtle" in json.loads(response.data)["available"]
    assert vary(response) == {"Accept", "Accept-Language"}


def test_an_unknown_format_is_told(client: FlaskClient) -> None:
    """`?format=` with a name that is none is a bad request with the list, and repeats no long input."""
    response = client.get(f"/id/{ENTRY}?format={'x' * 5000}")
    assert response.status_code == 400
    assert "jsonld" in json.loads(response.data)["detail"]
    assert len(response.data) < 2000


@pytest.mark.parametrize("code", ["R5", "令和5年度", "2023", "r5"])
def test_a_year_is_found_as_people_write_it(client: FlaskClient, code: str) -> None:
    """R5, 令和5年度 and 2023 lead to the same fiscal year; what is no year is not found."""
    response = client.get(f"/fy/{quote(code)}")
    if code == "r5":
        assert response.status_code == 404
    else:
        assert (response.status_code, response.headers["Location"]) == (303, "/id/fiscal-year/2023")


@pytest.mark.parametrize("code", ["X5", "R0", "昭和99年度", "²", "0", "R5-R7", "%00"])
def test_what_is_no_year_is_not_found(client: FlaskClient, code: str) -> None:
    """An era or a number that does not exist is 404."""
    assert client.get(f"/fy/{code}").status_code == 404


# documents


@pytest.mark.parametrize("language", Language)
def test_a_page_has_its_headers(client: FlaskClient, language: Language) -> None:
    """A page tells its language, what it varies by, its thing, and its other formats."""
    response = client.get(f"/page/{ENTRY}", headers={"Accept-Language": language.value})
    assert response.content_type == "text/html; charset=utf-8"
    assert (
        response.headers["Content-Language"] == language.value == Page.read(response.text).language
    )
    assert vary(response) == {"Accept-Language"}
    links = response.headers["Link"]
    assert f'<https://plans.test/id/{ENTRY}>; rel="about"' in links
    for form in GRAPHS:
        assert f'</data/{ENTRY}.{form.name}>; rel="alternate"; type="{form.media_type}"' in links


def test_data_has_its_headers(client: FlaskClient) -> None:
    """Negotiated data tells where it stands alone; data with a suffix varies by nothing."""
    negotiated, named = (
        get(client, f"/data/{ENTRY}", "application/ld+json"),
        client.get(f"/data/{ENTRY}.jsonld"),
    )
    assert negotiated.data == named.data
    assert (
        negotiated.headers["Content-Location"]
        == named.headers["Content-Location"]
        == f"/data/{ENTRY}.jsonld"
    )
    assert (vary(negotiated), vary(named)) == ({"Accept"}, set())
    assert f'</page/{ENTRY}>; rel="alternate"; type="text/html"' in named.headers["Link"]
    assert "jsonld" not in named.headers["Link"]
    assert "Content-Language" not in named.headers


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_every_format_holds_the_same(client: FlaskClient, form: Format) -> None:
    """The data of a thing reads back as the same graph in every format, under its own content type."""
    base = GRAPHS[-1] if form.carries is Carries.QUADS else TURTLE
    response = client.get(f"/data/shapes/core.{form.name}")
    assert response.content_type == form.content_type
    assert parsed(response.data, form) == parsed(
        client.get(f"/data/shapes/core.{base.name}").data, base
    )


def test_another_reader_finds_the_same(client: FlaskClient) -> None:
    """A second RDF library reads the same graph from Turtle, N-Triples and RDF/XML."""
    graphs = [
        Graph().parse(data=client.get(f"/data/shapes/core.{name}").data, format=kind)
        for name, kind in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"))
    ]
    assert len(graphs[0]) > 50
    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])


def test_the_front_page_serves_people_and_programs(client: FlaskClient) -> None:
    """`/` is a page for people, and leads programs to the data about the whole."""
    response = get(client, "/", BROWSER["Accept"])
    assert response.status_code == 200
    assert vary(response) == {"Accept", "Accept-Language"}
    assert get(client, "/", "text/turtle").headers["Location"] == "/data/dataset/all.ttl"
    assert client.get("/data/dataset/all.ttl").status_code == 200


def test_the_source_is_answered_byte_for_byte(client: FlaskClient, plan: Plan, root: Path) -> None:
    """The IRI of a source answers, as plain text, the very bytes that its digest is of."""
    original = (root / "data" / "plans" / "262064-machizukuri-kyodo-3" / "source.txt").read_bytes()
    address = f"/source/{plan.source.short}"
    for response, varies in (
        (get(client, address, "text/plain"), {"Accept"}),
        (client.get(f"{address}?format=txt"), set()),
        (get(client, f"{address}.txt", "text/html"), set()),
    ):
        assert response.data == original
        assert response.content_type == "text/plain; charset=utf-8"
        assert response.headers["Content-Language"] == "ja"
        assert vary(response) == varies


def test_a_source_with_a_suffix_is_data_whatever_is_accepted(
    client: FlaskClient, plan: Plan
) -> None:
    """A suffix wins over an Accept header for plain text."""
    assert (
        get(client, f"/source/{plan.source.short}.ttl", "text/plain").headers["Location"]
        == f"/data/source/{plan.source.short}.ttl"
    )


def test_an_unknown_source_is_not_found(client: FlaskClient) -> None:
    """Another digest has no text."""
    assert get(client, "/source/000000000000", "text/plain").status_code == 404
    assert get(client, "/source/%zz", "text/plain").status_code == 404


def test_the_chain_of_a_plan_has_a_page(client: FlaskClient) -> None:
    """The chain from themes to entries is a page of the plan; of anything else there is none."""
    assert client.get(f"/chain/{PLAN}").status_code == 200
    assert client.get(f"/chain/{ENTRY}").status_code == 404


def test_every_file_of_the_release_can_be_had(client: FlaskClient, release: Release) -> None:
    """Each file that the manifest lists is answered as it is, with its name and type; so is the manifest."""
    listed = cast("Mapping[str, object]", release.manifest["files"])
    for name in (*listed, "manifest.json"):
        file = name.removeprefix("files/")
        response = client.get(f"/download/{file}")
        assert response.data == (release.folder / name).read_bytes()
        assert response.headers["Content-Disposition"] == f'attachment; filename="{file}"'
    assert client.get("/download/dataset.ttl").content_type == "text/turtle; charset=utf-8"
    assert client.get("/download/report.json").content_type == "application/json"


@pytest.mark.parametrize(
    "name", ["nothing.nq", "..%2fcurrent", "../current", "store", "", "manifest.json/x"]
)
def test_no_other_file_can_be_had(client: FlaskClient, name: str) -> None:
    """What the manifest does not list is not there."""
    assert client.get(f"/download/{name}").status_code == 404


def test_static_files_are_kept_where_their_digest_is_named(
    client: FlaskClient, serving: Serving
) -> None:
    """A static file whose address names its content may be kept for ever; without that it is asked for again."""
    kept = client.get(serving.site.static("site.css"))
    assert kept.content_type == "text/css; charset=utf-8"
    assert "immutable" in kept.headers["Cache-Control"]
    assert client.get("/static/site.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/favicon.svg").content_type == "image/svg+xml"
    for name in ("nothing.css", "../web.py", "%2e%2e/web.py", "", "site.css/x"):
        assert client.get(f"/static/{name}").status_code == 404


# validators


@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/page/{ENTRY}",
        f"/data/{ENTRY}.ttl",
        "/download/manifest.json",
        "/static/site.css",
        f"/sparql?{urlencode({'query': ASK})}",
    ],
)
def test_what_is_known_is_not_sent_again(client: FlaskClient, address: str) -> None:
    """An answer has a strong ETag and a date; a client that has it gets 304 without a body."""
    first = client.get(address, headers=BROWSER)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert tag.startswith('"')
    for header in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", {tag}'},
        {"If-None-Match": f"W/{tag}"},
        {"If-Modified-Since": date},
    ):
        again = client.get(address, headers={**BROWSER, **header})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert vary(again) == vary(first)


def test_another_tag_or_an_older_date_gets_the_whole(client: FlaskClient) -> None:
    """What a client has of another release is replaced; the tag counts more than the date."""
    date = client.get("/").headers["Last-Modified"]
    for header in (
        {"If-None-Match": '"x"'},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-None-Match": '"x"', "If-Modified-Since": date},
    ):
        assert client.get("/", headers=header).status_code == 200


def test_the_two_languages_have_tags_of_their_own(client: FlaskClient) -> None:
    """A cache cannot take one language for the other."""
    tags = {
        client.get(f"/page/{ENTRY}", headers={"Accept-Language": language.value}).headers["ETag"]
        for language in Language
    }
    assert len(tags) == 2


def test_the_date_is_that_of_the_release(client: FlaskClient, release: Release) -> None:
    """Last-Modified is the date of the release, not of the clock."""
    assert release.manifest["date"] == "2026-11-22"
    assert client.get("/").headers["Last-Modified"] == "Sun, 22 Nov 2026 00:00:00 GMT"


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_tells_what_get_would(client: FlaskClient, address: str) -> None:
    """HEAD has the status and the headers of GET, and no body."""
    head, whole = client.head(address), client.get(address)
    assert head.data == b""
    told = [{name: value for name, value in one.headers if name != "Date"} for one in (head, whole)]
    assert (head.status_code, told[0]) == (whole.status_code, told[1])


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_open_and_safe(client: FlaskClient, address: str) -> None:
    """Whatever is answered, other sites' scripts may read it, and nothing of other sites is loaded into it."""
    headers = client.get(address).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Set-Cookie" not in headers


# faults


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/page/nothing",
        "/data/nothing.ttl",
        "/page/a b",
        "/page/%3Cscript%3E",
        "/page/%25zz",
        "/page/%00",
        "/page/ns/mp%23Plan",
        "/page/id/262064",
        "/id",
        "/id/",
        "/page//x",
        "/id//262064",
        "/PAGE/262064",
        "/.env",
        "/%ff%fe",
        "/sparql/",
    ],
)
@pytest.mark.parametrize("language", Language)
def test_what_is_not_there_is_404_in_every_form(
    client: FlaskClient, address: str, language: Language
) -> None:
    """An unknown address is 404: as a page, as problem details or as text, in the language wanted."""
    said = {Language.JA: "見つかりません", Language.EN: "Not found"}[language]
    page = get(client, address, "text/html", Accept_Language=language.value)
    problem = get(client, address, "application/json", Accept_Language=language.value)
    text = get(client, address, "text/plain", Accept_Language=language.value)
    assert [page.status_code, problem.status_code, text.status_code] == [404] * 3
    assert (
        Page.read(page.text).heading(),
        Page.read(page.text).faults,
        page.headers["Content-Language"],
    ) == (said, [], language.value)
    assert (problem.content_type, json.loads(problem.data)["status"]) == (
        "application/problem+json",
        404,
    )
    assert text.content_type == "text/plain; charset=utf-8"
    assert text.text.startswith(f"404 {said}\n")
    assert vary(page) == {"Accept", "Accept-Language"}


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "image/png", "application/problem+json"])
def test_programs_get_problem_details(client: FlaskClient, accept: str) -> None:
    """A client that does not ask for a page or for text gets JSON."""
    assert get(client, "/nothing", accept).content_type == "application/problem+json"


def test_an_unknown_thing_ends_in_404(client: FlaskClient) -> None:
    """The IRI of a thing that does not exist leads to a page or data that are not found."""
    for accept in ("text/html", "text/turtle"):
        response = client.get("/id/nothing", headers={"Accept": accept}, follow_redirects=True)
        assert response.status_code == 404


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/", "GET"),
        ("PUT", f"/page/{ENTRY}", "GET"),
        ("DELETE", f"/id/{ENTRY}", "GET"),
        ("PUT", "/sparql", "POST"),
        ("PATCH", "/sparql", "POST"),
    ],
)
def test_other_methods_are_405(
    client: FlaskClient, method: str, address: str, allowed: str
) -> None:
    """A method that an address does not take is 405 with those that it takes, in our own words."""
    response = client.open(address, method=method)
    assert response.status_code == 405
    assert allowed in response.headers["Allow"]
    assert json.loads(response.data)["title_ja"] == "そのメソッドは使えません"


def test_another_http_fault_has_words_too(client: FlaskClient) -> None:
    """A fault that HTTP's own machinery finds is answered in the same form."""
    response = client.get("/", headers={"Host": "a b"})
    if response.status_code != 200:
        assert json.loads(response.data)["status"] == response.status_code


def test_an_error_of_ours_is_logged_and_not_shown(
    release: Release, store: Embedded, caplog: pytest.LogCaptureFixture
) -> None:
    """What fails inside is 500 in the client's form without a trace of it, and the operator's log has all of it."""
    whole = serve(release, store, Pool(store, error=RuntimeError("/secret/folder")))
    client = create_app(lambda: whole).test_client()
    for accept in ("text/html", "application/json", "text/plain"):
        with caplog.at_level(logging.ERROR):
            response = get(client, f"/sparql?{urlencode({'query': ASK, 'format': 'json'})}", accept)
        assert response.status_code == 500
        assert "secret" not in response.text
        assert "Traceback" not in response.text
    assert "/secret/folder" in caplog.text


def test_a_store_that_is_gone_is_not_told_in_detail(release: Release, store: Embedded) -> None:
    """Where the store cannot be reached its address stays inside."""
    pool = Pool(
        store,
        error=StoreUnreachableError(
            Say("http://10.0.0.1/ が答えません", "http://10.0.0.1/ is gone")
        ),
    )
    client = create_app(lambda: serve(release, store, pool)).test_client()
    response = client.get(f"/sparql?{urlencode({'query': ASK})}")
    assert response.status_code == 500
    assert "10.0.0.1" not in response.text


@given(
    st.text(max_size=60),
    st.sampled_from(
        ["", "page/", "data/", "id/", "source/", "fy/", "download/", "static/", "chain/", "voc/"]
    ),
    st.sampled_from(["text/html", "text/turtle", "text/plain", ""]),
)
@settings(max_examples=150)
def test_no_address_breaks_the_site(
    client: FlaskClient, path: str, space: str, accept: str
) -> None:
    """Whatever address is asked for, the answer is never an internal error."""
    address = f"/{space}{quote(path.encode('utf-8', 'surrogatepass'), safe='/')}"
    assert get(client, address, accept).status_code < 500


# health


def test_health_tells_of_the_process_and_of_its_parts(asking: FlaskClient, pool: Pool) -> None:
    """Live as long as it answers; ready while the store and the workers answer."""
    assert asking.get("/health/live").text == "ok\n"
    assert (asking.get("/health/ready").status_code, asking.get("/health/ready").text) == (
        200,
        "ready\n",
    )
    pool.works = False
    assert (asking.get("/health/ready").status_code, asking.get("/health/ready").text) == (
        503,
        "not ready\n",
    )
    assert asking.get("/health/live").status_code == 200


def test_without_its_store_the_site_is_not_ready(serving: Serving, store: Embedded) -> None:
    """A store that cannot be reached makes the site unready, which is no error."""

    class Gone(Remembering):
        """A store that does not answer."""

        def select(self, query: str) -> Rows:
            """Fail."""
            raise StoreUnreachableError(Say("ない", query))

    gone = Gone(store)
    whole = serve(serving.release, gone, Pool(gone))
    assert create_app(lambda: whole).test_client().get("/health/ready").status_code == 503


# the endpoint

ROWS = [(RESULTS_JSON, b'"bindings"'), (RESULTS_XML, b"<sparql"), (CSV, b"o\r\n"), (TSV, b"?o\n")]


def _ways(client: FlaskClient, query: str, form: Format) -> list[TestResponse]:
    """Ask a query in every way that the protocol has."""
    accept = {"Accept": form.media_type}
    return [
        client.get(f"/sparql?{urlencode({'query': query})}", headers=accept),
        client.post("/sparql", data={"query": query}, headers=accept),
        client.post("/sparql", data=query, content_type=DIRECT, headers=accept),
        client.get(f"/sparql?{urlencode({'query': query, 'format': form.name})}"),
        client.get(
            f"/sparql?{urlencode({'query': query, 'output': form.name})}",
            headers={"Accept": "image/png"},
        ),
        client.post("/sparql", data={"query": query, "format": form.media_type}),
        client.post(
            f"/sparql?format={form.name}", data=query, content_type=f"{DIRECT}; charset=utf-8"
        ),
    ]


@pytest.mark.parametrize(("form", "sign"), ROWS, ids=[form.name for form, _ in ROWS])
def test_rows_come_in_every_format_in_every_way(
    client: FlaskClient, form: Format, sign: bytes
) -> None:
    """GET, POST of a form and direct POST give the same rows, in each format for rows."""
    assert {form for form, _ in ROWS} == set(RESULTS)
    answers = _ways(client, SELECT, form)
    assert {(one.status_code, one.content_type) for one in answers} == {(200, form.content_type)}
    assert len({one.data for one in answers}) == 1
    assert sign in answers[0].data
    assert vary(answers[0]) == {"Accept"}


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_graphs_come_in_every_format_in_every_way(client: FlaskClient, form: Format) -> None:
    """A CONSTRUCT has the same triples in each format for graphs, however it is asked."""
    answers = _ways(client, CONSTRUCT, form)
    assert {(one.status_code, one.content_type) for one in answers} == {(200, form.content_type)}
    turtle = client.get(f"/sparql?{urlencode({'query': CONSTRUCT, 'format': 'ttl'})}")
    assert parsed(answers[0].data, form) == parsed(turtle.data, TURTLE) != frozenset()


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (SELECT, RESULTS_JSON),
        (ASK, RESULTS_JSON),
        (CONSTRUCT, TURTLE),
        ("DESCRIBE <id/262064>", TURTLE),
    ],
)
def test_without_a_wish_the_preferred_format_comes(
    client: FlaskClient, query: str, form: Format
) -> None:
    """A client that takes anything gets JSON for rows and Turtle for graphs."""
    assert client.get(f"/sparql?{urlencode({'query': query})}").content_type == form.content_type


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (ASK, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")],
)
def test_a_format_that_cannot_carry_the_answer_is_406(
    client: FlaskClient, query: str, accept: str
) -> None:
    """An answer is never written in a format that does not fit, or in one that nobody asked for."""
    response = get(client, f"/sparql?{urlencode({'query': query})}", accept)
    assert response.status_code == 406
    assert json.loads(response.data)["available"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "query_string": {"query": "SELECT"}}, 400),
        ({"method": "GET", "query_string": {"query": ""}}, 400),
        ({"method": "GET", "query_string": [("query", ASK), ("query", ASK)]}, 400),
        ({"method": "GET", "query_string": {"query": ASK, "format": "exe"}}, 400),
        ({"method": "GET", "query_string": {"update": "CLEAR ALL"}}, 403),
        ({"method": "GET", "query_string": {"query": ASK, "update": "CLEAR ALL"}}, 403),
        ({"method": "GET", "query_string": "query=ASK+%7B%22%FF%22%7D"}, 400),
        ({"method": "GET", "query_string": {"query": "CLEAR ALL"}}, 400),
        ({"method": "POST"}, 415),
        ({"method": "POST", "data": {}}, 415),
        ({"method": "POST", "data": b"", "content_type": "application/x-www-form-urlencoded"}, 400),
        (
            {
                "method": "POST",
                "data": b"query=a&query=b",
                "content_type": "application/x-www-form-urlencoded",
            },
            400,
        ),
        ({"method": "POST", "data": {"update": "CLEAR ALL"}}, 403),
        (
            {
                "method": "POST",
                "data": b"query=ASK+%7B%22%FF%22%7D",
                "content_type": "application/x-www-form-urlencoded",
            },
            400,
        ),
        (
            {"method": "POST", "data": b"CLEAR ALL", "content_type": "application/sparql-update"},
            415,
        ),
        ({"method": "POST", "data": ASK, "content_type": "text/plain"}, 415),
        ({"method": "POST", "data": ASK, "content_type": f"{DIRECT}; charset=shift_jis"}, 415),
        ({"method": "POST", "data": b"ASK {\xff}", "content_type": DIRECT}, 400),
        (
            {
                "method": "POST",
                "data": b"--x\r\n",
                "content_type": "multipart/form-data; boundary=x",
            },
            415,
        ),
        ({"method": "POST", "data": b"x" * (MAX_BODY + 1), "content_type": DIRECT}, 413),
        (
            {
                "method": "POST",
                "data": b"query=" + b"x" * MAX_BODY,
                "content_type": "application/x-www-form-urlencoded",
            },
            413,
        ),
    ],
)
def test_a_bad_request_is_told(client: FlaskClient, request_: dict[str, Any], status: int) -> None:
    """What the protocol does not allow has its status and a sentence in both languages, and is never a result."""
    response = client.open("/sparql", **request_)
    document = json.loads(response.data)
    assert (response.status_code, document["status"]) == (status, status)
    assert document["detail"]
    assert document["detail_ja"]


def test_a_long_query_in_a_form_is_read(client: FlaskClient) -> None:
    """A form may be as long as a direct query."""
    query = f"{ASK} # {'x' * 700_000}"
    assert client.post("/sparql", data={"query": query}).status_code == 200


def test_the_dataset_of_a_request_reaches_the_workers(asking: FlaskClient, pool: Pool) -> None:
    """`default-graph-uri` and `named-graph-uri` go along with the query, as does the client's address."""
    asking.get(
        f"/sparql?{urlencode([('query', ASK), ('default-graph-uri', 'a'), ('default-graph-uri', 'b'), ('named-graph-uri', 'c')])}",
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )
    ((question, client),) = pool.asked
    assert (question.default_graphs, question.named_graphs, client) == (
        ("a", "b"),
        ("c",),
        "192.0.2.7",
    )


@pytest.mark.parametrize(
    ("error", "status", "retry"), [(OverloadedError(3), 503, "3"), (TimedOutError(10), 504, None)]
)
def test_what_stops_a_query_is_told(
    asking: FlaskClient, pool: Pool, error: Exception, status: int, retry: str | None
) -> None:
    """A query that was not answered has a status of its own and, where that helps, the time to come again."""
    pool.error = error
    for accept in ("text/html", "application/json"):
        response = get(asking, f"/sparql?{urlencode({'query': ASK})}", accept)
        assert (response.status_code, response.headers.get("Retry-After")) == (status, retry)


def test_a_cut_result_says_so(asking: FlaskClient, pool: Pool) -> None:
    """A result that the operator's limit cut is marked in the header, and in words on the page."""
    pool.truncated = True
    address = f"/sparql?{urlencode({'query': SELECT})}"
    machine = get(asking, address, "text/csv")
    assert machine.headers["X-Result-Truncated"] == "true"
    assert "X-Result-Truncated" in machine.headers["Access-Control-Expose-Headers"]
    assert "This is not all of it." in get(asking, f"{address}&lang=en", "text/html").text
    pool.truncated = False
    whole = get(asking, f"/sparql?{urlencode({'query': f'{SELECT} #'})}", "text/csv")
    assert "X-Result-Truncated" not in whole.headers


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (
            "SELECT ?s ?none ?label WHERE { VALUES ?s { <id/262064> } ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label",
            "亀岡市",
        ),
        (ASK, "true"),
        (CONSTRUCT, "a "),
        ("SELECT ?b { BIND(BNODE() AS ?b) }", "1 rows"),
        ('SELECT ?x { BIND("<script>alert(1)</script>" AS ?x) }', "<script>alert(1)</script>"),
        ("SELECT ?x { VALUES ?x { <javascript:alert(1)> } }", "javascript:alert(1)"),
        ("SELECT ?x { VALUES ?x { 1 } FILTER(?x > 1) }", "0 rows"),
    ],
)
def test_people_see_results_on_the_page(client: FlaskClient, query: str, shown: str) -> None:
    """A browser gets the page with its query and the result, whatever is in it, as text."""
    response = client.get(f"/sparql?{urlencode({'query': query, 'lang': 'en'})}", headers=BROWSER)
    page = Page.read(response.text)
    assert (response.status_code, response.mimetype, page.faults) == (200, "text/html", [])
    assert shown in page.text
    assert query in page.text
    assert "script" not in page.elements
    assert not any(link.startswith("javascript:") for link in page.links)
    assert vary(response) == {"Accept", "Accept-Language"}


def test_people_see_what_was_wrong_with_their_query(client: FlaskClient) -> None:
    """A malformed query is a page with status 400 and the engine's words."""
    response = client.get(
        f"/sparql?{urlencode({'query': 'SELECT <b>', 'lang': 'en'})}", headers=BROWSER
    )
    assert response.status_code == 400
    assert Page.read(response.text).heading() == "Malformed query"


def test_without_a_query_people_get_the_form(client: FlaskClient) -> None:
    """A browser gets the query page, whose form sends what the endpoint reads."""
    response = client.get("/sparql", headers=BROWSER)
    page = Page.read(response.text)
    names = {found["name"] for found in page.attributes if "name" in found}
    assert {"query", "format"} <= names
    options = {
        found["value"]
        for name, found in zip(page.elements, page.attributes, strict=True)
        if name == "option"
    }
    assert options == {form.name for form in (HTML, *RESULTS, *GRAPHS)}
    example = "".join(run.text for run in page.runs if "textarea" in run.within)
    assert client.get(f"/sparql?{urlencode({'query': example})}").status_code == 200


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_without_a_query_programs_get_the_description(client: FlaskClient, form: Format) -> None:
    """A program gets the service description, in the format that it accepts, and Turtle where it takes any."""
    response = get(client, "/sparql", form.media_type)
    assert (response.status_code, response.content_type) == (200, form.content_type)
    assert parsed(response.data, form)
    assert client.get("/sparql").content_type == TURTLE.content_type
    assert get(client, f"/sparql?format={form.name}", "text/html").data == response.data


def test_scripts_of_other_sites_may_post(client: FlaskClient) -> None:
    """A browser that asks first is told that queries may be posted from anywhere."""
    response = client.options("/sparql")
    assert response.status_code == 204
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


# a base with a path


@pytest.mark.parametrize("prefix", ["", "/lod"], ids=["removed", "kept"])
def test_a_base_with_a_path_is_served_with_and_without_it(below: FlaskClient, prefix: str) -> None:
    """Requests are answered whether or not a proxy has removed the path; links always have it."""
    page = below.get(f"{prefix}/page/{ENTRY}")
    assert page.status_code == 200
    links = [link for link in Page.read(page.text).links if link.startswith("/")]
    assert len(links) > 20
    assert all(link.startswith("/lod/") for link in links)
    assert (
        below.get(f"{prefix}/id/{ENTRY}", headers={"Accept": "text/turtle"}).headers["Location"]
        == f"/lod/data/{ENTRY}.ttl"
    )
    assert (
        below.get(f"{prefix}/data/{ENTRY}.ttl").headers["Content-Location"]
        == f"/lod/data/{ENTRY}.ttl"
    )
    assert below.get(f"{prefix}/fy/R5").headers["Location"] == "/lod/id/fiscal-year/2023"
    assert below.get(f"{prefix}/").status_code == 200
    assert "https://data.city.test/lod/id/262064" in below.get(f"{prefix}/data/262064.nt").text


def test_the_path_of_the_base_itself_is_the_front_page(below: FlaskClient) -> None:
    """/lod is answered like /lod/; what only starts alike is not found."""
    assert (
        Page.read(below.get("/lod").text).heading()
        == Page.read(below.get("/lod/").text).heading()
        != ""
    )
    assert below.get("/lodger").status_code == 404
    assert below.get("/lod/lod/").status_code == 404


def test_relative_names_in_queries_stand_below_the_base(below: FlaskClient) -> None:
    """A query may name things relative to the base, the path of the base included."""
    response = below.get(
        f"/lod/sparql?{urlencode({'query': 'ASK { <id/262064> ?p ?o }', 'format': 'json'})}"
    )
    assert json.loads(response.data)["boolean"] is True


# the real pool


def test_the_shelf_and_its_workers_serve_the_application(release: Release) -> None:
    """Put together as the server does it, pages and queries are answered, and the workers end with it."""
    shelf = Shelf(release.folder.parent, replace(Limits(), quick_workers=1, slow_workers=1))
    try:
        client = create_app(shelf).test_client()
        assert client.get("/health/ready").text == "ready\n"
        assert client.get(f"/page/{ENTRY}").status_code == 200
        answer = client.get(
            f"/sparql?{urlencode({'query': 'SELECT (COUNT(*) AS ?n) { ?s a <ns/mp#Activity> }', 'format': 'csv'})}"
        )
        assert answer.data == b"n\r\n48\r\n"
        assert client.get(f"/sparql?{urlencode({'query': 'SELECT'})}").status_code == 400
        assert isinstance(shelf().workers, Workers)
    finally:
        shelf.close()
