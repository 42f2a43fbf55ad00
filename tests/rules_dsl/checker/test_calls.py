"""Functions in rules: of dates, of identity numbers, of periods; as a condition and as a part of a value."""

import pytest

from rules_dsl import describe
from tests.rules_dsl.support.rule_sample import judged, messages, read, vocabulary

PEOPLE = {"残疾人证号": "文本", "身份证号": "身份证号", "户籍地": "区划", "拟变更姓名": "文本"}
PERIODS = {
    "开始": "日期",
    "结束": "日期",
    "前次开始": "日期",
    "前次结束": "日期",
    "受理日期": "日期",
    "交验日期": "日期",
}


@pytest.mark.parametrize(
    ("rule", "written", "status"),
    [
        (
            "残疾人证号 的 前18位 = 身份证号",
            {"残疾人证号": "41999919460302001x43", "身份证号": "41999919460302001X"},
            "通过",
        ),
        ("残疾人证号的前18位等于身份证号", {"残疾人证号": "419999", "身份证号": "419999194603020013"}, "不通过"),
        ("残疾人证号 的 后1位 为 “3”", {"残疾人证号": "41999919460302001343"}, "通过"),
        ("地区码(身份证号) 在 本县", {"身份证号": "419999194603020013"}, "不通过"),
        ("地区码(身份证号) 在 本省", {"身份证号": "419999194603020013"}, "通过"),
        ("拟变更姓名的字数在2至6之间", {"拟变更姓名": " 张𬱖 "}, "通过"),
    ],
)
def test_parts_of_numbers_and_names(rule, written, status):
    assert judged(rule, PEOPLE, written).status == status


OVERLAP = "非(重叠(开始, 结束, 前次开始, 前次结束))"
BEFORE = {"前次开始": "2025-01-01", "前次结束": "2025-12-31"}


@pytest.mark.parametrize(
    ("rule", "written", "status"),
    [
        (OVERLAP, {"开始": "2026-01-01", "结束": "2026-12-31", **BEFORE}, "通过"),
        (OVERLAP, {"开始": "2025-12-31", "结束": "2026-12-31", **BEFORE}, "不通过"),
        (OVERLAP, {"开始": "2026-12-31", "结束": "2026-01-01", **BEFORE}, "待补"),
        ("申请日 不晚于 顺延(受理日期 + 14日)", {"受理日期": "2026-02-14"}, "通过"),  # 28 February is a Saturday
        ("申请日 不晚于 顺延(受理日期 + 14日)", {"受理日期": "2026-02-13"}, "不通过"),  # 27 February is a Friday
        ("是工作日(交验日期) 且 交验日期 晚于 申请日", {"交验日期": "2026-03-09"}, "通过"),
        ("是工作日(交验日期) 且 交验日期 晚于 申请日", {"交验日期": "2026-03-08"}, "不通过"),
        ("是工作日(交验日期) 为 否", {"交验日期": "2026-03-08"}, "通过"),
    ],
)
def test_dates_and_periods(rule, written, status):
    assert judged(rule, PERIODS, written).status == status


def test_they_are_told_in_words():
    words = vocabulary({**PEOPLE, **PERIODS})
    told = [describe(read(text, words)) for text in ("残疾人证号 的 前18位 = 身份证号", OVERLAP, "是工作日(交验日期)")]
    assert told == [
        "「残疾人证号」的前18位与「身份证号」一致。",
        "「开始」至「结束」与「前次开始」至「前次结束」不重叠。",
        "「交验日期」是工作日。",
    ]


def test_a_text_of_so_many_signs_is_asked_for_its_length():
    assert messages("残疾人证号为20位", vocabulary(PEOPLE)) == ["要查有几位，请写「残疾人证号 的 字数 为 20」。"]


def test_dates_and_months_do_not_mix():
    assert messages("重叠(开始, 结束, 2026年1月, 2026年2月)", vocabulary(PERIODS)) == [
        "重叠 的参数要是同一种，这里有日期和年月。"
    ]
