"""What falls due in a case by the calendar alone: pure, so that it is true on its day whether or not anything woke.

Each effect is an act of the system in the transition table. `service.settling` commits it before anything else is done
to the case; the scheduler does the same for cases nobody touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from engine.calendar.clock import Counted, count
from engine.calendar.limit import Limit
from engine.calendar.working_days import Calendar
from engine.case.records import OPEN_STATES, Case
from engine.definition.checked import Definition
from engine.matter.town import Town

NOTICE_PERIOD = Limit(5, "工作日")  # 行政许可法第三十二条第一款第四项
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fall:
    """An `act` of the system that holds from `day` on. `cause` tells the same act apart in one case: the day or the
    material it springs from; act and cause happen once in a case."""

    act: str
    cause: str
    day: date


def next_fall(case: Case, definition: Definition, town: Town, calendar: Calendar) -> Fall | None:
    """The first thing that falls due if nothing is done before; None where nothing will.

    A period that reaches into a year whose calendar is not published has no effect yet (暂定).
    """
    falls = (
        _silence(case, definition, calendar),
        _advice_over(case, town, calendar),
        _correction_over(case, calendar),
        _later_over(case, calendar),
    )
    return min((fall for fall in falls if fall is not None), key=lambda fall: fall.day, default=None)


def notice_period(case: Case, definition: Definition, calendar: Calendar) -> Counted | None:
    """The five working days for the notice of defects, counted from 收件 or the last correction; None where the law of
    the matter knows none, or the time is over."""
    if case.state != "received" or case.counted_from is None or definition.matter.legal_clock != "行政许可法":
        return None
    return count(case.counted_from, NOTICE_PERIOD, calendar)


def _silence(case: Case, definition: Definition, calendar: Calendar) -> Fall | None:
    period = notice_period(case, definition, calendar)
    if period is None or period.provisional or period.last_day is None:
        return None
    return Fall("deem_accepted", period.start.isoformat(), period.last_day + _ONE_DAY)


def _advice_over(case: Case, town: Town, calendar: Calendar) -> Fall | None:
    """告知 ends with a later 收件, or when the town's period for it is over."""
    if case.state != "advised" or case.advised_at is None:
        return None
    day = case.advised_at.astimezone(town.zone).date()
    counted = count(day, town.periods.advice, calendar)
    if counted.provisional or counted.last_day is None:
        return None
    return Fall("lapse_advice", day.isoformat(), counted.last_day + _ONE_DAY)


def _correction_over(case: Case, calendar: Calendar) -> Fall | None:
    if case.state != "correcting":
        return None
    return _day_over("lapse_correction", case.corrections[-1].due, calendar)


def _later_over(case: Case, calendar: Calendar) -> Fall | None:
    """A 容缺 material that was not brought ends the case the day after it was due; not while a correction is awaited,
    nor once it is decided."""
    if case.state not in OPEN_STATES or case.state == "correcting" or case.decision or case.refusal:
        return None
    late = min(case.outstanding, key=lambda item: item.due, default=None)
    return _day_over("lapse_later", late.due, calendar) if late else None


def _day_over(act: str, due: date, calendar: Calendar) -> Fall | None:
    """What follows the day the applicant was told. Told before its year was published it has no effect until then, and
    a holiday that it turns out to be rolls on to the next working day (民法典第二百零三条)."""
    if calendar.is_provisional(due):
        return None
    return Fall(act, due.isoformat(), calendar.next_working_day(due) + _ONE_DAY)
