"""Which days are working days (工作日): the State Council's yearly notices, make-up weekends included.

Published years come from the package `chinesecalendar`; a newer year or a correction is passed in. Nothing here asks
what day it is today.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, groupby
from types import MappingProxyType

from chinese_calendar.constants import holidays as _PUBLISHED_OFF
from chinese_calendar.constants import workdays as _PUBLISHED_WORKED

_ONE_DAY = timedelta(days=1)
_FESTIVALS = {
    "New Year's Day": "元旦假期",
    "Spring Festival": "春节假期",
    "Tomb-sweeping Day": "清明节假期",
    "Labour Day": "劳动节假期",
    "Dragon Boat Festival": "端午节假期",
    "National Day": "国庆节假期",
    "Mid-autumn Festival": "中秋节假期",
    "Anti-Fascist 70th Day": "抗战胜利纪念日假期",
}
# 全国年节及纪念日放假办法 (2024 version), art. 2: the days of the Gregorian calendar. 春节, 清明, 端午 and 中秋 follow
# the lunar calendar and the solar terms and stand only in the notice.
_STATUTORY = {
    (1, 1): "元旦假期",
    (5, 1): "劳动节假期",
    (5, 2): "劳动节假期",
    (10, 1): "国庆节假期",
    (10, 2): "国庆节假期",
    (10, 3): "国庆节假期",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a notice says of one day: whether it is worked, and why, in Chinese (春节假期, 调休上班)."""

    works: bool
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """A frozen calendar: `rulings` for days that a notice names, `years` whose notice is known in full.

    In a known year every other day goes by its weekday. An unknown year counts Monday to Friday less the statutory
    days known by rule (1 January, 1–2 May, 1–3 October); its lunar holidays and make-up weekends cannot be known, so
    every day of it is provisional (暂定) unless a ruling names it.
    """

    rulings: Mapping[date, Ruling]
    years: frozenset[int]
    _changes: tuple[tuple[int, ...], tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        frozen = {day: self.rulings[day] for day in sorted(self.rulings)}
        object.__setattr__(self, "rulings", MappingProxyType(frozen))
        # Where the rulings depart from plain weekdays, with the running total: counting long spans stays quick.
        changes = (ruling.works - self._works_by_rule(day) for day, ruling in frozen.items())
        ordinals = tuple(day.toordinal() for day in frozen)
        object.__setattr__(self, "_changes", (ordinals, tuple(accumulate(changes, initial=0))))

    def with_year(self, year: int, rulings: Mapping[date, Ruling]) -> Calendar:
        """This calendar with the notice of a year, new or corrected, in place of what it says of that year."""
        others = {day: ruling for day, ruling in self.rulings.items() if day.year != year}
        return Calendar(rulings=others | dict(rulings), years=self.years | {year})

    def without_years(self, years: Iterable[int]) -> Calendar:
        """This calendar as it was before the notices of these years were known."""
        gone = frozenset(years)
        return Calendar(
            {day: ruling for day, ruling in self.rulings.items() if day.year not in gone}, self.years - gone
        )

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`; in an unpublished year the best that can be said (see `is_provisional`)."""
        ruling = self.rulings.get(day)
        return ruling.works if ruling else self._works_by_rule(day)

    def is_provisional(self, day: date) -> bool:
        """Whether `day` lies in a year whose notice is not known, so that the answer for it may still change."""
        return day.year not in self.years and day not in self.rulings

    def why(self, day: date) -> str:
        """Why `day` is worked or not, in Chinese: 工作日, 周末, 春节假期, 调休上班 …"""
        ruling = self.rulings.get(day)
        if ruling:
            return ruling.why
        if day.year not in self.years and (day.month, day.day) in _STATUTORY:
            return _STATUTORY[day.month, day.day]
        return "工作日" if day.weekday() < 5 else "周末"

    def next_working_day(self, day: date) -> date:
        """The first working day on or after `day`. OverflowError where the year 9999 holds no more of them."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie between `a` and `b`: `a` itself is left out, `b` is counted.

        Negative where `b` lies before `a` (then the days from `b` up to the day before `a`), 0 for the same day.
        """
        first, last = a.toordinal(), b.toordinal()
        return self._worked(first + 1, last) if b >= a else -self._worked(last, first - 1)

    def working_days_of(self, year: int) -> int:
        """How many working days a year has."""
        return self._worked(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())

    def _works_by_rule(self, day: date) -> bool:
        if day.weekday() > 4:
            return False
        return day.year in self.years or (day.month, day.day) not in _STATUTORY

    def _worked(self, first: int, last: int) -> int:
        """Working days from `first` to `last`, both included, as ordinals (day 1 is a Monday)."""
        if last < first:
            return 0
        count = _weekdays_until(last) - _weekdays_until(first - 1)
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            if year not in self.years:
                fixed = (date(year, month, number) for month, number in _STATUTORY)
                count -= sum(first <= day.toordinal() <= last and day.weekday() < 5 for day in fixed)
        days, totals = self._changes
        return count + totals[bisect_right(days, last)] - totals[bisect_left(days, first)]


def of_year(calendar: Calendar, year: int) -> Mapping[date, Ruling]:
    """What a calendar rules for the days of one year, in their order."""
    return {day: ruling for day, ruling in calendar.rulings.items() if day.year == year}


def told_by_reason(calendar: Calendar, year: int) -> Iterator[tuple[str, str]]:
    """The ruled days of a year as people read them: why, and the days that follow one another so (1月1日、1月2日)."""
    for why, group in groupby(of_year(calendar, year).items(), key=lambda item: item[1].why):
        yield why, "、".join(f"{day.month}月{day.day}日" for day, _ruling in group)


def _weekdays_until(ordinal: int) -> int:
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def national_calendar(
    extra_years: Mapping[int, Mapping[date, Ruling]] | None = None,
    overrides: Mapping[date, Ruling] | None = None,
) -> Calendar:
    """The calendar of the published notices.

    `extra_years` maps a year to the rulings of its notice and makes that year a published one (a year the package
    knows already is replaced); `overrides` are single days that differ, of any year, and win over everything.
    """
    published = _published()
    added = dict(extra_years or {})
    rulings = {day: ruling for day, ruling in published.items() if day.year not in added}
    for notice in added.values():
        rulings.update(notice)
    rulings.update(overrides or {})
    return Calendar(rulings=rulings, years=frozenset(day.year for day in published) | frozenset(added))


def _published() -> dict[date, Ruling]:
    off = {day: Ruling(False, _FESTIVALS.get(name, "节假日")) for day, name in _PUBLISHED_OFF.items()}
    worked = {day: Ruling(True, "调休上班") for day in _PUBLISHED_WORKED}
    return off | worked
