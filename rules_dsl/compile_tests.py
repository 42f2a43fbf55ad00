"""Compound tests as code: `evaluate.py`, written once instead of walked each time."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from . import compile_tree as tree
from . import nodes
from .compile_comparisons import in_mode, plain
from .compile_dispatch import TESTS, test, value
from .compile_outcomes import (
    DECIDED,
    GAPS,
    HIDDEN,
    TRUE,
    Always,
    Flipped,
    Guard,
    Joined,
    Outcome,
    Plain,
    Stored,
)
from .compile_rows import where_there
from .compile_writer import Block, Given, Writer


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


def _at_least(node: nodes.AtLeast, writer: Writer, demand: bool, negate: bool) -> Outcome:
    parts = [test(each, writer, demand, negate) for each in node.tests]
    enough = len(parts) - node.count + 1 if negate else node.count
    codes = tree.group([part.code(frozenset()) for part in parts])
    function = writer.passed(Given("runtime", "at_least"))
    possible = DECIDED.union(*(part.possible for part in parts))
    if not all(HIDDEN in part.possible for part in parts):
        possible -= {HIDDEN}
    return Stored(writer.keep(tree.call(function, [tree.constant(enough), codes])), possible)


def _every(node: nodes.Every, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """多选 均 / 任一: a loop over the chosen options."""
    chosen = value(node.value, writer, "texts")
    result = writer.fresh()
    with where_there(chosen.guards, result, writer):
        block, before = Block(), writer.chosen
        writer.chosen = writer.fresh()
        with writer.inside(block):
            outcome = writer.store(test(node.test, writer, demand=not node.any))
            code = outcome.code(frozenset())
            ends = tree.compare(code, "==", tree.constant(TRUE)) if node.any else tree.negation(code)
            writer.emit(tree.when(ends, [tree.assign(result, code), tree.leave()], []))
            larger = tree.compare(code, ">", tree.name(result))
            writer.emit(tree.when(larger, [tree.assign(result, code)], []))
        writer.emit(tree.assign(result, tree.constant(HIDDEN)))
        writer.emit(tree.loop(tree.target(writer.chosen), chosen.value, block.body))
        nobody = [tree.assign(result, tree.constant(not node.any))]
        writer.emit(tree.when(tree.negation(chosen.value), nobody, []))
        writer.chosen = before
    possible = outcome.possible | DECIDED | {guard.code for guard in chosen.guards}
    return in_mode(Stored(result, possible), writer, demand, negate)


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


TESTS |= {
    nodes.All: _all,
    nodes.Any: _all,
    nodes.Not: _not,
    nodes.AtLeast: _at_least,
    nodes.Implies: _implies,
    nodes.Unless: _unless,
    nodes.Truth: _truth,
    nodes.Filled: _filled,
    nodes.Every: _every,
}
