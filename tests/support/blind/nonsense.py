"""Words without meaning for words of a centre: each word the same nonsense at every occurrence, and the way back.

The signs are those of CJK extension A, which no keyword of the rule language holds, in an order drawn from a seed. A
word is one sign of the first half and one of the second, so a text made of such words is turned back pair by pair, in
whatever sentence it was put.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Mapping
from typing import Any

_HAN = re.compile("[㐀-鿿𠀀-𳎯]")
_RUN = re.compile(r"\w+")
_NUMERALS = frozenset("0123456789一二三四五六七八九十")


class Nonsense:
    """The renaming, filled as words are met."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        signs = [chr(code) for code in range(0x3400, 0x4DB6)]
        self._random.shuffle(signs)
        half = len(signs) // 2
        self._first, self._second = signs[:half], signs[half:]
        self._pair = re.compile(f"[{''.join(self._first)}][{''.join(self._second)}]|\\bq[a-z]{{15}}(?![a-z])")
        self._words: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def word(self, text: str) -> str:
        """The nonsense that stands for a word."""
        return self._made(text, lambda: self._random.choice(self._first) + self._random.choice(self._second))

    def slug(self, text: str) -> str:
        """The nonsense that stands for the name of a file or folder: small letters."""
        return self._made(text, lambda: "q" + "".join(self._random.choices(string.ascii_lowercase, k=15)))

    def _made(self, text: str, draw: Any) -> str:
        if text not in self._words:
            made = draw()
            while made in self._back:
                made = draw()
            self._words[text], self._back[made] = made, text
        return self._words[text]

    def prose(self, text: str) -> str:
        """A text with nonsense for every run of letters that holds a Chinese sign; numbers and punctuation stay."""
        return _RUN.sub(lambda run: self.word(run[0]) if _is_meant(run[0]) else run[0], text)

    def back(self, value: Any) -> Any:
        """A text, or all texts of a JSON tree, with the words put back."""
        if isinstance(value, str):
            return self._pair.sub(lambda found: self._back[found[0]], value)
        if isinstance(value, Mapping):
            return {self.back(key): self.back(one) for key, one in value.items()}
        return [self.back(one) for one in value] if isinstance(value, list | tuple) else value


def _is_meant(run: str) -> bool:
    return bool(_HAN.search(run)) and not set(run) <= _NUMERALS
