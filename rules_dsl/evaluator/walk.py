"""One walk over a rule: the submission it reads, the row it is in, the choices made for what is undecided.

Whether an undecided field applies is chosen once per walk; `worlds` repeats the walk until every choice was made both
ways. Past MOST_WORLDS it stops choosing and lets such fields count as missing, which can only make more undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rules_dsl.tree.nodes import Test
from rules_dsl.tree.scope import Scope
from rules_dsl.values.kinds import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Absent, Undecided, Value

from .logic import Gap

MOST_WORLDS = 32


class Evaluation:
    """The state of one walk. `seen` collects what was read, in order; `failing` the rows (from 1) that failed in
    `outermost`; `note` what else must be known."""

    def __init__(self, scope: Scope, choices: dict[str, bool] | None, outermost: Test | None = None) -> None:
        self.scope = scope
        self.choices = choices  # None: do not choose, an undecided field counts as missing
        self.opened: list[str] = []
        self.causes = Gap()
        self.seen: dict[str, Value] = {}
        self.rows: dict[str, tuple[int, Any]] = {}
        self.chosen: Value = None
        self.outermost = outermost
        self.failing: tuple[int, ...] = ()
        self.note = ""
        self.named: dict[tuple[str, int], Value] = {}

    @contextmanager
    def row(self, group: str, number: int, row: Any) -> Iterator[None]:
        """Within row `number` (from 1) of a 明细."""
        before = self.rows.get(group)
        self.rows[group] = (number, row)
        try:
            yield
        finally:
            if before is None:
                del self.rows[group]
            else:
                self.rows[group] = before

    def read(self, name: str, role: str, group: str | None, optional: bool = False) -> Value:
        """The answer to a field, or a cell in the current row: a value, NOT_APPLICABLE or a Gap."""
        if group is None:
            key = name
            raw = self.scope.values.get(name, UNCHECKED if role == "query" else UNANSWERED)
        else:
            number, row = self.rows[group]
            key = f"{group}.{number}.{name}"
            raw = row.get(name, UNANSWERED)
        value = self.decide(key, raw)
        if not isinstance(value, Gap):
            self.seen.setdefault(key, value)
        return self.absence(key, value, optional)

    def material(self, name: str) -> Value:
        """How many copies of a material were handed in."""
        raw = self.scope.materials.get(name, 0)
        return self.absence(name, self.decide(f"材料 {name}", raw), False)

    def absence(self, key: str, value: Value, optional: bool) -> Value:
        if value is UNANSWERED:
            return Gap(frozenset({key}), soft=optional)
        if value is UNCHECKED:
            return Gap(unchecked=frozenset({key}))
        return value

    def decide(self, key: str, raw: Value) -> Value:
        """What an undecided field is taken for in this walk."""
        if not isinstance(raw, Undecided):
            return raw
        cause = Gap(raw.missing, raw.unchecked)
        self.causes = self.causes | cause
        if self.choices is None:
            return cause
        if key not in self.choices:
            self.choices[key] = True
            self.opened.append(key)
        return raw.value if self.choices[key] else NOT_APPLICABLE


def worlds(
    run: Callable[[Evaluation], Value], scope: Scope, outermost: Test | None = None
) -> list[tuple[Value, Evaluation]]:
    """Every result a walk can have, with the walk: one where nothing is undecided, else one for each way to choose."""
    pending: list[dict[str, bool]] = [{}]
    results: list[tuple[Value, Evaluation]] = []
    while pending:
        if len(results) + len(pending) > MOST_WORLDS:
            evaluation = Evaluation(scope, None, outermost)
            return [(run(evaluation), evaluation)]
        choices = pending.pop()
        evaluation = Evaluation(scope, choices, outermost)
        results.append((run(evaluation), evaluation))
        known = {key: value for key, value in choices.items() if key not in evaluation.opened}
        for place, key in enumerate(evaluation.opened):
            pending.append({**known, **dict.fromkeys(evaluation.opened[:place], True), key: False})
    return results


def is_absent(value: Value) -> bool:
    """Whether this is no value: NOT_APPLICABLE or a Gap."""
    return isinstance(value, (Absent, Gap))
