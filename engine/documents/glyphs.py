"""Which characters the font of the papers can show, and what stands in for those it cannot.

PDF/A forbids a character without a glyph, and a paper must come out whatever somebody typed; so such a character is
printed as its code point, 〈U+1F600〉, which loses nothing.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

import manimgx_fonts_cjk

FONT_FOLDER = Path(manimgx_fonts_cjk.__file__).parent
_FONT_FILE = FONT_FOLDER / "NotoSansCJK-VF.otf.ttc"
_FULL_UNICODE = (3, 10, 12)  # platform, encoding, format of the cmap subtable that reaches beyond the BMP
# They turn the order of what is read around, so that a name could make a printed sentence say something else.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """`text` with every character the font has no glyph for, and every one that reorders text, as its code point;
    line ends stay, other control characters become a blank."""
    return text if text.isascii() and text.isprintable() else "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\n":
        return char
    if unicodedata.category(char) == "Cc":
        return " "
    # A letter with an accent is drawn from its parts where the font has no glyph for the whole.
    parts = unicodedata.normalize("NFD", char)
    if char in _REORDERING or not (_has_glyph(ord(char)) or all(_has_glyph(ord(part)) for part in parts)):
        return f"〈U+{ord(char):04X}〉"
    return char


def _has_glyph(code: int) -> bool:
    starts, ends = _ranges()
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the runs the first face covers, read from its `cmap` table (OpenType 1.9)."""
    with _FONT_FILE.open("rb") as file:

        def read(offset: int, form: str) -> tuple[int, ...]:
            file.seek(offset)
            return struct.unpack(form, file.read(struct.calcsize(form)))

        (face,) = read(12, ">I")
        (tables,) = read(face + 4, ">H")
        records = (read(face + 12 + 16 * i, ">4sIII") for i in range(tables))
        cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
        (subtables,) = read(cmap + 2, ">H")
        for i in range(subtables):
            platform, encoding, offset = read(cmap + 4 + 8 * i, ">HHI")
            (form,) = read(cmap + offset, ">H")
            if (platform, encoding, form) == _FULL_UNICODE:
                (groups,) = read(cmap + offset + 12, ">I")
                flat = read(cmap + offset + 16, f">{3 * groups}I")
                return flat[0::3], flat[1::3]
    raise RuntimeError(f"{_FONT_FILE} 不是预期的字体文件：没有完整的字符表")
