"""The log of a town: appending facts to its chain, and reading the events of a case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from engine.case.events import Event, Fact
from engine.store.chain import START, digest_of, instant, read_line, write_line
from engine.store.errors import StoreError
from engine.store.kept import Head, Place
from engine.store.keys import Keyring
from engine.store.sealing import pack, seal, unseal
from engine.store.sqlite.file.connection import Connection
from engine.store.sqlite.records.case_keys import case_key_or_new
from engine.store.sqlite.records.hands import claim

PAYLOAD_LIMIT = 4 * 1024 * 1024


def append(connection: Connection, keyring: Keyring, town: str, facts: Sequence[Fact]) -> tuple[Event, ...]:
    """Claim the parts, seal the payloads, and only then take the head of the chain and move it on."""
    for fact in facts:
        if fact.actor.town != town:
            raise StoreError(f"{fact.actor.name}属于「{fact.actor.town}」，不能办理「{town}」的案件 {fact.case}。")
    claim(connection, town, facts)
    packed = [_pack(fact) for fact in facts]
    keys = {fact.case: case_key_or_new(connection, keyring, town, fact.case) for fact in facts}
    head = head_of(connection, town)
    events = []
    for fact, content in zip(facts, packed, strict=True):
        sequence = head.sequence + 1
        sealed = seal(keys[fact.case], content, _place(town, fact.case, sequence))
        line = write_line(sequence, head.digest, fact, digest_of(sealed))
        connection.change(
            "INSERT INTO events (town, sequence, case_id, line) VALUES (?, ?, ?, ?)", (town, sequence, fact.case, line)
        )
        connection.change("INSERT INTO payloads (town, sequence, sealed) VALUES (?, ?, ?)", (town, sequence, sealed))
        event = _event(line, content)
        head = Head(sequence, event.digest)
        events.append(event)
    connection.change(
        "INSERT INTO heads (town, sequence, digest) VALUES (?, ?, ?) "
        "ON CONFLICT (town) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest",
        (town, head.sequence, head.digest),
    )
    return tuple(events)


def events_of(connection: Connection, keyring: Keyring, town: str, case: str) -> tuple[Event, ...]:
    """The events of a case in order, payloads opened. Raises StoreError naming the event whose payload was touched."""
    rows = connection.all(
        "SELECT e.sequence, e.line, p.sealed, k.wrapped FROM events e "
        "LEFT JOIN payloads p ON p.town = e.town AND p.sequence = e.sequence "
        "LEFT JOIN case_keys k ON k.town = e.town AND k.case_id = e.case_id "
        "WHERE e.town = ? AND e.case_id = ? ORDER BY e.sequence",
        (town, case),
    )
    if not rows:
        return ()
    if rows[0][3] is None:
        raise StoreError(f"案件 {case} 的密钥不见了，内容打不开。请从备份恢复。")
    key = keyring.unwrap(town, case, rows[0][3])
    events = []
    for sequence, line, sealed, _ in rows:
        what = f"第 {sequence} 号事件（案件 {case}）的内容"
        if sealed is None:
            raise StoreError(f"{what}不见了。请运行 onewindow verify 核对，并从备份恢复。")
        events.append(_event(line, unseal(key, sealed, _place(town, case, sequence), what)))
    return tuple(events)


def head_of(connection: Connection, town: str) -> Head:
    """The end of the town's chain as the store keeps it."""
    row = connection.one("SELECT sequence, digest FROM heads WHERE town = ?", (town,))
    return Head(*row) if row else Head(0, START)


def latest(connection: Connection) -> datetime | None:
    """When the last event of the file happened. Only the ends of the chains are read, one row a town (`make bench
    ONLY=growth`)."""
    # CROSS JOIN holds SQLite to this order: it would rather read every event and ask for each whether it is an end.
    row = connection.one(
        "SELECT max(json_extract(e.line, '$.at')) FROM heads h "
        "CROSS JOIN events e ON e.town = h.town AND e.sequence = h.sequence"
    )
    return datetime.fromisoformat(row[0]) if row and row[0] else None


def places(connection: Connection, town: str, first: int, last: int) -> tuple[Place, ...]:
    """The events from one sequence to another, as their lines say."""
    rows = connection.all(
        "SELECT sequence, case_id, json_extract(line, '$.at') FROM events "
        "WHERE town = ? AND sequence BETWEEN ? AND ? ORDER BY sequence",
        (town, first, last),
    )
    return tuple(Place(sequence, case, datetime.fromisoformat(at)) for sequence, case, at in rows)


def first_after(connection: Connection, town: str, at: datetime, beyond: int) -> int | None:
    """The first event behind a place whose line says a later instant."""
    row = connection.one(
        "SELECT min(sequence) FROM events WHERE town = ? AND sequence > ? AND json_extract(line, '$.at') > ?",
        (town, beyond, instant(at)),
    )
    return row[0] if row else None


def _place(town: str, case: str, sequence: int) -> tuple[str, ...]:
    return ("event", town, case, str(sequence))


def _pack(fact: Fact) -> bytes:
    # The actor's name is personal data: it is sealed with the payload, the line holds only the account and person.
    return pack({"name": fact.actor.name, "payload": dict(fact.payload)}, PAYLOAD_LIMIT, "本次提交的内容")


def _event(line: str, content: bytes) -> Event:
    said = json.loads(content)
    return read_line(line, said["name"], said["payload"])
