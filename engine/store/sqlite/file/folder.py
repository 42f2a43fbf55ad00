"""The data folder of the embedded store: its names, its rights, and the lock that lets one process write."""

from __future__ import annotations

import fcntl
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

from engine.store.durable import make_folder, sync_folder
from engine.store.errors import StoreError

DATABASE = "onewindow.sqlite3"
LOCK = "lock"
_CHINA = timezone(timedelta(hours=8))


def holds_data(folder: Path) -> bool:
    """Whether a store was ever made in this folder; then its master key must not be made anew."""
    return (folder / DATABASE).exists()


class FolderLock:
    """The right to write in a data folder, held until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        """Take the lock, making the folder if need be. Raises StoreError naming who holds it."""
        try:
            make_folder(folder)
            folder.chmod(0o700)
            self._handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"用不了数据文件夹 {folder}（{error.strerror}）。请检查它的位置和权限，或用 --data 换一个文件夹。"
            ) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = self._holder()
            os.close(self._handle)
            raise StoreError(
                f"数据文件夹 {folder} 正被另一个一窗进程使用（{holder}）。请先停止它，或用 --data 换一个文件夹。"
            ) from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def _holder(self) -> str:
        # The time is the file system's: when the holder wrote its number.
        since = datetime.fromtimestamp(os.fstat(self._handle).st_mtime, _CHINA)
        number = os.pread(self._handle, 32, 0).decode("ascii", "replace").strip() or "未知"
        return f"进程号 {number}，自 {since:%Y-%m-%d %H:%M} 起"

    def release(self) -> None:
        os.close(self._handle)


def make_database(folder: Path) -> Path:
    """The database file, made empty with mode 0600 when it is not there; its journals inherit that mode."""
    file = folder / DATABASE
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        sync_folder(folder)
    except OSError as error:
        raise StoreError(
            f"打不开数据文件 {file}（{error.strerror}）。请检查它的权限，或磁盘是否已满、只读。"
        ) from error
    return file
