"""Tokens of a rule's text, and how far a cutting of it has got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from .keywords import VALUE_OPENERS
from .problem import Problem

_VALUE_PARTS = frozenset(
    ("WORD", "QUOTED", "NAME", "NUMBER", "QUANTITY", "MONEY", "PERIOD", "PERCENT", "PLACE", "_SEPARATOR")
)
OPENERS = {"FUNCTION": "f", "_NOT": "p", "HANDED_ALL": "f", "HANDED_ANY": "f", "HANDED_COPIES": "f", "_OPEN": "p",
          "_DEFAULT": "p"}  # fmt: skip


class Word(str):
    """A token: the text as typed, its terminal `type`, where it stands, and its `content`: the canonical spelling of a
    name or option, or (type, value) of a literal; `known` is False for a word that is in no vocabulary."""

    __slots__ = ("content", "end_pos", "known", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int
    content: Any
    known: bool


def word(terminal: str, text: str, start: int, end: int, content: Any = None, known: bool = True) -> Word:
    """A token standing at `text[start:end]`."""
    token = Word(text[start:end])
    token.type, token.start_pos, token.end_pos, token.content, token.known = terminal, start, end, content, known
    return token


@dataclass(frozen=True, slots=True)
class Cutting:
    """One way to cut a text: its tokens and the problems met on the way."""

    tokens: tuple[Word, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def boundaries(self) -> tuple[tuple[int, int], ...]:
        """Where the words begin and end; two cuttings with equal boundaries differ only in what a word is taken for."""
        return tuple((token.start_pos, token.end_pos) for token in self.tokens)


class State(NamedTuple):
    """Where a cutting has got to. `parens` holds f for a function's bracket, p for any other.

    A tuple, because one is made for every word that may stand anywhere.
    """

    at: int = 0
    last: str = ""
    last_name: str = ""
    in_values: bool = False
    parens: str = ""
    tokens: tuple[Word, ...] = ()
    problems: tuple[Problem, ...] = ()

    def push(self, token: Word, *problems: Problem, at: int | None = None) -> State:
        """The state behind this token; `at` where that is not its end."""
        kind = token.type
        return State(
            token.end_pos if at is None else at,
            kind,
            str(token.content) if kind == "NAME" else "",
            kind in VALUE_OPENERS or (self.in_values and kind in _VALUE_PARTS),
            self.parens[:-1] if kind == "_CLOSE" else self.parens + OPENERS.get(kind, ""),
            (*self.tokens, token),
            (*self.problems, *problems) if problems else self.problems,
        )
