"""What expressions are called in a sentence: 「床位数」, 申请日前3个月, 「申报地块」的「面积」之和."""

from __future__ import annotations

from rules_dsl.tree import nodes
from rules_dsl.tree.printer import needs_brackets

from .speech import SPOKEN, listed, spoken, told

_ARITHMETIC = {"+": "加", "-": "减", "*": "乘以", "/": "除以"}
_LOOSE = ("四舍五入", "舍去", "进位", "较大", "较小")  # a phrase that more words behind it would be taken into
PERIODS = ("天", "工作日", "个月", "年")

# By function and number of arguments; 0 stands for any number, the arguments listed as {all}.
CALLS: dict[str, dict[int, str]] = {
    "周岁": {1: "按{0}到申请日的周岁数", 2: "按{0}到{1}的周岁数"},
    "年数": {2: "{0}到{1}的整年数", 3: "{0}到{1}的年数（不满一年的按一年算）"},
    "月数": {2: "{0}到{1}的整月数", 3: "{0}到{1}的月数（不满一个月的按一个月算）"},
    "日数": {2: "{0}到{1}的天数"},
    "工作日数": {2: "{0}到{1}的工作日数"},
    "出生日期": {1: "{0}的出生日期"},
    "性别": {1: "{0}的性别"},
    "地区码": {1: "{0}所属的地区"},
    "前几位": {2: "{0}的前{1}位"},
    "后几位": {2: "{0}的后{1}位"},
    "绝对值": {1: "{0}的绝对值"},
    "较大": {0: "{all}中较大的数"},
    "较小": {0: "{all}中较小的数"},
    "四舍五入": {2: "{0}，四舍五入到{1}"},
    "舍去": {2: "{0}，不足{1}的舍去"},
    "进位": {2: "{0}，不足{1}的按{1}算"},
    "年月": {1: "{0}所在的年月"},
    "首日": {1: "{0}的第一天"},
    "末日": {1: "{0}的最后一天"},
    "年份": {1: "{0}的年份"},
    "月份": {1: "{0}的月份"},
    "日号": {1: "{0}是几号"},
    "日期": {3: "{0}年{1}月{2}日"},
    "顺延": {1: "{0}（遇休息日顺延）"},
    "是工作日": {1: "{0}是工作日"},
    "重叠": {4: "{0}至{1}与{2}至{3}重叠"},
    "长度": {1: "{0}的字数"},
    "天": {1: "{0}天"},
    "工作日": {1: "{0}个工作日"},
    "个月": {1: "{0}个月"},
    "年": {1: "{0}年"},
}

DENIED_CALLS = {"是工作日": "{0}不是工作日", "重叠": "{0}至{1}与{2}至{3}不重叠"}  # of the functions that say yes or no


def operand(node: nodes.Node) -> str:
    """A phrase as part of a longer one: in brackets where that would change what it means."""
    loose = isinstance(node, nodes.Arithmetic) and not _share(node) and not _excess(node)
    return f"（{spoken(node)}）" if loose or _is_loose(node) else spoken(node)


def rows(node: nodes.Rows) -> str:
    """「成员」, or those of its rows that meet a condition."""
    return f"「{node.group}」" + (f"中{spoken(node.where)}的行" if node.where is not None else "")


def count_unit(node: nodes.RowCount) -> str:
    """What the rows are counted in: 行 人 户 个."""
    return node.word.removesuffix("数")


