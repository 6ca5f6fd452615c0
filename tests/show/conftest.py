"""What tests of the site share: releases being served by an application."""

import pytest
from flask.testing import FlaskClient

from kameoka_graph.release.assembly import Inputs, assemble
from kameoka_graph.release.folder import Release, write_release
from kameoka_graph.show.serving import Serving
from kameoka_graph.show.web import create_app
from kameoka_graph.state.iris import read_base
from kameoka_graph.store.embedded import Embedded
from tests.show.stage import BELOW, Pool, serve


@pytest.fixture
def pool(store: Embedded) -> Pool:
    """Give a pool that answers from the release."""
    return Pool(store)


@pytest.fixture(scope="session")
def serving(release: Release, store: Embedded) -> Serving:
    """Give the release of the real data, ready to answer."""
    return serve(release, store, Pool(store))


@pytest.fixture(scope="session")
def client(serving: Serving) -> FlaskClient:
    """Give a client of the site."""
    return create_app(lambda: serving).test_client()


@pytest.fixture
def asking(release: Release, store: Embedded, pool: Pool) -> FlaskClient:
    """Give a client of a site whose pool the test sets up."""
    return create_app(lambda: serve(release, store, pool)).test_client()


@pytest.fixture(scope="session")
def below(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Give a client of a site whose base has a path."""
    assembly = assemble(Inputs(inputs.data, inputs.ontology, inputs.shapes, read_base(BELOW)))
    release = write_release(assembly, tmp_path_factory.mktemp("below") / "releases")
    store = release.open()
    serving = serve(release, store, Pool(store))
    return create_app(lambda: serving).test_client()
