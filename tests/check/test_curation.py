"""Each kind of wrong row about a plan is told with its cell, what is wrong and how to mend it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kameoka_graph.check.curation import Known, check_curation
from kameoka_graph.check.data import concept_codes
from kameoka_graph.read.curation import read_curation
from kameoka_graph.read.data_folder import DataFolder, read_data_folder
from kameoka_graph.read.document import Kind
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.read.registry import Entry
from kameoka_graph.read.sheet import ANOMALIES, ANOMALY_COLUMNS, SHEETS
from kameoka_graph.read.table import CellError
from kameoka_graph.release.assembly import Assembly, Inputs
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.reference import references, things_below_id

END = "理由がある。,0.9,proposal,2026-11-22"
ENTRY = "action-plan/2/fy/2023/activity/3,市民活動推進フォーラム"
OTHER_ENTRY = "action-plan/1/fy/2023/activity/5,市民活動推進フォーラム"
SERIES = f"0101,series/forum,フォーラム,{ENTRY},{END}"
NOTE = (
    "0901,A4,action-plan/3/aim/1,財線基盤,1681,1685,misprint,editing,medium,誤記とみる。,A misprint."
    f",,{END}"
)
HEADERS = {
    **{sheet.file: (*sheet.columns, "reason", "confidence", "curator", "date") for sheet in SHEETS},
    ANOMALIES: ANOMALY_COLUMNS,
}


@pytest.fixture(scope="module")
def data(inputs: Inputs, plan_folder: PlanFolder) -> DataFolder:
    """Give the real data folder."""
    return read_data_folder(inputs.data, (plan_folder,))


@pytest.fixture
def told(
    tmp_path: Path, plan_folder: PlanFolder, data: DataFolder, assembly: Assembly, iris: Iris
) -> "Teller":
    """Give what tells the errors of rows about the real plan."""
    codes = concept_codes(assembly.graphs[iris.graph("voc")], iris)
    return Teller(tmp_path, plan_folder, data, codes, iris)


class Teller:
    """Rows by table to the errors that the check tells of them."""

    def __init__(
        self,
        folder: Path,
        plan: PlanFolder,
        data: DataFolder,
        codes: dict[str, tuple[str, ...]],
        iris: Iris,
    ) -> None:
        """Keep what rows are held against."""
        self.folder = folder
        self.plan = plan
        self.data = data
        self.codes = codes
        self.iris = iris

    def __call__(self, **tables: list[str]) -> tuple[CellError, ...]:
        """Check tables, each given by its name with _ for - and its rows."""
        for name, rows in tables.items():
            file = f"{name.replace('_', '-')}.csv"
            lines = [",".join(HEADERS[file]), *rows]
            (self.folder / file).write_text("\n".join(lines), encoding="utf-8")
        curation = read_curation(self.folder)
        assert curation.wrong == ()
        things = things_below_id(self.data, self.iris)
        known = Known(
            references(self.plan, curation, things, self.iris),
            self.data.agents.names,
            self.codes,
            frozenset(),
        )
        return check_curation(self.plan, curation, known)


def the_only(errors: tuple[CellError, ...], column: str, value: str, ja: str, en: str) -> None:
    """Expect one error, in a cell of this column and value, that says this."""
    (error,) = errors
    assert (error.column, error.value) == (column, value)
    assert ja in error.say.ja
    assert en in error.say.en


def test_right_rows_are_not_told(told: Teller) -> None:
    """Rows that point at what there is, in its own words, are right."""
    assert told(series=[SERIES], anomalies=[NOTE]) == ()


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "ja", "en"),
    [
        (
            "contributions",
            f"0001,action-plan/9,人づくり,pillar/1,x,{END}",
            "element",
            "action-plan/9",
            "この計画にありません。似たものに",
            "Similar ones: action-plan/",
        ),
        (
            "contributions",
            f"0001,行動計画1,人づくり,pillar/1,x,{END}",
            "element",
            "行動計画1",
            "theme/1、action-plan/1/fy/2020/activity/1",
            "It is written as theme/1",
        ),
        (
            "involvements",
            f"0001,{ENTRY},/262064/fund/nawashiro,{END}",
            "involves",
            "/262064/fund/nawashiro",
            "entities.csv に足してください",
            "add it to entities.csv",
        ),
        (
            "follow_ups",
            f"0001,{ENTRY},series/nothing,{END}",
            "follows_up",
            "series/nothing",
            "この計画にありません",
            "no such thing in this plan",
        ),
        (
            "anomalies",
            NOTE.replace("action-plan/3/aim/1", "action-plan/3/aim/9"),
            "thing",
            "action-plan/3/aim/9",
            "この計画にありません",
            "no such thing in this plan",
        ),
    ],
    ids=["similar", "form", "entity", "series", "note"],
)
def test_a_reference_to_nothing_is_told(
    told: Teller, table: str, row: str, column: str, value: str, ja: str, en: str
) -> None:
    """A reference to nothing is told, with what looks like it or where to add it."""
    errors = told(**{table: [row]})
    first = tuple(error for error in errors if error.column == column)
    the_only(first, column, value, ja, en)


def test_an_element_that_has_gone_is_told_with_its_old_wording(told: Teller) -> None:
    """A reference to an element that the source no longer has says what it used to say."""
    gone = Entry("pillar/6", Kind.PILLAR, None, "新しい取り組み", "000000000000")
    told.plan = replace(told.plan, registry=(*told.plan.registry, gone))
    errors = told(english_labels=[f"0001,pillar/6,新しい取り組み,New,{END}"])
    the_only(errors, "thing", "pillar/6", "以前の原文は「新しい取り組み」", "no longer has this")


@pytest.mark.parametrize(
    ("table", "row", "column", "ja", "en"),
    [
        (
            "series",
            f"0001,series/forum,フォーラム,pillar/1,目指すべき「かめおか像」の共有と課題の掘り起こし,{END}",
            "entry",
            "これは計画の要素です。ここには年度別の記載を書きます",
            "expected an entry of a year",
        ),
        (
            "involvements",
            f"0001,{ENTRY},pillar/1,{END}",
            "involves",
            "ここには団体・施設",
            "expected an organisation",
        ),
        (
            "follow_ups",
            f"0001,{ENTRY},action-plan/1,{END}",
            "follows_up",
            "ここには系列を書きます",
            "expected a series",
        ),
        (
            "contributions",
            f"0001,{ENTRY},/262064,亀岡市,{END}",
            "contributes_to",
            "計画の要素か年度別の記載",
            "an element of the plan or an entry of a year",
        ),
    ],
    ids=["entry", "entity", "series", "element"],
)
def test_another_sort_of_thing_is_told(
    told: Teller, table: str, row: str, column: str, ja: str, en: str
) -> None:
    """A reference to a thing of the wrong sort is told with the sorts that fit."""
    (error,) = told(**{table: [row]})
    assert error.column == column
    assert ja in error.say.ja
    assert en in error.say.en


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "ja"),
    [
        (
            "activity_kinds",
            f"0001,action-plan/2/fy/2023/activity/3,市民活動フォーラム,hold,{END}",
            "text",
            "市民活動フォーラム",
            "今の原文は「市民活動推進フォーラム」",
        ),
        (
            "contributions",
            f"0001,action-plan/3/aim/3,企業の市民協働への参画の促進,pillar/2/measure/3,企業との連携,{END}",
            "target_text",
            "企業との連携",
            "今の原文は「企業との連携手法の検討」",
        ),
        (
            "readings",
            f"0001,/262064/fund/kameoka-nawashiro,NAWASHIRO基金,なわしろききん,{END}",
            "text",
            "NAWASHIRO基金",
            "今の名称は「亀岡NAWASHIRO基金」",
        ),
        (
            "english_labels",
            f"0001,/262064/plan/machizukuri-kyodo-3,第3次計画,Third plan,{END}",
            "text",
            "第3次計画",
            "今の原文は「第3次亀岡市まちづくり協働推進実施計画」",
        ),
    ],
    ids=["entry", "target", "entity", "plan"],
)
def test_a_changed_wording_is_told(
    told: Teller, table: str, row: str, column: str, value: str, ja: str
) -> None:
    """A wording that is no longer the source's is told together with the wording of now."""
    the_only(told(**{table: [row]}), column, value, ja, "Check whether the judgement still holds")


