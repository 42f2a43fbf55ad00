"""What answers, parameters and results are as Python values, and the three ways a value can be absent.

文本 is `str`, 整数 `int`, 小数 `Fraction` (or `int`), 金额 `int` or `Fraction` in 分, 日期 `date`, 年月 `YearMonth`,
期限 `Period`, 是否 `bool`, 选项 `str`, 多选 `tuple[str, ...]`, 区划 `Division`, identifiers `str`, 名单 `tuple`,
明细 `tuple[Mapping[str, value], ...]`. Nothing here reads text or evaluates rules.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

Value = Any  # one of the Python types listed above; a closed union would say less than the list

IDENTIFIER_KINDS = ("身份证号", "统一社会信用代码", "手机号", "银行卡号")
TEXT_KINDS = ("文本", "多行文本", *IDENTIFIER_KINDS)
NUMBER_KINDS = ("整数", "小数")
ORDERED_KINDS = (*NUMBER_KINDS, "金额", "日期", "年月", "期限")
KINDS = (*TEXT_KINDS, *ORDERED_KINDS, "是否", "选项", "多选", "区划", "附件", "明细", "材料", "名单")
SEXES = ("男", "女")
PERIOD_UNITS = ("日", "工作日", "个月", "年", "周岁")
ROLES = ("field", "column", "rows", "parameter", "table", "definition", "material", "query", "fact")


class RuleError(Exception):
    """Base of every error this package raises; its text is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Why there is no value: 未填 (applies and is empty), 不适用 (its `when` is false), 未核 (nobody looked it up)."""

    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def __copy__(self) -> Absent:
        return self

    def __deepcopy__(self, memo: object) -> Absent:
        return self


UNANSWERED = Absent("未填")
NOT_APPLICABLE = Absent("不适用")
UNCHECKED = Absent("未核")


@dataclass(frozen=True, slots=True)
class Undecided:
    """It is not known yet whether this applies: either `value` (which may be absent itself) or NOT_APPLICABLE.

    `missing` names the answers and `unchecked` the queries that its `when` waits for.
    """

    value: Value | Absent
    missing: frozenset[str] = frozenset()
    unchecked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class YearMonth:
    """A calendar month (年月)."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月"


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day without year (9月1日): that day in the year of the filing date, or of the day asked for."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The date; the last day of February where there is no 29th."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def __str__(self) -> str:
        return f"{self.month}月{self.day}日"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time (期限): `count` of `unit`, one of PERIOD_UNITS. 周岁 counts like 年."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{'个' if self.unit == '工作日' else ''}{self.unit}"


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division (区划): its full name from the province down, and its code where one is known."""

    name: str
    code: str | None = None

    def contains(self, other: Division) -> bool:
        """Whether `other` lies in this division or is it: by code when both have one, else by the start of the name.

        A code is compared without its trailing pairs of zeros (410000 is the whole of 41).
        """
        if self.code and other.code:
            return other.code.startswith(_significant(self.code))
        return bool(self.name) and other.name.replace(" ", "").startswith(self.name.replace(" ", ""))

    def __str__(self) -> str:
        return self.name


def _significant(code: str) -> str:
    """The digits of a division code that say something: province 2, prefecture 4, county 6, town 9, village 12."""
    for length in (2, 4, 6, 9):
        if len(code) > length and set(code[length:]) == {"0"}:
            return code[:length]
    return code


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a name, literal or expression. `kind` is one of KINDS.

    `options` are those of 选项 and 多选 (in their order if `ordered`), and the words a 期限 may be instead of a length
    (长期); `unit` and `scale` belong to numbers; `of` is the type of the members of a 名单; `percent`: it is written
    as a share of a hundred (3%) and told so, which makes it no other type.
    """

    kind: str
    options: tuple[str, ...] = ()
    ordered: bool = False
    unit: str | None = None
    scale: int | None = None
    of: Type | None = None
    percent: bool = field(default=False, compare=False)

    @property
    def is_number(self) -> bool:
        """Whether values are plain numbers (整数 or 小数)."""
        return self.kind in NUMBER_KINDS

    @property
    def is_text(self) -> bool:
        """Whether values are text or an identifier."""
        return self.kind in TEXT_KINDS


@dataclass(frozen=True, slots=True)
class Name:
    """One word of a matter's vocabulary. `role` is one of ROLES.

    `group` is the 明细 that a column belongs to, or whose row fields a table or definition reads (and holds in).
    `optional`: the field may stay empty; `when`: the condition it is asked under, as written. `means` is passed through
    untouched. `positive`: the value is always above 0, or the 明细 has always a row. `as_of` names the date field whose
    day, instead of the filing day, a parameter or table is taken of.
    """

    name: str
    role: str
    type: Type
    group: str | None = None
    optional: bool = False
    when: str | None = None
    means: str | None = None
    positive: bool = False
    as_of: str | None = None

    @property
    def conditional(self) -> bool:
        """Whether it is asked under a condition only."""
        return self.when is not None


@dataclass(frozen=True, slots=True)
class Dated:
    """A value with history. `entries` are (start, value); start None is 起初; value None is 停用 (ended)."""

    entries: tuple[tuple[date | None, Value | None], ...]

    def on(self, day: date) -> Value | None:
        """The value in force on `day`: that of the latest start not after it; None before the first or after 停用. A
        day without year is that day in the year of `day`."""
        in_force = [entry for entry in self.entries if entry[0] is None or entry[0] <= day]
        found = max(in_force, key=lambda entry: entry[0] or date.min)[1] if in_force else None
        return found.in_year(day.year) if isinstance(found, MonthDay) else found

    def map(self, change: Callable[[Value], Value]) -> Dated:
        """The same dates with each value (停用 excepted) put through `change`."""
        return Dated(tuple((start, value if value is None else change(value)) for start, value in self.entries))

    def values(self) -> tuple[Value, ...]:
        """All values of the history, 停用 left out."""
        return tuple(value for _, value in self.entries if value is not None)


Rows = tuple[Mapping[str, Value], ...]  # the value of a 明细
Number = int | Fraction
