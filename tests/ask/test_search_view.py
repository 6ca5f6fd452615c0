"""Hits are shown with their names, their path and the place where each word is found."""

import pytest

from kameoka_graph.ask.search_view import Hit, Question, SearchView, search
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Language
from kameoka_graph.search.engine import DEEPEST, Index
from kameoka_graph.search.entry import Entry, Why, Wording
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded

JA, EN = Language.JA, Language.EN


class Searching:
    """Searches the release of the real data."""

    def __init__(self, index: Index, store: Embedded, iris: Iris) -> None:
        """Search an index, names looked up in a store."""
        self._parts = index, store
        self._iris = iris

    def __call__(self, language: Language, **question: object) -> SearchView:
        """Give the view of a question."""
        asked = Question(**question)  # type: ignore[arg-type]  # cases are data
        return search(*self._parts, asked, language, self._iris)


@pytest.fixture(scope="module")
def find(release: Release, store: Embedded, iris: Iris) -> Searching:
    """Give what searches."""
    return Searching(release.open_index(), store, iris)


def title(hit: Hit) -> str:
    """Give the title of a hit."""
    return "".join(piece.text for piece in hit.title.pieces)


def marked(hit: Hit) -> list[tuple[str, str]]:
    """Give what is marked in the other texts of a hit, and what these are."""
    return [
        (one.why.value, piece.text) for one in hit.reasons for piece in one.pieces if piece.marked
    ]


def test_a_hit_is_told_with_its_year_and_its_path(find: Searching) -> None:
    """An entry is shown as printed, with its class, its fiscal year, its plan and its action plan."""
    view = find(JA, typed="市民活動体験の実施", year=2024)
    (hit,) = view.hits
    assert title(hit) == "市民活動体験の実施"
    assert hit.type.label == "活動（年度別記載）"
    assert [year.label for year in hit.years] == ["令和6年度"]
    assert [one.label for one in hit.path] == [
        "第3次亀岡市まちづくり協働推進実施計画",
        "これからの市民活動と協働を担う人づくり",
    ]
    assert hit.reasons == ()


def test_a_word_in_the_title_is_marked_there(find: Searching) -> None:
    """What matches in the title is marked as it is printed, and no other reason is given."""
    hit = find(JA, typed="亀岡nawashiro基金 周知").hits[0]
    pieces = [piece.text for piece in hit.title.pieces if piece.marked]
    assert pieces == ["亀岡 NAWASHIRO 基金", "周知"]
    assert hit.reasons == ()


def test_a_word_elsewhere_is_told_with_its_text(find: Searching) -> None:
    """What is found by its reading or its short name shows that text, the place marked."""
    assert marked(find(JA, typed="しんきさいよう").hits[0]) == [("reading", "しんきさいよう")]
    assert marked(find(JA, typed="Ｎ基金").hits[0]) == [("alternative", "N基金")]
    assert marked(find(JA, typed="財政基盤").hits[0]) == [("preferred", "財政基盤")]
    assert marked(find(JA, typed="training").hits[0]) == [("name", "Training")]


def test_english_pages_show_english_names(find: Searching) -> None:
    """In English a hit is called by its English name, and the Japanese text is the reason."""
    hit = find(EN, typed="研修").hits[1]
    assert title(hit) == "Training for newly hired staff"
    assert marked(hit) == [("name", "研修")]


def test_a_hit_by_its_year_is_told_so(find: Searching) -> None:
    """A thing that has the year but not the wording R5 is found by its fiscal year."""
    view = find(JA, typed="R5 研修")
    assert [hit.by_year for hit in view.hits] == [True, True]
    assert find(JA, typed="R5センター").hits[0].by_year is False


def test_a_code_finds_its_measure(find: Searching) -> None:
    """A measure is found first by the code that people cite it by."""
    hit = find(JA, typed="2-3").hits[0]
    assert (title(hit), marked(hit)) == ("企業との連携手法の検討", [("code", "2-3")])


def test_choices_say_what_they_leave(find: Searching) -> None:
    """Each class and year says how many hits it leaves; the one wanted is marked."""
    view = find(JA, typed="基金", type="mp:Activity")
    assert {one.code: one.count for one in view.types}["mp:Activity"] == view.total == 12
    assert [one.code for one in view.types if one.chosen] == ["mp:Activity"]
    assert [one.code for one in view.years] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert view.years[0].name.label == "令和2年度"
    for one in view.years:
        assert find(JA, typed="基金", type="mp:Activity", year=int(one.code)).total == one.count


def test_nothing_asked_is_nothing_found(find: Searching) -> None:
    """Without words and conditions there are no hits, but all classes and years to choose from."""
    view = find(JA)
    assert (view.asked, view.total, view.pages, view.hits) == (False, 0, 0, ())
    assert sum(one.count for one in view.types) > 200
    assert not view.wordless


def test_signs_alone_are_no_words(find: Searching) -> None:
    """Where only signs are typed that is told, and nothing is looked for."""
    view = find(JA, typed="「！？」")
    assert (view.asked, view.wordless) == (False, True)


def test_pages_are_numbered(find: Searching) -> None:
    """A page knows its first hit and how many pages there are; the last one has the rest."""
    whole = find(JA, typed="市民", size=100)
    last = find(JA, typed="市民", page=-(-whole.total // 20))
    assert last.pages == last.question.page > 1
    assert last.first == (last.pages - 1) * 20 + 1
    assert [hit.thing for hit in last.hits] == [hit.thing for hit in whole.hits][last.first - 1 :]
    assert find(JA, typed="市民", page=last.pages + 1).hits == ()


def test_more_than_can_be_paged_is_said(store: Embedded, iris: Iris) -> None:
    """Of very many hits all are counted, but only the first ten thousand can be paged through."""
    many = (
        Entry(str(iris.at(f"id/{at}")), "mp:Aim", (Wording(Why.NAME, "ja", "市民"),))
        for at in range(DEEPEST + 5)
    )
    index = Index.in_memory(many)
    view = search(index, store, Question("市民"), JA, iris)
    assert (view.total, view.pages, view.deep) == (DEEPEST + 5, DEEPEST // 20, True)
    assert len(search(index, store, Question("市民", page=view.pages), JA, iris).hits) == 20
    assert search(index, store, Question("市民", page=view.pages + 1), JA, iris).hits == ()


def test_a_thing_without_a_name_is_called_by_another_text(store: Embedded, iris: Iris) -> None:
    """A thing that has only a code is called by it."""
    entry = Entry(str(iris.at("id/1")), "http://other.test/A", (Wording(Why.CODE, "", "X9"),))
    (hit,) = search(Index.in_memory([entry]), store, Question("x9"), JA, iris).hits
    assert title(hit) == "X9"
    assert hit.type.label == "A"
