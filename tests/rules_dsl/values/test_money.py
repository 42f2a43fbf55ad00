"""Money is exact, whatever it is written in."""

from fractions import Fraction

import pytest

from rules_dsl.values.money import decimal_text, money, money_text


@pytest.mark.parametrize(
    ("digits", "unit", "fen"),
    [
        ("0.01", "元", 1),
        ("500", "元", 50000),
        ("1.5", "万元", 1500000),
        ("0.000001", "元", Fraction(1, 10000)),
        ("2", "亿元", 20000000000),
    ],
)
def test_money_in_fen(digits, unit, fen):
    assert money(digits, unit) == fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (1, "0.01元"),
        (5000, "50元"),
        (-250, "-2.5元"),
        (Fraction(10000, 3), "约33.333333元"),
        (Fraction(-1, 3), "约-0.003333元"),
    ],
)
def test_money_as_people_write_it(fen, text):
    assert money_text(fen) == text


def test_a_number_without_end_is_cut_not_rounded():
    assert decimal_text(Fraction(2, 3)) == "约0.666666"
