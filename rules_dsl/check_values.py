"""The checker's part for expressions: a branch of the tree as read becomes a typed expression, or problems."""

from __future__ import annotations

from dataclasses import replace

from .checking import Checking
from .folding import text_key
from .functions import FALLBACK, FUNCTIONS, ROUND_UP, SYNONYMS, Function
from .guards import filled_in
from .nodes import (
    Aggregate,
    Arithmetic,
    Call,
    Column,
    Constant,
    Copies,
    Expression,
    Fallback,
    Read,
    RowCount,
    Rows,
    Shift,
)
from .parse import Branch
from .problems import nearest
from .tokens import Word
from .types import Misfit, arithmetic, is_same_measure, label, require_units
from .values import ORDERED_KINDS, Division, Type

_OPERATORS = {"_PLUS": "+", "_MINUS": "-", "_TIMES": "*", "_OVER": "/"}
TEST_KINDS = frozenset({
    "clauses", "unless", "implies", "any_of", "all_of", "tested", "from_to", "difference", "each_tested", "any_tested",
    "each_filled", "each_unfilled", "members_each", "members_any", "column_each", "column_any", "distinct", "every_row",
    "some_row", "no_row", "at_least_rows", "at_most_rows", "exactly_rows", "negation", "handed_all", "handed_any",
})  # fmt: skip


def unwrap(branch: Branch) -> Branch:
    """What stands inside any brackets and single-clause lists."""
    while branch.kind in ("bracket", "start") or (branch.kind == "clauses" and len(branch.parts) == 1):
        branch = branch.branches[0]
    return branch


def value(branch: Branch, checking: Checking, expected: Type | None = None) -> Expression | None:
    """The expression a branch stands for; None if it is none, the problem being noted. `expected` is the type of what it
    meets: it decides how a bare word, a quoted text or a zero is read."""
    inner = unwrap(branch)
    if inner.kind in TEST_KINDS:
        checking.report(branch, "not_value", f"这里要一个值，「{checking.typed(branch)}」是一个条件。")
        return None
    check = _CHECKS[inner.kind]
    found = check(inner, checking, expected)
    if found is not None and isinstance(found, Read) and found.type.kind == "明细":
        checking.report(branch, "rows", f"「{found.name}」是明细，要指明哪一列，例如「{found.name}的行数」。")
        return None
    return replace(found, span=(branch.start, branch.end)) if found is not None else None


