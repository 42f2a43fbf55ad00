"""A case is what its events make it: each kind folded, in their order, and nothing the events do not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.case.events import EVENT_KINDS, Actor, Event, Fact
from engine.case.fold import fold, foresee
from engine.case.records import OPEN_STATES, STATES, Case, Later, Pause, Person, Taken
from tests.support.counter import CASE_NUMBER, CLERK, COUNTY, ISSUER, TOWN_OFFICE, at_ten

DAY = date(2026, 3, 2)
OPENED: dict[str, Any] = {
    "matter": "small/yard",
    "title": "院坝硬化许可",
    "window": "综合受理",
    "channel": "窗口",
    "village": "东河村",
    "applicant": {"name": "王小明", "identifier": "419999198001010019", "phone": "13800138000"},
    "agent": None,
    "form": [["申请人姓名", "王小明"]],
    "submission": {"answers": {"申请人姓名": "王小明"}},
    "verdict": {"outcome": "容缺受理"},
}
RECEIVED = OPENED | {
    "filed": "2026-03-02",
    "counted_from": "2026-03-03",
    "taken": [{"name": "申请表", "form": "原件", "copies": 1, "promised": False}],
    "later": [{"material": "平面图", "due": "2026-03-09"}],
    "token": "t",
    "code": "ABCDEFGH",
}
TASKS = [{"step": "审核", "department": "镇建设办"}, {"step": "公示", "department": "镇建设办"}]
JUDGED = {"图纸": {"state": "通过", "note": "", "otherwise": "退回", "ground": "", "step": "审核"}}


def told(*facts: tuple[str, Actor, dict[str, Any]] | tuple[str, Actor, dict[str, Any], str]) -> list[Event]:
    return [
        Event(
            n, f"{n:064x}", Fact(CASE_NUMBER, kind, at_ten(DAY), who, "d" * 64, rest[0] if rest else None, None, data)
        )
        for n, (kind, who, data, *rest) in enumerate(facts, start=1)
    ]


UNTIL_ACCEPTED = (
    ("received", CLERK, RECEIVED),
    ("accepted", TOWN_OFFICE, {"accepted_on": "2026-03-02", "tasks": TASKS, "open": ["审核"]}),
)
FIRST_DONE = ("step_finished", TOWN_OFFICE, {"step": "审核", "opinion": "同意", "judged": JUDGED, "open": ["公示"]})
HELD = (
    ("suspended", TOWN_OFFICE, {"step": "公示", "kind": "公示", "on": "2026-03-03", "until": "2026-03-10"}, "公示"),
    ("resumed", TOWN_OFFICE, {"step": "公示", "on": "2026-03-10", "outcome": "没有异议"}),
)
ALL_DONE = ("step_finished", TOWN_OFFICE, {"step": "公示", "opinion": "期满", "judged": {}, "open": []})


def test_no_events_make_no_case() -> None:
    assert fold([]) == Case()
    assert fold([]).state == "none"


def test_received_says_who_what_when_and_what_is_awaited() -> None:
    case = fold(told(("received", CLERK, RECEIVED)))
    assert (case.id, case.town, case.matter, case.window, case.village, case.state) == (
        CASE_NUMBER, "shayan", "small/yard", "综合受理", "东河村", "received",
    )  # fmt: skip
    assert case.applicant == Person("王小明", "419999198001010019", "13800138000")
    assert case.agent is None
    assert (case.filed, case.counted_from, case.receiver) == (date(2026, 3, 2), date(2026, 3, 3), CLERK)
    assert case.taken == (Taken("申请表", "原件", 1, False, at_ten(DAY)),)
    assert case.outstanding == (Later("平面图", date(2026, 3, 9)),)
    assert case.form == (("申请人姓名", "王小明"),)
    assert (case.progress_token, case.progress_code) == ("t", "ABCDEFGH")


def test_a_receipt_after_an_advice_takes_what_was_said_last() -> None:
    advised = OPENED | {"applicant": {"name": "王小朋", "identifier": ""}, "verdict": {"outcome": "补正"}}
    case = fold(told(("advised", CLERK, advised), ("received", CLERK, RECEIVED)))
    assert (case.state, case.verdict, case.applicant) == (
        "received", {"outcome": "容缺受理"}, Person("王小明", "419999198001010019", "13800138000"),
    )  # fmt: skip
    assert case.advised_at == at_ten(DAY)
    assert [e.kind for e in case.history] == ["advised", "received"]


def test_accepted_opens_the_first_step_or_waits_for_the_decision() -> None:
    case = fold(told(*UNTIL_ACCEPTED))
    assert (case.state, case.accepted_on) == ("in_review", DAY)
    assert [(t.step, t.state) for t in case.tasks] == [("审核", "open"), ("公示", "waiting")]
    none = fold(
        told(("received", CLERK, RECEIVED), ("accepted", CLERK, {"accepted_on": "2026-03-02", "tasks": [], "open": []}))
    )
    assert (none.state, none.tasks) == ("to_decide", ())


def test_steps_follow_each_other_until_the_decision() -> None:
    case = fold(told(*UNTIL_ACCEPTED, FIRST_DONE))
    assert [(t.step, t.state, t.opinion) for t in case.tasks] == [("审核", "done", "同意"), ("公示", "open", "")]
    assert case.judged == JUDGED
    assert fold(told(*UNTIL_ACCEPTED, FIRST_DONE, *HELD, ALL_DONE)).state == "to_decide"


def test_a_pause_begins_and_ends_on_local_days() -> None:
    case = fold(told(*UNTIL_ACCEPTED, FIRST_DONE, HELD[0]))
    assert (case.state, case.paused) == ("suspended", Pause("公示", "公示", date(2026, 3, 3), until=date(2026, 3, 10)))
    assert [t.step for t in case.open_tasks] == ["公示"]
    case = fold(told(*UNTIL_ACCEPTED, FIRST_DONE, *HELD))
    assert (case.state, case.paused) == ("in_review", None)
    assert case.pauses == (Pause("公示", "公示", date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 10)),)


def test_what_is_returned_is_done_and_judged_again() -> None:
    back = ("returned", COUNTY, {"step": "决定", "to": "审核", "reasons": "重看"}, "退回")
    case = fold(told(*UNTIL_ACCEPTED, FIRST_DONE, *HELD, ALL_DONE, back))
    assert (case.state, case.judged) == ("in_review", {})
    assert [(t.step, t.state, t.opinion) for t in case.tasks] == [("审核", "open", ""), ("公示", "waiting", "")]
    assert len(case.pauses) == 1  # the days that were left out stay left out


def test_supplied_ticks_off_one_material_and_adds_it_to_what_was_taken() -> None:
    case = fold(told(*UNTIL_ACCEPTED, ("supplied", CLERK, {"material": "平面图", "form": "复印件", "copies": 2})))
    assert (case.state, case.outstanding) == ("in_review", ())
    assert case.taken[-1] == Taken("平面图", "复印件", 2, False, at_ten(DAY))


def test_a_denial_names_its_ground_and_a_grant_its_award() -> None:
    reasons = {"reasons": "间距不足", "award": None, "judged": {}}
    denied = fold(told(*UNTIL_ACCEPTED, ("denied", COUNTY, reasons, "间距不足")))
    assert denied.state == "denied"
    assert denied.decision is not None and (denied.decision.granted, denied.decision.ground) == (False, "间距不足")
    granted = fold(told(*UNTIL_ACCEPTED, ("granted", COUNTY, {"reasons": "符合", "award": 5000, "judged": JUDGED})))
    assert granted.decision is not None and (granted.decision.award, granted.state) == (5000, "granted")
    assert granted.judged == JUDGED


def test_refused_delivered_closed_archived() -> None:
    delivery = {"receiver": "王小明", "relation": "本人", "way": "窗口领取", "place": "出证窗口"}
    events = told(
        ("received", CLERK, RECEIVED),
        ("refused", TOWN_OFFICE, {"reasons": "太大"}, "面积超限"),
        ("delivered", ISSUER, delivery),
        ("closed", ISSUER, {}),
        ("archived", CLERK, {"number": "档1号"}),
    )
    states = [fold(events[:n]).state for n in range(len(events) + 1)]
    assert states == ["none", "received", "refused", "delivered", "closed", "archived"]
    case = fold(events)
    assert case.refusal == {"ground": "面积超限", "reasons": "太大"}
    assert case.delivery is not None and case.delivery.receiver == "王小明"
    assert case.archive_number == "档1号"


def test_a_paper_knows_its_own_place_in_the_chain() -> None:
    paper = {"type": "receipt_notice", "title": "收件通知单", "number": "收1号", "data": {"a": 1}, "template": "h"}
    case = fold(told(("received", CLERK, RECEIVED), ("document_issued", CLERK, paper)))
    issued = case.document("收1号")
    assert issued is not None and (issued.sequence, issued.digest, issued.data) == (2, f"{2:064x}", {"a": 1})
    assert case.document("收2号") is None
    assert case.state == "received"


def test_certificates_carry_their_last_day() -> None:
    made = {"number": "证1号", "name": "许可证", "kind": "证照", "text": "准予", "valid_until": "2028-03-09"}
    case = fold(
        told(*UNTIL_ACCEPTED, ("certificate_made", ISSUER, {"certificates": [made, made | {"valid_until": None}]}))
    )
    assert [c.valid_until for c in case.certificates] == [date(2028, 3, 9), None]
    assert case.state == "certified"


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_of_event_can_be_folded(kind: str) -> None:
    everything = RECEIVED | {
        "accepted_on": "2026-03-02", "tasks": TASKS, "open": [], "reasons": "r", "material": "平面图",
        "copies": 1, "step": "审核", "opinion": "o", "judged": {}, "to": "审核", "kind": "公示", "on": "2026-03-02",
        "until": None,
        "award": None, "certificates": [], "receiver": "a", "relation": "b", "way": "c", "place": "d", "number": "n",
        "type": "t", "data": {}, "template": "h",
    }  # fmt: skip
    everything |= {"defects": [{"name": "申请表", "asks": "补交"}], "due": "2026-03-23", "text": "t", "kept": True}
    everything |= {"note": "n", "found": "齐全", "length": "10个工作日", "approver": "p"}
    everything |= {"clock": "办结期限", "old": "2026-03-11", "new": "2026-03-12", "notice": "n", "year": 2026}
    everything |= {"grade": "满意", "words": "", "found": "已回访"}
    everything |= {"instants": {}, "days": {}, "void": []}
    everything["form"] = [] if kind in ("advised", "received", "corrected") else "复印件"
    asked = ("correction_asked", CLERK, everything)
    case = fold(told(*UNTIL_ACCEPTED, HELD[0], asked, (kind, CLERK, everything)))
    assert case.history[-1].kind == kind
    assert case.state in STATES


def test_folding_in_pieces_is_folding_at_once() -> None:
    events = told(*UNTIL_ACCEPTED, FIRST_DONE, *HELD, ALL_DONE)
    for cut in range(len(events)):
        assert fold(events[cut:], fold(events[:cut])) == fold(events)


def test_foresight_differs_only_in_the_places_not_drawn_yet() -> None:
    events = told(*UNTIL_ACCEPTED, FIRST_DONE)
    foreseen = foresee(fold(events[:1]), [e.fact for e in events[1:]])
    assert replace(foreseen, history=()) == replace(fold(events), history=())
    assert [e.sequence for e in foreseen.history] == [1, 0, 0]


def test_an_open_case_is_one_somebody_still_has_to_work_on() -> None:
    ended = {"closed", "withdrawn", "terminated", "revoked", "archived", "voided"}
    assert set(STATES) - set(OPEN_STATES) == {"none", "advised", *ended}
