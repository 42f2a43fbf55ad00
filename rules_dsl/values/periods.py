"""Date arithmetic: adding periods, counting whole years, months and days.

A month or year ends on the same day of the month, or on its last day where there is none (民法典 202), so somebody
born on 29 February is a year older on 28 February of common years. The day itself is day 0 (民法典 201). Counts are
signed: negative when the second date lies before the first. Results outside the calendar of `date` are None.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from .kinds import Period, YearMonth

MONTH_UNITS = {"个月": 1, "年": 12, "周岁": 12}
LONGEST = 100_000  # a period longer than this is no period a rule can mean; keeps every loop below bounded
LONGEST_WORKING = 3_000


def add_months(day: date, months: int) -> date | None:
    """The day `months` (may be negative) later: the same day of the month, or the last where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date | None:
    """The day `days` (may be negative) later."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_working_days(day: date, days: int, is_working_day: Callable[[date], bool]) -> date | None:
    """The `days`-th working day after `day` (before it where negative); `day` itself for 0."""
    if abs(days) > LONGEST_WORKING:
        return None
    step, found = (1 if days > 0 else -1), 0
    current: date | None = day
    while current is not None and found < abs(days):
        current = add_days(current, step)
        found += current is not None and is_working_day(current)
    return current


def shift(day: date, period: Period, sign: int, is_working_day: Callable[[date], bool]) -> date | None:
    """`day` and a period, later (`sign` 1) or earlier (-1); None where that is no date."""
    count = sign * period.count
    if abs(count) > LONGEST:
        return None
    if period.unit in MONTH_UNITS:
        return add_months(day, count * MONTH_UNITS[period.unit])
    if period.unit == "工作日":
        return add_working_days(day, count, is_working_day)
    return add_days(day, count)


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`, signed."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    reached = add_months(start, months)
    return months if reached is not None and reached <= end else months - 1


def years_between(start: date, end: date) -> int:
    """Whole years (周岁, 年数) from `start` to `end`, signed."""
    months = months_between(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def begun_months(start: date, end: date) -> int:
    """Months from `start` to `end`, a begun one counted as whole (进位), signed."""
    if end < start:
        return -begun_months(end, start)
    months = months_between(start, end)
    return months if add_months(start, months) == end else months + 1


def begun_years(start: date, end: date) -> int:
    """Years from `start` to `end`, a begun one counted as whole (进位), signed."""
    months = begun_months(start, end)
    return -(-months // 12) if months >= 0 else months // 12


def year_months_between(start: YearMonth, end: YearMonth) -> int:
    """Months from one calendar month to another, signed."""
    return (end.year - start.year) * 12 + end.month - start.month


def add_to_month(month: YearMonth, period: Period, sign: int) -> YearMonth | None:
    """A calendar month and a period of months or years, later (1) or earlier (-1)."""
    if period.unit not in MONTH_UNITS or period.count > LONGEST:
        return None
    year, index = divmod(month.year * 12 + month.month - 1 + sign * period.count * MONTH_UNITS[period.unit], 12)
    return YearMonth(year, index + 1) if 1 <= year <= 9999 else None


def period_size(period: Period) -> tuple[str, Fraction]:
    """What a period is measured in (月, 日 or 工作日) and how many: only the same measure can be compared."""
    if period.unit in MONTH_UNITS:
        return "月", Fraction(period.count * MONTH_UNITS[period.unit])
    return period.unit, Fraction(period.count)
