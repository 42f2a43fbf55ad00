"""What was decided about meaning, a test each, where no other test of this folder says it."""

from datetime import date

import pytest

from rules_dsl import UNANSWERED, Dated, Name, Type, Vocabulary, holds, judge, read_rule, value_of
from tests.rules_dsl.support.rule_sample import answers, judged, messages, read, rulebook, scope, vocabulary

NAMES = {
    "户口": "选项 农业 非农业",
    "原户口": "选项 农业 集体",
    "国籍": "选项 中国 外国",
    "学历": "次序 小学 初中 高中",
    "原学历": "次序 小学 初中 高中",
    "倒序": "次序 高中 初中 小学",
    "面积": "小数 平方米",
    "亩数": "小数 亩",
    "层数": "整数",
    "金额": "金额",
    "比例": "小数",
    "日期一": "日期",
    "年月一": "年月",
    "姓名": "文本",
    "户主姓名": "文本",
    "证号": "身份证号",
    "对方证号": "身份证号",
    "残疾人证号": "文本",
    "可空数": "整数 可空",
    "辅具": "多选 假肢 轮椅",
    "成员": {"姓名": "文本", "年龄": "整数 可空", "收入": "金额 条件"},
    "核验": "查询",
}
WORDS = vocabulary(NAMES)


def codes(rule, expects="demand"):
    return [problem.code for problem in read_rule(rule, WORDS, expects)[1]]


# hidden and unanswered


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        ("户口 为 农业", False),
        ("非(户口 为 农业)", False),
        ("户口 为 农业 或 核验 为 查不到", True),
        ("户口 为 农业 且 核验 为 查不到", False),
        ("非(户口 为 农业 且 核验 为 查到)", True),
        ("户口 已填", False),
        ("户口 未填", False),
    ],
)
def test_in_a_condition_a_test_on_what_is_hidden_is_false(condition, held):
    written = answers({"户口": "不适用", "核验": "查不到"}, WORDS)
    assert holds(read(condition, WORDS, "condition"), scope(written)) is held


def test_a_filter_leaves_out_rows_whose_cell_is_hidden():
    rows = [{"姓名": "甲", "收入": "不适用"}, {"姓名": "乙", "收入": "1元"}]
    assert judged("成员 其中 (收入 大于 0元) 的 行数 = 1", NAMES, {"成员": rows}).status == "通过"


def test_an_exception_that_is_hidden_excepts_nobody():
    rule = "户口 为 农业，除非 国籍 为 外国"
    assert judged(rule, NAMES, {"户口": "非农业", "国籍": "不适用"}).status == "不通过"


def test_no_rows_are_an_answer_where_there_may_be_none():
    assert judged("成员 的 行数 = 0", NAMES, {"成员": []}).status == "通过"
    assert judged("成员 的 行数 = 0", NAMES, {"成员": "未填"}).status == "待补"


def test_a_maximum_of_no_rows_and_a_division_by_zero_say_why_there_is_no_value():
    assert judged("成员 的 收入 最大值 大于 0元", NAMES, {"成员": []}).note == "「成员」没有可算的行，没有最大值"
    found = judged("金额 ÷ 层数 大于 1元", NAMES, {"金额": "1元", "层数": "0"})
    assert (found.status, found.note) == ("待补", "除数是0，没有结果")


@pytest.mark.parametrize(
    ("rule", "written", "status"),
    [
        ("缺省(可空数, 0) = 0", {}, "通过"),
        ("缺省(层数, 0) = 0", {}, "待补"),
        ("缺省(层数, 0) = 0", {"层数": "不适用"}, "通过"),
        ("层数（没有填的按0） = 0", {"层数": "不适用"}, "通过"),
        ("成员的收入之和（没有填的按0） + 1元 = 1元", {"成员": "不适用"}, "通过"),
        ("成员的行数（没有填的按0） + 1 = 1", {"成员": "不适用"}, "通过"),
        ("成员的行数（没有填的按0） = 0", {"成员": "未填"}, "待补"),
        ("成员 其中 (年龄 已填) 的 年龄 之和 = 3", {"成员": [{"年龄": "3"}, {}]}, "通过"),
    ],
)
def test_only_what_is_hidden_or_optional_counts_as_the_default(rule, written, status):
    assert judged(rule, NAMES, written).status == status


