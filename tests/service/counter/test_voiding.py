"""A 收件 by a slip, over a real service: its papers say so, its number stays, and its form goes on under a new one."""

from __future__ import annotations

import pytest

from engine.case.events import Actor
from engine.service.cases.progress import by_token
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.attaching import attach
from engine.service.counter.drafting import look, reopen, save_draft, start_draft
from engine.service.counter.keeping import Upload
from engine.service.counter.printing import original
from engine.service.counter.receiving import receive
from tests.journeys.support.client import text_of
from tests.support.counter import ALLOWANCE, FIRST_EXAMPLE, act, form_of
from tests.support.launcher import TOWN
from tests.support.scans import pdf


@pytest.fixture
def voided(service: Service, clerk: Actor) -> str:
    """A case received with a scan, and made void."""
    draft = start_draft(service, clerk, ALLOWANCE)
    attach(service, clerk, draft.id, "老人居民身份证", [Upload("正面.pdf", pdf())])
    form = form_of(service, ALLOWANCE, FIRST_EXAMPLE[ALLOWANCE], service.today(TOWN))
    number = receive(service, clerk, draft.id, "token", form, signed=True).case.id
    act(service, clerk.account, number, "void_receipt", {"理由": "事项选错了。"})
    return number


@pytest.mark.in_2026
def test_every_paper_of_it_is_marked_void_with_the_time(service: Service, clerk: Actor, voided: str) -> None:
    events = service.store.events(TOWN, voided)
    numbers = [event.payload["number"] for event in events if event.kind == "document_issued"]
    assert len(numbers) == 2
    for number in numbers:
        assert "作废2026-03-0209:10" in text_of(original(service, clerk, voided, number))


def test_whoever_holds_the_paper_is_told_and_nobody_grades_it(service: Service, voided: str) -> None:
    events = service.store.events(TOWN, voided)
    token = next(event.payload["token"] for event in events if event.kind == "received")
    told = by_token(service, TOWN, token)
    assert (told.state, told.holders, told.due, told.may_evaluate) == ("收件已作废", (), None, False)
    assert [title for title, _at in told.steps] == ["收件", "收件作废"]


def test_its_form_and_scans_go_on_under_a_new_number(service: Service, clerk: Actor, voided: str) -> None:
    draft = reopen(service, clerk, voided)
    sheet = look(service, clerk, draft.id)
    assert (draft.case, [one.name for one in sheet.files]) == (None, ["正面.pdf"])
    saved = save_draft(service, clerk, draft.id, draft.form, 1)
    again = receive(service, clerk, saved.id, "another token", saved.form, signed=True).case
    assert (again.state, again.id != voided) == ("received", True)
    assert (again.id[:-5], int(again.id[-5:-1])) == (voided[:-5], int(voided[-5:-1]) + 1)


def test_a_case_that_was_not_made_void_is_not_taken_up_again(service: Service, clerk: Actor, voided: str) -> None:
    draft = reopen(service, clerk, voided)
    number = receive(service, clerk, draft.id, "another token", draft.form, signed=True).case.id
    with pytest.raises(NotFoundError):
        reopen(service, clerk, number)
