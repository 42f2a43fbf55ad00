"""A clock that is wrong for a while harms nothing: nothing falls due, is deleted or is dated by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from engine.case.events import Actor
from engine.case.fold import fold
from engine.cli import main
from engine.service.cases.desks import open_case
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import ClockLeaptError, ClockUnconfirmedError, confirm_clock, long_rest
from engine.service.centre.trust import LEAP, LONGEST_REST, Reading, leap, rest
from engine.service.counter.drafting import own_drafts, save_draft, start_draft
from engine.service.counter.leftovers import sweep
from engine.web.server.scheduler import settle_towns, sweep_towns
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, file_case
from tests.support.launcher import TOWN, service_at

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
WAITING = "社保卡复印件忘带了，先受理后补"


@pytest.fixture
def seconds() -> list[float]:
    """What the steady clock of the machine says; a test lets time pass by adding to it."""
    return [0.0]


@pytest.fixture
def watched(service: Service, clock: Clock, seconds: list[float]) -> Service:
    """A service that knows how much time really passed."""
    service.steady = lambda: seconds[0]
    service.began = service.reading()
    return service


@pytest.mark.in_2026
def test_a_clock_400_days_ahead_for_a_minute_ends_no_case_and_deletes_no_draft(
    watched: Service, clerk: Actor, clock: Clock
) -> None:
    case = file_case(watched, clerk.account, ALLOWANCE, WAITING).case.id
    draft = start_draft(watched, clerk, ALLOWANCE)
    save_draft(watched, clerk, draft.id, [("申请人姓名", "张桂兰")], 1)
    before = watched.store.head(TOWN)

    clock.move(days=400)
    settle_towns(watched, lambda: True)
    sweep_towns(watched)
    assert open_case(watched, clerk, case).id == case  # whoever looks goes on looking
    with pytest.raises(ClockLeaptError):
        file_case(watched, clerk.account)
    clock.move(days=-400)

    assert watched.store.head(TOWN) == before
    assert draft.id in [one.id for one in own_drafts(watched, clerk)]
    assert fold(watched.store.events(TOWN, case)).state == "received"
    assert file_case(watched, clerk.account).case.id[-5:-1] == "0002"


@pytest.mark.in_2026
@pytest.mark.parametrize(
    "by", [timedelta(hours=1), timedelta(days=1), timedelta(days=400), timedelta(hours=-1), timedelta(days=-400)]
)
def test_a_leap_is_told_with_both_instants_and_saves_nothing(watched: Service, clock: Clock, by: timedelta) -> None:
    clock.move(seconds=by.total_seconds())

    with pytest.raises(ClockLeaptError) as refused:
        file_case(watched, "clerk-wang")

    assert str(refused.value).startswith("服务器的时钟忽然变成了")
    assert "按走过的时间应是2026-03-02 09:10:00" in str(refused.value)
    assert watched.store.latest() is None


@pytest.mark.in_2026
def test_time_that_passes_is_no_leap(watched: Service, clock: Clock, seconds: list[float]) -> None:
    clock.move(days=9)
    seconds[0] += timedelta(days=9).total_seconds()

    assert file_case(watched, "clerk-wang").case.id[-5:-1] == "0001"


@given(st.floats(0, 1e8), st.integers(-300, 300))
def test_a_clock_that_is_only_corrected_a_little_has_not_leapt(passed: float, corrected: int) -> None:
    later = Reading(NOON + timedelta(seconds=passed + corrected), passed)

    assert abs(leap(Reading(NOON, 0.0), later)) <= timedelta(seconds=300, microseconds=2)
    assert timedelta(seconds=300) == LEAP


def test_how_long_a_centre_may_rest() -> None:
    assert rest(None, NOON) == timedelta()
    assert rest(NOON - LONGEST_REST, NOON) == timedelta()
    assert rest(NOON - timedelta(days=15, seconds=1), NOON) == timedelta(days=15, seconds=1)


@pytest.fixture
def reopened(folder: Path) -> Iterator[Callable[[datetime], Service]]:
    """Starts the service of this folder anew, at an instant."""
    open_now: list[Service] = []

    def reopen(at: datetime) -> Service:
        if open_now:
            open_now.pop().store.close()
        open_now.append(service_at(folder / "data", at, moving=False))
        return open_now[0]

    yield reopen
    open_now.pop().store.close()


def test_a_start_long_after_the_last_record_waits_until_somebody_confirms_the_clock(
    reopened: Callable[[datetime], Service],
) -> None:
    first = reopened(NOON)
    number = file_case(first, "clerk-wang", ALLOWANCE, WAITING).case.id

    late = reopened(NOON + timedelta(days=400))
    settle_towns(late, lambda: True)
    with pytest.raises(ClockUnconfirmedError) as refused:
        file_case(late, "clerk-wang")
    assert "离最近一次记录（2026-03-02 12:00:00）超过15天，可能走错了" in str(refused.value)
    assert "onewindow clock confirm" in str(refused.value)
    with pytest.raises(ClockUnconfirmedError):
        sweep(late, TOWN)
    assert fold(late.store.events(TOWN, number)).state == "received"

    confirm_clock(late)
    assert file_case(late, "clerk-wang").case.id[9:17] == "20270406"


def test_a_server_that_beat_yesterday_needs_no_confirming(reopened: Callable[[datetime], Service]) -> None:
    first = reopened(NOON)
    file_case(first, "clerk-wang")
    later = reopened(NOON + timedelta(days=14))
    settle_towns(later, lambda: True)  # beats

    assert long_rest(reopened(NOON + timedelta(days=28))) is None


def test_the_command_shows_both_instants_and_confirms(folder: Path, reopened: Callable[[datetime], Service]) -> None:
    service = reopened(NOON)
    file_case(service, "clerk-wang")
    service.store.close()

    said = CliRunner().invoke(main, ["clock", "confirm", "--data", str(folder / "data")], input="n\n")
    assert (said.exit_code, "最近一次记录：2026-03-02 12:00:00" in said.output) == (1, True)
    said = CliRunner().invoke(main, ["clock", "confirm", "--data", str(folder / "data"), "--yes"])
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "已确认，可以启动服务办理了。")
