"""The checker: a tree as read becomes a tree that is typed, or problems. One table for expressions and one for tests
say which function checks which alternative of the grammar; the other modules fill them."""

from __future__ import annotations

from collections.abc import Callable

from rules_dsl.syntax.parser import Branch
from rules_dsl.text.mismatch import label
from rules_dsl.tree.nodes import All, Expression, Read, Test, Truth
from rules_dsl.values.kinds import Type

from .context import Checking

EXPRESSIONS: dict[str, Callable[[Branch, Checking, Type | None], Expression | None]] = {}
TESTS: dict[str, Callable[[Branch, Checking], Test | None]] = {}
CLAUSES = ("implies", "unless")


def unwrap(branch: Branch) -> Branch:
    """What stands inside any brackets and single-clause lists."""
    while branch.kind in ("bracket", "start") or (branch.kind == "clauses" and len(branch.parts) == 1):
        branch = branch.branches[0]
    return branch


def value(branch: Branch, checking: Checking, expected: Type | None = None) -> Expression | None:
    """The expression a branch stands for; None if it is none, the problem being noted. `expected` is the type of what
    it meets: it decides how a bare word or a quoted text is read."""
    inner = unwrap(branch)
    if inner.kind in TESTS or inner.kind == "clauses":
        message = f"这里要一个值，「{checking.typed(branch)}」是一个条件。"
        if inner.kind in ("handed_all", "handed_any"):
            message = "「已交(…)」本身就是条件，不用再写「为 是」；份数请写「已交份数(…)」。"
        checking.report(branch, "not_value", message)
        return None
    check = EXPRESSIONS[inner.kind]
    found = check(inner, checking, expected)
    if found is not None and isinstance(found, Read) and found.type.kind == "明细":
        checking.report(branch, "rows", f"「{found.name}」是明细，要指明哪一列，例如「{found.name}的行数」。")
        return None
    return found.at(branch.start, branch.end) if found is not None else None


def test(branch: Branch, checking: Checking, clauses: bool = False) -> Test | None:
    """The test a branch stands for; None if it is none, the problem being noted. `clauses`: 若 … 则, A 的，B, 除非
    and ； may stand here."""
    if branch.kind == "bracket" or branch.kind == "start":
        return test(branch.branches[0], checking, clauses)
    if branch.kind == "clauses":
        if len(branch.parts) == 1:
            return test(branch.branches[0], checking, clauses)
        if not clauses:
            checking.report(branch, "clause", "「；」只能写在最外层或行条件的括号里，这里请用「且」。", "且")
        found = [test(part, checking, clauses) for part in branch.branches]
        return (
            All(span=(branch.start, branch.end), tests=tuple(each for each in found if each is not None), clauses=True)
            if None not in found
            else None
        )
    if branch.kind in CLAUSES and not clauses:
        checking.report(branch, "clause", "「若 … 则」「… 的，」「除非」只能写在最外层、「；」之间或行条件的括号里。")
    check = TESTS.get(branch.kind)
    if check is not None:
        found_test = check(branch, checking)
        return found_test.at(branch.start, branch.end) if found_test is not None else None
    return _truth(branch, checking)


def _truth(branch: Branch, checking: Checking) -> Test | None:
    """A value standing where a condition is asked: only a 是否 value is one."""
    subject = checking.subject
    if branch.kind in ("word", "name") and not branch.words[0].known and subject:
        text = str(branch.words[0].content)
        if text in checking.vocabulary.options:
            first = subject.split(" ")[-1].removeprefix("不为").removeprefix("为")
            message = f"一个单选字段不能同时为两个选项；任一即可请写「为 {first}、{text}」。"
            if "不为" in subject or "不是" in subject or "≠" in subject:
                message = f"两个选项都不是，请写「不为 {first}、{text}」。"
            checking.report(branch, "two_options", message)
            return None
    found = value(branch, checking)
    if found is None:
        return None
    if found.type.kind != "是否":
        text = checking.typed(branch)
        if found.type.kind == "区划" and branch.kind in ("place", "word"):
            checking.report(branch, "separator", f"几个地方之间用「、」：在 …、{text}。")
            return None
        checking.report(
            branch, "not_test", f"「{text}」是{label(found.type)}，后面缺条件，例如「{text} {_example(found.type)}」。"
        )
        return None
    return Truth(span=(branch.start, branch.end), value=found)


def _example(type: Type) -> str:
    if type.kind == "选项" and type.options:
        return f"为 {type.options[0]}"
    return {"日期": "不晚于 申请日", "金额": "不超过 1000元", "区划": "在 本镇", "期限": "不超过 30日"}.get(
        type.kind, "不少于 1" if type.is_number else "已填"
    )
