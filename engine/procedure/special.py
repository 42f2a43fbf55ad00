"""特别程序: the clock stands still while the law's own procedure runs, only where the matter declares one."""

from __future__ import annotations

import re
from datetime import date

from engine.calendar.clock import count
from engine.calendar.limit import Limit
from engine.case.events import APPROVE, CaseError
from engine.case.records import Case, Task
from engine.procedure.act import Answers, Decided, Given, Input, Print, Setting, fact, read_inputs
from engine.procedure.review import current, step_of
from engine.review.verdict import terms_in

HEARING, INSPECTION = "听证", "勘验"
# 行政许可法第四十七、四十八条；第八十二条
HEARING_ASKED, HEARING_NOTICE, HEARING_WITHIN = Limit(5, "工作日"), Limit(7, "工作日"), Limit(20, "工作日")
INSPECTORS = 2  # 行政许可法第三十四条第三款


def no_special(case: Case, setting: Setting) -> str:
    """Why the clock cannot be stopped: only a special procedure the matter declares stops it, once each time its step
    is opened."""
    step, task = step_of(case, setting), current(case, setting)
    if step is None or step.special is None:
        return "本步骤没有规定特别程序，不能停止计时。"
    if task is not None and task.held:
        return f"「{step.name}」的特别程序已经办过。"
    if task is not None and task.state == "suspended":
        return f"「{step.name}」的特别程序已经开始。"
    return ""


def ask_suspend(case: Case, setting: Setting) -> tuple[Input, ...]:
    """For a hearing: when the applicant was told of the right to it, when it was asked for, when it is held, who is in
    the chair. Nothing for the others."""
    step = step_of(case, setting)
    if step is None or step.special is None or step.special.kind != HEARING:
        return ()
    return (
        Input("告知日", "告知申请人有权要求听证的日期", "日期"),
        Input("申请日", "申请人要求听证的日期", "日期"),
        Input("听证日", "举行听证的日期", "日期"),
        Input("主持人", "听证主持人", help="不能是办理过本办件的人。"),
    )


def suspend(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """A declared special procedure begins, the clock stops, the applicant is told in writing (行政许可法第四十五条)."""
    step = step_of(case, setting)
    if step is None or step.special is None:
        raise CaseError(no_special(case, setting))
    special = step.special
    given = read_inputs(ask_suspend(case, setting), inputs)
    days = terms_in(case.verdict, setting.definition.matter).days_of(step)
    last = count(setting.today, days, setting.calendar).last_day if days else None
    payload = {
        "step": step.name,
        "kind": special.kind,
        "basis": special.basis,
        "on": setting.today.isoformat(),
        "days": str(days) if days else "",
        "until": last.isoformat() if last else None,
        "detail": _hearing(case, setting, given) if special.kind == HEARING else "",
    }
    suspended = fact(case, setting, "suspended", APPROVE, payload, reason=special.kind)
    return Decided((suspended,), (Print("special_procedure_notice", step.name),))


def _hearing(case: Case, setting: Setting, given: Given) -> str:
    """The hearing in words. CaseError where the law does not allow it so (行政许可法第四十七条、第四十八条)."""
    told, asked, held = (date.fromisoformat(given[name]) for name in ("告知日", "申请日", "听证日"))
    chair = given["主持人"]
    earliest = count(setting.today, HEARING_NOTICE, setting.calendar).last_day
    latest = count(asked, HEARING_WITHIN, setting.calendar).last_day
    until = count(told, HEARING_ASKED, setting.calendar).last_day
    assert earliest is not None and latest is not None and until is not None, "nothing holds up these periods"
    wrong = []
    if asked > setting.today:
        wrong.append("「申请人要求听证的日期」不能晚于今天。")
    if asked < told:
        wrong.append("「申请人要求听证的日期」不能早于告知的日期。")
    elif asked > until:
        wrong.append(f"申请人要在被告知听证权利之日起5个工作日内要求听证，最迟{until:%Y-%m-%d}，已经过期。")
    if held < earliest:
        wrong.append(f"听证要在举行的7个工作日前通知，最早可以定在{earliest:%Y-%m-%d}。")
    if held > latest:
        wrong.append(f"听证要在申请人提出要求后20个工作日内举行，最迟{latest:%Y-%m-%d}。")
    if chair in {event.actor.name for event in case.history}:
        wrong.append(f"{chair}办理过本办件，不能主持听证，请另外指定主持人。")
    if wrong:
        raise CaseError("\n".join(wrong))
    return f"{held.year}年{held.month}月{held.day}日举行听证，主持人{chair}"


def ask_resume(case: Case, setting: Setting) -> tuple[Input, ...]:
    """What the special procedure came to; for a look at the place, who looked."""
    outcome = Input("结果", "特别程序的结果", "多行文本")
    task = _resting(case, setting)
    step = setting.definition.matter.step(task.step) if task else None
    if step is None or step.special is None or step.special.kind != INSPECTION:
        return (outcome,)
    return (Input("勘验人员", "勘验人员", help="至少两人，用顿号隔开。"), outcome)


def too_early(case: Case, setting: Setting) -> str:
    """Why the clock cannot run again yet: the days the law asks for are not over."""
    task = _resting(case, setting)
    step = setting.definition.matter.step(task.step) if task else None
    paused = case.pause_of(task.step) if task else None
    if step is None or step.special is None or paused is None:
        return "您这里没有正在进行的特别程序。"
    if paused.until is not None and setting.today <= paused.until:
        days = terms_in(case.verdict, setting.definition.matter).days_of(step)
        return f"{step.special.kind}要满{days}，最后一天是{paused.until:%Y-%m-%d}，过了这一天才能结束。"
    return ""


def _resting(case: Case, setting: Setting) -> Task | None:
    """The task on the actor's desk whose special procedure runs."""
    own = (t for t in case.open_tasks if t.state == "suspended" and t.department == setting.actor.department)
    return next(own, None)


def resume(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """The special procedure is over and the clock runs again from the next day."""
    given = read_inputs(ask_resume(case, setting), inputs)
    task = _resting(case, setting)
    assert task is not None, "`too_early` lets nobody else come here"
    outcome = given["结果"]
    if given.get("勘验人员"):
        people = tuple(dict.fromkeys(name for name in re.split(r"[、，,；;\s]+", given["勘验人员"]) if name))
        if len(people) < INSPECTORS:
            raise CaseError("实地核查要有两名以上工作人员（行政许可法第三十四条），请写明全部「勘验人员」。")
        outcome = f"{outcome}（勘验人员：{'、'.join(people)}）"
    payload = {"step": task.step, "on": setting.today.isoformat(), "outcome": outcome}
    return Decided((fact(case, setting, "resumed", APPROVE, payload),))
