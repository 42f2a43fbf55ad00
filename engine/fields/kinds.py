"""What a kind of field is, and the reading all kinds share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from engine.matter import Field
from rules_dsl import Type, Value

Typed = str | list[str]  # as it came from a form or a file; a list only for 多选
_WIDE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"\u3000": " ", "\u00a0": " ", "−": "-", "—": "-"}
)


class FieldError(ValueError):
    """An answer that cannot be read; the text is Chinese, stands beside the field, and says what to enter."""


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One kind of field. `read(typed, field, filed)` gives the value or raises FieldError; `show(value, field)` its text.

    `type(field)` is its type in the rule language. `sensitive` kinds are shown through `mask` wherever the full value
    is not needed (个人信息保护法第二十八条). `widget` names the template that asks for it.
    """

    kind: str
    widget: str
    read: Callable[[Typed, Field, date], Value]
    show: Callable[[Value, Field], str]
    type: Callable[[Field], Type]
    sensitive: bool = False
    mask: Callable[[str], str] = lambda text: text


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as ASCII, without spaces at either end. Not for names: they stay as typed."""
    return text.translate(_WIDE).strip()


def single(typed: Typed) -> str:
    """The one text of an answer. FieldError where several came in for one question."""
    if isinstance(typed, str):
        return typed
    if len(typed) == 1:
        return typed[0]
    raise FieldError("这里只能填一个内容。")


def clean(text: str, *, lines: bool) -> str:
    """The text trimmed; FieldError for characters that no name or sentence holds. `lines`: line breaks may stand in it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not lines and "\n" in text:
        raise FieldError("这里只能填一行，请去掉换行。")
    for character in text:
        if character in "\n\t":
            continue
        category = unicodedata.category(character)
        if category in ("Cc", "Cs") or (category == "Cf" and character not in "\u200c\u200d"):
            raise FieldError("里面有看不见的字符，可能是粘贴来的，请重新输入。")
    return text
