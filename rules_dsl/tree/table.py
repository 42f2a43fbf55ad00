"""A decision table once it is read and checked: cells are predicates over the inputs, the last of a row its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rules_dsl.values.kinds import Type

from . import nodes


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a test for each input (None: 不限) and the value (None: 无, the table has no value here)."""

    cells: tuple[nodes.Test | None, ...]
    value: nodes.Expression | None


@dataclass(frozen=True, slots=True)
class Table:
    """A checked table. `type` is that of its values, `uses` the names its inputs, cells and values read, `group` the
    明细 whose row it must be used in."""

    type: Type
    uses: frozenset[str]
    group: str | None
    hit: str = field(repr=False)
    inputs: tuple[nodes.Expression, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)

    def walk(self) -> Iterator[nodes.Node]:
        """Every node of its inputs, cells and values."""
        parts = (part for row in self.rows for part in (*row.cells, row.value) if part is not None)
        for node in (*self.inputs, *parts):
            yield from node.walk()
