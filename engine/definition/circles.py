"""Conditions that come back to what they decide, through fields, columns, definitions, tables: a matter has none.

Where there is no circle, whether something applies can be resolved by asking for it, in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.matter.records import Matter
from rules_dsl import Rule, Rulebook

Where = tuple[str | int, ...]  # a place of the resolved data
Condition = Callable[[str, str | None], Rule]


@dataclass(frozen=True, slots=True)
class Circle:
    """The names that wait for each other, the first one again at the end; where its condition stands, and its text."""

    names: tuple[str, ...]
    where: Where
    when: str


def circle_of(matter: Matter, rulebook: Rulebook, facts: Mapping[str, str], condition: Condition) -> Circle | None:
    """The first circle, or None. `condition` gives the compiled rule of a `when`, `facts` the names that follow from
    a field (see `Definition`)."""
    asks = _dependencies(matter, rulebook, facts, condition)
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return None
        for needed in sorted(asks.get(name, ())):
            names = visit(needed, (*path, name))
            if names:
                return names
        done.add(name)
        return None

    for name, when, _, where in _conditions(matter):
        names = visit(name, ())
        if names:
            return Circle(names, where, when)
    return None


def _conditions(matter: Matter) -> list[tuple[str, str, str | None, Where]]:
    """Every condition on an answer or a look-up: name (a column as 明细.列), text, 明细, place."""
    found: list[tuple[str, str | None, str | None, Where]] = []
    for index, field in enumerate(matter.fields):
        found.append((field.name, field.when, None, ("fields", index, "when")))
        for number, column in enumerate(field.columns):
            place: Where = ("fields", index, "columns", number, "when")
            found.append((f"{field.name}.{column.name}", column.when, field.name, place))
    for index, query in enumerate(matter.queries):
        found.append((query.name, query.when, None, ("queries", index, "when")))
    return [(name, when, group, where) for name, when, group, where in found if when is not None]


def _dependencies(
    matter: Matter, rulebook: Rulebook, facts: Mapping[str, str], condition: Condition
) -> dict[str, frozenset[str]]:
    """What has to be known before each name has a value; what a row asks of its own 明细 is there already."""
    asks: dict[str, frozenset[str]] = {}
    for name, when, group, _ in _conditions(matter):
        asks[name] = _read(matter, condition(when, group).uses) - {group or ""}
    for name, rule in rulebook.definitions.items():
        asks[name] = _read(matter, rule.uses) - {rule.group or ""}
    for name, history in rulebook.tables.items():
        tables = history.values()
        asks[name] = frozenset().union(*(_read(matter, table.uses) - {table.group or ""} for table in tables))
    return asks | {name: frozenset({source}) for name, source in facts.items() if source}


def _read(matter: Matter, uses: frozenset[str]) -> frozenset[str]:
    """The names a rule reads, each column under the 明细 that the rule reads it of."""
    columns = {f"{f.name}.{c.name}": c.name for f in matter.fields for c in f.columns if f.name in uses}
    outer = {field.name for field in matter.fields}
    read = {node for node, name in columns.items() if name in uses}
    return frozenset(read | {name for name in uses if name in outer or name not in columns.values()})
