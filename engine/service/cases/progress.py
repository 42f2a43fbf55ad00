"""The public progress page: where a case is, who has it, until when, and how that day was counted.

A QR carries a 128-bit token; by hand it is the case number and an eight-character code, of which only so many may be
tried (`centre.limits`). The page shows no name in full and no identifier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.calendar.clock import Due
from engine.case.deadline import deadline
from engine.case.evaluation import not_evaluable
from engine.case.events import EVENT_KINDS
from engine.case.fold import fold
from engine.case.records import STATES, Case, DeadlineChange
from engine.case.routing import desk
from engine.fields import mask_name
from engine.service.cases.numbers import is_case_number
from engine.service.cases.settling import settle_if_waking
from engine.service.centre.context import NotFoundError, Service
from engine.service.centre.limits import CODE, count

_UNKNOWN = "没有查到这个办件。请核对办件编号和查询码，它们印在收件通知单上。"
_TOLD = (
    "advised", "received", "correction_asked", "corrected", "accepted", "deemed_accepted", "refused", "supplied",
    "step_finished", "returned", "transferred", "suspended", "resumed", "extended", "deadline_changed",
    "granted", "denied", "certificate_made", "delivered", "promise_revoked", "receipt_voided", "withdrawn",
    "terminated", "closed", "archived",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """What anybody with the paper may see: `holders` are the departments or the desk that have the case, with phone;
    `steps` (what happened, when); `outstanding` (容缺 material, last day); whether it may be evaluated
    or was (never how), with the `token` that says so."""

    case: str
    town: str
    title: str
    applicant: str
    state: str
    holders: tuple[tuple[str, str], ...]
    due: Due | None
    changes: tuple[DeadlineChange, ...]
    paused: str
    defects: tuple[str, ...]
    defects_due: str
    outstanding: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, datetime], ...]
    token: str
    may_evaluate: bool
    evaluated: bool


def by_token(service: Service, town: str, token: str) -> Progress:
    """The case whose paper carries this QR. NotFoundError otherwise."""
    service.town(town)
    found = service.store.find(town, "token", token) if 16 <= len(token) <= 64 else ()
    if not found:
        raise NotFoundError(_UNKNOWN)
    settle_if_waking(service, town, found[0])
    return _progress(service, fold(service.store.events(town, found[0])))


def by_code(service: Service, town: str, number: str, code: str, address: str = "") -> Progress:
    """The case of that number, if the code is its own; `address` is where it is asked from.

    Whether there is no such case or the code is another's, the answer is the same and takes the same time: cases are
    found by the code, and nothing of any case is read before number and code belong together. A try is counted before;
    LimitError after too many."""
    service.town(town)
    number = number.strip()
    if not is_case_number(number):
        raise NotFoundError("办件编号是24位数字，最后一位用来防止输错。请对照收件通知单再输一遍。")
    tried = count(service, CODE, {"address": address, "number": f"{town}/{number}"})
    if number not in service.store.find(town, "code", code):
        raise NotFoundError(_UNKNOWN)
    tried.take_back()
    settle_if_waking(service, town, number)
    return _progress(service, fold(service.store.events(town, number)))


def _progress(service: Service, case: Case) -> Progress:
    town, definition = service.town(case.town), service.pinned(case.definition)
    at = desk(case, definition)
    if at is None:
        holders: tuple[tuple[str, str], ...] = ()
    elif at.role == "审批":
        holders = tuple((town.department_name(d), town.department_phone(d)) for d in at.departments)
    else:
        holders = ((f"{town.centre}{at.role}", town.phone),)
    return Progress(
        case=case.id,
        town=case.town,
        title=case.title,
        applicant=mask_name(case.applicant.name) if case.applicant else "",
        state=STATES[case.state],
        holders=holders,
        due=deadline(case, definition, service.calendar) if case.decision is None else None,
        changes=case.deadline_changes,
        paused=case.paused.kind if case.paused else "",
        defects=tuple(d.asks for d in case.corrections[-1].defects) if case.state == "correcting" else (),
        defects_due=case.corrections[-1].due.isoformat() if case.state == "correcting" else "",
        outstanding=tuple((item.material, item.due.isoformat()) for item in case.outstanding),
        steps=tuple((EVENT_KINDS[e.kind].title, e.at) for e in case.history if e.kind in _TOLD),
        token=case.progress_token,
        may_evaluate=not not_evaluable(case),
        evaluated=case.evaluation is not None,
    )
