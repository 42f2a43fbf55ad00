"""What applies to this submission: every `when` resolved, so that rules and review see values, not conditions.

A field whose condition is false is 不适用, whatever was typed into it (listed as 未采用). One whose condition is not
decided yet is `Undecided`: review then looks at both ways. Conditions never read materials and have no cycles (lint).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.definition.checked import Definition
from engine.fields import birth_date, sex
from engine.matter.records import Field, Material, MatterError, Query
from engine.review.intake import FOUND, NOT_LOOKED_UP, Handed, Submission
from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Calendar, Division, Scope, Undecided, Value, holds

Applies = bool | Undecided


class _Lazy(Mapping[str, Value]):
    """Values resolved when first asked for, so that conditions may build on each other in any order."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._known: dict[str, Value] = {}
        self._open: set[str] = set()

    def resolve(self, name: str) -> Value:
        raise NotImplementedError

    def __getitem__(self, name: str) -> Value:
        if name not in self._known:
            if name not in self._names:
                raise KeyError(name)
            if name in self._open:
                raise MatterError(f"「{name}」的条件绕成了圈，请先运行检查命令改正事项文件。")
            self._open.add(name)
            self._known[name] = self.resolve(name)
            self._open.discard(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Situation(_Lazy):
    """One submission under one definition on one day. As a mapping it is the `values` of its `scope`."""

    def __init__(
        self,
        definition: Definition,
        submission: Submission,
        filed: date,
        places: Mapping[str, Division],
        calendar: Calendar,
    ) -> None:
        self.definition, self.submission = definition, submission
        matter = definition.matter
        self._fields = {one.name: one for one in matter.fields}
        self._queries = {one.name: one for one in matter.queries}
        names = dict.fromkeys([*self._fields, *self._queries, *definition.facts])
        super().__init__(tuple(names))
        handed = _Materials(self, matter.materials)
        self.scope = Scope(definition.rulebook, self, handed, filed, places, calendar, definition.facts)

    # -- whether something applies ------------------------------------------------------------------------------

    def applies(self, when: str | None, group: str | None = None, row: int | None = None) -> Applies:
        """Whether a condition holds for this submission; True where there is none."""
        if when is None:
            return True
        return holds(self.definition.condition(when, group), self.scope, row)

    def asks_material(self, material: Material) -> Applies:
        """Whether the material is asked for: its `when`, and its look-up has not found it."""
        asked = self.applies(material.when)
        query = self.definition.matter.look_up_of(material)
        if query is None or asked is False:
            return asked
        found = self[query.name]
        if isinstance(found, Undecided):  # whether it applies is not decided yet; the look-up may be made all the same
            found = found.value
        if found == FOUND:
            return False
        if found is not UNCHECKED:
            return asked
        waiting = asked if isinstance(asked, Undecided) else Undecided(None)
        return Undecided(None, waiting.missing, waiting.unchecked | {query.name})

    def handed(self, material: Material) -> Handed:
        """What became of the material; 全部 hands in everything that applies at intake, originals seen."""
        if self.submission.everything and material.at is None:
            return Handed(material.forms[0], material.copies)
        return self.submission.materials[material.name]

    def unused(self) -> tuple[str, ...]:
        """Answers to fields that do not apply: kept in the draft, not received (未采用)."""
        found = []
        for one in self._fields.values():
            if self[one.name] is NOT_APPLICABLE:
                typed = self.submission.typed.get(one.name)
                found += [one.name] if typed and (one.kind != "明细" or any(typed)) else []
                continue
            rows = self.rows(one.name)
            for number, row in enumerate(rows, start=1):
                for column in one.columns:
                    typed = self.submission.typed.get(one.name, [])
                    has = number <= len(typed) and typed[number - 1].get(column.name)
                    if has and row[column.name] is NOT_APPLICABLE:
                        found.append(f"{one.name}.{number}.{column.name}")
        return tuple(found)

    def rows(self, group: str) -> tuple[Mapping[str, Value], ...]:
        """The rows of a 明细, whether it is decided to apply or not; () where it does not."""
        value = self[group]
        if isinstance(value, Undecided):
            value = value.value
        return value if isinstance(value, tuple) and self._fields[group].kind == "明细" else ()

    # -- values -------------------------------------------------------------------------------------------------

    def resolve(self, name: str) -> Value:
        if name in self._fields:
            return self._field(self._fields[name])
        if name in self._queries:
            return self._query(self._queries[name])
        return self._fact(name)

    def _field(self, one: Field) -> Value:
        value: Value
        if one.kind == "明细":
            said = self.submission.values.get(one.name)
            value = tuple(_Row(self, one, number + 1) for number in range(len(said or ())))
            if not value and one.at_least > 0:
                value = UNANSWERED
        else:
            value = self.submission.values.get(one.name, UNANSWERED)
        return _conditional(value, self.applies(one.when))

    def _query(self, query: Query) -> Value:
        if query.value is not None:
            return _conditional(self.submission.found.get(query.name, UNCHECKED), self.applies(query.when))
        said = self.submission.queries.get(query.name, NOT_LOOKED_UP)
        return _conditional(UNCHECKED if said == NOT_LOOKED_UP else said, self.applies(query.when))

    def _fact(self, name: str) -> Value:
        """A fact of the case, or what follows from the applicant's identifier."""
        said = self.submission.facts.get(name)
        if name == "代办人类别":
            return _conditional(said or UNANSWERED, self["由他人代办"] is True)
        if said is not None:
            return (said == "是") if name == "由他人代办" else said
        source = self.definition.facts[name]
        known = self[source] if source else NOT_APPLICABLE
        derive = _DERIVED.get(name[-4:]) or _DERIVED.get(name[-2:])
        if derive is None:
            return known
        if isinstance(known, Undecided):
            return replace(known, value=derive(known.value) if isinstance(known.value, str) else known.value)
        return derive(known) if isinstance(known, str) else known


_DERIVED = {"出生日期": birth_date, "性别": sex}


def _conditional(value: Value, applies: Applies) -> Value:
    if applies is True:
        return value
    if applies is False:
        return NOT_APPLICABLE
    return Undecided(value, applies.missing, applies.unchecked)


class _Row(_Lazy):
    """One row of a 明细: its columns, each under its own condition."""

    def __init__(self, situation: Situation, group: Field, number: int) -> None:
        super().__init__(tuple(column.name for column in group.columns))
        self._situation, self._group, self._number = situation, group, number
        self._columns = {column.name: column for column in group.columns}

    def resolve(self, name: str) -> Value:
        said = self._situation.submission.values[self._group.name][self._number - 1]
        applies = self._situation.applies(self._columns[name].when, self._group.name, self._number)
        return _conditional(said.get(name, UNANSWERED), applies)


class _Materials(_Lazy):
    """How many copies of each material were handed in; a promised one counts as handed in."""

    def __init__(self, situation: Situation, materials: tuple[Material, ...]) -> None:
        super().__init__(tuple(material.name for material in materials))
        self._situation = situation
        self._materials = {material.name: material for material in materials}

    def resolve(self, name: str) -> Value:
        material = self._materials[name]
        handed = self._situation.handed(material)
        value: Value = handed.copies or (material.copies if handed.promised else 0)
        return _conditional(value if handed.judged else UNCHECKED, self._situation.asks_material(material))
