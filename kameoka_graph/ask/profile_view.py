"""A profile to the view of its page: what it builds on, and its resources with what each is for."""

from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.statements import Statements
from kameoka_graph.ask.vocabulary_view import Header, view_header
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, plain

_PROF: Final = PREFIXES["prof"]
_CONFORMS: Final = f"{PREFIXES['dcterms']}conformsTo"
_FORMAT: Final = f"{PREFIXES['dcterms']}format"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a profile."""

    name: Name
    """The resource."""
    anchor: str
    """Its fragment."""
    roles: tuple[Name, ...]
    """What it is for."""
    artifacts: tuple[Iri, ...]
    """Where it is."""
    formats: tuple[str, ...]
    """Media types that it is written in."""
    conforms_to: tuple[Name, ...]
    """Standards that it keeps to."""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile."""

    header: Header
    """What it says of itself."""
    token: str
    """Its short name."""
    foundations: tuple[Name, ...]
    """Standards that it refines."""
    resources: tuple[Resource, ...]
    """Its resources, by IRI."""
    conforming: tuple[Name, ...]
    """What is said to keep to it."""


def view_profile(
    store: Store, description: Description, language: Language, iris: Iris
) -> ProfileView:
    """View a described profile."""
    said = Statements((*description.outgoing, *description.incoming))
    profile = description.thing
    resources = said.things(profile, f"{_PROF}hasResource")
    foundations = said.things(profile, f"{_PROF}isProfileOf")
    conforming = said.pointing(profile, _CONFORMS)
    wanted = {*resources, *foundations, *conforming}
    for one in resources:
        wanted |= {*said.things(one, f"{_PROF}hasRole"), *said.things(one, _CONFORMS)}
    names = names_of(store, wanted, language, str(iris.mp(Own.MARKER)))
    return ProfileView(
        header=view_header(store, said, profile, language, iris),
        token=said.text(profile, f"{_PROF}hasToken"),
        foundations=tuple(names[one] for one in foundations),
        resources=tuple(
            Resource(
                name=names[one],
                anchor=one.rpartition("#")[2],
                roles=tuple(names[role] for role in said.things(one, f"{_PROF}hasRole")),
                artifacts=said.things(one, f"{_PROF}hasArtifact"),
                formats=tuple(
                    form.partition("media-types/")[2] for form in said.things(one, _FORMAT)
                ),
                conforms_to=tuple(names[other] for other in said.things(one, _CONFORMS)),
            )
            for one in resources
        ),
        conforming=tuple(names[one] for one in conforming),
    )


def current_document(store: Store, version: str) -> Iri | None:
    """Give the ontology of which `version` is the IRI of the version that is published."""
    try:
        rows = store.select(view_query("version-of", version=[Iri(version)])).records()
    except ValueError:  # what an address holds may be no IRI
        return None
    return next((Iri(plain(row["ontology"])) for row in rows), None)
