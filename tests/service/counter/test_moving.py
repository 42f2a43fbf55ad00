"""A form goes on with a colleague, or as the form of another matter, and loses nothing on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.case.events import Actor, CaseError
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.attaching import attach, draft_file
from engine.service.counter.drafting import look, own_drafts, reopen, save_draft, start_draft
from engine.service.counter.keeping import Upload
from engine.service.counter.leftovers import restore
from engine.service.counter.moving import change_matter, colleagues, hand_on
from engine.service.counter.receiving import advise
from engine.store.kept import Draft
from tests.support.counter import ALLOWANCE, IDENTITY_CARD, PENSION, actor
from tests.support.launcher import TOWN
from tests.support.scans import pdf

TYPED = [
    ("申请人姓名", "张桂兰"), ("申请人身份证号", "419999194603020021"), ("申请人手机号", "19900000001"),
    ("事实.由他人代办", "否"), ("事实.村", "沙堰社区"), ("材料.老人居民身份证", "已交"), ("要点.住址一致", "通过"),
]  # fmt: skip


@pytest.fixture
def draft(service: Service, clerk: Actor) -> Draft:
    """Half a form, with a scan."""
    started = start_draft(service, clerk, ALLOWANCE)
    attach(service, clerk, started.id, "老人居民身份证", [Upload("正面.pdf", pdf())])
    return save_draft(service, clerk, started.id, TYPED, look(service, clerk, started.id).draft.version)


def test_a_colleague_goes_on_where_the_shift_ended(service: Service, clerk: Actor, draft: Draft) -> None:
    assert [one.login for one in colleagues(service, clerk, draft.id)] == ["clerk-li"]
    assert hand_on(service, clerk, draft.id, "clerk-li").name == "李强"
    other = actor(service, "clerk-li")
    (theirs,) = own_drafts(service, other)
    assert (theirs.id, theirs.form) == (draft.id, draft.form)
    (scan,) = look(service, other, draft.id).files
    assert draft_file(service, other, draft.id, scan.id)[1] == pdf()
    assert own_drafts(service, clerk) == ()
    with pytest.raises(NotFoundError):
        save_draft(service, clerk, draft.id, [], draft.version + 1)  # an old tab of the first one


@pytest.mark.parametrize("login", ["clerk-zhao", "civil-zhou", "clerk-wang", "nobody", ""])
def test_nobody_but_a_colleague_of_the_window_is_given_a_form(
    service: Service, clerk: Actor, draft: Draft, login: str
) -> None:
    with pytest.raises(NotFoundError, match="要是同一个窗口、没有停用的同事"):
        hand_on(service, clerk, draft.id, login)
    assert [one.id for one in own_drafts(service, clerk)] == [draft.id]


def test_a_stopped_colleague_is_no_colleague(service: Service, clerk: Actor, draft: Draft) -> None:
    account = service.store.account("clerk-li")
    assert account is not None
    with service.store.transaction(TOWN) as tx:
        tx.save_account(replace(account, active=False))
    assert colleagues(service, clerk, draft.id) == ()


def test_only_the_owner_gives_a_form_away(service: Service, draft: Draft) -> None:
    with pytest.raises(NotFoundError):
        hand_on(service, actor(service, "clerk-li"), draft.id, "clerk-li")


def test_what_the_other_matter_asks_too_goes_along_and_the_first_may_be_had_back(
    service: Service, clerk: Actor, draft: Draft
) -> None:
    changed = change_matter(service, clerk, draft.id, PENSION)
    assert changed.matter == PENSION
    form = dict(changed.form)
    assert (form["申请人姓名"], form["申请人身份证号"], form["申请人手机号"], form["事实.村"]) == (
        "张桂兰", "419999194603020021", "19900000001", "沙堰社区",
    )  # fmt: skip
    assert not [name for name in form if name.startswith("要点.")]
    assert [one.id for one in own_drafts(service, clerk)] == [changed.id]
    restore(service, clerk, draft.id)
    assert look(service, clerk, draft.id).draft.form == draft.form


def test_a_matter_of_another_window_is_not_changed_to(service: Service, clerk: Actor, draft: Draft) -> None:
    with pytest.raises(NotFoundError, match="不在您的窗口办理"):
        change_matter(service, clerk, draft.id, IDENTITY_CARD)
    assert [one.id for one in own_drafts(service, clerk)] == [draft.id]


def test_a_form_that_goes_on_with_a_case_stays_of_its_matter(service: Service, clerk: Actor, draft: Draft) -> None:
    case = advise(service, clerk, draft.id, "token", draft.form).case
    again = reopen(service, clerk, case.id)
    with pytest.raises(CaseError, match="不能换事项"):
        change_matter(service, clerk, again.id, PENSION)
