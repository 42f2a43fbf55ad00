"""The canonical form: one spelling for each thing that can be said, which reads again as the same rule."""

import pytest
from hypothesis import given, settings

from tests.rules_dsl.support.random.matter import WORDS
from tests.rules_dsl.support.random.rules import rules, seeded_rules, values
from tests.rules_dsl.support.rule_sample import read, vocabulary

SAMPLE = vocabulary(
    {
        "出生日期": "日期",
        "人数": "整数",
        "面积": "小数 平方米",
        "收入": "金额",
        "户口": "选项 农业户口 非农业户口 18周岁以上",
        "户籍地": "区划",
        "农业户口": "选项 农业户口 非农业户口",
        "代办": "是否",
        "姓名": "文本",
        "备注": "文本 可空",
        "类别": "选项 本人 亲属 可空",
        "3年内次数": "整数",
        "成员": {"姓名": "文本", "年龄": "整数", "收入": "金额"},
        "户口簿": "材料",
        "委托书（原件）": "材料",
    }
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("人数不少于１０", "人数 >= 10"),
        ("收入 不超过 1.5万元", "收入 <= 1.5万元"),
        ("收入 不超过 20000元", "收入 <= 2万元"),
        ("收入 不超过 12345元", "收入 <= 12345元"),
        ("收入 不超过 0.50元", "收入 <= 0.5元"),
        ("收入 不超过 0元", "收入 <= 0元"),
        ("人数 不少于 人数的80%", "人数 >= 人数 × 80%"),
        ("人数 不少于 人数的2/3", "人数 >= 人数 × 2 ÷ 3"),
        ("面积 大于 100㎡", "面积 > 100平方米"),
        ("代办为是", "代办 为 是"),
        ("户口 等于 农业户口", "户口 为 农业户口"),
        ("户口 != “18周岁以上”", "户口 不为 “18周岁以上”"),
        ("户口为农业户口或非农业户口", "户口 为 农业户口、非农业户口"),
        ("户口 为 「农业户口」", "户口 为 「农业户口」"),
        ("缺省(类别, 本人) 为 本人", "缺省(类别, “本人”) 为 本人"),
        ("姓名 为 “甲”", "姓名 = “甲”"),
        ('姓名 为 "甲”乙"', '姓名 = "甲”乙"'),
        ("户口 为 农业户口 或 「代办」", "户口 为 农业户口 或 「代办」"),
        ("户籍地在本镇、“河南省”", "户籍地 在 本镇、“河南省”"),
        ("3 大于 「3年内次数」", "3 > 「3年内次数」"),
        ("出生日期满16周岁且未满60周岁", "出生日期 满 16周岁 且 出生日期 未满 60周岁"),
        ("出生日期 在 申报日前12个月内", "出生日期 在 申请日 前 12个月 内"),
        ("出生日期 晚于 申请日后3工作日", "出生日期 > 申请日 + 3个工作日"),
        ("人数 大于 -(人数 加 1)", "人数 > -(人数 + 1)"),
        ("人数 - -1 大于 (人数 - 1) - (人数 - 1)", "人数 - -1 > 人数 - 1 - (人数 - 1)"),
        ("(人数 + 1) 乘以 2 大于 10 除以 (5 除以 2)", "(人数 + 1) × 2 > 10 ÷ (5 ÷ 2)"),
        ("代办 为 是 的，代办 为 否", "若 代办 为 是 则 代办 为 否"),
        ("代办 的，若 代办 则 代办", "代办 的，若 代办 则 代办"),
        ("若 代办 则 (若 代办 则 代办) 否则 代办", "若 代办 则 (若 代办 则 代办) 否则 代办"),
        ("(代办；代办)，除非 代办 且 代办", "(代办；代办)，除非 代办 且 代办"),
        ("(代办，除非 代办)，除非 代办", "(代办，除非 代办)，除非 代办"),
        ("代办 或 (代办 且 代办)", "代办 或 (代办 且 代办)"),
        ("已交(户口簿, 「委托书（原件）」)", "已交(户口簿、「委托书（原件）」)"),
        ("成员的收入之和大于0元", "成员 的 收入 之和 > 0元"),
        ("成员的(年龄×2)最大值 大于 0", "成员 的 (年龄 × 2) 最大值 > 0"),
        ("成员的年龄均不小于18", "成员 每行 年龄 >= 18"),
        ("成员 其中 (年龄 >= 18) 的 人数 大于 1", "成员 其中 (年龄 >= 18) 的 人数 > 1"),
        ("成员 至少2人 (若 年龄 > 1 则 年龄 > 2)", "成员 至少 2人 (若 年龄 > 1 则 年龄 > 2)"),
        ("备注（没有填的按“无”）为“无”", "缺省(备注, “无”) = “无”"),
    ],
)
def test_one_spelling(typed, printed):
    rule = read(typed, SAMPLE)
    assert rule.print() == printed
    assert read(printed, SAMPLE).root == rule.root


def reads_again(rule, expects="demand"):
    again = read(rule.print(), WORDS, expects)
    assert (again.root, again.print()) == (rule.root, rule.print())


@given(rules())
@settings(max_examples=150)
def test_a_printed_rule_reads_as_the_same_rule(rule):
    reads_again(rule)


@given(values())
@settings(max_examples=100)
def test_a_printed_value_reads_as_the_same_value(value):
    reads_again(value, "value")


def test_printed_rules_of_every_form_read_as_the_same_rules():
    for rule in seeded_rules(500, seed=7):
        reads_again(rule)
