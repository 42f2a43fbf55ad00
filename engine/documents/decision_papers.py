"""The data of the papers of the decision: 准予决定书, 不予决定书, and the certificate itself."""

from __future__ import annotations

from typing import Any

from engine.case.outcome import applying_results
from engine.case.records import Case, Decision
from engine.documents.occasion import Occasion, addressed, letterhead, person_in_full
from engine.documents.rows import basis, finding, ground_basis, limits, remedy_rows, seen, sentence, steps_done
from engine.documents.wording import day_text, money_in_words, money_text


def grant_decision(occasion: Occasion) -> dict[str, Any]:
    """准予决定书: the facts, the laws, the reasons, and what is granted, money in figures and in words."""
    decision = _decision(occasion)
    award = decision.award
    made = applying_results(occasion.case, occasion.definition, occasion.town, occasion.calendar)
    return _decided(occasion, decision) | {
        "basis": basis(occasion),
        "award": {"figures": money_text(award), "words": money_in_words(award)} if award is not None else None,
        "results": list(dict.fromkeys(result.name for result in made)),
        "limits": limits(occasion),
    }


def denial_decision(occasion: Occasion) -> dict[str, Any]:
    """不予决定书: the facts that failed, the ground and its law, the reasons, the remedies (行政许可法第三十八条)."""
    decision = _decision(occasion)
    law = ground_basis(occasion, decision.ground)
    return _decided(occasion, decision) | {
        "ground": decision.ground or "",
        "basis": [law] if law else basis(occasion),
        "failed": _failed(occasion),
        "remedies": remedy_rows(occasion),
    }


def certificate(occasion: Occasion) -> dict[str, Any]:
    """The 证照, 批文 or 证明 whose number is `subject` (the only one where it is empty), with its text filled in."""
    case = occasion.case
    made = next(c for c in case.certificates if occasion.subject in ("", c.number))
    decision = _decision(occasion)
    return letterhead(occasion) | {
        "title": made.name,
        "number": made.number,
        "kind": made.kind,
        "applicant": _applicant(case),
        "text": made.text,
        "made": day_text(made.made_at.astimezone(occasion.town.zone).date()),
        "decided": day_text(decision.at.astimezone(occasion.town.zone).date()),
        "valid_until": day_text(made.valid_until) if made.valid_until else "",
        "authority": occasion.department(occasion.matter.approving_department),
        "seal": occasion.seal("决定"),
    }


def _applicant(case: Case) -> dict[str, str]:
    assert case.applicant is not None, "a decision about nobody"
    return person_in_full(case.applicant)


def _decision(occasion: Occasion) -> Decision:
    decision = occasion.case.decision
    assert decision is not None, "a paper of the decision before there is one"
    return decision


def _decided(occasion: Occasion, decision: Decision) -> dict[str, Any]:
    case, matter = occasion.case, occasion.matter
    return addressed(occasion) | {
        "applicant": _applicant(case),
        "kind": matter.kind,
        "licensing": matter.legal_clock == "行政许可法",
        "received": occasion.time(case.received_at),
        "accepted": day_text(case.accepted_on) if case.accepted_on else "",
        "steps": steps_done(occasion),
        "specials": [
            {"kind": p.kind, "step": p.step, "from": day_text(p.suspended_on), "to": day_text(p.last_day)}
            for p in case.pauses
            if p.last_day
        ],
        "reasons": decision.reasons,
        "authority": occasion.department(matter.approving_department),
        "seal": occasion.seal("决定"),
    }


def _failed(occasion: Occasion) -> list[dict[str, str]]:
    """What stands against the applicant: conditions of approval that failed by rule, or as an approver judged them."""
    rows = []
    for checkpoint in occasion.matter.checkpoints:
        found = finding(occasion, "要点", checkpoint.name)
        judged = occasion.case.judged.get(checkpoint.name)
        state = judged["state"] if judged else (found or {}).get("status")
        if checkpoint.otherwise == "不予准予" and state == "不通过":
            note = judged["note"] if judged else seen(found)
            rows.append({"name": checkpoint.name, "asks": sentence(occasion, checkpoint, found), "seen": note})
    return rows
