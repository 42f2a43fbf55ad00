"""The checker's part for tests: conditions, demands, quantified rows. Names, options and types are settled here."""

from __future__ import annotations

from dataclasses import replace

from rules_dsl.syntax.parser import Branch
from rules_dsl.text.keywords import ROW_WORDS
from rules_dsl.text.mismatch import label
from rules_dsl.tree.nodes import (
    All,
    Any,
    AtLeast,
    Chosen,
    Distinct,
    Every,
    Filled,
    HandedIn,
    Implies,
    Not,
    Quantified,
    Read,
    Test,
    Unless,
)
from rules_dsl.values.functions import FUNCTIONS

from .calls import call
from .context import Checking
from .dispatch import TESTS, test, unwrap, value
from .expressions import combine
from .guards import filled_in, is_filled_test, unfilled_in
from .predicates import all_there, subject_test
from .rows import column, guards_of, material, rows

_QUANTIFIERS = {"every_row": "每", "some_row": "有", "no_row": "没有", "at_least_rows": "至少", "at_most_rows": "至多",
                "exactly_rows": "恰好"}  # fmt: skip


def _all_of(branch: Branch, checking: Checking) -> Test | None:
    known = _in_all_scopes(checking, {name for part in branch.branches for name in filled_in(part)})
    found: list[Test | None] = []
    before, subject = checking.quantified, checking.subject
    with checking.knowing(known):
        for part in branch.branches:
            with checking.holding(*found):
                found.append(test(part, checking))
            if part.kind in _QUANTIFIERS:
                checking.quantified = str(part.branches[0].words[0].content)
            checking.subject = checking.typed(part)
    checking.quantified, checking.subject = before, subject
    return All(tests=all_there(found)) if None not in found else None


def _any_of(branch: Branch, checking: Checking) -> Test | None:
    mixed = next((part for part in branch.branches if part.kind == "all_of"), None)
    if mixed is not None:
        _report_mixed(branch, mixed, checking)
    known = _in_all_scopes(checking, {name for part in branch.branches for name in unfilled_in(part)})
    with checking.knowing(known):
        found = [test(part, checking) for part in branch.branches]
    return Any(tests=all_there(found)) if None not in found else None


def _report_mixed(branch: Branch, mixed: Branch, checking: Checking) -> None:
    place = branch.branches.index(mixed)
    pieces = list(mixed.branches) if mixed.kind == "all_of" else [mixed]
    text = [checking.typed(piece) for piece in pieces]
    if place > 0:
        before = " 或 ".join(checking.typed(part) for part in branch.branches[:place])
        example = " 且 ".join([f"({before} 或 {text[0]})", *text[1:]])
    else:
        after = " 或 ".join(checking.typed(part) for part in branch.branches[1:])
        example = " 且 ".join([*text[:-1], f"({text[-1]} 或 {after})"])
    checking.report(branch, "mixed", f"「且」「或」混用，先后不明，请加括号，例如：{example}。", example)


def _implies(branch: Branch, checking: Checking) -> Test | None:
    condition, demand, *otherwise = branch.branches
    if_filled, if_not = filled_in(condition), unfilled_in(condition)
    first = test(condition, checking)
    with checking.knowing(_in_all_scopes(checking, if_filled)), checking.holding(first):
        second = test(demand, checking, clauses=True)
    third: Test | None = None
    if otherwise:
        with checking.knowing(_in_all_scopes(checking, if_not)):
            third = test(otherwise[0], checking)
    if first is None or second is None or (otherwise and third is None):
        return None
    return Implies(condition=first, demand=second, otherwise=third)


def _in_all_scopes(checking: Checking, names: set[str]) -> set[tuple[str | None, str]]:
    return {(group, name) for group in (None, *checking.groups) for name in names}


def _unless(branch: Branch, checking: Checking) -> Test | None:
    demand, exception = branch.branches
    second = test(exception, checking)
    with checking.knowing(_in_all_scopes(checking, unfilled_in(exception))):
        first = test(demand, checking, clauses=True)
    return Unless(demand=first, exception=second) if first is not None and second is not None else None


