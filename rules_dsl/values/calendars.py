"""What the language must know of a calendar: which days are working days. The calendar itself comes from outside."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Calendar(Protocol):
    """The working days a rule may count."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on that day, make-up weekends included."""

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end` (start <= end)."""
