"""The events of a case once a clock that was wrong is corrected: each at its right instant, the days it counted counted
anew, and without what the calendar alone brought about on a day that had not come. Pure.

The chain keeps what it has. What is read differently is said by a later event, `clock_corrected`:
    instants   {sequence: the right instant}
    days       {sequence: what its payload says instead}
    void       [sequence] of what never fell due, with the papers it sent out
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.case.events import Event


def right(history: Iterable[Event], correction: Mapping[str, Any]) -> tuple[Event, ...]:
    """The events as they are read once corrected (payload of clock_corrected)."""
    void = set(correction["void"])
    return tuple(right_event(event, correction) for event in history if event.sequence not in void)


def right_event(event: Event, correction: Mapping[str, Any]) -> Event:
    """One event, at its right instant and with its right days."""
    place = str(event.sequence)
    if place not in correction["instants"]:
        return event
    at = datetime.fromisoformat(correction["instants"][place])
    payload = {**event.payload, **correction["days"].get(place, {})}
    return replace(event, fact=replace(event.fact, at=at, payload=payload))
