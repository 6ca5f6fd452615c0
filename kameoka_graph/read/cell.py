"""The cells of a row to values of a form; every cell that does not fit is told."""

import datetime
import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from kameoka_graph.read.source import SourceRefusedError
from kameoka_graph.read.table import CellError, Row, read_table
from kameoka_graph.say import Say

_NUMBER: Final = re.compile(r"(?:0|1)(?:\.[0-9]{1,6})?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_AS_TEXT: Final = Say(
    "表計算ソフトが書き換えていないか、列の表示形式を「文字列」にして確かめてください。",
    "A spreadsheet may have changed it: set the column to Text and type it again.",
)


class Cells:
    """One row, read cell by cell; `wrong` gathers what does not fit.

    A method gives a stand-in value for a cell that it refuses, so that the row can be read on.
    """

    def __init__(self, row: Row) -> None:
        """Start on `row`, with nothing wrong yet."""
        self.row = row
        self.wrong: list[CellError] = []

    def refuse(self, column: str, wrong: Say) -> None:
        """Tell what is `wrong` with the cell in `column`."""
        self.wrong.append(
            CellError(self.row.file, self.row.number, column, self.row[column], wrong)
        )

    def maybe(self, column: str) -> str:
        """Give a text that may be empty: one line, without blanks around it."""
        text = self.row[column]
        if text != text.strip():
            self.refuse(
                column,
                Say(
                    "前後に空白か改行があります。取り除いてください。",
                    "there are blanks or line breaks around it; remove them.",
                ),
            )
        elif "\n" in text or "\r" in text:
            self.refuse(
                column,
                Say(
                    "セルの中に改行があります。1行にしてください。",
                    "there is a line break inside the cell; put it on one line.",
                ),
            )
        return text.strip()

    def text(self, column: str) -> str:
        """Give a text that must not be empty."""
        if not self.row[column].strip():
            self.refuse(column, Say("空です。書き入れてください。", "it is empty; fill it in."))
            return ""
        return self.maybe(column)

    def form(self, column: str, pattern: re.Pattern[str], expected: Say) -> str:
        """Give a text that must match the whole of `pattern`; `expected` says what that means."""
        text = self.row[column]
        if not pattern.fullmatch(text):
            self.refuse(column, Say(f"{expected.ja}が必要です。", f"expected {expected.en}."))
        return text

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Give a code that must be one of `allowed`."""
        code = self.row[column]
        if code not in allowed:
            self.refuse(column, unknown(allowed))
        return code

    def confidence(self, column: str) -> Decimal:
        """Give a number above 0 and at most 1."""
        text = self.row[column]
        if not _NUMBER.fullmatch(text) or not 0 < Decimal(text) <= 1:
            self.refuse(
                column,
                Say(
                    "0 より大きく 1 以下の数（0.8 など、半角）が必要です。",
                    "expected a number above 0 and at most 1, such as 0.8.",
                ),
            )
            return Decimal(1)
        return Decimal(text)

    def date(self, column: str) -> datetime.date:
        """Give a day of the calendar."""
        text = self.row[column]
        if _DATE.fullmatch(text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                self.refuse(
                    column,
                    Say("暦にない日付です。", "there is no such day in the calendar."),
                )
                return datetime.date.min
        self.refuse(
            column,
            Say(
                f"2026-11-22 の形の日付が必要です。{_AS_TEXT.ja}",
                f"expected a date such as 2026-11-22. {_AS_TEXT.en}",
            ),
        )
        return datetime.date.min

    def whole(self, column: str) -> int:
        """Give a whole number from 0."""
        text = self.row[column]
        if not _WHOLE.fullmatch(text):
            self.refuse(
                column,
                Say("0以上の整数（半角）が必要です。", "expected a whole number from 0."),
            )
            return 0
        return int(text)

    def number(self, column: str) -> str:
        """Give the four digits that number a judgement."""
        text = self.row[column]
        if not re.fullmatch(r"[0-9]{4}", text):
            self.refuse(
                column,
                Say(
                    f"4桁の数字（0012 など）が必要です。{_AS_TEXT.ja}",
                    f"expected four digits, such as 0012. {_AS_TEXT.en}",
                ),
            )
        return text


def rows_of(path: Path, columns: Sequence[str], wrong: list[CellError]) -> tuple[Row, ...] | None:
    """Read a table that may be missing; where it cannot be read, tell so in `wrong`, give None."""
    if not path.exists():
        return ()
    try:
        return read_table(path, columns)
    except CellError as error:
        wrong.append(error)
    except SourceRefusedError as error:
        wrong.append(unreadable(path, error))
    return None


def unreadable(path: Path, error: SourceRefusedError) -> CellError:
    """Give the refusal of a whole file in the form in which cells are refused."""
    start = f"{path}: "
    say = Say(error.say.ja.removeprefix(start), error.say.en.removeprefix(start))
    return CellError(str(path), 0, "", "", say)


def unknown(allowed: Collection[str]) -> Say:
    """Tell that a code is not one of `allowed`, and list those."""
    return Say(
        f"この語はありません。使えるのは {'、'.join(allowed)} です。",
        f"there is no such code; use one of {', '.join(allowed)}.",
    )


def same_as(number: int, what: Say) -> Say:
    """Tell that row `number` already says the same; `what` names it."""
    return Say(
        f"{number}行目と同じ{what.ja}です。どちらかを消してください。",
        f"row {number} has the same {what.en}; delete one of the two.",
    )
