"""Filled tables to one workbook (XLSX): a sheet for each, after one that explains them.

Every text is written as a text, so nothing in it is taken for a formula, a date or an address, and
`2-3` stays `2-3`. Numbers and days are numbers and days, so that they sort. The bytes depend on
nothing but the tables: the dates inside are that of the publication.

Sheets follow the files of CSV cell for cell: one header line, the same titles, the same order.
"""

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from kameoka_graph.exchange.table import (
    KNOWLEDGE_NAMES,
    NO,
    SEPARATOR,
    YES,
    Column,
    Datatype,
    Filled,
    Knowledge,
)
from kameoka_graph.say import Say, ToldError, excerpt

LONGEST: Final = 32767
"""How many characters a cell of a workbook can hold."""
EXPLANATION: Final = "説明"
"""The name of the first sheet."""
FILLS: Final = {
    Knowledge.STATED: "#DCE9F7",
    Knowledge.CURATED: "#FCE8CC",
    Knowledge.CONTEXT: "#DFF0D8",
    Knowledge.LINK: "#EADCF4",
    Knowledge.DERIVED: "#E6E6E6",
    Knowledge.RECORD: "#F4F4F4",
}
"""Colours of headers by the kind of knowledge; the note on each says it in words."""

_UNKNOWN_DATE: Final = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook has no time zones
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_NARROWEST: Final = 9
_WIDEST: Final = 44
_LINE: Final = 18
_TITLE: Final = 26
_TALLEST: Final = 400
_EXPLAINED: Final = (20, 26, 62, 62, 14)
_DRAFTS: Final = "machine_drafts"
_FROZEN: Final = 2
_NOTE: Final = {"width": 320, "height": 130, "font_size": 9}
_SCALE: Final = 50
_A3: Final = 8
_A4: Final = 9


class CellTooLongError(ToldError, ValueError):
    """A text that no cell of a workbook can hold."""


@dataclass(frozen=True, slots=True)
class About:
    """What the first sheet says of the whole."""

    title: Say
    """The name of the data."""
    date: str = ""
    """The day of the publication, e.g. 2026-11-22; empty where it is not known."""
    version: str = ""
    """The version of the publication; empty where it is not known."""
    license: str = ""
    """The address of the licence of what was made here; empty where it is not known."""
    sources: tuple[tuple[str, Say], ...] = ()
    """The source documents: the name of each, and what is known of its terms of use."""


