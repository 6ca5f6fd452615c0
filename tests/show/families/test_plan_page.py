"""Every view of a plan is a page in both languages and a table to take along, for every plan there is."""

import re

import pytest
from flask.testing import FlaskClient

from kameoka_graph.release.folder import Release
from tests.ask.tiny import Tiny
from tests.show.families.views import HTML, PLAN, STARTS, page, rows, site_of

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
DATA = frozenset({"bdi", "title", "script"})
"""Elements whose text is data: names, titles, and what is said for machines."""


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_view_is_a_page(client: FlaskClient, start: str, language: str) -> None:
    """Each view answers in both languages, well formed, and leads to all other views."""
    found = page(client, f"/{start}/{PLAN}?lang={language}")
    assert found.language == language
    for other in STARTS:
        assert f"/{other}/{PLAN}?lang={language}" in found.links


@pytest.mark.parametrize("start", [*STARTS, "year/2023", "year"])
def test_english_views_have_no_untranslated_words(client: FlaskClient, start: str) -> None:
    """In English, Japanese stands only where it is marked as such, or is data."""
    address = f"/{start}" if start == "year" else f"/{start}/{PLAN}"
    found = page(client, f"{address}?lang=en")
    left = [
        run.text
        for run in found.runs
        if JAPANESE.search(run.text) and run.language != "ja" and not DATA & set(run.within)
    ]
    assert left == []


@pytest.mark.parametrize("start", STARTS)
def test_every_table_can_be_taken_along(client: FlaskClient, start: str) -> None:
    """The CSV of each view has rows, is the same in every language, and is linked from its page."""
    address = f"/{start}/{PLAN}.csv"
    assert rows(client, address)
    assert address in page(client, f"/{start}/{PLAN}?lang=en").links
    japanese = client.get(address, headers={"Accept-Language": "ja"})
    english = client.get(address, headers={"Accept-Language": "en"})
    assert japanese.data == english.data
    assert "Accept-Language" not in japanese.headers.get("Vary", "")


@pytest.mark.parametrize("start", STARTS)
def test_a_table_can_be_asked_for(client: FlaskClient, start: str) -> None:
    """Who accepts CSV gets it, who accepts anything gets the page."""
    answer = client.get(f"/{start}/{PLAN}", headers={"Accept": "text/csv"})
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Location"] == f"/{start}/{PLAN}.csv"
    assert "Accept" in answer.headers["Vary"]
    assert client.get(f"/{start}/{PLAN}").mimetype == "text/html"


@pytest.mark.parametrize("start", [start for start in STARTS if start != "matrix"])
def test_every_column_is_described(client: FlaskClient, start: str) -> None:
    """The page tells of each column of the table what it holds."""
    (first, *_) = rows(client, f"/{start}/{PLAN}.csv")
    described = "".join(
        run.text for run in page(client, f"/{start}/{PLAN}").runs if "dt" in run.within
    )
    assert all(name in described for name in first)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_what_is_no_plan_has_no_view(client: FlaskClient, start: str, suffix: str) -> None:
    """Another thing, an unknown one, a broken address: not found."""
    for path in ("262064", "999999/plan/none-1", f"{PLAN}/theme/1", "%3Cscript%3E", "a b"):
        assert client.get(f"/{start}/{path}{suffix}", headers=HTML).status_code == 404


@pytest.mark.parametrize("start", STARTS)
def test_empty_plans_and_neighbours_have_views(release: Release, start: str) -> None:
    """A plan without any entry has each view, and so has another one beside it."""
    empty = Tiny(code="111111", action_plans=0)
    other = Tiny(code="222222", cells=[(1, 2020, "甲の開催", ""), (1, 2021, "乙の実施", "")])
    client = site_of(release, empty, other)
    assert "乙の実施" not in page(client, f"/{start}/111111/plan/tiny-1").text
    page(client, f"/{start}/222222/plan/tiny-1")
    for code in ("111111", "222222"):
        assert client.get(f"/{start}/{code}/plan/tiny-1.csv").status_code == 200


NASTY = "</text></a><script>alert(1)</script>&'\\"


@pytest.mark.parametrize("start", STARTS)
def test_wordings_are_shown_as_the_characters_that_they_are(release: Release, start: str) -> None:
    """Markup in a wording stays text, in pages and in drawings."""
    tiny = Tiny(cells=[(1, 2020, NASTY.replace("\\", ""), ""), (1, 2021, "亀" * 3000, "")])
    found = page(site_of(release, tiny), f"/{start}/999999/plan/tiny-1")
    assert "script" not in found.elements or not any(
        "alert" in run.text for run in found.runs if "script" in run.within
    )
    assert not any(
        name.startswith("on") or name == "style" for one in found.attributes for name in one
    )
