"""A made-up matter with a name of every kind, and random submissions to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from rules_dsl import (
    NOT_APPLICABLE,
    UNANSWERED,
    UNCHECKED,
    Dated,
    Division,
    Name,
    Period,
    Scope,
    Type,
    Undecided,
    YearMonth,
)
from tests.rules_dsl.support.rule_sample import rulebook, scope, vocabulary

NAMES: dict[str, Any] = {
    "受理日期": "日期",
    "残疾人证有效期至": "日期 条件",
    "起始年月": "年月",
    "人数": "整数",
    "3年内次数": "整数 条件",
    "面积": "小数 平方米",
    "收入": "金额",
    "支出": "金额 条件",
    "办理期限": "期限",
    "户口性质": "选项 农业户口 非农业户口 未满16周岁首领 18周岁以上",
    "原户口性质": "选项 农业户口 非农业户口",
    "农业户口": "选项 农业户口 非农业户口",
    "本人": "是否",
    "备选性质": "选项 农业户口 非农业户口 可空",
    "残疾等级": "次序 一级 二级 三级 4级",
    "准驾车型": "多选 A1 B2 C1 3轮",
    "或有事项": "是否",
    "同意": "是否 条件",
    "姓名": "文本",
    "证号": "身份证号",
    "监护人身份证号": "身份证号",
    "申请人出生日期": "日期",
    "信用代码": "统一社会信用代码",
    "住址": "区划",
    "补贴": "金额 可空",
    "备注": "文本 可空",
    "复核日期": "日期 可空",
    "渠道": "事实 选项 窗口 网上",
    "户籍核验": "查询",
    "户口簿": "材料",
    "委托书（原件）": "材料",
    "成员": {
        "关系": "选项 本人 父母 子女",
        "份额": "小数",
        "年龄": "整数",
        "收入": "金额",
        "出生": "日期",
        "起始年月": "年月",
        "在册": "是否 条件",
        "证号": "身份证号",
        "别名": "文本",
        "户籍": "区划",
        "补助": "金额 可空",
    },
    "费用发票": {"发票号": "文本", "金额": "金额", "数量": "整数", "开票日期": "日期", "已作废": "是否"},
}
PARAMETERS: dict[str, Any] = {
    "低保标准": Dated(((None, "500元"), (date(2026, 1, 1), "600元"))),
    "最少人数": "3",
    "起领年龄": "80周岁",
    "试点区划": ["河南省南阳市", "河北省"],
    "定点名单": ["农业户口", "非农业户口"],
}
TABLES = {"补助标准": (["残疾等级", "人数"], [["一级、二级", "3 以上", "900元"], ["不限", "不限", "低保标准"]], "首条")}
DEFINITIONS = {"人均收入": "收入 / 较大(人数, 1)", "是本地": "住址 在 本镇", "人均补助": "缺省(补助, 0) / 2"}

BOOK, WORDS = rulebook(vocabulary(NAMES), PARAMETERS, TABLES, DEFINITIONS)
TEXTS = ("张三", "中国", "a”b", " 全国 ", "（甲）", "若", "12")
ADDRESSES = (Division("河南省南阳市"), Division("沙堰镇", "411329102"), Division("河北省", "13"))


def kind_of(name: Name) -> str:
    """The kind of a name as `Writer` tells them apart: any number is 数, any text is 文本, ordered options are 次序."""
    if name.role in ("rows", "material") or name.type.kind in ("名单", "多选"):
        return name.type.kind
    if name.type.is_number:
        return "数"
    if name.type.is_text:
        return "文本"
    return "次序" if name.type.ordered else name.type.kind


def names_of(kind: str, group: str | None, optional: bool = False) -> list[Name]:
    """The names of a kind, of the matter or of a 明细, that must be filled or (`optional`) need not."""
    return [
        name
        for name in WORDS.names
        if kind_of(name) == kind and name.group == group and name.role != "rows" and name.optional == optional
    ]


def answers_of(type: Type) -> st.SearchStrategy[Any]:
    """Answers to a field of this type."""
    whole = st.integers(-3, 60)
    return {
        "是否": st.booleans(),
        "选项": st.sampled_from(type.options or ("查到",)),
        "多选": st.lists(st.sampled_from(type.options or ("甲",)), unique=True).map(tuple),
        "日期": st.dates(date(1940, 1, 1), date(2030, 1, 1)),
        "年月": st.builds(YearMonth, st.integers(2024, 2027), st.integers(1, 12)),
        "期限": st.builds(Period, st.integers(0, 40), st.sampled_from(["日", "个月", "年"])),
        "整数": whole,
        "小数": st.fractions(-2, 40, max_denominator=20),
        "金额": st.integers(-100, 200_000),
        "区划": st.sampled_from(ADDRESSES),
        "身份证号": st.sampled_from(["419999194603020019", "41999920100302001x", ""]),
    }.get(type.kind, st.sampled_from([*TEXTS, ""]))


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or none: empty, hidden, or not known whether it is asked for."""
    waiting_for_answer = st.builds(lambda value: Undecided(value, frozenset({"或有事项"})), values)
    waiting_for_query = st.just(Undecided(UNANSWERED, frozenset(), frozenset({"户籍核验"})))
    return st.one_of(
        values, values, st.just(UNANSWERED), st.just(NOT_APPLICABLE), waiting_for_answer, waiting_for_query
    )


@st.composite
def submissions(draw: Any) -> Scope:
    """Answers to everything a random rule may read, some of them missing."""
    found: dict[str, Any] = {}
    for name in WORDS.names:
        if name.role in ("field", "fact"):
            found[name.name] = draw(maybe(answers_of(name.type)))
        elif name.role == "query":
            found[name.name] = draw(st.sampled_from(["查到", "查不到", UNCHECKED]))
        elif name.role == "rows":
            columns = {column.name: maybe(answers_of(column.type)) for column in WORDS.columns(name.name)}
            rows = st.lists(st.fixed_dictionaries(columns), max_size=3).map(tuple)
            found[name.name] = draw(st.one_of(rows, rows, st.sampled_from([UNANSWERED, NOT_APPLICABLE])))
    materials = {name.name: draw(st.integers(0, 2)) for name in WORDS.names if name.role == "material"}
    return scope(found, BOOK, materials, draw(st.dates(date(2024, 2, 29), date(2027, 1, 1))))
