"""The first rendering of each issued document, sealed under the key of its case."""

from __future__ import annotations

from engine.store.errors import StoreError
from engine.store.keys import Keyring
from engine.store.sealing import bounded, seal, unseal
from engine.store.sqlite.file.connection import Connection
from engine.store.sqlite.records.case_keys import case_key

ORIGINAL_LIMIT = 20 * 1024 * 1024


def keep(connection: Connection, keyring: Keyring, town: str, case: str, number: str, pdf: bytes) -> None:
    """Keep the document; a second one of the same number is ignored. Raises StoreError when there is no such case."""
    key = case_key(connection, keyring, town, case)
    if key is None:
        raise StoreError(f"没有案件 {case}，文书 {number} 无处存放。")
    bounded(pdf, ORIGINAL_LIMIT, f"文书 {number} ")
    connection.change(
        "INSERT INTO originals (town, case_id, number, sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (town, case, number, seal(key, pdf, _place(town, case, number))),
    )


def original(connection: Connection, keyring: Keyring, town: str, case: str, number: str) -> bytes | None:
    """The kept document, or None."""
    row = connection.one(
        "SELECT o.sealed, k.wrapped FROM originals o JOIN case_keys k ON k.town = o.town AND k.case_id = o.case_id "
        "WHERE o.town = ? AND o.case_id = ? AND o.number = ?",
        (town, case, number),
    )
    if row is None:
        return None
    return unseal(keyring.unwrap(town, case, row[1]), row[0], _place(town, case, number), f"文书 {number} ")


def _place(town: str, case: str, number: str) -> tuple[str, ...]:
    return ("original", town, case, number)
