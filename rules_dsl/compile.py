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
from dataclasses import dataclass
from datetime import date
from types import CodeType, FunctionType
from typing import Any

from . import compile_members, compile_named, compile_rows, compile_tests, compile_values
from . import compile_tree as tree
from .compile_bind import bound
from .compile_day import day_values, passed_in
from .compile_dispatch import test
from .compile_outcomes import STATUSES
from .compile_writer import DayValue, NotCompiled, Slot, Writer
from .rule import Rule
from .scope import Calendar, Rulebook
from .values import Division, Value
from .vocabulary import Vocabulary

Row = tuple[Any, ...]
PARTS = (compile_members, compile_named, compile_rows, compile_tests, compile_values)  # importing them fills the tables


class Ready:
    """The compiled rules on one filing day.

    `codes(row)` is the generated function itself: a tuple with one small integer for each rule, in their order: 0
    不通过, 1 通过 (0 and 1 may be False and True), -1 不适用, 3 待核, and 2 or 4 待补. None where the rule is left to
    the tree walk (`Compiled.walked`).
    """

    def __init__(self, compiled: Compiled, filed: date, places: Mapping[str, Division], calendar: Calendar) -> None:
        self.compiled = compiled
        defaults = day_values(compiled.day, compiled.rulebook, filed, places, calendar)
        self.codes = FunctionType(compiled.code, compiled.given, "judge", defaults)

    def bind(self, values: Mapping[str, Value], materials: Mapping[str, Value]) -> Row | None:
        """The typed row of a submission, `values` and `materials` being those of a `Scope`: one place for each of
        `Compiled.slots`. None where it cannot be bound, because it is not decided what applies (`Undecided`) or a value
        is absent where the vocabulary says that it cannot be; the tree walk judges those."""
        return bound(self.compiled.slots, self.compiled.columns, values, materials)

    def statuses(self, row: Row) -> tuple[str, ...]:
        """The statuses of all rules for a bound row: 通过 不通过 待补 待核 不适用."""
        return tuple([STATUSES[code] for code in self.codes(row)])


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """The demands of one matter, compiled. `slots` say what stands in a row, `columns` what stands in the rows of a
    明细; `walked` are the numbers of the rules that are left to the tree walk."""

    rules: tuple[Rule, ...]
    slots: tuple[Slot, ...]
    columns: Mapping[str, tuple[Slot, ...]]
    walked: tuple[int, ...]
    rulebook: Rulebook
    code: CodeType
    day: tuple[DayValue, ...]
    given: dict[str, Any]

    def on(self, filed: date, places: Mapping[str, Division], calendar: Calendar) -> Ready:
        """The rules as they stand on this filing day."""
        return Ready(self, filed, places, calendar)


def compile_rules(rules: Sequence[Rule], vocabulary: Vocabulary, rulebook: Rulebook) -> Compiled:
    """Compile demands (rules read as `demand`, none of them in a row) that share a vocabulary and a rulebook."""
    writer = Writer(vocabulary, rulebook)
    codes: list[ast.expr] = []
    walked: list[int] = []
    for number, rule in enumerate(rules):
        before = len(writer.top.body)
        try:
            codes.append(test(rule.root, writer, True).code(frozenset()))  # type: ignore[arg-type]
        except NotCompiled:
            del writer.top.body[before:]
            writer.block = writer.top
            walked.append(number)
            codes.append(tree.constant(None))
    slots = tuple(writer.slots)
    columns = {group: tuple(found) for group, found in writer.columns.items()}
    for target, group, row in writer.loops:
        names = [row.get(slot) or writer.fresh() for slot in columns.get(group, ())]
        target.elts = [ast.Name(name, ast.Store(), lineno=1, col_offset=0) for name in names]
    body = [tree.unpack([writer.slots[slot] for slot in slots], tree.name("v0"))] if slots else []
    result = ast.Return(tree.group(codes), lineno=1, col_offset=0)
    code = tree.code_of(tree.function(["v0", *writer.day.values()], [*body, *writer.top.body, result]))
    given = passed_in({name: thing for thing, name in writer.given.items()})
    return Compiled(tuple(rules), slots, columns, tuple(walked), rulebook, code, tuple(writer.day), given)
