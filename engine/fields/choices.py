"""Yes or no, one of several options, several of several: only what the field lists is an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.fields.text import folded, one_text
from engine.matter.records import Field

_YES_NO = {"是": True, "否": False}
_SEPARATORS = re.compile(r"[、，,；;\n]")


def _read_yes_no(typed: Typed, field: Field, filed: date) -> bool:
    answer = _YES_NO.get(one_text(typed))
    if answer is None:
        raise FieldError("请选「是」或「否」。")
    return answer


def _read_choice(typed: Typed, field: Field, filed: date) -> str:
    return _option(one_text(typed), field)


def _usual_yes_no(field: Field) -> Callable[[str], bool]:
    return _YES_NO.__getitem__


def _usual_choice(field: Field) -> Callable[[str], str]:
    return {option: option for option in field.options}.__getitem__


def _read_choices(typed: Typed, field: Field, filed: date) -> tuple[str, ...]:
    """A list of options, or one text with 、 between them; comes back in the order of the field, each once."""
    if isinstance(typed, str):
        parts = options_in(one_text(typed), field)
    else:
        parts = [part for part in typed if isinstance(part, str)]
    chosen = {_option(part.strip(), field) for part in parts if part.strip()}
    if not chosen:
        raise FieldError("请至少选一项。")
    return tuple(option for option in field.options if option in chosen)


def options_in(text: str, field: Field) -> list[str]:
    """A text with 、 between options, one by one; an option that has such a sign in itself stays whole."""
    return [text] if text in field.options else _SEPARATORS.split(text)


def _option(text: str, field: Field) -> str:
    if text in field.options:
        return text
    alike = next((option for option in field.options if folded(option) == folded(text)), None)
    if alike is None:
        raise FieldError(f"请从这些选项中选：{'、'.join(field.options)}。")
    return alike


def _show_yes_no(value: bool, field: Field) -> str:
    return "是" if value else "否"


def _show_choice(value: str, field: Field) -> str:
    return value


def _show_choices(value: tuple[str, ...], field: Field) -> str:
    return "、".join(value)


YES_NO = FieldKind(widget="yes_no", read=_read_yes_no, show=_show_yes_no, mask=_show_yes_no, usual=_usual_yes_no)
CHOICE = FieldKind(widget="choice", read=_read_choice, show=_show_choice, mask=_show_choice, usual=_usual_choice)
CHOICES = FieldKind(widget="choices", read=_read_choices, show=_show_choices, mask=_show_choices)
