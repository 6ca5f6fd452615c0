"""A StratML file has the structure of the standard, the words of the plan, and no claims."""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

import pytest

from kameoka_graph.exchange.facts import Facts, everything
from kameoka_graph.exchange.stratml import (
    PART_1,
    PART_2,
    UnwritableError,
    framework_goals,
    identifier,
    write_stratml,
)
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Text
from kameoka_graph.store.embedded import Embedded
from tests.exchange.small_plan import PLAN, element, own, said, small_plan

COMMON = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? "
    "Objective*",
}
STRUCTURE: Mapping[str, Mapping[str, str]] = {
    PART_1: {
        **COMMON,
        "StrategicPlan": "Name Description? OtherInformation? StrategicPlanCore "
        "AdministrativeInformation?",
        "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* "
        "OtherInformation?",
        "Stakeholder": "Name Description?",
        "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
    },
    PART_2: {
        **COMMON,
        "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore "
        "AdministrativeInformation? Submitter?",
        "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* "
        "OtherInformation? PerformanceIndicator*",
        "Stakeholder": "Name Description? Role*",
        "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
    },
}
"""What may stand in each element, in which order and how often, in the two parts of ISO 17469."""


@pytest.fixture(scope="module")
def facts(store: Embedded, iris: Iris) -> Facts:
    """Give the facts of the real release."""
    return everything(store, iris)


@pytest.fixture(scope="module")
def parts(facts: Facts) -> Sequence[ET.Element]:
    """Give both files, parsed."""
    return [ET.fromstring(made.content) for made in write_stratml(facts)]  # noqa: S314 - our own


def local(node: ET.Element) -> str:
    """Give the name of an element without its namespace."""
    return node.tag.partition("}")[2]


def all_of(root: ET.Element, name: str) -> list[ET.Element]:
    """Give every element of a name."""
    return [node for node in root.iter() if local(node) == name]


def text_of(node: ET.Element, name: str) -> str:
    """Give the text of a child, or nothing."""
    return next((child.text or "" for child in node if local(child) == name), "")


def check(root: ET.Element) -> None:
    """Check the order and number of children everywhere; what is not listed holds text alone."""
    space = root.tag[1:].partition("}")[0]
    for node in root.iter():
        assert node.tag.startswith(f"{{{space}}}")
        expected = STRUCTURE[space].get(local(node), "")
        pattern = re.sub(r"(\w+)([?*+]?)", r"(?:\1 )\2", expected).replace(") (", ")(")
        found = "".join(f"{local(child)} " for child in node)
        assert re.fullmatch(pattern.replace(" (?", "(?"), found), (node.tag, found)
        assert expected or (node.text or "").strip()


def test_files(facts: Facts) -> None:
    """The plan that has elements has two files, and the plans before it have none."""
    assert [made.name for made in write_stratml(facts)] == [
        "stratml-part1-262064-machizukuri-kyodo-3.xml",
        "stratml-part2-262064-machizukuri-kyodo-3.xml",
    ]


def test_structure(parts: Sequence[ET.Element]) -> None:
    """Both files have the elements of their part in the order of the standard."""
    assert [part.tag for part in parts] == [
        f"{{{PART_1}}}StrategicPlan",
        f"{{{PART_2}}}PerformancePlanOrReport",
    ]
    assert parts[1].get("Type") == "Performance_Plan"
    for part in parts:
        check(part)


def test_structure_is_checked(parts: Sequence[ET.Element]) -> None:
    """The check of the structure refuses a goal without a description."""
    broken = ET.fromstring(ET.tostring(parts[0]))  # noqa: S314 - our own
    goal = all_of(broken, "Goal")[0]
    goal.remove(goal[1])
    with pytest.raises(AssertionError):
        check(broken)


def test_counts(parts: Sequence[ET.Element]) -> None:
    """Each theme, pillar, measure, action plan, aim and concrete action is there once."""
    names = ("Value", "Goal", "Objective")
    assert [[len(all_of(part, name)) for name in names] for part in parts] == [
        [3, 5, 13],
        [3, 3, 7 + 14 + 3],
    ]


def test_numbers(parts: Sequence[ET.Element]) -> None:
    """Goals and objectives are numbered as the plan numbers them."""
    numbers = [[node.text for node in all_of(part, "SequenceIndicator")] for part in parts]
    assert numbers[0][4:8] == ["2", "2.1", "2.2", "2.3"]
    assert numbers[1][:9] == [
        "A1",
        "A1.ね①",
        "A1.ね②",
        *(f"A1.行{mark}" for mark in "①②③④⑤"),
        "A1.年",
    ]


def test_words(parts: Sequence[ET.Element], text: str) -> None:
    """The name of each value, goal and objective is copied from the source."""
    names = [
        text_of(node, "Name")
        for part in parts
        for kind in ("Value", "Goal", "Objective")
        for node in all_of(part, kind)
    ]
    assert len(names) == 51
    assert {name for name in names if name not in text} == {"年度別活動"}


def test_yearly(parts: Sequence[ET.Element]) -> None:
    """What is listed for each year is told in words as printed, year by year."""
    yearly = [
        text_of(node, "OtherInformation")
        for node in all_of(parts[1], "Objective")
        if text_of(node, "Name") == "年度別活動"
    ]
    assert [len(told.splitlines()) for told in yearly] == [6, 6, 6]
    assert yearly[1].splitlines()[3] == (
        "令和5年度：・市民活動推進センター管理運営団体の変更 ・センターの運用検討会の実施 "
        "・市民活動推進フォーラム"
    )


