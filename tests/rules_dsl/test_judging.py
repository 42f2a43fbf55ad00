"""Judging: the same judgements whether a rule is still walked or already compiled."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules_dsl import UNANSWERED, Undecided, holds, judge, judging, value_of
from rules_dsl.evaluator import verdict
from tests.rules_dsl.support.random.trees import Matter
from tests.rules_dsl.support.rule_sample import answers, read, rulebook, scope, vocabulary

FILED = [date(2026, 3, 2), date(2024, 2, 29)]
NAMES = {
    "A": "选项 甲 乙",
    "B": "选项 甲 乙 条件",
    "金": "金额",
    "日": "日期",
    "成员": {"岁": "整数", "钱": "金额 条件"},
    "核验": "查询",
}
WORDS = vocabulary(NAMES)


@pytest.fixture(autouse=True)
def compiled_at_once(monkeypatch):
    monkeypatch.setattr(judging, "COMPILED_FROM", 1)


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_judgements_are_those_of_the_walk_with_all_that_explains_them(seed):
    matter = Matter(seed)
    group = matter.pick([None, None, *matter.groups])
    rules = [replace(matter.rule(depth=n % 4, group=group), vocabulary=matter.vocabulary) for n in range(20)]
    for number in range(15):
        one = matter.scope(FILED[number % 2])
        rows = one.values.get(group)
        row = 1 if isinstance(rows, tuple) and rows else None
        if group is not None and row is None:
            continue
        for rule in rules:
            assert judge(rule, one, row) == verdict.judge(rule, one, row), (seed, rule.root, one)
            assert judging.status(rule, one, row) == verdict.judge(rule, one, row).status
            assert holds(rule, one, row) == verdict.holds(rule, one, row), (seed, rule.root, one)


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_values_are_those_of_the_walk(seed):
    matter = Matter(seed)
    rules = [replace(matter.expression_rule(), vocabulary=matter.vocabulary) for _ in range(20)]
    for _ in range(15):
        one = matter.scope(FILED[0])
        for rule in rules:
            found, walked = value_of(rule, one), verdict.value_of(rule, one)
            assert (found, type(found)) == (walked, type(walked)), (seed, rule.root, one)


def test_what_was_seen_is_told_in_the_order_of_the_walk():
    book, words = rulebook(WORDS, {"标准": "500元"})
    rule = read("金 不超过 标准 且 A 为 甲 且 B 为 甲", words)
    found = judge(rule, scope(answers({"A": "乙", "B": "不适用", "金": "600元"}, words), book))
    assert found.status == "不通过"
    assert [name for name, _ in found.seen] == ["金", "标准", "A", "B"]
    assert dict(found.seen)["标准"] == 50000


def test_what_is_missing_is_told_by_the_walk():
    rule = read("A 为 甲 且 核验 为 查不到", WORDS)
    assert judge(rule, scope({})).missing == {"A"}
    assert holds(read("A 为 甲", WORDS, "condition"), scope({})) == Undecided(None, frozenset({"A"}))


def test_failing_rows_are_told_by_the_walk():
    rule = read("成员 每行 岁 不少于 18", WORDS)
    rows = [{"岁": "18"}, {"岁": "17"}, {"岁": "3"}]
    assert judge(rule, scope(answers({"成员": rows}, WORDS))).rows == (2, 3)
    assert judge(rule, scope({"成员": ()})).note == "无行"


def test_a_rule_is_judged_under_the_rulebook_at_hand():
    one, words = rulebook(WORDS, {"标准": "500元"})
    other, _ = rulebook(WORDS, {"标准": "700元"})
    rule = read("金 不超过 标准", words)
    given = answers({"金": "600元"}, words)
    assert [judge(rule, scope(given, book)).status for book in (one, other, one)] == ["不通过", "通过", "不通过"]


def test_a_column_that_a_definition_names_is_walked():
    book, words = rulebook(WORDS, definitions={"各人岁数": "成员 的 岁"})
    one = scope(answers({"成员": [{"岁": "18"}, {"岁": "17"}]}, words), book)
    assert value_of(read("各人岁数", words, "value"), one) == (18, 17)
    assert judge(read("18 在 各人岁数 中", words), one).status == "通过"


def test_a_rule_is_compiled_once_it_has_been_judged_often(monkeypatch):
    monkeypatch.setattr(judging, "COMPILED_FROM", 3)
    rule = read("金 大于 0元", WORDS)
    given = scope({"金": 100})
    for _ in range(2):
        assert judge(rule, given).status == "通过"
    assert rule.forms["demand"].compiled is None
    assert judge(rule, given).status == "通过"
    assert rule.forms["demand"].compiled is not None
    assert judge(rule, scope({"金": UNANSWERED})).status == "待补"
