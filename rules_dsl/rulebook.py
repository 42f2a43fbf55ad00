"""Parameters, tables and definitions of a matter read together: each may use the others, in any order, without cycles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from .problems import Problem
from .scope import Rulebook
from .values import Dated, Type, Value
from .vocabulary import Vocabulary


class TableText(Protocol):
    """A table as written: input expressions, rows of cells (the last is the value), hit policy 唯一 首条 汇总."""

    inputs: Sequence[str]
    rows: Sequence[Sequence[str]]
    hit: str


@dataclass(frozen=True, slots=True)
class RulebookProblem:
    """A problem of one entry: its `name`, the `start` of the dated value it stands in (None: 起初 or undated)."""

    name: str
    start: date | None
    problem: Problem


def read_literal(
    text: str | Sequence[str], like: Type | None = None
) -> tuple[tuple[Type, Value] | None, tuple[Problem, ...]]:
    """The type and value of a literal as parameters hold it (80周岁, 50元, 134平方米, 1%, 2026-03-02, 是, a bare word), or of
    a list of them (名单). With `like` it must be of that type, and a bare word is read as one of its options."""
    raise NotImplementedError


def read_rulebook(
    parameters: Mapping[str, Dated], tables: Mapping[str, Dated], definitions: Mapping[str, str], vocabulary: Vocabulary
) -> tuple[Rulebook, Vocabulary, tuple[RulebookProblem, ...]]:
    """Read them all, in the order they need each other.

    `parameters` hold literal texts (or sequences of them for a 名单), `tables` hold objects with inputs, rows and hit,
    `definitions` are expressions; `vocabulary` has the matter's fields, columns, materials, queries and facts. Comes
    back: the rulebook of what could be read, the vocabulary with their names and types added, and every problem.
    """
    raise NotImplementedError
