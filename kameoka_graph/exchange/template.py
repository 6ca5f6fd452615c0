"""Empty tables, as a workbook, that a plan of any municipality is filled into and taken in from."""

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from kameoka_graph.exchange.definition import ACTIVITIES, PLAN_ELEMENTS, PLANS, SERIES
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.exchange.table import Column, Table
from kameoka_graph.exchange.taking import EXAMPLE
from kameoka_graph.exchange.wanted import KIND_NAMES
from kameoka_graph.exchange.workbook import EXPLANATION, FILLS
from kameoka_graph.read.era import era_names
from kameoka_graph.read.municipality import Municipality
from kameoka_graph.say import Say

TEMPLATE: Final = "template.xlsx"
"""The name of the workbook."""
HOW_TO: Final = "記入のしかた"
"""The name of its first sheet."""
EXPLANATIONS: Final = (EXPLANATION, HOW_TO)
"""Names of sheets that explain and hold no table."""
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    PLANS.name: (
        "municipality_code",
        "id",
        "municipality_name",
        "name",
        "name_kana",
        "name_en",
        "printed_period",
    ),
    PLAN_ELEMENTS.name: ("id", "parent", "kind", "text", "name_kana", "name_en"),
    ACTIVITIES.name: (
        "id",
        "action_plan",
        "fiscal_year",
        "text",
        "name_kana",
        "name_en",
        "kinds",
        "series",
    ),
    SERIES.name: ("id", "name", "name_kana", "name_en"),
}
"""The columns of each sheet; all others follow from these or are judged later."""
YEARS: Final = range(2019, 2041)
"""The fiscal years to choose from."""
ROWS: Final = 1_000
"""How many rows the lists to choose from reach down."""

_MADE: Final = datetime.datetime(2020, 1, 1)  # noqa: DTZ001 - the same for every copy
_MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS: Final = {"text": 60, "name": 44, "name_en": 44, "name_kana": 44, "id": 30, "kind": 18}
_WIDTH: Final = 22
_NOTE: Final = {"width": 320, "height": 110, "font_size": 9}
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_EXAMPLES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    PLANS.name: (
        (
            "123456",
            f"{EXAMPLE}: 123456/plan/sogo-keikaku-1",
            "〇〇市",
            "第1次〇〇市総合計画",
            "ダイイチジマルマルシソウゴウケイカク",
            "First Comprehensive Plan",
            "令和5年度～9年度",
        ),
    ),
    PLAN_ELEMENTS.name: (
        (f"{EXAMPLE}1", "", "テーマ", "みんなで支え合うまち", "ミンナデササエアウマチ", ""),
        (f"{EXAMPLE}2", "", "取り組み（柱）", "支え合いのしくみづくり", "", ""),
        (f"{EXAMPLE}3", "", "施策", "見守り活動の支援", "", ""),
        (f"{EXAMPLE}4", "", "行動計画", "地域の見守りを広げる", "", ""),
        (f"{EXAMPLE}5", "", "ねらい", "担い手を増やす", "", ""),
        (f"{EXAMPLE}6", "", "具体的な行動", "講座を開く", "", ""),
    ),
    ACTIVITIES.name: (
        (f"{EXAMPLE}1", "action-plan/1", "令和5年度", "見守り講座の開催", "", "", "開催", ""),
    ),
    SERIES.name: ((f"{EXAMPLE}: series/mimamori-koza", "見守り講座", "ミマモリコウザ", ""),),
}
_PROSE: Final = (
    Say(
        "この冊子に計画を書き入れ、kameoka-graph import で取り込むと、計画のフォルダーができます。",
        "Fill a plan into this workbook and take it in with kameoka-graph import; a folder of the "
        "plan is made.",
    ),
    Say(
        f"ID が「{EXAMPLE}」で始まる灰色の行は記入例です。取り込まれません。消しても構いません。",
        f"Grey rows whose ID begins with “{EXAMPLE}” are examples. They are not taken in, and may "
        "be deleted.",
    ),
    Say(
        "「計画」に1行書きます。ID は コード/plan/名前-番号 の形で、"
        "名前は英小文字・数字・ハイフン、番号は第何次かです。名称には空白を入れません。",
        "Write one row in 計画. Its ID has the form code/plan/name-number: lower-case letters, "
        "digits and hyphens, and the number of the edition. The name has no blanks.",
    ),
    Say(
        "「計画要素」に、印字された順に、テーマ、取り組み（柱）とその施策、"
        "行動計画とそのねらい・具体的な行動を書きます。上位ID が空なら、上にあるいちばん近い柱・"
        "行動計画に属します。番号（①など）は自動で付きます。",
        "Write the elements in printed order in 計画要素: themes; pillars, each with its measures; "
        "action plans, each with its aims and concrete actions. Without a parent ID, a row belongs "
        "to the nearest pillar or action plan above. Printed marks such as ① are added.",
    ),
    Say(
        "「活動」に、年度ごとの活動を書きます。行動計画ID は action-plan/1 のように上からの番号で"
        "書くか、行動計画の文言をそのまま書きます。ほかの ID は空のままにします。",
        "Write the yearly entries in 活動. The action plan is named by its number from above, such "
        "as action-plan/1, or by its wording. Leave the other IDs empty.",
    ),
    Say(
        "原文は一字も変えずに写します。前後の空白、改行、タブは入れません。"
        "行動計画には、ねらいと具体的な行動が一つ以上要ります。",
        "Copy wordings exactly, without blanks around them, line breaks or tabs. An action plan "
        "needs at least one aim and one concrete action.",
    ),
    Say(
        "名称_カナ、名称_英字、活動の種類、系列は判断です。書かなくても構いません。"
        "書いたときは、取り込むときに --curator でだれの判断かを指定します。",
        "Readings, English names, kinds and series are judgements and may be left out. If you "
        "write them, say with --curator whose they are.",
    ),
)


