"""The due date of a case, by hand from the calendar of 2026: from 受理 or 收件, pauses left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.calendar.limit import Limit
from engine.case.deadline import deadline, start_of
from engine.case.records import Case, Pause
from engine.definition.checked import Definition
from tests.support.counter import CALENDAR, small


def limited(promised: Limit, statutory: Limit | None = None, starts: str = "受理") -> Definition:
    definition = small("steps")
    limit = replace(definition.matter.time_limit, promised=promised, statutory=statutory, starts=starts)
    return replace(definition, matter=replace(definition.matter, time_limit=limit))


def last_day(definition: Definition, case: Case) -> date | None:
    due = deadline(case, definition, CALENDAR)
    assert due is not None
    return due.last_day


@pytest.mark.parametrize(
    ("accepted_on", "days", "last"),
    [
        (date(2026, 1, 1), 1, date(2026, 1, 4)),  # a worked Sunday
        (date(2026, 2, 11), 5, date(2026, 2, 25)),  # 春节
        (date(2026, 4, 29), 20, date(2026, 5, 29)),  # 劳动节, and 9 May is worked
        (date(2026, 9, 30), 5, date(2026, 10, 13)),  # 国庆节, and 10 October is worked
        (date(2026, 10, 9), 2, date(2026, 10, 12)),
    ],
)
def test_working_days_run_from_acceptance(accepted_on: date, days: int, last: date) -> None:
    case = Case(state="in_review", counted_from=date(2025, 12, 1), accepted_on=accepted_on)
    assert last_day(limited(Limit(days, "工作日")), case) == last


def test_a_limit_from_receipt_runs_before_acceptance() -> None:
    case = Case(state="received", counted_from=date(2026, 2, 11))
    assert last_day(limited(Limit(5, "工作日"), starts="收件"), case) == date(2026, 2, 25)
    later = replace(case, state="in_review", accepted_on=date(2026, 2, 13))
    assert last_day(limited(Limit(5, "工作日"), starts="收件"), later) == date(2026, 2, 25)
    assert start_of(later, limited(Limit(5, "工作日"))) == date(2026, 2, 13)


def test_no_clock_runs_before_acceptance_or_after_a_refusal() -> None:
    definition = limited(Limit(5, "工作日"))
    for case in (
        Case(state="advised"),
        Case(state="received", counted_from=date(2026, 3, 2)),
        Case(state="refused", counted_from=date(2026, 3, 2), refusal={"ground": "面积超限"}),
    ):
        assert deadline(case, definition, CALENDAR) is None
    refused = Case(state="refused", counted_from=date(2026, 3, 2), refusal={"ground": "面积超限"})
    assert deadline(refused, limited(Limit(5, "工作日"), starts="收件"), CALENDAR) is None


def test_the_earlier_limit_governs() -> None:
    # Seven working days from 11 February 2026 end on 27 February (12 13 14 24 25 26 27); fifteen days end on the 26th.
    case = Case(state="in_review", accepted_on=date(2026, 2, 11))
    due = deadline(case, limited(Limit(7, "工作日"), Limit(15, "日")), CALENDAR)
    assert due is not None
    assert (due.last_day, due.governed_by) == (date(2026, 2, 26), "法定时限")
    assert due.promised.last_day == date(2026, 2, 27)


def test_the_days_of_a_pause_are_left_out_and_an_open_one_holds_everything() -> None:
    # Seven working days from Monday 2 March, without 5 to 12 March: 3 4, then 13, 16 17 18 19 March.
    definition = limited(Limit(7, "工作日"))
    case = Case(state="in_review", accepted_on=date(2026, 3, 2))
    held = replace(case, pauses=(Pause("公示", "公示", date(2026, 3, 4), date(2026, 3, 12)),))
    assert last_day(definition, case) == date(2026, 3, 11)
    assert last_day(definition, held) == date(2026, 3, 19)
    assert last_day(definition, replace(case, pauses=(Pause("公示", "公示", date(2026, 3, 4)),))) is None
    ended_late = Pause("公示", "公示", date(2026, 3, 4), date(2026, 3, 20), until=date(2026, 3, 12))
    assert last_day(definition, replace(case, pauses=(ended_late,))) == date(2026, 3, 19)


def test_a_limit_that_reaches_into_an_unpublished_year_is_provisional() -> None:
    case = Case(state="in_review", accepted_on=date(2026, 12, 25))
    due = deadline(case, limited(Limit(5, "工作日")), CALENDAR)
    assert due is not None and due.provisional
