"""Loading a new or corrected calendar: what it would change is shown first; then it is kept for all towns, in force at
once, and every open case is counted again by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.calendar.notice import YearCalendar
from engine.calendar.working_days import Calendar, of_year
from engine.case.events import CaseError
from engine.case.fold import fold
from engine.case.lights import clocks
from engine.procedure.recount import changes
from engine.service.cases.settling import settled
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import filing_instant
from engine.store.kept import Notice


class CalendarError(CaseError):
    """A calendar that cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was loaded, how many cases were looked at again, and in how many a last day is another one now."""

    notice: Notice
    recounted: int
    changed: int


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day on which offices work and did not, or the other way round, and why before and after, in Chinese."""

    day: date
    works: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A last day of an open case that becomes another one: the case, its matter, the name of the limit, old and new."""

    case: str
    title: str
    clock: str
    old: date
    new: date


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What loading a calendar would do now: the days that change, the last days that move in the cases of one town, in
    how many of its other cases a day that was 暂定 becomes certain as it is, how many cases of other towns change."""

    number: str
    days: tuple[DayChange, ...]
    moved: tuple[Moved, ...]
    settled: int
    elsewhere: int


def foresee(service: Service, town: str, calendar: YearCalendar, number: str = "") -> Foreseen:
    """What `load` would change; nothing is changed yet. The cases named are those of `town`. CalendarError as there."""
    number = _number_of(service, calendar, number)
    before, after = service.calendar, service.calendar.with_year(calendar.year, calendar.rulings)
    moved: list[Moved] = []
    settled_ones = elsewhere = 0
    for place in service.towns:
        for found, certain in _recounted(service, place, before, after):
            if place != town:
                elsewhere += bool(found)
            else:
                moved += found
                settled_ones += certain and not found
    days = (
        date.fromordinal(n)
        for n in range(date(calendar.year, 1, 1).toordinal(), date(calendar.year + 1, 1, 1).toordinal())
    )
    changed = tuple(
        DayChange(day, after.is_working_day(day), before.why(day), after.why(day))
        for day in days
        if before.is_working_day(day) != after.is_working_day(day)
    )
    return Foreseen(number, changed, tuple(sorted(moved, key=lambda one: (one.new, one.case))), settled_ones, elsewhere)


def load(
    service: Service, calendar: YearCalendar, number: str = "", *, by: str = "", version: int | None = None
) -> Outcome:
    """Keep the calendar and count every open case again. `number` is that of the notice where the file names none, `by`
    the account that loads it; `version` the number of calendars there were when somebody looked at what would change.

    CalendarError where there is no number, or where nothing would change; ClockBackError while the clock stands in the
    past; StoreError where somebody else was first.
    """
    number = _number_of(service, calendar, number)
    town = next(iter(service.towns.values()))
    last = service.store.calendar_version() if version is None else version
    with service.store.transaction(town.id) as tx:
        now = filing_instant(service, tx, town)
        notice = Notice(last + 1, calendar.year, number, calendar.rulings, now, by)
        tx.load_calendar(notice)
    cases = [case for name in service.towns for case in settled(service, name)]
    changed = sum(any(change.at >= notice.loaded_at for change in case.deadline_changes) for case in cases)
    return Outcome(notice, len(cases), changed)


def _number_of(service: Service, calendar: YearCalendar, number: str) -> str:
    number = (number or calendar.notice).strip()
    if not number:
        raise CalendarError(
            "请写明放假通知的文号：写在文件的 notice 里，或者另外填写（命令用 --notice）。改了到期日的办件会记下它。"
        )
    service.refresh_calendar()
    if calendar.year in service.calendar.years and calendar.rulings == of_year(service.calendar, calendar.year):
        raise CalendarError(f"{calendar.year}年的放假安排已经是这样，没有要载入的。")
    return number


def _recounted(service: Service, town_id: str, before: Calendar, after: Calendar) -> Iterator[tuple[list[Moved], bool]]:
    """Each open case of a town: its last days that move, and whether one that was 暂定 becomes certain."""
    town = service.town(town_id)
    for number in service.store.counted(town_id):
        case = fold(service.store.events(town_id, number))
        definition = service.pinned(case.definition)
        found = [
            Moved(case.id, case.title, name, old, new)
            for name, old, new in changes(case, definition, town, before, after)
        ]
        open_before = {clock.name for clock in clocks(case, definition, town, before) if clock.provisional}
        open_after = {clock.name for clock in clocks(case, definition, town, after) if clock.provisional}
        yield found, bool(open_before - open_after)
