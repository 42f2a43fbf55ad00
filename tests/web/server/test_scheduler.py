"""The scheduler inside the server, driven round by round: what falls due happens on its day, once, come what may."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.case.fold import fold
from engine.case.records import Case
from engine.service.cases import settling
from engine.service.cases.settling import settle_all
from engine.service.centre.context import Service
from engine.store.errors import StoreError
from engine.store.kept import Notice
from engine.web.app import make_app
from engine.web.server.scheduler import EVERY, a_minute
from engine.web.server.settings import Settings
from tests.conftest import Clock as MovedClock
from tests.conftest import open_copy
from tests.support.counter import at_ten, file_case
from tests.support.launcher import TOWN
from tests.web.support.browsers import Browser

LICENCE = "market_regulation/food_business_license_issuance"
FIRST_EXAMPLE = "小饭馆办热食，两名员工，材料齐全"
RECEIVED = datetime(2026, 2, 11, 2, 0, tzinfo=UTC)
NAME = "李大勇"
SETTINGS = Settings(secret=b"s" * 32)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(RECEIVED)


@pytest.fixture
def service(folder: Path, clock: MovedClock, catalogue: object, opened_once: Path) -> Iterator[Service]:
    opened = open_copy(opened_once, folder, catalogue, clock)  # type: ignore[arg-type]
    yield opened
    opened.store.close()


def licence(service: Service) -> str:
    """A 行政许可 received on 11 February 2026: silence until the 25th accepts it."""
    return file_case(service, "clerk-wang", LICENCE, FIRST_EXAMPLE).case.id


def case_of(service: Service, number: str) -> Case:
    return fold(service.store.events(TOWN, number))


def times_deemed(service: Service, number: str) -> int:
    return [event.kind for event in service.store.events(TOWN, number)].count("deemed_accepted")


class Rounds:
    """The pause between two rounds, ended by the test: `await next_round()` lets one more round run to its end."""

    def __init__(self) -> None:
        self.ended: asyncio.Queue[None] = asyncio.Queue()
        self.begin: asyncio.Queue[None] = asyncio.Queue()

    async def pause(self, stop: asyncio.Event) -> None:
        self.ended.put_nowait(None)
        waiting = [asyncio.create_task(self.begin.get()), asyncio.create_task(stop.wait())]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    async def next_round(self) -> None:
        self.begin.put_nowait(None)
        await self.ended.get()


def run(service: Service, story: Callable[[Rounds], Awaitable[None]]) -> None:
    """A server from its first round to the end of the story."""

    async def whole() -> None:
        rounds = Rounds()
        app = make_app(service, SETTINGS, rounds.pause)
        async with app.router.lifespan_context(app):
            await rounds.ended.get()
            await story(rounds)

    asyncio.run(whole())


def test_silence_accepts_on_its_day_and_only_once(service: Service, clock: MovedClock) -> None:
    number = licence(service)

    async def story(rounds: Rounds) -> None:
        clock.at = at_ten(date(2026, 2, 25))
        await rounds.next_round()
        assert case_of(service, number).state == "received"  # the last day is not over
        clock.at = datetime(2026, 2, 25, 16, 0, tzinfo=UTC)  # midnight in the town
        await rounds.next_round()
        case = case_of(service, number)
        assert (case.deemed, case.accepted_on) == (True, date(2026, 2, 11))
        for _ in range(3):
            await rounds.next_round()
        assert times_deemed(service, number) == 1

    run(service, story)


def test_a_start_after_days_of_standing_still_makes_up_for_them(service: Service, clock: MovedClock) -> None:
    numbers = [licence(service) for _ in range(3)]
    clock.at = at_ten(date(2026, 3, 5))

    async def story(rounds: Rounds) -> None:
        assert [case_of(service, number).accepted_on for number in numbers] == [date(2026, 2, 11)] * 3

    run(service, story)
    run(service, story)
    assert [times_deemed(service, number) for number in numbers] == [1, 1, 1]


def test_two_schedulers_at_once_do_it_once(service: Service, clock: MovedClock) -> None:
    numbers = [licence(service) for _ in range(6)]
    clock.at = at_ten(date(2026, 2, 26))
    other = Service(
        service.store, service.towns, service.catalogues, service.calendar, clock, service.address, service.hasher
    )
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: settle_all(one, TOWN), (service, other)))
    assert [times_deemed(service, number) for number in numbers] == [1] * 6
    papers = [paper.type for number in numbers for paper in case_of(service, number).documents]
    assert papers.count("acceptance_notice") == 6


def test_a_case_that_cannot_be_settled_holds_up_nobody_and_the_log_names_nobody(
    service: Service, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = licence(service), licence(service)
    clock.at = at_ten(date(2026, 2, 26))
    settle = settling.settle

    def settle_but_one(service: Service, town: str, case: str) -> Case | None:
        if case == broken:
            raise StoreError(f"{NAME}的内容打不开")
        return settle(service, town, case)

    monkeypatch.setattr(settling, "settle", settle_but_one)

    async def story(rounds: Rounds) -> None:
        assert case_of(service, whole).deemed

    with caplog.at_level(logging.ERROR):
        run(service, story)
    assert [record.getMessage().split(", line")[0] for record in caplog.records] == [
        f"case {broken} not settled: StoreError in settle_but_one"
    ]
    assert NAME not in caplog.text
    monkeypatch.undo()
    settle_all(service, TOWN)
    assert times_deemed(service, broken) == 1


def test_a_round_that_fails_as_a_whole_is_followed_by_the_next(
    service: Service, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    number = licence(service)
    clock.at = at_ten(date(2026, 2, 26))
    with monkeypatch.context() as broken:
        broken.setattr(type(service.store), "waking", lambda *_: (_ for _ in ()).throw(StoreError(NAME)))

        async def story(rounds: Rounds) -> None:
            assert not case_of(service, number).deemed
            broken.undo()
            await rounds.next_round()
            assert case_of(service, number).deemed

        with caplog.at_level(logging.ERROR):
            run(service, story)
    assert caplog.text.count(f"town {TOWN} not settled: StoreError") == 1
    assert NAME not in caplog.text


def test_the_server_stops_between_two_cases_and_leaves_the_rest_whole(service: Service, clock: MovedClock) -> None:
    numbers = [licence(service) for _ in range(3)]
    clock.at = at_ten(date(2026, 2, 26))
    answers = iter([True, False])
    assert settle_all(service, TOWN, lambda: next(answers)) == 2
    assert sorted(times_deemed(service, number) for number in numbers) == [0, 1, 1]
    assert settle_all(service, TOWN) == 1
    assert [times_deemed(service, number) for number in numbers] == [1, 1, 1]


def test_nothing_runs_on_after_the_server_has_stopped(service: Service) -> None:
    async def story(rounds: Rounds) -> None:
        assert len(asyncio.all_tasks()) == 4  # this one, the rounds, and the two things they wait for

    run(service, story)
    service.store.close()  # nobody works with it any more


def test_a_request_takes_up_a_calendar_that_another_process_loaded(service: Service, clock: MovedClock) -> None:
    visitor = Browser(make_app(service, SETTINGS))
    with service.store.transaction(TOWN) as tx:
        tx.load_calendar(Notice(1, 2027, "示范〔2026〕1号", {}, clock.at))
    assert service.calendar.is_provisional(date(2027, 3, 1))
    assert visitor.get("/sign-in").status_code == 200
    assert not service.calendar.is_provisional(date(2027, 3, 1))


def test_while_the_clock_stands_in_the_past_nothing_falls_due_and_the_log_says_so(
    service: Service, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    due = licence(service)
    clock.at = at_ten(date(2026, 3, 2))
    licence(service)
    before = service.store.head(TOWN)
    clock.at = at_ten(date(2026, 2, 26))  # the first is due, by a clock that is not to be believed

    async def story(rounds: Rounds) -> None:
        assert service.store.head(TOWN) == before
        clock.at = at_ten(date(2026, 3, 2))
        await rounds.next_round()
        assert case_of(service, due).deemed

    with caplog.at_level(logging.ERROR):
        run(service, story)
    assert [record.getMessage() for record in caplog.records] == [
        f"town {TOWN} not settled: 服务器的时钟是2026-02-26 10:00:00，早于最近一次办理的时间2026-03-02 10:00:00，"
        "什么也没有保存。请系统管理员把时钟调准后再办理；"
        "时钟没有错、是那次记录的时间错了的，停下服务，由两个人运行 onewindow clock correct 更正。"
    ]


def test_it_waits_a_minute_or_until_it_is_stopped() -> None:
    async def stopped() -> None:
        stop = asyncio.Event()
        stop.set()
        await a_minute(stop)

    asyncio.run(stopped())
    assert EVERY == 60


def test_files_that_nothing_names_are_swept_at_the_start(service: Service, clock: MovedClock, folder: Path) -> None:
    service.store.keep_file(TOWN, "a-draft", "an-id", b"taken out again")
    (path,) = (folder / "data" / "attachments").glob("*/*/*")
    os.utime(path, (clock().timestamp(), clock().timestamp()))
    clock.move(days=8)

    async def story(rounds: Rounds) -> None:
        assert not path.exists()

    run(service, story)
