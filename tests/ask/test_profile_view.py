"""The profile is shown with what it builds on and with its resources, each with its role."""

import pytest

from kameoka_graph.ask.description import describe
from kameoka_graph.ask.profile_view import ProfileView, current_document, view_profile
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded


@pytest.fixture(scope="module")
def view(store: Embedded, iris: Iris) -> ProfileView:
    """Give the view in English."""
    description = describe(store, iris.at("ns/profile"))
    assert description is not None
    return view_profile(store, description, Language.EN, iris)


def test_every_resource_has_role_place_and_format(view: ProfileView) -> None:
    """A resource says what it is for, where it is and what it is written in."""
    assert len({one.anchor for one in view.resources}) == len(view.resources)
    for one in view.resources:
        assert one.roles
        assert len(one.artifacts) == 1
        assert all("/" in form for form in one.formats)
        assert one.name.language == "en"


def test_its_foundations_have_their_titles(view: ProfileView) -> None:
    """The standards that it refines are named by their titles."""
    assert "PROV-O: The PROV Ontology" in {one.label for one in view.foundations}


def test_the_data_conforms_to_it(view: ProfileView, iris: Iris) -> None:
    """The data set is shown as keeping to the profile."""
    assert str(iris.at("id/dataset/all")) in {one.iri for one in view.conforming}


def test_a_version_leads_to_its_ontology(store: Embedded, iris: Iris) -> None:
    """The IRI of the published version is of the ontology; another version is of none."""
    assert current_document(store, iris.at("ns/mp/0.1.0")) == str(iris.at("ns/mp"))
    assert current_document(store, iris.at("ns/mp/9.9.9")) is None
    assert current_document(store, f"{iris.root}ns/mp> }}") is None
