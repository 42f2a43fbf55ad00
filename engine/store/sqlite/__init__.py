"""The embedded store on SQLite: `open_store` for the one process that writes, `verify` for anybody who checks."""

from engine.store.sqlite.checking import notices, towns, verify
from engine.store.sqlite.file.connection import TRUNCATE, WAL
from engine.store.sqlite.opening import open_store, open_with_key_file

__all__ = ["TRUNCATE", "WAL", "notices", "open_store", "open_with_key_file", "towns", "verify"]
