"""Random matters for the tests of compiled rules: a vocabulary, a rulebook, well-typed trees of every kind of node, and
partial submissions. Everything follows from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from rules_dsl import (
    NOT_APPLICABLE,
    UNANSWERED,
    UNCHECKED,
    Dated,
    Division,
    Name,
    Period,
    Rule,
    Rulebook,
    Scope,
    Table,
    Type,
    Undecided,
    Vocabulary,
    YearMonth,
)
from rules_dsl.checker.rules import uses_of
from rules_dsl.checker.tables import HITS
from rules_dsl.text.literals import MonthDay
from rules_dsl.tree import nodes
from rules_dsl.tree.table import Row
from rules_dsl.values.computations import ROUND_UP
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.functions import FUNCTIONS
from tests.rules_dsl.support.rule_sample import FILED, PLACES

LETTERS, GRADES = ("甲", "乙", "丙", "丁"), ("低", "中", "高")
TYPES = {
    "整数": Type("整数"), "小数": Type("小数"), "金额": Type("金额"), "日期": Type("日期"), "年月": Type("年月"),
    "期限": Type("期限"), "是否": Type("是否"), "选项": Type("选项", LETTERS), "次序": Type("选项", GRADES, True),
    "文本": Type("文本"), "身份证号": Type("身份证号"), "区划": Type("区划"), "多选": Type("多选", LETTERS),
}  # fmt: skip
ANSWERED = [kind for kind in TYPES if kind != "期限"]  # kinds that a field can have
NUMBERS = ("整数", "小数")
DAYS = [FILED + timedelta(days=n) for n in (-9000, -367, -366, -31, -28, -3, -1, 0, 1, 30, 400)]
DAYS += [date(2024, 2, 29), date(2008, 2, 29), date(2025, 12, 31), date(1966, 3, 2), date(1, 1, 5), date(9999, 12, 30)]
TEXTS = ["甲", "乙", " 甲 ", "张•三", "张·三", "Ａ（1）", "A(1)", "", "甲乙", "13800000000"]
NUMBERED = ["419999194603020013", "41999919460302001X", "419999 194603020013", "41999919460302001x", "41"]
DIVISIONS = [*PLACES.values(), Division("河南省"), Division("河南省南阳市"), Division("湖北省", "42"), Division("甲")]


class Weekdays:
    """A calendar in which Monday to Friday are working days, counted at once."""

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5

    def working_days_between(self, start: date, end: date) -> int:
        return self._upto(end) - self._upto(start)

    def _upto(self, day: date) -> int:
        weeks, rest = divmod(day.toordinal() - 1, 7)
        return weeks * 5 + min(rest + 1, 5)


class Matter:
    """A random vocabulary and rulebook; `rule` gives rules for them, `scope` submissions."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        names = [*self._names("field", None, 14), *self._names("fact", None, 2)]
        self.groups = ("家庭", "车辆")
        for group in self.groups:
            names += [Name(group, "rows", Type("明细"), None, self._maybe(3), self._when(4))]
            names += self._names("column", group, 6)
        names += [
            Name(f"核验{n}", "query", Type("选项", ("查到", "查不到")), when="某条件" if n == 2 else None)
            for n in (1, 2)
        ]
        self.materials = ("户口簿", "合同", "照片")
        names += [Name(name, "material", Type("材料"), when=self._when(3)) for name in self.materials]
        self.vocabulary = Vocabulary(names)
        self.rulebook = Rulebook()
        self.open_groups: list[str] = []
        self.chosen: Type | None = None
        self._fill_rulebook()

    def _maybe(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def _when(self, one_in: int) -> str | None:
        return "某条件" if self._maybe(one_in) else None

    def pick(self, things: Sequence[Any]) -> Any:
        return things[self.random.randrange(len(things))]

    def _names(self, role: str, group: str | None, count: int) -> list[Name]:
        kinds = [self.pick(ANSWERED) for _ in range(count)]
        prefix = {"field": "", "fact": "事实", "column": f"{group}的"}[role]
        return [
            Name(f"{prefix}{kind}{n}", role, TYPES[kind], group, self._maybe(3), self._when(3))
            for n, kind in enumerate(kinds)
        ]

    # -- values -------------------------------------------------------------------------------------------------

    def value(self, type: Type) -> Any:
        kind = "次序" if type.ordered else type.kind
        if kind in ("选项", "次序"):
            return self.pick(type.options)
        if kind == "多选":
            return tuple(option for option in type.options if self._maybe(2))
        return {
            "整数": lambda: self.random.randrange(-2, 6),
            "小数": lambda: self.pick([0, 1, 3, Fraction(1, 3), Fraction(5, 2)]),
            "金额": lambda: self.pick([0, 100, 50000, 50001, Fraction(1, 2)]),
            "日期": lambda: self.pick(DAYS),
            "年月": lambda: YearMonth(self.pick([2024, 2025, 2026, 9999]), self.random.randrange(1, 13)),
            "期限": lambda: Period(self.pick([0, 1, 2, 18, 60]), self.pick(["日", "个月", "年", "周岁", "工作日"])),
            "是否": lambda: self._maybe(2),
            "身份证号": lambda: self.pick(NUMBERED),
            "区划": lambda: self.pick(DIVISIONS),
            "文本": lambda: self.pick([*TEXTS, *NUMBERED[:1]]),
        }[kind]()

    def _constant(self, type: Type) -> nodes.Expression:
        if type.kind == "日期" and self._maybe(6):
            return nodes.Constant(type=type, value=MonthDay(2, 29))
        return nodes.Constant(type=type, value=self.value(type))

    # -- the rulebook -------------------------------------------------------------------------------------------

    def _fill_rulebook(self) -> None:
        parameters, tables, definitions = {}, {}, {}
        added: list[Name] = []

        def add(name: str, role: str, type: Type, group: str | None = None) -> None:
            self.vocabulary = self.vocabulary.with_names([Name(name, role, type, group)])
            self.rulebook = Rulebook(dict(parameters), dict(tables), dict(definitions))

        for kind, type in TYPES.items():
            if kind != "多选":
                parameters[f"参数{kind}"] = self._history(lambda type=type: self.value(type))
                add(f"参数{kind}", "parameter", type)
        for kind in ("文本", "整数", "区划", "日期"):
            members = lambda kind=kind: tuple(self.value(TYPES[kind]) for _ in range(3))  # noqa: E731
            parameters[f"名单{kind}"] = self._history(members)
            add(f"名单{kind}", "parameter", Type("名单", of=TYPES[kind]))
        for number in range(8):
            group = self.pick(self.groups) if self._maybe(3) else None
            self.open_groups = [group] if group else []
            name = f"定义{number}" if number % 2 else f"表{number}"
            if number % 2:
                root: nodes.Node = self.test(2) if self._maybe(3) else self.expression(self.pick(list(TYPES)), 2)
                type = root.type if isinstance(root, nodes.Expression) else Type("是否")
                definitions[name] = as_rule(root, group, type)
                add(name, "definition", type, group)
            else:
                kind = self.pick(["整数", "金额", "选项", "日期"])
                tables[name] = self._history(lambda kind=kind, group=group: self._table(kind, group))
                add(name, "table", TYPES[kind], group)
        self.open_groups = []
        assert not added

    def _history(self, make: Any) -> Dated:
        if not self._maybe(3):
            return Dated(((None, make()),))
        starts = [self.pick([None, date(2025, 1, 1)]), date(2025, 7, 1), date(2026, 3, 2)]
        return Dated(
            tuple((start, None if self._maybe(4) else make()) for start in starts[: self.random.randrange(1, 4)])
        )

    def _table(self, kind: str, group: str | None) -> Table:
        inputs = tuple(self.expression(self.pick(ANSWERED), 1) for _ in range(self.random.randrange(1, 3)))
        rows = []
        for _ in range(self.random.randrange(1, 5)):
            cells = tuple(None if self._maybe(5) else self.about(subject, 0) for subject in inputs)
            content = None if self._maybe(6) else self._named(kind) if self._maybe(3) else self._constant(TYPES[kind])
            rows.append(Row(cells, content))
        hits = HITS if kind in ("整数", "金额") else HITS[:2]
        return Table(TYPES[kind], frozenset(), group, self.pick(hits), inputs, tuple(rows))

    def _named(self, kind: str) -> nodes.Expression:
        found = [
            name
            for name in self.vocabulary.names
            if name.role in ("parameter", "table", "definition")
            and name.type == TYPES[kind]
            and (name.group is None or name.group in self.open_groups)
        ]
        name = self.pick(found)
        day = None
        if name.role != "definition" and self._maybe(5):
            day = self.expression("日期", 0)
        return nodes.Named(type=name.type, name=name.name, role=name.role, group=name.group, day=day)

    # -- expressions --------------------------------------------------------------------------------------------

    def read(self, kind: str) -> nodes.Expression:
        """A field, fact or cell of this kind; a constant where there is none."""
        if self.chosen is not None and kind == "选项" and self._maybe(2):
            return nodes.Chosen(type=replace(self.chosen, kind="选项"))
        found = [
            name
            for name in self.vocabulary.names
            if name.role in ("field", "fact", "column")
            and name.type == TYPES[kind]
            and (name.group is None or name.group in self.open_groups)
        ]
        inner = [name for name in found if name.group is not None]
        if inner and not self._maybe(3):
            found = inner
        if not found:
            return self._constant(TYPES[kind])
        return self._read_of(self.pick(found))

    def _read_of(self, name: Name) -> nodes.Read:
        return nodes.Read(type=name.type, name=name.name, role=name.role, group=name.group, optional=name.optional)

    def expression(self, kind: str, depth: int) -> nodes.Expression:
        """A value of this kind."""
        if depth <= 0 or self._maybe(2):
            return self.read(kind) if not self._maybe(4) else self._constant(TYPES[kind])
        makers = [self._fallback, self._call, self._called]
        makers += {
            "整数": [self._arithmetic, self._row_count, self._aggregate, self._copies],
            "小数": [self._arithmetic, self._aggregate],
            "金额": [self._arithmetic, self._arithmetic, self._aggregate],
            "日期": [self._shift, self._aggregate, self._filing_date],
            "年月": [self._shift, self._aggregate],
            "区划": [self._place],
        }.get(kind, [])
        return self.pick(makers)(kind, depth)

    def _called(self, kind: str, depth: int) -> nodes.Expression:
        return self._named(kind) if kind != "多选" else self.read(kind)

    def _fallback(self, kind: str, depth: int) -> nodes.Expression:
        value, default = self.expression(kind, depth - 1), self.expression(kind, depth - 2)
        return nodes.Fallback(type=TYPES[kind], value=value, default=default)

    def _call(self, kind: str, depth: int) -> nodes.Expression:
        found = []
        for function in FUNCTIONS.values():
            takes = [self.pick(kinds) for kinds in function.takes]
            if function.many or function.alike:
                takes = [takes[0]] * len(takes)
            wanted = [Type("文本" if each not in TYPES else each) for each in takes]
            if function.gives(wanted).kind == kind:
                found.append((function, takes))
        if not found:
            return self.read(kind)
        function, takes = self.pick(found)
        if function.name == "月数":
            takes[1] = takes[0]
        takes = [*takes, *takes[-1:] * 2] if function.many else takes
        takes = takes[: self.random.randrange(function.least, len(takes) + 1)]
        arguments = tuple(self._argument(each, depth - 1) for each in takes)
        return nodes.Call(type=TYPES[kind], function=function.name, arguments=arguments)

    def _argument(self, kind: str, depth: int) -> nodes.Expression:
        if kind == ROUND_UP:
            return nodes.Constant(type=Type("文本"), value=ROUND_UP)
        return self.expression(kind if kind in TYPES else "文本", depth)

    def _arithmetic(self, kind: str, depth: int) -> nodes.Expression:
        operator = self.pick("+-*" if kind == "整数" else "+-*/")
        left = self.expression(kind, depth - 1)
        other = self.pick(NUMBERS) if kind == "小数" or (kind == "金额" and operator in "*/") else kind
        return nodes.Arithmetic(type=TYPES[kind], operator=operator, left=left, right=self.expression(other, depth - 1))

    def _shift(self, kind: str, depth: int) -> nodes.Expression:
        day = self.expression(kind, depth - 1)
        return nodes.Shift(
            type=TYPES[kind], day=day, period=self.expression("期限", depth - 1), sign=self.pick([1, -1])
        )

    def _filing_date(self, kind: str, depth: int) -> nodes.Expression:
        return nodes.FilingDate(type=TYPES["日期"])

    def _place(self, kind: str, depth: int) -> nodes.Expression:
        return nodes.Place(type=TYPES["区划"], name=self.pick([*PLACES, "本村"]))

    def _copies(self, kind: str, depth: int) -> nodes.Expression:
        return nodes.Copies(type=TYPES["整数"], material=self.pick(self.materials))

    # -- rows ---------------------------------------------------------------------------------------------------

    def rows(self, depth: int) -> nodes.Rows | None:
        """A 明细 that is not open yet, sometimes filtered."""
        groups = [group for group in self.groups if group not in self.open_groups]
        if not groups:
            return None
        group = self.pick(groups)
        return nodes.Rows(
            group=group, where=self._within(group, lambda: self.test(depth - 1)) if self._maybe(3) else None
        )

    def _within(self, group: str, make: Any) -> Any:
        self.open_groups.append(group)
        try:
            return make()
        finally:
            self.open_groups.pop()

    def _row_count(self, kind: str, depth: int) -> nodes.Expression:
        rows = self.rows(depth)
        return nodes.RowCount(type=TYPES["整数"], rows=rows) if rows else self.read(kind)

    def _aggregate(self, kind: str, depth: int) -> nodes.Expression:
        rows = self.rows(depth)
        if rows is None:
            return self.read(kind)
        hows = ["最大值", "最小值"] + (["最早值", "最晚值"] if kind in ("日期", "年月") else ["之和", "平均值"])
        how = self.pick(hows)
        if how == "平均值" and kind == "整数":
            how = "之和"
        item = self._within(rows.group, lambda: self.expression(kind, depth - 1))
        return nodes.Aggregate(type=TYPES[kind], how=how, rows=rows, item=item)

    # -- tests --------------------------------------------------------------------------------------------------

    def test(self, depth: int, clauses: bool = False) -> nodes.Test:
        """A test; `clauses`: 若 … 则 and 除非 may stand here."""
        if depth <= 0 or self._maybe(3):
            kinds = [*ANSWERED, "期限"]
            return self.about(self.expression(self.pick(kinds), depth), depth)
        makers = [self._all, self._any, self._not, self._at_least, self._quantified, self._every, self._distinct]
        makers += [self._handed_in, self._truth, self._member]
        return self.pick(makers + [self._implies, self._unless] * (2 if clauses else 1))(depth)

    def _tests(self, depth: int) -> tuple[nodes.Test, ...]:
        return tuple(self.test(depth - 1) for _ in range(self.random.randrange(2, 4)))

    def _all(self, depth: int) -> nodes.Test:
        return nodes.All(tests=self._tests(depth))

    def _any(self, depth: int) -> nodes.Test:
        return nodes.Any(tests=self._tests(depth))

    def _not(self, depth: int) -> nodes.Test:
        return nodes.Not(test=self.test(depth - 1))

    def _at_least(self, depth: int) -> nodes.Test:
        tests = self._tests(depth)
        return nodes.AtLeast(count=self.random.randrange(1, len(tests) + 1), tests=tests)

    def _implies(self, depth: int) -> nodes.Test:
        otherwise = self.test(depth - 1, True) if self._maybe(2) else None
        return nodes.Implies(condition=self.test(depth - 1), demand=self.test(depth - 1, True), otherwise=otherwise)

    def _unless(self, depth: int) -> nodes.Test:
        return nodes.Unless(demand=self.test(depth - 1, True), exception=self.test(depth - 1))

    def _truth(self, depth: int) -> nodes.Test:
        return nodes.Truth(value=self.expression("是否", depth))

    def _handed_in(self, depth: int) -> nodes.Test:
        names = tuple(name for name in self.materials if self._maybe(2)) or self.materials[:1]
        return nodes.HandedIn(materials=names, any=self._maybe(2))

    def _quantified(self, depth: int) -> nodes.Test:
        rows = self.rows(depth)
        if rows is None:
            return self._truth(depth)
        quantifier = self.pick(["每", "有", "没有", "至少", "至多", "恰好"])
        inner = self._within(rows.group, lambda: self.test(depth - 1, True))
        return nodes.Quantified(rows=rows, quantifier=quantifier, test=inner, count=self.random.randrange(1, 4))

    def _distinct(self, depth: int) -> nodes.Test:
        rows = self.rows(depth)
        if rows is None:
            return self._truth(depth)
        columns = [name for name in self.vocabulary.columns(rows.group) if name.type.kind != "多选"]
        if not columns:
            return self._truth(depth)
        items = tuple(self._read_of(self.pick(columns)) for _ in range(self.random.randrange(1, 3)))
        return nodes.Distinct(rows=rows, items=items)

    def _every(self, depth: int) -> nodes.Test:
        subject, before = self.read("多选"), self.chosen
        self.chosen = subject.type
        inner = self.about(nodes.Chosen(type=replace(subject.type, kind="选项")), depth - 1)
        inner = nodes.All(tests=(inner, self.test(depth - 2))) if self._maybe(3) else inner
        self.chosen = before
        return nodes.Every(value=subject, test=inner, any=self._maybe(2))

    def _member(self, depth: int) -> nodes.Test:
        kind = self.pick(["文本", "整数", "区划", "日期", "选项", "身份证号"])
        subject, rows = self.expression(kind, depth - 1), self.rows(depth)
        members: nodes.Expression
        if kind == "选项":
            members = self.read("多选")
        elif rows is not None and (self._maybe(2) or kind == "身份证号"):
            item = self._within(rows.group, lambda: self.read(kind))
            members = nodes.Column(type=Type("名单", of=TYPES[kind]), rows=rows, item=item)
        else:
            listed = "文本" if kind == "身份证号" else kind
            name = self.vocabulary.find(f"名单{listed}", "parameter")
            members = nodes.Named(type=name.type, name=name.name, role="parameter")
        return nodes.Member(value=subject, members=members, negated=self._maybe(2))

    def about(self, subject: nodes.Expression, depth: int) -> nodes.Test:
        """One predicate about a value."""
        kind, other = subject.type.kind, lambda kind: self.expression(kind, depth - 1)
        ordered = subject.type.ordered
        name = "次序" if ordered else kind
        makers = [lambda: nodes.Compare(operator=self.pick("=≠"), left=subject, right=other(name))]
        if kind != "多选":
            makers.append(lambda: self._one_of(subject, name, depth))
        if kind in ("整数", "小数", "金额", "日期", "年月", "期限"):
            makers += [lambda: nodes.Compare(operator=self.pick("≥≤><"), left=subject, right=other(kind))] * 2
            makers.append(lambda: nodes.Between(value=subject, low=other(kind), high=other(kind)))
        if ordered:
            makers.append(
                lambda: nodes.Compare(operator=self.pick("≥≤><"), left=subject, right=other("次序"), order=GRADES)
            )
        if kind in ("日期", "年月"):
            makers.append(lambda: self._window(subject, kind, depth))
        if kind == "日期":
            makers += [lambda: self._elapsed(subject, depth)] * 2
        if kind == "区划":
            places = tuple(other("区划") for _ in range(self.random.randrange(1, 3)))
            makers += [lambda: nodes.Inside(value=subject, places=places, negated=self._maybe(2))] * 2
        if kind in ("多选", "文本"):
            makers = [] if kind == "多选" else makers
            makers.append(lambda: self._has(subject, kind, depth))
        if kind in ("文本", "身份证号"):
            makers.append(lambda: nodes.WellFormed(value=subject, format=self.pick(list(FORMATS))))
        if isinstance(subject, nodes.Read):
            makers += [lambda: nodes.Filled(value=subject, negated=self._maybe(2))] * 2
        if kind == "是否":
            makers.append(lambda: nodes.Truth(value=subject))
        return self.pick(makers)()

    def _one_of(self, subject: nodes.Expression, kind: str, depth: int) -> nodes.Test:
        members = tuple(
            self._constant(TYPES[kind]) if not self._maybe(4) else self.expression(kind, depth - 1)
            for _ in range(self.random.randrange(1, 4))
        )
        return nodes.OneOf(value=subject, members=members, negated=self._maybe(2))

    def _has(self, subject: nodes.Expression, kind: str, depth: int) -> nodes.Test:
        members = tuple(
            self._constant(TYPES["选项"]) if not self._maybe(4) else self.expression("选项", depth - 1)
            for _ in range(self.random.randrange(1, 3))
        )
        how = self.pick(["含", "含全部", "只含"] if kind == "多选" else ["含", "含全部"])
        return nodes.Has(value=subject, members=members, negated=how == "含" and self._maybe(2), how=how)

    def _window(self, subject: nodes.Expression, kind: str, depth: int) -> nodes.Test:
        day = (
            nodes.FilingDate(type=TYPES["日期"]) if kind == "日期" and self._maybe(2) else self.expression(kind, depth)
        )
        period = self._constant(TYPES["期限"]) if self._maybe(2) else self.expression("期限", depth - 1)
        return nodes.Window(value=subject, day=day, period=period, side=self.pick(["前", "后", "前后"]))

    def _elapsed(self, subject: nodes.Expression, depth: int) -> nodes.Test:
        end = self.expression("日期", depth - 1) if self._maybe(3) else nodes.FilingDate(type=TYPES["日期"])
        period = self.expression("期限", depth - 1) if self._maybe(3) else self._constant(TYPES["期限"])
        return nodes.Elapsed(start=subject, end=end, period=period, negated=self._maybe(2))

    def rule(self, depth: int = 3, group: str | None = None) -> Rule:
        """A demand or condition."""
        self.open_groups = [group] if group else []
        return as_rule(self.test(depth, True), group, Type("是否"))

    def expression_rule(self, depth: int = 3, group: str | None = None) -> Rule:
        """A value."""
        self.open_groups = [group] if group else []
        root = self.expression(self.pick(list(TYPES)), depth)
        return as_rule(root, group, root.type)

    # -- submissions --------------------------------------------------------------------------------------------

    def scope(self, filed: date) -> Scope:
        """A partial submission."""
        absent, undecided = self.pick([3, 10, 100]), self.pick([12, 200])
        values: dict[str, Any] = {}
        for name in self.vocabulary.names:
            if name.role in ("field", "fact"):
                values[name.name] = self._answer(name, self.value(name.type), absent, undecided)
            elif name.role == "query":
                said = UNCHECKED if self._maybe(2) else self.pick(["查到", "查不到"])
                values[name.name] = self._answer(name, said, 10**9, undecided)
            elif name.role == "rows":
                columns = self.vocabulary.columns(name.name)
                rows = tuple(
                    {each.name: self._answer(each, self.value(each.type), absent, 40) for each in columns}
                    for _ in range(self.random.randrange(4))
                )
                values[name.name] = self._answer(name, rows, absent, undecided)
        for name in [name for name in values if values[name] is UNANSWERED and self._maybe(2)]:
            del values[name]
        materials = {
            name: Undecided(1, frozenset({"某项"}))
            if self._maybe(undecided)
            else self.pick([0, 1, 2, UNCHECKED, NOT_APPLICABLE])
            for name in self.materials[self.random.randrange(2) :]
        }
        return Scope(self.rulebook, values, materials, filed, PLACES, Weekdays())

    def _answer(self, name: Name, value: Any, absent: int, undecided: int) -> Any:
        value = UNANSWERED if self._maybe(absent) else value
        if name.conditional and self._maybe(4):
            return NOT_APPLICABLE
        if name.conditional and self._maybe(undecided):
            waits = frozenset({self.pick(["某项", "另一项"])})
            return Undecided(value, waits) if self._maybe(2) else Undecided(value, frozenset(), waits)
        return value


def as_rule(root: nodes.Node, group: str | None, type: Type) -> Rule:
    """A tree as a rule that was read."""
    names, materials = uses_of(root.walk())
    return Rule("", type, names, materials, group, root)
