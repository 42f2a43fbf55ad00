"""Which steps a case takes and which results are made for it, under conditions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.case.outcome import applying_results, applying_steps, results_of
from engine.procedure import ACTS
from tests.support.counter import CALENDAR, CLERK, COUNTY, MAN_1980, PILOT, Story, full, small

PERSON = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980}
BRANCHES = "branches"


def received(new: str, **parts: Any) -> Story:
    story = Story(small(BRANCHES))
    story.file("receive", full({**PERSON, "是否新建": new}, **parts))
    return story


def steps(story: Story) -> list[str]:
    return [step.name for step in applying_steps(story.case, story.definition, PILOT, CALENDAR)]


@pytest.mark.parametrize(
    ("new", "parts", "taken"),
    [
        ("是", {"queries": {"土地证核验": "查到"}, "materials": []}, ["现场查看", "安全复查"]),
        ("是", {"queries": {"土地证核验": "查不到"}}, ["现场查看", "土地核对", "安全复查"]),
        ("否", {"queries": {"土地证核验": "查到"}, "materials": []}, []),
        # the paper was brought, so nobody looked it up: the step that depends on it is not dropped
        ("否", {"queries": {}}, ["土地核对"]),
    ],
)
def test_a_step_that_does_not_apply_is_left_out_and_one_not_known_is_kept(
    new: str, parts: dict[str, Any], taken: list[str]
) -> None:
    assert steps(received(new, **parts)) == taken


def test_a_point_of_a_step_that_is_left_out_is_judged_at_the_last_one_taken() -> None:
    office = replace(COUNTY, department="县农业农村局")
    story = received("否", queries={"土地证核验": "查到"}, materials=[])
    story.act("accept", office)
    assert story.case.state == "to_decide"
    asked = [one.name for one in ACTS["grant"].asks(story.case, story.setting(office)) if one.options]
    assert asked == ["要点.土地清楚"]
    one_step = received("否", queries={})
    one_step.act("accept", office)
    builder = replace(COUNTY, department="镇建设办")
    asked = [one.name for one in ACTS["finish_step"].asks(one_step.case, one_step.setting(builder)) if one.options]
    assert asked == ["要点.土地清楚"]


@pytest.mark.parametrize(
    ("new", "name", "text", "until"),
    [
        ("是", "新建补助", "新建补助，有效期至长期。", None),
        ("否", "维修补助", "维修补助，有效期至2026年2月28日。", date(2026, 2, 28)),  # 民法典 202: no 31 February
    ],
)
def test_the_result_that_applies_is_made_with_its_validity(new: str, name: str, text: str, until: date | None) -> None:
    case = received(new).case
    drawn: list[str] = []
    made = results_of(
        case, small(BRANCHES), PILOT, CALENDAR, date(2026, 1, 31), lambda series: drawn.append(series) or series
    )
    assert [(one["name"], one["text"], one["valid_until"]) for one in made] == [
        (name, text, until.isoformat() if until else None)
    ]
    assert drawn == ["证"]  # no number for what is not made


def test_a_grant_names_what_is_made_for_the_case_and_nothing_else() -> None:
    for new, name in (("是", "新建补助"), ("否", "维修补助")):
        found = applying_results(received(new).case, small(BRANCHES), PILOT, CALENDAR)
        assert [one.name for one in found] == [name]
    assert small(BRANCHES).matter.result_names == ("新建补助", "维修补助")


def test_the_counter_takes_no_step_at_all() -> None:
    story = Story(small("counter"))
    story.file("receive", full(PERSON), CLERK)
    assert steps(story) == []
