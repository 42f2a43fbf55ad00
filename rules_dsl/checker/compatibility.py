"""Which types go together: what may be compared, what arithmetic gives, and how to say that something does not fit."""

from __future__ import annotations

from rules_dsl.text.keywords import unit_key
from rules_dsl.text.mismatch import Misfit, label, not_comparable, not_ordered
from rules_dsl.values.folding import text_key
from rules_dsl.values.kinds import ORDERED_KINDS, Type

_MEASURE = {
    "个月": "月",
    "年": "月",
    "周岁": "月",
}  # periods in months and years can be compared, in days and months not


def is_same_measure(one: str | None, other: str | None) -> bool:
    """Whether two periods are counted in the same measure, or one is of any."""
    return one is None or other is None or _MEASURE.get(one, one) == _MEASURE.get(other, other)


def require_units(left: Type, right: Type) -> None:
    """Numbers that meet must have the same unit, where both have one; there is no conversion."""
    if left.unit and right.unit and unit_key(left.unit) != unit_key(right.unit):
        raise Misfit("unit", f"单位不同：左边是「{left.unit}」，右边是「{right.unit}」，不换算；请用同一个单位。")


def require_comparable(left: Type, right: Type, left_text: str, right_text: str, ordered: bool) -> None:
    """That two values may stand on the two sides of = (or, `ordered`, of ≥ ≤ > <)."""
    if ordered and left.kind in ("选项", "多选") and left.ordered:
        if not right.options or right.kind != "选项":
            raise Misfit("type", f"「{left_text}」是有次序的选项，右边要是它的一个选项。")
        places = [left.options.index(option) for option in right.options if option in left.options]
        if len(places) < len(right.options) or (right.ordered and places != sorted(places)):
            raise Misfit("order", f"「{left_text}」与「{right_text}」的选项或高低次序不同，不能比高低。")
        return
    if ordered and left.kind not in ORDERED_KINDS:
        raise not_ordered(left, left_text)
    if left.is_number and right.is_number:
        return require_units(left, right)
    if left.kind == right.kind == "期限":
        if not is_same_measure(left.unit, right.unit):
            raise Misfit("unit", f"「{left_text}」与「{right_text}」一个按{left.unit}、一个按{right.unit}，不能比较。")
        return
    if left.kind == "明细" or right.kind == "明细":
        text = left_text if left.kind == "明细" else right_text
        raise Misfit("rows", f"「{text}」是明细，要指明哪一列，例如「{text}的行数」。")
    if left.kind == "名单" or right.kind == "名单":
        text = left_text if left.kind == "名单" else right_text
        raise Misfit(
            "type",
            f"「{text}」是一列值，请写「在 {text} 中」。",
            f"{right_text if text == left_text else left_text} 在 {text} 中",
            True,
        )
    if left.kind == right.kind or (left.is_text and right.is_text):
        return _require_common_options(left, right, left_text, right_text)
    if {left.kind, right.kind} <= {"选项", "文本", "多行文本"}:
        return None
    raise not_comparable(left, right, left_text, right_text)


def _require_common_options(left: Type, right: Type, left_text: str, right_text: str) -> None:
    if left.kind == "选项" and left.options and right.options and left.options != right.options:
        common = {text_key(option) for option in left.options} & {text_key(option) for option in right.options}
        if not common:
            raise Misfit("options", f"「{left_text}」与「{right_text}」没有相同的选项，永远不会相等。")


def arithmetic(operator: str, left: Type, right: Type, left_text: str, right_text: str) -> Type:
    """The type of `left operator right`; 日期 ± 期限 is not arithmetic but a shift and not handled here."""
    kinds = (left.kind, right.kind)
    whole = "整数" if kinds == ("整数", "整数") and operator != "/" else "小数"
    if operator in "+-":
        if left.is_number and right.is_number:
            require_units(left, right)
            return Type(whole, unit=left.unit or right.unit)
        if kinds == ("金额", "金额"):
            return Type("金额")
        if "金额" in kinds and (left.is_number or right.is_number):
            number = right_text if right.is_number else left_text
            raise Misfit("unit_missing", f"金额不能与数字「{number}」相加减；若「{number}」是钱，请写明「元」。")
        if kinds == ("日期", "日期") and operator == "-":
            raise Misfit(
                "type", f"两个日期相减请写 日数({right_text}, {left_text})。", f"日数({right_text}, {left_text})"
            )
        if left.kind in ("日期", "年月") and right.is_number:
            raise Misfit(
                "unit_missing", f"「{left_text}」是{left.kind}，加减要写期限，例如「+ 天({right_text})」或「+ 30日」。"
            )
    elif left.is_number and right.is_number:
        # A share of something is counted as that is; a bare factor may be a rate (个月 for each 年), so it has no unit.
        if operator == "/":
            return Type("小数", unit=left.unit if right.percent else None)
        return Type(whole, unit=left.unit if right.percent else right.unit if left.percent else None)
    elif (left.kind == "金额" and right.is_number) or (operator == "*" and left.is_number and right.kind == "金额"):
        return Type("金额")
    elif kinds == ("金额", "金额") and operator == "/":
        return Type("小数")
    word = {"+": "加", "-": "减", "*": "乘", "/": "除"}[operator]
    raise Misfit("type", f"「{left_text}」是{label(left)}，「{right_text}」是{label(right)}，不能{word}。")
