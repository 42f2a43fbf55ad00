"""The key of each case, kept wrapped by the master key; and the check that the right master key was given."""

from __future__ import annotations

import hmac

from engine.store.errors import StoreError
from engine.store.keys import Keyring
from engine.store.sqlite.file.connection import Connection

_WHOLE_FILE = ""


def check_master_key(connection: Connection, keyring: Keyring) -> None:
    """Note the master key's identity in a new file; in any other raise StoreError when it is not the same key."""
    row = connection.one("SELECT key_id, check_value FROM master_keys WHERE town = ?", (_WHOLE_FILE,))
    if row is None:
        connection.begin()
        connection.change(
            "INSERT INTO master_keys (town, key_id, check_value) VALUES (?, ?, ?)",
            (_WHOLE_FILE, keyring.identity, keyring.check),
        )
        connection.commit()
    elif not hmac.compare_digest(row[1], keyring.check):
        raise StoreError(
            f"主密钥不对：数据是用密钥 {row[0]} 密封的，给的是密钥 {keyring.identity}。"
            "请找回原来的密钥文件，用 --key 指明；没有它，已存的内容打不开。"
        )


def case_key(connection: Connection, keyring: Keyring, town: str, case: str) -> bytes | None:
    """The key of a case; None when there is no such case in this town."""
    row = connection.one("SELECT wrapped FROM case_keys WHERE town = ? AND case_id = ?", (town, case))
    return keyring.unwrap(town, case, row[0]) if row else None


def case_key_or_new(connection: Connection, keyring: Keyring, town: str, case: str) -> bytes:
    """The key of a case, made now when this is its first event."""
    key = case_key(connection, keyring, town, case)
    if key is None:
        key, wrapped = keyring.make_case_key(town, case)
        connection.change(
            "INSERT INTO case_keys (town, case_id, key_id, wrapped) VALUES (?, ?, ?, ?)",
            (town, case, keyring.identity, wrapped),
        )
    return key
