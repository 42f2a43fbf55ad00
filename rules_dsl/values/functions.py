"""The functions of the language: one visible table. A new one is a row here, with types, meaning, and an example that
is run as a test.

`compute` gets the arguments as values and the filing date and calendar; None means that there is no value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from .computations import (
    ROUND_UP,
    Setting,
    age,
    area,
    composed_date,
    days,
    first_day,
    first_signs,
    half_up,
    is_working_day,
    last_day,
    last_signs,
    length,
    month_of,
    months,
    next_working_day,
    overlap,
    rounded,
    whole_period,
    working_days,
    years,
)
from .identifiers import birth_date, sex
from .kinds import NUMBER_KINDS, SEXES, TEXT_KINDS, Type, Value

_AMOUNT = (*NUMBER_KINDS, "金额")


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` lists the kinds each argument may have (`(ROUND_UP,)` stands for that word), the first `least` of them
    are required, the last is repeated where `many`; `alike`: all arguments must be of one kind and unit. `example`
    is an expression with literals only, for a filing date of 2026-03-02, and `shows` its value as text."""

    name: str
    takes: tuple[tuple[str, ...], ...]
    gives: Callable[[Sequence[Type]], Type]
    compute: Callable[[Sequence[Value], Setting], Value | None]
    meaning: str
    example: str
    shows: str
    least: int = 0
    many: bool = False
    alike: bool = False


def _is(kind: str, unit: str | None = None) -> Callable[[Sequence[Type]], Type]:
    return lambda types: Type(kind, unit=unit)


def _same(types: Sequence[Type]) -> Type:
    kind = types[0].kind if all(type.kind == types[0].kind for type in types) else "小数"
    return Type(kind, unit=next((type.unit for type in types if type.unit), None))


