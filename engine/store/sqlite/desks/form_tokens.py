"""Form tokens: what each was used for, so that a form sent twice makes one case. Only their SHA-256 is kept."""

from __future__ import annotations

import hashlib

from engine.store.errors import TokenReusedError
from engine.store.kept import Used
from engine.store.sqlite.file.connection import Connection


def used(connection: Connection, town: str, token: str) -> Used | None:
    """What the token was used for, or None."""
    row = connection.one(
        "SELECT digest, case_id, outcome FROM form_tokens WHERE town = ? AND hash = ?", (town, _hash(token))
    )
    return Used(*row) if row else None


def use(connection: Connection, town: str, token: str, what: Used) -> None:
    """Note the token as used. Raises TokenReusedError when it was used already."""
    noted = connection.change(
        "INSERT INTO form_tokens (town, hash, digest, case_id, outcome) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (town, _hash(token), what.digest, what.case, what.outcome),
    )
    if not noted:
        raise TokenReusedError("这张表单已经提交过，不能再次提交。请查看已有的办理结果；要另办一件，请重新打开表单。")


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
