"""The days a case has: from its events and the calendar alone, so that anybody computes the same date again."""

from __future__ import annotations

from datetime import date

from engine.calendar.clock import Due, Interval, due
from engine.calendar.limit import parse_limit
from engine.calendar.working_days import Calendar
from engine.case.records import Case
from engine.definition.checked import Definition
from engine.review.verdict import terms_in


def start_of(case: Case, definition: Definition) -> date | None:
    """The day limits run from: 受理, or 收件 where the matter says so; None before it."""
    return case.counted_from if definition.matter.time_limit.starts == "收件" else case.accepted_on


def deadline(case: Case, definition: Definition, calendar: Calendar) -> Due | None:
    """When the case must be decided: the earlier of promised and statutory limit, extended where it was, each with its
    days.

    None while no clock runs: before 受理, while a correction is awaited, when the case ended without a decision (also
    once it is archived), or where the limit hangs on an answer nobody has given. Suspended days (special procedures,
    行政许可法第四十五条) are left out; while one is open the last day is not known.
    """
    start = start_of(case, definition)
    if start is None or case.state == "correcting" or case.refusal or case.ending:
        return None
    terms = terms_in(case.verdict, definition.matter)
    if terms.promised is None:
        return None
    held = [Interval(pause.suspended_on, pause.last_day) for pause in case.pauses]
    extension = parse_limit(case.extension.length) if case.extension else None
    return due(terms.promised, terms.statutory, start, calendar, held, extension)
