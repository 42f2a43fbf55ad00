"""Values as people write them, and literals as the language does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from rules_dsl.values.kinds import (
    NOT_APPLICABLE,
    UNANSWERED,
    UNCHECKED,
    Absent,
    Division,
    MonthDay,
    Period,
    Type,
    Value,
)
from rules_dsl.values.money import decimal_text, money_text, number_text

from .keywords import KEYWORDS

_WORDS = {NOT_APPLICABLE: "不适用", UNANSWERED: "未填", UNCHECKED: "未核"}


def value_text(value: Value, type: Type | None = None) -> str:
    """A value as people write it: 50元, 3%, 2026-03-02, 是, 甲、乙."""
    if isinstance(value, Absent):
        return _WORDS[value]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, MonthDay):
        return f"{value.month}月{value.day}日"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction):
        if type is not None and type.kind == "金额":
            return money_text(value)
        if type is not None and type.percent:
            return f"{decimal_text(Fraction(value) * 100)}%"
        unit = type.unit if type is not None and type.unit else ""
        return f"{number_text(value)}{unit}"
    if isinstance(value, tuple):
        if value and not isinstance(value[0], str | int | Fraction | date | Division | Period):
            return f"{len(value)}行"
        return "、".join(value_text(each, type.of if type is not None else None) for each in value) or "无"
    return str(value)


def constant_text(value: Value | MonthDay, type: Type, percent: bool = False) -> str:
    """A literal as the language writes it; exact, so that it reads again as the same value of the same type."""
    if isinstance(value, str):
        return value if type.kind in ("选项", "多选") and is_bare(value) else quoted(value)
    if isinstance(value, Division):
        return quoted(value.name)
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        if type.kind == "金额":
            return _money(Fraction(value) / 100)
        if percent:
            return f"{decimal_text(Fraction(value) * 100, 40)}%"
        return f"{decimal_text(value, 40)}{type.unit or ''}"
    if isinstance(value, Period):
        return f"{value.count}{'个' if value.unit == '工作日' else ''}{value.unit}"
    return value_text(value, type)


def _money(yuan: Fraction) -> str:
    """An amount in the largest unit that leaves at most one decimal."""
    for unit, size in (("亿元", 10**8), ("万元", 10**4)):
        if yuan >= size and yuan * 10 % size == 0:
            return f"{decimal_text(yuan / size, 1)}{unit}"
    return f"{decimal_text(yuan, 40)}元"


def quoted(text: str) -> str:
    """A text in quotes that it does not hold itself."""
    return f'"{text}"' if "”" in text else f"“{text}”"


def is_bare(word: str) -> bool:
    """Whether a name or an option may be written without quotes."""
    plain = all(sign.isalnum() for sign in word)
    return bool(word) and plain and not word[0].isdigit() and word not in KEYWORDS
