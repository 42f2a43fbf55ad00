"""The suite of growth: what must not take longer when the store holds ten times as much, each at two sizes.

Both stores lie in folders of their own; what is asked of them is asked in turn. The goal of each line is a ratio: the
large store may take a tenth longer than the small one, within the noise of the measurement.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.report import Disagreement, Line, Report
from benchmarks.timing import ROUNDS, race
from engine.case.events import Actor, Fact
from engine.store.contract import Store
from engine.store.sqlite import open_store

SMALL, LARGE = 1_000, 10_000  # cases, of three events each
TOWN = "growing"
BEGAN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KINDS = ("received", "accepted", "step_finished")
MOST = 1.5  # times the small store: far below the ten of a reading that grows with it
REPEATED = 200
CLERK = Actor("clerk", "P1", "王小明", "窗口", TOWN, channel="窗口")


def run(rounds: int = ROUNDS, sizes: tuple[int, int] = (SMALL, LARGE)) -> Report:
    """All lines of the suite. Disagreement where a store does not give what was put into it."""
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in sizes]
        stores = [_filled(folder / "data", size) for folder, size in zip(folders, sizes, strict=True)]
        for store in stores:
            stack.callback(store.close)
        lines = [line for name, ask in ASKED.items() for line in _lines(name, ask, stores, sizes, rounds)]
    return Report("growth", (f"{sizes[0]:,} and {sizes[1]:,} cases of {len(KINDS)} events",), tuple(lines))


def _filled(folder: Path, cases: int) -> Store:
    store = open_store(folder, bytes(range(32)))
    for first in range(0, cases, 500):
        with store.transaction(TOWN) as tx:
            for number in range(first, min(first + 500, cases)):
                at = BEGAN + timedelta(seconds=number)
                tx.append([Fact(_case(number), kind, at, CLERK, "5f" * 32, None, None, {}) for kind in KINDS])
    if store.latest() != BEGAN + timedelta(seconds=cases - 1):
        raise Disagreement(f"a store of {cases} cases ends at {store.latest()}")
    return store


def _case(number: int) -> str:
    return f"{number:024d}"


def _latest(store: Store) -> object:
    return store.latest()


def _one_case(store: Store) -> object:
    return store.events(TOWN, _case(SMALL // 2))


ASKED: dict[str, Callable[[Store], object]] = {
    "the last instant, asked before anything is filed": _latest,
    "the events of one case, opened": _one_case,
}


def _lines(
    name: str, ask: Callable[[Store], object], stores: list[Store], sizes: tuple[int, int], rounds: int
) -> list[Line]:
    small, large = (f"{size:,}" for size in sizes)
    asked = {size: _repeated(ask, store) for size, store in zip((small, large), stores, strict=True)}
    spent = race(asked, rounds)
    return [
        *(Line(f"{name}, {size} cases", spent[size].times(1e6 / REPEATED), "µs") for size in (small, large)),
        Line(f"{name}: large over small", spent[large].over(spent[small]), "×", MOST),
    ]


def _repeated(ask: Callable[[Store], object], store: Store) -> Callable[[], object]:
    return lambda: [ask(store) for _ in range(REPEATED)]
