"""Counting tries, of each store in `store_table.STORES`; and the file the embedded one counts them in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from engine.store.contract import Store
from engine.store.kept import Bound
from engine.store.keys import Keyring
from engine.store.sqlite.tries import FILE, Tries
from tests.store.support.samples import KEY

Reopen = Callable[..., Store]
ROOT = Path(__file__).parents[2]
TRYING = """
import sys
from pathlib import Path
from engine.store.kept import Bound
from engine.store.keys import Keyring
from engine.store.sqlite.tries import Tries
tries = Tries(Path(sys.argv[1]), Keyring(bytes(range(32))), 60.0)
print(sum(tries.admit([Bound("a", 5, 60.0)], 1000.0) == 0.0 for _ in range(500)))
"""


def test_a_full_bound_admits_no_more_until_its_oldest_try_has_left(store: Store, reopen: Reopen) -> None:
    three = [Bound("a", 3, 60.0)]
    assert [store.admit(three, at) for at in (1000.0, 1010.0, 1020.0)] == [0.0, 0.0, 0.0]
    assert store.admit(three, 1030.0) == 30.0
    store = reopen()
    assert store.admit(three, 1059.5) == 0.5
    assert store.admit([Bound("b", 3, 60.0)], 1059.5) == 0.0  # another key
    assert store.admit(three, 1060.0) == 0.0
    assert store.admit(three, 1060.0) == 10.0


def test_what_one_bound_refuses_no_other_counts(store: Store) -> None:
    narrow, wide = Bound("narrow", 1, 60.0), Bound("wide", 2, 60.0)
    assert store.admit([narrow, wide], 1000.0) == 0.0
    assert [store.admit([narrow, wide], 1000.0 + n) for n in range(1, 6)] == [59.0, 58.0, 57.0, 56.0, 55.0]
    assert store.admit([wide], 1006.0) == 0.0
    assert store.admit([wide], 1007.0) == 53.0


def test_two_bounds_of_one_key_count_one_try(store: Store) -> None:
    both = [Bound("a", 2, 10.0), Bound("a", 3, 3600.0)]
    assert [store.admit(both, at) for at in (1000.0, 1001.0)] == [0.0, 0.0]
    assert store.admit(both, 1002.0) == 8.0
    assert store.admit(both, 1011.0) == 0.0
    assert store.admit(both, 1022.0) == 3578.0


def test_a_try_taken_back_makes_room_for_one(store: Store) -> None:
    bounds = [Bound("a", 2, 60.0), Bound("b", 9, 60.0)]
    store.admit(bounds, 1000.0)
    store.admit(bounds, 1000.0)
    store.take_back(["a", "b", "c"], 1000.0)
    assert store.admit(bounds, 1000.0) == 0.0
    assert store.admit(bounds, 1000.0) == 60.0


def test_tries_of_before_a_restart_of_the_machine_count_no_more(store: Store) -> None:
    bound = [Bound("a", 1, 3600.0)]
    assert store.admit(bound, 500_000.0) == 0.0
    assert store.admit(bound, 12.0) == 0.0  # the clock nobody sets began again


def test_of_many_tries_at_once_no_more_are_admitted_than_there_is_room_for(store: Store) -> None:
    with ThreadPoolExecutor(16) as trying:
        waits = list(trying.map(lambda _: store.admit([Bound("a", 5, 60.0)], 1000.0), range(400)))
    assert (waits.count(0.0), waits.count(60.0)) == (5, 395)


def test_two_processes_admit_no_more_than_one(tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", TRYING, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(2)
    ]
    admitted = [int(one.communicate(timeout=120)[0]) for one in running]
    assert sum(admitted) == 5


def test_a_torn_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"torn by a power cut" * 500)
    tries = Tries(tmp_path, Keyring(KEY), 5.0)
    assert tries.admit([Bound("a", 1, 60.0)], 1000.0) == 0.0
    assert tries.admit([Bound("a", 1, 60.0)], 1000.0) == 60.0
    tries.close()


def test_the_file_names_nobody_and_nobody_else_reads_it(tmp_path: Path) -> None:
    tries = Tries(tmp_path, Keyring(KEY), 5.0)
    tries.admit([Bound("address=192.0.2.7", 1, 60.0), Bound("account=clerk-wang", 1, 60.0)], 1000.0)
    tries.close()
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"192.0.2.7" not in written
    assert b"clerk-wang" not in written
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
