"""Working days: the published notices, the guess for unpublished years, and counting between days."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.working_days import Ruling, national_calendar

CALENDAR = national_calendar()
CHINA = holidays.country_holidays("CN", years=range(2024, 2027))


def days_of(year: int) -> list[date]:
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return [date(year, 1, 1) + timedelta(days=n) for n in range(length)]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_published_day_agrees_with_an_independent_package(year):
    assert [d for d in days_of(year) if CALENDAR.is_working_day(d) != CHINA.is_working_day(d)] == []


@pytest.mark.parametrize(("year", "number"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year, number):
    assert CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == number


def test_the_2026_notice_off_days_and_worked_weekends():
    weekdays_off = [d for d in days_of(2026) if d.weekday() < 5 and not CALENDAR.is_working_day(d)]
    weekends_worked = [d for d in days_of(2026) if d.weekday() > 4 and CALENDAR.is_working_day(d)]
    assert " ".join(f"{d.month}.{d.day}" for d in weekdays_off) == (
        "1.1 1.2 2.16 2.17 2.18 2.19 2.20 2.23 4.6 5.1 5.4 5.5 6.19 9.25 10.1 10.2 10.5 10.6 10.7"
    )
    assert " ".join(f"{d.month}.{d.day}" for d in weekends_worked) == "1.4 2.14 2.28 5.9 9.20 10.10"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 2), "工作日"),
        (date(2026, 3, 7), "周末"),
        (date(2026, 2, 17), "春节假期"),
        (date(2026, 2, 15), "春节假期"),
        (date(2026, 2, 14), "调休上班"),
        (date(2026, 1, 2), "元旦假期"),
        (date(2026, 4, 6), "清明节假期"),
        (date(2026, 5, 5), "劳动节假期"),
        (date(2026, 6, 19), "端午节假期"),
        (date(2026, 9, 25), "中秋节假期"),
        (date(2026, 10, 7), "国庆节假期"),
        (date(2027, 10, 1), "国庆节假期"),
        (date(2027, 2, 6), "周末"),  # 春节 2027, not published
    ],
)
def test_why_a_day_is_worked_or_not(day, why):
    assert CALENDAR.why(day) == why


def test_an_unpublished_year_counts_weekdays_less_the_fixed_statutory_days():
    off = [d for d in days_of(2027) if d.weekday() < 5 and not CALENDAR.is_working_day(d)]
    assert off == [date(2027, 1, 1), date(2027, 10, 1)]  # 1–2 May and 2–3 October 2027 fall on a weekend
    assert not any(CALENDAR.is_working_day(d) for d in days_of(2027) if d.weekday() > 4)


def test_only_unpublished_years_are_provisional():
    assert [CALENDAR.is_provisional(d) for d in (date(2026, 12, 31), date(2027, 1, 1))] == [False, True]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 2, 13), date(2026, 2, 13)),
        (date(2026, 2, 14), date(2026, 2, 14)),
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 10, 8)),
    ],
)
def test_next_working_day(day, found):
    assert CALENDAR.next_working_day(day) == found


@pytest.mark.parametrize(
    ("a", "b", "number"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 3), 1),
        (date(2026, 2, 11), date(2026, 2, 25), 5),
        (date(2026, 3, 3), date(2026, 3, 2), -1),
        (date(2026, 3, 7), date(2026, 3, 6), -1),  # the Saturday after a Friday: one working day late
        (date(2026, 3, 8), date(2026, 3, 7), 0),
    ],
)
def test_working_days_between(a, b, number):
    assert CALENDAR.working_days_between(a, b) == number


@given(st.dates(date(2019, 1, 1), date(2032, 12, 31)), st.integers(0, 900))
def test_counting_between_equals_looking_at_each_day(start, length):
    span = [start + timedelta(days=n) for n in range(length + 1)]
    assert CALENDAR.working_days_between(start, span[-1]) == sum(map(CALENDAR.is_working_day, span[1:]))
    assert CALENDAR.working_days_between(span[-1], start) == -sum(map(CALENDAR.is_working_day, span[:-1]))


def test_counting_between_the_ends_of_time():
    assert CALENDAR.working_days_between(date.max, date.min) < -2_500_000


def test_an_extra_year_is_published():
    notice = {date(2027, 2, 8): Ruling(False, "春节假期"), date(2027, 2, 20): Ruling(True, "调休上班")}
    calendar = national_calendar(extra_years={2027: notice})
    assert not calendar.is_provisional(date(2027, 7, 1))
    assert [calendar.is_working_day(d) for d in (date(2027, 2, 8), date(2027, 2, 20))] == [False, True]
    assert calendar.is_working_day(date(2027, 1, 1))  # a published year is its notice, nothing is guessed
    assert calendar.working_days_between(date(2027, 2, 5), date(2027, 2, 20)) == 10
    assert CALENDAR.is_provisional(date(2027, 7, 1))


def test_an_override_wins_over_the_notice():
    calendar = national_calendar(overrides={date(2026, 3, 2): Ruling(False, "防汛停办")})
    assert not calendar.is_working_day(date(2026, 3, 2))
    assert calendar.why(date(2026, 3, 2)) == "防汛停办"
    assert calendar.working_days_between(date(2026, 2, 28), date(2026, 3, 3)) == 1


def test_a_day_ruled_on_in_an_unpublished_year_is_certain():
    calendar = national_calendar(overrides={date(2027, 3, 1): Ruling(False, "防汛停办")})
    assert [calendar.is_provisional(day) for day in (date(2027, 3, 1), date(2027, 3, 2))] == [False, True]
    assert calendar.working_days_between(date(2027, 2, 26), date(2027, 3, 2)) == 1


def test_a_calendar_cannot_be_changed():
    with pytest.raises(TypeError):
        CALENDAR.rulings[date(2026, 3, 2)] = Ruling(False, "春节假期")
