"""Text answers, and what every kind does with typed text before it looks at it.

Text keeps the characters people have in their names: rare Han characters of four bytes, the dot of minority names.
Structured answers fold full-width signs by a fixed table. NFKC is used nowhere: it changes names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

from engine.fields.kinds import FieldError, FieldKind, Typed
from engine.matter.records import Field

LINE_LIMIT, TEXT_LIMIT = 200, 2000
FILES_LIMIT = 6100  # as many names of 100 characters as a form may have files
_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}  # ！ to ～
_FOLDING = str.maketrans(_FULL_WIDTH | {"　": " ", "−": "-", "—": "-", "–": "-", "￥": "¥"})
# Invisible signs that come along with a copied text, and every white space.
_EDGES = "\u200b\u200e\u200f\u2060\ufeff" + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_JOINERS = "\u200c\u200d"  # part of the spelling in some scripts
_REFUSED = ("Cc", "Cf", "Cs", "Zl", "Zp")  # not Cn: Python's tables are older than the newest rare characters


def one_text(typed: Typed) -> str:
    """The single text that was typed, without surrounding spaces. FieldError where it is empty or no single text."""
    if not isinstance(typed, str):
        raise FieldError("这里只能填一个答案。")
    text = typed.strip(_EDGES)
    if not text:
        raise FieldError("这里还没有填写。")
    return text


def folded(typed: Typed) -> str:
    """The single text with full-width digits, letters, signs and spaces folded to ASCII, without surrounding spaces."""
    return one_text(typed).translate(_FOLDING).strip(_EDGES)


def compact(typed: Typed) -> str:
    """`folded` without any spaces: for codes, dates and amounts that people write in groups."""
    return "".join(folded(typed).split())


def _checked(text: str, limit: int) -> str:
    if any(unicodedata.category(sign) in _REFUSED and sign not in _JOINERS for sign in text):
        raise FieldError("文字里有看不见的控制字符，请删去后重新输入。")
    if len(text) > limit:
        raise FieldError(f"最多{limit}个字，现在有{len(text)}个字，请缩短。")
    return text


def _read_line(typed: Typed, field: Field, filed: date) -> str:
    text = one_text(typed)
    if "\n" in text or "\r" in text:
        raise FieldError("这里只能写一行，请去掉换行。")
    return _checked(text, LINE_LIMIT)


def _usual_line(field: Field) -> Callable[[str], str]:
    def usual(text: str) -> str:
        if text.isprintable() and text[0] != " " and text[-1] != " " and len(text) <= LINE_LIMIT:
            return text
        raise ValueError

    return usual


def _read_lines(typed: Typed, field: Field, filed: date) -> str:
    text = one_text(typed).replace("\r\n", "\n").replace("\r", "\n")  # a browser sends line ends as CR LF
    _checked(text.replace("\n", " ").replace("\t", " "), TEXT_LIMIT)
    return text


def _show(value: str, field: Field) -> str:
    return value


LINE = FieldKind(widget="text", read=_read_line, show=_show, mask=_show, usual=_usual_line)


def _read_files(typed: Typed, field: Field, filed: date) -> str:
    """The names of the files, one or several: their content is kept elsewhere, under the name of the field."""
    names = [typed] if isinstance(typed, str) else typed
    return _checked("、".join(one_text(name) if isinstance(name, str) else one_text([]) for name in names), FILES_LIMIT)


LINES = FieldKind(widget="lines", read=_read_lines, show=_show, mask=_show)
FILES = FieldKind(widget="files", read=_read_files, show=_show, mask=_show)
