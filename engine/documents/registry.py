"""Every paper the engine knows: one row each. A new paper is one row here, one builder, one layout."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engine.documents import (
    acceptance_papers,
    application_papers,
    course_papers,
    decision_papers,
    delivery_papers,
    intake_papers,
)
from engine.documents.occasion import Occasion

__all__ = ["LAYOUTS", "PAPERS", "Occasion", "Paper", "data_for", "template_hash"]

LAYOUTS = Path(__file__).parent
_SHARED_LAYOUT = "paper.typ"


@dataclass(frozen=True, slots=True)
class Paper:
    """`title` as it is printed; `series` the word in its number (…收〔2026〕第0001号), '' for one that has
    none and is never issued; `template` its layout file; `build` makes its data, JSON-able and complete: nothing is
    looked up later."""

    type: str
    title: str
    series: str
    template: str
    build: Callable[[Occasion], dict[str, Any]]


PAPERS: dict[str, Paper] = {
    paper.type: paper
    for paper in (
        Paper("application_form", "申请表", "", "application_form.typ", application_papers.application_form),
        Paper("one_time_notice", "一次性告知单", "告", "one_time_notice.typ", intake_papers.one_time_notice),
        Paper("checkpoint_sheet", "收件审核要点", "核", "checkpoint_sheet.typ", intake_papers.checkpoint_sheet),
        Paper("receipt_notice", "收件通知单", "收", "receipt_notice.typ", intake_papers.receipt_notice),
        Paper("promise", "告知承诺书", "诺", "promise.typ", intake_papers.promise),
        Paper("mandate", "代办委托书", "委", "mandate.typ", intake_papers.mandate),
        Paper("acceptance_notice", "受理通知书", "受", "acceptance_notice.typ", acceptance_papers.acceptance_notice),
        Paper(
            "provisional_acceptance_notice", "容缺受理通知书", "容", "provisional_acceptance_notice.typ",
            acceptance_papers.provisional_acceptance_notice,
        ),
        Paper("refusal_notice", "不予受理通知书", "不受", "refusal_notice.typ", acceptance_papers.refusal_notice),
        Paper(
            "special_procedure_notice", "特别程序告知书", "特", "special_procedure_notice.typ",
            acceptance_papers.special_procedure_notice,
        ),
        Paper("correction_notice", "补正通知书", "补", "correction_notice.typ", course_papers.correction_notice),
        Paper("extension_notice", "延期告知书", "延", "extension_notice.typ", course_papers.extension_notice),
        Paper("termination_notice", "终止办理通知书", "终", "termination_notice.typ", course_papers.termination_notice),
        Paper("revocation_decision", "撤销决定书", "撤", "revocation_decision.typ", course_papers.revocation_decision),
        Paper("handover_list", "移交清单", "移", "handover_list.typ", course_papers.handover_list),
        Paper("grant_decision", "准予决定书", "准", "grant_decision.typ", decision_papers.grant_decision),
        Paper("denial_decision", "不予决定书", "不准", "denial_decision.typ", decision_papers.denial_decision),
        Paper("certificate", "证照批文证明", "证", "certificate.typ", decision_papers.certificate),
        Paper("delivery_record", "送达回证", "送", "delivery_record.typ", delivery_papers.delivery_record),
        Paper("closing_notice", "办结通知", "结", "closing_notice.typ", delivery_papers.closing_notice),
        Paper("archive_sheet", "收件档案单", "归", "archive_sheet.typ", delivery_papers.archive_sheet),
    )
}  # fmt: skip


@cache
def template_hash(type: str) -> str:
    """SHA-256 (hex) of the layout a paper is rendered with, the shared layout included."""
    digest = hashlib.sha256()
    for name in (_SHARED_LAYOUT, PAPERS[type].template):
        digest.update((LAYOUTS / name).read_bytes())
    return digest.hexdigest()


def data_for(type: str, occasion: Occasion) -> dict[str, Any]:
    """The data of one paper: JSON-able and complete. `title` is what it is called, for a certificate its own name."""
    return {"title": PAPERS[type].title} | PAPERS[type].build(occasion)
