"""The tree walk over expressions: a value, NOT_APPLICABLE, or a Gap that says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from rules_dsl.tree import nodes
from rules_dsl.values.functions import FUNCTIONS, Setting
from rules_dsl.values.kinds import NOT_APPLICABLE, Division, MonthDay, Value, YearMonth
from rules_dsl.values.money import exact
from rules_dsl.values.periods import add_to_month, shift

from .dispatch import VALUES, evaluate, test, value
from .logic import Gap, absent, gaps
from .tables import look_up
from .walk import Evaluation, is_absent


def no_value(note: str) -> Gap:
    """There is no value, and no answer would give one."""
    return Gap(note=note)


def _constant(node: nodes.Constant, evaluation: Evaluation) -> Value:
    if isinstance(node.value, MonthDay):
        return node.value.in_year(evaluation.scope.filed.year)
    return node.value


def _read(node: nodes.Read, evaluation: Evaluation) -> Value:
    return evaluation.read(node.name, node.role, node.group, node.optional)


def _filing_date(node: nodes.FilingDate, evaluation: Evaluation) -> Value:
    return evaluation.scope.filed


def _place(node: nodes.Place, evaluation: Evaluation) -> Value:
    return evaluation.scope.places.get(
        node.name, Gap(unchecked=frozenset({node.name}), note=f"没有设定「{node.name}」")
    )


def _chosen(node: nodes.Chosen, evaluation: Evaluation) -> Value:
    return evaluation.chosen


def _named(node: nodes.Named, evaluation: Evaluation) -> Value:
    """A parameter, table or definition; each is worked out once per walk and row, unless a day is named."""
    if node.day is not None:
        day = value(node.day, evaluation)
        return day if is_absent(day) else _work_out(node, evaluation, day)
    row = evaluation.rows[node.group][0] if node.group else 0
    key = (node.name, row)
    if key not in evaluation.named:
        evaluation.named[key] = _work_out(node, evaluation, evaluation.scope.filed)
    return evaluation.named[key]


def _work_out(node: nodes.Named, evaluation: Evaluation, day: date) -> Value:
    book = evaluation.scope.rulebook
    if node.role == "definition":
        rule = book.definitions.get(node.name)
        return evaluate(rule.root, evaluation, demand=True) if rule else _ended(node.name)
    dated = (book.parameters if node.role == "parameter" else book.tables).get(node.name)
    found = dated.on(day) if dated else None
    if found is None:
        return _ended(node.name, day if node.day is not None else None)
    if node.role == "parameter":
        evaluation.seen.setdefault(node.name, found)
        return found
    result = look_up(found, node.name, evaluation)
    if not is_absent(result):
        evaluation.seen.setdefault(node.name, result)
    return result


def _ended(name: str, day: date | None = None) -> Gap:
    when = "申请日" if day is None else day.isoformat()
    return Gap(unchecked=frozenset({name}), note=f"「{name}」在{when}没有生效的值")


def _arithmetic(node: nodes.Arithmetic, evaluation: Evaluation) -> Value:
    left, right = value(node.left, evaluation), value(node.right, evaluation)
    if (why := absent((left, right))) is not None:
        return why
    if node.operator == "+":
        return exact(left + right)
    if node.operator == "-":
        return exact(left - right)
    if node.operator == "*":
        return exact(left * right)
    return exact(Fraction(left) / Fraction(right)) if right else no_value("除数是0，没有结果")


def _shift(node: nodes.Shift, evaluation: Evaluation) -> Value:
    day, period = value(node.day, evaluation), value(node.period, evaluation)
    if (why := absent((day, period))) is not None:
        return why
    return shifted(day, period, node.sign, evaluation)


def shifted(day: Value, period: Value, sign: int, evaluation: Evaluation) -> Value:
    """A date or month and a period, or a Gap where that is none."""
    if isinstance(day, YearMonth):
        moved: Value = add_to_month(day, period, sign)
    else:
        moved = shift(day, period, sign, evaluation.scope.calendar.is_working_day)
    return no_value("推算的日期超出日历范围") if moved is None else moved


def _call(node: nodes.Call, evaluation: Evaluation) -> Value:
    arguments = [value(argument, evaluation) for argument in node.arguments]
    if (why := absent(arguments)) is not None:
        return why
    setting = Setting(evaluation.scope.filed, evaluation.scope.calendar)
    result = FUNCTIONS[node.function].compute(arguments, setting)
    return no_value(f"{node.function} 没有结果") if result is None else result


def _fallback(node: nodes.Fallback, evaluation: Evaluation) -> Value:
    found = value(node.value, evaluation)
    if found is NOT_APPLICABLE or (isinstance(found, Gap) and found.soft):
        return value(node.default, evaluation)
    return found


def rows_of(node: nodes.Rows, evaluation: Evaluation) -> Any:
    """The rows as (number, row, outcome of the filter): NOT_APPLICABLE or a Gap where the 明细 itself is not there."""
    found = evaluation.read(node.group, "rows", None)
    if is_absent(found):
        return found
    if node.where is None:
        return [(number, row, True) for number, row in enumerate(found, 1)]
    filtered = []
    for number, row in enumerate(found, 1):
        with evaluation.row(node.group, number, row):
            filtered.append((number, row, test(node.where, evaluation, demand=False)))
    return [each for each in filtered if each[2] is not False]


def items_of(rows: nodes.Rows, item: nodes.Expression, evaluation: Evaluation) -> Any:
    """The value in each row (a Gap where the filter or the cell is undecided), hidden ones left out."""
    found = rows_of(rows, evaluation)
    if is_absent(found):
        return found
    items = []
    for number, row, included in found:
        with evaluation.row(rows.group, number, row):
            each = value(item, evaluation)
        if each is not NOT_APPLICABLE:
            items.append(included if isinstance(included, Gap) else each)
    return items


def _row_count(node: nodes.RowCount, evaluation: Evaluation) -> Value:
    found = rows_of(node.rows, evaluation)
    if is_absent(found):
        return found
    return gaps(included for _, _, included in found) or len(found)


def _aggregate(node: nodes.Aggregate, evaluation: Evaluation) -> Value:
    items = items_of(node.rows, node.item, evaluation)
    if is_absent(items):
        return items
    if open_ := gaps(items):
        return open_
    if node.how == "之和":
        return exact(sum(items, Fraction(0)))
    if not items:
        return no_value(f"「{node.rows.group}」没有可算的行，没有{node.how}")
    if node.how == "平均值":
        return exact(Fraction(sum(items, Fraction(0))) / len(items))
    choose: Callable[[Any], Any] = max if node.how in ("最大值", "最晚值") else min
    return choose(items)


def _column(node: nodes.Column, evaluation: Evaluation) -> Value:
    items = items_of(node.rows, node.item, evaluation)
    return items if is_absent(items) else tuple(items)


def _copies(node: nodes.Copies, evaluation: Evaluation) -> Value:
    return evaluation.material(node.material)


def place_of(value: Value) -> Division | None:
    """The division a text names, for lists of places written as text."""
    return Division(value) if isinstance(value, str) else value if isinstance(value, Division) else None


VALUES |= {
    nodes.Constant: _constant,
    nodes.Read: _read,
    nodes.FilingDate: _filing_date,
    nodes.Place: _place,
    nodes.Chosen: _chosen,
    nodes.Named: _named,
    nodes.Arithmetic: _arithmetic,
    nodes.Shift: _shift,
    nodes.Call: _call,
    nodes.Fallback: _fallback,
    nodes.RowCount: _row_count,
    nodes.Aggregate: _aggregate,
    nodes.Column: _column,
    nodes.Copies: _copies,
}
