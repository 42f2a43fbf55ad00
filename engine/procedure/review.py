"""The back office: finishing a step, sending it back, and the decision."""

from __future__ import annotations

from collections.abc import Sequence

from engine.case.events import APPROVE, CaseError
from engine.case.outcome import award_of, situation_of
from engine.case.records import Case, Task
from engine.case.routing import opening
from engine.matter.records import Checkpoint, Step
from engine.procedure import at_step
from engine.procedure.act import Answers, Decided, Given, Input, Print, Setting, fact, read_inputs
from engine.review.verdict import FAILED, OUTSIDE, PASSED
from engine.review.wording import fill


def current(case: Case, setting: Setting) -> Task | None:
    """The task to work on: of those open or suspended the first on the actor's own desk, one that is open before one
    whose special procedure runs; for others the first of all."""
    tasks = sorted(case.open_tasks, key=lambda t: (t.department != setting.actor.department, t.state != "open"))
    return next(iter(tasks), None)


def step_departments(case: Case, setting: Setting) -> tuple[str, ...]:
    """Whose desk the open step lies on."""
    return tuple(dict.fromkeys(task.department for task in case.open_tasks))


def deciding_departments(case: Case, setting: Setting) -> tuple[str, ...]:
    """Whose desk the decision lies on."""
    return (setting.definition.matter.approving_department,)


def step_of(case: Case, setting: Setting) -> Step | None:
    task = current(case, setting)
    return setting.definition.matter.step(task.step) if task else None


def checkpoints_at(case: Case, setting: Setting, step: str | None) -> tuple[Checkpoint, ...]:
    """The 审批 checkpoints judged at a step: those that name it, and at the last step (or, where the case has no step,
    at the decision: `step` None) those that name none, or the matter's last step where this case does not take it.
    One that does not apply to the case is not judged."""
    names = [task.step for task in case.tasks]
    last = names[-1] if names else None
    steps = setting.definition.matter.steps
    at_the_end = (None, steps[-1].name if steps else None)
    outside = {f["name"] for f in case.verdict.get("findings", ()) if f["kind"] == "要点" and f["status"] == OUTSIDE}
    return tuple(
        c
        for c in setting.definition.matter.checkpoints
        if c.by == "审批"
        and c.name not in outside
        and (c.at == step if c.at in names else step == last and c.at in at_the_end)
    )


def _judging(case: Case, setting: Setting, checkpoints: Sequence[Checkpoint]) -> tuple[Input, ...]:
    """What is to be judged, in the matter's words with the answers of the case in them, and room for a note to each."""
    if not checkpoints:
        return ()
    situation = situation_of(case, setting.definition, setting.town, setting.calendar)
    inputs: list[Input] = []
    for c in checkpoints:
        says, message = (fill(text, situation, masked=True) for text in (c.says or c.name, c.message or ""))
        inputs.append(Input(f"要点.{c.name}", says, "选项", (PASSED, FAILED), help=message))
        inputs.append(Input(f"要点.{c.name}.说明", f"「{c.name}」的说明", "文本", optional=True))
    return tuple(inputs)


def _judged(checkpoints: Sequence[Checkpoint], given: Given, step: str | None) -> dict[str, dict[str, str]]:
    return {
        c.name: {
            "state": given[f"要点.{c.name}"],
            "note": given.get(f"要点.{c.name}.说明"),
            "otherwise": c.otherwise,
            "ground": c.ground or "",
            "step": step or "",
        }
        for c in checkpoints
    }


def ask_finish(case: Case, setting: Setting) -> tuple[Input, ...]:
    """What is asked at the step, and every 审批 checkpoint of it, judged; the opinion is written."""
    task = current(case, setting)
    checkpoints = checkpoints_at(case, setting, task.step) if task else ()
    asked = at_step.asked(case, setting, task.step) if task else ()
    return (*asked, *_judging(case, setting, checkpoints), Input("意见", "审查意见", "多行文本"))


def scanned(case: Case, setting: Setting) -> tuple[str, ...]:
    """What is asked at the step and may come with scans."""
    task = current(case, setting)
    return at_step.scanned(case, setting, task.step) if task else ()


def not_finishable(case: Case, setting: Setting) -> str:
    """Why the open step cannot be finished: its special procedure has not been held, or is running."""
    step, task = step_of(case, setting), current(case, setting)
    if task is not None and task.state == "suspended":
        return f"「{task.step}」的特别程序还没有结束。"
    if step is not None and step.special is not None and task is not None and not task.held:
        return f"「{step.name}」是特别程序（{step.special.kind}），先开始并结束它，才能完成这一步。"
    return ""