def _literal(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    token = branch.words[0]
    type, content = token.content  # type: ignore[misc]
    return Constant(type=type, value=content)


def _word(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    token = branch.words[0]
    return word_value(token, checking, expected)


def word_value(token: Word, checking: Checking, expected: Type | None) -> Expression | None:
    """A bare word or a quoted text, read as the type it meets asks for."""
    text, quoted, span = str(token.content), token.type == "QUOTED", checking.at(token)
    if expected is None:
        if quoted:
            return Constant(span=span, type=Type("文本"), value=text, quoted=True)
        if not token.known:
            checking.unknown(token)
            return None
        return Constant(span=span, type=Type("选项", (text,)), value=text)
    if expected.kind == "名单" and expected.of:
        expected = expected.of
    names_it = not quoted and token.known and bool(checking.vocabulary.get(text))
    if names_it and not any(text_key(option) == text_key(text) for option in expected.options):
        return checking.resolve(token)  # also an option of some other field, but no option of what it meets here
    if expected.kind == "是否":
        if quoted and text in ("是", "否"):
            checking.report(token, "quoted_yes", f"「{text}」不要加引号。", text)
            return None
        if text not in ("是", "否"):
            checking.report(token, "yes_or_no", "是否字段的值只有「是」「否」。")
            return None
        return Constant(span=span, type=expected, value=text == "是")
    if expected.options:
        option = next((option for option in expected.options if text_key(option) == text_key(text)), None)
        if option is not None:
            return Constant(
                span=span,
                type=replace(expected, kind="选项") if expected.kind == "多选" else expected,
                value=option,
                quoted=quoted,
            )
        if expected.kind in ("选项", "多选"):
            _no_option(token, checking, expected, text)
            return None
    if expected.kind == "区划" and quoted:
        return Constant(span=span, type=expected, value=Division(text), quoted=True)
    if expected.is_text or expected.kind in ("选项", "多选"):
        if quoted or token.known:
            return Constant(span=span, type=Type("文本"), value=text, quoted=True)
        near = nearest(text, checking.vocabulary.words.values())
        if near:
            checking.unknown(token)
        else:
            checking.report(
                token, "text_quotes", f"没有名为「{text}」的字段；若是文本请加引号：“{text}”。", f"“{text}”"
            )
        return None
    if not token.known:
        checking.unknown(token)
    else:
        checking.report(token, "type", f"这里要{label(expected)}，「{text}」是文本或选项。")
    return None


def _no_option(token: Word, checking: Checking, expected: Type, text: str) -> None:
    near = nearest(text, expected.options)
    listed = "、".join(expected.options[:12]) + ("……" if len(expected.options) > 12 else "")
    subject = checking.subject
    whose = f"「{subject}」没有选项「{text}」" if subject else f"没有选项「{text}」"
    hint = f"；是不是「{near}」？" if near else "。"
    checking.report(token, "unknown_option", f"{whose}，可选：{listed}{hint}", near)


def _name(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    return checking.resolve(branch.words[0])


def _own_name(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    return checking.resolve(branch.words[0], "本行的" if branch.kind == "own_name" else "外层的")


def _language_word(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    return checking.language_word(branch.words[0])


def _negative(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    inner = value(branch.branches[0], checking, expected)
    if inner is None:
        return None
    if not inner.type.is_number and inner.type.kind != "金额":
        checking.report(branch, "type", f"{label(inner.type)}前面不能加负号。")
        return None
    zero = Constant(type=Type("整数", unit=inner.type.unit) if inner.type.is_number else inner.type, value=0)
    return Arithmetic(type=inner.type, operator="-", left=zero, right=inner)


def _chain(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """A sum or a product: operands and operators in turn."""
    operands = [branch.branches[i] for i in range(0, len(branch.branches), 2)]
    operators = [_OPERATORS[branch.branches[i].words[0].type] for i in range(1, len(branch.branches), 2)]
    values = [value(operand, checking, None) for operand in operands]
    result, start = values[0], operands[0]
    for operator, operand, right in zip(operators, operands[1:], values[1:], strict=True):
        if result is None or right is None:
            result = None
            continue
        left_text = checking.text[start.start : operand.start].rstrip(" +-*/×÷加减去乘以除（(")
        result = combine(checking, branch, operator, result, right, left_text, checking.typed(operand))
    return result


def combine(
    checking: Checking,
    part: Branch,
    operator: str,
    left: Expression,
    right: Expression,
    left_text: str,
    right_text: str,
) -> Expression | None:
    """`left operator right` with its type; a date and a period make a shift."""
    if operator in "+-" and left.type.kind in ("日期", "年月") and right.type.kind == "期限":
        return shifted(checking, part, left, right, 1 if operator == "+" else -1)
    try:
        type = arithmetic(operator, left.type, right.type, left_text, right_text)
    except Misfit as misfit:
        checking.misfit(part, misfit)
        return None
    return Arithmetic(span=(left.span[0], right.span[1]), type=type, operator=operator, left=left, right=right)  # type: ignore[arg-type]


def shifted(checking: Checking, part: Branch, day: Expression, period: Expression, sign: int) -> Expression | None:
    """A date or month and a period, forwards or backwards."""
    if day.type.kind not in ("日期", "年月"):
        checking.report(part, "type", f"「前」「后」前面要是日期，这里是{label(day.type)}。")
        return None
    if not require_period(checking, part, period, "前" if sign < 0 else "后"):
        return None
    if day.type.kind == "年月" and not is_same_measure(period.type.unit, "个月"):
        checking.report(part, "type", "年月只能加减月或年。")
        return None
    return Shift(span=(day.span[0], period.span[1]), type=day.type, day=day, period=period, sign=sign)  # type: ignore[arg-type]


def require_period(checking: Checking, part: Branch, period: Expression, word: str) -> bool:
    """That this is a period; else the unit is missing, or a parameter is a bare number."""
    if period.type.kind == "期限" and not period.type.options:
        return True
    text = checking.text[slice(*period.span)].strip()
    unit = "周岁" if word in ("满", "未满") else "日"
    if period.type.kind == "期限":
        checking.report(part, "type", f"「{text}」可能是{'、'.join(period.type.options)}，不能用来推算日期。")
    elif isinstance(period, Constant) and period.type.is_number:
        checking.report(part, "unit_missing", f"「{word}」后面缺单位，请写 {text}{unit}。", f"{text}{unit}")
    elif getattr(period, "role", "") == "parameter" and period.type.is_number:
        message = f"「{text}」是数字参数，「{word}」要期限；请把参数写成 80{unit}。"
        checking.report(part, "unit_missing", message)
    else:
        fix = f"天({text})" if period.type.is_number else None
        hint = f"；整数请写 {fix}。" if fix else "。"
        checking.report(
            part, "type", f"「{word}」后面要期限（如 30{unit}），「{text}」是{label(period.type)}{hint}", fix
        )
    return False


def _shift(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """D后30日, chained from left to right."""
    day = value(branch.branches[0], checking)
    for direction, amount in zip(branch.branches[1::2], branch.branches[2::2], strict=True):
        period = value(amount, checking)
        if direction.words[0].type == "_AROUND":
            checking.report(direction, "around", "「前后」只能写在「在 D前后N内」里。")
            return None
        if day is None or period is None:
            return None
        day = shifted(checking, branch, day, period, 1 if direction.words[0].type == "_AFTER" else -1)
    return day


def _call(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    spelled = str(branch.words[0].content)
    if spelled == FALLBACK:
        if len(branch.branches) != 2:
            checking.report(branch, "arguments", f"缺省 要两个参数：缺省(字段, 值)，这里有{len(branch.branches)}个。")
            return None
        return fallback(branch, branch.branches[0], branch.branches[1], checking)
    function = FUNCTIONS[SYNONYMS.get(spelled, spelled)]
    least, most = function.least, len(function.takes)
    given = len(branch.branches)
    if given < least or (given > most and not function.many):
        needs = (
            f"{least}个"
            if least == most and not function.many
            else f"{least}个以上"
            if function.many
            else f"{least}到{most}个"
        )
        checking.report(branch, "arguments", f"{spelled} 要{needs}参数，这里有{given}个。例如：{function.example}")
        return None
    arguments = []
    for place, part in enumerate(branch.branches):
        kinds = function.takes[min(place, most - 1)]
        if kinds == (ROUND_UP,):
            if checking.typed(part) != ROUND_UP:
                checking.report(part, "arguments", f"{spelled} 的第{place + 1}个参数只能写「{ROUND_UP}」。", ROUND_UP)
                return None
            arguments.append(Constant(span=(part.start, part.end), type=Type("文本"), value=ROUND_UP))
            continue
        arguments.append(_argument(part, checking, function, kinds, place))
    if any(argument is None for argument in arguments):
        return None
    found = tuple(argument for argument in arguments if argument is not None)
    return call(branch, checking, function, found)


def _argument(
    part: Branch, checking: Checking, function: Function, kinds: tuple[str, ...], place: int
) -> Expression | None:
    found = value(part, checking, Type(kinds[0]) if "文本" in kinds else None)
    if found is not None and found.type.kind not in kinds and not ("文本" in kinds and found.type.is_text):
        wanted = "、".join(kind for kind in kinds if kind != "多行文本")
        text = checking.typed(part)
        message = f"{function.name} 的第{place + 1}个参数要{wanted}，「{text}」是{label(found.type)}。例如：{function.example}"
        checking.report(part, "type", message)
        return None
    return found


def call(
    branch: Branch, checking: Checking, function: Function, arguments: tuple[Expression, ...]
) -> Expression | None:
    """A function with arguments of the right kinds; they must agree among themselves where the function says so."""
    types = [argument.type for argument in arguments]
    if function.alike or function.name == "月数":
        for argument in arguments[1:]:
            if argument.type.kind == "文本":
                continue
            same = argument.type.kind == types[0].kind or (argument.type.is_number and types[0].is_number)
            if not same:
                message = f"{function.name} 的参数要是同一种，这里有{label(types[0])}和{label(argument.type)}。"
                checking.report(branch, "type", message)
                return None
            try:
                require_units(types[0], argument.type)
            except Misfit as misfit:
                checking.misfit(branch, misfit)
                return None
    return Call(type=function.gives(types), function=function.name, arguments=arguments)


def fallback(branch: Branch, part: Branch, default: Branch, checking: Checking) -> Expression | None:
    """缺省(X, 值): X may be optional or hidden; a plain 0 stands for 0元 where X is money."""
    token = part.words[0] if part.kind == "name" else None
    reads = {(None, name.name) for name in checking.vocabulary.names} | {
        (name.group, name.name) for name in checking.vocabulary.names if name.group
    }
    with checking.knowing(reads):
        found = value(part, checking) if token is None else checking.resolve(token, guarded=False)
    if found is None:
        return None
    other = value(default, checking, found.type)
    if other is None:
        return None
    other = zero_as_money(other, found.type)
    same = other.type.kind == found.type.kind or (other.type.is_number and found.type.is_number) or (
        other.type.is_text and found.type.is_text) or {other.type.kind, found.type.kind} == {"选项", "文本"}  # fmt: skip
    if not same:
        message = f"缺省值要与「{checking.typed(part)}」同类（{label(found.type)}），「{checking.typed(default)}」是{label(other.type)}。"
        checking.report(default, "type", message)
        return None
    kind = "小数" if "小数" in (found.type.kind, other.type.kind) else found.type.kind
    return Fallback(type=replace(found.type, kind=kind), value=found, default=other)


def zero_as_money(found: Expression, expected: Type) -> Expression:
    """A plain 0 or 零 as 0元 where it meets money: no unit could make it another amount."""
    if expected.kind == "金额" and isinstance(found, Constant) and found.type.is_number and found.value == 0:
        return replace(found, type=expected)
    return found


def _fallback(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    return fallback(branch, branch.branches[0], branch.branches[1], checking)


def _birth_by(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """按儿童身份证号 = 出生日期(儿童身份证号)."""
    number = checking.resolve(branch.words[0])
    if number is None:
        return None
    if number.type.kind not in ("身份证号", "文本"):
        checking.report(branch, "type", f"「按」后面要身份证号，「{branch.words[0]}」是{label(number.type)}。")
        return None
    return call(branch, checking, FUNCTIONS["出生日期"], (number,))


def _part(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """D 的 年份 = 年份(D)."""
    name = str(branch.words[-1].content)
    function = FUNCTIONS[SYNONYMS.get(name, name)]
    found = _argument(branch.branches[0], checking, function, function.takes[0], 0)
    return call(branch, checking, function, (found,)) if found is not None else None


def _share(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """成员总数的80%."""
    whole = value(branch.branches[0], checking)
    token = branch.branches[-1].words[0]
    if whole is None:
        return None
    type, number = token.content  # type: ignore[misc]
    part = Constant(span=checking.at(token), type=type, value=number)
    return combine(checking, branch, "*", whole, part, checking.typed(branch.branches[0]), checking.typed(token))


def rows(branch: Branch, checking: Checking) -> Rows | None:
    """The rows of a 明细, filtered where it says 其中."""
    from .check_tests import test

    found = checking.group_named(branch.words[0])
    if found is None:
        return None
    if branch.kind == "rows":
        return Rows(span=(branch.start, branch.end), group=found.name)
    with checking.row_of(found.name):
        where = test(branch.branches[0], checking)
    return Rows(span=(branch.start, branch.end), group=found.name, where=where) if where is not None else None


def guards_of(branch: Branch, group: str) -> set[tuple[str | None, str]]:
    """What the 其中 of a rows branch makes sure is filled."""
    return {(group, name) for name in filled_in(branch.branches[0])} if branch.kind == "rows_where" else set()


def column(branch: Branch, checking: Checking) -> tuple[Rows, Read] | None:
    """明细 的 列: its rows, and the column read in each."""
    found = rows(branch.branches[0], checking)
    if found is None:
        return None
    with checking.row_of(found.group, guards_of(branch.branches[0], found.group)):
        item = checking.column_named(found.group, branch.words[-1])
    return (found, item) if item is not None else None


def _column(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = column(branch, checking)
    return Column(type=Type("名单", of=found[1].type), rows=found[0], item=found[1]) if found else None


def _row_count(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = rows(branch.branches[0], checking)
    return RowCount(type=Type("整数"), rows=found, word=str(branch.words[-1].content)) if found else None


def _aggregate(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = column(branch.branches[0], checking)
    return _aggregated(branch, checking, found[0], found[1]) if found else None


def _aggregate_of(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """明细 的 (数量 × 单价) 之和."""
    found = rows(branch.branches[0], checking)
    if found is None:
        return None
    with checking.row_of(found.group, guards_of(branch.branches[0], found.group)):
        item = value(branch.branches[1], checking)
    return _aggregated(branch, checking, found, item) if item is not None else None


def _aggregated(branch: Branch, checking: Checking, found: Rows, item: Expression) -> Expression | None:
    how, kind = str(branch.words[-1].content), item.type.kind
    wanted = {
        "之和": ("整数", "小数", "金额"),
        "平均值": ("整数", "小数", "金额"),
        "最早值": ("日期", "年月"),
        "最晚值": ("日期", "年月"),
    }
    if kind not in wanted.get(how, ORDERED_KINDS):
        text = checking.text[slice(*item.span)].strip()
        checking.report(branch, "type", f"「{text}」是{label(item.type)}，不能求{how}。")
        return None
    type = Type("小数", unit=item.type.unit) if how == "平均值" and kind == "整数" else item.type
    return Aggregate(type=type, how=how, rows=found, item=item)


def _copies(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = material(branch.words[1], checking)
    return Copies(type=Type("整数"), material=found) if found else None


def material(token: Word, checking: Checking) -> str | None:
    """The material of that name; None and a problem if there is none."""
    names = checking.vocabulary.get(str(token.content))
    found = next((name for name in names if name.role == "material"), None)
    if found:
        return found.name
    known = [word for word, name in checking.vocabulary.words.items() if checking.vocabulary.find(name, "material")]
    near = nearest(str(token.content), known)
    hint = f"，是不是「{near}」？" if near else "。"
    checking.report(token, "unknown_material", f"材料清单里没有「{token.content}」{hint}", near)
    return None


_CHECKS = {
    "literal": _literal, "word": _word, "name": _name, "own_name": _own_name, "outer_name": _own_name, "filed": _language_word,
    "place": _language_word, "negative": _negative, "sum": _chain, "product": _chain, "shift": _shift, "call": _call,
    "fallback": _fallback, "birth_by": _birth_by, "part": _part, "share": _share, "column": _column, "row_count": _row_count,
    "aggregate": _aggregate, "aggregate_of": _aggregate_of, "handed_copies": _copies,
}  # fmt: skip
