"""好差评: five grades, once a handling, after it is over; the two lowest are called back; the office sees nothing."""

from __future__ import annotations

from datetime import date

import pytest

from engine.case.evaluation import GRADES
from engine.case.events import CaseError
from engine.case.fold import fold
from engine.service.cases.desks import open_case, worklist
from engine.service.cases.evaluating import call_back, evaluate, waiting
from engine.service.cases.progress import by_token
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.printing import package
from engine.web.cases.timeline import timeline
from tests.conftest import Clock
from tests.support.counter import act, actor, file_case
from tests.support.launcher import TOWN


@pytest.fixture
def over(service: Service) -> str:
    """A case the applicant withdrew: the handling is over."""
    case = file_case(service, "clerk-wang").case.id
    act(service, "clerk-wang", case, "withdraw", {"理由": "不办了。"})
    return case


def token_of(service: Service, case: str) -> str:
    return fold(service.store.events(TOWN, case)).progress_token


def rated(service: Service, case: str, grade: str, words: str = "") -> None:
    evaluate(service, TOWN, token_of(service, case), grade, words)


def test_there_are_five_grades(service: Service, over: str) -> None:
    assert GRADES == ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
    for none in ("很好", "", "满意 "):
        with pytest.raises(CaseError, match="请在非常满意、满意、基本满意、不满意、非常不满意里选一个"):
            rated(service, over, none)


def test_a_handling_is_evaluated_once_and_not_before_it_is_over(service: Service, over: str) -> None:
    running = file_case(service, "clerk-wang").case.id
    with pytest.raises(CaseError, match="还没有办结"):
        rated(service, running, "满意")
    rated(service, over, "满意", "等得不久。")
    with pytest.raises(CaseError, match="每次办理评价一次"):
        rated(service, over, "非常满意")
    act(service, "clerk-wang", over, "archive")  # it moved no state and stands in nobody's way
    with pytest.raises(CaseError, match="每次办理评价一次"):
        rated(service, over, "非常满意")
    given = fold(service.store.events(TOWN, over)).evaluation
    assert given is not None and (given.grade, given.words) == ("满意", "等得不久。")


def test_only_who_holds_the_paper_evaluates(service: Service, over: str) -> None:
    for wrong in ("", "x" * 22, over):
        with pytest.raises(NotFoundError):
            evaluate(service, TOWN, wrong, "满意", "")


def test_words_have_an_end(service: Service, over: str) -> None:
    with pytest.raises(CaseError, match="意见最多500字"):
        rated(service, over, "满意", "好" * 501)
    rated(service, over, "满意", "好" * 500)


def test_nobody_of_the_office_learns_that_or_how_a_case_was_evaluated(
    service: Service, over: str, clock: Clock
) -> None:
    clerk = actor(service, "clerk-wang")
    page = open_case(service, clerk, over).office_history[-1].sequence
    before = timeline(open_case(service, clerk, over), service.town(TOWN))
    rows = worklist(service, clerk)
    clock.move(hours=1)
    rated(service, over, "非常不满意", "态度不好。")
    supervisor = actor(service, "supervisor-tao")
    call_back(service, supervisor, over, "已向群众致歉。")

    assert timeline(open_case(service, clerk, over), service.town(TOWN)) == before
    assert worklist(service, clerk) == rows
    assert open_case(service, clerk, over).office_history[-1].sequence == page  # a page opened before it is not stale
    act(service, "clerk-wang", over, "archive")
    sheet = next(d for d in open_case(service, clerk, over).documents if d.type == "archive_sheet")
    assert not [hand for hand in sheet.data["hands"] if hand["what"] in ("好差评", "回访")]
    assert "好差评".encode() not in package(service, clerk, over)
    assert by_token(service, TOWN, token_of(service, over)).evaluated  # that it was, not how


@pytest.mark.in_2026
@pytest.mark.parametrize("grade", GRADES)
def test_the_two_lowest_grades_wait_for_a_call_within_fifteen_working_days(
    service: Service, over: str, grade: str
) -> None:
    rated(service, over, grade, "等了两个小时。")
    supervisor = actor(service, "supervisor-tao")
    found = waiting(service, supervisor)
    if grade not in ("不满意", "非常不满意"):
        assert found == ()
        return
    assert [(one.case, one.grade, one.words) for one in found] == [(over, grade, "等了两个小时。")]
    assert found[0].due == date(2026, 3, 23)  # Monday 2 March and three weeks of five days
    with pytest.raises(CaseError, match="请写明回访和整改的情况"):
        call_back(service, supervisor, over, " ")
    call_back(service, supervisor, over, "已电话回访，增开一个窗口。")
    assert waiting(service, supervisor) == ()
    with pytest.raises(CaseError, match="没有要回访的评价"):
        call_back(service, supervisor, over, "再回访一次。")


def test_only_the_supervisor_sees_and_answers_who_is_not_satisfied(service: Service, over: str) -> None:
    rated(service, over, "不满意")
    for login in ("clerk-wang", "social-chen", "issuer-jin"):
        somebody = actor(service, login)
        assert waiting(service, somebody) == ()
        with pytest.raises(CaseError, match="由监督岗位回访"):
            call_back(service, somebody, over, "我来回访。")


def test_an_evaluation_stands_in_the_chain_like_any_other_event(service: Service, over: str) -> None:
    head = service.store.head(TOWN)
    rated(service, over, "不满意", "态度不好。")
    event = service.store.events(TOWN, over)[-1]
    assert (event.kind, event.actor.role, event.sequence) == ("evaluated", "申请人", head.sequence + 1)
