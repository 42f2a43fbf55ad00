"""Tokens of a rule's text, and how far a cutting of it has got."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lark import Token

from .keywords import VALUE_OPENERS
from .problems import Problem


class Word(Token):
    """A token with its `content`: the canonical spelling of a name or option, or (type, value) of a literal; `known`
    is False for a word that is in no vocabulary."""

    content: Any = None
    known: bool = True


def word(terminal: str, text: str, start: int, end: int, content: Any = None, known: bool = True) -> Word:
    """A token standing at `text[start:end]`."""
    token = Word(terminal, text[start:end], start, 1, start + 1, 1, end + 1, end)
    token.content, token.known = content, known
    return token


@dataclass(frozen=True, slots=True)
class Cutting:
    """One way to cut a text: its tokens and the problems met on the way."""

    tokens: tuple[Word, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def boundaries(self) -> tuple[tuple[int, int], ...]:
        """Where the words begin and end; two cuttings with equal boundaries differ only in what a word is taken for."""
        return tuple((token.start_pos or 0, token.end_pos or 0) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class State:
    """Where a cutting has got to. `parens` holds f for a function's bracket, p for any other."""

    at: int = 0
    last: str = ""
    last_name: str = ""
    in_values: bool = False
    parens: str = ""
    tokens: tuple[Word, ...] = ()
    problems: tuple[Problem, ...] = ()

    def push(self, token: Word, *problems: Problem, at: int | None = None) -> State:
        kind, parens = token.type, self.parens
        if kind in ("FUNCTION", "_NOT", "HANDED_ALL", "HANDED_ANY", "HANDED_COPIES"):
            parens += "p" if kind == "_NOT" else "f"
        elif kind in ("_OPEN", "_DEFAULT"):
            parens += "p"
        elif kind == "_CLOSE":
            parens = parens[:-1]
        in_values = kind in VALUE_OPENERS or (
            self.in_values
            and kind
            in ("WORD", "QUOTED", "NAME", "NUMBER", "QUANTITY", "MONEY", "PERIOD", "PERCENT", "PLACE", "_SEPARATOR")
        )
        return replace(
            self,
            at=(token.end_pos or 0) if at is None else at,
            last=kind,
            last_name=str(token.content) if kind == "NAME" else "",
            in_values=in_values,
            parens=parens,
            tokens=(*self.tokens, token),
            problems=(*self.problems, *problems),
        )
