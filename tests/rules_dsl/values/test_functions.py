"""Each function does what its row in the table shows."""

import pytest

from rules_dsl import UNANSWERED, read_rule, value_of
from rules_dsl.text.wording import value_text
from rules_dsl.values.functions import FUNCTIONS
from tests.rules_dsl.support.rule_sample import read, scope, vocabulary

NOTHING = vocabulary({})


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_example(function):
    rule = read(function.example, NOTHING, "value")
    assert value_text(value_of(rule, scope({})), rule.type) == function.shows
    assert function.name in function.example


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_too_few_arguments_are_told(function):
    _, problems = read_rule(f"{function.name}()", NOTHING, "value")
    assert [problem.code for problem in problems] == ["arguments"]


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("四舍五入(0.5, 1)", "1"),
        ("四舍五入(0 - 0.5, 1)", "-1"),
        ("舍去(0 - 0.5, 1)", "-1"),
        ("四舍五入(1.005元, 0.01元)", "1.01元"),
        ("进位(1.001元, 0.01元)", "1.01元"),
        ("年数(2020-09-01, 2022-08-31, 进位)", "2"),
        ("月数(2026年3月, 2026年1月)", "-2"),
        ("工作日数(2026-03-10, 2026-03-06)", "-2"),
        ("9月1日", "2026-09-01"),
        ("2026-03-02 的 年份", "2026"),
        ("成年后(1)", None),
        ("较大(1, 2, 3)", "3"),
        ("“41999919460302001343” 的 前18位", "419999194603020013"),
        ("“LSVAA 000000000001” 的 后6位", "000001"),
        ("顺延(2026-03-02)", "2026-03-02"),
        ("是工作日(2026-03-09)", "是"),
        ("重叠(2026年1月, 2026年3月, 2026年4月, 2026年6月)", "否"),
        ("2/3 × 300", "200"),
        ("200的5%", "10"),
    ],
)
def test_values(text, shows):
    rule, _ = read_rule(text, NOTHING, "value")
    assert (value_text(value_of(rule, scope({})), rule.type) if rule else None) == shows


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "四舍五入(1, 0)",
        "日期(2026, 2, 30)",
        "天(0 - 1)",
        "重叠(2026年3月, 2026年1月, 2026年1月, 2026年6月)",
        "前几位(“12”, 0)",
        "地区码(“12”)",
        "9999-12-31 + 天(1)",
    ],
)
def test_what_has_no_value(text):
    assert value_of(read(text, NOTHING, "value"), scope({})) is UNANSWERED
