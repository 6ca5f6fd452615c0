"""Things: their IRIs, which lead to documents, and these documents, pages and data.

What a page of a thing shows depends on what the thing is: `PAGES` has the classes that are shown in
a way of their own, and every other thing is shown by its properties.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from kameoka_graph.ask.description import Description, describe
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.source_view import text_of, view_source
from kameoka_graph.ask.thing import view_thing
from kameoka_graph.formats import GRAPHS, HTML, TEXT
from kameoka_graph.say import Language
from kameoka_graph.show.addresses import THINGS
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.family import Family, Outcome, SeeOther, Wanted
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES, Term
from kameoka_graph.store.answer import Iri, plain

TYPE: Final = f"{PREFIXES['rdf']}type"
SPACES: Final = tuple(space for space in THINGS if space != "source/")
"""Where IRIs of things start that lead to a page or to data."""


@dataclass(frozen=True, slots=True)
class ThingPage:
    """How things of one class are shown."""

    of: Callable[[Iris], str]
    """Gives the class."""
    template: str
    """The template of their pages."""
    view: Callable[[Edition, Description, Language], object]
    """Gives what the template shows as `view`."""


def _source(edition: Edition, description: Description, language: Language) -> object:
    return view_source(edition.store, description, language, edition.iris)


def _thing(edition: Edition, description: Description, language: Language) -> object:
    return view_thing(edition.store, description, language, edition.iris)


PAGES: Final = (ThingPage(lambda iris: iris.mp(Term.SOURCE_DOCUMENT), "source.html", _source),)
"""Classes with a page of their own kind; the first that a thing has decides."""
_OTHER: Final = ThingPage(lambda _: "", "thing.html", _thing)


def _lead(space: str, edition: Edition, wanted: Wanted) -> Outcome:
    """Lead from a thing to its page or its data."""
    thing, addresses = str(edition.iris.at(space + wanted.rest)), edition.site.addresses
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
        return SeeOther(edition.site.addresses.data(thing, wanted.form))
    description = _described(edition, wanted.rest)
    if description is None:
        return None
    page = _page_of(edition.iris, description)
    view = page.view(edition, description, wanted.language)
    path = f"page/{wanted.rest}"
    return edition.html(wanted.reader, page.template, path, description.thing, view=view)


def _write_data(edition: Edition, wanted: Wanted) -> Outcome:
    """Give the RDF of a thing: what its page shows."""
    description = _described(edition, wanted.rest)
    if description is None:
        return None
    path = f"data/{wanted.rest}.{wanted.form.name}"
    return edition.rdf(wanted.form, description.quads, description.thing, path)


def _described(edition: Edition, path: str) -> Description | None:
    """Describe the thing whose document is at `path`; a fragment (%23) has no document."""
    return None if "#" in path else describe(edition.store, str(edition.iris.thing_at(path)))


def _page_of(iris: Iris, description: Description) -> ThingPage:
    classes = {o for s, p, o, _ in description.outgoing if s == description.thing and p == TYPE}
    return next((page for page in PAGES if page.of(iris) in classes), _OTHER)


def _documents(edition: Edition) -> Iterable[str]:
    """Give the path of the document of every own thing that is said to be something."""
    found = edition.store.select(view_query("things")).records()
    own = (iri for row in found for iri in [plain(row["thing"])] if edition.iris.is_own(iri))
    named = {iri.partition("#")[0] for iri in own}
    spaces = tuple(f"{edition.iris.root}{space}" for space in THINGS)
    return sorted(edition.iris.document_path(iri) for iri in named if iri.startswith(spaces))


IRIS: Final = tuple(Family(space, (HTML, *GRAPHS), partial(_lead, space)) for space in SPACES)
"""The IRIs of things."""
SOURCE: Final = Family("source/", (HTML, *GRAPHS, TEXT), _write_source)
PAGE: Final = Family("page/", (HTML, *GRAPHS), _write_page, _documents, by_accept=False)
DATA: Final = Family("data/", GRAPHS, _write_data, _documents)
