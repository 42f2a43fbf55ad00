"""From the values of a submission to the typed row that compiled rules judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules_dsl.compiler.code.writer import Slot
from rules_dsl.values.folding import identifier_key, text_key
from rules_dsl.values.kinds import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Absent, Undecided, Value

from .calls import text_keys

Row = tuple[Any, ...]
Layout = Mapping[str | None, Sequence[Slot]]  # what stands in a row, and (by 明细) in each of its rows
FORMS: dict[str, Callable[[Any], Value]] = {
    "text": text_key,
    "identifier": identifier_key,
    "texts": text_keys,
}
_DEFAULT = {"query": UNCHECKED, "material": 0}
_NONE = {"query": UNCHECKED, "material": UNCHECKED}


class Unbound(Exception):
    """A value is absent where the vocabulary says that it cannot be."""


class Binder:
    """Binds submissions to the rows of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._plan = [self._step(slot) for slot in layout[None]]
        self._columns = {
            group: [self._step(slot) for slot in columns] for group, columns in layout.items() if group is not None
        }

    @staticmethod
    def _step(slot: Slot) -> tuple[Slot, str, str, Value, Callable[[Any], Value] | None, Value]:
        """A slot, its name and role, what it is where nothing is said, its form, and what None stands for in it."""
        default = _DEFAULT.get(slot.role, UNANSWERED)
        return slot, slot.name, slot.role, default, FORMS.get(slot.form), _NONE.get(slot.role, UNANSWERED)

    def bind(self, values: Mapping[str, Value], materials: Mapping[str, Value], number: int = 0) -> Row | None:
        """The typed row, or that of row `number` of the 明细 the rules stand in; None where something is undecided.
        `Unbound` where there is none."""
        row: list[Value] = []
        for slot, name, role, default, form, none in self._plan:
            if role == "column":
                found = values[slot.group][number - 1].get(name, default)  # type: ignore[index]
            else:
                found = (materials if role == "material" else values).get(name, default)
            kind = type(found)
            if kind is Absent:
                found = _absent(slot, found, none)
            elif kind is Undecided:
                return None
            elif role == "rows":
                found = self._rows(name, found)
                if found is None:
                    return None
            elif form is not None:
                found = form(found)
            row.append(found)
        return tuple(row)

    def _rows(self, group: str, rows: Sequence[Mapping[str, Value]]) -> tuple[Row, ...] | None:
        plan = self._columns.get(group, ())
        bound = []
        for cells in rows:
            row = []
            for slot, name, _, default, form, none in plan:
                found = cells.get(name, default)
                kind = type(found)
                if kind is Absent:
                    found = _absent(slot, found, none)
                elif kind is Undecided:
                    return None
                elif form is not None:
                    found = form(found)
                row.append(found)
            bound.append(tuple(row))
        return tuple(bound)


def _absent(slot: Slot, found: Absent, none: Value) -> Value:
    if found is NOT_APPLICABLE and slot.conditional:
        return ...
    if found is not none:
        raise Unbound(slot.name)
    return None


class World:
    """One way to decide what is undecided in a submission. `choices` says of each such answer whether it applies; what
    it does not say is taken to apply and kept in `opened`, by name or 明细.row.column."""

    def __init__(self, choices: Mapping[str, bool]) -> None:
        self.choices = choices
        self.opened: dict[str, Slot] = {}

    def values(self, layout: Layout, values: Mapping[str, Value], number: int) -> dict[str, Value]:
        """What the layout reads of the values, nothing of it undecided."""
        found: dict[str, Value] = {}
        for slot in layout[None]:
            if slot.role not in ("material", "column") and slot.name in values:
                found[slot.name] = self._decided(slot, slot.name, values[slot.name])
        for group, columns in layout.items():
            rows = found.get(group) if group is not None else None
            if isinstance(rows, tuple):
                found[group] = tuple(self._row(columns, numbered) for numbered in enumerate(rows, 1))  # type: ignore[index]
        own = [slot for slot in layout[None] if slot.role == "column"]
        if own:
            group = str(own[0].group)
            one = self._row([*layout.get(group, ()), *own], (number, values[group][number - 1]))
            rows = found.get(group, ({},) * number)
            found[group] = (*rows[: number - 1], one, *rows[number:])
        return found

    def materials(self, layout: Layout, materials: Mapping[str, Value]) -> dict[str, Value]:
        """What the layout reads of the materials, nothing of it undecided."""
        return {
            slot.name: self._decided(slot, f"材料 {slot.name}", materials[slot.name])
            for slot in layout[None]
            if slot.role == "material" and slot.name in materials
        }

    def _row(self, columns: Sequence[Slot], numbered: tuple[int, Mapping[str, Value]]) -> dict[str, Value]:
        number, cells = numbered
        return {
            slot.name: self._decided(slot, f"{slot.group}.{number}.{slot.name}", cells[slot.name])
            for slot in columns
            if slot.name in cells
        }

    def _decided(self, slot: Slot, key: str, found: Value) -> Value:
        if not isinstance(found, Undecided):
            return found
        if key not in self.choices:
            self.opened[key] = slot
        return found.value if self.choices.get(key, True) else NOT_APPLICABLE
