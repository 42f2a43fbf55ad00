"""Literals as parameters and table values hold them, read without a rule around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rules_dsl.values.folding import fold, text_key
from rules_dsl.values.kinds import Division, MonthDay, Type, Value
from rules_dsl.values.money import exact

from .keywords import MEASURES
from .literals import literals_at, wrong_unit
from .mismatch import label
from .problem import Problem, nearest

_SHARE = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
Reading = tuple[Type, Value]


def read_literal(text: str | Sequence[str], like: Type | None = None) -> tuple[Reading | None, tuple[Problem, ...]]:
    """The type and value of a literal: 80周岁, 50元, 134平方米, 1%, 2026-03-02, 是, a bare word or a quoted text; or
    of a list of them (名单). With `like` it must be of that type, and a bare word is read as one of its options."""
    if not isinstance(text, str):
        return _read_list(text, like)
    spelled = text.strip()
    start = text.index(spelled) if spelled else 0
    if not spelled:
        return None, (Problem(0, len(text), "empty", "这里没有内容。"),)
    reading, problem = _read_one(spelled)
    if problem is not None:
        moved = Problem(problem.start + start, problem.end + start, problem.code, problem.message, problem.fix)
        return None, (moved,)
    assert reading is not None
    return _as(reading, like, text) if like is not None else (reading, ())


def _read_one(spelled: str) -> tuple[Reading | None, Problem | None]:
    folded = fold(spelled)
    if spelled[0] in '“"＂' and spelled[-1] in '”"＂' and len(spelled) > 1:
        return (Type("文本"), spelled[1:-1]), None
    if folded in ("是", "否"):
        return (Type("是否"), folded == "是"), None
    if folded == "零":
        return (Type("整数"), 0), None
    if share := _SHARE.fullmatch(folded):
        return _fraction(int(share[1]), int(share[2]))
    if not folded[0].isdigit() or not folded[0].isascii():
        return (Type("文本"), spelled), None
    literal = literals_at(folded, 0, frozenset())[0]
    if literal.problem is not None:
        return None, literal.problem
    if literal.end == len(folded):
        return (literal.type, literal.value), None
    unit = folded[literal.end :].strip()
    if (
        literal.terminal == "NUMBER"
        and unit.isalpha()
        and len(unit) <= 4
        and wrong_unit(folded, literal.end, len(folded)) is None
    ):
        return (Type(literal.type.kind, unit=unit), literal.value), None
    wrong = wrong_unit(folded, literal.end, len(folded))
    if wrong is not None:
        return None, wrong
    if "," in unit:
        fix = folded.replace(",", "")
        return None, Problem(0, len(spelled), "thousands", f"数字里不要用逗号分节，请写 {fix}。", fix)
    message = f"「{spelled}」读不成数、金额、期限或日期；若是文本请加引号：“{spelled}”。"
    return None, Problem(literal.end, len(spelled), "literal", message, f"“{spelled}”")


def _fraction(part: int, whole: int) -> tuple[Reading | None, Problem | None]:
    """2/3, exact."""
    if whole == 0:
        return None, Problem(0, 0, "literal", "除数不能是0。")
    return (Type("小数"), exact(Fraction(part, whole))), None


def _read_list(texts: Sequence[str], like: Type | None) -> tuple[Reading | None, tuple[Problem, ...]]:
    of = like.of if like is not None and like.kind == "名单" else None
    values: list[Value] = []
    problems: list[Problem] = []
    types: list[Type] = []
    for text in texts:
        reading, found = read_literal(text, of)
        problems.extend(found)
        if reading is not None:
            types.append(reading[0])
            values.append(reading[1])
    if any(isinstance(value, MonthDay) for value in values):
        problems.append(Problem(0, 0, "bad_date", "名单里的日期要写年份，例如 2026-03-02。"))
    if any(type.kind != types[0].kind for type in types[1:]):
        problems.append(
            Problem(0, 0, "type", f"名单里的值要是同一种，这里有{'、'.join(dict.fromkeys(label(t) for t in types))}。")
        )
    if problems or not types:
        return None, tuple(problems) or (Problem(0, 0, "empty", "名单是空的。"),)
    words = tuple(dict.fromkeys(str(value) for value in values)) if types[0].kind == "文本" else ()
    of = of or (Type("选项", words) if words else types[0])
    return (Type("名单", of=of), tuple(values)), ()


def _as(reading: Reading, like: Type, text: str) -> tuple[Reading | None, tuple[Problem, ...]]:
    """The literal, if it is of this type or can be read as one of its options."""
    type, value = reading
    if isinstance(value, MonthDay):
        return None, (Problem(0, len(text), "bad_date", "日期要写年份，例如 2026-03-02。"),)
    if like.options and type.kind in ("文本", "是否"):
        word = value if isinstance(value, str) else text.strip()
        option = next((option for option in like.options if text_key(option) == text_key(word)), None)
        if option is not None:
            return (like, option), ()
        if like.kind in ("选项", "多选"):
            near = nearest(word, like.options)
            hint = f"；是不是「{near}」？" if near else "。"
            message = f"没有选项「{word}」，可选：{'、'.join(like.options)}{hint}"
            return None, (Problem(0, len(text), "unknown_option", message, near),)
    if like.kind == "区划" and isinstance(value, str):
        return (like, Division(value)), ()
    if type.kind == like.kind or (type.is_number and like.is_number) or (type.is_text and like.is_text):
        return (type, value), ()
    message = f"这里要{label(like)}，「{text.strip()}」是{label(type)}。"
    return None, (Problem(0, len(text), "type", message),)


__all__ = ["MEASURES", "Reading", "read_literal"]
