"""Whether waiting is what a rule means: 申请日 不早于 公示截止日 and 出生日期 满 60周岁 ask for a day still to come,
遗失日期 不晚于 申请日 asks for an answer that is true on the day it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from rules_dsl.tree import nodes
from rules_dsl.tree.rule import Rule
from rules_dsl.values.kinds import Type


def held_to(rule: Rule, filed: date) -> Rule:
    """The rule as it stands on other filing days, with the answers held to the day on which they were given.

    An answer set against 申请日 as it is (no period added) is a statement about that day: a past event, a validity, a
    year. So is the first day of a period that must have run: what lies ahead has not begun.
    """
    root = _rewritten(rule.root, lambda node: _held(node, nodes.Constant(type=Type("日期"), value=filed)))
    return rule if root == rule.root else replace(rule, root=root, vocabulary=None)


def _held(node: nodes.Node, filed: nodes.Constant) -> nodes.Node:
    if isinstance(node, nodes.Compare) and _is_answer(node.left):
        return replace(node, right=_fixed(node.right, filed))
    if isinstance(node, nodes.Between) and _is_answer(node.value):
        return replace(node, low=_fixed(node.low, filed), high=_fixed(node.high, filed))
    if isinstance(node, nodes.Window) and node.side == "前" and _is_answer(node.value):
        return replace(node, day=_fixed(node.day, filed))
    if isinstance(node, nodes.Elapsed) and not node.negated and _is_answer(node.start) and _is_carrying(node.end):
        begun = nodes.Compare(operator="≤", left=node.start, right=filed)
        return nodes.All(tests=(begun, node)) if node.start.type.kind == filed.type.kind else node
    return node


def _is_answer(node: nodes.Expression) -> bool:
    """Whether this is what somebody filled in, or a part of it, without a period and not of the filing day."""
    below = tuple(node.walk())
    counted = any(isinstance(each, (nodes.FilingDate, nodes.Shift)) for each in below)
    return not counted and any(isinstance(each, nodes.Read) for each in below)


def _is_carrying(node: nodes.Expression) -> bool:
    return any(isinstance(each, nodes.FilingDate) for each in node.walk())


def _fixed(bound: nodes.Expression, filed: nodes.Constant) -> nodes.Expression:
    """The bound with the filing day as it was, unless a period is added to it."""
    if any(isinstance(each, nodes.Shift) for each in bound.walk()):
        return bound
    return _rewritten(bound, lambda node: filed if isinstance(node, nodes.FilingDate) else node)


def _rewritten(node: Any, change: Callable[[nodes.Node], nodes.Node]) -> Any:
    """The tree with `change` made at each node, from below."""
    changed: dict[str, Any] = {}
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, nodes.Node):
            changed[name] = _rewritten(value, change)
        elif isinstance(value, tuple) and any(isinstance(each, nodes.Node) for each in value):
            changed[name] = tuple(_rewritten(each, change) if isinstance(each, nodes.Node) else each for each in value)
    return change(replace(node, **changed) if changed else node)
