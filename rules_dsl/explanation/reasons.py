"""Why a demand is not met: the tests to blame, each once, with the values they were judged by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rules_dsl.evaluator.dispatch import test, value
from rules_dsl.evaluator.expressions import rows_of, shifted
from rules_dsl.evaluator.logic import Gap
from rules_dsl.evaluator.walk import Evaluation, is_absent
from rules_dsl.tree import nodes
from rules_dsl.values.folding import identifier_key, text_key
from rules_dsl.values.identifiers import MASKS
from rules_dsl.values.kinds import NOT_APPLICABLE, Type, Value

from .phrases import count_unit, operand, rows
from .sentences import condition, denied
from .speech import day_text, spoken, told

MOST_ROWS_TOLD = 5
_SHORT = 16  # letters of a phrase that may be said twice, whatever the names in it are
_NAMES = re.compile("「[^」]*」|“[^”]*”")
_SIMPLE = (nodes.Read, nodes.FilingDate, nodes.Place, nodes.Named, nodes.RowCount, nodes.Aggregate, nodes.Copies)


def reasons(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    """What is to blame for a false test."""
    if isinstance(node, nodes.All):
        failing = (each for each in node.tests if test(each, evaluation, True) is False)
        return [reason for each in failing for reason in reasons(each, evaluation)]
    if isinstance(node, nodes.Implies):
        return _implied(node, evaluation)
    if isinstance(node, nodes.Unless):
        return reasons(node.demand, evaluation)
    if isinstance(node, nodes.Quantified) and node.quantifier == "每":
        return _rows(node, evaluation)
    if isinstance(node, nodes.HandedIn):
        return [_not_handed_in(node, evaluation)]
    if isinstance(node, nodes.Filled):
        return [f"{spoken(node.value)}{'不应当填，却填了' if node.negated else '没有填写'}"]
    values = list(dict.fromkeys(_values(node, evaluation)))
    return [f"要求{spoken(node)}" + (f"，而{'，'.join(values)}" if values else "")]


def _implied(node: nodes.Implies, evaluation: Evaluation) -> list[str]:
    """The reasons of the branch that applies, the first led by why it applies; where that is open, both branches."""
    outcome = test(node.condition, evaluation, False)
    if isinstance(outcome, Gap):
        branches = [node.demand, *([node.otherwise] if node.otherwise is not None else [])]
        values = dict.fromkeys(each for branch in branches for each in _values(branch, evaluation))
        return [f"要求{spoken(node)}，而{'，'.join(values)}"]
    branch = node.demand if outcome is True else node.otherwise
    found = reasons(branch, evaluation) if branch is not None else []
    because = _facts(node.condition, evaluation)
    because = because or (condition(node.condition) if outcome is True else denied(node.condition))
    return [f"因为{because}，{found[0]}", *found[1:]] if found else []


def _facts(node: nodes.Test, evaluation: Evaluation) -> str:
    """The values that say by themselves why a condition holds or not; '' where it is better said itself."""
    if isinstance(node, nodes.Quantified) and node.quantifier == "有" and (met := rows_where(node, evaluation, True)):
        number, row = met[0]
        with evaluation.row(node.rows.group, number, row):
            facts = _facts(node.test, evaluation)
        return f"「{node.rows.group}」第{number}行{facts}" if facts else ""
    if any(isinstance(each, nodes.Quantified | nodes.Elapsed | nodes.Distinct) for each in node.walk()):
        return ""
    return "，".join(dict.fromkeys(_values(node, evaluation)))


def _rows(node: nodes.Quantified, evaluation: Evaluation) -> list[str]:
    found = []
    failing = rows_where(node, evaluation, False)
    for number, row in failing[:MOST_ROWS_TOLD]:
        with evaluation.row(node.rows.group, number, row):
            found.append(f"「{node.rows.group}」第{number}行：{'；'.join(reasons(node.test, evaluation))}")
    if len(failing) > MOST_ROWS_TOLD:
        found.append(f"另有{len(failing) - MOST_ROWS_TOLD}行同样不符")
    return found


def rows_where(node: nodes.Quantified, evaluation: Evaluation, outcome: bool) -> list[tuple[int, object]]:
    """The rows, by number from 1, for which the test comes to `outcome`."""
    found: list[tuple[int, object]] = []
    for number, row in _rows_of(node.rows, evaluation):
        with evaluation.row(node.rows.group, number, row):
            if test(node.test, evaluation, True) is outcome:
                found.append((number, row))
    return found


def _rows_of(node: nodes.Rows, evaluation: Evaluation) -> Iterator[tuple[int, object]]:
    """The rows that surely belong to a 明细 and its 其中."""
    all_rows = rows_of(node, evaluation)
    if not is_absent(all_rows):
        yield from ((number, row) for number, row, included in all_rows if included is True)


def _not_handed_in(node: nodes.HandedIn, evaluation: Evaluation) -> str:
    if node.any and len(node.materials) > 1:
        return f"{'、'.join(f'「{name}」' for name in node.materials)}一份也没有交"
    return f"没有交{'、'.join(f'「{name}」' for name in lacking(node, evaluation))}"


def lacking(node: nodes.HandedIn, evaluation: Evaluation) -> list[str]:
    """The materials asked for that were not handed in."""
    return [name for name in node.materials if evaluation.material(name) == 0]


# the values seen


def _values(node: nodes.Test, evaluation: Evaluation) -> Iterator[str]:
    """What the tests below and including this one were judged by, literals left out."""
    if isinstance(node, nodes.Quantified):
        yield from _missing_rows(node, evaluation) if node.quantifier == "每" else [_rows_meeting(node, evaluation)]
    elif isinstance(node, nodes.Distinct):
        yield _alike(node, evaluation)
    elif isinstance(node, nodes.Filled):
        yield from _stated([node.value], evaluation)
    elif isinstance(node, nodes.HandedIn):
        yield _not_handed_in(node, evaluation) if lacking(node, evaluation) else f"已经{spoken(node)}"
    elif isinstance(node, nodes.Elapsed):
        yield from _stated([node.start, node.end, node.period], evaluation)
        yield from _reached(node, evaluation)
    elif isinstance(node, nodes.Compare):
        yield from _stated([node.left, node.right], evaluation)
    elif isinstance(node, nodes.Window):
        yield from _stated([node.value], evaluation)
        yield from window_days(node, evaluation)
    elif isinstance(node, nodes.Member):
        yield from _stated([node.value], evaluation)
        yield from _found_in(node, evaluation)
    elif isinstance(node, nodes.Every):
        yield from _stated([node.value], evaluation)
    else:
        children = list(node.children())
        yield from _stated((each for each in children if isinstance(each, nodes.Expression)), evaluation)
        for each in children:
            if isinstance(each, nodes.Test):
                yield from _values(each, evaluation)


def _stated(expressions: Iterable[nodes.Expression], evaluation: Evaluation) -> Iterator[str]:
    """Each expression with its value. Of one that is worked out from several, these, and then the result."""
    given = [each for each in expressions if not isinstance(each, nodes.Constant | nodes.Chosen)]
    for place, each in enumerate(given):
        parts = list(dict.fromkeys(_parts(each)))
        short = len(parts) < 2 and len(_NAMES.sub("", spoken(each))) <= _SHORT
        if short or isinstance(each, nodes.Shift) or each.type.kind == "是否":
            yield from _statement(each, evaluation)
            continue
        for one in parts:
            yield from _statement(one, evaluation)
        result = value(each, evaluation)
        if not is_absent(result):
            which = "" if len(given) == 1 else ("前者", "后者")[place] if len(given) == 2 else spoken(each)
            yield f"{which}算下来是{masked(result, each.type)}"


def _parts(node: nodes.Node) -> Iterator[nodes.Expression]:
    """The simple values an expression is worked out from."""
    if isinstance(node, _SIMPLE):
        yield node
    else:
        for child in node.children():
            yield from _parts(child)


def _statement(node: nodes.Expression, evaluation: Evaluation) -> Iterator[str]:
    found = value(node, evaluation)
    if isinstance(node, nodes.Named) and node.role == "parameter" and node.day is None:
        return  # its value stands behind its name, see `rule_in_words`
    if isinstance(node, nodes.Call) and node.type.kind == "是否":
        for part in dict.fromkeys(_parts(node)):
            yield from _statement(part, evaluation)
    elif isinstance(node, nodes.Fallback) and isinstance(value(node.value, evaluation), Gap):
        yield f"{spoken(node.value)}没有填"
    elif isinstance(found, Gap):
        yield f"{spoken(node)}没有填" if isinstance(node, nodes.Read) else f"{spoken(node)}还算不出来"
    elif found is NOT_APPLICABLE:
        yield from [f"{spoken(node)}不用填"] if isinstance(node, nodes.Read) else []
    elif isinstance(node, nodes.RowCount) and found == 0:
        yield f"{rows(node.rows).removesuffix('的行')}一{count_unit(node)}也没有"
    elif isinstance(node, nodes.RowCount):
        yield f"{rows(node.rows).removesuffix('的行')}有{masked(found, node.type)}{count_unit(node)}"
    else:
        yield f"{spoken(node)}是{masked(found, node.type)}"


def masked(found: Value, type: Type) -> str:
    """A value as a sentence says it; of a personal identifier only what may be seen."""
    mask = MASKS.get(type.kind)
    return mask(identifier_key(found)) if mask is not None and isinstance(found, str) else told(found, type)


def _reached(node: nodes.Elapsed, evaluation: Evaluation) -> Iterator[str]:
    day = day_reached(node, evaluation)
    if day is not None:
        period = masked(value(node.period, evaluation), node.period.type)
        yield f"{day}已满{period}" if node.negated else f"要到{day}才满{period}"


def day_reached(node: nodes.Elapsed, evaluation: Evaluation) -> str | None:
    """The day on which a period is full, as text; None where it cannot be told."""
    start, period = value(node.start, evaluation), value(node.period, evaluation)
    day = shifted(start, period, 1, evaluation) if not is_absent(start) and not is_absent(period) else None
    return day_text(day) if day is not None and not is_absent(day) else None


def window_days(node: nodes.Window, evaluation: Evaluation) -> Iterator[str]:
    """The first and the last day of a window."""
    day, period = value(node.day, evaluation), value(node.period, evaluation)
    if is_absent(day) or is_absent(period):
        return
    first = shifted(day, period, -1, evaluation) if "前" in node.side else day
    last = shifted(day, period, 1, evaluation) if "后" in node.side else day
    if not is_absent(first) and not is_absent(last):
        yield f"{operand(node.day)}{node.side}{spoken(node.period)}内是{told(first)}至{told(last)}"


def _rows_meeting(node: nodes.Quantified, evaluation: Evaluation) -> str:
    met = rows_where(node, evaluation, True)
    if met:
        which = "属于这种情形" if node.quantifier == "没有" else "符合"
        return f"{_numbers(number for number, _ in met)}{which}"
    missed = list(_missing_rows(node, evaluation))
    return f"没有一{node.word}符合" + (f"：{'；'.join(missed)}" if missed else "")


def _missing_rows(node: nodes.Quantified, evaluation: Evaluation) -> Iterator[str]:
    """The rows that do not meet the test, each with the values that keep it from that."""
    for number, row in rows_where(node, evaluation, False)[:MOST_ROWS_TOLD]:
        with evaluation.row(node.rows.group, number, row):
            yield f"第{number}行{'、'.join(_misses(node.test, evaluation))}"


def _misses(node: nodes.Test, evaluation: Evaluation) -> list[str]:
    """The values that keep a row from meeting a test."""
    if isinstance(node, nodes.All):
        failing = [each for each in node.tests if test(each, evaluation, True) is False]
        return list(dict.fromkeys(miss for each in failing for miss in _misses(each, evaluation)))
    return list(dict.fromkeys(each for each in _values(node, evaluation) if not each.startswith("申请日是")))


def _alike(node: nodes.Distinct, evaluation: Evaluation) -> str:
    """Rows that have the same in these columns."""
    seen: dict[tuple[object, ...], int] = {}
    pairs = []
    for number, row in _rows_of(node.rows, evaluation):
        with evaluation.row(node.rows.group, number, row):
            found = [value(item, evaluation) for item in node.items]
        if any(is_absent(each) for each in found):
            continue
        key = tuple(text_key(each) if isinstance(each, str) else each for each in found)
        if key in seen:
            pairs.append(f"第{seen[key]}行与第{number}行相同")
        seen.setdefault(key, number)
    return "、".join(pairs[:MOST_ROWS_TOLD])


def _found_in(node: nodes.Member, evaluation: Evaluation) -> Iterator[str]:
    """Where in a column the value stands that must not be there."""
    column, wanted = node.members, value(node.value, evaluation)
    if not node.negated or not isinstance(column, nodes.Column) or is_absent(wanted):
        return
    same = []
    for number, row in _rows_of(column.rows, evaluation):
        with evaluation.row(column.rows.group, number, row):
            if test(nodes.Compare(operator="=", left=node.value, right=column.item), evaluation, True) is True:
                same.append(number)
    if same:
        yield f"与「{column.rows.group}」{_numbers(same)}相同"


def _numbers(numbers: Iterable[int]) -> str:
    found = list(numbers)
    more = "等" if len(found) > MOST_ROWS_TOLD else ""
    return "、".join(f"第{number}行" for number in found[:MOST_ROWS_TOLD]) + more
