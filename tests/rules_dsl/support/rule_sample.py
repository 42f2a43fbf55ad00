"""Words, answers and a calendar for the tests of the rule language, written as briefly as a matter file writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from engine.examples.fictitious import invented
from rules_dsl import (
    NOT_APPLICABLE,
    UNANSWERED,
    UNCHECKED,
    Dated,
    Division,
    Judgement,
    Name,
    Rule,
    Rulebook,
    Scope,
    Type,
    Vocabulary,
    YearMonth,
    judge,
    read_literal,
    read_rule,
    read_rulebook,
)

FILED = date(2026, 3, 2)
PLACES = {
    "本镇": Division("河南省南阳市新野县沙堰镇", "411329102"),
    "本县": Division("河南省南阳市新野县", "411329"),
    "本市": Division("河南省南阳市", "4113"),
    "本省": Division("河南省", "41"),
}
WORDS = {"未填": UNANSWERED, "不适用": NOT_APPLICABLE, "未核": UNCHECKED}


class Weekdays:
    """A calendar in which Monday to Friday are working days."""

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5

    def working_days_between(self, start: date, end: date) -> int:
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


class TableText:
    def __init__(self, inputs: list[str], rows: list[list[str]], hit: str = "唯一") -> None:
        self.inputs, self.rows, self.hit = inputs, rows, hit


def name_of(name: str, spec: Any, role: str = "field", group: str | None = None) -> list[Name]:
    """As `整数`, `选项 甲 乙`, `次序 低 高`, `整数 可空`, `日期 条件`, `查询 整数`, `材料`, `事实 是否`, columns."""
    if isinstance(spec, Mapping):
        columns = [found for column, kind in spec.items() for found in name_of(column, kind, "column", name)]
        return [Name(name, "rows", Type("明细")), *columns]
    kind, *rest = str(spec).split()
    if kind == "事实":
        role, kind, *rest = "fact", *rest
    optional, when = "可空" in rest, "某条件" if "条件" in rest else None
    words = tuple(word for word in rest if word not in ("可空", "条件"))
    if kind == "查询":
        return [Name(name, "query", Type(rest[0]) if rest else Type("选项", ("查到", "查不到")))]
    if kind == "材料":
        return [Name(name, "material", Type("材料"))]
    if kind == "次序":
        type = Type("选项", words, ordered=True)
    elif kind in ("选项", "多选"):
        type = Type(kind, words)
    else:
        type = Type(kind, unit=words[0] if words else None)
    return [Name(name, role, type, group, optional, when)]


def vocabulary(names: Mapping[str, Any], aliases: Mapping[str, str] | None = None) -> Vocabulary:
    return Vocabulary([found for name, spec in names.items() for found in name_of(name, spec)], aliases)


def answer(written: Any, type: Type) -> Any:
    """An answer as a value of its type; 生于1946-03-02男 stands for an identity number, 虚构 for a code or a card."""
    if isinstance(written, str) and written in WORDS:
        return WORDS[written]
    if type.kind == "区划":
        return Division(f"区划{written}", str(written)) if str(written).isdigit() else Division(str(written))
    if type.kind == "年月":
        return YearMonth(int(written[:4]), int(written[5:7]))
    if type.kind == "选项" or type.is_text:
        return invented(str(written), type.kind)
    if type.kind == "多选":
        return tuple(written)
    if type.kind == "是否" and isinstance(written, bool):
        return written
    reading, problems = read_literal(str(written), None)
    assert reading, problems
    return reading[1]


def answers(written: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    """Answers by name, rows included."""
    found: dict[str, Any] = {}
    for name, value in written.items():
        entry = words.get(name)[0]
        if entry.role == "rows" and isinstance(value, list):
            found[name] = tuple(
                {column: answer(cell, words.column(name, column).type) for column, cell in row.items()} for row in value
            )
        else:
            found[name] = answer(value, next(n for n in words.get(name) if n.role != "column").type)
    return found


def dated(written: Any) -> Dated:
    """A parameter as a matter writes it: one value, or values by the day they begin, the first 起初."""
    if isinstance(written, Mapping):
        return Dated(tuple((None if day == "起初" else date.fromisoformat(day), text) for day, text in written.items()))
    return written if isinstance(written, Dated) else Dated(((None, written),))


def rulebook(
    words: Vocabulary,
    parameters: Mapping[str, Any] = MappingProxyType({}),
    tables: Mapping[str, Any] = MappingProxyType({}),
    definitions: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Rulebook, Vocabulary]:
    book, wider, problems = read_rulebook(
        {name: dated(value) for name, value in parameters.items()},
        {name: Dated(((None, TableText(*value)),)) for name, value in tables.items()},
        definitions,
        words,
    )
    assert not [each for each in problems if each.problem.severity == "error"], problems
    return book, wider


def scope(
    values: Mapping[str, Any],
    book: Rulebook | None = None,
    materials: Mapping[str, Any] | None = None,
    filed: date = FILED,
) -> Scope:
    return Scope(book or Rulebook(), values, materials or {}, filed, PLACES, Weekdays())


def read(text: str, words: Vocabulary, expects: Any = "demand", group: str | None = None) -> Rule:
    rule, problems = read_rule(text, words, expects, group)
    assert rule is not None, [problem.message for problem in problems]
    return rule


def judged(
    text: str, names: Mapping[str, Any], written: Mapping[str, Any], materials: Any = None, filed: date = FILED
) -> Judgement:
    """The judgement of a rule on these answers."""
    words = vocabulary(names)
    return judge(read(text, words), scope(answers(written, words), materials=materials, filed=filed))


def messages(text: str, words: Vocabulary, expects: Any = "demand") -> list[str]:
    return [problem.message for problem in read_rule(text, words, expects)[1]]
