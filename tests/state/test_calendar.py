"""Fiscal years run from 1 April to 31 March and carry the names that people know them by."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal
from rdflib.namespace import RDF, RDFS, SKOS

from kameoka_graph.read.era import FIRST, LAST
from kameoka_graph.state.calendar import state_calendar
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import SCHEMA, TIME, Term


@pytest.fixture(scope="module")
def calendar(iris: Iris) -> Graph:
    """Give the calendar of three years, of which two follow each other."""
    return state_calendar([2019, 2020, 2022, 2020], iris)


def test_each_year_is_stated_once(calendar: Graph, iris: Iris) -> None:
    """Each year given is a fiscal year, however often it was given."""
    years = set(calendar.subjects(RDF.type, iris.mp(Term.FISCAL_YEAR_CLASS)))
    assert years == {iris.fiscal_year(year) for year in (2019, 2020, 2022)}


def test_a_year_carries_all_its_names(calendar: Graph, iris: Iris) -> None:
    """Fiscal 2019 is labelled by today's era, and found by the Western and the older name and codes."""
    year = iris.fiscal_year(2019)
    assert set(calendar.objects(year, RDFS.label)) == {
        Literal("令和元年度", lang="ja"),
        Literal("FY2019", lang="en"),
    }
    assert set(calendar.objects(year, SKOS.altLabel)) == {
        Literal("2019年度", lang="ja"),
        Literal("平成31年度", lang="ja"),
    }
    assert set(calendar.objects(year, SKOS.notation)) == {Literal("R1"), Literal("H31")}


def test_years_that_follow_meet(calendar: Graph, iris: Iris) -> None:
    """A year meets the next one where both are stated, and no other."""
    assert list(calendar.subject_objects(TIME.intervalMeets)) == [
        (iris.fiscal_year(2019), iris.fiscal_year(2020))
    ]


@given(st.integers(min_value=FIRST, max_value=LAST))
def test_any_year_runs_from_april_to_march(year: int) -> None:
    """Every year that a plan can name starts on 1 April and ends on 31 March, as a date and as an instant."""
    iris = Iris("https://plans.test")
    graph = state_calendar([year], iris)
    iri = iris.fiscal_year(year)
    first, last = datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)
    assert graph.value(iri, SCHEMA.startDate) == Literal(first)
    assert graph.value(iri, SCHEMA.endDate) == Literal(last)
    for path, day in ((TIME.hasBeginning, first), (TIME.hasEnd, last)):
        instant = graph.value(iri, path)
        assert instant is not None
        assert graph.value(instant, TIME.inXSDDate) == Literal(day)


def test_no_years_give_no_triples(iris: Iris) -> None:
    """A calendar of no years is empty."""
    assert len(state_calendar([], iris)) == 0
