"""Which files a draft has, and in which order; what names or describes them is sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.case.attachments import Attachment
from engine.store.chain import instant
from engine.store.errors import StoreError
from engine.store.files import SealedFiles
from engine.store.keys import Keyring
from engine.store.sealing import pack, seal, unseal
from engine.store.sqlite.file.connection import Connection

_ROW_LIMIT = 16 * 1024
FOLDER = "attachments"


def files_beside(database: Path) -> SealedFiles:
    """The files of a data folder."""
    return SealedFiles(database.parent / FOLDER)


def attachments(connection: Connection, keyring: Keyring, town: str, place: str) -> tuple[Attachment, ...]:
    """The files of a draft in their order."""
    rows = connection.all(
        "SELECT id, page, digest, sealed FROM attachments WHERE town = ? AND place = ? ORDER BY page, id", (town, place)
    )
    return tuple(_read(keyring, town, place, row) for row in rows)


def attach(connection: Connection, keyring: Keyring, town: str, new: Attachment) -> None:
    """Name a file that was kept."""
    said = {"material": new.material, "name": new.name, "kind": new.kind, "size": new.size, "at": instant(new.at)}
    connection.change(
        "INSERT INTO attachments (town, place, id, page, digest, case_id, sealed) VALUES (?, ?, ?, ?, ?, '', ?)",
        (town, new.place, new.id, new.page, new.digest,
         seal(keyring.attachments, pack(said, _ROW_LIMIT, "附件的说明"), ("attachment", town, new.place, new.id))),
    )  # fmt: skip


def detach(connection: Connection, town: str, place: str, id: str) -> None:
    """Name a file no longer, if it is there; its bytes stay until they are swept away."""
    connection.change("DELETE FROM attachments WHERE town = ? AND place = ? AND id = ?", (town, place, id))


def detach_all(connection: Connection, town: str, place: str) -> None:
    """Name the files of a place that no case holds no longer."""
    connection.change("DELETE FROM attachments WHERE town = ? AND place = ? AND case_id = ''", (town, place))


def arrange(connection: Connection, town: str, place: str, ids: Sequence[str]) -> None:
    """Put the files of a draft in this order."""
    for page, id in enumerate(ids, start=1):
        connection.change(
            "UPDATE attachments SET page = ? WHERE town = ? AND place = ? AND id = ?", (page, town, place, id)
        )


def bind(connection: Connection, town: str, place: str, case: str) -> None:
    """From now on a case holds the files of a place that none held before, for ever."""
    connection.change(
        "UPDATE attachments SET case_id = ? WHERE town = ? AND place = ? AND case_id = ''", (case, town, place)
    )


def untouched(
    connection: Connection, keyring: Keyring, town: str, before: datetime, gone_before: datetime
) -> tuple[str, ...]:
    """The places that no case holds files of, drafts or not, where nothing was saved or attached since an instant, and
    the drafts given up before another."""
    gone = connection.all(
        "SELECT id FROM drafts WHERE town = ? AND gone AND changed_at < ? ORDER BY id", (town, instant(gone_before))
    )
    places = connection.all(
        "SELECT id FROM drafts WHERE town = ? AND NOT gone AND changed_at < ? UNION "
        "SELECT place FROM attachments WHERE town = ? AND case_id = '' "
        "AND place NOT IN (SELECT id FROM drafts WHERE town = ?) ORDER BY 1",
        (town, instant(before), town, town),
    )
    return (
        *(place for (place,) in gone),
        *(p for (p,) in places if all(one.at < before for one in attachments(connection, keyring, town, p))),
    )


def keep(files: SealedFiles, keyring: Keyring, town: str, place: str, id: str, content: bytes) -> str:
    """Seal and keep the bytes of a file; their digest."""
    return files.keep(town, place, seal(keyring.attachments, content, _belongs(town, place, id)))


def content(files: SealedFiles, keyring: Keyring, town: str, attachment: Attachment) -> bytes:
    """The bytes of a file, exactly those that were kept."""
    what = f"附件「{attachment.name}」"
    sealed = files.read(town, attachment.place, attachment.digest, what)
    return unseal(keyring.attachments, sealed, _belongs(town, attachment.place, attachment.id), what)


def sweep(files: SealedFiles, connection: Connection, town: str, before: datetime) -> int:
    """Remove the files last written before an instant that nothing names; how many."""
    removed = 0
    for place, path in files.older_than(town, before):
        named = connection.one(
            "SELECT 1 FROM attachments WHERE town = ? AND place = ? AND digest = ?", (town, place, path.name)
        )
        if named is None:
            try:
                path.unlink()
            except OSError as error:
                raise StoreError(f"清理没有用的附件时出错（{error.strerror}）。请检查数据文件夹的权限。") from error
            removed += 1
    return removed


def _belongs(town: str, place: str, id: str) -> tuple[str, ...]:
    return ("attached file", town, place, id)


def _read(keyring: Keyring, town: str, place: str, row: tuple[Any, ...]) -> Attachment:
    id, page, digest, sealed = row
    said = json.loads(unseal(keyring.attachments, sealed, ("attachment", town, place, id), "附件的说明"))
    at = datetime.fromisoformat(said["at"])
    return Attachment(place, id, said["material"], page, said["name"], said["kind"], said["size"], digest, at)
