"""Compound tests as code: `evaluator/tests.py`, written once instead of walked each time."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.logic import Joined
from rules_dsl.compiler.code.outcomes import (
    DECIDED,
    FALSE,
    GAPS,
    HIDDEN,
    MISSING,
    NOTHING_KNOWN,
    TRUE,
    Always,
    Coded,
    Guard,
    Known,
    Outcome,
    Plain,
    Stored,
    absence,
)
from rules_dsl.compiler.code.writer import Block, Given, Writer
from rules_dsl.tree import nodes

from .comparisons import in_mode, plain
from .dispatch import TESTS, test, value
from .rows import where_there


def _all(node: nodes.All | nodes.Any, writer: Writer, demand: bool, negate: bool) -> Outcome:
    every = isinstance(node, nodes.All) != negate
    parts = [writer.lean(test(each, writer, demand, negate)) for each in node.tests]
    return parts[0] if len(parts) == 1 else Joined(parts, every, writer.fresh)


def _not(node: nodes.Not, writer: Writer, demand: bool, negate: bool) -> Outcome:
    return test(node.test, writer, demand, not negate)


def _implies(node: nodes.Implies, writer: Writer, demand: bool, negate: bool) -> Outcome:
    condition = writer.lean(test(node.condition, writer, demand=False))
    return in_mode(_Branches(condition, True).outcome(node.demand, node.otherwise, writer), writer, demand, negate)


def _unless(node: nodes.Unless, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """B，除非 E is 若 非(E) 则 B, E being a condition: hidden it is false."""
    exception = writer.lean(test(node.exception, writer, demand=False))
    return in_mode(_Branches(exception, False).outcome(node.demand, None, writer), writer, demand, negate)


@dataclass(frozen=True, slots=True)
class _Branches:
    """What follows from a condition; the demand is asked where that is true, or with `asks` false where it is false."""

    condition: Outcome
    asks: bool

    @property
    def asked(self) -> ast.expr:
        """Whether the demand is asked."""
        return self.condition.true(NOTHING_KNOWN) if self.asks else self.condition.false(NOTHING_KNOWN)

    @property
    def refused(self) -> ast.expr:
        """Whether it is not."""
        return self.condition.false(NOTHING_KNOWN) if self.asks else self.condition.true(NOTHING_KNOWN)

    @property
    def known(self) -> Known:
        """What is known where it is asked."""
        return self.condition.settled if self.asks else self.condition.refuted

    def outcome(self, demand: nodes.Test, otherwise: nodes.Test | None, writer: Writer) -> Outcome:
        """若 A 则 B 否则 C."""
        gaps = self.condition.possible & GAPS
        if gaps and (otherwise is not None or gaps != {MISSING}):
            return self._agreed(demand, otherwise, writer)
        block, other = Block(), Block()
        with writer.inside(block):
            then = test(demand, writer, demand=True)
        with writer.inside(other):
            instead = test(otherwise, writer, demand=True) if otherwise is not None else Always(HIDDEN)
        code = then.code(self.known if not gaps else NOTHING_KNOWN)
        possible = then.possible | instead.possible | gaps
        if not gaps:
            refuted = self.condition.refuted if self.asks else self.condition.settled
            return _chosen(self.asked, (block, code), (other, instead.code(refuted)), possible, writer)
        if block.body:
            return self._agreed_in(block, code, possible, writer)
        hidden, missing = tree.constant(HIDDEN), tree.constant(MISSING)
        if HIDDEN in then.possible or not writer.is_lean(then):
            held = writer.fresh()
            passes = tree.compare(tree.kept(held, code), "==", tree.constant(TRUE))
            stays = tree.either([passes, tree.compare(tree.name(held), "<", tree.constant(FALSE)), self.asked])
            return Coded(tree.choice(self.refused, hidden, tree.choice(stays, tree.name(held), missing)), possible)
        passes = tree.choice(then.true(NOTHING_KNOWN), tree.constant(True), missing)
        if isinstance(self.condition, Plain) and self.condition.is_guarded_only:
            asked = self.condition.answer if self.asks else tree.negation(self.condition.answer)
            decided = tree.choice(asked, then.code(self.known), hidden)
            return Coded(tree.choice(absence(self.condition.guards), passes, decided), possible)
        open_ = tree.choice(self.refused, hidden, passes)
        return Coded(tree.choice(self.asked, then.code(self.known), open_), possible)

    def _agreed_in(self, block: Block, code: ast.expr, possible: frozenset[int], writer: Writer) -> Outcome:
        """The same for a demand of several statements, worked out where it is asked or may be."""
        result = writer.fresh()
        block.body.append(tree.assign(result, code))
        fails = tree.negation(tree.name(result))
        waits = tree.compare(tree.name(result), ">", tree.constant(TRUE))
        open_ = tree.both([tree.negation(self.asked), tree.either([fails, waits])])
        block.body.append(tree.when(open_, [tree.assign(result, tree.constant(MISSING))], []))
        writer.emit(tree.when(self.refused, [tree.assign(result, tree.constant(HIDDEN))], block.body))
        return Stored(result, possible)

    def _agreed(self, demand: nodes.Test, otherwise: nodes.Test | None, writer: Writer) -> Outcome:
        """While the condition is open only what both branches agree on."""
        then, then_codes = _branch(demand, tree.negation(self.refused), writer)
        instead, other_codes = tree.constant(HIDDEN), frozenset({HIDDEN})
        if otherwise is not None:
            instead, other_codes = _branch(otherwise, tree.negation(self.asked), writer)
        function = writer.passed(Given("runtime", "agreed"))
        agreed = tree.call(function, [self.condition.code(NOTHING_KNOWN), then, instead])
        code = tree.choice(self.asked, then, tree.choice(self.refused, instead, agreed))
        return Coded(code, (self.condition.possible & GAPS) | then_codes | other_codes)


def _chosen(
    asked: ast.expr,
    then: tuple[Block, ast.expr],
    otherwise: tuple[Block, ast.expr],
    possible: frozenset[int],
    writer: Writer,
) -> Outcome:
    """One of two branches; a branch of several statements is worked out only where it is chosen."""
    (block, code), (other, instead) = then, otherwise
    if not block.body and not other.body:
        return Coded(tree.choice(asked, code, instead), possible)
    variable = writer.fresh()
    block.body.append(tree.assign(variable, code))
    other.body.append(tree.assign(variable, instead))
    writer.emit(tree.when(asked, block.body, other.body))
    return Stored(variable, possible)


def _branch(node: nodes.Test, asked: ast.expr, writer: Writer) -> tuple[ast.expr, frozenset[int]]:
    """A variable with the code of a branch, which is worked out only where it is `asked` (elsewhere it is 不适用)."""
    block = Block()
    with writer.inside(block):
        outcome = test(node, writer, demand=True)
        code = outcome.code(NOTHING_KNOWN)
    chosen = _chosen(asked, (block, code), (Block(), tree.constant(HIDDEN)), outcome.possible | {HIDDEN}, writer)
    return writer.store(chosen).code(NOTHING_KNOWN), outcome.possible


def _at_least(node: nodes.AtLeast, writer: Writer, demand: bool, negate: bool) -> Outcome:
    parts = [test(each, writer, demand, negate) for each in node.tests]
    enough = len(parts) - node.count + 1 if negate else node.count
    codes = tree.group([part.code(NOTHING_KNOWN) for part in parts])
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
            code = outcome.code(NOTHING_KNOWN)
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
        self.key, self.negate = key, negate

    @property
    def settled(self) -> Known:  # type: ignore[override]
        return super().settled | (set() if self.negate else {self.key})

    @property
    def refuted(self) -> Known:  # type: ignore[override]
        says = self.negate and (self.demand or not self.guards)
        return super().refuted | ({self.key} if says else set())


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
