"""What every node of the checked tree is: it stands somewhere in the text, and it may have nodes below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Self

Span = tuple[int, int]
_HOLDS_NODES = re.compile(r"\b(Node|Expression|Read|Rows|Test)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything in the tree."""

    span: Span = field(default=(0, 0), compare=False)

    def children(self) -> list[Node]:
        """The nodes directly below, in the order of the text."""
        found: list[Node] = []
        for name in _parts_of(type(self)):  # type: ignore[arg-type]
            value = getattr(self, name)
            if isinstance(value, Node):
                found.append(value)
            elif isinstance(value, tuple):
                found += [item for item in value if isinstance(item, Node)]
        return found

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        pending: list[Node] = [self]
        while pending:
            node = pending.pop()
            yield node
            pending += reversed(node.children())

    def at(self, start: int, end: int) -> Self:
        """The same node, known to stand at this place of the text."""
        if self.span == (start, end):
            return self
        moved = object.__new__(type(self))
        for name in _fields_of(type(self)):  # type: ignore[arg-type]
            object.__setattr__(moved, name, getattr(self, name))
        object.__setattr__(moved, "span", (start, end))  # it is nobody else's yet
        return moved


@cache
def _fields_of(kind: type[Node]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


@cache
def _parts_of(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a node that may hold nodes, by their annotations."""
    return tuple(each.name for each in fields(kind) if _HOLDS_NODES.search(str(each.type)))
