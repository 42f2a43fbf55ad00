"""What is asked at a step: not at intake, by the approver there; judged when the step is done; kept with the case."""

from __future__ import annotations

import pytest

from engine.case.events import CaseError
from engine.case.outcome import award_of, said_in, situation_of
from engine.procedure.review import failing_conditions
from engine.review.parties import taken_of
from engine.web.form.boxes import Boxes
from engine.web.form.checklist import Checklist
from engine.web.form.posted import names_asked, question_of
from tests.support.counter import (
    CALENDAR,
    COUNTY,
    ISSUER,
    MAN_1980,
    PILOT,
    TOWN_OFFICE,
    Story,
    finding,
    full,
    read,
    small,
    verdict_of,
)
from tests.support.counter import situation_of as situation_at_the_counter

REPAIR = small("at_steps")
GOOD = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980, "申请面积": "100"}
SURVEYED = {"答案.实测面积": "95", "答案.鉴定等级": "C级", "材料.鉴定报告": "复印件", "意见": "属实。"}


def surveying() -> Story:
    """The case at the step of the survey."""
    story = Story(REPAIR)
    story.file("receive", full(GOOD, materials=["申请表"]))
    story.act("accept", TOWN_OFFICE)
    story.act("finish_step", TOWN_OFFICE, {"意见": "材料齐全。"})
    return story


def surveyed(**changes: str) -> Story:
    story = surveying()
    story.act("finish_step", TOWN_OFFICE, {**SURVEYED, **changes})
    return story


def decided(story: Story) -> Story:
    story.act("finish_step", COUNTY, {"答案.验收日期": "2026-03-02", "意见": "合格。"})
    story.act("grant", COUNTY)
    return story


# -- at intake ----------------------------------------------------------------------------------------------------


def test_at_intake_nothing_of_it_is_missing() -> None:
    verdict = verdict_of(REPAIR, full(GOOD, materials=["申请表"]))
    assert (verdict.outcome, verdict.because, verdict.told) == ("通过", (), ())
    assert (verdict.missing_answers, verdict.missing_materials, verdict.award) == ((), (), None)
    waiting = finding(verdict, "实测面积")
    assert (waiting.status, waiting.at, waiting.remedy) == ("待核", "鉴定", "到「鉴定」这一步填写。")
    assert finding(verdict, "鉴定报告").remedy == "到「鉴定」这一步交。"


def test_the_form_at_the_counter_does_not_ask_for_it() -> None:
    situation = situation_at_the_counter(REPAIR, [])
    asked = [box.name for section in Boxes(situation, (), {}, PILOT).sections() for box in section.boxes]
    assert {"申请面积"} <= set(asked)
    assert {"实测面积", "鉴定等级", "验收日期"} & set(asked) == set()
    assert [row.label for row in Checklist(situation, (), (), {}).materials()] == ["申请表"]
    assert "材料.鉴定报告" not in names_asked(REPAIR.matter)
    assert question_of(REPAIR.matter, "实测面积") is None


def test_what_is_posted_for_it_all_the_same_is_not_read() -> None:
    submission = read(REPAIR, [("实测面积", "95"), ("材料.鉴定报告", "已交"), ("申请面积", "100")])
    assert dict(submission.values) == {"申请面积": 100}
    assert submission.unknown == ("实测面积", "材料.鉴定报告")
    assert [one["name"] for one in taken_of(situation_at_the_counter(REPAIR, full(GOOD)))] == ["申请表"]


# -- at the step --------------------------------------------------------------------------------------------------


