"""收件 and 一次性告知: one form token makes at most one case, and what fails leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from engine.case.events import Actor, CaseError
from engine.documents import registry
from engine.service.cases import issuing
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.drafting import own_draft, save_draft, start_draft
from engine.service.counter.receiving import Done, advise, case_made_by, receive
from engine.store.errors import TokenReusedError
from engine.store.sqlite.store import SqliteTransaction
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, INVOICE, act, actor, file_case, form_of
from tests.support.launcher import TOWN

WHOLE = "今天满80周岁，材料齐全"


@pytest.mark.in_2026
def test_received_as_it_was_shown_with_its_papers_and_numbers(service: Service) -> None:
    done = file_case(service, "clerk-wang")
    case = done.case
    # 411329102 town, 20260302 day, 01 window, 0001 serial, and the check digit of ISO 7064 MOD 11,10.
    assert case.id[:23] == "41132910220260302010001"
    assert (case.state, case.filed, case.counted_from) == ("received", date(2026, 3, 2), date(2026, 3, 2))
    assert [(d.type, d.number) for d in done.documents] == [
        ("receipt_notice", "沙政务收〔2026〕第0001号"),
        ("checkpoint_sheet", "沙政务核〔2026〕第0001号"),
    ]
    assert [e.kind for e in case.history] == ["received", "document_issued", "document_issued"]
    assert case.verdict["outcome"] == "通过"
    assert service.store.draft(TOWN, "anything") is None
    assert not done.repeated
    assert service.store.parts(TOWN, case.id) == {"clerk-wang": "receive"}
    row = service.store.row(TOWN, case.id)
    assert row is not None and (row.state, row.applicant, row.departments) == ("received", "张*兰", ("镇社会事务办",))


@pytest.mark.in_2026
def test_after_hours_the_clock_starts_on_the_next_working_day(service: Service, clock: Clock) -> None:
    clock.move(days=4, hours=8, minutes=25)  # Friday 6 March 2026, 17:35; the doors close at 17:30
    case = file_case(service, "clerk-wang").case
    assert (case.filed, case.counted_from) == (date(2026, 3, 6), date(2026, 3, 9))


def test_the_same_form_again_gets_the_same_receipt(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    form = form_of(service, ALLOWANCE, WHOLE)
    first = receive(service, clerk, draft.id, "token", form, signed=False)
    head = service.store.head(TOWN)
    again = receive(service, clerk, draft.id, "token", form, signed=False)
    assert again.repeated
    assert (again.case, again.documents) == (first.case, first.documents)
    assert service.store.head(TOWN) == head
    assert len(service.store.rows(TOWN)) == 1
    assert case_made_by(service, clerk, "token") == first.case.id
    assert case_made_by(service, clerk, "another") is None


def test_the_receipt_comes_back_even_when_the_case_has_moved_on(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    form = form_of(service, ALLOWANCE, WHOLE)
    first = receive(service, clerk, draft.id, "token", form, signed=False)
    act(service, "social-chen", first.case.id, "accept")
    again = receive(service, clerk, draft.id, "token", form, signed=False)
    assert (again.repeated, again.documents) == (True, first.documents)


@pytest.mark.parametrize("what", ["answers", "signature", "act", "draft", "sender"])
def test_the_same_token_with_another_body_is_refused_and_nothing_written(
    service: Service, clerk: Actor, what: str
) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    form = form_of(service, ALLOWANCE, WHOLE)
    receive(service, clerk, draft.id, "token", form, signed=False)
    head = service.store.head(TOWN)
    other = start_draft(service, clerk, ALLOWANCE)
    attempts: dict[str, Callable[[], Done]] = {
        "answers": lambda: receive(service, clerk, draft.id, "token", [*form, ("备注", "改")], signed=False),
        "signature": lambda: receive(service, clerk, draft.id, "token", form, signed=True),
        "act": lambda: advise(service, clerk, draft.id, "token", form),
        "draft": lambda: receive(service, clerk, other.id, "token", form, signed=False),
        "sender": lambda: receive(service, actor(service, "clerk-li"), draft.id, "token", form, signed=False),
    }
    with pytest.raises(TokenReusedError, match="已经提交过一次，内容却不同"):
        attempts[what]()
    assert service.store.head(TOWN) == head
    assert own_draft(service, clerk, other.id).version == 1


def test_a_draft_received_once_makes_no_second_case_under_another_token(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    form = form_of(service, ALLOWANCE, WHOLE)
    receive(service, clerk, draft.id, "token", form, signed=False)
    with pytest.raises(NotFoundError, match="可能已经收件"):
        receive(service, clerk, draft.id, "another", form, signed=False)


def test_refused_receipt_keeps_the_draft_and_the_numbers(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    save_draft(service, clerk, draft.id, [("申请人姓名", "张桂兰")], 1)
    nobody = [(name, value) for name, value in form_of(service, ALLOWANCE, WHOLE) if name != "申请人姓名"]
    with pytest.raises(CaseError, match="还不知道是谁申请"):
        receive(service, clerk, draft.id, "token", nobody, signed=False)
    assert own_draft(service, clerk, draft.id).form == (("申请人姓名", "张桂兰"),)
    done = receive(service, clerk, draft.id, "token", form_of(service, ALLOWANCE, WHOLE), signed=False)
    assert done.case.id[19:23] == "0001"  # the refused try took no number, and the token is still good


@pytest.mark.in_2026
def test_advised_gets_a_number_no_clock_and_no_code(service: Service) -> None:
    done = file_case(service, "clerk-wang", ALLOWANCE, "申请审批表没带，不能容缺", advising=True)
    assert (done.case.state, done.case.filed, done.case.progress_code) == ("advised", None, "")
    assert [d.number for d in done.documents] == ["沙政务告〔2026〕第0001号"]
    row = service.store.row(TOWN, done.case.id)
    assert row is not None and (row.due, row.departments) == ("", ())


class Fault(Exception):
    """Something of ours goes wrong in the middle."""


def _break_builder(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = registry.data_for, []

    def second_fails(type: str, occasion: Any) -> dict[str, Any]:
        calls.append(type)
        if len(calls) == 2:
            raise Fault
        return real(type, occasion)

    monkeypatch.setattr(issuing, "data_for", second_fails)


def _break(method: str) -> Callable[[pytest.MonkeyPatch], None]:
    def fail(*_arguments: Any) -> None:
        raise Fault

    return lambda monkeypatch: monkeypatch.setattr(SqliteTransaction, method, fail)


@pytest.mark.in_2026
@pytest.mark.parametrize(
    "fault",
    [_break_builder, *map(_break, ("publish", "append", "index", "clear", "use"))],
    ids=["builder", "publish", "append", "index", "clear", "use"],
)
def test_a_fault_in_the_middle_leaves_nothing_behind(
    service: Service, clerk: Actor, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    file_case(service, "clerk-wang", INVOICE)
    draft = start_draft(service, clerk, ALLOWANCE)
    form = form_of(service, ALLOWANCE, WHOLE)
    save_draft(service, clerk, draft.id, form, 1)
    head = service.store.head(TOWN)
    with monkeypatch.context() as patched:
        fault(patched)
        with pytest.raises(Fault):
            receive(service, clerk, draft.id, "token", form, signed=False)
    assert service.store.head(TOWN) == head
    assert len(service.store.rows(TOWN)) == 1
    assert own_draft(service, clerk, draft.id).form == tuple(form)
    assert case_made_by(service, clerk, "token") is None
    done = receive(service, clerk, draft.id, "token", form, signed=False)
    assert done.case.id[19:23] == "0002"
    assert [d.number for d in done.documents] == ["沙政务收〔2026〕第0002号", "沙政务核〔2026〕第0002号"]


def test_a_case_is_found_by_what_was_received_and_only_then(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    assert service.store.find(TOWN, "name", "张桂兰") == (case.id,)
    assert service.store.find(TOWN, "token", case.progress_token) == (case.id,)
    assert service.store.find(TOWN, "identifier", case.applicant.identifier) == (case.id,)  # type: ignore[union-attr]


def test_what_does_not_apply_is_listed_and_not_received(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    form = [*form_of(service, ALLOWANCE, WHOLE), ("外地居住详细地址", "郑州市")]
    case = receive(service, clerk, draft.id, "token", form, signed=False).case
    assert case.verdict["unused"] == ["代办人姓名", "代办人身份证号", "外地居住详细地址"]


def test_five_posts_of_one_form_at_once_make_one_case(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    form = form_of(service, ALLOWANCE, WHOLE)
    with ThreadPoolExecutor(5) as desks:
        sent = [desks.submit(receive, service, clerk, draft.id, "token", form, signed=False) for _ in range(5)]
        answers = [one.result() for one in sent]
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True, True]
    assert {answer.case.id for answer in answers} == {answers[0].case.id}
    assert all(answer.documents == answers[0].documents for answer in answers)
    assert len(service.store.rows(TOWN)) == 1


def test_clerks_receiving_at_once_share_no_number(service: Service) -> None:
    with ThreadPoolExecutor(6) as desks:
        logins = ["clerk-wang", "clerk-li"] * 6
        cases = [done.case.id for done in desks.map(lambda login: file_case(service, login), logins)]
    assert sorted(int(case[19:23]) for case in cases) == list(range(1, 13))


PROMISED = "去年从外地迁入，系统查不到停发，签了承诺书"


@pytest.mark.in_2026
@pytest.mark.parametrize("kept", ["属实", "不属实"])
def test_who_broke_a_promise_promises_nothing_more(service: Service, kept: str) -> None:
    case = file_case(service, "clerk-wang", name=PROMISED).case.id
    act(service, "social-chen", case, "accept")
    act(service, "social-chen", case, "finish_step", {"意见": "属实"})
    act(service, "civil-zhou", case, "finish_step", {"要点.数据比对": "通过", "意见": "同意"})
    act(service, "civil-zhou", case, "grant", {"理由": "符合条件。"})
    found = {"材料": "原户籍地停发证明", "结果": kept, "说明": "向原户籍地函询。"}
    act(service, "civil-zhou", case, "check_promise", found)
    if kept == "不属实":
        with pytest.raises(CaseError, match="申请人以前的告知承诺经核查不实，不再适用告知承诺：「原户籍地停发证明」"):
            file_case(service, "clerk-wang", name=PROMISED)
        file_case(service, "clerk-wang")  # what is no promise is taken in as ever
    else:
        file_case(service, "clerk-wang", name=PROMISED)
