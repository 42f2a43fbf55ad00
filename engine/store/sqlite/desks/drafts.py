"""Drafts: forms being filled, sealed as a whole, each save checked against the version it was made from."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from engine.store.chain import instant
from engine.store.errors import StaleError, StoreError
from engine.store.kept import Draft
from engine.store.keys import Keyring
from engine.store.sealing import pack, seal, unseal
from engine.store.sqlite.file.connection import Connection

DRAFT_LIMIT = 2 * 1024 * 1024
_COLUMNS = "id, owner, matter, version, changed_at, case_id, gone, sealed"


def draft(connection: Connection, keyring: Keyring, town: str, draft_id: str) -> Draft | None:
    """The draft of that id in this town, or None."""
    row = connection.one(f"SELECT {_COLUMNS} FROM drafts WHERE town = ? AND id = ?", (town, draft_id))
    return _read(keyring, town, row) if row else None


def drafts(connection: Connection, keyring: Keyring, town: str, owner: str) -> tuple[Draft, ...]:
    """The drafts an account opened, the last changed first."""
    rows = connection.all(
        f"SELECT {_COLUMNS} FROM drafts WHERE town = ? AND owner = ? ORDER BY changed_at DESC, id", (town, owner)
    )
    return tuple(_read(keyring, town, row) for row in rows)


def save(connection: Connection, keyring: Keyring, town: str, new: Draft) -> None:
    """Insert version 1, or replace the version before `new.version`. StaleError when that is not what is kept."""
    if new.town != town:
        raise StoreError(f"草稿属于「{new.town}」，不能存在「{town}」。")
    form = [list(pair) for pair in new.form]
    # A plain list is what was sealed before pages had marks; both are read.
    content = pack({"form": form, "page": new.page, "turn": new.turn} if new.page else form, DRAFT_LIMIT, "草稿")
    sealed = seal(keyring.drafts, content, _place(town, new.id, new.version))
    values = (new.owner, new.matter, new.version, instant(new.changed_at), new.case, int(new.gone), sealed)
    if new.version == 1:
        saved = connection.change(
            "INSERT INTO drafts (owner, matter, version, changed_at, case_id, gone, sealed, town, id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (*values, town, new.id),
        )
    else:
        saved = connection.change(
            "UPDATE drafts SET owner = ?, matter = ?, version = ?, changed_at = ?, case_id = ?, gone = ?, "
            "sealed = ? "
            "WHERE town = ? AND id = ? AND version = ?",
            (*values, town, new.id, new.version - 1),
        )
    if not saved:
        raise StaleError("这份草稿在别处被改过或已提交，这次没有保存。请重新打开草稿，对照后再保存。")


def drop(connection: Connection, town: str, draft_id: str) -> None:
    """Remove the draft, if it is there."""
    connection.change("DELETE FROM drafts WHERE town = ? AND id = ?", (town, draft_id))


def _place(town: str, draft_id: str, version: int) -> tuple[str, ...]:
    return ("draft", town, draft_id, str(version))


def _read(keyring: Keyring, town: str, row: tuple[Any, ...]) -> Draft:
    draft_id, owner, matter, version, changed_at, case, gone, sealed = row
    content = unseal(keyring.drafts, sealed, _place(town, draft_id, version), f"草稿 {draft_id} ")
    kept = json.loads(content)
    kept = kept if isinstance(kept, dict) else {"form": kept}
    return Draft(
        id=draft_id,
        town=town,
        matter=matter,
        owner=owner,
        form=tuple((name, value) for name, value in kept["form"]),
        version=version,
        changed_at=datetime.fromisoformat(changed_at),
        case=case,
        page=kept.get("page", ""),
        turn=kept.get("turn", 0),
        gone=bool(gone),
    )
