"""日期 and 年月: 2026-03-02, 2026年3月2日, 2026/3/2, 2026.3.2 and 20260302 are read, full-width digits too."""

from __future__ import annotations

import re
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed, narrow, single
from engine.matter import Field
from rules_dsl import Type, Value, YearMonth

EARLIEST, LATEST = 1850, 2200
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?|([0-9]{4})([0-9]{2})")


def _numbers(pattern: re.Pattern[str], typed: Typed, example: str) -> list[int]:
    text = re.sub(r"\s", "", narrow(single(typed)))
    found = pattern.fullmatch(text)
    if found is None:
        raise FieldError(f"请按 {example} 的样子填写。")
    numbers = [int(part) for part in found.groups() if part is not None]
    if not EARLIEST <= numbers[0] <= LATEST:
        raise FieldError(f"年份 {numbers[0]} 不对，请核对。")
    if not 1 <= numbers[1] <= 12:
        raise FieldError(f"一年没有 {numbers[1]} 月，请核对。")
    return numbers


def read_date(typed: Typed) -> date:
    """The date as people type it. FieldError says what to enter."""
    year, month, day = _numbers(_DATE, typed, "2026-03-02")
    try:
        return date(year, month, day)
    except ValueError:
        raise FieldError(f"{year}年{month}月没有{day}日，请核对。") from None


def _read_month(typed: Typed, field: Field, filed: date) -> YearMonth:
    return YearMonth(*_numbers(_MONTH, typed, "2026-03"))


def _show_date(value: Value, field: Field) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _show_month(value: Value, field: Field) -> str:
    return str(value)


DATE_KINDS = (
    FieldKind("日期", "date", lambda typed, field, filed: read_date(typed), _show_date, lambda field: Type("日期")),
    FieldKind("年月", "month", _read_month, _show_month, lambda field: Type("年月")),
)
