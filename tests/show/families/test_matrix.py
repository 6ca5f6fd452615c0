"""The table of a plan is to be had exactly as printed."""

import json

from flask.testing import FlaskClient

from kameoka_graph.release.folder import Release
from tests.ask.tiny import Tiny
from tests.show.families.views import PLAN, page, rows, site_of


def test_cells_are_exactly_as_printed(client: FlaskClient, text: str) -> None:
    """Each cell of the CSV is the cell of the source: marks, wording and order; the first has what precedes the aims."""
    printed = [line.split("\t") for line in text.splitlines() if line.startswith("【行動計画")]
    found = rows(client, f"/matrix/{PLAN}.csv")
    assert [list(row.values())[1:] for row in found] == [cells[2:] for cells in printed]
    assert [row["行動計画"] for row in found] == [
        cells[0].partition(" 【ねらい】")[0] for cells in printed
    ]
    assert len(found) == 3


def test_headings_are_the_printed_years(client: FlaskClient, text: str) -> None:
    """The columns are called as in the source."""
    (heads,) = (line for line in text.splitlines() if line.startswith("行動計画・ねらい"))
    (first, *_) = rows(client, f"/matrix/{PLAN}.csv")
    assert list(first)[1:] == heads.split("\t")[2:]


def test_json_has_the_identifiers(client: FlaskClient) -> None:
    """In JSON each entry has its IRI beside its wording; years tell whether the plan covers them."""
    answer = client.get(f"/matrix/{PLAN}.json")
    assert answer.mimetype == "application/json"
    table = json.loads(answer.data)
    entries = [entry for row in table["rows"] for cell in row["cells"] for entry in cell]
    assert len(entries) == 48
    assert entries[0] == {
        "id": f"https://plans.test/id/{PLAN}/action-plan/1/fy/2020/activity/1",
        "mark": "・",
        "text": "職員向け市民活動広報の実施",
    }
    assert [year["year"] for year in table["years"] if not year["covered"]] == [2025]
    assert client.get(f"/matrix/{PLAN}", headers={"Accept": "application/json"}).data == answer.data


def test_the_page_has_every_entry(client: FlaskClient) -> None:
    """All 48 entries are linked from their cells."""
    links = {link for link in page(client, f"/matrix/{PLAN}").links if "/activity/" in link}
    assert len(links) == 48


def test_a_year_without_a_column_is_told(release: Release) -> None:
    """A year of the period that the table has no column for is not shown as empty."""
    client = site_of(release, Tiny(printed=(2020,), covered=(2020, 2021)))
    assert "欄なし" in page(client, "/matrix/999999/plan/tiny-1").text
