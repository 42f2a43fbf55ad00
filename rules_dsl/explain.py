"""Rules put into sentences: what a rule asks, why it does not pass with the values seen, what would make it pass.

Identifiers are masked: these sentences are printed and shown on pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from . import nodes
from .evaluate import test
from .evaluate_values import rows_of, shifted, value
from .evaluation import Evaluation, is_absent
from .outcomes import Gap
from .rule import Rule, judge
from .scope import FAILED, OUTSIDE, PASSED, Scope
from .speech import spoken
from .values import IDENTIFIER_KINDS, NOT_APPLICABLE, Type, Undecided, Value
from .vocabulary import FILING_DATE
from .wording import value_text

LOOK_AHEAD = 366  # days in which an earliest passing filing date is looked for
MOST_ROWS_TOLD = 5


def describe(rule: Rule) -> str:
    """What the rule asks, as a Chinese sentence; parameters, tables and definitions by their name."""
    return f"{spoken(rule.root)}。"


def why(rule: Rule, scope: Scope, row: int | None = None) -> str:
    """Why the rule does not pass, with the values seen; empty if it passes or does not apply."""
    judgement = judge(rule, scope, row)
    if judgement.status in (PASSED, OUTSIDE):
        return ""
    if judgement.status != FAILED:
        return _waiting(Gap(judgement.missing, judgement.unchecked, judgement.note), scope)
    found = _within(rule, scope, row, _reasons) or [f"要求{spoken(rule.root)}"]
    return "；".join(dict.fromkeys(found)) + "。"


def remedy(rule: Rule, scope: Scope, row: int | None = None) -> str:
    """What would make the rule pass; both branches where a condition is undecided; empty if it passes."""
    status = judge(rule, scope, row).status
    if status in (PASSED, OUTSIDE):
        return ""
    found = [*dict.fromkeys(_within(rule, scope, row, _mends))] or [f"须{spoken(rule.root)}"]
    day = _first_day(rule, scope, row) if status == FAILED else None
    if day is not None:
        found.append(f"其他不变的，{day}起可以办理")
    return "；".join(found) + "。"


def _within(rule: Rule, scope: Scope, row: int | None, collect: object) -> list[str]:
    """What `collect` finds in the rule, in its row if it has one; undecided fields count as missing."""
    evaluation = Evaluation(scope, None)
    root = rule.root
    if not isinstance(root, nodes.Test):
        return []
    if rule.group is None or row is None:
        return collect(root, evaluation)  # type: ignore[operator, no-any-return]
    rows = evaluation.read(rule.group, "rows", None)
    if not isinstance(rows, tuple):
        return [f"请填写「{rule.group}」"]
    with evaluation.row(rule.group, row, rows[row - 1]):
        return collect(root, evaluation)  # type: ignore[operator, no-any-return]


def place_text(name: str) -> str:
    """The name of an answer as people say it: a cell 明细.2.列 is 「明细」第2行「列」."""
    parts = name.split(".")
    if len(parts) == 3 and parts[1].isdigit():
        return f"「{parts[0]}」第{parts[1]}行「{parts[2]}」"
    return f"「{name}」"


def in_form_order(names: Iterable[str], scope: Scope) -> list[str]:
    """Names of answers, queries and materials (a cell as 明细.行.列) in the order in which the form asks for them."""
    places = {name: place for place, name in enumerate((*scope.values, *scope.materials))}

    def place(name: str) -> tuple[int, int, int, str]:
        group, _, cell = name.partition(".")
        row, _, column = cell.partition(".")
        if name in places or group not in places or not row.isdigit():
            return places.get(name, len(places)), 0, 0, name
        value = scope.values.get(group)
        rows = value.value if isinstance(value, Undecided) else value
        columns = list(rows[int(row) - 1]) if isinstance(rows, tuple) and 0 < int(row) <= len(rows) else []
        return places[group], int(row), columns.index(column) if column in columns else len(columns), name

    return sorted(names, key=place)


def _waiting(gap: Gap, scope: Scope) -> str:
    parts = []
    if gap.missing:
        parts.append(f"还没有填写{'、'.join(map(place_text, in_form_order(gap.missing, scope)))}")
    if gap.unchecked:
        parts.append(f"还没有核对{'、'.join(map(place_text, in_form_order(gap.unchecked, scope)))}")
    if gap.note:
        parts.append(gap.note)
    return "；".join(parts) + "。"


def masked(value: Value, type: Type) -> str:
    """A value as text; of an identifier only the ends."""
    text = value_text(value, type)
    if type.kind in IDENTIFIER_KINDS and isinstance(value, str) and len(text) > 7:
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return text


# why


def _reasons(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    """The single tests to blame for a false one, each with its values."""
    if isinstance(node, nodes.All):
        return [
            reason
            for each in node.tests
            if test(each, evaluation, True) is False
            for reason in _reasons(each, evaluation)
        ]
    if isinstance(node, nodes.Any):
        return [
            reason
            for each in node.tests
            if test(each, evaluation, True) is False
            for reason in _reasons(each, evaluation)
        ]
    if isinstance(node, nodes.Implies):
        branch = node.demand if test(node.condition, evaluation, False) is True else node.otherwise
        return _reasons(branch, evaluation) if branch is not None else []
    if isinstance(node, nodes.Unless):
        return _reasons(node.demand, evaluation)
    if isinstance(node, nodes.Quantified) and node.quantifier == "每":
        return _row_reasons(node, evaluation)
    values = _values(node, evaluation)
    return [f"要求{spoken(node)}" + (f"，而{'，'.join(values)}" if values else "")]


def _rows_where(node: nodes.Quantified, evaluation: Evaluation, outcome: bool) -> list[tuple[int, object]]:
    """The rows, by number from 1, for which the test comes to `outcome`."""
    rows = rows_of(node.rows, evaluation)
    found: list[tuple[int, object]] = []
    if is_absent(rows):
        return found
    for number, row, included in rows:
        with evaluation.row(node.rows.group, number, row):
            if included is True and test(node.test, evaluation, True) is outcome:
                found.append((number, row))
    return found


def _row_reasons(node: nodes.Quantified, evaluation: Evaluation) -> list[str]:
    reasons = []
    failing = _rows_where(node, evaluation, False)
    for number, row in failing[:MOST_ROWS_TOLD]:
        with evaluation.row(node.rows.group, number, row):
            reasons.append(f"「{node.rows.group}」第{number}行：{'；'.join(_reasons(node.test, evaluation))}")
    if len(failing) > MOST_ROWS_TOLD:
        reasons.append(f"另有{len(failing) - MOST_ROWS_TOLD}行同样不符")
    return reasons


def _values(node: nodes.Node, evaluation: Evaluation) -> list[str]:
    """The values of what a single test speaks of, literals left out; of a count of rows, which rows meet it."""
    if isinstance(node, nodes.Quantified):
        met = [f"第{number}行" for number, _ in _rows_where(node, evaluation, True)]
        more = "等" if len(met) > MOST_ROWS_TOLD else ""
        return [f"{'、'.join(met[:MOST_ROWS_TOLD])}{more}符合" if met else "没有一行符合"]
    found: list[str] = []
    if isinstance(node, nodes.Distinct):
        return found
    for child in node.children():
        if isinstance(child, nodes.Test):
            found.extend(_values(child, evaluation))
        elif isinstance(child, nodes.Expression) and not isinstance(
            child, nodes.Constant | nodes.Column | nodes.Chosen
        ):
            if isinstance(child, nodes.FilingDate):
                found.append(f"申请日是{evaluation.scope.filed.isoformat()}")
                continue
            each = value(child, evaluation)
            if not isinstance(each, Gap) and each is not NOT_APPLICABLE:
                found.append(f"{spoken(child)}是{masked(each, child.type)}")
            elif isinstance(each, Gap):
                found.append(f"{spoken(child)}未填")
    return list(dict.fromkeys(found))


# remedy


def _mends(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    """What to do about each single test that keeps a demand from passing."""
    outcome = test(node, evaluation, True)
    if outcome is True or outcome is NOT_APPLICABLE:
        return []
    if isinstance(node, nodes.All):
        return [mend for each in node.tests for mend in _mends(each, evaluation)]
    if isinstance(node, nodes.Any):
        ways = ["，并且".join(mends) for each in node.tests if (mends := _mends(each, evaluation))]
        return [f"以下任一项：{'；或'.join(dict.fromkeys(ways))}"] if len(ways) > 1 else ways
    if isinstance(node, nodes.Implies):
        return _mend_implied(node, evaluation)
    if isinstance(node, nodes.Unless):
        exception = test(node.exception, evaluation, False)
        mends = _mends(node.demand, evaluation)
        if isinstance(exception, Gap):
            return [*_fill(exception, evaluation.scope), f"若不是{spoken(node.exception)}，还需{spoken(node.demand)}"]
        return mends
    if isinstance(outcome, Gap):
        return _fill(outcome, evaluation.scope)
    return _mend_single(node, evaluation)


def _mend_implied(node: nodes.Implies, evaluation: Evaluation) -> list[str]:
    condition = test(node.condition, evaluation, False)
    if condition is True:
        return _mends(node.demand, evaluation)
    if condition is False:
        return _mends(node.otherwise, evaluation) if node.otherwise is not None else []
    mends = _fill(condition, evaluation.scope) if isinstance(condition, Gap) else []
    if _mends(node.demand, evaluation):
        mends.append(f"若{spoken(node.condition)}，还需{spoken(node.demand)}")
    if node.otherwise is not None and _mends(node.otherwise, evaluation):
        mends.append(f"若不是{spoken(node.condition)}，还需{spoken(node.otherwise)}")
    return mends


def _fill(gap: Gap, scope: Scope) -> list[str]:
    mends = [f"请填写{place_text(name)}" for name in in_form_order(gap.missing, scope)]
    mends += [f"请核对{place_text(name)}" for name in in_form_order(gap.unchecked, scope)]
    return mends or ([gap.note] if gap.note else [])


def _mend_single(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    if isinstance(node, nodes.HandedIn):
        lacking = [name for name in node.materials if evaluation.material(name) == 0]
        head = "请交其中任一份：" if node.any and len(lacking) > 1 else "请交"
        return [head + "、".join(f"「{name}」" for name in lacking)]
    if isinstance(node, nodes.Filled):
        return [f"请{'清空' if node.negated else '填写'}{spoken(node.value)}"]
    if isinstance(node, nodes.Elapsed) and not node.negated:
        return _mend_elapsed(node, evaluation)
    if isinstance(node, nodes.Quantified) and node.quantifier == "每":
        mends = []
        for number, row in _rows_where(node, evaluation, False)[:MOST_ROWS_TOLD]:
            with evaluation.row(node.rows.group, number, row):
                mends.append(f"「{node.rows.group}」第{number}行：{'；'.join(_mends(node.test, evaluation))}")
        return mends
    return [f"须{spoken(node)}"]


def _mend_elapsed(node: nodes.Elapsed, evaluation: Evaluation) -> list[str]:
    """满: with the day on which it is reached."""
    start, period = value(node.start, evaluation), value(node.period, evaluation)
    day = shifted(start, period, 1, evaluation) if not is_absent(start) and not is_absent(period) else None
    reached = f"（{day.isoformat()}满）" if day is not None and not is_absent(day) else ""
    return [f"须{spoken(node)}{reached}"]


def _first_day(rule: Rule, scope: Scope, row: int | None) -> str | None:
    """The first filing date, within LOOK_AHEAD days, on which the rule passes with all else unchanged."""
    reads_date = FILING_DATE in rule.uses or any(isinstance(node, nodes.Elapsed) for node in rule.root.walk())
    if not reads_date:
        return None
    for days in range(1, LOOK_AHEAD + 1):
        day = scope.filed + timedelta(days=days)
        if judge(rule, replace(scope, filed=day), row).status == PASSED:
            return day.isoformat()
    return None
