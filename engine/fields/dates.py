"""Dates and months, read in the ways people write them and shown as 2026年3月2日 and 2026年3月."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.fields.text import compact
from engine.matter.records import Field
from rules_dsl import YearMonth

EARLIEST_YEAR = 1800  # no answer is older: a year like 0202 is a slip; 9999-12-31 stands for 长期
_DATE = re.compile(
    r"(?P<y>[0-9]{4})(?:(?P<sign>[-/.])(?P<m>[0-9]{1,2})(?P=sign)(?P<d>[0-9]{1,2})"
    r"|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})[日号]|(?P<m3>[0-9]{2})(?P<d3>[0-9]{2}))"
)
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月|([0-9]{2}))")


def date_text(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_date(typed: Typed) -> date:
    """The date as people type it; FieldError says what to enter."""
    found = _DATE.fullmatch(compact(typed))
    if not found:
        raise FieldError("请填完整的日期，例如 2026-03-02 或 2026年3月2日。")
    year, month, day = (int(part) for part in (found["y"], _first(found, "m"), _first(found, "d")))
    _check_year(year)
    try:
        return date(year, month, day)
    except ValueError:
        raise FieldError(f"没有{year}年{month}月{day}日这一天，请核对。") from None


def _read_date(typed: Typed, field: Field, filed: date) -> date:
    return read_date(typed)


def _usual_date(field: Field) -> Callable[[str], date]:
    earliest = str(EARLIEST_YEAR)

    def usual(text: str) -> date:
        if text[7] == "-" and text >= earliest:  # so it is no week, and no date without signs
            return date.fromisoformat(text)
        raise ValueError

    return usual


def _read_month(typed: Typed, field: Field, filed: date) -> YearMonth:
    found = _MONTH.fullmatch(compact(typed))
    if not found:
        raise FieldError("请填年份和月份，例如 2026-03 或 2026年3月。")
    year, month = int(found[1]), int(found[2] or found[3] or found[4])
    _check_year(year)
    if not 1 <= month <= 12:
        raise FieldError(f"没有{month}月，月份请填1至12。")
    return YearMonth(year, month)


def _first(found: re.Match[str], part: str) -> str:
    return found[part] or found[f"{part}2"] or found[f"{part}3"]


def _check_year(year: int) -> None:
    if year < EARLIEST_YEAR:
        raise FieldError(f"年份请填四位数，不早于{EARLIEST_YEAR}年。")


def _show_date(value: date, field: Field) -> str:
    return date_text(value)


def _show_month(value: YearMonth, field: Field) -> str:
    return f"{value.year}年{value.month}月"


DATE = FieldKind(widget="date", read=_read_date, show=_show_date, mask=_show_date, usual=_usual_date)
MONTH = FieldKind(widget="month", read=_read_month, show=_show_month, mask=_show_month)
