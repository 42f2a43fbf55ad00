"""What lies on whose desk: worklists, finding a case, opening it. What one may not see does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.case.events import Actor
from engine.case.fold import fold
from engine.case.records import OPEN_STATES, STATES, Case
from engine.case.roles import ISSUING_STATES, may_see
from engine.service.cases.settling import settle_if_waking
from engine.service.centre.context import NotFoundError, Service
from engine.store.kept import CaseRow
from engine.store.worklists import EVERYTHING, Choices, Wanted

_NOT_FOUND = "没有这个办件。请核对办件编号。"
TO_ISSUE = ("granted", "certified", "denied", "refused")
_NOT_ARCHIVED = tuple(state for state in STATES if state not in ("none", "archived"))
PAGE = 50


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of a worklist: its rows, how many there are in all and by light ('' for none), what it can be narrowed by,
    and which page of how many this is, from 1. Of what was handled before nothing is counted: `lights` and `choices`
    are None, and `pages` says whether there is a page after this one."""

    rows: tuple[CaseRow, ...] = ()
    number: int = 0
    lights: Mapping[str, int] | None = None
    choices: Choices | None = None
    page: int = 1
    pages: int = 1


def worklist(service: Service, actor: Actor, wanted: Wanted = EVERYTHING, page: int = 1) -> Worklist:
    """A page of the actor's worklist, the most pressing first, narrowed by what is `wanted` (lights are those of
    today).

    窗口: cases of their windows; 审批: cases that wait for their department, or lay there before; 出证: what is to be
    made or handed out; 监督: every open case, or those of one department. NotFoundError for a department one may not
    see.
    """
    own = scoped(service, actor, wanted)
    if own is None:
        return Worklist()
    town, today = actor.town, service.today(actor.town)
    if own.before:  # it only grows, and nobody waits for any of it: counting it all would make the page slow
        page = max(page, 1)
        found = service.store.rows(town, own, on=today, limit=PAGE + 1, skip=(page - 1) * PAGE)
        return Worklist(found[:PAGE], page=page, pages=page + (len(found) > PAGE))
    lights = service.store.tally(town, own, today)
    number = sum(count for light, count in lights.items() if not own.lights or light in own.lights)
    pages = max(1, -(-number // PAGE))
    page = min(max(page, 1), pages)
    rows = service.store.rows(town, own, on=today, limit=PAGE, skip=(page - 1) * PAGE)
    whole = Wanted(states=own.states, windows=own.windows, department=own.department, before=own.before)
    return Worklist(rows, number, lights, service.store.choices(town, whole), page, pages)


def scoped(service: Service, actor: Actor, wanted: Wanted) -> Wanted | None:
    """What is wanted, within what the actor may list; None where that is nothing."""
    if actor.role not in ("审批", "监督") and wanted.department is not None:
        raise NotFoundError("没有这个部门。")
    if actor.role == "窗口":
        return replace(wanted, windows=actor.windows, states=wanted.states or _NOT_ARCHIVED) if actor.windows else None
    if actor.role == "审批":
        if wanted.department not in (None, actor.department):
            raise NotFoundError("没有这个部门。")
        return replace(wanted, department=actor.department) if actor.department else None
    if actor.role == "出证":
        states = tuple(state for state in wanted.states if state in ISSUING_STATES) if wanted.states else TO_ISSUE
        return replace(wanted, states=states) if states else None
    if wanted.department is not None and wanted.department not in service.town(actor.town).departments:
        raise NotFoundError("没有这个部门。")
    return replace(wanted, states=wanted.states or (() if wanted.department else OPEN_STATES))


def loads(service: Service, actor: Actor) -> Mapping[str, Mapping[str, int]]:
    """How many cases wait for each department of the town by their light today, for those who watch over all."""
    if actor.role != "监督":
        raise NotFoundError("没有这个页面。")
    found = service.store.loads(actor.town, service.today(actor.town))
    return {name: found.get(name, {}) for name in service.town(actor.town).departments}


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
