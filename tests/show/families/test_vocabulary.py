"""The vocabulary is published whole: every term, rule and concept has its place on a page and its data in every syntax."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import XSD
from rdflib.term import Node

from kameoka_graph.exchange.context import address
from kameoka_graph.formats import GRAPHS, HTML, NTRIPLES, TURTLE, Format
from kameoka_graph.release.assembly import Inputs, shape_files
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Body, Reader
from kameoka_graph.show.serving import Serving
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term
from kameoka_graph.state.vocabulary import load_vocabulary
from kameoka_graph.store.answer import plain
from kameoka_graph.store.embedded import Embedded
from tests.show.page import Page
from tests.show.stage import parsed

SCHEMES = ("activity-kind", "anomaly", "knowledge", "severity", "status")
SHAPES = ("catalogue", "core", "curation", "prefixes", "progress-table", "publication")
DOCUMENTS = (
    "ns/mp",
    "ns/mp-align",
    "ns/profile",
    "ns/reused",
    *(f"shapes/{name}" for name in SHAPES),
    *(f"voc/{name}" for name in SCHEMES),
)
PAGES = ("voc", *(f"page/{path}" for path in DOCUMENTS))
FOREIGN = {  # classes that nothing is made of here, and what no list of ours names
    "http://www.w3.org/2000/01/rdf-schema#Resource",
}


@pytest.fixture(scope="module")
def pages(serving: Serving) -> dict[tuple[str, Language], Page]:
    """Give every page of the vocabulary in both languages."""
    found = {}
    for path in PAGES:
        for language in Language:
            body = serving.documents.at(path, Reader(language))
            assert isinstance(body, Body), path
            found[path, language] = Page.read(body.content.decode())
    return found


def data(serving: Serving, path: str, form: Format = NTRIPLES) -> bytes:
    """Give the data of a document in a format."""
    body = serving.documents.at(f"data/{path}.{form.name}", Reader(Language.JA))
    assert isinstance(body, Body)
    return body.content


def triples(content: bytes) -> Graph:
    """Read N-Triples."""
    return Graph().parse(data=content, format="nt")


@cache
def fragments(graph: Graph, document: str) -> frozenset[str]:
    """Give the fragments of a document that a graph speaks of."""
    start = f"{document}#"
    return frozenset(
        str(one).removeprefix(start) for one in graph.subjects() if str(one).startswith(start)
    )


def column(store: Embedded, query: str) -> set[str]:
    """Give the values of the only column of an answer."""
    return {plain(value) for (value,) in store.select(query).rows if value is not None}


def iris_of(things: Iterable[object]) -> set[str]:
    """Write things as text."""
    return {str(one) for one in things}


def test_every_document_has_its_page(pages: dict[tuple[str, Language], Page]) -> None:
    """All 16 pages are there in both languages, well formed, each id once, headings in order."""
    assert len(pages) == 32
    for (path, language), page in pages.items():
        assert page.faults == [], path
        assert page.language == language
        assert len(set(page.ids)) == len(page.ids), path
        levels = [int(name[1]) for name in page.elements if re.fullmatch("h[1-6]", name)]
        assert levels.count(1) == 1, path
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), path


def test_every_term_has_its_place(pages: dict[tuple[str, Language], Page]) -> None:
    """The page of the ontology has a place for each term, to which its IRI leads."""
    for language in Language:
        assert set(Term) <= set(pages["page/ns/mp", language].ids)


@pytest.mark.parametrize("name", SHAPES)
def test_every_rule_has_its_place(
    pages: dict[tuple[str, Language], Page], inputs: Inputs, name: str
) -> None:
    """The page of a file of rules has a place for each rule and each part of one."""
    own = load_vocabulary([inputs.shapes / f"{name}.ttl"], inputs.iris)
    wanted = fragments(own, str(inputs.iris.at(f"shapes/{name}")))
    assert wanted
    for language in Language:
        assert wanted <= set(pages[f"page/shapes/{name}", language].ids)


@pytest.mark.parametrize("name", SCHEMES)
def test_every_concept_has_its_place(
    pages: dict[tuple[str, Language], Page], store: Embedded, iris: Iris, name: str
) -> None:
    """The page of a scheme has a place for each concept, by its code."""
    scheme = iris.at(f"voc/{name}")
    concepts = column(
        store,
        "SELECT ?c WHERE { ?c <http://www.w3.org/2004/02/skos/core#inScheme> " + f"<{scheme}> }}",
    )
    assert concepts
    for language in Language:
        found = set(pages[f"page/voc/{name}", language].ids)
        assert {one.rpartition("/")[2] for one in concepts} <= found


def test_every_file_of_rules_is_published(inputs: Inputs) -> None:
    """No file of rules is without its page."""
    assert {path.stem for path in shape_files(inputs.shapes)} == set(SHAPES)


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("ns/mp", ["mp.ttl"]),
        ("ns/mp-align", ["mp-align.ttl"]),
        ("ns/reused", ["reused.ttl"]),
    ],
)
def test_the_data_is_the_whole_file(
    serving: Serving, inputs: Inputs, path: str, files: list[str]
) -> None:
    """The data of an ontology has everything that its file says."""
    said = load_vocabulary([inputs.ontology / name for name in files], inputs.iris)
    assert said
    assert set(said) <= set(triples(data(serving, path)))


def test_the_data_of_a_scheme_has_its_concepts(serving: Serving, inputs: Inputs) -> None:
    """Together the data of the schemes has everything that their file says."""
    said = load_vocabulary([inputs.ontology / "voc.ttl"], inputs.iris)
    found = Graph()
    for name in SCHEMES:
        found += triples(data(serving, f"voc/{name}"))
    assert set(said) <= set(found)


@pytest.mark.parametrize("name", SHAPES)
def test_the_data_of_rules_can_judge(serving: Serving, inputs: Inputs, name: str) -> None:
    """The data of a file of rules has all its own shapes, lists included."""
    document = str(inputs.iris.at(f"shapes/{name}"))
    said = load_vocabulary([inputs.shapes / f"{name}.ttl"], inputs.iris)
    found = triples(data(serving, f"shapes/{name}"))
    for graph in (said, found):
        for subject in set(graph.subjects()):
            if isinstance(subject, URIRef) and not str(subject).startswith(document):
                graph.remove((subject, None, None))
    added = {
        (s, p, o)
        for s, p, o in found
        if (s, p, o) not in said and isinstance(s, URIRef) and isinstance(o, URIRef)
    }
    for one in added:  # what other files add to its rules
        found.remove(one)
    assert isomorphic(_reachable(found), _reachable(said))


def _reachable(graph: Graph) -> Graph:
    """Leave out nodes without names that nothing holds any more."""
    kept = Graph()
    waiting: list[Node] = [node for node in set(graph.subjects()) if isinstance(node, URIRef)]
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for triple in graph.triples((node, None, None)):
            kept.add((*triple[:2], _plainest(triple[2])))
            if triple[2] not in seen and not isinstance(triple[2], URIRef):
                seen.add(triple[2])
                waiting.append(triple[2])
    return kept


def _plainest(value: Node) -> Node:
    """Write a decimal as the store does: 1.0 is 1."""
    if isinstance(value, Literal) and value.datatype == XSD.decimal:
        return Literal(str(Decimal(value).normalize()), datatype=XSD.decimal)
    return value


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_syntax_says_the_same(serving: Serving, path: str) -> None:
    """The data of a document says the same in each of the six syntaxes."""
    wanted = {_triple(quad) for quad in parsed(data(serving, path), NTRIPLES)}
    assert wanted
    for form in GRAPHS:
        found = parsed(data(serving, path, form), form)
        if not any(isinstance(quad.object, ox.BlankNode) for quad in found):
            assert {_triple(quad) for quad in found} == wanted, form.name


def _triple(quad: ox.Quad) -> ox.Triple:
    return quad.triple


@pytest.mark.parametrize("form", [HTML, *GRAPHS], ids=lambda form: form.name)
@pytest.mark.parametrize("path", ["voc", *DOCUMENTS])
def test_every_document_dereferences(client: FlaskClient, path: str, form: Format) -> None:
    """The IRI of each document leads to its page and to its data in every syntax, by Accept and by suffix."""
    for place, headers in (
        (f"/{path}", {"Accept": form.media_type}),
        (f"/{path}.{form.name}", {}),
    ):
        answer = client.get(place, headers=headers, follow_redirects=True)
        assert answer.status_code == 200, place
        assert answer.content_type.startswith(form.media_type)


def test_the_version_leads_to_the_ontology(client: FlaskClient) -> None:
    """The IRI of the version leads to the page and the data of the ontology."""
    page = client.get("/ns/mp/0.1.0", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Location"]) == (303, "/page/ns/mp")
    turtle = client.get("/ns/mp/0.1.0", headers={"Accept": TURTLE.media_type})
    assert (turtle.status_code, turtle.headers["Location"]) == (303, "/data/ns/mp.ttl")
    assert client.get("/ns/mp/9.9.9", follow_redirects=True).status_code == 404


def test_every_term_in_use_dereferences(
    store: Embedded, iris: Iris, pages: dict[tuple[str, Language], Page]
) -> None:
    """Every class and property of the release is ours and documented, or another's, named and linked."""
    used = column(store, "SELECT DISTINCT ?p WHERE { ?s ?p ?o }")
    used |= column(store, "SELECT DISTINCT ?c WHERE { ?s a ?c }")
    own = {one for one in used if iris.is_own(one)}
    assert own
    assert own <= {str(iris.mp(term)) for term in Term}
    linked = set(pages["page/ns/reused", Language.JA].links)
    assert sorted(used - own - linked - FOREIGN) == []


