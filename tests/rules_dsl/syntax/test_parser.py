"""Cutting and reading: longest match, options only where a value may stand, one reading, limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules_dsl import judge, read_rule, why
from rules_dsl.syntax.lexer import cuttings
from rules_dsl.syntax.parser import MOST_BYTES, MOST_DEPTH, parse
from rules_dsl.text.keywords import KEYWORDS
from tests.rules_dsl.support.rule_sample import messages, read, scope, vocabulary

WORDS = vocabulary(
    {
        "出生日期": "日期",
        "原证有效期至": "日期",
        "或有事项": "是否",
        "是否代办": "是否",
        "户口性质": "选项 非农业户口 农业户口 未满16周岁首领",
        "申领类型": "选项 年满16周岁首领 到期换领",
        "申请变更为": "选项 离婚 初婚",
        "床位数": "整数",
        "居家": "是否",
        "现居住情况": "选项 居家 养老机构",
        "A": "选项 甲 乙",
        "B": "选项 甲 丙",
        "家庭成员": {"姓名": "文本", "性别": "选项 男 女", "收入": "金额"},
        "身份证号": "身份证号",
        "左眼视力": "小数",
        "右眼视力": "小数",
        "户口簿": "材料",
        "身份证": "材料",
        "坐落": "文本",
        "查询方式": "选项 按坐落 按姓名",
        "缴费档次": "选项 100元 200元 3个月一次",
        "准驾车型": "多选 A1 A2 C1",
        "成员": "整数",
        "成员数": "整数",
    }
)


def cut(text):
    return [str(token) for token in next(cuttings(text, WORDS)).tokens]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("或有事项为是", ["或有事项", "为", "是"]),
        ("申请日不早于原证有效期至前3个月", ["申请日", "不早于", "原证有效期至", "前", "3个月"]),
        ("户口性质为非农业户口", ["户口性质", "为", "非农业户口"]),
        ("户口性质为未满16周岁首领", ["户口性质", "为", "未满16周岁首领"]),
        ("申请变更为为离婚", ["申请变更为", "为", "离婚"]),
        ("是否代办为否则是否代办为是", ["是否代办", "为", "否则", "是否代办", "为", "是"]),
        ("床位数>=１０", ["床位数", ">=", "１０"]),
        ("「床位数」 不少于 10", ["「床位数」", "不少于", "10"]),
    ],
)
def test_longest_match(text, words):
    assert cut(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("出生日期满16周岁且未满60周岁", "出生日期 满 16周岁 且 出生日期 未满 60周岁"),
        ("若是否代办为是则或有事项为否", "是否代办 为 是 的，或有事项 为 否"),
        ("若 是否代办 为 否则 或有事项 为 是", "若 是否代办 为 否 则 或有事项 为 是"),
        ("A为甲、乙", "A 为 甲或乙"),
        ("A 为 甲 或 B 为 丙", "(A 为 甲) 或 (B 为 丙)"),
        ("左眼视力、右眼视力 均不低于 5.0", "左眼视力 >= 5 且 右眼视力 >= 5"),
        ("左眼视力 和 右眼视力 任一 不低于 5.0", "左眼视力 >= 5 或 右眼视力 >= 5"),
        ("家庭成员的收入均大于0元", "家庭成员 每行 收入 > 0元"),
        ("床位数 在 10 以上", "床位数 >= 10"),
        ("床位数 加 2 乘以 3 不超过 20", "床位数 + (2 × 3) <= 20"),
        ("居家 为 是", "「居家」 为 是"),
        ("现居住情况 为 居家", "现居住情况 为 “居家”"),
        ("身份证号的性别为男", "性别(身份证号) 为 男"),
        ("按身份证号 未满 18周岁", "出生日期(身份证号) 未满 18周岁"),
        ("已填 左眼视力、右眼视力", "左眼视力 已填 且 右眼视力 已填"),
        ("左眼视力、右眼视力 已填", "左眼视力 已填 且 右眼视力 已填"),
        ("是否代办 为 是 的已填左眼视力", "若 是否代办 为 是 则 左眼视力 已填"),
        ("非(是否代办 为 是)", "非( 是否代办 为 是 )"),
        ("床位数（没有填的按0）不少于1", "缺省(床位数, 0) >= 1"),
        ("床位数 与 10 相差 不超过 2", "绝对值(床位数 - 10) <= 2"),
        ("床位数 为 零", "床位数 = 0"),
        ("是否代办 为 是 的，A 为 甲，除非 B 为 丙", "若 是否代办 为 是 则 A 为 甲，除非 B 为 丙"),
        ("床位数 的 50% 不少于 1", "床位数 × 50% >= 1"),
    ],
)
def test_two_ways_to_say_the_same(one, other):
    assert read(one, WORDS).root == read(other, WORDS).root


def test_two_readings_are_refused_and_a_space_or_quotes_decide():
    words = vocabulary({"家庭": {"人均收入": "整数", "均收入": "整数"}})
    _, problems = read_rule("家庭至少2人均收入不少于1", words, "demand")
    assert [problem.message for problem in problems] == [
        "「2人」有两种读法：「2人」或「2」。请加空格，或把名称放进「」。"
    ]
    assert read("家庭至少2人 均收入不少于1", words).uses == {"家庭", "均收入"}
    assert read("家庭至少2「人均收入」不少于1", words).uses == {"家庭", "人均收入"}


def test_a_name_that_a_longer_word_hides_is_found_where_only_it_makes_sense():
    words = vocabulary({"甲": "是否", "甲为": "整数"})
    assert read("甲为是", words).uses == {"甲"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("A 为 甲 且 " * 400 + "A 为 甲", "too_long"),
        ("(" * (MOST_DEPTH + 1) + "A 为 甲" + ")" * (MOST_DEPTH + 1), "too_deep"),
        ("床位数 不少于 " + "+".join("1" * 300), "too_long"),
        ("床位数 不少于 " + "(" * 30 + "1" + "+1-2+3-4+5-6)" * 30, "too_long"),
        ("床位数 不少于 1234567890123456789012", "too_long"),
        ("A 为 甲 或 A 为 乙 且 B 为 丙", "mixed"),
        ("A 为 甲 且 (若 是否代办 为 是 则 B 为 丙)", "clause"),
        ("家庭成员 每行 家庭成员 每行 家庭成员 每行 家庭成员 每行 姓名 已填", "cost"),
    ],
)
def test_what_is_refused(text, code):
    rule, problems = read_rule(text, WORDS, "demand")
    assert rule is None
    assert code in [problem.code for problem in problems]


def test_brackets_up_to_the_limit_are_read():
    text = "(" * MOST_DEPTH + "A 为 甲" + ")" * MOST_DEPTH
    assert read(text, WORDS).uses == {"A"}


def test_the_longest_chain_is_read_judged_and_told():
    rule = read("床位数 不少于 " + "(" * 35 + "1" + "+1)" * 35 + "+1" * 60, WORDS)
    assert judge(rule, scope({"床位数": 96})).status == "通过"
    assert why(rule, scope({"床位数": 95})).startswith("要求「床位数」不少于")
    assert read(rule.print(), WORDS).root == rule.root


def test_a_when_has_no_clauses():
    assert messages("若 是否代办 为 是 则 A 为 甲", WORDS, "condition") == [
        "「若 … 则」「… 的，」「除非」只能写在最外层、「；」之间或行条件的括号里。"
    ]


FRAGMENTS = [
    *KEYWORDS,
    *WORDS.words,
    *WORDS.options,
    "(",
    ")",
    "，",
    "；",
    "、",
    " ",
    "的",
    "非(",
    "较大(",
    "已交(",
    "缺省(",
    "“",
    "”",
    "「",
    "」",
    "6个月",
    "10",
    "2026-03-02",
    "5%",
    "元",
    "岁",
    "今天",
    "距",
    "\u3000",
    "，除非",
    "没有填的按",
    "。",
    "六个月",
    "18周岁以上",
]


@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join), st.sampled_from(["demand", "condition", "value"])
)
def test_random_sentences_only_ever_give_problems(text, expects):
    rule, problems = read_rule(text, WORDS, expects)
    assert rule is not None or problems
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.message


@given(st.text(max_size=60))
def test_random_text_only_ever_gives_problems(text):
    rule, problems = read_rule(text, WORDS, "demand")
    assert rule is not None or problems
    parse(text, WORDS, start="cell")


def test_the_limit_is_in_bytes():
    assert read_rule("A 为 甲" + " " * MOST_BYTES, WORDS, "demand")[1][0].code == "too_long"


def test_an_option_wins_over_the_word_it_begins_with():
    assert read("查询方式为按坐落", WORDS).root == read("查询方式 为 “按坐落”", WORDS).root


def test_an_option_that_reads_as_a_literal_needs_no_quotes():
    assert read("缴费档次为100元、200元", WORDS).root == read("缴费档次 为 “100元”、“200元”", WORDS).root
    assert read("缴费档次不为100元", WORDS).print() == "缴费档次 不为 “100元”"
    assert messages("缴费档次为300元", WORDS) == ["「缴费档次」没有选项「300元」，可选：100元、200元、3个月一次。"]


def test_many_words_that_could_be_cut_two_ways_are_still_read():
    words = vocabulary({"本人": "是否", "是否代办": "是否", "申请人与对方关系": "选项 本人 父母"})
    either = " 或 ".join(["本人 为 是"] * 12)
    assert read(f"若 {either} 则 是否代办 为 否", words).print() == f"若 {either} 则 是否代办 为 否"


def test_lists_are_told_apart_where_each_has_an_option_of_its_own():
    words = vocabulary({"现用途": "选项 住宅 商业 其他", "原用途": "选项 住宅 商业", "备案用途": "选项 住宅 商铺"})
    assert messages("现用途 等于 原用途", words) == []
    assert messages("原用途 等于 现用途", words) == []
    assert messages("现用途 等于 备案用途", words) == ["「现用途」与「备案用途」的选项不完全相同，请核对。"]
