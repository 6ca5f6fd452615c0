"""Numbers once given stay with their wording; new ones go on after the highest that was ever given."""

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.read.document import Element, Kind, Piece, Plan, Source, Span
from kameoka_graph.read.progress_table import parse
from kameoka_graph.read.registry import Entry
from kameoka_graph.state.numbering import Numbering, number

WORDINGS = st.lists(st.sampled_from("あいうえおかきくけこ"), max_size=8)


def plan_of(text: str) -> Plan:
    """Parse a changed text of the plan."""
    data = text.encode()
    return parse(Source("plan.txt", text, hashlib.sha256(data).hexdigest(), len(data)))


def themes(plan: Plan, wordings: list[str]) -> Plan:
    """Give a plan that has nothing but themes with these wordings."""
    pieces = [Piece(Span(n, n + 1), wording, "text") for n, wording in enumerate(wordings)]
    elements = [Element(Kind.THEME, n, piece) for n, piece in enumerate(pieces, 1)]
    return replace(plan, elements=tuple(elements))


def by_wording(plan: Plan, numbering: Numbering) -> dict[tuple[Kind, int | None, str], list[str]]:
    """Give the paths of the elements by class, year and wording."""
    found: dict[tuple[Kind, int | None, str], list[str]] = {}
    for element, _ in plan.walk():
        key = (element.kind, element.fiscal_year, element.text.text)
        found.setdefault(key, []).append(numbering[element])
    return found


def test_a_first_build_numbers_in_printed_order(plan: Plan) -> None:
    """Without a registry each element gets its position as its number."""
    numbering = number(plan, ())
    assert len(numbering.added) == len(numbering.paths) == 93
    for element, _ in plan.walk():
        assert numbering[element].rpartition("/")[2] == str(element.position)


def test_the_real_registry_knows_every_element(plan: Plan, numbering: Numbering) -> None:
    """The committed registry gives every element of the real plan its path, and nothing is new."""
    assert numbering.added == ()
    assert len(set(numbering.paths.values())) == 93
    assert numbering.paths == number(plan, ()).paths


def test_paths_are_those_of_the_design(plan: Plan, numbering: Numbering) -> None:
    """A path names what stands above it, and the fiscal year of an entry."""
    paths = set(numbering.paths.values())
    assert {
        "theme/3",
        "pillar/2/measure/3",
        "action-plan/3/aim/1",
        "action-plan/3/concrete-action/4",
        "action-plan/2/fy/2023/activity/3",
    } <= paths


def test_an_inserted_line_does_not_move_the_others(plan: Plan, text: str) -> None:
    """A measure inserted first gets the next free number, and all others keep theirs."""
    registry = number(plan, ()).added
    line = "\n - （1）一人"
    changed = text.replace(line, "\n - （1）新しい施策\n - （2）一人", 1)
    changed = changed.replace("（3）住民", "（4）住民").replace("（2）課題", "（3）課題")
    reissued = plan_of(changed)
    numbering = number(reissued, registry)
    assert [entry.path for entry in numbering.added] == ["pillar/1/measure/4"]
    before = by_wording(plan, number(plan, registry))
    after = by_wording(reissued, numbering)
    assert {key: after[key] for key in before} == before


def test_an_entry_inserted_in_a_cell_does_not_move_the_others(plan: Plan, text: str) -> None:
    """An activity inserted in a cell gets the next number of that cell's year, and all others keep theirs."""
    registry = number(plan, ()).added
    reissued = plan_of(text.replace("\t・市民活動団体", "\t・新しい活動 ・市民活動団体", 1))
    numbering = number(reissued, registry)
    assert [entry.path for entry in numbering.added] == ["action-plan/2/fy/2020/activity/2"]
    before = by_wording(plan, number(plan, registry))
    assert before.items() <= by_wording(reissued, numbering).items()


def test_a_withdrawn_number_is_never_given_again(plan: Plan, text: str) -> None:
    """An entry that was withdrawn keeps its number in the registry; a new one goes on after it."""
    registry = number(plan, ()).added
    withdrawn = plan_of(text.replace(" ・新規採用職員研修の実施\t・私たち", "\t・私たち", 1))
    assert number(withdrawn, registry).added == ()
    replaced = plan_of(text.replace(" ・新規採用職員研修の実施\t", " ・別の研修\t", 1))
    (added,) = number(replaced, registry).added
    assert added.path == "action-plan/1/fy/2020/activity/3"
    assert added.first_document == replaced.source.short


def test_a_wording_that_comes_back_gets_its_number_back(plan: Plan) -> None:
    """A withdrawn wording that is printed again is the element that it was."""
    registry = number(themes(plan, ["あ", "い"]), ()).added
    again = number(themes(plan, ["い", "う"]), registry)
    assert list(again.paths.values()) == ["theme/2", "theme/3"]


def test_equal_wordings_keep_their_order(plan: Plan) -> None:
    """Two siblings with the same wording get two numbers, in printed order."""
    registry = number(themes(plan, ["あ", "あ"]), ()).added
    assert [entry.path for entry in registry] == ["theme/1", "theme/2"]
    more = number(themes(plan, ["あ", "あ", "あ"]), registry)
    assert list(more.paths.values()) == ["theme/1", "theme/2", "theme/3"]


@given(issues=st.lists(WORDINGS, min_size=1, max_size=5))
def test_numbers_hold_over_any_series_of_issues(plan: Plan, issues: list[list[str]]) -> None:
    """Over any re-issues a path stands for one wording for good, and no two elements share one."""
    registry: tuple[Entry, ...] = ()
    for wordings in issues:
        issue = themes(plan, wordings)
        numbering = number(issue, registry)
        registry = (*registry, *numbering.added)
        texts = {entry.path: entry.text for entry in registry}
        assert len(texts) == len(registry)
        assert len(set(numbering.paths.values())) == len(wordings)
        assert all(texts[numbering[element]] == element.text.text for element, _ in issue.walk())
    assert sorted(int(entry.path.rpartition("/")[2]) for entry in registry) == list(
        range(1, len(registry) + 1)
    )
