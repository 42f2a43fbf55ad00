"""What lies on whose desk: worklists, finding a case, opening it. What one may not see does not exist."""

from __future__ import annotations

from engine.case import OPEN_STATES, Case
from engine.events import Actor
from engine.fold import fold
from engine.roles import ISSUING_STATES, may_see
from engine.service.context import NotFoundError, Service
from engine.service.settling import settle_if_waking
from engine.store.contract import CaseRow

_NOT_FOUND = "没有这个办件。请核对办件编号。"
_TO_ISSUE = ("granted", "certified", "denied", "refused")


def worklist(
    service: Service, actor: Actor, states: tuple[str, ...] = (), lights: tuple[str, ...] = ()
) -> tuple[CaseRow, ...]:
    """The cases on the actor's desk, the most pressing first; `states` and `lights` (of today) narrow them.

    窗口: cases of their windows; 审批: cases with an open task of their department; 出证: what is to be made or handed
    out; 监督: every open case.
    """
    windows: tuple[str, ...] = ()
    department = None
    if actor.role == "窗口":
        if not actor.windows:
            return ()
        windows = actor.windows
    elif actor.role == "审批":
        department = actor.department
    elif actor.role == "出证":
        states = tuple(state for state in states if state in ISSUING_STATES) if states else _TO_ISSUE
        if not states:
            return ()
    else:
        states = states or OPEN_STATES
    today = service.today(actor.town) if lights else None
    return service.store.rows(
        actor.town, states=states, windows=windows, department=department, lights=lights, on=today
    )


def open_case(service: Service, actor: Actor, case_id: str) -> Case:
    """The case as its events make it, with what has fallen due by now. NotFoundError when there is none the actor may
    see."""
    settle_if_waking(service, actor.town, case_id)
    case = fold(service.store.events(actor.town, case_id))
    if not case.id or not may_see(actor, case, service.pinned(case.definition)):
        raise NotFoundError(_NOT_FOUND)
    return case


def find(service: Service, actor: Actor, text: str) -> tuple[CaseRow, ...]:
    """Cases by number, identifier, phone or name, exactly; only those the actor may see."""
    text = text.strip()
    if not text or len(text) > 100:
        return ()
    numbers: list[str] = [text]
    for kind in ("identifier", "phone", "name"):
        numbers += service.store.find(actor.town, kind, text)
    found = []
    for number in dict.fromkeys(numbers):
        row = service.store.row(actor.town, number)
        if row is not None:
            case = fold(service.store.events(actor.town, number))
            if may_see(actor, case, service.pinned(case.definition)):
                found.append(row)
    return tuple(found)
