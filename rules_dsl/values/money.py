"""Money (金额): exact amounts in 分, read from and put into the way people write them. No rounding happens here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from .kinds import Number

FEN_PER = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


def exact(number: Fraction | int) -> Number:
    """The same number, as `int` where it is whole."""
    return int(number) if isinstance(number, Fraction) and number.denominator == 1 else number


def money(digits: str, unit: str) -> Number:
    """The amount in 分 of digits like `1.5` and a unit of FEN_PER; a `Fraction` below one 分."""
    return exact(Fraction(digits) * FEN_PER[unit]) if "." in digits else int(digits) * FEN_PER[unit]


def decimal_text(number: Number, places: int = 6) -> str:
    """A number without trailing zeros; one that has no end is cut after `places` digits and led by 约."""
    fraction = Fraction(number)
    scaled = fraction * 10**places
    whole = Decimal(
        scaled.numerator // scaled.denominator if scaled >= 0 else -(-scaled.numerator // scaled.denominator)
    )
    text = f"{whole.scaleb(-places):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if scaled.denominator == 1 else f"约{text}"


def number_text(number: Number) -> str:
    """A number as people write it; a share that no decimal is equal to stays a fraction: 2/3."""
    fraction = Fraction(number)
    endless = 10**6 % fraction.denominator != 0
    return str(fraction) if endless and abs(fraction) < 1 and fraction.denominator < 100 else decimal_text(fraction)


def money_text(fen: Number) -> str:
    """An amount in 分 as people write it: `50元`, `0.01元`, `15000元`."""
    return f"{decimal_text(Fraction(fen) / 100)}元"
