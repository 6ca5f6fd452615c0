"""Printed years are converted by arithmetic, and what is no year is refused with its reason."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kameoka_graph.read.era import (
    ERAS,
    FIRST,
    LAST,
    Era,
    NoSuchYearError,
    era_codes,
    era_names,
    fiscal_year,
    fiscal_years,
)

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ERA_YEARS = st.sampled_from(ERAS).flatmap(
    lambda era: st.tuples(st.just(era), st.integers(min_value=1, max_value=era.last))
)


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("令和2年度", 2020),
        ("令和元年度", 2019),
        ("令和2", 2020),
        ("令和1年", 2019),
        ("R5", 2023),
        ("H31", 2019),
        ("平成31年度", 2019),
        ("平成35年度", 2023),
        ("昭和64年度", 1989),
        ("昭和元年", 1926),
        ("令和２年度", 2020),
        ("2020年度", 2020),
        ("２０２０", 2020),
        (" 令和2年度\u3000", 2020),
    ],
)
def test_a_printed_year_is_converted(printed: str, year: int) -> None:
    """Each way of printing a year gives the Western year in which it starts."""
    assert fiscal_year(printed) == year


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("明和9年度", "era"),
        ("西暦20年", "era"),
        ("r5", "era"),
        ("令和0年度", "number"),
        ("平成61年度", "number"),
        ("昭和65年度", "number"),
        ("0000年度", "number"),
        ("9999年度", "number"),
        ("1925年度", "number"),
        ("令和100年度", "form"),
        ("令和年度", "form"),
        ("6年度", "form"),
        ("元年度", "form"),
        ("", "form"),
        ("令和二年度", "form"),
        ("令和²年度", "form"),
        ("令和٢年度", "form"),
    ],
)
def test_what_is_no_year_is_refused_with_its_reason(printed: str, reason: str) -> None:
    """An unknown era, a number that the era lacks and another form are told apart."""
    with pytest.raises(NoSuchYearError) as caught:
        fiscal_year(printed)
    assert (caught.value.reason, caught.value.text) == (reason, printed)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("令和2年度～6年度", 2020, 2024),
        ("令和2年度〜令和6年度", 2020, 2024),
        ("平成31年度～令和5年度", 2019, 2023),
        ("平成30～34年度", 2018, 2022),
        ("平成27年度–令和元年度", 2015, 2019),
        ("R2-R6", 2020, 2024),
        ("2020 - 2024年度", 2020, 2024),
        ("令和2年度", 2020, 2020),
        ("令和2年度～2年度", 2020, 2020),
    ],
)
def test_a_printed_period_is_expanded(printed: str, first: int, last: int) -> None:
    """A period gives all its years; its second end inherits the era of the first."""
    assert fiscal_years(printed) == tuple(range(first, last + 1))


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("令和6年度～2年度", "order"),
        ("令和2年度～明和9年度", "era"),
        ("2020～6年度", "form"),
        ("令和2年度～", "form"),
        ("～令和2年度", "era"),
        ("令和2年度～3年度～4年度", "form"),
        ("令和2年度～0年度", "number"),
    ],
)
def test_a_bad_period_is_refused_with_its_reason(printed: str, reason: str) -> None:
    """A period that runs backwards, or has an end that is no year, is refused."""
    with pytest.raises(NoSuchYearError) as caught:
        fiscal_years(printed)
    assert caught.value.reason == reason


@given(ERA_YEARS, st.booleans(), st.sampled_from(["", "年", "年度"]), st.booleans())
def test_every_era_year_is_converted_by_arithmetic(
    counted: tuple[Era, int], by_letter: bool, unit: str, wide: bool
) -> None:
    """Era, number and unit in any of their forms give offset plus number."""
    era, n = counted
    digits = str(n).translate(FULL_WIDTH) if wide else str(n)
    printed = f"{era.letter if by_letter else era.name}{digits}{unit}"
    assert fiscal_year(printed) == era.offset + n


@given(st.integers(min_value=FIRST, max_value=LAST))
def test_names_and_codes_of_a_year_lead_back_to_it(year: int) -> None:
    """Each name and each code that a year is given converts back to that year."""
    assert era_names(year)
    assert {fiscal_year(name) for name in (*era_names(year), *era_codes(year))} == {year}
    assert len(era_names(year)) == len(era_codes(year))


@given(ERA_YEARS, st.integers(min_value=0, max_value=30))
def test_the_second_end_inherits_the_era(counted: tuple[Era, int], more: int) -> None:
    """A range that drops the second era is the same as one that repeats it."""
    era, n = counted
    assume(n + more <= era.last)
    short = f"{era.name}{n}年度～{n + more}年度"
    full = f"{era.name}{n}年度～{era.name}{n + more}年度"
    assert fiscal_years(short) == fiscal_years(full)
    assert len(fiscal_years(short)) == more + 1


@given(st.text(max_size=12))
def test_conversion_is_total(printed: str) -> None:
    """Any text gives years between the first and the last, or is refused."""
    try:
        years = fiscal_years(printed)
    except NoSuchYearError:
        return
    assert FIRST <= years[0] <= years[-1] <= LAST


def test_a_year_in_which_the_era_changed_has_both_names() -> None:
    """Fiscal 2019 is 令和元年度 today and 平成31年度 in older plans; its neighbours have one name."""
    assert era_names(2019) == ("令和元年度", "平成31年度")
    assert era_codes(2019) == ("R1", "H31")
    assert era_names(1989) == ("平成元年度", "昭和64年度")
    assert era_names(2020) == ("令和2年度",)
    assert era_names(2018) == ("平成30年度",)


def test_years_before_the_first_era_have_no_name() -> None:
    """A year before 昭和元年 is named by none of the eras."""
    assert era_names(1925) == ()
