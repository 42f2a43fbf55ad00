"""Why a case is due on its day: the question, the sentences of the clock, and each day counted or skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.calendar.clock import Due, explain_due
from engine.case.lights import CASE_CLOCK
from engine.case.records import DeadlineChange
from engine.web.server.showing import day, short_day


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day after the start."""

    date: str
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The due day and how it came about; `last_day` is '' while a special procedure holds the clock."""

    last_day: str
    provisional: bool
    question: str
    sentences: tuple[str, ...]
    days: tuple[DayLine, ...]


def explained(due: Due, changes: Sequence[DeadlineChange] = ()) -> Explained:
    """The due day as people read it, with the days of the limit that decided, and what calendars have moved it."""
    question = f"为什么是{short_day(due.last_day)}？" if due.last_day else "为什么现在没有到期日？"
    return Explained(
        last_day=day(due.last_day),
        provisional=due.provisional,
        question=question,
        sentences=(*explain_due(due), *(_moved(change) for change in changes if change.clock == CASE_CLOCK)),
        days=tuple(DayLine(short_day(one.date), one.counted, one.why) for one in due.governing.days),
    )


def _moved(change: DeadlineChange) -> str:
    return f"按{change.year}年放假安排（{change.notice}）重算，到期日由{day(change.old)}改为{day(change.new)}。"
