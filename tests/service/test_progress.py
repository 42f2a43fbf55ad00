"""The public progress page: by the QR's token or by number and code, so many tries, and nobody in full."""

from __future__ import annotations

import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import cast

import pytest

from engine.service.cases.progress import Progress, by_code, by_token
from engine.service.centre.context import NotFoundError, Service
from engine.service.centre.limits import LimitError
from engine.store.contract import Store
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, INVOICE, INVOICE_LINE, act, file_case, take_on
from tests.support.launcher import TOWN


def test_by_token_and_by_code_show_the_same(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    by_qr = by_token(service, TOWN, case.progress_token)
    assert by_qr == by_code(service, TOWN, f" {case.id} ", f" {case.progress_code.lower()} ")
    assert (by_qr.case, by_qr.title, by_qr.applicant, by_qr.state) == (case.id, "高龄津贴申领", "张*兰", "已收件")
    assert by_qr.holders == (("沙堰镇社会事务办公室", "0377-00000012"),)
    assert (by_qr.due, [title for title, _ in by_qr.steps]) == (None, ["收件"])


@pytest.mark.in_2026
def test_it_says_until_when_and_who_has_it_now(service: Service) -> None:
    case = file_case(service, "clerk-wang", ALLOWANCE, "社保卡复印件忘带了，先受理后补").case
    act(service, "social-chen", case.id, "accept")
    progress = by_token(service, TOWN, case.progress_token)
    assert progress.due is not None and progress.due.last_day == date(2026, 3, 11)
    assert progress.outstanding == (("社保卡或一卡通复印件", "2026-03-09"),)
    act(service, "social-chen", case.id, "finish_step", {"意见": "属实"})
    assert by_token(service, TOWN, case.progress_token).holders == (("新野县民政局", "0377-00000011"),)


def test_a_decided_case_has_no_due_date_and_a_closed_one_no_holder(service: Service) -> None:
    case = file_case(service, "clerk-wang", INVOICE).case
    take_on(service, case.id, "grant")
    decided = by_token(service, TOWN, case.progress_token)
    assert (decided.due, decided.state) == (None, "准予，待制证")
    assert decided.holders == (("沙堰镇行政审批服务中心出证", "0377-00000000"),)
    for login, name, inputs in INVOICE_LINE[3:]:
        act(service, login, case.id, name, inputs)
    archived = by_token(service, TOWN, case.progress_token)
    assert (archived.state, archived.holders) == ("已归档", ())


def test_nobody_stands_there_in_full(service: Service) -> None:
    case = file_case(service, "clerk-wang", ALLOWANCE, "儿子代办，委托书和身份证都带了").case
    text = json.dumps(dataclasses.asdict(by_token(service, TOWN, case.progress_token)), default=str, ensure_ascii=False)
    assert case.applicant is not None and case.agent is not None
    for secret in (case.applicant.name, case.applicant.identifier, case.applicant.phone, case.agent.name, "王芳"):
        assert secret not in text


def test_five_wrong_codes_hold_an_address_for_an_hour_and_nobody_else(service: Service, clock: Clock) -> None:
    case = file_case(service, "clerk-wang").case
    for _ in range(5):
        with pytest.raises(NotFoundError, match="没有查到这个办件"):
            by_code(service, TOWN, case.id, "22222222", "192.0.2.7")
    with pytest.raises(LimitError, match="查询码输错的次数太多了，请等60分钟再试。"):
        by_code(service, TOWN, case.id, case.progress_code, "192.0.2.7")
    assert by_code(service, TOWN, case.id, case.progress_code, "198.51.100.4").case == case.id
    assert by_token(service, TOWN, case.progress_token).case == case.id  # the QR still works
    clock.move(minutes=59)
    with pytest.raises(LimitError):
        by_code(service, TOWN, case.id, case.progress_code, "192.0.2.7")
    clock.move(minutes=2)
    assert by_code(service, TOWN, case.id, case.progress_code, "192.0.2.7").case == case.id


def test_one_number_held_holds_no_other(service: Service) -> None:
    case, other = file_case(service, "clerk-wang").case, file_case(service, "clerk-wang").case
    for _ in range(5):
        with pytest.raises(NotFoundError):
            by_code(service, TOWN, case.id, "wrong")
    assert by_code(service, TOWN, other.id, other.progress_code).case == other.id


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    said = []
    for number in (case.id, "411329102202603020100022"):  # the second is a sound number that no case has
        with pytest.raises(NotFoundError) as refused:
            by_code(service, TOWN, number, "22222222")
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_a_number_that_no_case_has_is_held_like_one_that_has(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    said = []
    for number in (case.id, "411329102202603020100022"):
        for _ in range(6):
            with pytest.raises((NotFoundError, LimitError)) as refused:
                by_code(service, TOWN, number, "22222222")
        said.append((type(refused.value), str(refused.value)))
    assert said[0] == said[1]
    assert said[0][0] is LimitError


def test_nothing_of_a_case_is_read_before_number_and_code_belong_together(service: Service) -> None:
    case, other = file_case(service, "clerk-wang").case, file_case(service, "clerk-wang").case
    read: list[str] = []

    class Watched:
        """The store, noting which cases are read."""

        def __getattr__(self, name: str) -> object:
            if name in ("find", "admit", "take_back"):
                return getattr(service.store, name)
            return lambda *given: read.append(name) or getattr(service.store, name)(*given)

    watched = dataclasses.replace(service, store=cast(Store, service.store))
    watched.store = cast(Store, Watched())
    for number, code in ((case.id, "22222222"), (case.id, other.progress_code), ("411329102202603020100022", "2")):
        with pytest.raises(NotFoundError):
            by_code(watched, TOWN, number, code)
    assert read == []
    assert by_code(watched, TOWN, case.id, case.progress_code).case == case.id
    assert "events" in read


def test_of_twelve_codes_tried_at_once_five_are_looked_at(service: Service) -> None:
    case = file_case(service, "clerk-wang").case

    def guess(number: int) -> type[Exception]:
        with pytest.raises((NotFoundError, LimitError)) as refused:
            by_code(service, TOWN, case.id, f"GUESS{number:03}")
        return type(refused.value)

    with ThreadPoolExecutor(12) as guessing:
        said = list(guessing.map(guess, range(12)))
    assert (said.count(NotFoundError), said.count(LimitError)) == (5, 7)


@pytest.mark.parametrize(
    "number", ["", "1", "411329102202603020100015", "４１１３２９１０２２０２６０３０２０１０００１０", "x" * 24]
)
def test_a_slip_in_the_number_is_told_before_anything_is_counted(service: Service, number: str) -> None:
    with pytest.raises(NotFoundError, match="24位数字，最后一位用来防止输错"):
        by_code(service, TOWN, number, "22222222")


def test_a_case_that_was_only_advised_has_no_progress(service: Service) -> None:
    case = file_case(service, "clerk-wang", ALLOWANCE, "申请审批表没带，不能容缺", advising=True).case
    for code in ("", "22222222"):
        with pytest.raises(NotFoundError):
            by_code(service, TOWN, case.id, code)
    with pytest.raises(NotFoundError):
        by_token(service, TOWN, "")


@pytest.mark.parametrize("token", ["", "a", "a" * 22, "a" * 500, "../../etc/passwd......"])
def test_a_token_nobody_has_opens_nothing(service: Service, token: str) -> None:
    with pytest.raises(NotFoundError, match="没有查到这个办件"):
        by_token(service, TOWN, token)


def test_another_town_has_its_own(service: Service) -> None:
    case = file_case(service, "clerk-wang").case
    with pytest.raises(NotFoundError, match="没有这个地方的服务中心"):
        by_token(service, "elsewhere", case.progress_token)


def test_the_time_line_tells_what_happened_and_not_what_was_printed(service: Service) -> None:
    case = file_case(service, "clerk-wang", INVOICE).case
    take_on(service, case.id, "archive")
    progress: Progress = by_token(service, TOWN, case.progress_token)
    assert [title for title, _ in progress.steps] == [
        "收件", "受理", "完成审查步骤", "准予决定", "制证", "送达", "办结", "归档",
    ]  # fmt: skip