def write_workbook(tables: Sequence[Filled], about: About) -> bytes:
    """Write the tables; raises `CellTooLongError`."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties(
            {
                "title": about.title.ja,
                "subject": about.title.en,
                "comments": about.license,
                "created": _created(about.date),
            }
        )
        writing = _Writing(book)
        writing.explanation(tables, about)
        for filled in tables:
            writing.sheet(filled)
    return content.getvalue()


def _created(date: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(date) if date else _UNKNOWN_DATE


def _wide(text: str) -> int:
    """Give how wide a text is, a Japanese character counted as two."""
    return len(text) if text.isascii() else 2 * len(text)


def _width(texts: Iterable[str]) -> int:
    """Give a width that fits the texts, up to the widest."""
    return min(max(*map(_wide, texts), _NARROWEST), _WIDEST) + 2


def _lines(text: str, width: int) -> int:
    """Give how many lines a text takes in a column."""
    return sum(-(-max(_wide(line), 1) // (width - 1)) for line in text.split("\n"))


def _height(texts: Iterable[str], widths: Iterable[int]) -> int:
    """Give the height of a row in points; programs differ in whether they work it out."""
    lines = max(map(_lines, texts, widths))
    return min(lines * _LINE, _TALLEST)


class _Writing:
    """One workbook in the making."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.body = self._format()
        self.plain = self.book.add_format({"valign": "top"})
        self.draft = self._format(italic=True, font_color="#7A4A00")
        self.day = self._format(num_format="yyyy-mm-dd", align="left")
        self.bold = self._format(bold=True)
        self.link = self._format(underline=1, font_color="#0B4F9E")
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.heads = {
            kind: self._format(bold=True, bg_color=fill, border=1) for kind, fill in FILLS.items()
        }

    def _format(self, **properties: object) -> Any:
        return self.book.add_format({"text_wrap": True, "valign": "top", **properties})

    # --- a table

    def sheet(self, filled: Filled) -> None:
        """Write one table."""
        table, last = filled.table, len(filled.rows)
        sheet = self.book.add_worksheet(table.title.ja)
        widths = [
            _width([column.title.ja, *(row[at] for row in filled.rows)])
            for at, column in enumerate(table.columns)
        ]
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.title.ja, self.heads[column.knowledge])
            sheet.write_comment(0, at, _note(column), _NOTE)
            sheet.set_column(at, at, widths[at])
            self._choices(sheet, column, at, last)
        for number, row in enumerate(filled.rows, 1):
            self._row(sheet, filled, number, row)
            wrapped = (
                "" if _is_address(column) else cell
                for column, cell in zip(table.columns, row, strict=True)
            )
            sheet.set_row(number, _height(wrapped, widths))
        sheet.set_row(0, 2 * _LINE)
        sheet.freeze_panes(1, _FROZEN)
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.repeat_rows(0)
        sheet.repeat_columns(1)
        sheet.set_print_scale(_SCALE)

    def _row(self, sheet: Any, filled: Filled, number: int, row: Sequence[str]) -> None:
        columns = filled.table.columns
        drafted = set(_of(filled, row, _DRAFTS).split(SEPARATOR))
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if cell:
                text = self.draft if column.title.ja in drafted else self.body
                form = self.plain if _is_address(column) else text
                self._cell(sheet, (number, at), column, cell, form)

    def _cell(self, sheet: Any, at: tuple[int, int], column: Column, cell: str, text: Any) -> None:
        if column.separator:
            self._text(sheet, at, column, cell, text)
        elif column.datatype is Datatype.INTEGER:
            sheet.write_number(*at, int(cell), self.body)
        elif column.datatype is Datatype.DECIMAL:
            sheet.write_number(*at, float(Decimal(cell)), self.body)
        elif column.datatype is Datatype.DATE:
            sheet.write_datetime(*at, datetime.date.fromisoformat(cell), self.day)
        else:
            self._text(sheet, at, column, cell, text)

    def _text(self, sheet: Any, at: tuple[int, int], column: Column, cell: str, form: Any) -> None:
        if len(cell) > LONGEST:
            raise CellTooLongError(
                Say(
                    f"「{column.title.ja}」の{at[0]}行目（{excerpt(cell)}）が{len(cell):,}文字あり、"
                    f"ワークブックの1セルに入る{LONGEST:,}文字を超えています。文を分けてください。",
                    f"Row {at[0]} of “{column.title.en}” ({excerpt(cell)}) has {len(cell):,} "
                    f"characters, and a cell of a workbook holds {LONGEST:,}; divide the text.",
                )
            )
        sheet.write_string(*at, cell, form)

    def _choices(self, sheet: Any, column: Column, at: int, last: int) -> None:
        """Let a spreadsheet program refuse what the column cannot hold."""
        if not last:
            return
        if column.datatype is Datatype.BOOLEAN:
            sheet.data_validation(1, at, last, at, {"validate": "list", "source": [YES, NO]})
        elif column.name == "confidence":
            between = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
            sheet.data_validation(1, at, last, at, between)

    # --- the first sheet

    def explanation(self, tables: Sequence[Filled], about: About) -> None:
        """Write what the sheets and columns are, what may be done with them, and how."""
        sheet = self.book.add_worksheet(EXPLANATION)
        for at, width in enumerate(_EXPLAINED):
            sheet.set_column(at, at, width)
        for row, text in enumerate((about.title.ja, about.title.en)):
            sheet.set_row(row, _TITLE)
            sheet.write_string(row, 0, text, self.title)
        row = 3
        for heading, say in _prose(about):
            self._line(sheet, row, (heading.ja, heading.en, say.ja, say.en))
            row += 1
        row = self._sheets(sheet, row + 1, tables)
        row = self._colours(sheet, row + 1)
        self._columns(sheet, row + 1, tables)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def _line(self, sheet: Any, row: int, texts: Sequence[str], form: Any = None) -> None:
        sheet.set_row(row, _height(texts, _EXPLAINED))
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, form or (self.body if at else self.bold))

    def _sheets(self, sheet: Any, row: int, tables: Sequence[Filled]) -> int:
        self._line(sheet, row, ("シート", "Sheet", "内容", "Contents", "行数"), self.bold)
        for filled in tables:
            row += 1
            table = filled.table
            says = (table.title.en, table.description.ja, table.description.en)
            self._line(sheet, row, (table.title.ja, *says))
            address = f"internal:'{table.title.ja}'!A1"
            sheet.write_url(row, 0, address, self.link, table.title.ja)
            sheet.write_number(row, 4, len(filled.rows), self.body)
        return row + 1

    def _colours(self, sheet: Any, row: int) -> int:
        self._line(
            sheet, row, ("見出しの色", "Colour", "知識の種類", "Kind of knowledge"), self.bold
        )
        for kind, say in _KINDS.items():
            row += 1
            name = KNOWLEDGE_NAMES[kind]
            self._line(sheet, row, ("", name.en, say.ja, say.en))
            sheet.write_string(row, 0, name.ja, self.heads[kind])
        return row + 1

    def _columns(self, sheet: Any, row: int, tables: Sequence[Filled]) -> None:
        heads = ("シート", "列", "説明", "Column: description", "種類")
        self._line(sheet, row, heads, self.bold)
        for filled in tables:
            for column in filled.table.columns:
                row += 1
                english = f"{column.title.en}: {column.description.en}"
                kind = KNOWLEDGE_NAMES[column.knowledge].ja
                says = (column.title.ja, column.description.ja, english, kind)
                self._line(sheet, row, (filled.table.title.ja, *says), self.body)


