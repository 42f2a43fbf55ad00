"""Rules put into sentences: what a rule asks, why it does not pass with the values seen, what would make it pass.

Identifiers are masked: these sentences are printed and shown on pages. They are made from the tree alone, by `speech`
(what is asked), `reasons` (why it fails) and `remedies` (what would help).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from rules_dsl.evaluator.logic import Gap
from rules_dsl.evaluator.walk import Evaluation
from rules_dsl.judging import judge, status
from rules_dsl.text.vocabulary import FILING_DATE
from rules_dsl.tree import nodes
from rules_dsl.tree.rule import Rule
from rules_dsl.tree.scope import FAILED, OUTSIDE, PASSED, Rulebook, Scope
from rules_dsl.tree.table import Table

from .reasons import reasons
from .remedies import in_form_order, mends, place_text, standards
from .sentences import condition
from .speech import day_text, spoken, told
from .waiting_helps import held_to

MOST_LISTED = 8  # members of a list that a sentence tells
LOOK_AHEAD = 366  # days in which an earliest passing filing date is looked for


def describe(rule: Rule) -> str:
    """What the rule asks, as a Chinese sentence; parameters, tables and definitions by their name."""
    return f"{spoken(rule.root)}。"


def supposed(rule: Rule) -> str:
    """A condition as it stands behind 若 or before 的, without a full stop."""
    return condition(rule.root) if isinstance(rule.root, nodes.Test) else spoken(rule.root)


def describe_table(table: Table) -> str:
    """What a table gives, as a sentence without full stop; of a long one only by what and in how many rows."""
    by = "、".join(map(spoken, table.inputs))
    if len(table.rows) > MOST_LISTED:
        return f"按{by}取值，共{len(table.rows)}行"
    said = []
    for row in table.rows:
        cells = "且".join(condition(cell) for cell in row.cells if cell is not None)
        value = spoken(row.value) if row.value is not None else "没有这一项"
        said.append(f"{cells}的，{value}" if cells else f"不论{by}，{value}")
    return "；".join(said)


def why(rule: Rule, scope: Scope, row: int | None = None) -> str:
    """Why the rule does not pass, with the values seen; empty if it passes or does not apply."""
    judgement = judge(rule, scope, row)
    if judgement.status in (PASSED, OUTSIDE):
        return ""
    if judgement.status != FAILED:
        return _waiting(Gap(judgement.missing, judgement.unchecked, judgement.note), scope)
    found = _within(rule, scope, row, reasons) or [f"要求{spoken(rule.root)}"]
    return with_standards("；".join(dict.fromkeys(found)) + "。", rule, scope.filed, scope.rulebook)


def remedy(rule: Rule, scope: Scope, row: int | None = None) -> str:
    """What would make the rule pass; both branches where a condition is undecided; empty if it passes."""
    if status(rule, scope, row) in (PASSED, OUTSIDE):
        return ""
    found = [*dict.fromkeys(_within(rule, scope, row, mends))] or [f"须{spoken(rule.root)}"]
    days = passing_days(rule, scope, row)
    return with_standards("；".join([*found, days] if days else found) + "。", rule, scope.filed, scope.rulebook)


def with_standards(text: str, rule: Rule, on: date, book: Rulebook) -> str:
    """The text with the value that each parameter of the rule has on that day behind its name, where it is first
    named: 「起领年龄」（80周岁）. A long list is not told."""
    for node in rule.root.walk():
        if not isinstance(node, nodes.Named) or node.role != "parameter" or node.day is not None:
            continue
        history = book.parameters.get(node.name)
        found = history.on(on) if history is not None else None
        name, said = f"「{node.name}」", f"「{node.name}」（{told(found, node.type)}）"
        if found is not None and said not in text and not (isinstance(found, tuple) and len(found) > MOST_LISTED):
            text = text.replace(name, said, 1)
    return text


def passing_days(rule: Rule, scope: Scope, row: int | None = None) -> str:
    """When a rule that fails today would pass with all else unchanged: from the first such filing day within
    LOOK_AHEAD days, to the last of that run where it ends. '' where it does not depend on the day, or never, or where
    waiting is not what it means: an answer ahead of the filing day is put right, not waited for."""
    reads_date = FILING_DATE in rule.uses or any(isinstance(node, nodes.Elapsed) for node in rule.root.walk())
    if not reads_date or status(rule, scope, row) != FAILED:
        return ""
    held = held_to(rule, scope.filed)
    first: date | None = None
    last: date | None = None
    for days in range(1, LOOK_AHEAD + 1):
        day = scope.filed + timedelta(days=days)
        if status(held, replace(scope, filed=day), row) == PASSED:
            first = first or day
        elif first is not None:
            last = day - timedelta(days=1)
            break
    if first is None:
        return ""
    until = "起" if last is None else "当天" if last == first else f"至{day_text(last)}"
    return f"其他情况不变，{day_text(first)}{until}可以办理"


def _within(
    rule: Rule, scope: Scope, row: int | None, collect: Callable[[nodes.Test, Evaluation], list[str]]
) -> list[str]:
    """What `collect` finds in the rule, in its row if it has one; undecided fields count as missing."""
    evaluation = Evaluation(scope, None)
    if not isinstance(rule.root, nodes.Test):
        return []
    if rule.group is None or row is None:
        return collect(rule.root, evaluation)
    rows = evaluation.read(rule.group, "rows", None)
    if not isinstance(rows, tuple):
        return [f"请填写「{rule.group}」"]
    with evaluation.row(rule.group, row, rows[row - 1]):
        return collect(rule.root, evaluation)


def _waiting(gap: Gap, scope: Scope) -> str:
    parts = []
    if gap.missing:
        parts.append(f"还没有填写{'、'.join(map(place_text, in_form_order(gap.missing, scope)))}")
    if to_look_up := gap.unchecked - standards(scope):
        parts.append(f"还没有核对{'、'.join(map(place_text, in_form_order(to_look_up, scope)))}")
    if gap.unchecked & standards(scope) and not gap.note:
        parts.append(f"没有适用的{'、'.join(map(place_text, sorted(gap.unchecked & standards(scope))))}")
    if gap.note:
        parts.append(gap.note)
    return "；".join(parts) + "。"