def _tested(branch: Branch, checking: Checking) -> Test | None:
    subject_branch, predicates_branch = branch.branches
    inner = unwrap(subject_branch)
    filled_only = all(part.kind in ("filled", "unfilled") for part in predicates_branch.branches)
    if inner.kind in ("name", "own_name", "outer_name"):
        token = inner.words[0]
        qualifier = {"own_name": "本行的", "outer_name": "外层的"}.get(inner.kind, "")
        names_filled = filled_only or is_filled_test(branch)
        subject = checking.resolve(token, qualifier, guarded=not names_filled)
    else:
        subject = value(subject_branch, checking)
    text = checking.typed(subject_branch)
    if subject is None:
        subject_test(predicates_branch, checking, None, text)  # its own names are still looked at
        return None
    return subject_test(predicates_branch, checking, subject, text)


def _from_to(branch: Branch, checking: Checking) -> Test | None:
    start, end, predicates = branch.branches
    found = value(start, checking)
    until = value(end, checking)
    if found is None or until is None:
        return None
    if found.type.kind != "日期" or until.type.kind != "日期":
        wrong = start if found.type.kind != "日期" else end
        checking.report(
            wrong, "type", f"「至」的两边要是日期，「{checking.typed(wrong)}」不是；范围请写「在 … 至 … 之间」。"
        )
        return None
    return subject_test(predicates, checking, found, checking.typed(start), until)


def _difference(branch: Branch, checking: Checking) -> Test | None:
    """A 与 B 相差 …: 绝对值(A - B)."""
    one, other, predicates = branch.branches
    left, right = value(one, checking), value(other, checking)
    if left is None or right is None:
        return None
    if left.type.kind == right.type.kind == "日期":
        message = f"两个日期相差多少，请写「{checking.typed(one)} 在 {checking.typed(other)}前后30日内」。"
        checking.report(branch, "type", message)
        return None
    minus = combine(checking, branch, "-", left, right, checking.typed(one), checking.typed(other))
    if minus is None:
        return None
    distance = call(branch, checking, FUNCTIONS["绝对值"], (minus,))
    if distance is None:
        return None
    distance = replace(distance, span=(branch.start, predicates.start))
    return subject_test(predicates, checking, distance, f"{checking.typed(one)} 与 {checking.typed(other)} 相差")


def _several(branch: Branch, checking: Checking) -> Test | None:
    """A、B 均 … · A、B 任一 …"""
    fields, predicates = branch.branches
    found = []
    for token in fields.words:
        subject = checking.resolve(token)
        found.append(subject_test(predicates, checking, subject, str(token)))
    if None in found:
        return None
    tests = all_there(found)
    return Any(tests=tests) if branch.kind == "any_tested" else All(tests=tests)


def _each_filled(branch: Branch, checking: Checking) -> Test | None:
    words = (*branch.words, *(word for part in branch.branches for word in part.words))
    found: list[Test | None] = []
    for token in words:
        subject = checking.resolve(token, guarded=False)
        if subject is not None and not isinstance(subject, Read):
            checking.report(token, "filled", f"「已填」「未填」只能问一个字段，「{token}」不是字段。")
            subject = None
        test = (
            Filled(span=checking.at(token), value=subject, negated=branch.kind == "each_unfilled")
            if isinstance(subject, Read)
            else None
        )
        found.append(test)
    if None in found:
        return None
    tests = all_there(found)
    return tests[0] if len(tests) == 1 else All(tests=tests)


def _members(branch: Branch, checking: Checking) -> Test | None:
    """多选 均 为 甲、乙 · 多选 任一 为 甲、乙."""
    token = branch.words[0]
    subject = checking.resolve(token)
    if subject is None:
        return None
    if subject.type.kind != "多选":
        word = "均" if branch.kind == "members_each" else "任一"
        checking.report(
            token,
            "several",
            f"「{word}」前面要有几个字段（A、B {word} …）、明细的列或多选，「{token}」是{label(subject.type)}。",
        )
        return None
    chosen = Chosen(span=subject.span, type=replace(subject.type, kind="选项"))
    found = subject_test(branch.branches[0], checking, chosen, str(token))
    return Every(value=subject, test=found, any=branch.kind == "members_any") if found is not None else None


