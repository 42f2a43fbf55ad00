"""The checker's part for functions, by their own name or in another form (D 的 年份, 申请人年龄, X（没有填的按0）)."""

from __future__ import annotations

from dataclasses import replace

from rules_dsl.syntax.parser import Branch
from rules_dsl.text.mismatch import Misfit, label
from rules_dsl.tree.nodes import Call, Constant, Expression, Fallback, Named
from rules_dsl.values.functions import FALLBACK, FUNCTIONS, ON_DAY, ROUND_UP, SYNONYMS, Function
from rules_dsl.values.kinds import Type

from .compatibility import require_units
from .context import Checking
from .dispatch import EXPRESSIONS, value


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
                if function.name in ("四舍五入", "舍去", "进位"):
                    message += f"例如：{function.example}"
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
    return Fallback(type=_with_options_of(other.type, replace(found.type, kind=kind)), value=found, default=other)


def _with_options_of(default: Type, type: Type) -> Type:
    """The type of a choice that may also be what the default is: any option of both, any text where the default is
    one. There is no order between two lists."""
    if type.kind != "选项":
        return type
    if default.kind != "选项":
        return Type("文本")
    more = tuple(option for option in default.options if option not in type.options)
    return replace(type, options=(*type.options, *more), ordered=False) if more else type


def _on_day(branch: Branch, checking: Checking) -> Expression | None:
    """参数(低保标准, 生育日期): the parameter or table in force on that day."""
    if len(branch.branches) != 2:
        checking.report(branch, "arguments", f"参数 要两个参数：参数(名称, 日期)，这里有{len(branch.branches)}个。")
        return None
    found, day = value(branch.branches[0], checking), value(branch.branches[1], checking)
    if found is None or day is None:
        return None
    if not isinstance(found, Named) or found.role == "definition" or _has_a_day(found, checking):
        typed = checking.typed(branch.branches[0])
        checking.report(branch.branches[0], "type", f"「参数(…)」里先写一个参数或表的名称，「{typed}」不是。")
        return None
    if day.type.kind != "日期":
        typed = checking.typed(branch.branches[1])
        message = f"「参数(…)」的第2个参数要日期，「{typed}」是{label(day.type)}。"
        checking.report(branch.branches[1], "type", message)
        return None
    return replace(found, day=day)


def _has_a_day(found: Named, checking: Checking) -> bool:
    """Whether a day is named already; one that its entry names (`as_of`) gives way."""
    own = checking.vocabulary.find(found.name, found.role)
    return found.day is not None and (own is None or own.as_of is None)


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


EXPRESSIONS |= {
    "call": _call,
    "fallback": _fallback,
    "birth_by": _birth_by,
    "age": _age,
    "in_year": _in_year,
    "span": _span,
    "part": _part,
}
