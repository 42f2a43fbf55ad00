"""Each kind of slip, in words and as the rule it makes."""

from __future__ import annotations

import pytest

from rules_dsl import Name, Type, Vocabulary, read_rule
from rules_dsl.tree.mutations import mutants

WORDS = Vocabulary(
    [
        Name("出生日期", "field", Type("日期")),
        Name("在校", "field", Type("是否")),
        Name("人数", "field", Type("整数")),
        Name("收入", "field", Type("金额")),
        Name("视力", "field", Type("小数", scale=2)),
        Name("类别", "field", Type("选项", ("甲", "乙", "丙"))),
        Name("成员", "rows", Type("明细")),
        Name("年龄", "column", Type("整数"), "成员"),
    ]
)


@pytest.mark.parametrize(
    ("rule", "slips"),
    [
        ("人数 不超过 3", {"人数 > 3", "人数 <= 4", "人数 <= 2"}),
        ("收入 低于 500元", {"收入 >= 500元", "收入 < 501元", "收入 < 499元"}),
        ("视力 不低于 4.9", {"视力 < 4.9", "视力 >= 5", "视力 >= 4.8"}),
        ("出生日期 满 18周岁", {
            "出生日期 未满 18周岁", "出生日期 至 申请日 + 1日 满 18周岁", "出生日期 至 申请日 - 1日 满 18周岁",
        }),
        ("类别 为 甲、乙", {"类别 不为 甲、乙"}),
        ("在校", {"非(在校)"}),
        ("类别 为 甲 且 在校", {
            "类别 不为 甲 且 在校", "类别 为 甲 且 非(在校)", "类别 为 甲 或 「在校」", "类别 为 甲", "在校",
        }),
        ("类别 为 甲 的，在校", {"若 类别 不为 甲 则 在校", "若 类别 为 甲 则 非(在校)", "在校"}),
        ("成员 每行 年龄 大于 6", {
            "成员 有一行 年龄 > 6", "成员 每行 年龄 <= 6", "成员 每行 年龄 > 7", "成员 每行 年龄 > 5",
        }),
        ("成员 恰好 1行 年龄 等于 6", {
            "成员 恰好 0行 年龄 = 6", "成员 恰好 2行 年龄 = 6", "成员 恰好 1行 年龄 ≠ 6",
        }),
        ("在校，除非 人数 等于 0", {"非(在校)，除非 人数 = 0", "在校，除非 人数 ≠ 0", "在校"}),
    ],
)  # fmt: skip
def test_each_slip_of_a_rule(rule: str, slips: set[str]) -> None:
    read, problems = read_rule(rule, WORDS, "demand")
    assert read is not None, problems
    assert {one.text.replace("!=", "≠") for one in mutants(read.root)} == slips


def test_a_slip_is_told_in_words() -> None:
    read, _ = read_rule("类别 为 甲 且 人数 大于 2", WORDS, "demand")
    assert read is not None
    assert [one.slip for one in mutants(read.root)] == [
        "且改为或", "漏掉「类别 为 甲」", "漏掉「人数 > 2」",
        "「类别 为 甲」反过来", "「人数 > 2」反过来", "「2」多一格", "「2」少一格",
    ]  # fmt: skip


def test_clauses_are_not_joined_by_or() -> None:
    read, _ = read_rule("类别 为 甲 的，在校；类别 为 乙 的，人数 等于 1", WORDS, "demand")
    assert read is not None
    assert not any(") 或 (" in one.text for one in mutants(read.root))


def test_a_whole_number_is_held_against_a_bound_one_off() -> None:
    read, _ = read_rule("人数 不少于 视力 × 2/3", WORDS, "demand")
    assert read is not None
    assert [one.text for one in mutants(read.root) if "格" in one.slip] == [
        "人数 >= 视力 × 2 ÷ 3 + 1",
        "人数 >= 视力 × 2 ÷ 3 - 1",
    ]
