"""What the sentences of the matters ask: the constructs of the language, and how a rule's tree shows each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from rules_dsl.tree import nodes


def _is(*kinds: type) -> Callable[[nodes.Node], bool]:
    return lambda node: isinstance(node, kinds)


def _typed(kind: str, unit: str = "") -> Callable[[nodes.Node], bool]:
    return lambda node: isinstance(node, nodes.Expression) and node.type.kind == kind and unit in (node.type.unit or "")


def _calls(*functions: str) -> Callable[[nodes.Node], bool]:
    return lambda node: isinstance(node, nodes.Call) and node.function in functions


def _compares(*kinds: str) -> Callable[[nodes.Node], bool]:
    def found(node: nodes.Node) -> bool:
        if isinstance(node, nodes.Compare):
            return node.left.type.kind in kinds and not node.order
        return isinstance(node, nodes.OneOf) and node.value.type.kind in kinds

    return found


def _elapses(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Elapsed):
        return node.period.type.unit != "周岁"
    return _calls("日数", "月数", "年数")(node)


def _is_alike(node: nodes.Node) -> bool:
    """Whether two tests joined by 且 or 或 differ in nothing but the value they are about."""
    if not isinstance(node, nodes.All | nodes.Any):
        return isinstance(node, nodes.Every)
    asked = [_asked(each) for each in node.tests]
    return any(each in asked[:place] for place, each in enumerate(asked))


def _asked(test: nodes.Test) -> tuple[Any, ...]:
    """What a test asks, without the value that it asks about (its first)."""
    parts = [getattr(test, part.name) for part in fields(test) if part.compare]
    about = next(place for place, part in enumerate(parts) if not isinstance(part, str))
    return type(test), *parts[:about], *parts[about + 1 :]


def _is_range(node: nodes.Node) -> bool:
    if isinstance(node, nodes.All):
        compared = [(each.left, each.operator) for each in node.tests if isinstance(each, nodes.Compare)]
        return any((left, low) in compared for left, _ in compared for low in "≥>") and any(
            (left, high) in compared for left, _ in compared for high in "≤<"
        )
    return isinstance(node, nodes.Between)


def _member_of(kind: type) -> Callable[[nodes.Node], bool]:
    return lambda node: isinstance(node, nodes.Member) and isinstance(node.members, kind)


def _reads(*roles: str) -> Callable[[nodes.Node], bool]:
    return lambda node: isinstance(node, nodes.Read) and node.role in roles


def _is_option(node: nodes.Node) -> bool:
    if not _compares("选项")(node):
        return False
    asked = node.left if isinstance(node, nodes.Compare) else node.value
    return not _reads("query")(asked)


# What the sentences ask, a row each: what it is called, and whether a node of the rule's tree shows it.
CONSTRUCTS: dict[str, tuple[str, Callable[[nodes.Node], bool]]] = {
    "condition": ("X 的，Y · 若 … 则 … · 除非", _is(nodes.Implies, nodes.Unless)),
    "presence": ("已填 · 未填", _is(nodes.Filled)),
    "yes_no": ("是否", _typed("是否")),
    "option": ("为 · 不为 选项", _is_option),
    "named_list": ("在 名单 中", _member_of(nodes.Named)),
    "ordered_options": ("有高低次序的选项", lambda node: isinstance(node, nodes.Compare) and bool(node.order)),
    "age": ("周岁", lambda node: _calls("周岁")(node) or _typed("期限", "周岁")(node)),
    "date_order": ("日期先后、有效期", _compares("日期")),
    "window": ("在 D前后N 内", _is(nodes.Window)),
    "shifted_date": ("D后30日 · D前3个月", _is(nodes.Shift)),
    "elapsed": ("满 · 未满 一段时间", _elapses),
    "working_days": (
        "工作日、顺延",
        lambda node: _calls("工作日数", "工作日", "顺延", "是工作日")(node) or _typed("期限", "工作日")(node),
    ),
    "year_month": (
        "年月、年数、月数",
        lambda node: _typed("年月")(node) or _calls("年份", "月份", "年数", "月数", "年", "个月")(node),
    ),
    "arithmetic": ("加减乘除", _is(nodes.Arithmetic)),
    "ratio": ("比例、份额、人均", lambda node: isinstance(node, nodes.Arithmetic) and node.operator in "*/"),
    "money": ("金额", _typed("金额")),
    "range": ("在 … 至 … 之间", _is_range),
    "every_row": ("每行 · 的 列 均", lambda node: isinstance(node, nodes.Quantified) and node.quantifier == "每"),
    "some_row": (
        "有一行 · 没有一行 · 至少 · 至多 · 恰好",
        lambda node: isinstance(node, nodes.Quantified) and node.quantifier != "每",
    ),
    "row_total": ("行数 · 之和 · 最大值", _is(nodes.RowCount, nodes.Aggregate)),
    "filtered_rows": ("其中 (条件)", lambda node: isinstance(node, nodes.Rows) and node.where is not None),
    "unique_column": ("不重复", _is(nodes.Distinct)),
    "value_in_list": ("在 明细的列 中", _member_of(nodes.Column)),
    "equality": (
        "文本、号码、区划相同",
        _compares("文本", "多行文本", "身份证号", "统一社会信用代码", "手机号", "银行卡号", "区划"),
    ),
    "place": (
        "在 本镇",
        lambda node: _is(nodes.Inside)(node) or (isinstance(node, nodes.Member) and node.value.type.kind == "区划"),
    ),
    "from_id": ("身份证号中的", _calls("出生日期", "性别", "地区码", "前几位", "后几位")),
    "format": ("格式、长度", lambda node: _is(nodes.WellFormed)(node) or _calls("长度")(node)),
    "materials": ("已交", _is(nodes.HandedIn, nodes.Copies)),
    "several_fields": ("A、B 均", _is_alike),
    "clauses": ("A；B", lambda node: isinstance(node, nodes.All) and node.clauses),
    "channel_or_agent": (
        "渠道、代办",
        lambda node: isinstance(node, nodes.Read) and node.name.startswith(("渠道", "由他人代办", "代办人")),
    ),
    "looked_up": ("核验", _reads("query")),
    "contains": ("文本 含", lambda node: isinstance(node, nodes.Has) and node.value.type.is_text),
    "k_of_n": ("至少 N项 (A；B；C)", _is(nodes.AtLeast)),
    "overlap": ("两段时间重叠", _calls("重叠")),
    "table": ("按表", lambda node: isinstance(node, nodes.Named) and node.role == "table"),
}
