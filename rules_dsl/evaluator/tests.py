"""The tree walk over tests, the reference for what a rule means: strong Kleene with 不适用.

`demand`: a test on what does not apply drops out of its 且 / 或. Otherwise it is a condition: such a test is false, and
so is its negation, wherever 非 stands; a negation is therefore carried down to the single tests.
"""

from __future__ import annotations

from collections.abc import Callable

from rules_dsl.tree import nodes
from rules_dsl.tree.scope import FAILED, INCOMPLETE, OUTSIDE, PASSED, UNVERIFIED
from rules_dsl.values.comparison import compare, is_identifier, key, lies_in
from rules_dsl.values.folding import text_key
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.kinds import NOT_APPLICABLE, UNANSWERED

from .dispatch import COMPOUND, SIMPLE, test, value
from .expressions import no_value, place_of, rows_of, shifted
from .logic import Gap, Outcome, absent, agreed, all_of, any_of, counted, gaps, implied, negated
from .walk import Evaluation, is_absent


def status_of(outcome: Outcome) -> str:
    """The status of a demand with this outcome."""
    if outcome is NOT_APPLICABLE:
        return OUTSIDE
    if isinstance(outcome, Gap):
        return UNVERIFIED if outcome.unchecked and not outcome.missing else INCOMPLETE
    return PASSED if outcome else FAILED


# compound tests


