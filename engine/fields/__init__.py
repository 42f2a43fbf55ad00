"""Kinds of fields: reading what was typed, showing it, masking it, and its type in the rule language.

`FIELD_KINDS` is the one closed table; a new kind is a row here, a widget template, and a line of the schema.
"""

from __future__ import annotations

from engine.fields import choices, dates, divisions, identifiers, numbers, text
from engine.fields.dates import date_text, read_date
from engine.fields.identifiers import mask_card, mask_identifier, mask_phone
from engine.fields.kinds import UNUSUAL, FieldError, FieldKind
from engine.fields.names import mask_name
from engine.fields.numbers import money_text
from engine.fields.rows import RowsError, rows_kind
from rules_dsl.values.identifiers import birth_date, sex

_CELL_KINDS: dict[str, FieldKind] = {
    "文本": text.LINE,
    "多行文本": text.LINES,
    "整数": numbers.WHOLE,
    "小数": numbers.DECIMAL,
    "金额": numbers.MONEY,
    "日期": dates.DATE,
    "年月": dates.MONTH,
    "是否": choices.YES_NO,
    "选项": choices.CHOICE,
    "多选": choices.CHOICES,
    "区划": divisions.DIVISION,
    "身份证号": identifiers.IDENTITY_NUMBER,
    "统一社会信用代码": identifiers.CREDIT_CODE,
    "手机号": identifiers.PHONE,
    "银行卡号": identifiers.CARD,
}
FIELD_KINDS: dict[str, FieldKind] = {**_CELL_KINDS, "附件": text.FILES, "明细": rows_kind(_CELL_KINDS)}

__all__ = [
    "FIELD_KINDS",
    "UNUSUAL",
    "FieldError",
    "FieldKind",
    "RowsError",
    "birth_date",
    "date_text",
    "mask_card",
    "mask_identifier",
    "mask_name",
    "mask_phone",
    "money_text",
    "read_date",
    "sex",
]