def template(kinds: Iterable[str], municipality: Municipality | None = None) -> File:
    """Make the workbook; `kinds` are the names of kinds of activity, e.g. 開催.

    With a municipality, its code and name are filled in.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        writing = _Writing(book, tuple(kinds))
        writing.how_to()
        for table in (PLANS, PLAN_ELEMENTS, ACTIVITIES, SERIES):
            writing.sheet(table, municipality)
    return File(
        TEMPLATE,
        _MEDIA_TYPE,
        content.getvalue(),
        Say("記入用の表（Excel）", "Tables to fill in (Excel)"),
        Say(
            "別の計画を書き入れるための空の表。見出しの説明、選択肢、記入例があります。"
            "kameoka-graph import で取り込みます。",
            "Empty tables for another plan, with explanations, lists to choose from and examples; "
            "taken in by kameoka-graph import.",
        ),
        Part.WHOLE,
        ("https://www.iso.org/standard/71691.html",),
    )


class _Writing:
    """The workbook in the making."""

    def __init__(self, book: Any, kinds: Sequence[str]) -> None:
        book.set_properties({"title": "計画の記入用の表", "created": _MADE})
        self.book = book
        self.kinds = kinds
        wrapped = {"text_wrap": True, "valign": "top"}
        self.text = book.add_format({**wrapped, "num_format": "@"})
        self.example = book.add_format({**wrapped, "font_color": "#767676", "bg_color": "#F2F2F2"})
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.heads = {
            kind: book.add_format({**wrapped, "bold": True, "bg_color": fill, "border": 1})
            for kind, fill in FILLS.items()
        }

    def how_to(self) -> None:
        """Write how to fill the workbook in."""
        sheet = self.book.add_worksheet(HOW_TO)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 2, 70)
        sheet.write_string(0, 0, "記入のしかた / How to fill in", self.title)
        for at, say in enumerate(_PROSE, 1):
            sheet.set_row(at + 1, 66)
            sheet.write_number(at + 1, 0, at, self.text)
            sheet.write_string(at + 1, 1, say.ja, self.text)
            sheet.write_string(at + 1, 2, say.en, self.text)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def sheet(self, table: Table, municipality: Municipality | None) -> None:
        """Write the sheet of one table: header, examples, and what to choose from."""
        sheet = self.book.add_worksheet(table.title.ja)
        columns = [table.columns[table.at(name)] for name in COLUMNS[table.name]]
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column.name, _WIDTH), self.text)
            sheet.write_string(0, at, column.title.ja, self.heads[column.knowledge])
            said = f"{column.description.ja}\n{column.title.en}: {column.description.en}"
            sheet.write_comment(0, at, said, _NOTE)
            self._choices(sheet, column, at)
        rows = _EXAMPLES[table.name]
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell, self.example)
        if table is PLANS and municipality is not None:
            cells = (municipality.code, f"{municipality.code}/plan/", municipality.name)
            for at, cell in enumerate(cells):
                sheet.write_string(len(rows) + 1, at, cell, self.text)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()

    def _choices(self, sheet: Any, column: Column, at: int) -> None:
        listed = self._listed(column.name)
        if listed:
            sheet.data_validation(
                1,
                at,
                ROWS,
                at,
                {
                    "validate": "list",
                    "source": listed,
                    "error_type": "information",
                    "error_title": column.title.ja[:32],
                    "error_message": "一覧にない値です。 / This is not in the list.",
                },
            )

    def _listed(self, name: str) -> list[str]:
        if name == "kind":
            return [one for one in KIND_NAMES if one != "取り組み"]
        if name == "fiscal_year":
            return [era_names(year)[0] for year in YEARS]
        return list(self.kinds) if name == "kinds" else []
