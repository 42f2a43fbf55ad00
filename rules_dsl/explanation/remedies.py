"""What would make a demand pass: what to fill in, to bring, to be, for each test that stands in the way."""

from __future__ import annotations

from collections.abc import Iterable

from rules_dsl.evaluator.dispatch import test, value
from rules_dsl.evaluator.logic import Gap
from rules_dsl.evaluator.walk import Evaluation, is_absent
from rules_dsl.tree import nodes
from rules_dsl.tree.scope import Scope
from rules_dsl.values.kinds import NOT_APPLICABLE, Undecided

from .reasons import MOST_ROWS_TOLD, day_reached, lacking, masked, rows_where, window_days
from .sentences import condition, denied
from .speech import numbered, spoken


def mends(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    """What to do about each single test that keeps a demand from passing."""
    outcome = test(node, evaluation, True)
    if outcome is True or outcome is NOT_APPLICABLE:
        return []
    if isinstance(node, nodes.All):
        return [mend for each in node.tests for mend in mends(each, evaluation)]
    if isinstance(node, nodes.Implies):
        return _implied(node, evaluation)
    if isinstance(node, nodes.Unless):
        exception = test(node.exception, evaluation, False)
        if isinstance(exception, Gap):
            fill = _fill(exception, evaluation)
            return [*fill, *_branch(denied(node.exception), node.demand, fill, evaluation)]
        return mends(node.demand, evaluation)
    if isinstance(outcome, Gap):
        return [*_fill(outcome, evaluation), *_or_bring(node, evaluation)]
    return _single(node, evaluation)


def _implied(node: nodes.Implies, evaluation: Evaluation) -> list[str]:
    outcome = test(node.condition, evaluation, False)
    if outcome is True:
        return mends(node.demand, evaluation)
    otherwise = [node.otherwise] if node.otherwise is not None else []
    if not isinstance(outcome, Gap):
        return [mend for each in otherwise for mend in mends(each, evaluation)]
    fill = _fill(outcome, evaluation)
    found = [*fill, *_branch(condition(node.condition), node.demand, fill, evaluation)]
    for each in otherwise:
        found += _branch(denied(node.condition), each, fill, evaluation)
    return found


def _branch(when: str, demand: nodes.Test, fill: list[str], evaluation: Evaluation) -> list[str]:
    """若 …, and what is needed then beside what must be filled in anyhow; nothing where the demand is met."""
    found = mends(demand, evaluation)
    if not found:
        return []
    more = [each for each in found if each not in fill]
    if not more or not all(each.startswith(("请", "须")) for each in more):
        return [f"若{when}，还须{spoken(demand)}"]
    return [f"若{when}，还须{'，并须'.join(each[1:] for each in more)}"]


def _fill(gap: Gap, evaluation: Evaluation) -> list[str]:
    scope = evaluation.scope
    found = [f"请填写{place_text(name)}" for name in in_form_order(gap.missing, scope)]
    found += [f"请核对{place_text(name)}" for name in in_form_order(gap.unchecked - standards(scope), scope)]
    found += [f"请工作人员核定{place_text(name)}" for name in sorted(gap.unchecked & standards(scope))]
    return found or ([f"请核对所填的内容：{gap.note}"] if gap.note else [])


def standards(scope: Scope) -> frozenset[str]:
    """The names that the matter lays down, and nobody at the counter can look up."""
    book = scope.rulebook
    return frozenset((*book.parameters, *book.tables, *book.definitions))


def _or_bring(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    """The papers that would do instead of the answer that is missing."""
    tests = node.tests if isinstance(node, nodes.Any) else ()
    papers = (each for each in tests if isinstance(each, nodes.HandedIn) and test(each, evaluation, True) is False)
    return [f"或者{spoken(each)}" for each in papers]


def _single(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    if isinstance(node, nodes.HandedIn):
        papers = [f"「{name}」" for name in lacking(node, evaluation)]
        return [f"请交{'、'.join(papers)}" + ("中的任一份" if node.any and len(papers) > 1 else "")]
    if isinstance(node, nodes.Filled):
        return [f"请{'清空' if node.negated else '填写'}{spoken(node.value)}"]
    if isinstance(node, nodes.Any):
        return [f"须符合下列任一项：{numbered(map(spoken, node.tests))}"]
    if isinstance(node, nodes.Quantified) and node.quantifier == "每":
        found = []
        for number, row in rows_where(node, evaluation, False)[:MOST_ROWS_TOLD]:
            with evaluation.row(node.rows.group, number, row):
                found.append(f"「{node.rows.group}」第{number}行：{'；'.join(mends(node.test, evaluation))}")
        return found
    return [f"须{spoken(node)}{_bound(node, evaluation)}"]


def _bound(node: nodes.Test, evaluation: Evaluation) -> str:
    """What the other side comes to, where the sentence does not say it: the amount, the days."""
    if isinstance(node, nodes.Elapsed):
        day = day_reached(node, evaluation)
        return f"，要到{day}才满" if day is not None and not node.negated else ""
    if isinstance(node, nodes.Window):
        return "".join(f"，即{days.rpartition('内是')[2]}" for days in window_days(node, evaluation))
    if isinstance(node, nodes.Compare) and not _says_itself(node.right):
        bound = value(node.right, evaluation)
        return f"，即{masked(bound, node.right.type)}" if not is_absent(bound) else ""
    return ""


def _says_itself(node: nodes.Expression) -> bool:
    """Whether people see the value where the sentence names it; that of a parameter is written there."""
    if isinstance(node, nodes.Named):
        return node.role == "parameter" and node.day is None
    return isinstance(node, nodes.Constant | nodes.Read | nodes.FilingDate)


def place_text(name: str) -> str:
    """The name of an answer as people say it: a cell 明细.2.列 is 「明细」第2行的「列」."""
    group, _, rest = name.partition(".")
    row, _, column = rest.partition(".")
    return f"「{group}」第{row}行的「{column}」" if column and row.isdigit() else f"「{name}」"


def in_form_order(names: Iterable[str], scope: Scope) -> list[str]:
    """Names of answers, queries and materials (a cell as 明细.行.列) in the order in which the form asks for them; of a
    name that follows from another answer, that one."""
    places = {name: place for place, name in enumerate((*scope.values, *scope.materials))}

    def place(name: str) -> tuple[int, int, int, str]:
        group, _, cell = name.partition(".")
        row, _, column = cell.partition(".")
        if name in places or group not in places or not row.isdigit():
            return places.get(name, len(places)), 0, 0, name
        found = scope.values.get(group)
        rows = found.value if isinstance(found, Undecided) else found
        columns = list(rows[int(row) - 1]) if isinstance(rows, tuple) and 0 < int(row) <= len(rows) else []
        return places[group], int(row), columns.index(column) if column in columns else len(columns), name

    return sorted({scope.origins.get(name) or name for name in names}, key=place)
