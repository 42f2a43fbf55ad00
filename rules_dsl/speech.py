"""A checked tree as a Chinese sentence for people who never see a rule: names in 「」, words instead of signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import nodes
from .canonical import needs_brackets
from .wording import constant_text

_COMPARE = {"=": "等于", "≠": "不等于", "≥": "不低于", "≤": "不超过", ">": "超过", "<": "低于"}
_DATE_COMPARE = {"=": "等于", "≠": "不等于", "≥": "不早于", "≤": "不晚于", ">": "晚于", "<": "早于"}
_ARITHMETIC = {"+": "加", "-": "减", "*": "乘以", "/": "除以"}


def spoken(node: nodes.Node) -> str:
    """The sentence of a test, or the phrase of an expression, without a full stop."""
    return _SENTENCES[type(node)](node)


def _constant(node: nodes.Constant) -> str:
    if isinstance(node.value, str) and node.type.kind in ("选项", "多选"):
        return f"“{node.value}”" if node.quoted else node.value
    return constant_text(node.value, node.type)


def _operand(node: nodes.Expression) -> str:
    text = spoken(node)
    return f"（{text}）" if isinstance(node, nodes.Arithmetic) else text


def _side(operand: nodes.Node, operator: str, is_right: bool) -> str:
    text = spoken(operand)
    return f"（{text}）" if needs_brackets(operand, operator, is_right) else text


def _arithmetic(node: nodes.Arithmetic) -> str:
    left, right = _side(node.left, node.operator, False), _side(node.right, node.operator, True)
    return f"{left}{_ARITHMETIC[node.operator]}{right}"


def _part(node: nodes.Node) -> str:
    text = spoken(node)
    return f"（{text}）" if isinstance(node, nodes.All | nodes.Any | nodes.Implies | nodes.Unless) else text


def _list(members: tuple[nodes.Expression, ...], any: bool = True) -> str:
    *first, last = [spoken(member) for member in members]
    return f"{'、'.join(first)}{'或' if any else '和'}{last}" if first else last


def _shift(node: nodes.Shift) -> str:
    period = spoken(node.period)
    if isinstance(node.period, nodes.Constant):
        return f"{_operand(node.day)}{'后' if node.sign > 0 else '前'}{period}"
    return f"{_operand(node.day)}{'加' if node.sign > 0 else '减'}{period}"


def _rows(node: nodes.Rows) -> str:
    return f"「{node.group}」" + (f"中{spoken(node.where)}的各行" if node.where is not None else "")


def _column(rows: nodes.Rows, item: nodes.Expression) -> str:
    plain = isinstance(item, nodes.Read)
    return f"{_rows(rows)}的{spoken(item) if plain else '（' + spoken(item) + '）'}"


def _call(node: nodes.Call) -> str:
    arguments = [spoken(argument) for argument in node.arguments]
    if node.function in ("出生日期", "性别", "年份", "月份", "日号", "年月", "首日", "末日", "地区码"):
        return f"{arguments[0]}的{node.function}"
    if node.function in ("前几位", "后几位"):
        return f"{arguments[0]}的{node.function[0]}{arguments[1]}位"
    if node.function == "是工作日":
        return f"{arguments[0]}是工作日"
    if node.function == "顺延":
        return f"{arguments[0]}（遇休息日顺延）"
    if node.function == "重叠":
        return f"{arguments[0]}至{arguments[1]}与{arguments[2]}至{arguments[3]}重叠"
    if node.function == "长度":
        return f"{arguments[0]}的字数"
    if node.function == "周岁":
        until = arguments[1] if len(arguments) > 1 else "申请日"
        return f"到{until}的周岁（{arguments[0]}起算）"
    if (
        node.function == "绝对值"
        and isinstance(node.arguments[0], nodes.Arithmetic)
        and node.arguments[0].operator == "-"
    ):
        minus = node.arguments[0]
        return f"{_operand(minus.left)}与{_operand(minus.right)}的相差"
    if node.function in ("年数", "月数", "日数", "工作日数"):
        return f"{arguments[0]}至{arguments[1]}的{node.function}"
    return f"{node.function}（{'，'.join(arguments)}）"


def _compare(node: nodes.Compare) -> str:
    left, right = spoken(node.left), spoken(node.right)
    if node.operator in "=≠" and node.right.type.kind in ("选项", "是否"):
        return f"{left}{'为' if node.operator == '=' else '不为'}{right}"
    words = _DATE_COMPARE if node.left.type.kind in ("日期", "年月") else _COMPARE
    return f"{left}{words[node.operator]}{right}"


def _elapsed(node: nodes.Elapsed) -> str:
    until = "" if isinstance(node.end, nodes.FilingDate) else f"至{spoken(node.end)}"
    return f"{spoken(node.start)}{until}{'未满' if node.negated else '满'}{spoken(node.period)}"


def _quantified(node: nodes.Quantified) -> str:
    word = node.word
    head = {"每": "每一行都要", "有": "至少有一行", "没有": "没有一行"}.get(
        node.quantifier, f"{node.quantifier}有{node.count}{word}"
    )
    return f"{_rows(node.rows)}{head}{_part(node.test)}"


def _implies(node: nodes.Implies) -> str:
    otherwise = f"；否则{spoken(node.otherwise)}" if node.otherwise is not None else ""
    return f"{_part(node.condition)}的，{spoken(node.demand)}{otherwise}"


def _predicate(test: nodes.Test) -> str:
    if isinstance(test, nodes.All | nodes.Any):
        return ("且" if isinstance(test, nodes.All) else "或").join(_predicate(each) for each in test.tests)
    return spoken(test)


def _all(node: nodes.All) -> str:
    return (
        "；".join(spoken(each) for each in node.tests)
        if node.clauses
        else "，且".join(_part(each) for each in node.tests)
    )


_SENTENCES: dict[type, Callable[[Any], str]] = {
    nodes.Constant: _constant,
    nodes.Read: lambda node: f"「{node.name}」",
    nodes.FilingDate: lambda node: "申请日",
    nodes.Place: lambda node: node.name,
    nodes.Named: lambda node: f"「{node.name}」" + (f"（{spoken(node.day)}时的）" if node.day is not None else ""),
    nodes.Chosen: lambda node: "",
    nodes.Arithmetic: _arithmetic,
    nodes.Shift: _shift,
    nodes.Call: _call,
    nodes.Fallback: lambda node: f"{spoken(node.value)}（没有填的按{spoken(node.default)}）",
    nodes.Rows: _rows,
    nodes.RowCount: lambda node: f"{_rows(node.rows)}的{node.word}",
    nodes.Aggregate: lambda node: f"{_column(node.rows, node.item)}{node.how}",
    nodes.Column: lambda node: _column(node.rows, node.item),
    nodes.Copies: lambda node: f"「{node.material}」所交份数",
    nodes.Truth: lambda node: spoken(node.value) + ("" if isinstance(node.value, nodes.Call) else "为是"),
    nodes.Compare: _compare,
    nodes.OneOf: lambda node: f"{spoken(node.value)}{'不为' if node.negated else '为'}{_list(node.members)}",
    nodes.Elapsed: _elapsed,
    nodes.Between: lambda node: f"{spoken(node.value)}在{spoken(node.low)}至{spoken(node.high)}之间（含两端）",
    nodes.Window: lambda node: f"{spoken(node.value)}在{_operand(node.day)}{node.side}{spoken(node.period)}内",
    nodes.Inside: lambda node: f"{spoken(node.value)}{'不' if node.negated else ''}在{_list(node.places)}",
    nodes.Member: lambda node: f"{spoken(node.value)}{'不' if node.negated else ''}在{spoken(node.members)}中",
    nodes.Has: lambda node: (
        f"{spoken(node.value)}{'不' if node.negated else ''}{node.how}{_list(node.members, node.how == '含')}"
    ),
    nodes.Every: lambda node: f"{spoken(node.value)}{'至少一项' if node.any else '每一项都'}{_predicate(node.test)}",
    nodes.Filled: lambda node: f"{'不填' if node.negated else '填写'}{spoken(node.value)}",
    nodes.WellFormed: lambda node: (
        f"{spoken(node.value)}" + ("格式正确" if node.format == node.value.type.kind else f"符合{node.format}的格式")
    ),
    nodes.HandedIn: lambda node: (
        f"交{'任一份' if node.any else ''}" + "、".join(f"「{name}」" for name in node.materials)
    ),
    nodes.Quantified: _quantified,
    nodes.Distinct: lambda node: f"{_rows(node.rows)}的{'、'.join(spoken(item) for item in node.items)}不重复",
    nodes.AtLeast: lambda node: f"以下至少有{node.count}项：{'；'.join(spoken(each) for each in node.tests)}",
    nodes.Not: lambda node: f"不属于“{spoken(node.test)}”",
    nodes.All: _all,
    nodes.Any: lambda node: "，或".join(_part(each) for each in node.tests),
    nodes.Implies: _implies,
    nodes.Unless: lambda node: f"{spoken(node.demand)}，除非{spoken(node.exception)}",
}
