"""The anomalies are a page by type, with each quotation linked to its place."""

from flask.testing import FlaskClient

from tests.show.families.views import PLAN, page, rows

ADDRESS = f"/anomalies/{PLAN}"


def test_every_place_leads_to_the_source(client: FlaskClient, text: str) -> None:
    """All 141 places are linked, each to a range that the page of the source marks."""
    found = page(client, ADDRESS)
    places = {link for link in found.links if "#char=" in link}
    ranges = {tuple(map(int, link.partition("#char=")[2].split(","))) for link in places}
    assert len([link for link in found.links if "#char=" in link]) == 141
    source = page(client, next(iter(places)).partition("#")[0])
    assert {link.partition("#")[2] for link in places} <= set(source.ids)
    assert all(0 <= start < end <= len(text) for start, end in ranges)


def test_every_type_has_its_place_on_the_page(client: FlaskClient) -> None:
    """Links at the top lead to each type, and to what is open."""
    found = page(client, ADDRESS)
    chosen = {link.removeprefix("#") for link in found.links if link.startswith("#")} - {"main"}
    assert {"misprint", "period", "open"} <= chosen <= set(found.ids)


def test_candidates_are_shown_with_their_confidence(client: FlaskClient) -> None:
    """What may be meant is told, with how sure that is."""
    text = page(client, ADDRESS).text
    assert "財政基盤（確度 0.7）" in text
    assert "財源基盤（確度 0.3）" in text


def test_the_table_has_every_place(client: FlaskClient, text: str) -> None:
    """In CSV each place has its exact words, counted from 1."""
    found = rows(client, f"{ADDRESS}.csv")
    assert len(found) == 141
    for row in found:
        assert text[int(row["始まり"]) - 1 : int(row["終わり"])] == row["引用"]
    (misprint,) = (row for row in found if row["番号"] == "A4")
    assert misprint["候補"] == "財政基盤=0.7;財源基盤=0.3"
