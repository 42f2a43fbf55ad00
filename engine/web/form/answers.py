"""What the applicant said, read only: labels and values of a received case, sensitive ones masked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from engine.fields import FIELD_KINDS
from engine.matter.records import Field, Matter


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; a 明细 has `rows` of answers instead of a text."""

    label: str
    text: str
    rows: tuple[tuple[Answer, ...], ...] = ()


def _shown(one: Field, typed: Any) -> str:
    if isinstance(typed, list):
        return "、".join(str(text) for text in typed)
    kind = FIELD_KINDS[one.kind]
    text = str(typed)
    text = kind.mask(text, one) if kind.sensitive else text
    unit = "元" if one.kind == "金额" else one.unit or ""
    return text if not unit or text.endswith(unit) else f"{text}{unit}"


def answers_of(matter: Matter, submission: Mapping[str, Any], unused: Collection[str]) -> tuple[Answer, ...]:
    """The answers in the order of the definition; what was not said, or did not apply (`unused`), is left out."""
    said = submission.get("answers", {})
    found = []
    for one in matter.fields:
        if one.name not in said or one.name in unused:
            continue
        if one.kind == "明细":
            rows = tuple(
                tuple(
                    Answer(c.label, _shown(c, row[c.name]))
                    for c in one.columns
                    if c.name in row and f"{one.name}.{number}.{c.name}" not in unused
                )
                for number, row in enumerate(said[one.name], start=1)
            )
            found.append(Answer(one.label, f"共 {len(rows)} 行" if rows else "没有填", rows))
        else:
            found.append(Answer(one.label, _shown(one, said[one.name])))
    return tuple(found)
