"""Who works in a centre and what each may see. `ROLES` is the one place where a role is added.

What an account may do to a case stands in the transition table (`procedure`); here stands only what it may look at.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.case.events import Actor
from engine.case.records import Case
from engine.definition.checked import Definition
from engine.matter.possibilities import possible_departments


@dataclass(frozen=True, slots=True)
class Role:
    """`title` as people read it; `duty` says in one sentence what the role is for; `needs` what an account of it must
    name: a department, or at least one window."""

    title: str
    duty: str
    needs: str = ""


ROLES: dict[str, Role] = {
    "窗口": Role("综合窗口", "接待申请人，核对材料，收件，一次告知全部问题", needs="window"),
    "审批": Role("后台审批", "在时限内审查、决定，写明理由", needs="department"),
    "出证": Role("综合出证", "制作并送达证照、批文和决定书"),
    "监督": Role("监督", "查看本镇全部办件和时限，载入工作日历，不办理"),
}

ISSUING_STATES = ("refused", "granted", "certified", "denied", "delivered", "closed", "revoked", "archived")


def own_departments(case: Case, definition: Definition) -> tuple[str, ...]:
    """The role names of all departments that have a part in this case: those of its matter, and those a step of it was
    transferred to."""
    matter = definition.matter
    own = (name for step in matter.steps for name in possible_departments(matter, step))
    return tuple(dict.fromkeys([*own, matter.approving_department, *(task.department for task in case.tasks)]))


def departments_of(case: Case, definition: Definition) -> tuple[str, ...]:
    """The role names of all departments that see this case: those that have a part in it, and those that passed a step
    on, who keep sight of what they had."""
    return tuple(dict.fromkeys([*own_departments(case, definition), *case.passed_on]))


def may_see(actor: Actor, case: Case, definition: Definition) -> bool:
    """Whether the actor may open, find or print this case: town first, then window, department or stage."""
    if actor.town != case.town:
        return False
    if actor.role == "窗口":
        return case.window in actor.windows
    if actor.role == "审批":
        return actor.department in departments_of(case, definition) and case.state != "advised"
    if actor.role == "出证":
        return case.state in ISSUING_STATES
    return actor.role == "监督"
