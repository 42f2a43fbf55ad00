"""Lights and the limits behind them, against the table of the law and of the centre (预警, 黄牌, 红牌)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from engine.calendar.limit import Limit
from engine.calendar.working_days import Calendar, national_calendar
from engine.case.lights import EARLY, GREEN, LIGHTS, RED, YELLOW, Clock, Pressing, clocks, light_on, pressing
from engine.case.records import Decision, Pause, Task
from engine.matter.records import Step
from engine.matter.town import Warnings
from tests.procedure.test_acts import YARD, accepted, correcting, received, to_decide
from tests.procedure.test_courses import REASONS, side_by_side
from tests.support.counter import CALENDAR, CLERK, COUNTY, OTHER_OFFICE, PILOT, TOWN_OFFICE, Story, at_ten, full, small

TWENTY_SEVEN = national_calendar(extra_years={2027: {}})


def running(story: Story, calendar: Calendar = CALENDAR) -> dict[str, Clock]:
    return {clock.name: clock for clock in clocks(story.case, story.definition, PILOT, calendar)}


def limited(story: Story, promised: Limit, steps: Sequence[Step] | None = None) -> Story:
    """The same story under another promised limit and other steps."""
    matter = story.definition.matter
    limit = replace(matter.time_limit, promised=promised, statutory=None)
    changed = replace(matter, time_limit=limit, steps=matter.steps if steps is None else tuple(steps))
    story.definition = replace(story.definition, matter=changed)
    # A verdict keeps the limits it came to; one that kept none has those of the matter.
    story.case = replace(
        story.case, verdict={name: value for name, value in story.case.verdict.items() if name != "terms"}
    )
    return story


def lights(clock: Clock, *days: str) -> list[str]:
    """The light of one clock on each of the days."""
    return [pressing((clock,)).light(date.fromisoformat(day)) for day in days]


# -- 预警 at one working day or a quarter left, 黄牌 on the last day, 红牌 after it ---------------------------------


def test_early_warning_at_one_working_day_left_yellow_on_the_due_day_red_after_it() -> None:
    due = running(accepted())["办结期限"]  # seven working days from Monday 2 March 2026: Wednesday the 11th
    assert due.last_day == date(2026, 3, 11)
    assert lights(due, "2026-03-02", "2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12") == [
        GREEN, GREEN, EARLY, YELLOW, RED,
    ]  # fmt: skip


def test_early_warning_at_a_quarter_left() -> None:
    due = running(limited(accepted(), Limit(20, "工作日")))["办结期限"]
    # Twenty working days from 2 March 2026 end on Monday the 30th; five are left after Monday the 23rd.
    assert (due.last_day, due.warns_on) == (date(2026, 3, 30), date(2026, 3, 23))
    assert lights(due, "2026-03-22", "2026-03-23", "2026-03-30") == [GREEN, EARLY, YELLOW]


def test_the_town_sets_when_it_is_warned() -> None:
    story = limited(accepted(), Limit(20, "工作日"))
    for warnings, day in (
        (Warnings(working_days=3, percent=0), date(2026, 3, 25)),
        (Warnings(working_days=0, percent=50), date(2026, 3, 16)),
        (Warnings(working_days=0, percent=0), date(2026, 3, 30)),
        (Warnings(working_days=99, percent=25), date(2026, 3, 2)),
    ):
        town = replace(PILOT, warnings=warnings)
        (clock, *_) = clocks(story.case, story.definition, town, CALENDAR)
        assert clock.warns_on == day


def test_a_weekend_is_no_working_time_left() -> None:
    due = running(limited(accepted(), Limit(5, "工作日")))["办结期限"]
    assert due.last_day == date(2026, 3, 9)  # a Monday; Friday, Saturday and Sunday have one working day left
    assert lights(due, "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09") == [
        GREEN, EARLY, EARLY, EARLY, YELLOW,
    ]  # fmt: skip


def test_a_limit_in_days_warns_by_its_working_days_too() -> None:
    due = running(limited(accepted(), Limit(12, "日")))["办结期限"]
    # Day 12 is Saturday 14 March, so it is due on Monday the 16th: ten working days, a quarter of them is two.
    assert (due.last_day, due.warns_on) == (date(2026, 3, 16), date(2026, 3, 12))


def test_the_light_is_that_of_the_most_urgent_term() -> None:
    near = replace(
        running(accepted())["办结期限"], name="步骤「审核」", last_day=date(2026, 3, 4), warns_on=date(2026, 3, 3)
    )
    far = running(accepted())["办结期限"]
    both = pressing((far, near))
    assert both == Pressing("步骤「审核」", date(2026, 3, 3), date(2026, 3, 4))
    assert [both.light(date(2026, 3, day)) for day in (2, 3, 4, 5)] == [GREEN, EARLY, YELLOW, RED]
    assert pressing(()).light(date(2026, 3, 2)) == ""


def test_a_provisional_day_warns_but_never_turns_yellow_or_red() -> None:
    story = accepted()
    story.case = replace(story.case, accepted_on=date(2026, 12, 25))
    due = running(story)["办结期限"]
    assert due.provisional
    assert lights(due, "2026-12-25", due.last_day.isoformat(), "2027-03-01") == [GREEN, EARLY, EARLY]
    firm = running(story, TWENTY_SEVEN)["办结期限"]
    assert not firm.provisional
    assert lights(firm, firm.last_day.isoformat(), "2027-03-01") == [YELLOW, RED]


def test_every_light_has_its_day() -> None:
    seen = {light_on(date(2026, 3, 2) + timedelta(n), date(2026, 3, 10), date(2026, 3, 11)) for n in range(12)}
    assert seen == set(LIGHTS)


# -- which limits run ---------------------------------------------------------------------------------------------


def test_the_notice_of_defects_is_due_five_working_days_after_receipt() -> None:
    story = Story(small("steps"), date(2026, 2, 11))
    story.file("receive", full(YARD), signed=True)
    (notice,) = running(story).values()
    assert (notice.name, notice.last_day) == ("告知补正期限", date(2026, 2, 25))
    assert lights(notice, "2026-02-11", "2026-02-24", "2026-02-25", "2026-02-26") == [GREEN, EARLY, YELLOW, RED]


def test_after_a_correction_the_five_days_begin_anew() -> None:
    story = correcting()
    assert running(story) == {}  # it is the applicant's turn
    story.on = date(2026, 3, 5)
    story.file("correct", full(YARD))
    notice = running(story)["告知补正期限"]
    assert notice.last_day == date(2026, 3, 12)


def test_nothing_runs_while_a_special_procedure_holds_the_case() -> None:
    story = side_by_side()
    story.act("suspend", OTHER_OFFICE)
    assert running(story) == {}
    story.on = date(2026, 3, 4)
    story.act("resume", OTHER_OFFICE, {"结果": "合格"})
    assert running(story)["办结期限"].last_day == date(2026, 3, 13)  # two of seven working days did not count


def test_days_held_up_are_no_working_time() -> None:
    story = limited(accepted(), Limit(8, "工作日"))
    story.case = replace(story.case, pauses=(Pause("公示", "公示", date(2026, 3, 2), date(2026, 3, 10)),))
    due = running(story)["办结期限"]
    # Eight working days from 11 March end on the 20th; a quarter of eight is two: from the 18th on.
    assert (due.last_day, due.warns_on) == (date(2026, 3, 20), date(2026, 3, 18))


def test_an_extension_is_working_time_too() -> None:
    story = accepted()
    story.act("extend", COUNTY, REASONS)
    due = running(story)["办结期限"]
    # 7 and 10 working days end on 25 March; a quarter of 17 is four.
    assert (due.last_day, due.warns_on) == (date(2026, 3, 25), date(2026, 3, 19))


STEPS = (Step("镇级审核", "镇建设办", within=Limit(3, "工作日")), Step("县级审批", "县住建局"))


def step_story(*pauses: Pause) -> Story:
    story = limited(accepted(), Limit(7, "工作日"), STEPS)
    task = Task("镇级审核", "镇建设办", "open", opened_at=at_ten(date(2026, 3, 2)))
    story.case = replace(story.case, tasks=(task, Task("县级审批", "县住建局", "waiting")), pauses=pauses)
    return story


def test_a_step_has_its_limit_from_the_day_it_opened() -> None:
    step = running(step_story())["步骤「镇级审核」"]
    assert (step.last_day, step.warns_on) == (date(2026, 3, 5), date(2026, 3, 4))
    assert running(accepted()).keys() == {"办结期限"}  # the steps of that matter have no limit


def test_a_step_leaves_out_its_own_special_days_only() -> None:
    own = Pause("镇级审核", "勘验", date(2026, 3, 2), date(2026, 3, 4))
    assert running(step_story(own))["步骤「镇级审核」"].last_day == date(2026, 3, 9)
    assert running(step_story(replace(own, step="别的")))["步骤「镇级审核」"].last_day == date(2026, 3, 5)
    assert running(step_story(replace(own, resumed_on=None))) == {}


def granted() -> Story:
    story = to_decide()
    story.act("grant", COUNTY)
    return story


def test_the_certificate_is_due_ten_working_days_after_the_decision() -> None:
    story = granted()
    assert story.case.decision is not None
    story.case = replace(story.case, decision=replace(story.case.decision, at=at_ten(date(2026, 9, 17))))
    (certificate,) = running(story).values()
    # 行政许可法 articles 44 and 82: 18, 20 (a worked Sunday), 21 to 24, 28 to 30 September, and 8 October.
    assert (certificate.name, certificate.last_day) == ("出证期限", date(2026, 10, 8))


def test_nothing_runs_once_a_case_is_denied_refused_or_over() -> None:
    denied = to_decide()
    denied.case = replace(denied.case, state="denied", decision=Decision(False, at_ten(denied.on), COUNTY, "理由"))
    assert running(denied) == {}
    refused = received()
    refused.case = replace(refused.case, state="refused", refusal={"ground": "面积超限", "reasons": "太大"})
    assert running(refused) == {}
    over = accepted()
    over.act("withdraw", CLERK, {"理由": "不修了。"})
    assert running(over) == {}


def test_a_matter_done_on_the_spot_is_due_and_handed_out_on_the_same_working_day() -> None:
    story = limited(accepted(), Limit(0, "当日"))
    due = running(story)["办结期限"]
    assert lights(due, "2026-03-02", "2026-03-03") == [YELLOW, RED]
    done = limited(to_decide(), Limit(0, "当日"))
    done.act("grant", COUNTY)
    certificate = running(done)["出证期限"]
    assert done.case.decision is not None
    assert certificate.last_day == done.case.decision.at.date()


def test_a_limit_from_receipt_has_a_light_before_acceptance() -> None:
    story = received()
    matter = story.definition.matter
    story.definition = replace(
        story.definition, matter=replace(matter, time_limit=replace(matter.time_limit, starts="收件"))
    )
    assert running(story)["办结期限"].last_day == date(2026, 3, 11)
    story.act("accept", TOWN_OFFICE)
    assert running(story)["办结期限"].last_day == date(2026, 3, 11)
