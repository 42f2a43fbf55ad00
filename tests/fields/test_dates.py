"""Dates and months in the ways people write them."""

from datetime import date

import pytest

from engine.fields import FIELD_KINDS, FieldError
from engine.matter.records import Field
from rules_dsl import YearMonth

FILED = date(2026, 3, 2)
DAY = Field("日期", "日期", "日期")
MONTH = Field("月份", "月份", "年月")


def read(typed, field):
    return FIELD_KINDS[field.kind].read(typed, field, FILED)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-02",
        "2026-3-2",
        "2026年3月2日",
        "2026年03月02号",
        "2026/3/2",
        "2026.3.2",
        "20260302",
        "２０２６－０３－０２",
        "２０２６．３．２",
        " 2026 年 3 月 2 日 ",
    ],
)
def test_a_date_is_read(typed):
    assert read(typed, DAY) == date(2026, 3, 2)


@pytest.mark.parametrize("typed", ["2026-03", "2026-3", "2026年3月", "2026/3", "2026.3", "202603", "２０２６年３月"])
def test_a_month_is_read(typed):
    assert read(typed, MONTH) == YearMonth(2026, 3)


def test_the_last_date_there_is_stands_for_no_end():
    assert read("9999-12-31", DAY) == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (DAY, "3月2日", "请填完整的日期，例如 2026-03-02 或 2026年3月2日。"),
        (DAY, "2026-03", "请填完整的日期，例如 2026-03-02 或 2026年3月2日。"),
        (DAY, "26-3-2", "请填完整的日期，例如 2026-03-02 或 2026年3月2日。"),
        (DAY, "2026-03/02", "请填完整的日期，例如 2026-03-02 或 2026年3月2日。"),
        (DAY, "2026年3月2", "请填完整的日期，例如 2026-03-02 或 2026年3月2日。"),
        (DAY, "明天", "请填完整的日期，例如 2026-03-02 或 2026年3月2日。"),
        (DAY, "2026-02-29", "没有2026年2月29日这一天，请核对。"),
        (DAY, "2026-13-01", "没有2026年13月1日这一天，请核对。"),
        (DAY, "0202-03-02", "年份请填四位数，不早于1800年。"),
        (MONTH, "3月", "请填年份和月份，例如 2026-03 或 2026年3月。"),
        (MONTH, "2026-03-02", "请填年份和月份，例如 2026-03 或 2026年3月。"),
        (MONTH, "2026-13", "没有13月，月份请填1至12。"),
        (MONTH, "2026-0", "没有0月，月份请填1至12。"),
        (MONTH, "0000-01", "年份请填四位数，不早于1800年。"),
    ],
)
def test_a_date_that_cannot_be_read_says_what_to_enter(field, typed, says):
    with pytest.raises(FieldError) as error:
        read(typed, field)
    assert str(error.value) == says


def test_dates_are_shown_in_words():
    assert FIELD_KINDS["日期"].show(date(2026, 3, 2), DAY) == "2026年3月2日"
    assert FIELD_KINDS["年月"].show(YearMonth(2026, 3), MONTH) == "2026年3月"
