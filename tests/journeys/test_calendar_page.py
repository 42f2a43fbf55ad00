"""The supervisor loads a year while the centre works on, without JavaScript: first what would change is shown, then, on
the second press, it changes. Days are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.support.client import Browser, words
from tests.journeys.support.hall import Hall, page_says
from tests.journeys.support.story import Story, arrive, fill_in, receive

YEAR_2027 = (Path(__file__).parents[1] / "calendars" / "2027.yaml").read_bytes()
ALLOWANCE = "高龄津贴申领"
LOOK, LOAD = "看会改变什么", "核对过了，载入"
TITLES = ("办件编号", "事项", "期限", "现在", "载入以后")


def accepted_in_2027(hall: Hall) -> Story:
    """An allowance accepted on Thursday, 28 January 2027, before that year's notice is known: seven working days."""
    story = arrive(hall, ALLOWANCE, "clerk-wang", "王芳")
    hall.at("2027-01-28 09:10")
    story.clerk = hall.person("clerk-wang")
    story.clerk.follow("收件：选择事项")
    story.clerk.press(f"办理{ALLOWANCE}")
    fill_in(story)
    receive(story)
    county = hall.case("social-chen", story.number)
    county.press("受理")
    page_says(county.page, "受理：已办好。", "2027年2月8日（星期一）", "暂定")
    return story


def supervisor(hall: Hall, at: str) -> Browser:
    person = hall.at(at).person("supervisor-tao")
    person.follow("工作日历")
    return person


def moved(browser: Browser) -> list[list[str]]:
    """The rows of last days that move."""
    tables = [one for one in browser.page.soup.find_all("table") if [words(h) for h in one.find_all("th")] == [*TITLES]]
    return [[words(cell) for cell in row.find_all("td")] for one in tables for row in one.tbody.find_all("tr")]


def test_a_new_year_is_looked_at_loaded_and_told_in_every_case_it_moves(hall: Hall) -> None:
    story = accepted_in_2027(hall)
    person = supervisor(hall, "2027-01-29 10:00")
    page_says(person.page, "2027年", "暂定", "放假安排还没有载入", "2026年", "全年248个工作日")

    person.upload(LOOK, {}, [("2027.yaml", YEAR_2027)])
    page_says(
        person.page, "载入2027年的放假安排", "示范〔2026〕1号", "还没有载入，请照通知核对", "春节假期：2月5日、2月6日"
    )
    assert moved(person) == [
        [story.number, ALLOWANCE, "办结期限", "2027年2月8日（星期一）", "2027年2月15日（星期一）"],
    ]
    assert hall.service.store.calendar_version() == 0  # looking changes nothing
    assert hall.stored(story.number).deadline_changes == ()

    hall.at("2027-01-29 10:05")
    person.press(LOAD)
    page_says(person.page, "已载入2027年的放假安排", "重新计算了1件办件，其中1件的到期日有变化")
    page_says(person.page, "依据：示范〔2026〕1号，2027-01-29 10:05载入，陶然")
    assert "暂定" not in words(person.page.soup.find(id="year-2027"))
    assert [(str(one.old), str(one.new), one.notice) for one in hall.stored(story.number).deadline_changes] == [
        ("2027-02-08", "2027-02-15", "示范〔2026〕1号")
    ]

    county = hall.case("social-chen", story.number)  # another desk of the same server, at once
    page_says(county.page, "2027年2月15日（星期一）")

    person.open("/desk/calendar")
    person.upload(LOOK, {}, [("2027.yaml", YEAR_2027)])
    page_says(person.page, "没有载入", "2027年的放假安排已经是这样，没有要载入的。")


def test_everything_that_is_wrong_with_a_file_is_told_at_once_with_its_place(hall: Hall) -> None:
    person = supervisor(hall, "2026-03-02 10:00")
    wrong = YEAR_2027.replace(b"2027-06-09", b"2027-06-31").replace(b"2027-05-08", b"2027-05-07")
    person.upload(LOOK, {}, [("2027.yaml", wrong)])
    assert person.page.status == 422
    page_says(person.page, "没有载入", "「2027.yaml」有2处要改")
    page_says(
        person.page, "第9行第8列：没有「2027-06-31」这一天。", "第15行第5列：2027-05-07是周五，本来就上班，不是调休。"
    )
    person.upload(LOOK, {}, [("坏.yaml", b"\x00\xff\xfe")])
    assert person.page.status == 422
    page_says(person.page, "没有载入", "「坏.yaml」有1处要改", "第1行")
    assert hall.service.store.calendar_version() == 0


def test_the_number_of_the_notice_may_be_typed_and_nothing_is_a_template(hall: Hall) -> None:
    person = supervisor(hall, "2026-12-01 10:00")
    bare = YEAR_2027.replace("notice: 示范〔2026〕1号\n".encode(), b"")
    person.upload(LOOK, {}, [("<b>{{ 7*7 }}.yaml", bare)])
    page_says(person.page, "没有载入", "请写明放假通知的文号")
    hostile = "<script>{{ 7*7 }}"
    person.upload(LOOK, {"放假通知的文号": hostile}, [("<b>{{ 7*7 }}.yaml", bare)])
    assert "<b>" not in person.page.html and "<script>{{" not in person.page.html
    page_says(person.page, "<b>{{7*7}}.yaml", hostile)
    person.press(LOAD)
    page_says(person.page, "已载入2027年的放假安排", "没有在办件要重新计算", hostile)
    assert "<script>{{" not in person.page.html
    person.upload(LOOK, {}, [("坏<b>.yaml", b"year: 2027\n'<i>{{ 7*7 }}': 1\n")])
    assert person.page.status == 422 and "<b>" not in person.page.html and "<i>" not in person.page.html


def test_what_was_looked_at_is_loaded_once_and_not_over_what_another_loaded(hall: Hall) -> None:
    first, second = (supervisor(hall, "2026-12-01 10:00") for _ in range(2))
    for one in (first, second):
        one.upload(LOOK, {}, [("2027.yaml", YEAR_2027)])
    other = first.page
    first.press(LOAD)
    page_says(first.page, "已载入2027年的放假安排")
    first.page = other
    first.press(LOAD)  # sent twice
    page_says(first.page, "没有载入", "已经是这样")
    second.page.soup.find("input", attrs={"name": "_number"})["value"] = "示范〔2026〕2号"
    second.press(LOAD)
    page_says(second.page, "没有载入", "已经是这样")
    assert [one.number for one in hall.service.store.notices()] == ["示范〔2026〕1号"]


@pytest.mark.parametrize("name", ["_content", "_version"])
def test_a_file_that_does_not_come_back_whole_is_not_loaded(hall: Hall, name: str) -> None:
    person = supervisor(hall, "2026-12-01 10:00")
    person.upload(LOOK, {}, [("2027.yaml", YEAR_2027)])
    person.page.soup.find("input", attrs={"name": name})["value"] = "x"
    person.press(LOAD)
    assert person.page.status == 400
    page_says(person.page, "什么也没有载入", "请重新选择文件")
    assert hall.service.store.calendar_version() == 0


def test_a_clock_set_back_loads_nothing(hall: Hall) -> None:
    story = arrive(hall, ALLOWANCE, "clerk-wang", "王芳")
    fill_in(story)
    receive(story)
    person = supervisor(hall, "2026-03-02 09:05")
    person.upload(LOOK, {}, [("2027.yaml", YEAR_2027)])
    person.press(LOAD)
    page_says(person.page, "服务器的时钟是2026-03-02 09:05:00，早于最近一次办理的时间2026-03-02 09:10:00")
    assert hall.service.store.calendar_version() == 0
