"""Which values are certain to be above 0, so that dividing by them always has a result."""

from __future__ import annotations

from collections.abc import Collection

from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.tree import nodes
from rules_dsl.values.kinds import Number

_PARTS = ("年份", "月份", "日号")
_STEPS = ("进位", "四舍五入", "舍去")


def is_positive(node: nodes.Node, vocabulary: Vocabulary, known: Collection[nodes.Node] = ()) -> bool:
    """Whether a number or amount is certain to be above 0; `known` are expressions that are, where this one stands."""

    def positive(each: nodes.Node) -> bool:
        return is_positive(each, vocabulary, known)

    if node in known:
        return True
    if isinstance(node, nodes.Constant):
        return _number(node) > 0
    if isinstance(node, nodes.Named):
        found = vocabulary.find(node.name, node.role)
        return found is not None and found.positive
    if isinstance(node, nodes.RowCount):
        return _has_rows(node.rows, vocabulary)
    if isinstance(node, nodes.Aggregate):
        return positive(node.item) and (node.how != "之和" or _has_rows(node.rows, vocabulary))
    if isinstance(node, nodes.Fallback):
        return positive(node.value) and positive(node.default)
    if isinstance(node, nodes.Arithmetic):
        sides = (node.left, node.right)
        if node.operator == "+":
            return any(map(positive, sides)) and all(positive(each) or _is_never_below(each) for each in sides)
        return node.operator in "*/" and all(map(positive, sides))
    if isinstance(node, nodes.Call):
        if node.function == "较大":
            return any(map(positive, node.arguments))
        if node.function == "较小":
            return all(map(positive, node.arguments))
        return node.function in _PARTS or (node.function == "进位" and positive(node.arguments[0]))
    return False


def positive_in(test: nodes.Test) -> set[nodes.Node]:
    """The expressions that are above 0 wherever this condition holds: X 大于 0, X 不少于 1, alone or within an 且."""
    if isinstance(test, nodes.All):
        return {each for part in test.tests for each in positive_in(part)}
    if isinstance(test, nodes.Compare):
        bound = _number(test.right)
        if (test.operator == ">" and bound >= 0) or (test.operator == "≥" and bound > 0):
            return {test.left}
    if isinstance(test, nodes.Between) and _number(test.low) > 0:
        return {test.value}
    return set()


def _number(node: nodes.Node) -> Number:
    """The number or amount that a literal is; -1 for anything else, which is not above 0 for all that is known."""
    is_number = isinstance(node, nodes.Constant) and (node.type.is_number or node.type.kind == "金额")
    return node.value if is_number else -1  # type: ignore[attr-defined, no-any-return]


def _is_never_below(node: nodes.Node) -> bool:
    """Whether a value is certain not to be below 0."""
    if isinstance(node, nodes.Call):
        return node.function in ("绝对值", "长度") or (
            node.function == "较大" and any(map(_is_never_below, node.arguments))
        )
    return isinstance(node, nodes.RowCount | nodes.Copies) or _number(node) >= 0


def _has_rows(rows: nodes.Rows, vocabulary: Vocabulary) -> bool:
    found = vocabulary.find(rows.group, "rows")
    return rows.where is None and found is not None and found.positive
