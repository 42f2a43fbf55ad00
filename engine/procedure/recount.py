"""What a new or corrected calendar makes of the days of a case: each change is recorded with old, new and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.calendar.working_days import Calendar
from engine.case.lights import clocks
from engine.case.records import Case
from engine.definition.checked import Definition
from engine.matter.town import Town
from engine.procedure.act import Answers, Decided, Setting, fact

Change = Mapping[str, Any]


def changes(
    case: Case, definition: Definition, town: Town, before: Calendar, after: Calendar
) -> Iterator[tuple[str, date, date]]:
    """The clocks whose last day is another one after a calendar was loaded: name, old, new."""
    recounted = {clock.name: clock.last_day for clock in clocks(case, definition, town, after)}
    for clock in clocks(case, definition, town, before):
        new = recounted.get(clock.name)
        if new is not None and new != clock.last_day:
            yield clock.name, clock.last_day, new


def recount(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """One fact for each of `inputs["changes"]`: clock, old, new, notice (its number), year."""
    return Decided(tuple(fact(case, setting, "deadline_changed", None, change) for change in inputs["changes"]))
