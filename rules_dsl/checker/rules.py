"""A rule from its text: read against a vocabulary, its names, types and cost checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from rules_dsl.syntax.parser import Branch, is_told, parse, pieces
from rules_dsl.text.mismatch import label
from rules_dsl.text.problem import Problem
from rules_dsl.text.tokens import word
from rules_dsl.text.vocabulary import FILING_DATE, Vocabulary
from rules_dsl.tree import nodes
from rules_dsl.tree.rule import Rule
from rules_dsl.values.kinds import Type

from . import calls, expressions, rows, tests
from .context import Checking
from .dispatch import TESTS, test, unwrap, value
from .vacuity import suspicions

Expects = Literal["demand", "condition", "value"]
MOST_COST = 200_000
MOST_ROWS = 50
OF_THE_WHOLE = frozenset({"unguarded", "in_rows", "one_condition", "not_test"})  # not to be told of a piece of a rule
_TELLING = frozenset((nodes.Read, nodes.Named, nodes.Rows, nodes.FilingDate, nodes.HandedIn, nodes.Copies))
_ROWWISE = (nodes.Quantified, nodes.Aggregate, nodes.Column, nodes.RowCount, nodes.Distinct)
CHECKERS = (calls, rows, tests, expressions)  # importing them fills the tables of `dispatch`


def read_rule(
    text: str, vocabulary: Vocabulary, expects: Expects | Type, group: str | None = None
) -> tuple[Rule | None, tuple[Problem, ...]]:
    """The rule and its problems; the rule is None if one of them is an error.

    `expects`: a demand (a checkpoint's rule), a condition (a `when`), any value, or a value of that type. With `group`
    the text stands in a row of that 明细 (a column's `when`) and may use its columns by their bare names.
    """
    tree, problems = parse(text, vocabulary)
    checking = Checking(text, vocabulary, group)
    if tree is None:
        for piece in pieces(text, vocabulary):
            (test if is_test(unwrap(piece)) else value)(piece, checking)
        found = tuple(problem for problem in checking.problems if problem.code not in OF_THE_WHOLE)
        return _without_errors(None, found, problems)
    return _without_errors(*check_rule(text, tree, vocabulary, expects, checking), before=problems)


def read_name(name: str, vocabulary: Vocabulary, group: str | None = None) -> Rule | None:
    """The rule that is a name by itself, as a message refers to it by 「name」; None where it has no value there."""
    text = f"「{name}」"
    checking = Checking(text, vocabulary, group)
    root = checking.resolve(word("NAME", text, 0, len(text), name), guarded=False)
    if root is None or root.type.kind == "明细":
        return None
    names, materials = uses_of((root,))
    return Rule(text, root.type, names, materials, group, root, vocabulary)


def read_definition(text: str, tree: Branch, vocabulary: Vocabulary) -> tuple[Rule | None, tuple[Problem, ...]]:
    """A definition: a value or a test; if it reads row fields it belongs to their 明细 and holds in a row."""
    checking = Checking(text, vocabulary, None, infers_group=True)
    return _without_errors(*check_rule(text, tree, vocabulary, "definition", checking))


def _without_errors(
    rule: Rule | None, found: tuple[Problem, ...], before: tuple[Problem, ...] = ()
) -> tuple[Rule | None, tuple[Problem, ...]]:
    """The rule if nothing is wrong with it, and all problems in the order of the text: those of reading (`before`), and
    those `found` in checking that do not come of them."""
    own = (problem for problem in found if not any(is_told(problem, told) for told in before))
    ordered = tuple(sorted(dict.fromkeys((*before, *own)), key=lambda problem: (problem.start, problem.end)))
    return (None if any(problem.severity == "error" for problem in ordered) else rule), ordered


def check_rule(
    text: str, tree: Branch, vocabulary: Vocabulary, expects: str | Type, checking: Checking
) -> tuple[Rule | None, tuple[Problem, ...]]:
    """The checked rule of a tree already parsed."""
    root: nodes.Node | None
    inner = unwrap(tree)
    if expects in ("demand", "condition") or (expects == "definition" and is_test(inner)):
        root = test(tree, checking, clauses=expects != "condition")
        type = Type("是否")
    else:
        wanted = expects if isinstance(expects, Type) else None
        lone = {
            (name.group if name.role == "column" else None, name.name)
            for name in vocabulary.get(checking.typed(inner).strip("「」"))
        }
        with checking.knowing(lone if inner.kind == "name" else ()):  # nothing is worked out from a name by itself
            root = value(tree, checking, wanted)
        type = root.type if isinstance(root, nodes.Expression) else Type("文本")
        if root is not None and wanted is not None and not fits(type, wanted):
            checking.report(tree, "type", f"这里要{label(wanted)}，「{checking.typed(tree)}」是{label(type)}。")
    if root is None:
        return None, tuple(checking.problems)
    if expects == "demand":
        _hint_conditional(tree, root, checking)
    every = tuple(root.walk())
    checking.problems.extend(suspicions(every))
    if any(isinstance(node, nodes.Rows) for node in every) and cost_of(root) > MOST_COST:
        checking.report(tree, "cost", "这条规则太复杂：明细套明细，最坏情况下要算太多次。请拆开，或用定义。")
    names, materials = uses_of(every)
    return Rule(text, type, names, materials, checking.group, root, checking.vocabulary), tuple(checking.problems)


def _hint_conditional(tree: Branch, root: nodes.Node, checking: Checking) -> None:
    """A demand that a conditional field be filled asks nothing of those who do not see it, which may not be meant."""
    if isinstance(root, nodes.Filled) and not root.negated and root.value.group is None:
        name = checking.vocabulary.find(root.value.name, "field")
        if name is not None and name.conditional:
            message = f"提示：该字段只在「{name.when}」时显示，其余记「不适用」；若都要填，请去掉字段的 when。"
            checking.report(tree, "conditional", message, severity="warning")


def is_test(branch: Branch) -> bool:
    """Whether a branch (unwrapped) is a condition rather than a value."""
    return branch.kind in TESTS or branch.kind == "clauses"


def fits(type: Type, wanted: Type) -> bool:
    """Whether a value of `type` can stand where `wanted` is asked for."""
    if type.kind == wanted.kind or (type.is_number and wanted.is_number) or (type.is_text and wanted.is_text):
        return True
    return {type.kind, wanted.kind} <= {"选项", "文本", "多行文本"}


def cost_of(node: nodes.Node) -> int:
    """How many steps judging takes at worst: what stands in a row counts MOST_ROWS times."""
    cost, pending = 0, [(node, 1)]
    while pending:
        node, times = pending.pop()
        cost += times
        rows = times * MOST_ROWS if isinstance(node, _ROWWISE) else times
        pending += [(child, rows) for child in node.children()]
    return cost


def uses_of(every: Iterable[nodes.Node]) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the materials that nodes read."""
    names: set[str] = set()
    materials: set[str] = set()
    for node in every:
        if type(node) not in _TELLING:
            continue
        if isinstance(node, (nodes.Read, nodes.Named)):
            names.add(node.name)
            if node.group:
                names.add(node.group)
        elif isinstance(node, nodes.Rows):
            names.add(node.group)
        elif isinstance(node, nodes.FilingDate):
            names.add(FILING_DATE)
        elif isinstance(node, nodes.HandedIn):
            materials.update(node.materials)
        elif isinstance(node, nodes.Copies):
            materials.add(node.material)
    return frozenset(names), frozenset(materials)
