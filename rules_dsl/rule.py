"""A rule from its text to its verdict: read it against a vocabulary, judge it against a scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .problems import Problem
from .scope import Judgement, Scope
from .values import Type, Undecided, Value
from .vocabulary import Vocabulary

Expects = Literal["demand", "condition", "value"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule. `uses` are the canonical names it reads itself (definitions and tables by their name);
    `materials` the materials it asks for; `group` the 明细 whose row it must be judged in, None for the whole matter."""

    text: str
    type: Type
    uses: frozenset[str]
    materials: frozenset[str]
    group: str | None

    def print(self) -> str:
        """The rule in canonical form: one spelling for each operator; reading it again gives the same rule."""
        raise NotImplementedError


def read_rule(
    text: str, vocabulary: Vocabulary, expects: Expects | Type, group: str | None = None
) -> tuple[Rule | None, tuple[Problem, ...]]:
    """The rule and its problems; the rule is None if one of them is an error.

    `expects`: a demand (a checkpoint's rule), a condition (a `when`), any value, or a value of that type. With `group`
    the text stands in a row of that 明细 (a column's `when`) and may use its columns by their bare names.
    """
    raise NotImplementedError


def judge(rule: Rule, scope: Scope, row: int | None = None) -> Judgement:
    """What a demand comes to. `row` is the row (from 1) to judge a rule with a `group` in."""
    raise NotImplementedError


def holds(rule: Rule, scope: Scope, row: int | None = None) -> bool | Undecided:
    """Whether a condition holds; `Undecided(None, missing, unchecked)` where that is not known yet."""
    raise NotImplementedError


def value_of(rule: Rule, scope: Scope, row: int | None = None) -> Value:
    """The value of an expression: NOT_APPLICABLE, UNANSWERED (an answer is missing, or no value such as ÷ 0) or
    UNCHECKED (a query is open, a parameter has ended, no row of a table applies) where there is none."""
    raise NotImplementedError
