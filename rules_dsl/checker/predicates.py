"""The checker's part for predicates: what may be said of a subject of a given type, about which values."""

from __future__ import annotations

from collections.abc import Callable

from rules_dsl.syntax.grammar import Branch, branch_of
from rules_dsl.text.mismatch import Misfit, label, not_a_place, not_a_window
from rules_dsl.tree import nodes
from rules_dsl.tree.nodes import (
    All,
    Any,
    Between,
    Compare,
    Elapsed,
    Expression,
    FilingDate,
    Filled,
    Has,
    Inside,
    Member,
    OneOf,
    Read,
    Test,
    WellFormed,
    Window,
)
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.kinds import Type

from .bare_words import require_full_name
from .calls import zero_as_money
from .compatibility import require_comparable
from .context import Checking
from .dispatch import unwrap, value
from .expressions import require_period

_HOW_MANY = {"has_all": "含全部", "has_only": "只含"}
_ORDERINGS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}


def all_there(found: list[Test | None]) -> tuple[Test, ...]:
    """The tests, None (a problem already noted) left out."""
    return tuple(each for each in found if each is not None)


def subject_test(
    branch: Branch, checking: Checking, subject: Expression | None, text: str, end: Expression | None = None
) -> Test | None:
    """One or several predicates about one subject, joined by 且 or 或."""
    before, checking.subject = checking.subject, text
    found = [predicate(part, checking, subject, text, end) for part in branch.branches]
    checking.subject = before
    if len(found) == 1:
        return found[0]
    alternatives = len(branch.words)
    if 0 < alternatives < len(found) - 1:
        checking.report(branch, "mixed", "「且」「或」混用，先后不明，请拆开并加括号。")
    if None in found:
        return None
    tests = all_there(found)
    return (
        Any(span=(branch.start, branch.end), tests=tests)
        if alternatives
        else All(span=(branch.start, branch.end), tests=tests)
    )


def predicate(
    branch: Branch, checking: Checking, subject: Expression | None, text: str, end: Expression | None
) -> Test | None:
    if subject is None:
        for part in branch.branches:
            for each in part.branches if part.kind == "values" else (part,):
                if unwrap(each).kind != "word":
                    value(each, checking)
        return None
    if end is not None and branch.kind not in ("full", "not_full"):
        checking.report(branch, "from_to", "「D1 至 D2」后面只能是「满」或「未满」；范围请写「在 … 至 … 之间」。")
        return None
    if subject.type.kind == "明细" and branch.kind not in ("filled", "unfilled"):
        checking.report(branch, "rows", f"「{text}」是明细，要指明哪一列，例如「{text}的行数」。")
        return None
    found = _CHECKS[branch.kind](branch, checking, subject, text, end)
    return found.at(subject.span[0], branch.end) if found is not None else None


def _comparison(operator: str, part: Branch, checking: Checking, subject: Expression, text: str) -> Test | None:
    other = value(part, checking, subject.type)
    if other is None:
        return None
    ordered = operator not in "=≠"
    other = zero_as_money(other, subject.type)
    try:
        require_comparable(subject.type, other.type, text, checking.typed(part), ordered)
    except Misfit as misfit:
        checking.misfit(part, misfit, subject.span[0])
        return None
    _warn_options(part, checking, subject.type, other.type, text)
    if operator == "=" and subject.type.kind == "金额" and _may_be_endless(other):
        message = "右边可能除不尽，不会正好相等；请写 四舍五入(…, 0.01元)。"
        checking.report(part, "unrounded", message, f"四舍五入({checking.typed(part)}, 0.01元)", "warning")
    order = subject.type.options if ordered and subject.type.kind == "选项" else ()
    return Compare(operator=operator, left=subject, right=other, order=order)  # type: ignore[arg-type]


def _may_be_endless(expression: nodes.Node) -> bool:
    """Whether a quotient is left unrounded anywhere in it."""
    if isinstance(expression, nodes.Call) and expression.function in ("四舍五入", "舍去", "进位"):
        return False
    if isinstance(expression, nodes.Arithmetic) and expression.operator == "/":
        return True
    return any(_may_be_endless(child) for child in expression.children())


def _warn_options(part: Branch, checking: Checking, left: Type, right: Type, text: str) -> None:
    """Two lists that each have an option the other lacks look like one list gone astray; a part of a list does not: a
    table need not reach every option of the field."""
    these, those = set(left.options), set(right.options)
    if left.kind == right.kind == "选项" and not (these <= those or those <= these):
        other = checking.typed(part)
        checking.report(
            part, "options_differ", f"「{text}」与「{other}」的选项不完全相同，请核对。", severity="warning"
        )


