"""What changes from year to year is told by the wording, and by the undertaking."""

import pytest

from kameoka_graph.ask.changes_view import ChangesView, Count, Course, view_changes
from kameoka_graph.ask.entries import view_entries
from kameoka_graph.ask.plan_view import plans_stated, view_plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.ask.tiny import Tiny, entries_of


@pytest.fixture(scope="module")
def real(store: Embedded, iris: Iris) -> ChangesView:
    """Give the changes of the real plan."""
    (stated,) = plans_stated(store)
    view = view_plan(store, stated, Language.JA, iris)
    assert view is not None
    return view_changes(view_entries(store, view, Language.JA, iris))


def courses(view: ChangesView, year: int) -> list[tuple[str, Course]]:
    """Give wording and course of all entries of a year, and of what is gone in it."""
    found = view.of(year)
    assert found is not None
    return [(one.entry.text, one.course) for one in found.of(*Course)]


def test_the_last_year_repeats_the_one_before(real: ChangesView) -> None:
    """Every entry of 2025 stands in 2024 in the same words; nothing is new or gone."""
    last = real.years[-1]
    assert (last.by_wording, last.by_undertaking) == (Count(9, 0, 0), Count(9, 0, 0))
    assert last.after is None
    assert not last.year.covered


def test_the_first_year_has_nothing_to_be_compared_with(real: ChangesView) -> None:
    """Of 2020 the table tells no year before."""
    assert real.years[0].before is None
    assert real.years[0].of(Course.GONE) == ()


def test_other_words_for_one_undertaking_are_told(real: ChangesView) -> None:
    """In 2023 a project goes on in other words, a forum in fewer, and under one more action plan."""
    year = real.of(2023)
    assert year is not None
    assert [one.entry.text for one in year.of(Course.REWORDED)] == [
        "市民活動推進フォーラム",
        "ふるさと亀岡まちづくり応援事業の実施",
    ]
    (elsewhere,) = year.of(Course.ELSEWHERE)
    assert elsewhere.entry.action_plan.position == 1
    assert [one.action_plan.position for one in elsewhere.others] == [2]
    assert (year.by_wording, year.by_undertaking) == (Count(4, 7, 3), Count(6, 4, 1))


def test_what_comes_back_is_told_so(real: ChangesView) -> None:
    """The fair is gone in 2023, with the later entries named, and back in 2024."""
    gone = next(one for one in real.years[3].of(Course.GONE) if "博覧会" in one.entry.text)
    assert [one.year.year for one in gone.others] == [2024, 2025]
    (back,) = real.years[4].of(Course.BACK)
    assert back.entry.text == "まちづくり活動博覧会の実施"
    assert [one.year.year for one in back.others] == [2022]


def test_new_and_gone_by_wording_are_what_the_source_shows(
    real: ChangesView, store: Embedded
) -> None:
    """Counting wordings in SPARQL gives the same numbers for every year."""
    query = (
        "PREFIX mp: <https://plans.test/ns/mp#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT (COUNT(?entry) AS ?n) WHERE { ?entry mp:fiscalYear <%s> ; mp:sourceText ?text ; "
        "dcterms:isPartOf ?plan . FILTER NOT EXISTS { ?same mp:fiscalYear <%s> ; "
        "mp:sourceText ?text ; dcterms:isPartOf ?plan } }"
    )
    for one in real.years[1:]:
        assert one.before is not None
        now, before = one.year.name.iri, one.before.name.iri
        new = next(store.select(query % (now, before)).records())["n"]
        gone = next(store.select(query % (before, now)).records())["n"]
        assert (str(one.by_wording.new), str(one.by_wording.gone)) == (new[0], gone[0])


def test_a_column_left_out_is_not_compared_over() -> None:
    """Where the table skips a year, the next column has no year before; what came earlier is back."""
    tiny = Tiny(printed=(2020, 2022), cells=[(1, 2020, "甲", ""), (1, 2022, "甲", "")])
    view = view_changes(entries_of(tiny))
    assert [one.year.year for one in view.years] == [2020, 2022]
    assert view.years[1].before is None
    assert courses(view, 2022) == [("甲", Course.BACK)]
    assert view.of(2021) is None


def test_the_same_words_twice_in_a_cell_are_counted_twice() -> None:
    """Two entries of one wording are both kept, or both gone."""
    cells = [(1, 2020, "甲", ""), (1, 2020, "甲", ""), (1, 2021, "甲", "")]
    view = view_changes(entries_of(Tiny(cells=cells)))
    assert [one.by_wording for one in view.years] == [
        Count(0, 2, 0),
        Count(1, 0, 0),
        Count(0, 0, 1),
    ]


def test_without_series_nothing_is_reworded() -> None:
    """Where nobody judged, other words are a new entry, and the old one is gone."""
    view = view_changes(
        entries_of(Tiny(cells=[(1, 2020, "甲の開催", ""), (1, 2021, "甲の実施", "")]))
    )
    assert courses(view, 2021) == [("甲の実施", Course.NEW), ("甲の開催", Course.GONE)]


def test_with_a_series_other_words_go_on() -> None:
    """Where somebody judged them one, other words are told as such, with the characters that changed."""
    cells = [(1, 2020, "甲の開催", "s"), (1, 2021, "甲の実施", "s")]
    view = view_changes(entries_of(Tiny(cells=cells)))
    assert courses(view, 2021) == [("甲の実施", Course.REWORDED)]
    (one,) = view.years[1].of(Course.REWORDED)
    assert [change.text for change in one.changes if change.kind == "new"] == ["実施"]


def test_the_same_words_under_another_action_plan_are_elsewhere() -> None:
    """What moves from one action plan to another is told in both."""
    cells = [(1, 2020, "甲", ""), (2, 2021, "甲", "")]
    view = view_changes(entries_of(Tiny(action_plans=2, cells=cells)))
    assert courses(view, 2021) == [("甲", Course.GONE), ("甲", Course.ELSEWHERE)]


def test_a_plan_without_entries_changes_nothing() -> None:
    """An empty table has its years, with nothing in them."""
    view = view_changes(entries_of(Tiny()))
    assert [one.entries for one in view.years] == [0, 0, 0]
    assert {one.by_wording for one in view.years} == {Count(0, 0, 0)}
