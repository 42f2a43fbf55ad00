"""Rules that can be read but say nothing, or not what they seem to: always true, never true, the same thing twice.

These are warnings: each is legal, and hardly ever meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations, islice

from rules_dsl.text.problem import Problem
from rules_dsl.tree import nodes
from rules_dsl.tree.printer import NOTHING, canonical
from rules_dsl.values.kinds import YearMonth

_MOST_PAIRS = 1000


def suspicions(every: Iterable[nodes.Node]) -> Iterator[Problem]:
    """What is suspicious in any of these nodes."""
    for node in every:
        look = _LOOKS.get(type(node))
        found = look(node) if look is not None else None
        if found is not None:
            code, message = found
            yield Problem(*node.span, code, message.replace(f"{NOTHING} ", ""), severity="warning")


_Found = tuple[str, str] | None


def _pairs(node: nodes.All | nodes.Any) -> Iterator[tuple[nodes.Test, nodes.Test]]:
    return islice(combinations(node.tests, 2), _MOST_PAIRS)


def _any(node: nodes.Any) -> _Found:
    """不为 甲 或 不为 乙 is always true."""
    for one, other in _pairs(node):
        if _is_unequal(one) and _is_unequal(other) and one.left == other.left and one.right != other.right:  # type: ignore[attr-defined]
            name, values = canonical(one.left), f"{canonical(one.right)}、{canonical(other.right)}"  # type: ignore[attr-defined]
            return "always", f"「不为 … 或 不为 …」永远成立；都不是请写「{name} 不为 {values}」。"
    return _twice(node)


def _all(node: nodes.All) -> _Found:
    """为 甲 且 为 乙 is never true; so is 大于 20 且 小于 10."""
    for one, other in _pairs(node):
        if not (isinstance(one, nodes.Compare) and isinstance(other, nodes.Compare) and one.left == other.left):
            continue
        if (
            one.operator == other.operator == "="
            and _are_constants(one.right, other.right)
            and one.right != other.right
        ):
            values = f"{canonical(one.right)}、{canonical(other.right)}"
            return "never", f"同一个字段不会同时为两个值；任一即可请写「{canonical(one.left)} 为 {values}」。"
        low, high = (one, other) if one.operator in (">", "≥") else (other, one)
        if low.operator in (">", "≥") and high.operator in ("<", "≤") and _is_empty(low.right, high.right):
            return "never", f"没有既{_bound(low)}又{_bound(high)}的值，永远不成立；请核对大小。"
    return _twice(node)


def _bound(node: nodes.Compare) -> str:
    return f"「{canonical(node).removeprefix(canonical(node.left)).strip()}」"


def _twice(node: nodes.All | nodes.Any) -> _Found:
    for one, other in _pairs(node):
        if one == other:
            return "twice", f"「{canonical(one)}」写了两遍，请去掉一个，或核对字段。"
    return None


def _compare(node: nodes.Compare) -> _Found:
    if node.left == node.right:
        return "same", f"左右两边都是「{canonical(node.left)}」，请核对字段。"
    if isinstance(node.right, nodes.Constant) and node.right.value == "" and node.operator in "=≠":
        word = "未填" if node.operator == "=" else "已填"
        return "empty_text", f"没有填的不是空文本；请写「{canonical(node.left)} {word}」。"
    if isinstance(node.right, nodes.Place) and node.operator in "=≠":
        word = "在" if node.operator == "=" else "不在"
        name, place = canonical(node.left), node.right.name
        return "place", f"「为 {place}」只在正好填到那一级时成立；在{place}范围里请写「{name} {word} {place}」。"
    return None


def _between(node: nodes.Between) -> _Found:
    if _is_empty(node.low, node.high):
        return "never", f"范围前小后大：在 {canonical(node.high)} 至 {canonical(node.low)} 之间。"
    return None


def _negation(node: nodes.Not) -> _Found:
    if isinstance(node.test, nodes.Not):
        return "double_negation", f"两个「非」互相抵消，请直接写「{canonical(node.test.test)}」。"
    if isinstance(node.test, nodes.Compare | nodes.OneOf) and getattr(node.test, "operator", "≠") == "≠":
        if isinstance(node.test, nodes.OneOf) and not node.test.negated:
            return None
        return "double_negation", "「非」和「不为」是双重否定，请直接写「为」。"
    return None


def _arithmetic(node: nodes.Arithmetic) -> _Found:
    if node.operator == "/" and isinstance(node.right, nodes.Constant) and node.right.value == 0:
        return "division", "除数是0，永远没有结果；请核对。"
    return None


def _is_unequal(test: nodes.Test) -> bool:
    return isinstance(test, nodes.Compare) and test.operator == "≠" and _are_constants(test.right)


def _are_constants(*values: nodes.Expression) -> bool:
    return all(isinstance(value, nodes.Constant) for value in values)


def _is_empty(low: nodes.Expression, high: nodes.Expression) -> bool:
    """Whether nothing lies between two literals of one type."""
    if not (isinstance(low, nodes.Constant) and isinstance(high, nodes.Constant)):
        return False
    one, other = low.value, high.value
    if (low.type.is_number and high.type.is_number) or low.type.kind == high.type.kind == "金额":
        return bool(one > other)  # type: ignore[operator]
    if isinstance(one, date) and isinstance(other, date):
        return one > other
    return isinstance(one, YearMonth) and isinstance(other, YearMonth) and one > other


_LOOKS: dict[type, Callable[..., _Found]] = {
    nodes.Any: _any,
    nodes.All: _all,
    nodes.Compare: _compare,
    nodes.Between: _between,
    nodes.Not: _negation,
    nodes.Arithmetic: _arithmetic,
}