# types


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("户口 = 原户口", ["options_differ"]),
        ("户口 = 国籍", ["options"]),
        ("学历 高于 原学历", []),
        ("学历 高于 倒序", ["order"]),
        ("户口 高于 原户口", ["unordered"]),
        ("面积 不超过 100平方米", []),
        ("面积 不超过 100㎡", []),
        ("面积 不超过 100", []),
        ("面积 不超过 100亩", ["unit"]),
        ("面积 不超过 亩数", ["unit"]),
        ("层数 不超过 3层", []),
        ("日期一 晚于 年月一", ["type"]),
        ("年月一 晚于 日期一", ["type"]),
        ("首日(年月一) 不晚于 日期一 且 日期一 不晚于 末日(年月一)", []),
        ("月数(日期一, 申请日) 不少于 6", []),
        ("月数(日期一, 申请日) 不少于 6个月", ["type"]),
        ("金额 = 100元 ÷ 3", ["unrounded"]),
        ("金额 = 四舍五入(100元 ÷ 3, 0.01元)", []),
        ("金额 不超过 100元 ÷ 3", []),
        ("金额 × 金额 不超过 100元", ["type"]),
        ("金额 ÷ 100元 不超过 比例", []),
        ("辅具 为 假肢", ["use_has"]),
        ("户口 为 农业、非农业", []),
        ("国籍 为 中国 和 外国", ["separator"]),
    ],
)
def test_what_goes_together(rule, found):
    assert codes(rule) == found


def test_options_are_equal_by_their_text_across_lists():
    assert judged("户口 = 原户口", NAMES, {"户口": "农业", "原户口": "农业"}).status == "通过"
    assert judged("户口 = 原户口", NAMES, {"户口": "农业", "原户口": "集体"}).status == "不通过"


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("张•三", " 张·三 ", "通过"),
        ("ＡＢ（１）", "AB(1)", "通过"),
        ("张 三", "张三", "不通过"),
        ("㐂", "喜", "不通过"),
    ],
)
def test_texts_are_compared_folded_and_not_changed(one, other, status):
    assert judged("姓名 等于 户主姓名", NAMES, {"姓名": one, "户主姓名": other}).status == status
    rule = read("姓名", WORDS, "value")
    assert value_of(rule, scope({"姓名": one})) == one


def test_identifiers_are_compared_without_spaces_and_with_a_capital_x():
    written = {"证号": "41999919460302001x", "对方证号": "419999 19460302 001X"}
    assert judged("证号 等于 对方证号", NAMES, written).status == "通过"


# time


@pytest.mark.parametrize(
    ("rule", "day", "status"),
    [
        ("日期一 + 1个月 = 2026-02-28", date(2026, 1, 31), "通过"),
        ("日期一 - 1个月 = 2026-02-28", date(2026, 3, 31), "通过"),
        ("日期一后1个月 = 2026-02-28", date(2026, 1, 28), "通过"),
        ("日期一 后 1年 = 2025-02-28", date(2024, 2, 29), "通过"),
        ("日期一 满 1年", date(2025, 3, 2), "通过"),
        ("日期一 满 1年", date(2025, 3, 3), "不通过"),
        ("日期一 至 2026-02-28 满 18周岁", date(2008, 2, 29), "通过"),
        ("日期一 在 申请日前0日内", date(2026, 3, 2), "通过"),
        ("工作日数(日期一, 申请日) = 1", date(2026, 2, 27), "通过"),
        ("年数(日期一, 申请日, 进位) = 2", date(2025, 3, 1), "通过"),
        ("年数(申请日, 日期一) = -1", date(2025, 3, 1), "通过"),
    ],
)
def test_months_years_and_both_ends(rule, day, status):
    assert judge(read(rule, WORDS), scope({"日期一": day})).status == status


def test_a_list_has_the_value_of_the_filing_date():
    dated = Dated(((None, ["农业"]), (date(2026, 3, 2), ["农业", "非农业"])))
    book, words = rulebook(vocabulary(NAMES), {"名单": dated})
    rule = read("户口 在 名单 中", words)
    asked = {"户口": "非农业"}
    assert judge(rule, scope(asked, book, filed=date(2026, 3, 1))).status == "不通过"
    assert judge(rule, scope(asked, book, filed=date(2026, 3, 2))).status == "通过"


# what may be read


@pytest.mark.parametrize("word", ["今天", "今日", "当前日期"])
def test_a_rule_never_reads_the_clock(word):
    assert "today" in codes(f"日期一 不晚于 {word}")


