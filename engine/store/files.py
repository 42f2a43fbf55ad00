"""Sealed files on disk: `<root>/<town>/<place>/<digest>`, named by the SHA-256 of what is in them.

A file is durable before its name is given away: written, synced, renamed, its folders synced. No file is shared: each
sealing gives other bytes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from engine.store.durable import make_folder, sync_folder
from engine.store.errors import DamagedError, StoreError

_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_UNFINISHED = ".part"


class SealedFiles:
    """The files under one root, which is made when the first file comes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, town: str, place: str, digest: str) -> Path:
        """Where a file lies. StoreError for a name that could lead elsewhere."""
        if not all(_NAME.fullmatch(part) for part in (town, place, digest)):
            raise StoreError("附件的位置不对，打不开。请重新打开页面再试。")
        return self.root / town / place / digest

    def keep(self, town: str, place: str, sealed: bytes) -> str:
        """Keep a file; its digest. Durable when this returns. StoreError when the disk does not take it: then nothing
        is left of it."""
        digest = hashlib.sha256(sealed).hexdigest()
        path = self.path(town, place, digest)
        unfinished = path.with_suffix(_UNFINISHED)
        try:
            make_folder(path.parent)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sealed)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.rename(path)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            sync_folder(path.parent)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            why = "磁盘已满，文件没有保存。请腾出空间" if full else "写不了磁盘，文件没有保存。请检查磁盘"
            raise StoreError(f"{why}后重新上传。（{error.strerror}）") from error
        return digest

    def read(self, town: str, place: str, digest: str, what: str) -> bytes:
        """The sealed bytes, exactly those that were kept. StoreError naming `what` for a missing or changed file."""
        try:
            sealed = self.path(town, place, digest).read_bytes()
        except FileNotFoundError:
            raise _damaged(what, "不见了") from None
        except OSError as error:
            raise StoreError(f"{what}读不出来（{error.strerror}）。请检查磁盘。") from error
        if hashlib.sha256(sealed).hexdigest() != digest:
            raise _damaged(what, "在磁盘上被改动或已损坏")
        return sealed

    def state(self, town: str, place: str, digest: str) -> str:
        """missing, changed, or '' for a file that is as it was kept; read in pieces."""
        try:
            with self.path(town, place, digest).open("rb") as file:
                return "" if hashlib.file_digest(file, "sha256").hexdigest() == digest else "changed"
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "changed"

    def older_than(self, town: str, before: datetime) -> Iterator[tuple[str, Path]]:
        """The files of a town last written before an instant, unfinished ones too: place and path."""
        for path in (self.root / town).glob("*/*"):
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                yield path.parent.name, path


def _damaged(what: str, how: str) -> DamagedError:
    return DamagedError(f"{what}{how}，不能打开。请运行 onewindow verify 核对，从备份恢复，并联系系统管理员。")
