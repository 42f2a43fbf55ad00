"""Date arithmetic at its edges: month ends, leap days, direction."""

from datetime import date

import pytest

from rules_dsl import Period, YearMonth
from rules_dsl.values.periods import (
    add_months,
    add_to_month,
    add_working_days,
    begun_months,
    begun_years,
    months_between,
    shift,
    year_months_between,
    years_between,
)


def weekday(day):
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(9999, 12, 1), 1, None),
        (date(1, 1, 1), -1, None),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2010, 3, 2), date(2026, 3, 1), 15),
        (date(2010, 3, 2), date(2026, 3, 2), 16),
        (date(2026, 3, 3), date(2026, 3, 2), 0),
        (date(2028, 3, 2), date(2026, 3, 2), -2),
    ],
)
def test_an_age_is_reached_on_the_birthday(born, on, age):
    assert years_between(born, on) == age


@pytest.mark.parametrize(
    ("start", "end", "whole", "begun"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 1, 1),
        (date(2026, 1, 31), date(2026, 3, 1), 1, 2),
        (date(2026, 1, 15), date(2026, 2, 14), 0, 1),
        (date(2026, 2, 14), date(2026, 1, 15), 0, -1),
        (date(2026, 3, 15), date(2026, 1, 15), -2, -2),
    ],
)
def test_months_are_counted_whole_or_begun_and_signed(start, end, whole, begun):
    assert (months_between(start, end), begun_months(start, end)) == (whole, begun)


def test_begun_years():
    assert begun_years(date(2020, 9, 1), date(2022, 8, 31)) == 2
    assert begun_years(date(2020, 9, 1), date(2022, 9, 1)) == 2
    assert begun_years(date(2020, 9, 1), date(2022, 9, 2)) == 3


def test_working_days_skip_the_weekend_both_ways():
    assert add_working_days(date(2026, 3, 6), 1, weekday) == date(2026, 3, 9)
    assert add_working_days(date(2026, 3, 9), -1, weekday) == date(2026, 3, 6)
    assert add_working_days(date(2026, 3, 7), 0, weekday) == date(2026, 3, 7)


def test_what_leaves_the_calendar_is_no_date():
    assert shift(date(9999, 12, 31), Period(1, "日"), 1, weekday) is None
    assert shift(date(2026, 1, 1), Period(10**9, "年"), 1, weekday) is None
    assert add_working_days(date(2026, 1, 1), 10**9, weekday) is None


def test_calendar_months():
    assert year_months_between(YearMonth(2026, 1), YearMonth(2025, 11)) == -2
    assert add_to_month(YearMonth(2026, 1), Period(1, "个月"), -1) == YearMonth(2025, 12)
    assert add_to_month(YearMonth(2026, 1), Period(1, "日"), 1) is None
