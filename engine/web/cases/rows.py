"""Cases in a list: what one line shows, and how urgent it is in words, shape and colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.calendar.working_days import Calendar
from engine.case.lights import CASE_CLOCK, EARLY, GREEN, RED, YELLOW, light_on
from engine.case.records import STATES
from engine.store.kept import CaseRow
from engine.store.worklists import Lying
from engine.web.server.showing import day, instant
from engine.web.server.visits import Visit

STATE_TONES = {
    "advised": "careful",
    "suspended": "careful",
    "refused": "bad",
    "denied": "bad",
    "granted": "good",
    "certified": "good",
    "delivered": "good",
    "closed": "good",
    "archived": "",
    "voided": "",
}
WITHOUT_DUE = {"advised": "还没有收件", "received": "受理后起算", "suspended": "停止计时"}
DECIDED = "已有结果"
LIGHT_TONES = {GREEN: "good", EARLY: "calm", YELLOW: "careful", RED: "bad"}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list; `light` is 绿灯 预警 黄牌 红牌 or '', `left` says of which limit how much time remains;
    `holder` what waits with one's own department, or who else has the case and for what."""

    number: str
    title: str
    village: str
    applicant: str
    state: str
    tone: str
    holder: str
    due: str
    provisional: bool
    without_due: str
    light: str
    light_tone: str
    left: str
    changed: str


def left_of(last_day: date, today: date, calendar: Calendar, provisional: bool) -> str:
    """How much working time is left until the last day, in words; nobody is late for a day that is 暂定."""
    if last_day < today:
        if provisional:
            return "暂定的日子已过，载入放假安排后确定"
        late = calendar.working_days_between(last_day, today)  # the last day itself is none of them
        return f"已超过{late}个工作日" if late else "已过最后一天"
    return "今天到期" if last_day == today else f"剩{calendar.working_days_between(today, last_day)}个工作日"


def _left(row: CaseRow, today: date, calendar: Calendar) -> str:
    """What is left of the most pressing limit, by name where it is not that of the case."""
    last = row.presses or row.due
    if not row.warns or not last:
        return ""
    return ("" if row.clock == CASE_CLOCK else row.clock) + left_of(
        date.fromisoformat(last), today, calendar, not row.presses
    )


def case_lines(visit: Visit, rows: Iterable[CaseRow]) -> tuple[CaseLine, ...]:
    """The rows as lines of a list, in their order."""
    town, today = visit.town, visit.service.today(visit.staff.town)
    found = []
    for row in rows:
        light = light_on(today, _date(row.warns), _date(row.presses))
        found.append(
            CaseLine(
                number=row.case,
                title=row.title,
                village=row.village,
                applicant=row.applicant,
                state=STATES[row.state],
                tone=STATE_TONES.get(row.state, "calm"),
                holder="；".join(_waits(one, visit) for one in row.desks if one.steps),
                due=day(_date(row.due)),
                provisional=row.provisional,
                without_due=WITHOUT_DUE.get(row.state, DECIDED),
                light=light,
                light_tone=LIGHT_TONES.get(light, ""),
                left=_left(row, today, visit.service.calendar),
                changed=instant(row.changed_at, town.zone),
            )
        )
    return tuple(found)


def _waits(lying: Lying, visit: Visit) -> str:
    steps = "、".join(lying.steps)
    if lying.department == visit.staff.department:
        return steps
    return f"{visit.town.department_name(lying.department)}：{steps}"


def _date(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
