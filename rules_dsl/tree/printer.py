"""A checked tree put back into text: the canonical form, which reads again as the same tree.

Symbols for comparisons and arithmetic, 若 … 则 for conditions, brackets only where they are needed.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from rules_dsl.text.keywords import ROW_WORDS
from rules_dsl.text.wording import constant_text, is_bare, quoted
from rules_dsl.values.kinds import Type

from . import nodes

NOTHING = "\0"  # where the option that 均 and 任一 speak of is not written
_SYMBOLS = {"=": "=", "≠": "≠", "≥": ">=", "≤": "<=", ">": ">", "<": "<"}
_ARITHMETIC = {"+": "+", "-": "-", "*": "×", "/": "÷"}
_WHOLE, _CLAUSE, _BODY, _CHOICE, _TEST = range(5)  # what may stand somewhere without brackets: all, …, a single test


def canonical(node: nodes.Node) -> str:
    """The text of a tree."""
    return _TEXTS[type(node)](node)


def needs_brackets(operand: nodes.Node, operator: str, is_right: bool) -> bool:
    """Whether an operand of + − × ÷ must stand in brackets, reading from left to right and products first."""
    if isinstance(operand, nodes.Shift):
        return is_right or operator in "*/"
    if not isinstance(operand, nodes.Arithmetic):
        return False
    return (operator in "*/" and operand.operator in "+-") or (
        is_right and not (operator in "+-" and operand.operator in "*/")
    )


def _name(name: str) -> str:
    return name if is_bare(name) else f"「{name}」"


def _operand(node: nodes.Node) -> str:
    text = canonical(node)
    return f"({text})" if isinstance(node, nodes.Arithmetic | nodes.Shift) else text


def _is_negative(node: nodes.Node) -> bool:
    """Whether this is what -X is read as."""
    if not isinstance(node, nodes.Arithmetic) or node.operator != "-" or node.type != node.right.type:
        return False
    return node.left == nodes.Constant(type=nodes.zero_type(node.type), value=0)


def _side(operand: nodes.Node, operator: str, is_right: bool) -> str:
    text = canonical(operand)
    return f"({text})" if needs_brackets(operand, operator, is_right) and not _is_negative(operand) else text


def _arithmetic(node: nodes.Arithmetic) -> str:
    if _is_negative(node):
        return f"-{_operand(node.right)}"
    left, right = _side(node.left, node.operator, False), _side(node.right, node.operator, True)
    return f"{left} {_ARITHMETIC[node.operator]} {right}"


def _shift(node: nodes.Shift) -> str:
    day = _side(node.day, "+", False)
    return f"{day} {'+' if node.sign > 0 else '-'} {_operand(node.period)}"


def _meeting(node: nodes.Expression, type: Type) -> str:
    """A value that meets another one of this type: there a bare word is one of its options before it is a name."""
    if isinstance(node, nodes.Read | nodes.Named) and node.name in type.options:
        return f"「{node.name}」"
    return canonical(node)


def _list(members: tuple[nodes.Expression, ...], type: Type) -> str:
    return "、".join(_meeting(each, type) for each in members)


def _fallback(node: nodes.Fallback) -> str:
    """In an argument a bare word is a name before it is an option, so an option stands in quotes."""
    default = node.default
    if isinstance(default, nodes.Constant) and isinstance(default.value, str):
        return f"缺省({canonical(node.value)}, {quoted(default.value)})"
    return f"缺省({canonical(node.value)}, {canonical(default)})"


def _named(node: nodes.Named) -> str:
    return _name(node.name) if node.day is None else f"参数({_name(node.name)}, {canonical(node.day)})"


def _call(node: nodes.Call) -> str:
    return f"{node.function}({', '.join(_argument(each) for each in node.arguments)})"


def _argument(node: nodes.Expression) -> str:
    is_flag = isinstance(node, nodes.Constant) and node.value == "进位" and not node.quoted
    return "进位" if is_flag else canonical(node)


def _rows(node: nodes.Rows) -> str:
    return _name(node.group) + (f" 其中 ({canonical(node.where)})" if node.where is not None else "")


def _column(node: nodes.Aggregate | nodes.Column) -> str:
    item = node.item
    if isinstance(item, nodes.Read) and item.role == "column" and not item.qualifier and item.group == node.rows.group:
        return f"{_rows(node.rows)} 的 {_name(item.name)}"
    return f"{_rows(node.rows)} 的 ({canonical(item)})"


def _level(node: nodes.Node) -> int:
    if isinstance(node, nodes.All) and node.clauses:
        return _WHOLE
    return {nodes.Unless: _CLAUSE, nodes.Implies: _BODY, nodes.Any: _CHOICE, nodes.All: _CHOICE}.get(type(node), _TEST)


def _part(node: nodes.Node, level: int) -> str:
    """A test as part of another one, where the grammar allows no less than `level`."""
    text = canonical(node)
    return text if _level(node) >= level else f"({text})"


def _joined(joint: str, tests: tuple[nodes.Test, ...], level: int = _TEST) -> str:
    return joint.join(_part(each, level) for each in tests)


def _quantified(node: nodes.Quantified) -> str:
    measure = node.word if node.word in ROW_WORDS else "行"
    whole = {"每": f"每{measure}", "有": f"有一{measure}", "没有": f"没有一{measure}"}
    how = whole.get(node.quantifier, f"{node.quantifier} {node.count}{node.word}")
    return f"{_rows(node.rows)} {how} {_part(node.test, _TEST)}"


def _alternatives(node: nodes.Any) -> str:
    """Behind 为 甲 或 a bare name could be one more value of the list, so it stands in 「」."""
    parts = [_part(each, _TEST) for each in node.tests]
    for place, (before, test) in enumerate(pairwise(node.tests), 1):
        lists = isinstance(before, nodes.OneOf | nodes.Has | nodes.Inside | nodes.Compare)
        if lists and isinstance(test, nodes.Truth) and parts[place] == getattr(test.value, "name", None):
            parts[place] = f"「{parts[place]}」"
    return " 或 ".join(parts)


def _predicates(node: nodes.Test) -> str:
    """A test about each chosen option, without its subject."""
    if isinstance(node, nodes.All | nodes.Any):
        return (" 且" if isinstance(node, nodes.All) else " 或").join(_predicates(each) for each in node.tests)
    return canonical(node).removeprefix(f"{NOTHING} ")


def _implies(node: nodes.Implies) -> str:
    condition = _part(node.condition, _CHOICE)
    if node.otherwise is None and isinstance(node.demand, nodes.Implies):
        return f"{condition} 的，{canonical(node.demand)}"
    otherwise = f" 否则 {_part(node.otherwise, _CHOICE)}" if node.otherwise is not None else ""
    return f"若 {condition} 则 {_part(node.demand, _CHOICE)}{otherwise}"


def _compare(node: nodes.Compare) -> str:
    """为 before an option or a 是否 value, else the symbol."""
    word = _SYMBOLS[node.operator]
    if node.operator in "=≠" and node.right.type.kind in ("选项", "是否"):
        word = "为" if node.operator == "=" else "不为"
    return f"{canonical(node.left)} {word} {_meeting(node.right, node.left.type)}"


def _elapsed(node: nodes.Elapsed) -> str:
    until = "" if isinstance(node.end, nodes.FilingDate) else f" 至 {canonical(node.end)}"
    return f"{canonical(node.start)}{until} {'未满' if node.negated else '满'} {_operand(node.period)}"


def _between(node: nodes.Between) -> str:
    return f"{canonical(node.value)} 在 {canonical(node.low)} 至 {canonical(node.high)} 之间"


def _window(node: nodes.Window) -> str:
    return f"{canonical(node.value)} 在 {_operand(node.day)} {node.side} {_operand(node.period)} 内"


def _has(node: nodes.Has) -> str:
    return f"{canonical(node.value)} {_not(node.negated)}{node.how} {_list(node.members, node.value.type)}"


def _well_formed(node: nodes.WellFormed) -> str:
    how = "格式正确" if node.format == node.value.type.kind else f"符合 {node.format}"
    return f"{canonical(node.value)} {how}"


def _handed_in(node: nodes.HandedIn) -> str:
    return f"已交{'任一' if node.any else ''}({'、'.join(_name(name) for name in node.materials)})"


def _distinct(node: nodes.Distinct) -> str:
    columns = "、".join(_name(item.name) for item in node.items)  # type: ignore[attr-defined]
    return f"{_rows(node.rows)} 的 {columns} 不重复"


def _not(negated: bool) -> str:
    return "不" if negated else ""


_TEXTS: dict[type, Callable[[Any], str]] = {
    nodes.Constant: lambda node: constant_text(node.value, node.type, node.percent),
    nodes.Read: lambda node: node.qualifier + _name(node.name),
    nodes.FilingDate: lambda node: "申请日",
    nodes.Place: lambda node: node.name,
    nodes.Named: _named,
    nodes.Chosen: lambda node: NOTHING,
    nodes.Arithmetic: _arithmetic,
    nodes.Shift: _shift,
    nodes.Call: _call,
    nodes.Fallback: _fallback,
    nodes.Rows: _rows,
    nodes.RowCount: lambda node: f"{_rows(node.rows)} 的 {node.word}",
    nodes.Aggregate: lambda node: f"{_column(node)} {node.how}",
    nodes.Column: _column,
    nodes.Copies: lambda node: f"已交份数({_name(node.material)})",
    nodes.Truth: lambda node: canonical(node.value),
    nodes.Compare: _compare,
    nodes.OneOf: lambda node: f"{canonical(node.value)} {_not(node.negated)}为 {_list(node.members, node.value.type)}",
    nodes.Elapsed: _elapsed,
    nodes.Between: _between,
    nodes.Window: _window,
    nodes.Inside: lambda node: f"{canonical(node.value)} {_not(node.negated)}在 {_list(node.places, node.value.type)}",
    nodes.Member: lambda node: f"{canonical(node.value)} {_not(node.negated)}在 {canonical(node.members)} 中",
    nodes.Has: _has,
    nodes.Every: lambda node: f"{canonical(node.value)} {'任一' if node.any else '均'} {_predicates(node.test)}",
    nodes.Filled: lambda node: f"{canonical(node.value)} {'未填' if node.negated else '已填'}",
    nodes.WellFormed: _well_formed,
    nodes.HandedIn: _handed_in,
    nodes.Quantified: _quantified,
    nodes.Distinct: _distinct,
    nodes.AtLeast: lambda node: f"至少 {node.count}项 ({_joined('；', node.tests, _CHOICE)})",
    nodes.Not: lambda node: f"非({canonical(node.test)})",
    nodes.All: lambda node: _joined("；", node.tests, _CLAUSE) if node.clauses else _joined(" 且 ", node.tests),
    nodes.Any: _alternatives,
    nodes.Implies: _implies,
    nodes.Unless: lambda node: f"{_part(node.demand, _BODY)}，除非 {_part(node.exception, _CHOICE)}",
}
