"""Of several: k of n conditions, several options at once, a parameter on another day."""

from datetime import date

import pytest

from rules_dsl import Dated, judge
from tests.rules_dsl.support.rule_sample import answers, judged, messages, read, rulebook, scope, vocabulary

THREE = {"甲": "是否", "乙": "是否", "丙": "是否 条件"}


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ({"甲": "是", "乙": "是", "丙": "否"}, "通过"),
        ({"甲": "是", "乙": "是"}, "通过"),
        ({"甲": "是", "乙": "否", "丙": "否"}, "不通过"),
        ({"甲": "否", "乙": "否"}, "不通过"),
        ({"甲": "是", "乙": "否"}, "待补"),
        ({"甲": "是", "乙": "是", "丙": "不适用"}, "通过"),
        ({"甲": "是", "乙": "否", "丙": "不适用"}, "不通过"),
        ({"甲": "不适用", "乙": "不适用", "丙": "不适用"}, "不适用"),
    ],
)
def test_two_of_three(written, status):
    assert judged("至少 2项 (甲 为 是；乙 为 是；丙 为 是)", THREE, written).status == status


def test_not_two_of_three_is_two_that_are_not():
    rule = "若 非(至少 2项 (甲 为 是；乙 为 是；丙 为 是)) 则 甲 为 否"
    assert judged(rule, THREE, {"甲": "否", "乙": "否", "丙": "是"}).status == "通过"
    assert judged(rule, THREE, {"甲": "是", "乙": "否", "丙": "否"}).status == "不通过"
    assert judged(rule, THREE, {"甲": "是", "乙": "否", "丙": "不适用"}).status == "不适用"


@pytest.mark.parametrize("count", ["0项", "4项", "1.5项"])
def test_more_than_there_are_is_told(count):
    assert messages(f"至少 {count} (甲；乙；丙)", vocabulary(THREE)) == [
        "括号里有3项（用「；」分开），「至少」几项要是1到3之间的整数。"
    ]


DEVICES = {"辅具": "多选 假肢 轮椅 拐杖", "说明": "文本"}


@pytest.mark.parametrize(
    ("rule", "chosen", "status"),
    [
        ("辅具 含全部 假肢、轮椅", ["假肢", "轮椅", "拐杖"], "通过"),
        ("辅具 含全部 假肢、轮椅", ["假肢"], "不通过"),
        ("辅具 只含 假肢、轮椅", ["假肢"], "通过"),
        ("辅具 只含 假肢、轮椅", ["假肢", "拐杖"], "不通过"),
        ("辅具 含 假肢、轮椅", ["假肢", "拐杖"], "通过"),
        ("辅具 不含 假肢、轮椅", ["假肢", "拐杖"], "不通过"),
    ],
)
def test_all_of_the_options_or_no_others(rule, chosen, status):
    assert judged(rule, DEVICES, {"辅具": chosen}).status == status


def test_a_text_contains_all():
    assert judged("说明 含全部 “甲”、“乙”", DEVICES, {"说明": "乙甲"}).status == "通过"
    assert judged("说明 含全部 “甲”、“乙”", DEVICES, {"说明": "乙"}).status == "不通过"
    assert messages("说明 只含 “甲”", vocabulary(DEVICES)) == ["「只含」只用于多选，「说明」是文本。"]


HISTORY = Dated(((None, "300元"), (date(2026, 1, 1), "400元")))
PLACES = Dated(((None, ["甲医院"]), (date(2026, 1, 1), ["甲医院", "乙医院"])))
ON_DAY = {"生育日期": "日期", "月收入": "金额", "医院": "文本"}


@pytest.mark.parametrize(
    ("rule", "birth", "status"),
    [
        ("月收入 低于 参数(低保标准, 生育日期)", "2025-12-31", "不通过"),
        ("月收入 低于 参数(低保标准, 生育日期)", "2026-01-01", "通过"),
        ("月收入 低于 低保标准", "2025-12-31", "通过"),
        ("医院 在 参数(定点医院, 生育日期) 中", "2025-12-31", "不通过"),
        ("医院 在 参数(定点医院, 生育日期) 中", "2026-01-01", "通过"),
        ("参数(补助标准, 生育日期) 为 2元", "2025-12-31", "通过"),
        ("月收入 低于 参数(低保标准, 生育日期)", "不适用", "不适用"),
        ("月收入 低于 参数(低保标准, 生育日期)", "未填", "待补"),
        ("月收入 低于 参数(补发标准, 生育日期)", "2025-12-31", "待核"),
    ],
)
def test_a_parameter_on_another_day(rule, birth, status):
    names = vocabulary(ON_DAY)
    tables = {"补助标准": (["医院"], [["乙医院", "2元"]])}
    parameters = {"低保标准": HISTORY, "定点医院": PLACES, "补发标准": Dated(((date(2026, 1, 1), "400元"),))}
    book, words = rulebook(names, parameters, tables)
    written = answers({"生育日期": birth, "月收入": "350元", "医院": "乙医院"}, words)
    assert judge(read(rule, words), scope(written, book)).status == status


def test_only_parameters_and_tables_have_a_history():
    _, words = rulebook(vocabulary(ON_DAY), {"低保标准": HISTORY})
    assert messages("参数(月收入, 生育日期) > 1元", words) == ["「参数(…)」里先写一个参数或表的名称，「月收入」不是。"]
    assert messages("参数(低保标准, 月收入) > 1元", words) == ["「参数(…)」的第2个参数要日期，「月收入」是金额。"]
