"""What rules mean: three values and 不适用, rows, guards, undecided fields."""

from datetime import date
from fractions import Fraction

import pytest

from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Dated, Undecided, holds, judge, read_rule, value_of
from tests.rules_dsl.support.rule_sample import answers, judged, read, rulebook, scope, vocabulary

NAMES = {
    "A": "选项 甲 乙",
    "B": "选项 甲 乙",
    "C": "选项 甲 乙",
    "数": "整数",
    "可空数": "整数 可空",
    "金": "金额",
    "日": "日期",
    "起": "日期",
    "核验": "查询",
    "多": "多选 甲 乙 丙",
    "文": "文本",
    "可空文": "文本 可空",
    "年": "年月",
    "地": "区划",
    "成员": {"岁": "整数", "钱": "金额 条件", "名": "文本"},
    "他人": {"名": "文本"},
    "学历": "次序 小学 初中 高中",
    "户口簿": "材料",
    "身份证": "材料",
}
WORDS = vocabulary(NAMES)


@pytest.mark.parametrize(
    ("rule", "a", "b", "status"),
    [
        ("A 为 甲 且 B 为 甲", "甲", "甲", "通过"),
        ("A 为 甲 且 B 为 甲", "乙", "未填", "不通过"),
        ("A 为 甲 且 B 为 甲", "甲", "未填", "待补"),
        ("A 为 甲 且 B 为 甲", "甲", "不适用", "通过"),
        ("A 为 甲 且 B 为 甲", "不适用", "不适用", "不适用"),
        ("A 为 甲 或 B 为 甲", "甲", "未填", "通过"),
        ("A 为 甲 或 B 为 甲", "乙", "未填", "待补"),
        ("A 为 甲 或 B 为 甲", "乙", "不适用", "不通过"),
        ("A 为 甲 或 B 为 甲", "不适用", "甲", "通过"),
        ("若 A 为 甲 则 B 为 甲", "乙", "乙", "不适用"),
        ("若 A 为 甲 则 B 为 甲", "不适用", "乙", "不适用"),
        ("若 A 为 甲 则 B 为 甲", "甲", "乙", "不通过"),
        ("若 A 为 甲 则 B 为 甲", "未填", "甲", "通过"),
        ("若 A 为 甲 则 B 为 甲", "未填", "乙", "待补"),
        ("若 A 为 甲 则 B 为 甲 否则 B 为 乙", "乙", "乙", "通过"),
        ("若 A 为 甲 则 B 为 甲 否则 B 为 乙", "不适用", "甲", "不通过"),
        ("若 A 为 甲 则 B 为 甲 否则 B 为 甲、乙", "未填", "甲", "通过"),
        ("若 A 为 甲 则 B 为 甲 否则 B 为 乙", "未填", "甲", "待补"),
        ("若 非(A 为 甲) 则 B 为 甲", "不适用", "乙", "不适用"),
        ("B 为 甲，除非 A 为 甲", "甲", "乙", "不适用"),
        ("B 为 甲，除非 A 为 甲", "乙", "乙", "不通过"),
        ("B 为 甲，除非 A 为 甲", "不适用", "甲", "通过"),
        ("B 为 甲，除非 A 为 甲", "未填", "甲", "通过"),
        ("B 为 甲，除非 A 为 甲", "未填", "乙", "待补"),
        ("非(A 为 甲 且 B 为 甲)", "不适用", "甲", "不通过"),
        ("非(A 为 甲 或 B 为 甲)", "乙", "未填", "待补"),
        ("A 已填", "未填", "未填", "不通过"),
        ("A 未填", "未填", "未填", "通过"),
        ("A 已填", "不适用", "未填", "不适用"),
        ("A 等于 B", "甲", "甲", "通过"),
        ("A 不为 甲、乙", "甲", "未填", "不通过"),
    ],
)
def test_kleene_with_not_applicable(rule, a, b, status):
    assert judged(rule, NAMES, {"A": a, "B": b}).status == status


def test_missing_names_and_cells_are_told():
    found = judged("A 为 甲 且 成员 的 岁 之和 不少于 3", NAMES, {"成员": [{"岁": "1"}, {"岁": "未填"}, {}]})
    assert found.status == "待补"
    assert found.missing == {"A", "成员.2.岁", "成员.3.岁"}


