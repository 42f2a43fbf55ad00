"""What the functions of the language work out. Each gets the arguments as values and the setting; None: no value."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from . import periods
from .calendars import Calendar
from .folding import identifier_key
from .identifiers import birth_date
from .kinds import Division, Number, Period, Value, YearMonth
from .money import exact

LONGEST_CLOSURE = 60  # days within which there is always a working day
ROUND_UP = "进位"  # the word that makes 年数 and 月数 count a begun one


@dataclass(frozen=True, slots=True)
class Setting:
    """What a function may know besides its arguments."""

    filed: date
    calendar: Calendar


def age(values: Sequence[Value], setting: Setting) -> Value:
    return periods.years_between(values[0], values[1] if len(values) > 1 else setting.filed)


def years(values: Sequence[Value], setting: Setting) -> Value:
    return (periods.begun_years if ROUND_UP in values[2:] else periods.years_between)(values[0], values[1])


def months(values: Sequence[Value], setting: Setting) -> Value:
    start, end = values[:2]
    if isinstance(start, YearMonth):
        return periods.year_months_between(start, end)
    return (periods.begun_months if ROUND_UP in values[2:] else periods.months_between)(start, end)


def days(values: Sequence[Value], setting: Setting) -> Value:
    return (values[1] - values[0]).days


def month_of(values: Sequence[Value], setting: Setting) -> Value:
    return YearMonth(values[0].year, values[0].month)


def first_day(values: Sequence[Value], setting: Setting) -> Value:
    return date(values[0].year, values[0].month, 1)


def last_day(values: Sequence[Value], setting: Setting) -> Value:
    return date(values[0].year, values[0].month, monthrange(values[0].year, values[0].month)[1])


def working_days(values: Sequence[Value], setting: Setting) -> Value:
    start, end = values
    if end < start:
        return -setting.calendar.working_days_between(end, start)
    return setting.calendar.working_days_between(start, end)


def is_working_day(values: Sequence[Value], setting: Setting) -> Value:
    return setting.calendar.is_working_day(values[0])


def next_working_day(values: Sequence[Value], setting: Setting) -> Value | None:
    """The day itself or the next working day; None if there is none within LONGEST_CLOSURE days."""
    for count in range(LONGEST_CLOSURE + 1):
        later = periods.add_days(values[0], count)
        if later is not None and setting.calendar.is_working_day(later):
            return later
    return None


def overlap(values: Sequence[Value], setting: Setting) -> Value | None:
    """Whether two periods share a day; None where one ends before it starts."""
    first, last, other_first, other_last = values
    if last < first or other_last < other_first:
        return None
    return first <= other_last and other_first <= last


def area(values: Sequence[Value], setting: Setting) -> Value | None:
    """The county of an identity number; None if it is no identity number."""
    code = identifier_key(values[0])[:6]
    return Division(code, code) if birth_date(values[0]) is not None else None


def first_signs(values: Sequence[Value], setting: Setting) -> Value | None:
    count = _whole(values[1])
    return identifier_key(values[0])[:count] if count else None


def last_signs(values: Sequence[Value], setting: Setting) -> Value | None:
    count = _whole(values[1])
    return identifier_key(values[0])[-count:] if count else None


def _whole(number: Value) -> int:
    """A number of signs: 0 where it is none."""
    return number if isinstance(number, int) and number > 0 else 0


def rounded(rounding: Callable[[Fraction], int]) -> Callable[[Sequence[Value], Setting], Value | None]:
    """To a whole multiple of the second value; None where that is not above 0."""

    def to_step(values: Sequence[Value], setting: Setting) -> Value | None:
        amount, step = Fraction(values[0]), Fraction(values[1])
        return exact(rounding(amount / step) * step) if step > 0 else None

    return to_step


def half_up(ratio: Fraction) -> int:
    return floor(ratio + Fraction(1, 2)) if ratio >= 0 else -floor(-ratio + Fraction(1, 2))


def whole_period(unit: str) -> Callable[[Sequence[Value], Setting], Value | None]:
    return lambda values, setting: Period(values[0], unit) if isinstance(values[0], int) and values[0] >= 0 else None


def composed_date(values: Sequence[Value], setting: Setting) -> Value | None:
    try:
        return date(*values)
    except (ValueError, TypeError, OverflowError):
        return None


def length(text: str) -> Number:
    return len(text.strip())
