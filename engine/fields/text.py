"""文本 and 多行文本: kept as typed, rare characters and · included; only the ends are trimmed."""

from __future__ import annotations

from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed, clean, single
from engine.matter import Field
from rules_dsl import Type, Value

LONGEST_LINE = 200
LONGEST_TEXT = 2000


def _read(longest: int, *, lines: bool):  # type: ignore[no-untyped-def]
    def read(typed: Typed, field: Field, filed: date) -> str:
        text = clean(single(typed), lines=lines)
        if not text:
            raise FieldError(f"请填写{field.label}。")
        if len(text) > longest:
            raise FieldError(f"最多 {longest} 个字，现在有 {len(text)} 个，请写短一些。")
        return text

    return read


def _show(value: Value, field: Field) -> str:
    return str(value)


TEXT_KINDS = (
    FieldKind("文本", "text", _read(LONGEST_LINE, lines=False), _show, lambda field: Type("文本")),
    FieldKind("多行文本", "lines", _read(LONGEST_TEXT, lines=True), _show, lambda field: Type("多行文本")),
)