def test_an_open_query_is_for_the_clerk():
    found = judged("核验 为 查不到", NAMES, {"核验": "未核"})
    assert (found.status, found.unchecked, found.missing) == ("待核", {"核验"}, frozenset())
    assert judged("核验 为 查不到", NAMES, {}).status == "待核"
    assert judged("核验 为 查不到 且 A 为 甲", NAMES, {}).status == "待补"


@pytest.mark.parametrize(
    ("rule", "rows", "status"),
    [
        ("成员 每行 岁 不少于 18", [], "通过"),
        ("成员 有一行 岁 不少于 18", [], "不通过"),
        ("成员 没有一行 岁 不少于 18", [], "通过"),
        ("成员 每行 岁 不少于 18", [{"岁": "18"}, {"岁": "17"}, {}], "不通过"),
        ("成员 每行 岁 不少于 18", [{"岁": "18"}, {}], "待补"),
        ("成员 每行 岁 不少于 18", [{"岁": "18"}, {"岁": "不适用"}], "通过"),
        ("成员 每行 岁 不少于 18", [{"岁": "不适用"}], "不适用"),
        ("成员 有一行 (岁 不少于 18 且 钱 大于 0元)", [{"岁": "18", "钱": "不适用"}], "不通过"),
        ("成员 没有一行 (岁 不少于 18 且 钱 大于 0元)", [{"岁": "18", "钱": "不适用"}], "通过"),
        ("成员 每行 (岁 不少于 18 且 钱 大于 0元)", [{"岁": "18", "钱": "不适用"}], "通过"),
        ("成员 恰好 1行 岁 不少于 18", [{"岁": "18"}, {"岁": "20"}, {}], "不通过"),
        ("成员 恰好 1行 岁 不少于 18", [{"岁": "18"}, {}], "待补"),
        ("成员 至少 2人 岁 不少于 18", [{"岁": "18"}, {"岁": "19"}, {}], "通过"),
        ("成员 至多 1人 岁 不少于 18", [{"岁": "18"}, {"岁": "19"}, {}], "不通过"),
        ("成员 的 行数 = 2", [{}, {}], "通过"),
        ("成员 的 钱 之和 = 3元", [{"钱": "1元"}, {"钱": "不适用"}, {"钱": "2元"}], "通过"),
        ("成员 的 钱 之和 = 0元", [], "通过"),
        ("成员 的 岁 最大值 不少于 1", [], "待补"),
        ("成员 的 岁 平均值 = 1.5", [{"岁": "1"}, {"岁": "2"}], "通过"),
        ("成员 的 (岁 × 钱) 之和 = 5元", [{"岁": "1", "钱": "1元"}, {"岁": "2", "钱": "2元"}], "通过"),
        ("成员 其中 (岁 不少于 18) 的 钱 之和 = 2元", [{"岁": "17", "钱": "1元"}, {"岁": "18", "钱": "2元"}], "通过"),
        ("成员 其中 (岁 不少于 18) 的 行数 = 1", [{"岁": "18"}, {}], "待补"),
        ("成员 其中 (岁 不少于 18) 每行 钱 大于 0元", [{"岁": "17", "钱": "0元"}], "通过"),
        ("成员 的 名 不重复", [{"名": "甲 "}, {"名": "甲"}], "不通过"),
        ("成员 的 名、岁 不重复", [{"名": "甲", "岁": "1"}, {"名": "甲", "岁": "2"}], "通过"),
        ("成员 的 名 不重复", [{"名": "甲"}, {}, {"名": "乙"}], "待补"),
        ("文 在 成员 的 名 中", [{"名": "张•三"}, {}], "通过"),
        ("文 不在 成员 的 名 中", [{"名": "李四"}, {}], "待补"),
        ("文 不在 成员 的 名 中", [], "通过"),
        (
            "成员 每行 (岁 小于 18 的，钱 为 0元；岁 不少于 18 的，钱 大于 0元)",
            [{"岁": "17", "钱": "0元"}, {"岁": "18", "钱": "0元"}],
            "不通过",
        ),
    ],
)
def test_rows(rule, rows, status):
    assert judged(rule, NAMES, {"成员": rows, "文": "张·三"}).status == status


