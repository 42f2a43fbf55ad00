"""Why a case is due on its day: the question, the sentences of the clock, and each day counted or skipped."""

from __future__ import annotations

from dataclasses import dataclass

from engine.clock import Due, explain_due
from engine.web.showing import day, short_day


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


def explained(due: Due) -> Explained:
    """The due day as people read it, with the days of the limit that decided."""
    governing = due.promised if due.statutory is None or due.governed_by != "法定时限" else due.statutory
    question = f"为什么是{short_day(due.last_day)}？" if due.last_day else "为什么现在没有到期日？"
    return Explained(
        last_day=day(due.last_day),
        provisional=due.provisional,
        question=question,
        sentences=explain_due(due),
        days=tuple(DayLine(short_day(one.date), one.counted, one.why) for one in governing.days),
    )
