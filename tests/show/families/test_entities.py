"""Things around a plan are shown with their names and entries; what pages say is marked as theirs."""

from flask.testing import FlaskClient

from tests.show.families.views import PLAN, page, rows

ADDRESS = f"/entities/{PLAN}"


def test_facts_lead_to_their_pages(client: FlaskClient) -> None:
    """Each mark of a page leads to the list of pages, and that to the page itself."""
    found = page(client, ADDRESS)
    marks = {link.removeprefix("#") for link in found.links if link.startswith("#page-")}
    assert marks
    assert marks <= set(found.ids)
    assert "https://www.city.kameoka.kyoto.jp/soshiki/11/2207.html" in found.links


def test_all_names_are_shown(client: FlaskClient) -> None:
    """The short name stands beside the official one, with the reason."""
    text = page(client, ADDRESS).text
    assert "N基金" in text
    assert "年度別の記載では一貫して「N基金」と略されている。" in text


def test_the_table_has_every_entry_of_every_thing(client: FlaskClient) -> None:
    """In CSV the fund has its twelve entries; a thing without any has one row."""
    found = rows(client, f"{ADDRESS}.csv")
    fund = [row for row in found if row["名称"] == "亀岡NAWASHIRO基金"]
    assert len(fund) == 12
    assert {row["別名"] for row in fund} == {"N基金;亀岡 NAWASHIRO 基金"}
    (hall,) = (row for row in found if row["名称"] == "亀岡市役所")
    assert hall["記載のIRI"] == ""