def test_a_group_that_is_unanswered_or_hidden():
    assert judged("成员 的 行数 不少于 0", NAMES, {"成员": "未填"}).missing == {"成员"}
    assert judged("成员 每行 岁 不少于 18", NAMES, {"成员": "不适用"}).status == "不适用"
    assert judged("缺省(成员 的 钱 之和, 0) + 1元 = 1元", NAMES, {"成员": "不适用"}).status == "通过"
    assert judged("成员 已填", NAMES, {"成员": []}).status == "不通过"


def test_failing_rows_are_listed_and_no_rows_are_noted():
    found = judged("成员 每行 岁 不少于 18", NAMES, {"成员": [{"岁": "18"}, {"岁": "1"}, {"岁": "2"}]})
    assert found.rows == (2, 3)
    assert judged("成员 每行 岁 不少于 18", NAMES, {"成员": []}).note == "无行"
    assert read("成员 的 岁 均 不少于 18", WORDS).each_row == "成员"
    assert read("若 A 为 甲 则 成员 每行 岁 不少于 18", WORDS).each_row is None


def test_rows_of_another_group_within_a_row():
    names = NAMES
    rule = "成员 每行 名 不在 他人 的 名 中"
    assert judged(rule, names, {"成员": [{"名": "甲"}], "他人": [{"名": "乙"}]}).status == "通过"
    assert judged(rule, names, {"成员": [{"名": "丙"}, {"名": "乙"}], "他人": [{"名": "乙"}]}).rows == (2,)


@pytest.mark.parametrize(
    ("rule", "written", "status"),
    [
        ("缺省(可空数, 0) + 数 = 3", {"数": "3"}, "通过"),
        ("缺省(数, 0) = 0", {}, "待补"),
        ("缺省(数, 0) = 0", {"数": "不适用"}, "通过"),
        ("数 + 1 = 3", {"数": "不适用"}, "不适用"),
        ("1 / 数 >= 0", {"数": "0"}, "待补"),
        ("可空数 未填 或 可空数 大于 3", {}, "通过"),
        ("可空数 已填 的，可空数 大于 3", {}, "不适用"),
        ("可空数 已填 且 可空数 大于 3", {"可空数": "4"}, "通过"),
        ("学历 不低于 初中", {"学历": "高中"}, "通过"),
        ("学历 高于 初中", {"学历": "初中"}, "不通过"),
        ("学历 在 小学 至 初中 之间", {"学历": "初中"}, "通过"),
        ("多 含 甲、乙", {"多": ["乙", "丙"]}, "通过"),
        ("多 不含 甲、乙", {"多": ["乙", "丙"]}, "不通过"),
        ("多 均 为 乙、丙", {"多": ["乙", "丙"]}, "通过"),
        ("多 任一 为 甲", {"多": ["乙", "丙"]}, "不通过"),
        ("文 不含 “中国”、“全国”", {"文": "沙堰中国店"}, "不通过"),
        ("文 等于 “张·三”", {"文": " 张•三 "}, "通过"),
        ("数 在 18 至 60 之间", {"数": "60"}, "通过"),
        ("数 在 18 至 60 之间", {"数": "61"}, "不通过"),
        ("地 在 本镇", {"地": "411329102001"}, "通过"),
        ("地 不在 本镇、“河北省”", {"地": "411329103"}, "通过"),
        ("地 在 本省", {"地": "420000"}, "不通过"),
        ("年 不早于 年月(1月1日)", {"年": "2026-01"}, "通过"),
        ("年 不晚于 年月(申请日)", {"年": "2026-04"}, "不通过"),
    ],
)
def test_values(rule, written, status):
    assert judged(rule, NAMES, written).status == status