def _all(node: nodes.All, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    outcomes = [test(each, evaluation, demand, negate) for each in node.tests]
    return any_of(outcomes) if negate else all_of(outcomes)


def _any(node: nodes.Any, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    outcomes = [test(each, evaluation, demand, negate) for each in node.tests]
    return all_of(outcomes) if negate else any_of(outcomes)


def _not(node: nodes.Not, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    return test(node.test, evaluation, demand, not negate)


def _implies(node: nodes.Implies, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    condition = test(node.condition, evaluation, demand=False)
    then: Outcome = NOT_APPLICABLE if condition is False else test(node.demand, evaluation, demand=True)
    otherwise: Outcome = NOT_APPLICABLE
    if node.otherwise is not None and condition is not True:
        otherwise = test(node.otherwise, evaluation, demand=True)
    return _in_mode(implied(condition, then, otherwise), demand, negate)


def _unless(node: nodes.Unless, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    exception = test(node.exception, evaluation, demand=False)
    if exception is True:
        return _in_mode(NOT_APPLICABLE, demand, negate)
    outcome = test(node.demand, evaluation, demand=True)
    if isinstance(exception, Gap):
        outcome = agreed((outcome, NOT_APPLICABLE), exception)
    return _in_mode(outcome, demand, negate)


def _in_mode(outcome: Outcome, demand: bool, negate: bool) -> Outcome:
    if outcome is NOT_APPLICABLE:
        return outcome if demand else False
    return negated(outcome) if negate else outcome


def _at_least(node: nodes.AtLeast, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    """至少 N项: what does not apply counts for neither side; not N of them holding is enough of them failing."""
    outcomes = [test(each, evaluation, demand, negate) for each in node.tests]
    enough = len(node.tests) - node.count + 1 if negate else node.count
    if all(outcome is NOT_APPLICABLE for outcome in outcomes):
        return NOT_APPLICABLE
    return counted(outcomes, lambda number: number >= enough)


def _truth(node: nodes.Truth, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    found = value(node.value, evaluation)
    return _in_mode(found, demand, negate)


def _filled(node: nodes.Filled, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    read = node.value
    found = evaluation.read(read.name, read.role, read.group, read.optional)
    if isinstance(found, Gap):
        key = read.name if read.group is None else f"{read.group}.{evaluation.rows[read.group][0]}.{read.name}"
        outcome: Outcome = False if found.missing == {key} else found
        if outcome is False:
            evaluation.seen.setdefault(key, UNANSWERED)
    elif found is NOT_APPLICABLE:
        outcome = found
    else:
        outcome = found != ()
    return _in_mode(outcome, demand, negate != node.negated)


def _quantified(node: nodes.Quantified, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    found = rows_of(node.rows, evaluation)
    if is_absent(found):
        return _in_mode(found, demand, negate)
    every = node.quantifier == "每"
    outcomes: list[Outcome] = []
    failing = []
    for number, row, included in found:
        with evaluation.row(node.rows.group, number, row):
            outcome = test(node.test, evaluation, demand=every)
        outcome = implied(included, outcome) if every else all_of((included, outcome))
        outcomes.append(outcome)
        if outcome is False:
            failing.append(number)
    if every:
        if node is evaluation.outermost:
            evaluation.failing = tuple(failing)
        if not outcomes:
            evaluation.note = evaluation.note or "无行"
        result = all_of(outcomes) if outcomes else True
    else:
        result = counted(outcomes, _QUANTIFIERS[node.quantifier](node.count))
    return _in_mode(result, demand, negate)


_QUANTIFIERS: dict[str, Callable[[int], Callable[[int], bool]]] = {
    "有": lambda count: lambda number: number >= 1,
    "没有": lambda count: lambda number: number == 0,
    "至少": lambda count: lambda number: number >= count,
    "至多": lambda count: lambda number: number <= count,
    "恰好": lambda count: lambda number: number == count,
}


def _every(node: nodes.Every, evaluation: Evaluation, demand: bool, negate: bool) -> Outcome:
    """多选 均 / 任一: the test of each chosen option."""
    chosen = value(node.value, evaluation)
    if is_absent(chosen):
        return _in_mode(chosen, demand, negate)
    outcomes = []
    for evaluation.chosen in chosen:
        outcomes.append(test(node.test, evaluation, demand=not node.any))
    result = any_of(outcomes) if node.any else all_of(outcomes)
    if not outcomes:
        result = not node.any
    return _in_mode(result, demand, negate)


COMPOUND |= {
    nodes.All: _all,
    nodes.Any: _any,
    nodes.Not: _not,
    nodes.AtLeast: _at_least,
    nodes.Implies: _implies,
    nodes.Unless: _unless,
    nodes.Truth: _truth,
    nodes.Filled: _filled,
    nodes.Quantified: _quantified,
    nodes.Every: _every,
}


# single tests: True, False, a Gap, or NOT_APPLICABLE


def _decided(answer: bool | None, what: str) -> Outcome:
    return no_value(what) if answer is None else answer


def _compare(node: nodes.Compare, evaluation: Evaluation) -> Outcome:
    left, right = value(node.left, evaluation), value(node.right, evaluation)
    if (why := absent((left, right))) is not None:
        return why
    identifier = is_identifier(node.left.type, node.right.type)
    return _decided(compare(node.operator, left, right, identifier, node.order), "两个值不能比较")


def _one_of(node: nodes.OneOf, evaluation: Evaluation) -> Outcome:
    subject = value(node.value, evaluation)
    if is_absent(subject):
        return subject
    outcomes = []
    for member in node.members:
        other = value(member, evaluation)
        identifier = is_identifier(node.value.type, member.type)
        outcomes.append(
            other if is_absent(other) else _decided(compare("=", subject, other, identifier), "两个值不能比较")
        )
    found = any_of(outcomes)
    return negated(found) if node.negated else found


def _elapsed(node: nodes.Elapsed, evaluation: Evaluation) -> Outcome:
    start, end, period = (value(each, evaluation) for each in (node.start, node.end, node.period))
    if (why := absent((start, end, period))) is not None:
        return why
    reached = shifted(start, period, 1, evaluation)
    if isinstance(reached, Gap):
        return reached
    return (end < reached) if node.negated else (end >= reached)


def _between(node: nodes.Between, evaluation: Evaluation) -> Outcome:
    subject, low, high = (value(each, evaluation) for each in (node.value, node.low, node.high))
    if subject is NOT_APPLICABLE:
        return subject
    outcomes = []
    for operator, bound in (("≥", low), ("≤", high)):
        why = absent((subject, bound))
        outcomes.append(why if why is not None else _decided(compare(operator, subject, bound), "两个值不能比较"))
    return all_of(outcomes)


def _window(node: nodes.Window, evaluation: Evaluation) -> Outcome:
    subject, day, period = (value(each, evaluation) for each in (node.value, node.day, node.period))
    if (why := absent((subject, day, period))) is not None:
        return why
    first = shifted(day, period, -1, evaluation) if "前" in node.side else day
    last = shifted(day, period, 1, evaluation) if "后" in node.side else day
    if (none := gaps((first, last))) is not None:
        return none
    return first <= subject <= last


def _inside(node: nodes.Inside, evaluation: Evaluation) -> Outcome:
    subject = value(node.value, evaluation)
    places = [value(place, evaluation) for place in node.places]
    if (why := absent((subject, *places))) is not None:
        return why
    return lies_in(subject, tuple(place_of(place) for place in places)) != node.negated


def _member(node: nodes.Member, evaluation: Evaluation) -> Outcome:
    subject, members = value(node.value, evaluation), value(node.members, evaluation)
    if (why := absent((subject, members))) is not None:
        return why
    if node.value.type.kind == "区划":
        listed = [each if isinstance(each, Gap) else place_of(each) for each in members]
        outcomes: list[Outcome] = [
            each if isinstance(each, Gap) else each is not None and each.contains(subject) for each in listed
        ]
    else:
        identifier = is_identifier(node.value.type, *((node.members.type.of,) if node.members.type.of else ()))
        outcomes = [
            each if isinstance(each, Gap) else bool(compare("=", subject, each, identifier)) for each in members
        ]
    found = any_of(outcomes) if outcomes else False
    return negated(found) if node.negated else found


def _has(node: nodes.Has, evaluation: Evaluation) -> Outcome:
    subject = value(node.value, evaluation)
    if is_absent(subject):
        return subject
    whole = {text_key(each) for each in subject} if isinstance(subject, tuple) else text_key(subject)
    others = [value(member, evaluation) for member in node.members]
    if node.how == "只含":
        if (why := absent(others)) is not None:
            return why
        return whole <= {text_key(other) for other in others}  # type: ignore[operator]
    outcomes = [other if is_absent(other) else text_key(other) in whole for other in others]
    found = all_of(outcomes) if node.how == "含全部" else any_of(outcomes)
    return negated(found) if node.negated else found


def _well_formed(node: nodes.WellFormed, evaluation: Evaluation) -> Outcome:
    subject = value(node.value, evaluation)
    return subject if is_absent(subject) else FORMATS[node.format].accepts(subject)


def _handed_in(node: nodes.HandedIn, evaluation: Evaluation) -> Outcome:
    outcomes = []
    for name in node.materials:
        copies = evaluation.material(name)
        outcomes.append(copies if is_absent(copies) else copies > 0)
    return any_of(outcomes) if node.any else all_of(outcomes)


def _distinct(node: nodes.Distinct, evaluation: Evaluation) -> Outcome:
    """Each combination of the columns occurs once; a row with a hidden cell is left out."""
    found = rows_of(node.rows, evaluation)
    if is_absent(found):
        return found
    keys, waiting = [], []
    for number, row, included in found:
        with evaluation.row(node.rows.group, number, row):
            cells = [value(item, evaluation) for item in node.items]
        if any(cell is NOT_APPLICABLE for cell in cells):
            continue
        open_ = gaps((included, *cells))
        if open_:
            waiting.append(open_)
        else:
            keys.append(
                tuple(key(cell, is_identifier(item.type)) for cell, item in zip(cells, node.items, strict=True))
            )
    if len(set(keys)) < len(keys):
        return False
    return gaps(waiting) or True


SIMPLE |= {
    nodes.Compare: _compare,
    nodes.OneOf: _one_of,
    nodes.Elapsed: _elapsed,
    nodes.Between: _between,
    nodes.Window: _window,
    nodes.Inside: _inside,
    nodes.Member: _member,
    nodes.Has: _has,
    nodes.WellFormed: _well_formed,
    nodes.HandedIn: _handed_in,
    nodes.Distinct: _distinct,
}
