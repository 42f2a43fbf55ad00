"""The rules of a matter as one Python function, three-valued like the tree walk and some forty times as fast.

    compiled = compile_rules(rules, vocabulary, rulebook)     # once a matter
    ready = compiled.on(filed, places, calendar)              # once a filing day (kept)
    row = ready.bind(values, materials)                       # once a submission: a tuple
    ready.codes(row), ready.statuses(row)                     # all rules at once

The tree walk stays the reference: it explains, and it judges what is not decided to apply or not.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import CodeType, FunctionType
from typing import Any, Literal

from rules_dsl.compiler.code.assembly import TooLarge, code_of
from rules_dsl.compiler.code.outcomes import HIDDEN, STATUSES, TRUE, absence, lost
from rules_dsl.compiler.code.writer import DayValue, NotCompiled, Slot, Writer
from rules_dsl.compiler.nodes.dispatch import test, value
from rules_dsl.compiler.runtime.binding import Binder, Layout, Row, Unbound
from rules_dsl.compiler.runtime.day import day_values, passed_in
from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.tree import nodes
from rules_dsl.tree.rule import Rule
from rules_dsl.tree.scope import Rulebook
from rules_dsl.values.calendars import Calendar
from rules_dsl.values.kinds import Division, Value

from .code import python_tree
from .nodes import cells, expressions, members, named, rows, tests

Purpose = Literal["demand", "condition", "value"]
MOST_DAYS = 512  # for which the rules are kept ready
MOST_TOWNS = 16  # for which they are, on one day
PARTS = (
    cells,
    members,
    named,
    rows,
    tests,
    expressions,
)  # importing them fills the tables


class Ready:
    """The compiled rules on one filing day.

    `codes(row)` is the generated function itself: a tuple with one small integer for each rule, in their order: 0
    不通过, 1 通过 (they may be False and True), -1 不适用, 3 待核, and 2 or 4 待补; of a condition 0 says that it does
    not hold, 1 that it does. None where the rule is left to the tree walk (`Compiled.walked`). For values it is a tuple
    of pairs: such a code (1: there is a value) and the value.
    """

    def __init__(self, compiled: Compiled, filed: date, places: Mapping[str, Division], calendar: Calendar) -> None:
        self.compiled, self.places, self.calendar = compiled, places, calendar
        defaults = day_values(compiled.day, compiled.rulebook, filed, places, calendar)
        self.codes = FunctionType(compiled.code, compiled.given, "judge", defaults)

    def is_for(self, places: Mapping[str, Division], calendar: Calendar) -> bool:
        """Whether these are the places and the calendar it was made for, or it needs neither."""
        if not self.compiled.day:
            return True
        return self.calendar is calendar and (self.places is places or self.places == places)

    def bind(self, values: Mapping[str, Value], materials: Mapping[str, Value], number: int = 0) -> Row | None:
        """The typed row of a submission, `values` and `materials` being those of a `Scope`: one place for each of
        `Compiled.slots`; `number` is the row (from 1) of the 明细 that the rules stand in. None where it cannot be
        bound, because it is not decided what applies (`Undecided`) or a value is absent where the vocabulary says that
        it cannot be; the tree walk judges those."""
        try:
            return self.compiled.binder.bind(values, materials, number)
        except Unbound:
            return None

    def statuses(self, row: Row) -> tuple[str, ...]:
        """The statuses of all demands for a bound row: 通过 不通过 待补 待核 不适用."""
        return tuple([STATUSES[code] for code in self.codes(row)])


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Rules of one matter, compiled for one purpose. `layout` says what stands in a row and in the rows of each 明细,
    `reads` what each rule reads of it; `walked` are the numbers of the rules that are left to the tree walk."""

    rules: tuple[Rule, ...]
    purpose: Purpose
    layout: Layout
    binder: Binder
    reads: tuple[frozenset[Slot], ...]
    walked: tuple[int, ...]
    rulebook: Rulebook
    code: CodeType
    day: tuple[DayValue, ...]
    given: dict[str, Any]
    _ready: dict[date, list[Ready]] = field(default_factory=dict)

    @property
    def slots(self) -> Sequence[Slot]:
        """What stands in a row, in its order."""
        return self.layout[None]

    def on(self, filed: date, places: Mapping[str, Division], calendar: Calendar) -> Ready:
        """The rules as they stand on this filing day, kept for the next submission of that day."""
        ready = self._ready.setdefault(filed if self.day else date.min, [])
        for each in ready:
            if each.is_for(places, calendar):
                return each
        made = Ready(self, filed, places, calendar)
        ready.append(made)
        del ready[:-MOST_TOWNS]
        if len(self._ready) > MOST_DAYS:
            self._ready.clear()
        return made


def compile_rules(
    rules: Sequence[Rule], vocabulary: Vocabulary, rulebook: Rulebook, purpose: Purpose = "demand"
) -> Compiled:
    """Compile rules that were read for this purpose against a vocabulary and a rulebook, and that stand in the same
    place: in the matter, or all in a row of the same 明细."""
    writer = Writer(vocabulary, rulebook, rules[0].group if rules else None)
    results: list[ast.expr] = []
    walked: list[int] = []
    reads: list[frozenset[Slot]] = []
    for number, rule in enumerate(rules):
        forget = writer.start()
        try:
            results.append(_result(rule.root, writer, purpose))
        except NotCompiled:
            forget()
            walked.append(number)
            results.append(python_tree.constant(None))
        reads.append(frozenset(writer.touched))
    layout: dict[str | None, Sequence[Slot]] = {group: tuple(found) for group, found in writer.columns.items()}
    layout[None] = tuple(writer.whole.variables)
    for target, group, row in writer.loops:
        names = [row.variables.get(slot) or writer.fresh() for slot in layout.get(group, ())]
        target.elts = [python_tree.target(name) for name in names]
    variables = list(writer.whole.variables.values())
    body = [python_tree.unpack(variables, python_tree.name("v0"))] if variables else []
    parameters = ["v0", *writer.day.values()]
    try:
        code = code_of(
            python_tree.function(parameters, [*body, *writer.top.body, python_tree.give(python_tree.group(results))])
        )
    except TooLarge:
        walked, results = list(range(len(rules))), [python_tree.constant(None)] * len(rules)
        code = code_of(python_tree.function(parameters, [python_tree.give(python_tree.group(results))]))
    given = passed_in({name: thing for thing, name in writer.given.items()})
    day = tuple(writer.day)
    return Compiled(
        tuple(rules), purpose, layout, Binder(layout), tuple(reads), tuple(walked), rulebook, code, day, given
    )


def _result(root: nodes.Node, writer: Writer, purpose: Purpose) -> ast.expr:
    """What the function gives for one rule."""
    nothing: frozenset[str] = frozenset()
    if purpose != "value":
        return test(root, writer, purpose == "demand").code(nothing)  # type: ignore[arg-type]
    if isinstance(root, nodes.Test):
        held = writer.store(test(root, writer, True))
        there = python_tree.choice(held.false(nothing), python_tree.constant(TRUE), held.code(nothing))
        return python_tree.group([there, held.true(nothing)])
    found = value(root, writer)  # type: ignore[arg-type]
    content = python_tree.choice(absence(found.guards), python_tree.constant(None), found.value)
    return python_tree.group([lost(found.guards, TRUE), content])


__all__ = ["HIDDEN", "Compiled", "Purpose", "Ready", "Row", "Slot", "compile_rules"]
