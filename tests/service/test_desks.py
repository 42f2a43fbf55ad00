"""Whose desk shows which cases, and that what one may not see is neither listed, found nor opened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.case.events import CaseError
from engine.service.cases.desks import find, open_case, worklist
from engine.service.centre.context import NotFoundError, Service
from engine.service.office.acting import acts
from engine.store.worklists import Wanted
from tests.support.counter import ALLOWANCE, GIVEN, IDENTITY_CARD, INVOICE, act, actor, file_case, take_on

ALL = (
    "clerk-wang",
    "clerk-zhao",
    "social-chen",
    "civil-zhou",
    "tax-jiang",
    "station-han",
    "issuer-jin",
    "supervisor-tao",
)


def desks_with(service: Service, case: str) -> set[str]:
    return {login for login in ALL if case in {row.case for row in worklist(service, actor(service, login)).rows}}


def test_a_case_lies_on_one_desk_after_the_other(service: Service) -> None:
    case = file_case(service, "clerk-wang").case.id
    # The window keeps its own cases in view; a supervisor sees every open one.
    assert desks_with(service, case) == {"clerk-wang", "social-chen", "supervisor-tao"}
    act(service, "social-chen", case, "accept")
    act(service, "social-chen", case, "finish_step", {"意见": "属实"})
    assert desks_with(service, case) == {"clerk-wang", "civil-zhou", "supervisor-tao"}
    act(service, "civil-zhou", case, "finish_step", {"要点.数据比对": "通过", "意见": "同意"})
    act(service, "civil-zhou", case, "grant")
    assert desks_with(service, case) == {"clerk-wang", "issuer-jin", "supervisor-tao"}
    act(service, "issuer-jin", case, "make_certificate")
    act(service, "issuer-jin", case, "deliver", GIVEN)
    assert desks_with(service, case) == {"clerk-wang"}


def test_the_earliest_due_stands_first_and_states_narrow(service: Service) -> None:
    slow = file_case(service, "clerk-wang").case.id
    quick = file_case(service, "clerk-wang", INVOICE).case.id
    act(service, "social-chen", slow, "accept")
    act(service, "clerk-wang", quick, "accept")
    wang = actor(service, "clerk-wang")
    assert [row.case for row in worklist(service, wang).rows] == [quick, slow]
    assert worklist(service, wang, Wanted(states=("archived",))).rows == ()
    take_case = [row.case for row in worklist(service, actor(service, "tax-jiang"), Wanted(states=("in_review",))).rows]
    assert take_case == [quick]


def test_the_issuing_desk_never_lists_what_is_not_decided(service: Service) -> None:
    case = file_case(service, "clerk-wang", INVOICE).case.id
    issuer = actor(service, "issuer-jin")
    for states in ((), ("received",), ("in_review", "to_decide"), ("advised",)):
        assert worklist(service, issuer, Wanted(states=states)).rows == ()
    take_on(service, case, "archive")
    assert [row.case for row in worklist(service, issuer, Wanted(states=("archived",))).rows] == [case]
    assert worklist(service, issuer).rows == ()


def test_an_account_without_windows_lists_nothing(service: Service) -> None:
    file_case(service, "clerk-wang")
    assert worklist(service, replace(actor(service, "clerk-wang"), windows=())).rows == ()
    assert worklist(service, replace(actor(service, "social-chen"), department="")).rows == ()
    with pytest.raises(NotFoundError, match="没有这个地方"):
        worklist(service, replace(actor(service, "supervisor-tao"), town="elsewhere"))


def test_rows_show_nobody_in_full(service: Service) -> None:
    file_case(service, "clerk-wang")
    (row,) = worklist(service, actor(service, "supervisor-tao")).rows
    assert row.applicant == "张*兰"
    assert row.receiver == "clerk-wang"


# -- finding ------------------------------------------------------------------------------------------------------


def test_found_by_number_identifier_phone_or_name_exactly(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    assert case.applicant is not None
    wang = actor(service, "clerk-wang")
    for text in (case.id, case.applicant.identifier, case.applicant.phone, "张桂兰", " 张桂兰 "):
        assert [row.case for row in find(service, wang, text)] == [case.id], text
    for text in ("张桂", "桂兰", case.id[:-1], case.applicant.identifier[:-1], "", " ", "%", "_" * 101):
        assert find(service, wang, text) == (), text


def test_all_cases_of_a_person_are_found_each_once(service: Service) -> None:
    first = file_case(service, "clerk-wang").case.id
    second = file_case(service, "clerk-wang", INVOICE).case.id
    found = {row.case for row in find(service, actor(service, "clerk-wang"), "张桂兰")}
    assert found == {first, second}


@pytest.mark.parametrize("login", ["clerk-zhao", "tax-jiang", "station-han", "issuer-jin"])
def test_what_one_may_not_see_is_neither_found_nor_opened(service: Service, login: str) -> None:
    case = file_case(service, "clerk-wang").case
    who = actor(service, login)
    for text in (case.id, "张桂兰"):
        assert find(service, who, text) == ()
    with pytest.raises(NotFoundError) as hidden:
        open_case(service, who, case.id)
    with pytest.raises(NotFoundError) as missing:
        open_case(service, who, "411329102202603020199990")
    assert str(hidden.value) == str(missing.value)


def test_each_window_has_its_own(service: Service) -> None:
    card = file_case(service, "clerk-zhao", IDENTITY_CARD).case.id
    assert [row.case for row in worklist(service, actor(service, "clerk-sun")).rows] == [card]
    assert worklist(service, actor(service, "clerk-wang")).rows == ()
    with pytest.raises(NotFoundError):
        open_case(service, actor(service, "clerk-wang"), card)


def test_a_department_sees_no_advice_and_a_supervisor_may_look(service: Service) -> None:
    advised = file_case(service, "clerk-wang", ALLOWANCE, "申请审批表没带，不能容缺", advising=True).case.id
    with pytest.raises(NotFoundError):
        open_case(service, actor(service, "social-chen"), advised)
    assert open_case(service, actor(service, "supervisor-tao"), advised).state == "advised"


def test_a_department_keeps_sight_of_what_it_passed_on_or_finished_and_can_do_nothing(service: Service) -> None:
    case = file_case(service, "clerk-wang").case.id
    act(service, "social-chen", case, "accept")
    act(service, "social-chen", case, "transfer", {"转到": "税务分局", "理由": "收入要由税务核实。"})
    act(service, "tax-jiang", case, "transfer", {"转到": "县残联", "理由": "应由残联核实。"})
    act(service, "disabled-luo", case, "finish_step", {"意见": "属实"})
    for login in ("social-chen", "tax-jiang", "disabled-luo"):  # passed on; passed on, no part in the matter; finished
        who = actor(service, login)
        seen = open_case(service, who, case)
        assert [row.case for row in worklist(service, who).rows] == []
        assert [row.case for row in worklist(service, who, Wanted(before=True)).rows] == [case]
        assert [row.case for row in find(service, who, case)] == [case]
        decided = {"finish_step", "grant", "deny", "return_step", "suspend", "transfer", "extend", "terminate"}
        assert not [one.name for one in acts(service, who, seen) if one.open and one.name in decided]
        with pytest.raises(CaseError, match="现在由新野县民政局办理"):
            act(service, login, case, "finish_step", {"意见": "再办一次"})
    with pytest.raises(NotFoundError):
        open_case(service, actor(service, "station-han"), case)


def test_the_papers_of_a_case_can_be_printed_again_only_by_who_has_a_part_in_it(service: Service) -> None:
    case = file_case(service, "clerk-wang").case.id
    act(service, "social-chen", case, "accept")
    act(service, "social-chen", case, "transfer", {"转到": "税务分局", "理由": "收入要由税务核实。"})
    act(service, "tax-jiang", case, "transfer", {"转到": "镇社会事务办", "理由": "已核实。"})
    possible = {
        one.name: one
        for one in acts(service, actor(service, "tax-jiang"), open_case(service, actor(service, "tax-jiang"), case))
    }
    assert possible["reprint"].obstacle == "这个办件已经由您的部门转办出去，现在只能查看。"
