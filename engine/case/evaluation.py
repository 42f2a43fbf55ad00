"""好差评: what applicants say of how they were served, once a case is over; each handling once, in one of five grades.

It is no act of the procedure: it moves no state, and nobody of the office gives it, sees it or steers it but the
supervisor. The two lowest grades are called back (一事一评, GB/T 39735). Pure.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from engine.calendar.clock import count
from engine.calendar.limit import Limit
from engine.calendar.working_days import Calendar
from engine.case.events import Actor, CaseError, Fact
from engine.case.records import ENDED, Case

GRADES = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
BAD = ("不满意", "非常不满意")
CALL_BACK_WITHIN = Limit(15, "工作日")
MOST_WORDS = 500  # characters
APPLICANT = "申请人"


def applicant(town: str) -> Actor:
    """Whoever holds the case's paper: who they are is not asked, so that the grade is given freely."""
    return Actor(account=APPLICANT, person=APPLICANT, name=APPLICANT, role=APPLICANT, town=town, channel="网上")


def not_evaluable(case: Case) -> str:
    """Why the case cannot be evaluated now; '' when it can."""
    if case.received_at is None or case.state not in ENDED or case.state == "voided":
        return "办件还没有办结，办结以后再评价。"
    if case.evaluation is not None:
        return "这次办理已经评价过了，每次办理评价一次。"
    return ""


def evaluate(case: Case, grade: str, words: str, at: datetime) -> Fact:
    """The applicant's grade, with words of their own or without. CaseError says why not."""
    words = words.strip()
    why = not_evaluable(case)
    if not why and grade not in GRADES:
        why = f"请在{'、'.join(GRADES)}里选一个。"
    if not why and len(words) > MOST_WORDS:
        why = f"意见最多{MOST_WORDS}字，请写短一些。"
    if why:
        raise CaseError(why)
    payload = {"grade": grade, "words": words}
    return Fact(case.id, "evaluated", at, applicant(case.town), case.definition, payload=payload)


def call_back_due(case: Case, calendar: Calendar, zone: tzinfo) -> date | None:
    """The last day on which whoever gave one of the two lowest grades is to be called back; None where nobody is."""
    given = case.evaluation
    if given is None or given.grade not in BAD or given.called_back_at is not None:
        return None
    return count(given.at.astimezone(zone).date(), CALL_BACK_WITHIN, calendar).last_day


def call_back(case: Case, by: Actor, found: str, at: datetime) -> Fact:
    """The supervisor has spoken with whoever was not satisfied: what came of it. CaseError says why not."""
    given = case.evaluation
    if by.role != "监督":
        raise CaseError("评价由监督岗位回访，经办人看不到。")
    if given is None or given.grade not in BAD or given.called_back_at is not None:
        raise CaseError("这个办件没有要回访的评价。")
    if not found.strip():
        raise CaseError("请写明回访和整改的情况。")
    return Fact(case.id, "called_back", at, by, case.definition, payload={"found": found.strip()[:2000]})
