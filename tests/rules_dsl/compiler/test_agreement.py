"""Compiled and walked rules agree: random rules of every form, over random vocabularies and partial submissions."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, RuleError, Undecided
from rules_dsl.compiler import matter_function
from rules_dsl.compiler.code import assembly
from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.outcomes import STATUSES
from rules_dsl.compiler.matter_function import compile_rules
from rules_dsl.compiler.nodes.dispatch import TESTS, VALUES
from rules_dsl.compiler.scope_judge import codes_in
from rules_dsl.evaluator import verdict
from rules_dsl.tree import nodes
from tests.rules_dsl.support.random.trees import PLACES, Matter, Weekdays

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
                assert STATUSES[code] == verdict.judge(rule, scope).status, (seed, rule.root, scope)


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
                walked = verdict.holds(rule, scope, row)
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
                walked = verdict.value_of(rule, scope)
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
    read_by_their_parents = {nodes.FilingDate, nodes.Place}  # values of the day
    assert set(concrete(nodes.Test)) == set(TESTS)
    assert set(concrete(nodes.Expression)) == set(VALUES) | read_by_their_parents


ALLOWED = {
    "Module", "FunctionDef", "arguments", "arg", "Return", "Assign", "AugAssign", "If", "For", "Break", "Expr", "Name",
    "Load", "Store", "Constant", "Tuple", "NamedExpr", "IfExp", "BoolOp", "And", "Or", "UnaryOp", "Not", "BinOp", "Add",
    "Sub", "Mult", "Compare", "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn", "Call",
}  # fmt: skip


def test_generated_trees_hold_nothing_but_their_own_names_and_plain_constants(monkeypatch):
    """No attribute, no subscript, no import, no loop but over rows, no function but what is passed in."""
    trees = []
    monkeypatch.setattr(matter_function, "code_of", lambda tree: trees.append(tree) or assembly.code_of(tree))
    for seed in range(20):
        matter = Matter(seed)
        compile_rules([matter.rule() for _ in range(RULES)], matter.vocabulary, matter.rulebook)
    assert len(trees) == 20
    nodes_found = [node for found in trees for node in ast.walk(found)]
    assert {type(node).__name__ for node in nodes_found} <= ALLOWED
    for node in nodes_found:
        if isinstance(node, ast.Name):
            assert re.fullmatch("[vk][0-9]+", node.id)
        if isinstance(node, ast.Constant):
            members = node.value if isinstance(node.value, tuple) else (node.value,)
            assert all(type(each) in (bool, int, str, type(None), type(...)) for each in members)
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name) and node.func.id.startswith("k") and not node.keywords
        if isinstance(node, ast.FunctionDef):
            assert not node.decorator_list and not node.args.defaults


@pytest.mark.parametrize(
    "text",
    [
        "def v0(v1): return v1.a",
        "def v0(v1): v1.a = 1",
        "def v0(v1):\n import os",
        "def v0(v1):\n from k1 import v2",
        "def v0(v1): return __import__",
        "def v0(v1): return open",
        "def v0(v1): return 0.5",
        "def v0(v1): return (1, b'')",
        "def v0(v1): return lambda: v1",
        "def v0(v1):\n def v2(): return v1",
        "def v0(v1):\n global a\n a = v1",
        "def v0(a): return a",
        "def v0(v1): return v1\ndef v2(v1): return v1",
        "v1 = 1",
    ],
)
def test_code_that_reaches_for_more_is_refused(text):
    with pytest.raises(RuleError):
        assembly.code_of(ast.parse(text))


def test_a_tree_too_deep_for_python_is_too_large():
    deep = tree.name("v0")
    for _ in range(20_000):
        deep = tree.choice(tree.name("v0"), deep, tree.constant(None))
    with pytest.raises(assembly.TooLarge):
        assembly.code_of(tree.function(["v0"], [tree.give(deep)]))


def test_a_rule_too_long_or_too_deep_to_compile_is_walked():
    matter = Matter(3)
    one = matter.rule()
    deep = one
    for _ in range(60):
        deep = replace(deep, root=nodes.All(tests=(nodes.Not(test=deep.root), one.root)))
    long = replace(one, root=nodes.All(tests=(one.root,) * 3000))
    compiled = compile_rules([one, deep, long, one], matter.vocabulary, matter.rulebook)
    assert compiled.walked == (1, 2)
    scope = matter.scope(FILED[0])
    ready = compiled.on(FILED[0], PLACES, Weekdays())
    first, *others, last = codes_in(compiled, ready, scope)
    assert first == last
    assert others == [None, None]


def test_generated_code_has_no_builtins():
    compiled = compile_rules([Matter(1).rule()], Matter(1).vocabulary, Matter(1).rulebook)
    assert compiled.given["__builtins__"] == {}
