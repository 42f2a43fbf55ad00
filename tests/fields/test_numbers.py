"""Numbers and money are read exactly, in the ways people type them."""

from datetime import date
from fractions import Fraction

import pytest

from engine.fields import FIELD_KINDS, FieldError, money_text
from engine.matter.records import Field

FILED = date(2026, 3, 2)
PEOPLE = Field("人数", "人数", "整数", unit="人")
AREA = Field("面积", "面积", "小数", unit="平方米", scale=2)
RATE = Field("比例", "比例", "小数")
WHOLE_AREA = Field("亩数", "亩数", "小数", unit="亩", scale=0)
INCOME = Field("收入", "收入", "金额")


def read(typed, field):
    return FIELD_KINDS[field.kind].read(typed, field, FILED)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (PEOPLE, "3", 3),
        (PEOPLE, " ３人 ", 3),
        (PEOPLE, "1,234", 1234),
        (PEOPLE, "007", 7),
        (PEOPLE, "3.0", 3),
        (PEOPLE, "0", 0),
        (PEOPLE, "-0", 0),
        (AREA, "120.5", Fraction(241, 2)),
        (AREA, "120.50平方米", Fraction(241, 2)),
        (AREA, "１，２３４．５０", Fraction(2469, 2)),
        (AREA, "0.10", Fraction(1, 10)),
        (AREA, "1.500", Fraction(3, 2)),
        (RATE, "0.123456", Fraction(123456, 1000000)),
        (INCOME, "1234.5", 123450),
        (INCOME, "1,234.50", 123450),
        (INCOME, "１，２３４．５０", 123450),
        (INCOME, "1,234.50元", 123450),
        (INCOME, "￥1 234.50", 123450),
        (INCOME, "1.5万元", 1500000),
        (INCOME, "0.01", 1),
        (INCOME, "999999999999.99", 99999999999999),
    ],
)
def test_a_number_is_read_exactly(field, typed, value):
    assert read(typed, field) == value


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (PEOPLE, "三", "请填整数，单位是人，例如 12。"),
        (PEOPLE, "3.5", "请填整数，单位是人，例如 12。"),
        (PEOPLE, "3户", "请填整数，单位是人，例如 12。"),
        (PEOPLE, "人", "请填整数，单位是人，例如 12。"),
        (PEOPLE, "1,23", "请填整数，单位是人，例如 12。"),
        (PEOPLE, "1e5", "请填整数，单位是人，例如 12。"),
        (PEOPLE, "٣", "请填整数，单位是人，例如 12。"),  # an Arabic-Indic digit
        (PEOPLE, "-1", "不能填负数，请核对。"),
        (PEOPLE, "9" * 5000, "数字太大，整数部分最多12位，请核对。"),
        (AREA, "约120", "请填数字，单位是平方米，例如 12.5。"),
        (AREA, "1.2.3", "请填数字，单位是平方米，例如 12.5。"),
        (AREA, "120.555", "小数点后最多2位，请核对。"),
        (RATE, "abc", "请填数字，例如 12.5。"),
        (RATE, "0.1234567", "小数点后最多6位，请核对。"),
        (WHOLE_AREA, "1.5", "请填整数，单位是亩，例如 12。"),
        (INCOME, "一千元", "请填金额，单位是元，例如 1234.50。"),
        (INCOME, "元", "请填金额，单位是元，例如 1234.50。"),
        (INCOME, "12,34.50", "请填金额，单位是元，例如 1234.50。"),
        (INCOME, "-5元", "不能填负数，请核对。"),
        (INCOME, "0.005", "金额最小到分，以元为单位时最多两位小数，请核对。"),
        (INCOME, "1000000000000", "数字太大，整数部分最多12位，请核对。"),
        (INCOME, "999999999999万", "数字太大，整数部分最多12位，请核对。"),
    ],
)
def test_a_number_that_cannot_be_read_says_what_to_enter(field, typed, says):
    with pytest.raises(FieldError) as error:
        read(typed, field)
    assert str(error.value) == says


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (PEOPLE, 1234, "1234人"),
        (AREA, Fraction(241, 2), "120.5平方米"),
        (RATE, Fraction(1, 3), "1/3"),
        (RATE, Fraction(4, 3), "约1.333333"),
        (INCOME, 123450, "1,234.50元"),
    ],
)
def test_a_number_is_shown(field, value, text):
    assert FIELD_KINDS[field.kind].show(value, field) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0元"),
        (5000, "50元"),
        (1, "0.01元"),
        (123450, "1,234.50元"),
        (123456789000, "1,234,567,890元"),
        (-50, "-0.50元"),
        (-123450, "-1,234.50元"),
        (Fraction(1, 100), "0.0001元"),
        (Fraction(1000, 3), "约3.333333元"),
    ],
)
def test_money_as_people_read_it(fen, text):
    assert money_text(fen) == text
