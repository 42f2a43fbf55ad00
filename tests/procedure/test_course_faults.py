"""What random courses brought up: each fault found once stands here as a fact, and what a store does that fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import count

import pytest

from engine.calendar.notice import YearCalendar
from engine.calendar.working_days import national_calendar
from engine.case.deadline import deadline
from engine.case.falling_due import next_fall
from engine.case.roles import may_see
from engine.service.cases import desks
from engine.service.cases.settling import settle, settle_all
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import ClockBackError
from engine.service.counter.drafting import reopen
from engine.service.counter.receiving import correct
from engine.service.office.calendars import load
from engine.store.errors import StoreError
from engine.store.sqlite.store import SqliteTransaction
from tests.conftest import Clock
from tests.procedure.test_acts import FALSE_PROMISE, PROMISED, YARD, accepted, received, to_decide
from tests.support.counter import (
    ALLOWANCE,
    CALENDAR,
    CLERK,
    COUNTY,
    ISSUER,
    OTHER_OFFICE,
    PILOT,
    TOWN_OFFICE,
    Story,
    act,
    actor,
    file_case,
    full,
    small,
)
from tests.support.launcher import TOWN
from tests.support.moment import MONDAY_MORNING

LATE = "社保卡复印件忘带了，先受理后补"
AWAY = {"转到": "县民政局", "理由": "不属于本办职责。"}


# -- who sees a case, and where its papers can go -------------------------------------------------------------------


def test_the_department_a_step_was_transferred_to_sees_the_case_and_can_have_its_papers() -> None:
    story = accepted()
    assert not may_see(OTHER_OFFICE, story.case, story.definition)
    story.act("transfer", TOWN_OFFICE, AWAY)
    assert may_see(OTHER_OFFICE, story.case, story.definition)
    assert story.asks("hand_over", CLERK)[0].options == ("镇建设办", "县住建局", "县民政局")


def test_papers_go_to_the_issuing_window_only_once_it_sees_the_case() -> None:
    story = to_decide()
    assert "出证" not in story.asks("hand_over", CLERK)[0].options
    story.act("grant", COUNTY)
    assert "出证" in story.asks("hand_over", CLERK)[0].options


def test_a_step_is_not_transferred_away_from_papers_that_are_on_their_way_to_it() -> None:
    story = accepted()
    story.act("hand_over", CLERK, {"移交给": "镇建设办"})
    assert story.obstacle("transfer", TOWN_OFFICE) == "纸质材料正在移交给您，请先签收，再转办并把材料移交过去。"
    story.act("take_over", TOWN_OFFICE, {"说明": "只交来一部分。"})
    assert story.obstacle("transfer", TOWN_OFFICE) == ""


def test_the_issuing_window_still_sees_what_was_revoked() -> None:
    story = to_decide(**PROMISED)
    story.act("grant", COUNTY)
    story.act("check_promise", COUNTY, FALSE_PROMISE)
    story.act("revoke_promise", COUNTY, {"理由": "承诺不属实。"})
    assert may_see(ISSUER, story.case, story.definition)


# -- decisions and parts --------------------------------------------------------------------------------------------


def test_a_decision_is_revoked_once_also_after_the_archive() -> None:
    story = to_decide(**PROMISED)
    story.act("grant", COUNTY)
    story.act("check_promise", COUNTY, FALSE_PROMISE)
    story.act("revoke_promise", COUNTY, {"理由": "承诺不属实。"})
    story.act("archive", CLERK)
    assert story.obstacle("revoke_promise", COUNTY) == "决定已经撤销。"
    assert story.obstacle("check_promise", COUNTY) == "决定已经撤销。"


def test_only_what_was_granted_is_looked_into() -> None:
    story = to_decide(**PROMISED)
    story.act("withdraw", CLERK, {"理由": "不修了。"})
    story.act("archive", CLERK)
    assert story.obstacle("check_promise", COUNTY) == "没有作出准予决定，不用核查，也没有可以撤销的。"


def test_ending_a_case_is_the_part_of_who_decides() -> None:
    story = accepted()
    story.act("terminate", COUNTY, {"理由类别": "其他法定情形", "理由": "院坝被洪水冲毁。"})
    assert story.case.history[-1].fact.part == "approve"


# -- days -----------------------------------------------------------------------------------------------------------


def test_no_deadline_is_left_of_a_case_that_ended_without_a_decision_also_in_the_archive() -> None:
    story = accepted()
    story.act("withdraw", CLERK, {"理由": "不修了。"})
    story.act("archive", CLERK)
    assert deadline(story.case, story.definition, CALENDAR) is None


def test_a_day_to_bring_something_by_in_an_unpublished_year_has_no_effect_yet() -> None:
    asked = Story(small("steps"), date(2026, 12, 21))
    asked.file("receive", full(YARD, materials=["平面图", "邻居意见"]))
    awaited = Story(small("steps"), date(2026, 12, 28))
    awaited.file("receive", full(YARD, materials=["申请表", "邻居意见"]), signed=True)
    published = national_calendar(extra_years={2027: {}})
    assert asked.case.corrections[0].due.year == awaited.case.outstanding[0].due.year == 2027
    for story in (asked, awaited):
        assert next_fall(story.case, story.definition, PILOT, CALENDAR) is None
        assert next_fall(story.case, story.definition, PILOT, published) is not None


def test_what_was_supplied_before_a_correction_is_not_asked_for_again() -> None:
    story = received(materials=["申请表", "邻居意见"])
    story.act("supply", CLERK, {"材料": "平面图", "形式": "复印件", "份数": "2"})
    story.act("ask_correction", TOWN_OFFICE, {"补正.申请表": "没有签名。"})
    story.file("correct", full(YARD, materials=["申请表", "邻居意见"]), signed=True)
    assert story.case.outstanding == ()
    assert [taken.name for taken in story.case.taken] == ["申请表", "邻居意见", "平面图"]


@pytest.mark.in_2026
def test_with_a_correction_the_days_for_a_later_paper_run_anew(service: Service, clock: Clock) -> None:
    done = file_case(service, "clerk-wang", ALLOWANCE, LATE)
    assert [item.due for item in done.case.outstanding] == [date(2026, 3, 9)]
    act(service, "social-chen", done.case.id, "ask_correction", {"补正.其他": "请写明联系电话。"})
    clock.move(days=9)  # Wednesday 11 March: the first five days are over
    clerk = actor(service, "clerk-wang")
    draft = reopen(service, clerk, done.case.id)
    again = correct(service, clerk, draft.id, "again", draft.form, signed=True)
    assert [item.due for item in again.case.outstanding] == [date(2026, 3, 18)]
    assert settle_all(service, TOWN) == 0


# -- a clock set back, a store that fails ---------------------------------------------------------------------------


CLOCK_BACK = (
    "服务器的时钟是2026-03-01 09:10:00，早于最近一次办理的时间2026-03-02 09:10:00，什么也没有保存。"
    "请系统管理员把时钟调准后再办理；"
    "时钟没有错、是那次记录的时间错了的，停下服务，由两个人运行 onewindow clock correct 更正。"
)


@pytest.mark.in_2026
def test_nothing_is_received_or_done_while_the_clock_stands_before_the_last_event(
    service: Service, clock: Clock
) -> None:
    clock.move(days=-3)
    earlier = file_case(service, "clerk-wang").case
    clock.move(days=3)
    file_case(service, "clerk-li")
    before, drafts = service.store.head(TOWN), len(service.store.drafts(TOWN, "clerk-wang"))
    clock.move(days=-1)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: file_case(service, "clerk-wang"),  # a new case, which has no event of its own yet
        lambda: file_case(service, "clerk-wang", advising=True),
        lambda: act(service, "social-chen", earlier.id, "accept"),  # later than all that happened to this one
        lambda: settle(service, TOWN, earlier.id),
        lambda: settle_all(service, TOWN),
        lambda: load(service, YearCalendar(2026, "示范〔2026〕1号", {})),
    )
    for attempt in attempts:
        with pytest.raises(ClockBackError) as refused:
            attempt()
        assert str(refused.value) == CLOCK_BACK
    assert service.store.head(TOWN) == before
    assert service.store.calendar_version() == 0
    assert len(service.store.drafts(TOWN, "clerk-wang")) == drafts + 2  # what was typed stays
    assert desks.open_case(service, actor(service, "clerk-wang"), earlier.id).state == "received"  # seen, though
    clock.move(days=1)
    again = file_case(service, "clerk-wang").case
    assert again.id[-5:-1] == "0002"  # the refused ones took no number
    assert act(service, "social-chen", earlier.id, "accept").case.state == "in_review"


@pytest.mark.in_2026
def test_clerks_at_once_are_never_told_that_the_clock_was_set_back(service: Service) -> None:
    ticks = count()
    lock = threading.Lock()

    def now() -> datetime:
        with lock:
            return MONDAY_MORNING + timedelta(microseconds=next(ticks))

    service.now = now
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: file_case(service, "clerk-wang"), range(12)))
    at = [event.at for one in done for event in service.store.events(TOWN, one.case.id)]
    sequences = [event.sequence for one in done for event in service.store.events(TOWN, one.case.id)]
    ordered = [instant for _, instant in sorted(zip(sequences, at, strict=True))]
    assert ordered == sorted(ordered)


@pytest.mark.in_2026
def test_a_case_that_cannot_be_settled_does_not_hold_up_the_others(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = (file_case(service, "clerk-wang", ALLOWANCE, LATE).case.id for _ in range(2))
    clock.move(days=8)
    note = SqliteTransaction.fall_due

    def broken(self: SqliteTransaction, case: str, act: str, cause: str) -> bool:
        if case == first:
            raise StoreError("读写磁盘出错")
        return note(self, case, act, cause)

    monkeypatch.setattr(SqliteTransaction, "fall_due", broken)
    with caplog.at_level(logging.ERROR):
        assert settle_all(service, TOWN) == 1
    assert [record.args and record.args[0] for record in caplog.records] == [first]
    states = [row.state for case in (first, second) if (row := service.store.row(TOWN, case))]
    assert states == ["received", "terminated"]
    monkeypatch.undo()
    assert settle_all(service, TOWN) == 1
