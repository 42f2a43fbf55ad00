"""Starts clerks that receive cases as fast as the store lets them, and ends each with SIGKILL at some moment.

    python killed_clerks.py FOLDER JOURNAL CLERKS SEED

prints, a line each, what the clerks were told is saved: case number, sequence:hash of its last event.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from engine.store.kept import Keys, Used
from engine.store.sqlite import open_store
from tests.store.support.samples import KEY, TOWN, course, draft, row

PAGE = bytes(range(256)) * 64


def clerk(folder: Path, journal: str, told: int) -> None:
    """Receive cases for ever; write to `told` only what the store has acknowledged."""
    store = open_store(folder, KEY, journal=journal)
    while True:
        with store.transaction(TOWN) as tx:
            number = tx.next_number("case", 2026)
            case = f"C{number}"
            events = tx.append(course(case))
            tx.index(row(case), Keys(names=(f"人{number}",)))
            tx.keep_original(case, "N1", PAGE)
            tx.use(f"token {number}", Used("digest", case, "1"))
            tx.save_draft(draft(f"d{number}"))
        os.write(told, f"{case} {events[-1].sequence}:{events[-1].digest}\n".encode())


def main(folder: Path, journal: str, clerks: int, seed: int) -> None:
    """One clerk after the other; each is killed after a few cases, at a moment that falls anywhere in the next."""
    chance = random.Random(seed)
    for _ in range(clerks):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                clerk(folder, journal, writing)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading) as heard:
            said = [heard.readline() for _ in range(chance.randint(1, 4))]
            assert all(said), "the clerk stopped by itself"
            time.sleep(chance.uniform(0, 0.004))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            said += heard.readlines()
        sys.stdout.write("".join(said))
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