@pytest.mark.parametrize(
    ("rows", "column", "ja", "en"),
    [
        (
            {"series": [SERIES, SERIES.replace("0101", "0102")]},
            "series",
            "2行目と同じ内容",
            "row 2 has the same statement",
        ),
        (
            {
                "series": [
                    SERIES,
                    SERIES.replace("0101", "0102").replace("series/forum", "series/meeting"),
                ]
            },
            "entry",
            "ほかの系列にも入っています。入れる系列を一つにしてください。（2行目）",
            "in another series too; put it in one series only. (row 2)",
        ),
        (
            {
                "readings": [
                    f"0001,{ENTRY},しみんかつどうすいしんふぉーらむ,{END}",
                    f"0002,{ENTRY},ふぉーらむ,{END}",
                ]
            },
            "thing",
            "よみがなが2つ",
            "two readings",
        ),
        (
            {
                "corrected_labels": [
                    f"0001,{ENTRY},prefLabel,フォーラム,ja,{END}",
                    f"0002,{ENTRY},prefLabel,集い,ja,{END}",
                    f"0003,{ENTRY},altLabel,会,ja,{END}",
                    f"0004,{ENTRY},altLabel,会合,ja,{END}",
                ]
            },
            "element",
            "prefLabel が2つ",
            "two values of prefLabel",
        ),
        (
            {
                "statuses": [f"0001,{ENTRY},planned,{END}", f"0002,{ENTRY},implemented,{END}"],
            },
            "entry",
            "状況が2つ",
            "two statuses",
        ),
        (
            {"anomalies": [NOTE, NOTE.replace("0901", "0902")]},
            "quote",
            "2行目と同じ注記",
            "row 2 has the same note",
        ),
    ],
    ids=["statement", "series", "reading", "label", "status", "note"],
)
def test_a_repetition_is_told(
    told: Teller, rows: dict[str, list[str]], column: str, ja: str, en: str
) -> None:
    """What is said twice, or can be said once only, is told with the other row."""
    (error,) = told(**rows)
    assert (error.column, error.row) == (column, 3)
    assert ja in error.say.ja
    assert en in error.say.en


