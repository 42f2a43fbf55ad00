"""How values compare: text in its folded form, identifiers without spaces, ordered options by place, money exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .folding import identifier_key, text_key
from .kinds import IDENTIFIER_KINDS, Division, Period, Type, Value
from .periods import period_size

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "≠": lambda left, right: left != right,
    "≥": lambda left, right: left >= right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}


def is_identifier(*types: Type) -> bool:
    """Whether one of these is an identifier, so that all are compared as such."""
    return any(type.kind in IDENTIFIER_KINDS for type in types)


def key(value: Value, identifier: bool = False) -> Value:
    """The form in which a value is compared with its like."""
    if isinstance(value, str):
        return identifier_key(value) if identifier else text_key(value)
    if isinstance(value, Period):
        return period_size(value)[1]
    if isinstance(value, Division):
        return value.name.replace(" ", "")
    return value


def compare(
    operator: str, left: Value, right: Value, identifier: bool = False, order: tuple[str, ...] = ()
) -> bool | None:
    """Whether `left operator right`; None where the two cannot be compared (days with months, an unlisted option)."""
    if order:
        places = {text_key(option): place for place, option in enumerate(order)}
        one, other = places.get(text_key(left)), places.get(text_key(right))
        return None if one is None or other is None else _ORDER[operator](one, other)
    if isinstance(left, Division) and isinstance(right, Division) and left.code and right.code:
        return _ORDER[operator](left.code, right.code)
    if isinstance(left, Period) and isinstance(right, Period) and period_size(left)[0] != period_size(right)[0]:
        return None
    if isinstance(left, Period) != isinstance(right, Period):  # a length against a word such as 长期
        return {"=": False, "≠": True}.get(operator)
    return _ORDER[operator](key(left, identifier), key(right, identifier))


def lies_in(value: Value, places: tuple[Value, ...]) -> bool:
    """Whether a division lies in one of the places."""
    return any(place.contains(value) for place in places if isinstance(place, Division))
