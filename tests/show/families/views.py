"""What tests of the views of plans share: their addresses, and sites of made-up plans."""

import csv
from io import StringIO

from flask.testing import FlaskClient

from kameoka_graph.release.folder import Release
from kameoka_graph.show.web import create_app
from tests.ask.tiny import Tiny, store_of
from tests.show.page import Page
from tests.show.stage import Pool, serve

PLAN = "262064/plan/machizukuri-kyodo-3"
STARTS = ("matrix", "timeline", "changes", "map", "entities", "anomalies")
"""How the addresses of the views of a plan start."""
HTML = {"Accept": "text/html", "Accept-Language": "ja"}


def page(client: FlaskClient, address: str) -> Page:
    """Give a page, which must be there and well formed."""
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, address
    found = Page.read(answer.text)
    assert found.faults == [], address
    assert len(found.ids) == len(set(found.ids)), address
    assert found.elements.count("h1") == 1, address
    return found


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """Give the rows of a CSV file, by the headings of its columns."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8-sig")
    assert text.encode("utf-8-sig") == answer.data
    return list(csv.DictReader(StringIO(text, newline="")))


def site_of(release: Release, *plans: Tiny) -> FlaskClient:
    """Give a client of a site that has made-up plans."""
    store = store_of(*plans)
    serving = serve(release, store, Pool(store))
    return create_app(lambda: serving).test_client()
