"""An act on a case: committed whole or not at all, by the right person, on the page as it is now."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.case.events import CaseError
from engine.case.records import Case
from engine.catalogue.town_catalogue import load_catalogue
from engine.matter.town import load_town
from engine.service.cases import issuing
from engine.service.cases.desks import open_case
from engine.service.centre.accounts import add_account
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.drafting import reopen
from engine.service.counter.receiving import receive
from engine.service.office.acting import acts, perform
from engine.store.errors import SeparationError, StaleError, TokenReusedError
from engine.store.sqlite.store import SqliteTransaction
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, GIVEN, INVOICE, PENSION, act, actor, file_case, form_of, take_on
from tests.support.launcher import ROOT, TOWN


def second_account(service: Service, login: str, role: str, person: str, department: str = "") -> None:
    windows = ("综合受理",) if role == "窗口" else ()
    add_account(
        service, TOWN, login, "correct horse battery", name="同一人", role=role, person=person,
        department=department, windows=windows,
    )  # fmt: skip


@pytest.mark.in_2026
def test_the_whole_line_of_a_same_day_matter(service: Service) -> None:
    case = file_case(service, "clerk-wang", INVOICE).case
    done = take_on(service, case.id, "archive")
    assert [e.kind for e in done.case.history if e.kind != "document_issued"] == [
        "received", "accepted", "step_finished", "granted", "certificate_made", "delivered", "closed", "archived",
    ]  # fmt: skip
    assert [d.type for d in done.case.documents] == [
        "receipt_notice", "checkpoint_sheet", "acceptance_notice", "grant_decision", "certificate", "delivery_record",
        "closing_notice", "archive_sheet",
    ]  # fmt: skip
    assert service.store.parts(TOWN, case.id) == {
        "clerk-wang": "receive", "tax-jiang": "approve", "issuer-jin": "issue",
    }  # fmt: skip
    certificate = done.case.documents[4]
    assert certificate.number == done.case.certificates[0].number == "沙政务证〔2026〕第0001号"
    open_ = [one.name for one in acts(service, actor(service, "clerk-wang"), done.case) if one.open]
    assert open_ == ["hand_over", "reprint"]


def test_every_event_says_who_where_when_and_by_which_definition(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    done = act(service, "social-chen", case.id, "accept")
    event = done.case.history[3]
    assert (event.kind, event.actor.person, event.actor.role, event.actor.department, event.actor.channel) == (
        "accepted", "social-chen", "审批", "镇社会事务办", "窗口",
    )  # fmt: skip
    assert event.at == service.now()
    assert event.fact.definition == service.current(TOWN, ALLOWANCE).identity


def test_a_page_that_has_grown_old_changes_nothing_and_is_told_who_was_first(service: Service, clock: Clock) -> None:
    case = file_case(service, "clerk-wang").case
    shown = case.history[-1].sequence
    clock.move(minutes=25)
    act(service, "social-chen", case.id, "accept")
    head = service.store.head(TOWN)
    with pytest.raises(StaleError, match=r"陈静已经在09:35办理了「受理」"):
        perform(service, actor(service, "social-hu"), case.id, "accept", {}, "late", shown)
    assert service.store.head(TOWN) == head


def test_the_same_act_again_gets_the_same_answer_and_another_body_is_refused(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    expected = case.history[-1].sequence
    chen = actor(service, "social-chen")
    first = perform(service, chen, case.id, "accept", {}, "token", expected)
    again = perform(service, chen, case.id, "accept", {}, "token", expected)
    assert (again.repeated, again.case, again.documents) == (True, first.case, first.documents)
    head = service.store.head(TOWN)
    for attempt in (
        lambda: perform(service, chen, case.id, "refuse", {}, "token", expected),
        lambda: perform(service, chen, case.id, "accept", {"x": "y"}, "token", expected),
        lambda: perform(service, chen, case.id, "accept", {}, "token", expected + 1),
        lambda: perform(service, actor(service, "social-hu"), case.id, "accept", {}, "token", expected),
    ):
        with pytest.raises(TokenReusedError):
            attempt()
    assert service.store.head(TOWN) == head


@pytest.mark.parametrize("name", ["advise", "receive", "erase", "", "__init__"])
def test_what_is_no_act_on_a_case_does_not_exist(service: Service, name: str) -> None:
    case = file_case(service, "clerk-wang", ALLOWANCE, "申请审批表没带，不能容缺", advising=True).case
    with pytest.raises(NotFoundError, match="没有这个操作"):
        act(service, "clerk-wang", case.id, name)


@pytest.mark.parametrize(
    "login", ["clerk-zhao", "tax-jiang", "police-zhu", "issuer-jin"], ids=["window", "department", "line", "stage"]
)
def test_a_case_one_may_not_see_does_not_exist(service: Service, login: str) -> None:
    case = file_case(service, "clerk-wang").case
    for attempt in (
        lambda: act(service, login, case.id, "accept"),
        lambda: open_case(service, actor(service, login), case.id),
    ):
        with pytest.raises(NotFoundError, match="没有这个办件"):
            attempt()
    with pytest.raises(NotFoundError, match="没有这个办件"):
        perform(service, actor(service, login), "411329102202603020100091", "accept", {}, "t", 0)


def test_a_case_of_another_town_does_not_exist(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    stranger = dataclasses.replace(actor(service, "social-chen"), town="elsewhere")
    with pytest.raises(NotFoundError):
        open_case(service, stranger, case.id)
    with pytest.raises(NotFoundError):
        perform(service, stranger, case.id, "accept", {}, "t", case.history[-1].sequence)


# -- one person, one part -----------------------------------------------------------------------------------------


def test_a_clerk_with_a_second_account_does_not_approve(service: Service) -> None:
    second_account(service, "wang-too", "审批", "clerk-wang", "镇社会事务办")
    case = file_case(service, "clerk-wang").case
    head = service.store.head(TOWN)
    with pytest.raises(SeparationError, match="办过「收件受理」，不能再办「审查决定」"):
        act(service, "wang-too", case.id, "accept")
    assert service.store.head(TOWN) == head
    assert service.store.parts(TOWN, case.id) == {"clerk-wang": "receive"}
    assert act(service, "social-chen", case.id, "accept").case.state == "in_review"


def test_an_approver_with_a_second_account_does_not_issue_nor_a_clerk(service: Service) -> None:
    second_account(service, "jiang-too", "出证", "tax-jiang")
    second_account(service, "wang-three", "出证", "clerk-wang")
    case = file_case(service, "clerk-wang", INVOICE).case
    take_on(service, case.id, "grant")
    for login in ("jiang-too", "wang-three"):
        with pytest.raises(SeparationError):
            act(service, login, case.id, "make_certificate")
    act(service, "issuer-jin", case.id, "make_certificate")
    with pytest.raises(SeparationError):
        act(service, "jiang-too", case.id, "deliver", GIVEN)


def test_who_received_may_accept_where_receipt_is_acceptance_but_not_decide(service: Service) -> None:
    second_account(service, "wang-tax", "审批", "clerk-wang", "税务分局")
    case = file_case(service, "clerk-wang", INVOICE).case
    act(service, "clerk-wang", case.id, "accept")
    with pytest.raises(SeparationError):
        act(service, "wang-tax", case.id, "finish_step", {"意见": "已缴清"})


def test_an_advice_is_a_part_too(service: Service) -> None:
    second_account(service, "li-too", "审批", "clerk-li", "镇社会事务办")
    advised = file_case(service, "clerk-li", ALLOWANCE, "申请审批表没带，不能容缺", advising=True).case
    wang = actor(service, "clerk-wang")
    draft = reopen(service, wang, advised.id)
    receive(service, wang, draft.id, "t", form_of(service, ALLOWANCE, "今天满80周岁，材料齐全"), signed=False)
    with pytest.raises(SeparationError):
        act(service, "li-too", advised.id, "accept")


# -- nothing half done --------------------------------------------------------------------------------------------


@pytest.mark.in_2026
@pytest.mark.parametrize("method", ["append", "index", "use", "publish"])
def test_a_fault_in_the_middle_of_an_act_leaves_the_case_as_it_was(
    service: Service, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    class Fault(Exception):
        pass

    def fail(*_arguments: Any) -> None:
        raise Fault

    case = file_case(service, "clerk-wang").case
    before, row = service.store.head(TOWN), service.store.row(TOWN, case.id)
    with monkeypatch.context() as patched:
        patched.setattr(SqliteTransaction, method, fail)
        with pytest.raises(Fault):
            act(service, "social-chen", case.id, "accept", token="t")
    assert (service.store.head(TOWN), service.store.row(TOWN, case.id)) == (before, row)
    assert service.store.parts(TOWN, case.id) == {"clerk-wang": "receive"}
    done = act(service, "social-chen", case.id, "accept", token="t")
    assert [d.number for d in done.documents] == ["沙政务受〔2026〕第0001号"]


@pytest.mark.in_2026
def test_a_refused_act_takes_no_number(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    with pytest.raises(CaseError, match="不予受理的情形"):
        act(service, "social-chen", case.id, "refuse", {"理由": "不行"})
    done = act(
        service,
        "social-chen",
        case.id,
        "refuse",
        {"理由类别": "户籍不在本镇", "理由": "户籍在溧河铺镇。"},
        token="again",
    )
    assert [d.number for d in done.documents] == ["沙政务不受〔2026〕第0001号"]
    row = service.store.row(TOWN, case.id)
    assert row is not None and (row.state, row.due) == ("refused", "")


@pytest.mark.in_2026
def test_the_searching_row_follows_the_case(service: Service) -> None:
    def at(case: Case) -> tuple[str, tuple[str, ...], str]:
        row = service.store.row(TOWN, case.id)
        assert row is not None
        return row.state, row.departments, row.due

    case = file_case(service, "clerk-wang").case
    assert at(case) == ("received", ("镇社会事务办",), "")
    act(service, "social-chen", case.id, "accept")
    assert at(case) == ("in_review", ("镇社会事务办",), "2026-03-11")  # seven working days: 3 4 5 6 9 10 11 March
    act(service, "social-chen", case.id, "finish_step", {"意见": "属实"})
    assert at(case) == ("in_review", ("县民政局",), "2026-03-11")
    act(service, "civil-zhou", case.id, "finish_step", {"要点.数据比对": "通过", "意见": "同意"})
    assert at(case) == ("to_decide", ("县民政局",), "2026-03-11")
    act(service, "civil-zhou", case.id, "grant")
    assert at(case) == ("granted", (), "")


@pytest.mark.in_2026
def test_a_later_material_is_supplied_through_the_counter(service: Service) -> None:
    case = file_case(service, "clerk-wang", ALLOWANCE, "社保卡复印件忘带了，先受理后补").case
    assert [(item.material, item.due) for item in case.later] == [("社保卡或一卡通复印件", date(2026, 3, 9))]
    done = act(service, "social-chen", case.id, "accept")
    assert [d.type for d in done.documents] == ["provisional_acceptance_notice"]
    supplied = act(
        service, "clerk-li", case.id, "supply", {"材料": "社保卡或一卡通复印件", "形式": "复印件", "份数": "1"}
    )
    assert supplied.case.outstanding == ()
    assert service.store.parts(TOWN, case.id) == {"clerk-wang": "receive", "social-chen": "approve"}


@pytest.mark.in_2026
def test_acts_show_what_is_open_first_without_drawing_a_number(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    shown = acts(service, actor(service, "social-chen"), case)
    assert [one.name for one in shown if one.open] == ["accept", "ask_correction", "refuse", "reprint"]
    assert act(service, "social-chen", case.id, "accept").documents[0].number == "沙政务受〔2026〕第0001号"


# -- the definition a case was received under ----------------------------------------------------------------------


@pytest.mark.in_2026
def test_a_case_is_judged_and_printed_by_the_definition_it_was_received_under(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = file_case(service, "clerk-wang", PENSION).case
    for part in ("matters", "towns"):
        _copy(ROOT / part, tmp_path / part)
    file = tmp_path / "matters" / f"{PENSION}.yaml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace("promised: 1个工作日", "promised: 3个工作日").replace(
        "name: 城乡居民基本养老保险参保登记回执", "name: 参保回执新版"
    )
    changed = changed.replace("  - {name: 复核}\n", "")
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    service.catalogues = {TOWN: load_catalogue(tmp_path, load_town(tmp_path, TOWN))}
    assert service.current(TOWN, PENSION).identity != case.definition
    act(service, "pension-zheng", case.id, "accept")
    row = service.store.row(TOWN, case.id)
    assert row is not None and row.due == "2026-03-03"  # one working day, as promised then
    act(service, "pension-zheng", case.id, "finish_step", {"要点.无重复参保": "通过", "意见": "无重复"})
    act(service, "pension-feng", case.id, "finish_step", {"意见": "同意"})  # the step that the new file no longer has
    act(service, "pension-feng", case.id, "grant")
    done = act(service, "issuer-jin", case.id, "make_certificate")
    assert done.case.certificates[0].name == "城乡居民基本养老保险参保登记回执"
    assert {e.fact.definition for e in done.case.history} == {case.definition}
    later = file_case(service, "clerk-wang", PENSION).case
    assert later.definition == service.current(TOWN, PENSION).identity


def test_a_case_stays_open_to_all_when_its_file_is_gone(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    catalogue = service.catalogues[TOWN]
    service.catalogues = {TOWN: dataclasses.replace(catalogue, definitions={})}
    service._pinned.clear()
    assert open_case(service, actor(service, "clerk-wang"), case.id).id == case.id
    assert act(service, "social-chen", case.id, "accept").case.state == "in_review"


def _copy(source: Path, target: Path) -> None:
    for file in source.rglob("*.yaml"):
        there = target / file.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(file.read_bytes())


@pytest.mark.in_2026
def test_numbers_begin_again_with_the_local_year(service: Service, clock: Clock) -> None:
    clock.move(days=304, hours=14, minutes=45)  # 31 December 2026, 23:55 in the town
    assert service.today(TOWN) == date(2026, 12, 31)
    with service.store.transaction(TOWN) as tx:
        draw = issuing.drawer(tx, service.town(TOWN), service.now())
        assert draw("收") == "沙政务收〔2026〕第0001号"
        assert draw("收") == "沙政务收〔2026〕第0002号"
    clock.move(minutes=5)
    with service.store.transaction(TOWN) as tx:
        assert issuing.drawer(tx, service.town(TOWN), service.now())("收") == "沙政务收〔2027〕第0001号"


def test_approvers_deciding_at_once_make_one_decision(service: Service) -> None:
    case = file_case(service, "clerk-wang", INVOICE).case
    decided = take_on(service, case.id, "finish_step").case
    expected = decided.history[-1].sequence

    def decide(number: int) -> str:
        who = actor(service, ("tax-jiang", "tax-shen")[number % 2])
        reasons = {"理由类别": "不能证明业务真实发生", "理由": "没有佐证。"}
        name, inputs = ("deny", reasons) if number % 3 else ("grant", {})
        try:
            return perform(service, who, case.id, name, inputs, f"t{number}", expected).case.state
        except StaleError as error:
            return str(error)

    with ThreadPoolExecutor(8) as desks:
        answers = list(desks.map(decide, range(8)))
    done = [answer for answer in answers if answer in ("granted", "denied")]
    assert len(done) == 1
    assert all("已经在09:10办理了「" in answer for answer in answers if answer not in done)
    kinds = [event.kind for event in service.store.events(TOWN, case.id)]
    assert kinds.count("granted") + kinds.count("denied") == 1
