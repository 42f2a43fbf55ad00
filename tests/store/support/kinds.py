"""The stores the contract is held against. A new store is one more line of `STORES`, and finished when it passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.store.contract import Store
from engine.store.sqlite import TRUNCATE, WAL, open_store
from engine.store.sqlite.file.connection import driver, wal_is_safe
from tests.store.support.samples import KEY


def _sqlite(journal: str) -> Callable[[Path, float], Store]:
    return lambda folder, patience: open_store(folder, KEY, journal=journal, patience=patience)


# name → how to open it on a folder of its own: the same folder again is the same data; patience in seconds
STORES: dict[str, Callable[[Path, float], Store]] = {"sqlite-truncate": _sqlite(TRUNCATE)}
if wal_is_safe(driver.sqlite_version_info):
    STORES["sqlite-wal"] = _sqlite(WAL)

JOURNALS = [name.removeprefix("sqlite-") for name in STORES if name.startswith("sqlite-")]
