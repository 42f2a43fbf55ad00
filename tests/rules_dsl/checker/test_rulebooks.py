"""Parameters, tables and definitions read together, in any order, without circles."""

from datetime import date
from fractions import Fraction

import pytest

from rules_dsl import Dated, Division, Period, Type, judge, read_literal, read_rulebook, value_of
from rules_dsl.values.kinds import MonthDay
from tests.rules_dsl.support.rule_sample import TableText, answers, read, rulebook, scope, vocabulary

NAMES = {"收入": "金额", "类别": "选项 农村 城市", "成员": {"姓名": "文本", "月收入": "金额", "岁": "整数"}}


def test_definitions_and_tables_use_each_other_in_any_order():
    book, words = rulebook(
        vocabulary(NAMES),
        {"农村标准": "470元", "城市标准": "680元"},
        {"标准": (["类别"], [["农村", "农村标准"], ["城市", "城市标准"]])},
        {"月补助": "标准 × 成员的人数 - 家庭收入", "家庭收入": "成员 的 月收入 之和"},
    )
    submission = scope(answers({"类别": "城市", "成员": [{"月收入": "100元"}, {"月收入": "60元"}]}, words), book)
    assert value_of(read("月补助", words, "value"), submission) == 2 * 68000 - 16000
    assert judge(read("月补助 大于 0元", words), submission).status == "通过"


def test_a_definition_over_row_fields_holds_in_the_row():
    book, words = rulebook(vocabulary(NAMES), {}, {}, {"成年": "岁 不少于 18", "年收入": "月收入 × 12"})
    submission = scope(answers({"成员": [{"岁": "18", "月收入": "1元"}, {"岁": "17", "月收入": "2元"}]}, words), book)
    assert judge(read("成员 每人 成年", words), submission).status == "不通过"
    assert judge(read("成员 的 (年收入) 之和 = 36元", words), submission).status == "通过"
    assert words.get("成年")[0].group == "成员"


def test_circles_are_told():
    _, _, problems = read_rulebook({}, {}, {"甲": "乙 + 1元", "乙": "甲 + 1元"}, vocabulary(NAMES))
    assert [problem.problem.code for problem in problems].count("cycle") == 1
    assert "甲 → 乙 → 甲" in next(p.problem.message for p in problems if p.problem.code == "cycle")


def test_a_broken_entry_does_not_take_down_the_others():
    tables = {
        "坏表": Dated(((None, TableText(["类型"], [["农村", "1元"]])),)),
        "好表": Dated(((None, TableText(["类别"], [["农村", "1元"]])),)),
    }
    book, words, problems = read_rulebook(
        {"坏参数": Dated(((None, "18周岁以上"),)), "好参数": Dated(((None, "3元"),))}, tables, {}, vocabulary(NAMES)
    )
    assert {problem.name for problem in problems} == {"坏参数", "坏表"}
    assert words.get("好表")[0].type == Type("金额")
    assert value_of(read("好参数", words, "value"), scope({}, book)) == 300


def test_all_values_of_a_dated_entry_are_of_one_kind():
    _, _, problems = read_rulebook({"期": Dated(((None, "30日"), (date(2027, 1, 1), "30")))}, {}, {}, vocabulary(NAMES))
    assert [problem.problem.message for problem in problems] == ["「期」各时期的值要是同一种，这里有期限、整数。"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("80周岁", "期限", Period(80, "周岁")),
        ("7个工作日", "期限", Period(7, "工作日")),
        ("1.5万元", "金额", 1500000),
        ("134平方米", "整数", 134),
        ("0辆", "整数", 0),
        ("2026-03-02", "日期", date(2026, 3, 2)),
        ("是", "是否", True),
        ("“18周岁以上”", "文本", "18周岁以上"),
        ("长期", "文本", "长期"),
        ("9月1日", "日期", MonthDay(9, 1)),
        ("2/3", "小数", Fraction(2, 3)),
        (["甲", "乙"], "名单", ("甲", "乙")),
    ],
)
def test_literals(text, kind, value):
    reading, problems = read_literal(text)
    assert not problems
    assert (reading[0].kind, reading[1]) == (kind, value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("60岁", "年龄的单位是「周岁」，请写 60周岁。"),
        ("1,000元", "数字里不要用逗号分节，请写 1000元。"),
        ("2026年2月30日", "2026年2月没有30日，请核对日期。"),
        (["9月1日"], "名单里的日期要写年份，例如 2026-03-02。"),
        ("1/0", "除数不能是0。"),
        ("", "这里没有内容。"),
        (["甲", "1元"], "名单里的值要是同一种，这里有文本、金额。"),
    ],
)
def test_what_is_no_literal(text, message):
    assert [problem.message for problem in read_literal(text)[1]] == [message]


def test_a_literal_read_as_an_option():
    like = Type("选项", ("一级", "二级"))
    assert read_literal("一级", like)[0] == (like, "一级")
    assert read_literal("三级", like)[1][0].message.startswith("没有选项「三级」，可选：一级、二级")


def test_a_day_without_year_lies_in_the_year_of_the_filing_date():
    book, words = rulebook(vocabulary({"起": "日期"}), {"集中参保期起": "9月1日", "闰日": "2月29日"})
    rules = ("申请日 不早于 集中参保期起", "参数(集中参保期起, 起) = 2024-09-01", "闰日 = 2026-02-28")
    submission = scope(answers({"起": "2024-03-02"}, words), book)
    assert [judge(read(rule, words), submission).status for rule in rules] == ["不通过", "通过", "通过"]
    later = scope(answers({"起": "2024-03-02"}, words), book, filed=date(2026, 9, 1))
    assert judge(read(rules[0], words), later).status == "通过"


def test_a_share_is_exact():
    book, words = rulebook(vocabulary({"出资": "金额"}), {"上限比例": "1/3"})
    rule = read("出资 不超过 300元 × 上限比例", words)
    assert judge(rule, scope({"出资": 10000}, book)).status == "通过"
    assert judge(rule, scope({"出资": 10001}, book)).status == "不通过"


def test_a_place_may_be_a_parameter():
    book, words = rulebook(vocabulary({"就医地": "区划"}), {"免备案地区": "河南省南阳市", "名单": ["河南省", "湖北省"]})
    inside = scope({"就医地": Division("河南省南阳市新野县")}, book)
    outside = scope({"就医地": Division("湖北省襄阳市")}, book)
    rule = read("就医地不在免备案地区", words)
    assert (judge(rule, inside).status, judge(rule, outside).status) == ("不通过", "通过")
    assert judge(read("就医地 在 名单 中", words), outside).status == "通过"
