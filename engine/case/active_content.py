"""What a file could do besides being looked at: programs and other files in a PDF, a second type in one file. Pure.

A PDF is taken only if nothing in it runs, opens or carries anything else, whether or not its own table of objects owns
up to it (ISO 32000-2, 12.6 actions, 7.11.4 embedded files, 13 multimedia).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_OBJECTS = 50_000  # of one PDF: 200 pages of tagged text have about half of it

_RUNS, _OPENS, _CARRIES, _PLAYS = "有程序", "会打开别的程序、文件或网址", "夹带了别的文件", "有影音或三维内容"
_ACTIONS = {
    "/JavaScript": _RUNS, "/Launch": _OPENS, "/GoToR": _OPENS, "/GoToE": _OPENS, "/SubmitForm": _OPENS,
    "/ImportData": _OPENS, "/Rendition": _PLAYS, "/Movie": _PLAYS, "/Sound": _PLAYS, "/RichMediaExecute": _PLAYS,
    "/GoTo3DView": _PLAYS,
}  # fmt: skip
_KEYS = {"/JS": _RUNS, "/JavaScript": _RUNS, "/XFA": _RUNS, "/EF": _CARRIES, "/EmbeddedFiles": _CARRIES}
_TYPES = {
    "/EmbeddedFile": _CARRIES, "/FileAttachment": _CARRIES, "/RichMedia": _PLAYS, "/Screen": _PLAYS, "/Movie": _PLAYS,
    "/Sound": _PLAYS, "/3D": _PLAYS,
}  # fmt: skip
# Long enough that they stand in no picture by chance; for what the table of objects leaves out.
_IN_CLEAR = {rb"/JavaScript": _RUNS, rb"/Launch": _OPENS, rb"/EmbeddedFile": _CARRIES, rb"/RichMedia": _PLAYS}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ZIP_ENTRY = b"PK\x01\x02"
_ZIP_END, _ZIP_END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_HEADS = 1024  # bytes within which lenient readers look for the beginning of a PDF or a web page
_WEB_PAGE = re.compile(rb"<\s*(html|script|!doctype|svg|iframe)", re.IGNORECASE)


class TooManyObjectsError(ValueError):
    """More objects than anybody looks through."""


def active_content(content: bytes, reader: PdfReader) -> str:
    """What is in a PDF that does more than lie on paper, in words; '' where there is nothing. TooManyObjectsError."""
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content
    for name, what in _IN_CLEAR.items():
        if name in plain:
            return what
    return next((what for one in _dictionaries(reader) if (what := _active(one))), "")


def second_type(content: bytes) -> str:
    """As what else than by its beginning a lenient program would open the file, in words; '' for as nothing else."""
    heads = content[:_HEADS]
    if b"%PDF-" in heads[1:]:
        return "PDF"
    if _WEB_PAGE.search(heads):
        return "网页"
    return "压缩包" if _is_zip(content) else ""


def _active(one: DictionaryObject) -> str:
    found = next((what for key, what in _KEYS.items() if key in one), "")
    return found or _ACTIONS.get(_name(one, "/S"), "") or _TYPES.get(_name(one, "/Type"), "") or _TYPES.get(
        _name(one, "/Subtype"), ""
    )  # fmt: skip


def _name(one: DictionaryObject, key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of every object, those in object streams and in arrays too."""
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise TooManyObjectsError(len(numbers))
    waiting: list[Any] = [reader.trailer]
    for number, generation in sorted(numbers):
        waiting.append(reader.get_object(IndirectObject(number, generation, reader)))
        while waiting:
            one = waiting.pop()
            if isinstance(one, DictionaryObject):
                yield one
                waiting += one.values()
            elif isinstance(one, ArrayObject):
                waiting += one


def _is_zip(content: bytes) -> bool:
    """Whether programs for archives find one: from the end of the file they look for its end, which counts entries."""
    tail = content[-(_ZIP_END_LENGTH + _LONGEST_COMMENT) :]
    end = tail[tail.rfind(_ZIP_END) :] if _ZIP_END in tail else b""
    return len(end) >= _ZIP_END_LENGTH and end[10:12] != b"\0\0" and _ZIP_ENTRY in content
