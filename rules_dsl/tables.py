"""Decision tables: cells are predicates without subject over the table's inputs; the last cell of a row is its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .problems import Problem
from .values import Type
from .vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Table:
    """A checked table. `type` is that of its values, `uses` the names its inputs, cells and values read, `group` the
    明细 whose row it must be used in."""

    type: Type
    uses: frozenset[str]
    group: str | None


def read_table(
    inputs: Sequence[str], rows: Sequence[Sequence[str]], hit: str, vocabulary: Vocabulary
) -> tuple[Table | None, tuple[Problem, ...]]:
    """The table and its problems (each with its `cell`); the table is None if one of them is an error.

    Inputs are expressions; cells `90 至 99`, `30 以上 不满 60`, `超过 1000`, `100 以上`, `甲、乙`, a literal, an option, 不限;
    a value is a literal, option, name of a parameter, table or definition, or 无. `hit` is 唯一, 首条 or 汇总.
    """
    raise NotImplementedError
