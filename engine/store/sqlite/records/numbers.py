"""Number series without gaps: a counter row a town, series and year."""

from __future__ import annotations

from engine.store.sqlite.file.connection import Connection


def next_number(connection: Connection, town: str, series: str, year: int) -> int:
    """The next number of the series, from 1; a rolled-back transaction returns it."""
    row = connection.one(
        "INSERT INTO numbers (town, series, year, last) VALUES (?, ?, ?, 1) "
        "ON CONFLICT (town, series, year) DO UPDATE SET last = last + 1 RETURNING last",
        (town, series, year),
    )
    assert row is not None
    return int(row[0])
