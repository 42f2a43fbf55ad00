"""Literals: numbers with and without unit, money, periods, dates; and what is wrong with those that are none."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from rules_dsl.values.kinds import MonthDay, Period, Type, Value, YearMonth
from rules_dsl.values.money import exact, money

from .keywords import MEASURES, MONEY_UNITS, PERIOD_UNITS, by_first_sign, unit_key
from .problem import Problem

MOST_DIGITS = 18
_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_SHORT_YEAR = re.compile(r"([0-9]{2})(?:-([0-9]{1,2})-([0-9]{1,2})(?![0-9])|年([0-9]{1,2})月([0-9]{1,2})日)")
_MONTH = re.compile(r"([0-9]{4})年([0-9]{1,2})月(?![0-9])")
_MONTH_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日")
_MONEY_UNITS, _PERIOD_UNITS = by_first_sign(MONEY_UNITS), by_first_sign(PERIOD_UNITS)
_WHOLE, _DECIMAL, _PERCENT, _MONEY = Type("整数"), Type("小数"), Type("小数", percent=True), Type("金额")
_DATE_SIGNS = ("年", "月", "-")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CHINESE_NUMBER = re.compile(
    r"([一二三四五六七八九十百千万两半]+)(分之[一二三四五六七八九十]+|个工作日|工作日|个月|周岁|日|年|元|人|户|行|份)"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}

# what people type for a unit, and the unit
_WRONG_UNITS = {
    "岁": "周岁",
    "工作天": "个工作日",
    "天": "日",
    "月": "个月",
    "块": "元",
    "个年": "年",
    "角": "元",
    "分钱": "元",
}


class Literal(NamedTuple):
    """A literal found in a text: its terminal, where it ends, its type and value, and its problem if it is none."""

    terminal: str
    end: int
    type: Type
    value: Value
    problem: Problem | None = None


def _dated(year: str, month: str, day: str, start: int, end: int) -> Literal:
    try:
        return Literal("DATE", end, Type("日期"), date(int(year), int(month), int(day)))
    except ValueError:
        what = f"{year}年{int(month)}月没有{int(day)}日" if 1 <= int(month) <= 12 else f"一年没有{int(month)}月"
        problem = Problem(start, end, "bad_date", f"{what}，请核对日期。")
        return Literal("DATE", end, Type("日期"), date(2000, 1, 1), problem)


def _date_at(text: str, start: int) -> Literal | None:
    if match := _DATE.match(text, start):
        parts = [part for part in match.groups() if part is not None]
        return _dated(parts[0], parts[1], parts[2], start, match.end())
    if match := _SHORT_YEAR.match(text, start):
        year, month, day = (part for part in match.groups() if part is not None)
        found = _dated(f"20{year}", month, day, start, match.end())
        written = f"20{year}-{int(month):02}-{int(day):02}"
        problem = Problem(start, match.end(), "short_year", f"年份要写四位：{written}。", written)
        return Literal(found.terminal, found.end, found.type, found.value, problem)
    if match := _MONTH.match(text, start):
        if not 1 <= int(match[2]) <= 12:
            problem = Problem(start, match.end(), "bad_date", f"一年没有{int(match[2])}月，请核对。")
            return Literal("MONTH", match.end(), Type("年月"), YearMonth(int(match[1]), 1), problem)
        return Literal("MONTH", match.end(), Type("年月"), YearMonth(int(match[1]), int(match[2])))
    if match := _MONTH_DAY.match(text, start):
        found = _dated("2000", match[1], match[2], start, match.end())  # 2000 has a 29 February
        return Literal("MONTH_DAY", match.end(), Type("日期"), MonthDay(int(match[1]), int(match[2])), found.problem)
    return None


def literals_at(text: str, start: int, units: frozenset[str]) -> list[Literal]:
    """Every reading of the literal that begins with a digit at `start` of a folded text, the longest first."""
    match = _NUMBER.match(text, start)
    assert match
    digits, bare = match[0], match.end()
    dated = _date_at(text, start) if text[bare : bare + 1] in _DATE_SIGNS else None
    if dated:
        return [dated]
    if len(digits) > MOST_DIGITS + 1:
        problem = Problem(start, bare, "too_long", f"数字太长，最多{MOST_DIGITS}位。")
        return [Literal("NUMBER", bare, Type("整数"), 0, problem)]
    after = bare + 1 if text[bare : bare + 1] == " " else bare
    sign = text[after : after + 1]
    number = exact(Fraction(digits)) if "." in digits else int(digits)
    plain = _WHOLE if isinstance(number, int) else _DECIMAL
    found = [Literal("NUMBER", bare, plain, number)]
    if sign == "%":
        found.append(Literal("PERCENT", after + 1, _PERCENT, exact(Fraction(digits) / 100)))
    for unit in _MONEY_UNITS.get(sign, ()):
        if text.startswith(unit, after):
            found.append(Literal("MONEY", after + len(unit), _MONEY, money(digits, unit)))
    for written in _PERIOD_UNITS.get(sign, ()):
        if text.startswith(written, after) and isinstance(number, int):
            unit = PERIOD_UNITS[written]
            found.append(Literal("PERIOD", after + len(written), Type("期限", unit=unit), Period(number, unit)))
    for unit in _units_by_sign(units).get(sign, ()):
        if text.startswith(unit, after):
            found.append(Literal("QUANTITY", after + len(unit), Type(plain.kind, unit=unit_key(unit)), number))
    if len(found) > 1:
        found.sort(key=lambda literal: -literal.end)
    return found


@lru_cache(maxsize=64)
def _units_by_sign(units: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The measures everybody knows and those a matter declares, by their first sign."""
    return by_first_sign({*MEASURES, *units})


