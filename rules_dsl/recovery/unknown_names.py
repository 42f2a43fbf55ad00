"""Words that are in no vocabulary: what to say, with the nearest word there is."""

from __future__ import annotations

from collections.abc import Iterable

from rules_dsl.text.problem import Problem, nearest
from rules_dsl.text.tokens import Word
from rules_dsl.text.vocabulary import FILING_DATE, Vocabulary
from rules_dsl.values.functions import FUNCTION_NAMES


def known_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Everything a name in a rule may be."""
    return (*vocabulary.words.values(), FILING_DATE, *FUNCTION_NAMES)


def unknown_name(token: Word, known: Iterable[str], what: str = "字段") -> Problem:
    """The problem of a name that does not exist."""
    spelled = str(token.content)
    if spelled in ("是", "否") and str(token) != spelled:
        return Problem(token.start_pos, token.end_pos, "quoted_yes", f"「{spelled}」不要加引号。", spelled)
    near = nearest(spelled, known)
    hint = f"是不是「{near}」？" if near else "请核对写法，或先在事项里声明它。"
    start, end = token.start_pos, token.end_pos
    return Problem(start, end, "unknown_name", f"没有名为「{spelled}」的{what}，{hint}", near)


def unknown_word(token: Word, vocabulary: Vocabulary) -> Problem | None:
    """The same for a token of a text that is no sentence; options are left to the checker, who knows whose they are."""
    if token.known or token.type != "NAME" or token in ("是", "否") or str(token.content) in vocabulary.options:
        return None
    return unknown_name(token, known_names(vocabulary))
