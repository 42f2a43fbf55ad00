"""The checked tree: what a rule means, names resolved, types known. Evaluation, printing and explaining walk it. `span`
is where a node stands in the rule as typed; it does not count in comparing two trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rules_dsl.values.kinds import MonthDay, Type, Value

from .node import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression(Node):
    """Something with a value."""

    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Expression):
    """A literal, an option or a text: 80周岁 · 已婚 · “甲”."""

    value: Value | MonthDay
    quoted: bool = field(default=False, compare=False)
    percent: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Expression):
    """A field, fact, query or 明细 of the submission, or with `group` a column in the current row."""

    name: str
    role: str
    group: str | None = None
    optional: bool = False
    qualifier: Literal["", "本行的", "外层的"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingDate(Expression):
    """申请日."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Expression):
    """本镇 本县 本市 本省."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Expression):
    """A parameter, table or definition; `group` is the 明细 whose row it reads, `day` that of 参数(名, D)."""

    name: str
    role: Literal["parameter", "table", "definition"]
    group: str | None = None
    day: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Expression):
    """left + right, − × ÷."""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Expression):
    """A date or month and a period: D后30日 · D前3个月 · D + P · D - P."""

    day: Expression
    period: Expression
    sign: Literal[1, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Expression):
    """A function of FUNCTIONS."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback(Expression):
    """缺省(X, 0): a hidden or an empty optional answer counts as `default`."""

    value: Expression
    default: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Node):
    """The rows of a 明细, filtered by 其中 where there is a condition."""

    group: str
    where: Test | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCount(Expression):
    """明细 的 行数."""

    rows: Rows
    word: str = field(default="行数", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Expression):
    """明细 的 列 之和 and its like, over an expression in each row."""

    how: str
    rows: Rows
    item: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Expression):
    """明细 的 列, as the list behind 在 … 中."""

    rows: Rows
    item: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies(Expression):
    """已交份数(材料)."""

    material: str


class Test(Node):
    """Something that is true, false, undecided or not applicable."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth(Test):
    """A 是否 value by itself: 由他人代办."""

    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Test):
    """left = ≠ ≥ ≤ > < right; `order` lists the options where ordered options are compared."""

    operator: Literal["=", "≠", "≥", "≤", ">", "<"]
    left: Expression
    right: Expression
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Test):
    """为 甲、乙 · 不为 甲、乙 (none of them)."""

    value: Expression
    members: tuple[Expression, ...]
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed(Test):
    """start 至 end 满 period (or 未满); `end` is 申请日 where none was named."""

    start: Expression
    end: Expression
    period: Expression
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Test):
    """在 low 至 high 之间, both ends in."""

    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Test):
    """在 D前N内 · D后N内 · D前后N内, both ends in; `side` says which."""

    value: Expression
    day: Expression
    period: Expression
    side: Literal["前", "后", "前后"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside(Test):
    """在 本镇: a division lies in one of the places."""

    value: Expression
    places: tuple[Expression, ...]
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Test):
    """在 名单 中 · 在 明细 的 列 中."""

    value: Expression
    members: Expression
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Has(Test):
    """含 甲、乙 (at least one) · 不含 (none) · 含全部 · 只含 (nothing else, of a 多选); of a 多选 or in a text."""

    value: Expression
    members: tuple[Expression, ...]
    negated: bool
    how: Literal["含", "含全部", "只含"] = "含"


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Test):
    """多选 均 为 甲、乙 (`any`: 任一): the test of each chosen option, which is read as `Chosen`."""

    value: Expression
    test: Test
    any: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Expression):
    """The option at hand within `Every`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled(Test):
    """已填 · 未填."""

    value: Read
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WellFormed(Test):
    """格式正确 · 符合 手机号; `format` is a name of `formats.FORMATS`."""

    value: Expression
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn(Test):
    """已交(甲、乙) · 已交任一(甲、乙)."""

    materials: tuple[str, ...]
    any: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified(Test):
    """明细 每行 / 有一行 / 没有一行 / 至少 N行 / 至多 N行 / 恰好 N行 and a test. `word` is the measure as typed."""

    rows: Rows
    quantifier: Literal["每", "有", "没有", "至少", "至多", "恰好"]
    test: Test
    count: int = 1
    word: str = field(default="行", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct(Test):
    """明细 的 列、列 不重复."""

    rows: Rows
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Test):
    """非(A)."""

    test: Test


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Test):
    """A 且 B; at the top or in a row's brackets also A；B (`clauses`)."""

    tests: tuple[Test, ...]
    clauses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(Test):
    """A 或 B."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Test):
    """至少 2项 (A；B；C): `count` of the tests hold."""

    count: int
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Implies(Test):
    """若 A 则 B（否则 C）· A 的，B."""

    condition: Test
    demand: Test
    otherwise: Test | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless(Test):
    """B，除非 E."""

    demand: Test
    exception: Test


def zero_type(type: Type) -> Type:
    """The type of the 0 that -X subtracts X from."""
    return Type("整数", unit=type.unit) if type.is_number else type
