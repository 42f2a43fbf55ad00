"""Calendars loaded by the centre, in the order they came: one list for all towns."""

from __future__ import annotations

import json
from datetime import date, datetime

from engine.calendar.working_days import Ruling
from engine.store.chain import instant
from engine.store.errors import StoreError
from engine.store.kept import Notice
from engine.store.sealing import canonical
from engine.store.sqlite.file.connection import Connection

_ALL_TOWNS = ""


def load(connection: Connection, notice: Notice) -> None:
    """Keep a notice. Raises StoreError when it does not follow the last one: another was loaded in between."""
    last = version(connection)
    if notice.version != last + 1:
        raise StoreError(f"日历刚被别人载入过（现在是第 {last} 次），本次没有保存。请核对后重新载入。")
    days = [[day.isoformat(), ruling.works, ruling.why] for day, ruling in sorted(notice.rulings.items())]
    connection.change(
        "INSERT INTO calendars (town, version, year, notice, days, loaded_at, loaded_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (_ALL_TOWNS, notice.version, notice.year, notice.number, canonical(days), instant(notice.loaded_at), notice.by),
    )


def version(connection: Connection) -> int:
    """How many notices were loaded."""
    row = connection.one("SELECT coalesce(max(version), 0) FROM calendars WHERE town = ?", (_ALL_TOWNS,))
    return int(row[0]) if row else 0


def notices(connection: Connection) -> tuple[Notice, ...]:
    """All notices, the first loaded first."""
    rows = connection.all(
        "SELECT version, year, notice, days, loaded_at, loaded_by FROM calendars WHERE town = ? ORDER BY version",
        (_ALL_TOWNS,),
    )
    return tuple(
        Notice(
            number,
            year,
            text,
            {date.fromisoformat(day): Ruling(works, why) for day, works, why in json.loads(days)},
            datetime.fromisoformat(loaded_at),
            loaded_by,
        )
        for number, year, text, days, loaded_at, loaded_by in rows
    )
