"""Printed years to Western years and back: 令和2年度, R5, 元年, and ranges that drop the era.

Conversion is arithmetic (令和n = 2018 + n, 平成n = 1988 + n, 昭和n = 1925 + n), not the era's
calendar end: plans printed before 2019 count on to 平成31, 32 and further.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Era:
    """A Japanese era as plans count it."""

    name: str
    """E.g. 令和."""
    letter: str
    """E.g. R."""
    offset: int
    """Western year of the era's year 0: 2018 for 令和."""
    last: int
    """Highest year number that a plan can print; a higher one is a misprint."""
    first_fiscal_year: int
    """Fiscal year that today's readers name by this era: 2019 for 令和."""


ERAS: Final = (
    Era("令和", "R", 2018, 99, 2019),
    Era("平成", "H", 1988, 60, 1989),
    Era("昭和", "S", 1925, 64, 1926),
)
FIRST: Final = 1926
"""The first fiscal year that a plan can name: that of 昭和元年."""
LAST: Final = 2117
"""The last one: 令和99年."""

_BY_NAME: Final = {key: era for era in ERAS for key in (era.name, era.letter)}
_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR: Final = re.compile(
    r"(?:(?P<era>[^\d\s０-９元]{1,4}?)(?P<number>元|[0-9０-９]{1,2})"
    r"|(?P<western>[0-9０-９]{4}))(?:年度?)?"
)
_RANGE: Final = re.compile(r"(?P<first>[^～〜~－–—-]+)[～〜~－–—-](?P<last>.+)")


class NoSuchYearError(ValueError):
    """A text that names no fiscal year.

    `text` is what was read, `reason` one of `form`, `era`, `number`, `order`.
    """

    def __init__(self, text: str, reason: str) -> None:
        """Keep what was read and why it is no year."""
        super().__init__(text, reason)
        self.text = text
        self.reason = reason


def fiscal_year(text: str, *, era: Era | None = None) -> int:
    """Give the fiscal year that `text` names, as the Western year it starts in.

    `era` is the era to take where the text names none (the second end of a range: 6年度).
    Raises `NoSuchYearError` for a text of another form, an unknown era or a number outside it.
    """
    return _year_and_era(text, era)[0]


def fiscal_years(text: str) -> tuple[int, ...]:
    """Expand a printed period (令和2年度～6年度, or one year) to its fiscal years.

    The second end inherits the era of the first. Raises `NoSuchYearError`, also where the end is
    before the start.
    """
    ends = _RANGE.fullmatch(text.strip())
    if ends is None:
        return (fiscal_year(text),)
    first, era = _year_and_era(ends["first"], None)
    last, _ = _year_and_era(ends["last"], era)
    if last < first:
        raise NoSuchYearError(text, "order")
    return tuple(range(first, last + 1))


def era_names(year: int) -> tuple[str, ...]:
    """Name the fiscal year by era, today's name first: 2019 → 令和元年度, 平成31年度."""
    return tuple(
        f"{era.name}{'元' if n == 1 else n}年度"
        for era, n in _counts(year)
        if _is_named(era, year, n)
    )


def era_codes(year: int) -> tuple[str, ...]:
    """Give the short era codes of the fiscal year, today's first: 2020 → R2; 2019 → R1, H31."""
    return tuple(f"{era.letter}{n}" for era, n in _counts(year) if _is_named(era, year, n))


def _year_and_era(text: str, inherited: Era | None) -> tuple[int, Era | None]:
    found = _YEAR.fullmatch(text.strip())
    if found is None:
        return _inherit(text, inherited)
    if found["western"]:
        return _western(text, found["western"]), None
    era = _BY_NAME.get(found["era"])
    if era is None:
        raise NoSuchYearError(text, "era")
    return _count(text, era, found["number"]), era


def _western(text: str, digits: str) -> int:
    year = int(digits.translate(_DIGITS))
    if not FIRST <= year <= LAST:
        raise NoSuchYearError(text, "number")
    return year


def _inherit(text: str, era: Era | None) -> tuple[int, Era]:
    bare = re.fullmatch(r"(元|[0-9０-９]{1,2})(?:年度?)?", text.strip())
    if bare is None or era is None:
        raise NoSuchYearError(text, "form")
    return _count(text, era, bare[1]), era


def _count(text: str, era: Era, number: str) -> int:
    n = 1 if number == "元" else int(number.translate(_DIGITS))
    if not 1 <= n <= era.last:
        raise NoSuchYearError(text, "number")
    return era.offset + n


def _counts(year: int) -> tuple[tuple[Era, int], ...]:
    return tuple((era, year - era.offset) for era in ERAS)


def _is_named(era: Era, year: int, n: int) -> bool:
    """Whether readers know the year by this era: the one in force, and the one that ended then."""
    later = [e.first_fiscal_year for e in ERAS if e.first_fiscal_year > era.first_fiscal_year]
    return n >= 1 and year >= era.first_fiscal_year and (not later or year <= min(later))
