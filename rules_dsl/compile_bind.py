"""From the values of a submission to the typed row that compiled rules judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .compile_runtime import text_keys
from .compile_writer import Slot
from .folding import identifier_key, text_key
from .values import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Absent, Undecided, Value

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


class Binding:
    """One binding of a submission, or of the row `number` of a 明细 in it. `choices` says of what is not decided to
    apply whether it does; what it does not say is taken to apply and kept in `opened`, by name or 明细.row.column."""

    def __init__(self, layout: Layout, choices: Mapping[str, bool], number: int = 0) -> None:
        self.layout, self.choices, self.number = layout, choices, number
        self.opened: dict[str, Slot] = {}

    def row(self, values: Mapping[str, Value], materials: Mapping[str, Value]) -> Row:
        """The typed row. `Unbound` where there is none."""
        return tuple([self._place(slot, values, materials) for slot in self.layout[None]])

    def _place(self, slot: Slot, values: Mapping[str, Value], materials: Mapping[str, Value]) -> Value:
        if slot.group is not None:
            return self._cell(slot, self.number, values[slot.group][self.number - 1])
        source, key = (materials, f"材料 {slot.name}") if slot.role == "material" else (values, slot.name)
        found = self._decided(slot, key, source.get(slot.name, _DEFAULT.get(slot.role, UNANSWERED)))
        if slot.role != "rows" or isinstance(found, Absent):
            return _formed(slot, found)
        columns = self.layout.get(slot.name, ())
        return tuple([
            tuple([self._cell(column, number, cells) for column in columns]) for number, cells in enumerate(found, 1)
        ])  # fmt: skip

    def _cell(self, slot: Slot, number: int, cells: Mapping[str, Value]) -> Value:
        found = self._decided(slot, f"{slot.group}.{number}.{slot.name}", cells.get(slot.name, UNANSWERED))
        return _formed(slot, found)

    def _decided(self, slot: Slot, key: str, found: Value) -> Value:
        if not isinstance(found, Undecided):
            return found
        if key not in self.choices:
            self.opened[key] = slot
        return found.value if self.choices.get(key, True) else NOT_APPLICABLE


def _formed(slot: Slot, found: Value) -> Value:
    if not isinstance(found, Absent):
        return found if slot.form == "raw" else FORMS[slot.form](found)
    if found is NOT_APPLICABLE and slot.conditional:
        return ...
    if found is not _NONE.get(slot.role, UNANSWERED):
        raise Unbound(slot.name)
    return None
