"""What fell due by the calendar alone, once each: a second process that tries is told so."""

from __future__ import annotations

from engine.store.sqlite.file.connection import Connection


def fall_due(connection: Connection, town: str, case: str, act: str, cause: str) -> bool:
    """Note the effect; False where it was noted before."""
    return bool(
        connection.change(
            "INSERT INTO due_effects (town, case_id, act, cause) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (town, case, act, cause),
        )
    )


def fall_again(connection: Connection, town: str, case: str, act: str, cause: str) -> None:
    """Forget the effect."""
    connection.change(
        "DELETE FROM due_effects WHERE town = ? AND case_id = ? AND act = ? AND cause = ?", (town, case, act, cause)
    )
