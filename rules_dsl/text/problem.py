"""What is wrong with a rule: where, what, and how to mend it, in Chinese; and the nearest of the names that exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a text. `start` and `end` are offsets into it as typed; `code` is a stable English word.

    `message` says what is wrong, `fix` what to write instead of that stretch, or of `replaces` where that is another
    one (None where there is no such text); `severity` is error or warning. In a table `cell` is (row, column) from 0,
    the input expressions being row -1.
    """

    start: int
    end: int
    code: str
    message: str
    fix: str | None = None
    severity: str = "error"
    cell: tuple[int, int] | None = None
    replaces: tuple[int, int] | None = None

    def corrected(self, text: str) -> str | None:
        """The text with `fix` in its place; None where there is no fix."""
        start, end = self.replaces or (self.start, self.end)
        return None if self.fix is None else text[:start] + self.fix + text[end:]

    def at(self, row: int, column: int) -> Problem:
        """The same problem, known to stand in a cell of a table."""
        return replace(self, cell=(row, column))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None if none is near: the same signs in another place count as near too.

    Near means: at most a third of the signs (one, for words of two or three) inserted, deleted or replaced, or one
    word contained in the other with at least half its length.
    """
    best: tuple[float, str] | None = None
    for candidate in sorted(set(known)):
        distance = _edits(word, candidate)
        longer = max(len(word), len(candidate))
        if len(word) > 1 and (word in candidate or candidate in word) and 2 * min(len(word), len(candidate)) >= longer:
            distance = min(distance, 1)
        if candidate != word and distance <= max(1, longer // 3) and longer > 1 and distance < longer:
            score = distance / longer
            if best is None or score < best[0]:
                best = (score, candidate)
    return best[1] if best else None


def _edits(a: str, b: str) -> int:
    """The Levenshtein distance, given up (as the longer length) where the lengths alone differ too much."""
    if abs(len(a) - len(b)) > max(len(a), len(b)) // 2 + 1:
        return max(len(a), len(b))
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
