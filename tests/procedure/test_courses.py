"""Every course that leaves the ordinary one: correction, silence, extension, side by side, promises, ends, custody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from engine.calendar.working_days import Ruling, national_calendar
from engine.case.deadline import deadline
from engine.case.events import CaseError, system
from engine.case.falling_due import Fall, next_fall
from engine.procedure import obstacle
from tests.procedure.test_acts import (
    FALSE_PROMISE,
    PERSON,
    PROMISED,
    YARD,
    accepted,
    correcting,
    judged,
    received,
    to_decide,
)
from tests.support.counter import (
    CALENDAR,
    CLERK,
    COUNTY,
    ISSUER,
    OTHER_OFFICE,
    PILOT,
    SUPERVISOR,
    TOWN_OFFICE,
    Story,
    full,
    small,
)
from tests.support.launcher import TOWN

SYSTEM = system(TOWN)


def falls(story: Story, calendar: Any = CALENDAR) -> Fall | None:
    return next_fall(story.case, story.definition, PILOT, calendar)


def corrected(story: Story, answers: dict[str, str] = YARD, **parts: Any) -> Story:
    story.file("correct", full(answers, **parts))
    return story


# -- 补正 ---------------------------------------------------------------------------------------------------------


def test_receipt_of_what_has_to_be_put_right_sends_one_notice_with_all_of_it() -> None:
    """A blank answer, a paper not brought, a rule that waits for the answer, one that is broken, a no of the clerk."""
    story = Story(small("outcomes"))
    attested = {"签名": "不通过", "盖章": "通过", "字迹": "通过"}
    answers = {**PERSON, "年纪": "", "面积": "150"}
    story.file("receive", full(answers, materials=["照片", "身份证"], attested=attested))
    assert story.case.state == "correcting"
    assert story.papers == ["receipt_notice", "checkpoint_sheet", "correction_notice"]
    (asked,) = story.case.corrections
    assert [defect.name for defect in asked.defects] == ["年纪", "申请表", "成年", "面积上限", "签名"]
    assert all(defect.asks for defect in asked.defects)
    assert asked.due == date(2026, 3, 23)  # fifteen working days of the town after 2 March
    assert story.case.history[-1].fact.part == "receive"


def test_what_is_put_right_is_judged_as_of_the_day_it_was_filed_and_limits_run_from_the_day_it_came() -> None:
    story = correcting()
    story.on = date(2026, 3, 5)
    corrected(story)
    assert (story.case.state, story.case.filed, story.case.counted_from) == (
        "received", date(2026, 3, 2), date(2026, 3, 5),
    )  # fmt: skip
    assert story.case.corrections[0].answered_at is not None
    assert story.papers[-1] == "receipt_notice"
    story.act("accept", TOWN_OFFICE)
    assert story.case.accepted_on == date(2026, 3, 5)


def test_what_is_still_missing_is_asked_for_again_with_the_same_answer() -> None:
    story = corrected(correcting(), materials=["平面图", "邻居意见"])
    assert (story.case.state, len(story.case.corrections)) == ("correcting", 2)
    assert story.papers[-1] == "correction_notice"


def test_the_department_writes_what_is_wrong_beside_each_thing() -> None:
    story = received()
    asked = [one.name for one in story.asks("ask_correction", TOWN_OFFICE)]
    assert asked == ["补正.申请表", "补正.平面图", "补正.邻居意见", "补正.面积上限", "补正.面积建议", "补正.其他"]
    with pytest.raises(CaseError, match="没有要补正的内容"):
        story.act("ask_correction", TOWN_OFFICE, {})
    story.act("ask_correction", TOWN_OFFICE, {"补正.平面图": "平面图没有标明四至。", "补正.其他": "请写明联系电话。"})
    assert [(d.name, d.asks) for d in story.case.corrections[0].defects] == [
        ("平面图", "平面图没有标明四至。"), ("", "请写明联系电话。"),
    ]  # fmt: skip
    assert (story.case.state, story.case.history[-1].fact.part) == ("correcting", "approve")


OLD = {"补正.申请表": "申请表没有签名。"}


def test_a_second_notice_with_an_old_defect_is_blocked_until_a_supervisor_signs() -> None:
    story = received()
    assert story.obstacle("permit_correction", SUPERVISOR) == "还没有发过补正通知书，第一次通知不用监督岗位同意。"
    story.act("ask_correction", TOWN_OFFICE, {"补正.平面图": "平面图没有标明四至。"})
    corrected(story)
    with pytest.raises(CaseError, match="「申请表」在第一次申请时就能看出来"):
        story.act("ask_correction", TOWN_OFFICE, OLD)
    with pytest.raises(CaseError, match="「其他」在第一次申请时就能看出来"):
        story.act("ask_correction", TOWN_OFFICE, {"补正.其他": "电话打不通。"})
    story.act("permit_correction", SUPERVISOR, {"理由": "窗口漏看签名，已提醒。"})
    assert story.obstacle("permit_correction", SUPERVISOR) == "已经同意过，等经办人发出通知书。"
    story.act("ask_correction", TOWN_OFFICE, OLD)
    assert [c.permitted for c in story.case.corrections] == [False, True]
    assert not story.case.correction_permitted  # one signature serves one notice


def test_what_the_first_notice_raised_or_a_new_answer_brought_may_be_asked_for_again() -> None:
    story = received()
    story.act("ask_correction", TOWN_OFFICE, {"补正.平面图": "平面图没有标明四至。"})
    corrected(story)
    story.act("ask_correction", TOWN_OFFICE, {"补正.平面图": "还是没有标明四至。"})
    assert len(story.case.corrections) == 2
    grown = corrected(correcting(), {**YARD, "面积": ""})  # the area was there at first; leaving it out is new
    assert [d.name for d in grown.case.corrections[1].defects] == ["面积", "面积上限"]


def test_nobody_is_received_whose_name_is_not_known() -> None:
    with pytest.raises(CaseError, match="还不知道是谁申请"):
        Story(small("steps")).file("receive", full({**YARD, "申请人姓名": ""}))


# -- what falls due -----------------------------------------------------------------------------------------------


def test_five_working_days_of_silence_accept_the_case_from_the_day_of_receipt() -> None:
    story = Story(small("steps"), date(2026, 2, 11))
    story.file("receive", full(YARD), signed=True)
    assert falls(story) == Fall("deem_accepted", "2026-02-11", date(2026, 2, 26))  # the last day is 25 February
    story.on = date(2026, 2, 26)
    story.act("deem_accepted", SYSTEM)
    assert (story.case.state, story.case.deemed, story.case.accepted_on) == ("in_review", True, date(2026, 2, 11))
    assert story.papers[-1] == "acceptance_notice"
    assert falls(story) is None


def test_a_notice_in_time_a_decision_or_another_law_ends_the_five_days() -> None:
    assert falls(accepted()) is None
    assert falls(correcting()) == Fall("lapse_correction", "2026-03-23", date(2026, 3, 24))
    other = Story(small("side_by_side"))
    other.file("receive", full(PERSON))
    assert falls(other) is None  # no 行政许可, no 视为受理
    again = correcting()
    again.on = date(2026, 3, 5)
    assert falls(corrected(again)) == Fall("deem_accepted", "2026-03-05", date(2026, 3, 13))  # five days anew


def test_a_period_that_reaches_into_an_unpublished_year_has_no_effect_yet() -> None:
    story = Story(small("steps"), date(2026, 12, 29))
    story.file("receive", full(YARD), signed=True)
    assert falls(story) is None
    assert falls(story, national_calendar(extra_years={2027: {}})) is not None


def test_a_day_told_before_its_year_was_published_waits_for_it_and_rolls_over_its_holidays() -> None:
    story = correcting()
    told = replace(story.case.corrections[0], due=date(2027, 2, 8))
    story.case = replace(story.case, corrections=(told,))
    assert falls(story) is None
    spring = {date(2027, 2, day): Ruling(False, "春节假期") for day in range(5, 14)}
    published = national_calendar(extra_years={2027: spring})
    assert falls(story, published) == Fall("lapse_correction", "2027-02-08", date(2027, 2, 16))  # the 15th is a Monday
    waiting = accepted(materials=["申请表", "邻居意见"])
    waiting.case = replace(waiting.case, later=(replace(waiting.case.later[0], due=date(2027, 2, 8)),))
    assert falls(waiting) is None
    assert falls(waiting, published) == Fall("lapse_later", "2027-02-08", date(2027, 2, 16))


def test_a_correction_that_does_not_come_ends_the_case_with_a_notice() -> None:
    story = correcting()
    story.on = date(2026, 3, 24)
    story.act("lapse_correction", SYSTEM)
    assert story.case.ending is not None
    assert (story.case.state, story.case.ending.reason) == ("terminated", "逾期没有补正")
    assert story.papers[-1] == "termination_notice"


def test_a_paper_awaited_that_does_not_come_ends_the_case_the_day_after() -> None:
    story = accepted(materials=["申请表", "邻居意见"])
    assert falls(story) == Fall("lapse_later", "2026-03-09", date(2026, 3, 10))
    story.on = date(2026, 3, 10)
    story.act("lapse_later", SYSTEM)
    assert story.case.ending is not None
    assert story.case.ending.text == "承诺补交的容缺材料到期没有补交：平面图（2026-03-09）。"
    assert deadline(story.case, story.definition, CALENDAR) is None


def test_an_advice_nobody_came_back_for_is_over_after_the_towns_period() -> None:
    story = Story(small("steps"))
    story.file("advise", full(YARD, materials=[]))
    assert falls(story) == Fall("lapse_advice", "2026-03-02", date(2026, 6, 2))  # day 90, 31 May, is a Sunday
    story.on = date(2026, 6, 2)
    story.act("lapse_advice", SYSTEM)
    assert (story.case.state, story.papers) == ("terminated", ["one_time_notice"])


@pytest.mark.parametrize("act", ["deem_accepted", "lapse_advice", "lapse_correction", "lapse_later"])
def test_nobody_does_by_hand_what_the_calendar_does(act: str) -> None:
    for story in (received(), correcting(), accepted()):
        with pytest.raises(CaseError):
            story.act(act, CLERK)


# -- 延长 ---------------------------------------------------------------------------------------------------------

REASONS = {"批准人": "周海（局长）", "理由": "需要重新测量。"}


def test_the_limit_is_extended_once_by_what_the_matter_allows() -> None:
    story = accepted()
    before = deadline(story.case, story.definition, CALENDAR)
    story.act("extend", COUNTY, REASONS)
    after = deadline(story.case, story.definition, CALENDAR)
    assert before is not None and after is not None and after.statutory is not None
    assert (before.last_day, after.last_day) == (date(2026, 3, 11), date(2026, 3, 25))  # 7 and 10 working days
    assert after.statutory.last_day == date(2026, 4, 14)  # 20 and 10, 6 April is 清明
    assert story.obstacle("extend", COUNTY) == "办理期限只能延长一次，已经由周海（局长）批准延长10个工作日。"
    assert story.papers[-1] == "extension_notice"


def test_an_extension_needs_reason_approver_time_left_and_a_matter_that_allows_it() -> None:
    with pytest.raises(CaseError, match="请填写「延长期限的理由」。"):
        accepted().act("extend", COUNTY, {"批准人": "周海"})
    with pytest.raises(CaseError, match="请填写「批准延长的本机关负责人」。"):
        accepted().act("extend", COUNTY, {"理由": "忙"})
    late = accepted()
    late.on = date(2026, 3, 12)
    assert late.obstacle("extend", COUNTY) == "办理期限在2026-03-11已经届满，不能再延长。"
    other = side_by_side()
    assert other.obstacle("extend", TOWN_OFFICE) == "本事项没有规定可以延长办理期限。"


# -- side by side, transferred ------------------------------------------------------------------------------------


def side_by_side() -> Story:
    story = Story(small("side_by_side"))
    story.file("receive", full(PERSON))
    story.act("accept", TOWN_OFFICE)
    return story


def test_steps_of_one_group_open_together_and_the_next_waits_for_all() -> None:
    story = side_by_side()
    assert [(t.step, t.state) for t in story.case.tasks] == [
        ("占道核查", "open"), ("卫生检验", "open"), ("汇总", "waiting"),
    ]  # fmt: skip
    story.act("suspend", OTHER_OFFICE)
    assert (story.case.state, story.obstacle("resume", TOWN_OFFICE)) == ("suspended", "您这里没有正在进行的特别程序。")
    story.act("finish_step", TOWN_OFFICE, {"意见": "不占道。"})  # its neighbour's inspection does not hold it up
    assert [t.step for t in story.case.open_tasks] == ["卫生检验"]
    story.on = date(2026, 3, 4)
    story.act("resume", OTHER_OFFICE, {"结果": "合格"})
    story.act("finish_step", OTHER_OFFICE, judged(卫生合格="通过"))
    assert [t.step for t in story.case.open_tasks] == ["汇总"]
    due = deadline(story.case, story.definition, CALENDAR)
    assert due is not None and due.last_day == date(2026, 3, 13)  # two of seven working days did not count


def test_a_step_at_the_wrong_desk_goes_to_the_right_one() -> None:
    story = accepted()
    story.act("transfer", TOWN_OFFICE, {"转到": "县民政局", "理由": "不属于本办职责。"})
    assert [t.department for t in story.case.open_tasks] == ["县民政局"]
    assert story.obstacle("finish_step", OTHER_OFFICE) == ""
    assert "办理" in story.obstacle("finish_step", TOWN_OFFICE)
    with pytest.raises(CaseError, match="没有选项「县民政局」"):
        story.act("transfer", OTHER_OFFICE, {"转到": "县民政局", "理由": "再转。"})


# -- promises, ends -----------------------------------------------------------------------------------------------


def test_a_promise_is_looked_into_and_a_false_one_takes_the_grant_back() -> None:
    story = to_decide(**PROMISED)
    assert story.obstacle("check_promise", COUNTY).startswith("办件现在是「待决定」")
    story.act("grant", COUNTY)
    assert story.obstacle("revoke_promise", COUNTY) == "没有查出不属实的承诺，不能撤销。"
    story.act("check_promise", COUNTY, FALSE_PROMISE)
    assert (story.case.state, story.case.unchecked_promises) == ("granted", ())
    assert story.obstacle("check_promise", COUNTY) == "告知承诺都已经核查过。"
    story.act("revoke_promise", COUNTY, {"理由": "承诺不属实。"})
    assert story.case.revocation is not None
    assert (story.case.state, story.case.revocation.reason) == ("revoked", "承诺不属实")
    assert story.papers[-1] == "revocation_decision"
    assert "制证" in story.obstacle("make_certificate", ISSUER)


def test_a_kept_promise_changes_nothing() -> None:
    story = to_decide(**PROMISED)
    story.act("grant", COUNTY)
    story.act("check_promise", COUNTY, FALSE_PROMISE | {"结果": "属实"})
    assert story.obstacle("revoke_promise", COUNTY) == "没有查出不属实的承诺，不能撤销。"
    assert story.obstacle("make_certificate", ISSUER) == ""


@pytest.mark.parametrize("world", [received, correcting, accepted, to_decide])
def test_the_applicant_may_withdraw_until_it_is_decided(world: Any) -> None:
    story = world()
    story.act("withdraw", CLERK, {"理由": "不修了。"})
    assert (story.case.state, story.papers[-1]) == ("withdrawn", "closing_notice")
    assert falls(story) is None
    story.act("archive", CLERK)
    assert story.case.state == "archived"


def test_an_end_without_decision_needs_its_reason() -> None:
    with pytest.raises(CaseError, match="请填写「终止办理的情形」。"):
        accepted().act("terminate", COUNTY, {"理由": "不想办了"})
    with pytest.raises(CaseError, match="请填写「撤回的原因」。"):
        accepted().act("withdraw", CLERK, {})


# -- the paper file -----------------------------------------------------------------------------------------------


def test_the_paper_file_goes_from_hand_to_hand_with_both_signatures() -> None:
    story = received()
    assert story.case.holder == CLERK
    assert story.obstacle("take_over", TOWN_OFFICE) == "没有正在移交的纸质材料。"
    story.act("hand_over", CLERK, {"移交给": "镇建设办"})
    assert story.papers[-1] == "handover_list"
    assert (story.case.holder, story.case.transit and story.case.transit.to) == (
        CLERK,
        "镇建设办",
    )  # until it is signed
    assert story.obstacle("hand_over", CLERK).startswith("纸质材料正在移交给")
    assert story.obstacle("take_over", COUNTY).startswith("纸质材料移交给")
    with pytest.raises(CaseError, match="「平面图」没有勾选收到"):
        story.act("take_over", TOWN_OFFICE, {"点收.申请表": "收到", "点收.邻居意见": "收到"})
    assert [one.name for one in story.asks("take_over", TOWN_OFFICE)] == [
        "点收.申请表", "点收.平面图", "点收.邻居意见", "说明",
    ]  # fmt: skip
    story.act("take_over", TOWN_OFFICE, {f"点收.{name}": "收到" for name in ("申请表", "平面图", "邻居意见")})
    assert (story.case.holder, story.case.transit) == (TOWN_OFFICE, None)
    assert story.obstacle("hand_over", CLERK) == "纸质材料由赵建国保管，由保管人移交。"


def test_whoever_does_not_sign_leaves_the_file_with_its_giver_and_says_why() -> None:
    story = received()
    story.act("hand_over", CLERK, {"移交给": "镇建设办", "页数.平面图": "4"})
    with pytest.raises(CaseError, match="请填写「不签收的原因」。"):
        story.act("hand_back", TOWN_OFFICE, {})
    story.act("hand_back", TOWN_OFFICE, {"理由": "平面图只有三页。"})
    assert (story.case.holder, story.case.transit, story.case.pages) == (CLERK, None, {"平面图": 4})
    assert story.case.history[-1].fact.reason == "退回"
    assert story.obstacle("hand_over", CLERK) == ""


def test_one_person_does_not_sign_for_both_sides() -> None:
    story = received()
    story.act("hand_over", CLERK, {"移交给": "镇建设办"})
    assert story.obstacle("hand_back", replace(TOWN_OFFICE, person=CLERK.person)) == "移交和签收要由两个人办理。"
    assert story.obstacle("take_over", replace(TOWN_OFFICE, person=CLERK.person)) == "移交和签收要由两个人办理。"


# -- 听证, 勘验, 联合办理 -------------------------------------------------------------------------------------------


def at_the_hearing() -> Story:
    story = Story(small("hearing"))
    story.file("receive", full(PERSON))
    story.act("accept", TOWN_OFFICE)
    story.act("finish_step", TOWN_OFFICE, {"意见": "齐全。"})
    return story


HEARING = {"告知日": "2026-02-24", "申请日": "2026-03-02", "听证日": "2026-03-11", "主持人": "刘芸"}


def test_a_hearing_is_asked_for_within_five_days_told_seven_ahead_and_held_within_twenty() -> None:
    story = at_the_hearing()
    for day, complaint in (("2026-03-10", "最早可以定在2026-03-11"), ("2026-03-31", "最迟2026-03-30")):
        with pytest.raises(CaseError, match=complaint):
            story.act("suspend", COUNTY, HEARING | {"听证日": day})
    with pytest.raises(CaseError, match="「举行听证的日期」请写成年-月-日"):
        story.act("suspend", COUNTY, HEARING | {"听证日": "三月十一日"})
    for told, complaint in (("2026-02-14", "最迟2026-02-28，已经过期"), ("2026-03-03", "不能早于告知的日期")):
        with pytest.raises(CaseError, match=complaint):
            story.act("suspend", COUNTY, HEARING | {"告知日": told})
    story.act("suspend", COUNTY, HEARING)
    assert story.case.pauses[-1].detail == "2026年3月11日举行听证，主持人刘芸"
    assert (story.case.state, story.papers[-1]) == ("suspended", "special_procedure_notice")


def test_whoever_worked_on_the_case_does_not_chair_its_hearing() -> None:
    with pytest.raises(CaseError, match="赵建国办理过本办件，不能主持听证"):
        at_the_hearing().act("suspend", COUNTY, HEARING | {"主持人": "赵建国"})


def test_a_look_at_the_place_takes_two() -> None:
    story = at_the_hearing()
    story.act("suspend", COUNTY, HEARING)
    story.on = date(2026, 3, 11)
    story.act("resume", COUNTY, {"结果": "没有异议"})
    story.act("finish_step", COUNTY, {"意见": "听证完毕。"})
    story.act("suspend", COUNTY)
    for alone in ("钱卫东", "钱卫东、钱卫东"):
        with pytest.raises(CaseError, match="要有两名以上工作人员"):
            story.act("resume", COUNTY, {"结果": "场地平整", "勘验人员": alone})
    story.act("resume", COUNTY, {"结果": "场地平整", "勘验人员": "钱卫东、何琴"})
    assert story.case.history[-1].payload["outcome"] == "场地平整（勘验人员：钱卫东、何琴）"


def test_joint_handling_has_forty_five_days_and_fifteen_more_and_a_first_look_twenty() -> None:
    story = Story(small("hearing"))
    story.file("receive", full(PERSON))
    story.act("accept", TOWN_OFFICE)
    limit = story.definition.matter.time_limit
    assert (str(limit.statutory), str(limit.extension)) == ("45个工作日", "15个工作日")
    due = deadline(story.case, story.definition, CALENDAR)
    assert due is not None and due.statutory is not None
    assert due.statutory.last_day == date(
        2026, 5, 8
    )  # 45 working days after 2 March: 清明 1, 劳动节 3, worked on 9 May
    story.act("extend", COUNTY, REASONS)
    due = deadline(story.case, story.definition, CALENDAR)
    assert due is not None and due.statutory is not None
    assert due.statutory.last_day == date(2026, 5, 28)  # 15 more, 9 May among them
    assert story.definition.matter.steps[0].within is not None
    assert str(story.definition.matter.steps[0].within) == "20个工作日"


# -- a slip of the counter ----------------------------------------------------------------------------------------


def test_a_receipt_by_a_slip_is_made_void_with_its_papers_by_whoever_received_it() -> None:
    story = received()
    story.act("void_receipt", CLERK, {"理由": "事项选错了。"})
    assert story.case.ending is not None
    assert (story.case.state, story.case.ending.reason, story.case.ending.text) == (
        "voided", "收件有误", "事项选错了。",
    )  # fmt: skip
    assert deadline(story.case, story.definition, CALENDAR) is None
    assert falls(story) is None
    assert story.obstacle("reprint", CLERK) == "收件已经作废，文书不再补打。"


def test_a_receipt_is_not_void_once_somebody_else_acted_an_hour_went_by_or_for_anybody_else() -> None:
    other = replace(CLERK, account="li", person="P9", name="李强")
    assert received().obstacle("void_receipt", other) == "收件作废由收件人张秀兰本人办理。"
    assert accepted().obstacle("void_receipt", CLERK) == (
        "赵建国已经接着办了，不能再作废；申请人不办了的，办理撤回申请。"
    )
    late = received()
    at = late.case.received_at
    assert at is not None
    hour = timedelta(hours=1)
    for passed, told in ((hour, ""), (hour + timedelta(seconds=1), "收件超过一小时，不能再作废")):
        setting = replace(late.setting(CLERK), now=at + passed)
        assert obstacle("void_receipt", late.case, setting).startswith(told)
        assert bool(obstacle("void_receipt", late.case, setting)) is bool(told)
