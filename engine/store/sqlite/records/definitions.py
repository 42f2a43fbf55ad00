"""Published definitions, kept for ever under the SHA-256 of their text, by which cases pin them."""

from __future__ import annotations

from datetime import datetime

from engine.store.chain import digest_of, instant
from engine.store.errors import StoreError
from engine.store.sealing import bounded
from engine.store.sqlite.file.connection import Connection

DEFINITION_LIMIT = 4 * 1024 * 1024


def publish(connection: Connection, town: str, identity: str, matter: str, canonical: bytes, at: datetime) -> None:
    """Keep a definition; the same identity again is a no-op. Raises StoreError when the identity is not its SHA-256."""
    if digest_of(canonical) != identity:
        raise StoreError(f"事项 {matter} 的定义与它的标识 {identity[:12]}… 不符，没有保存。请重新载入事项目录。")
    connection.change(
        "INSERT INTO definitions (town, identity, matter, canonical, published_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (town, identity, matter, bounded(canonical, DEFINITION_LIMIT, f"事项 {matter} 的定义"), instant(at)),
    )


def definition(connection: Connection, identity: str) -> bytes | None:
    """The definition of that identity, or None. Raises StoreError when what is kept is no longer it."""
    row = connection.one("SELECT canonical FROM definitions WHERE identity = ? LIMIT 1", (identity,))
    if row is None:
        return None
    if digest_of(row[0]) != identity:
        raise StoreError(f"保存的事项定义 {identity[:12]}… 被改动过，不能用来办件。请从备份恢复。")
    return bytes(row[0])
