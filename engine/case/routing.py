"""Where a case goes next: which step opens, and at whose desk the case lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from engine.case.records import Case, Task
from engine.definition.checked import Definition
from engine.review.verdict import terms_in


@dataclass(frozen=True, slots=True)
class Desk:
    """Who has the case now: a role, and the departments (role names) where the role is 审批."""

    role: str
    departments: tuple[str, ...] = ()


def opening(tasks: Iterable[Task], finished: str | None = None) -> tuple[str, ...]:
    """The steps that open once `finished` is done: the next one waiting, and with it those of its parallel group that
    stand beside it. Nothing while another is still open."""
    left = [t for t in tasks if t.step != finished and t.state != "done"]
    if not left or any(t.state in ("open", "suspended") for t in left):
        return ()
    first = left[0]
    beside = takewhile(lambda t: first.parallel and t.parallel == first.parallel, left[1:])
    return (first.step, *(t.step for t in beside))


def accepting_department(case: Case, definition: Definition) -> str:
    """The department that decides on 受理 where the matter says 部门受理: that of the first step."""
    steps = definition.matter.steps
    terms = terms_in(case.verdict, definition.matter)
    return terms.department(steps[0]) if steps else definition.matter.approving_department


def desk(case: Case, definition: Definition) -> Desk | None:
    """Whose turn it is; None when nothing is left to do."""
    if case.state == "received":
        if definition.matter.acceptance == "收件即受理":
            return Desk("窗口")
        return Desk("审批", (accepting_department(case, definition),))
    if case.state == "correcting":
        return Desk("窗口")
    if case.state in ("in_review", "suspended"):
        return Desk("审批", tuple(dict.fromkeys(t.department for t in case.open_tasks)))
    if case.state == "to_decide":
        return Desk("审批", (definition.matter.approving_department,))
    if case.state in ("granted", "certified", "denied", "refused"):
        return Desk("出证")
    if case.state in ("advised", "closed", "withdrawn", "terminated", "revoked"):
        return Desk("窗口")
    return None


def waiting(case: Case, definition: Definition) -> dict[str, tuple[str, ...]]:
    """What waits with which department (role name), by name: 受理, open steps, 决定, a promise to look into."""
    found: dict[str, list[str]] = {}
    at = desk(case, definition)
    if at is not None:
        whole = "受理" if case.state == "received" else "决定"
        open_ = [(task.department, task.step) for task in case.open_tasks]
        for department, name in open_ or [(department, whole) for department in at.departments]:
            found.setdefault(department, []).append(name)
    granted = case.decision is not None and case.decision.granted and case.revocation is None
    if granted and (case.unchecked_promises or any(not check.kept for check in case.checks)):
        found.setdefault(definition.matter.approving_department, []).append("核查告知承诺")
    return {department: tuple(names) for department, names in found.items()}


def handled(case: Case) -> tuple[str, ...]:
    """The departments (role names) the case has lain with: those that did something in it, that have a step that is
    open or done, or that passed one on."""
    acted = (event.actor.department for event in case.history if event.actor.department)
    tasks = (task.department for task in case.tasks if task.state != "waiting")
    return tuple(dict.fromkeys((*acted, *case.passed_on, *tasks)))
