"""What people judged, on the pages that it concerns: notes with their quotations, series with their changes, chains."""

import csv
from html import unescape

import pytest
from flask.testing import FlaskClient

from kameoka_graph.read.document import Plan
from kameoka_graph.read.plan_folder import PlanFolder

PLAN = "/page/262064/plan/machizukuri-kyodo-3"


@pytest.fixture(scope="module")
def anomalies(plan_folder: PlanFolder) -> list[dict[str, str]]:
    """Give the rows of the table of anomalies."""
    with (plan_folder.path / "curated" / "anomalies.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def _text(client: FlaskClient, address: str) -> str:
    response = client.get(address, headers={"Accept-Language": "ja"})
    assert response.status_code == 200
    return unescape(response.get_data(as_text=True))


def test_there_are_thirty_anomalies(anomalies: list[dict[str, str]]) -> None:
    """The table names A1 to A30, some of them in several places."""
    assert {row["anomaly"] for row in anomalies} == {f"A{n}" for n in range(1, 31)}
    assert len(anomalies) >= 30


def test_every_anomaly_stands_on_the_page_of_its_thing(
    client: FlaskClient, anomalies: list[dict[str, str]], plan_source: str
) -> None:
    """The page of the thing that an anomaly concerns has its code, its note and its exact quotation."""
    missing = []
    for row in anomalies:
        text = _text(client, _page(row["thing"], plan_source))
        quoted = f"<mark>{row['quote']}</mark>"
        if not all(part in text for part in (f">{row['anomaly']}</a>", quoted, row["note_ja"])):
            missing.append((row["anomaly"], row["thing"]))
    assert missing == []


@pytest.fixture(scope="module")
def plan_source(plan: Plan) -> str:
    """Give the page of the source document."""
    return f"/page/source/{plan.source.short}"


def _page(thing: str, document: str) -> str:
    if not thing:
        return document
    return f"/page{thing}" if thing.startswith("/") else f"{PLAN}/{thing}"


def test_an_entry_shows_its_series_over_the_years(client: FlaskClient) -> None:
    """The page of 博覧会 of 2024 shows 2022, the gap in 2023, and what changed in the wording."""
    text = _text(client, f"{PLAN}/action-plan/1/fy/2024/activity/1")
    course = text[text.index('class="course"') :]
    assert "まちづくり活動博覧会2022の開催" in course
    assert "<del>2022</del>の<del>開催</del><ins>実施</ins>" in course
    assert '<tr class="gap">' in course


def test_the_chain_tells_who_judged_each_step(client: FlaskClient) -> None:
    """Each judged step of the chain has its reason, its confidence and the record; stated ones say so."""
    text = _text(client, "/chain/262064/plan/machizukuri-kyodo-3")
    steps = text.count('<div class="step judged">')
    assert steps > 10
    assert text.count('<span class="because">') == steps
    assert text.count("確度") >= steps
    assert '<div class="step stated">' in text


def test_there_is_no_chain_of_what_is_no_plan(client: FlaskClient) -> None:
    """The chain of anything but a plan is not found."""
    assert client.get("/chain/262064").status_code == 404
