"""The data of the papers of 受理: acceptance, provisional acceptance, refusal, and special procedures."""

from __future__ import annotations

from typing import Any

from engine.calendar.clock import count
from engine.case.deadline import deadline
from engine.case.routing import accepting_department
from engine.documents.occasion import Occasion, addressed
from engine.documents.rows import (
    asked,
    basis,
    due_row,
    findings,
    ground_basis,
    limits,
    remedy_rows,
    seen,
    special,
    special_rows,
)
from engine.documents.wording import day_text, limit_text
from engine.review.verdict import terms_in


def acceptance_notice(occasion: Occasion) -> dict[str, Any]:
    """受理通知书: who, what, accepted when and by which law, decided by when, which days do not count."""
    case, matter = occasion.case, occasion.matter
    return addressed(occasion) | {
        "received": occasion.time(case.received_at),
        "accepted": day_text(case.accepted_on) if case.accepted_on else "",
        "licensing": matter.legal_clock == "行政许可法",
        "kind": matter.kind,
        "basis": basis(occasion),
        "authority": _authority(occasion),
        "seal": occasion.seal("受理"),
        "department": occasion.department(matter.approving_department),
        "limits": limits(occasion),
        "specials": special_rows(occasion),
        "due": due_row(deadline(case, occasion.definition, occasion.calendar)),
    }


def provisional_acceptance_notice(occasion: Occasion) -> dict[str, Any]:
    """容缺受理通知书, for the applicant and for the file: what is still missing, in which form, until when."""
    case, matter = occasion.case, occasion.matter
    missing = []
    for item in case.outstanding:
        material = matter.material(item.material)
        assert material is not None, f"{item.material} is no material of {matter.id}"
        missing.append(
            {
                "name": material.name,
                "form": "或".join(material.forms),
                "copies": material.copies,
                "within": limit_text(material.later),
                "due": day_text(item.due),
            }
        )
    place = {"place": occasion.place, "hours": occasion.town.hours}
    return acceptance_notice(occasion) | place | {"missing": missing}


def refusal_notice(occasion: Occasion) -> dict[str, Any]:
    """不予受理通知书: the facts found, the ground and its law, the reasons, what else may be done, the remedies."""
    case = occasion.case
    ground = (case.refusal or {}).get("ground", "")
    found = [f for f in findings(occasion) if f["status"] == "不通过" and f["otherwise"] == "不予受理"]
    return addressed(occasion) | {
        "received": occasion.time(case.received_at),
        "licensing": occasion.matter.legal_clock == "行政许可法",
        "authority": _authority(occasion),
        "seal": occasion.seal("受理"),
        "facts": [{"name": f["name"], "asks": asked(f), "seen": seen(f)} for f in found],
        "ground": ground,
        "basis": [law] if (law := ground_basis(occasion, ground)) else basis(occasion),
        "reasons": (case.refusal or {}).get("reasons", ""),
        "ways": [f["remedy"] for f in found if f.get("remedy")],
        "remedies": remedy_rows(occasion),
    }


def special_procedure_notice(occasion: Occasion) -> dict[str, Any]:
    """特别程序告知书 for the step `subject`: kind, days, law, from when the clock stands still and until when."""
    case, matter = occasion.case, occasion.matter
    step = matter.step(occasion.subject)
    assert step is not None and step.special is not None, f"{occasion.subject} is no special procedure"
    pause = next(p for p in reversed(case.pauses) if p.step == step.name)
    days = terms_in(case.verdict, matter).days_of(step)
    last = count(pause.suspended_on, days, occasion.calendar) if days else None
    return addressed(occasion) | {
        **special(occasion, step),
        "received": occasion.time(case.received_at),
        "accepted": day_text(case.accepted_on) if case.accepted_on else "",
        "licensing": matter.legal_clock == "行政许可法",
        "department": occasion.department(terms_in(case.verdict, matter).department(step)),
        "seal": occasion.seal("决定"),
        "detail": pause.detail,
        "begins": day_text(pause.suspended_on),
        "ends": day_text(last.last_day) if last and last.last_day else "",
        "provisional": bool(last and last.provisional),
        "limits": limits(occasion),
    }


def _authority(occasion: Occasion) -> str:
    """Who accepts or refuses: the deciding department, for which the counter acts (收件即受理), or that of 部门受理."""
    matter = occasion.matter
    if matter.acceptance == "收件即受理":
        return occasion.department(matter.approving_department)
    return occasion.department(accepting_department(occasion.case, occasion.definition))
