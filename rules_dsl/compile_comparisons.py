"""Single tests as code: comparisons, spans of time, formats, materials."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from . import compile_tree as tree
from . import nodes
from .comparison import is_identifier
from .compile_dispatch import TESTS, value
from .compile_outcomes import (
    DECIDED,
    FALSE,
    HIDDEN,
    Always,
    Asked,
    Flipped,
    Guard,
    Joined,
    Outcome,
    Plain,
    Stored,
    absence,
    lost,
)
from .compile_values import computed, number, shifted
from .compile_writer import Form, Given, Writer
from .values import Type

OPERATORS = {"=": "==", "≠": "!=", "≥": ">=", "≤": "<=", ">": ">", "<": "<"}
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
    operator: str, left: nodes.Expression, right: nodes.Expression, order: tuple[str, ...], writer: Writer
) -> tuple[ast.expr, tuple[Guard, ...]]:
    """`left operator right` as a bool, and what keeps it from having one."""
    kinds = (left.type.kind, right.type.kind)
    if not order and all(kind in DIRECT for kind in kinds):
        one, two = number(left, writer), number(right, writer)
        return tree.compare(one.value, OPERATORS[operator], two.value), (*one.guards, *two.guards)
    identifier = is_identifier(left.type, right.type)
    if not order and all(is_text(each.type) for each in (left, right)):
        form: Form = "identifier" if identifier else "text"
        one, two = value(left, writer, form), value(right, writer, form)
        return tree.compare(one.value, OPERATORS[operator], two.value), (*one.guards, *two.guards)
    one, two = value(left, writer), value(right, writer)
    more = [tree.constant(identifier), tree.constant(order)]
    arguments = [tree.constant(operator), one.value, two.value, *more]
    guards = (*one.guards, *two.guards)
    found = computed(guards, lambda: tree.call(writer.passed(Given("runtime", "compare")), arguments), writer)
    return found.value, found.guards


def is_text(type: Type) -> bool:
    """Whether values are texts and nothing else."""
    return type.is_text or type.kind == "选项"


def _compare(node: nodes.Compare, writer: Writer, demand: bool, negate: bool) -> Outcome:
    answer, guards = comparison(node.operator, node.left, node.right, node.order, writer)
    return plain(answer, guards, demand, negate)


def _one_of(node: nodes.OneOf, writer: Writer, demand: bool, negate: bool) -> Outcome:
    constants = [each for each in node.members if isinstance(each, nodes.Constant)]
    texts = all(is_text(each.type) for each in (node.value, *node.members))
    if len(constants) == len(node.members) and texts and len({is_identifier(m.type) for m in node.members}) == 1:
        identifier = is_identifier(node.value.type, node.members[0].type)
        form: Form = "identifier" if identifier else "text"
        found = value(node.value, writer, form)
        members = tuple(value(each, writer, form).value.value for each in constants)  # type: ignore[attr-defined]
        answer = tree.compare(found.value, "in", tree.constant(members))
        return plain(answer, found.guards, demand, negate != node.negated)
    guards = value(node.value, writer).guards
    parts = [Plain(*comparison("=", node.value, each, (), writer), True) for each in node.members]
    return guarded(guards, parts, False, writer, demand, negate != node.negated)


def _elapsed(node: nodes.Elapsed, writer: Writer, demand: bool, negate: bool) -> Outcome:
    turned = negate != node.negated
    start = value(node.start, writer)
    end, reached = value(node.end, writer), shifted(node.start, node.period, 1, writer)
    guards = (*start.guards, *end.guards, *reached.guards)
    return plain(tree.compare(end.value, ">=", reached.value), guards, demand, turned)


def _between(node: nodes.Between, writer: Writer, demand: bool, negate: bool) -> Outcome:
    parts = [
        Plain(*comparison(operator, node.value, bound, (), writer), True)
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
    found = value(node.value, writer)
    check = writer.passed(Given("format", node.format))
    return plain(tree.call(check, [found.value]), found.guards, demand, negate)


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
