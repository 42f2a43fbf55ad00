"""Administrative divisions (区划): a code, a full name from the province down, or both, as 河南省南阳市（411300）."""

from __future__ import annotations

import re
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.fields.text import compact
from engine.matter import Field
from rules_dsl import Division

PROVINCES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
"""The first two digits of a division code (GB/T 2260) and the province they stand for."""
_CODE = r"[0-9]{12}|[0-9]{9}|[0-9]{6}"
_EITHER = re.compile(rf"(?P<name>[^()0-9][^()]*?)?(?:\((?P<inner>{_CODE})\)|(?P<code>{_CODE}))?", re.ASCII)
_LONGEST = 100


def _read(typed: Typed, field: Field, filed: date) -> Division:
    found = _EITHER.fullmatch(compact(typed))
    if not found:
        raise FieldError(_ASKS)
    name, code = found["name"], found["inner"] or found["code"]
    by_code = PROVINCES.get(code[:2]) if code else None
    if code and not by_code:
        raise FieldError("行政区划代码的前两位不是任何省份的代码，请核对。")
    if not name:
        # Only the province is known by its code; the code itself says the rest.
        return Division(by_code or "", code)
    by_name = next((province for province in PROVINCES.values() if name.startswith(province)), None)
    if not by_name or len(name) > _LONGEST or not name.isprintable():
        raise FieldError(_ASKS)
    if by_code and by_code != by_name:
        raise FieldError(f"名称是{by_name}的，代码是{by_code}的，请核对。")
    return Division(name, code)


_ASKS = "请从省级写起填全称，例如 河南省南阳市新野县；也可以填6位、9位或12位行政区划代码。"


def _show(value: Division, field: Field) -> str:
    return f"{value.name}（{value.code}）" if value.code else value.name


DIVISION = FieldKind(widget="division", read=_read, show=_show, mask=_show)
