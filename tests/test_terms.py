"""Limits and departments that the case decides: what they come to, what stays with the case, what is told before it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.case import Case
from engine.deadline import deadline
from engine.matter import Limit
from engine.possibilities import department_words, limit_words, possible_departments
from engine.roles import departments_of
from engine.verdict import Terms, terms_in
from tests.counter import CALENDAR, CLERK, COUNTY, MAN_1980, TOWN_OFFICE, Story, full, small, verdict_of

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
