"""What is worked out over the cells of a 明细, as code: counts, sums, columns, and what must not repeat."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.outcomes import (
    DECIDED,
    HIDDEN,
    MISSING,
    NOTHING,
    TRUE,
    Guard,
    Outcome,
    Stored,
    absence,
    lost,
    ordered,
)
from rules_dsl.compiler.code.writer import Form, Given, Writer, Written
from rules_dsl.tree import nodes
from rules_dsl.values.comparison import is_identifier

from .comparisons import DIRECT, in_mode, is_text
from .dispatch import TESTS, VALUES, value
from .expressions import computed, none_of, number
from .rows import Loop, each_row, where_there


@dataclass(slots=True)
class Cells:
    """The variables in which a loop over cells collects: the gravest gap, and whether an optional answer is missing.
    `codes` are the gaps that can come about; `is_vague`: the gravest may be an optional answer after all."""

    hard: str
    soft: str
    codes: set[int] = field(default_factory=set)
    is_soft: bool = False
    is_vague: bool = False

    def guards(self) -> list[Guard]:
        """What keeps the whole from having a value."""
        held = tree.name(self.hard)
        found = [
            Guard(code, f"{self.hard}={code}", tree.compare(held, "==", tree.constant(code)), soft)
            for code in sorted(self.codes)
            for soft in (None if self.is_vague and code == MISSING else False,)
        ]
        if self.is_soft:
            found.append(Guard(MISSING, self.soft, tree.name(self.soft), soft=True))
        return found

    def gaps(self) -> frozenset[int]:
        """The gaps that can come about."""
        return frozenset(self.codes | ({MISSING} if self.is_soft else set()))

    def worst(self) -> ast.expr:
        """The gravest gap, 0 where there is none."""
        return tree.choice(tree.name(self.soft), tree.constant(MISSING), tree.name(self.hard))


def start(writer: Writer) -> Cells:
    """Nothing collected yet."""
    cells = Cells(writer.fresh(), writer.fresh())
    writer.emit(tree.assign(cells.hard, tree.constant(0)))
    writer.emit(tree.assign(cells.soft, tree.constant(False)))
    return cells


def collect(
    found: Sequence[Written], cells: Cells, loop: Loop, writer: Writer, add: list[ast.stmt], jointly: bool = False
) -> None:
    """One row: hidden cells leave it out, gaps are noted, else `add` is done. Where the filter itself is undecided the
    gaps of the cells are noted as well only if `jointly`."""
    guards = ordered([guard for written in found for guard in written.guards])
    hidden = [guard.test for guard in guards if guard.code == HIDDEN]
    gaps = [guard for guard in guards if guard.code != HIDDEN]
    soft = [guard.test for guard in gaps if guard.soft]
    hard = [guard.alone for guard in gaps if not guard.soft]
    is_soft = [tree.assign(cells.soft, tree.constant(True))]
    body = [tree.when(tree.either(soft), is_soft, add)] if soft else add
    if hard:
        cells.codes |= {guard.code for guard in gaps}
        body = [tree.when(tree.either(hard), _note(cells, lost(gaps), writer), body)]
    if loop.gap is not None:
        cells.codes |= loop.unsure
        unsure = tree.compare(loop.gap, ">", tree.constant(TRUE))
        noted = _note(cells, loop.gap, writer)
        if jointly and gaps:
            cells.codes |= {guard.code for guard in gaps}
            noted.append(tree.when(absence(gaps), _note(cells, lost(gaps), writer), []))
        body = [tree.when(unsure, noted, body)]
    cells.is_soft = cells.is_soft or bool(soft)
    cells.is_vague = cells.is_vague or loop.is_vague or any(guard.soft is None for guard in gaps)
    if hidden:
        body = [tree.when(tree.negation(tree.either(hidden)), body, [])]
    writer.block.body.extend(body)


def _note(cells: Cells, code: ast.expr, writer: Writer) -> list[ast.stmt]:
    held = writer.fresh()
    worse = tree.compare(tree.kept(held, code), ">", tree.name(cells.hard))
    return [tree.when(worse, [tree.assign(cells.hard, tree.name(held))], [])]


def _row_count(node: nodes.RowCount, writer: Writer, form: Form) -> Written:
    """行数."""
    rows = writer.slot(node.rows.group, "rows", None)
    if node.rows.where is None:
        size = writer.passed(Given("runtime", "len"))
        held = writer.keep(tree.choice(absence(rows.guards), tree.constant(0), tree.call(size, [rows.value])))
        return Written(tree.name(held), rows.guards)
    cells, count = start(writer), writer.keep(tree.constant(0))
    with where_there(rows.guards, None, writer), each_row(node.rows, writer) as loop:
        collect([], cells, loop, writer, [tree.add(count, tree.constant(1))])
    return Written(tree.name(count), (*rows.guards, *cells.guards()))


def _aggregate(node: nodes.Aggregate, writer: Writer, form: Form) -> Written:
    """之和 平均值 最大值 最小值 最早值 最晚值."""
    rows = writer.slot(node.rows.group, "rows", None)
    cells, total = start(writer), writer.keep(tree.constant(0 if node.how in ("之和", "平均值") else None))
    count = writer.keep(tree.constant(0)) if node.how == "平均值" else ""
    with where_there(rows.guards, None, writer), each_row(node.rows, writer) as loop:
        item = number(node.item, writer, exactly=node.how not in ("之和", "平均值"))
        collect([item], cells, loop, writer, _added(node.how, item.value, total, count, writer))
    guards = [*rows.guards, *cells.guards()]
    if node.how == "之和":
        exact = writer.passed(Given("runtime", "exact"))
        whole = tree.call(exact, [tree.name(total)]) if node.type.kind != "整数" else tree.name(total)
        return Written(tree.name(writer.keep(whole)), tuple(guards))
    if node.how == "平均值":
        quotient = writer.passed(Given("runtime", "quotient"))
        total = writer.keep(tree.call(quotient, [tree.name(total), tree.name(count)]))
    return Written(tree.name(total), (*guards, none_of(total, NOTHING, guards)))


def _added(how: str, item: ast.expr, total: str, count: str, writer: Writer) -> list[ast.stmt]:
    if how == "之和":
        return [tree.add(total, item)]
    if how == "平均值":
        return [tree.add(total, item), tree.add(count, tree.constant(1))]
    held = writer.fresh()
    operator = ">" if how in ("最大值", "最晚值") else "<"
    first = tree.compare(tree.name(total), "is", tree.constant(None))
    better = tree.either([first, tree.compare(tree.name(held), operator, tree.name(total))])
    return [tree.assign(held, item), tree.when(better, [tree.assign(total, tree.name(held))], [])]


def found_in(members: nodes.Column, writer: Writer, form: Form, same: Callable[[Written], ast.expr]) -> Stored:
    """Whether one of the cells of a column is the `same`, the 明细 itself being there."""
    result = writer.keep(tree.constant(False))
    cells = start(writer)
    with each_row(members.rows, writer) as loop:
        item = value(members.item, writer, form)
        stop: list[ast.stmt] = [tree.assign(result, tree.constant(True)), tree.leave()]
        collect([item], cells, loop, writer, [tree.when(same(item), stop, [])])
    codes = cells.gaps()
    if codes:
        writer.emit(tree.when(tree.negation(tree.name(result)), [tree.assign(result, cells.worst())], []))
    return Stored(result, DECIDED | codes)


def _distinct(node: nodes.Distinct, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """不重复: each combination of the columns occurs once; a row with a hidden cell is left out."""
    guards = writer.slot(node.rows.group, "rows", None).guards
    result = writer.fresh()
    with where_there(guards, result, writer):
        writer.emit(tree.assign(result, tree.constant(True)))
        seen = writer.keep(tree.call(writer.passed(Given("runtime", "set")), []))
        cells = start(writer)
        with each_row(node.rows, writer) as loop:
            found = [_key(item, writer) for item in node.items]
            whole = tree.group([each.value for each in found])
            held = writer.fresh()
            again = tree.compare(tree.kept(held, whole), "in", tree.name(seen))
            stop: list[ast.stmt] = [tree.assign(result, tree.constant(False)), tree.leave()]
            add = tree.evaluated(tree.call(writer.passed(Given("runtime", "add")), [tree.name(seen), tree.name(held)]))
            collect(found, cells, loop, writer, [tree.when(again, stop, [add])], jointly=True)
        codes = cells.gaps()
        if codes:
            worst = tree.either([cells.worst(), tree.constant(True)])
            writer.emit(tree.when(tree.name(result), [tree.assign(result, worst)], []))
    return in_mode(Stored(result, DECIDED | codes | {guard.code for guard in guards}), writer, demand, negate)


def _key(item: nodes.Expression, writer: Writer) -> Written:
    """A value in the form in which it is compared with its like."""
    if is_text(item.type):
        return value(item, writer, "identifier" if is_identifier(item.type) else "text")
    found = value(item, writer)
    if item.type.kind in (*DIRECT, "年月"):
        return found
    function = writer.passed(Given("runtime", "key"))
    return computed(found.guards, lambda: tree.call(function, [found.value]), writer, total=True)


TESTS[nodes.Distinct] = _distinct
VALUES |= {nodes.RowCount: _row_count, nodes.Aggregate: _aggregate}
