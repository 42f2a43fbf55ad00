"""Limits and departments that the case decides: what they come to, what stays with the case, what is told before it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar.limit import Limit
from engine.case.deadline import deadline
from engine.case.lights import clocks
from engine.case.records import Case
from engine.case.roles import departments_of
from engine.matter.possibilities import department_words, limit_words, possible_departments
from engine.review.verdict import Terms, terms_in
from tests.support.counter import CALENDAR, CLERK, COUNTY, MAN_1980, PILOT, TOWN_OFFICE, Story, full, small, verdict_of
from tests.support.pilot import pilot

PERSON = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980, "处数": "2"}


def site(kind: str) -> dict[str, str]:
    return {**PERSON, "用地类别": kind}


@pytest.mark.parametrize(
    ("kind", "promised", "department", "due"),
    [
        ("路边", "5个工作日", "镇建设办", date(2026, 3, 9)),
        ("河边", "10个工作日", "县水利局", date(2026, 3, 16)),
        ("村内", "当日", "县住建局", date(2026, 3, 2)),
    ],
)
def test_the_table_gives_the_limit_and_the_department(kind: str, promised: str, department: str, due: date) -> None:
    verdict = verdict_of(small("by_case"), full(site(kind)))
    assert (verdict.outcome, verdict.fee, verdict.due_date) == ("通过", 6000, due)
    assert verdict.terms.to_json() == {
        "promised": promised, "statutory": "20个工作日", "extension": "10个工作日", "departments": {"初审": department},
    }  # fmt: skip


def test_a_new_limit_holds_from_its_day() -> None:
    verdict = verdict_of(small("by_case"), full(site("路边")), date(2027, 1, 4))
    assert verdict.terms.statutory == Limit(15, "工作日")


def test_without_the_answer_there_is_no_limit_yet() -> None:
    verdict = verdict_of(small("by_case"), full(PERSON))
    assert (verdict.outcome, verdict.because, verdict.due_date) == ("补正", ("用地类别",), None)
    assert (verdict.terms.promised, verdict.terms.departments) == (None, {"初审": "县住建局"})


def test_the_case_goes_to_the_department_its_answers_name() -> None:
    story = Story(small("by_case"))
    story.file("receive", full(site("路边")))
    assert story.obstacle("accept", COUNTY) != ""
    story.act("accept", TOWN_OFFICE)
    assert [(t.step, t.department) for t in story.case.tasks] == [("初审", "镇建设办"), ("审批", "县住建局")]
    due = deadline(story.case, story.definition, CALENDAR)
    assert due is not None and due.last_day == date(2026, 3, 9)


def test_a_limit_that_is_longer_by_what_the_parameter_allows() -> None:
    story = Story(small("by_case"))
    story.file("receive", full(site("河边")), CLERK)
    assert terms_in(story.case.verdict, story.definition.matter).extension == Limit(10, "工作日")


def wood(kind: str) -> dict[str, str]:
    return {**PERSON, "林地类别": kind}


@pytest.mark.parametrize(("kind", "within"), [("公益林", "3个工作日"), ("商品林", "1个工作日")])
def test_a_step_takes_as_long_as_the_case_says(kind: str, within: str) -> None:
    verdict = verdict_of(small("step_limits"), full(wood(kind)))
    assert verdict.terms.to_json() == {
        "promised": "7个工作日", "statutory": "20个工作日", "departments": {},
        "within": {"镇级审核": within}, "special_days": {"公示": "7日"},
    }  # fmt: skip
    assert terms_in({"terms": verdict.terms.to_json()}, small("step_limits").matter) == verdict.terms


def test_a_step_without_the_answer_has_no_limit_yet() -> None:
    terms = verdict_of(small("step_limits"), full(PERSON)).terms
    assert terms.step_limit(small("step_limits").matter.steps[0]) is None
    assert terms_in({"terms": terms.to_json()}, small("step_limits").matter) == terms


def test_the_clock_of_the_step_and_of_its_notice_run_as_long_as_the_case_says() -> None:
    story = Story(small("step_limits"))
    story.file("receive", full(wood("公益林")))
    story.act("accept", TOWN_OFFICE)
    step = next(one for one in clocks(story.case, story.definition, PILOT, CALENDAR) if one.name == "步骤「镇级审核」")
    assert step.last_day == date(2026, 3, 5)
    story.act("finish_step", TOWN_OFFICE, {"意见": "属实。"})
    story.act("suspend", TOWN_OFFICE)
    assert story.case.pauses[-1].until == date(2026, 3, 9)
    assert story.obstacle("resume", TOWN_OFFICE) == ("公示要满7日，最后一天是2026-03-09，过了这一天才能结束。")


def test_days_that_a_parameter_gives_are_those_of_the_filing_day() -> None:
    verdict = verdict_of(small("step_limits"), full(wood("商品林")), date(2027, 1, 4))
    assert verdict.terms.special_days == {"公示": Limit(5, "工作日")}


def test_a_verdict_from_before_has_the_limits_of_its_matter() -> None:
    matter = small("steps").matter
    assert terms_in({}, matter) == Terms(Limit(7, "工作日"), Limit(20, "工作日"), Limit(10, "工作日"), {})


def test_who_has_no_case_yet_reads_every_possibility() -> None:
    definition = small("by_case")
    matter, today = definition.matter, date(2026, 3, 2)
    words = limit_words(matter, matter.time_limit.promised, today)
    assert words == "路边的5个工作日，河边的10个工作日，村内的当日"
    assert limit_words(matter, matter.time_limit.statutory, date(2027, 1, 1)) == "15个工作日"
    assert possible_departments(matter, matter.steps[0]) == ("镇建设办", "县水利局", "县住建局")
    assert department_words(matter, matter.steps[0], {"镇建设办": "沙堰镇建设办"}) == "沙堰镇建设办或县水利局或县住建局"
    assert set(departments_of(Case(), definition)) == {"镇建设办", "县水利局", "县住建局"}


def test_yes_and_no_are_told_with_what_was_asked() -> None:
    matter = pilot().matters["police/ordinary_passport_first_issue"]
    words = limit_words(matter, matter.time_limit.promised, date(2026, 3, 2))
    assert words == "「是否加急」为“是”的5个工作日，「是否加急」为“否”的7个工作日"


def test_a_comparison_is_told_with_what_is_compared_and_the_value_of_its_parameter() -> None:
    matter = pilot().matters["police/hukou_change_certificate"]
    words = limit_words(matter, matter.time_limit.promised, date(2026, 3, 2))
    assert words == "「变更登记日期」早于2005年1月1日的2个工作日，「变更登记日期」不早于2005年1月1日的当日"
