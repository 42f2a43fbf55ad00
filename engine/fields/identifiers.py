"""Identity numbers, credit codes, telephone and card numbers: format and check digit, and how each is masked.

Any region is accepted in an identity number: regions were withdrawn while their people live on, 81 to 83 and 9 are
residence permits, and a mismatch of region and year proves nothing. A card that fails the Luhn check is no error:
some passbooks do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from engine.fields.dates import EARLIEST_YEAR
from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.fields.text import compact
from engine.matter.records import Field
from rules_dsl.values.identifiers import MASKS, birth_date, is_credit_code, is_identity_number

_PHONE = re.compile(r"1[3-9][0-9]{9}").fullmatch


def mask_identity_number(value: str, field: Field | None = None) -> str:
    """410105********0123; one of another length is hidden altogether."""
    return MASKS["身份证号"](value)


def mask_phone(value: str, field: Field | None = None) -> str:
    """138****8000; one of another length is hidden altogether."""
    return MASKS["手机号"](value)


def mask_card(value: str, field: Field | None = None) -> str:
    """************0123: the last four of 12 or more digits."""
    return MASKS["银行卡号"](value)


def mask_identifier(value: str) -> str:
    """An applicant's identifier for those who need not see it: a person's masked, an organisation's code in full."""
    return value if is_credit_code(value) and not is_identity_number(value) else mask_identity_number(value)


def _read_identity_number(typed: Typed, field: Field, filed: date) -> str:
    number = compact(typed).upper()
    if re.fullmatch(r"[0-9]{15}", number):
        raise FieldError("这是15位的旧号码，请填身份证上的18位号码。")
    if len(number) != 18:
        raise FieldError(f"身份证号是18位，现在有{len(number)}位，请核对。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise FieldError("身份证号前17位是数字，最后一位是数字或字母X，请核对。")
    born = birth_date(number)
    if born is None or born.year < EARLIEST_YEAR:
        raise FieldError("身份证号第7至14位是出生日期，现在不是真实的日期，请核对。")
    if not is_identity_number(number):
        raise FieldError("身份证号最后一位与前17位对不上，有数字填错了，请逐位核对。")
    if born > filed:
        raise FieldError("身份证号里的出生日期晚于申请日，请核对。")
    return number


def _read_credit_code(typed: Typed, field: Field, filed: date) -> str:
    code = compact(typed).replace("-", "").upper()
    if re.fullmatch(r"[0-9]{15}", code):
        raise FieldError("这是15位的旧注册号，请填营业执照上的18位统一社会信用代码。")
    if len(code) != 18:
        raise FieldError(f"统一社会信用代码是18位，现在有{len(code)}位，请核对。")
    if set(code) & set("IOSVZ"):
        raise FieldError("统一社会信用代码里没有字母I、O、S、V、Z，请核对是不是数字1、0、5、2。")
    if not re.fullmatch(r"[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}", code):
        raise FieldError("统一社会信用代码由数字和大写字母组成，第3至8位是数字，请核对。")
    if not is_credit_code(code):
        raise FieldError("统一社会信用代码最后一位与前17位对不上，有一位填错了，请逐位核对。")
    return code


def _read_phone(typed: Typed, field: Field, filed: date) -> str:
    number = compact(typed).replace("-", "").removeprefix("+86")
    if not _PHONE(number):
        raise FieldError("手机号是11位数字，以13至19开头，请核对。")
    return number


def _usual_phone(field: Field) -> Callable[[str], str]:
    def usual(text: str) -> str:
        if _PHONE(text):
            return text
        raise ValueError

    return usual


def _read_card(typed: Typed, field: Field, filed: date) -> str:
    number = compact(typed).replace("-", "")
    if not re.fullmatch(r"[0-9]{12,19}", number):
        raise FieldError("银行卡号是12至19位数字，请按卡面核对。")
    return number


def _show(value: str, field: Field) -> str:
    return value


IDENTITY_NUMBER = FieldKind(
    widget="identity", read=_read_identity_number, show=_show, mask=mask_identity_number, sensitive=True
)
CREDIT_CODE = FieldKind(widget="credit_code", read=_read_credit_code, show=_show, mask=_show)
PHONE = FieldKind(widget="phone", read=_read_phone, show=_show, mask=mask_phone, sensitive=True, usual=_usual_phone)
CARD = FieldKind(widget="card", read=_read_card, show=_show, mask=mask_card, sensitive=True)
