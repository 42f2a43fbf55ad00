"""Real matters through courses that leave the ordinary one: side by side, asked at a step, an event that ends a special
procedure, a limit by condition, a fee by condition, an extension."""

from __future__ import annotations

import pytest

from engine.case.deadline import deadline
from engine.case.events import CaseError
from engine.case.records import Case
from engine.service.centre.context import Service
from tests.conftest import Clock
from tests.support.counter import act, file_case

HOMESTEAD = "agriculture/rural_homestead_approval"
DISABILITY = "disabled_persons/disability_certificate"
RECORD = "police/hukou_change_certificate"
OPINION = {"意见": "属实。"}
CONDITIONS = {f"要点.{name}": "通过" for name in ("成员属实", "确为一户一宅", "用地标准无误", "村级程序无误")}

pytestmark = pytest.mark.in_2026


def due(service: Service, case: Case) -> str:
    found = deadline(case, service.pinned(case.definition), service.calendar)
    return str(found.last_day) if found else ""


def test_two_departments_side_by_side_a_survey_and_an_extension(service: Service) -> None:
    case = file_case(service, "clerk-wang", HOMESTEAD, "收件时还没有踏勘，照样收件").case
    case = act(service, "farm-tang", case.id, "accept").case
    assert [(t.step, t.state) for t in case.tasks] == [
        ("农业农村审查", "open"), ("自然资源审查", "open"), ("实地踏勘", "waiting"), ("镇级审批", "waiting"),
    ]  # fmt: skip
    act(service, "land-deng", case.id, "finish_step", {**OPINION, "要点.符合规划": "通过", "要点.地类一致": "通过"})
    case = act(service, "farm-tang", case.id, "finish_step", {**OPINION, **CONDITIONS}).case
    assert [t.state for t in case.tasks] == ["done", "done", "open", "waiting"]

    survey = {**OPINION, "答案.踏勘四至面积": "与申请一致", "材料.实地踏勘表": "原件"}
    with pytest.raises(CaseError, match="请填写「踏勘地块安全」。"):
        act(service, "farm-tang", case.id, "finish_step", survey)
    case = act(service, "farm-tang", case.id, "finish_step", {**survey, "答案.踏勘地块安全": "不在红线和隐患区内"}).case
    assert case.answered == {"实地踏勘": {"踏勘四至面积": "与申请一致", "踏勘地块安全": "不在红线和隐患区内"}}
    assert "实地踏勘表" in [one.name for one in case.taken]

    assert due(service, case) == "2026-03-16"  # ten working days after Monday 2 March
    case = act(service, "town-xie", case.id, "extend", {"批准人": "镇长", "理由": "要再核实四至。"}).case
    assert due(service, case) == "2026-03-30"  # ten more
    act(service, "town-xie", case.id, "finish_step", OPINION)
    assert act(service, "town-xie", case.id, "grant").case.state == "granted"


def test_an_appraisal_ends_by_its_event_and_its_result_bars_the_grant(service: Service, clock: Clock) -> None:
    case = file_case(service, "clerk-wang", DISABILITY, "收件时还没有评定，不影响收件").case
    act(service, "disabled-ma", case.id, "accept")
    case = act(service, "disabled-ma", case.id, "suspend").case
    assert (case.state, due(service, case)) == ("suspended", "None")
    clock.move(days=21)  # whenever the institution is done
    act(service, "disabled-ma", case.id, "resume", {"结果": "评定表已传回。"})
    appraised = {**OPINION, "答案.评定结论": "未达到残疾标准", "材料.残疾评定表": "原件"}
    case = act(service, "disabled-ma", case.id, "finish_step", appraised).case
    assert case.judged["达到标准"]["state"] == "不通过"
    assert due(service, case) == "2026-04-21"  # twenty working days, none of them in the 21 days of the appraisal

    act(service, "disabled-ma", case.id, "suspend")
    clock.move(days=8)
    act(service, "disabled-ma", case.id, "resume", {"结果": "公示期满。"})
    act(service, "disabled-ma", case.id, "finish_step", {**OPINION, "答案.公示异议": "没有异议"})
    act(service, "disabled-luo", case.id, "finish_step", {**OPINION, "要点.评定规范": "通过"})
    with pytest.raises(CaseError, match="「达到标准」不符合，不能准予。"):
        act(service, "disabled-luo", case.id, "grant")
    denied = act(
        service, "disabled-luo", case.id, "deny", {"理由类别": "未达到残疾标准", "理由": "评定为未达到标准。"}
    ).case
    assert denied.state == "denied"


@pytest.mark.parametrize(
    ("example", "day"),
    [("前几年改了名字，办房产要证明", "2026-03-02"), ("早一天的变更在纸质档案里，要查两个工作日", "2026-03-04")],
)
def test_the_age_of_the_record_decides_the_limit(service: Service, example: str, day: str) -> None:
    case = file_case(service, "clerk-zhao", RECORD, example).case
    assert due(service, act(service, "clerk-zhao", case.id, "accept").case) == day
