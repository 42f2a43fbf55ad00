"""Numbers written in Chinese numerals: what they are worth, and what to write instead. The language itself has none but
零, so this serves its error messages only."""

from __future__ import annotations

import re
from fractions import Fraction
from unicodedata import numeric

from rules_dsl.text.problem import Problem
from rules_dsl.values.money import decimal_text

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2,
           "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_SIGNS = "".join((*_DIGITS, *_TENS, *_MYRIADS))
_MOST = 24  # signs that any number of the language could have
_UNITS = {
    "个工作日": "个工作日", "工作日": "个工作日", "个月": "个月", "周岁": "周岁", "岁": "周岁", "日": "日", "天": "日",
    "年": "年", "元整": "元", "圆整": "元", "元": "元", "圆": "元", "块钱": "元", "块": "元", "人": "人", "名": "人",
    "户": "户", "行": "行", "份": "份", "个": "个", "张": "张", "亩": "亩", "平方米": "平方米", "倍": "",
    "个星期": "个星期", "星期": "星期", "周": "周", "个季度": "个季度", "个小时": "个小时", "小时": "小时", "项": "项",
}  # fmt: skip
_NUMBER = re.compile(f"([{_SIGNS}]{{1,{_MOST}}})(点[{_SIGNS}]+)?({'|'.join(sorted(_UNITS, key=len, reverse=True))})?")
_SHARE = re.compile(f"([{_SIGNS}]{{1,8}})分之([{_SIGNS}]{{1,8}})")
_TENTHS = re.compile(f"([{_SIGNS}])成([{_SIGNS}]?)")
_DATE = re.compile(f"([{_SIGNS}]{{4}})年(?:([{_SIGNS}]{{1,3}})月(?:([{_SIGNS}]{{1,3}})[日号])?)?")
_HALVES = {"半年": "6个月", "半个月": "15日", "半月": "15日", "一半": "1/2", "半数": "1/2", "一年半": "18个月"}
_SINGLE = re.compile("[¼-¾⁰-₉⅐-↉①-⓿❶-➓㉈-㉏㊀-㊉㉑-㊿]")


def chinese_number(text: str, start: int) -> Problem | None:
    """The problem of a number in Chinese numerals at `start` of a folded text, with what to write instead."""
    for look in (_half, _share, _date, _number, _single):
        found = look(text, start)
        if found is not None:
            end, written, message = found
            return Problem(start, end, "chinese_number", message or f"数字请用阿拉伯数字：{written}。", written)
    return None


_Found = tuple[int, str, str] | None


def _half(text: str, start: int) -> _Found:
    for half, written in sorted(_HALVES.items(), key=lambda each: -len(each[0])):
        if text.startswith(half, start):
            return start + len(half), written, f"请写 {written}。"
    return None


def _share(text: str, start: int) -> _Found:
    if match := _SHARE.match(text, start):
        whole, part = value(match[1]), value(match[2])
        if whole and part is not None:
            written = f"{part}%" if whole == 100 else f"{part}/{whole}"
            return match.end(), written, f"请写 {written}。"
    if match := _TENTHS.match(text, start):
        tenth, hundredth = value(match[1]), value(match[2]) if match[2] else 0
        if tenth is not None and hundredth is not None and tenth <= 10 and hundredth < 10:
            written = f"{tenth * 10 + hundredth}%"
            return match.end(), written, f"请写 {written}。"
    return None


def _date(text: str, start: int) -> _Found:
    match = _DATE.match(text, start)
    if not match:
        return None
    parts = [value(part) for part in match.groups() if part]
    if None in parts or (len(parts) == 1 and parts[0] is not None and parts[0] < 1000):
        return None
    written = "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    return match.end(), written, f"日期请用阿拉伯数字：{written}。"


def _number(text: str, start: int) -> _Found:
    match = _NUMBER.match(text, start)
    if not match:
        return None
    whole = value(match[1])
    decimals = "".join(str(_DIGITS[sign]) if sign in _DIGITS else "x" for sign in (match[2] or "")[1:])
    if whole is None or "x" in decimals:
        return None
    written = f"{whole}{'.' if decimals else ''}{decimals}{_UNITS.get(match[3] or '', '')}"
    return match.end(), written, ""


def _single(text: str, start: int) -> _Found:
    """① Ⅲ ½ and the like."""
    if not _SINGLE.match(text, start):
        return None
    worth = Fraction(numeric(text[start], -1)).limit_denominator(1000)
    if worth < 0:
        return None
    written = decimal_text(worth) if worth.denominator in (1, 2, 4, 5, 10) else f"{worth.numerator}/{worth.denominator}"
    return start + 1, written, ""


def value(numeral: str) -> int | None:
    """What a numeral is worth (一百二十, 一百二, 二〇二六, 壹仟), None where it is none."""
    if all(sign in _DIGITS for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total, section, digit = 0, 0, 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total += (section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    unit = (_TENS | _MYRIADS).get(numeral[-2:-1], 1)  # 一百二 is 120
    return total + section + digit * (unit // 10 if unit > 10 else 1)
