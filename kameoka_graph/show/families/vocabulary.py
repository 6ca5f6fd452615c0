"""The published vocabulary: ontology, alignments, rules, concept schemes and their profile."""

from collections.abc import Callable, Iterable
from typing import Final

from kameoka_graph.ask.description import Description, said_of
from kameoka_graph.ask.profile_view import current_document, view_profile
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.reused_view import view_reused
from kameoka_graph.ask.scheme_view import view_scheme, view_schemes
from kameoka_graph.ask.shapes_view import view_shapes
from kameoka_graph.ask.vocabulary_view import view_alignments, view_vocabulary
from kameoka_graph.exchange.context import CONTEXT_PATH, write_context
from kameoka_graph.formats import GRAPHS, HTML, JSONLD
from kameoka_graph.say import Language
from kameoka_graph.show.diagram import draw
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.family import Family, Outcome, Wanted
from kameoka_graph.show.thing_page import ThingPage
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Store, plain

_ONTOLOGY: Final = f"{PREFIXES['owl']}Ontology"
_SCHEME: Final = f"{PREFIXES['skos']}ConceptScheme"
_PROFILE: Final = f"{PREFIXES['prof']}Profile"

View = Callable[[Store, Description, Language, Iris], object]


def _at(path: str) -> Callable[[Iris, Iri], bool]:
    return lambda iris, thing: thing == iris.at(path)


def _below(path: str) -> Callable[[Iris, Iri], bool]:
    return lambda iris, thing: thing.startswith(iris.at(path))


def _of(term: str) -> Callable[[Iris], str]:
    return lambda _: term


def _viewed(view: View) -> Callable[[Edition, Description, Language], object]:
    return lambda edition, description, language: view(
        edition.store, description, language, edition.iris
    )


def _drawn(edition: Edition, description: Description, language: Language) -> object:
    view = view_vocabulary(edition.store, description, language, edition.iris)
    return {"documented": view, "diagram": draw(view)}


VOCABULARY_PAGES: Final = (
    ThingPage(_of(_ONTOLOGY), "ontology.html", _drawn, _at("ns/mp")),
    ThingPage(
        _of(_ONTOLOGY),
        "alignments.html",
        _viewed(view_alignments),
        _at("ns/mp-align"),
        "alignments",
    ),
    ThingPage(
        _of(_ONTOLOGY), "reused.html", _viewed(view_reused), _at("ns/reused"), "labelled-terms"
    ),
    ThingPage(_of(_ONTOLOGY), "shapes.html", _viewed(view_shapes), _below("shapes/")),
    ThingPage(_of(_SCHEME), "scheme.html", _viewed(view_scheme), more="concepts"),
    ThingPage(_of(_PROFILE), "profile.html", _viewed(view_profile)),
)
"""How the documents of the vocabulary are shown."""


def document_of(edition: Edition, thing: str) -> str:
    """Give what a thing's address leads to: for the IRI of a version, the ontology itself."""
    return current_document(edition.store, thing) or thing


def _write_schemes(edition: Edition, wanted: Wanted) -> Outcome:
    if wanted.form is not HTML:
        schemes = [
            Iri(plain(row["scheme"]))
            for row in edition.store.select(view_query("schemes")).records()
        ]
        path = f"voc.{wanted.form.name}"
        return edition.rdf(wanted.form, said_of(edition.store, schemes), path=path)
    schemes_shown = view_schemes(edition.store, wanted.language, edition.iris)
    return edition.html(wanted.reader, "schemes.html", "voc", schemes=schemes_shown)


def _every(_: Edition) -> Iterable[str]:
    return ("",)


SCHEMES: Final = Family("voc", (HTML, *GRAPHS), _write_schemes, _every)
"""The list of concept schemes."""


def _write_context(edition: Edition, _: Wanted) -> Outcome:
    return Body(JSONLD, write_context(edition.iris).content)


CONTEXT: Final = Family(CONTEXT_PATH, (JSONLD,), _write_context, _every, by_accept=False)
"""The JSON-LD context; whatever is accepted, it is the only form."""
