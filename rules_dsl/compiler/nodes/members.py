"""Tests of belonging as code: in a place, in a list, among the cells of a column, among what was chosen."""

from __future__ import annotations

import ast

from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.outcomes import HIDDEN, NOTHING_KNOWN, Guard, Outcome, Plain, Stored
from rules_dsl.compiler.code.writer import DayValue, Form, Given, NotCompiled, Writer, Written
from rules_dsl.tree import nodes
from rules_dsl.values.comparison import is_identifier
from rules_dsl.values.kinds import Type

from .cells import found_in
from .comparisons import DIRECT, guarded, in_mode, is_text, plain
from .dispatch import TESTS, VALUES, is_of_day, lost_on_a_day, value
from .rows import where_there


def _inside(node: nodes.Inside, writer: Writer, demand: bool, negate: bool) -> Outcome:
    found = [value(each, writer) for each in (node.value, *node.places)]
    guards = [guard for each in found for guard in each.guards]
    arguments = [found[0].value, tree.group([each.value for each in found[1:]])]
    answer = tree.call(writer.passed(Given("runtime", "lies_in")), arguments)
    return plain(answer, guards, demand, negate != node.negated)


def _member(node: nodes.Member, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """在 名单 中 · 在 明细 的 列 中 · 在 多选 中."""
    of = node.members.type.of or Type("选项", node.members.type.options)
    identifier = is_identifier(node.value.type, of)
    texts = is_text(node.value.type) and is_text(of)
    form: Form = ("identifier" if identifier else "text") if texts else "raw"
    found = value(node.value, writer, form)
    negate = negate != node.negated

    def same(other: Written) -> ast.expr:
        if node.value.type.kind == "区划":
            arguments = [found.value, tree.group([other.value])]
            return tree.call(writer.passed(Given("runtime", "lies_in")), arguments)
        if texts or (node.value.type.kind in DIRECT and of.kind in DIRECT):
            return tree.compare(found.value, "==", other.value)
        arguments = [found.value, tree.group([other.value]), tree.constant(identifier)]
        return tree.call(writer.passed(Given("runtime", "among")), arguments)

    if isinstance(node.members, nodes.Column):
        guards = (*found.guards, *writer.slot(node.members.rows.group, "rows", None).guards)
        result = writer.fresh()
        with where_there(guards, result, writer):
            seen = found_in(node.members, writer, form, same)
            writer.emit(tree.assign(result, seen.code(NOTHING_KNOWN)))
        possible = seen.possible | {guard.code for guard in guards}
        return in_mode(Stored(result, possible), writer, demand, negate)
    members, answer = _listed(node, found, form, identifier, writer)
    return plain(answer, (*found.guards, *members), demand, negate)


def _listed(
    node: nodes.Member, found: Written, form: Form, identifier: bool, writer: Writer
) -> tuple[tuple[Guard, ...], ast.expr]:
    """A list other than a column: its guards, and whether the value is in it."""
    if node.members.type.kind == "多选":
        members = value(node.members, writer, "texts")
        return members.guards, tree.compare(found.value, "in", members.value)
    if form != "raw" and is_of_day(node.members):
        codes = lost_on_a_day(node.members, writer)
        members = writer.of_day(DayValue("members", node.members, form), codes)
        return members.guards, tree.compare(found.value, "in", members.value)
    members = value(node.members, writer)
    if node.value.type.kind == "区划":
        answer = tree.call(writer.passed(Given("runtime", "lies_in")), [found.value, members.value])
        return members.guards, answer
    plain_value = value(node.value, writer)
    arguments = [plain_value.value, members.value, tree.constant(identifier)]
    return members.guards, tree.call(writer.passed(Given("runtime", "among")), arguments)


def _has(node: nodes.Has, writer: Writer, demand: bool, negate: bool) -> Outcome:
    """含 · 不含 · 含全部 · 只含."""
    several = node.value.type.kind == "多选"
    subject = value(node.value, writer, "texts" if several else "text")
    others = [value(member, writer, "text") for member in node.members]
    if node.how == "只含":
        inner = [guard for other in others for guard in other.guards]
        function = writer.passed(Given("runtime", "holds_only"))
        answer = tree.call(function, [subject.value, tree.group([other.value for other in others])])
        part: Outcome = Plain(answer, (*subject.guards, *inner), True)
        return guarded(subject.guards, [part], True, writer, demand, negate)
    parts = [
        Plain(tree.compare(other.value, "in", subject.value), (*subject.guards, *other.guards), True)
        for other in others
    ]
    every = node.how == "含全部"
    negate = negate != node.negated
    if not any(other.guards for other in others) and (demand or HIDDEN not in {g.code for g in subject.guards}):
        join = tree.both if every else tree.either
        return plain(join([part.answer for part in parts]), subject.guards, demand, negate)
    return guarded(subject.guards, parts, every, writer, demand, negate)


def _column(node: nodes.Column, writer: Writer, form: Form) -> Written:
    """A column that a definition names, not the list of 在 … 中: its cells may be gaps, which only the walk keeps."""
    raise NotCompiled


VALUES[nodes.Column] = _column
TESTS |= {nodes.Inside: _inside, nodes.Member: _member, nodes.Has: _has}
