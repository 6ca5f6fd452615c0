"""The front page says what this is, shows few plans in full and many as a list."""

import pytest
from flask.testing import FlaskClient

from kameoka_graph.ask.plan_list import SIZE
from kameoka_graph.release.folder import Release
from kameoka_graph.show.web import create_app
from kameoka_graph.store.embedded import Embedded
from tests.ask.test_plan_list import plan_lines
from tests.show.page import Page
from tests.show.stage import Pool, serve


def site(release: Release, plans: int) -> FlaskClient:
    """Give a site with so many plans."""
    lines = "".join(plan_lines(number) for number in range(plans))
    store = Embedded.in_memory(lines.encode(), "https://plans.test/", release.iris.prefixes)
    serving = serve(release, store, Pool(store))
    return create_app(lambda: serving).test_client()


def front(client: FlaskClient, address: str = "/") -> Page:
    """Read the front page."""
    return Page.read(client.get(address, headers={"Accept": "text/html"}).text)


def test_one_plan_is_shown_in_full(client: FlaskClient) -> None:
    """With one plan the front page has its table, its views, a search and the way to the data."""
    page = front(client)
    assert "table" in page.elements
    assert "/timeline/262064/plan/machizukuri-kyodo-3" in page.links
    assert {"/search", "/downloads", "/sparql", "/about"} <= set(page.links)


@pytest.mark.parametrize("plans", [4, SIZE + 1])
def test_many_plans_are_a_list(release: Release, plans: int) -> None:
    """With many plans the front page is a list, which is paged, without their tables."""
    client = site(release, plans)
    page = front(client)
    assert "table" not in page.elements
    assert "/page/000000/plan/x-1" in page.links
    assert ("/?page=2" in page.links) == (plans > SIZE)
    assert client.get("/?page=2", headers={"Accept": "text/html"}).status_code == (
        200 if plans > SIZE else 404
    )


def test_a_site_without_plans_says_so(release: Release) -> None:
    """Without a plan the front page stays whole."""
    assert "まだ計画がありません" in front(site(release, 0)).text
