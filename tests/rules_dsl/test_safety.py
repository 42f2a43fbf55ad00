"""Nothing typed as a rule gets out of the language, and nothing typed stops the reader."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import RULES, WORDS, escapes, mutants, read

from rules_dsl import read_rule


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


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000, "床位数 >= " + "9" * 5000, "床位数" * 2000, "床位数 >= 1 且 " * 1000, "姓名 含 " + "“甲”、" * 2000,
        "非(" * 1000 + "床位数 >= 1" + ")" * 1000, "若 床位数 = 1 则 " * 500, "、" * 5000,
    ],
    ids=lambda text: f"{text[:8]}… {len(text)}",
)  # fmt: skip
def test_what_is_too_long_or_too_deep_is_told_before_it_is_read(text: str) -> None:
    rule, problems = read_rule(text, WORDS, "demand")
    assert rule is None and problems
