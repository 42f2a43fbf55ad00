"""The engines that are raced: a row of ENGINES each. To race another one, add a row.

An engine has a `name`, and a `prepare` that makes of the workload its inputs, one for each submission, in the form that
suits it best, and the function that judges one input; neither is timed. `passes` says what a judgement lets pass, one
bool a checkpoint, and is used once, to see that all engines agree. `share` is the part of the submissions that a slow
engine is timed on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks import by_hand
from benchmarks.sentences import compiled
from benchmarks.workload import Workload
from rules_dsl.compiler.matter_function import Ready
from rules_dsl.evaluator import verdict
from rules_dsl.judging import status
from rules_dsl.tree.scope import FAILED

Prepared = tuple[Sequence[Any], Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to judge all checkpoints of a submission; `goal` is the most it may take, in times of the first row."""

    name: str
    prepare: Callable[[Workload], Prepared]
    passes: Callable[[Any], tuple[bool, ...]]
    goal: float | None = None
    share: float = 1.0
    note: str = ""


def _by_hand(work: Workload) -> Prepared:
    return work.answers, by_hand.judge_on(work.filed)


def _tree_walk(work: Workload) -> Prepared:
    rules = work.rules
    scopes = [work.scope(work.values(answers)) for answers in work.answers]
    return scopes, lambda scope: tuple([verdict.judge(rule, scope).status for rule in rules])


def _rule_by_rule(work: Workload) -> Prepared:
    rules = work.rules
    scopes = [work.scope(work.values(answers)) for answers in work.answers]
    return scopes, lambda scope: tuple([status(rule, scope) for rule in rules])


def _not_failed(statuses: Sequence[str]) -> tuple[bool, ...]:
    return tuple(one != FAILED for one in statuses)


def ready(work: Workload) -> Ready:
    """The compiled rules on the filing day; none of them may be left to the tree walk."""
    made = compiled(work.definition)
    assert not made.walked
    return made.on(work.filed, work.places, work.calendar)


def _compiled(work: Workload) -> Prepared:
    made = ready(work)
    return [made.bind(work.values(answers), {}) for answers in work.answers], made.codes


ENGINES: tuple[Engine, ...] = (
    Engine("by hand, two-valued", _by_hand, tuple, note="the limit: a dict a submission"),
    Engine("compiled, three-valued, all nullable", _compiled, lambda codes: tuple(code != 0 for code in codes), 1.05,
           note="a typed row a submission"),
    Engine("compiled, rule by rule", _rule_by_rule, _not_failed, share=0.1,
           note="as a single verdict asks for it: each rule binds what it reads"),
    Engine("tree walk", _tree_walk, _not_failed, share=0.1,
           note="the reference of meaning; it explains too"),
)  # fmt: skip