def _is_loose(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and node.function in _LOOSE and not _excess(node)


def _constant(node: nodes.Constant) -> str:
    return told(node.value, node.type)  # type: ignore[arg-type]


def _read(node: nodes.Read) -> str:
    where = {"本行的": "本行的", "外层的": "明细以外的"}.get(node.qualifier, "")
    return f"{where}「{node.name}」"


def _named(node: nodes.Named) -> str:
    return (f"{spoken(node.day)}时的" if node.day is not None else "") + f"「{node.name}」"


def _side(node: nodes.Node, operator: str, is_right: bool) -> str:
    whole = _share(node) or _excess(node)
    bracketed = not whole and (needs_brackets(node, operator, is_right) or _is_loose(node))
    return f"（{spoken(node)}）" if bracketed else spoken(node)


def _arithmetic(node: nodes.Arithmetic) -> str:
    whole = _share(node) or _excess(node)
    if whole:
        return whole
    left, right = _side(node.left, node.operator, False), _side(node.right, node.operator, True)
    return f"{left}{_ARITHMETIC[node.operator]}{right}"


def _excess(node: nodes.Node) -> str:
    """「人数」超过100的部分, written as 较大(人数 - 100, 0) or 较大(人数, 100) - 100; '' for anything else."""
    if isinstance(node, nodes.Arithmetic) and node.operator == "-":
        left, limit = node.left, node.right
        if isinstance(left, nodes.Call) and left.function == "较大" and left.arguments[1:] == (limit,):
            return f"{operand(left.arguments[0])}超过{operand(limit)}的部分"
    if isinstance(node, nodes.Call) and node.function == "较大" and len(node.arguments) == 2:
        minus, zero = node.arguments
        if isinstance(minus, nodes.Arithmetic) and minus.operator == "-" and getattr(zero, "value", None) == 0:
            return f"{operand(minus.left)}超过{operand(minus.right)}的部分"
    return ""


def _share(node: nodes.Node) -> str:
    """「成员总数」的80%, 「应到人数」的2/3; '' for anything else."""
    if not isinstance(node, nodes.Arithmetic):
        return ""
    right = node.right
    if node.operator == "*" and isinstance(right, nodes.Constant) and right.percent:
        return f"{_side(node.left, '*', False)}的{told(right.value * 100)}%"  # type: ignore[operator]
    left = node.left
    if node.operator == "/" and isinstance(left, nodes.Arithmetic) and left.operator == "*":
        top = left.right
        if all(isinstance(each, nodes.Constant) and type(each.value) is int for each in (top, right)):
            return f"{_side(left.left, '*', False)}的{spoken(top)}/{spoken(right)}"
    return ""


def _shift(node: nodes.Shift) -> str:
    """申请日后1个月; a second shift the same way is 又, the other way 的前."""
    word = "后" if node.sign > 0 else "前"
    inner = node.day
    if not isinstance(node.period, nodes.Constant) and not (
        isinstance(node.period, nodes.Call) and node.period.function in PERIODS
    ):
        return f"{operand(inner)}{'加' if node.sign > 0 else '减'}{spoken(node.period)}"
    if isinstance(inner, nodes.Shift):
        word = "又" if inner.sign == node.sign else f"的{word}"
    return f"{operand(inner)}{word}{spoken(node.period)}"


def _call(node: nodes.Call) -> str:
    templates = CALLS[node.function]
    if excess := _excess(node):
        return excess
    if 0 in templates:
        return templates[0].format(all=listed(map(operand, node.arguments), "与"))
    inner = node.arguments[0]
    if node.function == "绝对值" and isinstance(inner, nodes.Arithmetic) and inner.operator == "-":
        return f"{operand(inner.left)}与{operand(inner.right)}之差"
    first = spoken(inner) if node.function in _LOOSE else operand(inner)
    return templates[len(node.arguments)].format(first, *map(operand, node.arguments[1:]))


def said_of(node: nodes.Call, holds: bool) -> str:
    """A function that says yes or no, as the sentence that it does or does not."""
    return spoken(node) if holds else DENIED_CALLS[node.function].format(*map(operand, node.arguments))


def _item(node: nodes.Expression) -> str:
    return spoken(node) if isinstance(node, nodes.Read) else f"（{spoken(node)}）"


def _column(node: nodes.Column | nodes.Aggregate) -> str:
    return f"{rows(node.rows)}的{_item(node.item)}"


def _row_count(node: nodes.RowCount) -> str:
    return rows(node.rows).removesuffix("行") + ("" if node.rows.where is not None else "的") + node.word


SPOKEN |= {
    nodes.Constant: _constant,
    nodes.Read: _read,
    nodes.FilingDate: lambda node: "申请日",
    nodes.Place: lambda node: node.name,
    nodes.Named: _named,
    nodes.Chosen: lambda node: "",
    nodes.Arithmetic: _arithmetic,
    nodes.Shift: _shift,
    nodes.Call: _call,
    nodes.Fallback: lambda node: f"{spoken(node.value)}（没有填的按{spoken(node.default)}算）",
    nodes.Rows: rows,
    nodes.RowCount: _row_count,
    nodes.Aggregate: lambda node: f"{_column(node)}{node.how}",
    nodes.Column: _column,
    nodes.Copies: lambda node: f"所交「{node.material}」的份数",
}
