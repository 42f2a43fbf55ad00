"""The searching rows of cases, and finding cases by what is known of a person, without keeping it in clear."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from engine.store.chain import instant
from engine.store.errors import StoreError
from engine.store.kept import CaseRow, Keys
from engine.store.keys import Keyring
from engine.store.sealing import canonical
from engine.store.search import normalise, search_terms
from engine.store.sqlite.file.connection import Connection
from engine.store.worklists import Lying

_KEPT = (
    "case_id, town, matter, title, window, state, applicant, village, receiver, received_at, changed_at, due, "
    "provisional, wakes, clock, warns, presses, basis, call_back, channel, keeper, bound_for, list"
)
_PLACES = ", ".join("?" * len(_KEPT.split(",")))
# The desks come as [[department, [step, …]], …], those where something waits first, in the order they were given.
COLUMNS = _KEPT + (
    ", (SELECT json_group_array(json_array(department, json(steps))) FROM (SELECT department, steps FROM desks "
    "WHERE desks.town = cases.town AND desks.case_id = cases.case_id ORDER BY waits DESC, place))"
)


def index(connection: Connection, keyring: Keyring, town: str, row: CaseRow, keys: Keys | None) -> None:
    """Replace the row of a case; with `keys`, add to what it is found by."""
    if row.town != town:
        raise StoreError(f"案件 {row.case} 属于「{row.town}」，不能登记在「{town}」。")
    connection.change(
        f"INSERT OR REPLACE INTO cases ({_KEPT}) VALUES ({_PLACES})",
        (
            row.case,
            town,
            row.matter,
            row.title,
            row.window,
            row.state,
            row.applicant,
            row.village,
            row.receiver,
            instant(row.received_at) if row.received_at else None,
            instant(row.changed_at),
            row.due,
            int(row.provisional),
            row.wakes,
            row.clock,
            row.warns,
            row.presses,
            row.basis,
            row.call_back,
            row.channel,
            row.keeper,
            row.bound_for,
            row.list,
        ),
    )
    connection.change("DELETE FROM desks WHERE town = ? AND case_id = ?", (town, row.case))
    for place, one in enumerate(row.desks):
        connection.change(
            "INSERT INTO desks (town, department, waits, urgency, case_id, place, steps) "
            "SELECT town, ?, ?, urgency, case_id, ?, ? FROM cases WHERE town = ? AND case_id = ?",
            (one.department, int(bool(one.steps)), place, canonical(list(one.steps)), town, row.case),
        )
    for kind, term in search_terms(keys or Keys()):
        connection.change(
            "INSERT INTO search_keys (town, kind, hash, case_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (town, kind, keyring.search_hash(town, kind, term), row.case),
        )


def row(connection: Connection, town: str, case: str) -> CaseRow | None:
    """The searching row of a case, or None."""
    found = connection.one(f"SELECT {COLUMNS} FROM cases WHERE town = ? AND case_id = ?", (town, case))
    return read(found) if found else None


def waking(connection: Connection, town: str, on: date, basis: str) -> tuple[str, ...]:
    """The cases for which something has fallen due by that day, the longest waiting first, and those whose days were
    counted by another basis."""
    found = connection.all(
        "SELECT case_id FROM cases WHERE town = ?1 AND (wakes <> '' AND wakes <= ?2 OR basis <> '' AND basis <> ?3) "
        "ORDER BY wakes, case_id",
        (town, on.isoformat(), basis),
    )
    return tuple(one[0] for one in found)


def counted(connection: Connection, town: str) -> tuple[str, ...]:
    """The cases in which something may still be counted, in order."""
    found = connection.all("SELECT case_id FROM cases WHERE town = ? AND basis <> '' ORDER BY case_id", (town,))
    return tuple(one[0] for one in found)


def find(connection: Connection, keyring: Keyring, town: str, kind: str, value: str) -> tuple[str, ...]:
    """Case numbers by exact match after normalising, in order."""
    term = normalise(kind, value)
    if not term:
        return ()
    found = connection.all(
        "SELECT case_id FROM search_keys WHERE town = ? AND kind = ? AND hash = ? ORDER BY case_id",
        (town, kind, keyring.search_hash(town, kind, term)),
    )
    return tuple(one[0] for one in found)


def read(columns: tuple[Any, ...]) -> CaseRow:
    """The row of the values of COLUMNS."""
    case, town, matter, title, window, state, applicant, village, receiver, received_at, changed_at = columns[:11]
    due, provisional, wakes, clock, warns, presses, basis, call_back, *custody, desks = columns[11:]
    channel, keeper, bound_for, list_ = custody
    return CaseRow(
        case=case,
        town=town,
        matter=matter,
        title=title,
        window=window,
        state=state,
        applicant=applicant,
        village=village,
        desks=tuple(Lying(department, tuple(steps)) for department, steps in json.loads(desks)),
        receiver=receiver,
        received_at=datetime.fromisoformat(received_at) if received_at else None,
        changed_at=datetime.fromisoformat(changed_at),
        due=due,
        provisional=bool(provisional),
        wakes=wakes,
        clock=clock,
        warns=warns,
        presses=presses,
        basis=basis,
        call_back=call_back,
        channel=channel,
        keeper=keeper,
        bound_for=bound_for,
        list=list_,
    )
