"""The data of the papers of a course that is not the ordinary one: correction, extension, termination, revocation, and
the list that goes with the paper file from hand to hand."""

from __future__ import annotations

from typing import Any

from engine.case.deadline import deadline
from engine.case.records import Case
from engine.documents.occasion import Occasion, addressed, letterhead
from engine.documents.rows import basis, due_row, limits, remedy_rows
from engine.documents.wording import day_text
from engine.procedure.custody import DIGITAL


def correction_notice(occasion: Occasion) -> dict[str, Any]:
    """补正通知书 (行政许可法第三十二条): everything to be put right, how, until when, and what happens in silence."""
    case, matter = occasion.case, occasion.matter
    correction = case.corrections[-1]
    return addressed(occasion) | {
        "received": occasion.time(case.received_at),
        "licensing": matter.legal_clock == "行政许可法",
        "defects": [{"name": d.name, "asks": d.asks} for d in correction.defects],
        "due": day_text(correction.due),
        "times": len(case.corrections),
        "place": occasion.place,
        "hours": occasion.town.hours,
        "authority": occasion.department(matter.approving_department),
        "seal": occasion.seal("受理"),
    }


def extension_notice(occasion: Occasion) -> dict[str, Any]:
    """延期告知书 (行政许可法第四十二条): by how much, why, who approved it, and the new last day."""
    case, extension = occasion.case, occasion.case.extension
    assert extension is not None, "a notice of an extension that was not made"
    return addressed(occasion) | {
        "accepted": day_text(case.accepted_on) if case.accepted_on else "",
        "licensing": occasion.matter.legal_clock == "行政许可法",
        "length": extension.length,
        "reasons": extension.reasons,
        "approver": extension.approver,
        "limits": limits(occasion),
        "due": due_row(deadline(case, occasion.definition, occasion.calendar)),
        "department": occasion.department(occasion.matter.approving_department),
        "seal": occasion.seal("决定"),
    }


def termination_notice(occasion: Occasion) -> dict[str, Any]:
    """终止办理通知书: why the case cannot go on, the facts, and what the applicant may do."""
    case, ending = occasion.case, occasion.case.ending
    assert ending is not None, "a notice of an end that was not made"
    return addressed(occasion) | {
        "received": occasion.time(case.received_at),
        "ground": ending.reason,
        "reasons": ending.text,
        "remedies": remedy_rows(occasion),
        "authority": occasion.department(occasion.matter.approving_department),
        "seal": occasion.seal("决定"),
    }


def revocation_decision(occasion: Occasion) -> dict[str, Any]:
    """撤销决定书 (行政许可法第六十九条): what is taken back, on which facts and law, and the remedies."""
    case, revocation = occasion.case, occasion.case.revocation
    assert revocation is not None, "a decision that was not made"
    given = [d for d in case.documents if d.type in ("grant_decision", "certificate")]
    return addressed(occasion) | {
        "licensing": occasion.matter.legal_clock == "行政许可法",
        "taken_back": [{"title": d.title, "number": d.number} for d in given],
        "checks": [
            {"material": c.material, "note": c.note, "at": occasion.time(c.at), "by": c.by.name}
            for c in case.checks
            if not c.kept
        ],
        "reasons": revocation.text,
        "basis": basis(occasion),
        "remedies": remedy_rows(occasion),
        "authority": occasion.department(occasion.matter.approving_department),
        "seal": occasion.seal("决定"),
    }


def handover_list(occasion: Occasion) -> dict[str, Any]:
    """移交清单: what is in the file of each case, page by page, from which hand to which desk, with room for both
    signatures. The same for each case that stands on it, and it names no applicant."""
    transit = occasion.case.transit
    assert transit is not None, "a list for a file that stays where it is"
    cases = occasion.together or (occasion.case,)
    several = {"matter": "", "case": "", "progress": "", "code": ""} if len(cases) > 1 else {}
    return (
        letterhead(occasion)
        | several
        | {
            "from": transit.by.name,
            "desk": occasion.department(transit.by.department) if transit.by.department else transit.by.role,
            "to": occasion.department(transit.to),
            "at": occasion.time(transit.at),
            "cases": [_file(case) for case in cases],
        }
    )


def _file(case: Case) -> dict[str, Any]:
    """What lies in the paper file of a case; `pages` is None where nobody counted, `copies` 0 where it is in the system
    alone."""
    return {
        "case": case.id,
        "matter": case.title,
        "materials": [
            {
                "name": one.name,
                "form": "告知承诺书" if one.promised else one.form,
                "copies": 1 if one.promised else 0 if one.form == DIGITAL else one.copies,
                "pages": case.pages.get(one.name),
            }
            for one in case.taken
        ],
        "papers": [{"title": d.title, "number": d.number} for d in case.documents],
    }
