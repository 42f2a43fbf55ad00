"""The searching rows of cases, and finding cases by what is known of a person, without keeping it in clear."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from engine.lights import EARLY, GREEN, RED, YELLOW
from engine.store.chain import instant
from engine.store.contract import CaseRow, Keys, StoreError
from engine.store.keys import Keyring
from engine.store.sealing import canonical
from engine.store.search import normalise, search_terms
from engine.store.sqlite.connection import Connection, Value

_COLUMNS = (
    "case_id, town, matter, title, window, state, applicant, village, departments, receiver, "
    "received_at, changed_at, due, provisional, wakes, clock, warns, presses, basis, call_back"
)
# What `lights.light_on` says, so that a worklist can be narrowed before it is cut.
_LIGHT = (
    f"CASE WHEN warns = '' THEN '' WHEN presses <> '' AND presses < ? THEN '{RED}' WHEN presses = ? THEN '{YELLOW}' "
    f"WHEN warns <= ? THEN '{EARLY}' ELSE '{GREEN}' END"
)


def index(connection: Connection, keyring: Keyring, town: str, row: CaseRow, keys: Keys | None) -> None:
    """Replace the row of a case; with `keys`, add to what it is found by."""
    if row.town != town:
        raise StoreError(f"案件 {row.case} 属于「{row.town}」，不能登记在「{town}」。")
    connection.change(
        f"INSERT OR REPLACE INTO cases ({_COLUMNS}) VALUES ({', '.join('?' * 20)})",
        (
            row.case,
            town,
            row.matter,
            row.title,
            row.window,
            row.state,
            row.applicant,
            row.village,
            canonical(list(row.departments)),
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
        ),
    )
    for kind, term in search_terms(keys or Keys()):
        connection.change(
            "INSERT INTO search_keys (town, kind, hash, case_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (town, kind, keyring.search_hash(town, kind, term), row.case),
        )


def row(connection: Connection, town: str, case: str) -> CaseRow | None:
    """The searching row of a case, or None."""
    found = connection.one(f"SELECT {_COLUMNS} FROM cases WHERE town = ? AND case_id = ?", (town, case))
    return _read(found) if found else None


def rows(
    connection: Connection,
    town: str,
    states: Sequence[str],
    windows: Sequence[str],
    department: str | None,
    lights: Sequence[str],
    on: date | None,
    calling_back: bool,
    limit: int,
) -> tuple[CaseRow, ...]:
    """The rows in any of the states and windows (empty: all) where the department has an open task (None: all), with
    any of the lights on a day, or only those where somebody is to be called back; the most pressing first, then the
    earliest due, those with no date last, then by case number."""
    wanted = ["town = ?"]
    values: list[Value] = [town]
    for column, choices in (("state", states), ("window", windows)):
        if choices:
            wanted.append(f"{column} IN ({', '.join('?' * len(choices))})")
            values.extend(choices)
    if department is not None:
        wanted.append("EXISTS (SELECT 1 FROM json_each(departments) WHERE value = ?)")
        values.append(department)
    if lights:
        assert on is not None, "a light is that of a day"
        wanted.append(f"{_LIGHT} IN ({', '.join('?' * len(lights))})")
        values.extend((*[on.isoformat()] * 3, *lights))
    if calling_back:
        wanted.append("call_back <> ''")
    found = connection.all(
        f"SELECT {_COLUMNS} FROM cases WHERE {' AND '.join(wanted)} "
        "ORDER BY presses = '', presses, due = '', due, case_id LIMIT ?",
        (*values, limit),
    )
    return tuple(_read(one) for one in found)


def waking(connection: Connection, town: str, on: date, basis: str) -> tuple[str, ...]:
    """The cases for which something has fallen due by that day, the longest waiting first, and those whose days were
    counted by another basis."""
    found = connection.all(
        "SELECT case_id FROM cases WHERE town = ?1 AND (wakes <> '' AND wakes <= ?2 OR basis <> '' AND basis <> ?3) "
        "ORDER BY wakes, case_id",
        (town, on.isoformat(), basis),
    )
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


def _read(columns: tuple[Any, ...]) -> CaseRow:
    case, town, matter, title, window, state, applicant, village = columns[:8]
    departments, receiver, received_at, changed_at, due, provisional, wakes, clock, warns, presses, basis = columns[
        8:19
    ]
    return CaseRow(
        case=case,
        town=town,
        matter=matter,
        title=title,
        window=window,
        state=state,
        applicant=applicant,
        village=village,
        departments=tuple(json.loads(departments)),
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
        call_back=columns[19],
    )
