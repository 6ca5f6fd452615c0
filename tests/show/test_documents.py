"""An address and a language give the body of a document, or nothing; the data of a thing is its description."""

import pyoxigraph as ox
import pytest

from kameoka_graph.ask.description import describe
from kameoka_graph.formats import (
    GRAPHS,
    HTML,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    TEXT,
    TRIG,
    TURTLE,
    Carries,
    Format,
)
from kameoka_graph.read.document import Plan
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language
from kameoka_graph.show.addresses import THINGS
from kameoka_graph.show.documents import Documents, Place, split_suffix
from kameoka_graph.show.edition import Body, Edition, Reader
from kameoka_graph.show.families import thing as thing_family
from kameoka_graph.show.families.table import FAMILIES
from kameoka_graph.show.families.thing import DATA, PAGE, SOURCE
from kameoka_graph.show.family import Family, Outcome
from kameoka_graph.show.serving import Serving
from kameoka_graph.store.answer import Iri, Quad, Store, Text
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import write_quads
from tests.show.page import Page
from tests.show.stage import Pool, parsed, serve

PLAN = "262064/plan/machizukuri-kyodo-3"
LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")


@pytest.fixture(scope="module")
def documents(serving: Serving) -> Documents:
    """Give the documents of the release."""
    return serving.documents


def written(
    documents: Documents, family: Family, path: str, form: Format, language: Language = Language.JA
) -> Outcome:
    """Write a document of a family."""
    return documents.write(Place(family, path, None), form, Reader(language))


@pytest.mark.parametrize("language", Language)
def test_the_home_page_shows_the_table(documents: Documents, language: Language) -> None:
    """The front page has the plan's table with its 18 cells and 48 entries."""
    body = documents.at("", Reader(language))
    assert isinstance(body, Body)
    page = Page.read(body.content.decode())
    cells = [
        found for name, found in zip(page.elements, page.attributes, strict=True) if name == "td"
    ]
    entries = {link for link in page.links if "/activity/" in link}
    assert (body.form, body.language, page.language) == (HTML, language, language.value)
    assert len([found for found in cells if "data-year" in found]) == 18
    assert len(entries) == 48


def test_a_page_is_about_its_thing(documents: Documents) -> None:
    """The page of a thing has the thing's name as its heading, and names the thing."""
    body = written(documents, PAGE, f"{PLAN}/action-plan/1", HTML)
    assert isinstance(body, Body)
    assert body.thing == f"https://plans.test/id/{PLAN}/action-plan/1"
    assert "これからの市民活動と協働を担う人づくり" in Page.read(body.content.decode()).heading()


def test_a_source_document_shows_its_text(documents: Documents, plan: Plan) -> None:
    """The page of the source shows the whole text, character by character."""
    body = written(documents, PAGE, f"source/{plan.source.short}", HTML, Language.EN)
    assert isinstance(body, Body)
    assert plan.source.text in Page.read(body.content.decode()).text


@pytest.mark.parametrize(
    "path", ["nothing", "id/262064", "source/0", "a b", "%zz", "<script>", "", "\x00", "ns/mp#Plan"]
)
def test_what_is_not_there_has_no_body(documents: Documents, path: str) -> None:
    """An unknown address, or what makes no IRI, has neither page nor data nor text."""
    assert written(documents, PAGE, path, HTML) is None
    assert written(documents, DATA, path, TURTLE) is None
    assert written(documents, SOURCE, path, TEXT) is None


def test_the_source_is_given_byte_for_byte(
    documents: Documents, plan: Plan, release: Release
) -> None:
    """The text of the source is the bytes that were released."""
    body = written(documents, SOURCE, plan.source.short, TEXT)
    assert isinstance(body, Body)
    assert body.content == (release.folder / f"source-{plan.source.short}.txt").read_bytes()
    assert (body.form, body.language) == (TEXT, Language.JA)


WITH_MORE = ("/ns/", "/voc/", "/shapes/")
"""Spaces of things of whose documents some say more than their descriptions: about their terms and concepts."""


def _own(store: Store, serving: Serving) -> list[str]:
    """Give all own things that something is said of, without fragments."""
    rows = store.select("SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) }").rows
    root = serving.site.addresses.iris.root
    spaces = tuple(f"{root}{space}" for space in THINGS)
    return sorted({str(row[0]).partition("#")[0] for row in rows if str(row[0]).startswith(spaces)})


def _canonical(quads: list[Quad] | frozenset[Quad], form: Format) -> frozenset[ox.Quad]:
    """Give quads as the engine reads them, without their graphs where the format has none."""
    plain = (
        {(s, p, o, None) for s, p, o, _ in quads} if form.carries is Carries.TRIPLES else set(quads)
    )
    return parsed(write_quads(plain, NQUADS, {}), NQUADS)


