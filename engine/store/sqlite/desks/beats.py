"""When the server last recorded that it ran, a town at a time."""

from __future__ import annotations

from datetime import datetime

from engine.store.chain import instant
from engine.store.sqlite.file.connection import Connection


def beat(connection: Connection, town: str, at: datetime) -> None:
    """Put this instant in place of the last one."""
    connection.change(
        "INSERT INTO beats (town, at) VALUES (?, ?) ON CONFLICT (town) DO UPDATE SET at = excluded.at",
        (town, instant(at)),
    )


def last_beat(connection: Connection) -> datetime | None:
    """The last instant of any town, or None."""
    row = connection.one("SELECT max(at) FROM beats")
    return datetime.fromisoformat(row[0]) if row and row[0] else None
