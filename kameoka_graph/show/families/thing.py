"""Things: their IRIs, which lead to documents, and these documents, pages and data.

What a page of a thing shows depends on what the thing is: `PAGES` has the classes that are shown in
a way of their own, and every other thing is shown by its properties.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import quote, urlencode

from kameoka_graph.ask.description import Description, describe
from kameoka_graph.ask.known import Standing, standing
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.source_view import text_of, view_source
from kameoka_graph.ask.thing import view_thing
from kameoka_graph.formats import GRAPHS, HTML, LINKSET, TEXT
from kameoka_graph.say import Language
from kameoka_graph.show.addresses import THINGS
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.families.around import AROUND_PAGES
from kameoka_graph.show.families.vocabulary import VOCABULARY_PAGES, document_of
from kameoka_graph.show.family import Family, Outcome, SeeOther, Wanted
from kameoka_graph.show.signposts import linkset
from kameoka_graph.show.thing_page import ThingPage
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES, Term
from kameoka_graph.store.answer import Iri, Quad, plain

TYPE: Final = f"{PREFIXES['rdf']}type"
HYDRA: Final = "http://www.w3.org/ns/hydra/core#"
PAGE_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")
"""What `?page=` may be."""
DEPRECATED: Final = f"{PREFIXES['owl']}deprecated"
DATA_FORMATS: Final = (*GRAPHS, LINKSET)
"""What is said of a thing as data, and the links between its documents."""
PARAMETERS: Final = ("page",)
"""What the documents of a thing depend on: which page of what points at it."""
SPACES: Final = tuple(space for space in THINGS if space != "source/")
"""Where IRIs of things start that lead to a page or to data."""
VOCABULARIES: Final = "ns/"
"""Where those of vocabularies start, among them the IRIs of their versions."""


def _source(edition: Edition, description: Description, language: Language) -> object:
    return view_source(edition.store, description, language, edition.iris)


def _thing(edition: Edition, description: Description, language: Language) -> object:
    return view_thing(edition.store, description, language, edition.iris, edition.labels)


PAGES: Final = (
    ThingPage(lambda iris: iris.mp(Term.SOURCE_DOCUMENT), "source.html", _source),
    *VOCABULARY_PAGES,
    *AROUND_PAGES,
)
"""Classes with a page of their own kind; the first that a thing has decides."""
_OTHER: Final = ThingPage(lambda _: "", "thing.html", _thing)


def _lead(space: str, edition: Edition, wanted: Wanted) -> Outcome:
    """Lead from a thing to its page or its data; None for what the release does not know."""
    thing, addresses = str(edition.iris.at(space + wanted.rest)), edition.site.addresses
    if "#" in thing or standing(edition.store, thing) is not Standing.KNOWN:
        return None
    if space == VOCABULARIES:
        thing = document_of(edition, thing)
    if wanted.form is not HTML:
        return SeeOther(addresses.data(thing, wanted.form))
    page, reader = addresses.page(thing), wanted.reader
    return SeeOther(addresses.in_language(page, reader.language) if reader.keeps else page)


def _write_source(edition: Edition, wanted: Wanted) -> Outcome:
    """Give the text of a source document byte for byte, or lead to its page or its data."""
    if wanted.form is not TEXT:
        return _lead("source/", edition, wanted)
    thing = str(edition.iris.at(f"source/{wanted.rest}"))
    text = text_of(edition.store, Iri(thing))
    return None if text is None else Body(TEXT, text.encode(), Language.JA, thing)


def _write_page(edition: Edition, wanted: Wanted) -> Outcome:
    if wanted.form is not HTML:
        thing = str(edition.iris.thing_at(wanted.rest))
        address = edition.site.addresses.data(thing, wanted.form)
        return SeeOther(
            f"{address}?{urlencode(wanted.parameters)}" if wanted.parameters else address
        )
    description = _described(edition, wanted)
    if description is None:
        return None
    page = _page_of(edition.iris, description)
    view = page.view(edition, description, wanted.language)
    path = f"page/{wanted.rest}"
    further = {"page": str(description.page)} if description.page > 1 else None
    return edition.html(wanted.reader, page.template, path, description, further, view=view)


def _write_data(edition: Edition, wanted: Wanted) -> Outcome:
    """Give the RDF of a thing, what its page shows; or the links of its documents."""
    description = _described(edition, wanted)
    if description is None:
        return None
    thing, path = description.thing, f"{quote(f'data/{wanted.rest}')}.{wanted.form.name}"
    if wanted.form is LINKSET:
        links = linkset(edition.site.addresses, thing, edition.publication)
        return Body(LINKSET, links, thing=thing, path=path)
    turning = tuple(_turning(edition.iris.at(path), description))
    path = f"{path}?page={description.page}" if description.page > 1 else path
    return edition.rdf(wanted.form, (*description.quads, *turning), thing, path)


def _turning(document: str, description: Description) -> Iterable[Quad]:
    """Say which pages of the data there are before and after this one, where there are any."""
    page = description.page
    if page == 1 and not description.cut:
        return
    this = Iri(f"{document}?page={page}")
    yield (this, Iri(TYPE), Iri(f"{HYDRA}PartialCollectionView"), None)
    yield (this, Iri(f"{HYDRA}first"), Iri(f"{document}?page=1"), None)
    if page > 1:
        yield (this, Iri(f"{HYDRA}previous"), Iri(f"{document}?page={page - 1}"), None)
    if description.cut:
        yield (this, Iri(f"{HYDRA}next"), Iri(f"{document}?page={page + 1}"), None)


def _described(edition: Edition, wanted: Wanted) -> Description | None:
    """Describe the thing whose document is wanted; a fragment (%23) has no document."""
    page = wanted.parameters.get("page", "1")
    if "#" in wanted.rest or not PAGE_NUMBER.fullmatch(page):
        return None
    thing = str(edition.iris.thing_at(wanted.rest))
    description = describe(edition.store, thing, int(page), edition.labels)
    if description is None or _is_withdrawn(edition.iris, description):
        return None
    more = _page_of(edition.iris, description).more
    if not more:
        return description
    rows = edition.store.select(view_query(more, thing=[description.thing])).records()
    beside = (
        (row["subject"], Iri(plain(row["predicate"])), row["object"], Iri(plain(row["graph"])))
        for row in rows
    )
    return replace(description, around=(*description.around, *beside))


def _is_withdrawn(iris: Iris, description: Description) -> bool:
    """Tell whether the record says that the thing was there once."""
    record = str(iris.graph("meta"))
    return any(
        s == description.thing and p == DEPRECATED and g == record and plain(o) == "true"
        for s, p, o, g in description.outgoing
    )


def _page_of(iris: Iris, description: Description) -> ThingPage:
    classes = {o for s, p, o, _ in description.outgoing if s == description.thing and p == TYPE}
    return next(
        (page for page in PAGES if page.of(iris) in classes and page.only(iris, description.thing)),
        _OTHER,
    )


def _documents(edition: Edition) -> Iterable[str]:
    """Give the path of the document of every own thing that something is said of."""
    found = edition.store.select(view_query("things")).records()
    own = (iri for row in found for iri in [plain(row["thing"])] if edition.iris.is_own(iri))
    named = {iri.partition("#")[0] for iri in own}
    spaces = tuple(f"{edition.iris.root}{space}" for space in THINGS)
    return sorted(edition.iris.document_path(iri) for iri in named if iri.startswith(spaces))


IRIS: Final = tuple(Family(space, (HTML, *DATA_FORMATS), partial(_lead, space)) for space in SPACES)
"""The IRIs of things."""
SOURCE: Final = Family("source/", (HTML, *DATA_FORMATS, TEXT), _write_source)
PAGE: Final = Family(
    "page/", (HTML, *DATA_FORMATS), _write_page, _documents, PARAMETERS, by_accept=False
)
DATA: Final = Family("data/", DATA_FORMATS, _write_data, _documents, PARAMETERS)
