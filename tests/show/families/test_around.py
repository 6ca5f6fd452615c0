"""The page of a thing around a plan has, beside what every thing's page has, the entries it is in."""

from flask.testing import FlaskClient

from tests.show.families.views import page


def test_a_fund_shows_its_entries_by_year(client: FlaskClient) -> None:
    """The twelve entries of the fund stand on its page, under their years."""
    found = page(client, "/page/262064/fund/kameoka-nawashiro")
    headings = [run.text for run in found.runs if "th" in run.within]
    assert "関わる記載" in found.heading("h2")
    assert [year for year in range(2, 8) if f"令和{year}年度" in headings] == list(range(2, 8))


def test_a_thing_without_entries_shows_none(client: FlaskClient) -> None:
    """Where no entry involves it, there is no such section."""
    assert "関わる記載" not in page(client, "/page/262064/facility/shiyakusho").heading("h2")
