"""A release as it is shown: its store, its site, and how pages and data of it are written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlencode

from markupsafe import Markup

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.labels import ASKED, Labels, read_labels
from kameoka_graph.ask.publication import Publication, read_publication
from kameoka_graph.ask.query import view_query
from kameoka_graph.exchange.facts import known_of
from kameoka_graph.exchange.schema_org import for_html, of_known, of_thing
from kameoka_graph.formats import HTML, Format
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language
from kameoka_graph.search.engine import Index
from kameoka_graph.show.render import Reader, Renderer, Site
from kameoka_graph.show.signposts import of_page
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Quad, Store
from kameoka_graph.store.syntax import write_quads

__all__ = ["Body", "Edition", "Reader"]


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a document."""

    form: Format
    """Its format."""
    content: bytes
    """Its bytes."""
    language: Language | None = None
    """Its language, if it is written for people."""
    thing: str = ""
    """The thing that it is about, if it is about one."""
    path: str = ""
    """Path of exactly this document, where the one asked for offers several forms of it."""


@dataclass(frozen=True)
class Edition:
    """A release, open to be written of."""

    release: Release
    """The release."""
    store: Store
    """Its store."""
    site: Site
    """What every page shows of it."""
    keeps: bool = True
    """Whether names that every page has are asked for once: not of a store that may change."""

    @property
    def iris(self) -> Iris:
        """The base of its IRIs."""
        return self.site.addresses.iris

    def html(
        self,
        reader: Reader,
        template: str,
        path: str,
        about: str | Description = "",
        parameters: Mapping[str, str] | None = None,
        **view: object,
    ) -> Body:
        """Write the page of a template; with `path` and `parameters` the page names itself.

        `about` is the thing that it is about, if it is about one, or what is known of that already.
        """
        itself = f"{quote(path)}?{urlencode(parameters)}" if parameters else quote(path)
        thing = about.thing if isinstance(about, Description) else about
        if about:
            view["signposts"] = of_page(self.site.addresses, thing, self.publication)
            view["json_ld"] = self._json_ld(about, itself, reader.language)
        text = self._renderers[reader].page(template, itself, thing=thing, **view)
        return Body(HTML, text.encode(), reader.language, thing)

    def rdf(self, form: Format, quads: Iterable[Quad], thing: str = "", path: str = "") -> Body:
        """Write quads in a format."""
        return Body(form, write_quads(quads, form, self.iris.prefixes), thing=thing, path=path)

    def once(self, name: str, form: Format, make: Callable[[], Body]) -> Body:
        """Give a body that is made once for each format and then kept.

        For what every client asks for first, and no part of which changes within a release.
        """
        key = (name, form)
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @cached_property
    def index(self) -> Index:
        """Its index for searching, opened once."""
        return self.release.open_index()

    @cached_property
    def publication(self) -> Publication:
        """What holds for the whole publication."""
        return read_publication(self.store, self.iris)

    @cached_property
    def labels(self) -> Labels:
        """The labels of what pages of every kind name."""
        return read_labels(self.store) if self.keeps else ASKED

    def has_graph(self, name: str) -> bool:
        """Tell whether there is a named graph."""
        try:
            return bool(self.store.select(view_query("graph", graph=[Iri(name)])).rows)
        except ValueError:  # what an address holds may be no IRI
            return False

    def answers(self) -> bool:
        """Tell whether the store answers."""
        return bool(self.store.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1").rows)

    def _json_ld(self, about: str | Description, path: str, language: Language) -> Markup:
        """Say in the words of schema.org, for search engines, what a page is about."""
        address = self.iris.root + path
        if isinstance(about, Description):
            facts = known_of(self.iris, (*about.outgoing, *about.around))
            found = of_known(facts, about.thing, address, language)
        else:
            found = of_thing(self.store, self.iris, about, address, language)
        return Markup(for_html(found))  # noqa: S704 - made safe for a script element

    @cached_property
    def _renderers(self) -> Mapping[Reader, Renderer]:
        readers = [Reader(language, keeps) for language in Language for keeps in (False, True)]
        return {reader: Renderer(self.site, reader) for reader in readers}

    @cached_property
    def _kept(self) -> dict[tuple[str, Format], Body]:
        return {}
