"""Compiled and walked rules agree: random rules of every form, over random vocabularies and partial submissions."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rules import PLACES, Matter, Weekdays

from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Undecided, holds, judge, nodes, value_of
from rules_dsl.compile import compile_rules
from rules_dsl.compile_dispatch import TESTS, VALUES
from rules_dsl.compile_judge import codes_in
from rules_dsl.compile_outcomes import STATUSES

RULES, SUBMISSIONS, MATTERS = 20, 50, 100
FILED = [date(2026, 3, 2), date(2025, 3, 1), date(2024, 2, 29)]


def as_code(found):
    """What `value_of` gives for a pair of code and value."""
    code, value = found
    return {-1: NOT_APPLICABLE, 1: value, 3: UNCHECKED}.get(code, UNANSWERED)


@given(st.integers(0, 2**32))
@settings(max_examples=MATTERS, deadline=None)
def test_compiled_and_walked_rules_agree(seed):
    matter = Matter(seed)
    rules = [matter.rule() for _ in range(RULES)]
    compiled = compile_rules(rules, matter.vocabulary, matter.rulebook)
    ready = [compiled.on(day, PLACES, Weekdays()) for day in FILED]
    for number in range(SUBMISSIONS):
        day = number % len(FILED)
        scope = matter.scope(FILED[day])
        for rule, code in zip(rules, codes_in(compiled, ready[day], scope), strict=True):
            if code is not None:
                assert STATUSES[code] == judge(rule, scope).status, (rule.print(), scope.values)
