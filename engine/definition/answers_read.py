"""Which answers a matter reads: the fields and columns that a rule, table, definition or text of it uses."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.checked import PLACEHOLDER, Definition
from engine.matter.texts import Text, texts_of
from rules_dsl.tree import nodes

Answer = tuple[str | None, str]  # the 明细 of a column (None for a field), and the name


def answers_read(definition: Definition) -> frozenset[Answer]:
    """Every answer that something of the matter reads or speaks of; names that are no answers stand among them.

    A 明细 is read where a rule walks its rows, whatever it reads in them.
    """
    read: set[Answer] = {(None, day) for day in definition.matter.as_of.values()}
    for node in _nodes(definition):
        if isinstance(node, nodes.Read):
            read.add((node.group, node.name))
        elif isinstance(node, nodes.Rows):
            read.add((None, node.group))
    for text in texts_of(definition.matter):
        group = group_of(definition, text)
        for found in PLACEHOLDER.finditer(text.text):
            is_column = group is not None and definition.vocabulary.column(group, found[1]) is not None
            read.add((group if is_column else None, found[1]))
    for query in definition.matter.queries:
        read |= {(None, found[1]) for found in PLACEHOLDER.finditer(query.asks)}
    return frozenset(read)


def group_of(definition: Definition, text: Text) -> str | None:
    """The 明细 whose failing row a message speaks of."""
    if text.where[0] != "checkpoints":
        return None
    one = definition.matter.checkpoints[int(text.where[1])]
    rule = definition.known(one.rule, "demand") if one.rule else None
    return rule.each_row if rule is not None else None


def _nodes(definition: Definition) -> Iterator[nodes.Node]:
    for rule in (*definition.rules(), *definition.rulebook.definitions.values()):
        yield from rule.root.walk()
    for history in definition.rulebook.tables.values():
        for table in history.values():
            if table is not None:
                yield from table.walk()
