"""A year's notice of holidays as a file: read strictly, and checked for completeness and plausibility before anything
is counted by it. A day left out would move the due date of every case, so the days are held against a sum.

Festivals and their days: 全国年节及纪念日放假办法, articles 2 (as of 2025: thirteen days; before: eleven).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.calendar.working_days import Calendar, Ruling
from engine.yaml_source.schema import check_schema
from engine.yaml_source.tree import MatterProblem, Path_, Source

_ONE_DAY = timedelta(days=1)
_BETWEEN = re.compile(" ?至 ?")
_LONGEST = 31  # days of one festival
_FIRST_YEAR = 2008  # before it other festivals were kept


@dataclass(frozen=True, slots=True)
class Festival:
    """A statutory festival: how many of its days are given off at least, and between which days of the year
    ((month, day)) its own day lies; the fixed days themselves where there are any."""

    days: int
    earliest: tuple[int, int]
    latest: tuple[int, int]
    fixed: tuple[tuple[int, int], ...] = ()


FESTIVALS: dict[str, Festival] = {
    "元旦": Festival(1, (1, 1), (1, 1), ((1, 1),)),
    "春节": Festival(3, (1, 20), (2, 24)),
    "清明节": Festival(1, (4, 4), (4, 6)),
    "劳动节": Festival(1, (5, 1), (5, 2), ((5, 1),)),
    "端午节": Festival(1, (5, 27), (6, 26)),
    "中秋节": Festival(1, (9, 7), (10, 8)),
    "国庆节": Festival(3, (10, 1), (10, 3), ((10, 1), (10, 2), (10, 3))),
}


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """What a file says: the year, the number of its notice ('' where the file names none), every day it rules on."""

    year: int
    notice: str
    rulings: Mapping[date, Ruling]


@dataclass(frozen=True, slots=True)
class _Day:
    """One day as the file writes it, and where."""

    date: date
    works: bool
    festival: str
    where: Path_


def read_calendar(source: Source) -> tuple[YearCalendar | None, tuple[MatterProblem, ...]]:
    """The calendar of a file, or everything that is wrong with it."""
    problems = check_schema(source, "calendar.schema.json")
    if problems:
        return None, problems
    data = source.plain()
    year = int(data["year"])
    told = _Told(source)
    days = tuple(_days(data, told))
    _check_days(year, days, told)
    if not told.problems:  # what is missing can be said once what is there is right
        _check_year(year, data, days, told)
    if told.problems:
        return None, tuple(told.problems)
    rulings = {day.date: Ruling(day.works, "调休上班" if day.works else f"{day.festival}假期") for day in days}
    return YearCalendar(year, data.get("notice", ""), rulings), ()


class _Told:
    """Collects what is wrong, each with its place in the file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[MatterProblem] = []

    def tell(self, where: Path_, code: str, message: str, fix: str, *, key: bool = False) -> None:
        line, column = self.source.place(where, key=key)
        self.problems.append(MatterProblem(self.source.path, line, column, "error", code, message, fix))


def _days(data: Mapping[str, Any], told: _Told) -> Iterator[_Day]:
    """The days of either way of writing, as far as they can be read."""
    if "days" in data and ("off" in data or "worked" in data):
        message = "放假的日子写了两遍：days，还有 off 和 worked。"
        told.tell(("days",), "calendar_twice", message, "请只用一种写法。", key=True)
        return
    if "days" not in data and "off" not in data:
        told.tell((), "calendar_empty", "没有写哪些日子放假。", "请写 off 和 worked，或者 days。")
    for number, one in enumerate(data.get("days", ())):
        where: Path_ = ("days", number, "date")
        day = _date(one["date"], where, told)
        if day:
            yield _Day(day, one["isOffDay"] == "false", one["name"].removesuffix("假期"), where)
    for festival, text in data.get("off", {}).items():
        where = ("off", festival)
        ends = [_date(part, where, told) for part in _BETWEEN.split(text)]
        first, last = ends[0], ends[-1]
        if first and last and not 0 <= (last - first).days < _LONGEST:
            told.tell(where, "calendar_span", f"「{text}」不是一段放假的日子。", f"前一天在前，最多{_LONGEST}天。")
        elif first and last:
            for step in range((last - first).days + 1):
                yield _Day(first + step * _ONE_DAY, False, festival, where)
    for number, text in enumerate(data.get("worked", ())):
        day = _date(text, ("worked", number), told)
        if day:
            yield _Day(day, True, "", ("worked", number))


