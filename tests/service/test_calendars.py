"""A calendar is loaded: in force at once in every process, and each last day it moves is an event, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.calendar.notice import YearCalendar, read_calendar
from engine.calendar.working_days import Calendar, Ruling, national_calendar, of_year
from engine.case.events import EVENT_KINDS
from engine.case.fold import fold
from engine.case.records import Case, DeadlineChange
from engine.service.cases import desks, progress
from engine.service.cases.settling import settle, settle_all
from engine.service.centre.context import Service
from engine.service.office.calendars import CalendarError, load
from engine.store.kept import Notice
from engine.web.cases.explained import explained
from engine.yaml_source.tree import read_source
from tests.conftest import Clock
from tests.support.counter import HOUSE, act, actor, at_ten, file_case
from tests.support.launcher import TOWN

FILE = Path(__file__).parents[1] / "calendars" / "2027.yaml"
LICENCE = "market_regulation/food_business_license_issuance"
FIRST_EXAMPLE = "小饭馆办热食，两名员工，材料齐全"
SNOW = "示范〔2026〕9号"


def year_2027() -> YearCalendar:
    source, _ = read_source(FILE, FILE.name)
    assert source is not None
    calendar, problems = read_calendar(source)
    assert calendar is not None, problems
    return calendar


def corrected_2026(worked: date = date(2026, 3, 7)) -> YearCalendar:
    """2026 once more, with one Saturday worked that was not: everything counted over it ends a day earlier."""
    return YearCalendar(2026, SNOW, {**of_year(national_calendar(), 2026), worked: Ruling(True, "调休上班")})


def accepted(service: Service) -> str:
    """An allowance case accepted on the day of the clock: due in seven working days."""
    case = file_case(service, "clerk-wang").case.id
    act(service, "social-chen", case, "accept")
    return case


def licence(service: Service) -> str:
    """A case of a 行政许可 that nobody has accepted."""
    return file_case(service, "clerk-wang", LICENCE, FIRST_EXAMPLE).case.id


def beside(service: Service, calendar: Calendar | None = None) -> Service:
    """Another server on the same store; its program may know another calendar."""
    return Service(
        service.store,
        service.towns,
        service.catalogues,
        calendar or national_calendar(),
        service.now,
        service.address,
        service.hasher,
    )


def case_of(service: Service, number: str) -> Case:
    return fold(service.store.events(TOWN, number))


def changed(service: Service, number: str) -> list[tuple[str, str, str, str]]:
    """The events of what calendars have moved: clock, old, new, notice."""
    events = service.store.events(TOWN, number)
    found = [event.payload for event in events if event.kind == "deadline_changed"]
    return [(one["clock"], one["old"], one["new"], one["notice"]) for one in found]


@pytest.mark.in_2026
def test_a_corrected_calendar_moves_the_due_day_and_says_why(service: Service, clock: Clock) -> None:
    number = accepted(service)
    clock.move(hours=1)
    outcome = load(service, corrected_2026())
    assert (outcome.recounted, outcome.changed) == (1, 1)
    assert changed(service, number) == [("办结期限", "2026-03-11", "2026-03-10", SNOW)]
    assert case_of(service, number).deadline_changes == (
        DeadlineChange(clock.at, "办结期限", date(2026, 3, 11), date(2026, 3, 10), SNOW, 2026),
    )
    event = service.store.events(TOWN, number)[-1]
    assert (event.actor.role, EVENT_KINDS[event.kind].title) == ("系统", "期限按新公布的放假安排重算")
    row = service.store.row(TOWN, number)
    assert row is not None and (row.due, row.presses) == ("2026-03-10", "2026-03-10")


@pytest.mark.in_2026
def test_the_explanation_and_the_progress_page_tell_the_change(service: Service, clock: Clock) -> None:
    number = accepted(service)
    clock.move(hours=1)
    load(service, corrected_2026())
    case = case_of(service, number)
    found = progress.by_code(service, TOWN, number, case.progress_code)
    assert found.due is not None
    told = explained(found.due, found.changes)
    assert told.last_day == "2026年3月10日（星期二）"
    assert told.sentences[-1] == (
        f"按2026年放假安排（{SNOW}）重算，到期日由2026年3月11日（星期三）改为2026年3月10日（星期二）。"
    )


def test_a_new_year_makes_provisional_days_certain(service: Service, clock: Clock) -> None:
    clock.at = at_ten(date(2026, 12, 28))
    number = accepted(service)
    before = service.store.row(TOWN, number)
    assert before is not None and (before.due, before.provisional, before.presses) == ("2027-01-07", True, "")
    clock.at = at_ten(date(2026, 12, 30))
    outcome = load(service, year_2027())
    assert (outcome.recounted, outcome.changed) == (1, 0)  # January is as anybody would have counted it
    assert changed(service, number) == []
    after = service.store.row(TOWN, number)
    assert after is not None and (after.due, after.provisional, after.presses) == ("2027-01-07", False, "2027-01-07")


def test_a_provisional_day_that_turns_out_otherwise_is_recorded(service: Service, clock: Clock) -> None:
    clock.at = at_ten(date(2027, 1, 28))
    number = accepted(service)
    row = service.store.row(TOWN, number)
    assert row is not None and (row.due, row.provisional) == ("2027-02-08", True)
    clock.move(days=1)
    load(service, year_2027())
    # 29 and 31 January (a worked Sunday), 1 to 4 February, then the holiday until the 13th: the 15th.
    assert changed(service, number) == [("办结期限", "2027-02-08", "2027-02-15", "示范〔2026〕1号")]


def test_silence_has_an_effect_only_once_the_calendar_is_there(service: Service, clock: Clock) -> None:
    clock.at = at_ten(date(2026, 12, 29))
    number = licence(service)
    clock.at = at_ten(date(2027, 1, 20))
    settle_all(service, TOWN)
    assert case_of(service, number).state == "received"  # 暂定 has no effect, however late it is
    load(service, year_2027())
    assert case_of(service, number).deemed
    assert case_of(service, number).accepted_on == date(2026, 12, 29)


def test_a_year_that_a_newer_program_brings_is_recorded_at_its_first_start_and_once(
    service: Service, clock: Clock
) -> None:
    clock.at = at_ten(date(2027, 1, 28))
    moved, elsewhere = accepted(service), licence(service)
    clock.at = at_ten(date(2027, 1, 29))
    newer = beside(service, national_calendar({2027: year_2027().rulings}))
    assert settle_all(newer, TOWN) == 2
    told = [("办结期限", "2027-02-08", "2027-02-15", "随程序更新")]
    assert changed(newer, moved) == told
    # 29 January, 31 January (a worked Sunday), 1 to 3 February: the five days of the notice end a day earlier.
    assert changed(newer, elsewhere) == [("告知补正期限", "2027-02-04", "2027-02-03", "随程序更新")]
    row = newer.store.row(TOWN, moved)
    assert row is not None and (row.due, row.provisional) == ("2027-02-15", False)
    settle(newer, TOWN, moved)
    assert settle_all(beside(service, newer.calendar), TOWN) == 0
    assert changed(newer, moved) == told


def test_a_year_that_was_loaded_before_the_program_brings_it_is_recorded_once(service: Service, clock: Clock) -> None:
    clock.at = at_ten(date(2027, 1, 28))
    number = accepted(service)
    clock.move(days=1)
    load(service, year_2027())
    settle_all(beside(service, national_calendar({2027: year_2027().rulings})), TOWN)
    assert changed(service, number) == [("办结期限", "2027-02-08", "2027-02-15", "示范〔2026〕1号")]


@pytest.mark.in_2026
def test_the_five_days_of_the_notice_move_too(service: Service, clock: Clock) -> None:
    number = licence(service)
    clock.move(hours=1)
    load(service, corrected_2026())
    assert changed(service, number) == [("告知补正期限", "2026-03-09", "2026-03-07", SNOW)]


@pytest.mark.in_2026
def test_what_began_or_ended_otherwise_is_not_touched(service: Service, clock: Clock) -> None:
    over = accepted(service)
    act(service, "clerk-wang", over, "withdraw", {"理由": "不办了。"})
    clock.move(hours=1)
    load(service, corrected_2026())
    clock.move(hours=1)
    later = accepted(service)
    settle_all(service, TOWN)
    assert changed(service, over) == changed(service, later) == []
    row = service.store.row(TOWN, later)
    assert row is not None and row.due == "2026-03-10"


@pytest.mark.in_2026
def test_what_stood_still_when_it_came_is_counted_by_it_without_an_event(service: Service, clock: Clock) -> None:
    number = file_case(service, "clerk-wang", HOUSE).case.id
    act(service, "land-xu", number, "accept")
    act(service, "land-xu", number, "finish_step", {"意见": "成果与申请一致。"})
    act(service, "land-xu", number, "suspend")
    clock.move(hours=1)
    load(service, corrected_2026(date(2026, 3, 28)))
    clock.at = at_ten(date(2026, 3, 24))
    act(service, "land-xu", number, "resume", {"结果": "无异议"})
    settle(service, TOWN, number)
    assert changed(service, number) == []
    row = service.store.row(TOWN, number)
    # Fifteen working days of 公示 end on 23 March; then 24 to 28, 30 and 31 March, 1 to 3 April.
    assert row is not None and row.due == "2026-04-03"


@pytest.mark.in_2026
def test_each_calendar_is_an_event_of_its_own_and_once(service: Service, clock: Clock) -> None:
    number = accepted(service)
    for day in (date(2026, 3, 7), date(2026, 3, 8)):
        clock.move(hours=1)
        load(service, replace(corrected_2026(day), notice=f"示范〔2026〕{day.day}号"))
    for _ in range(3):
        settle(service, TOWN, number)
        settle_all(service, TOWN)
    # The second takes the first one back: it is the whole year anew, with Sunday the 8th for Saturday the 7th.
    assert changed(service, number) == [("办结期限", "2026-03-11", "2026-03-10", "示范〔2026〕7号")]
    clock.move(hours=1)
    load(service, YearCalendar(2026, "示范〔2026〕10号", of_year(national_calendar(), 2026)))
    assert changed(service, number)[1:] == [("办结期限", "2026-03-10", "2026-03-11", "示范〔2026〕10号")]


@pytest.mark.in_2026
def test_another_process_counts_by_it_without_a_restart(service: Service, clock: Clock) -> None:
    number = accepted(service)
    other = beside(service)
    clock.move(hours=1)
    load(service, corrected_2026())
    assert other.calendar is not service.calendar
    desks.open_case(other, actor(other, "clerk-wang"), number)
    assert other.calendar.is_working_day(date(2026, 3, 7))
    assert len(changed(other, number)) == 1


@pytest.mark.in_2026
def test_two_processes_at_once_record_each_change_once(service: Service, clock: Clock) -> None:
    numbers = [accepted(service) for _ in range(4)]
    other = beside(service)
    clock.move(hours=1)
    notice = corrected_2026()
    with service.store.transaction(TOWN) as tx:
        tx.load_calendar(Notice(1, 2026, SNOW, notice.rulings, clock.at))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: settle_all(one, TOWN), (service, other)))
    assert [len(changed(service, number)) for number in numbers] == [1, 1, 1, 1]


def test_a_calendar_without_number_or_without_change_is_refused(service: Service) -> None:
    with pytest.raises(CalendarError, match="请写明放假通知的文号"):
        load(service, replace(corrected_2026(), notice=""))
    with pytest.raises(CalendarError, match="2026年的放假安排已经是这样，没有要载入的。"):
        load(service, YearCalendar(2026, SNOW, of_year(national_calendar(), 2026)))
    assert service.store.calendar_version() == 0


def test_a_calendar_stays_when_the_server_starts_again(service: Service, clock: Clock) -> None:
    load(service, year_2027())
    again = beside(service)
    assert again.calendar.why(date(2027, 2, 8)) == "春节假期"
    assert not again.calendar.is_provisional(date(2027, 7, 1))
