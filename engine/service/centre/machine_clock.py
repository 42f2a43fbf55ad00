"""The one place where this machine's clock is read; a test that runs on another day replaces `utc_now` here."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """The instant by this machine's clock."""
    return datetime.now(UTC)


def steady() -> float:
    """Seconds that nobody sets, going on while the machine sleeps where it knows such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def today_in(zone: ZoneInfo) -> date:
    """The date in a zone by this machine's clock."""
    return utc_now().astimezone(zone).date()
