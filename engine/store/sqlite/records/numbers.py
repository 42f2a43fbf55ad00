"""Number series without gaps: a counter row a town, series and year."""

from __future__ import annotations

from collections.abc import Iterable

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


def raise_to(
    connection: Connection,
    town: str,
    given: Iterable[tuple[str, int, int, int]],
    skip: int,
    series: Iterable[tuple[str, int]],
) -> dict[tuple[str, int], int]:
    """Go on above the numbers that were `given` (series, year, last number here, last number given), and leave out
    `skip` more of each series there is and of the named ones; the last numbers as they stand then."""
    floors = [(name, year, last) for name, year, _here, last in given] + [(name, year, 0) for name, year in series]
    for name, year, floor in floors:
        connection.change(
            "INSERT INTO numbers (town, series, year, last) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (town, series, year) DO UPDATE SET last = max(last, excluded.last)",
            (town, name, year, floor),
        )
    connection.change("UPDATE numbers SET last = last + ? WHERE town = ?", (skip, town))
    rows = connection.all("SELECT series, year, last FROM numbers WHERE town = ?", (town,))
    return {(name, year): last for name, year, last in rows}
