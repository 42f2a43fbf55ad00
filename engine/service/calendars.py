"""Loading a new or corrected calendar: kept for all towns, in force at once, every open case counted again by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.calendar import Calendar, Ruling
from engine.calendar_file import YearCalendar
from engine.events import CaseError
from engine.service.context import Service
from engine.service.filing_clock import filing_instant
from engine.service.settling import settled
from engine.store.contract import Notice


class CalendarError(CaseError):
    """A calendar that cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was loaded, how many cases were looked at again, and in how many a last day is another one now."""

    notice: Notice
    recounted: int
    changed: int


def load(service: Service, calendar: YearCalendar, number: str = "") -> Outcome:
    """Keep the calendar and count every open case again. `number` is that of the notice where the file names none.

    CalendarError where there is no number, or where nothing would change; ClockBackError while the clock stands in the
    past; StoreError where somebody else was first.
    """
    number = (number or calendar.notice).strip()
    if not number:
        raise CalendarError("请写明放假通知的文号：在文件里写 notice，或者用 --notice。改了到期日的办件会记下它。")
    service.refresh_calendar()
    if calendar.year in service.calendar.years and calendar.rulings == of_year(service.calendar, calendar.year):
        raise CalendarError(f"{calendar.year}年的放假安排已经是这样，没有要载入的。")
    town = next(iter(service.towns.values()))
    with service.store.transaction(town.id) as tx:
        now = filing_instant(service, tx, town)
        notice = Notice(service.store.calendar_version() + 1, calendar.year, number, calendar.rulings, now)
        tx.load_calendar(notice)
    cases = [case for town in service.towns for case in settled(service, town)]
    changed = sum(any(change.at >= notice.loaded_at for change in case.deadline_changes) for case in cases)
    return Outcome(notice, len(cases), changed)


def of_year(calendar: Calendar, year: int) -> Mapping[date, Ruling]:
    """What a calendar rules for the days of one year."""
    return {day: ruling for day, ruling in calendar.rulings.items() if day.year == year}
