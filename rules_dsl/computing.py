"""What the functions of the language work out. Each gets the arguments as values and the setting; None: no value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from . import periods
from .money import exact
from .scope import Calendar
from .values import Number, Period, Value, YearMonth

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


def working_days(values: Sequence[Value], setting: Setting) -> Value:
    start, end = values
    if end < start:
        return -setting.calendar.working_days_between(end, start)
    return setting.calendar.working_days_between(start, end)


def to_step(values: Sequence[Value], rounding: Callable[[Fraction], int]) -> Value | None:
    amount, step = Fraction(values[0]), Fraction(values[1])
    return exact(rounding(amount / step) * step) if step > 0 else None


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
