"""Tests as code: `evaluate.py`, written once instead of walked each time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from . import compile_tree as tree
from . import nodes
from .comparison import is_identifier
from .compile_outcomes import (
    DECIDED,
    FALSE,
    GAPS,
    HIDDEN,
    TRUE,
    Always,
    Asked,
    Flipped,
    Guard,
    Joined,
    Outcome,
    Plain,
    Stored,
)
from .compile_values import computed, number, shifted, value
from .compile_writer import Block, Form, Given, Writer
from .values import Type

OPERATORS = {"=": "==", "≠": "!=", "≥": ">=", "≤": "<=", ">": ">", "<": "<"}
DIRECT = ("整数", "小数", "金额", "日期", "年月", "是否")  # kinds whose values compare as they are


def test(node: nodes.Test, writer: Writer, demand: bool, negate: bool = False) -> Outcome:
    """What a test comes to, as code."""
    compound = _COMPOUND.get(type(node))
    if compound:
        return compound(node, writer, demand, negate)
    return _SIMPLE[type(node)](node, writer, demand, negate)


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


# compound tests


def _all(node: nodes.All | nodes.Any, writer: Writer, demand: bool, negate: bool) -> Outcome:
    every = isinstance(node, nodes.All) != negate
    parts = [writer.lean(test(each, writer, demand, negate)) for each in node.tests]
    return parts[0] if len(parts) == 1 else Joined(parts, every, writer.fresh)


def _not(node: nodes.Not, writer: Writer, demand: bool, negate: bool) -> Outcome:
    return test(node.test, writer, demand, not negate)


def _implies(node: nodes.Implies, writer: Writer, demand: bool, negate: bool) -> Outcome:
    condition = test(node.condition, writer, demand=False)
    if condition.possible <= DECIDED:
        return in_mode(_branched(node, condition, writer), writer, demand, negate)
    held = writer.store(condition)
    then, then_codes = _branch(node.demand, held.code(frozenset()), writer)
    otherwise, other_codes = tree.constant(HIDDEN), frozenset({HIDDEN})
    if node.otherwise is not None:
        asked = tree.compare(held.code(frozenset()), "!=", tree.constant(TRUE))
        otherwise, other_codes = _branch(node.otherwise, asked, writer)
    gaps = (condition.possible | then_codes | other_codes) & GAPS
    function = writer.passed(Given("runtime", "implied"))
    arguments = [held.code(frozenset()), then, otherwise]
    result = Stored(writer.keep(tree.call(function, arguments)), gaps | then_codes | other_codes)
    return in_mode(result, writer, demand, negate)


def _branched(node: nodes.Implies, condition: Outcome, writer: Writer) -> Outcome:
    """若 A 则 B 否则 C where A is never undecided."""
    asked = condition.true(frozenset())
    block, other = Block(), Block()
    with writer.inside(block):
        then = test(node.demand, writer, demand=True)
    with writer.inside(other):
        otherwise = test(node.otherwise, writer, demand=True) if node.otherwise is not None else Always(HIDDEN)
    possible = then.possible | otherwise.possible
    one, two = then.code(condition.settled), otherwise.code(condition.refuted)
    if not block.body and not other.body:
        return Stored(writer.keep(tree.choice(asked, one, two)), possible)
    variable = writer.fresh()
    block.body.append(tree.assign(variable, one))
    other.body.append(tree.assign(variable, two))
    writer.emit(tree.when(asked, block.body, other.body))
    return Stored(variable, possible)


def _branch(node: nodes.Test, asked: ast.expr, writer: Writer) -> tuple[ast.expr, frozenset[int]]:
    """The code of a branch that is worked out only where it is `asked` (elsewhere it is 不适用)."""
    block = Block()
    with writer.inside(block):
        outcome = test(node, writer, demand=True)
    code = outcome.code(frozenset())
    if not block.body:
        return tree.choice(asked, code, tree.constant(HIDDEN)), outcome.possible
    variable = writer.fresh()
    block.body.append(tree.assign(variable, code))
    writer.emit(tree.when(asked, block.body, [tree.assign(variable, tree.constant(HIDDEN))]))
    return tree.name(variable), outcome.possible


def _unless(node: nodes.Unless, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """B，除非 E is 若 非(E) 则 B, E being a condition: hidden it is false."""
    exception = writer.store(test(node.exception, writer, demand=False))
    held = exception.code(frozenset())
    then, codes = _branch(node.demand, tree.compare(held, "!=", tree.constant(TRUE)), writer)
    possible = codes | {HIDDEN} | (exception.possible & GAPS)
    if exception.possible <= DECIDED:
        result = then
    else:
        turned = Flipped(exception).code(frozenset())
        result = tree.call(writer.passed(Given("runtime", "implied")), [turned, then, tree.constant(HIDDEN)])
    return in_mode(Stored(writer.keep(result), possible), writer, demand, negate)


def _truth(node: nodes.Truth, writer: Writer, demand: bool, negate: bool) -> Outcome:
    found = value(node.value, writer)
    return plain(found.value, found.guards, demand, negate)


def _filled(node: nodes.Filled, writer: Writer, demand: bool, negate: bool) -> Outcome:
    read = node.value
    found = writer.read(read)
    hidden = [guard for guard in found.guards if guard.code == HIDDEN]
    empty = next(guard for guard in found.guards if guard.code != HIDDEN)
    answer = tree.negation(empty.test)
    if read.type.kind in ("明细", "多选"):
        answer = tree.both([answer, tree.compare(found.value, "!=", tree.constant(()))])
    if read.role == "query":
        return plain(tree.constant(True), found.guards, demand, negate != node.negated)
    return Presence(answer, hidden, demand, empty.key, negate != node.negated)


class Presence(Plain):
    """已填, 未填: once it is known, so is whether the answer is missing."""

    def __init__(self, answer: ast.expr, guards: Sequence[Guard], demand: bool, key: str, negate: bool) -> None:
        super().__init__(tree.negation(answer) if negate else answer, guards, demand)
        if negate:
            self.refuted |= {key} if demand or not guards else set()
        else:
            self.settled |= {key}


_COMPOUND: dict[type, Callable[[Any, Writer, bool, bool], Outcome]] = {
    nodes.All: _all,
    nodes.Any: _all,
    nodes.Not: _not,
    nodes.Implies: _implies,
    nodes.Unless: _unless,
    nodes.Truth: _truth,
    nodes.Filled: _filled,
}


# single tests


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
    parts = [Plain(*comparison("=", node.value, each, (), writer), True) for each in node.members]
    return in_mode(Joined(parts, False, writer.fresh), writer, demand, negate != node.negated)


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


_SIMPLE: dict[type, Callable[[Any, Writer, bool, bool], Outcome]] = {
    nodes.Compare: _compare,
    nodes.OneOf: _one_of,
    nodes.Elapsed: _elapsed,
    nodes.Between: _between,
    nodes.Window: _window,
    nodes.WellFormed: _well_formed,
    nodes.HandedIn: _handed_in,
}
TESTS = (*_COMPOUND, *_SIMPLE)
