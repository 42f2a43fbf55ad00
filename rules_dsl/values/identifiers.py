"""Identity numbers and other identifiers: what they say, and whether they are well formed.

`engine.fields` refuses badly formed answers; here the checks serve `formats` and the derived 出生日期 and 性别.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from .folding import identifier_key

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
MOBILE_NUMBER = re.compile(r"1[3-9][0-9]{9}")
CARD_NUMBER = re.compile(r"[0-9]{12,21}")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

# How a personal kind shows to those who need not see it in full; one of another length is hidden altogether.
MASKS: dict[str, Callable[[str], str]] = {
    "身份证号": lambda text: f"{text[:6]}********{text[-4:]}" if len(text) == 18 else "*" * len(text),
    "手机号": lambda text: f"{text[:3]}****{text[-4:]}" if len(text) == 11 else "*" * len(text),
    "银行卡号": lambda text: f"{'*' * (len(text) - 4)}{text[-4:]}" if len(text) >= 12 else "*" * len(text),
}


def birth_date(number: str) -> date | None:
    """The date of birth in an 18-digit identity number (GB 11643), or None if there is none."""
    match = re.fullmatch(r"[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]", identifier_key(number))
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def sex(number: str) -> str | None:
    """男 or 女 by the 17th digit of an identity number, or None if it is no identity number."""
    if birth_date(number) is None:
        return None
    return "男" if int(identifier_key(number)[16]) % 2 else "女"


def is_identity_number(number: str) -> bool:
    """Whether the text is an 18-digit identity number with a real date and the right check digit (GB 11643)."""
    key = identifier_key(number)
    if birth_date(key) is None:
        return False
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(key, _ID_WEIGHTS, strict=False)) % 11] == key[17]


def is_credit_code(code: str) -> bool:
    """Whether the text is a unified social credit code with the right check sign (GB 32100)."""
    key = identifier_key(code)
    if not re.fullmatch(f"[{_CREDIT_SIGNS}]{{2}}[0-9]{{6}}[{_CREDIT_SIGNS}]{{10}}", key):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(key[:17]))
    return _CREDIT_SIGNS[-total % 31] == key[17]


def is_mobile_number(number: str) -> bool:
    """Whether the text is a mainland mobile number."""
    return MOBILE_NUMBER.fullmatch(identifier_key(number)) is not None


def is_card_number(number: str) -> bool:
    """Whether the text is digits of a bank card's or passbook's length."""
    return CARD_NUMBER.fullmatch(identifier_key(number)) is not None
