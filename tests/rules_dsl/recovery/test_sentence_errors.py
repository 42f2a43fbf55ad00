"""What people type by mistake: each slip gets its message, word for word."""

from pathlib import Path

import pytest

from rules_dsl import Name, Type, read_rule
from tests.rules_dsl.support.rule_sample import messages, vocabulary

ELSEWHERE = Name("外地居住详细地址", "field", Type("文本"), when="现居住情况 为 随子女外地居住")
FIELDS = vocabulary(
    {
        "出生日期": "日期",
        "月收入": "金额",
        "床位数": "整数",
        "补贴额": "金额",
        "年龄": "整数",
        "体检日期": "日期",
        "结束日期": "日期",
        "有效期至": "日期",
        "实到人数": "整数",
        "应到人数": "整数",
        "办理期限": "期限",
        "发票日期": "日期",
        "参保起始年月": "年月",
        "婚姻状况": "选项 未婚 已婚 离异 丧偶",
        "是否代办": "是否",
        "变更人年龄段": "选项 18周岁以上 8至17周岁",
        "A": "选项 甲",
        "B": "选项 乙",
        "C": "选项 丙",
        "户籍": "区划",
        "甲": "是否",
        "乙": "是否",
        "姓名": "文本",
        "家庭成员": {"姓名": "文本"},
        "户口簿": "材料",
        "委托书": "材料",
        "残疾等级": "选项 一级 二级 三级 四级",
        "津贴金额": "金额",
        "月工资": "金额",
        "天数": "整数",
        "是否同意": "是否",
    }
).with_names([Name("起领年龄", "parameter", Type("整数")), ELSEWHERE])
ROWS = vocabulary(
    {
        "出生日期": "日期",
        "家庭成员": {
            "年龄": "整数",
            "月收入": "金额",
            "是否同意": "是否",
            "出生日期": "日期",
        },
    }
)


def slips():
    """(words, typed, ((where, message), …), is one of the forty) for each entry of slips.txt."""
    words, found = FIELDS, []
    for line in Path(__file__).with_name("slips.txt").read_text(encoding="utf-8").splitlines():
        if line == "[rows]":
            words = ROWS
        elif line.startswith("    "):
            found[-1][2].append(tuple(line.strip().split(" ^ ", 1)))
        elif line and not line.startswith("# "):
            found.append((words, line.removeprefix("* "), [], line.startswith("* ")))
    return found


SLIPS = slips()


@pytest.mark.parametrize(("words", "typed", "told"), [pytest.param(*slip[:3], id=slip[1]) for slip in SLIPS])
def test_slip(words, typed, told):
    rule, problems = read_rule(typed, words, "demand")
    assert [(typed[problem.start : problem.end], problem.message) for problem in problems] == told
    assert rule is None or all(problem.severity == "warning" for problem in problems)


@pytest.mark.parametrize(("words", "typed"), [pytest.param(*slip[:2], id=slip[1]) for slip in SLIPS])
def test_what_is_to_be_written_instead_mends_the_slip(words, typed):
    told = [problem for problem in read_rule(typed, words, "demand")[1] if problem.fix is not None]
    text = typed
    for problem in sorted(told, key=lambda problem: problem.replaces or (problem.start, 0), reverse=True):
        text = problem.corrected(text)
    again = [problem.message for problem in read_rule(text, words, "demand")[1]]
    assert [problem.message for problem in told if problem.message in again] == []


def test_the_forty_slips_are_all_there():
    assert sum(is_one_of_the_forty for *_, is_one_of_the_forty in SLIPS) == 40


def test_no_slip_stands_there_twice():
    typed = [(words is ROWS, typed) for words, typed, *_ in SLIPS]
    assert len(set(typed)) == len(typed)


def test_all_unknown_names_are_told_at_once_with_the_syntax_error():
    found = messages("出生日其 满 60周岁 且 床位树 不少于", FIELDS)
    assert found == [
        "没有名为「出生日其」的字段，是不是「出生日期」？",
        "没有名为「床位树」的字段，是不是「床位数」？",
        "「不少于」后面缺一个值。",
    ]


def test_all_type_errors_are_told_at_once():
    found = messages("月收入 <= 2000 且 床位数 >= 10元 且 婚姻状况 为 以婚", FIELDS)
    assert [message[:8] for message in found] == ["「月收入」是金额", "「床位数」是整数", "「婚姻状况」没有"]


def test_offsets_are_those_of_the_text_as_typed():
    text = "床位数　>=　１０元"
    problem = read_rule(text, FIELDS, "demand")[1][0]
    assert text[problem.start : problem.end] == "１０元"
