"""What a matter leaves to the case, told before there is one: every limit and department that a parameter or a table by
condition (情形) may come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from engine.calendar.limit import ClockError, Limit, parse_limit
from engine.matter.records import ByCase, Matter, Step
from rules_dsl.explanation.speech import day_text
from rules_dsl.text.keywords import PREDICATES

_COMPARES = tuple(word for kind in ("_GE", "_LE", "_GT", "_LT", "_FULL", "_NOT_FULL") for word in PREDICATES[kind])
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def possible(matter: Matter, name: str, day: date | None = None) -> Iterator[tuple[str, str]]:
    """What a parameter or table of the matter may come to on a day (without one: ever), as (condition in words, value)
    in the order of the file; 无 and what has ended are left out."""
    if name in matter.parameters:
        history = matter.parameters[name]
        for value in history.values() if day is None else (history.on(day),):
            yield from (("", value),) if isinstance(value, str) else ()
    elif name in matter.tables:
        history = matter.tables[name]
        for table in history.values() if day is None else (history.on(day),):
            for *cells, value in table.rows if table else ():
                asked = zip(table.inputs, cells, strict=True)
                condition = "，".join(_case(matter, one, cell, day) for one, cell in asked if cell != "不限")
                if value == name or value == "无":
                    continue
                inner = list(possible(matter, value, day)) or [("", value)]
                yield from ((condition or found[0], found[1]) for found in inner)


def _case(matter: Matter, asked: str, cell: str, day: date | None) -> str:
    """A cell as a condition: an option says enough by itself, 是, 否 and a comparison not without what was asked. A
    parameter in it stands there with its value on the day."""
    if cell in ("是", "否"):
        return f"「{asked}」为“{cell}”"
    for name in sorted(matter.parameters, key=len, reverse=True):  # one name may end another
        value = matter.parameters[name].on(day) if day is not None and name in cell else None
        if isinstance(value, str):
            cell = cell.replace(name, _DAY.sub(lambda found: day_text(date.fromisoformat(found[0])), value))
    return f"「{asked}」{cell.replace(' ', '')}" if cell.startswith(_COMPARES) else cell


def possible_departments(matter: Matter, step: Step) -> tuple[str, ...]:
    """Every role name that may do the step."""
    if not matter.is_set_by_case(step.department):
        return (step.department,)
    found = (value for _, value in possible(matter, step.department))
    return tuple(dict.fromkeys((*found, matter.approving_department)))


def limit_words(matter: Matter, limit: Limit | ByCase | None, day: date) -> str:
    """A limit for those who have no case yet: 5个工作日, or what it may be and when, as in
    居家的3个工作日，机构的5个工作日."""
    if limit is None or isinstance(limit, Limit):
        return str(limit or "")
    found = [f"{condition}的{value}" if condition else value for condition, value in possible(matter, limit.name, day)]
    return "，".join(found) or "按情形确定"


def department_words(matter: Matter, step: Step, names: Mapping[str, str]) -> str:
    """Who does a step, for those who have no case yet: the office, or the offices by condition; `names` maps a role
    name to the office of the town."""
    return "或".join(dict.fromkeys(names.get(role, role) for role in possible_departments(matter, step)))


def is_limit(text: str) -> bool:
    """Whether a text is a limit."""
    try:
        parse_limit(text)
    except ClockError:
        return False
    return True
