"""What generated code calls: the functions of the tree walk, with None for "no value"."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .comparison import compare
from .compile_outcomes import FALSE, TRUE
from .computing import Setting
from .evaluate_values import place_of
from .folding import identifier_key, text_key
from .money import exact
from .periods import add_to_month, shift
from .values import Division, Value, YearMonth


def quotient(left: Value, right: Value) -> Value | None:
    """left ÷ right, exact; None where the divisor is 0."""
    return exact(Fraction(left) / Fraction(right)) if right else None


def moved(day: Value, period: Value, sign: int, setting: Setting) -> Value | None:
    """A date or month and a period; None outside the calendar."""
    if isinstance(day, YearMonth):
        return add_to_month(day, period, sign)
    return shift(day, period, sign, setting.calendar.is_working_day)


def lies_inside(value: Division, place: Value) -> bool:
    """Whether a division lies in a place, which may be written as text."""
    found = place_of(place)
    return found is not None and found.contains(value)


def compared(
    operator: str, left: Value, right: Value, identifier: bool = False, order: tuple[str, ...] = ()
) -> bool | None:
    """Whether `left operator right`; None where the two cannot be compared."""
    return compare(operator, left, right, identifier, order)


def implied(condition: int, demand: int, otherwise: int) -> int:
    """若 A 则 B 否则 C, in codes: while A is undecided only what both branches agree on."""
    if condition == TRUE:
        return demand
    if condition == FALSE:
        return otherwise
    low, high = sorted((demand, otherwise))
    if high == TRUE or low == high <= TRUE:  # both pass (true or not asked), or both are false
        return high if low != FALSE else condition
    return max(condition, high)


RUNTIME: dict[str, Callable[..., Any]] = {
    "text_key": text_key,
    "identifier_key": identifier_key,
    "exact": exact,
    "quotient": quotient,
    "moved": moved,
    "compare": compared,
    "lies_inside": lies_inside,
    "implied": implied,
}
