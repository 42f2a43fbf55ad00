"""What a wrong clock has dated is set right by two persons: days are counted anew, papers are named."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.case.events import CENTRE, Actor
from engine.case.fold import fold
from engine.case.records import Case
from engine.cli import main
from engine.service.cases.settling import settle_all
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import ClockBackError
from engine.service.office.correcting_clock import CorrectionError, correct_clock, wrongly_dated
from engine.store.sqlite import verify
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, INVOICE, act, actor, file_case
from tests.support.launcher import TOWN, service_at

pytestmark = pytest.mark.in_2026
WAITING = "社保卡复印件忘带了，先受理后补"


@pytest.fixture
def supervisor(service: Service) -> Actor:
    return actor(service, "supervisor-tao")


def case_of(service: Service, number: str) -> Case:
    return fold(service.store.events(TOWN, number))


@pytest.fixture
def wrong(service: Service, clock: Clock) -> tuple[str, str, datetime]:
    """On 2 March one case awaits a paper; the clock jumps 200 days ahead, a second is received and accepted, the first
    is ended by the calendar; the clock is put right. The two cases, and when the wrong hour really began."""
    first = file_case(service, "clerk-wang", ALLOWANCE, WAITING).case.id
    clock.move(hours=1)
    began = clock.at
    clock.move(days=200)
    second = file_case(service, "clerk-li").case.id
    clock.move(minutes=10)
    act(service, "social-chen", second, "accept")
    settle_all(service, TOWN)
    clock.move(days=-200, hours=1)
    assert case_of(service, first).state == "terminated"
    with pytest.raises(ClockBackError, match=r"由两个人运行 onewindow clock correct 更正。$"):
        file_case(service, "clerk-wang")
    return first, second, began


def test_after_it_the_line_goes_on_as_if_the_clock_had_been_right(
    service: Service, clock: Clock, clerk: Actor, supervisor: Actor, wrong: tuple[str, str, datetime], folder: Path
) -> None:
    first, second, began = wrong
    found = correct_clock(
        service, TOWN, wrongly_dated(service, TOWN), began, "主板电池没电。", supervisor, clerk
    )  # fmt: skip

    waiting, accepted = case_of(service, first), case_of(service, second)
    assert (waiting.state, [item.due.isoformat() for item in waiting.outstanding]) == ("received", ["2026-03-09"])
    assert (accepted.received_at, str(accepted.accepted_on)) == (began, "2026-03-02")
    row = service.store.row(TOWN, second)
    assert row is not None
    assert row.due == "2026-03-11"  # seven working days after 2 March
    assert (found.cases, found.void) == (2, 1)
    assert {(one.title, one.case == first, one.void) for one in found.papers} == {
        ("终止办理通知书", True, True), ("收件通知单", False, False), ("收件审核要点", False, False),
        ("受理通知书", False, False),
    }  # fmt: skip
    assert verify(folder / "data", TOWN).findings == ()

    assert file_case(service, "clerk-wang").case.state == "received"
    clock.move(days=8)
    settle_all(service, TOWN)
    assert case_of(service, first).state == "terminated"  # on its day it falls due after all


def test_both_signatures_and_the_reason_stand_in_the_chain_and_on_the_time_line(
    service: Service, clerk: Actor, supervisor: Actor, wrong: tuple[str, str, datetime]
) -> None:
    correct_clock(service, TOWN, wrongly_dated(service, TOWN), wrong[2], " 主板电池没电。 ", supervisor, clerk)
    (signed,) = service.store.events(TOWN, CENTRE)
    assert (signed.kind, signed.actor.account, signed.payload["beside"], signed.payload["reasons"]) == (
        "clock_corrected", "supervisor-tao", {"account": "clerk-wang", "name": "王芳"}, "主板电池没电。",
    )  # fmt: skip
    assert sorted(signed.payload["cases"]) == sorted(wrong[:2])
    assert case_of(service, wrong[0]).history[-1].actor.account == "supervisor-tao"


def test_one_person_or_two_without_a_supervisor_correct_nothing(
    service: Service, clerk: Actor, supervisor: Actor, wrong: tuple[str, str, datetime]
) -> None:
    head, places = service.store.head(TOWN), wrongly_dated(service, TOWN)
    other = actor(service, "clerk-li")
    for by, beside, sentence in (
        (supervisor, supervisor, "要由两个不同的人签署"), (clerk, other, "其中一个是监督岗位"),
    ):  # fmt: skip
        with pytest.raises(CorrectionError, match=sentence):
            correct_clock(service, TOWN, places, wrong[2], "电池", by, beside)
    assert service.store.head(TOWN) == head


@pytest.mark.parametrize(
    ("by", "reason", "sentence"),
    [
        (timedelta(hours=-3), "电池", r"第\d+号事件是2026-03-02 09:10办的，开始的时间不能比它早"),
        (timedelta(hours=3), "电池", "有的记录会晚于现在"),
        (timedelta(), " ", "请写明时钟是怎么错的"),
    ],
)
def test_what_cannot_have_been_is_not_recorded(
    service: Service, clerk: Actor, supervisor: Actor, wrong: tuple[str, str, datetime], by: timedelta, reason: str,
    sentence: str,
) -> None:  # fmt: skip
    head = service.store.head(TOWN)
    with pytest.raises(CorrectionError, match=sentence):
        correct_clock(service, TOWN, wrongly_dated(service, TOWN), wrong[2] + by, reason, supervisor, clerk)
    assert service.store.head(TOWN) == head


def test_a_clock_that_was_right_has_nothing_to_correct(service: Service) -> None:
    file_case(service, "clerk-wang")
    with pytest.raises(CorrectionError, match="没有晚于现在的记录"):
        wrongly_dated(service, TOWN)


def test_a_wrong_hour_that_has_passed_meanwhile_is_named_by_its_numbers(
    service: Service, clock: Clock, clerk: Actor, supervisor: Actor
) -> None:
    file_case(service, "clerk-wang", INVOICE)
    began, before = clock.at, service.store.head(TOWN).sequence
    clock.move(days=3)
    number = file_case(service, "clerk-wang").case.id
    last = service.store.head(TOWN).sequence
    clock.move(days=4)
    wrong = wrongly_dated(service, TOWN, before + 1, last)
    correct_clock(service, TOWN, wrong, began, "时钟快了三天。", supervisor, clerk)
    assert str(case_of(service, number).filed) == "2026-03-02"


def test_the_command_takes_both_signatures_and_lists_the_papers(folder: Path) -> None:
    data, monday = folder / "data", datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    ahead = datetime.now().astimezone() + timedelta(days=2)
    service_at(data, monday, moving=False).store.close()
    service = service_at(data, ahead, moving=False)
    number = file_case(service, "clerk-wang", INVOICE).case.id
    service.store.close()
    asked = [
        "clock", "correct", "--town", TOWN, "--data", str(data), "--reason", "电池", "--began",
        f"{datetime.now().astimezone(service.town(TOWN).zone) - timedelta(minutes=5):%Y-%m-%d %H:%M}",
    ]  # fmt: skip
    once = "supervisor-tao\n一窗演示2026\n"
    said = CliRunner().invoke(main, asked, input=f"{once}supervisor-tao\n不是密码\n")
    assert (said.exit_code, "账号或密码不对" in said.output) == (1, True), said.output
    said = CliRunner().invoke(main, asked, input=f"{once}clerk-wang\n一窗演示2026\n")
    assert said.exit_code == 0, said.output
    assert "因日子没到而作废的到期处理0件。" in said.output
    assert f"  {number}  收件通知单  " in said.output
    said = CliRunner().invoke(main, [*asked[:-1], "昨天"], input=f"{once}clerk-wang\n一窗演示2026\n")
    assert (said.exit_code, "没有晚于现在的记录" in said.output) == (1, True)
