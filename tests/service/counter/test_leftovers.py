"""What nobody goes on with: a draft given up, drafts and scans untouched for thirty days, files nothing names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.case.events import Actor
from engine.service.cases.desks import open_case
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.attaching import attach, case_file, detach, draft_file
from engine.service.counter.drafting import look, own_drafts, reopen, save_draft, start_draft
from engine.service.counter.keeping import Upload
from engine.service.counter.leftovers import discard, restore, sweep
from engine.service.counter.receiving import advise
from engine.service.office import supplying
from engine.store.kept import Draft
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, act, actor, file_case
from tests.support.launcher import TOWN
from tests.support.scans import pdf, picture

CARD, LATE_CARD = "老人居民身份证", "社保卡或一卡通复印件"
SCAN, PHOTO = Upload("登记表.pdf", pdf()), Upload("正面.jpg", picture())


@pytest.fixture
def draft(service: Service, clerk: Actor) -> Draft:
    """A draft with nothing in it."""
    return start_draft(service, clerk, ALLOWANCE)


@pytest.fixture
def case(service: Service) -> str:
    """A case that waits for a 容缺 material."""
    return file_case(service, "clerk-wang", ALLOWANCE, "社保卡复印件忘带了，先受理后补").case.id


def written_now(folder: Path, clock: Clock) -> None:
    """The files on disk are as old as the clock of the test says."""
    for path in (folder / "data" / "attachments").glob("*/*/*"):
        os.utime(path, (clock().timestamp(), clock().timestamp()))


def test_a_draft_given_up_is_gone_with_its_files(
    service: Service, clerk: Actor, draft: Draft, clock: Clock, folder: Path
) -> None:
    other = start_draft(service, clerk, ALLOWANCE)
    attach(service, clerk, draft.id, CARD, [PHOTO])
    written_now(folder, clock)
    discard(service, clerk, draft.id)
    assert own_drafts(service, clerk) == ()
    with pytest.raises(NotFoundError, match="一天以内，在待办里还可以撤销删除"):
        look(service, clerk, draft.id)
    clock.move(days=1)
    assert sweep(service, TOWN) == (0, 0)
    clock.move(minutes=1)
    assert sweep(service, TOWN) == (1, 0)
    with pytest.raises(NotFoundError, match="已经找不回来了"):
        restore(service, clerk, draft.id)
    clock.move(days=7)
    assert sweep(service, TOWN) == (0, 1)
    assert look(service, clerk, other.id).draft == other
    assert list((folder / "data" / "attachments").glob("*/*/*")) == []


def test_a_draft_given_up_by_a_slip_comes_back_as_it_was(service: Service, clerk: Actor, draft: Draft) -> None:
    save_draft(service, clerk, draft.id, [("申请人姓名", "张桂兰")], 1)
    attach(service, clerk, draft.id, CARD, [PHOTO])
    before = look(service, clerk, draft.id)
    discard(service, clerk, draft.id)
    with pytest.raises(NotFoundError):
        restore(service, actor(service, "clerk-li"), draft.id)
    restore(service, clerk, draft.id)
    after = look(service, clerk, draft.id)
    assert (after.draft.form, after.files, after.verdict) == (before.draft.form, before.files, before.verdict)
    assert [one.id for one in own_drafts(service, clerk)] == [draft.id]


def test_what_has_nothing_in_it_is_no_draft(service: Service, clerk: Actor, draft: Draft) -> None:
    untouched = [
        ("申请人姓名", " "), ("事实.由他人代办", "否"), ("材料.老人居民身份证", "未核"),
        ("材料.老人居民身份证.份数", "1"), ("核验.原户籍地停发证明核验", "未查"), ("要点.住址一致", "未核"),
    ]  # fmt: skip
    saved = save_draft(service, clerk, draft.id, untouched, 1)
    assert own_drafts(service, clerk) == ()
    for touched in (("申请人姓名", "张"), ("材料.老人居民身份证", "已交"), ("要点.住址一致", "通过")):
        saved = save_draft(service, clerk, draft.id, [*untouched[1:], touched], saved.version)
        assert [one.id for one in own_drafts(service, clerk)] == [draft.id], touched
        saved = save_draft(service, clerk, draft.id, untouched, saved.version)
    attach(service, clerk, draft.id, CARD, [PHOTO])
    assert [one.id for one in own_drafts(service, clerk)] == [draft.id]


def test_a_form_opened_again_and_left_as_it_was_is_no_draft(service: Service, clerk: Actor, draft: Draft) -> None:
    case = advise(service, clerk, draft.id, "token", [("申请人姓名", "张桂兰")]).case
    again = reopen(service, clerk, case.id)
    assert own_drafts(service, clerk) == ()
    save_draft(service, clerk, again.id, [*again.form, ("申请人手机号", "199")], 1)
    assert [one.id for one in own_drafts(service, clerk)] == [again.id]


def test_nobody_gives_up_what_is_not_theirs(service: Service, clerk: Actor, draft: Draft) -> None:
    with pytest.raises(NotFoundError, match="没有这份草稿"):
        discard(service, actor(service, "clerk-li"), draft.id)
    with pytest.raises(NotFoundError, match="没有这份草稿"):
        discard(service, clerk, "no-such-draft")
    assert look(service, clerk, draft.id).draft == draft


def test_a_case_outlives_the_form_that_was_to_continue_it(service: Service, clerk: Actor, draft: Draft) -> None:
    case = advise(service, clerk, draft.id, "token", ()).case
    again = reopen(service, clerk, case.id)
    discard(service, clerk, again.id)
    assert own_drafts(service, clerk) == ()
    assert open_case(service, clerk, case.id).state == "advised"
    assert reopen(service, clerk, case.id).form == again.form


def test_what_nobody_touched_for_thirty_days_is_forgotten(
    service: Service, clerk: Actor, draft: Draft, clock: Clock
) -> None:
    saved, given = (start_draft(service, clerk, ALLOWANCE) for _ in range(2))
    clock.move(hours=1)
    save_draft(service, clerk, saved.id, [("申请人姓名", "张桂兰")], 1)
    attach(service, clerk, given.id, CARD, [PHOTO])
    clock.move(days=30, hours=-1)
    assert sweep(service, TOWN) == (0, 0)
    clock.move(minutes=1)
    assert sweep(service, TOWN) == (1, 0)
    assert {one.id for one in own_drafts(service, clerk)} == {saved.id, given.id}
    clock.move(hours=1)
    assert sweep(service, TOWN)[0] == 2
    assert own_drafts(service, clerk) == ()


def test_scans_lie_ready_for_thirty_days_and_what_a_case_took_for_ever(
    service: Service, case: str, clock: Clock
) -> None:
    for login in ("clerk-wang", "clerk-li"):
        supplying.attach(service, actor(service, login), case, LATE_CARD, [PHOTO])
    brought = {"材料": LATE_CARD, "形式": "复印件", "份数": "1"}
    (held,) = act(service, "clerk-li", case, "supply", brought).case.files
    clock.move(days=30)
    assert sweep(service, TOWN)[0] == 0
    clock.move(minutes=1)
    assert sweep(service, TOWN)[0] == 1
    assert sweep(service, TOWN)[0] == 0
    assert case_file(service, actor(service, "clerk-li"), case, held.id)[1] == PHOTO.content


def test_what_was_taken_out_is_swept_after_seven_days(
    service: Service, clerk: Actor, draft: Draft, clock: Clock, folder: Path
) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO, SCAN])
    one, two = look(service, clerk, draft.id).files
    detach(service, clerk, draft.id, one.id)
    written_now(folder, clock)
    clock.move(days=7)
    assert sweep(service, TOWN) == (0, 0)
    clock.move(minutes=1)
    assert sweep(service, TOWN) == (0, 1)
    assert draft_file(service, clerk, draft.id, two.id) == (two, SCAN.content)