@pytest.mark.parametrize(
    ("rule", "day", "status"),
    [
        ("日 满 16周岁", date(2010, 3, 2), "通过"),
        ("日 满 16周岁", date(2010, 3, 3), "不通过"),
        ("日 未满 18周岁", date(2008, 3, 2), "不通过"),
        ("日 未满 18周岁", date(2008, 3, 3), "通过"),
        ("周岁(日) 不少于 16", date(2010, 3, 2), "通过"),
        ("日 在 申请日前6个月内", date(2025, 9, 2), "通过"),
        ("日 在 申请日前6个月内", date(2025, 9, 1), "不通过"),
        ("日 在 申请日前6个月内", date(2026, 3, 3), "不通过"),
        ("日 在 申请日后30日内", date(2026, 3, 2), "通过"),
        ("日 在 申请日后30日内", date(2026, 4, 1), "通过"),
        ("日 在 申请日后30日内", date(2026, 4, 2), "不通过"),
        ("日 在 申请日前后7日内", date(2026, 2, 23), "通过"),
        ("日 在 申请日前后7日内", date(2026, 3, 10), "不通过"),
        ("日 在 申请日后3个工作日内", date(2026, 3, 5), "通过"),
        ("日 在 申请日后3个工作日内", date(2026, 3, 6), "不通过"),
        ("日 不晚于 申请日后1个月前1日", date(2026, 4, 1), "通过"),
        ("申请日期 不早于 日前3个月", date(2026, 6, 2), "通过"),
        ("日 在 2026年3月1日 至 2026-03-31 之间", date(2026, 3, 31), "通过"),
        ("日 不早于 9月1日", date(2026, 8, 31), "不通过"),
    ],
)
def test_dates(rule, day, status):
    words = vocabulary(NAMES)
    assert judge(read(rule, words), scope({"日": day})).status == status


def test_a_leap_day_birthday():
    words = vocabulary(NAMES)
    submission = {"日": date(2008, 2, 29)}
    assert judge(read("日 满 18周岁", words), scope(submission, filed=date(2026, 2, 28))).status == "通过"
    assert judge(read("日 满 18周岁", words), scope(submission, filed=date(2026, 2, 27))).status == "不通过"


@pytest.mark.parametrize(
    ("handed", "all_", "any_", "copies"),
    [
        ({"户口簿": 1, "身份证": 1}, "通过", "通过", "不通过"),
        ({"户口簿": 2}, "不通过", "通过", "通过"),
        ({}, "不通过", "不通过", "不通过"),
        ({"户口簿": NOT_APPLICABLE, "身份证": 1}, "通过", "通过", "不适用"),
        ({"户口簿": UNCHECKED, "身份证": 1}, "待核", "通过", "待核"),
    ],
)
def test_materials(handed, all_, any_, copies):
    words = vocabulary(NAMES, {"户口本": "户口簿"})
    rules = ("已交(户口本、身份证)", "已交任一(户口簿，身份证)", "已交份数(户口簿) >= 2")
    assert [judge(read(rule, words), scope({}, materials=handed)).status for rule in rules] == [all_, any_, copies]
    assert read(rules[0], words).materials == {"户口簿", "身份证"}


def undecided(value):
    return Undecided(value, frozenset({"业态"}), frozenset())


@pytest.mark.parametrize(
    ("rule", "values", "status"),
    [
        ("A 为 甲", {"A": undecided("甲")}, "通过"),
        ("A 为 甲", {"A": undecided("乙")}, "待补"),
        ("A 为 甲 或 A 为 乙", {"A": undecided("乙")}, "通过"),
        ("A 为 甲 或 B 为 甲", {"A": undecided("乙"), "B": "甲"}, "通过"),
        ("A 为 甲 或 B 为 甲", {"A": undecided("甲"), "B": "乙"}, "待补"),
        ("A 为 甲 且 B 为 甲", {"A": undecided("甲"), "B": "乙"}, "不通过"),
        ("A 为 甲", {"A": undecided(UNANSWERED)}, "待补"),
        ("缺省(数, 0) 不超过 3", {"数": undecided(3)}, "通过"),
        ("成员 每行 岁 不少于 18", {"成员": ({"岁": undecided(18)}, {"岁": undecided(19)})}, "通过"),
        ("成员 每行 岁 不少于 18", {"成员": ({"岁": undecided(17)},)}, "待补"),
        ("成员 的 岁 之和 = 18", {"成员": tuple({"岁": undecided(18)} for _ in range(50))}, "待补"),
    ],
)
def test_an_undecided_field_is_looked_at_both_ways(rule, values, status):
    found = judge(read(rule, WORDS), scope(values))
    assert found.status == status
    assert "业态" in found.missing or status != "待补"


