"""Repeated rows (明细): each cell is read, shown and masked by the kind of its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.matter.records import Field
from rules_dsl import Value


class RowsError(FieldError):
    """Some cells could not be read: `cells` maps (row from 1, column name) to what to enter there."""

    def __init__(self, cells: Mapping[tuple[int, str], str]) -> None:
        self.cells = dict(cells)
        super().__init__("".join(f"第{row}行「{column}」：{asks}" for (row, column), asks in self.cells.items()))


def rows_kind(kinds: Mapping[str, FieldKind]) -> FieldKind:
    """The kind 明细 over the kinds its columns may have; 明细 itself is none of them."""

    def read(typed: Typed, field: Field, filed: date) -> tuple[Mapping[str, Value], ...]:
        """Rows of column → typed text (or list, for 多选). Empty cells are left out, as are unknown columns."""
        rows = [row for row in typed if isinstance(row, Mapping)]
        if isinstance(typed, str) or len(rows) < len(typed):
            raise FieldError("这里要一行一行地填写。")
        if len(rows) > field.at_most:
            raise FieldError(f"最多{field.at_most}行，现在有{len(rows)}行，请删去多余的行。")
        values: list[dict[str, Value]] = []
        wrong: dict[tuple[int, str], str] = {}
        for number, row in enumerate(rows, start=1):
            values.append({})
            for column in field.columns:
                cell = _typed_cell(row.get(column.name))
                if not cell:
                    continue
                try:
                    values[-1][column.name] = kinds[column.kind].read(cell, column, filed)
                except FieldError as error:
                    wrong[number, column.name] = str(error)
        if wrong:
            raise RowsError(wrong)
        return tuple(values)

    def show(value: Sequence[Mapping[str, Value]], field: Field) -> str:
        return _lines(value, field, lambda kind, cell, column: kind.show(cell, column))

    def mask(value: Sequence[Mapping[str, Value]], field: Field) -> str:
        return _lines(value, field, lambda kind, cell, column: kind.mask(cell, column))

    def _lines(
        value: Sequence[Mapping[str, Value]], field: Field, text: Callable[[FieldKind, Value, Field], str]
    ) -> str:
        lines = []
        for number, row in enumerate(value, start=1):
            cells = [
                f"{column.label}：{text(kinds[column.kind], row[column.name], column)}"
                for column in field.columns
                if column.name in row
            ]
            lines.append(f"第{number}行 {'，'.join(cells) or '没有填写'}")
        return "\n".join(lines)

    return FieldKind(widget="rows", read=read, show=show, mask=mask)


def _typed_cell(cell: object) -> str | list[str]:
    """Text without surrounding spaces, or a list of texts; what is neither counts as not filled in."""
    if isinstance(cell, (list, tuple)):
        return [part for part in cell if isinstance(part, str)]
    return cell.strip() if isinstance(cell, str) else ""
