"""The checker's part for tests: conditions, demands, quantified rows. Names, options and types are settled here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import nodes
from .check_values import column, guards_of, material, require_period, rows, unwrap, value, zero_as_money
from .checking import Checking
from .guards import filled_in, unfilled_in
from .identifiers import FORMATS
from .nodes import (
    All,
    Any,
    Between,
    Chosen,
    Compare,
    Distinct,
    Elapsed,
    Every,
    Expression,
    FilingDate,
    Filled,
    HandedIn,
    Has,
    Implies,
    Inside,
    Member,
    Not,
    OneOf,
    Quantified,
    Read,
    Test,
    Truth,
    Unless,
    WellFormed,
    Window,
)
from .parse import Branch
from .types import Misfit, label, require_comparable
from .values import Type

_ORDERINGS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}
_QUANTIFIERS = {"every_row": "每", "some_row": "有", "no_row": "没有", "at_least_rows": "至少", "at_most_rows": "至多",
                "exactly_rows": "恰好"}  # fmt: skip
_CLAUSES = ("implies", "unless")


def test(branch: Branch, checking: Checking, clauses: bool = False) -> Test | None:
    """The test a branch stands for; None if it is none, the problem being noted. `clauses`: 若 … 则, A 的，B, 除非 and ；
    may stand here."""
    if branch.kind == "bracket" or branch.kind == "start":
        return test(branch.branches[0], checking, clauses)
    if branch.kind == "clauses":
        if len(branch.parts) == 1:
            return test(branch.branches[0], checking, clauses)
        if not clauses:
            checking.report(branch, "clause", "「；」只能写在最外层或行条件的括号里，这里请用「且」。", "且")
        found = [test(part, checking, clauses) for part in branch.branches]
        return (
            All(span=(branch.start, branch.end), tests=_all_there(found), clauses=True) if None not in found else None
        )
    if branch.kind in _CLAUSES and not clauses:
        checking.report(branch, "clause", "「若 … 则」「… 的，」「除非」只能写在最外层、「；」之间或行条件的括号里。")
    check = _CHECKS.get(branch.kind)
    if check is not None:
        found_test = check(branch, checking)
        return replace(found_test, span=(branch.start, branch.end)) if found_test is not None else None
    return _truth(branch, checking)


def _all_there(found: list[Test | None]) -> tuple[Test, ...]:
    return tuple(each for each in found if each is not None)


def _truth(branch: Branch, checking: Checking) -> Test | None:
    """A value standing where a condition is asked: only a 是否 value is one."""
    subject = checking.subject
    if branch.kind in ("word", "name") and not branch.words[0].known and subject:
        text = str(branch.words[0].content)
        if text in checking.vocabulary.options:
            first = subject.split(" ")[-1].removeprefix("为")
            message = f"一个单选字段不能同时为两个选项；任一即可请写「为 {first}、{text}」。"
            checking.report(branch, "two_options", message)
            return None
    found = value(branch, checking)
    if found is None:
        return None
    if found.type.kind != "是否":
        text = checking.typed(branch)
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


def _all_of(branch: Branch, checking: Checking) -> Test | None:
    known = {(None, name) for part in branch.branches for name in filled_in(part)}
    known |= {(group, name) for group in checking.groups for _, name in known}
    found, before, subject = [], checking.quantified, checking.subject
    with checking.knowing(known):
        for part in branch.branches:
            found.append(test(part, checking))
            if part.kind in _QUANTIFIERS:
                checking.quantified = str(part.branches[0].words[0].content)
            checking.subject = checking.typed(part)
    checking.quantified, checking.subject = before, subject
    return All(tests=_all_there(found)) if None not in found else None


def _any_of(branch: Branch, checking: Checking) -> Test | None:
    mixed = next((part for part in branch.branches if part.kind == "all_of"), None)
    if mixed is not None:
        _report_mixed(branch, mixed, checking)
    known = {(None, name) for part in branch.branches for name in unfilled_in(part)}
    known |= {(group, name) for group in checking.groups for _, name in known}
    with checking.knowing(known):
        found = [test(part, checking) for part in branch.branches]
    return Any(tests=_all_there(found)) if None not in found else None


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
    with checking.knowing(_in_all_scopes(checking, if_filled)):
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
        names_filled = filled_only or filled_in(branch)
        subject = checking.resolve(token, qualifier, guarded=not names_filled)
    else:
        subject = value(subject_branch, checking)
    text = checking.typed(subject_branch)
    if subject is None:
        _predicates(predicates_branch, checking, None, text)  # its own names are still looked at
        return None
    return _predicates(predicates_branch, checking, subject, text)


def _predicates(
    branch: Branch, checking: Checking, subject: Expression | None, text: str, end: Expression | None = None
) -> Test | None:
    """One or several predicates about one subject, joined by 且 or 或."""
    before, checking.subject = checking.subject, text
    found = [_predicate(part, checking, subject, text, end) for part in branch.branches]
    checking.subject = before
    if len(found) == 1:
        return found[0]
    alternatives = len(branch.words)
    if 0 < alternatives < len(found) - 1:
        checking.report(branch, "mixed", "「且」「或」混用，先后不明，请拆开并加括号。")
    if None in found:
        return None
    tests = _all_there(found)
    return (
        Any(span=(branch.start, branch.end), tests=tests)
        if alternatives
        else All(span=(branch.start, branch.end), tests=tests)
    )


def _predicate(
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
    found = _PREDICATES[branch.kind](branch, checking, subject, text, end)
    return replace(found, span=(subject.span[0], branch.end)) if found is not None else None


def _comparison(operator: str, part: Branch, checking: Checking, subject: Expression, text: str) -> Test | None:
    other = value(part, checking, subject.type)
    if other is None:
        return None
    ordered = operator not in "=≠"
    other = zero_as_money(other, subject.type)
    try:
        require_comparable(subject.type, other.type, text, checking.typed(part), ordered)
    except Misfit as misfit:
        checking.misfit(part, misfit)
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
    if (
        left.kind == right.kind == "选项"
        and left.options
        and len(right.options) > 1
        and set(left.options) != set(right.options)
    ):
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
            branch, "use_has", f"「{text}」可以选多项，请写「{text} {word} {member}」。", f"{text} {word} {member}"
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
            checking.report(branch, "type", f"「{word}」前面要是日期，「{text}」是{label(subject.type)}。")
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
    return WellFormed(value=subject)


def _has(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    if subject.type.kind != "多选" and not subject.type.is_text:
        checking.report(branch, "type", f"「含」只用于多选和文本，「{text}」是{label(subject.type)}；请写「为」。")
        return None
    found = [value(part, checking, subject.type) for part in branch.branches[0].branches]
    if None in found:
        return None
    members = tuple(member for member in found if member is not None)
    for part, member in zip(branch.branches[0].branches, members, strict=True):
        if not (member.type.is_text or member.type.kind == "选项"):
            checking.report(part, "type", f"「含」后面要选项或文本，「{checking.typed(part)}」是{label(member.type)}。")
            return None
    return Has(value=subject, members=members, negated=branch.kind == "has_not")


def _inside(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
    """在 本镇. What is no division is told which form was meant."""
    parts, negated = branch.branches[0].branches, branch.kind == "outside"
    if subject.type.kind != "区划":
        typed = checking.typed(branch.branches[0])
        if "-" in typed:
            checking.report(branch, "range", "范围请写「在 18 至 60 之间」（两端都含）；「-」是减号。")
        else:
            checking.report(
                branch,
                "inside",
                f"「{text}」是{label(subject.type)}，不是区划；名单请写「在 {typed} 中」，日期请写「在 … 内」。",
            )
        return None
    places = [value(part, checking, Type("区划")) for part in parts]
    if None in places:
        return None
    found = tuple(place for place in places if place is not None)
    for part, place in zip(parts, found, strict=True):
        if place.type.kind != "区划":
            checking.report(
                part, "type", f"「在」后面要地方，例如 本镇；「{checking.typed(part)}」是{label(place.type)}。"
            )
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
        checking.report(
            part, "type", f"「在 … 中」要一个名单或明细的列，「{checking.typed(part)}」是{label(found.type)}。"
        )
        return None
    of = found.type.of or Type("选项", found.type.options)
    if not (subject.type.kind == of.kind == "区划"):
        try:
            require_comparable(subject.type, of, text, checking.typed(part), False)
        except Misfit as misfit:
            if subject.type.kind != "区划" or of.kind not in ("选项", "文本"):
                checking.misfit(part, misfit)
                return None
    return Member(value=subject, members=found, negated=negated)


def _between(branch: Branch, checking: Checking, subject: Expression, text: str, end: Expression | None) -> Test | None:
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
        typed = checking.typed(branch.branches[0])
        checking.report(
            branch, "window", f"「内」要写成「在 申请日前30日内」这样的样子，「{typed}」里缺「前」「后」或「前后」。"
        )
        return None
    *before, direction, amount = part.branches
    if len(before) == 1:
        day = value(before[0], checking)
    else:
        day = value(Branch("shift", tuple(before), part.start, before[-1].end), checking)
    period = value(amount, checking)
    side = {"_BEFORE": "前", "_AFTER": "后", "_AROUND": "前后"}[direction.words[0].type]
    if day is None or period is None or not require_period(checking, amount, period, side):
        return None
    if day.type.kind != subject.type.kind or subject.type.kind not in ("日期", "年月"):
        checking.report(
            branch,
            "type",
            f"「{text}」是{label(subject.type)}，「{checking.typed(before[0])}」是{label(day.type)}，要都是日期。",
        )
        return None
    return Window(value=subject, day=day, period=period, side=side)  # type: ignore[arg-type]


_PREDICATES: dict[str, Callable[[Branch, Checking, Expression, str, Expression | None], Test | None]] = {
    "equal": _equal, "unequal": _equal, "at_least": _ordering, "at_most": _ordering, "above": _ordering, "below": _ordering,
    "full": _full, "not_full": _full, "filled": _filled, "unfilled": _filled, "well_formed": _well_formed, "has": _has,
    "has_not": _has, "inside": _inside, "outside": _inside, "member": _member, "not_member": _member, "between": _between,
    "window": _window,
}  # fmt: skip


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
    return _predicates(predicates, checking, found, checking.typed(start), until)


def _difference(branch: Branch, checking: Checking) -> Test | None:
    """A 与 B 相差 …: 绝对值(A - B)."""
    from .check_values import call, combine
    from .functions import FUNCTIONS

    one, other, predicates = branch.branches
    left, right = value(one, checking), value(other, checking)
    if left is None or right is None:
        return None
    minus = combine(checking, branch, "-", left, right, checking.typed(one), checking.typed(other))
    if minus is None:
        return None
    distance = call(branch, checking, FUNCTIONS["绝对值"], (minus,))
    if distance is None:
        return None
    distance = replace(distance, span=(branch.start, predicates.start))
    return _predicates(predicates, checking, distance, f"{checking.typed(one)} 与 {checking.typed(other)} 相差")


def _several(branch: Branch, checking: Checking) -> Test | None:
    """A、B 均 … · A、B 任一 …"""
    fields, predicates = branch.branches
    found = []
    for token in fields.words:
        subject = checking.resolve(token)
        found.append(_predicates(predicates, checking, subject, str(token)))
    if None in found:
        return None
    tests = _all_there(found)
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
    tests = _all_there(found)
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
    found = _predicates(branch.branches[0], checking, chosen, str(token))
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
    with checking.row_of(found.group, known):
        item = checking.column_named(found.group, source.words[-1])
        test = _predicates(predicates, checking, item, str(source.words[-1])) if item is not None else None
    if test is None:
        return None
    quantifier = "每" if branch.kind == "column_each" else "有"
    return Quantified(rows=found, quantifier=quantifier, test=test)  # type: ignore[arg-type]


def _distinct(branch: Branch, checking: Checking) -> Test | None:
    found = column(branch.branches[0], checking)
    if found is None:
        return None
    source, first = found
    with checking.row_of(source.group, guards_of(branch.branches[0].branches[0], source.group)):
        items = [first, *(checking.column_named(source.group, token) for token in branch.words)]
    return Distinct(rows=source, items=tuple(item for item in items if item is not None)) if None not in items else None


def _quantified(branch: Branch, checking: Checking) -> Test | None:
    source, *rest = branch.branches
    found = rows(source, checking)
    count, word = 1, "行"
    if rest and rest[0].kind == "count":
        token = rest.pop(0).words[0]
        type, number = token.content  # type: ignore[misc]
        if not isinstance(number, int):
            checking.report(token, "count", "行数要是整数。")
            return None
        count, word = number, type.unit or "行"
    if found is None:
        return None
    known = guards_of(source, found.group)
    with checking.row_of(found.group, known):
        before, checking.quantified = checking.quantified, None
        inner = test(rest[0], checking, clauses=rest[0].kind == "bracket")
        checking.quantified = before
    if inner is None:
        return None
    return Quantified(rows=found, quantifier=_QUANTIFIERS[branch.kind], test=inner, count=count, word=word)  # type: ignore[arg-type]


def _negation(branch: Branch, checking: Checking) -> Test | None:
    found = test(branch.branches[0], checking)
    return Not(test=found) if found is not None else None


def _handed(branch: Branch, checking: Checking) -> Test | None:
    names = [material(token, checking) for token in branch.branches[0].words]
    if None in names:
        return None
    return HandedIn(materials=tuple(name for name in names if name), any=branch.kind == "handed_any")


_CHECKS: dict[str, Callable[[Branch, Checking], Test | None]] = {
    "all_of": _all_of, "any_of": _any_of, "implies": _implies, "unless": _unless, "tested": _tested, "from_to": _from_to,
    "difference": _difference, "each_tested": _several, "any_tested": _several, "each_filled": _each_filled,
    "each_unfilled": _each_filled, "members_each": _members, "members_any": _members, "column_each": _column_each,
    "column_any": _column_each, "distinct": _distinct, "negation": _negation, "handed_all": _handed, "handed_any": _handed,
    **dict.fromkeys(_QUANTIFIERS, _quantified),
}  # fmt: skip


def cell_test(tree: Branch, checking: Checking, subject: Expression, spelled: str) -> Test | None:
    """A cell of a table as a test about its input."""
    if tree.kind == "cell":  # 甲、乙
        equal = Branch("equal", tree.parts, tree.start, tree.end)
        word = "has" if subject.type.kind == "多选" else "equal"
        return _predicate(replace(equal, kind=word), checking, subject, spelled, None)
    if tree.kind == "cell_range":
        return _predicate(replace(tree, kind="between"), checking, subject, spelled, None)
    found = [_predicate(part, checking, subject, spelled, None) for part in tree.branches]
    if None in found:
        return None
    tests = _all_there(found)
    return tests[0] if len(tests) == 1 else All(tests=tests)