def test_an_undecided_condition_names_what_it_waits_for():
    found = holds(read("A 为 甲", WORDS, "condition"), scope({"A": undecided("甲")}))
    assert found == Undecided(None, frozenset({"业态"}), frozenset())
    assert (
        holds(read("A 为 乙 且 B 为 甲", WORDS, "condition"), scope({"A": undecided("甲"), "B": UNANSWERED})) is False
    )


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("可空数 大于 3", ["unguarded"]),
        ("可空数 大于 3 且 可空数 已填", []),
        ("若 可空数 已填 则 可空数 大于 3", []),
        ("若 可空数 已填 且 A 为 甲 则 可空数 大于 3", []),
        ("若 可空数 已填 或 A 为 甲 则 可空数 大于 3", ["unguarded"]),
        ("若 可空数 未填 则 A 为 甲 否则 可空数 大于 3", []),
        ("可空数 大于 3，除非 可空数 未填", []),
        ("缺省(可空数, 0) 大于 3", []),
        ("A 为 甲；可空数 大于 3", ["unguarded"]),
        ("可空文 已填", []),
        ("数 大于 3", []),
    ],
)
def test_an_optional_field_needs_a_guard(rule, codes):
    assert [problem.code for problem in read_rule(rule, WORDS, "demand")[1]] == codes


def test_parameters_have_the_value_of_the_filing_date():
    dated = Dated(((None, "30日"), (date(2027, 1, 1), "60日"), (date(2028, 1, 1), None)))
    book, words = rulebook(vocabulary(NAMES), {"天数": dated})
    rule = read("日 在 申请日前 天数 内", words)
    for filed, day, status in [
        (date(2026, 12, 31), date(2026, 11, 1), "不通过"),
        (date(2027, 1, 1), date(2026, 11, 2), "通过"),
        (date(2028, 1, 1), date(2028, 1, 1), "待核"),
    ]:
        assert judge(rule, scope({"日": day}, book, filed=filed)).status == status
    ended = judge(rule, scope({"日": date(2028, 1, 1)}, book, filed=date(2028, 1, 1)))
    assert ended.unchecked == {"天数"}
    assert "没有生效的值" in ended.note


def test_lists_of_places_and_words():
    names = {"地": "区划", "机构": "文本"}
    book, words = rulebook(vocabulary(names), {"名单": ["甲机构", "乙机构"], "开通省份": ["河南省", "河北省"]})
    assert judge(read("机构 在 名单 中", words), scope({"机构": " 乙机构"}, book)).status == "通过"
    assert judge(read("机构 不在 名单 中", words), scope({"机构": "丙机构"}, book)).status == "通过"
    inside = answers({"地": "1"}, words)["地"].__class__("河北省石家庄市", None)
    assert judge(read("地 在 开通省份 中", words), scope({"地": inside}, book)).status == "通过"


def test_seen_values_come_in_the_order_read():
    found = judged("若 A 为 甲 则 成员 每行 岁 不少于 18", NAMES, {"A": "甲", "成员": [{"岁": "18"}]})
    assert [name for name, _ in found.seen] == ["A", "成员", "成员.1.岁"]


def test_a_rule_in_a_row():
    rule = read("岁 不少于 18", WORDS, "condition", "成员")
    rows = scope({"成员": ({"岁": 17}, {"岁": 18}, {})})
    assert [holds(rule, rows, 1), holds(rule, rows, 2)] == [False, True]
    assert holds(rule, rows, 3) == Undecided(None, frozenset({"成员.3.岁"}), frozenset())


def test_money_is_exact():
    rule = read("金 ÷ 3 × 3", WORDS, "value")
    assert value_of(rule, scope({"金": 100})) == 100
    assert value_of(read("金 ÷ 3", WORDS, "value"), scope({"金": 100})) == Fraction(100, 3)
    assert value_of(read("金", WORDS, "value"), scope({})) is UNANSWERED
    assert value_of(read("金", WORDS, "value"), scope({"金": NOT_APPLICABLE})) is NOT_APPLICABLE
    assert value_of(read("核验", WORDS, "value"), scope({})) is UNCHECKED
