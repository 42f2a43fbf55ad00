"""One connection to the embedded database: the driver, the journal, the pragmas that make a commit durable, and the
translation of driver errors. The driver is named nowhere else.

With SQLite's default (DELETE + FULL) a power cut can undo an acknowledged commit; WAL + FULL and TRUNCATE + FULL
cannot. WAL itself loses commits on versions with the WAL-reset fault, so the version decides which of the two.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

try:
    from pysqlite3 import dbapi2 as driver
except ImportError:  # no wheel for this machine: the interpreter's own
    import sqlite3 as driver  # type: ignore[no-redef]

from engine.store.errors import BusyError, StoreError

WAL, TRUNCATE = "wal", "truncate"
_FULL = 2
Value = str | int | float | bytes | None


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether a SQLite of that version is free of the WAL-reset fault (3.7.0 to 3.51.2 have it)."""
    return version >= (3, 51, 3) or (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)


def best_journal() -> str:
    """The journal mode for the SQLite at hand."""
    return WAL if wal_is_safe(driver.sqlite_version_info) else TRUNCATE


class Connection:
    """A connection whose rows are always fetched at once, so that no cursor stays open over a commit."""

    def __init__(self, raw: Any, reading: bool) -> None:
        self._raw = raw
        self._reading = reading
        self._failed = False

    def all(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        return self._run(sql, values)[0]

    def one(self, sql: str, values: Sequence[Value] = ()) -> tuple[Any, ...] | None:
        """The first row of a statement, or None."""
        rows = self._run(sql, values)[0]
        return rows[0] if rows else None

    def change(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run a writing statement; how many rows it changed."""
        return self._run(sql, values)[1]

    def _run(self, sql: str, values: Sequence[Value]) -> tuple[list[tuple[Any, ...]], int]:
        try:
            cursor = self._raw.execute(sql, tuple(values))
            return cursor.fetchall(), cursor.rowcount
        except driver.Error as error:
            self._failed = True
            raise translated(error, reading=self._reading) from error

    def begin(self) -> None:
        """Start writing; waits for another process's writer as long as the busy time-out says."""
        self._failed = False
        self.change("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make all changes since `begin` durable, or none: also when a statement failed and somebody went on."""
        if self._failed:
            self.rollback()
            raise StoreError("本次操作中途出错，什么也没有保存。请重试。")
        try:
            self._raw.execute("COMMIT")
        except driver.Error as error:
            self.rollback()
            raise translated(error) from error

    def rollback(self) -> None:
        """Undo all changes since `begin`. SQLite may have done so by itself after a disk error."""
        if self._raw.in_transaction:
            try:
                self._raw.execute("ROLLBACK")
            except driver.Error as error:
                raise translated(error) from error

    @contextmanager
    def whole(self) -> Iterator[None]:
        """A part of a transaction that happens wholly or not at all, also when the caller catches its error."""
        self.change("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._raw.in_transaction:
                self.change("ROLLBACK TO part")
                self.change("RELEASE part")
            raise
        self.change("RELEASE part")

    def close(self) -> None:
        self._raw.close()


def connect(file: Path, journal: str, patience: float) -> Connection:
    """A connection for reading and writing; `patience` is how many seconds it waits for a lock.

    Raises StoreError when the file cannot be opened, or when the settings a durable commit needs do not hold.
    """
    if journal == WAL and not wal_is_safe(driver.sqlite_version_info):
        raise StoreError(
            f"SQLite {driver.sqlite_version} 的 WAL 模式有丢失数据的缺陷，不能使用；请改用 TRUNCATE 模式。"
        )
    connection = _open(file, "rw", patience)
    try:
        connection.one(f"PRAGMA journal_mode = {journal}")
        connection.one("PRAGMA synchronous = FULL")
        _demand(connection, "journal_mode", journal)
        _demand(connection, "synchronous", _FULL)
        _demand(connection, "foreign_keys", 1)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_beside(file: Path, patience: float, synchronous: str) -> Connection:
    """A connection to a file of its own, made when it is not there, mode 0600, of which a power cut may lose the last
    changes: with NORMAL it stays whole, with OFF perhaps not even that."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreError(f"打不开文件 {file}（{error.strerror}）。请检查它的权限，或磁盘是否已满、只读。") from error
    connection = _open(file, "rw", patience)
    try:
        connection.one(f"PRAGMA journal_mode = {best_journal()}")
        connection.one(f"PRAGMA synchronous = {synchronous}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reading(file: Path, patience: float) -> Connection:
    """A connection that cannot write, for another process than the one that holds the data folder."""
    return _open(file, "ro", patience)


def _open(file: Path, mode: str, patience: float) -> Connection:
    try:
        raw = driver.connect(
            f"file:{quote(str(file))}?mode={mode}",
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,  # the store sees to it that one thread at a time uses a connection
        )
    except driver.Error as error:
        raise translated(error, file) from error
    connection = Connection(raw, reading=mode == "ro")
    try:
        connection.one("PRAGMA foreign_keys = ON")
        connection.one("PRAGMA recursive_triggers = ON")
        connection.one("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _demand(connection: Connection, pragma: str, wanted: str | int) -> None:
    row = connection.one(f"PRAGMA {pragma}")
    if row is None or row[0] != wanted:
        raise StoreError(
            f"数据库没有接受设置 {pragma} = {wanted}（实际为 {row[0] if row else '无'}），"
            "断电时可能丢失已办的件，因此不启动。请确认没有别的程序正打开数据文件，然后重试。"
        )


_BUSY, _LOCKED, _READONLY, _CONSTRAINT = 5, 6, 8, 19  # primary result codes of SQLite

_SAYINGS = {
    _READONLY: "数据文件只读，写不进去。请检查数据文件夹及其中文件的权限，或磁盘是否被挂载为只读。",
    10: "读写磁盘出错，什么也没有保存。请检查磁盘，然后重试。",  # IOERR
    11: "数据文件已损坏。请停止服务，保留现场，从备份恢复。",  # CORRUPT
    13: "磁盘已满，什么也没有保存。请腾出空间后重试。",  # FULL
    14: "打不开数据文件。请检查数据文件夹是否存在、当前用户是否有权读写。",  # CANTOPEN
    26: "数据文件不是一窗的数据库，或已损坏。请检查数据文件夹的位置，或从备份恢复。",  # NOTADB
}


def translated(error: Exception, file: Path | None = None, reading: bool = False) -> StoreError:
    """The StoreError for an error of the driver; `reading`: it came from a connection that cannot write."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in (_BUSY, _LOCKED):
        return BusyError("系统正忙，本次操作没有保存。请稍等几秒后重试。")
    if primary == _CONSTRAINT:
        return StoreError(f"数据库拒绝了这次写入：{error}")
    if primary == _READONLY and reading:
        # We only read: it is SQLite that would have to write, playing back the journal of a killed process.
        return StoreError("上次意外停止时有一次写入没有完成。请先启动一次服务（它会自动恢复），再重试。")
    where = f"（{file}）" if file else ""
    saying = _SAYINGS.get(primary or 0, "数据库出错，什么也没有保存。请重试；仍不行请联系系统管理员。")
    return StoreError(f"{saying}{where}（{error}）")
