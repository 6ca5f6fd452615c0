"""The map is a drawing and a list of the same; what is judged differs from what is stated in line, mark and word."""

from collections import Counter

from flask.testing import FlaskClient

from tests.show.families.views import PLAN, page, rows

ADDRESS = f"/map/{PLAN}"


def test_drawing_and_list_have_the_same_elements(client: FlaskClient) -> None:
    """Every element is linked from the drawing and from the list, every entry from the list."""
    links = Counter(page(client, ADDRESS).links)
    for part in (
        "/theme/1",
        "/pillar/2",
        "/pillar/2/measure/3",
        "/action-plan/1",
        "/action-plan/3/aim/3",
    ):
        assert links[f"/page/{PLAN}{part}"] >= 2, part
    assert len([link for link in links if "/activity/" in link]) == 48


def test_contributions_lead_to_their_statements(client: FlaskClient) -> None:
    """Each of the 26 curves and each line of the list leads to the record of the judgement."""
    found = page(client, ADDRESS)
    statements = Counter(link for link in found.links if "/statement/" in link)
    assert len(statements) == 26
    assert set(statements.values()) == {2}
    curves = [
        one
        for one in found.attributes
        if one.get("class", "").startswith("curve ") and "marker-end" in one
    ]
    assert len(curves) == 26


def test_lines_are_explained(client: FlaskClient) -> None:
    """What a solid frame and a dashed line mean is said in words."""
    text = page(client, ADDRESS).text
    assert "実線の枠の中にあるものは、原典がその項目の下に記しているものです。" in text
    assert "破線の矢印は、寄与するとみた判断です。" in text


def test_the_table_has_every_contribution(client: FlaskClient) -> None:
    """In CSV each contribution has both its ends, its reason and how sure it is."""
    found = rows(client, f"{ADDRESS}.csv")
    assert len(found) == 26
    assert all(row["理由"] and 0 < float(row["確度"]) <= 1 and row["判断のIRI"] for row in found)
