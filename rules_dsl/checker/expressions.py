"""The checker's part for expressions: a branch of the tree as read becomes a typed expression, or problems."""

from __future__ import annotations

from dataclasses import replace

from rules_dsl.syntax.parser import Branch
from rules_dsl.text.mismatch import Misfit, label
from rules_dsl.tree.nodes import Arithmetic, Constant, Expression, Shift, zero_type
from rules_dsl.values.folding import text_key
from rules_dsl.values.kinds import Type

from .bare_words import word_value
from .compatibility import arithmetic, is_same_measure
from .context import Checking
from .dispatch import EXPRESSIONS, value
from .positivity import is_positive

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
    literal = isinstance(right, Constant)
    if operator == "/" and not literal and not is_positive(right, checking.vocabulary, checking.positives):
        written = f"「{right_text} 大于 0 的，…」，或用 较大({right_text}, 1)"
        message = f"「{right_text}」可能是0，那时没有结果；请先写条件{written}。"
        checking.report(part, "divisor", message, severity="warning")
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
    elif isinstance(period, Constant) and period.type.unit:
        message = f"「{word}」后面要期限，「{text}」不是；时间按日、月、年算，例如 {word} 1{unit}。"
        checking.report(part, "unit_missing", message)
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
    "share": _share,
}
