"""People, organisations, phones and cards that do not exist, for examples: well formed, and nobody's.

Identity numbers use region 419999, which was never given out.
"""

from __future__ import annotations

import re
from datetime import date

from rules_dsl.values.identifiers import is_credit_code, is_identity_number

REGION = "419999"
_BORN = re.compile(r"生于([0-9]{4})-([0-9]{2})-([0-9]{2})([男女])([0-9]?)")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ANYBODY = "虚构"


def invented(text: str, kind: str) -> str:
    """The number a sample asks for, or the text itself where it asks for none.

    生于1946-03-02男 is an identity number (a digit behind it makes another person of that day and sex); 虚构 is a
    credit code, card or phone number, by the kind of the field.
    """
    born = _BORN.fullmatch(text.strip())
    if born is not None:
        year, month, day, sex, other = born.groups()
        return identity_number(date(int(year), int(month), int(day)), sex, int(other or 0))
    if text.strip() == _ANYBODY and kind in _INVENTED:
        return _INVENTED[kind]
    return text


def identity_number(born: date, sex: str, other: int = 0) -> str:
    """A well-formed identity number of nobody: born that day, 男 or 女, the `other`-th of them."""
    order = 2 * other + (1 if sex == "男" else 2)
    body = f"{REGION}{born:%Y%m%d}{order:03d}"
    return next(body + sign for sign in "0123456789X" if is_identity_number(body + sign))


def _credit_code() -> str:
    body = f"91{REGION}MA0000000"
    return next(body + sign for sign in _CREDIT_SIGNS if is_credit_code(body + sign))


_INVENTED = {
    "统一社会信用代码": _credit_code(),
    "手机号": "19900000000",
    "银行卡号": "6200000000000000005",
}
