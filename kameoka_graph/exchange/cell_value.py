"""A cell as a person leaves it to the value that its column means: years, days, numbers, codes.

Only cells that mean a number, a day, a code or an ID are read in another way than they stand
there, and what was done is told. A text of the source or of a judgement is never changed.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kameoka_graph.exchange.table import NO, PARAGRAPHS, SEPARATOR, YES, Column, Datatype
from kameoka_graph.read.era import NoSuchYearError, fiscal_year
from kameoka_graph.say import Say

YEARS: Final = ("year", "first_year", "last_year")
"""Names of the columns that hold a fiscal year as a Western year."""
IDENTIFIERS: Final = (
    "municipality_code", "id", "plan", "parent", "kind_en", "action_plan", "series", "thing",
    "subject", "value", "value_code", "status_code", "type_code", "severity_code", "motivation",
    "anomaly", "curator", "document", "property", "justification", "predecessor", "uri",
)  # fmt: skip
"""Names of the columns that hold one ID or code, where full-width signs mean nothing."""
CODES: Final = ("municipality_code",)
"""Columns whose leading zeros a spreadsheet drops."""

_EPOCH: Final = datetime.date(1899, 12, 30)
_SERIALS: Final = range(20_000, 80_000)
_DATE: Final = re.compile(
    r"(?P<y>[0-9]{4})(?:-|/|\.|年)(?P<m>[0-9]{1,2})(?:-|/|\.|月)(?P<d>[0-9]{1,2})日?"
    r"(?:[ T]00:00(?::00)?)?"
)
_INTEGER: Final = re.compile(r"[0-9]{1,9}(?:\.0+)?")
_DECIMAL: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,17})?")
_PLACES: Final = Decimal("0.000001")
_TRUE: Final = frozenset({YES, "TRUE", "1", "YES", "○"})
_FALSE: Final = frozenset({NO, "FALSE", "0", "NO"})
_WIDE: Final = Say(
    "全角の英数字や記号を半角として読みました", "full-width characters were read as plain ones"
)
_BLANKS: Final = Say("前後の空白を除いて読みました", "blanks around it were left out")


class NoSuchValueError(ValueError):
    """A cell that means no value of its column; `expected` says what was expected."""

    def __init__(self, expected: Say) -> None:
        """Keep what was expected."""
        super().__init__(expected.ja, expected.en)
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Meant:
    """A value as the tables write it."""

    text: str
    """The cell, as it would be written out."""
    told: Say | None = None
    """How it was read, where it does not stand there so."""


def meant(column: Column, cell: str) -> Meant:
    """Read one cell of a column; raises `NoSuchValueError`."""
    if not cell:
        return Meant("")
    if column.separator == PARAGRAPHS:
        return Meant(cell.replace("\r\n", "\n").replace("\r", "\n"))
    if column.separator:
        return _several(column, cell)
    read = _year if column.name in YEARS else _READERS.get(column.datatype)
    if read is not None:
        return read(cell)
    if column.name in IDENTIFIERS or column.datatype is Datatype.ADDRESS:
        return _identifier(column, cell)
    return Meant(cell)


def _plain(text: str) -> str:
    """Give a text that is a number, day or code in plain characters."""
    return unicodedata.normalize("NFKC", text).strip()


def _told(read: str, cell: str) -> Say | None:
    if read == cell:
        return None
    return _BLANKS if read == cell.strip() else _WIDE


def _several(column: Column, cell: str) -> Meant:
    """Read a list; names in it keep their characters, IDs and codes do not."""
    names = column.name in {"aliases", "kinds", "machine_drafts", "candidates"}
    text = cell if names else _plain(cell)
    if names and SEPARATOR not in text:
        text = text.replace("；", SEPARATOR)
    values = (value.strip() for value in text.split(SEPARATOR))
    read = SEPARATOR.join(value for value in values if value)
    return Meant(read, _told(read, cell))


def _identifier(column: Column, cell: str) -> Meant:
    read = _plain(cell)
    if column.name in CODES and read.isdecimal():
        read = read.zfill(6)
    return Meant(read, _told(read, cell))


def _year(cell: str) -> Meant:
    text = _plain(cell)
    text = text.removesuffix(".0") if _INTEGER.fullmatch(text) else text
    try:
        read = str(fiscal_year(text))
    except NoSuchYearError:
        raise NoSuchValueError(
            Say("2026 や 令和8年度 の形の年度", "a fiscal year such as 2026 or 令和8年度")
        ) from None
    told = Say(f"西暦の年度として読みました（{cell}→{read}）", f"read as a year ({cell} → {read})")
    return Meant(read, None if read == cell else told)


def _integer(cell: str) -> Meant:
    text = _plain(cell)
    if not _INTEGER.fullmatch(text):
        raise NoSuchValueError(Say("整数", "a whole number"))
    read = str(int(text.partition(".")[0]))
    return Meant(read, _told(read, cell))


def _decimal(cell: str) -> Meant:
    text = _plain(cell)
    if not _DECIMAL.fullmatch(text):
        raise NoSuchValueError(Say("0.8 の形の数", "a number such as 0.8"))
    read = decimal_text(Decimal(text))
    return Meant(read, _told(read, cell) if Decimal(text) != Decimal(read) else None)


def decimal_text(number: Decimal) -> str:
    """Write a number plainly, with at most six places and no zeros that say nothing: 0.8."""
    whole = number.quantize(_PLACES).normalize()
    return f"{whole:f}"


def _date(cell: str) -> Meant:
    text = _plain(cell)
    if text.isdecimal() and len(text) == len("20000") and int(text) in _SERIALS:
        read = str(_EPOCH + datetime.timedelta(days=int(text)))
        return Meant(
            read,
            Say(
                f"表計算ソフトの日付の連番として読みました（{cell}→{read}）",
                f"read as a serial number of a day ({cell} → {read})",
            ),
        )
    found = _DATE.fullmatch(text)
    try:
        day = datetime.date(*map(int, found.group("y", "m", "d"))) if found else None
    except ValueError:
        day = None
    if day is None:
        raise NoSuchValueError(
            Say("2026-11-22 の形の、暦にある日付", "a day of the calendar such as 2026-11-22")
        )
    read = str(day)
    told = Say(f"日付として読みました（{cell}→{read}）", f"read as a day ({cell} → {read})")
    return Meant(read, None if read == cell else told)


def _boolean(cell: str) -> Meant:
    text = _plain(cell).upper()
    if text not in _TRUE | _FALSE:
        raise NoSuchValueError(Say(f"「{YES}」か「{NO}」", f"“{YES}” or “{NO}”"))
    return Meant(YES if text in _TRUE else NO)


_READERS: Final = {
    Datatype.INTEGER: _integer,
    Datatype.DECIMAL: _decimal,
    Datatype.DATE: _date,
    Datatype.BOOLEAN: _boolean,
}