_DAY, _MONTH, _WHEN, _ID, _TEXT = ("日期",), ("年月",), ("日期", "年月"), ("身份证号", "文本"), TEXT_KINDS

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("周岁", (_DAY, _DAY), _is("整数"), age,
                 "到申请日（或第二个日期）满了多少周岁", "周岁(1946年3月2日)", "80", 1),
        Function("年数", (_DAY, _DAY, (ROUND_UP,)), _is("整数"), years,
                 "两个日期之间的整年数，第二个在前时为负；写 进位 则不满一年的按一年算",
                 "年数(2020-09-01, 2022-08-31)", "1", 2),
        Function("月数", (_WHEN, _WHEN, (ROUND_UP,)), _is("整数"), months,
                 "两个日期（或年月）之间的整月数，第二个在前时为负；写 进位 则不满一个月的按一个月算",
                 "月数(2026年1月31日, 2026年2月28日)", "1", 2),
        Function("日数", (_DAY, _DAY), _is("整数"), days,
                 "两个日期之间的天数，第一天不算，第二个在前时为负", "日数(2026-03-02, 2026-02-28)", "-2", 2),
        Function("工作日数", (_DAY, _DAY), _is("整数"), working_days,
                 "两个日期之间的工作日数，第一天不算，第二个在前时为负", "工作日数(2026-03-06, 2026-03-10)", "2", 2),
        Function("顺延", (_DAY,), _is("日期"), next_working_day,
                 "这一天；不是工作日的，顺延到下一个工作日", "顺延(2026-03-07)", "2026-03-09", 1),
        Function("是工作日", (_DAY,), _is("是否"), is_working_day,
                 "这一天是不是工作日，调休上班的周末也是", "是工作日(2026-03-07)", "否", 1),
        Function("重叠", (_WHEN, _WHEN, _WHEN, _WHEN), _is("是否"), overlap,
                 "两段时间（起、止、起、止，两端都含）有没有共同的日子",
                 "重叠(2026-01-01, 2026-03-31, 2026-03-31, 2026-06-30)", "是", 4, alike=True),
        Function("出生日期", (_ID,), _is("日期"), lambda values, setting: birth_date(values[0]),
                 "身份证号中的出生日期", "出生日期(“419999194603020019”)", "1946-03-02", 1),
        Function("性别", (_ID,), lambda types: Type("选项", SEXES), lambda values, setting: sex(values[0]),
                 "身份证号第17位表示的性别", "性别(“419999194603020019”)", "男", 1),
        Function("地区码", (_ID,), _is("区划"), area,
                 "身份证号前6位表示的县级区划，是首次登记时的户籍地", "地区码(“419999194603020019”)", "419999", 1),
        Function("绝对值", (_AMOUNT,), _same, lambda values, setting: abs(values[0]),
                 "去掉负号", "绝对值(3 - 5)", "2", 1),
        Function("较大", (_AMOUNT,), _same, lambda values, setting: max(values),
                 "几个数中最大的", "较大(100 - 120, 0)", "0", 2, many=True, alike=True),
        Function("较小", (_AMOUNT,), _same, lambda values, setting: min(values),
                 "几个数中最小的", "较小(0.5元, 2元)", "0.5元", 2, many=True, alike=True),
        Function("四舍五入", (_AMOUNT, _AMOUNT), _same, rounded(half_up),
                 "按第二个数的整数倍四舍五入", "四舍五入(100元 / 3, 0.01元)", "33.33元", 2, alike=True),
        Function("舍去", (_AMOUNT, _AMOUNT), _same, rounded(floor),
                 "按第二个数的整数倍去掉尾数", "舍去(7.9, 1)", "7", 2, alike=True),
        Function("进位", (_AMOUNT, _AMOUNT), _same, rounded(ceil),
                 "按第二个数的整数倍进上去", "进位((250 - 200) / 200, 1)", "1", 2, alike=True),
        Function("年月", (_DAY,), _is("年月"), month_of,
                 "日期所在的年月", "年月(2026-03-02)", "2026年3月", 1),
        Function("首日", (_MONTH,), _is("日期"), first_day,
                 "年月的第一天", "首日(2026年2月)", "2026-02-01", 1),
        Function("末日", (_MONTH,), _is("日期"), last_day,
                 "年月的最后一天", "末日(2026年2月)", "2026-02-28", 1),
        Function("年份", (_WHEN,), _is("整数"), lambda values, setting: values[0].year,
                 "日期或年月的年份", "年份(2026-03-02)", "2026", 1),
        Function("月份", (_WHEN,), _is("整数"), lambda values, setting: values[0].month,
                 "日期或年月的月份", "月份(2026年3月)", "3", 1),
        Function("日号", (_DAY,), _is("整数"), lambda values, setting: values[0].day,
                 "日期是当月几号", "日号(2026-03-02)", "2", 1),
        Function("日期", (NUMBER_KINDS,) * 3, _is("日期"), composed_date,
                 "由年、月、日组成日期", "日期(2026, 12, 31)", "2026-12-31", 3),
        Function("长度", (_TEXT,), _is("整数"), lambda values, setting: length(values[0]),
                 "文本有几个字", "长度(“张𬱖”)", "2", 1),
        Function("前几位", (_TEXT, NUMBER_KINDS), _is("文本"), first_signs,
                 "号码开头的几位，空格不算；也写「号码 的 前18位」",
                 "前几位(“41999919460302001343”, 18)", "419999194603020013", 2),
        Function("后几位", (_TEXT, NUMBER_KINDS), _is("文本"), last_signs,
                 "号码末尾的几位，空格不算；也写「号码 的 后6位」", "后几位(“LSVAA000000000001”, 6)", "000001", 2),
        Function("天", (NUMBER_KINDS,), _is("期限", "日"), whole_period("日"),
                 "把整数变成几日的期限", "2026-03-02 + 天(3)", "2026-03-05", 1),
        Function("工作日", (NUMBER_KINDS,), _is("期限", "工作日"), whole_period("工作日"),
                 "把整数变成几个工作日的期限", "2026-03-06 + 工作日(1)", "2026-03-09", 1),
        Function("个月", (NUMBER_KINDS,), _is("期限", "个月"), whole_period("个月"),
                 "把整数变成几个月的期限", "2026-01-31 + 个月(1)", "2026-02-28", 1),
        Function("年", (NUMBER_KINDS,), _is("期限", "年"), whole_period("年"),
                 "把整数变成几年的期限", "2024-02-29 + 年(1)", "2025-02-28", 1),
    )
}  # fmt: skip

SYNONYMS = {"字数": "长度"}
FALLBACK = "缺省"  # not a function of its values: it sees that there is none
ON_DAY = "参数"  # nor this: it takes a name
FUNCTION_NAMES = frozenset({*FUNCTIONS, *SYNONYMS, FALLBACK, ON_DAY})
