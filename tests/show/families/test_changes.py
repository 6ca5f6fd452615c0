"""The changes from year to year are a table of numbers, and lists of what they count."""

from flask.testing import FlaskClient

from kameoka_graph.ask.changes_view import Course
from kameoka_graph.release.folder import Release
from kameoka_graph.show.families.changes import COURSES
from tests.ask.tiny import Tiny
from tests.show.families.views import PLAN, page, rows, site_of

ADDRESS = f"/changes/{PLAN}"


def test_every_year_has_its_section(client: FlaskClient) -> None:
    """Each column of the table is there, with a link to all that it lists."""
    found = page(client, ADDRESS)
    for year in range(2020, 2026):
        assert f"fy-{year}" in found.ids
        assert f"/year/{year}/{PLAN}" in found.links


def test_edges_are_told_in_words(client: FlaskClient) -> None:
    """The first year cannot be compared, the last repeats the one before, and is outside the period."""
    text = page(client, ADDRESS).text
    assert "前の年度の欄がないので、比べられません" in text
    assert "前の年度と、文言も数も同じです。" in text
    assert "計画期間の外" in text


def test_the_table_has_every_entry_once(client: FlaskClient) -> None:
    """In CSV all 48 entries tell their course, and those gone are told in the next year."""
    found = rows(client, f"{ADDRESS}.csv")
    gone = [row for row in found if row["前の年度と比べて"] == COURSES[Course.GONE].ja]
    assert len(found) - len(gone) == 48
    assert {row["前の年度と比べて"] for row in found if row["西暦"] == "2020"} == {
        "比べる年度がない"
    }
    back = [row for row in found if row["前の年度と比べて"] == COURSES[Course.BACK].ja]
    assert [(row["西暦"], row["比べた年度"]) for row in back] == [("2024", "2022")]


def test_every_course_has_its_words() -> None:
    """Whatever becomes of an entry can be said in both languages."""
    assert set(COURSES) == set(Course)


def test_what_somebody_judged_is_marked(release: Release) -> None:
    """Other words for one undertaking are marked as a judgement; the same words are not."""
    same = Tiny(code="111111", cells=[(1, 2020, "甲", "s"), (1, 2021, "甲", "s")])
    other = Tiny(code="222222", cells=[(1, 2020, "甲の開催", "s"), (1, 2021, "甲の実施", "s")])
    client = site_of(release, same, other)
    counted = [
        page(client, f"/changes/{code}/plan/tiny-1").text.count("解釈による判断")
        for code in ("111111", "222222")
    ]
    assert counted[1] == counted[0] + 1