def _column_each(branch: Branch, checking: Checking) -> Test | None:
    """明细 的 列 均 … is 每行, 任一 is 有一行."""
    source, predicates = branch.branches
    found = rows(source.branches[0], checking)
    if found is None:
        return None
    known = guards_of(source.branches[0], found.group)
    if any(part.kind in ("filled", "unfilled") for part in predicates.branches):
        known = known | {(found.group, str(source.words[-1].content))}
    with checking.row_of(found.group, known, found.where):
        item = checking.column_named(found.group, source.words[-1])
        test = subject_test(predicates, checking, item, str(source.words[-1])) if item is not None else None
    if test is None:
        return None
    quantifier = "每" if branch.kind == "column_each" else "有"
    return Quantified(rows=found, quantifier=quantifier, test=test)  # type: ignore[arg-type]


def _distinct(branch: Branch, checking: Checking) -> Test | None:
    found = column(branch.branches[0], checking)
    if found is None:
        return None
    source, first = found
    with checking.row_of(source.group, guards_of(branch.branches[0].branches[0], source.group), source.where):
        items = [first, *(checking.column_named(source.group, token) for token in branch.words)]
    return Distinct(rows=source, items=tuple(item for item in items if item is not None)) if None not in items else None


def _quantified(branch: Branch, checking: Checking) -> Test | None:
    source, *rest = branch.branches
    found = rows(source, checking)
    count, word = 1, "行"
    if rest and rest[0].kind == "count":
        token = rest.pop(0).words[0]
        type, number = token.content
        if not isinstance(number, int):
            checking.report(token, "count", "行数要是整数。")
            return None
        count, word = number, type.unit or "行"
    elif rest:
        said = checking.text[source.end : rest[0].start]
        word = next((each for each in ROW_WORDS if f"一{each}" in said or f"每{each}" in said), word)
    if found is None:
        return None
    known = guards_of(source, found.group)
    with checking.row_of(found.group, known, found.where):
        before, checking.quantified = checking.quantified, None
        inner = test(rest[0], checking, clauses=rest[0].kind == "bracket")
        checking.quantified = before
    if inner is None:
        return None
    return Quantified(rows=found, quantifier=_QUANTIFIERS[branch.kind], test=inner, count=count, word=word)  # type: ignore[arg-type]


def _at_least_of(branch: Branch, checking: Checking) -> Test | None:
    """至少 2项 (A；B；C)."""
    amount, clauses = branch.branches
    count = amount.words[0].content[1]
    found = [test(part, checking) for part in clauses.branches]
    if not isinstance(count, int) or not 1 <= count <= len(found):
        message = f"括号里有{len(found)}项（用「；」分开），「至少」几项要是1到{len(found)}之间的整数。"
        checking.report(amount, "count", message)
        return None
    return AtLeast(count=count, tests=all_there(found)) if None not in found else None


def _negation(branch: Branch, checking: Checking) -> Test | None:
    found = test(branch.branches[0], checking)
    return Not(test=found) if found is not None else None


def _handed(branch: Branch, checking: Checking) -> Test | None:
    words = branch.branches[0].words if branch.branches else branch.words
    names = [material(token, checking) for token in words]
    if None in names:
        return None
    return HandedIn(materials=tuple(name for name in names if name), any=branch.kind == "handed_any")


TESTS |= {
    "all_of": _all_of,
    "any_of": _any_of,
    "implies": _implies,
    "unless": _unless,
    "tested": _tested,
    "from_to": _from_to,
    "difference": _difference,
    "each_tested": _several,
    "any_tested": _several,
    "each_filled": _each_filled,
    "each_unfilled": _each_filled,
    "members_each": _members,
    "members_any": _members,
    "column_each": _column_each,
    "column_any": _column_each,
    "distinct": _distinct,
    "negation": _negation,
    "at_least_of": _at_least_of,
    "handed_all": _handed,
    "handed_any": _handed,
    **dict.fromkeys(_QUANTIFIERS, _quantified),
}