def wrong_unit(text: str, start: int, end: int) -> Problem | None:
    """What is wrong with `text[start:end]`, a word that stands directly behind a number and is no unit."""
    word = text[start:end]
    if not word or text[start - 1 : start] in (" ", ""):
        return None
    if text[start - 1] == "元" and word in ("角", "分", "角分"):
        number = _number_start(text, start - 1)
        message = f"「{text[number:start]}」后多了「{word}」；小于一元的金额写成 0.50元。"
        return Problem(number, end, "wrong_unit", message, "0.50元")
    if not text[start - 1].isdigit():
        return None
    for wrong in sorted(_WRONG_UNITS, key=len, reverse=True):
        if word.startswith(wrong):
            right = _WRONG_UNITS[wrong]
            number = _number_start(text, start)
            written = f"{text[number:start]}{right}"
            if wrong == "岁":
                message = f"年龄的单位是「周岁」，请写 {written}。"
            else:
                message = f"没有单位「{wrong}」，请写 {written}。"
            return Problem(number, start + len(wrong), "wrong_unit", message, written)
    return None


def _number_start(text: str, end: int) -> int:
    """Where the number that ends at `end` begins."""
    return end - len(text[:end]) + len(text[:end].rstrip("0123456789."))


def chinese_number(text: str, start: int) -> Problem | None:
    """The problem of a number written in Chinese numerals at `start`, with the number to write instead."""
    match = _CHINESE_NUMBER.match(text, start)
    if not match:
        return None
    numeral, rest = match.groups()
    value = _chinese_value(numeral)
    if rest.startswith("分之"):
        over = _chinese_value(rest[2:])
        written = f"{over}/{value}"
        return Problem(start, match.end(), "chinese_number", f"请写 {written}。", written)
    digits = f"{value}{rest}" if value else None
    hint = f"：{digits}" if digits else ""
    return Problem(start, match.end(), "chinese_number", f"数字请用阿拉伯数字{hint}。", digits)


def _chinese_value(numeral: str) -> int | None:
    """The value of a simple numeral up to 9999, None where it is none."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            return None
    return total + digit
