"""Rules put into sentences: what a rule asks, why it failed with the values, what would make it pass."""

from __future__ import annotations

from .rule import Rule
from .scope import Scope


def describe(rule: Rule) -> str:
    """What the rule asks, as a Chinese sentence; parameters, tables and definitions by their name."""
    raise NotImplementedError


def why(rule: Rule, scope: Scope) -> str:
    """Why the rule does not pass, with the values seen; empty if it passes or does not apply."""
    raise NotImplementedError


def remedy(rule: Rule, scope: Scope) -> str:
    """What would make the rule pass; both branches where a condition is undecided; empty if it passes."""
    raise NotImplementedError
