"""What compiled rules need of the filing day, and the functions and constants they are given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rules_dsl.compiler.code.outcomes import HIDDEN, MISSING, NOTHING, OPEN, TRUE
from rules_dsl.compiler.code.writer import DayValue, Given
from rules_dsl.evaluator.dispatch import value
from rules_dsl.evaluator.logic import Gap
from rules_dsl.evaluator.walk import Evaluation
from rules_dsl.tree.scope import Rulebook, Scope
from rules_dsl.values.calendars import Calendar
from rules_dsl.values.comparison import key
from rules_dsl.values.computations import Setting
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.functions import FUNCTIONS
from rules_dsl.values.kinds import NOT_APPLICABLE, Division, Period, Value
from rules_dsl.values.periods import shift

from .calls import RUNTIME, version


def day_values(
    wanted: Sequence[DayValue],
    rulebook: Rulebook,
    filed: date,
    places: Mapping[str, Division],
    calendar: Calendar,
) -> tuple[Value, ...]:
    """The value of each of these on the filing day, by the tree walk; None where there is none."""
    evaluation = Evaluation(Scope(rulebook, {}, {}, filed, places, calendar), None)
    return tuple(_day_value(each, evaluation) for each in wanted)


def _day_value(wanted: DayValue, evaluation: Evaluation) -> Value:
    if wanted.what == "setting":
        return Setting(evaluation.scope.filed, evaluation.scope.calendar)
    if wanted.what == "version":
        entries = evaluation.scope.rulebook.tables[wanted.node.name].entries  # type: ignore[union-attr]
        return version(tuple(start for start, _ in entries), evaluation.scope.filed)
    if wanted.what == "unreached":
        return _first_unreached(value(wanted.node, evaluation), value(wanted.more[0], evaluation))  # type: ignore[arg-type]
    if wanted.what == "latest":
        return moved_back(date.max, value(wanted.node, evaluation))  # type: ignore[arg-type]
    if wanted.what == "members":
        return _members(value(wanted.node, evaluation), wanted.form)  # type: ignore[arg-type]
    found = value(wanted.node, evaluation)  # type: ignore[arg-type]
    if wanted.what == "code":
        return code_of(found)
    if isinstance(found, Gap) or found is NOT_APPLICABLE:
        return None
    return key(found, wanted.form == "identifier") if wanted.form != "raw" and isinstance(found, str) else found


def moved_back(day: date, period: Period) -> date | None:
    """The day a period in days, months or years before."""
    return shift(day, period, -1, lambda day: True)


def _first_unreached(period: Period, end: date) -> date:
    """The first day that is less than `period` before `end`: whatever lies before it has reached the period by then."""
    day = moved_back(end, period)
    if day is None:
        return date.min
    # at the end of a month several days reach it together
    while (reached := shift(day, period, 1, lambda day: True)) is not None and reached <= end:
        day += timedelta(days=1)
    return day


def _members(found: Value, form: str) -> Value:
    """A list, its texts in the form in which they are compared."""
    if not isinstance(found, tuple):
        return ()
    return frozenset(key(each, form == "identifier") for each in found) if form != "raw" else found


def code_of(found: Value) -> int:
    """The outcome code of a value: what is absent in it, or that it is there."""
    if found is NOT_APPLICABLE:
        return HIDDEN
    if not isinstance(found, Gap):
        return TRUE
    return MISSING if found.missing else OPEN if found.unchecked else NOTHING


def passed_in(names: Mapping[str, Given]) -> dict[str, Any]:
    """The functions and constants by the names that code calls them by; nothing else can be reached from there."""
    return {"__builtins__": {}, **{name: _thing(given) for name, given in names.items()}}


def _thing(given: Given) -> Any:
    if given.what == "runtime":
        return RUNTIME[str(given.content)]
    if given.what == "function":
        return FUNCTIONS[str(given.content)].compute
    if given.what == "format":
        check = FORMATS[str(given.content)].check
        return check.fullmatch if isinstance(check, re.Pattern) else check
    return given.content