def test_the_approver_is_asked_at_the_step() -> None:
    asked = {one.name: one for one in surveying().asks("finish_step", TOWN_OFFICE)}
    assert list(asked) == [
        "答案.实测面积", "答案.鉴定等级", "答案.翻建理由", "材料.鉴定报告", "材料.翻建图纸", "意见",
    ]  # fmt: skip
    assert (asked["答案.鉴定等级"].kind, asked["答案.鉴定等级"].options) == ("选项", ("A级", "B级", "C级", "D级"))
    assert asked["答案.实测面积"].help == "单位：平方米"
    assert asked["答案.翻建理由"].help.endswith("的才填；用于：审批翻建时核对")
    assert (asked["答案.翻建理由"].optional, asked["材料.翻建图纸"].optional) == (True, True)
    assert asked["材料.鉴定报告"].options == ("原件", "复印件", "还没有交")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"答案.实测面积": ""}, "请填写「实测面积」。"),
        ({"答案.实测面积": "很大"}, "请填整数，单位是平方米，例如 12。"),
        ({"材料.鉴定报告": "还没有交"}, "请补交「鉴定报告」原件或复印件 2 份。"),
        ({"答案.鉴定等级": "D级", "材料.翻建图纸": "原件"}, "请填写「翻建理由」。"),
        ({"答案.鉴定等级": "D级", "答案.翻建理由": "墙裂"}, "请补交「翻建图纸」原件 1 份。"),
        (
            {"答案.实测面积": "89"},
            "「面积相近」不通过，请用「退回上一步」退回并写明原因，不能完成这一步。",
        ),
    ],
)
def test_the_step_is_not_finished_without_it(changes: dict[str, str], message: str) -> None:
    story = surveying()
    with pytest.raises(CaseError) as error:
        story.act("finish_step", TOWN_OFFICE, {**SURVEYED, **changes})
    assert str(error.value) == message
    assert story.case.answered == {}


def test_what_was_found_is_kept_and_judged() -> None:
    case = surveyed().case
    assert case.answered == {"鉴定": {"实测面积": "95", "鉴定等级": "C级"}}
    assert [(one.name, one.form, one.copies) for one in case.taken] == [
        ("申请表", "原件", 1),
        ("鉴定报告", "复印件", 2),
    ]
    assert {name: value["state"] for name, value in case.judged.items()} == {
        "面积相近": "通过", "确有危险": "通过", "面积不小": "通过",
    }  # fmt: skip
    situation = situation_of(case, REPAIR, PILOT, CALENDAR)
    assert (situation["实测面积"], situation["申请面积"]) == (95, 100)
    assert case.submission["answers"] == GOOD


def test_the_award_and_the_result_come_from_what_was_found() -> None:
    story = decided(surveyed())
    assert award_of(story.case, REPAIR, PILOT, CALENDAR) == 950000
    assert story.case.decision is not None and story.case.decision.award == 950000
    story.act("make_certificate", ISSUER)
    assert story.case.certificates[0].text == "补助王小明9,500元，鉴定为C级。"


def test_a_condition_of_approval_that_fails_there_bars_the_grant() -> None:
    story = surveyed(**{"答案.鉴定等级": "B级"})
    assert failing_conditions(story.case) == (("确有危险", "房屋安全"),)
    assert story.case.judged["确有危险"]["note"] == "鉴定为B级，不用加固。"
    story.act("finish_step", COUNTY, {"答案.验收日期": "2026-03-02", "意见": "合格。"})
    assert story.obstacle("grant", COUNTY) == "「确有危险」不符合，不能准予。"
    story.act("deny", COUNTY, {"理由类别": "房屋安全", "理由": "鉴定为B级。"})
    assert story.case.state == "denied"


def test_what_is_only_told_bars_nothing() -> None:
    story = Story(REPAIR)
    story.file("receive", full({**GOOD, "申请面积": "25"}, materials=["申请表"]))
    story.act("accept", TOWN_OFFICE)
    story.act("finish_step", TOWN_OFFICE, {"意见": "材料齐全。"})
    story.act("finish_step", TOWN_OFFICE, {**SURVEYED, "答案.实测面积": "20"})
    assert story.case.judged["面积不小"]["state"] == "不通过"
    assert decided(story).case.state == "granted"


def test_answers_of_a_step_done_again_are_asked_again() -> None:
    story = surveyed()
    story.act("return_step", COUNTY, {"退回到": "鉴定", "理由": "面积再量一次。"})
    assert (story.case.answered, story.case.judged) == ({}, {})
    story.act("finish_step", TOWN_OFFICE, {**SURVEYED, "答案.实测面积": "90"})
    assert story.case.answered["鉴定"]["实测面积"] == "90"
    assert said_in(story.case)["answers"]["实测面积"] == "90"
    assert [one.name for one in story.case.taken] == ["申请表", "鉴定报告"]


def test_an_answer_that_does_not_apply_is_not_kept() -> None:
    story = surveyed(**{"答案.翻建理由": "墙裂"})
    assert story.case.answered == {"鉴定": {"实测面积": "95", "鉴定等级": "C级"}}