def test_a_money_share_is_exact():
    assert judged("金额 = 0.03元", NAMES, {"金额": "0.03元"}).status == "通过"
    assert judged("金额的1/3 = 0.01元", NAMES, {"金额": "0.03元"}).status == "通过"
    assert value_of(read("金额 × 1.005", WORDS, "value"), scope({"金额": 100})) * 1000 == 100500
    assert value_of(read("舍去(金额 × 1.005, 0.01元)", WORDS, "value"), scope({"金额": 100})) == 100
    assert value_of(read("进位(金额 × 1.005, 0.01元)", WORDS, "value"), scope({"金额": 100})) == 101
    assert value_of(read("四舍五入(金额 × 1.005, 0.01元)", WORDS, "value"), scope({"金额": 100})) == 101
    assert value_of(read("金额", WORDS, "value"), scope({})) is UNANSWERED


def test_mixing_and_with_or_is_refused_wherever_it_stands():
    mixed = "「且」「或」混用，先后不明，请加括号"
    for rule in ("户口 为 农业 且 国籍 为 中国 或 层数 > 1", "成员 每行 (收入 < 0元 或 收入 > 9元 且 收入 > 0元)"):
        assert mixed in messages(rule, WORDS)[0]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("户籍地 在 “河南省南阳市”", []),
        ("户籍地 在 “南阳市”", ["short_place"]),
        ("户籍地 等于 “沙堰镇”", ["short_place"]),
        ("户籍地 在 开放城市 中", ["short_place"]),
        ("户籍地 不在 免备案地区", ["short_place"]),
        ("户籍地 在 开放省份 中", []),
        ("户籍地 在 本镇", []),
    ],
)
def test_places_are_named_from_their_province_on(rule, found):
    parameters = {"开放城市": ["北京市", "郑州市"], "开放省份": ["福建省", "上海市"], "免备案地区": "南阳市"}
    _, words = rulebook(vocabulary({"户籍地": "区划"}), parameters)
    assert [problem.code for problem in read_rule(rule, words, "demand")[1]] == found


DIVIDED = {"总额": "金额", "户数": "整数", "比例": "小数", "成员": {"年龄": "整数", "份数": "整数"}}


@pytest.mark.parametrize(
    ("rule", "divisor"),
    [
        ("总额 ÷ 户数 大于 1元", "户数"),
        ("总额 ÷ 12 大于 1元", None),
        ("总额 ÷ 每户人数 大于 1元", None),
        ("总额 ÷ 可为零 大于 1元", "可为零"),
        ("总额 ÷ 档次 大于 1元", None),
        ("总额 ÷ 折算户数 大于 1元", None),
        ("总额 ÷ 较大(户数, 1) 大于 1元", None),
        ("总额 ÷ (户数 + 1) 大于 1元", "(户数 + 1)"),
        ("总额 ÷ (成员的行数 + 1) 大于 1元", None),
        ("总额 ÷ 成员的行数 大于 1元", "成员的行数"),
        ("户数 大于 0 且 总额 ÷ 户数 大于 1元", None),
        ("户数 大于 0 的，总额 ÷ 户数 大于 1元", None),
        ("户数 不少于 0 的，总额 ÷ 户数 大于 1元", "户数"),
        ("若 户数 在 1 至 9 之间 则 总额 ÷ 户数 大于 1元", None),
        ("成员的行数 大于 0 的，总额 ÷ 成员的行数 大于 1元", None),
        ("成员 每行 (份数 大于 0 的，总额 ÷ 份数 大于 1元)", None),
        ("成员 其中 (份数 大于 0) 的 (总额 ÷ 份数) 之和 大于 1元", None),
        ("成员 每行 总额 ÷ 份数 大于 1元", "份数"),
        ("总额 ÷ 日数(2026-01-01, 申请日) 大于 1元", "日数(2026-01-01, 申请日)"),
        ("总额 ÷ 年份(申请日) 大于 1元", None),
    ],
)
def test_a_divisor_that_may_be_zero_is_told(rule, divisor):
    parameters = {"每户人数": Dated(((None, "3"), (date(2027, 1, 1), "4"))), "可为零": "0"}
    tables = {"档次": (["户数"], [["不满 3", "1"], ["3 以上", "每户人数"]])}
    _, words = rulebook(vocabulary(DIVIDED), parameters, tables, {"折算户数": "较大(户数, 1) × 每户人数"})
    found, problems = read_rule(rule, words, "demand")
    assert found is not None
    told = [problem.message.split("」")[0].removeprefix("「") for problem in problems]
    assert told == ([divisor] if divisor else [])
    assert {(problem.code, problem.severity) for problem in problems} <= {("divisor", "warning")}


def test_rows_of_which_there_is_always_one_may_divide():
    words = Vocabulary([Name("成员", "rows", Type("明细"), positive=True), Name("总额", "field", Type("金额"))])
    assert read_rule("总额 ÷ 成员的行数 大于 1元", words, "demand")[1] == ()
