"""The data of the papers handed out at the counter: 一次性告知单, 收件审核要点, 收件通知单, 告知承诺书, 代办委托书."""

from __future__ import annotations

from typing import Any

from engine.calendar.clock import due
from engine.case.records import Person
from engine.documents.next_visit import next_visit
from engine.documents.occasion import Occasion, addressed, letterhead, person_in_full
from engine.documents.rows import (
    applies,
    basis,
    condition,
    condition_rows,
    due_row,
    fee_row,
    finding,
    limits,
    material_rows,
    problem_rows,
    seen,
    sentence,
    situation_rows,
    special_rows,
    step_rows,
)
from engine.documents.wording import day_text
from engine.matter.records import Checkpoint
from engine.review.verdict import terms_in
from engine.review.wording import with_parameters


def one_time_notice(occasion: Occasion) -> dict[str, Any]:
    """一次性告知单 with its stub: all the applicant needs to know, and all that is missing or wrong, at once."""
    matter, town = occasion.matter, occasion.town
    return addressed(occasion) | {
        "code": "",  # nothing is received yet, so there is no progress to look up
        "matter_id": matter.id,
        "situation": situation_rows(occasion),
        "basis": basis(occasion),
        "conditions": condition_rows(occasion),
        "materials": material_rows(occasion),
        "problems": problem_rows(occasion),
        "next_visit": next_visit(occasion),
        "before_filing": with_parameters(occasion.definition, matter.before_filing, occasion.local_day),
        "acceptance": matter.acceptance,
        "department": occasion.department(matter.approving_department),
        "steps": step_rows(occasion),
        "limits": limits(occasion),
        "specials": special_rows(occasion),
        "fee": fee_row(occasion),
        "window": matter.window,
        "place": occasion.place,
        "hours": town.hours,
    }


def checkpoint_sheet(occasion: Occasion) -> dict[str, Any]:
    """收件审核要点: every checkpoint, query and material with who checks it and the result; blank before 收件."""
    case, matter = occasion.case, occasion.matter
    return addressed(occasion) | {
        "received": occasion.time(case.received_at),
        "receiver": case.receiver.name if case.receiver else "",
        "materials": [
            row | {"taken": _taken(occasion, row["name"])} for row in material_rows(occasion) if not row["at"]
        ],
        "checkpoints": [_checkpoint(occasion, checkpoint) for checkpoint in matter.checkpoints],
        "queries": [
            {
                "name": query.name,
                "asks": query.asks,
                "by": query.by,
                "normal": query.normal,
                "value": dict(found.get("values", ())).get(query.name, ""),
                "status": found.get("status", ""),
            }
            for query in matter.queries
            for found in (finding(occasion, "核验", query.name) or {},)
        ],
        "outcome": case.verdict.get("outcome", ""),
        "basis": basis(occasion),
    }


def _taken(occasion: Occasion, name: str) -> dict[str, Any] | None:
    taken = next((t for t in occasion.case.taken if t.name == name), None)
    return {"form": taken.form, "copies": taken.copies, "promised": taken.promised} if taken else None


def _checkpoint(occasion: Occasion, checkpoint: Checkpoint) -> dict[str, Any]:
    found = finding(occasion, "要点", checkpoint.name)
    judged = occasion.case.judged.get(checkpoint.name)
    ground = occasion.matter.ground(checkpoint.ground) if checkpoint.ground else None
    return {
        "name": checkpoint.name,
        "sentence": sentence(occasion, checkpoint, found),
        "when": condition(occasion, checkpoint.when),
        "about": checkpoint.about or "",
        "by": checkpoint.by,
        "at": checkpoint.at or "",
        "otherwise": checkpoint.otherwise,
        "basis": checkpoint.basis or (ground.basis if ground else ""),
        "status": judged["state"] if judged else (found or {}).get("status", ""),
        "seen": judged["note"] if judged else seen(found) if applies(found) else "",
    }


def receipt_notice(occasion: Occasion) -> dict[str, Any]:
    """收件通知单: only what was really received, what may follow until when, what comes next and when."""
    case, matter, town = occasion.case, occasion.matter, occasion.town
    terms, start = terms_in(case.verdict, matter), case.counted_from
    expected = due(terms.promised, terms.statutory, start, occasion.calendar) if start and terms.promised else None
    return addressed(occasion) | {
        "channel": case.channel,
        "window": matter.window,
        "received": occasion.time(case.received_at),
        "counted_from": day_text(start) if start else "",
        "later_start": start != case.filed,  # received out of hours: the clock starts on a later day
        "taken": [{"name": t.name, "form": t.form, "copies": t.copies, "promised": t.promised} for t in case.taken],
        "later": [{"name": item.material, "due": day_text(item.due)} for item in case.later],
        "acceptance": matter.acceptance,
        "licensing": matter.legal_clock == "行政许可法",
        "department": occasion.department(matter.approving_department),
        "limits": limits(occasion),
        "specials": special_rows(occasion),
        "expected": due_row(expected),
        "place": occasion.place,
        "hours": town.hours,
    }


def promise(occasion: Occasion) -> dict[str, Any]:
    """告知承诺书 for the material `subject`: the proof replaced, what must be true, and the answers it rests on."""
    matter = occasion.matter
    material = matter.material(occasion.subject)
    assert material is not None and material.promise, f"{occasion.subject} cannot be promised"
    about = [c for c in matter.checkpoints if c.about in (material.name, material.short)]
    asked = [q.asks for q in matter.queries if q.material == material.name]
    return addressed(occasion) | {
        "department": occasion.department(matter.approving_department),
        "material": material.name,
        "note": with_parameters(occasion.definition, material.note, occasion.local_day),
        "basis": [material.basis] if material.basis else basis(occasion),
        "facts": [sentence(occasion, c, finding(occasion, "要点", c.name)) for c in about],
        "asked": asked,
        "when": condition(occasion, material.when),
    }


def mandate(occasion: Occasion) -> dict[str, Any]:
    """代办委托书: who may act for the applicant, both in full, so that they can be told by their identity cards; what
    nobody has said yet is left to be written by hand."""
    case = occasion.case
    return letterhead(occasion) | {
        "applicant": person_in_full(case.applicant or Person("", "")),
        "agent": person_in_full(case.agent or Person("", "")),
        "results": list(occasion.matter.result_names),
    }