def finish_step(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """The step is done and the next one opens; what fails with 退回 must be returned, not passed on."""
    task = current(case, setting)
    if task is None:
        raise CaseError("没有正在办理的步骤。")
    checkpoints = checkpoints_at(case, setting, task.step)
    given = read_inputs(ask_finish(case, setting), inputs)
    found = at_step.found(case, setting, task.step, given)
    judged = found.judged | _judged(checkpoints, given, task.step)
    back = [name for name, value in judged.items() if value["state"] == FAILED and value["otherwise"] == "退回"]
    if back and earlier_steps(case):  # with nowhere to go back to, the failure stands and bars a grant
        raise CaseError(f"「{'、'.join(back)}」不通过，请用「退回上一步」退回并写明原因，不能完成这一步。")
    payload = {
        "step": task.step,
        "opinion": given["意见"],
        "judged": judged,
        "open": list(opening(case.tasks, task.step)),
        **found.payload,
    }
    return Decided((fact(case, setting, "step_finished", APPROVE, payload),))


def returning_departments(case: Case, setting: Setting) -> tuple[str, ...]:
    """Who may send the case back: whoever has it now."""
    return step_departments(case, setting) or deciding_departments(case, setting)


def earlier_steps(case: Case) -> tuple[str, ...]:
    """The steps already done, nearest first: where the case can go back to."""
    return tuple(reversed([task.step for task in case.tasks if task.state == "done"]))


def _back_to(case: Case, setting: Setting) -> tuple[str, ...]:
    """The steps to choose from, first the one a checkpoint of this step names (`back_to`)."""
    task, earlier = current(case, setting), earlier_steps(case)
    here = checkpoints_at(case, setting, task.step) if task else ()
    return tuple(dict.fromkeys([*(c.back_to for c in here if c.back_to in earlier), *earlier]))


def not_returnable(case: Case, setting: Setting) -> str:
    """Why the case cannot go back."""
    return "" if earlier_steps(case) else "前面没有可以退回的步骤。"


def ask_return(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Where to, and why."""
    return (Input("退回到", "退回到哪一步", "选项", _back_to(case, setting)), Input("理由", "退回原因", "多行文本"))


def return_step(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """An earlier step is done again; the clock runs on."""
    given = read_inputs(ask_return(case, setting), inputs)
    task = current(case, setting)
    payload = {"step": task.step if task else "决定", "to": given["退回到"], "reasons": given["理由"]}
    return Decided((fact(case, setting, "returned", APPROVE, payload, reason="退回"),))


def failing_conditions(case: Case) -> tuple[tuple[str, str], ...]:
    """(checkpoint, ground) of everything that bars a grant: a condition of approval that failed at 收件, by rule or as
    a clerk judged, and whatever an approver judged 不通过, but for a 提示."""
    by_rule = [
        (f["name"], f.get("ground") or "")
        for f in case.verdict.get("findings", ())
        if f["otherwise"] == "不予准予" and f["status"] == FAILED and f.get("by") != "审批"
    ]
    by_hand = [
        (name, value["ground"])
        for name, value in case.judged.items()
        if value["state"] == FAILED and value["otherwise"] != "提示"
    ]
    return (*by_rule, *by_hand)


def not_grantable(case: Case, setting: Setting) -> str:
    """Why the case cannot be granted."""
    if case.outstanding:
        names = "、".join(item.material for item in case.outstanding)
        return f"容缺材料「{names}」还没有补交，不能作出准予决定。"
    failing = [name for name, _ground in failing_conditions(case)]
    if failing:
        return f"「{'、'.join(failing)}」不符合，不能准予。"
    return ""


def _at_decision(case: Case, setting: Setting) -> tuple[Checkpoint, ...]:
    return () if case.tasks else checkpoints_at(case, setting, None)


def ask_grant(case: Case, setting: Setting) -> tuple[Input, ...]:
    """The reasons; and, where the case has no step, the 审批 checkpoints."""
    reasons = Input("理由", "决定理由", "多行文本", optional=True, help="不填时写「经审查，符合规定条件。」")
    return (*_judging(case, setting, _at_decision(case, setting)), reasons)


def grant(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """准予: what the applicant asked for is given; the award is the one the verdict came to."""
    given = read_inputs(ask_grant(case, setting), inputs)
    judged = _judged(_at_decision(case, setting), given, None)
    failed = [name for name, value in judged.items() if value["state"] == FAILED and value["otherwise"] != "提示"]
    if failed:
        raise CaseError(f"「{'、'.join(failed)}」不通过，不能准予。")
    payload = {
        "reasons": given.get("理由") or "经审查，符合规定条件。",
        "award": award_of(case, setting.definition, setting.town, setting.calendar),
        "judged": judged,
    }
    return Decided((fact(case, setting, "granted", APPROVE, payload),), (Print("grant_decision"),))


def ask_denial(case: Case, setting: Setting) -> tuple[Input, ...]:
    """不予准予 needs a name, a reason and a law: the grounds of what failed stand first."""
    failing = [ground for _name, ground in failing_conditions(case) if ground]
    grounds = tuple(dict.fromkeys([*failing, *(g.name for g in setting.definition.matter.grounds)]))
    return (
        Input("理由类别", "不予准予的情形", "选项", grounds),
        Input("理由", "具体事实和理由", "多行文本", help="写明哪一项不符合、依据是什么、申请人还可以怎么办。"),
    )


def not_deniable(case: Case, setting: Setting) -> str:
    """Why the case cannot be denied: no ground, no denial."""
    return "" if setting.definition.matter.grounds else "本事项没有登记不予准予的情形，不能不予准予。"


def deny(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """不予准予, by name, with reason, law and remedy (行政许可法第三十八条)."""
    given = read_inputs(ask_denial(case, setting), inputs)
    payload: Answers = {"reasons": given["理由"], "award": None, "judged": {}}
    denied = fact(case, setting, "denied", APPROVE, payload, reason=given["理由类别"])
    return Decided((denied,), (Print("denial_decision"),))
