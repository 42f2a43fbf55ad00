"""Parameters, tables and definitions of a matter read together: each may use the others, in any order but no circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from rules_dsl.syntax.parser import Branch, parse
from rules_dsl.text.lone_literals import read_literal
from rules_dsl.text.mismatch import label
from rules_dsl.text.problem import Problem
from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.tree.rule import Rule
from rules_dsl.tree.scope import Rulebook
from rules_dsl.tree.table import Table
from rules_dsl.values.folding import fold
from rules_dsl.values.kinds import Dated, Name, Type, Value

from .positivity import is_positive
from .rules import read_definition
from .tables import read_table


class TableText(Protocol):
    """A table as written: input expressions, rows of cells (the last is the value), hit policy 唯一 首条 汇总."""

    @property
    def inputs(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[Sequence[str]]: ...
    @property
    def hit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RulebookProblem:
    """A problem of one entry: its `name`, and the `start` of the dated value it stands in (None: 起初 or undated)."""

    name: str
    start: date | None
    problem: Problem


def read_rulebook(
    parameters: Mapping[str, Dated],
    tables: Mapping[str, Dated],
    definitions: Mapping[str, str],
    vocabulary: Vocabulary,
    as_of: Mapping[str, str] | None = None,
) -> tuple[Rulebook, Vocabulary, tuple[RulebookProblem, ...]]:
    """Read them all, in the order they need each other.

    `parameters` hold literal texts (or sequences of them for a 名单), `tables` hold objects with inputs, rows and hit,
    `definitions` are expressions; `vocabulary` has the matter's fields, columns, materials, queries and facts; `as_of`
    names, for parameters and tables not taken of the filing day, the date field whose day counts. Comes back: the
    rulebook of what could be read, the vocabulary with their names and types added, and every problem. A value that
    could not be read stands as None in its `Dated`, as if it had ended.
    """
    reading = _Reading(vocabulary, tables, definitions, as_of or {})
    reading.read_parameters(parameters)
    pending = [Name(name, "table", Type("文本")) for name in tables] + [
        Name(name, "definition", Type("文本")) for name in definitions
    ]
    reading.everything = reading.vocabulary.with_names(pending)
    reading.pending = tuple(fold(name.name) for name in pending)
    for name in (*tables, *definitions):
        reading.read(name, ())
    book = Rulebook(reading.parameters, reading.tables, reading.definitions)
    return book, reading.vocabulary, tuple(reading.problems)


class _Reading:
    """A rulebook being read. `everything` knows all names, though not the types of those still to be read."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        tables: Mapping[str, Dated],
        definitions: Mapping[str, str],
        as_of: Mapping[str, str],
    ) -> None:
        self.as_of = as_of
        self.vocabulary = self.everything = vocabulary
        self.table_texts, self.definition_texts = tables, definitions
        self.parameters: dict[str, Dated] = {}
        self.tables: dict[str, Dated] = {}
        self.definitions: dict[str, Rule] = {}
        self.problems: list[RulebookProblem] = []
        self.done: set[str] = set()
        self.pending: tuple[str, ...] = ()  # tables and definitions, as they look in a folded text

    def note(self, name: str, start: date | None, *problems: Problem) -> None:
        self.problems.extend(RulebookProblem(name, start, problem) for problem in problems)

    def read_parameters(self, parameters: Mapping[str, Dated]) -> None:
        names = []
        for name, dated in parameters.items():
            types: list[Type] = []
            entries: list[tuple[date | None, Value]] = []
            for start, text in dated.entries:
                reading, problems = read_literal(text) if text is not None else (None, ())
                self.note(name, start, *problems)
                entries.append((start, reading[1] if reading else None))
                if reading:
                    type, value = reading
                    types.append(replace(type, options=(value,)) if type.kind == "文本" else type)
            self.parameters[name] = Dated(tuple(entries))
            type = self.one_type(name, types)
            positive = (type.is_number or type.kind == "金额") and all(v is None or v > 0 for _, v in entries)
            names.append(Name(name, "parameter", type, positive=positive, as_of=self.as_of.get(name)))
        self.vocabulary = self.vocabulary.with_names(names)

    def one_type(self, name: str, types: list[Type]) -> Type:
        """The type that all values of one entry share; a number with and without decimals is 小数."""
        if not types:
            return Type("文本")
        kinds = {type.kind for type in types}
        if kinds == {"整数", "小数"}:
            return Type("小数", unit=types[0].unit)
        if len(kinds) > 1:
            found = "、".join(dict.fromkeys(label(type) for type in types))
            self.note(name, None, Problem(0, 0, "type", f"「{name}」各时期的值要是同一种，这里有{found}。"))
        members = [type.of for type in types if type.of is not None]
        if members and members[0].options:
            options = tuple(dict.fromkeys(option for of in members for option in of.options))
            return Type("名单", of=Type("选项", options))
        options = tuple(dict.fromkeys(option for type in types for option in type.options))
        percent = all(type.percent for type in types)
        return Type(types[0].kind, options, unit=types[0].unit, of=types[0].of, percent=percent)

    def read(self, name: str, above: tuple[str, ...]) -> None:
        """Read a table or definition, and first all it needs; `above` is the chain that led here."""
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            self.note(name, None, Problem(0, 0, "cycle", f"定义和表互相引用，绕成了圈：{circle}。"))
            return
        if name in self.done:
            return
        is_table = name in self.table_texts
        needs = self.table_needs(name) if is_table else self.definition_needs(name)
        for need in needs:
            if need in self.table_texts or need in self.definition_texts:
                self.read(need, (*above, name))
                if need == name or name in self.done:
                    break
        if name in self.done:
            return
        self.done.add(name)
        if is_table:
            self.read_table(name)
        else:
            self.read_definition(name)

    def definition_needs(self, name: str) -> list[str]:
        return self.names_in(self.definition_texts[name])

    def table_needs(self, name: str) -> list[str]:
        needs: list[str] = []
        for source in self.table_texts[name].values():
            for text in source.inputs:
                needs += self.names_in(text)
            for row in source.rows:
                for cell in row[:-1]:
                    needs += self.names_in(cell, "cell")
                needs += row[-1:]
        return needs

    def names_in(self, text: str, start: str = "start") -> list[str]:
        """Every name a text reads, in order; not looked for where the text holds none of the tables and definitions."""
        folded = fold(text)
        if not any(name in folded for name in self.pending):
            return []
        return _names_in(parse(text, self.everything, start)[0])

    def read_definition(self, name: str) -> None:
        text = self.definition_texts[name]
        tree, problems = parse(text, self.vocabulary)
        rule: Rule | None = None
        if tree is not None:
            rule, found = read_definition(text, tree, self.vocabulary)
            problems = tuple(dict.fromkeys((*problems, *found)))
        self.note(name, None, *problems)
        if rule is not None:
            self.definitions[name] = rule
            positive = is_positive(rule.root, self.vocabulary)
            found_name = Name(name, "definition", rule.type, rule.group, positive=positive)
            self.vocabulary = self.vocabulary.with_names([found_name])

    def read_table(self, name: str) -> None:
        entries: list[tuple[date | None, Any]] = []
        found: list[Table] = []
        for start, source in self.table_texts[name].entries:
            table: Table | None = None
            if source is not None:
                table, problems = read_table(source.inputs, source.rows, source.hit, self.vocabulary)
                self.note(name, start, *problems)
            entries.append((start, table))
            if table is not None:
                found.append(table)
        self.tables[name] = Dated(tuple(entries))
        if found:
            groups = {table.group for table in found if table.group}
            if len(groups) > 1:
                self.note(name, None, Problem(0, 0, "in_rows", f"「{name}」各时期的表要属于同一个明细。"))
            type = self.one_type(name, [table.type for table in found])
            values = [row.value for table in found for row in table.rows]
            positive = all(value is None or is_positive(value, self.vocabulary) for value in values)
            group, as_of = next(iter(groups), None), self.as_of.get(name)
            found_name = Name(name, "table", type, group, positive=positive, as_of=as_of)
            self.vocabulary = self.vocabulary.with_names([found_name])


def _names_in(tree: Branch | None) -> list[str]:
    """Every name a tree reads, in order."""
    found: list[str] = []
    pending = [tree] if tree is not None else []
    while pending:
        branch = pending.pop()
        found.extend(str(word.content) for word in branch.words if word.type == "NAME")
        pending.extend(reversed(branch.branches))
    return found


__all__ = ["RulebookProblem", "TableText", "read_literal", "read_rulebook"]
