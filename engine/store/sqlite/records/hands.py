"""Who took which part of {receive, approve, issue} in a case: one person, one part."""

from __future__ import annotations

from collections.abc import Sequence

from engine.case.events import PARTS, Fact, system
from engine.store.errors import SeparationError
from engine.store.sqlite.file.connection import Connection


def claim(connection: Connection, town: str, facts: Sequence[Fact]) -> None:
    """Note the parts these facts take; the system's own acts take none.

    Raises SeparationError when a person already has another part in that case. The primary key of the table is what
    refuses a second part, also to a program that does not ask here.
    """
    for fact in facts:
        actor = fact.actor
        if fact.part is None or actor == system(town):
            continue
        place = (town, fact.case, actor.person)
        connection.change(
            "INSERT INTO hands (town, case_id, person, part) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (town, case_id, person) DO NOTHING",
            (*place, fact.part),
        )
        row = connection.one("SELECT part FROM hands WHERE town = ? AND case_id = ? AND person = ?", place)
        if row is None or row[0] != fact.part:
            had = PARTS[row[0]] if row else "？"
            raise SeparationError(
                f"{actor.name}已在案件 {fact.case} 办过「{had}」，不能再办「{PARTS[fact.part]}」："
                "同一案件的收件受理、审查决定、出证送达必须由不同的人办理。请交给另一位工作人员。"
            )


def parts(connection: Connection, town: str, case: str) -> dict[str, str]:
    """person → part taken in this case."""
    rows = connection.all("SELECT person, part FROM hands WHERE town = ? AND case_id = ? ORDER BY person", (town, case))
    return dict(rows)
