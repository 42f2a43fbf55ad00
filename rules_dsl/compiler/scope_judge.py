"""Compiled rules judging a scope: the row is bound, and where it is not decided what applies, bound both ways.

What is left open here the tree walk judges: rules that are not compiled, a submission that is absent where the
vocabulary says it cannot be, more than five undecided answers (the walk stops choosing after 32 worlds, which these
cannot exceed), and results that differ between the worlds, for only the walk knows what they wait for.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from rules_dsl.compiler.code.outcomes import FALSE, HIDDEN, TRUE
from rules_dsl.compiler.code.writer import Slot
from rules_dsl.compiler.runtime.binding import Row, Unbound, World
from rules_dsl.tree.scope import Scope
from rules_dsl.values.kinds import Absent, Undecided, Value

from .matter_function import Compiled, Ready

MOST_UNDECIDED = 5


def codes_in(compiled: Compiled, ready: Ready, scope: Scope, number: int = 0) -> tuple[Value, ...]:
    """For each rule its code in this scope (for a value: code and value), or None: walk. `number` is the row (from 1)
    of the 明细 that the rules stand in."""
    nothing = (None,) * len(compiled.rules)
    group = compiled.rules[0].group if compiled.rules else None
    if group is not None and isinstance(scope.values.get(group), Absent | Undecided):
        return nothing
    try:
        row = compiled.binder.bind(scope.values, scope.materials, number)
        if row is not None:
            return ready.codes(row)
        first = World({})
        codes = ready.codes(_row_of(first, compiled, scope, number))
        undecided = first.opened  # all of it: in the first world everything undecided applies
        if len(undecided) > MOST_UNDECIDED:
            return tuple(
                None if any(_reads(slots, slot) for slot in undecided.values()) else code
                for slots, code in zip(compiled.reads, codes, strict=True)
            )
        ways = [dict(zip(undecided, way, strict=True)) for way in product((True, False), repeat=len(undecided))]
        worlds = [codes, *(ready.codes(_row_of(World(way), compiled, scope, number)) for way in ways[1:])]
    except Unbound:
        return nothing
    return tuple(_agreed(each, compiled.purpose) for each in zip(*worlds, strict=True))


def _row_of(world: World, compiled: Compiled, scope: Scope, number: int) -> Row:
    values = world.values(compiled.layout, scope.values, number)
    row = compiled.binder.bind(values, world.materials(compiled.layout, scope.materials), number)
    assert row is not None  # a world leaves nothing undecided
    return row


def _reads(slots: Iterable[Slot], undecided: Slot) -> bool:
    """Whether a rule that reads these slots reads the undecided one, in whatever form."""
    wanted = (undecided.name, undecided.role, undecided.group)
    return any((slot.name, slot.role, slot.group) == wanted for slot in slots)


def _agreed(codes: tuple[Value, ...], purpose: str) -> Value:
    """What all worlds agree on (`evaluator.logic.agreed`), None where they do not."""
    if None in codes:
        return None
    if purpose == "value":
        first = codes[0]
        same = all(code == first and type(code[1]) is type(first[1]) for code in codes)
        return first if same and first[0] in (TRUE, HIDDEN) else None
    if all(code == FALSE for code in codes):
        return FALSE
    if purpose == "demand" and all(code in (TRUE, HIDDEN) for code in codes):
        return max(codes)
    return TRUE if all(code == TRUE for code in codes) else None
