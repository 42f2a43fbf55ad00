"""Numbers that stand for a person, an organisation, a phone or an account: read strictly, shown masked.

身份证号: GB 11643 (18 digits, check digit MOD 11-2). The region is not looked up: new, foreign and test regions are
regions too. 统一社会信用代码: GB 32100 (MOD 31). A bank card that fails the Luhn check is no error: passbooks do.
"""

from __future__ import annotations

import re
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed, narrow, single
from engine.matter import Field
from rules_dsl import Type, Value
from rules_dsl.identifiers import birth_date, is_credit_code, is_identity_number

CARD_LENGTHS = range(12, 20)
EARLIEST_BIRTH = date(1850, 1, 1)


def _compact(typed: Typed) -> str:
    return re.sub(r"[\s-]", "", narrow(single(typed))).upper()


def _read_identity(typed: Typed, field: Field, filed: date) -> str:
    number = _compact(typed)
    if re.fullmatch("[0-9]{15}", number):
        raise FieldError("这是15位的旧号码，请填18位的身份证号。")
    if len(number) != 18:
        raise FieldError(f"身份证号是18位，现在有{len(number)}位，请核对。")
    if not re.fullmatch("[0-9]{17}[0-9X]", number):
        raise FieldError("身份证号只能是数字，最后一位可以是X，请核对。")
    born = birth_date(number)
    if born is None or born < EARLIEST_BIRTH:
        raise FieldError("身份证号里的出生日期（第7至14位）不对，请核对。")
    if born > filed:
        raise FieldError("身份证号里的出生日期晚于今天，请核对。")
    if not is_identity_number(number):
        raise FieldError("身份证号的校验位（最后一位）对不上，请逐位核对。")
    return number


def _read_credit_code(typed: Typed, field: Field, filed: date) -> str:
    code = _compact(typed)
    if len(code) != 18:
        raise FieldError(f"统一社会信用代码是18位，现在有{len(code)}位，请照营业执照核对。")
    if not is_credit_code(code):
        raise FieldError("统一社会信用代码不对，请照营业执照逐位核对（没有字母I、O、Z、S、V）。")
    return code


def _read_phone(typed: Typed, field: Field, filed: date) -> str:
    number = _compact(typed).removeprefix("+86")
    if not re.fullmatch("1[3-9][0-9]{9}", number):
        raise FieldError("请填11位手机号，以13至19开头。")
    return number


def _read_card(typed: Typed, field: Field, filed: date) -> str:
    number = _compact(typed)
    if not re.fullmatch("[0-9]+", number):
        raise FieldError("银行卡号（账号）只能是数字。")
    if len(number) not in CARD_LENGTHS:
        raise FieldError(f"银行卡号（账号）是12至19位，现在有{len(number)}位，请核对。")
    return number


def mask_identifier(number: str) -> str:
    """110105********0123: the first six and last four signs of an identity number or credit code."""
    return number if len(number) < 11 else f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def mask_phone(number: str) -> str:
    """138****8000."""
    return number if len(number) < 8 else f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_card(number: str) -> str:
    """622202*********0123: the issuer's six digits and the last four."""
    return mask_identifier(number)


def mask_name(name: str) -> str:
    """A name with all but its first sign, and of three and more its last, hidden: 张*, 张*兰, 欧**洋."""
    if len(name) < 2:
        return name
    return f"{name[0]}*" if len(name) == 2 else f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def _show(value: Value, field: Field) -> str:
    return str(value)


IDENTIFIER_KINDS = (
    FieldKind("身份证号", "identity", _read_identity, _show, lambda field: Type("身份证号"), True, mask_identifier),
    FieldKind("统一社会信用代码", "credit_code", _read_credit_code, _show, lambda field: Type("统一社会信用代码")),
    FieldKind("手机号", "phone", _read_phone, _show, lambda field: Type("手机号"), True, mask_phone),
    FieldKind("银行卡号", "card", _read_card, _show, lambda field: Type("银行卡号"), True, mask_card),
)
