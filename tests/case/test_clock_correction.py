"""A case dated by a wrong clock and corrected is the case it would have been by a right one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case.clock_correction import correct
from engine.case.deadline import deadline
from engine.case.events import Event, Fact, system
from engine.case.falling_due import next_fall
from engine.case.fold import fold
from engine.case.records import Case
from tests.procedure.test_acts import WELL, YARD, judged
from tests.support.counter import CALENDAR, CASE_NUMBER, PILOT, SUPERVISOR, TOWN_OFFICE, Story, full, small
from tests.support.launcher import TOWN

SYSTEM = system(TOWN)
Step = Callable[[Story], object]
COURSES: dict[str, tuple[tuple[int, Step], ...]] = {  # how many days later what is done
    "decided at the counter": (
        (0, lambda s: s.file("receive", full(YARD, materials=["申请表", "邻居意见"]), signed=True)),
        (2, lambda s: s.act("accept", TOWN_OFFICE)),
        (1, lambda s: s.act("finish_step", TOWN_OFFICE, judged(**WELL))),
        (0, lambda s: s.act("suspend", TOWN_OFFICE)),
        (25, lambda s: s.act("resume", TOWN_OFFICE, {"结果": "没有异议"})),
    ),
    "put right": (
        (0, lambda s: s.file("receive", full(YARD, materials=["平面图", "邻居意见"]))),
        (3, lambda s: s.file("correct", full(YARD, materials=["申请表", "邻居意见"]), signed=True)),
        (1, lambda s: s.act("accept", TOWN_OFFICE)),
    ),
    "left waiting": ((0, lambda s: s.file("receive", full(YARD, materials=["平面图", "邻居意见"]))),),
}


def taken(course: str, start: date) -> Story:
    """The course begun on the first working day from `start`."""
    story = Story(small("steps"), CALENDAR.next_working_day(start))
    for days, step in COURSES[course]:
        story.on = CALENDAR.next_working_day(story.on + timedelta(days=days))
        step(story)
    return story


def corrected(wrong: Story, instants: dict[int, Any]) -> Case:
    """The case once the events at these places happened at these instants."""
    found = correct(wrong.case.history, instants, wrong.definition, PILOT, CALENDAR)
    payload = found.payload() | {"reasons": "电池没电", "beside": {"account": "b", "name": "乙"}}
    now = max((*instants.values(), wrong.case.history[0].at))
    fact = Fact(CASE_NUMBER, "clock_corrected", now, SUPERVISOR, wrong.definition.identity, payload=payload)
    return fold((*wrong.case.history, Event(len(wrong.case.history) + 1, "f" * 64, fact)))


def days_of(case: Case) -> dict[str, Any]:
    """Every day a case has."""
    return {
        "filed": case.filed, "counted_from": case.counted_from, "accepted_on": case.accepted_on, "later": case.later,
        "corrections": [(one.at, one.due, one.answered_at) for one in case.corrections], "pauses": case.pauses,
        "tasks": case.tasks, "state": case.state, "received_at": case.received_at, "taken": case.taken,
        "due": deadline(case, small("steps"), CALENDAR), "falls": next_fall(case, small("steps"), PILOT, CALENDAR),
    }  # fmt: skip


@pytest.mark.parametrize("course", COURSES)
@given(start=st.integers(0, 150), ahead=st.integers(1, 120))
def test_a_case_dated_by_a_wrong_clock_and_corrected_has_the_days_of_a_right_one(
    course: str, start: int, ahead: int
) -> None:
    begun = date(2026, 1, 5) + timedelta(days=start)
    right, wrong = taken(course, begun), taken(course, begun + timedelta(days=ahead))
    instants = {event.sequence: event.at for event in right.case.history}
    assert days_of(corrected(wrong, instants)) == days_of(right.case)


def test_a_clock_that_went_wrong_in_the_middle_leaves_what_came_before() -> None:
    story = Story(small("steps"), date(2026, 3, 2))
    story.file("receive", full(YARD), signed=True)
    story.on = date(2026, 9, 18)
    story.act("accept", TOWN_OFFICE)
    right = corrected(story, {2: story.case.history[0].at + timedelta(days=1)})
    assert (right.filed, right.accepted_on) == (date(2026, 3, 2), date(2026, 3, 3))
    due = deadline(right, small("steps"), CALENDAR)
    assert due is not None
    assert due.last_day == date(2026, 3, 12)  # seven working days after 3 March


FELL = [
    ("deem_accepted", lambda s: s.file("receive", full(YARD), signed=True), "received"),
    ("lapse_correction", lambda s: s.file("receive", full(YARD, materials=["平面图", "邻居意见"])), "correcting"),
    ("lapse_advice", lambda s: s.file("advise", full(YARD, materials=[])), "advised"),
]


@pytest.mark.parametrize(("act", "before", "state"), FELL, ids=[one[0] for one in FELL])
def test_what_fell_due_on_a_day_that_had_not_come_is_void_and_falls_due_on_its_day(
    act: str, before: Step, state: str
) -> None:
    story = Story(small("steps"), date(2026, 3, 2))
    before(story)
    fall = next_fall(story.case, story.definition, PILOT, CALENDAR)
    story.on = date(2026, 9, 18)
    story.act(act, SYSTEM)
    last = story.case.history[-1].sequence
    found = correct(
        story.case.history, {last: story.case.history[0].at + timedelta(days=1)}, story.definition, PILOT, CALENDAR
    )
    right = corrected(story, {last: story.case.history[0].at + timedelta(days=1)})
    assert (found.void, found.fallen) == ([last], [fall])
    assert right.state == state
    assert next_fall(right, story.definition, PILOT, CALENDAR) == fall
    assert [event.kind for event in right.history][-1] == "clock_corrected"


def test_what_really_fell_due_meanwhile_stands() -> None:
    story = Story(small("steps"), date(2026, 3, 2))
    story.file("receive", full(YARD), signed=True)
    story.on = date(2026, 9, 18)
    story.act("deem_accepted", SYSTEM)
    right = corrected(story, {2: story.case.history[0].at + timedelta(days=14)})
    assert (right.state, right.deemed, right.accepted_on) == ("in_review", True, date(2026, 3, 2))


def test_what_people_have_gone_on_from_stands_for_them_to_decide_upon() -> None:
    story = Story(small("steps"), date(2026, 3, 2))
    story.file("receive", full(YARD), signed=True)
    story.on = date(2026, 9, 18)
    story.act("deem_accepted", SYSTEM)
    story.act("finish_step", TOWN_OFFICE, judged(**WELL))
    day = timedelta(days=1)
    right = corrected(story, {2: story.case.history[0].at + day, 3: story.case.history[0].at + day})
    assert right.deemed
    assert [task.state for task in right.tasks][:2] == ["done", "open"]


def test_correcting_twice_corrects_what_the_first_time_left() -> None:
    story = taken("put right", date(2026, 9, 1))
    first, second = story.case.history[:2], story.case.history[2:]
    once = corrected(story, {event.sequence: event.at - timedelta(days=28) for event in first})
    again = Story(small("steps"))
    again.case = once
    twice = corrected(again, {event.sequence: event.at - timedelta(days=28) for event in second})
    assert days_of(twice) == days_of(taken("put right", date(2026, 8, 4)).case)
    assert fold(twice.history) == twice
