"""Syntax errors by example: what stands where the sentence broke, and what was probably meant.

Here: brackets, joints and the order of a sentence; `value_errors` has what is said of a value, `row_errors` rows and
materials.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rules_dsl.text.keywords import PREDICATE_TERMINALS
from rules_dsl.text.problem import Problem
from rules_dsl.text.tokens import OPENERS, Word
from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.values.folding import fold

from .broken_sentence import ENDS, VALUES, Broken
from .row_errors import LOOKS as ROW_LOOKS
from .value_errors import LOOKS as VALUE_LOOKS

COMMA = "逗号不表示「并且」，请写「且」。"
_OPERATORS = ("_PLUS", "_MINUS", "_TIMES", "_OVER")
_JOINTS = ("_AND", "_OR", "_IF", "_THEN", "_ELSE", "_UNLESS", "_SEMICOLON", "_OF_CASE")


def explain_syntax(text: str, tokens: Sequence[Word], place: int, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """The first syntax error of a cutting, and a comma that was meant as 且."""
    broken = Broken(text, tokens, place, vocabulary)
    found = next((problem for look in _LOOKS if (problem := look(broken)) is not None), None)
    why = f"前面的「{broken.before}」后面不能接它" if broken.before else "句子不能这样开头"
    first = found or broken.problem("syntax", f"「{broken.rest()}」这里读不通；{why}。")
    comma = next((token for token in tokens if token.type == "_STRAY" and fold(str(token)) == ","), None)
    if comma is None or found is None or found.code in ("comma", "missing_then", "unless_first"):
        return (first,)
    if found.code == "no_subject":
        return (replace(found, message=f"逗号不表示「并且」，请写「且」；{found.message}"),)
    return first, broken.problem("comma", COMMA, "且", comma)


def _unless(broken: Broken) -> Problem | None:
    """除非 E，B: the exception stands behind."""
    if broken.kind() != "_UNLESS" or broken.kind(-1) not in ("$", "_SEMICOLON", "_OPEN"):
        return None
    rest = broken.text[broken.token.end_pos :].strip() if broken.token is not None else ""
    exception, _, demand = rest.replace("，", ",").partition(",")
    written = f"{demand.strip() or '…'}，除非 {exception.strip() or '…'}"
    stretch = (0, len(broken.tokens) - 1 - broken.place)
    return broken.problem("unless_first", f"「除非」写在后面：{written}。", written, replaces=stretch)


def _then(broken: Broken) -> Problem | None:
    """若 without 则, or 则 without 若."""
    waits = broken.count("_IF") > broken.count("_THEN")
    if waits and (broken.kind() in ("_STRAY", "$", "_OF_CASE") or (broken.kind() == "NAME" and broken.ends_before)):
        token = broken.token
        rest = "…" if token is None else broken.text[token.end_pos if token.type != "NAME" else token.start_pos :]
        opening = next(token for token in reversed(broken.tokens[: broken.place]) if token.type == "_IF")
        return broken.problem(
            "missing_then",
            f"「若」后面缺「则」：若 … 则 {rest.strip()}。",
            " 则 " if broken.kind() == "_STRAY" else f"则 {token}" if broken.kind() == "NAME" else None,
            opening,
            (0, 0),
        )
    if broken.kind() == "_THEN" and not waits:
        return broken.problem("missing_if", "「则」前面缺「若」：若 … 则 …。")
    if broken.kind() == "_IF" and broken.kind(-1) in ("_THEN", "_ELSE", "_AND", "_OR"):
        return broken.problem("nested_if", "这里的「若」要放进括号：若 … 则 (若 … 则 …)；或分成两句，中间写「；」。")
    return None


def _else(broken: Broken) -> Problem | None:
    if broken.kind() != "_ELSE" or broken.before is None:
        return None
    if broken.before.type == "_SEMICOLON":
        return broken.problem("else_alone", "「否则」前面不写「；」。", "", broken.before)
    if broken.before.type in _JOINTS:
        return broken.problem("unfinished", f"「{broken.before}」后面缺一个条件。", token=broken.before)
    if broken.count("_IF") + broken.count("_OF_CASE") == 0:
        return broken.problem("else_alone", "「否则」前面缺「若 … 则 …」：若 … 则 … 否则 …。")
    return broken.problem("else_alone", "一个「若」只能有一个「否则」；请分成两句，中间写「；」。")


def _bracket(broken: Broken) -> Problem | None:
    """( without ), or ) without (."""
    opened: list[Word] = []
    for token in broken.tokens:
        if token.type in OPENERS:
            opened.append(token)
        elif token.type == "_CLOSE":
            if not opened:
                return broken.problem("bracket", "多了右括号，前面没有与它配对的「(」。", token=token)
            opened.pop()
    if not opened:
        return None
    at = opened[-1]
    column = max(at.end_pos - 1, 0) if at.type != "_DEFAULT" else at.start_pos
    return Problem(column, at.end_pos, "bracket", f"少了右括号，从第{column + 1}列的「(」起没有配对。")


def _comma(broken: Broken) -> Problem | None:
    if broken.kind() == "_STRAY" and fold(str(broken.token)) == ",":
        if broken.kind(-3) == "_AT_LEAST" or any(token.type == "_AT_LEAST" for token in broken.tokens[: broken.place]):
            return broken.problem("comma", "几项之间用「；」，不用逗号。")
        return broken.problem("comma", COMMA, "且")
    if broken.kind() == "_COMMA":
        return broken.problem("comma", "这里不能用逗号；函数的参数之间才用逗号。")
    return None


def _case(broken: Broken) -> Problem | None:
    """的 that should be 的，, or is one too many."""
    if broken.kind(-1) == "_OF" and broken.kind() == "$" and broken.before is not None:
        return broken.problem("of", "末尾的「的」是多余的。", "", broken.before)
    if broken.kind(-1) in ("_FILLED", "_UNFILLED") and broken.kind(-2) == "_OF_CASE" and broken.kind() == "$":
        of, written = broken.tokens[broken.place - 2], f"{broken.word(-3)} {broken.word(-1)}"
        return broken.problem("of", f"「的」是多余的：{written}。", written, of)
    if broken.kind() != "_OF" or not broken.ends_before or broken.before is None:
        return None
    if broken.kind(1) == "$":
        return broken.problem("of", "末尾的「的」是多余的；表示条件请写「… 的，…」。")
    if broken.before.type in ("NAME", "AGGREGATE") and broken.kind(1) != "NAME":
        return None
    rest = broken.text[broken.token.end_pos :].strip() if broken.token is not None else ""
    return broken.problem("of_case", f"「的」后面缺逗号：… 的，{rest}。", "的，")


def _unfinished(broken: Broken) -> Problem | None:
    """Something is missing before the break."""
    before = broken.before
    if before is not None and before.type in _OPERATORS and broken.kind() in (*PREDICATE_TERMINALS, *_OPERATORS):
        return broken.problem("unfinished", f"「{before}」后面缺一个值。", token=before)
    if before is not None and before.type == "_SEPARATOR" and broken.kind() in ("_EACH", "_ANY"):
        return broken.problem("unfinished", f"「{before}」后面缺一个字段。", token=before)
    if broken.kind() not in ENDS and broken.kind() != "$":
        return None
    if before is None:
        opening = f"开头不要写「{broken.token}」。" if broken.kind() == "_SEMICOLON" else "句子不能这样开头。"
        return broken.problem("unfinished", opening)
    if before.type in (*_OPERATORS, "_OR_VALUE", "_SEPARATOR") or (
        before.type in PREDICATE_TERMINALS and before.type not in ("_FILLED", "_UNFILLED", "_WELL_FORMED")
    ):
        return broken.problem("unfinished", f"「{before}」后面缺一个值。", token=before)
    if before.type in ("_FILLED", "_UNFILLED"):
        return broken.problem(
            "unfinished", f"「{before}」前面或后面要写一个字段，例如「姓名 {before}」。", token=before
        )
    if before.type in _JOINTS:
        return broken.problem("unfinished", f"「{before}」后面缺一个条件。", token=before)
    if before.type == "_EACH":
        return broken.problem("unfinished", "「均」后面缺条件，例如「均 为 是」。", token=before)
    if broken.kind(-2) in ("_SEPARATOR", "_JOIN") and before.type == "NAME":
        names = broken.phrase(-3, -1)
        return broken.problem("unfinished", f"「{names}」后面要写「均」「任一」或「已填」。", token=before)
    if before.type in ("_OPEN", "FUNCTION") and broken.kind() == "_CLOSE":
        return broken.problem("unfinished", "括号里没有内容。", token=before)
    if broken.token is None:
        return broken.problem("unfinished", f"句子没有写完：「{before}」后面还缺内容。", token=before)
    return None


def _no_joint(broken: Broken) -> Problem | None:
    """Two sentences side by side."""
    token, before = broken.token, broken.before
    if token is None or before is None or before.type not in VALUES:
        return None
    if token.type in ("_WITH", "_JOIN"):
        return broken.problem("no_joint", f"「{token}」不连接两个条件，请写「且」。", "且")
    if token.type == "NAME" and not token.known and before.type in ("WORD", "NAME", "PLACE", "FILED"):
        return broken.problem("unknown_name", f"「{before}」后面的「{token}」看不懂；名称请照字段写，或放进「」。")
    if token.type in ("NAME", "_IF", "FUNCTION", "FILED", "_NOT") or token.type.startswith("HANDED"):
        return broken.problem("no_joint", f"「{token}」前面缺「且」「或」或「；」。")
    if token.type == "_OPEN":
        return broken.problem("no_joint", "这个括号前面缺「且」「或」；说明的话请删去。")
    if token.type == "_SEPARATOR":
        return broken.problem("separator", "「、」只能连接同类的名称或值；后面要有「均」「任一」「已填」或更多的值。")
    if token.type in ("NUMBER", "QUANTITY", "MONEY", "PERIOD", "DATE", "PERCENT"):
        return broken.problem("no_predicate", f"「{before}」与「{token}」之间缺「等于」「不少于」「不超过」这样的词。")
    return None


_LOOKS: tuple[Callable[[Broken], Problem | None], ...] = (
    _unless,
    _then,
    _else,
    *VALUE_LOOKS,
    *ROW_LOOKS,
    _bracket,
    _comma,
    _case,
    _no_joint,
    _unfinished,
)
