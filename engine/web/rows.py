"""Cases in a list: what one line shows, and how urgent it is in words, shape and colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.case import STATES
from engine.store.contract import CaseRow
from engine.web.showing import day, instant
from engine.web.visits import Visit

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
}
WITHOUT_DUE = {"advised": "还没有收件", "received": "受理后起算", "suspended": "停止计时"}
DECIDED = "已有结果"
_SOON = 2  # working days left from which the line turns careful


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list; `left` says how much working time remains."""

    number: str
    title: str
    applicant: str
    state: str
    tone: str
    holder: str
    due: str
    without_due: str
    left: str
    left_tone: str
    changed: str


def left_of(due: date | None, today: date, visit: Visit) -> tuple[str, str]:
    """How much time is left until the last day, in words, and its tone."""
    if due is None:
        return "", ""
    days = visit.service.calendar.working_days_between(today, due)
    if due < today:
        return f"已超过{-days}个工作日", "bad"
    if due == today:
        return "今天到期", "bad"
    return f"剩{days}个工作日", "careful" if days <= _SOON else "good"


def case_lines(visit: Visit, rows: Iterable[CaseRow]) -> tuple[CaseLine, ...]:
    """The rows as lines of a list, in their order."""
    town, today = visit.town, visit.service.today(visit.staff.town)
    found = []
    for row in rows:
        due = date.fromisoformat(row.due) if row.due else None
        left, tone = left_of(due, today, visit)
        found.append(
            CaseLine(
                number=row.case,
                title=row.title,
                applicant=row.applicant,
                state=STATES[row.state],
                tone=STATE_TONES.get(row.state, "calm"),
                holder="、".join(town.department_name(name) for name in row.departments),
                due=day(due),
                without_due=WITHOUT_DUE.get(row.state, DECIDED),
                left=left,
                left_tone=tone,
                changed=instant(row.changed_at, town.zone),
            )
        )
    return tuple(found)
