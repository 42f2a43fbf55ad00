"""Numbers, amounts, lengths of time and dates as people type them though the language has no such form: what is wrong
with each, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from rules_dsl.text.problem import Problem
from rules_dsl.values.money import decimal_text

from .numerals import chinese_number

_N = r"([0-9]{1,18}(?:\.[0-9]{1,18})?)"
_Match = re.Match[str]


def _yuan(match: _Match) -> str:
    """5元5角3分, 5角, 30分钱."""
    yuan, jiao, fen = (Fraction(part or 0) for part in match.groups())
    return f"{decimal_text(yuan + jiao / 10 + fen / 100, 40)}元"


def _times(factor: int, unit: str) -> Callable[[_Match], str]:
    return lambda match: f"{decimal_text(Fraction(match[1]) * factor, 40)}{unit}"


def _unit(unit: str) -> Callable[[_Match], str]:
    return lambda match: f"{match[1]}{unit}"


def _full(match: _Match) -> str:
    size = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}[match[2]]
    return f"{decimal_text(Fraction(match[1]) * size, 40)}{match[3] or ''}"


def _iso(match: _Match) -> str:
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _days(match: _Match) -> str:
    hours = int(match[1])
    return f"{hours // 24}日" if hours and hours % 24 == 0 else "1日"


def _digits(match: _Match) -> str:
    return match[0].translate(str.maketrans("OoIl", "0011"))


def _scientific(match: _Match) -> str:
    return decimal_text(Fraction(match[1]) * Fraction(10) ** int(match[2]), 40)


# what is typed, what to write instead, the code and the message ({0} typed, {1} to write, {2} the unit typed)
_SLIPS: tuple[tuple[re.Pattern[str], Callable[[_Match], str], str, str], ...] = tuple(
    (re.compile(pattern), fix, code, message)
    for pattern, fix, code, message in (
        (r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?)(?![0-9])(元)?", lambda m: m[0].replace(",", ""), "thousands",
         "数字里不要用逗号分节，请写 {1}。"),
        (r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})(?![0-9])", _iso, "date_form", "日期请写成 {1}。"),
        (r"((?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2})号", _unit("日"), "date_form", "「号」请写「日」：{1}。"),
        (r"([0-9]{4}年[0-9]{1,2}月[0-9]{1,2})(?![0-9日号])", _unit("日"), "date_form", "日期后面缺「日」：{1}。"),
        (r"([0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?)(?![0-9])", lambda m: f"20{m[1]}", "short_year",
         "年份要写四位：{1}。"),
        (r"([0-9]{1,9})元([0-9])角(?:([0-9])分)?", _yuan, "money_parts", "角和分写成小数：{1}。"),
        (r"(?:([0-9]{1,9})元)?()([0-9]{1,2})分钱", _yuan, "money_parts", "角和分写成小数：{1}。"),
        (r"()([0-9]{1,9})角(?:([0-9])分)?", _yuan, "money_parts", "角和分写成小数：{1}。"),
        (_N + r"元(角分|角|分)", lambda m: "0.50元", "wrong_unit",
         "「{0}元」后多了「{2}」；小于一元的金额写成 0.50元。"),
        (_N + r"(元整|圆整|元钱|元人民币)", _unit("元"), "wrong_unit", "「{2}」请只写「元」：{1}。"),
        (_N + r"(块钱|块|圆|人民币|RMB|rmb)", _unit("元"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (r"(?:￥|¥|RMB|rmb) ?" + _N + "(元)?", _unit("元"), "wrong_unit", "金额前面不用写符号，请写 {1}。"),
        (_N + r"(百万|千万|百|千|万|亿)(元)", _full, "magnitude", "数字请写全：{1}。"),
        (_N + r"(万|亿)(?!元)()", _full, "magnitude", "数字请写全：{1}；是金额的写 {0}元。"),
        (_N + r"(百万|千万|百|千)(?!元)()", _full, "magnitude", "数字请写全：{1}；是金额的写 {1}元。"),
        (r"([0-9]+[OoIl][0-9OoIl]*)", _digits, "letter", "「{0}」里有字母，数字请写 {1}。"),
        (r"([OIl][0-9][0-9OoIl]*)", _digits, "letter", "「{0}」里有字母，数字请写 {1}。"),
        (_N + r"[eE]\+?([0-9]{1,2})(?![0-9])", _scientific, "magnitude", "数字请写全：{1}。"),
        (r"([0-9]+)(?:\.[0-9]+){2,}", lambda m: m[1], "number", "「{0}」不是一个数，请核对小数点。"),
        (r"([0-9]{1,18})\.(?![0-9])(元)?", lambda m: f"{m[1]}{m[2] or ''}", "number", "小数点后面没有数字，请写 {1}。"),
        (r"(\.[0-9]{1,18})(元)?", lambda m: f"0{m[0]}", "number", "小数点前面要写 0：{1}。"),
        (r"([0-9]{1,6})个 +工作日()", _unit("个工作日"), "space", "「个工作日」中间不要有空格：{1}。"),
        (_N + r"(个工作天|工作天|个工日|工日)", _unit("个工作日"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (_N + r"(个星期|星期|个礼拜|礼拜|周(?![岁年]))", _times(7, "日"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (_N + r"(个季度|季度)", _times(3, "个月"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (r"([0-9]{1,6})(个小时|小时|个钟头|钟头)", _days, "wrong_unit", "规则按天算，不能用「{2}」，例如写 {1}。"),
        (_N + r"(周年)", _unit("年"), "wrong_unit", "没有单位「周年」，请写 {1}；年龄写「周岁」。"),
        (_N + r"(个岁|岁)", _unit("周岁"), "wrong_unit", "年龄的单位是「周岁」，请写 {1}。"),
        (_N + r"(号)", _unit("日"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (_N + r"(个自然日|自然日|个日历日|日历日)", _unit("日"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (_N + r"(个天|天)", _unit("日"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (_N + r"(个年)", _unit("年"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
        (_N + r"(月)(?![0-9])", _unit("个月"), "wrong_unit", "没有单位「{2}」，请写 {1}。"),
    )
)  # fmt: skip


def number_slip(text: str, start: int) -> Problem | None:
    """What is wrong with the number that begins at `start` of a folded text, if it is one of these slips; its `fix` is
    the literal to write instead."""
    sign = text[start : start + 1]
    if sign.isascii() and not sign.isdigit() and sign not in ".OIlRr":
        return None
    for pattern, fix, code, message in _SLIPS:
        if match := pattern.match(text, start):
            written = fix(match)
            typed = match[1] if "元」后多了" in message else match[0]
            unit = match[2] if match.re.groups > 1 and match[2] else ""
            return Problem(start, match.end(), code, message.format(typed, written, unit), written)
    problem = chinese_number(text, start)
    if problem is not None and problem.fix is not None:
        again = number_slip(problem.fix, 0)
        if again is not None and again.end == len(problem.fix) and again.code != "chinese_number":  # 一个星期
            return Problem(start, problem.end, again.code, again.message, again.fix)
    return problem
