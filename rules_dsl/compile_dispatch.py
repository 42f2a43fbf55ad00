"""Which function compiles which node: a table for expressions and one for tests; the `compile_*` modules fill them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import nodes
from .compile_outcomes import Outcome
from .compile_writer import DayValue, Form, Writer, Written

VALUES: dict[type, Callable[[Any, Writer, Form], Written]] = {}
TESTS: dict[type, Callable[[Any, Writer, bool, bool], Outcome]] = {}


def value(node: nodes.Expression, writer: Writer, form: Form = "raw") -> Written:
    """The value of an expression as code, a text in the given form."""
    if not isinstance(node, nodes.Constant) and is_of_day(node):
        return writer.of_day(DayValue("value", node, form), is_sure(node, writer))
    return VALUES[type(node)](node, writer, form)


def test(node: nodes.Test, writer: Writer, demand: bool, negate: bool = False) -> Outcome:
    """What a test comes to as code, as a demand or as a condition, and carried through 非 (`negate`)."""
    return TESTS[type(node)](node, writer, demand, negate)


def is_of_day(node: nodes.Node) -> bool:
    """Whether it depends on the filing day, the places and the parameters only."""
    if isinstance(node, nodes.Named):
        return node.role == "parameter" and (node.day is None or is_of_day(node.day))
    if isinstance(node, nodes.Arithmetic | nodes.Shift | nodes.Call):
        return all(is_of_day(child) for child in node.children())
    return isinstance(node, nodes.Constant | nodes.FilingDate | nodes.Place)


def is_sure(node: nodes.Expression, writer: Writer) -> bool:
    """Whether a value of the day is there whatever the day."""
    if isinstance(node, nodes.Named) and node.day is None:
        dated = writer.rulebook.parameters.get(node.name)
        if dated is None:
            return False
        starts = [start for start, _ in dated.entries]
        return None in starts and all(content is not None for _, content in dated.entries)
    return isinstance(node, nodes.Constant | nodes.FilingDate)
