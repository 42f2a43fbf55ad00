"""What a case amounts to under its definition: which steps apply, and the results that are made for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.calendar.working_days import Calendar
from engine.case.records import Case
from engine.definition.checked import Definition
from engine.matter.records import Result, Step
from engine.matter.town import Town
from engine.review.applicability import Situation
from engine.review.intake import read_submission
from engine.review.judging import fen
from engine.review.wording import fill
from rules_dsl import Period, value_of
from rules_dsl.values.periods import shift


def situation_of(case: Case, definition: Definition, town: Town, calendar: Calendar) -> Situation:
    """The case's submission under its pinned definition on its own filing day."""
    filed = case.filed or date.fromisoformat(case.verdict["filed"])
    submission = read_submission(definition, said_in(case), filed)
    return Situation(definition, submission, filed, town.places, calendar)


def said_in(case: Case) -> dict[str, Any]:
    """The case's submission with what was answered and brought at the steps of the back office."""
    said = dict(case.submission)
    said["answers"] = dict(said.get("answers", {}))
    for answers in case.answered.values():
        said["answers"] |= answers
    if isinstance(said.get("materials"), Mapping):
        brought = {one.name: {"form": one.form, "copies": one.copies} for one in case.taken if not one.promised}
        said["materials"] = {**said["materials"], **brought}
    return said


def award_of(case: Case, definition: Definition, town: Town, calendar: Calendar) -> int | None:
    """What is awarded, in 分: as the verdict at 收件 came to it, or worked out again with what was answered since."""
    if not case.answered:
        award: int | None = case.verdict.get("award")
        return award
    return fen(definition.matter.award, situation_of(case, definition, town, calendar))


def applying_steps(case: Case, definition: Definition, town: Town, calendar: Calendar) -> tuple[Step, ...]:
    """The back-office steps of this case in order; one whose `when` does not hold leaves no task and no pause. Where
    that is not known (a look-up that was not needed), the step is done: no check is dropped for want of an answer."""
    situation = situation_of(case, definition, town, calendar)
    return tuple(step for step in definition.matter.steps if situation.applies(step.when) is not False)


def applying_results(case: Case, definition: Definition, town: Town, calendar: Calendar) -> tuple[Result, ...]:
    """The results that are made for this case."""
    results = definition.matter.results
    if all(result.when is None for result in results):
        return results
    situation = situation_of(case, definition, town, calendar)
    return tuple(result for result in results if situation.applies(result.when) is True)


def results_of(
    case: Case, definition: Definition, town: Town, calendar: Calendar, decided_on: date, draw: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Each result that applies: number, name, kind, text with its 「…」 filled, and the last day it is valid."""
    situation = situation_of(case, definition, town, calendar)
    made = []
    for result in applying_results(case, definition, town, calendar):
        number = draw("证")
        until, wording = _validity(result.valid, situation, decided_on, calendar)
        extra = {
            "决定日": f"{decided_on:%Y}年{decided_on.month}月{decided_on.day}日",
            "证号": number,
            "有效期至": wording,
        }
        made.append(
            {
                "number": number,
                "name": result.name,
                "kind": result.kind,
                "text": fill(result.text, situation, extra),
                "valid_until": until.isoformat() if until else None,
                "validity": wording,
            }
        )
    return made


def _validity(valid: str | None, situation: Situation, decided_on: date, calendar: Calendar) -> tuple[date | None, str]:
    """The last day of a period counted from the decision, or the words (长期) the matter uses instead."""
    if valid is None:
        return None, ""
    value = value_of(situation.definition.value(valid), situation.scope)
    if not isinstance(value, Period):
        return None, value if isinstance(value, str) else ""
    until = shift(decided_on, value, 1, calendar.is_working_day)
    if until is None:
        return None, str(value)
    return until, _in_full(until)


def _in_full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
