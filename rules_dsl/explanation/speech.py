"""A checked tree as a Chinese sentence for people who never see a rule: names in 「」, words instead of signs.

`spoken` says what a test asks or what an expression is, `denied` the opposite of a test. What each kind of node says
stands in `phrases` (values) and `sentences` (tests); both fill the table here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from rules_dsl.text.wording import value_text
from rules_dsl.tree import nodes
from rules_dsl.values.kinds import Type, Value, YearMonth

SPOKEN: dict[type, Callable[[Any], str]] = {}


def spoken(node: nodes.Node) -> str:
    """The sentence of a test, or the phrase of an expression, without a full stop."""
    return SPOKEN[type(node)](node)


def told(value: Value, type: Type | None = None) -> str:
    """A value as a sentence says it: 50元, 2026年3月2日, “已婚”, 河南省."""
    if isinstance(value, bool):
        return "“是”" if value else "“否”"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return "、".join(f"“{each}”" for each in value) or "一项也没有选"
    if isinstance(value, YearMonth):
        return f"{value.year}年{value.month}月"
    return value_text(value, type)


def day_text(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def listed(parts: Iterable[str], last: str = "或") -> str:
    """甲、乙或丙."""
    *first, end = parts
    return f"{'、'.join(first)}{last}{end}" if first else end


def numbered(parts: Iterable[str]) -> str:
    """（1）甲；（2）乙."""
    return "；".join(f"（{number}）{part}" for number, part in enumerate(parts, start=1))
