"""Syntax errors by example: rows and columns of a 明细, and materials."""

from __future__ import annotations

from collections.abc import Callable

from rules_dsl.text.keywords import PREDICATE_TERMINALS
from rules_dsl.text.problem import Problem

from .broken_sentence import Broken

_QUANTIFIERS = frozenset({"_EVERY", "_SOME", "_NO_ROW", "_AT_LEAST", "_AT_MOST", "_EXACTLY"})


def _column_alone(broken: Broken) -> Problem | None:
    """月收入 之和, where 月收入 is a column; 均 behind a single field."""
    if broken.kind() not in ("AGGREGATE", "_DISTINCT", "_EACH") or broken.kind(-1) != "NAME" or broken.before is None:
        return None
    word = str(broken.before.content)
    name = broken.vocabulary.find(word, "column")
    if name is not None and broken.kind() == "_EACH" and broken.kind(-2) == "_SEPARATOR":
        return broken.problem("several", "明细的列一次只能说一列，请分开写，中间写「且」。")
    if name is None:
        if broken.kind() == "_EACH":
            return broken.problem("several", f"「均」前面要有几个字段（A、B 均 …）或明细的列，这里只有「{word}」。")
        return broken.problem("in_rows", f"「{broken.token}」前面要写「明细 的 列」，「{word}」不是明细的列。")
    written = f"{name.group}的{word}{broken.token}"
    message = f"「{word}」在明细「{name.group}」里，请写「{written}」。"
    fix = written if broken.kind(-2) not in ("_OVER", "_OPEN") else None
    return broken.problem("in_rows", message, fix, broken.before, (-1, 0))


def _missing_of(broken: Broken) -> Problem | None:
    """家庭成员姓名 不重复 · 家庭成员 的 之和."""
    if broken.kind() in ("AGGREGATE", "_DISTINCT") and broken.kind(-1) == "_OF":
        return broken.problem(
            "in_rows", f"「{broken.word()}」前面要写明细的哪一列，例如「家庭成员 的 月收入 {broken.word()}」。"
        )
    token, before = broken.token, broken.before
    if token is None or before is None or token.type != "NAME" or before.type != "NAME":
        return None
    group, column = str(before.content), str(token.content)
    if broken.vocabulary.find(group, "rows") is None or broken.vocabulary.column(group, column) is None:
        return None
    if broken.kind(1) in PREDICATE_TERMINALS:
        message = f"「{before}」后面要写「每行」「有一行」或「没有一行」：{before} 每行 {token} …。"
        return broken.problem("rows", message, f"{before} 每行 {token}", replaces=(-1, 0))
    return broken.problem(
        "of", f"「{before}」与「{token}」之间缺「的」：{before}的{token}。", f"{before}的{token}", replaces=(-1, 0)
    )


def _quantifier(broken: Broken) -> Problem | None:
    """Rows without their words, or 至少 without a number, or a number without its condition."""
    if broken.kind(-1) in ("_AT_LEAST", "_AT_MOST", "_EXACTLY") and broken.before is not None:
        return broken.problem("count", f"「{broken.before}」后面要写行数，例如「{broken.before} 2行」。")
    if broken.kind() in _QUANTIFIERS and broken.kind(-1) != "NAME":
        return broken.problem("rows", f"「{broken.token}」前面要写明细的名称，例如「家庭成员 {broken.token} …」。")
    if broken.kind() == "$" and broken.kind(-1) in _QUANTIFIERS and broken.before is not None:
        return broken.problem("unfinished", f"「{broken.before}」后面缺一个条件。", token=broken.before)
    if broken.kind() == "$" and broken.kind(-2) in _QUANTIFIERS and broken.before is not None:
        how = broken.phrase(-2, -1)
        word = {"_AT_LEAST": "不少于", "_AT_MOST": "不超过"}.get(broken.kind(-2), "等于")
        rows = broken.word(-3)
        message = f"「{how}」后面缺一个条件；只数行数请写「{rows}的行数 {word} …」。"
        return broken.problem("unfinished", message, token=broken.before)
    return None


def _filter(broken: Broken) -> Problem | None:
    """家庭成员 其中 年龄 > 18 的 行数 · 家庭成员 (年龄 > 18) 的 行数 · 至少 2项 甲；乙."""
    if broken.kind(-1) == "_WHERE":
        return broken.problem("brackets", "「其中」后面的条件要放进括号：其中 (…)。")
    before = broken.before
    rows = before is not None and broken.vocabulary.find(str(before.content), "rows") is not None
    if rows and broken.kind() == "_OPEN" and broken.kind(-1) == "NAME":
        return broken.problem("where", f"「{before}」后面缺「其中」：{before} 其中 (…)。", " 其中 (")
    if broken.kind() == "$" and broken.kind(-1) == "_CLOSE" and broken.count("_WHERE"):
        message = "筛选后面要写对这些行的要求，例如「每行 …」或「的 行数 不少于 1」。"
        return broken.problem("unfinished", message, token=before)
    if broken.kind() == "_IF" and broken.kind(-1) in _QUANTIFIERS:
        return broken.problem("nested_if", f"「{before}」后面的「若」要放进括号：{before} (若 … 则 …)。")
    if broken.kind(-2) == "_AT_LEAST" and broken.kind(-3) != "NAME" and broken.kind() != "_OPEN":
        return broken.problem("brackets", f"「{broken.phrase(-2, -1)}」后面要有括号：{broken.phrase(-2, -1)} (…；…)。")
    return None


def _in_rows(broken: Broken) -> Problem | None:
    """家庭成员 中 姓名 已填."""
    among = next((token for token in reversed(broken.tokens[: broken.place]) if token.type == "_AMONG"), None)
    if among is None or broken.count("_AMONG_OF") or broken.kind() not in ("$", "_CLOSE", "_SEMICOLON"):
        return None
    message = "明细后面要写「每行」「有一行」或「没有一行」；写「中」的话，后面要有「的 行数」或「的 某列 之和」。"
    return broken.problem("rows", message, token=among)


def _materials(broken: Broken) -> Problem | None:
    """已交()."""
    if broken.kind(-1).startswith("HANDED") and broken.before is not None:
        return broken.problem("materials", "括号里要写材料的名称，例如 已交(户口簿)。", token=broken.before)
    return None


LOOKS: tuple[Callable[[Broken], Problem | None], ...] = (
    _missing_of,
    _filter,
    _column_alone,
    _quantifier,
    _in_rows,
    _materials,
)
