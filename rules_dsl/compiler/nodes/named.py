"""Parameters, definitions and tables as code: each worked out once, at the top of the function or of its row."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.logic import Joined
from rules_dsl.compiler.code.outcomes import (
    FALSE,
    GAPS,
    HIDDEN,
    MISSING,
    NOTHING_KNOWN,
    OPEN,
    TRUE,
    Always,
    Asked,
    Guard,
    Outcome,
    absence,
    lost,
)
from rules_dsl.compiler.code.writer import Block, DayValue, Form, Given, NotCompiled, Writer, Written
from rules_dsl.tree import nodes
from rules_dsl.tree.table import Table

from .dispatch import VALUES, test, value
from .expressions import formed, none_of
from .rows import reads_optional


def coded(content: ast.expr, code: str, codes: frozenset[int], is_vague: bool) -> Written:
    """A value whose outcome code a variable holds: 1 where it is there. `is_vague`: what is missing may be optional."""
    held = tree.name(code)
    guards = [
        Guard(each, f"{code}={each}", tree.compare(held, "==", tree.constant(each)), soft)
        for each in codes - {TRUE, FALSE}
        for soft in (None if is_vague and each == MISSING else False,)
    ]
    return Written(content, tuple(guards))


def _named(node: nodes.Named, writer: Writer, form: Form) -> Written:
    """A parameter, definition or table by its name."""
    return formed(_on_a_day(node, writer) if node.day is not None else _worked_out(node, writer), form, writer)


def _worked_out(node: nodes.Named, writer: Writer) -> Written:
    with writer.at_base(node.group) as base:
        if node.name not in base.known:
            before, writer.touched = writer.touched, set()
            found = (_definition if node.role == "definition" else _table)(node, writer)
            base.known[node.name] = found, frozenset(writer.touched)
            writer.touched = before
        found, touched = base.known[node.name]
        writer.touched |= touched
        return found


def _definition(node: nodes.Named, writer: Writer) -> Written:
    rule = writer.rulebook.definitions.get(node.name)
    if rule is None:
        return _ended(writer)
    if isinstance(rule.root, nodes.Test):
        outcome = writer.store(test(rule.root, writer, True))
        is_vague = reads_optional(rule.root)
        return coded(outcome.true(NOTHING_KNOWN), outcome.variable, outcome.possible, is_vague)
    found = value(rule.root, writer)  # type: ignore[arg-type]
    held = writer.keep(tree.choice(absence(found.guards), tree.constant(None), found.value))
    return Written(tree.name(held), found.guards)


def _ended(writer: Writer) -> Written:
    """Something that is not there on any day."""
    return Written(tree.constant(None), (Guard(OPEN, "ended", tree.constant(True)),))


def _on_a_day(node: nodes.Named, writer: Writer) -> Written:
    """参数(名, D): a parameter, or a table whose version of that day is read."""
    assert node.day is not None
    day = value(node.day, writer)
    book = writer.rulebook.parameters if node.role == "parameter" else writer.rulebook.tables
    dated = book.get(node.name)
    if dated is None:
        return Written(tree.constant(None), (*day.guards, *_ended(writer).guards))
    if node.role == "table":
        return _versions(node, writer, day)
    history = tree.name(writer.passed(Given("value", dated)))
    found = tree.call(writer.passed(Given("runtime", "in_force")), [history, day.value])
    held = writer.keep(tree.choice(absence(day.guards), tree.constant(None), found))
    return Written(tree.name(held), (*day.guards, none_of(held, OPEN, day.guards)))


# tables


def _table(node: nodes.Named, writer: Writer) -> Written:
    dated = writer.rulebook.tables.get(node.name)
    if dated is None:
        return _ended(writer)
    if len(dated.entries) == 1 and dated.entries[0][0] is None and dated.entries[0][1] is not None:
        return _looked_up(dated.entries[0][1], writer)
    return _versions(node, writer, None)


def _versions(node: nodes.Named, writer: Writer, day: Written | None) -> Written:
    """A table with a history: the version of the filing day, or of a day that an answer gives."""
    entries = writer.rulebook.tables[node.name].entries
    if day is None:
        version = tree.name(writer.parameter(DayValue("version", node)))
    else:
        starts = tree.name(writer.passed(Given("value", tuple(start for start, _ in entries))))
        found = tree.call(writer.passed(Given("runtime", "version")), [starts, day.value])
        version = tree.name(writer.keep(tree.choice(absence(day.guards), tree.constant(-1), found)))
    content, code = writer.fresh(), writer.fresh()
    codes, is_vague = {OPEN}, False
    none = tree.constant(OPEN)
    if day is not None and day.guards:  # what is missing is then the day, not a version
        none = tree.choice(absence(day.guards), tree.constant(TRUE), none)
    statements = [tree.assign(content, tree.constant(None)), tree.assign(code, none)]
    for place, (_, table) in enumerate(entries):
        if table is None:
            continue
        block = Block()
        with writer.inside(block):
            looked_up = _looked_up(table, writer)
            writer.emit(tree.assign(content, looked_up.value))
            writer.emit(tree.assign(code, lost(looked_up.guards, TRUE)))
        codes |= {guard.code for guard in looked_up.guards}
        is_vague = is_vague or any(guard.soft is None for guard in looked_up.guards)
        chosen = tree.compare(version, "==", tree.constant(place))
        statements = [tree.when(chosen, block.body, statements)]
    writer.block.body.extend(statements)
    whole = coded(tree.name(content), code, frozenset(codes), is_vague)
    return Written(whole.value, (*(day.guards if day else ()), *whole.guards))


def _looked_up(table: Table, writer: Writer) -> Written:
    """The value of one version: `evaluator.tables.look_up` as code."""
    hits, hidden = [], []
    possible = {HIDDEN, OPEN}
    for row in table.rows:
        parts: list[Outcome] = []
        for cell in (cell for cell in row.cells if cell is not None):
            outcome = test(cell, writer, True)
            if HIDDEN in outcome.possible:
                held = writer.store(outcome)
                hidden.append(tree.compare(held.code(NOTHING_KNOWN), "==", tree.constant(HIDDEN)))
                outcome = Asked(held)
            parts.append(writer.lean(outcome))
        hit = Joined(parts, True, writer.fresh) if parts else Always(TRUE)
        hits.append(hit.code(NOTHING_KNOWN))
        possible |= hit.possible & GAPS
    values = [value(row.value, writer) if row.value is not None else None for row in table.rows]
    _refuse_unlike(table, values)
    possible |= {guard.code for each in values if each is not None for guard in each.guards}
    arguments = [
        tree.group(hits),
        tree.group([_content(each) for each in values]),
        tree.group([tree.constant(HIDDEN) if each is None else lost(each.guards, TRUE) for each in values]),
        tree.constant(table.hit),
        tree.either(hidden),
    ]
    content, code = writer.fresh(), writer.fresh()
    found = tree.call(writer.passed(Given("runtime", "settled")), arguments)
    writer.emit(tree.unpack([content, code], found))
    cells = [cell for row in table.rows for cell in row.cells if cell is not None]
    is_vague = any(reads_optional(cell) for cell in cells) or any(
        guard.soft is not False for each in values if each is not None for guard in each.guards
    )
    return coded(tree.name(content), code, frozenset(possible), is_vague)


def _content(found: Written | None) -> ast.expr:
    if found is None:
        return tree.constant(None)
    return tree.choice(absence(found.guards), tree.constant(None), found.value)


def _refuse_unlike(table: Table, values: Sequence[Written | None]) -> None:
    """Whether two values that are both lost wait for the same is not seen here; the walk judges such a table."""
    open_ = {
        row.value
        for row, found in zip(table.rows, values, strict=True)
        if isinstance(row.value, nodes.Named) and found is not None and any(g.code in GAPS for g in found.guards)
    }
    if len(open_) > 1:
        raise NotCompiled


VALUES[nodes.Named] = _named
