"""Timing that survives a shared machine: everything in turn in every round, medians and ranges, processor time.

Processor time is what this process itself used, so that other work on the machine does not count as ours. Round by
round each contender is divided by the reference of the same round, so that a change of the clock speed cancels out.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: one number a round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The number to quote."""
        return median(self.rounds)

    @property
    def lowest(self) -> float:
        """The smallest of the rounds."""
        return min(self.rounds)

    @property
    def highest(self) -> float:
        """The largest of the rounds."""
        return max(self.rounds)

    def over(self, other: Figure) -> Figure:
        """This divided by another figure, round by round."""
        return Figure(tuple(one / base for one, base in zip(self.rounds, other.rounds, strict=True)))

    def times(self, factor: float) -> Figure:
        """Every round multiplied: another unit, or a sum made a share."""
        return Figure(tuple(one * factor for one in self.rounds))


def race(contenders: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, Figure]:
    """The processor seconds of each contender, all of them in every round, each round beginning with another one. A
    round that is not counted goes first; the garbage collector works between the rounds only."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(-1, rounds):
        first = number % len(names)
        with _without_collector():
            for name in (*names[first:], *names[:first]):
                start = time.process_time()
                contenders[name]()
                spent = time.process_time() - start
                if number >= 0:
                    seconds[name].append(spent)
    return {name: Figure(tuple(found)) for name, found in seconds.items()}


@contextmanager
def _without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def typical(figures: Iterable[Figure]) -> Figure:
    """Of many figures, measured in the same rounds, the median in each round."""
    return Figure(tuple(median(found) for found in zip(*(figure.rounds for figure in figures), strict=True)))
