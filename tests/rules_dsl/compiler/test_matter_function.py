"""Compiled rules: typed rows in, statuses out, the same as the tree walk."""

from datetime import date

from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Dated, Division, Undecided
from rules_dsl.compiler.cache import compile_kept
from rules_dsl.compiler.matter_function import compile_rules
from tests.rules_dsl.support.rule_sample import FILED, PLACES, Weekdays, answers, read, rulebook, vocabulary

NAMES = {
    "出生日期": "日期",
    "月收入": "金额",
    "类别": "选项 甲 乙",
    "说明": "文本 条件",
    "登记核验": "查询",
    "户口簿": "材料",
}


def statuses(texts, written, materials=None, parameters=None):
    book, words = rulebook(vocabulary(NAMES), parameters or {})
    ready = compile_rules([read(text, words) for text in texts], words, book).on(FILED, PLACES, Weekdays())
    row = ready.bind(answers(written, words), materials or {})
    return None if row is None else ready.statuses(row)


def test_each_rule_has_its_status_at_once():
    rules = [
        "出生日期 满 60周岁",
        "月收入 不超过 标准",
        "若 类别 为 甲 则 说明 等于 “有”",
        "登记核验 为 查不到",
        "已交(户口簿)",
    ]
    given = {"出生日期": "1966-03-02", "月收入": "500元", "类别": "甲", "说明": "不适用"}
    assert statuses(rules, given, {"户口簿": 1}, {"标准": "400元"}) == ("通过", "不通过", "不适用", "待核", "通过")
    assert statuses(rules, {"类别": "甲", "说明": "有"}, {}, {"标准": "400元"}) == (
        "待补", "待补", "通过", "待核", "不通过",
    )  # fmt: skip


def test_a_row_holds_none_for_an_open_answer_and_an_ellipsis_for_a_hidden_one():
    book, words = rulebook(vocabulary(NAMES))
    compiled = compile_rules([read("月收入 大于 0元 且 说明 等于 “有”", words)], words, book)
    assert [(slot.name, slot.form) for slot in compiled.slots] == [("月收入", "raw"), ("说明", "text")]
    ready = compiled.on(FILED, PLACES, Weekdays())
    assert ready.bind({"月收入": 100, "说明": NOT_APPLICABLE}, {}) == (100, ...)
    assert ready.bind({"月收入": UNANSWERED, "说明": " 有 "}, {}) == (None, "有")
    assert ready.codes((100, ...)) == (1,)
    assert ready.codes((None, "有")) == (4,)


def test_what_is_undecided_is_left_to_the_tree_walk():
    book, words = rulebook(vocabulary(NAMES))
    compiled = compile_rules([read("说明 等于 “有”", words)], words, book)
    ready = compiled.on(FILED, PLACES, Weekdays())
    assert ready.bind({"说明": Undecided("有", frozenset({"类别"}))}, {}) is None
    assert ready.bind({"说明": UNCHECKED}, {}) is None


def test_a_parameter_has_its_value_of_the_filing_day():
    rule = ["月收入 不超过 标准"]
    dated = {"标准": Dated(((None, "400元"), (date(2026, 1, 1), "500元")))}
    assert statuses(rule, {"月收入": "450元"}, {}, dated) == ("通过",)
    ended = {"标准": Dated(((None, "400元"), (date(2026, 1, 1), None)))}
    assert statuses(rule, {"月收入": "450元"}, {}, ended) == ("待核",)


def kept(texts, names=NAMES, parameters=None, definitions=None):
    book, words = rulebook(vocabulary(names), parameters or {}, {}, definitions or {})
    return compile_kept([read(text, words) for text in texts], words, book)


def test_what_is_made_of_the_same_is_compiled_once():
    rules = ["月收入 不超过 标准", "类别 为 甲"]
    first = kept(rules, parameters={"标准": "400元"})
    assert kept(rules, parameters={"标准": "400元"}) is first


def test_whatever_differs_is_compiled_anew():
    rules = ["月收入 不超过 标准"]
    first = kept(rules, parameters={"标准": "400元"}, definitions={"余额": "月收入 - 标准"})
    others = [
        kept(["月收入 低于 标准"], parameters={"标准": "400元"}, definitions={"余额": "月收入 - 标准"}),
        kept(rules, parameters={"标准": "500元"}, definitions={"余额": "月收入 - 标准"}),
        kept(rules, parameters={"标准": "400元"}, definitions={"余额": "标准 - 月收入"}),
        kept(rules, {**NAMES, "月收入": "金额 条件"}, {"标准": "400元"}, {"余额": "月收入 - 标准"}),
        kept([*rules, *rules], parameters={"标准": "400元"}, definitions={"余额": "月收入 - 标准"}),
    ]
    assert all(other is not first for other in others)
    assert len({id(other) for other in others}) == len(others)


def test_a_day_is_kept_ready_for_each_town():
    compiled = kept(["月收入 不超过 标准", "出生日期 满 60周岁"], parameters={"标准": "400元"})
    calendar, towns = Weekdays(), [{**PLACES, "本镇": Division(f"镇{n}")} for n in range(40)]
    first = compiled.on(FILED, PLACES, calendar)
    assert compiled.on(FILED, dict(PLACES), calendar) is first
    assert compiled.on(date(2026, 3, 3), PLACES, calendar) is not first
    for town in towns:
        assert compiled.on(FILED, town, calendar) is not first
    assert compiled.on(FILED, towns[-1], calendar) is compiled.on(FILED, towns[-1], calendar)
    assert compiled.on(FILED, PLACES, Weekdays()) is not compiled.on(FILED, PLACES, Weekdays())
