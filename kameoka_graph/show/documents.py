"""An address and a language to the body of a document, for the live site and for files alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.chain_view import view_chain
from kameoka_graph.ask.description import Description, describe
from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.plan_view import view_plans
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.service import describe_data, describe_service, limits_told
from kameoka_graph.ask.source_view import text_of, view_source
from kameoka_graph.ask.thing import view_thing
from kameoka_graph.formats import GRAPHS, HTML, TEXT, Format, by_name
from kameoka_graph.say import Language
from kameoka_graph.show.render import Renderer, Site
from kameoka_graph.state.terms import PREFIXES, Term
from kameoka_graph.store.answer import Iri, Quad, Store
from kameoka_graph.store.syntax import write_quads

TYPE: Final = f"{PREFIXES['rdf']}type"


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


class Documents:
    """All documents of one release."""

    def __init__(self, store: Store, site: Site) -> None:
        """Write from `store` what pages of `site` show."""
        self._store = store
        self._site = site
        self._iris = site.addresses.iris
        self._kept: dict[tuple[Format, Limits | None], Body] = {}
        self._renderers = {language: Renderer(site, language) for language in Language}

    def home(self, language: Language) -> Body:
        """Give the home page: each plan with its table of years and action plans."""
        plans = view_plans(self._store, language, self._iris)
        return self._html(language, "home.html", "", "", plans=plans)

    def page(self, path: str, language: Language) -> Body | None:
        """Give the page of the thing whose document is at `path`, or None where there is none."""
        description = self._described(path)
        if description is None:
            return None
        thing = description.thing
        if self._is_document(description):
            source = view_source(self._store, description, language, self._iris)
            return self._html(language, "source.html", f"page/{path}", thing, view=source)
        view = view_thing(self._store, description, language, self._iris)
        return self._html(language, "thing.html", f"page/{path}", thing, view=view)

    def chain(self, path: str, language: Language) -> Body | None:
        """Give the page of the chain of the plan whose document is at `path`, or None."""
        plan = str(self._iris.thing_at(path))
        for one in view_plans(self._store, language, self._iris):
            if one.name.iri == plan:
                view = view_chain(self._store, one, language, self._iris)
                return self._html(language, "chain.html", f"chain/{path}", plan, view=view)
        return None

    def data(self, path: str, form: Format) -> Body | None:
        """Give the RDF of the thing whose document is at `path`: what its page shows."""
        description = self._described(path)
        if description is None:
            return None
        thing = description.thing
        return Body(form, write_quads(description.quads, form, self._iris.prefixes), thing=thing)

    def source(self, path: str) -> Body | None:
        """Give the text of the source document at `path`, byte for byte."""
        thing = str(self._iris.at(path))
        text = text_of(self._store, Iri(thing))
        return None if text is None else Body(TEXT, text.encode(), Language.JA, thing)

    def static_page(self, template: str, path: str, language: Language, **view: object) -> Body:
        """Give a page that is about no thing: a form, an explanation, an error."""
        return self._html(language, template, path, "", **view)

    def service_description(self, form: Format, limits: Limits) -> Body:
        """Give the SPARQL 1.1 Service Description of the endpoint."""
        return self._told(form, limits, lambda: describe_service(self._store, self._iris, limits))

    def data_description(self, form: Format) -> Body:
        """Give the description of the whole data set in VoID."""
        return self._told(form, None, lambda: describe_data(self._store))

    def _told(
        self, form: Format, limits: Limits | None, describe: Callable[[], tuple[Quad, ...]]
    ) -> Body:
        """Give a description that is written once for each format and then kept.

        Every client asks for it first, and no part of it changes within a release.
        """
        key = (form, limits)
        if key not in self._kept:
            quads = describe()
            self._kept[key] = Body(form, write_quads(quads, form, self._iris.prefixes))
        return self._kept[key]

    def query_page(self, language: Language, limits: Limits, **view: object) -> Body:
        """Give the page with the form for queries, which says their limits."""
        told = [
            (what.to(language), f"{value:,.12g}", unit.to(language))
            for _, what, value, unit in limits_told(limits)
        ]
        return self.static_page("sparql.html", "sparql", language, limits=told, **view)

    def has_graph(self, name: str) -> bool:
        """Tell whether there is a named graph."""
        try:
            return bool(self._store.select(view_query("graph", graph=[Iri(name)])).rows)
        except ValueError:  # what an address holds may be no IRI
            return False

    def answers(self) -> bool:
        """Tell whether the store answers."""
        return bool(self._store.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1").rows)

    def split_suffix(self, path: str) -> tuple[str, Format | None]:
        """Split `x.ttl` into `x` and Turtle; a path without a known suffix is left whole."""
        stem, dot, suffix = path.rpartition(".")
        form = by_name(suffix, tuple(self.offered(path))) if dot else None
        return (path, None) if form is None or form.name != suffix else (stem, form)

    def offered(self, path: str) -> Sequence[Format]:
        """Give the formats that the thing at `path` can be had in."""
        return (HTML, *GRAPHS, TEXT) if path.startswith("source/") else (HTML, *GRAPHS)

    def _described(self, path: str) -> Description | None:
        """Describe the thing whose document is at `path`; a fragment (%23) has no document."""
        return None if "#" in path else describe(self._store, str(self._iris.thing_at(path)))

    def _is_document(self, description: Description) -> bool:
        document = self._iris.mp(Term.SOURCE_DOCUMENT)
        return any(
            s == description.thing and p == TYPE and o == document
            for s, p, o, _ in description.outgoing
        )

    def _html(
        self, language: Language, template: str, path: str, thing: str, **view: object
    ) -> Body:
        text = self._renderers[language].page(template, path, thing=thing, **view)
        return Body(HTML, text.encode(), language, thing)
