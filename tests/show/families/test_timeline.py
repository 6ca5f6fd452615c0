"""The timeline is a drawing and a table of the same, sorted and chosen by links."""

from collections import Counter

import pytest
from flask.testing import FlaskClient

from tests.show.families.views import PLAN, page, rows

ADDRESS = f"/timeline/{PLAN}"


def test_drawing_and_table_have_the_same_entries(client: FlaskClient) -> None:
    """Each of the 48 entries is linked once from the drawing and once from the table."""
    links = Counter(link for link in page(client, ADDRESS).links if "/activity/" in link)
    assert len(links) == 48
    assert set(links.values()) == {2}


def test_a_drawing_has_its_title_and_description(client: FlaskClient) -> None:
    """The drawing names itself, for those who do not see it."""
    found = page(client, ADDRESS)
    drawings = [
        one for name, one in zip(found.elements, found.attributes, strict=True) if name == "svg"
    ]
    named = next(one for one in drawings if "aria-labelledby" in one)
    assert set(named["aria-labelledby"].split()) <= set(found.ids)
    assert all("aria-hidden" in one for one in drawings if one is not named)


@pytest.mark.parametrize("order", ["first", "reading"])
def test_orders_are_links(client: FlaskClient, order: str) -> None:
    """Each order has an address of its own, on which it is marked as chosen, in the language chosen."""
    assert f"{ADDRESS}?order={order}" in page(client, ADDRESS).links
    found = page(client, f"{ADDRESS}?order={order}&lang=en")
    current = [one.get("href") for one in found.attributes if one.get("aria-current") == "true"]
    assert f"{ADDRESS}?order={order}&lang=en" in current


def test_a_first_year_can_be_chosen(client: FlaskClient) -> None:
    """Chosen by first year, only these undertakings are shown, and the order stays."""
    found = page(client, f"{ADDRESS}?order=reading&first=2023")
    headings = "".join(run.text for run in found.runs if "th" in run.within and "a" in run.within)
    assert "市民活動紹介冊子" in headings
    assert "新規採用職員研修" not in headings
    assert f"{ADDRESS}?order=reading" in found.links


@pytest.mark.parametrize(
    "query", ["order=x", "first=99999", "first=%E4%BB%A4%E5%92%8C", "order=&first=", "first=2031"]
)
def test_what_is_no_choice_chooses_nothing(client: FlaskClient, query: str) -> None:
    """An order or a year that there is not leaves all undertakings as printed."""
    chosen, plain = page(client, f"{ADDRESS}?{query}"), page(client, ADDRESS)
    names = [[run.text for run in one.runs if "th" in run.within] for one in (chosen, plain)]
    assert names[0] == names[1]


def test_the_table_tells_changes_of_wording(client: FlaskClient) -> None:
    """In CSV each entry tells whether its wording is the first, the same, or changed."""
    found = rows(client, f"{ADDRESS}.csv")
    assert len(found) == 48
    fair = [row for row in found if row["取組"] == "まちづくり活動博覧会"]
    assert [(row["西暦"], row["文言の変化"]) for row in fair] == [
        ("2022", "最初"),
        ("2024", "変わった"),
        ("2025", "同じ"),
    ]
    assert {row["間の空いた年度"] for row in fair} == {"2023"}
    assert {row["計画期間"] for row in found if row["西暦"] == "2025"} == {"外"}
