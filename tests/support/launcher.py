"""The real server for tests, with a clock of its own: `python -m tests.support.launcher --data DIR --port N --at ISO`.

The accounts are those of the town's demonstration file, with a cheap password hash; there are no sample cases. The
clock starts at `--at`, after a kill at the last event, and runs on; with `--clock FILE` the server reads the instant
from that file instead, each time it asks, so that a test can move it on. `--forget-tokens` switches the table of form
tokens off: the negative control of the kill test, which must then go red.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from argon2 import PasswordHasher

from engine.service.centre.context import Service
from engine.service.starting.demonstration import make_accounts, read_demonstration
from engine.service.starting.opening import CACHE, open_service
from engine.store.sqlite.transaction import SqliteTransaction
from engine.web.app import make_app
from engine.web.server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TOWN = "shayan"
KEPT = ROOT / "build" / "tests" / CACHE
cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def open_warm(root: Path, data: Path, **more: Any) -> Service:
    """A service on `data` that reads no matter file anew which an earlier start of these tests has read."""
    cache = data / CACHE
    if KEPT.is_dir() and not cache.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(KEPT, cache)
    service = open_service(root, (TOWN,), data, hasher=cheap, **more)
    if root == ROOT:
        KEPT.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in cache.iterdir():
            kept = KEPT / file.name
            if not kept.exists() or not filecmp.cmp(file, kept, shallow=False):
                beside = shutil.copy(file, KEPT.parent / f"{file.name}-{os.getpid()}")
                os.replace(beside, kept)
    return service


def service_at(
    data: Path,
    at: datetime,
    *,
    root: Path = ROOT,
    address: str = "http://127.0.0.1",
    moving: bool = True,
    now: Callable[[], datetime] | None = None,
) -> Service:
    """A service on `data` whose clock starts at `at`, or where its last event was later, or is `now`; accounts are made
    when there are none."""
    began = time.monotonic()

    def running() -> datetime:
        return at + timedelta(seconds=time.monotonic() - began) if moving else at

    service = open_warm(root, data, address=address, now=now or running)
    at = max(at, service.store.latest() or at)
    if not service.store.accounts(TOWN):
        make_accounts(service, TOWN, read_demonstration(root, TOWN))
    return service


def main() -> None:
    """Serve until killed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--at", type=datetime.fromisoformat, required=True)
    asked.add_argument("--clock", type=Path)
    asked.add_argument("--forget-tokens", action="store_true")
    given = asked.parse_args()
    if given.forget_tokens:
        SqliteTransaction.used = lambda self, token: None  # type: ignore[method-assign]
        SqliteTransaction.use = lambda self, token, used: None  # type: ignore[method-assign]
    clock: Path | None = given.clock
    now = (lambda: datetime.fromisoformat(clock.read_text())) if clock else None
    service = service_at(given.data, given.at, address=f"http://127.0.0.1:{given.port}", now=now)
    app = make_app(service, Settings(secret=b"t" * 32, secure_cookies=False))
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning")


if __name__ == "__main__":
    main()
