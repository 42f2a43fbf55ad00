"""The one place where this machine's clock is read; a test that runs on another day replaces `utc_now` here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """The instant by this machine's clock."""
    return datetime.now(UTC)


def today_in(zone: ZoneInfo) -> date:
    """The date in a zone by this machine's clock."""
    return utc_now().astimezone(zone).date()
