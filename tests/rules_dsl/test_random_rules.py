"""The random rules that other tests draw from are rules, and use every form of the language."""

import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings

import rules_dsl
from rules_dsl import judge, read_rule
from rules_dsl.syntax.parser import Branch, parse
from rules_dsl.tree import nodes
from tests.rules_dsl.support.random.matter import WORDS, submissions
from tests.rules_dsl.support.random.rules import rules, seeded_texts

GRAMMAR = Path(rules_dsl.__file__).with_name("syntax").joinpath("rules.lark").read_text(encoding="utf-8")
ONLY_IN_TABLES = {"cell_range", "cell_limits"}
TEXTS = tuple(seeded_texts(700, seed=20260302))


def kinds(branch: Branch) -> Iterator[str]:
    yield branch.kind
    for part in branch.branches:
        yield from kinds(part)


def test_random_texts_are_rules():
    wrong = {text: read_rule(text, WORDS, "demand")[1] for text in TEXTS if not read_rule(text, WORDS, "demand")[0]}
    assert {text for text, problems in wrong.items() if problems[0].code not in ("too_long", "cost")} == set()
    assert len(wrong) < 10


def test_they_use_every_alternative_of_the_grammar():
    found = {kind for text in TEXTS if (tree := parse(text, WORDS)[0]) for kind in kinds(tree)}
    assert set(re.findall(r"-> (\w+)", GRAMMAR)) - ONLY_IN_TABLES - found == set()


def test_they_use_every_kind_of_node():
    rules = [rule for text in TEXTS if (rule := read_rule(text, WORDS, "demand")[0])]
    found = {type(node) for rule in rules for node in rule.root.walk()}
    assert {nodes.__dict__[name] for name in nodes.__dict__ if is_leaf(name)} - found == set()


def is_leaf(name: str) -> bool:
    kind = nodes.__dict__[name]
    return isinstance(kind, type) and issubclass(kind, nodes.Node) and not kind.__subclasses__()


@given(rules(), submissions())
@settings(max_examples=50)
def test_they_can_be_judged(rule, submission):
    assert judge(rule, submission).status in {"通过", "不通过", "待补", "待核", "不适用"}
