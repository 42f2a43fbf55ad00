"""SIGKILL while committing: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.store.chain import read_head
from engine.store.kept import Used
from engine.store.sqlite import open_store, verify
from tests.store.support.samples import KEY, TOWN, course, draft, row

ROOT = Path(__file__).parents[2]
CLERKS = 60


@pytest.mark.kills
def test_killed_clerks_lose_nothing_they_were_told_is_saved(tmp_path: Path, journal: str) -> None:
    folder = tmp_path / "data"
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.support.killed_clerks", str(folder), journal, str(CLERKS), "7"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    ledger = dict(line.split() for line in done.stdout.splitlines())
    assert len(ledger) >= CLERKS
    assert len(ledger) == len(done.stdout.splitlines())

    with closing(open_store(folder, KEY, journal=journal)) as store:
        assert store._writer.all("PRAGMA integrity_check") == [("ok",)]
        saved = {r.case for r in store.rows(TOWN, limit=10_000)}
        assert set(ledger) <= saved
        # Committed and not acknowledged is possible, once a killed clerk; numbers have no gap all the same.
        assert len(saved) - len(ledger) <= CLERKS
        assert saved == {f"C{number}" for number in range(1, len(saved) + 1)}
        for number, case in enumerate(sorted(saved, key=lambda name: int(name[1:])), 1):
            events = store.events(TOWN, case)
            assert [event.fact for event in events] == course(case)
            assert case not in ledger or str(read_head(ledger[case])) == f"{events[-1].sequence}:{events[-1].digest}"
            assert store.row(TOWN, case) == row(case)
            assert store.find(TOWN, "name", f"人{number}") == (case,)
            assert len(store.original(TOWN, case, "N1") or b"") == 16384
            assert store.parts(TOWN, case) == {"P1": "receive", "P2": "approve", "P3": "issue"}
            assert store.draft(TOWN, f"d{number}") == draft(f"d{number}")
        with store.transaction(TOWN) as tx:
            assert all(tx.used(f"token {case[1:]}") == Used("digest", case, "1") for case in saved)
            assert tx.next_number("case", 2026) == len(saved) + 1
    for head in ledger.values():
        assert verify(folder, TOWN, read_head(head)).findings == ()