def test_the_diagram_has_a_title_and_a_table(pages: dict[tuple[str, Language], Page]) -> None:
    """The drawing is named and described, and every property stands in a table as well."""
    for language in Language:
        page = pages["page/ns/mp", language]
        (drawing,) = (one for one in page.attributes if one.get("class") == "diagram")
        assert drawing["role"] == "img"
        assert set(drawing["aria-labelledby"].split()) <= set(page.ids)
        rows = [run.text for run in page.runs if {"table", "tbody", "th"} <= set(run.within)]
        assert sum(bool(text.strip()) for text in rows) == len(Term)


def test_nothing_is_styled_within(pages: dict[tuple[str, Language], Page]) -> None:
    """The pages and their drawing bring no style but the site's, so they follow light and dark."""
    for page in pages.values():
        assert "style" not in page.elements
        assert not any("style" in one for one in page.attributes)


def test_alignments_are_marked_as_such(pages: dict[tuple[str, Language], Page]) -> None:
    """The page of alignments says that they are no part of the definitions."""
    assert "対応づけだけの文書です" in pages["page/ns/mp-align", Language.JA].text
    assert "Alignments only" in pages["page/ns/mp-align", Language.EN].text


def test_the_list_of_schemes_has_its_data(client: FlaskClient, iris: Iris) -> None:
    """The list of schemes is data as well: each scheme with what it says of itself."""
    found = triples(client.get("/voc.nt").data)
    assert {str(iris.at(f"voc/{name}")) for name in SCHEMES} <= iris_of(found.subjects())


def test_the_context_is_where_the_profile_says(client: FlaskClient, iris: Iris) -> None:
    """The address of the JSON-LD context answers it, whatever is accepted, and any site may read it."""
    path = address(iris).removeprefix(iris.base)
    for accepted in ("*/*", "text/html", "application/ld+json"):
        answer = client.get(path, headers={"Accept": accepted})
        assert answer.status_code == 200
        assert answer.content_type == "application/ld+json"
        assert "@context" in json.loads(answer.data)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_resource_of_the_profile_answers(
    client: FlaskClient, store: Embedded, iris: Iris
) -> None:
    """Whatever the profile binds is there, in the format that it says."""
    rows = store.select(
        "SELECT ?at ?form WHERE { ?resource <http://www.w3.org/ns/dx/prof/hasArtifact> ?at ; "
        "<http://purl.org/dc/terms/format> ?form }"
    ).records()
    found = {plain(row["at"]): plain(row["form"]).partition("media-types/")[2] for row in rows}
    assert len(found) == 15
    for at, form in found.items():
        answer = client.get(at.removeprefix(iris.base))
        assert answer.status_code == 200, at
        assert answer.content_type.startswith(form), at
