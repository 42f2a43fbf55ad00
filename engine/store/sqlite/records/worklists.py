"""Worklists: the searching rows narrowed, ordered, counted and cut in the database, along an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from engine.case.lights import EARLY, GREEN, RED, YELLOW
from engine.store.kept import CaseRow
from engine.store.sqlite.file.connection import Connection, Value
from engine.store.sqlite.records.cases import COLUMNS, read
from engine.store.worklists import Choices, Wanted

# What `lights.light_on` says on a day, given three times.
_LIGHT = (
    f"CASE WHEN warns = '' THEN '' WHEN presses <> '' AND presses < ? THEN '{RED}' WHEN presses = ? THEN '{YELLOW}' "
    f"WHEN warns <= ? THEN '{EARLY}' ELSE '{GREEN}' END"
)
# A department's list is walked along its own desk, any other along the cases of the town.
_DESKS = "desks CROSS JOIN cases ON cases.town = desks.town AND cases.case_id = desks.case_id"


def rows(
    connection: Connection, town: str, wanted: Wanted, on: date | None, limit: int, skip: int
) -> tuple[CaseRow, ...]:
    """The rows a list shows, the most pressing first, then the earliest due, those with no date last, then by case
    number."""
    source, conditions, values = _narrowed(town, wanted)
    if wanted.lights:
        assert on is not None, "a light is that of a day"
        conditions.append(f"{_LIGHT} IN ({_marks(wanted.lights)})")
        values += [*_day(on), *wanted.lights]
    order = "desks" if wanted.department is not None else "cases"
    found = connection.all(
        f"SELECT {_of_cases(COLUMNS)} FROM {source} WHERE {' AND '.join(conditions)} "
        f"ORDER BY {order}.urgency, {order}.case_id LIMIT ? OFFSET ?",
        (*values, limit, skip),
    )
    return tuple(read(one) for one in found)


def tally(connection: Connection, town: str, wanted: Wanted, on: date) -> Mapping[str, int]:
    """How many cases have which light on a day, '' for none; the lights the list is narrowed to do not count here."""
    source, conditions, values = _narrowed(town, wanted)
    found = connection.all(
        f"SELECT {_LIGHT}, count(*) FROM {source} WHERE {' AND '.join(conditions)} GROUP BY 1", (*_day(on), *values)
    )
    return dict(found)


def choices(connection: Connection, town: str, wanted: Wanted) -> Choices:
    """What the cases of a list differ by, each with its number of cases."""
    source, conditions, values = _narrowed(town, wanted)
    where = " AND ".join(conditions)
    matters: Counter[tuple[str, str]] = Counter()
    villages: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    for matter, title, village, channel, number in connection.all(
        f"SELECT matter, title, village, channel, count(*) FROM {source} WHERE {where} GROUP BY 1, 2, 3, 4", values
    ):
        matters[matter, title] += number
        villages[village] += number
        channels[channel] += number
    steps: dict[str, int] = {}
    if wanted.department is not None:
        found = connection.all(
            f"SELECT one.value, count(*) FROM {source}, json_each(desks.steps) AS one WHERE {where} GROUP BY 1", values
        )
        steps = {step: number for step, number in found if step}
    return Choices(matters, steps, {v: n for v, n in villages.items() if v}, {c: n for c, n in channels.items() if c})


def loads(connection: Connection, town: str, on: date) -> Mapping[str, Mapping[str, int]]:
    """How many cases wait for each department, by their light on a day."""
    found: dict[str, dict[str, int]] = {}
    for department, light, number in connection.all(
        f"SELECT department, {_LIGHT}, count(*) FROM {_DESKS} WHERE desks.town = ? AND desks.waits = 1 GROUP BY 1, 2",
        (*_day(on), town),
    ):
        found.setdefault(department, {})[light] = number
    return found


def on_their_way(connection: Connection, town: str, desk: str) -> tuple[CaseRow, ...]:
    """The rows of the cases whose paper file is on its way to a desk, by list and case number."""
    found = connection.all(
        f"SELECT {COLUMNS} FROM cases WHERE town = ? AND bound_for = ? AND bound_for <> '' ORDER BY list, case_id",
        (town, desk),
    )
    return tuple(read(one) for one in found)


def _narrowed(town: str, wanted: Wanted) -> tuple[str, list[str], list[Value]]:
    """Where to read, the conditions and their values, without the lights."""
    values: list[Value]
    if wanted.department is None:
        source, conditions, values = "cases", ["cases.town = ?"], [town]
    else:
        source, conditions = _DESKS, ["desks.town = ?", "department = ?", "waits = ?"]
        values = [town, wanted.department, int(not wanted.before)]
        if wanted.step:
            conditions.append("EXISTS (SELECT 1 FROM json_each(desks.steps) WHERE value = ?)")
            values.append(wanted.step)
    for column, several in (("state", wanted.states), ("window", wanted.windows)):
        if several:
            conditions.append(f"{column} IN ({_marks(several)})")
            values += several
    for column, one in (
        ("keeper", wanted.keeper),
        ("matter", wanted.matter),
        ("village", wanted.village),
        ("channel", wanted.channel),
    ):
        if one:
            conditions.append(f"{column} = ?")
            values.append(one)
    if wanted.keeper:
        conditions.append("bound_for <> ''" if wanted.leaving else "bound_for = ''")
    if wanted.due_by is not None:
        conditions.append("due <> '' AND due <= ?")
        values.append(wanted.due_by.isoformat())
    if wanted.calling_back:
        conditions.append("call_back <> ''")
    if wanted.text:
        conditions.append("(instr(cases.case_id, ?) OR instr(title, ?))")
        values += [wanted.text, wanted.text]
    return source, conditions, values


def _marks(several: tuple[str, ...]) -> str:
    return ", ".join("?" * len(several))


def _day(on: date) -> tuple[str, str, str]:
    return (on.isoformat(),) * 3


def _of_cases(columns: str) -> str:
    """The columns by the name of their table, where both tables have them."""
    return columns.replace("case_id, town,", "cases.case_id, cases.town,", 1)
