"""The transition table, walked: who may do what in which state, what it leads to, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.case.deadline import deadline
from engine.case.events import APPROVE, ISSUE, RECEIVE, Actor, CaseError
from engine.case.records import STATES, Case
from engine.procedure import ACTS, possible, takes_receipt
from tests.support.counter import (
    CALENDAR,
    CLERK,
    COUNTY,
    EVERYBODY,
    ISSUER,
    MAN_1980,
    OTHER_OFFICE,
    POLICE_CLERK,
    SUPERVISOR,
    TOWN_OFFICE,
    Story,
    full,
    small,
)

YARD = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980, "面积": "50", "是否临路": "否"}
PERSON = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980}
WELL = {"图纸核对": "通过"}
END = {"公示无异议": "通过", "间距够": "通过", "外观好": "通过"}
DELIVERY = {"领取人": "王小明", "关系": "本人", "方式": "窗口领取"}


def judged(**points: str) -> dict[str, str]:
    return {f"要点.{name}": state for name, state in points.items()} | {"意见": "同意"}


def received(answers: dict[str, str] = YARD, **parts: Any) -> Story:
    story = Story(small("steps"))
    story.file("receive", full(answers, **parts), signed=True)
    return story


def accepted(**parts: Any) -> Story:
    story = received(**parts)
    story.act("accept", TOWN_OFFICE)
    return story


def at_notice(**parts: Any) -> Story:
    """At the second step: the public notice, a special procedure."""
    story = accepted(**parts)
    story.act("finish_step", TOWN_OFFICE, judged(**WELL))
    return story


def suspended() -> Story:
    story = at_notice()
    story.act("suspend", TOWN_OFFICE)
    return story


def at_county(answers: dict[str, str] = YARD, **parts: Any) -> Story:
    """At the last step, the notice held from 2 to 9 March."""
    story = Story(small("steps"))
    story.file("receive", full(answers, **parts), signed=True)
    story.act("accept", TOWN_OFFICE)
    story.act("finish_step", TOWN_OFFICE, judged(**WELL))
    story.act("suspend", TOWN_OFFICE)
    story.on = date(2026, 3, 10)
    story.act("resume", TOWN_OFFICE, {"结果": "没有异议"})
    story.act("finish_step", TOWN_OFFICE, {"意见": "公示期满"})
    return story


def to_decide(answers: dict[str, str] = YARD, **parts: Any) -> Story:
    story = at_county(answers, **parts)
    road = {"路政同意": "通过"} if answers["是否临路"] == "是" else {}
    story.act("finish_step", COUNTY, judged(**END, **road))
    return story


def granted(answers: dict[str, str] = YARD) -> Story:
    story = to_decide(answers)
    story.act("grant", COUNTY)
    return story


def certified() -> Story:
    story = granted()
    story.act("make_certificate", ISSUER)
    return story


def denied() -> Story:
    story = to_decide()
    story.act("deny", COUNTY, {"理由类别": "间距不足", "理由": "与邻居间距不足1米。"})
    return story


def refused() -> Story:
    story = received({**YARD, "面积": "101"})
    story.act("refuse", TOWN_OFFICE, {"理由类别": "面积超限", "理由": "申请101平方米。"})
    return story


def closed() -> Story:
    story = certified()
    story.act("deliver", ISSUER, DELIVERY)
    return story


def archived() -> Story:
    story = closed()
    story.act("archive", CLERK)
    return story


def advised() -> Story:
    story = Story(small("steps"))
    story.file("advise", full(YARD, materials=[]))
    return story


def correcting() -> Story:
    story = Story(small("steps"))
    story.file("receive", full(YARD, materials=["平面图", "邻居意见"]))
    return story


def withdrawn() -> Story:
    story = accepted()
    story.act("withdraw", CLERK, {"理由": "不修了。"})
    return story


def terminated() -> Story:
    story = accepted()
    story.act("terminate", COUNTY, {"理由类别": "不可抗力致使无法办理", "理由": "院坝被洪水冲毁。"})
    return story


PROMISED = {"materials": {"申请表": {}, "平面图": {}, "邻居意见": {"promised": True}}}
FALSE_PROMISE = {"材料": "邻居意见", "结果": "不属实", "说明": "邻居说没有同意过。"}


def revoked() -> Story:
    story = to_decide(**PROMISED)
    story.act("grant", COUNTY)
    story.act("check_promise", COUNTY, FALSE_PROMISE)
    story.act("revoke_promise", COUNTY, {"理由": "承诺不属实，依法撤销。"})
    return story


def voided() -> Story:
    story = received()
    story.act("void_receipt", CLERK, {"理由": "事项选错了。"})
    return story


WORLDS: dict[str, Callable[[], Story]] = {
    "none": lambda: Story(small("steps")),
    "advised": advised,
    "received": received,
    "correcting": correcting,
    "in_review": accepted,
    "suspended": suspended,
    "to_decide": to_decide,
    "granted": granted,
    "certified": certified,
    "denied": denied,
    "refused": refused,
    "closed": closed,
    "withdrawn": withdrawn,
    "terminated": terminated,
    "revoked": revoked,
    "archived": archived,
    "voided": voided,
}

# state → act → who may, written down from DESIGN 4 for a matter the department accepts, all going well. The clerk who
# received the case still has the paper file, and may hand it over at any time.
COURSE = {"withdraw": {"张秀兰"}, "terminate": {"钱卫东"}}
OFFICE = COURSE | {"extend": {"钱卫东"}}
OPEN: dict[str, dict[str, set[str]]] = {
    "none": {"advise": {"张秀兰"}, "receive": {"张秀兰"}},
    "advised": {"advise": {"张秀兰"}, "receive": {"张秀兰"}},
    "received": COURSE
    | {"void_receipt": {"张秀兰"}, "accept": {"赵建国"}, "refuse": {"赵建国"}, "ask_correction": {"赵建国"}},
    "correcting": COURSE | {"void_receipt": {"张秀兰"}, "correct": {"张秀兰"}},
    "in_review": OFFICE | {"finish_step": {"赵建国"}, "transfer": {"赵建国"}},
    "suspended": OFFICE,  # it does not end before the notice has hung for its days
    "to_decide": OFFICE | {"grant": {"钱卫东"}, "deny": {"钱卫东"}, "return_step": {"钱卫东"}},
    "granted": {"make_certificate": {"李丽"}},
    "certified": {"deliver": {"李丽"}},
    "denied": {"deliver": {"李丽"}},
    "refused": {"deliver": {"李丽"}},
    "closed": {"archive": {"张秀兰", "李丽"}},
    "withdrawn": {"archive": {"张秀兰", "李丽"}},
    "terminated": {"archive": {"张秀兰", "李丽"}},
    "revoked": {"archive": {"张秀兰", "李丽"}},
    "archived": {},
    "voided": {},
}
BY_THE_CALENDAR = ("deem_accepted", "lapse_advice", "lapse_correction", "lapse_later", "recount")


def test_every_state_and_every_act_is_walked() -> None:
    # 送达 and 办结 are one act, so nobody ever meets a case between them.
    assert set(WORLDS) == set(OPEN) == set(STATES) - {"delivered"}
    assert {WORLDS[state]().case.state for state in WORLDS} == set(WORLDS)


@pytest.mark.parametrize("state", WORLDS)
def test_an_act_is_open_exactly_where_and_for_whom_the_table_says(state: str) -> None:
    story = WORLDS[state]()
    found: dict[str, set[str]] = {}
    for name in ACTS:
        for who in EVERYBODY:
            why = story.obstacle(name, who)
            if not why:
                found.setdefault(name, set()).add(who.name)
            else:
                assert why.endswith(("。", "！")) and any("一" <= sign <= "鿿" for sign in why), why
    file_in_hand = {} if state in ("none", "advised") else {"hand_over": {"张秀兰"}}
    assert found == OPEN[state] | file_in_hand  # a story keeps no papers, so none can be printed again


@pytest.mark.parametrize("state", [state for state in WORLDS if state != "none"])
def test_the_case_page_shows_each_act_once_the_open_ones_first(state: str) -> None:
    story = WORLDS[state]()
    for who in EVERYBODY:
        shown = possible(story.case, story.setting(who))
        shown_to_people = {name for name in ACTS if not takes_receipt(name)} - {*BY_THE_CALENDAR}
        assert sorted(one.name for one in shown) == sorted(shown_to_people)
        assert [one.open for one in shown] == sorted((one.open for one in shown), reverse=True)
        assert all(one.open or one.obstacle for one in shown)
        assert all(one.open or one.inputs == () for one in shown)


@pytest.mark.parametrize("name", ACTS)
def test_a_row_of_the_table_names_known_states_and_a_part_that_fits(name: str) -> None:
    act = ACTS[name]
    assert set(act.states) | set(act.to) <= set(STATES)
    fixed = {"make_certificate": ISSUE, "deliver": ISSUE} | dict.fromkeys(("advise", "receive", "correct"), RECEIVE)
    free = {"accept", "refuse", "ask_correction"}  # by acceptance
    free |= {
        "supply",
        "archive",
        "withdraw",
        "void_receipt",
        "permit_correction",
        "hand_over",
        "take_over",
        "hand_back",
        "reprint",
        *BY_THE_CALENDAR,
    }  # none
    assert act.part == (None if name in free else fixed.get(name, APPROVE))


@pytest.mark.parametrize("who", [POLICE_CLERK, OTHER_OFFICE, SUPERVISOR])
@pytest.mark.parametrize("state", WORLDS)
def test_the_wrong_window_the_wrong_department_and_a_supervisor_can_do_nothing(state: str, who: Actor) -> None:
    story = WORLDS[state]()
    for name in ACTS:
        with pytest.raises(CaseError):
            story.act(name, who)


# -- from the counter to 受理 --------------------------------------------------------------------------------------


def test_an_advice_is_for_what_has_to_be_put_right_and_a_later_receipt_continues_it() -> None:
    sound, lacking = full(YARD), full(YARD, materials=[])
    with pytest.raises(CaseError, match="请直接收件"):
        Story(small("steps")).file("advise", sound)
    story = Story(small("steps"))
    story.file("advise", lacking)
    assert (story.case.state, story.case.progress_code, story.papers) == ("advised", "", ["one_time_notice"])
    story.on = date(2026, 3, 4)
    story.file("receive", sound)
    assert (story.case.state, story.case.filed, story.case.receiver) == ("received", date(2026, 3, 4), CLERK)
    assert [e.kind for e in story.case.history] == ["advised", "received"]


def test_receipt_waits_until_every_point_and_look_up_of_the_counter_is_judged() -> None:
    answers = {**PERSON, "年纪": "17", "面积": "50"}
    for parts, name in (({"attested": {"盖章": "通过", "字迹": "通过"}}, "签名"), ({"queries": {}}, "欠费核验")):
        with pytest.raises(CaseError, match=f"「{name}」还没有核对"):
            Story(small("outcomes")).file("receive", full(answers, **parts))
    hint = {"签名": "通过", "盖章": "通过"}  # even a point that moves no outcome is looked at first
    with pytest.raises(CaseError, match="「字迹」还没有核对"):
        Story(small("outcomes")).file("receive", full({**answers, "年纪": "40"}, attested=hint))
    story = Story(small("outcomes"))
    story.file("receive", full(answers))
    assert (story.case.state, story.case.verdict["outcome"]) == ("received", "不予受理")


def test_a_promise_must_lie_signed_on_the_desk() -> None:
    promised = full(YARD, materials={"申请表": {}, "平面图": {}, "邻居意见": {"promised": True}})
    with pytest.raises(CaseError, match="「邻居意见」用告知承诺代替，请先打印告知承诺书"):
        Story(small("steps")).file("receive", promised, signed=False)
    story = Story(small("steps"))
    story.file("receive", promised, signed=True)
    assert story.papers == ["receipt_notice", "checkpoint_sheet", "promise"]
    assert story.case.promised == ("邻居意见",)


AGENT = {"办理方式": "委托", "代理人姓名": "赵志强", "代理人身份证号": MAN_1980}


@pytest.mark.parametrize(
    ("by_agent", "mandated", "issued"), [("是", True, True), ("是", False, False), ("否", True, False)]
)
def test_the_mandate_signed_here_goes_into_the_case_of_somebody_who_acts_for_another(
    by_agent: str, mandated: bool, issued: bool
) -> None:
    story = Story(small("agents"))
    story.file("receive", full(PERSON | AGENT, facts={"由他人代办": by_agent}), mandated=mandated)
    assert ("mandate" in story.papers) is issued


def test_a_mandate_says_who_acts() -> None:
    nameless = {name: value for name, value in AGENT.items() if name != "代理人姓名"}
    with pytest.raises(CaseError, match="代办委托书要写明代办人"):
        Story(small("agents")).file("receive", full(PERSON | nameless, facts={"由他人代办": "是"}), mandated=True)


def test_the_department_accepts_where_the_matter_says_so() -> None:
    story = received()
    assert story.obstacle("accept", CLERK) == "本事项由审批部门受理，不由窗口受理。"
    assert story.obstacle("accept", COUNTY) == "现在由镇建设办办理。"  # 受理 lies on the desk of the first step
    story.act("accept", TOWN_OFFICE)
    assert (story.case.state, story.case.accepted_on, story.papers[-1]) == (
        "in_review", date(2026, 3, 2), "acceptance_notice",
    )  # fmt: skip
    assert [(t.step, t.department, t.state) for t in story.case.tasks] == [
        ("镇级审核", "镇建设办", "open"), ("公示", "镇建设办", "waiting"), ("县级审批", "县住建局", "waiting"),
    ]  # fmt: skip
    assert story.case.history[-1].fact.part == APPROVE


def test_the_counter_accepts_where_receipt_is_acceptance() -> None:
    story = Story(small("counter"))
    story.file("receive", full(PERSON))
    assert story.obstacle("accept", COUNTY) == "本事项收件即受理，由收件窗口办理。"
    story.act("accept", CLERK)
    assert (story.case.state, story.case.tasks) == ("to_decide", ())
    assert story.case.history[-1].fact.part == RECEIVE


def test_what_must_be_refused_is_not_accepted() -> None:
    story = received({**YARD, "面积": "101"})
    assert story.obstacle("accept", TOWN_OFFICE) == "有不予受理的情形（面积上限），请作出不予受理决定。"


@pytest.mark.parametrize(
    ("act", "who", "story", "complaint"),
    [
        ("refuse", TOWN_OFFICE, lambda: received({**YARD, "面积": "101"}), "不予受理的情形"),
        ("deny", COUNTY, to_decide, "不予准予的情形"),
    ],
)
def test_no_refusal_without_ground_and_reasons(
    act: str, who: Actor, story: Callable[[], Story], complaint: str
) -> None:
    for inputs in (
        {},
        {"理由类别": "间距不足"},
        {"理由": "不行"},
        {"理由类别": "看着不顺眼", "理由": "不行"},
        {"理由": " "},
    ):
        with pytest.raises(CaseError) as refused:
            story().act(act, who, inputs)
        assert complaint in str(refused.value) or "具体事实和理由" in str(refused.value)
    with pytest.raises(CaseError) as everything:
        story().act(act, who, {})
    assert len(str(everything.value).splitlines()) == 2  # all that is missing, at once


def test_a_refusal_carries_its_ground_as_reason_code() -> None:
    story = refused()
    assert story.case.refusal == {"ground": "面积超限", "reasons": "申请101平方米。"}
    assert (story.case.history[-1].fact.reason, story.papers[-1]) == ("面积超限", "refusal_notice")
    story.act("deliver", ISSUER, DELIVERY)
    assert story.case.state == "closed"


def test_what_the_review_found_stands_first_among_the_grounds() -> None:
    story = received({**YARD, "面积": "101"})
    inputs = ACTS["refuse"].asks(story.case, story.setting(TOWN_OFFICE))
    assert inputs[0].options[0] == "面积超限"
    assert set(inputs[0].options) == {"面积超限", "面积偏大", "间距不足"}


# -- 容缺 ---------------------------------------------------------------------------------------------------------

LATER = {"materials": ["申请表", "邻居意见"]}


def test_a_material_left_out_is_awaited_supplied_and_bars_the_grant_until_then() -> None:
    story = accepted(**LATER)
    assert story.papers[-1] == "provisional_acceptance_notice"
    assert [(item.material, item.due) for item in story.case.outstanding] == [("平面图", date(2026, 3, 9))]
    assert story.obstacle("supply", CLERK) == ""
    assert story.obstacle("supply", TOWN_OFFICE) == "补交容缺材料由窗口岗位办理。"
    decision = to_decide(**LATER)
    assert decision.obstacle("grant", COUNTY) == "容缺材料「平面图」还没有补交，不能作出准予决定。"
    decision.act("supply", CLERK, {"材料": "平面图", "形式": "复印件", "份数": "2"})
    assert (decision.case.outstanding, decision.obstacle("grant", COUNTY)) == ((), "")
    assert (decision.case.taken[-1].name, decision.case.taken[-1].copies) == ("平面图", 2)
    assert decision.obstacle("supply", CLERK) == "没有待补交的容缺材料。"
    assert decision.case.state == "to_decide"


def test_a_case_may_be_denied_while_something_is_still_awaited() -> None:
    story = to_decide(**LATER)
    story.act("deny", COUNTY, {"理由类别": "间距不足", "理由": "间距不足。"})
    assert story.case.state == "denied"


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        ({"材料": "申请表", "形式": "原件", "份数": "1"}, "没有选项「申请表」"),
        ({"材料": "平面图", "形式": "原件", "份数": "2"}, "没有选项「原件」"),
        ({"材料": "平面图", "形式": "复印件", "份数": "1"}, "「平面图」要交 2 份"),
        ({"材料": "平面图", "形式": "复印件", "份数": "0"}, "「平面图」要交 2 份"),
        ({"材料": "平面图", "形式": "复印件", "份数": "许多"}, "请填整数"),
        ({"材料": "平面图", "形式": "复印件", "份数": "12345"}, "请填整数"),
        ({}, "请填写「补交的材料」。\n请填写「形式」。\n请填写「份数」。"),
    ],
)
def test_what_is_supplied_must_be_what_is_awaited(inputs: dict[str, str], complaint: str) -> None:
    with pytest.raises(CaseError, match=complaint):
        accepted(**LATER).act("supply", CLERK, inputs)


# -- steps --------------------------------------------------------------------------------------------------------


def test_a_step_is_finished_with_an_opinion_and_every_point_judged() -> None:
    with pytest.raises(CaseError, match="图纸与申请的50平方米一致"):
        accepted().act("finish_step", TOWN_OFFICE, {"意见": "同意"})
    with pytest.raises(CaseError, match="审查意见"):
        accepted().act("finish_step", TOWN_OFFICE, {"要点.图纸核对": "通过"})
    story = accepted()
    story.act("finish_step", TOWN_OFFICE, judged(**WELL) | {"要点.图纸核对.说明": "到过现场"})
    assert story.case.judged["图纸核对"]["note"] == "到过现场"
    task = story.case.tasks[0]
    assert (task.state, task.by, task.opinion) == ("done", TOWN_OFFICE, "同意")
    assert [t.step for t in story.case.open_tasks] == ["公示"]


def test_points_that_name_no_step_are_judged_at_the_last_and_only_those_that_apply() -> None:
    def asked(story: Story, who: Actor) -> list[str]:
        return [one.name for one in ACTS["finish_step"].asks(story.case, story.setting(who)) if one.options]

    assert asked(accepted(), TOWN_OFFICE) == ["要点.图纸核对"]
    assert asked(at_county(), COUNTY) == ["要点.公示无异议", "要点.间距够", "要点.外观好"]
    assert asked(at_county({**YARD, "是否临路": "是"}), COUNTY) == [
        "要点.公示无异议", "要点.间距够", "要点.外观好", "要点.路政同意",
    ]  # fmt: skip


def test_what_fails_is_sent_back_where_there_is_somewhere_to_send_it() -> None:
    story = at_county()
    with pytest.raises(CaseError, match="「公示无异议」不通过，请用「退回上一步」退回"):
        story.act("finish_step", COUNTY, judged(**{**END, "公示无异议": "不通过"}))
    options = ACTS["return_step"].asks(story.case, story.setting(COUNTY))[0].options
    assert options == ("镇级审核", "公示")  # first where the checkpoint says, then the step before
    story.act("return_step", COUNTY, {"退回到": "镇级审核", "理由": "有人提出异议。"})
    assert story.case.state == "in_review"
    assert [(t.step, t.state) for t in story.case.tasks] == [
        ("镇级审核", "open"), ("公示", "waiting"), ("县级审批", "waiting"),
    ]  # fmt: skip
    assert story.case.judged == {}  # what was judged there is judged again
    assert story.case.history[-1].fact.reason == "退回"


def test_a_failure_at_the_first_step_stands_and_bars_the_grant() -> None:
    story = accepted()
    assert story.obstacle("return_step", TOWN_OFFICE) == "前面没有可以退回的步骤。"
    story.act("finish_step", TOWN_OFFICE, judged(图纸核对="不通过"))
    story.act("suspend", TOWN_OFFICE)
    story.on = date(2026, 3, 10)
    story.act("resume", TOWN_OFFICE, {"结果": "没有异议"})
    story.act("finish_step", TOWN_OFFICE, {"意见": "公示期满"})
    story.act("finish_step", COUNTY, judged(**END))
    assert story.obstacle("grant", COUNTY) == "「图纸核对」不符合，不能准予。"
    assert story.obstacle("deny", COUNTY) == ""


def test_a_return_needs_a_reason_and_a_step_that_is_done() -> None:
    story = at_county()
    for inputs in ({"退回到": "镇级审核"}, {"理由": "重做"}, {"退回到": "县级审批", "理由": "重做"}):
        with pytest.raises(CaseError):
            story.act("return_step", COUNTY, inputs)


def test_the_clock_runs_on_while_a_case_goes_back() -> None:
    story = to_decide()
    before = deadline(story.case, story.definition, CALENDAR)
    story.act("return_step", COUNTY, {"退回到": "县级审批", "理由": "请再看间距。"})
    assert deadline(story.case, story.definition, CALENDAR) == before


# -- special procedures -------------------------------------------------------------------------------------------


def test_the_step_of_a_special_procedure_waits_until_it_was_held() -> None:
    story = at_notice()
    assert story.obstacle("finish_step", TOWN_OFFICE) == "「公示」是特别程序（公示），先开始并结束它，才能完成这一步。"
    assert accepted().obstacle("suspend", TOWN_OFFICE) == "本步骤没有规定特别程序，不能停止计时。"
    story.act("suspend", TOWN_OFFICE)
    assert (story.case.state, story.papers[-1]) == ("suspended", "special_procedure_notice")
    assert story.case.paused is not None
    assert story.case.history[-1].fact.reason == "公示"


@pytest.mark.parametrize(
    ("day", "open_"),
    [(date(2026, 3, 2), False), (date(2026, 3, 6), False), (date(2026, 3, 9), False), (date(2026, 3, 10), True)],
)
def test_it_does_not_end_before_its_days_are_over(day: date, open_: bool) -> None:
    # Five working days after Monday 2 March: 3 4 5 6 and Monday 9 March.
    story = suspended()
    story.on = day
    why = story.obstacle("resume", TOWN_OFFICE)
    assert why == ("" if open_ else "公示要满5个工作日，最后一天是2026-03-09，过了这一天才能结束。")


def test_its_days_are_left_out_exactly() -> None:
    # Accepted on Monday 2 March; seven working days would end on Wednesday 11 March: 3 4 5 6 9 10 11.
    story = at_notice()
    assert deadline(story.case, story.definition, CALENDAR).last_day == date(2026, 3, 11)  # type: ignore[union-attr]
    story.on = date(2026, 3, 4)  # two days used: 3 and 4 March
    story.act("suspend", TOWN_OFFICE)
    standing = deadline(story.case, story.definition, CALENDAR)
    assert standing is not None and standing.last_day is None
    story.on = date(2026, 3, 13)  # 5 6 9 10 11 are the five days of the notice; it is ended late, on Friday 13
    story.act("resume", TOWN_OFFICE, {"结果": "没有异议"})
    # Five days are left, from Thursday 12, for nobody gains by ending it late: 12 13, 16 17 18 March.
    assert deadline(story.case, story.definition, CALENDAR).last_day == date(2026, 3, 18)  # type: ignore[union-attr]
    assert story.obstacle("suspend", TOWN_OFFICE) == "「公示」的特别程序已经办过。"


def test_it_ends_with_a_word_on_what_came_of_it() -> None:
    story = suspended()
    story.on = date(2026, 3, 10)
    with pytest.raises(CaseError, match="特别程序的结果"):
        story.act("resume", TOWN_OFFICE, {})


def test_without_a_ground_in_the_matter_nobody_is_refused_or_denied() -> None:
    story = Story(small("papers"))
    story.file("receive", full({**PERSON, "是否继承": "否"}))
    office = replace(COUNTY, department="县公证处")
    assert story.obstacle("refuse", office) == "本事项没有登记不予受理的情形，不能不予受理。"
    story.act("accept", office)
    assert story.obstacle("deny", office) == "本事项没有登记不予准予的情形，不能不予准予。"


# -- the decision -------------------------------------------------------------------------------------------------


def test_a_condition_of_approval_that_failed_bars_the_grant_and_offers_its_ground_first() -> None:
    by_rule = to_decide({**YARD, "面积": "90"})
    assert by_rule.case.verdict["outcome"] == "通过"  # it blocks no receipt
    assert by_rule.obstacle("grant", COUNTY) == "「面积建议」不符合，不能准予。"
    assert ACTS["deny"].asks(by_rule.case, by_rule.setting(COUNTY))[0].options[0] == "面积偏大"
    by_hand = at_county()
    by_hand.act("finish_step", COUNTY, judged(**{**END, "间距够": "不通过"}))
    assert by_hand.obstacle("grant", COUNTY) == "「间距够」不符合，不能准予。"
    assert ACTS["deny"].asks(by_hand.case, by_hand.setting(COUNTY))[0].options[0] == "间距不足"


def test_a_hint_bars_nothing() -> None:
    story = at_county()
    story.act("finish_step", COUNTY, judged(**{**END, "外观好": "不通过"}))
    assert story.obstacle("grant", COUNTY) == ""
    counter = Story(small("counter"))
    counter.file("receive", full(PERSON))
    counter.act("accept", CLERK)
    counter.act("grant", COUNTY, {"要点.情况属实": "通过", "要点.字迹好": "不通过"})
    assert counter.case.judged["字迹好"]["state"] == "不通过"


def test_without_steps_the_points_are_judged_at_the_decision() -> None:
    story = Story(small("counter"))
    story.file("receive", full(PERSON))
    story.act("accept", CLERK)
    with pytest.raises(CaseError, match="情况属实"):
        story.act("grant", COUNTY, {})
    with pytest.raises(CaseError, match="「情况属实」不通过，不能准予。"):
        story.act("grant", COUNTY, {"要点.情况属实": "不通过", "要点.字迹好": "通过"})
    story.act("grant", COUNTY, {"要点.情况属实": "通过", "要点.字迹好": "通过"})
    assert (story.case.state, story.case.decision.granted) == ("granted", True)  # type: ignore[union-attr]


def test_only_the_deciding_department_decides_and_only_once() -> None:
    story = to_decide()
    assert story.obstacle("grant", TOWN_OFFICE) == "现在由新野县住房和城乡建设局办理。"
    story.act("grant", COUNTY, {"理由": "符合规定"})
    decision = story.case.decision
    assert decision is not None and (decision.granted, decision.reasons, decision.by) == (True, "符合规定", COUNTY)
    for again in ("grant", "deny", "return_step"):
        with pytest.raises(CaseError, match="办件现在是「准予，待制证」"):
            story.act(again, COUNTY, {"理由类别": "间距不足", "理由": "反悔"})


def test_the_award_of_a_grant_is_the_one_the_verdict_came_to() -> None:
    story = Story(small("outcomes"))
    story.file("receive", full({**PERSON, "年纪": "40", "面积": "50"}))
    office = replace(COUNTY, department="县文化局")
    story.act("accept", office)
    story.act("finish_step", office, judged(现场="通过"))
    story.act("grant", office)
    assert story.case.decision is not None and story.case.decision.award == 30000


# -- certificate, delivery, archive -------------------------------------------------------------------------------


def test_a_certificate_bears_the_day_of_the_decision_whenever_it_is_made() -> None:
    story = granted()  # decided on Tuesday 10 March
    story.on = date(2026, 3, 20)
    story.act("make_certificate", ISSUER)
    (made,) = story.case.certificates
    assert made.text == (
        f"2026年3月10日准予王小明（{MAN_1980}）硬化，证号证第1号，有效期至2028年3月10日。"
    )  # two years by 民法典 201 and 202: the day itself is not counted, the same day of the month is the last
    assert (made.number, made.kind, made.valid_until) == ("证第1号", "证照", date(2028, 3, 10))
    assert (story.drawn, story.papers[-1]) == (["证"], "certificate")


def test_each_result_that_applies_is_made_with_its_own_validity() -> None:
    story = granted({**YARD, "是否临路": "是"})
    story.act("make_certificate", ISSUER)
    assert [(c.name, c.number, c.valid_until) for c in story.case.certificates] == [
        ("院坝硬化许可证", "证第1号", date(2028, 3, 10)),
        ("临路告知书", "证第2号", date(2026, 4, 9)),  # thirty days after 10 March
    ]
    assert story.case.certificates[1].text == "临路施工注意安全，有效期至2026年4月9日。"


@pytest.mark.parametrize("state", ["certified", "denied", "refused"])
def test_delivery_closes_the_case_and_says_who_took_it(state: str) -> None:
    story = WORLDS[state]()
    with pytest.raises(CaseError, match="领取人姓名"):
        story.act("deliver", ISSUER, {"关系": "本人", "方式": "窗口领取"})
    with pytest.raises(CaseError, match="没有选项「路人」"):
        story.act("deliver", ISSUER, DELIVERY | {"关系": "路人"})
    story.act("deliver", ISSUER, DELIVERY)
    assert story.case.state == "closed"
    delivery = story.case.delivery
    assert delivery is not None
    assert (delivery.receiver, delivery.relation, delivery.way) == ("王小明", "本人", "窗口领取")
    assert delivery.place == "沙堰镇行政审批服务中心出证窗口"
    assert [e.kind for e in story.case.history[-2:]] == ["delivered", "closed"]
    assert story.case.history[-1].actor.role == "系统"
    assert story.papers[-2:] == ["delivery_record", "closing_notice"]


def test_the_archive_number_is_drawn() -> None:
    story = archived()
    assert (story.case.archive_number, story.case.state, story.papers[-1]) == ("档第1号", "archived", "archive_sheet")


@pytest.mark.parametrize("text", ["字" * 2001, "\n" * 5])
def test_an_opinion_is_neither_endless_nor_empty(text: str) -> None:
    with pytest.raises(CaseError, match="审查意见"):
        accepted().act("finish_step", TOWN_OFFICE, judged(**WELL) | {"意见": text})


def test_what_was_not_asked_is_ignored() -> None:
    story = accepted()
    story.act("finish_step", TOWN_OFFICE, judged(**WELL) | {"award": "999", "open": "县级审批"})
    assert [t.step for t in story.case.open_tasks] == ["公示"]


def test_looking_changes_nothing() -> None:
    story = to_decide()
    before: Case = story.case
    for who in EVERYBODY:
        possible(story.case, story.setting(who))
    assert story.case == before
    assert story.drawn == []
