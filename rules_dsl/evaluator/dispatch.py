"""Which function walks which node: a table for expressions and two for tests, which the modules that walk them fill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules_dsl.tree import nodes
from rules_dsl.values.kinds import NOT_APPLICABLE, Value

from .logic import Outcome, negated
from .walk import Evaluation

VALUES: dict[type, Callable[[Any, Evaluation], Value]] = {}
SIMPLE: dict[type, Callable[[Any, Evaluation], Outcome]] = {}  # tests of values
COMPOUND: dict[type, Callable[[Any, Evaluation, bool, bool], Outcome]] = {}  # tests of tests: demand, negate


def evaluate(node: nodes.Node, evaluation: Evaluation, demand: bool) -> Value:
    """The value of an expression, or the outcome of a test."""
    return test(node, evaluation, demand) if isinstance(node, nodes.Test) else value(node, evaluation)  # type: ignore[arg-type]


def value(node: nodes.Expression, evaluation: Evaluation) -> Value:
    """The value of an expression in this walk."""
    return VALUES[type(node)](node, evaluation)


def test(node: nodes.Test, evaluation: Evaluation, demand: bool, negate: bool = False) -> Outcome:
    """What a test comes to in this walk."""
    compound = COMPOUND.get(type(node))
    if compound:
        return compound(node, evaluation, demand, negate)
    outcome = SIMPLE[type(node)](node, evaluation)
    if outcome is NOT_APPLICABLE:
        return outcome if demand else False
    return negated(outcome) if negate else outcome