def _date(text: str, where: Path_, told: _Told) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        told.tell(where, "calendar_no_such_day", f"没有「{text}」这一天。", "请核对月份和日期。")
        return None


def _check_days(year: int, days: tuple[_Day, ...], told: _Told) -> None:
    """Each day by itself: of this year, written once, a make-up day at a weekend, a festival the law knows."""
    if year < _FIRST_YEAR:
        told.tell(("year",), "calendar_year", f"{year}年太早。", f"只能载入{_FIRST_YEAR}年以后的放假安排。")
    seen: set[date] = set()
    unknown: set[str] = set()
    for day in days:
        if day.date.year != year:
            message = f"{day.date.isoformat()}不是{year}年的日子。"
            told.tell(day.where, "calendar_other_year", message, f"请写进{day.date.year}年的日历文件。")
        if day.date in seen:
            told.tell(day.where, "calendar_day_twice", f"{day.date.isoformat()}写了两次。", "请只留对的那一次。")
        seen.add(day.date)
        if day.works and day.date.weekday() < 5:
            message = f"{day.date.isoformat()}是{_weekday(day.date)}，本来就上班，不是调休。"
            told.tell(day.where, "calendar_not_weekend", message, "调休上班的是周六或周日，请核对日期。")
        strange = [name for name in re.split("[、和]", day.festival) if name and name not in FESTIVALS]
        if not day.works and strange and day.festival not in unknown:
            unknown.add(day.festival)
            message = f"没有「{'、'.join(strange)}」这个法定节日。"
            told.tell(day.where, "calendar_unknown_festival", message, f"请写：{'、'.join(FESTIVALS)}。")


def _check_year(year: int, data: Mapping[str, Any], days: tuple[_Day, ...], told: _Told) -> None:
    """The year as a whole: every statutory festival on days it can have, and the sum of its working days."""
    top: Path_ = ("days",) if "days" in data else ("off",)
    off = {day.date: day.festival for day in days if not day.works}
    for name, festival in FESTIVALS.items():
        given = [day for day, festivals in off.items() if name in festivals]
        first, last = date(year, *festival.earliest), date(year, *festival.latest)
        for month, number in festival.fixed:
            if date(year, month, number) not in off:
                message = f"{name}的{month}月{number}日没有放假。"
                told.tell(top, "calendar_statutory_day", message, "法定节假日要写全。", key=True)
        if len(given) < festival.days:
            message = f"{name}只放了{len(given)}天。" if given else f"没有{name}的放假。"
            told.tell(top, "calendar_festival", message, f"至少放{festival.days}天，请照通知补全。", key=True)
        elif not any(first <= day <= last for day in given):
            message = f"{name}不会在{given[0].month}月{given[0].day}日。"
            when = f"它在{first.month}月{first.day}日至{last.month}月{last.day}日之间，请核对日期。"
            told.tell(top, "calendar_festival", message, when, key=True)
    if not told.problems:
        _check_sum(year, data, days, top, told)


def _check_sum(year: int, data: Mapping[str, Any], days: tuple[_Day, ...], top: Path_, told: _Told) -> None:
    """A make-up day answers for each weekday given off beyond the statutory days; a day left out breaks the sum."""
    plain = Calendar({}, frozenset({year}))
    counted = plain.with_year(year, {day.date: Ruling(day.works, "") for day in days}).working_days_of(year)
    usual = plain.working_days_of(year) - (13 if year >= 2025 else 11)
    if "working_days" in data:
        if counted != int(data["working_days"]):
            message = f"文件写明全年{data['working_days']}个工作日，按所列的日子算出来是{counted}个。"
            told.tell(("working_days",), "calendar_sum", message, "请核对有没有漏写、多写的日子。")
    elif counted != usual:
        less = "漏了放假的日子，或者多写了调休上班" if counted > usual else "漏了调休上班的日子，或者多写了放假"
        message = f"全年应当是{usual}个工作日，按所列的日子算出来是{counted}个：{less}。"
        fix = "请照通知核对；通知确实如此的，在文件里写明 working_days。"
        told.tell(top, "calendar_sum", message, fix, key=True)


def _weekday(day: date) -> str:
    return f"周{'一二三四五六日'[day.weekday()]}"
