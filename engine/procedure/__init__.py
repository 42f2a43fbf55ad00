"""What may happen to a case, and what comes of it: pure decisions over one visible table (`table.ACTS`).

`possible` says which acts are open and why the others are not; `decide` makes the facts of one act or raises CaseError.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.case.events import EVENT_KINDS, SYSTEM, CaseError
from engine.case.fold import foresee
from engine.case.records import STATES, Case
from engine.procedure.act import Act, Answers, Decided, Input, Print, Setting
from engine.procedure.table import ACTS

__all__ = [
    "ACTS",
    "Act",
    "Decided",
    "Input",
    "Possible",
    "Print",
    "Setting",
    "decide",
    "obstacle",
    "possible",
    "takes_receipt",
]


@dataclass(frozen=True, slots=True)
class Possible:
    """One act as the case page shows it: open, or named with why it is not; `inputs`, and the materials that may
    come with `scans`, only where it is open."""

    name: str
    act: Act
    obstacle: str
    inputs: tuple[Input, ...] = ()
    scans: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        return not self.obstacle


def obstacle(name: str, case: Case, setting: Setting) -> str:
    """Why the actor cannot do this act on this case now, in one Chinese sentence; '' when they can."""
    act = ACTS[name]
    actor = setting.actor
    if case.state not in act.states:
        needed = "或".join(f"「{STATES[state]}」" for state in act.states)
        return f"办件现在是「{STATES[case.state]}」，{act.title}要在{needed}时进行。"
    if actor.role not in act.roles:
        if act.roles == (SYSTEM,):
            return f"{act.title}到期由系统记录，不用人办理。"
        return f"{act.title}由{'或'.join(act.roles)}岗位办理。"
    matter = setting.definition.matter
    if actor.role == "窗口" and matter.window not in actor.windows:
        return f"本事项由{matter.window}窗口办理。"
    if act.accepting:
        by_counter = matter.acceptance == "收件即受理"
        if by_counter != (actor.role == "窗口"):
            return "本事项收件即受理，由收件窗口办理。" if by_counter else "本事项由审批部门受理，不由窗口受理。"
    if actor.role == "审批" and act.departments is not None:
        desks = act.departments(case, setting)
        if actor.department not in desks:
            return f"现在由{'、'.join(setting.town.department_name(d) for d in desks)}办理。"
    return act.closed(case, setting)


def possible(case: Case, setting: Setting) -> tuple[Possible, ...]:
    """Every act a person may do on the page of a case: the open ones first, in the order of the table."""
    found = []
    for name, act in ACTS.items():
        if act.on_draft or act.roles == (SYSTEM,):
            continue
        why = obstacle(name, case, setting)
        if why:
            found.append(Possible(name, act, why))
        else:
            found.append(Possible(name, act, "", act.asks(case, setting), act.scans(case, setting)))
    return tuple(sorted(found, key=lambda one: bool(one.obstacle)))


def decide(name: str, case: Case, setting: Setting, inputs: Answers) -> Decided:
    """The facts and papers of the act. CaseError says what stands in the way; nothing is half-decided.

    The outcome is held against the table: an act that led anywhere else is a fault of ours.
    """
    why = obstacle(name, case, setting)
    if why:
        raise CaseError(why)
    decided = ACTS[name].decide(case, setting, inputs)
    after = foresee(case, decided.facts)
    assert after.state in ACTS[name].to, f"{name} led from {case.state} to {after.state}"
    assert all(fact.kind in EVENT_KINDS for fact in decided.facts)
    assert (after.decision is None) or (case.decision is None) or after.decision == case.decision
    return decided


def takes_receipt(name: str) -> bool:
    """Whether the act is done on a draft rather than on an existing case."""
    return ACTS[name].on_draft
