"""Syntax errors by example: what stands where the sentence broke, and what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from lark import UnexpectedToken

from .problems import Problem
from .vocabulary import Vocabulary
from .words import Word


def explain_syntax(text: str, tokens: Sequence[Word], error: UnexpectedToken, vocabulary: Vocabulary) -> Problem:
    """The first syntax error of a cutting."""
    place = next((i for i, token in enumerate(tokens) if token is error.token), len(tokens))
    at = tokens[place].start_pos if place < len(tokens) else len(text)
    return Problem(at or 0, len(text), "syntax", f"「{text[at:]}」这里读不通。")
