"""Single tests as code: comparisons, spans of time, formats, materials."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from re import Pattern
from typing import Literal

from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.logic import Joined
from rules_dsl.compiler.code.outcomes import (
    DECIDED,
    FALSE,
    HIDDEN,
    NOTHING,
    Always,
    Asked,
    Flipped,
    Guard,
    Outcome,
    Plain,
    Stored,
    absence,
    lost,
)
from rules_dsl.compiler.code.writer import DayValue, Given, Writer, Written
from rules_dsl.text.literals import MonthDay
from rules_dsl.tree import nodes
from rules_dsl.values.comparison import is_identifier, key
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.kinds import Period, Type, Value

from .dispatch import TESTS, is_of_day, lost_on_a_day, value
from .expressions import computed, literal, number, shifted

OPERATORS = {"=": "==", "≠": "!=", "≥": ">=", "≤": "<=", ">": ">", "<": "<"}
MOST_COUNT = 1_000  # of a period whose day is worked out beforehand
DIRECT = ("整数", "小数", "金额", "日期", "年月", "是否")  # kinds whose values compare as they are


def in_mode(outcome: Outcome, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """An outcome worked out as a demand, as it counts here."""
    if isinstance(outcome, Always):
        code = next(iter(outcome.possible))
        if code == HIDDEN:
            return outcome if demand else Always(FALSE)
        return Always(1 - code) if negate and code in DECIDED else outcome
    asks = not demand and HIDDEN in outcome.possible
    if not negate and not asks:
        return outcome
    held = writer.store(outcome)
    found = Flipped(held) if negate else held
    return Asked(found) if asks else found


def plain(answer: ast.expr, guards: Sequence[Guard], demand: bool, negate: bool, late: Guard | None = None) -> Plain:
    """A comparison behind guards; a late guard counts at once where the comparison is turned round."""
    if negate:
        return Plain(tree.negation(answer), (*guards, *([late] if late else [])), demand)
    return Plain(answer, guards, demand, late)


def guarded(
    guards: Sequence[Guard], parts: Sequence[Outcome], every: bool, writer: Writer, demand: bool, negate: bool
) -> Outcome:
    """且 or 或 of tests of one subject: where that is lost nothing else is asked."""
    whole = parts[0] if len(parts) == 1 else Joined(parts, every, writer.fresh)
    if not guards:
        return in_mode(whole, writer, demand, negate)
    keys = frozenset(guard.key for guard in guards)
    code = tree.choice(absence(guards), lost(guards), whole.code(keys))
    possible = whole.possible | {guard.code for guard in guards}
    return in_mode(Stored(writer.keep(code), possible), writer, demand, negate)


def comparison(
    operator: str,
    left: nodes.Expression,
    right: nodes.Expression,
    order: tuple[str, ...],
    writer: Writer,
    subjects: dict[str, Written] | None = None,
) -> tuple[ast.expr, tuple[Guard, ...]]:
    """`left operator right` as a bool, and what keeps it from having one. `subjects` keeps the left side, in each way
    of comparing, for a test that compares it more than once."""
    subjects = {} if subjects is None else subjects
    way = _way(left.type, right.type, order)
    if way not in subjects:
        subjects[way] = _side(left, way, writer)
    one, two = subjects[way], _side(right, way, writer)
    guards = (*one.guards, *two.guards)
    if way == "number":
        return _of_numbers(operator, left, one, right, two), guards
    if way in ("text", "identifier"):
        return tree.compare(one.value, OPERATORS[operator], two.value), guards
    more = [tree.constant(is_identifier(left.type, right.type)), tree.constant(order)]
    arguments = [tree.constant(operator), one.value, two.value, *more]
    found = computed(guards, lambda: tree.call(writer.passed(Given("runtime", "compare")), arguments), writer)
    return found.value, found.guards


def _way(left: Type, right: Type, order: tuple[str, ...]) -> Literal["number", "text", "identifier", "other"]:
    if order:
        return "other"
    if left.kind in DIRECT and right.kind in DIRECT:
        return "number"
    if is_text(left) and is_text(right):
        return "identifier" if is_identifier(left, right) else "text"
    return "other"


def _side(node: nodes.Expression, way: str, writer: Writer) -> Written:
    if way == "number":
        return number(node, writer)
    return value(node, writer, way if way in ("text", "identifier") else "raw")  # type: ignore[arg-type]


def _of_numbers(operator: str, left: nodes.Expression, one: Written, right: nodes.Expression, two: Written) -> ast.expr:
    if left.type.kind == "是否" and isinstance(right, nodes.Constant):
        return one.value if right.value is (operator == "=") else tree.negation(one.value)
    return tree.compare(one.value, OPERATORS[operator], two.value)


def is_text(type: Type) -> bool:
    """Whether values are texts and nothing else."""
    return type.is_text or type.kind == "选项"


def _compare(node: nodes.Compare, writer: Writer, demand: bool, negate: bool) -> Outcome:
    answer, guards = comparison(node.operator, node.left, node.right, node.order, writer)
    return plain(answer, guards, demand, negate)


def _one_of(node: nodes.OneOf, writer: Writer, demand: bool, negate: bool) -> Outcome:
    negate = negate != node.negated
    ways = {_way(node.value.type, each.type, ()) for each in node.members}
    way = next(iter(ways))
    contents = [each.value for each in node.members if isinstance(each, nodes.Constant)]
    if len(contents) == len(node.members) and len(ways) == 1 and way != "other" and MonthDay not in map(type, contents):
        found = _side(node.value, way, writer)
        members = contents if way == "number" else [key(each, way == "identifier") for each in contents]
        return plain(tree.compare(found.value, "in", literal(tuple(members), writer)), found.guards, demand, negate)
    subjects: dict[str, Written] = {}
    parts = [Plain(*comparison("=", node.value, each, (), writer, subjects), True) for each in node.members]
    guards = next(iter(subjects.values())).guards
    return guarded(guards, parts, False, writer, demand, negate)


def _elapsed(node: nodes.Elapsed, writer: Writer, demand: bool, negate: bool) -> Outcome:
    negate = negate != node.negated
    start = value(node.start, writer)
    if isinstance(node.end, nodes.FilingDate) and _has_fixed_length(node.period, writer):
        unreached = writer.of_day(DayValue("unreached", node.period, more=(node.end,)))
        latest = writer.of_day(DayValue("latest", node.period))
        late = Guard(NOTHING, f"late {writer.fresh()}", tree.compare(start.value, ">", latest.value))
        return plain(tree.compare(start.value, "<", unreached.value), start.guards, demand, negate, late)
    end, reached = value(node.end, writer), shifted(node.start, node.period, 1, writer)
    guards = (*start.guards, *end.guards, *reached.guards)
    return plain(tree.compare(end.value, ">=", reached.value), guards, demand, negate)


def _has_fixed_length(period: nodes.Expression, writer: Writer) -> bool:
    """Whether it is a period that any date reaches on a day that does not depend on working days."""
    if isinstance(period, nodes.Constant):
        found: tuple[Value, ...] = (period.value,)
    elif is_of_day(period) and isinstance(period, nodes.Named) and not lost_on_a_day(period, writer):
        found = writer.rulebook.parameters[period.name].values()
    else:
        return False
    return all(isinstance(each, Period) and each.unit != "工作日" and 0 < each.count <= MOST_COUNT for each in found)


def _between(node: nodes.Between, writer: Writer, demand: bool, negate: bool) -> Outcome:
    if all(_way(node.value.type, bound.type, ()) == "number" for bound in (node.low, node.high)):
        low, found, high = (number(each, writer) for each in (node.low, node.value, node.high))
        if not low.guards and not high.guards:
            return plain(tree.within(low.value, found.value, high.value), found.guards, demand, negate)
        parts = [
            Plain(tree.compare(low.value, "<=", found.value), (*found.guards, *low.guards), True),
            Plain(tree.compare(found.value, "<=", high.value), (*found.guards, *high.guards), True),
        ]
    else:
        subjects: dict[str, Written] = {}
        parts = [
            Plain(*comparison(operator, node.value, bound, (), writer, subjects), True)
            for operator, bound in (("≥", node.low), ("≤", node.high))
        ]
    return in_mode(Joined(parts, True, writer.fresh), writer, demand, negate)


def _window(node: nodes.Window, writer: Writer, demand: bool, negate: bool) -> Outcome:
    subject, day = value(node.value, writer), value(node.day, writer)
    first = shifted(node.day, node.period, -1, writer) if "前" in node.side else day
    last = shifted(node.day, node.period, 1, writer) if "后" in node.side else day
    guards = (*subject.guards, *first.guards, *last.guards)
    return plain(tree.within(first.value, subject.value, last.value), guards, demand, negate)


def _well_formed(node: nodes.WellFormed, writer: Writer, demand: bool, negate: bool) -> Outcome:
    found = value(node.value, writer, "identifier")
    answer = tree.call(writer.passed(Given("format", node.format)), [found.value])
    if isinstance(FORMATS[node.format].check, Pattern):
        answer = tree.compare(answer, "is not", tree.constant(None))
    return plain(answer, found.guards, demand, negate)


def _handed_in(node: nodes.HandedIn, writer: Writer, demand: bool, negate: bool) -> Outcome:
    parts: list[Outcome] = []
    for name in node.materials:
        copies = writer.slot(name, "material", None)
        parts.append(Plain(tree.compare(copies.value, ">", tree.constant(0)), copies.guards, True))
    whole = parts[0] if len(parts) == 1 else Joined(parts, not node.any, writer.fresh)
    return in_mode(whole, writer, demand, negate)


TESTS |= {
    nodes.Compare: _compare,
    nodes.OneOf: _one_of,
    nodes.Elapsed: _elapsed,
    nodes.Between: _between,
    nodes.Window: _window,
    nodes.WellFormed: _well_formed,
    nodes.HandedIn: _handed_in,
}
