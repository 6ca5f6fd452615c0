"""Where there is nothing the answer helps on: what stands above, what is called alike, what came instead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

import pytest

from kameoka_graph.ask.known import Standing, above, standing
from kameoka_graph.formats import Format
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.missing import missing
from kameoka_graph.show.serving import Serving
from kameoka_graph.show.web import create_app
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Rows, Triple
from kameoka_graph.store.embedded import Embedded
from tests.show.page import Page
from tests.show.stage import Pool, serve

PLAN = "262064/plan/machizukuri-kyodo-3"
OLD = f"id/{PLAN}/action-plan/1/fy/2020/activity/9"
WITHDRAWN = f"""
<https://plans.test/{OLD}> <http://www.w3.org/2002/07/owl#deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <https://plans.test/graph/meta> .
<https://plans.test/{OLD}> <http://www.w3.org/2000/01/rdf-schema#label> "消えた活動"@ja <https://plans.test/graph/meta> .
<https://plans.test/id/{PLAN}/action-plan/2> <http://purl.org/dc/terms/replaces> <https://plans.test/{OLD}> <https://plans.test/graph/curated/x> .
"""


@pytest.fixture
def edition(serving: Serving) -> Edition:
    """Give the release as it is shown."""
    return serving.documents.edition


@pytest.fixture(scope="module")
def later(release: Release) -> Serving:
    """Give a release in which an element was withdrawn."""
    nquads = b"".join(dump.read_bytes() for dump in release.dumps) + WITHDRAWN.lstrip().encode()
    iris = release.iris
    store = Embedded.in_memory(nquads, iris.root, iris.prefixes)
    return serve(release, store, Pool(store))


def test_what_stands_above_is_named(edition: Edition) -> None:
    """For an entry that is not there its action plan, plan and city are named, the nearest first."""
    fault = missing(edition, f"page/{PLAN}/action-plan/1/fy/2023/activity/99", Language.JA)
    assert fault.status is HTTPStatus.NOT_FOUND
    assert [name.iri.removeprefix("https://plans.test/id/") for name in fault.onward.above] == [
        f"{PLAN}/action-plan/1",
        PLAN,
        "262064",
    ]


@pytest.mark.parametrize("path", ["基金", "page/基金", "id/基金.ttl"])
def test_what_is_called_alike_is_named(edition: Edition, path: str) -> None:
    """A word in an address leads to what is called like it, and to the search for it."""
    onward = missing(edition, path, Language.JA).onward
    assert onward.similar[0].label == "亀岡NAWASHIRO基金"
    assert onward.words == "基金"


@pytest.mark.parametrize(
    "path", ["", "/", "id/", "\u0000", "%zz", "<script>", "x" * 10_000, "page/" + "a/" * 500]
)
def test_no_path_breaks_the_answer(edition: Edition, path: str) -> None:
    """Whatever was asked for, the answer is a fault."""
    assert missing(edition, path, Language.EN).status is HTTPStatus.NOT_FOUND


def test_what_was_withdrawn_is_gone(later: Serving) -> None:
    """What was withdrawn answers 410 at its IRI, its page and its data, with what replaces it."""
    client = create_app(lambda: later).test_client()
    rest = OLD.removeprefix("id/")
    for address in (f"/{OLD}", f"/page/{rest}", f"/data/{rest}.ttl"):
        response = client.get(address, headers={"Accept": "text/html, text/turtle"})
        assert response.status_code == 410
        page = Page.read(response.text)
        assert f"/page/{PLAN}/action-plan/2" in page.links
        assert f"/page/{PLAN}/action-plan/1" in page.links
    problem = client.get(f"/{OLD}").get_json(force=True)
    assert problem["replaced_by"] == [f"https://plans.test/id/{PLAN}/action-plan/2"]


def test_the_three_standings_differ(later: Serving) -> None:
    """A thing is known, was withdrawn, or is unknown."""
    store = later.documents.edition.store
    assert standing(store, f"https://plans.test/id/{PLAN}") is Standing.KNOWN
    assert standing(store, f"https://plans.test/{OLD}") is Standing.WITHDRAWN
    assert standing(store, "https://plans.test/id/nothing") is Standing.UNKNOWN
    assert standing(store, "no iri at all") is Standing.UNKNOWN


@dataclass
class Counting:
    """A store that counts what it is asked."""

    store: Embedded
    """The store that is asked."""
    asked: list[str] = field(default_factory=list)
    """Every query."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT."""
        self.asked.append(query)
        return self.store.select(query)

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE."""
        return self.store.construct(query)

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Answer any query."""
        return self.store.answer(query, formats)


def test_what_stands_above_takes_few_queries(store: Embedded, iris: Iris) -> None:
    """However deep an address is, two queries find what stands above it."""
    counting = Counting(store)
    above(counting, f"https://plans.test/id/{PLAN}/" + "x/" * 200, Language.JA, iris)
    assert len(counting.asked) <= 2
