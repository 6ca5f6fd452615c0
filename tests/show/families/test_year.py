"""Each fiscal year has a page of what the plans list in it."""

import pytest
from flask.testing import FlaskClient

from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Body, Reader
from kameoka_graph.show.families import year as family
from kameoka_graph.show.serving import Serving
from tests.ask.tiny import Tiny
from tests.show.families.views import HTML, PLAN, page, site_of


def test_a_year_tells_its_days(client: FlaskClient) -> None:
    """Era name, Western year, first and last day are there."""
    found = page(client, "/year/2023")
    assert found.heading() == "令和5年度（2023年度）"
    assert "2023年4月1日" in found.text
    assert "2024年3月31日" in found.text


def test_a_year_lists_all_its_entries(client: FlaskClient) -> None:
    """The eleven entries of 2023 are linked, as well as those of 2022 that are gone."""
    links = {link for link in page(client, "/year/2023").links if "/activity/" in link}
    assert len([link for link in links if "/fy/2023/" in link]) == 11


def test_a_year_outside_the_period_is_told(client: FlaskClient) -> None:
    """For 2025 the page says that the source gives no reason for the column."""
    assert "この年度は計画期間の外です。" in page(client, "/year/2025").text
    assert "表の最後の年度です。" in page(client, "/year/2025").text
    assert "この年度は計画期間の外です。" not in page(client, "/year/2024").text


def test_the_first_year_is_told(client: FlaskClient) -> None:
    """For 2020 the page says that there is nothing to compare with, and calls nothing new."""
    found = page(client, "/year/2020")
    assert "表に前の年度の欄がない" in found.text
    assert "新しい" not in found.text


def test_years_lead_to_each_other(client: FlaskClient) -> None:
    """From each year all years can be reached, on the pages of one plan within it."""
    for address, end in (("/year/2023", ""), (f"/year/2023/{PLAN}", f"/{PLAN}")):
        links = page(client, address).links
        assert {f"/year/{year}{end}" for year in range(2020, 2026)} <= set(links)


def test_the_fiscal_year_itself_leads_here(client: FlaskClient) -> None:
    """The page of a fiscal year that a table has a column for leads to its entries; others do not."""
    assert "/year/2023" in page(client, "/page/fiscal-year/2023").links
    assert not any("/year/20" in link for link in page(client, "/page/fiscal-year/2012").links)


@pytest.mark.parametrize(
    "path", ["2015", "20230", "R5", f"2023/{PLAN}x", "2023/262064", "２０２３", "-202"]
)
def test_what_is_no_year_of_a_table_is_not_there(client: FlaskClient, path: str) -> None:
    """Years without a column, and what is no year, are not found."""
    assert client.get(f"/year/{path}", headers=HTML).status_code == 404


def test_all_years_are_listed(client: FlaskClient) -> None:
    """The list of years leads to each year, and to each plan in it."""
    links = page(client, "/year").links
    for year in range(2020, 2026):
        assert {f"/year/{year}", f"/year/{year}/{PLAN}"} <= set(links)


def test_many_plans_are_led_to_one_by_one(release: Release) -> None:
    """Where many plans have the year, it leads to each of them, and does not list all that they list."""
    plans = [
        Tiny(code=f"{at}{at}0000", cells=[(1, 2020, "甲", "")])
        for at in range(1, family.IN_FULL + 2)
    ]
    found = page(site_of(release, *plans), "/year/2020")
    assert not any("/activity/" in link for link in found.links)
    assert all(f"/year/2020/{one.code}/plan/tiny-1" in found.links for one in plans)


def test_every_year_is_in_the_list_of_documents(serving: Serving) -> None:
    """What copies or lists the site finds all pages of years, and each is there."""
    paths = [path for path in serving.documents.paths() if path.startswith("year")]
    assert len(paths) == 1 + 6 + 6
    for path in paths:
        assert isinstance(serving.documents.at(path, Reader(Language.JA)), Body)
