"""Whole numbers, decimals and money: exact, never rounded, with thousands commas, full-width digits and units read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.fields.text import compact
from engine.matter.records import Field
from rules_dsl.values.money import decimal_text, number_text

LONGEST = 12  # digits before the point: even in 分 it fits every store
DEFAULT_SCALE = 6  # decimals of a 小数 that declares no scale
_NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
_MONEY = re.compile(r"¥?(.*?)(万?)元?")


def money_text(fen: int | Fraction) -> str:
    """Money in 分 as people read it: 50元, 1,234.50元; below one 分 as many digits as it takes."""
    text = decimal_text(Fraction(fen) / 100)
    about = "约" if text.startswith("约") else ""
    whole, point, places = text.removeprefix(about).partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{about}{sign}{int(whole.removeprefix('-')):,}{point}{places.ljust(2, '0') if point else ''}元"


def _number(text: str, asks: str) -> tuple[int, str]:
    """The whole part and the decimals (without trailing zeros) of a typed number; FieldError(asks) where it is none."""
    found = _NUMBER.fullmatch(text)
    if not found:
        raise FieldError(asks)
    whole, places = found[2].replace(",", "").lstrip("0"), (found[3] or "").rstrip("0")
    if found[1] == "-" and (whole or places):
        raise FieldError("不能填负数，请核对。")
    if len(whole) > LONGEST:
        raise FieldError(f"数字太大，整数部分最多{LONGEST}位，请核对。")
    return int(whole or "0"), places


def _without_unit(typed: Typed, field: Field) -> str:
    text = compact(typed)
    return text.removesuffix(field.unit) if field.unit else text


def _read_whole(typed: Typed, field: Field, filed: date) -> int:
    asks = f"请填整数{_unit_hint(field)}，例如 12。"
    whole, places = _number(_without_unit(typed, field), asks)
    if places:
        raise FieldError(asks)
    return whole


def _read_decimal(typed: Typed, field: Field, filed: date) -> Fraction:
    whole, places = _number(_without_unit(typed, field), f"请填数字{_unit_hint(field)}，例如 12.5。")
    scale = DEFAULT_SCALE if field.scale is None else field.scale
    if len(places) > scale:
        raise FieldError(f"小数点后最多{scale}位，请核对。" if scale else f"请填整数{_unit_hint(field)}，例如 12。")
    return whole + Fraction(int(places or "0"), 10 ** len(places))


def _read_money(typed: Typed, field: Field, filed: date) -> int:
    found = _MONEY.fullmatch(compact(typed))
    whole, places = _number(found[1] if found else "", "请填金额，单位是元，例如 1234.50。")
    fen = (whole + Fraction(int(places or "0"), 10 ** len(places))) * (1_000_000 if found and found[2] else 100)
    if fen.denominator != 1:
        raise FieldError("金额最小到分，以元为单位时最多两位小数，请核对。")
    if fen >= 10 ** (LONGEST + 2):
        raise FieldError(f"数字太大，整数部分最多{LONGEST}位，请核对。")
    return int(fen)


def _usual_whole(field: Field) -> Callable[[str], int]:
    def usual(text: str) -> int:
        if text.isdecimal() and text.isascii() and len(text) <= LONGEST:
            return int(text)
        raise ValueError

    return usual


def _usual_money(field: Field) -> Callable[[str], int]:
    def usual(text: str) -> int:
        whole, places = text[:-3], text[-2:]
        if text[-3:-2] != ".":
            whole, places = text, "00"
        digits = whole + places
        if whole and digits.isdecimal() and digits.isascii() and len(whole) <= LONGEST:
            return int(digits)
        raise ValueError

    return usual


def _unit_hint(field: Field) -> str:
    return f"，单位是{field.unit}" if field.unit else ""


def _show_number(value: int | Fraction, field: Field) -> str:
    return f"{number_text(value)}{field.unit or ''}"


def _show_money(value: int | Fraction, field: Field) -> str:
    return money_text(value)


WHOLE = FieldKind(widget="number", read=_read_whole, show=_show_number, mask=_show_number, usual=_usual_whole)
DECIMAL = FieldKind(widget="number", read=_read_decimal, show=_show_number, mask=_show_number)
MONEY = FieldKind(widget="money", read=_read_money, show=_show_money, mask=_show_money, usual=_usual_money)
