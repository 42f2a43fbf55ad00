"""Which function compiles which node: a table for expressions and one for tests; the other modules fill them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules_dsl.compiler.code.outcomes import NOTHING, OPEN, Outcome
from rules_dsl.compiler.code.writer import DayValue, Form, Writer, Written
from rules_dsl.tree import nodes

VALUES: dict[type, Callable[[Any, Writer, Form], Written]] = {}
TESTS: dict[type, Callable[[Any, Writer, bool, bool], Outcome]] = {}


def value(node: nodes.Expression, writer: Writer, form: Form = "raw") -> Written:
    """The value of an expression as code, a text in the given form."""
    if not isinstance(node, nodes.Constant) and is_of_day(node):
        return writer.of_day(DayValue("value", node, form), lost_on_a_day(node, writer))
    writer.enter()
    found = VALUES[type(node)](node, writer, form)
    writer.depth -= 1
    return found


def test(node: nodes.Test, writer: Writer, demand: bool, negate: bool = False) -> Outcome:
    """What a test comes to as code, as a demand or as a condition, and carried through 非 (`negate`)."""
    writer.enter()
    found = TESTS[type(node)](node, writer, demand, negate)
    writer.depth -= 1
    return found


def is_of_day(node: nodes.Node) -> bool:
    """Whether it depends on the filing day, the places and the parameters only."""
    if isinstance(node, nodes.Named):
        return node.role == "parameter" and (node.day is None or is_of_day(node.day))
    if isinstance(node, nodes.Arithmetic | nodes.Shift | nodes.Call):
        return all(is_of_day(child) for child in node.children())
    return isinstance(node, nodes.Constant | nodes.FilingDate | nodes.Place)


def lost_on_a_day(node: nodes.Node, writer: Writer) -> frozenset[int]:
    """The outcome codes with which a value of the day may be absent."""
    if isinstance(node, nodes.Named):
        return _ended(node, writer)
    if isinstance(node, nodes.Place):
        return frozenset({OPEN})
    codes = frozenset({NOTHING} if isinstance(node, nodes.Arithmetic | nodes.Shift | nodes.Call) else ())
    return codes.union(*(lost_on_a_day(child, writer) for child in node.children()))


def _ended(node: nodes.Named, writer: Writer) -> frozenset[int]:
    dated = writer.rulebook.parameters.get(node.name)
    day = lost_on_a_day(node.day, writer) if node.day is not None else frozenset()
    has_always = dated is not None and None in [start for start, _ in dated.entries]
    is_sure = has_always and dated is not None and all(content is not None for _, content in dated.entries)
    return day if is_sure else day | {OPEN}
