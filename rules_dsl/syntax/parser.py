"""Text to tree. A text with two readings is refused; what cannot be read is explained by what stands there."""

from __future__ import annotations

from collections.abc import Iterator

from rules_dsl.recovery.sentence_errors import explain_syntax
from rules_dsl.recovery.unknown_names import unknown_word
from rules_dsl.text.lexicon import lexicon
from rules_dsl.text.problem import Problem
from rules_dsl.text.tokens import OPENERS, Cutting, Word, word
from rules_dsl.text.vocabulary import Vocabulary

from .grammar import Branch, tree_of
from .lexer import Cutter

MOST_BYTES = 4096
MOST_DEPTH = 40
MOST_LEVELS = 200
FEW_WORDS = MOST_LEVELS // 4  # so few cannot make a tree too deep: there are at most three levels to a word
CHAINS = ("sum", "product", "shift")
_BETWEEN_PIECES = frozenset({"_AND", "_OR", "_SEMICOLON", "_IF", "_THEN", "_ELSE", "_UNLESS", "_OF_CASE"})


def parse(text: str, vocabulary: Vocabulary, start: str = "start") -> tuple[Branch | None, tuple[Problem, ...]]:
    """The tree of a rule's text and the problems of its words; no tree where there is a syntax error. With `start` cell
    the text is a cell of a table."""
    refused = _too_much(text)
    if refused:
        return None, (refused,)
    first: tuple[Branch, Cutting] | None = None
    failure: tuple[int, Cutting, int] | None = None
    cutter = Cutter(text, lexicon(vocabulary), is_cell=start == "cell")
    for cutting in cutter.cuttings():
        if first and cutting.boundaries == first[1].boundaries:
            continue
        tree = tree_of(cutting.tokens, start)
        if isinstance(tree, int):
            cutter.refuse(cutting, tree)
            reached = cutting.tokens[tree].start_pos if tree < len(cutting.tokens) else len(text) + 1
            if failure is None or reached > failure[0]:
                failure = (reached, cutting, tree)
            continue
        if first:
            return None, (_two_readings(text, first[1], cutting),)
        first = (tree, cutting)
    if first:
        return _bounded(*first)
    return _mended(text, cutter, start, failure, vocabulary)


def _bounded(tree: Branch, cutting: Cutting) -> tuple[Branch | None, tuple[Problem, ...]]:
    deep = _too_deep(tree) if len(cutting.tokens) > FEW_WORDS else None
    return (None, (*cutting.problems, deep)) if deep else (tree, cutting.problems)


def _mended(
    text: str, cutter: Cutter, start: str, failure: tuple[int, Cutting, int] | None, vocabulary: Vocabulary
) -> tuple[Branch | None, tuple[Problem, ...]]:
    """What a text that is no sentence reads as with its slips taken as what was meant; or its first syntax error, where
    the cutting that got farthest broke."""
    cutting = cutter.mended()
    tree = tree_of(cutting.tokens, start)
    if isinstance(tree, Branch):
        return _bounded(tree, cutting)
    if cutting.problems or failure is None:
        failure = (0, cutting, tree)
    _, cutting, place = failure
    told = [*cutting.problems, *(unknown_word(token, vocabulary) for token in cutting.tokens)]
    problems = tuple(problem for problem in told if problem is not None)
    syntax = explain_syntax(text, cutting.tokens, place, vocabulary)
    broken = cutting.tokens[place] if place < len(cutting.tokens) else None
    if any(is_told(syntax[0], told) or (broken is not None and told.start == broken.start_pos) for told in problems):
        syntax = ()  # what has been told is what broke the sentence
    return None, (*problems, *syntax)


def is_told(problem: Problem, told: Problem) -> bool:
    """Whether a problem stands where another one has been told, so that it comes of it."""
    return told.start <= problem.start < max(told.end, told.start + 1)


def pieces(text: str, vocabulary: Vocabulary) -> Iterator[Branch]:
    """The conditions of a text that is no sentence which can be read by themselves: those outside brackets."""
    if _too_much(text):
        return
    piece: list[Word] = []
    depth = 0
    for token in (*Cutter(text, lexicon(vocabulary)).mended().tokens, word("_SEMICOLON", "", 0, 0)):
        depth += (token.type in OPENERS) - (token.type == "_CLOSE")
        if depth == 0 and (token.type in _BETWEEN_PIECES or token in (",", "，")):
            tree = tree_of(piece) if piece else 0
            if isinstance(tree, Branch) and not _too_deep(tree):
                yield tree
            piece = []
        else:
            piece.append(token)


def _too_much(text: str) -> Problem | None:
    if not text.strip():
        return Problem(0, len(text), "empty", "这里没有内容，请写一条规则。")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return Problem(0, len(text), "too_long", "规则太长（超过4KB），请拆成几条，或用定义。")
    if text.count("(") + text.count("（") <= MOST_DEPTH:
        return None
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "(（") - (sign in ")）")
        if depth > MOST_DEPTH:
            return Problem(place, place + 1, "too_deep", f"括号嵌套太深（超过{MOST_DEPTH}层），请拆成几条，或用定义。")
    return None


def _too_deep(tree: Branch) -> Problem | None:
    """A tree so deep that walking it would be: each bracket is a level, and each operand of a sum is, too."""
    pending = [(tree, 0)]
    while pending:
        branch, depth = pending.pop()
        levels = depth + (len(branch.parts) // 2 if branch.kind in CHAINS else 1)
        if levels > MOST_LEVELS:
            return Problem(branch.start, branch.end, "too_long", "这一串太长或嵌套太深，请拆成几条，或用定义。")
        pending.extend((child, levels) for child in branch.branches)
    return None


def _two_readings(text: str, one: Cutting, other: Cutting) -> Problem:
    here = next((pair for pair in zip(one.tokens, other.tokens, strict=False)
                 if (pair[0].start_pos, pair[0].end_pos) != (pair[1].start_pos, pair[1].end_pos)),
                (one.tokens[-1], other.tokens[-1]))  # fmt: skip
    start, end = here[0].start_pos or 0, max(token.end_pos or 0 for token in here)
    message = f"「{text[start:end]}」有两种读法：「{here[0]}」或「{here[1]}」。请加空格，或把名称放进「」。"
    return Problem(start, end, "two_readings", message)
