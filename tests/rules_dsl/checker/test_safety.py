"""Nothing typed as a rule gets out of the language, and nothing typed stops the reader."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules_dsl import read_rule
from tests.rules_dsl.support.mutating import RULES, WORDS, escapes, mutants, read


@pytest.mark.parametrize("attempt", escapes(), ids=ascii)
def test_an_attempt_to_escape_is_refused_in_words(attempt: str) -> None:
    rule, problems = read_rule(attempt, WORDS, "demand")
    assert rule is None
    assert any(problem.severity == "error" for problem in problems)
    assert all(any("一" <= sign <= "鿿" for sign in problem.message) for problem in problems)


def test_there_are_several_hundred_of_them_and_the_rules_beside_them_are_rules() -> None:
    assert len(escapes()) == len(set(escapes())) >= 500
    assert all(read_rule(text, WORDS, "demand")[0] is not None for text in RULES)


@given(st.text(max_size=300))
@settings(max_examples=1000)
def test_any_text_is_a_rule_or_told(text: str) -> None:
    read(text)


def test_two_thousand_mutants_are_rules_or_told() -> None:
    for text in islice(mutants(seed=1), 2000):
        read(text)


TOO_LONG = "规则太长（超过4KB），请拆成几条，或用定义。"
TOO_DEEP = "括号嵌套太深（超过40层），请拆成几条，或用定义。"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(" * 5000, TOO_LONG),
        ("床位数 >= " + "9" * 5000, TOO_LONG),
        ("床位数" * 2000, TOO_LONG),
        ("床位数 >= 1 且 " * 1000, TOO_LONG),
        ("姓名 含 " + "“甲”、" * 2000, TOO_LONG),
        ("非(" * 1000 + "床位数 >= 1" + ")" * 1000, TOO_LONG),
        ("若 床位数 = 1 则 " * 500, TOO_LONG),
        ("、" * 5000, TOO_LONG),
        ("床位数 >= 1" + " " * 4083, TOO_LONG),  # 4097 bytes
        ("(" * 4000, TOO_DEEP),
        ("床位数 >= " + "(" * 41 + "1" + ")" * 41, TOO_DEEP),
    ],
    ids=lambda text: f"{text[:8]}… {len(text)}",
)
def test_what_is_too_long_or_too_deep_is_told_before_it_is_read(text: str, told: str) -> None:
    """Nothing else is told, so nothing else looked at it."""
    rule, problems = read_rule(text, WORDS, "demand")
    assert rule is None
    assert [problem.message for problem in problems] == [told]


def test_what_is_as_long_or_as_deep_as_may_be_is_read() -> None:
    for text in ("床位数 >= 1" + " " * 4082, "床位数 >= " + "(" * 40 + "1" + ")" * 40):
        assert read_rule(text, WORDS, "demand")[1] == ()
