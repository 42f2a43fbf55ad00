"""Full-width signs, digits and letters become ASCII outside quotes, one for one, so that offsets stay as typed.

Nothing else is normalised: NFKC would change rare names. `text_key` is the form in which text answers are compared.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

_SIGNS = {"（": "(", "）": ")", "，": ",", "；": ";", "％": "%", "＋": "+", "－": "-", "＝": "=", "＜": "<", "＞": ">",
          "！": "!", "／": "/", "＊": "*", "．": ".", "　": " ", "−": "-", "㎡": "㎡", "＂": '"'}  # fmt: skip
_DIGITS_AND_LETTERS = {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B),
                                                                  *range(0xFF41, 0xFF5B))}  # fmt: skip
_FOLDING = str.maketrans({**_SIGNS, **_DIGITS_AND_LETTERS, "\t": " ", "\r": " ", "\n": " "})
_TEXT_FOLDING = str.maketrans(
    {**_DIGITS_AND_LETTERS, "（": "(", "）": ")", "［": "[", "］": "]", "｛": "{", "｝": "}", "〔": "[", "〕": "]",
     "【": "[", "】": "]",
     "•": "·", "・": "·", "‧": "·", "∙": "·", "．": "·", "●": "·", "⋅": "·", "･": "·", "᛫": "·"}
)  # fmt: skip

_folds = re.compile(f"[{re.escape(''.join(map(chr, _TEXT_FOLDING)))}]").search


@lru_cache(maxsize=8192)  # the words of a matter are folded again for each of its tables and definitions
def fold(text: str) -> str:
    """The text with the fixed table of full-width signs folded; as long as it was."""
    return text.translate(_FOLDING)


def text_key(text: str) -> str:
    """The form in which two texts are compared: trimmed, full-width digits, letters and brackets folded, one dot."""
    text = text.strip()
    return text.translate(_TEXT_FOLDING) if _folds(text) else text


def identifier_key(text: str) -> str:
    """The form in which two identifiers are compared: as text, without spaces, letters upper case."""
    text = text_key(text)
    return text.upper() if text.isalnum() else "".join(text.split()).upper()


def digest_of(*parts: str) -> str:
    """One SHA-256 over several texts, in hex; where one ends and the next begins counts too."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()
