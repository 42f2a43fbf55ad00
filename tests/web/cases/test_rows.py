"""One line of a list: the light and what is left, in words."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar.working_days import national_calendar
from engine.web.cases.rows import left_of

CALENDAR = national_calendar()


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 3, 6), "剩3个工作日"),
        (date(2026, 3, 8), "剩3个工作日"),
        (date(2026, 3, 11), "今天到期"),
        (date(2026, 3, 12), "已超过1个工作日"),
        (date(2026, 3, 14), "已超过2个工作日"),  # a Saturday
        (date(2026, 3, 16), "已超过3个工作日"),
    ],
)
def test_what_is_left_is_told_in_working_days(today: date, said: str) -> None:
    assert left_of(date(2026, 3, 11), today, CALENDAR, provisional=False) == said


def test_nobody_is_late_for_a_provisional_day() -> None:
    due = date(2027, 1, 4)
    assert left_of(due, date(2026, 12, 30), CALENDAR, provisional=True) == "剩2个工作日"
    assert left_of(due, date(2027, 3, 1), CALENDAR, provisional=True) == "暂定的日子已过，载入放假安排后确定"


def test_the_day_after_the_last_is_late_though_no_working_day_has_passed() -> None:
    assert left_of(date(2026, 3, 13), date(2026, 3, 14), CALENDAR, provisional=False) == "已过最后一天"
