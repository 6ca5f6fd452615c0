"""Drawings place everything once, nothing over its own kind, and nothing outside."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.ask.entries import view_entries
from kameoka_graph.ask.map_view import view_map
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.ask.timeline_view import view_timeline
from kameoka_graph.say import Language
from kameoka_graph.show.picture import (
    Box,
    MapPicture,
    TimelinePicture,
    draw_map,
    draw_timeline,
    width_of,
    wrap,
)
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import IRIS, MP, Tiny, entries_of, plan_of, store_of


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("協働の成果の可視化", 4, ("協働の成", "果の可視", "化")),
        ("意見を求め、当事者", 5, ("意見を求め、", "当事者")),
        ("プログラム（N基金）", 6, ("プログラム", "（N基金）")),
        ("Kameoka NAWASHIRO Fund", 12, ("Kameoka NAWASHIRO", "Fund")),
        ("people’s part", 5, ("people’s", "part")),
        ("", 5, ("",)),
    ],
    ids=["characters", "no 、 first", "no （ last", "words", "one word", "nothing"],
)
def test_text_wraps_as_it_is_read(text: str, width: float, lines: tuple[str, ...]) -> None:
    """Japanese breaks between characters, English at spaces; 、 begins no line and （ ends none."""
    assert wrap(text, width) == lines


@given(st.text("協働の、（N基金）AB c", max_size=40), st.integers(2, 12))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    """All characters are there, in their order."""
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


def test_full_width_characters_are_one_em_wide() -> None:
    """Japanese characters are one em, Latin ones less."""
    assert width_of("協働") == 2
    assert width_of("ab") < 2


@pytest.fixture(scope="module", params=Language)
def timeline(request: pytest.FixtureRequest, store: Embedded, iris: Iris) -> TimelinePicture:
    """Draw the timeline of the real plan."""
    (stated,) = plans_stated(store)
    plan = view_plan(store, stated, request.param, iris)
    assert plan is not None
    return draw_timeline(view_timeline(view_entries(store, plan, request.param, iris)))


@pytest.fixture(scope="module", params=Language)
def drawn(request: pytest.FixtureRequest, store: Embedded, iris: Iris) -> MapPicture:
    """Draw the map of the real plan."""
    (stated,) = plans_stated(store)
    plan = view_plan(store, stated, request.param, iris)
    assert plan is not None
    return draw_map(view_map(store, plan, request.param, iris))


def test_every_entry_has_a_mark_in_its_year(timeline: TimelinePicture) -> None:
    """All 48 entries are marked, each below its year and within its row."""
    middles = {year.year: x for x, year in timeline.years}
    marks = [mark for track in timeline.tracks for mark in track.marks]
    assert len({mark.entry.name.iri for mark in marks}) == 48
    for track in timeline.tracks:
        for mark in track.marks:
            assert mark.x == middles[mark.entry.year.year]
            assert track.top < mark.y < track.top + track.height


def test_rows_follow_each_other(timeline: TimelinePicture) -> None:
    """Each row begins where the one before ends, and the last ends within the drawing."""
    for one, other in pairwise(timeline.tracks):
        assert one.top + one.height == other.top
    last = timeline.tracks[-1]
    assert last.top + last.height <= timeline.height


def test_a_gap_is_drawn_as_one(timeline: TimelinePicture) -> None:
    """Only the line of the fair passes a year without an entry; the mark after it tells other words."""
    (gap,) = (track for track in timeline.tracks if any(one.gap for one in track.stretches))
    assert [year.year for year in gap.undertaking.gaps] == [2023]
    assert [mark.changed for mark in gap.marks] == [False, True, False]


def test_a_plan_without_entries_has_an_empty_timeline() -> None:
    """There are years, and nothing below them."""
    picture = draw_timeline(view_timeline(entries_of(Tiny())))
    assert (len(picture.years), picture.tracks) == (3, ())


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share any place."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def within(one: Box, other: Box) -> bool:
    """Tell whether a box lies in another."""
    return (
        other.x <= one.x
        and one.x + one.width <= other.x + other.width
        and other.y <= one.y
        and one.y + one.height <= other.y + other.height
    )


def test_boxes_lie_apart_or_within_each_other(drawn: MapPicture) -> None:
    """What overlaps lies within: measures in their pillars, parts and entries in their action plans."""
    assert len(drawn.boxes) == 45 + 24
    for one, other in combinations(drawn.boxes, 2):
        if overlap(one, other):
            assert within(other, one)
            assert other.name.iri.startswith(f"{one.name.iri}/")
    for box in drawn.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawn.width
        assert box.y + box.height <= drawn.height


def test_curves_run_between_boxes(drawn: MapPicture) -> None:
    """Each contribution runs from the left edge of one box to the right edge of another, to its left."""
    boxes = {box.name.iri: box for box in drawn.boxes}
    assert len(drawn.curves) == 26
    for curve in drawn.curves:
        lower, upper = boxes[curve.contribution.lower], boxes[curve.contribution.upper]
        assert curve.start[0] == lower.x
        assert curve.end[0] == upper.x + upper.width < lower.x
        assert curve.path.startswith(f"M{curve.start[0]} {curve.start[1]}C")


def test_curves_that_meet_end_apart(drawn: MapPicture) -> None:
    """No two curves end at one point."""
    ends = [curve.end for curve in drawn.curves]
    assert len(set(ends)) == len(ends)


def test_lines_tell_how_sure_a_contribution_is(drawn: MapPicture) -> None:
    """From 0.8 it is sure, from 0.5 likely, below that doubtful."""
    for curve in drawn.curves:
        assert curve.contribution.judgement is not None
        sure = curve.contribution.judgement.confidence
        expected = "sure" if sure * 10 >= 8 else "likely" if sure * 10 >= 5 else "doubtful"
        assert curve.sureness == expected
    assert {curve.sureness for curve in drawn.curves} == {"sure", "likely", "doubtful"}


def test_every_kind_of_part_is_named_once_per_action_plan(drawn: MapPicture) -> None:
    """Above aims, concrete actions and entries stands what they are."""
    assert [label.kind for label in drawn.labels] == ["Aim", "ConcreteAction", "Activity"] * 3


def test_a_contribution_without_a_statement_is_drawn_as_doubtful() -> None:
    """A link that nobody stands behind is drawn as the least sure."""
    tiny = Tiny(cells=[(1, 2020, "甲", ""), (1, 2021, "乙", "")])
    first, second = (f"{tiny.plan}/action-plan/1/fy/{2019 + at}/activity/{at}" for at in (1, 2))
    tiny.lines.append(f"<{first}> <{MP}contributesTo> <{second}> <https://plans.test/graph/x> .")
    picture = draw_map(view_map(store_of(tiny), plan_of(tiny), Language.JA, IRIS))
    assert [curve.sureness for curve in picture.curves] == ["doubtful"]


def test_an_empty_plan_can_be_drawn() -> None:
    """Without any element the drawing has its heads only."""
    tiny = Tiny(action_plans=0)
    picture = draw_map(view_map(store_of(tiny), plan_of(tiny), Language.JA, IRIS))
    assert (picture.boxes, picture.curves, picture.labels) == ((), (), ())
    assert picture.height > 0