_KINDS: Final = {
    Knowledge.STATED: Say(
        "原典に書かれていることの写し。ここを書き換えても、原典は変わりません。",
        "Copied from the source. Changing it here does not change the source.",
    ),
    Knowledge.CURATED: Say(
        "人や機械が読み取って判断したこと。理由と確度が「判断」「原典の気づき」の表にあります。",
        "Judged by people or machines; reasons and confidence are in the tables of judgements and "
        "anomalies.",
    ),
    Knowledge.CONTEXT: Say(
        "市のページなど、原典ではない資料から分かること。",
        "Known from other publications, such as pages of the city.",
    ),
    Knowledge.LINK: Say("外部の識別子との対応。", "Links to identifiers elsewhere."),
    Knowledge.DERIVED: Say("規則で導いた値。", "Derived by rule."),
    Knowledge.RECORD: Say(
        "このデータで付けた ID や、判断の記録。", "Our IDs, and the record of who judged when."
    ),
}
"""What the kinds of knowledge are, for whoever opens the workbook."""


def _prose(about: About) -> Iterable[tuple[Say, Say]]:
    """Give the lines that stand before the lists: heading and text."""
    yield (
        Say("この冊子", "This workbook"),
        Say(
            "CSV の表と同じ内容を、シートに分けて収めたものです。"
            "見出しに重ねると、列の説明が出ます。",
            "The same tables as the CSV files, one a sheet. Notes on the headers explain the "
            "columns.",
        ),
    )
    if about.date:
        version = f"（{about.version}）" if about.version else ""
        yield (
            Say("公開日", "Published"),
            Say(
                f"{about.date}{version}",
                f"{about.date} ({about.version})" if version else about.date,
            ),
        )
    for name, rights in about.sources:
        yield (
            Say("出典", "Source"),
            Say(f"{name}　{rights.ja}", f"{name}: {rights.en}"),
        )
    if about.license:
        yield (
            Say("利用条件", "Licence"),
            Say(
                f"このデータで作った部分（判断、読み、英訳、ID など）は {about.license} に従って"
                "利用できます。原文の文言は、上の「出典」の利用条件によります。",
                f"What was made here (judgements, readings, translations, IDs) is under "
                f"{about.license}. For the wording of the source see its own terms above.",
            ),
        )
    yield (
        Say("機械による下書き", "Machine drafts"),
        Say(
            "斜体のセルは機械による下書きで、人がまだ確かめていません。"
            "その列の名前は「機械による下書きの列」にもあります。",
            "Cells in italics are machine drafts which no person has checked yet; the column "
            "of machine drafts names them as well.",
        ),
    )
    yield (
        Say("直して読み戻す", "Editing"),
        Say(
            "見出しの行、ID、列の名前は変えないでください。空のセルは「何も述べていない」ことを表します。"
            f"複数の値は「{SEPARATOR}」で区切ります。",
            "Keep the header line, the IDs and the names of the columns. An empty cell says "
            f"nothing. Several values are parted by “{SEPARATOR}”.",
        ),
    )


def _is_address(column: Column) -> bool:
    """Tell whether a column holds one address a cell, which is not broken into lines."""
    return column.datatype is Datatype.ADDRESS and not column.separator


def _note(column: Column) -> str:
    kind = KNOWLEDGE_NAMES[column.knowledge]
    ja = f"【{kind.ja}】{column.description.ja}"
    en = f"{column.title.en} [{kind.en}]: {column.description.en}"
    return f"{ja}（必須）\n{en} (required)" if column.required else f"{ja}\n{en}"


def _of(filled: Filled, row: Sequence[str], name: str) -> str:
    return row[filled.table.at(name)] if name in filled.table.names else ""
