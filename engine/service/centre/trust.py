"""Whether an instant can be believed: pure decisions on two readings of the machine and on what was last recorded.

A clock that is wrong for a minute must harm nothing: by it cases would end, drafts be deleted and receipts be dated on
days that never were, and none of that can be taken back. So nothing is filed, falls due or is deleted on an instant
that leapt while the server ran, or that lies further from the last thing recorded than a centre is ever closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LEAP = timedelta(minutes=5)  # more than any slow correction of a clock adds up to between two readings of one hour
LONGEST_REST = timedelta(days=15)  # the longest holidays are nine days; the server beats every minute while it runs


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine said at one moment: the `wall` clock, an aware UTC instant, and `steady` seconds that nobody
    sets, counted from no particular moment."""

    wall: datetime
    steady: float


def leap(earlier: Reading, later: Reading) -> timedelta:
    """By how much the wall clock moved without time passing: forward above zero, back below. Nothing up to LEAP."""
    moved = (later.wall - earlier.wall) - timedelta(seconds=later.steady - earlier.steady)
    return moved if abs(moved) > LEAP else timedelta()


def rest(last: datetime | None, now: datetime) -> timedelta:
    """How long nothing was recorded before this start, where that is longer than a centre rests; else nothing. `last`
    None: nothing was ever recorded."""
    return now - last if last is not None and now - last > LONGEST_REST else timedelta()
