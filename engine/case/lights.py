"""How urgent a case is, from the working time that is left: 绿灯, 预警, 黄牌 on the last day, 红牌 after it. Pure.

Every limit the office has to keep is a `Clock`: 办结, the notice of defects, each open step, the certificate. A clock
that stands still has no light. A last day that is 暂定 can warn, but never turn 黄牌 or 红牌: it has no effect yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.calendar.clock import Counted, Interval, count
from engine.calendar.limit import Limit
from engine.calendar.working_days import Calendar
from engine.case.deadline import deadline
from engine.case.falling_due import notice_period
from engine.case.records import Case, Task
from engine.definition.checked import Definition
from engine.matter.town import Town, Warnings
from engine.review.verdict import terms_in

GREEN, EARLY, YELLOW, RED = "绿灯", "预警", "黄牌", "红牌"
LIGHTS = (RED, YELLOW, EARLY, GREEN)  # the most urgent first
ALARMS = (RED, YELLOW)  # what the supervisor looks into
CASE_CLOCK, NOTICE_CLOCK, CERTIFICATE_CLOCK = "办结期限", "告知补正期限", "出证期限"
CERTIFICATE_PERIOD = Limit(10, "工作日")  # 行政许可法第四十四条、第八十二条


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs: its name, its last day, the first day of 预警, and how it was counted."""

    name: str
    last_day: date
    warns_on: date
    counted: Counted

    @property
    def provisional(self) -> bool:
        """暂定: the last day lies beyond a year whose calendar is not published."""
        return self.counted.provisional


@dataclass(frozen=True, slots=True)
class Pressing:
    """What a case's light comes from: the name of its most pressing clock, the first day of 预警 (None: no clock runs),
    and the last day (None: 暂定)."""

    clock: str = ""
    warns_on: date | None = None
    last_day: date | None = None

    def light(self, today: date) -> str:
        """The light on a day; '' while no clock runs."""
        return light_on(today, self.warns_on, self.last_day)


def light_on(today: date, warns_on: date | None, last_day: date | None) -> str:
    """One of LIGHTS, or '' where there is no clock."""
    if warns_on is None:
        return ""
    if last_day is not None and today >= last_day:
        return RED if today > last_day else YELLOW
    return EARLY if today >= warns_on else GREEN


def pressing(clocks: Sequence[Clock]) -> Pressing:
    """The most urgent of all clocks on every day: the earliest last day that holds, the earliest 预警."""
    if not clocks:
        return Pressing()
    first = min(clocks, key=lambda clock: (clock.provisional, clock.last_day))
    return Pressing(first.name, min(clock.warns_on for clock in clocks), None if first.provisional else first.last_day)


def clocks(case: Case, definition: Definition, town: Town, calendar: Calendar) -> tuple[Clock, ...]:
    """Every limit of the office that runs in the case now, 办结 first."""
    return tuple(_clocks(case, definition, town, calendar))


def _clocks(case: Case, definition: Definition, town: Town, calendar: Calendar) -> Iterator[Clock]:
    def clock(name: str, counted: Counted | None) -> Iterator[Clock]:
        if counted is not None and counted.last_day is not None:
            yield Clock(name, counted.last_day, _warns_on(counted, calendar, town.warnings), counted)

    due = deadline(case, definition, calendar) if case.decision is None else None
    yield from clock(CASE_CLOCK, due.governing if due else None)
    yield from clock(NOTICE_CLOCK, notice_period(case, definition, calendar))
    for task in case.open_tasks:
        yield from clock(f"步骤「{task.step}」", _step_limit(case, task, definition, town, calendar))
    if case.decision is not None and case.state in ("granted", "certified"):
        promised = terms_in(case.verdict, definition.matter).promised
        period = promised if promised and promised.unit == "当日" else CERTIFICATE_PERIOD
        decided_on = case.decision.at.astimezone(town.zone).date()
        yield from clock(CERTIFICATE_CLOCK, count(decided_on, period, calendar))


def _step_limit(case: Case, task: Task, definition: Definition, town: Town, calendar: Calendar) -> Counted | None:
    """The limit of a step from the day it opened; the days of its own special procedures do not count."""
    step = definition.matter.step(task.step)
    within = terms_in(case.verdict, definition.matter).step_limit(step) if step else None
    if within is None or task.opened_at is None:
        return None
    held = [Interval(pause.suspended_on, pause.last_day) for pause in case.pauses if pause.step == task.step]
    return count(task.opened_at.astimezone(town.zone).date(), within, calendar, held)


def _warns_on(counted: Counted, calendar: Calendar, warnings: Warnings) -> date:
    """The first day on which no more working time is left than the town warns at."""
    ahead = [
        day.date
        for day in counted.days
        if (day.counted or day.date == counted.last_day) and calendar.is_working_day(day.date)
    ]
    threshold = max(warnings.working_days, len(ahead) * warnings.percent // 100)
    return ahead[-threshold - 1] if threshold < len(ahead) else counted.start
