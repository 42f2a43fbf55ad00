"""The verdict by the tree walk: the reference of what a rule comes to, and the one that can explain it."""

from __future__ import annotations

from rules_dsl.tree import nodes
from rules_dsl.tree.rule import Rule
from rules_dsl.tree.scope import FAILED, Judgement, Scope
from rules_dsl.values.kinds import NOT_APPLICABLE, UNANSWERED, UNCHECKED, RuleError, Undecided, Value

from .dispatch import evaluate
from .logic import Gap, Outcome, agreed, gaps
from .tests import status_of
from .walk import Evaluation, worlds


def _walks(rule: Rule, scope: Scope, row: int | None, demand: bool) -> list[tuple[Value, Evaluation]]:
    """Every outcome the rule can have (see `walk.worlds`), in the row if it belongs to a 明细."""

    def run(evaluation: Evaluation) -> Value:
        if rule.group is None:
            return evaluate(rule.root, evaluation, demand)
        if row is None:
            raise RuleError(f"这条规则属于明细「{rule.group}」的一行，要指明是第几行。")
        rows = evaluation.read(rule.group, "rows", None)
        if not isinstance(rows, tuple):
            return rows
        if not 1 <= row <= len(rows):
            raise RuleError(f"明细「{rule.group}」没有第{row}行。")
        with evaluation.row(rule.group, row, rows[row - 1]):
            return evaluate(rule.root, evaluation, demand)

    return worlds(run, scope, rule.root if isinstance(rule.root, nodes.Test) else None)


def _causes(walks: list[tuple[Value, Evaluation]]) -> Gap:
    found = Gap()
    for _, evaluation in walks:
        found = found | evaluation.causes
    return found


def outcome_of(rule: Rule, scope: Scope, row: int | None = None, demand: bool = True) -> tuple[Outcome, Evaluation]:
    """What all walks agree on, with the first walk."""
    walks = _walks(rule, scope, row, demand)
    first = walks[0][1]
    for _, evaluation in walks[1:]:
        for name, seen in evaluation.seen.items():
            first.seen.setdefault(name, seen)
    outcomes = [outcome for outcome, _ in walks]
    return (outcomes[0] if len(outcomes) == 1 else agreed(outcomes, _causes(walks))), first


def judge(rule: Rule, scope: Scope, row: int | None = None) -> Judgement:
    """What a demand comes to. `row` is the row (from 1) to judge a rule with a `group` in."""
    outcome, evaluation = outcome_of(rule, scope, row)
    status = status_of(outcome)
    seen = tuple(evaluation.seen.items())
    if isinstance(outcome, Gap):
        return Judgement(status, outcome.missing, outcome.unchecked, seen, note=outcome.note)
    return Judgement(status, seen=seen, rows=evaluation.failing if status == FAILED else (), note=evaluation.note)


def holds(rule: Rule, scope: Scope, row: int | None = None) -> bool | Undecided:
    """Whether a condition holds; `Undecided(None, missing, unchecked)` where that is not known yet."""
    walks = _walks(rule, scope, row, demand=False)
    outcomes = [False if outcome is NOT_APPLICABLE else outcome for outcome, _ in walks]
    if all(outcome is True for outcome in outcomes):
        return True
    if all(outcome is False for outcome in outcomes):
        return False
    waiting = _causes(walks)
    open_ = gaps(outcomes)
    waiting = waiting | open_ if open_ else waiting
    return Undecided(None, waiting.missing, waiting.unchecked)


def value_of(rule: Rule, scope: Scope, row: int | None = None) -> Value:
    """The value of an expression: NOT_APPLICABLE, UNANSWERED (an answer is missing, or no value such as ÷ 0) or
    UNCHECKED (a query is open, a parameter has ended, no row of a table applies) where there is none."""
    walks = _walks(rule, scope, row, demand=True)
    found = walks[0][0]
    if any(other != found or type(other) is not type(found) for other, _ in walks[1:]):
        found = _causes(walks)
    if isinstance(found, Gap):
        return UNCHECKED if found.unchecked and not found.missing else UNANSWERED
    return found