def test_the_data_of_every_thing_is_its_description_in_every_format(
    serving: Serving, store: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each own thing, each format read back is the thing's description: the same graph in all of them."""
    known = {thing: describe(store, thing) for thing in _own(store, serving)}
    monkeypatch.setattr(thing_family, "describe", lambda _, thing, *__: known[thing])
    documents = serving.documents
    assert len(known) > 150
    for thing, description in known.items():
        assert description is not None, thing
        path = serving.site.addresses.iris.document_path(thing)
        for forms in ((TURTLE, NTRIPLES, RDFXML), (JSONLD, TRIG, NQUADS)):
            bodies = [written(documents, DATA, path, form) for form in forms]
            found = []
            for form, body in zip(forms, bodies, strict=True):
                assert isinstance(body, Body), thing
                assert body.thing == thing
                found.append(parsed(body.content, form))
            expected = _canonical(description.quads, forms[0])
            assert expected == found[0] or (
                any(one in thing for one in WITH_MORE) and expected < found[0]
            ), thing
            assert found == [found[0]] * len(forms), thing


def test_every_format_was_compared() -> None:
    """No format for graphs was left out above."""
    assert {TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS} == set(GRAPHS)


def test_a_store_answers_or_not(documents: Documents, serving: Serving) -> None:
    """A store that holds something answers; an empty one does not count as an answer."""
    empty = Embedded.in_memory(b"", "https://plans.test/", {})
    assert documents.edition.answers()
    assert not Edition(serving.release, empty, serving.site).answers()


def test_names_are_kept_only_of_a_store_that_stays(serving: Serving, store: Embedded) -> None:
    """What every page names is asked for once, but each time where the store may change, and the page is the same."""
    keeping = Edition(serving.release, store, serving.site)
    asking = Edition(serving.release, store, serving.site, keeps=False)
    assert keeping.labels.kept
    assert not asking.labels.kept
    reader, path = Reader(Language.JA), "page/262064/plan/machizukuri-kyodo-3/action-plan/1"
    assert Documents(keeping).at(path, reader) == Documents(asking).at(path, reader)


@pytest.mark.parametrize(
    ("path", "stem", "form"),
    [
        ("262064.ttl", "262064", TURTLE),
        ("262064.html", "262064", HTML),
        ("ns/mp.jsonld", "ns/mp", JSONLD),
        ("a.b.nq", "a.b", NQUADS),
        ("262064", "262064", None),
        ("262064.", "262064.", None),
        ("262064.TTL", "262064.TTL", None),
        ("262064.turtle", "262064.turtle", None),
        ("262064.exe", "262064.exe", None),
        ("262064.txt", "262064.txt", None),
        ("", "", None),
    ],
)
def test_a_suffix_names_a_format(path: str, stem: str, form: Format | None) -> None:
    """An extension of an offered format is split off; every other path is left whole."""
    assert split_suffix(path, (HTML, *GRAPHS)) == (stem, form)


@pytest.mark.parametrize(
    ("path", "family", "rest", "form"),
    [
        ("", "", "", None),
        ("page/262064", "page/", "262064", None),
        ("page/262064.html", "page/", "262064", HTML),
        ("data/ns/mp.ttl", "data/", "ns/mp", TURTLE),
        ("source/0.txt", "source/", "0", TEXT),
        ("void", "void", "", None),
        ("void.nq", "void", "", NQUADS),
        (".well-known/void", ".well-known/void", "", None),
    ],
)
def test_a_path_has_a_place(
    documents: Documents, path: str, family: str, rest: str, form: Format | None
) -> None:
    """A path leads to its family, to what follows its start, and to the format of its suffix."""
    place = documents.place(path)
    assert place is not None
    assert (place.family.start, place.rest, place.form) == (family, rest, form)


@pytest.mark.parametrize("path", ["nothing", "page/", "page", "void.exe", "void/x", ".ttl.x"])
def test_what_no_family_has_is_no_place(documents: Documents, path: str) -> None:
    """A path that no family has leads nowhere."""
    assert documents.place(path) is None


def test_no_two_families_start_alike() -> None:
    """The families can be told apart by how their paths start."""
    starts = [family.start for family in FAMILIES]
    assert len(starts) == len(set(starts)) > 10


def test_every_path_has_a_document(documents: Documents) -> None:
    """What the site says it has, it has: every listed path is a document."""
    paths = list(documents.paths())
    assert len(paths) == len(set(paths)) > 400
    for path in paths[:: max(1, len(paths) // 60)]:
        assert isinstance(documents.at(path, Reader(Language.JA)), Body), path


def test_odd_labels_are_shown_as_they_are(release: Release, serving: Serving) -> None:
    """A label with markup, direction marks or a hundred thousand characters makes a well-formed page in both languages."""
    for label in ("<b>x</b>&amp;\"'", "\u202eمرحبا\u202c", "長" * 100_000):
        quads: list[Quad] = [
            (
                Iri("https://plans.test/id/x"),
                LABEL,
                Text(label, tag),
                Iri("https://plans.test/graph/meta"),
            )
            for tag in ("ja", "en", "ar")
        ]
        store = Embedded.in_memory(write_quads(quads, NQUADS, {}), "https://plans.test/", {})
        site = serve(release, store, Pool(store))
        for language in Language:
            body = written(site.documents, PAGE, "x", HTML, language)
            assert isinstance(body, Body)
            page = Page.read(body.content.decode())
            assert page.faults == []
            assert page.heading() == label
            assert "b" not in page.elements


def test_an_empty_release_still_has_a_front_page(serving: Serving) -> None:
    """Without any plan the front page is a page."""
    store = Embedded.in_memory(b"", "https://plans.test/", {})
    body = Documents(Edition(serving.release, store, serving.site)).at("", Reader(Language.JA))
    assert isinstance(body, Body)
    assert Page.read(body.content.decode()).faults == []
