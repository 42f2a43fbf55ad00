"""Opening the embedded store: the data folder and its lock, the master key, the journal that suits the SQLite."""

from __future__ import annotations

from pathlib import Path

from engine.store.keys import Keyring, make_key, read_key
from engine.store.sqlite.file.connection import best_journal
from engine.store.sqlite.file.folder import FolderLock, holds_data, make_database
from engine.store.sqlite.given_out import beside
from engine.store.sqlite.store import SqliteStore

PATIENCE = 5.0  # seconds a transaction waits for its turn


def open_store(
    folder: Path, key: bytes, *, journal: str | None = None, patience: float = PATIENCE, given: Path | None = None
) -> SqliteStore:
    """The store in a data folder, made when it is not there; it holds the folder until `close`.

    `key` is the master key (`keys.read_key`); `journal` is `wal` or `truncate`, by default what suits the SQLite at
    hand; `patience` is how many seconds a transaction waits for its turn; `given` is the record of what was given out,
    None for none. Raises StoreError: another process holds the
    folder, wrong key, newer tables, unwritable place.
    """
    lock = FolderLock(folder)
    try:
        return SqliteStore(make_database(folder), Keyring(key), journal or best_journal(), patience, lock, given)
    except BaseException:
        lock.release()
        raise


def open_with_key_file(folder: Path, key_file: Path) -> SqliteStore:
    """The store in a data folder with the master key of a file, which is made only when there is no data yet.

    Raises StoreError as `open_store` and `keys.read_key` do: with data there, a missing key file is never replaced.
    """
    fresh = not holds_data(folder) and not key_file.exists()
    return open_store(folder, make_key(key_file) if fresh else read_key(key_file), given=beside(key_file))
