"""How often what was tried, by keyed hashes: in a file of its own, so that strangers who try never make a case wait.

It is not synced: a power cut may forget the last tries and nothing else. A file that is torn is made anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.store.errors import BusyError, StoreError
from engine.store.kept import Bound
from engine.store.keys import Keyring
from engine.store.sqlite.file.connection import Connection, connect_beside

FILE = "tries.sqlite3"
LONGEST = 3600.0  # seconds; no bound looks further back
_AHEAD = 60.0  # seconds by which a try of another thread may seem to come; what lies further is of an earlier boot
_TABLE = "CREATE TABLE IF NOT EXISTS tries (hash BLOB NOT NULL, at REAL NOT NULL) STRICT"
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS tries_by_hash ON tries (hash, at)",
    "CREATE INDEX IF NOT EXISTS tries_by_at ON tries (at)",
)


class Tries:
    """The counting part of `contract.Store`; the methods are described there. One thread at a time is in it."""

    def __init__(self, folder: Path, keyring: Keyring, patience: float) -> None:
        self._hash = keyring.try_hash
        self._turn = threading.Lock()
        self._patience = patience
        try:
            self._connection = _made(folder / FILE, patience)
        except BusyError:
            raise
        except StoreError:
            for file in folder.glob(f"{FILE}*"):
                file.unlink()
            self._connection = _made(folder / FILE, patience)

    def admit(self, bounds: Sequence[Bound], at: float) -> float:
        with self._writing() as connection:
            connection.change("DELETE FROM tries WHERE at <= ? OR at > ?", (at - LONGEST, at + _AHEAD))
            wait = max((self._wait(connection, bound, at) for bound in bounds), default=0.0)
            if not wait:
                for key in {bound.key for bound in bounds}:
                    connection.change("INSERT INTO tries (hash, at) VALUES (?, ?)", (self._hash(key), at))
        return wait

    def take_back(self, keys: Sequence[str], at: float) -> None:
        with self._writing() as connection:
            for key in keys:
                connection.change(
                    "DELETE FROM tries WHERE rowid = (SELECT rowid FROM tries WHERE hash = ? AND at = ? LIMIT 1)",
                    (self._hash(key), at),
                )

    def close(self) -> None:
        with self._turn:
            self._connection.close()

    def _wait(self, connection: Connection, bound: Bound, at: float) -> float:
        """Seconds until there is room for one more: until the `most`-th last try has left the window."""
        row = connection.one(
            "SELECT at FROM tries WHERE hash = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
            (self._hash(bound.key), at - bound.within, bound.most - 1),
        )
        return float(row[0]) + bound.within - at if row else 0.0

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self._turn.acquire(timeout=self._patience):
            raise BusyError("系统正忙，请稍等几秒后重试。")
        try:
            self._connection.begin()
            try:
                yield self._connection
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()
        finally:
            self._turn.release()


def _made(file: Path, patience: float) -> Connection:
    connection = connect_beside(file, patience, "OFF")
    try:
        for statement in (_TABLE, *_INDEXES):
            connection.change(statement)
    except BaseException:
        connection.close()
        raise
    return connection
