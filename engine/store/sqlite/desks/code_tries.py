"""Wrong tries at the progress code of a case number; those older than an hour are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.store.chain import instant
from engine.store.sqlite.file.connection import Connection

HOUR = timedelta(hours=1)


def count_try(connection: Connection, town: str, case: str, at: datetime) -> int:
    """Note a wrong try; how many there were in the hour up to it, this one included."""
    connection.change(
        "DELETE FROM code_tries WHERE town = ? AND case_id = ? AND tried_at <= ?", (town, case, instant(at - HOUR))
    )
    connection.change("INSERT INTO code_tries (town, case_id, tried_at) VALUES (?, ?, ?)", (town, case, instant(at)))
    return tries(connection, town, case, at - HOUR)


def tries(connection: Connection, town: str, case: str, since: datetime) -> int:
    """How many wrong tries there were after `since`."""
    row = connection.one(
        "SELECT count(*) FROM code_tries WHERE town = ? AND case_id = ? AND tried_at > ?", (town, case, instant(since))
    )
    return int(row[0]) if row else 0
