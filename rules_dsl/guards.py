"""Which fields a condition makes sure are filled: reading an optional field is sound only behind 已填 or 缺省.

This looks at the tree as read, so that the order within 且 does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from .parse import Branch


def filled_in(branch: Branch) -> set[str]:
    """The names that are filled wherever this condition holds: A 已填, alone or within a 且."""
    return set(_names(branch, "filled", "each_filled", "all_of"))


def unfilled_in(branch: Branch) -> set[str]:
    """The names that are filled wherever this condition does not hold: A 未填, alone or within an 或."""
    return set(_names(branch, "unfilled", "each_unfilled", "any_of"))


def _names(branch: Branch, predicate: str, several: str, joint: str) -> Iterator[str]:
    if branch.kind in ("bracket", joint) or (branch.kind == "clauses" and len(branch.parts) == 1):
        for part in branch.branches:
            yield from _names(part, predicate, several, joint)
    elif branch.kind == "tested" and branch.branches[0].kind in ("name", "own_name", "outer_name"):
        predicates = branch.branches[1]
        if any(part.kind == predicate for part in predicates.branches) and not predicates.words:
            yield str(branch.branches[0].words[0].content)
    elif branch.kind == several:
        for part in (branch, *branch.branches):
            yield from (str(word.content) for word in part.words)
