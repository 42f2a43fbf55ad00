"""Looking a value up in a decision table, in one walk."""

from __future__ import annotations

from rules_dsl.tree.table import Row, Table
from rules_dsl.values.kinds import NOT_APPLICABLE, Value

from .dispatch import test, value
from .logic import Gap, Outcome, all_of, gaps
from .walk import Evaluation


def look_up(table: Table, name: str, evaluation: Evaluation) -> Value:
    """The value of a table in this walk: NOT_APPLICABLE where its row says 无 or an input does not apply, a Gap where
    an input is missing or no row (or, for 唯一, more than one) applies."""
    hits: list[tuple[Row, Outcome]] = []
    hidden = False
    for row in table.rows:
        outcomes: list[Outcome] = []
        for cell in row.cells:
            outcome: Outcome = True if cell is None else test(cell, evaluation, demand=True)
            hidden = hidden or outcome is NOT_APPLICABLE
            outcomes.append(False if outcome is NOT_APPLICABLE else outcome)
        hit = all_of(outcomes)
        if hit is not False:
            hits.append((row, hit))
        if hit is True and table.hit == "首条":
            break
    values = [(_row_value(row, evaluation), hit) for row, hit in hits]
    sure = [found for found, hit in values if hit is True]
    waiting = gaps(hit for _, hit in values)
    if table.hit == "汇总":
        return waiting or gaps(sure) or sum((one for one in sure if one is not NOT_APPLICABLE), 0)
    if waiting is not None:
        if sure and all(one == sure[0] for one, _ in values):
            return sure[0]
        return waiting
    if not sure:
        return NOT_APPLICABLE if hidden else Gap(unchecked=frozenset({name}), note=f"表「{name}」没有适用的行")
    if len(sure) > 1 and table.hit == "唯一" and any(one != sure[0] for one in sure):
        return Gap(unchecked=frozenset({name}), note=f"表「{name}」有{len(sure)}行同时适用")
    return sure[0]


def _row_value(row: Row, evaluation: Evaluation) -> Value:
    return NOT_APPLICABLE if row.value is None else value(row.value, evaluation)
