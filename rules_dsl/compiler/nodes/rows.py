"""明细 as code: loops over typed rows for quantified tests, counts, sums, columns and what must not repeat."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.outcomes import (
    DECIDED,
    FALSE,
    GAPS,
    HIDDEN,
    NOTHING_KNOWN,
    TRUE,
    Guard,
    Outcome,
    Stored,
    absence,
    lost,
)
from rules_dsl.compiler.code.writer import Block, Given, Place, Writer
from rules_dsl.tree import nodes

from .comparisons import in_mode
from .dispatch import TESTS, test

NOBODY = -2  # what a maximum of codes starts from: no row has been seen


@dataclass(slots=True)
class Loop:
    """A loop being written. `gap` is the outcome code of the filter in a row that is let in, `unsure` the gaps it can
    be; None where every row that is let in surely belongs there. `is_vague`: optional answers may be to blame."""

    gap: ast.expr | None = None
    unsure: frozenset[int] = frozenset()
    is_vague: bool = False


@contextmanager
def each_row(rows: nodes.Rows, writer: Writer) -> Iterator[Loop]:
    """Write a loop over the rows; what is emitted meanwhile stands in it, for the rows that the filter lets in."""
    held = writer.slot(rows.group, "rows", None).value
    outer, before = Block(), writer.rows.get(rows.group)
    target = tree.targets([])
    row = writer.rows[rows.group] = Place()
    writer.loops.append((target, rows.group, row))
    blocks, writer.bases = writer.bases, {**writer.bases, rows.group: outer}
    inner, loop = outer, Loop()
    with writer.inside(outer):
        if rows.where is not None:
            included = writer.store(test(rows.where, writer, False))
            inner = Block()
            unsure = included.possible & GAPS
            if unsure:
                loop = Loop(included.code(NOTHING_KNOWN), unsure, reads_optional(rows.where))
        with writer.inside(inner):
            yield loop
        if rows.where is not None:
            writer.emit(tree.when(included.code(NOTHING_KNOWN), inner.body or [tree.nothing()], []))
    writer.bases = blocks
    if before is None:
        del writer.rows[rows.group]
    else:
        writer.rows[rows.group] = before
    writer.emit(tree.loop(target, held, outer.body or [tree.nothing()]))


@contextmanager
def where_there(guards: Sequence[Guard], variable: str | None, writer: Writer) -> Iterator[None]:
    """What is emitted meanwhile is worked out where none of the guards holds; elsewhere the variable, if there is
    one, says what is lost."""
    block = Block()
    with writer.inside(block):
        yield
    if not guards:
        writer.block.body.extend(block.body)
        return
    absent = absence(guards)
    if variable is None:
        writer.emit(tree.when(tree.negation(absent), block.body, []))
    else:
        writer.emit(tree.when(absent, [tree.assign(variable, lost(guards))], block.body))


def _quantified(node: nodes.Quantified, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """每行, 有一行 and their like."""
    guards = writer.slot(node.rows.group, "rows", None).guards
    result = writer.fresh()
    codes = {guard.code for guard in guards}
    with where_there(guards, result, writer):
        write = _counted if node.quantifier in ("至少", "至多", "恰好") else _any if node.quantifier != "每" else _every
        possible = write(node, writer, result)
    return in_mode(Stored(result, possible | codes), writer, demand, negate)


def _every(node: nodes.Quantified, writer: Writer, result: str) -> frozenset[int]:
    """每行: the gravest of the rows, unless one fails."""
    writer.emit(tree.assign(result, tree.constant(NOBODY)))
    with each_row(node.rows, writer) as loop:
        outcome = writer.store(test(node.test, writer, True))
        code = outcome.code(NOTHING_KNOWN)
        if loop.gap is not None:  # whether the row belongs there is undecided: only what passes anyway is decided
            agreed = tree.call(writer.passed(Given("runtime", "agreed")), [loop.gap, code, tree.constant(HIDDEN)])
            sure = tree.compare(loop.gap, "==", tree.constant(TRUE))
            code = tree.name(writer.keep(tree.choice(sure, code, agreed)))
        stop = [tree.assign(result, tree.constant(FALSE)), tree.leave()]
        writer.emit(tree.when(tree.negation(code), stop, []))
        larger = tree.compare(code, ">", tree.name(result))
        writer.emit(tree.when(larger, [tree.assign(result, code)], []))
    nobody = tree.compare(tree.name(result), "==", tree.constant(NOBODY))
    writer.emit(tree.when(nobody, [tree.assign(result, tree.constant(TRUE))], []))
    return outcome.possible | loop.unsure | DECIDED


def _any(node: nodes.Quantified, writer: Writer, result: str) -> frozenset[int]:
    """有一行, 没有一行: the gravest of the rows, unless one holds."""
    writer.emit(tree.assign(result, tree.constant(False)))
    with each_row(node.rows, writer) as loop:
        code, gaps = _holds_in_row(node, loop, writer)
        stop = [tree.assign(result, tree.constant(True)), tree.leave()]
        larger = tree.when(tree.compare(code, ">", tree.name(result)), [tree.assign(result, code)], [])
        writer.emit(tree.when(tree.compare(code, "==", tree.constant(TRUE)), stop, [larger] if gaps else []))
    if node.quantifier == "没有":
        held = tree.name(result)
        decided = tree.compare(held, "<=", tree.constant(TRUE))
        flip = [tree.assign(result, tree.negation(held))]
        writer.emit(tree.when(decided, flip, []) if gaps else flip[0])
    return DECIDED | gaps


def _holds_in_row(node: nodes.Quantified, loop: Loop, writer: Writer) -> tuple[ast.expr, frozenset[int]]:
    """The code of the test in a row, as a condition, and the gaps it can have."""
    outcome = writer.store(test(node.test, writer, False))
    code = outcome.code(NOTHING_KNOWN)
    if loop.gap is not None:
        larger = tree.choice(tree.compare(code, ">", loop.gap), code, loop.gap)
        code = tree.name(writer.keep(tree.both([code, larger])))
    return code, (outcome.possible & GAPS) | loop.unsure


def _counted(node: nodes.Quantified, writer: Writer, result: str) -> frozenset[int]:
    """`true` rows hold, `more` may hold: decided as soon as every number still possible says the same."""
    true, more, gap = writer.fresh(), writer.fresh(), writer.fresh()
    for variable in (true, more, gap):
        writer.emit(tree.assign(variable, tree.constant(0)))
    with each_row(node.rows, writer) as loop:
        code, gaps = _holds_in_row(node, loop, writer)
        one = tree.compare(code, "==", tree.constant(TRUE))
        worse = tree.compare(code, ">", tree.name(gap))
        open_ = [tree.add(more, tree.constant(1)), tree.when(worse, [tree.assign(gap, code)], [])]
        undecided = [tree.when(code, open_, [])] if gaps else []
        writer.emit(tree.when(one, [tree.add(true, tree.constant(1))], undecided))
    writer.emit(tree.assign(result, _number_holds(node, tree.name(true), tree.name(more), tree.name(gap))))
    return DECIDED | gaps


def _number_holds(node: nodes.Quantified, true: ast.expr, more: ast.expr, gap: ast.expr) -> ast.expr:
    most, count = tree.arithmetic(true, "+", more), tree.constant(node.count)
    if node.quantifier == "至少":
        reached, reachable = tree.compare(true, ">=", count), tree.compare(most, ">=", count)
        return tree.choice(reached, tree.constant(True), tree.choice(reachable, gap, tree.constant(False)))
    if node.quantifier == "至多":
        kept, broken = tree.compare(most, "<=", count), tree.compare(true, ">", count)
        return tree.choice(kept, tree.constant(True), tree.choice(broken, tree.constant(False), gap))
    possible = tree.within(true, count, most)
    return tree.choice(possible, tree.choice(more, gap, tree.constant(True)), tree.constant(False))


def reads_optional(node: nodes.Node) -> bool:
    """Whether an optional answer, or something named that may read one, is read below."""
    return any(
        isinstance(each, nodes.Named) or (isinstance(each, nodes.Read) and each.optional) for each in node.walk()
    )


TESTS[nodes.Quantified] = _quantified
