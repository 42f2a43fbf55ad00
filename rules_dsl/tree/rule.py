"""A rule once it is read and checked: what it reads, whom it asks, and its tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.values.kinds import Type

from . import nodes
from .printer import canonical


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule. `uses` are the canonical names it reads itself (definitions and tables by their name);
    `materials` the materials it asks for; `group` the 明细 whose row it must be judged in, None for the whole matter;
    `each_row` the 明细 where the outermost form is 每行, so that a message may speak of the failing row.
    `vocabulary` is the one it was read against, `forms` what judging it has made of it so far."""

    text: str
    type: Type
    uses: frozenset[str]
    materials: frozenset[str]
    group: str | None
    root: nodes.Node = field(repr=False)
    vocabulary: Vocabulary | None = field(default=None, repr=False, compare=False)
    forms: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def each_row(self) -> str | None:
        """The 明细 whose failing rows a judgement lists."""
        root = self.root
        return root.rows.group if isinstance(root, nodes.Quantified) and root.quantifier == "每" else None

    def print(self) -> str:
        """The rule in canonical form: one spelling for each operator; reading it again gives the same rule."""
        return canonical(self.root)
