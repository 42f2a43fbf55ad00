"""Screening says what `review` says: of every kind of submission of a plain matter, and of the examples of all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.workload import workload
from engine.calendar.working_days import national_calendar
from engine.catalogue.town_catalogue import Catalogue
from engine.review.intake import read_submission
from engine.review.judging import review
from engine.review.screening import Screening
from tests.support.pilot import some_examples

WORK = workload(200)
PLAIN = Screening(WORK.definition, WORK.filed, {}, national_calendar())
SAID = {
    "姓名": st.text(max_size=30) | st.sampled_from(["张", " 张三 ", "阿依古丽•买买提", "未填", "张\n三", "Ａ１"]),
    "出生日期": st.dates(date(1700, 1, 1), date(2030, 1, 1)).map(str)
    | st.sampled_from(["1966-03-02", "1966-03-03", "1966年3月2日", "19660302", "1966-02-30", "2026-W01-1", "未填"]),
    "手机": st.from_regex(r"1[2-9][0-9]{9}", fullmatch=True)
    | st.sampled_from(["138 0000 0000", "１３８００００００００"]),
    "申请类型": st.sampled_from(["首次申请", " 续发申请", "首次", ""]),
    "困难类型": st.sampled_from(["低保", "低收入", "特困", "一般", ["低保"], "未填"]),
    "婚姻状况": st.sampled_from(["未婚", "已婚", "离异", "丧偶", 1]),
    "结婚证已出示": st.sampled_from(["是", "否", True, "未填"]),
    "低收入证明已出示": st.sampled_from(["是", "否", None]),
    "家庭人数": st.integers(-1, 8).map(str) | st.sampled_from(["１", "2人", "2.0", "10000000000000", 3]),
    "月收入": st.integers(0, 5000).map(str)
    | st.sampled_from(["2000.00", "2000.01", "0.2万元", "2,000", "1.5", ".5", "1."]),
    "护理评分": st.integers(0, 120).map(str) | st.sampled_from(["１００", "五十", " 7 "]),
    "申请金额": st.integers(0, 9000).map(str) | st.sampled_from(["1600.00", "1600.01", "¥800", {}, "800元"]),
}


def reviewed(definition, data, filed, places=None):
    """Statuses and unreadable answers, by `review` alone."""
    said = read_submission(definition, data, filed)
    verdict = review(definition, said, filed, places or {}, national_calendar())
    statuses = {one.name: one.status for one in verdict.findings if one.kind == "要点"}
    fields = {one.name for one in definition.matter.fields}
    return statuses, {path: asks for path, asks in said.unreadable.items() if path.split(".")[0] in fields}


def screened(screening, data):
    found = screening.screen(data)
    return dict(zip(screening.names, found.statuses, strict=True)), dict(found.unreadable)


def test_a_matter_whose_rules_read_plain_answers_is_direct():
    assert PLAIN.is_direct
    answers = {
        "姓名": "张桂兰", "出生日期": "1966-03-03", "手机": "13800000000", "申请类型": "首次申请", "困难类型": "低收入",
        "婚姻状况": "未婚", "结婚证已出示": "否", "低收入证明已出示": "是", "家庭人数": "2", "申请金额": "1600.01",
    }  # fmt: skip
    statuses, unreadable = screened(PLAIN, {"answers": answers | {"手机": "1380000000"}})
    assert {name for name, status in statuses.items() if status == "不通过"} == {"年龄", "金额"}
    assert (statuses["结婚证"], statuses["手机格式"], statuses["低收入"]) == ("不适用", "待补", "通过")
    assert unreadable == {"手机": "手机号是11位数字，以13至19开头，请核对。"}


@settings(max_examples=400)
@given(st.fixed_dictionaries({}, optional=SAID))
def test_it_says_what_review_says(answers):
    data = {"answers": answers}
    assert screened(PLAIN, data) == reviewed(WORK.definition, data, WORK.filed)


@pytest.mark.parametrize("data", [{}, {"answers": None}, {"answers": []}, {"answers": {"没有": "甲"}}])
def test_what_is_no_answer_is_none(data):
    assert screened(PLAIN, data) == reviewed(WORK.definition, data, WORK.filed)


def test_the_examples_of_every_matter_come_to_the_same(catalogue: Catalogue):
    places, seen = catalogue.town.places, 0
    for matter_id, definition in catalogue.definitions.items():
        for example in some_examples(matter_id, 4):
            screening = Screening(definition, example.filed, places, national_calendar())
            expected, _ = reviewed(definition, example.submission, example.filed, places)
            statuses, _ = screened(screening, example.submission)
            assert statuses == {name: expected[name] for name in screening.names}
            seen += 1
    assert seen > 2 * len(catalogue.matters)
