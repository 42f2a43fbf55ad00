"""Sentences for people: what is asked, why it fails, what would make it pass.

`explained.yaml` holds what a citizen should read about the forty hard sentences, written by hand; the cases here are
the turns of phrase one by one.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from rules_dsl import (
    NOT_APPLICABLE,
    UNANSWERED,
    Type,
    Undecided,
    describe,
    in_form_order,
    judge,
    passing_days,
    place_text,
    read_rule,
    remedy,
    supposed,
    why,
)
from rules_dsl.explanation.phrases import CALLS, DENIED_CALLS
from rules_dsl.explanation.speech import SPOKEN
from rules_dsl.tree import nodes
from rules_dsl.values.functions import FUNCTIONS
from tests.rules_dsl.support.rule_sample import answers, read, rulebook, scope, vocabulary
from tests.rules_dsl.support.sentence_files import Sentence, sentences

EXPLAINED = yaml.load(Path(__file__).with_name("explained.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
HARD = {one.id.split("-", 1)[1]: one for one in sentences() if one.id.startswith("forty_hard")}
NAMES = {
    "出生日期": "日期",
    "登记日期": "日期",
    "身份证号": "身份证号",
    "监护人身份证号": "身份证号",
    "手机号": "手机号",
    "账号": "银行卡号",
    "现居住情况": "选项 居家 随子女外地居住",
    "详细地址": "文本",
    "是否低保": "是否",
    "床位数": "整数",
    "面积": "小数",
    "代步车数量": "整数 可空",
    "地": "区划",
    "辅具": "多选 假肢 轮椅 助行器",
    "成员": {"姓名": "文本", "证件至": "日期", "关系": "选项 本人 子女"},
    "户口簿": "材料",
    "身份证": "材料",
    "核验": "查询",
    "金额": "金额",
}
WORDS = vocabulary(NAMES)


def told(text, written, parameters=None, materials=None):
    book, words = rulebook(WORDS, parameters or {})
    rule, submission = read(text, words), scope(answers(written, words), book, materials)
    return describe(rule), why(rule, submission), remedy(rule, submission)


def test_every_kind_of_node_and_every_function_has_words():
    kinds = {kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, nodes.Node)}
    assert set(SPOKEN) == kinds - {nodes.Node, nodes.Expression, nodes.Test}
    assert set(CALLS) == set(FUNCTIONS)
    gives = {name: one.gives([Type(kinds[0]) for kinds in one.takes]).kind for name, one in FUNCTIONS.items()}
    assert set(DENIED_CALLS) == {name for name, kind in gives.items() if kind == "是否"}
    for name, function in FUNCTIONS.items():
        numbers = {0} if function.many else set(range(function.least, len(function.takes) + 1))
        assert set(CALLS[name]) == numbers, name


def test_a_share_of_a_hundred_is_told_as_it_was_written():
    rates = {"一般税率": "3%", "名册": ["1.5%", "3%"]}
    assert told("面积 不超过 一般税率", {"面积": "0.05"}, rates) == (
        "「面积」不超过「一般税率」。",
        "要求「面积」不超过「一般税率」（3%），而「面积」是0.05。",
        "须「面积」不超过「一般税率」（3%）。",
    )
    assert told("面积 不超过 0.5%", {"面积": "0.05"})[0] == "「面积」不超过0.5%。"
    assert "（1.5%、3%）" in told("面积 在 名册 中", {"面积": "0.05"}, rates)[1]
    # what is worked out of it is a number again
    assert "是0.6" in told("面积 不超过 一般税率 × 20", {"面积": "1"}, rates)[1]


def test_rows_are_counted_in_the_word_of_the_sentence():
    alone = {"成员": [{"姓名": "张三", "关系": "子女"}]}
    assert told("成员 有一人 关系 为 本人", alone)[:2] == (
        "「成员」中至少有一人「关系」为“本人”。",
        "要求「成员」中至少有一人「关系」为“本人”，而没有一人符合：第1行「关系」是“子女”。",
    )
    assert "没有一户符合" in told("成员 有一户 关系 为 本人", alone)[1]


def test_all_forty_hard_sentences_are_explained():
    assert set(EXPLAINED) == set(HARD)


@pytest.mark.parametrize("place", sorted(EXPLAINED))
def test_a_hard_sentence_is_told_as_written_by_hand(place):
    sentence: Sentence = HARD[place]
    rule = read(sentence.text, sentence.words)
    assert describe(rule) == EXPLAINED[place]["asks"]
    for number, says, mends in EXPLAINED[place]["cases"]:
        written, _, filed = sentence.cases[int(number) - 1]
        submission = sentence.scope(written, filed)
        assert (why(rule, submission), remedy(rule, submission)) == (says, mends), number


def test_a_parameter_stands_with_its_value_where_it_is_first_named():
    assert told(
        "出生日期 至 申请日 + 提前天数 满 起领年龄",
        {"出生日期": "1946-04-02"},
        {"提前天数": "30日", "起领年龄": "80周岁"},
    ) == (
        "按「出生日期」算，到申请日加「提前天数」满「起领年龄」。",
        "要求按「出生日期」算，到申请日加「提前天数」（30日）满「起领年龄」（80周岁），"
        "而「出生日期」是1946年4月2日，申请日加「提前天数」是2026年4月1日，要到2026年4月2日才满80周岁。",
        "须按「出生日期」算，到申请日加「提前天数」（30日）满「起领年龄」（80周岁），要到2026年4月2日才满；"
        "其他情况不变，2026年3月3日起可以办理。",
    )
    many = {"名单": [f"甲{n}" for n in range(9)]}
    assert (
        told("详细地址 在 名单 中", {"详细地址": "乙"}, many)[1]
        == "要求「详细地址」在「名单」中，而「详细地址」是“乙”。"
    )


@pytest.mark.parametrize(
    ("text", "written", "describes", "says", "mends"),
    [
        (
            "床位数 不少于 10",
            {"床位数": "8"},
            "「床位数」不少于10。",
            "要求「床位数」不少于10，而「床位数」是8。",
            "须「床位数」不少于10。",
        ),
        ("床位数 不少于 10", {}, "「床位数」不少于10。", "还没有填写「床位数」。", "请填写「床位数」。"),
        ("核验 为 查不到", {}, "「核验」为“查不到”。", "还没有核对「核验」。", "请核对「核验」。"),
        ("床位数 不少于 10", {"床位数": "10"}, "「床位数」不少于10。", "", ""),
        (
            "是否低保 为 是",
            {"是否低保": "否"},
            "「是否低保」为“是”。",
            "要求「是否低保」为“是”，而「是否低保」是“否”。",
            "须「是否低保」为“是”。",
        ),
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
            "「现居住情况」为“随子女外地居住”的，填写「详细地址」。",
            "还没有填写「现居住情况」。",
            "请填写「现居住情况」；若「现居住情况」为“随子女外地居住”，还须填写「详细地址」。",
        ),
        (
            "成员 的 证件至 均 不早于 申请日",
            {"成员": [{"证件至": "2026-03-02"}, {"证件至": "2026-03-01"}]},
            "「成员」每一行的「证件至」都不早于申请日。",
            "「成员」第2行：要求「证件至」不早于申请日，而「证件至」是2026年3月1日，申请日是2026年3月2日。",
            "「成员」第2行：须「证件至」不早于申请日。",
        ),
        (
            "成员 的 证件至 均 不早于 申请日",
            {"成员": [{}]},
            "「成员」每一行的「证件至」都不早于申请日。",
            "还没有填写「成员」第1行的「证件至」。",
            "请填写「成员」第1行的「证件至」。",
        ),
        (
            "床位数 不少于 10 或 现居住情况 为 居家",
            {"床位数": "8", "现居住情况": "随子女外地居住"},
            "「床位数」不少于10，或「现居住情况」为“居家”。",
            "要求「床位数」不少于10，或「现居住情况」为“居家”，而「床位数」是8，「现居住情况」是“随子女外地居住”。",
            "须符合下列任一项：（1）「床位数」不少于10；（2）「现居住情况」为“居家”。",
        ),
        (
            "登记日期 满 6个月",
            {"登记日期": "2025-09-03"},
            "「登记日期」到申请日满6个月。",
            "要求「登记日期」到申请日满6个月，而「登记日期」是2025年9月3日，申请日是2026年3月2日，"
            "要到2026年3月3日才满6个月。",
            "须「登记日期」到申请日满6个月，要到2026年3月3日才满；其他情况不变，2026年3月3日起可以办理。",
        ),
        (
            "床位数 - 缺省(代步车数量, 0) 为 零",
            {"床位数": "1"},
            "「床位数」减「代步车数量」（没有填的按0算）等于0。",
            "要求「床位数」减「代步车数量」（没有填的按0算）等于0，而「床位数」是1，「代步车数量」没有填，算下来是1。",
            "须「床位数」减「代步车数量」（没有填的按0算）等于0。",
        ),
        (
            "辅具 含 假肢、轮椅",
            {"辅具": ["助行器"]},
            "「辅具」含“假肢”、“轮椅”中的至少一项。",
            "要求「辅具」含“假肢”、“轮椅”中的至少一项，而「辅具」是“助行器”。",
            "须「辅具」含“假肢”、“轮椅”中的至少一项。",
        ),
        (
            "辅具 均 为 假肢、轮椅",
            {"辅具": ["假肢", "助行器"]},
            "「辅具」每一项都为“假肢”或“轮椅”。",
            "要求「辅具」每一项都为“假肢”或“轮椅”，而「辅具」是“假肢”、“助行器”。",
            "须「辅具」每一项都为“假肢”或“轮椅”。",
        ),
        (
            "面积 ÷ 床位数 大于 2/3",
            {"面积": "10", "床位数": "0"},
            "「面积」除以「床位数」大于2除以3。",
            "除数是0，没有结果。",
            "请核对所填的内容：除数是0，没有结果。",
        ),
        (
            "床位数 大于 20 的，面积 不小于 100 否则 面积 不小于 50",
            {"面积": "40"},
            "「床位数」多于20的，「面积」不低于100；其他情形，「面积」不低于50。",
            "要求「床位数」多于20的，「面积」不低于100；其他情形，「面积」不低于50，而「面积」是40。",
            "请填写「床位数」；若「床位数」多于20，还须「面积」不低于100；若「床位数」不超过20，还须「面积」不低于50。",
        ),
        (
            "非(现居住情况 为 居家 且 是否低保 为 是)",
            {"现居住情况": "居家", "是否低保": "是"},
            "不属于“「现居住情况」为“居家”，且「是否低保」为“是””的情形。",
            "要求不属于“「现居住情况」为“居家”，且「是否低保」为“是””的情形，而「现居住情况」是“居家”，「是否低保」是“是”。",
            "须不属于“「现居住情况」为“居家”，且「是否低保」为“是””的情形。",
        ),
        (
            "至少 2项 (床位数 不少于 10；是否低保 为 是；现居住情况 为 居家)",
            {"床位数": "8", "是否低保": "否", "现居住情况": "居家"},
            "以下3项中至少有2项：（1）「床位数」不少于10；（2）「是否低保」为“是”；（3）「现居住情况」为“居家”。",
            "要求以下3项中至少有2项：（1）「床位数」不少于10；（2）「是否低保」为“是”；（3）「现居住情况」为“居家”，"
            "而「床位数」是8，「是否低保」是“否”，「现居住情况」是“居家”。",
            "须以下3项中至少有2项：（1）「床位数」不少于10；（2）「是否低保」为“是”；（3）「现居住情况」为“居家”。",
        ),
    ],
)  # fmt: skip
def test_sentences(text, written, describes, says, mends):
    assert told(text, written) == (describes, says, mends)


@pytest.mark.parametrize(
    ("text", "supposes"),
    [
        ("床位数 不少于 10 且 是否低保 为 是", "「床位数」不少于10且「是否低保」为“是”"),
        ("床位数 不少于 10 或 是否低保 为 是", "「床位数」不少于10或「是否低保」为“是”"),
        ("床位数 大于 10 且不超过 20", "「床位数」多于10且不超过20"),
        ("已交任一(户口簿、身份证)", "交「户口簿」、「身份证」中的任一份"),
        ("详细地址 未填", "不填「详细地址」"),
        ("成员 没有一行 关系 为 本人", "「成员」中没有一行「关系」为“本人”"),
    ],
)
def test_a_condition_stands_in_front_of_what_follows_from_it(text, supposes):
    assert supposed(read(text, WORDS, "condition")) == supposes


@pytest.mark.parametrize(
    ("text", "written", "hidden", "shown"),
    [
        ("监护人身份证号 不等于 身份证号", "419999198001010019", "19800101", "419999********0019"),
        ("手机号 等于 “1”", "19900000000", "0000000", "199****0000"),
        ("账号 等于 “1”", "6200000000000000005", "62000", "***************0005"),
    ],
)
def test_identifiers_are_masked_as_everywhere(text, written, hidden, shown):
    name = text.split()[0]
    sentence = told(text, {name: written, "身份证号": written})[1]
    assert hidden not in sentence
    assert shown in sentence


def test_materials_lacking():
    both, either = "已交(户口簿、身份证)", "已交任一(户口簿、身份证)"
    assert told(both, {}, materials={"户口簿": 1}) == (
        "交「户口簿」和「身份证」。",
        "没有交「身份证」。",
        "请交「身份证」。",
    )
    assert told(either, {}, materials={}) == (
        "交「户口簿」、「身份证」中的任一份。",
        "「户口簿」、「身份证」一份也没有交。",
        "请交「户口簿」、「身份证」中的任一份。",
    )


def test_what_does_not_apply_needs_no_words():
    rule = read("床位数 不少于 10", WORDS)
    assert (why(rule, scope({"床位数": NOT_APPLICABLE})), remedy(rule, scope({"床位数": NOT_APPLICABLE}))) == ("", "")


def test_an_answer_that_must_stay_empty_is_to_be_cleared():
    assert told("详细地址 未填", {"详细地址": "甲街1号"})[1:] == (
        "「详细地址」不应当填，却填了。",
        "请清空「详细地址」。",
    )


def test_what_is_missing_is_named_in_the_order_of_the_form_whatever_it_is_called():
    row = {"证件至": UNANSWERED, "姓名": UNANSWERED}
    form = scope({"床位数": UNANSWERED, "成员": (row, row), "详细地址": UNANSWERED}, materials={"户口簿": UNANSWERED})
    names = {"户口簿", "详细地址", "成员.2.姓名", "成员.1.姓名", "成员.2.证件至", "成员.1.证件至", "床位数"}

    assert in_form_order(names, form) == [
        "床位数", "成员.1.证件至", "成员.1.姓名", "成员.2.证件至", "成员.2.姓名", "详细地址", "户口簿",
    ]  # fmt: skip
    assert in_form_order({"乙", "甲", "床位数"}, form) == ["床位数", "乙", "甲"]
    assert (place_text("成员.2.姓名"), place_text("床位数")) == ("「成员」第2行的「姓名」", "「床位数」")


def test_an_undecided_field_waits_for_what_decides_it():
    rule = read("床位数 不少于 10", WORDS)
    submission = scope({"床位数": Undecided(8, frozenset({"现居住情况"}))})
    assert why(rule, submission) == "还没有填写「现居住情况」。"
    assert remedy(rule, submission) == "请填写「现居住情况」。"


def test_a_name_that_follows_from_another_answer_asks_for_that_answer():
    rule = read("出生日期 满 80周岁", WORDS)
    submission = replace(scope({"出生日期": UNANSWERED}), origins={"出生日期": "身份证号", "床位数": ""})
    assert why(rule, submission) == "还没有填写「身份证号」。"
    assert remedy(rule, submission) == "请填写「身份证号」。"


def test_a_day_far_away_is_only_named():
    rule = read("出生日期 满 80周岁", WORDS)
    assert remedy(rule, scope({"出生日期": date(1950, 1, 1)})) == "须按「出生日期」满80周岁，要到2030年1月1日才满。"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("申请日 不早于 登记日期", "其他情况不变，2026年3月5日起可以办理"),
        ("申请日 晚于 登记日期 且不晚于 登记日期 + 10日", "其他情况不变，2026年3月6日至2026年3月15日可以办理"),
        ("申请日 等于 登记日期", "其他情况不变，2026年3月5日当天可以办理"),
        ("登记日期 不晚于 申请日 + 2日", "其他情况不变，2026年3月3日起可以办理"),
        ("登记日期 在 申请日后2日内", "其他情况不变，2026年3月3日至2026年3月5日可以办理"),
        ("登记日期 早于 2026年1月1日", ""),
        ("登记日期 晚于 申请日", ""),
    ],
)
def test_the_days_on_which_it_would_pass(text, days):
    assert passing_days(read(text, WORDS), scope({"登记日期": date(2026, 3, 5)})) == days


@pytest.mark.parametrize(
    "text",
    [
        "登记日期 不晚于 申请日",
        "登记日期 早于 申请日",
        "登记日期 等于 申请日",
        "登记日期 在 申请日前10日内",
        "登记日期 在 2026年1月1日 至 申请日 之间",
        "登记日期 满 1个月",
        "年月(登记日期) 早于 年月(申请日)",
        "非(登记日期 晚于 申请日)",
        "现居住情况 为 居家 的，登记日期 不晚于 申请日",
        "登记日期 不晚于 申请日 且 登记日期 满 6个月",
    ],
)
def test_an_answer_that_lies_ahead_is_put_right_and_not_waited_for(text):
    rule = read(text, WORDS)
    assert judge(rule, scope({"登记日期": date(2026, 3, 5), "现居住情况": "居家"})).status == "不通过"
    assert passing_days(rule, scope({"登记日期": date(2026, 3, 5), "现居住情况": "居家"})) == ""


def test_rows_whose_answers_lie_ahead_are_not_waited_for():
    rule = read("成员 每行 证件至 不晚于 申请日", WORDS)
    assert passing_days(rule, scope({"成员": [{"证件至": date(2026, 3, 5)}]})) == ""


def test_what_waiting_makes_true_is_told_beside_an_answer_that_is_true():
    rule = read("登记日期 不晚于 申请日 且 登记日期 满 6个月", WORDS)
    assert passing_days(rule, scope({"登记日期": date(2025, 10, 1)})) == "其他情况不变，2026年4月1日起可以办理"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("成员 没有一行 姓名 为 “甲”", "要求「成员」中没有一行「姓名」为“甲”，而第2行属于这种情形。"),
        ("成员 恰好 2人 姓名 为 “甲”", "要求「成员」中恰好有2人「姓名」为“甲”，而第2行符合。"),
        (
            "成员 有一人 (姓名 为 “丙” 且 关系 为 本人)",
            "要求「成员」中至少有一人符合：「姓名」为“丙”，且「关系」为“本人”，"
            "而没有一人符合：第1行「姓名」是“乙”；第2行「姓名」是“甲”、「关系」是“子女”。",
        ),
    ],
)
def test_rows_are_named_by_their_number(text, says):
    assert told(text, {"成员": [{"姓名": "乙", "关系": "本人"}, {"姓名": "甲", "关系": "子女"}]})[1] == says


def test_rows_that_are_alike_are_named():
    rows = [{"姓名": "乙"}, {"姓名": "甲"}, {"姓名": " 乙 "}]
    assert told("成员 的 姓名 不重复", {"成员": rows})[1] == "要求「成员」各行的「姓名」互不相同，而第1行与第3行相同。"
    assert told("详细地址 不在 成员 的 姓名 中", {"成员": rows, "详细地址": "甲"})[1] == (
        "要求「详细地址」不在「成员」的「姓名」中，而「详细地址」是“甲”，与「成员」第2行相同。"
    )


def test_of_many_rows_five_are_told():
    rows = [{"证件至": "2026-03-01"}] * 7
    says = told("成员 每人 证件至 不早于 申请日", {"成员": rows})[1]
    assert says.count("要求") == 5
    assert says.endswith("另有2行同样不符。")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("床位数 加 3", "张"),
        ("床位数 加 代步车数量", "张"),
        ("3 + 缺省(断保年数, 0) × 1", None),
        ("床位数 × 2", None),
        ("床位数 ÷ 2", None),
        ("床位数 × 30%", "张"),
        ("床位数 的 30%", "张"),
        ("较大(床位数, 3)", "张"),
    ],
)
def test_a_factor_may_be_a_rate_so_only_a_share_keeps_the_unit(text, unit):
    words = vocabulary({"床位数": "整数 张", "代步车数量": "小数", "断保年数": "整数 年 可空"})
    rule, problems = read_rule(text, words, "value")
    assert rule is not None, problems
    assert rule.type.unit == unit


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("缺省(区内理由, 区外理由) 为 迁入", []),
        ("缺省(区内理由, 区外理由) 为 投亲", []),
        ("缺省(区内理由, 区外理由) 为 出国", ["unknown_option"]),
        ("缺省(区内理由, 分户) 为 分户", []),
        ("缺省(区内理由, 其他理由) 为 “出国”", []),
        ("缺省(等级, 低) 不低于 高", []),
        ("缺省(等级, 区外理由) 不低于 高", ["unordered"]),
    ],
)
def test_a_choice_with_a_default_may_be_any_option_of_both(text, codes):
    words = vocabulary(
        {"区内理由": "选项 分户 迁入 可空", "区外理由": "选项 迁入 投亲", "其他理由": "文本", "等级": "次序 低 高 可空"}
    )
    assert [problem.code for problem in read_rule(text, words, "demand")[1]] == codes
