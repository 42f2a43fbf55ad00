"""What the events of the back office make of a case: steps opened, done, sent back, held by special procedures or
passed on to another desk, and the decision. Part of `engine.case.fold`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from engine.case.attachments import attachment_from
from engine.case.events import Event
from engine.case.records import Case, Decision, Pause, Taken, Task


def opening(case: Case, steps: Iterable[str], at: datetime) -> Case:
    """Open the named tasks."""
    names = tuple(steps)
    return standing(case, [replace(t, state="open", opened_at=at) if t.step in names else t for t in case.tasks])


def standing(case: Case, tasks: Sequence[Task]) -> Case:
    """The case with these tasks: suspended while a special procedure runs, in review while a step is open, and with
    none left to do it waits for its decision."""
    states = {task.state for task in tasks}
    state = "suspended" if "suspended" in states else "in_review" if "open" in states else "to_decide"
    return replace(case, tasks=tuple(tasks), state=state)


def step_finished(case: Case, event: Event) -> Case:
    """step_finished: step, opinion, judged {checkpoint: {state, note}}, open: the steps that open next; where something
    was asked at the step, answers (as typed), materials {name: {form, copies}} and files, the scans of these."""
    data = event.payload
    tasks = tuple(
        replace(t, state="done", done_at=event.at, by=event.actor, opinion=data["opinion"])
        if t.step == data["step"]
        else t
        for t in case.tasks
    )
    brought = data.get("materials", {})
    taken = [one for one in case.taken if one.name not in brought]
    taken += [Taken(name, one["form"], one["copies"], at=event.at) for name, one in brought.items()]
    case = replace(
        case,
        tasks=tasks,
        judged={**case.judged, **data["judged"]},
        answered={**case.answered, data["step"]: data["answers"]} if "answers" in data else case.answered,
        taken=tuple(taken),
        files=(*case.files, *map(attachment_from, data.get("files", ()))),
    )
    return opening(case, data["open"], event.at)


def returned(case: Case, event: Event) -> Case:
    """returned: step, to, reasons. The steps from `to` on are done again; what was judged there is judged again."""
    data = event.payload
    names = [t.step for t in case.tasks]
    again = names[names.index(data["to"]) :]
    tasks = tuple(Task(t.step, t.department, "waiting", t.parallel) if t.step in again else t for t in case.tasks)
    judged = {name: value for name, value in case.judged.items() if value.get("step") not in again}
    answered = {step: answers for step, answers in case.answered.items() if step not in again}
    return opening(replace(case, tasks=tasks, judged=judged, answered=answered), [data["to"]], event.at)


def suspended(case: Case, event: Event) -> Case:
    """suspended: step, kind, basis, on (local date), days (in words, or ''), until (the last of them, or None),
    detail (how it is held, or '')."""
    data = event.payload
    pause = Pause(
        data["step"],
        data["kind"],
        date.fromisoformat(data["on"]),
        until=date.fromisoformat(data["until"]) if data["until"] else None,
        detail=data.get("detail", ""),
    )
    tasks = [replace(t, state="suspended") if t.step == data["step"] else t for t in case.tasks]
    return replace(standing(case, tasks), pauses=(*case.pauses, pause))


def resumed(case: Case, event: Event) -> Case:
    """resumed: step, on (local date), outcome (what the procedure came to)."""
    data = event.payload
    on, step = date.fromisoformat(data["on"]), data["step"]
    tasks = [replace(t, state="open", held=True) if t.step == step else t for t in case.tasks]
    pauses = tuple(replace(p, resumed_on=on) if p.step == step and p.resumed_on is None else p for p in case.pauses)
    return replace(standing(case, tasks), pauses=pauses)


def transferred(case: Case, event: Event) -> Case:
    """transferred: step, to (role name), reasons. The step goes to another department's desk."""
    data = event.payload
    before = next(t.department for t in case.tasks if t.step == data["step"])
    tasks = tuple(replace(t, department=data["to"]) if t.step == data["step"] else t for t in case.tasks)
    return replace(case, tasks=tasks, passed_on=(*case.passed_on, before))


def decided(case: Case, event: Event) -> Case:
    """granted, denied: reasons, award (分 or None), judged as in step_finished; the ground is the reason code."""
    data = event.payload
    granted = event.kind == "granted"
    decision = Decision(granted, event.at, event.actor, data["reasons"], event.fact.reason, data.get("award"))
    judged = {**case.judged, **data["judged"]}
    return replace(case, state="granted" if granted else "denied", decision=decision, judged=judged)
