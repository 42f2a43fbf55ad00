"""是否, 选项, 多选 and 区划: one of what is offered, several of it, or a place named from its province down."""

from __future__ import annotations

import re
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed, clean, narrow, single
from engine.matter import Field
from rules_dsl import Division, Type, Value

LONGEST_PLACE = 100
PROVINCES = [
    "北京市",
    "天津市",
    "河北省",
    "山西省",
    "内蒙古自治区",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "上海市",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "广西壮族自治区",
    "海南省",
    "重庆市",
    "四川省",
    "贵州省",
    "云南省",
    "西藏自治区",
    "陕西省",
    "甘肃省",
    "青海省",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
    "台湾省",
    "香港特别行政区",
    "澳门特别行政区",
]
_WITH_CODE = re.compile(r"(.+?)\(?([0-9]{12}|[0-9]{9}|[0-9]{6})\)?")


def _read_yes_no(typed: Typed, field: Field, filed: date) -> bool:
    text = narrow(single(typed))
    if text not in ("是", "否"):
        raise FieldError("请选「是」或「否」。")
    return text == "是"


def _option(text: str, field: Field) -> str:
    wanted = narrow(text)
    for option in field.options:
        if text.strip() == option or narrow(option) == wanted:
            return option
    raise FieldError(f"没有「{wanted[:40]}」这一项，请从 {'、'.join(field.options)} 中选。")


def _read_option(typed: Typed, field: Field, filed: date) -> str:
    return _option(single(typed), field)


def _read_options(typed: Typed, field: Field, filed: date) -> tuple[str, ...]:
    texts = re.split("[、，,]", typed) if isinstance(typed, str) else typed
    chosen = {_option(text, field) for text in texts if text.strip()}
    if not chosen:
        raise FieldError("请至少选一项。")
    return tuple(option for option in field.options if option in chosen)


def _read_place(typed: Typed, field: Field, filed: date) -> Division:
    text = re.sub(r"\s", "", clean(single(typed), lines=False))
    found = _WITH_CODE.fullmatch(narrow(text))
    name, code = (found[1], found[2]) if found else (text, None)
    if len(name) > LONGEST_PLACE:
        raise FieldError(f"最多 {LONGEST_PLACE} 个字。")
    if not name.startswith(tuple(PROVINCES)):
        raise FieldError("请从省（自治区、直辖市）写起，写到乡镇或村。")
    return Division(name, code)


def _show_yes_no(value: Value, field: Field) -> str:
    return "是" if value else "否"


def _show_text(value: Value, field: Field) -> str:
    return str(value)


def _show_options(value: Value, field: Field) -> str:
    return "、".join(value)


CHOICE_KINDS = (
    FieldKind("是否", "yes_no", _read_yes_no, _show_yes_no, lambda field: Type("是否")),
    FieldKind("选项", "choice", _read_option, _show_text, lambda field: Type("选项", field.options, field.ordered)),
    FieldKind(
        "多选", "choices", _read_options, _show_options, lambda field: Type("多选", field.options, field.ordered)
    ),
    FieldKind("区划", "place", _read_place, _show_text, lambda field: Type("区划")),
)
