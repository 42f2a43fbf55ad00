"""Signed-in browsers, kept under the SHA-256 of their token."""

from __future__ import annotations

import hashlib
from datetime import datetime

from engine.store.chain import instant
from engine.store.errors import StoreError
from engine.store.kept import Session
from engine.store.sqlite.file.connection import Connection


def save(connection: Connection, town: str, token: str, session: Session) -> None:
    """Insert or replace the session of a token."""
    if session.town != town:
        raise StoreError(f"会话属于「{session.town}」，不能存在「{town}」。")
    connection.change(
        "INSERT OR REPLACE INTO sessions (town, hash, account, csrf, opened_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
        (town, _hash(token), session.account, session.csrf, instant(session.opened_at), instant(session.seen_at)),
    )


def end(connection: Connection, town: str, token: str) -> None:
    """Forget the session of a token."""
    connection.change("DELETE FROM sessions WHERE town = ? AND hash = ?", (town, _hash(token)))


def end_all_of(connection: Connection, town: str, login: str) -> None:
    """Forget all sessions of an account."""
    connection.change("DELETE FROM sessions WHERE town = ? AND account = ?", (town, login))


def session(connection: Connection, token: str) -> Session | None:
    """The session of a token, or None; the caller judges whether it is too old."""
    row = connection.one("SELECT account, town, csrf, opened_at, seen_at FROM sessions WHERE hash = ?", (_hash(token),))
    if row is None:
        return None
    account, town, csrf, opened_at, seen_at = row
    return Session(account, town, csrf, datetime.fromisoformat(opened_at), datetime.fromisoformat(seen_at))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
