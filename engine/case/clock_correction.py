"""What a corrected clock makes of the days of a case: pure, an event at a time, by the rules its act went by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.calendar.clock import count, counted_from
from engine.calendar.limit import parse_limit
from engine.calendar.working_days import Calendar
from engine.case.events import SYSTEM, Event
from engine.case.falling_due import Fall, next_fall
from engine.case.fold import fold
from engine.case.records import Case
from engine.case.right_instants import right_event
from engine.definition.checked import Definition
from engine.matter.town import Town

_FELL = ("deemed_accepted", "terminated")  # what the system itself does because a day came


@dataclass(slots=True)
class ClockCorrection:
    """The payload of clock_corrected as it grows; `fallen` are the effects that may fall due again, `papers` those that
    carry a wrong date or went out for nothing: sequence, title, number."""

    instants: dict[str, str] = field(default_factory=dict)
    days: dict[str, dict[str, Any]] = field(default_factory=dict)
    void: list[int] = field(default_factory=list)
    fallen: list[Fall] = field(default_factory=list)
    papers: list[tuple[int, str, str]] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        """As the event carries it."""
        return {"instants": self.instants, "days": self.days, "void": self.void, "papers": self.papers}


def correct(
    history: Sequence[Event], instants: Mapping[int, datetime], definition: Definition, town: Town, calendar: Calendar
) -> ClockCorrection:
    """What to correct in a case whose events at these places (sequence) happened at these instants (UTC) in truth.

    What a clerk or an approver did stands, at its right instant. What the system did because a day came, and that day
    had not come, is void with its papers, unless people went on from it: then it stands for them to decide upon."""
    found, case, raw = ClockCorrection(), Case(), Case()
    voided: Event | None = None
    for place, event in enumerate(history):
        at = instants.get(event.sequence)
        fall = next_fall(raw, definition, town, calendar) if at is not None else None
        raw = fold([event], raw)
        if at is None:
            case = fold([event], case)
            continue
        today = at.astimezone(town.zone).date()
        if event.kind == "document_issued":
            found.papers.append((event.sequence, event.payload["title"], event.payload["number"]))
        if voided is not None and event.kind == "document_issued" and event.at == voided.at:
            found.void.append(event.sequence)
            continue
        if fall is not None and _fell_early(event, case, today, history[place + 1 :], definition, town, calendar):
            found.void.append(event.sequence)
            found.fallen.append(fall)
            voided = event
            continue
        found.instants[str(event.sequence)] = at.isoformat()
        if days := _days(event, case, at, today, definition, town, calendar):
            found.days[str(event.sequence)] = days
        case = fold([right_event(event, found.payload())], case)
    return found


def _fell_early(
    event: Event, case: Case, today: date, later: Sequence[Event], definition: Definition, town: Town,
    calendar: Calendar,
) -> bool:  # fmt: skip
    """Whether the system did it because a day came, the day had not come, and nobody has gone on from it."""
    if event.kind not in _FELL or event.actor.role != SYSTEM or any(one.actor.role != SYSTEM for one in later):
        return False
    fall = next_fall(case, definition, town, calendar)
    return fall is None or fall.day > today


def _days(
    event: Event, case: Case, at: datetime, today: date, definition: Definition, town: Town, calendar: Calendar
) -> dict[str, Any]:  # fmt: skip
    """The days that the payload of an event counts, counted from the right instant; {} where it counts none."""
    match event.kind:
        case "received" | "corrected":
            start = calendar.next_working_day(today)
            later = [
                {"material": item["material"], "due": _later(item["material"], start, definition, calendar)}
                for item in event.payload["later"]
            ]
            since = counted_from(at, calendar, town.opens, town.closes, town.zone).isoformat()
            filed = {"filed": today.isoformat()} if event.kind == "received" else {}
            return {**filed, "counted_from": since, "later": later}
        case "accepted":
            return {"accepted_on": today.isoformat()}
        case "deemed_accepted":
            return {"accepted_on": case.counted_from.isoformat()} if case.counted_from else {}
        case "correction_asked":
            return {"due": _last(count(today, town.periods.correction, calendar).last_day)}
        case "suspended":
            days = parse_limit(event.payload["days"]) if event.payload["days"] else None
            until = _last(count(today, days, calendar).last_day) if days else None
            return {"on": today.isoformat(), "until": until}
        case "resumed":
            return {"on": today.isoformat()}
    return {}


def _later(material: str, start: date, definition: Definition, calendar: Calendar) -> str:
    found = definition.matter.material(material)
    assert found is not None and found.later is not None, "a case is judged by the definition it was received under"
    return _last(count(start, found.later, calendar).last_day)


def _last(day: date | None) -> str:
    assert day is not None, "nothing holds up these periods"
    return day.isoformat()