def test_an_entry_may_have_two_kinds(told: Teller) -> None:
    """Several kinds of one entry are no repetition, but the same kind twice is."""
    rows = [f"0001,{ENTRY},hold,{END}", f"0002,{ENTRY},inform,{END}"]
    assert told(activity_kinds=rows) == ()
    (error,) = told(activity_kinds=[*rows, f"0003,{ENTRY},hold,{END}"])
    assert error.column == "kind"


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "ja"),
    [
        ("activity_kinds", f"0001,{ENTRY},meeting,{END}", "kind", "meeting", "consult、establish"),
        ("statuses", f"0001,{ENTRY},done,{END}", "status", "done", "cancelled、carried-forward"),
        ("anomalies", NOTE.replace("misprint", "typo"), "type", "typo", "changed-wording、heading"),
        ("anomalies", NOTE.replace("medium", "middle"), "severity", "middle", "high、low、medium"),
        (
            "statuses",
            f"0001,{ENTRY},planned,{END}".replace("proposal", "tanaka"),
            "curator",
            "tanaka",
            "先に agents.csv に足してください",
        ),
    ],
    ids=["kind", "status", "type", "severity", "curator"],
)
def test_an_unknown_code_is_told(
    told: Teller, table: str, row: str, column: str, value: str, ja: str
) -> None:
    """An unknown kind, status, type, weight or agent is told with those that there are."""
    the_only(told(**{table: [row]}), column, value, ja, "")


def test_a_number_used_twice_is_told_across_tables(told: Teller) -> None:
    """A number that another table has is told with file and row, and with one that is free."""
    errors = told(series=[SERIES], statuses=[f"0101,{ENTRY},planned,{END}"], anomalies=[NOTE])
    the_only(errors, "id", "0101", "series.csv の2行目", "0902 or higher")


def test_a_series_with_two_names_is_told(told: Teller) -> None:
    """A series that two rows call differently is told with both names."""
    other = f"0102,series/forum,推進フォーラム,{OTHER_ENTRY},{END}"
    errors = told(series=[SERIES, other])
    the_only(
        errors,
        "series_label",
        "推進フォーラム",
        "2行目では、同じ系列が「フォーラム」",
        "use one name",
    )


def test_an_element_cannot_contribute_to_itself(told: Teller) -> None:
    """A row that leads back to its own element is told."""
    words = "企業の市民協働への参画の促進"
    row = f"0001,action-plan/3/aim/3,{words},action-plan/3/aim/3,{words},{END}"
    the_only(
        told(contributions=[row]), "contributes_to", "action-plan/3/aim/3", "自分自身", "itself"
    )


@pytest.mark.parametrize(
    ("old", "new", "column", "ja", "en"),
    [
        (
            "財線基盤,1681,1685",
            "財線基盤,1680,1684",
            "quote",
            "この文言は 1681〜1685 にあります",
            "stands at 1681–1685; mend start and end",
        ),
        (
            "財線基盤,1681,1685",
            "財政基盤,1681,1685",
            "quote",
            "1681〜1685 にあるのは「財線基盤」です。この文言は原文にありません",
            "does not stand in the source",
        ),
        (
            "財線基盤,1681,1685",
            "N基金,2104,2107",
            "quote",
            "この文言は 2100〜2103 にあります",
            "stands at 2100–2103",
        ),
        ("1681,1685", "2140,2144", "end", "start < end ≦ 2142", "the length of the source"),
        ("1681,1685", "1685,1681", "end", "この文言は 1681〜1685 にあります", "bad range"),
    ],
    ids=["moved", "gone", "nearest", "outside", "backwards"],
)
def test_a_quotation_out_of_place_is_told(
    told: Teller, old: str, new: str, column: str, ja: str, en: str
) -> None:
    """A quotation that is not at its offsets is told with what is there, and where it is now."""
    (error,) = told(anomalies=[NOTE.replace(old, new)])
    assert error.column == column
    assert ja in error.say.ja
    assert en in error.say.en


def test_a_number_is_told_once_however_many_errors(told: Teller) -> None:
    """Errors come in the order of files and rows, several of one row among them."""
    rows = [
        f"0001,{ENTRY},done,{END}".replace("proposal", "tanaka"),
        f"0001,{OTHER_ENTRY},done,{END}",
    ]
    errors = told(statuses=rows)
    assert [(error.row, error.column) for error in errors] == [
        (2, "status"),
        (2, "curator"),
        (3, "id"),
        (3, "status"),
    ]
