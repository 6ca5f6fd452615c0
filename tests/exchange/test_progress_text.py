"""A progress table is written so that the parser reads it as wanted, and copied where it can be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.exchange.progress_text import (
    TooManyMarksError,
    Wanted,
    WantedColumn,
    compose,
    rewrite,
)
from kameoka_graph.read.document import Element, Kind, Plan, Source, Span
from kameoka_graph.read.progress_table import CIRCLED, parse

Told = tuple[Kind, str, int | None]


def kept(element: Element) -> Wanted:
    """Give an element as it is."""
    parts = tuple(map(kept, element.parts))
    return Wanted(element.kind, element.text.text, element, element.fiscal_year, parts)


def columns(plan: Plan) -> list[WantedColumn]:
    """Give the year columns as they are."""
    return [WantedColumn(one.fiscal_year, one.heading.text) for one in plan.columns]


def read(text: str) -> list[Told]:
    """Give what the parser reads, in order."""
    plan = parse(Source("written.txt", text, "0" * 64, len(text)))
    return [(one.kind, one.text.text, one.fiscal_year) for one, _ in plan.walk()]


def told(elements: list[Wanted]) -> list[Told]:
    """Give what is wanted, in order."""
    return [(one.kind, one.text, one.year) for top in elements for one in top.walk()]


def new(one: Wanted) -> Wanted:
    """Give an element as if there were no text yet."""
    return replace(one, known=None, parts=tuple(map(new, one.parts)))


def test_what_is_as_it_was_is_copied_whole(plan: Plan) -> None:
    """A plan whose elements are all as they were is written byte for byte, in one run."""
    written = rewrite(plan, [kept(one) for one in plan.elements], columns(plan))
    assert written.text == plan.source.text
    assert written.copies == ((Span(0, len(plan.source.text)), 0),)


def test_a_changed_wording_changes_nothing_else(plan: Plan) -> None:
    """A changed wording stands in the place of the old one, and all else is as it was."""
    elements = [kept(one) for one in plan.elements]
    theme = elements[0]
    elements[0] = replace(theme, text="別のテーマ")
    written = rewrite(plan, elements, columns(plan))
    assert written.text == plan.source.text.replace(theme.text, "別のテーマ")
    span = plan.elements[1].text.span
    moved = written.moved(span)
    assert moved is not None
    assert written.text[moved.start : moved.end] == plan.elements[1].text.text
    assert written.moved(plan.elements[0].text.span) is None


def test_a_new_year_is_a_new_column(plan: Plan) -> None:
    """An entry of a new year adds a column to the heading and to every row."""
    elements = [kept(one) for one in plan.elements]
    entry = Wanted(Kind.ACTIVITY, "新しい活動", None, 2026)
    elements[-1] = replace(elements[-1], parts=(*elements[-1].parts, entry))
    text = rewrite(plan, elements, [*columns(plan), WantedColumn(2026, "令和8年度")]).text
    assert read(text) == told(elements)
    assert "令和7年度\t令和8年度\n" in text
    assert text.endswith("\t・新しい活動")


def test_a_year_between_others_stands_between_them(plan: Plan) -> None:
    """A column is placed by its year, before the first one as well."""
    elements = [kept(one) for one in plan.elements]
    entry = Wanted(Kind.ACTIVITY, "前の活動", None, 2019)
    row = elements[-1]
    at = next(n for n, part in enumerate(row.parts) if part.kind is Kind.ACTIVITY)
    elements[-1] = replace(row, parts=(*row.parts[:at], entry, *row.parts[at:]))
    text = rewrite(plan, elements, [WantedColumn(2019, "令和元年度"), *columns(plan)]).text
    assert read(text) == told(elements)
    assert "\t令和元年度\t令和2年度\t" in text


def _reworded(one: Wanted, number: int) -> Wanted:
    return replace(one, text=f"改めた{number}")


def _years(one: Wanted) -> list[int]:
    return sorted({part.year for part in one.parts if part.year is not None})


@st.composite
def edits(draw: st.DrawFn, plan: Plan) -> list[Wanted]:
    """Draw elements of the plan with some taken out, reworded, added and moved."""
    number = draw(st.integers(0, 9))

    def some(group: list[Wanted], least: int) -> list[Wanted]:
        listed = draw(st.permutations(group))
        listed = listed[: draw(st.integers(least, len(listed)))]
        if listed and listed[0].kind is not Kind.ACTION_PLAN and draw(st.booleans()):
            like = replace(listed[0], known=None, text=f"新しい{number}", parts=())
            listed.insert(draw(st.integers(0, len(listed))), like)
        return [_reworded(one, number) if draw(st.booleans()) else one for one in listed]

    def below(one: Wanted) -> Wanted:
        parts: list[Wanted] = []
        for kind in (Kind.MEASURE, Kind.AIM, Kind.CONCRETE_ACTION):
            group = list(one.of(kind))
            parts += some(group, 0 if kind is Kind.MEASURE else 1) if group else []
        for year in _years(one):
            parts += some(list(one.of(Kind.ACTIVITY, year)), 0)
        return replace(one, parts=tuple(parts))

    tops: list[Wanted] = []
    for kind in (Kind.THEME, Kind.PILLAR, Kind.ACTION_PLAN):
        tops += some([kept(one) for one in plan.elements if one.kind is kind], 1)
    return [below(one) for one in tops]


@given(st.data())
def test_the_parser_reads_what_was_wanted(plan: Plan, data: st.DataObject) -> None:
    """Whatever is taken out, reworded, added or moved, the parser reads just that."""
    elements = data.draw(edits(plan))
    written = rewrite(plan, elements, columns(plan))
    assert read(written.text) == told(elements)
    for span, start in written.copies:
        length = span.end - span.start
        assert written.text[start : start + length] == plan.source.text[span.start : span.end]


def test_a_text_from_nothing_is_read_as_wanted(plan: Plan) -> None:
    """A plan that is written from nothing is read with the same elements, title and years."""
    elements = [new(kept(one)) for one in plan.elements]
    text = compose(plan.title.text, plan.period.text, elements, columns(plan))
    again = parse(Source("written.txt", text, "0" * 64, len(text)))
    assert read(text) == told(elements)
    assert (again.title.text, again.period.text) == (plan.title.text, plan.period.text)
    assert [one.fiscal_year for one in again.columns] == [one.fiscal_year for one in plan.columns]


def test_there_are_as_many_aims_as_circled_numbers(plan: Plan) -> None:
    """More aims than there are circled numbers are refused."""
    elements = [kept(one) for one in plan.elements]
    aims = tuple(Wanted(Kind.AIM, f"ねらい{n}") for n in range(len(CIRCLED) + 1))
    elements[-1] = replace(elements[-1], parts=(*aims, *elements[-1].parts))
    with pytest.raises(TooManyMarksError):
        rewrite(plan, elements, columns(plan))
