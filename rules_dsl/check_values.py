"""The checker's part for expressions: a branch of the tree as read becomes a typed expression, or problems."""

from __future__ import annotations

from dataclasses import replace

from .check import EXPRESSIONS, value
from .check_words import word_value
from .checking import Checking
from .folding import text_key
from .functions import FALLBACK, FUNCTIONS, ON_DAY, ROUND_UP, SYNONYMS, Function
from .nodes import (
    Arithmetic,
    Call,
    Constant,
    Expression,
    Fallback,
    Named,
    Shift,
)
from .parse import Branch
from .types import Misfit, arithmetic, is_same_measure, label, require_units, zero_type
from .values import Type

_OPERATORS = {"_PLUS": "+", "_MINUS": "-", "_TIMES": "*", "_OVER": "/"}


def _literal(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    token = branch.words[0]
    type, content = token.content
    if expected is not None and expected.kind in ("选项", "多选"):
        typed = text_key(checking.typed(branch))
        option = next((option for option in expected.options if text_key(option) == typed), None)
        if option is not None:  # 为 100元, where the options are amounts
            return Constant(type=replace(expected, kind="选项"), value=option, quoted=True)
    return Constant(type=type, value=content, percent=token.type == "PERCENT")


def _word(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    token = branch.words[0]
    return word_value(token, checking, expected)


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
    zero = Constant(type=zero_type(inner.type), value=0)
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
    if spelled == ON_DAY:
        return _on_day(branch, checking)
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
    arguments: list[Expression | None] = []
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
        message = f"{function.name} 的第{place + 1}个参数要{wanted}，「{text}」是{label(found.type)}。"
        message += f"例如：{function.example}"
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
    same = (
        other.type.kind == found.type.kind
        or (other.type.is_number and found.type.is_number)
        or (other.type.is_text and found.type.is_text)
        or {other.type.kind, found.type.kind} == {"选项", "文本"}
    )
    if not same:
        one, two = checking.typed(part), checking.typed(default)
        message = f"缺省值要与「{one}」同类（{label(found.type)}），「{two}」是{label(other.type)}。"
        checking.report(default, "type", message)
        return None
    kind = "小数" if "小数" in (found.type.kind, other.type.kind) else found.type.kind
    return Fallback(type=replace(found.type, kind=kind), value=found, default=other)


def _on_day(branch: Branch, checking: Checking) -> Expression | None:
    """参数(低保标准, 生育日期): the parameter or table in force on that day."""
    if len(branch.branches) != 2:
        checking.report(branch, "arguments", f"参数 要两个参数：参数(名称, 日期)，这里有{len(branch.branches)}个。")
        return None
    found, day = value(branch.branches[0], checking), value(branch.branches[1], checking)
    if found is None or day is None:
        return None
    if not isinstance(found, Named) or found.role == "definition" or found.day is not None:
        typed = checking.typed(branch.branches[0])
        checking.report(branch.branches[0], "type", f"「参数(…)」里先写一个参数或表的名称，「{typed}」不是。")
        return None
    if day.type.kind != "日期":
        typed = checking.typed(branch.branches[1])
        message = f"「参数(…)」的第2个参数要日期，「{typed}」是{label(day.type)}。"
        checking.report(branch.branches[1], "type", message)
        return None
    return replace(found, day=day)


def zero_as_money(found: Expression, expected: Type) -> Expression:
    """A plain 0 or 零 as 0元 where it meets money: no unit could make it another amount."""
    if expected.kind == "金额" and isinstance(found, Constant) and found.type.is_number and found.value == 0:
        return replace(found, type=Type("金额"))
    return found


def _fallback(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    return fallback(branch, branch.branches[0], branch.branches[1], checking)


def _birth_by(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """按儿童身份证号 = 出生日期(儿童身份证号)."""
    number = checking.resolve(branch.words[0])
    if number is None or number.type.kind == "日期":
        return number
    if number.type.kind not in ("身份证号", "文本"):
        checking.report(branch, "type", f"「按」后面要身份证号，「{branch.words[0]}」是{label(number.type)}。")
        return None
    return call(branch, checking, FUNCTIONS["出生日期"], (number,))


def _age(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """申请人年龄 = 周岁(申请人出生日期)."""
    birth = _birth_by(branch, checking, expected)
    return call(branch, checking, FUNCTIONS["周岁"], (birth,)) if birth is not None else None


def _in_year(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """申报年度12月31日 = 日期(申报年度, 12, 31)."""
    token = branch.words[-1]
    year = value(branch.branches[0], checking)
    if year is None:
        return None
    if not year.type.is_number:
        typed = checking.typed(branch.branches[0])
        message = f"「{token}」前面要是年份（整数），「{typed}」是{label(year.type)}；例如「{typed}所在年{token}」。"
        checking.report(branch, "type", message)
        return None
    day = token.content[1]
    parts = (Constant(type=Type("整数"), value=number) for number in (day.month, day.day))
    return call(branch, checking, FUNCTIONS["日期"], (year, *parts))


def _span(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """D1 至 D2 的 月数 = 月数(D1, D2)."""
    function = FUNCTIONS[str(branch.words[-1].content)]
    found = [
        _argument(part, checking, function, kinds, place)
        for place, (part, kinds) in enumerate(zip(branch.branches, function.takes, strict=False))
    ]
    arguments = tuple(each for each in found if each is not None)
    return call(branch, checking, function, arguments) if len(arguments) == len(found) else None


def _part(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """D 的 年份 = 年份(D) · 号码 的 前18位 = 前几位(号码, 18)."""
    content = branch.words[-1].content
    name, *numbers = content if isinstance(content, tuple) else (content,)
    function = FUNCTIONS[SYNONYMS.get(str(name), str(name))]
    found = _argument(branch.branches[0], checking, function, function.takes[0], 0)
    rest = (Constant(type=Type("整数"), value=number) for number in numbers)
    return call(branch, checking, function, (found, *rest)) if found is not None else None


def _share(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """成员总数的80%."""
    whole = value(branch.branches[0], checking)
    token = branch.branches[-1].words[0]
    if whole is None:
        return None
    type, number = token.content
    part = Constant(span=checking.at(token), type=type, value=number, percent=token.type == "PERCENT")
    return combine(checking, branch, "*", whole, part, checking.typed(branch.branches[0]), checking.typed(token))


EXPRESSIONS |= {
    "literal": _literal,
    "word": _word,
    "name": _name,
    "own_name": _own_name,
    "outer_name": _own_name,
    "filed": _language_word,
    "place": _language_word,
    "negative": _negative,
    "sum": _chain,
    "product": _chain,
    "shift": _shift,
    "call": _call,
    "fallback": _fallback,
    "birth_by": _birth_by,
    "part": _part,
    "age": _age,
    "in_year": _in_year,
    "span": _span,
    "share": _share,
}
