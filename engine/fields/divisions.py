"""Administrative divisions (区划): a code, a full name from the province down, or both, as 河南省南阳市（411300）."""

from __future__ import annotations

import re
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.fields.text import compact
from engine.matter.records import Field
from rules_dsl import Division
from rules_dsl.values.provinces import PROVINCES, province_of

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
    by_name = province_of(name)
    if not by_name or len(name) > _LONGEST or not name.isprintable():
        raise FieldError(_ASKS)
    if by_code and by_code != by_name:
        raise FieldError(f"名称是{by_name}的，代码是{by_code}的，请核对。")
    return Division(name, code)


_ASKS = "请从省级写起填全称，例如 河南省南阳市新野县；也可以填6位、9位或12位行政区划代码。"


def _show(value: Division, field: Field) -> str:
    return f"{value.name}（{value.code}）" if value.code else value.name


DIVISION = FieldKind(widget="division", read=_read, show=_show, mask=_show)
