"""Compiled and walked rules agree: random rules of every form, over random vocabularies and partial submissions."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import PLACES, Matter, Weekdays

from rules_dsl import (
    NOT_APPLICABLE,
    UNANSWERED,
    UNCHECKED,
    RuleError,
    Undecided,
    compile_code,
    nodes,
    walking,
)
from rules_dsl.compile import compile_rules
from rules_dsl.compile_dispatch import TESTS, VALUES
from rules_dsl.compile_judge import codes_in
from rules_dsl.compile_outcomes import STATUSES

RULES, SUBMISSIONS, MATTERS = 20, 50, 100
FILED = [date(2026, 3, 2), date(2025, 3, 1), date(2024, 2, 29)]


def compiled_of(matter, rules, purpose="demand"):
    compiled = compile_rules(rules, matter.vocabulary, matter.rulebook, purpose)
    return compiled, [compiled.on(day, PLACES, Weekdays()) for day in FILED]


def value_from(found):
    """What `value_of` gives for a pair of code and value."""
    code, value = found
    return {-1: NOT_APPLICABLE, 1: value, 3: UNCHECKED}.get(code, UNANSWERED)


@given(st.integers(0, 2**32))
@settings(max_examples=MATTERS, deadline=None)
def test_demands_have_the_status_of_the_walk(seed):
    matter = Matter(seed)
    rules = [matter.rule() for _ in range(RULES)]
    compiled, ready = compiled_of(matter, rules)
    for number in range(SUBMISSIONS):
        day = number % len(FILED)
        scope = matter.scope(FILED[day])
        for rule, code in zip(rules, codes_in(compiled, ready[day], scope), strict=True):
            if code is not None:
                assert STATUSES[code] == walking.judge(rule, scope).status, (seed, rule.root, scope)


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_conditions_hold_where_the_walk_holds(seed):
    matter = Matter(seed)
    group = matter.pick([None, *matter.groups])
    rules = [matter.rule(group=group) for _ in range(RULES)]
    compiled, ready = compiled_of(matter, rules, "condition")
    for _ in range(SUBMISSIONS // 2):
        scope = matter.scope(FILED[0])
        rows = scope.values.get(group, UNANSWERED)
        row = 1 if group and isinstance(rows, tuple) and rows else None
        if group and row is None:
            continue
        for rule, code in zip(rules, codes_in(compiled, ready[0], scope, row or 0), strict=True):
            if code is not None:
                walked = walking.holds(rule, scope, row)
                assert {0: False, 1: True}.get(code) is (None if isinstance(walked, Undecided) else walked), (
                    seed, rule.root, scope,
                )  # fmt: skip


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_values_are_those_of_the_walk(seed):
    matter = Matter(seed)
    rules = [matter.expression_rule() for _ in range(RULES)]
    compiled, ready = compiled_of(matter, rules, "value")
    for _ in range(SUBMISSIONS // 2):
        scope = matter.scope(FILED[0])
        for rule, found in zip(rules, codes_in(compiled, ready[0], scope), strict=True):
            if found is not None:
                walked = walking.value_of(rule, scope)
                assert value_from(found) == walked, (seed, rule.root, scope)
                assert type(value_from(found)) is type(walked), (seed, rule.root, scope)


def test_the_random_rules_are_of_every_form_and_come_to_every_status():
    kinds: Counter[type] = Counter()
    statuses: Counter[str] = Counter()
    left = total = 0
    for seed in range(30):
        matter = Matter(seed)
        rules = [matter.rule() for _ in range(RULES)]
        trees = [rule.root for rule in (*rules, *matter.rulebook.definitions.values())]
        kinds.update(type(node) for root in trees for node in root.walk())
        compiled, ready = compiled_of(matter, rules)
        assert len(compiled.walked) <= 1
        for _ in range(5):
            codes = codes_in(compiled, ready[0], matter.scope(FILED[0]))
            statuses.update(STATUSES[code] for code in codes if code is not None)
            left, total = left + codes.count(None), total + len(codes)
    assert set(kinds) >= {*concrete(nodes.Test), *concrete(nodes.Expression)}
    assert min(statuses[status] for status in ("通过", "不通过", "待补", "待核", "不适用")) >= 50
    assert left <= total / 5


def concrete(kind):
    """The kinds of node below this one that stand in trees."""
    found = [each for each in vars(nodes).values() if isinstance(each, type) and issubclass(each, kind)]
    return [each for each in found if each is not kind]


def test_every_kind_of_node_is_compiled():
    read_by_their_parents = {nodes.Column, nodes.FilingDate, nodes.Place}  # the list of 在 … 中; values of the day
    assert set(concrete(nodes.Test)) == set(TESTS)
    assert set(concrete(nodes.Expression)) == set(VALUES) | read_by_their_parents


def test_generated_code_holds_nothing_but_its_own_names_and_plain_constants(monkeypatch):
    trees = []
    monkeypatch.setattr(compile_code, "check", trees.append)
    for seed in range(20):
        matter = Matter(seed)
        compile_rules([matter.rule() for _ in range(RULES)], matter.vocabulary, matter.rulebook)
    assert len(trees) == 20
    for node in (node for found in trees for node in ast.walk(found)):
        assert not isinstance(node, ast.Attribute | ast.Import | ast.ImportFrom | ast.Global | ast.Subscript)
        assert not isinstance(node, ast.Lambda | ast.While | ast.Try | ast.Raise | ast.JoinedStr | ast.Starred)
        if isinstance(node, ast.Name):
            assert re.fullmatch("[vk][0-9]+", node.id)
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float | bytes | complex)


@pytest.mark.parametrize(
    "text",
    [
        "def v0(v1): return v1.a",
        "def v0(v1):\n import os",
        "def v0(v1): return __import__",
        "def v0(v1): return v1(1)",
        "def v0(v1): return v1[0]",
        "def v0(v1): return 0.5",
        "def v0(v1): return [v2 for v2 in v1]",
        "def v0(v1): return lambda: v1",
        "def v0(v1): return f'{v1}'",
        "def v0(v1):\n while v1: v1 = v1",
        "def v0(v1): return " + "not " * 400 + "v1",
    ],
)
def test_nothing_else_becomes_code(text):
    with pytest.raises(RuleError):
        compile_code.code_of(ast.parse(text))


def test_generated_code_has_no_builtins():
    compiled = compile_rules([Matter(1).rule()], Matter(1).vocabulary, Matter(1).rulebook)
    assert compiled.given["__builtins__"] == {}
