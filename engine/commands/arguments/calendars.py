"""The calendar commands count by: what the program brings along, and what was loaded into a data folder."""

from __future__ import annotations

from pathlib import Path

from engine.calendar.working_days import Calendar, national_calendar
from engine.store.kept import Notice
from engine.store.sqlite import notices


def notices_in(data: str | None) -> tuple[Notice, ...]:
    """The notices loaded into a data folder, none where none is named. StoreError where it holds no data."""
    return notices(Path(data)) if data else ()


def calendar_of(loaded: tuple[Notice, ...]) -> Calendar:
    """The program's own calendar with those notices."""
    calendar = national_calendar()
    for notice in loaded:
        calendar = calendar.with_year(notice.year, notice.rulings)
    return calendar
