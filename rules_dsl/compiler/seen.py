"""What a walk sees of a submission, told without walking: only for rules that read the same whatever the answers are.

Branches, rows and tables read what the answers lead them to; their walks must be walked.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules_dsl.tree import nodes
from rules_dsl.tree.rule import Rule
from rules_dsl.tree.scope import Rulebook, Scope
from rules_dsl.values.kinds import UNANSWERED, UNCHECKED, Value

Seen = tuple[tuple[str, str], ...]  # the names in the order in which they are read, each with its role
_PLAIN = (
    nodes.All, nodes.Any, nodes.Not, nodes.AtLeast, nodes.Truth, nodes.Filled, nodes.Compare, nodes.Elapsed,
    nodes.Between, nodes.Window, nodes.Inside, nodes.WellFormed, nodes.HandedIn, nodes.Constant, nodes.FilingDate,
    nodes.Place, nodes.Arithmetic, nodes.Shift, nodes.Call, nodes.Copies,
)  # fmt: skip


class _Varies(Exception):
    """What is read depends on the answers."""


def reads_of(rule: Rule, rulebook: Rulebook) -> Seen | None:
    """What a walk over the rule reads, None where that depends on the answers."""
    try:
        return tuple(dict.fromkeys(_reads(rule.root, rulebook))) if rule.group is None else None
    except _Varies:
        return None


def seen_in(reads: Seen, scope: Scope) -> tuple[tuple[str, Value], ...]:
    """What the walk sees in this scope, in which nothing is undecided."""
    found = []
    for name, role in reads:
        if role == "parameter":
            value = scope.rulebook.parameters[name].on(scope.filed)
            if value is not None:
                found.append((name, value))
        else:
            found.append((name, scope.values.get(name, UNCHECKED if role == "query" else UNANSWERED)))
    return tuple(found)


def _reads(node: nodes.Node, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    if isinstance(node, nodes.Read):
        yield node.name, node.role
    elif isinstance(node, nodes.Named):
        if node.role == "definition" and node.name in rulebook.definitions and node.group is None:
            yield from _reads(rulebook.definitions[node.name].root, rulebook)
        elif node.role == "parameter" and node.name in rulebook.parameters and node.day is None:
            yield node.name, node.role
        else:
            raise _Varies
    elif isinstance(node, nodes.OneOf | nodes.Has):
        if not all(isinstance(member, nodes.Constant) for member in node.members):
            raise _Varies  # the members are read only where there is a value to look for
        yield from _reads(node.value, rulebook)
    elif isinstance(node, nodes.Member) and not isinstance(node.members, nodes.Column):
        yield from _reads(node.value, rulebook)
        yield from _reads(node.members, rulebook)
    elif isinstance(node, _PLAIN):
        for child in node.children():
            yield from _reads(child, rulebook)
    else:
        raise _Varies