def test_no_claim(parts: Sequence[ET.Element]) -> None:
    """There is no indicator, target, result or date of publication."""
    for name in ("PerformanceIndicator", "TargetResult", "ActualResult", "PublicationDate"):
        assert [all_of(part, name) for part in parts] == [[], []]


def test_period(parts: Sequence[ET.Element], iris: Iris) -> None:
    """The period is that of the plan, not that of the columns of the table."""
    for part in parts:
        told = all_of(part, "AdministrativeInformation")[0]
        assert [text_of(told, name) for name in ("StartDate", "EndDate")] == [
            "2020-04-01",
            "2025-03-31",
        ]
        assert text_of(told, "Source") == str(iris.at("source/371fd4250226"))


def test_identifiers(parts: Sequence[ET.Element]) -> None:
    """Identifiers are names that XML allows, each once in a file, and follow from the IRI."""
    for part in parts:
        found = [node.text or "" for node in all_of(part, "Identifier")]
        assert len(found) == len(set(found)) > 18
        assert all(re.fullmatch(r"_[0-9a-f-]{36}", one) for one in found)
    assert identifier("https://plans.test/id/262064") == "_63e8c288-8c9e-59fa-80cd-2badea01807e"


def test_told_apart(parts: Sequence[ET.Element]) -> None:
    """Drafts by software, judgements and what other pages say are told as such."""
    told = text_of(all_of(parts[1], "Goal")[2], "OtherInformation")
    assert "英語名（機械による下書き、人による確認前）：" in told
    assert "判断（原典の記載ではない。確度 0.9、" in told
    assert "取り組み 2「活動開始初期から補助制度後の活動展開の支援まで」に寄与する。" in told
    plan = text_of(parts[0], "OtherInformation")
    assert (
        "Visionは原典ではなく、https://www.city.kameoka.kyoto.jp/soshiki/11/2207.html による"
        in plan
    )
    assert "原典の利用条件は、原典に記載がなく、確認できていません。" in plan


def made_of(iris: Iris, text: str) -> list[ET.Element]:
    """Write the small plan with a wording, and read it back."""
    made = write_stratml(everything(small_plan(iris, text), iris))
    return [ET.fromstring(one.content) for one in made]  # noqa: S314 - our own


@pytest.mark.parametrize(
    "text",
    ["<a href='x'>&amp;</a>", "]]>", '"引用"', "二行\r\nの\r文\t", "&#13;", "🀄", "<!-- -->"],
)
def test_hostile(iris: Iris, text: str) -> None:
    """Markup, quotes and line ends in a wording come back as they were."""
    parts = made_of(iris, text)
    for part in parts:
        check(part)
        assert text_of(all_of(part, "Goal")[0], "Name") == text


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_unwritable(iris: Iris, char: str) -> None:
    """A character that XML cannot carry is refused in words that name it."""
    with pytest.raises(UnwritableError) as told:
        made_of(iris, f"前{char}後")
    code = f"U+{ord(char):04X}"
    assert told.value.char == char
    assert code in told.value.say.ja
    assert code in told.value.say.en
    assert "stratml-part1-262064-small-1.xml" in told.value.say.en


def test_deeper_levels(iris: Iris) -> None:
    """A level below measures is an objective of the same goal, with a longer number."""
    deeper = element(iris, "pillar/1/measure/1/item/2", "PlanElement", "/pillar/1/measure/1", "文")
    facts = everything(small_plan(iris, "文", deeper), iris)
    part = ET.fromstring(write_stratml(facts)[0].content)  # noqa: S314 - our own
    check(part)
    assert [node.text for node in all_of(part, "SequenceIndicator")] == ["1", "1.1", "1.1.2"]


def test_theme_with_measures(iris: Iris) -> None:
    """A theme that something stands under is a goal, not a value."""
    below = element(iris, "theme/1/measure/1", "Measure", "/theme/1", "文")
    facts = everything(small_plan(iris, "文", below), iris)
    part = ET.fromstring(write_stratml(facts)[0].content)  # noqa: S314 - our own
    assert (len(all_of(part, "Value")), len(all_of(part, "Goal"))) == (0, 2)
    plan = own(iris, PLAN)
    assert own(iris, f"{PLAN}/theme/1") in framework_goals(facts, plan)


def test_no_goals(iris: Iris) -> None:
    """A plan without elements has no file: both parts need a goal."""
    assert write_stratml(everything(small_plan(iris, "", elements=False), iris)) == ()


def test_goal_without_parts(iris: Iris) -> None:
    """A goal that nothing stands under is described by its own wording."""
    alone = element(iris, "pillar/2", "Pillar", "", "一行")
    facts = everything(small_plan(iris, "文", alone), iris)
    part = ET.fromstring(write_stratml(facts)[0].content)  # noqa: S314 - our own
    goal = all_of(part, "Goal")[1]
    assert (text_of(goal, "Name"), text_of(goal, "Description")) == ("一行", "一行")


def test_stakeholder_without_page(iris: Iris) -> None:
    """A stakeholder that no page is known for is told by its role alone."""
    city = said(iris, "id/262064", ("rdfs:label", Text("市", "ja")), ("rdf:type", _kind(iris)))
    plan = said(
        iris, PLAN, ("dcterms:publisher", "id/262064"), ("prov:wasAttributedTo", "id/262064")
    )
    facts = everything(small_plan(iris, "文", city, plan), iris)
    part = ET.fromstring(write_stratml(facts)[0].content)  # noqa: S314 - our own
    (stakeholder,) = all_of(part, "Stakeholder")
    assert (text_of(stakeholder, "Name"), text_of(stakeholder, "Description")) == (
        "市",
        "計画の担当",
    )


def _kind(iris: Iris) -> Iri:
    return Iri(f"{iris.prefixes['org']}FormalOrganization")
