"""Which fields a condition makes sure are filled: reading an optional field is sound only behind 已填 or 缺省.

This looks at the tree as read, so that the order within 且 does not matter.
"""

from __future__ import annotations

from rules_dsl.syntax.parser import Branch


def filled_in(branch: Branch) -> set[str]:
    """The names that are filled wherever this condition holds: A 已填, alone or within a 且."""
    return set(_names(branch, "filled", "each_filled", "all_of"))


def is_filled_test(branch: Branch) -> bool:
    """Whether a test of a name makes sure by itself that it is filled."""
    predicates = branch.branches[1]
    return not predicates.words and any(part.kind == "filled" for part in predicates.branches)


def unfilled_in(branch: Branch) -> set[str]:
    """The names that are filled wherever this condition does not hold: A 未填, alone or within an 或."""
    return set(_names(branch, "unfilled", "each_unfilled", "any_of"))


def _names(branch: Branch, predicate: str, several: str, joint: str) -> list[str]:
    kind = branch.kind
    if kind == "tested":
        subject, predicates = branch.branches
        sure = not predicates.words and any(part.kind == predicate for part in predicates.branches)
        return [str(subject.words[0].content)] if sure and subject.kind in ("name", "own_name", "outer_name") else []
    if kind in ("bracket", joint) or (kind == "clauses" and len(branch.parts) == 1):
        return [name for part in branch.branches for name in _names(part, predicate, several, joint)]
    if kind == several:
        return [str(word.content) for part in (branch, *branch.branches) for word in part.words]
    return []
