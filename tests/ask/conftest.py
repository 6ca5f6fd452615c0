"""What tests of public queries share: workers on the release of the real plan."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from kameoka_graph.ask.limits import MIB, Limits
from kameoka_graph.ask.question import Answer, Question
from kameoka_graph.ask.workers import Workers
from kameoka_graph.formats import RESULTS_JSON, TURTLE
from kameoka_graph.release.folder import Release

SMALL = Limits(deadline=1.5, patience=30.0, memory=256 * MIB, body=MIB)
"""Limits that a test reaches soon."""

Ask = Callable[[str], Answer]


@pytest.fixture(scope="session")
def start(release: Release) -> Iterator[Callable[[Limits], Workers]]:
    """Start workers on the release with limits of the test's own; they are ended after all tests."""
    with ExitStack() as stack:
        yield lambda limits: stack.enter_context(closing(Workers(release.folder, limits)))


@pytest.fixture(scope="session")
def workers(start: Callable[[Limits], Workers]) -> Workers:
    """Give workers with small limits."""
    return start(SMALL)


@pytest.fixture
def ask(workers: Workers, request: pytest.FixtureRequest) -> Ask:
    """Ask the workers as a client of this test's own."""
    return lambda query: workers.ask(Question(query, (RESULTS_JSON, TURTLE)), request.node.name)
