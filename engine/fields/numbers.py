"""整数, 小数 and 金额 (whole 分): full-width digits, spaces, thousands commas and the unit are read."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from engine.fields.kinds import FieldError, FieldKind, Typed, narrow, single
from engine.matter import Field
from rules_dsl import Type, Value
from rules_dsl.money import decimal_text, exact, money_text

DEFAULT_SCALE = 2
MOST_DIGITS = 12
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_MONEY_UNITS = {"万元": 10_000, "元": 1, "": 1}


def _digits(text: str, example: str) -> str:
    """The digits of a number, with a point or without; FieldError says what to enter."""
    text = re.sub(r"\s", "", text)
    if text.startswith("-"):
        raise FieldError("不能是负数。")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        raise FieldError(f"请用数字填写，例如 {example}。")
    if len(text.split(".")[0].lstrip("0")) > MOST_DIGITS:
        raise FieldError(f"数字太大，整数部分最多 {MOST_DIGITS} 位。")
    return text


def _without_unit(typed: Typed, field: Field) -> str:
    text = narrow(single(typed))
    return text.removesuffix(field.unit).rstrip() if field.unit else text


def _places(digits: str) -> int:
    return len(digits.partition(".")[2].rstrip("0"))


def _read_integer(typed: Typed, field: Field, filed: date) -> int:
    digits = _digits(_without_unit(typed, field), "3")
    if _places(digits):
        raise FieldError("请填整数，不带小数。")
    return int(digits.split(".")[0])


def _read_decimal(typed: Typed, field: Field, filed: date) -> Fraction | int:
    digits = _digits(_without_unit(typed, field), "12.5")
    scale = DEFAULT_SCALE if field.scale is None else field.scale
    if _places(digits) > scale:
        raise FieldError(f"小数点后最多 {scale} 位。" if scale else "请填整数，不带小数。")
    return exact(Fraction(digits))


def _read_money(typed: Typed, field: Field, filed: date) -> int:
    text = re.sub(r"\s", "", narrow(single(typed))).lstrip("¥￥")
    unit = next(unit for unit in _MONEY_UNITS if text.endswith(unit))
    fen = Fraction(_digits(text.removesuffix(unit), "1200 或 1200.50")) * _MONEY_UNITS[unit] * 100
    if fen.denominator != 1:
        raise FieldError("金额最小到分，小数点后最多两位。")
    if fen > 10**MOST_DIGITS * 100:
        raise FieldError("金额太大，请核对。")
    return int(fen)


def _show_number(value: Value, field: Field) -> str:
    return f"{decimal_text(value)}{field.unit or ''}"


def _show_money(value: Value, field: Field) -> str:
    return money_text(value)


NUMBER_KINDS = (
    FieldKind("整数", "number", _read_integer, _show_number, lambda field: Type("整数", unit=field.unit)),
    FieldKind(
        "小数", "number", _read_decimal, _show_number, lambda field: Type("小数", unit=field.unit, scale=field.scale)
    ),
    FieldKind("金额", "money", _read_money, _show_money, lambda field: Type("金额")),
)
