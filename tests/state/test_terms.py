"""Closed vocabularies: code and ontology hold the same terms, and a misspelt one cannot be written."""

import re
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, SKOS, XSD, ClosedNamespace, DefinedNamespace

from kameoka_graph.read.document import Kind
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import OA, PREFIXES, SCHEMA, SPDX, TIME, Term
from kameoka_graph.state.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def ontology(root: Path, iris: Iris) -> Graph:
    """Give the vocabulary's own file as a graph."""
    return load_vocabulary([root / "ontology/mp.ttl"], iris)


def test_the_code_uses_no_term_that_the_ontology_lacks(ontology: Graph, iris: Iris) -> None:
    """Each member of `Term` is defined in ontology/mp.ttl."""
    defined = {str(subject) for subject in ontology.subjects(RDF.type) if "#" in str(subject)}
    assert [term for term in Term if str(iris.mp(term)) not in defined] == []


def test_the_ontology_defines_no_term_that_the_code_lacks(ontology: Graph, iris: Iris) -> None:
    """Each class and property that ontology/mp.ttl defines is a member of `Term`."""
    space = f"{iris.root}ns/mp#"
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    own = {
        str(subject).removeprefix(space)
        for kind in kinds
        for subject in ontology.subjects(RDF.type, kind)
        if str(subject).startswith(space)
    }
    assert own == {term.value for term in Term}
    assert len(own) == len(Term)


def test_every_kind_of_element_is_a_term() -> None:
    """Each kind that the reader knows is a class of the vocabulary."""
    assert {kind.value for kind in Kind} <= {term.value for term in Term}


def test_a_misspelt_term_of_ours_raises() -> None:
    """A term that the vocabulary lacks cannot be named."""
    with pytest.raises(AttributeError):
        _ = Term.SORCE_TEXT  # type: ignore[attr-defined]  # what must not work is tried
    with pytest.raises(ValueError, match="sorceText"):
        Term("sorceText")


@pytest.mark.parametrize("space", [OA, SCHEMA, SPDX, TIME], ids=["oa", "schema", "spdx", "time"])
def test_a_misspelt_term_of_our_closed_namespaces_raises(space: ClosedNamespace) -> None:
    """A term that is not listed in a closed namespace raises when the line runs."""
    with pytest.raises(AttributeError):
        _ = space.misspelt


@pytest.mark.parametrize(
    "space", [DCTERMS, PROV, SKOS, XSD], ids=["dcterms", "prov", "skos", "xsd"]
)
def test_a_misspelt_term_of_the_library_raises(space: type[DefinedNamespace]) -> None:
    """A term that a borrowed vocabulary lacks warns or raises, and so fails the tests."""
    with pytest.raises((AttributeError, UserWarning)):
        _ = space.misspelt


def test_schema_org_is_written_with_http() -> None:
    """The namespace of schema.org is the `http:` one."""
    assert SCHEMA.position == URIRef("http://schema.org/position")


def test_prefixes_end_where_local_names_begin() -> None:
    """Each prefix is a short name for a namespace that ends with a slash or a hash; only ours is relative."""
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", name) for name in PREFIXES)
    assert all(space.endswith(("#", "/")) for space in PREFIXES.values())
    assert [name for name, space in PREFIXES.items() if "://" not in space] == ["mp"]
