"""Expressions as code: `evaluator/expressions.py`, written once instead of walked each time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace

from rules_dsl.compiler.code import python_tree as tree
from rules_dsl.compiler.code.outcomes import HIDDEN, NOTHING, Guard, absence, ordered
from rules_dsl.compiler.code.writer import DayValue, Form, Given, NotCompiled, Writer, Written
from rules_dsl.compiler.runtime.calls import text_keys
from rules_dsl.tree import nodes
from rules_dsl.values.comparison import key
from rules_dsl.values.kinds import MonthDay, Value

from .dispatch import VALUES, is_of_day, value

_FORMING = {"text": "text_key", "identifier": "identifier_key", "texts": "text_keys"}
LOOSE = {"绝对值": "abs", "较大": "max", "较小": "min"}  # what is whole may be a Fraction here, and comes out as one
PLAIN = (bool, int, str, type(None))


def literal(content: Value, writer: Writer) -> ast.expr:
    """A constant: written in the code if it is plain, else passed in."""
    if type(content) in PLAIN:
        return tree.constant(content)
    if type(content) is tuple and all(type(each) in PLAIN for each in content):
        return tree.constant(content)
    return tree.name(writer.passed(Given("value", content)))


def formed(written: Written, form: Form, writer: Writer) -> Written:
    """A text in the form in which it is compared."""
    if form == "raw":
        return written
    function = writer.passed(Given("runtime", _FORMING[form]))
    return computed(written.guards, lambda: tree.call(function, [written.value]), writer, total=True)


def computed(guards: Sequence[Guard], make: Callable[[], ast.expr], writer: Writer, total: bool = False) -> Written:
    """Something worked out where none of the guards holds; unless it is `total`, None where it has no value."""
    guards = ordered(guards)
    variable = writer.keep(tree.choice(absence(guards), tree.constant(None), make()))
    if total:
        return Written(tree.name(variable), guards)
    return Written(tree.name(variable), (*guards, none_of(variable, NOTHING, guards)))


def none_of(variable: str, code: int, guards: Sequence[Guard]) -> Guard:
    """That something worked out behind guards is None."""
    test = tree.compare(tree.name(variable), "is", tree.constant(None))
    return Guard(code, f"{variable} none", test, after=tuple(guards))


def _constant(node: nodes.Constant, writer: Writer, form: Form) -> Written:
    if isinstance(node.value, MonthDay):
        return writer.of_day(DayValue("value", node))
    content = node.value
    if form == "texts":
        content = text_keys(content)
    elif form != "raw":
        content = key(content, form == "identifier")
    return Written(literal(content, writer))


def _read(node: nodes.Read, writer: Writer, form: Form) -> Written:
    return writer.read(node, form)


def _chosen(node: nodes.Chosen, writer: Writer, form: Form) -> Written:
    if writer.chosen is None:
        raise NotCompiled
    return formed(Written(tree.name(writer.chosen)), form, writer)


def _arithmetic(node: nodes.Arithmetic, writer: Writer, form: Form) -> Written:
    return number(node, writer, exactly=True)


def number(node: nodes.Expression, writer: Writer, exactly: bool = False) -> Written:
    """A number or amount. Not `exactly`: what is whole may be a Fraction, which compares and adds just the same."""
    if is_of_day(node):
        return value(node, writer)
    if isinstance(node, nodes.Call) and node.function in LOOSE and not exactly:
        arguments = [number(argument, writer) for argument in node.arguments]
        function = writer.passed(Given("runtime", LOOSE[node.function]))
        lost = ordered(guard for argument in arguments for guard in argument.guards)
        return Written(tree.call(function, [argument.value for argument in arguments]), lost)
    if not isinstance(node, nodes.Arithmetic):
        return value(node, writer)
    left, right = number(node.left, writer), number(node.right, writer)
    guards = (*left.guards, *right.guards)
    if node.operator == "/":
        return computed(
            guards, lambda: tree.call(writer.passed(Given("runtime", "quotient")), [left.value, right.value]), writer
        )
    result = tree.arithmetic(left.value, node.operator, right.value)
    if exactly and node.type.kind != "整数":
        return computed(
            guards, lambda: tree.call(writer.passed(Given("runtime", "exact")), [result]), writer, total=True
        )
    return Written(result, guards)


def _shift(node: nodes.Shift, writer: Writer, form: Form) -> Written:
    return shifted(node.day, node.period, node.sign, writer)


def shifted(day: nodes.Expression, period: nodes.Expression, sign: int, writer: Writer) -> Written:
    """A date or month and a period."""
    left, right = value(day, writer), value(period, writer)
    arguments = [left.value, right.value, tree.constant(sign), setting(writer)]
    return computed(
        (*left.guards, *right.guards), lambda: tree.call(writer.passed(Given("runtime", "moved")), arguments), writer
    )


def setting(writer: Writer) -> ast.expr:
    """The filing date and calendar, as functions take them."""
    return writer.of_day(DayValue("setting")).value


def _call(node: nodes.Call, writer: Writer, form: Form) -> Written:
    if node.function == "长度":  # folding a text changes no length
        text = value(node.arguments[0], writer, "text")
        size = writer.passed(Given("runtime", "len"))
        return computed(text.guards, lambda: tree.call(size, [text.value]), writer, total=True)
    arguments = [value(argument, writer) for argument in node.arguments]
    guards = [guard for argument in arguments for guard in argument.guards]
    values = [tree.group([argument.value for argument in arguments]), setting(writer)]
    found = computed(guards, lambda: tree.call(writer.passed(Given("function", node.function)), values), writer)
    return formed(found, form, writer) if form != "raw" else found


def _fallback(node: nodes.Fallback, writer: Writer, form: Form) -> Written:
    """缺省: the default where the value is hidden, or nothing but optional answers are missing."""
    found, default = value(node.value, writer, form), value(node.default, writer, form)
    hidden = [guard for guard in found.guards if guard.code == HIDDEN]
    soft = [guard for guard in found.guards if guard.soft]
    hard = [guard for guard in found.guards if guard.code != HIDDEN and not guard.soft]
    if any(guard.soft is None for guard in found.guards):
        raise NotCompiled
    if not hidden and not soft:
        return found
    lost = [guard.test for guard in hidden]
    if soft:
        only_soft = [tree.negation(guard.alone) for guard in hard]
        lost.append(tree.both([tree.either([guard.test for guard in soft]), *only_soft]))
    if not hard and not default.guards:
        return Written(tree.choice(tree.either(lost), default.value, found.value))
    instead = writer.keep(tree.either(lost))
    stays = tree.negation(tree.name(instead))
    guards = [_when(tree.name(instead), guard) for guard in default.guards]
    guards += [replace(_when(stays, guard), soft=False) for guard in (*soft, *hard)]
    one, other = _or_none(default), _or_none(found)
    return Written(tree.name(writer.keep(tree.choice(tree.name(instead), one, other))), tuple(guards))


def _when(test: ast.expr, guard: Guard) -> Guard:
    return replace(guard, key=f"{guard.key} {ast.unparse(test)}", test=tree.both([test, guard.test]))


def _or_none(written: Written) -> ast.expr:
    return tree.choice(absence(written.guards), tree.constant(None), written.value)


def _copies(node: nodes.Copies, writer: Writer, form: Form) -> Written:
    return writer.slot(node.material, "material", None)


VALUES |= {
    nodes.Constant: _constant,
    nodes.Read: _read,
    nodes.Chosen: _chosen,
    nodes.Arithmetic: _arithmetic,
    nodes.Shift: _shift,
    nodes.Call: _call,
    nodes.Fallback: _fallback,
    nodes.Copies: _copies,
}
