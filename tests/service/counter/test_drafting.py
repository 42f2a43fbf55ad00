"""Drafts: kept as typed, whoever saves second is told, looked at without a trace, nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.case.events import Actor, CaseError
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.drafting import look, own_draft, own_drafts, reopen, save_draft, start_draft
from engine.service.counter.receiving import receive
from engine.store.errors import StaleError
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, IDENTITY_CARD, actor, file_case, form_of
from tests.support.launcher import TOWN


def test_a_draft_keeps_what_was_typed_as_it_was_typed(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    assert (draft.version, draft.form, draft.owner, draft.case) == (1, (), "clerk-wang", None)
    typed = [("申请人姓名", " 𬱖·{{x}} "), ("没有的", "也留着"), ("材料.户口簿本人页", "已交")]
    saved = save_draft(service, clerk, draft.id, typed, 1)
    assert saved.version == 2
    assert own_draft(service, clerk, draft.id).form == tuple(typed)


def test_whoever_saves_second_is_told_and_changes_nothing(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    save_draft(service, clerk, draft.id, [("申请人姓名", "甲")], 1)
    with pytest.raises(StaleError, match="在别的页面又保存过"):
        save_draft(service, clerk, draft.id, [("申请人姓名", "乙")], 1)
    assert own_draft(service, clerk, draft.id).form == (("申请人姓名", "甲"),)


@pytest.mark.parametrize("login", ["clerk-li", "clerk-zhao", "social-chen", "issuer-jin", "supervisor-tao"])
def test_a_draft_is_there_for_nobody_else(service: Service, clerk: Actor, login: str) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    other = actor(service, login)
    for attempt in (
        lambda: own_draft(service, other, draft.id),
        lambda: look(service, other, draft.id),
        lambda: save_draft(service, other, draft.id, [], 1),
        lambda: receive(service, other, draft.id, "t", [], signed=False),
    ):
        with pytest.raises(NotFoundError, match="没有这份草稿"):
            attempt()
    assert own_drafts(service, other) == ()


def test_a_draft_of_another_town_is_not_there(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    with pytest.raises(NotFoundError):
        own_draft(service, replace(clerk, town="elsewhere"), draft.id)


@pytest.mark.parametrize("login", ["clerk-zhao", "social-chen", "issuer-jin", "supervisor-tao"])
def test_only_a_clerk_of_its_window_starts_a_matter(service: Service, login: str) -> None:
    with pytest.raises(NotFoundError, match="没有这个事项，或者它不在您的窗口办理"):
        start_draft(service, actor(service, login), ALLOWANCE)
    with pytest.raises(NotFoundError):
        start_draft(service, actor(service, "clerk-wang"), IDENTITY_CARD)
    with pytest.raises(NotFoundError, match="没有这个事项"):
        start_draft(service, actor(service, "clerk-wang"), "civil_affairs/nothing")


def test_looking_judges_what_is_typed_and_saves_nothing(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    assert look(service, clerk, draft.id).verdict.outcome == "补正"
    typed = form_of(service, ALLOWANCE, "今天满80周岁，材料齐全")
    assert look(service, clerk, draft.id, typed).verdict.outcome == "通过"
    assert own_draft(service, clerk, draft.id).form == ()


@pytest.mark.in_2026
def test_a_draft_is_judged_as_of_the_local_day(service: Service, clerk: Actor, clock: Clock) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    typed = form_of(service, ALLOWANCE, "还要31日才满80周岁，来早了一天")
    assert look(service, clerk, draft.id, typed).verdict.because == ("年龄",)
    clock.move(hours=14, minutes=49)  # 23:59 in the town, still Monday
    assert look(service, clerk, draft.id, typed).verdict.because == ("年龄",)
    clock.move(minutes=1)  # midnight in the town, 16:00 of the same day in UTC
    assert look(service, clerk, draft.id, typed).verdict.outcome == "通过"


def test_own_drafts_the_last_changed_first(service: Service, clerk: Actor, clock: Clock) -> None:
    first, second = (start_draft(service, clerk, ALLOWANCE) for _ in range(2))
    for draft, version in ((first, 1), (second, 1)):
        clock.move(minutes=1)
        save_draft(service, clerk, draft.id, [("申请人姓名", "张桂兰")], version)
    assert [d.id for d in own_drafts(service, clerk)] == [second.id, first.id]
    clock.move(minutes=1)
    save_draft(service, clerk, first.id, [("申请人姓名", "张桂英")], 2)
    assert [d.id for d in own_drafts(service, clerk)] == [first.id, second.id]
    assert own_drafts(service, actor(service, "clerk-li")) == ()


def test_an_advised_case_is_taken_up_again_with_what_was_typed(service: Service, clerk: Actor) -> None:
    advised = file_case(service, "clerk-wang", ALLOWANCE, "申请审批表没带，不能容缺", advising=True).case
    colleague = actor(service, "clerk-li")
    draft = reopen(service, colleague, advised.id)
    assert (draft.case, draft.form, draft.owner) == (advised.id, advised.form, "clerk-li")
    whole = form_of(service, ALLOWANCE, "今天满80周岁，材料齐全")
    case = receive(service, colleague, draft.id, "again", whole, signed=False).case
    assert (case.id, case.state) == (advised.id, "received")
    assert service.store.draft(TOWN, draft.id) is None
    with pytest.raises(NotFoundError, match="不在「已一次性告知」或「待补正」状态"):
        reopen(service, clerk, advised.id)


def test_two_forms_on_one_advised_case_are_received_once(service: Service, clerk: Actor) -> None:
    advised = file_case(service, "clerk-wang", ALLOWANCE, "申请审批表没带，不能容缺", advising=True).case
    first, second = reopen(service, clerk, advised.id), reopen(service, clerk, advised.id)
    whole = form_of(service, ALLOWANCE, "今天满80周岁，材料齐全")
    receive(service, clerk, first.id, "one", whole, signed=False)
    with pytest.raises(CaseError, match="办件现在是「已收件」"):
        receive(service, clerk, second.id, "two", whole, signed=False)
    assert own_draft(service, clerk, second.id).case == advised.id  # what was typed is not lost
