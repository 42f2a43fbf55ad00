"""The lists that several papers share: materials, findings, steps, limits, fee, remedies, as plain rows of data.

Rows hold names, states and amounts; the words around them stand in the layouts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.calendar.clock import Due, explain
from engine.case.outcome import situation_of
from engine.documents.occasion import Occasion
from engine.documents.wording import day_text, limit_text, money_text
from engine.matter.records import Checkpoint, Material, Step
from engine.review.explanation import counted
from engine.review.judging import fen
from engine.review.verdict import terms_in
from engine.review.wording import rule_text, supposition, with_parameters

_CELL = re.compile(r"\.(\d+)\.")
OPEN = ("不通过", "待补", "待核")
Row = dict[str, Any]


def findings(occasion: Occasion) -> tuple[Mapping[str, Any], ...]:
    """The findings of the stored verdict; () for a blank paper."""
    return tuple(occasion.case.verdict.get("findings", ()))


def finding(occasion: Occasion, kind: str, name: str) -> Mapping[str, Any] | None:
    """What became of one checkpoint, material, query or field, or None where nothing was judged."""
    return next((f for f in findings(occasion) if f["kind"] == kind and f["name"] == name), None)


def seen(found: Mapping[str, Any] | None) -> str:
    """The values a finding was judged by, as one text; '' for none. A cell 明细.2.列 is told as 明细第2行列."""
    if found is None:
        return ""
    return "；".join(_CELL.sub(r"第\1行", name) + f"：{value}" for name, value in found.get("values", ()))


def applies(found: Mapping[str, Any] | None) -> bool:
    """Whether what the finding is about is asked in this situation; on a blank paper everything is."""
    return found is None or found["status"] != "不适用"


def material_rows(occasion: Occasion) -> list[Row]:
    """The materials that this situation asks for: form, copies, whether it may follow or be promised,
    source, note, and what became of it ('' on a blank paper)."""
    rows = []
    for material in occasion.matter.materials:
        # Where any one of a group will do, the group is judged, not each of its members.
        found = finding(occasion, "材料", material.one_of or material.name)
        if applies(found):
            rows.append(_material(occasion, material) | {"status": found["status"] if found else ""})
    return rows


def _material(occasion: Occasion, material: Material) -> Row:
    note = with_parameters(occasion.definition, material.note, occasion.local_day)
    return {
        "name": material.name,
        "form": "或".join(material.forms),
        "copies": material.copies,
        "later": limit_text(material.later),
        "promise": material.promise,
        "one_of": material.one_of or "",
        "look_up": material.look_up or "",
        "at": material.at or "",
        "when": condition(occasion, material.when),
        "source": material.source or "",
        "note": "；".join(text for text in (note, material.at and f"到「{material.at}」这一步交") if text),
    }


def condition_rows(occasion: Occasion) -> list[str]:
    """What must hold, one sentence each: the checkpoints of this situation that can refuse, deny or hold up."""
    rows = []
    for checkpoint in occasion.matter.checkpoints:
        found = finding(occasion, "要点", checkpoint.name)
        if applies(found) and checkpoint.about is None and checkpoint.otherwise != "提示":
            rows.append(sentence(occasion, checkpoint, found))
    return rows


def sentence(occasion: Occasion, checkpoint: Checkpoint, found: Mapping[str, Any] | None) -> str:
    """What a checkpoint asks, in words: as the verdict has it, else as the matter says it."""
    definition, on = occasion.definition, occasion.local_day
    says = (found or {}).get("asks") or with_parameters(definition, checkpoint.says, on)
    if not says and checkpoint.rule:
        says = rule_text(definition, definition.demand(checkpoint.rule), on)
    return _in_a_line(says or checkpoint.name)


def condition(occasion: Occasion, when: str | None) -> str:
    """A condition in words, to stand behind 若; '' for none."""
    definition = occasion.definition
    return supposition(definition, definition.condition(when), occasion.local_day) if when else ""


def asked(found: Mapping[str, Any]) -> str:
    """What a finding asks, as a part of a sentence."""
    return _in_a_line(found.get("asks", ""))


def _in_a_line(text: str) -> str:
    """The text as a part of a sentence: its lines joined, without the stop at its end."""
    return "".join(line.strip() for line in text.splitlines()).rstrip("。；")


def problem_rows(occasion: Occasion) -> list[Row]:
    """Everything missing, wrong or not yet checked that the applicant can do something about, each with what is asked,
    what was seen and what would make it pass. What an approver judges later is no defect."""
    return [
        {
            "name": f["name"],
            "kind": f["kind"],
            "status": f["status"],
            "otherwise": f["otherwise"],
            "asks": asked(f),
            "seen": seen(f),
            "rows": list(f.get("rows", ())),
            "why": why(occasion, f),
            "remedy": f.get("remedy", ""),
            "basis": ground_basis(occasion, f.get("ground")) or f.get("basis") or "",
        }
        for f in findings(occasion)
        if f["status"] in OPEN and f.get("by") != "审批" and not f.get("at")
    ]


def why(occasion: Occasion, found: Mapping[str, Any]) -> str:
    """Why a rule is not met, where the matter does not say in words of its own what it asks."""
    checkpoint = occasion.matter.checkpoint(found["name"]) if found["kind"] == "要点" else None
    told = found.get("why", "") if checkpoint is not None and checkpoint.says is None else ""
    return _in_a_line(told)


def ground_basis(occasion: Occasion, ground: str | None) -> str:
    """The law of a ground (reason code) of the matter; '' where there is none of that name."""
    known = occasion.matter.ground(ground) if ground else None
    return known.basis if known else ""


def situation_rows(occasion: Occasion) -> list[list[str]]:
    """The case facts that decide what is asked (申请人类型, 由他人代办 …), name and value."""
    return [[name, str(value)] for name, value in occasion.case.submission.get("facts", {}).items()]


def step_rows(occasion: Occasion) -> list[Row]:
    """The back-office steps of this case in order; before 受理, all the matter may take, some only `when`."""
    taken = {task.step for task in occasion.case.tasks}
    terms = terms_in(occasion.case.verdict, occasion.matter)
    return [
        {
            "name": step.name,
            "department": occasion.department(terms.department(step)),
            "within": limit_text(terms.step_limit(step)),
            "sometimes": bool(step.when) and not occasion.case.accepted_on,
        }
        for step in occasion.matter.steps
        if step.name in taken or not occasion.case.accepted_on
    ]


def special_rows(occasion: Occasion) -> list[Row]:
    """The special procedures among those steps: their days stand outside the limit."""
    names = {row["name"] for row in step_rows(occasion)}
    return [special(occasion, step) for step in occasion.matter.steps if step.special and step.name in names]


def special(occasion: Occasion, step: Step) -> Row:
    """A special procedure: its step and kind, its days ('' where an event ends it), its law."""
    assert step.special is not None
    return {
        "step": step.name,
        "kind": step.special.kind,
        "days": limit_text(terms_in(occasion.case.verdict, occasion.matter).days_of(step)),
        "basis": step.special.basis,
    }


def limits(occasion: Occasion) -> Row:
    """Both limits and from where they run; `statutory` '' where the law sets none."""
    limit, terms = occasion.matter.time_limit, terms_in(occasion.case.verdict, occasion.matter)
    return {
        "promised": limit_text(terms.promised),
        "statutory": limit_text(terms.statutory),
        "starts": limit.starts,
        "note": with_parameters(occasion.definition, limit.note, occasion.local_day),
    }


def due_row(due: Due | None) -> Row | None:
    """The day a case is due, which limit decides, and how each day was counted; None where no clock runs."""
    if due is None or due.last_day is None:
        return None
    counted = due.statutory if due.statutory and due.governed_by == "法定时限" else due.promised
    return {
        "day": day_text(due.last_day),
        "governed_by": due.governed_by,
        "provisional": due.provisional,
        "why": "".join(explain(counted)),
    }


def fee_row(occasion: Occasion) -> Row | None:
    """What the applicant pays: in figures where the answers say how much, else how it is counted; None where the matter
    is free."""
    fee = occasion.matter.fee
    if fee is None:
        return None
    return {
        "amount": _fee_amount(occasion, fee.amount),
        "unit": fee.unit or "",
        "basis": fee.basis or "",
        "payer": fee.payer or "",
        "note": "；".join(
            with_parameters(occasion.definition, text, occasion.local_day) for text in (fee.waiver, fee.note) if text
        ),
    }


def _fee_amount(occasion: Occasion, amount: str) -> str:
    """The fee as written, worked out from the answers even where something else is missing, or how it is counted."""
    case, matter = occasion.case, occasion.matter
    if not matter.is_set_by_case(amount) and amount not in matter.definitions:
        return amount
    known: int | None = case.verdict.get("fee")
    if known is None and case.submission:
        known = fen(amount, situation_of(case, occasion.definition, occasion.town, occasion.calendar))
    if known is not None:
        return money_text(known)
    return counted(occasion.definition, amount, case.filed or occasion.local_day)


def remedy_rows(occasion: Occasion) -> list[Row]:
    """The ways to contest this paper: name, period and law in force on the day it goes out, where to go."""
    return [
        {
            "name": remedy.name,
            "period": limit_text(remedy.period),
            "basis": remedy.basis,
            "starts": remedy.starts,
            "act": remedy.act,
            "body": remedy.body,
        }
        for remedy in occasion.town.remedies_on(occasion.local_day)
    ]


def basis(occasion: Occasion, *more: str) -> list[str]:
    """The laws a paper rests on: those of the matter and `more`, each once."""
    return list(dict.fromkeys([*occasion.matter.basis, *(text for text in more if text)]))


def steps_done(occasion: Occasion) -> Sequence[Row]:
    """What each finished step came to: department, opinion, person, time."""
    return [
        {
            "name": task.step,
            "department": occasion.department(task.department),
            "opinion": task.opinion,
            "by": task.by.name if task.by else "",
            "at": occasion.time(task.done_at),
        }
        for task in occasion.case.tasks
        if task.state == "done"
    ]
