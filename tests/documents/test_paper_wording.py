"""How dates, limits and money read on paper; the amounts in words are those of the rule on filling in bills."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.calendar.limit import Limit
from engine.documents.wording import day_text, instant_text, limit_text, money_in_words, money_text


def test_days_read_without_leading_zeros() -> None:
    assert day_text(date(2026, 3, 2)) == "2026年3月2日"


def test_instants_read_on_the_clock_of_the_town() -> None:
    assert instant_text(datetime(2026, 3, 1, 17, 5, tzinfo=UTC), ZoneInfo("Asia/Shanghai")) == "2026年3月2日1时05分"


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (Limit(7, "工作日"), "7个工作日"),
        (Limit(60, "日"), "60日"),
        (Limit(6, "个月"), "6个月"),
        (Limit(120, "个月"), "10年"),
        (Limit(0, "当日"), "当日"),
        (None, ""),
    ],
)
def test_limits_read_as_people_say_them(limit: Limit | None, text: str) -> None:
    assert limit_text(limit) == text


# 正确填写票据和结算凭证的基本规定: its own examples, and the edges round them.
@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140950, "人民币壹仟肆佰零玖元伍角"),
        (600714, "人民币陆仟零柒元壹角肆分"),
        (168032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (10700053, "人民币壹拾万零柒仟元伍角叁分"),
        (1640902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32504, "人民币叁佰贰拾伍元零肆分"),
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角"),
        (105, "人民币壹元零伍分"),
        (5000, "人民币伍拾元整"),
        (10000, "人民币壹佰元整"),
        (1001000, "人民币壹万零壹拾元整"),
        (100000000, "人民币壹佰万元整"),
        (10000000100, "人民币壹亿零壹元整"),
        (2000010000, "人民币贰仟万零壹佰元整"),
        (99999999999999, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_money_in_words(fen: int, words: str) -> None:
    assert money_in_words(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_money_no_centre_awards_is_a_mistake(fen: int) -> None:
    with pytest.raises(ValueError, match="大写"):
        money_in_words(fen)


def test_money_in_figures() -> None:
    assert money_text(12345605) == "123,456.05元"
