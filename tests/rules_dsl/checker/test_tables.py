"""Decision tables: cells, hit policies, missing and hidden inputs, and what is refused."""

import pytest

from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Period, judge, read_table, value_of
from tests.rules_dsl.support.rule_sample import answers, read, rulebook, scope, vocabulary

NAMES = {
    "生日": "日期",
    "人数": "整数",
    "面积": "小数",
    "类别": "选项 甲 乙 丙",
    "初次": "是否",
    "金额": "金额",
    "档次": "选项 100元 200元",
    "多": "多选 甲 乙",
    "明细": {"种类": "选项 甲 乙", "数量": "整数"},
}


def value(inputs, rows, written, hit="唯一", parameters=None):
    book, words = rulebook(vocabulary(NAMES), parameters or {}, {"表": (inputs, rows, hit)})
    rule = read("表", words, "value")
    return value_of(rule, scope(answers(written, words), book))


AGES = [["不满16", "5年"], ["16至25", "10年"], ["26至45", "20年"], ["46以上", "长期"]]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2010-03-03", Period(5, "年")),
        ("2010-03-02", Period(10, "年")),
        ("1980-03-03", Period(20, "年")),
        ("1980-03-02", "长期"),
        ("未填", UNANSWERED),
    ],
)
def test_ages_with_a_word_among_the_periods(born, expected):
    assert value(["周岁(生日)"], AGES, {"生日": born}) == expected


@pytest.mark.parametrize(
    ("cell", "hits"),
    [
        ("90 至 99", [90, 99]),
        ("30 以上 不满 60", [30, 59]),
        ("超过 1000", [1001]),
        ("100 以上", [100, 1001]),
        ("30 以下", [30]),
        ("30、100", [30, 100]),
        ("不为 30", [59, 90, 99, 100, 1001]),
        ("不限", [30, 59, 90, 99, 100, 1001]),
    ],
)
def test_cells(cell, hits):
    found = [n for n in (30, 59, 90, 99, 100, 1001) if value(["人数"], [[cell, "1元"]], {"人数": str(n)}) == 100]
    assert found == hits


FEES = [["甲", "不限", "20元"], ["乙、丙", "是", "0元"], ["乙、丙", "否", "20元"]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"类别": "甲", "初次": "不适用"}, 2000),
        ({"类别": "甲"}, 2000),
        ({"类别": "丙", "初次": "是"}, 0),
        ({"类别": "丙"}, UNANSWERED),
        ({"类别": "不适用", "初次": "不适用"}, NOT_APPLICABLE),
        ({"初次": "否"}, UNANSWERED),
    ],
)
def test_hidden_and_missing_inputs(written, expected):
    assert value(["类别", "初次"], FEES, written) == expected


def test_hit_policies():
    rows = [["10 以上", "1元"], ["20 以上", "2元"]]
    assert value(["人数"], rows, {"人数": "20"}, "首条") == 100
    assert value(["人数"], rows, {"人数": "20"}, "汇总") == 300
    assert value(["人数"], rows, {"人数": "20"}, "唯一") is UNCHECKED
    assert value(["人数"], rows, {"人数": "5"}, "汇总") == 0


def test_no_row_and_a_row_without_value():
    assert value(["人数"], [["10 以上", "1元"]], {"人数": "5"}) is UNCHECKED
    assert value(["人数"], [["10 以上", "1元"], ["不足 10", "无"]], {"人数": "5"}) is NOT_APPLICABLE


def test_a_gap_in_a_table_is_told():
    book, words = rulebook(vocabulary(NAMES), {}, {"表": (["人数"], [["10 以上", "1元"]])})
    found = judge(read("金额 不超过 表", words), scope({"人数": 5, "金额": 1}, book))
    assert (found.status, found.unchecked, found.note) == ("待核", {"表"}, "表「表」没有适用的行")


def test_values_may_be_names_and_options_begin_with_a_digit():
    assert value(["人数"], [["不限", "标准"]], {"人数": "5"}, parameters={"标准": "470元"}) == 47000
    assert value(["档次"], [["100元", "0元"], ["200元", "30元"]], {"档次": "200元"}) == 3000
    assert value(["类别"], [["甲", "乙"], ["不限", "丙"]], {"类别": "甲"}, "首条") == "乙"
    assert value(["多"], [["甲", "1元"]], {"多": ["乙", "甲"]}) == 100


def test_a_table_over_row_fields_is_used_in_its_row():
    book, words = rulebook(vocabulary(NAMES), {}, {"上限": (["种类"], [["甲", "1"], ["乙", "2"]])})
    rule = read("明细 每行 数量 不超过 上限", words)
    found = judge(
        rule, scope(answers({"明细": [{"种类": "甲", "数量": "1"}, {"种类": "乙", "数量": "3"}]}, words), book)
    )
    assert (found.status, found.rows) == ("不通过", (2,))


@pytest.mark.parametrize(
    ("inputs", "rows", "hit", "cell", "message"),
    [
        (["人树"], [["1", "1元"]], "唯一", (-1, 0), "没有名为「人树」的字段，是不是「人数」？"),
        (["人数"], [["1元", "1元"]], "唯一", (0, 0), "「人数」是整数，不能与金额比较，请去掉「元」。"),
        (["类别"], [["甲、丁", "1元"]], "唯一", (0, 0), "「类别」没有选项「丁」，可选：甲、乙、丙。"),
        (
            ["人数"],
            [["1", "1", "000元"]],
            "唯一",
            (0, 0),
            "这一行有3格，应有2格（1个条件和1个值）；数字里不要用逗号分节。",
        ),
        (["人数"], [["1", "1元"], ["2", "3日"]], "唯一", (1, 1), "一张表的值要是同一种：前面是金额，这里是期限。"),
        (["人数"], [["1", "1块"]], "唯一", (0, 1), "没有单位「块」，请写 1元。"),
        (
            ["类别"],
            [["甲", "金额"]],
            "唯一",
            (0, 1),
            "表的值不能直接写字段「金额」，请给它写一条定义，这里写定义的名称。",
        ),
        (["人数"], [["1", "甲"]], "汇总", None, "「汇总」只能用于数和金额，这张表的值是选项。"),
        (["人数"], [["1", "1元"]], "任意", None, "没有「任意」这种取法，只有：唯一、首条、汇总。"),
        (["人数"], [], "唯一", None, "表没有行（rows），请至少写一行。"),
    ],
)
def test_what_is_refused(inputs, rows, hit, cell, message):
    table, problems = read_table(inputs, rows, hit, vocabulary(NAMES))
    assert table is None
    assert (cell, message) in [(problem.cell, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"次数": "3个月一次"}, Period(3, "个月")),
        ({"次数": "3个月二次"}, Period(3, "个月")),
        ({"次数": "1年一次"}, Period(1, "年")),
    ],
)
def test_a_list_of_options_needs_no_quotes_even_where_they_begin_with_a_digit(written, expected):
    names = {"次数": "选项 3个月一次 3个月二次 1年一次"}
    table = (["次数"], [["3个月一次、3个月二次", "3个月"], ["1年一次", "1年"]])
    book, words = rulebook(vocabulary(names), {}, {"时长": table})
    assert value_of(read("时长", words, "value"), scope(answers(written, words), book)) == expected


def test_a_text_is_compared_with_bare_words():
    rows = [["原50周岁类、不详", "50"], ["原55周岁类", "55"]]
    assert value(["退休类别"], rows, {}, parameters={"退休类别": "原55周岁类"}) == 55
    assert value(["退休类别"], rows, {}, parameters={"退休类别": "不详"}) == 50
