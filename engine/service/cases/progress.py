"""The public progress page: where a case is, who has it, until when, and how that day was counted.

A QR carries a 128-bit token; by hand it is the case number and an eight-character code, five wrong ones an hour and
the number is locked. The page shows no name in full and no identifier.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

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

TRIES = 5
LOCKED_FOR = timedelta(hours=1)
_UNKNOWN = "没有查到这个办件。请核对办件编号和查询码，它们印在收件通知单上。"
_TOLD = (
    "advised", "received", "correction_asked", "corrected", "accepted", "deemed_accepted", "refused", "supplied",
    "step_finished", "returned", "transferred", "suspended", "resumed", "extended", "deadline_changed",
    "granted", "denied", "certificate_made", "delivered", "promise_revoked", "withdrawn", "terminated", "closed",
    "archived",
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


class LockedError(NotFoundError):
    """Too many wrong codes for this case number."""


def by_token(service: Service, town: str, token: str) -> Progress:
    """The case whose paper carries this QR. NotFoundError otherwise."""
    service.town(town)
    found = service.store.find(town, "token", token) if 16 <= len(token) <= 64 else ()
    if not found:
        raise NotFoundError(_UNKNOWN)
    settle_if_waking(service, town, found[0])
    return _progress(service, fold(service.store.events(town, found[0])))


def by_code(service: Service, town: str, number: str, code: str) -> Progress:
    """The case of that number, if the code is its own. A wrong number and a wrong code get the same answer, the first
    time and when there were too many: looked at and counted in one transaction, whether there is such a case or not."""
    service.town(town)
    number, code = number.strip(), code.strip().upper()
    if not is_case_number(number):
        raise NotFoundError("办件编号是24位数字，最后一位用来防止输错。请对照收件通知单再输一遍。")
    now = service.now()
    with service.store.transaction(town) as tx:
        locked = tx.code_tries(number, now - LOCKED_FOR) >= TRIES
        events = tx.events(number)
        own = fold(events).progress_code if events else ""
        good = bool(own) and hmac.compare_digest(own.encode(), code.encode())
        if not locked and not good:
            tx.count_code_try(number, now)
    if locked:
        raise LockedError("查询码连续输错5次，这个编号一小时内不能再查。请一小时后再来，或者扫描收件通知单上的二维码。")
    if not good:
        raise NotFoundError(_UNKNOWN)
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
