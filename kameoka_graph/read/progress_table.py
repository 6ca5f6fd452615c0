"""The text of a progress table to a `Plan`, by ordered rules.

Total on valid input; stops on anything else and names the place.

The layout, line by line (blank lines may stand between the parts):

    <plan title> <document title>〔計画期間：<period>〕
    【…<level name>】（1）<theme>（2）<theme> …
    <words>の<level name>と<level name>
    1. <pillar>
     - （1）<measure>
    <heading>⇥<heading>⇥<year>⇥<year> …
    【行動計画1】 <title> 【ねらい】 ①<aim> …⇥【具体的な行動】 ①<action> …⇥・<entry> ・<entry>⇥ …

Nothing is normalised. A ・ is a bullet only at the start of a cell or after a space; any other
belongs to the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn

from kameoka_graph.read.document import Element, Kind, Piece, Plan, Source, Span, YearColumn
from kameoka_graph.read.era import NoSuchYearError, fiscal_year, fiscal_years
from kameoka_graph.read.source import line_and_column
from kameoka_graph.say import Say, ToldError, excerpt

CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
"""The circled numbers 1 to 50, in order."""
TEXT_COLUMNS: Final = 2
"""Columns of the table before the years: action plan with aims, and concrete actions."""

SPACES: Final = " \u3000"
"""What separates marked items; a tab separates cells."""

_PARENTHESISED: Final = re.compile(r"（([0-9]{1,3})）")
_CIRCLED: Final = re.compile(rf"(?<=[{SPACES}】])([{CIRCLED}])")
_BULLET: Final = re.compile(rf"(?<=[{SPACES}\t])(・)")
_PILLAR: Final = re.compile(r"([0-9]{1,3})\. ")
_ROW: Final = re.compile(r"【([^】\t\n]*?)([0-9]{1,3})】")
_LABEL: Final = re.compile(r"【([^】\t\n]+)】")
_MEASURES_HEADING: Final = re.compile(
    r"(?:[^\n]*の)?(?P<upper>[^のと\n]+)と(?P<lower>[^のと\n]+)$", re.MULTILINE
)


class PlanSyntaxError(ToldError, ValueError):
    """Text that fits no rule of the layout; nothing was taken.

    `file`, `line` and `column` (both from 1, in code points) say where, `read` what stands there,
    `expected` what was expected.
    """

    def __init__(self, source: Source, offset: int, expected: Say) -> None:
        """Tell what stands at `offset` of `source`, and what was expected there."""
        line, column = line_and_column(source.text, offset)
        read = excerpt(source.text[offset:])
        super().__init__(
            Say(
                f"{source.name}:{line}:{column}: {f'「{read}」' if read else 'ファイルの終わり'}"
                f"を読みました。{expected.ja}が必要です。",
                f"{source.name}:{line}:{column}: read "
                f"{f'“{read}”' if read else 'the end of the file'}; expected {expected.en}.",
            )
        )
        self.file = source.name
        self.line = line
        self.column = column
        self.read = read
        self.expected = expected


def parse(source: Source) -> Plan:
    """Read a progress table.

    Gives a `Plan` whose pieces tile the source: each character belongs to exactly one.
    Raises `PlanSyntaxError` at the first place that fits no rule.
    """
    reader = _Reader(source)
    title, document_title, period, covers = _title_line(reader)
    themes = _themes(reader)
    pillars = _pillars(reader)
    columns, names = _table_heading(reader)
    action_plans = _rows(reader, columns, names)
    reader.blank_lines()
    if reader.at < len(source.text):
        reader.stop(reader.at, Say("表の終わり", "the end of the table"))
    return Plan(
        source=source,
        title=title,
        document_title=document_title,
        period=period,
        covers=covers,
        columns=columns,
        elements=(*themes, *pillars, *action_plans),
        headings=tuple(reader.headings),
        layout=tuple(reader.layout),
    )


@dataclass(slots=True)
class _Reader:
    """The text and how far it has been read; what is taken as layout is kept."""

    source: Source
    at: int = 0
    layout: list[Piece] = field(default_factory=list)
    headings: list[Piece] = field(default_factory=list)

    def stop(self, offset: int, expected: Say) -> NoReturn:
        raise PlanSyntaxError(self.source, offset, expected)

    def piece(self, start: int, end: int, role: str) -> Piece:
        return Piece(Span(start, end), self.source.text[start:end], role)

    def keep(self, start: int, end: int, role: str) -> None:
        """Keep a run of layout, which may be empty."""
        if start < end:
            self.layout.append(self.piece(start, end, role))

    def take(self, literal: str, role: str, expected: Say | None = None) -> None:
        """Read a fixed string as layout."""
        if not self.source.text.startswith(literal, self.at):
            self.stop(self.at, expected or Say(f"「{literal}」", f"“{literal}”"))
        self.keep(self.at, self.at + len(literal), role)
        self.at += len(literal)

    def until(self, stops: str, role: str, expected: Say) -> Piece:
        """Read a non-empty run up to one of the characters `stops` in the same line."""
        line = self.source.text[self.at : self.line_end()]
        end = self.at + min((at for at in map(line.find, stops) if at >= 0), default=0)
        if end == self.at:
            self.stop(self.at, expected)
        piece = self.piece(self.at, end, role)
        self.at = end
        return piece

    def spaces(self) -> None:
        """Read a run of spaces, which may be empty."""
        start = self.at
        while self.source.text[self.at : self.at + 1] in tuple(SPACES):
            self.at += 1
        self.keep(start, self.at, "space")

    def line_end(self) -> int:
        end = self.source.text.find("\n", self.at)
        return len(self.source.text) if end < 0 else end

    def end_line(self) -> None:
        """Read the end of the line, which may be preceded by spaces."""
        end = self.line_end()
        if self.source.text[self.at : end].strip(SPACES):
            self.stop(self.at, Say("行の終わり", "the end of the line"))
        self.keep(self.at, end, "space")
        self.keep(end, min(end + 1, len(self.source.text)), "line-break")
        self.at = min(end + 1, len(self.source.text))

    def blank_lines(self) -> None:
        """Read lines that hold nothing but spaces."""
        while self.at < len(self.source.text) and not self.source.text[
            self.at : self.line_end()
        ].strip(SPACES):
            self.end_line()

    def items(
        self, end: int, mark: re.Pattern[str], number: Callable[[str], int] | None, expected: Say
    ) -> Iterator[tuple[Piece, Piece]]:
        """Read marked texts up to `end`: mark and wording of each; numbers run on from 1."""
        found = list(mark.finditer(self.source.text, self.at, end))
        lead = found[0].start() if found else end
        if self.source.text[self.at : lead].strip(SPACES):
            self.stop(self._first_ink(self.at, end), expected)
        self.keep(self.at, lead, "space")
        ends = [*(one.start() for one in found[1:]), end] if found else []
        for count, (one, stop) in enumerate(zip(found, ends, strict=True), 1):
            if number is not None and number(one[1]) != count:
                self.stop(one.start(), _in_order(expected, count))
            yield (
                self.piece(one.start(), one.end(), "mark"),
                self.wording(one.end(), stop),
            )
        self.at = end

    def wording(self, start: int, end: int) -> Piece:
        """Read the wording between two marks; spaces around it are layout."""
        text = self.source.text[start:end]
        if not text.strip():
            self.stop(start, Say("文言", "a wording"))
        ink = start + len(text) - len(text.lstrip(SPACES))
        last = start + len(text.rstrip(SPACES))
        self.keep(start, ink, "space")
        self.keep(last, end, "space")
        return self.piece(ink, last, "text")

    def _first_ink(self, start: int, end: int) -> int:
        text = self.source.text[start:end]
        return start + len(text) - len(text.lstrip(SPACES))


def _in_order(expected: Say, count: int) -> Say:
    return Say(
        f"{expected.ja}の続き番号 {count}（番号の重複や欠番は受け付けません）",
        f"number {count} of {expected.en} (numbers may be neither repeated nor left out)",
    )


def _title_line(reader: _Reader) -> tuple[Piece, Piece, Piece, tuple[int, ...]]:
    reader.blank_lines()
    title = reader.until(
        SPACES, "text", Say("計画の名称と空白", "the title of the plan and a space")
    )
    reader.spaces()
    document_title = reader.until(
        "〔",
        "text",
        Say("文書の名称と〔計画期間：…〕", "the title of the document and 〔計画期間：…〕"),
    )
    reader.take("〔計画期間：", "bracket")
    period = reader.until("〕", "text", Say("計画期間と「〕」", "the period and “〕”"))
    covers = _years(reader, period, fiscal_years)
    reader.take("〕", "bracket")
    reader.end_line()
    return title, document_title, period, covers


def _years(
    reader: _Reader, piece: Piece, convert: Callable[[str], tuple[int, ...]]
) -> tuple[int, ...]:
    try:
        return convert(piece.text)
    except NoSuchYearError as error:
        reader.stop(piece.span.start, YEAR_EXPECTED[error.reason])


YEAR_EXPECTED: Final = {
    "form": Say("「令和2年度」のような年度", "a fiscal year such as 令和2年度"),
    "era": Say(
        "実在する元号（令和・平成・昭和）の年度", "a year of an era that exists (令和, 平成, 昭和)"
    ),
    "number": Say("その元号にある年", "a year that the era has"),
    "order": Say("始まりより後の終わりの年度", "an end that is not before the start"),
}
"""What was expected where a year is none, by the reason of `NoSuchYearError`."""


def _themes(reader: _Reader) -> tuple[Element, ...]:
    reader.blank_lines()
    reader.take("【", "bracket", Say("テーマの見出し【…】", "the heading of the themes in 【 】"))
    heading = reader.until(
        "】", "heading", Say("テーマの見出しと「】」", "the heading of the themes and “】”")
    )
    reader.headings.append(heading)
    reader.take("】", "bracket")
    name = heading.text.rpartition("の")[2]
    marked = reader.items(
        reader.line_end(),
        _PARENTHESISED,
        int,
        Say("（1）から始まるテーマ", "themes marked （1）, （2） …"),
    )
    themes = tuple(_element(Kind.THEME, n, name, pair) for n, pair in enumerate(marked, 1))
    if not themes:
        reader.stop(reader.at, Say("（1）から始まるテーマ", "themes marked （1）, （2） …"))
    reader.end_line()
    return themes


def _element(
    kind: Kind,
    position: int,
    level_name: str | None,
    printed: tuple[Piece, Piece],
    year: int | None = None,
) -> Element:
    mark, text = printed
    return Element(kind, position, text, mark, level_name, year)


def _pillars(reader: _Reader) -> tuple[Element, ...]:
    reader.blank_lines()
    found = _MEASURES_HEADING.match(reader.source.text, reader.at)
    if found is None:
        reader.stop(reader.at, Say("「…取り組みと施策」の見出し", "the heading “…取り組みと施策”"))
    reader.headings.append(reader.piece(found.start(), found.end(), "heading"))
    reader.at = found.end()
    reader.end_line()
    reader.blank_lines()
    pillars: list[Element] = []
    while (mark := _PILLAR.match(reader.source.text, reader.at)) is not None:
        pillars.append(_pillar(reader, len(pillars) + 1, mark, (found["upper"], found["lower"])))
        reader.blank_lines()
    if not pillars:
        reader.stop(reader.at, Say("「1. 」から始まる取り組み", "a pillar that starts with “1. ”"))
    return tuple(pillars)


def _pillar(reader: _Reader, position: int, mark: re.Match[str], names: tuple[str, str]) -> Element:
    if int(mark[1]) != position:
        reader.stop(mark.start(), _in_order(Say("取り組み", "the pillars"), position))
    end = reader.line_end()
    printed = reader.piece(mark.start(), mark.end() - 1, "mark")
    text = reader.wording(mark.end() - 1, end)
    reader.at = end
    reader.end_line()
    measures: list[Element] = []
    while reader.source.text.startswith(" - ", reader.at):
        measures.append(_measure(reader, len(measures) + 1, names[1]))
    return Element(Kind.PILLAR, position, text, printed, names[0], parts=tuple(measures))


def _measure(reader: _Reader, position: int, level_name: str) -> Element:
    reader.take(" - ", "list-mark")
    found = _PARENTHESISED.match(reader.source.text, reader.at)
    if found is None or int(found[1]) != position:
        reader.stop(reader.at, _in_order(Say("施策", "the measures"), position))
    end = reader.line_end()
    mark = reader.piece(found.start(), found.end(), "mark")
    text = reader.wording(found.end(), end)
    measure = _element(Kind.MEASURE, position, level_name, (mark, text))
    reader.at = end
    reader.end_line()
    return measure


def _cells(reader: _Reader) -> list[Span]:
    """Give the spans of the cells of the line, without reading it."""
    spans, start, end = [], reader.at, reader.line_end()
    while (tab := reader.source.text.find("\t", start, end)) >= 0:
        spans.append(Span(start, tab))
        start = tab + 1
    return [*spans, Span(start, end)]


def _tab(reader: _Reader) -> None:
    reader.take("\t", "cell-border")


def _table_heading(reader: _Reader) -> tuple[tuple[YearColumn, ...], tuple[str, str]]:
    reader.blank_lines()
    cells = _cells(reader)
    if len(cells) <= TEXT_COLUMNS:
        reader.stop(
            reader.at,
            Say(
                "タブで区切った表の見出し（行動計画、行動、年度…）",
                "the heading of the table in tab-separated cells (plan, actions, years)",
            ),
        )
    for cell in cells[:TEXT_COLUMNS]:
        reader.headings.append(_whole_cell(reader, cell, Say("列の見出し", "a column heading")))
        _tab(reader)
    columns: list[YearColumn] = []
    for cell in cells[TEXT_COLUMNS:]:
        heading = _whole_cell(reader, cell, YEAR_EXPECTED["form"])
        year = _years(reader, heading, lambda text: (fiscal_year(text),))[0]
        if columns and year <= columns[-1].fiscal_year:
            reader.stop(
                heading.span.start,
                Say("前の列より後の年度", "a year after that of the column before"),
            )
        columns.append(YearColumn(year, heading))
        if cell is not cells[-1]:
            _tab(reader)
    reader.end_line()
    return tuple(columns), (reader.headings[-2].text, reader.headings[-1].text)


def _whole_cell(reader: _Reader, cell: Span, expected: Say) -> Piece:
    if not reader.source.text[cell.start : cell.end].strip(SPACES):
        reader.stop(cell.start, expected)
    piece = reader.wording(cell.start, cell.end)
    reader.at = cell.end
    return piece


def _rows(
    reader: _Reader, columns: tuple[YearColumn, ...], names: tuple[str, str]
) -> tuple[Element, ...]:
    rows: list[Element] = []
    while reader.source.text.startswith("【", reader.at):
        rows.append(_row(reader, len(rows) + 1, columns))
    if not rows:
        reader.stop(
            reader.at, Say("【行動計画1】から始まる行", "a row that starts with 【行動計画1】")
        )
    return tuple(rows)


def _row(reader: _Reader, position: int, columns: tuple[YearColumn, ...]) -> Element:
    cells = _cells(reader)
    _refuse_wrong_width(reader, cells, TEXT_COLUMNS + len(columns))
    level_name, mark, text, aims = _plan_cell(reader, position, cells[0])
    _tab(reader)
    actions = _labelled(
        reader,
        cells[1].end,
        Kind.CONCRETE_ACTION,
        Say("【具体的な行動】と①から始まる行動", "【具体的な行動】 and actions marked ①, ② …"),
    )
    entries: list[Element] = []
    for column, cell in zip(columns, cells[TEXT_COLUMNS:], strict=True):
        _tab(reader)
        entries += _year_cell(reader, column.fiscal_year, cell)
    reader.end_line()
    return Element(
        Kind.ACTION_PLAN, position, text, mark, level_name, parts=(*aims, *actions, *entries)
    )


def _refuse_wrong_width(reader: _Reader, cells: list[Span], width: int) -> None:
    if len(cells) < width:
        reader.stop(
            cells[-1].end,
            Say(
                f"{width} 列（この行は {len(cells)} 列で、列が足りません）",
                f"{width} columns (this row has {len(cells)}: columns are missing)",
            ),
        )
    if len(cells) > width:
        reader.stop(
            cells[width].start - 1,
            Say(
                f"{width} 列で行の終わり（この行は {len(cells)} 列で、列が余っています）",
                f"the end of the row after {width} columns (this row has {len(cells)})",
            ),
        )


def _plan_cell(
    reader: _Reader, position: int, cell: Span
) -> tuple[str, Piece, Piece, tuple[Element, ...]]:
    found = _ROW.match(reader.source.text, reader.at, cell.end)
    expected = Say("行動計画", "the action plans")
    if found is None or int(found[2]) != position:
        reader.stop(reader.at, _in_order(expected, position))
    mark = reader.piece(found.start(), found.end(), "mark")
    label = _LABEL.search(reader.source.text, found.end(), cell.end)
    end = label.start() if label else cell.end
    text = reader.wording(found.end(), end)
    reader.at = end
    aims = _labelled(
        reader,
        cell.end,
        Kind.AIM,
        Say("【ねらい】と①から始まるねらい", "【ねらい】 and aims marked ①, ② …"),
    )
    return found[1], mark, text, aims


def _labelled(reader: _Reader, end: int, kind: Kind, expected: Say) -> tuple[Element, ...]:
    label = _LABEL.match(reader.source.text, reader.at, end)
    if label is None:
        reader.stop(reader.at, expected)
    reader.keep(label.start(), label.end(), "cell-label")
    reader.at = label.end()
    marked = reader.items(end, _CIRCLED, lambda mark: CIRCLED.index(mark) + 1, expected)
    elements = tuple(_element(kind, n, label[1], pair) for n, pair in enumerate(marked, 1))
    if not elements:
        reader.stop(end, expected)
    return elements


def _year_cell(reader: _Reader, year: int, cell: Span) -> tuple[Element, ...]:
    """Read the entries of one year; a cell without entries lists nothing for that year."""
    marked = reader.items(
        cell.end, _BULLET, None, Say("「・」で始まる活動", "an entry that starts with “・”")
    )
    return tuple(_element(Kind.ACTIVITY, n, None, pair, year) for n, pair in enumerate(marked, 1))
