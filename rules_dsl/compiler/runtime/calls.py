"""What generated code calls: the functions of the tree walk, with None for "no value"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from rules_dsl.compiler.code.outcomes import FALSE, HIDDEN, OPEN, TRUE
from rules_dsl.evaluator.expressions import place_of
from rules_dsl.values.comparison import compare, key, lies_in
from rules_dsl.values.computations import Setting
from rules_dsl.values.folding import identifier_key, text_key
from rules_dsl.values.kinds import Dated, Division, Value, YearMonth
from rules_dsl.values.money import exact
from rules_dsl.values.periods import add_to_month, shift


def text_keys(options: tuple[str, ...]) -> frozenset[str]:
    """What was chosen, in the form in which texts are compared."""
    return frozenset(text_key(option) for option in options)


def holds_only(chosen: frozenset[str], members: tuple[str, ...]) -> bool:
    """Whether nothing else was chosen."""
    return chosen.issubset(members)


def quotient(left: Value, right: Value) -> Value | None:
    """left ÷ right, exact; None where the divisor is 0."""
    return exact(Fraction(left) / Fraction(right)) if right else None


def moved(day: Value, period: Value, sign: int, setting: Setting) -> Value | None:
    """A date or month and a period; None outside the calendar."""
    if isinstance(day, YearMonth):
        return add_to_month(day, period, sign)
    return shift(day, period, sign, setting.calendar.is_working_day)


def lies_in_one(value: Division, places: tuple[Value, ...]) -> bool:
    """Whether a division lies in one of the places, which may be written as text."""
    return lies_in(value, tuple(place_of(place) for place in places))


def compared(
    operator: str, left: Value, right: Value, identifier: bool = False, order: tuple[str, ...] = ()
) -> bool | None:
    """Whether `left operator right`; None where the two cannot be compared."""
    return compare(operator, left, right, identifier, order)


def among(value: Value, members: tuple[Value, ...], identifier: bool) -> bool:
    """Whether a value is one of a list."""
    return any(compare("=", value, each, identifier) for each in members)


def in_force(dated: Dated, day: date) -> Value | None:
    """The value of a parameter on a day."""
    return dated.on(day)


def agreed(condition: int, demand: int, otherwise: int) -> int:
    """若 A 则 B 否则 C, in codes, while A is undecided: only what both branches agree on."""
    low, high = sorted((demand, otherwise))
    if low == high == FALSE or (high <= TRUE and low != FALSE and high != FALSE):
        return high  # both are false, or both pass (true or not asked)
    return max(condition, high)


def version(starts: tuple[date | None, ...], day: date) -> int:
    """Which entry of a history is in force on a day; -1 before the first."""
    begun = [place for place, start in enumerate(starts) if start is None or start <= day]
    return max(begun, key=lambda place: starts[place] or date.min, default=-1)


def at_least(enough: int, codes: tuple[int, ...]) -> int:
    """Whether so many of the outcomes hold; what does not apply counts for neither side."""
    true = sum(code == TRUE for code in codes)
    gaps = [code for code in codes if code > TRUE]
    if max(codes) == HIDDEN:
        return HIDDEN
    if true >= enough:
        return TRUE
    return max(gaps) if true + len(gaps) >= enough else FALSE


def settled(
    hits: tuple[int, ...], values: tuple[Value, ...], codes: tuple[int, ...], how: str, hidden: bool
) -> tuple[Value, int]:
    """The value of a table and its code, from the outcome of each row and what stands there (a value of code 1, or the
    code of what is lost)."""
    found = [(hit, (code, value)) for hit, value, code in zip(hits, values, codes, strict=True) if hit != FALSE]
    if how == "首条":
        sure_at = next((place for place, (hit, _) in enumerate(found) if hit == TRUE), len(found))
        found = found[: sure_at + 1]
    sure = [what for hit, what in found if hit == TRUE]
    waiting = max((hit for hit, _ in found if hit > TRUE), default=0)
    if how == "汇总":
        lost = waiting or max((code for code, _ in sure if code > TRUE), default=0)
        return (None, lost) if lost else (sum(value for code, value in sure if code == TRUE), TRUE)
    if waiting:
        agrees = bool(sure) and all(what == sure[0] for _, what in found)
        return (sure[0][1], sure[0][0]) if agrees else (None, waiting)
    if not sure:
        return None, HIDDEN if hidden else OPEN
    if how == "唯一" and any(what != sure[0] for what in sure):
        return None, OPEN
    return sure[0][1], sure[0][0]


RUNTIME: dict[str, Callable[..., Any]] = {
    "text_key": text_key,
    "identifier_key": identifier_key,
    "text_keys": text_keys,
    "exact": exact,
    "quotient": quotient,
    "moved": moved,
    "compare": compared,
    "lies_in": lies_in_one,
    "among": among,
    "in_force": in_force,
    "version": version,
    "agreed": agreed,
    "at_least": at_least,
    "settled": settled,
    "key": key,
    "len": len,
    "abs": abs,
    "max": max,
    "min": min,
    "set": set,
    "holds_only": holds_only,
    "add": set.add,
}
