"""A year's notice as a file: what it must hold, and how each mistake in it is told."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from chinese_calendar.constants import holidays, workdays

from engine.calendar.clock import count
from engine.calendar.limit import parse_limit
from engine.calendar.notice import FESTIVALS, YearCalendar, read_calendar
from engine.calendar.working_days import national_calendar
from engine.yaml_source.tree import MatterProblem, parse_source, read_source

HERE = Path(__file__).parents[1]
GOOD = HERE / "calendars" / "2027.yaml"
BAD = sorted((HERE / "bad_calendars").glob("*.yaml"))
HEADER = re.compile(r"# (\d+):(\d+) (\w+) (.+)")
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "国庆节",  # of 2015 alone; the law does not know it
}


def read(text: str | bytes) -> tuple[YearCalendar | None, tuple[MatterProblem, ...]]:
    source, problems = parse_source(text if isinstance(text, bytes) else text.encode(), "日历.yaml")
    assert source is not None and problems == ()
    return read_calendar(source)


def good(*changes: tuple[str, str]) -> str:
    text = GOOD.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def published(year: int) -> str:
    """A year as the public data write it, a day after the other, made of an independent package."""
    days = [
        {"name": NAMES[name], "date": day.isoformat(), "isOffDay": off}
        for table, off in ((holidays, True), (workdays, False))
        for day, name in table.items()
        if day.year == year
    ]
    return json.dumps({"$schema": "s", "$id": "i", "year": year, "papers": ["http://example.invalid/"], "days": days})


def test_a_notice_is_read_as_written() -> None:
    calendar, problems = read(good())
    assert calendar is not None and problems == ()
    assert (calendar.year, calendar.notice) == (2027, "示范〔2026〕1号")
    off = [day for day, ruling in calendar.rulings.items() if not ruling.works]
    worked = [day for day, ruling in calendar.rulings.items() if ruling.works]
    assert (len(off), off[0], off[-1]) == (29, date(2027, 1, 1), date(2027, 10, 7))
    assert [f"{day:%m-%d}" for day in worked] == ["01-31", "02-20", "05-08", "09-26", "10-09"]
    assert calendar.rulings[date(2027, 2, 8)].why == "春节假期"
    assert calendar.rulings[date(2027, 10, 9)].why == "调休上班"


@pytest.mark.parametrize("year", [2008, 2014, 2016, 2019, 2023, 2024, 2025, 2026])
def test_every_published_year_passes_and_counts_the_same(year: int) -> None:
    calendar, problems = read(published(year))
    assert calendar is not None and problems == ()
    ours = national_calendar().with_year(year, calendar.rulings)
    known = national_calendar()
    days = [date(year, 1, 1) + timedelta(number) for number in range(365)]
    assert [day for day in days if ours.is_working_day(day) != known.is_working_day(day)] == []


def test_a_year_with_more_days_off_than_the_law_gives_states_its_sum() -> None:
    text = published(2015)
    calendar, (problem,) = read(text)
    assert calendar is None and problem.message.startswith("全年应当是250个工作日，按所列的日子算出来是249个")
    stated, problems = read(text.replace('"year"', '"working_days": 249, "year"'))
    assert stated is not None and problems == ()


def test_once_it_is_loaded_2026_12_25_and_5_working_days_end_for_certain() -> None:
    calendar, _ = read(good())
    assert calendar is not None
    before = count(date(2026, 12, 25), parse_limit("5个工作日"), national_calendar())
    after = count(date(2026, 12, 25), parse_limit("5个工作日"), national_calendar().with_year(2027, calendar.rulings))
    assert before.provisional and not after.provisional
    assert after.last_day == date(2027, 1, 4)


def test_the_example_of_the_handbook_is_the_notice_of_2026() -> None:
    page = (HERE.parent / "docs" / "tasks" / "load-a-calendar.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    calendar, problems = read("\n".join(line.removeprefix("   ") for line in block.splitlines()) + "\n")
    assert calendar is not None and problems == ()
    known = national_calendar().rulings
    assert calendar.rulings == {day: ruling for day, ruling in known.items() if day.year == 2026}


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_the_mistake_is_found_at_its_place_and_nothing_else(file: Path) -> None:
    header = HEADER.fullmatch(file.read_text(encoding="utf-8").splitlines()[0])
    assert header is not None
    source, unreadable = read_source(file, file.name)
    assert source is not None and unreadable == ()
    calendar, problems = read_calendar(source)
    assert calendar is None
    assert [(str(p.line), str(p.column), p.code, p.message) for p in problems] == [header.groups()]
    assert all(problem.fix for problem in problems)


def test_any_day_left_out_or_moved_is_noticed() -> None:
    text = published(2026)
    days = json.loads(text)["days"]
    assert len(days) == 39
    for left_out in range(len(days)):
        kept = {**json.loads(text), "days": [day for number, day in enumerate(days) if number != left_out]}
        weekend = days[left_out]["isOffDay"] and date.fromisoformat(days[left_out]["date"]).weekday() > 4
        calendar, _ = read(json.dumps(kept))
        # A weekend day of a holiday is not worked either way; the fixed days of the law must stand there all the same.
        assert (calendar is None) or weekend, days[left_out]


def test_every_festival_of_the_law_is_asked_for() -> None:
    assert set(FESTIVALS) == {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
    for line in [line for line in good().splitlines() if line.startswith("  ") and ":" in line]:
        _, problems = read(good((line + "\n", "")))
        assert {problem.code for problem in problems} >= {"calendar_festival"}
