"""A checked tree put back into text: the canonical form, which reads again as the same tree, and values as people write
them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from . import nodes
from .keywords import KEYWORDS
from .literals import MonthDay
from .money import decimal_text, money_text
from .values import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Absent, Division, Period, Type, Value

_SYMBOLS = {"=": "=", "≠": "≠", "≥": ">=", "≤": "<=", ">": ">", "<": "<"}
_ARITHMETIC = {"+": "+", "-": "-", "*": "×", "/": "÷"}
_WORDS = {NOT_APPLICABLE: "不适用", UNANSWERED: "未填", UNCHECKED: "未核"}


def value_text(value: Value, type: Type | None = None) -> str:
    """A value as people write it: 50元, 2026-03-02, 是, 甲、乙."""
    if isinstance(value, Absent):
        return _WORDS[value]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, MonthDay):
        return f"{value.month}月{value.day}日"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction):
        if type is not None and type.kind == "金额":
            return money_text(value)
        unit = type.unit if type is not None and type.unit else ""
        return f"{decimal_text(value)}{unit}"
    if isinstance(value, tuple):
        if value and not isinstance(value[0], str | int | Fraction | date | Division | Period):
            return f"{len(value)}行"
        return "、".join(value_text(each, type.of if type is not None else None) for each in value) or "无"
    return str(value)


def constant_text(value: Value | MonthDay, type: Type) -> str:
    """A literal as the language writes it; exact, so that it reads again as the same value."""
    if isinstance(value, str):
        return f"“{value}”" if type.kind not in ("选项", "多选") or not is_bare(value) else value
    if isinstance(value, Division):
        return f"“{value.name}”"
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        number = Fraction(value) / 100 if type.kind == "金额" else Fraction(value)
        unit = "元" if type.kind == "金额" else type.unit or ""
        whole = decimal_text(number, 40)
        return f"{whole}{unit}"
    if isinstance(value, Period):
        return f"{value.count}{'个' if value.unit == '工作日' else ''}{value.unit}"
    return value_text(value, type)


def is_bare(word: str) -> bool:
    """Whether an option may be written without quotes."""
    plain = all(sign.isalnum() for sign in word)
    return bool(word) and plain and not word[0].isdigit() and word not in KEYWORDS


def canonical(node: nodes.Node) -> str:
    """The text of a tree: symbols for comparisons and arithmetic, 若 … 则 for conditions, brackets where needed."""
    return _TEXTS[type(node)](node)


def _name(name: str) -> str:
    return (
        name
        if all(sign.isalnum() for sign in name) and not name[0].isdigit() and name not in KEYWORDS
        else f"「{name}」"
    )


def _operand(node: nodes.Node) -> str:
    text = canonical(node)
    return f"({text})" if isinstance(node, nodes.Arithmetic | nodes.Shift) else text


def needs_brackets(operand: nodes.Node, operator: str, is_right: bool) -> bool:
    """Whether an operand of + − × ÷ must stand in brackets, reading from left to right and products first."""
    if isinstance(operand, nodes.Shift):
        return is_right or operator in "*/"
    if not isinstance(operand, nodes.Arithmetic):
        return False
    return (operator in "*/" and operand.operator in "+-") or (
        is_right and not (operator in "+-" and operand.operator in "*/")
    )


def _side(operand: nodes.Node, operator: str, is_right: bool) -> str:
    text = canonical(operand)
    return f"({text})" if needs_brackets(operand, operator, is_right) else text


def _arithmetic(node: nodes.Arithmetic) -> str:
    left, right = _side(node.left, node.operator, False), _side(node.right, node.operator, True)
    return f"{left} {_ARITHMETIC[node.operator]} {right}"


def _shift(node: nodes.Shift) -> str:
    day = _side(node.day, "+", False)
    return f"{day} {'+' if node.sign > 0 else '-'} {_operand(node.period)}"


def _bracketed(node: nodes.Node) -> str:
    """A test as part of another one."""
    text = canonical(node)
    return f"({text})" if isinstance(node, nodes.All | nodes.Any | nodes.Implies | nodes.Unless) else text


def _list(nodes_: tuple[nodes.Expression, ...]) -> str:
    return "、".join(canonical(each) for each in nodes_)


def _rows(node: nodes.Rows) -> str:
    return _name(node.group) + (f" 其中 ({canonical(node.where)})" if node.where is not None else "")


def _column_text(rows: nodes.Rows, item: nodes.Expression) -> str:
    plain = isinstance(item, nodes.Read) and item.role == "column"
    return f"{_rows(rows)} 的 {_name(item.name) if plain else '(' + canonical(item) + ')'}"  # type: ignore[attr-defined]


def _quantified(node: nodes.Quantified) -> str:
    head = {"每": f"每{_measure(node)}", "有": f"有一{_measure(node)}", "没有": f"没有一{_measure(node)}"}.get(
        node.quantifier, f"{node.quantifier} {node.count}{node.word}"
    )
    return f"{_rows(node.rows)} {head} {_bracketed(node.test)}"


def _measure(node: nodes.Quantified) -> str:
    return node.word if node.word in ("行", "人", "户", "个") else "行"


def _every(node: nodes.Every) -> str:
    """The test about each option, without its subject."""
    return f"{canonical(node.value)} {'任一' if node.any else '均'} {_predicates(node.test)}"


def _predicates(node: nodes.Test) -> str:
    if isinstance(node, nodes.All | nodes.Any):
        return (" 且" if isinstance(node, nodes.All) else " 或").join(_predicates(each) for each in node.tests)
    return canonical(node).removeprefix("\0 ")


def _clauses(node: nodes.All) -> str:
    if node.clauses:
        return "；".join(canonical(each) for each in node.tests)
    return " 且 ".join(_bracketed(each) for each in node.tests)


def _implies(node: nodes.Implies) -> str:
    def part(test: nodes.Test) -> str:
        return _bracketed(test) if isinstance(test, nodes.Implies | nodes.Unless) else canonical(test)

    if isinstance(node.demand, nodes.Implies):
        return f"{part(node.condition)} 的，{canonical(node.demand)}"
    otherwise = f" 否则 {part(node.otherwise)}" if node.otherwise is not None else ""
    return f"若 {part(node.condition)} 则 {part(node.demand)}{otherwise}"


def _elapsed(node: nodes.Elapsed) -> str:
    until = "" if isinstance(node.end, nodes.FilingDate) else f" 至 {canonical(node.end)}"
    return f"{canonical(node.start)}{until} {'未满' if node.negated else '满'} {_operand(node.period)}"


def _window(node: nodes.Window) -> str:
    return f"{canonical(node.value)} 在 {_operand(node.day)} {node.side} {_operand(node.period)} 内"


def _named(node: nodes.Named) -> str:
    return _name(node.name) if node.day is None else f"参数({_name(node.name)}, {canonical(node.day)})"


def _call(node: nodes.Call) -> str:
    return f"{node.function}({', '.join(str(a.value) if _is_flag(a) else canonical(a) for a in node.arguments)})"  # type: ignore[attr-defined]


def _is_flag(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Constant) and node.value == "进位" and not node.quoted


def _not(negated: bool) -> str:
    return "不" if negated else ""


_TEXTS: dict[type, Callable[[Any], str]] = {
    nodes.Constant: lambda node: constant_text(node.value, node.type),
    nodes.Read: lambda node: node.qualifier + _name(node.name),
    nodes.FilingDate: lambda node: "申请日",
    nodes.Place: lambda node: node.name,
    nodes.Named: _named,
    nodes.Chosen: lambda node: "\0",
    nodes.Arithmetic: _arithmetic,
    nodes.Shift: _shift,
    nodes.Call: _call,
    nodes.Fallback: lambda node: f"缺省({canonical(node.value)}, {canonical(node.default)})",
    nodes.Rows: _rows,
    nodes.RowCount: lambda node: f"{_rows(node.rows)} 的 {node.word}",
    nodes.Aggregate: lambda node: f"{_column_text(node.rows, node.item)} {node.how}",
    nodes.Column: lambda node: _column_text(node.rows, node.item),
    nodes.Copies: lambda node: f"已交份数({_name(node.material)})",
    nodes.Truth: lambda node: canonical(node.value),
    nodes.Compare: lambda node: f"{canonical(node.left)} {_compare_word(node)} {canonical(node.right)}",
    nodes.OneOf: lambda node: f"{canonical(node.value)} {_not(node.negated)}为 {_list(node.members)}",
    nodes.Elapsed: _elapsed,
    nodes.Between: lambda node: f"{canonical(node.value)} 在 {canonical(node.low)} 至 {canonical(node.high)} 之间",
    nodes.Window: _window,
    nodes.Inside: lambda node: f"{canonical(node.value)} {_not(node.negated)}在 {_list(node.places)}",
    nodes.Member: lambda node: f"{canonical(node.value)} {_not(node.negated)}在 {canonical(node.members)} 中",
    nodes.Has: lambda node: f"{canonical(node.value)} {_not(node.negated)}{node.how} {_list(node.members)}",
    nodes.Every: _every,
    nodes.Filled: lambda node: f"{canonical(node.value)} {'未填' if node.negated else '已填'}",
    nodes.WellFormed: lambda node: (
        f"{canonical(node.value)} " + ("格式正确" if node.format == node.value.type.kind else f"符合 {node.format}")
    ),
    nodes.HandedIn: lambda node: (
        f"已交{'任一' if node.any else ''}({'、'.join(_name(name) for name in node.materials)})"
    ),
    nodes.Quantified: _quantified,
    nodes.Distinct: lambda node: f"{_rows(node.rows)} 的 {'、'.join(_name(item.name) for item in node.items)} 不重复",
    nodes.AtLeast: lambda node: f"至少 {node.count}项 ({'；'.join(_bracketed(each) for each in node.tests)})",
    nodes.Not: lambda node: f"非({canonical(node.test)})",
    nodes.All: _clauses,
    nodes.Any: lambda node: " 或 ".join(_bracketed(each) for each in node.tests),
    nodes.Implies: _implies,
    nodes.Unless: lambda node: f"{canonical(node.demand)}，除非 {canonical(node.exception)}",
}


def _compare_word(node: nodes.Compare) -> str:
    """为 before an option or a 是否 value, else the symbol."""
    if node.operator in "=≠" and node.right.type.kind in ("选项", "是否"):
        return "为" if node.operator == "=" else "不为"
    return _SYMBOLS[node.operator]