def _ordering(
    branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None
) -> Test | None:
    return _comparison(_ORDERINGS[branch.kind], branch.branches[0], checking, subject, text)


def _equal(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    members, negated = branch.branches[0].branches, branch.kind == "unequal"
    if subject.type.kind == "多选":
        member = checking.typed(branch.branches[0])
        word = "不含" if negated else "含"
        checking.report(
            branch,
            "use_has",
            f"「{text}」可以选多项，请写「{text} {word} {member}」。",
            f"{text} {word} {member}",
            since=subject.span[0],
        )
        return None
    if len(members) == 1:
        return _comparison("≠" if negated else "=", members[0], checking, subject, text)
    found = []
    for part in members:
        compared = _comparison("=", part, checking, subject, text)
        found.append(compared.right if isinstance(compared, Compare) else None)
    if None in found:
        return None
    return OneOf(value=subject, members=tuple(member for member in found if member is not None), negated=negated)


def _full(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    """满: elapsed since a date, or reached by a number."""
    part, negated = branch.branches[0], branch.kind == "not_full"
    word = "未满" if negated else "满"
    if subject.type.kind != "日期":
        if end is not None or subject.type.kind in ("年月", "选项", "是否") or subject.type.is_text:
            hint = f"；请写「首日({text}) {word} …」" if subject.type.kind == "年月" else ""
            checking.report(branch, "type", f"「{word}」前面要是日期，「{text}」是{label(subject.type)}{hint}。")
            return None
        return _comparison("<" if negated else "≥", part, checking, subject, text)
    period = value(part, checking, Type("期限"))
    if period is None or not require_period(checking, part, period, word):
        return None
    return Elapsed(start=subject, end=end or FilingDate(type=Type("日期")), period=period, negated=negated)


def _filled(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    if not isinstance(subject, Read) or subject.role == "parameter":
        checking.report(branch, "filled", f"「已填」「未填」只能问一个字段，「{text}」不是字段。")
        return None
    return Filled(value=subject, negated=branch.kind == "unfilled")


def _well_formed(
    branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None
) -> Test | None:
    if subject.type.kind not in FORMATS:
        checking.report(branch, "type", f"「{text}」是{label(subject.type)}，没有规定格式。")
        return None
    return WellFormed(value=subject, format=subject.type.kind)


def _conforms(
    branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None
) -> Test | None:
    if not subject.type.is_text:
        checking.report(branch, "type", f"「符合」只用于文本，「{text}」是{label(subject.type)}。")
        return None
    return WellFormed(value=subject, format=str(branch.words[0].content))


def _has(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    if subject.type.kind != "多选" and not subject.type.is_text:
        instead = "在" if subject.type.kind == "区划" else "为"
        checking.report(
            branch, "type", f"「含」只用于多选和文本，「{text}」是{label(subject.type)}；请写「{instead}」。"
        )
        return None
    found = [value(part, checking, subject.type) for part in branch.branches[0].branches]
    if None in found:
        return None
    members = tuple(member for member in found if member is not None)
    for part, member in zip(branch.branches[0].branches, members, strict=True):
        if not (member.type.is_text or member.type.kind == "选项"):
            checking.report(part, "type", f"「含」后面要选项或文本，「{checking.typed(part)}」是{label(member.type)}。")
            return None
    how = _HOW_MANY.get(branch.kind, "含")
    if how == "只含" and subject.type.kind != "多选":
        checking.report(branch, "type", f"「只含」只用于多选，「{text}」是{label(subject.type)}。")
        return None
    return Has(value=subject, members=members, negated=branch.kind == "has_not", how=how)  # type: ignore[arg-type]


def _inside(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    """在 本镇. What is no division is told which form was meant."""
    parts, negated = branch.branches[0].branches, branch.kind == "outside"
    if subject.type.kind != "区划":
        checking.misfit(branch, not_a_place(subject.type, text, checking.typed(branch.branches[0])), subject.span[0])
        return None
    places = [value(part, checking, Type("区划")) for part in parts]
    if None in places:
        return None
    found = tuple(place for place in places if place is not None)
    for part, place in zip(parts, found, strict=True):
        is_text = isinstance(place, nodes.Named) and place.type.is_text  # a parameter that names a place
        if place.type.kind != "区划" and not is_text:
            checking.report(
                part, "type", f"「在」后面要地方，例如 本镇；「{checking.typed(part)}」是{label(place.type)}。"
            )
            return None
        if is_text and not require_full_name(part, checking, place.type.options):
            return None
    return Inside(value=subject, places=found, negated=negated)


def _member(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    part, negated = branch.branches[0], branch.kind == "not_member"
    inner = unwrap(part)
    if inner.kind == "name" and (name := checking.vocabulary.find(str(inner.words[0].content), "rows")):
        columns = checking.vocabulary.columns(name.name)
        example = columns[0].name if columns else "某列"
        checking.report(part, "rows", f"「{name.name}」是明细，要指明哪一列：在 {name.name}的{example} 中。")
        return None
    found = value(part, checking)
    if found is None:
        return None
    if found.type.kind not in ("名单", "多选"):
        typed = checking.typed(part)
        message = f"「在 … 中」要一个名单或明细的列，「{typed}」是{label(found.type)}。"
        checking.report(part, "type", f"地方后面不用写「中」：在 {typed}。" if found.type.kind == "区划" else message)
        return None
    of = found.type.of or Type("选项", found.type.options)
    if not (subject.type.kind == of.kind == "区划"):
        try:
            require_comparable(subject.type, of, text, checking.typed(part), False)
        except Misfit as misfit:
            if subject.type.kind != "区划" or of.kind not in ("选项", "文本"):
                checking.misfit(part, misfit)
                return None
    if subject.type.kind == "区划" and not require_full_name(part, checking, of.options):
        return None
    return Member(value=subject, members=found, negated=negated)


def _between(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    ages = [checking.typed(part).replace(" ", "") for part in branch.branches]
    if subject.type.kind == "日期" and all(age.endswith("周岁") for age in ages):
        written = f"{text} 满 {ages[0]} 且不满 {ages[1]}"
        checking.report(branch, "range", f"年龄的范围请写「{written}」。", written, since=subject.span[0])
        return None
    low = _comparison("≥", branch.branches[0], checking, subject, text)
    high = _comparison("≤", branch.branches[1], checking, subject, text)
    if not isinstance(low, Compare) or not isinstance(high, Compare):
        return None
    if low.order:
        return All(tests=(low, high))
    return Between(value=subject, low=low.right, high=high.right)


def _window(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    """在 D前N内: the last 前, 后 or 前后 of the expression makes the window."""
    part = unwrap(branch.branches[0])
    if part.kind != "shift":
        checking.misfit(branch, not_a_window(subject.type, text, checking.typed(branch.branches[0])), subject.span[0])
        return None
    *before, direction, amount = part.branches
    if len(before) == 1:
        day = value(before[0], checking)
    else:
        day = value(branch_of("shift", before, part.start, before[-1].end), checking)
    period = value(amount, checking)
    side = {"_BEFORE": "前", "_AFTER": "后", "_AROUND": "前后"}[direction.words[0].type]
    if day is None or period is None or not require_period(checking, amount, period, side):
        return None
    if day.type.kind != subject.type.kind or subject.type.kind not in ("日期", "年月"):
        typed = checking.typed(before[0])
        message = f"「{text}」是{label(subject.type)}，「{typed}」是{label(day.type)}，要都是日期。"
        if subject.type.kind == "年月" and day.type.kind == "日期":
            message = f"「{text}」是年月，「{typed}」是日期；请把「{typed}」写成「年月({typed})」。"
        checking.report(branch, "type", message)
        return None
    return Window(value=subject, day=day, period=period, side=side)  # type: ignore[arg-type]


_CHECKS: dict[str, Callable[[Branch, Checking, Expression, str, Expression | None], Test | None]] = {
    "equal": _equal,
    "unequal": _equal,
    "at_least": _ordering,
    "at_most": _ordering,
    "above": _ordering,
    "below": _ordering,
    "full": _full,
    "not_full": _full,
    "filled": _filled,
    "unfilled": _filled,
    "well_formed": _well_formed,
    "conforms": _conforms,
    "has": _has,
    "has_not": _has,
    "has_all": _has,
    "has_only": _has,
    "inside": _inside,
    "outside": _inside,
    "member": _member,
    "not_member": _member,
    "between": _between,
    "window": _window,
}


def cell_test(tree: Branch, checking: Checking, subject: Expression, spelled: str) -> Test | None:
    """A cell of a table as a test about its input."""
    checking.subject = spelled
    if tree.kind == "cell":  # 甲、乙
        equal = branch_of("equal", tree.parts, tree.start, tree.end)
        word = "has" if subject.type.kind == "多选" else "equal"
        return predicate(equal._replace(kind=word), checking, subject, spelled, None)
    if tree.kind == "cell_range":
        return predicate(tree._replace(kind="between"), checking, subject, spelled, None)
    found = [predicate(part, checking, subject, spelled, None) for part in tree.branches]
    if None in found:
        return None
    tests = all_there(found)
    return tests[0] if len(tests) == 1 else All(tests=tests)
