"""From the values of a submission to the typed row that compiled rules judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .compile_writer import Slot
from .folding import identifier_key, text_key
from .values import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Absent, Undecided, Value

_FORMS: dict[str, Callable[[Any], Value]] = {
    "text": text_key,
    "identifier": identifier_key,
    "texts": lambda options: frozenset(text_key(option) for option in options),
}
_ABSENT = {"query": UNCHECKED, "material": UNCHECKED}


def bound(
    slots: Sequence[Slot],
    columns: Mapping[str, Sequence[Slot]],
    values: Mapping[str, Value],
    materials: Mapping[str, Value],
) -> tuple[Value, ...] | None:
    """One place for each slot; None where something is undecided, or absent in a way its slot does not know."""
    row: list[Value] = []
    for slot in slots:
        if slot.role == "material":
            found = materials.get(slot.name, 0)
        else:
            found = values.get(slot.name, UNCHECKED if slot.role == "query" else UNANSWERED)
        if isinstance(found, Undecided):
            return None
        if isinstance(found, Absent):
            if found is NOT_APPLICABLE and slot.conditional:
                row.append(...)
            elif found is _ABSENT.get(slot.role, UNANSWERED):
                row.append(None)
            else:
                return None
        elif slot.role == "rows":
            rows = []
            for cells in found:
                one = bound(columns.get(slot.name, ()), {}, cells, {})
                if one is None:
                    return None
                rows.append(one)
            row.append(tuple(rows))
        else:
            row.append(_FORMS[slot.form](found) if slot.form != "raw" else found)
    return tuple(row)
