"""Limits and due dates: vectors counted by hand from the notices of 2025 and 2026, and what must hold for any limit."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.clock import Day, Interval, count, counted_from, due, explain, explain_due, remaining
from engine.calendar.limit import ClockError, Limit, parse_limit
from engine.calendar.working_days import Ruling, national_calendar

CALENDAR = national_calendar()
TOWN = ZoneInfo("Asia/Shanghai")


def last_day(start: str, limit: str, *excluded: Interval) -> str | None:
    day = count(date.fromisoformat(start), parse_limit(limit), CALENDAR, excluded).last_day
    return day.isoformat() if day else None


def suspended(start: str, end: str | None) -> Interval:
    return Interval(date.fromisoformat(start), date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("5个工作日", Limit(5, "工作日")),
        ("5工作日", Limit(5, "工作日")),
        (" ５个工作日 ", Limit(5, "工作日")),
        ("60日", Limit(60, "日")),
        ("60天", Limit(60, "日")),
        ("3个月", Limit(3, "个月")),
        ("2年", Limit(24, "个月")),
        ("当日", Limit(0, "当日")),
    ],
)
def test_a_limit_is_read(text, limit):
    assert parse_limit(text) == limit


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("五天", "「五天」不是期限，请写成 5个工作日、60日、3个月、2年 或 当日，数字用阿拉伯数字。"),
        ("3月", "「3月」不是期限，请写成 5个工作日、60日、3个月、2年 或 当日，数字用阿拉伯数字。"),
        ("", "「」不是期限，请写成 5个工作日、60日、3个月、2年 或 当日，数字用阿拉伯数字。"),
        ("-3日", "「-3日」不是期限，请写成 5个工作日、60日、3个月、2年 或 当日，数字用阿拉伯数字。"),
        ("0日", "期限「0日」的数字要大于0；当天办结请写 当日。"),
        ("9999999个工作日", "期限「9999999个工作日」太长，最多2500个工作日。"),
        ("101年", "期限「101年」太长，最多100年。"),
    ],
)
def test_a_bad_limit_says_how_to_write_it(text, says):
    with pytest.raises(ClockError) as error:
        parse_limit(text)
    assert str(error.value) == says


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-01-01", "1个工作日", "2026-01-04"),  # a worked Sunday
        ("2026-02-11", "5个工作日", "2026-02-25"),  # 春节, and a worked Saturday before it
        ("2026-02-13", "1个工作日", "2026-02-14"),
        ("2026-02-14", "3个工作日", "2026-02-26"),
        ("2026-04-29", "20个工作日", "2026-05-29"),  # 劳动节, and a worked Saturday after it
        ("2026-05-08", "1个工作日", "2026-05-09"),
        ("2026-09-17", "3个工作日", "2026-09-21"),
        ("2026-09-30", "5个工作日", "2026-10-13"),
        ("2026-10-09", "2个工作日", "2026-10-12"),
        ("2025-09-26", "3个工作日", "2025-09-30"),
        ("2026-02-16", "1个工作日", "2026-02-24"),  # from within the holiday
    ],
)
def test_working_days(start, limit, end):
    assert last_day(start, limit) == end


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-03-02", "15日", "2026-03-17"),
        ("2026-03-05", "2日", "2026-03-09"),  # ends on a Saturday
        ("2026-02-01", "15日", "2026-02-24"),  # ends in 春节
        ("2026-01-30", "15日", "2026-02-14"),  # ends on a worked Saturday
        ("2026-03-04", "60日", "2026-05-06"),  # ends in 劳动节
        ("2026-02-04", "1个月", "2026-03-04"),
        ("2026-03-31", "1个月", "2026-04-30"),  # no 31 April
        ("2026-01-31", "1个月", "2026-02-28"),  # a worked Saturday
        ("2024-01-31", "1个月", "2024-02-29"),
        ("2024-02-29", "1年", "2025-02-28"),
        ("2026-02-10", "3个月", "2026-05-11"),  # 10 May is a Sunday
        ("2025-12-31", "6个月", "2026-06-30"),
    ],
)
def test_days_and_months_roll_to_a_working_day(start, limit, end):
    assert last_day(start, limit) == end


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-02", "2026-03-02"), ("2026-02-14", "2026-02-14"), ("2026-10-01", "2026-10-08")]
)
def test_the_same_day_is_a_working_day(start, end):
    assert last_day(start, "当日") == end


def test_a_limit_into_an_unpublished_year_is_provisional():
    counted = count(date(2026, 12, 25), Limit(5, "工作日"), CALENDAR)
    assert (counted.last_day, counted.provisional) == (date(2027, 1, 4), True)
    assert not count(date(2026, 12, 25), Limit(4, "工作日"), CALENDAR).provisional


def test_a_limit_is_final_once_the_year_is_loaded():
    loaded = national_calendar(
        extra_years={2027: {date(2027, 1, 1): Ruling(False, "元旦假期"), date(2027, 1, 3): Ruling(True, "调休上班")}}
    )
    counted = count(date(2026, 12, 25), Limit(5, "工作日"), loaded)
    assert (counted.last_day, counted.provisional) == (date(2027, 1, 3), False)


@pytest.mark.parametrize(
    ("limit", "interval", "end"),
    [
        ("5个工作日", ("2026-03-04", "2026-03-11"), "2026-03-16"),  # Thu 5 to Wed 11 March: five working days
        ("5个工作日", ("2026-03-06", "2026-03-08"), "2026-03-09"),  # a weekend only
        ("5个工作日", ("2026-03-04", "2026-03-04"), "2026-03-09"),  # ended at once
        ("5个工作日", ("2026-03-09", "2026-03-20"), "2026-03-09"),  # begun on the last day
        ("15日", ("2026-03-04", "2026-03-11"), "2026-03-24"),  # seven days
        ("1个月", ("2026-03-04", "2026-03-11"), "2026-04-09"),  # 2 April and seven days
        ("当日", ("2026-03-04", "2026-03-11"), "2026-03-02"),
    ],
)
def test_suspended_days_do_not_count(limit, interval, end):
    assert last_day("2026-03-02", limit, suspended(*interval)) == end


def test_a_limit_in_months_moves_by_days_excluded_after_its_first_end_too():
    first, second = suspended("2026-03-04", "2026-03-11"), suspended("2026-04-05", "2026-04-08")
    assert last_day("2026-03-02", "1个月", first, second) == "2026-04-13"  # 12 April is a Sunday


def test_overlapping_suspensions_exclude_a_day_once():
    first, second = suspended("2026-03-04", "2026-03-10"), suspended("2026-03-05", "2026-03-11")
    assert last_day("2026-03-02", "5个工作日", first, second) == "2026-03-16"


def test_a_last_day_rolls_over_a_suspension_begun_meanwhile():
    assert last_day("2026-03-05", "2日", suspended("2026-03-07", "2026-03-10")) == "2026-03-11"


@pytest.mark.parametrize("limit", ["5个工作日", "15日", "1个月"])
def test_an_open_suspension_leaves_no_last_day(limit):
    assert last_day("2026-03-02", limit, suspended("2026-03-04", None)) is None


def test_a_suspension_begun_after_the_last_day_changes_nothing():
    assert last_day("2026-03-02", "5个工作日", suspended("2026-03-09", None)) == "2026-03-09"


def test_each_day_is_told():
    counted = count(date(2026, 2, 12), Limit(3, "工作日"), CALENDAR, [suspended("2026-02-13", "2026-02-14")])
    assert counted.days[:4] == (
        Day(date(2026, 2, 13), True, "工作日"),
        Day(date(2026, 2, 14), False, "特别程序期间不计"),
        Day(date(2026, 2, 15), False, "春节假期"),
        Day(date(2026, 2, 16), False, "春节假期"),
    )
    assert counted.days[-1] == Day(date(2026, 2, 25), True, "工作日")


def test_the_last_day_is_explained():
    assert explain(count(date(2026, 2, 11), Limit(5, "工作日"), CALENDAR)) == (
        "自2026年2月11日（周三）起算5个工作日，当日不计入。",
        "2月12日至2月13日：工作日，计入2天。",
        "2月14日：调休上班，计入1天。",
        "2月15日至2月23日：春节假期，不计。",
        "2月24日至2月25日：工作日，计入2天。",
        "最后一天是2月25日（周三）。",
    )


@pytest.mark.parametrize(
    ("start", "limit", "excluded", "ending"),
    [
        (
            date(2026, 3, 5),
            Limit(2, "日"),
            (),
            "3月6日：自然日，计入1天。3月7日：期满，遇周末，计入1天。3月8日：周末，顺延。3月9日：工作日，顺延到这一天。最后一天是3月9日（周一）。",
        ),
        (
            date(2026, 3, 2),
            Limit(2, "工作日"),
            (suspended("2026-03-03", "2026-03-04"),),
            "3月3日：工作日，计入1天。3月4日：特别程序期间不计。3月5日：工作日，计入1天。最后一天是3月5日（周四）。",
        ),
        (
            date(2026, 3, 2),
            Limit(2, "工作日"),
            (suspended("2026-03-03", None),),
            "3月3日：工作日，计入1天。特别程序还没有结束，结束后继续计算，最后一天现在不能确定。",
        ),
        (
            date(2026, 12, 31),
            Limit(1, "工作日"),
            (),
            "2027年1月1日：元旦假期，不计。2027年1月2日至2027年1月3日：周末，不计。2027年1月4日：工作日，计入1天。"
            "最后一天是2027年1月4日（周一）。2027年的放假安排尚未公布，以上日期是暂定的，公布后重新计算。",
        ),
        (
            date(2026, 10, 6),
            Limit(0, "当日"),
            (),
            "自2026年10月6日（周二）当日办结。10月6日至10月7日：国庆节假期，顺延。10月8日：工作日，计入1天。最后一天是10月8日（周四）。",
        ),
    ],
)
def test_what_moves_a_last_day_is_explained(start, limit, excluded, ending):
    assert "".join(explain(count(start, limit, CALENDAR, excluded))).endswith(ending)


def test_the_earlier_limit_governs():
    holiday = due(Limit(7, "工作日"), Limit(15, "日"), date(2026, 2, 11), CALENDAR)
    assert holiday.promised.last_day == date(2026, 2, 27)
    assert (holiday.last_day, holiday.governed_by) == (date(2026, 2, 26), "法定时限")
    ordinary = due(Limit(7, "工作日"), Limit(15, "日"), date(2026, 3, 2), CALENDAR)
    assert (ordinary.last_day, ordinary.governed_by) == (date(2026, 3, 11), "承诺时限")


def test_equal_limits_are_the_promise():
    both = due(Limit(5, "工作日"), Limit(7, "日"), date(2026, 3, 2), CALENDAR)
    assert (both.last_day, both.governed_by) == (date(2026, 3, 9), "承诺时限")
    assert explain_due(both)[-1] == "两个时限同一天到期，应在2026年3月9日前（含当日）办结。"


def test_without_a_statutory_limit_the_promise_governs():
    only = due(Limit(5, "工作日"), None, date(2026, 3, 2), CALENDAR)
    assert (only.last_day, only.governed_by, only.statutory) == (date(2026, 3, 9), "承诺时限", None)


def test_both_limits_are_explained():
    told = explain_due(due(Limit(5, "工作日"), Limit(20, "工作日"), date(2026, 3, 2), CALENDAR))
    assert told[0] == "承诺时限："
    assert "法定时限：" in told
    assert told[-1] == "以先到的承诺时限为准，应在2026年3月9日前（含当日）办结。"


def test_an_open_suspension_stops_both_limits():
    stopped = due(Limit(5, "工作日"), Limit(20, "工作日"), date(2026, 3, 2), CALENDAR, [suspended("2026-03-04", None)])
    assert (stopped.last_day, remaining(date(2026, 3, 6), stopped, CALENDAR)) == (None, None)


@pytest.mark.parametrize(
    ("day", "left"), [("2026-03-02", 5), ("2026-03-06", 1), ("2026-03-09", 0), ("2026-03-10", -1), ("2026-03-16", -5)]
)
def test_working_days_left(day, left):
    five_days = due(Limit(5, "工作日"), None, date(2026, 3, 2), CALENDAR)
    assert remaining(date.fromisoformat(day), five_days, CALENDAR) == left


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 2, 1, 0, tzinfo=UTC), date(2026, 3, 2)),  # 09:00 in town
        (datetime(2026, 3, 1, 22, 0, tzinfo=UTC), date(2026, 3, 2)),  # 06:00, before opening
        (datetime(2026, 3, 2, 9, 30, 59, tzinfo=UTC), date(2026, 3, 2)),  # 17:30, the minute of closing
        (datetime(2026, 3, 2, 9, 31, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 6, 15, 59, tzinfo=UTC), date(2026, 3, 9)),  # Friday 23:59
        (datetime(2026, 3, 6, 16, 0, tzinfo=UTC), date(2026, 3, 9)),  # Saturday in town, Friday in UTC
        (datetime(2026, 2, 14, 3, 0, tzinfo=UTC), date(2026, 2, 14)),  # a worked Saturday
        (datetime(2026, 2, 14, 12, 0, tzinfo=UTC), date(2026, 2, 24)),
    ],
)
def test_limits_run_from_a_day_on_which_the_office_was_open(instant, day):
    assert counted_from(instant, CALENDAR, time(8, 30), time(17, 30), TOWN) == day


def test_impossible_office_hours_are_refused():
    with pytest.raises(ClockError) as error:
        counted_from(datetime(2026, 3, 2, 1, 0, tzinfo=UTC), CALENDAR, time(17, 30), time(8, 30), TOWN)
    assert str(error.value) == "办公时间不对：17:30开门，08:30关门，开门要早于关门。"


@pytest.mark.parametrize(
    ("start", "limit", "says"),
    [
        (date(9999, 12, 1), Limit(60, "日"), "从9999年12月1日起算60日，超出了能够计算的年份。"),
        (date(9999, 12, 1), Limit(1, "个月"), "从9999年12月1日起算1个月，超出了能够计算的年份。"),
        (date(2026, 3, 2), Limit(0, "工作日"), "期限「0个工作日」的数字要大于0；当天办结请写 当日。"),
        (date(2026, 3, 2), Limit(3, "刻钟"), "期限「3刻钟」的单位不对，请用工作日、日、个月或当日。"),
    ],
)
def test_what_cannot_be_counted_is_told(start, limit, says):
    with pytest.raises(ClockError) as error:
        count(start, limit, CALENDAR)
    assert str(error.value) == says


starts = st.dates(date(2024, 1, 1), date(2026, 9, 30))
limits = st.builds(Limit, st.integers(1, 40), st.sampled_from(["工作日", "日"])) | st.builds(
    Limit, st.integers(1, 6), st.just("个月")
)


@given(starts, limits)
def test_a_longer_limit_never_ends_earlier(start, limit):
    longer = Limit(limit.count + 1, limit.unit)
    assert count(start, longer, CALENDAR).last_day >= count(start, limit, CALENDAR).last_day


@given(starts, limits)
def test_the_last_day_is_a_working_day_after_the_start(start, limit):
    counted = count(start, limit, CALENDAR)
    assert counted.last_day > start
    assert CALENDAR.is_working_day(counted.last_day)
    assert [day.date for day in counted.days] == [start + timedelta(days=n + 1) for n in range(len(counted.days))]


@given(starts, st.integers(1, 60))
def test_as_many_working_days_lie_between_as_the_limit_has(start, number):
    counted = count(start, Limit(number, "工作日"), CALENDAR)
    assert CALENDAR.working_days_between(start, counted.last_day) == number
    assert sum(day.counted for day in counted.days) == number


@given(starts, st.integers(1, 40), st.integers(0, 60), st.integers(0, 40))
def test_a_suspension_moves_the_last_day_by_its_working_days(start, number, begins_after, length):
    plain = count(start, Limit(number, "工作日"), CALENDAR).last_day
    begin = min(start + timedelta(days=begins_after), plain - timedelta(days=1))
    interval = Interval(begin, begin + timedelta(days=length))
    moved = count(start, Limit(number, "工作日"), CALENDAR, [interval]).last_day
    assert CALENDAR.working_days_between(plain, moved) == CALENDAR.working_days_between(begin, interval.resumed_on)


@given(starts, limits, limits)
def test_a_case_is_due_on_the_earlier_of_both(start, promised, statutory):
    both = due(promised, statutory, start, CALENDAR)
    assert both.last_day == min(both.promised.last_day, both.statutory.last_day)


@given(starts, limits, st.integers(0, 30), st.integers(0, 30))
def test_an_explanation_names_the_last_day(start, limit, begins_after, length):
    begin = start + timedelta(days=begins_after)
    counted = count(start, limit, CALENDAR, [Interval(begin, begin + timedelta(days=length))])
    assert f"{counted.last_day.month}月{counted.last_day.day}日（周" in "".join(explain(counted))
