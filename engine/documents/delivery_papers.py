"""The data of the papers of the end: 送达回证, 办结通知, 收件档案单."""

from __future__ import annotations

from typing import Any

from engine.case.events import EVENT_KINDS, Actor, Event
from engine.case.records import ENDED, Case
from engine.documents.occasion import Occasion, addressed, letterhead
from engine.documents.wording import day_text, limit_text

# What is served on the applicant; the other papers are given at the counter or stay in the file.
SERVED = ("refusal_notice", "grant_decision", "denial_decision", "certificate")


def delivery_record(occasion: Occasion) -> dict[str, Any]:
    """送达回证: which papers were served on whom, when, where, how, and by whom."""
    case, delivery = occasion.case, occasion.case.delivery
    assert delivery is not None, "a record of a delivery that was not made"
    return addressed(occasion) | {
        "served": [{"title": d.title, "number": d.number} for d in case.documents if d.type in SERVED],
        "at": occasion.time(delivery.at),
        "place": delivery.place,
        "way": delivery.way,
        "receiver": delivery.receiver,
        "relation": delivery.relation,
        "server": delivery.by.name,
        "seal": occasion.seal("送达"),
    }


def closing_notice(occasion: Occasion) -> dict[str, Any]:
    """办结通知: that the case is closed and how it ended. Nothing personal but the case number."""
    case = occasion.case
    return letterhead(occasion) | {
        "closed": occasion.time(case.closed_at or (case.ending.at if case.ending else None)),
        "result": outcome_text(case),
        "way": case.delivery.way if case.delivery else "",
        "seal": occasion.seal("送达"),
    }


def archive_sheet(occasion: Occasion) -> dict[str, Any]:
    """收件档案单: archive number, everything in the file, whose hands it went through, the result, the retention.
    Before 归档 it is the cover under which the file is opened: what is there so far, and room to go on by hand."""
    case = occasion.case
    papers = [
        {"title": d.title, "number": d.number, "date": day_text(d.issued_at.astimezone(occasion.town.zone).date())}
        for d in case.documents
    ]
    return addressed(occasion) | {
        "open": case.archive_number is None,
        "archive": case.archive_number or "",
        "received": occasion.time(case.received_at),
        "closed": occasion.time(case.closed_at or (case.ending.at if case.ending else None)),
        "archived": occasion.time(case.archived_at),
        "papers": papers,
        "materials": [
            {"name": t.name, "form": t.form, "copies": t.copies, "promised": t.promised, "at": occasion.time(t.at)}
            for t in case.taken
        ],
        "hands": [_hand(occasion, event) for event in case.office_history if event.kind != "document_issued"],
        "result": outcome_text(case) if case.state in ENDED else "",
        "retention": limit_text(occasion.matter.retention),
        "definition": case.definition,
    }


_ENDINGS = {"withdrawn": "申请人撤回申请", "terminated": "终止办理", "promise_revoked": "准予后撤销"}


def outcome_text(case: Case) -> str:
    """How the case ended, in words."""
    ending = case.revocation or case.ending
    if ending is not None:
        return _ENDINGS[ending.kind]
    if case.decision is None:
        return "不予受理"
    return "准予" if case.decision.granted else "不予准予"


def _hand(occasion: Occasion, event: Event) -> dict[str, str]:
    """One link of the hand-over chain: what was done, when, by whom, where."""
    return {
        "what": EVENT_KINDS[event.kind].title,
        "step": event.payload.get("step") or event.payload.get("material") or "",
        "at": occasion.time(event.at),
        "by": event.actor.name,
        "where": _place(occasion, event.actor),
    }


def _place(occasion: Occasion, actor: Actor) -> str:
    if actor.department:
        return occasion.department(actor.department)
    return {"窗口": f"{occasion.matter.window}窗口", "出证": "出证窗口"}.get(actor.role, actor.role)
