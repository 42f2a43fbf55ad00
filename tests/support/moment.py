"""When the suite says it is: Monday 2 March 2026, ten past nine in the pilot town, unless TEST_CLOCK names another day.

Tests that speak of days set their own clock or take dates as arguments; every other test must pass on any day, also
in a year whose calendar is not published.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
TODAY = date.fromisoformat(os.environ.get("TEST_CLOCK", "2026-03-02"))
MORNING = datetime.combine(TODAY, time(9, 10), CHINA).astimezone(UTC)
MONDAY_MORNING = datetime(2026, 3, 2, 1, 10, tzinfo=UTC)  # for tests that tell days of March 2026
