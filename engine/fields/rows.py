"""明细: rows of fields. Each cell is read by the kind of its column; here stand its type and its short text."""

from __future__ import annotations

from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.matter import Field
from rules_dsl import Type, Value


def _read(typed: Typed, field: Field, filed: date) -> Value:
    """Only what is no list of rows comes here: a single text cannot be a 明细."""
    raise FieldError(f"「{field.label}」要一行一行填写。")


def _show(value: Value, field: Field) -> str:
    return f"共{len(value)}行"


ROW_KINDS = (FieldKind("明细", "rows", _read, _show, lambda field: Type("明细")),)


def _typed_cell(cell: object) -> str | list[str]:
    """Text without surrounding spaces, or a list of texts; what is neither counts as not filled in."""
    if isinstance(cell, (list, tuple)):
        return [part for part in cell if isinstance(part, str)]
    return cell.strip() if isinstance(cell, str) else ""
