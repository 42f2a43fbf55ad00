"""Sentences for people: what is asked, why it fails, what would make it pass."""

from datetime import date

import pytest
from rule_sample import answers, read, rulebook, scope, vocabulary

from rules_dsl import NOT_APPLICABLE, UNANSWERED, Undecided, describe, in_form_order, remedy, why

NAMES = {
    "出生日期": "日期",
    "身份证号": "身份证号",
    "监护人身份证号": "身份证号",
    "现居住情况": "选项 居家 随子女外地居住",
    "详细地址": "文本",
    "床位数": "整数",
    "地": "区划",
    "成员": {"姓名": "文本", "证件至": "日期"},
    "户口簿": "材料",
    "身份证": "材料",
    "核验": "查询",
    "金额": "金额",
}


def told(text, written, parameters=None, materials=None):
    book, words = rulebook(vocabulary(NAMES), parameters or {})
    rule, submission = read(text, words), scope(answers(written, words), book, materials)
    return describe(rule), why(rule, submission), remedy(rule, submission)


def test_an_age_not_reached_with_the_first_day():
    assert told(
        "出生日期 至 申请日 + 提前天数 满 起领年龄",
        {"出生日期": "1946-04-02"},
        {"提前天数": "30日", "起领年龄": "80周岁"},
    ) == (
        "「出生日期」至申请日加「提前天数」满「起领年龄」。",
        "要求「出生日期」至申请日加「提前天数」满「起领年龄」，而「出生日期」是1946-04-02，申请日加「提前天数」是2026-04-01，「起领年龄」是80周岁。",
        "须「出生日期」至申请日加「提前天数」满「起领年龄」（2026-04-02满）；其他不变的，2026-03-03起可以办理。",
    )


@pytest.mark.parametrize(
    ("text", "written", "describes", "says", "mends"),
    [
        (
            "床位数 不少于 10",
            {"床位数": "8"},
            "「床位数」不低于10。",
            "要求「床位数」不低于10，而「床位数」是8。",
            "须「床位数」不低于10。",
        ),
        ("床位数 不少于 10", {}, "「床位数」不低于10。", "还没有填写「床位数」。", "请填写「床位数」。"),
        ("核验 为 查不到", {}, "「核验」为查不到。", "还没有核对「核验」。", "请核对「核验」。"),
        ("床位数 不少于 10", {"床位数": "10"}, "「床位数」不低于10。", "", ""),
        (
            "地 在 本镇",
            {"地": "41"},
            "「地」在本镇。",
            "要求「地」在本镇，而「地」是区划41，本镇是河南省南阳市新野县沙堰镇。",
            "须「地」在本镇。",
        ),
        (
            "现居住情况为随子女外地居住的，详细地址已填",
            {},
            "「现居住情况」为随子女外地居住的，填写「详细地址」。",
            "还没有填写「现居住情况」。",
            "请填写「现居住情况」；若「现居住情况」为随子女外地居住，还需填写「详细地址」。",
        ),
        (
            "成员 的 证件至 均 不早于 申请日",
            {"成员": [{"证件至": "2026-03-02"}, {"证件至": "2026-03-01"}]},
            "「成员」每一行都要「证件至」不早于申请日。",
            "「成员」第2行：要求「证件至」不早于申请日，而「证件至」是2026-03-01，申请日是2026-03-02。",
            "「成员」第2行：须「证件至」不早于申请日。",
        ),
        (
            "成员 的 证件至 均 不早于 申请日",
            {"成员": [{}]},
            "「成员」每一行都要「证件至」不早于申请日。",
            "还没有填写「成员」第1行「证件至」。",
            "请填写「成员」第1行「证件至」。",
        ),
        (
            "床位数 不少于 10 或 现居住情况 为 居家",
            {"床位数": "8", "现居住情况": "随子女外地居住"},
            "「床位数」不低于10，或「现居住情况」为居家。",
            "要求「床位数」不低于10，而「床位数」是8；要求「现居住情况」为居家，而「现居住情况」是随子女外地居住。",
            "以下任一项：须「床位数」不低于10；或须「现居住情况」为居家。",
        ),
    ],
)
def test_sentences(text, written, describes, says, mends):
    assert told(text, written) == (describes, says, mends)


def test_identifiers_are_masked():
    number = "41999920100302001X"
    _, says, _ = told("监护人身份证号 不等于 身份证号", {"身份证号": number, "监护人身份证号": number})
    assert number not in says
    assert "419***********001X" in says


def test_materials_lacking():
    assert told("已交(户口簿、身份证)", {}, materials={"户口簿": 1})[2] == "请交「身份证」。"
    assert told("已交任一(户口簿、身份证)", {}, materials={})[2] == "请交其中任一份：「户口簿」、「身份证」。"


def test_what_does_not_apply_needs_no_words():
    words = vocabulary(NAMES)
    rule = read("床位数 不少于 10", words)
    assert (why(rule, scope({"床位数": NOT_APPLICABLE})), remedy(rule, scope({"床位数": NOT_APPLICABLE}))) == ("", "")


def test_what_is_missing_is_named_in_the_order_of_the_form_whatever_it_is_called():
    row = {"证件至": UNANSWERED, "姓名": UNANSWERED}
    form = scope({"床位数": UNANSWERED, "成员": (row, row), "详细地址": UNANSWERED}, materials={"户口簿": UNANSWERED})
    names = {"户口簿", "详细地址", "成员.2.姓名", "成员.1.姓名", "成员.2.证件至", "成员.1.证件至", "床位数"}

    assert in_form_order(names, form) == [
        "床位数", "成员.1.证件至", "成员.1.姓名", "成员.2.证件至", "成员.2.姓名", "详细地址", "户口簿",
    ]  # fmt: skip
    assert in_form_order({"乙", "甲", "床位数"}, form) == ["床位数", "乙", "甲"]


def test_an_undecided_field_waits_for_what_decides_it():
    words = vocabulary(NAMES)
    rule = read("床位数 不少于 10", words)
    submission = scope({"床位数": Undecided(8, frozenset({"现居住情况"}))})
    assert why(rule, submission) == "还没有填写「现居住情况」。"
    assert remedy(rule, submission) == "请填写「现居住情况」。"


def test_a_day_far_away_is_only_named():
    words = vocabulary(NAMES)
    rule = read("出生日期 满 80周岁", words)
    assert remedy(rule, scope({"出生日期": date(1950, 1, 1)})) == "须「出生日期」满80周岁（2030-01-01满）。"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("成员 没有一行 姓名 为 “甲”", "要求「成员」没有一行「姓名」等于“甲”，而第2行符合。"),
        ("成员 恰好 2行 姓名 为 “甲”", "要求「成员」恰好有2行「姓名」等于“甲”，而第2行符合。"),
        ("成员 有一行 姓名 为 “丙”", "要求「成员」至少有一行「姓名」等于“丙”，而没有一行符合。"),
    ],
)
def test_a_count_of_rows_names_the_rows_that_meet_it(text, says):
    assert told(text, {"成员": [{"姓名": "乙"}, {"姓名": "甲"}]})[1] == says
